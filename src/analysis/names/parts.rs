//! The parts of a full name as it is written: which is the family name, and which are none.

use super::super::is_particle;
use super::korean::korean_name;
use super::near::is_vowel;
use super::translated::SyllabicName;

/// Family names that stand first, in East Asian order, wherever they are written in Latin letters: the
/// most common ones of Korea, China and Vietnam (national censuses of 2015, 2020 and 2019). Those that
/// are given names elsewhere (`Ho`, `Min`, `Jung`) are left out.
const FIRST: [&str; 38] = [
    "kim", "lee", "park", "choi", "kang", "cho", "yoon", "jang", "lim", "moon", "seo", "shin",
    "kwon", "hwang", "ahn", "ban", "xi", "li", "wang", "zhang", "liu", "chen", "yang", "zhao",
    "huang", "zhou", "wu", "xu", "sun", "ma", "zhu", "hu", "deng", "mao", "wen", "nguyen", "tran",
    "pham",
];

/// Particles that are given names too where they stand first with a capital: `Ben Affleck`.
const GIVEN_TOO: [&str; 6] = ["ben", "da", "la", "do", "abu", "bin"];

/// Words before a name that are no part of it, in their normal forms: forms of address, offices and
/// ranks of the languages of Europe as the press writes them.
const TITLES: [&str; 82] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mister",
    "sir",
    "dame",
    "lord",
    "lady",
    "dr",
    "doctor",
    "prof",
    "professor",
    "president",
    "premier",
    "prime",
    "minister",
    "chancellor",
    "senator",
    "governor",
    "general",
    "colonel",
    "captain",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "prophet",
    "cardinal",
    "bishop",
    "archbishop",
    "ayatollah",
    "sheikh",
    "imam",
    "rabbi",
    "sultan",
    "emir",
    "herr",
    "frau",
    "papst",
    "könig",
    "königin",
    "prinz",
    "präsident",
    "kanzler",
    "kanzlerin",
    "monsieur",
    "madame",
    "pape",
    "président",
    "señor",
    "señora",
    "papa",
    "signor",
    "signora",
    "presidente",
    "pan",
    "pani",
    "papież",
    "prezydent",
    "premiera",
    "król",
    "królowa",
    "prorok",
    "papež",
    "král",
    "královna",
    "prezident",
    "predsednik",
    "kralj",
    "kraljica",
    "президент",
    "премьер",
    "папа",
    "король",
    "королева",
    "пророк",
    "крал",
    "кралица",
    "председник",
    "господин",
];

/// Words after a name that tell bearers of one name apart, and no part of it either.
const NUMBERS: [&str; 18] = [
    "ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
    "jr", "sr", "junior", "senior",
];

/// How many of the given names must be near the family name, all in their normal forms: half of them,
/// but all where each is one syllable after an East Asian family name, since brothers share one (Kim
/// Jong-un, Kim Jong-il).
pub(crate) fn least_given(family: &str, given: &[&str]) -> usize {
    let is_syllable = |name: &&str| {
        let letters: Vec<char> = name.chars().collect();
        let vowels = letters.split(|letter| !is_vowel(*letter));
        vowels.filter(|group| !group.is_empty()).count() == 1
    };
    let is_of_korea = || {
        let words: Vec<&str> = std::iter::once(family)
            .chain(given.iter().copied())
            .collect();
        korean_name(&words).is_some()
    };
    let is_first = FIRST.contains(&family) || is_of_korea();
    if is_first && given.iter().all(is_syllable) {
        given.len()
    } else {
        given.len().div_ceil(2)
    }
}

/// The words of a name, in their normal forms, from the first on that is no title.
pub(super) fn without_titles<'w, 'n>(words: &'w [&'n str]) -> &'w [&'n str] {
    words
        .get(titles(words.iter().copied())..)
        .unwrap_or_default()
}

/// How many words in their normal forms are titles before a name.
fn titles<'n>(words: impl Iterator<Item = &'n str>) -> usize {
    words.take_while(|word| TITLES.contains(word)).count()
}

/// How many words before the family name a given name may stand, and how many after it, for both to be
/// one full name.
pub(crate) const GIVEN_BEFORE: u32 = 3;
pub(crate) const GIVEN_AFTER: u32 = 2;

