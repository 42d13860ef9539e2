//! Foreign names by their sound in Latin letters: Džo Bajden, Majkl Džordan.
//!
//! Serbian writes one language in two alphabets whose letters stand for each other, and the name of a
//! foreigner as it is said. So a name in its Latin letters is read as the Cyrillic that it stands for.

use super::near::is_vowel;

/// The letters of Serbian, and their Latin ones without marks.
const LETTERS: [(char, &str); 30] = [
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('ђ', "d"),
    ('е', "e"),
    ('ж', "z"),
    ('з', "z"),
    ('и', "i"),
    ('ј', "j"),
    ('к', "k"),
    ('л', "l"),
    ('љ', "lj"),
    ('м', "m"),
    ('н', "n"),
    ('њ', "nj"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('ћ', "c"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "h"),
    ('ц', "c"),
    ('ч', "c"),
    ('џ', "dz"),
    ('ш', "s"),
];

/// What other Cyrillic alphabets have instead.
const OTHERS: [(&str, &str); 11] = [
    ("дж", "џ"),
    ("й", "ј"),
    ("ё", "јо"),
    ("ю", "ју"),
    ("я", "ја"),
    ("э", "е"),
    ("ы", "и"),
    ("і", "и"),
    ("ъ", "а"),
    ("ь", ""),
    ("щ", "шт"),
];

/// The Latin letters, without marks, of a letter of Serbian.
pub(super) fn latin_of(letter: char) -> Option<&'static str> {
    let known = LETTERS.iter().find(|(cyrillic, _)| *cyrillic == letter);
    known.map(|(_, latin)| *latin)
}

/// A form in Cyrillic, folded, as it is written by its sound in Latin letters, folded: each sound once.
pub(super) fn in_latin(cyrillic: &str) -> Option<Vec<char>> {
    let others = OTHERS.iter();
    let serbian = others.fold(cyrillic.to_owned(), |form, (other, own)| {
        form.replace(other, own)
    });
    let letters = serbian.chars().map(latin_of).collect::<Option<String>>()?;
    let mut letters: Vec<char> = letters.chars().collect();
    letters.dedup();
    Some(letters)
}

/// What a normal form in Latin letters stands for in Cyrillic, in the letters of Russian where it has such, if
/// it may be the name of a foreigner written by its sound.
pub(super) fn in_cyrillic(normal: &str) -> Option<String> {
    const MARKED: [(&str, &str); 9] = [
        ("dž", "дж"),
        ("dz", "дж"),
        ("đ", "дж"),
        ("lj", "ль"),
        ("nj", "нь"),
        ("č", "ч"),
        ("ć", "ч"),
        ("š", "ш"),
        ("ž", "ж"),
    ];
    const PLAIN: [(char, char); 22] = [
        ('a', 'а'),
        ('b', 'б'),
        ('c', 'ц'),
        ('d', 'д'),
        ('e', 'е'),
        ('f', 'ф'),
        ('g', 'г'),
        ('h', 'х'),
        ('i', 'и'),
        ('j', 'й'),
        ('k', 'к'),
        ('l', 'л'),
        ('m', 'м'),
        ('n', 'н'),
        ('o', 'о'),
        ('p', 'п'),
        ('r', 'р'),
        ('s', 'с'),
        ('t', 'т'),
        ('u', 'у'),
        ('v', 'в'),
        ('z', 'з'),
    ];
    let marked = MARKED.iter();
    let form = marked.fold(normal.to_owned(), |form, (latin, cyrillic)| {
        form.replace(latin, cyrillic)
    });
    let letters: Vec<char> = normal.chars().collect();
    let plain = |letter: char| {
        let known = PLAIN.iter().find(|(latin, _)| *latin == letter);
        let own = || ('а'..='я').contains(&letter).then_some(letter);
        known.map(|(_, cyrillic)| *cyrillic).or_else(own)
    };
    may_be_spoken(&letters)
        .then(|| form.chars().map(plain).collect::<Option<String>>())
        .flatten()
}

/// Whether a form in Latin letters may be written by its sound: each is written once, but for the s of
/// Latvian. Šolc, Boriss.
pub(super) fn may_be_spoken(letters: &[char]) -> bool {
    let base = letters.strip_suffix(&['s']).unwrap_or(letters);
    base.windows(2).all(|pair| pair.first() != pair.last())
        && !letters
            .iter()
            .any(|letter| matches!(letter, 'q' | 'w' | 'y'))
}

/// Letters of languages that write foreign names by their sound.
pub(super) const MARKED: [char; 5] = ['č', 'ć', 'š', 'ž', 'đ'];

/// Whether the letters of a normal form say that it is written by its sound, as names of these
/// languages are: Džo Bajden, Čerčil.
pub(crate) fn is_by_sound(normal: &str) -> bool {
    normal.contains(MARKED) || is_of_foreigner(normal)
}

/// The same of names that few but foreigners have: Bajden, Džo.
pub(super) fn is_of_foreigner(normal: &str) -> bool {
    let letters: Vec<char> = normal.chars().collect();
    let is_diphthong = |three: &[char]| matches!(three, [before, 'j', after] if is_vowel(*before) && !is_vowel(*after));
    may_be_spoken(&letters)
        && (["dž", "dz"].iter().any(|sound| normal.contains(sound))
            || letters.windows(3).any(is_diphthong))
}

/// Whether a folded form is written otherwise than by its sound: Schulz, Kerry.
pub(super) fn is_spelled(folded: &str) -> bool {
    const SPELLED: [&str; 18] = [
        "ai", "au", "ch", "ck", "ea", "ee", "ei", "eu", "gh", "ie", "oe", "oo", "ou", "ph", "sch",
        "sh", "th", "tz",
    ];
    let letters: Vec<char> = folded.chars().collect();
    let is_pair = |pair: &[char]| match pair {
        // Clinton, Cook; Johnson.
        ['c', next] => !matches!(next, 'e' | 'i' | 'j'),
        ['h', next] => !is_vowel(*next),
        _ => false,
    };
    !may_be_spoken(&letters)
        || letters.ends_with(&['e'])
        || letters.contains(&'x')
        || letters.windows(2).any(is_pair)
        || SPELLED.iter().any(|letters| folded.contains(letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_go_to_cyrillic_and_back() {
        let there_and_back = |normal: &str| {
            let latin = in_latin(&in_cyrillic(normal)?)?;
            Some(latin.into_iter().collect::<String>())
        };
        assert_eq!(there_and_back("džonson").as_deref(), Some("dzonson"));
        assert_eq!(there_and_back("čerčil").as_deref(), Some("cercil"));
        assert_eq!(there_and_back("štajnmajer").as_deref(), Some("stajnmajer"));
        assert_eq!(
            in_latin("черчилль").map(String::from_iter).as_deref(),
            Some("cercil")
        );
        assert_eq!(in_cyrillic("schulz"), Some("сцхулз".to_owned()));
        assert_eq!(in_cyrillic("williams"), None);
        assert_eq!(in_cyrillic("müller"), None);
        assert_eq!(in_latin("ґ"), None);
    }

    #[test]
    fn letters_say_how_a_name_is_written() {
        for spoken in ["džo", "dzo", "bajden", "šulc"] {
            assert!(is_by_sound(spoken), "{spoken}");
            assert!(!is_spelled(spoken), "{spoken}");
        }
        for spelled in [
            "joe", "schulz", "may", "johnson", "clinton", "kerry", "pence",
        ] {
            assert!(!is_by_sound(spelled), "{spelled}");
            assert!(is_spelled(spelled), "{spelled}");
        }
        // A name of these languages itself.
        assert!(is_by_sound("vučić") && !is_of_foreigner("vučić"));
    }
}