/// Which of the words of a name are its parts, and which part is the family name, by its place among
/// the parts. `words` are as they are written, with their normal forms.
///
/// The last part is the family name, but for `Vučić, Aleksandar`, `VUČIĆ Aleksandar` and names in East
/// Asian order, those of China in any system.
pub(crate) fn parts(name: &str, words: &[(&str, &str)]) -> (Vec<usize>, usize) {
    let is_number = |at: usize| {
        words.get(at).is_some_and(|(written, normal)| {
            written.starts_with(char::is_uppercase) && NUMBERS.contains(normal)
        })
    };
    let titles = titles(words.iter().map(|(_, normal)| *normal));
    let numbers = (0..words.len())
        .rev()
        .take_while(|at| is_number(*at))
        .count();
    let named = titles..words.len().saturating_sub(numbers);
    let is_part = |(at, (written, normal)): (usize, &(&str, &str))| {
        if !named.contains(&at) {
            return None;
        }
        let may_be_given =
            at == 0 && written.starts_with(char::is_uppercase) && GIVEN_TOO.contains(normal);
        (!is_particle(normal) || may_be_given).then_some(at)
    };
    let mut parts: Vec<usize> = words.iter().enumerate().filter_map(is_part).collect();
    if parts.is_empty() {
        parts = (0..words.len()).collect();
    }
    let last = parts.len().saturating_sub(1);
    let of = |part: usize| parts.get(part).and_then(|at| words.get(*at));
    let shouts = |part: usize| {
        of(part).is_some_and(|(written, _)| {
            written.chars().nth(1).is_some() && !written.contains(char::is_lowercase)
        })
    };
    let first_ends_at_comma = || {
        let before = name.split_once(',').map(|(before, _)| before.trim_end());
        before
            .zip(of(0))
            .is_some_and(|(before, (written, _))| before.ends_with(written))
    };
    let is_first = first_ends_at_comma()
        || (shouts(0) && !shouts(last))
        || (parts.len() > 1
            && !shouts(last)
            && of(0).is_some_and(|(_, normal)| FIRST.contains(normal))
            && of(last).is_some_and(|(_, normal)| !FIRST.contains(normal)));
    let normal: Vec<&str> = parts
        .iter()
        .filter_map(|at| words.get(*at))
        .map(|(_, normal)| *normal)
        .collect();
    let by_order = if is_first { 0 } else { last };
    let syllabic = SyllabicName::read(&normal).map(|name| name.family());
    let family = syllabic.unwrap_or(by_order);
    (parts, family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_given_names_are_enough_but_for_syllables() {
        assert_eq!(least_given("kim", &["jong", "un"]), 2);
        assert_eq!(least_given("ban", &["ki", "moon"]), 2);
        assert_eq!(least_given("lee", &["harvey", "oswald"]), 1);
        assert_eq!(least_given("bush", &["george", "walker", "jr"]), 2);
        assert_eq!(least_given("may", &["theresa"]), 1);
        assert_eq!(least_given("may", &[]), 0);
    }

    #[test]
    fn the_family_name_is_found_in_any_order() {
        let cases = [
            ("Aleksandar Vučić", "Vučić"),
            ("VUČIĆ Aleksandar", "VUČIĆ"),
            ("ALEKSANDAR VUČIĆ", "VUČIĆ"),
            ("Vučić, Aleksandar", "Vučić"),
            ("Kim Jong Un", "Kim"),
            ("Lee Harvey Oswald", "Lee"),
            ("Bruce Lee", "Lee"),
            ("Си Цзинь Пин", "Си"),
            ("Jintao Hu", "Hu"),
            ("Ban Ki-moon", "Ban"),
            ("Мун Чжэ Ин", "Мун"),
            ("Jae-in Moon", "Moon"),
            ("Ursula von der Leyen", "Leyen"),
            ("von der Leyen", "Leyen"),
            ("Ben Affleck", "Affleck"),
            ("von der", "der"),
            ("Prime Minister Theresa May", "May"),
            ("Pope Francis", "Francis"),
            ("Pope Benedict XVI", "Benedict"),
            ("Stephen King", "King"),
            ("Queen", "Queen"),
            ("Martin Luther King Jr", "King"),
            ("Vučić", "Vučić"),
        ];
        for (name, family) in cases {
            let lower: Vec<String> = name
                .split([' ', ',', '-'])
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect();
            let written = name.split([' ', ',', '-']).filter(|word| !word.is_empty());
            let words: Vec<(&str, &str)> = written.zip(lower.iter().map(String::as_str)).collect();
            let (parts, at) = parts(name, &words);
            assert_eq!(words[parts[at]].0, family, "{name}");
        }
        assert_eq!(
            parts("Ben Affleck", &[("Ben", "ben"), ("Affleck", "affleck")]).0,
            [0, 1]
        );
        assert_eq!(
            parts("von Leyen", &[("von", "von"), ("Leyen", "leyen")]).0,
            [1]
        );
        assert_eq!(parts("", &[]), (vec![], 0));
    }
}
