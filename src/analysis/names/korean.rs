//! Names of Korea as the languages of Europe write them: Kim Jong-un, Gim Jeong-eun, Ким Чен Ын, Kim Čong-un,
//! Kim Dzong Un.
//!
//! Each syllable of a given name is read by its letters, a consonant, a vowel and a consonant, and written
//! as others write these: in the Revised Romanization (2000), that of McCune and Reischauer (1939), as
//! Koreans themselves like it, in Czech and Polish; and in the Russian system of Kontsevich with what
//! newspapers make of it in Russian, Ukrainian and Bulgarian.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use super::super::fold::fold;
use super::pairs::NamePairs;

/// A letter as Latin alphabets write it: in the Revised Romanization, by McCune and Reischauer, in
/// English in two ways, in Czech and Polish; and as Cyrillic ones do: in Russian where a word begins, inside
/// it, and in newspapers, in Ukrainian and in Bulgarian.
type Letter = [&'static str; SYSTEMS];

const SYSTEMS: usize = 11;
const LATIN: Range<usize> = 0..6;
const CYRILLIC: Range<usize> = 6..11;
/// Those of them that decline: Ына, Ыном.
const RUSSIAN: Range<usize> = 6..9;
const RUSSIAN_ENDINGS: [&str; 4] = ["а", "у", "ом", "е"];

const INITIALS: [Letter; 14] = [
    ["", "", "", "", "", "", "", "", "", "", ""],
    ["g", "k", "k", "k", "k", "k", "к", "г", "к", "к", "г"],
    ["n", "n", "n", "n", "n", "n", "н", "н", "н", "н", "н"],
    ["d", "t", "d", "d", "t", "t", "т", "д", "т", "т", "д"],
    ["r", "r", "l", "r", "r", "r", "р", "р", "л", "р", "р"],
    ["m", "m", "m", "m", "m", "m", "м", "м", "м", "м", "м"],
    ["b", "p", "b", "b", "p", "p", "п", "б", "п", "п", "б"],
    ["s", "s", "sh", "s", "s", "s", "с", "с", "ш", "с", "с"],
    ["j", "ch", "j", "j", "c", "dz", "ч", "чж", "ч", "ч", "ч"],
    [
        "ch", "ch", "ch", "ch", "cch", "cz", "чх", "чх", "ч", "ч", "ч",
    ],
    ["k", "k", "k", "k", "kch", "k", "кх", "кх", "к", "кх", "к"],
    ["t", "t", "t", "t", "tch", "t", "тх", "тх", "т", "тх", "т"],
    ["p", "p", "p", "p", "pch", "p", "пх", "пх", "п", "пх", "п"],
    ["h", "h", "h", "h", "h", "h", "х", "х", "х", "х", "х"],
];

/// Which of the letters of Hangul they are, in the order of Unicode (version 17, section 3.12, as the
/// next ones).
const INITIAL_JAMO: [u32; 14] = [11, 0, 2, 3, 5, 6, 7, 9, 12, 14, 15, 16, 17, 18];

/// The rarest at the end.
const VOWELS: [Letter; 18] = [
    ["a", "a", "a", "a", "a", "a", "а", "а", "а", "а", "а"],
    ["ae", "ae", "ae", "ae", "e", "e", "э", "э", "э", "е", "е"],
    ["ya", "ya", "ya", "ya", "ja", "ja", "я", "я", "я", "я", "я"],
    ["eo", "o", "u", "o", "o", "o", "о", "о", "е", "о", "е"],
    [
        "yeo", "yo", "yu", "yo", "jo", "jo", "ё", "ё", "е", "йо", "йо",
    ],
    [
        "yeo", "yo", "you", "yeo", "jo", "io", "ё", "ё", "е", "йо", "йо",
    ],
    ["o", "o", "o", "o", "o", "o", "о", "о", "о", "о", "о"],
    [
        "wa", "wa", "wa", "wa", "wa", "wa", "ва", "ва", "ва", "ва", "уа",
    ],
    [
        "yo", "yo", "yo", "yo", "jo", "jo", "ё", "ё", "е", "йо", "йо",
    ],
    ["u", "u", "oo", "u", "u", "u", "у", "у", "у", "у", "у"],
    [
        "wo", "wo", "wo", "wo", "wo", "wo", "во", "во", "во", "во", "уо",
    ],
    ["yu", "yu", "yoo", "yu", "ju", "ju", "ю", "ю", "ю", "ю", "ю"],
    ["eu", "u", "u", "u", "u", "u", "ы", "ы", "ы", "и", "у"],
    [
        "ui", "ui", "ee", "ui", "ui", "ui", "ый", "ий", "и", "ий", "и",
    ],
    ["i", "i", "ee", "i", "i", "i", "и", "и", "и", "і", "и"],
    ["e", "e", "e", "e", "e", "e", "е", "е", "э", "е", "е"],
    ["ye", "ye", "ye", "ye", "je", "je", "е", "е", "е", "є", "йе"],
    [
        "wi", "wi", "wi", "wi", "wi", "wi", "ви", "ви", "ви", "ві", "уи",
    ],
];

const VOWEL_JAMO: [u32; 18] = [0, 1, 2, 4, 6, 6, 8, 9, 12, 13, 14, 17, 18, 19, 20, 5, 7, 16];

const FINALS: [Letter; 8] = [
    ["", "", "", "", "", "", "", "", "", "", ""],
    ["k", "k", "g", "k", "k", "k", "к", "к", "к", "к", "к"],
    ["n", "n", "n", "n", "n", "n", "н", "н", "н", "н", "н"],
    ["l", "l", "l", "l", "l", "l", "ль", "ль", "р", "ль", "л"],
    ["m", "m", "m", "m", "m", "m", "м", "м", "м", "м", "м"],
    ["p", "p", "b", "p", "p", "p", "п", "п", "п", "п", "п"],
    ["ng", "ng", "ng", "ng", "ng", "ng", "н", "н", "н", "н", "н"],
    ["t", "t", "t", "t", "t", "t", "т", "т", "т", "т", "т"],
];

const FINAL_JAMO: [u32; 8] = [0, 1, 4, 8, 16, 17, 21, 19];

/// The most common family names, and those in the news, each line one name as it is written.
const FAMILIES: &str = "\
kim gim ким кім
lee yi rhee ri i ли лі и і
park pak bak пак
choi choe цой чхве чой
jung jeong chung chong чон чжон чен
kang gang кан
cho jo чо чжо
yoon yun юн
jang chang чан чжан
lim im rim лим им лім ім
han хан
oh o о
seo suh so со
shin sin син шин сін
kwon gwon квон
hwang хван
ahn an ан
song сон
ryu yoo yu ю рю
hong хон
jeon jun chun чон чжон
ko go koh ко
moon mun мун
yang ян
son sohn сон
bae pae пэ пе
baek paik paek пэк пек
heo hur huh хо
nam нам
shim sim сим шим
noh roh no но ро
ha ха
kwak gwak квак
sung seong сон
cha чха ча
joo ju chu чу чжу
woo u у
min мин мін
bong pong пон
ban pan пан
na на";

/// How each of them is written in Hangul, in the South and in the North.
const HANGUL_FAMILIES: [&str; 41] = [
    "김", "이리", "박", "최", "정", "강", "조", "윤", "장", "임림", "한", "오", "서", "신", "권",
    "황", "안", "송", "류유", "홍", "전", "고", "문", "양", "손", "배", "백", "허", "남", "심",
    "노로", "하", "곽", "성", "차", "주", "우", "민", "봉", "반", "나라",
];

/// Readings of one syllable that are followed up: the likeliest.
const MOST_READINGS: usize = 6;
/// How many vowels are common in names.
const COMMON_VOWELS: usize = 15;
/// The letters of the longest syllable in any system: `young`, `чжон`.
const MOST_LETTERS: usize = 7;

/// A letter as it is written in each system, folded.
type Written = [String; SYSTEMS];

/// A syllable, by its letters.
type Syllable = [&'static Written; 3];

/// The letters that a syllable begins with, those in its middle and those at its end.
static LETTERS: LazyLock<[Vec<Written>; 3]> = LazyLock::new(|| {
    let folded_all = |letters: &[Letter]| letters.iter().map(|letter| letter.map(folded)).collect();
    [
        folded_all(&INITIALS),
        folded_all(&VOWELS),
        folded_all(&FINALS),
    ]
});

/// A name of Korea among the parts of a name.
pub(super) struct KoreanName {
    /// Which of its words is the family name.
    pub(super) family: usize,
    /// The family name and the words of the given name, folded.
    name: String,
    given: Vec<String>,
    /// What the two syllables of the given name can be.
    readings: [Vec<Syllable>; 2],
}

impl KoreanName {
    /// Its parts as others write them.
    pub(super) fn spellings(&self) -> NamePairs {
        let mut pairs = NamePairs::new();
        let mut add = |word: &str, others: BTreeSet<String>| {
            for other in others {
                pairs = std::mem::take(&mut pairs).same(word, &other);
            }
        };
        add(&self.name, families(&self.name).map(folded).collect());
        let [first, second] = &self.readings;
        let both = self.given.concat();
        match self.given.as_slice() {
            [one, two] => {
                add(one, written(first, false));
                add(two, written(second, true));
                // Or rules would take it for a case form of a part: Jongun of Jong.
                add(&both, BTreeSet::from([self.given.join(" ")]));
            }
            _ => add(&both, together(first, second)),
        }
        pairs
    }

    /// What each of its syllables can be in Hangul, the family name first.
    pub(super) fn hangul(&self) -> Option<Vec<Vec<char>>> {
        let family = lines_of(&self.name).filter_map(|line| HANGUL_FAMILIES.get(line));
        let family: Vec<char> = family.flat_map(|hangul| hangul.chars()).collect();
        let given = self.readings.iter().map(|readings| {
            let mut syllables: Vec<char> = readings.iter().filter_map(in_hangul).collect();
            syllables.dedup();
            syllables
        });
        let syllables: Vec<Vec<char>> = std::iter::once(family).chain(given).collect();
        syllables
            .iter()
            .all(|syllable| !syllable.is_empty())
            .then_some(syllables)
    }
}

/// A name in Hangul, a family name and two syllables, in the Revised Romanization.
pub(super) fn in_latin(name: &[char]) -> Option<Vec<String>> {
    let [family, given @ ..] = name else {
        return None;
    };
    let line = (HANGUL_FAMILIES.iter()).position(|hangul| hangul.contains(*family))?;
    let family = FAMILY_LINES.get(line)?.split(' ').next()?;
    let mut words = vec![family.to_owned()];
    for syllable in given {
        words.push(romanized(*syllable)?);
    }
    (given.len() == 2).then_some(words)
}

/// A syllable by its letters; none where one of them stands in no name.
fn romanized(syllable: char) -> Option<String> {
    let number = u32::from(syllable).checked_sub(0xAC00)?;
    let jamo = [number / (21 * 28), number / 28 % 21, number % 28];
    let letters: [(&[u32], &[Letter]); 3] = [
        (&INITIAL_JAMO, &INITIALS),
        (&VOWEL_JAMO, &VOWELS),
        (&FINAL_JAMO, &FINALS),
    ];
    let mut latin = String::new();
    for (jamo, (known, letters)) in jamo.into_iter().zip(letters) {
        let at = known.iter().position(|known| *known == jamo)?;
        latin.push_str(letters.get(at)?.get(LATIN.start)?);
    }
    Some(latin)
}

/// A syllable as one character.
fn in_hangul(syllable: &Syllable) -> Option<char> {
    let jamo: [&[u32]; 3] = [&INITIAL_JAMO, &VOWEL_JAMO, &FINAL_JAMO];
    let mut numbers = syllable
        .iter()
        .zip(&*LETTERS)
        .zip(jamo)
        .map(|((own, letters), jamo)| {
            let at = letters
                .iter()
                .position(|letter| std::ptr::eq(letter, *own))?;
            jamo.get(at).copied()
        });
    let (initial, vowel, last) = (numbers.next()??, numbers.next()??, numbers.next()??);
    char::from_u32(0xAC00 + (initial * 21 + vowel) * 28 + last)
}

/// How others write a family name.
fn families(family: &str) -> impl Iterator<Item = &'static str> {
    let lines = lines_of(family).filter_map(|line| FAMILY_LINES.get(line));
    lines.flat_map(|line| line.split(' '))
}

/// The numbers of the lines of [`FAMILIES`] that hold a family name.
fn lines_of(family: &str) -> impl Iterator<Item = usize> {
    let lines = LINES_BY_FAMILY.get(family).map(Vec::as_slice);
    lines.unwrap_or_default().iter().copied()
}

static FAMILY_LINES: LazyLock<Vec<&str>> = LazyLock::new(|| FAMILIES.lines().collect());
static LINES_BY_FAMILY: LazyLock<HashMap<&str, Vec<usize>>> = LazyLock::new(|| {
    let mut numbers: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, line) in FAMILY_LINES.iter().enumerate() {
        for name in line.split(' ') {
            numbers.entry(name).or_default().push(number);
        }
    }
    numbers
});

/// A name in its words, in their normal forms, as one of Korea: a common family name, and a given name of
/// two syllables, in one word or two.
pub(super) fn korean_name(words: &[&str]) -> Option<KoreanName> {
    if !(2..=3).contains(&words.len()) {
        return None;
    }
    let folded: Vec<String> = words.iter().map(|word| folded(word)).collect();
    if let Some(name) = read(folded.first()?, folded.get(1..)?, 0) {
        return Some(name);
    }
    // Given names in one word before it may be of anywhere: Anna Park.
    match folded.as_slice() {
        [given @ .., family] if given.len() > 1 => read(family, given, given.len()),
        _ => None,
    }
}

fn read(family: &str, given: &[String], at: usize) -> Option<KoreanName> {
    families(family).next()?;
    let is_latin = family.is_ascii();
    let readings: Vec<[Vec<Syllable>; 2]> = match given {
        [one, two] => vec![[syllables(one, is_latin), syllables(two, is_latin)]],
        [both] => (both.char_indices().skip(1))
            .map(|(at, _)| both.split_at(at))
            .map(|(one, two)| [syllables(one, is_latin), syllables(two, is_latin)])
            .collect(),
        _ => return None,
    };
    let mut readings = readings.into_iter();
    let readings = readings.find(|parts| parts.iter().all(|part| !part.is_empty()))?;
    Some(KoreanName {
        family: at,
        name: family.to_owned(),
        given: given.to_vec(),
        readings,
    })
}

/// What a folded text can be as a syllable, the likeliest first.
fn syllables(text: &str, is_latin: bool) -> Vec<Syllable> {
    if text.len() > 2 * MOST_LETTERS {
        return Vec::new();
    }
    let systems = if is_latin { LATIN } else { CYRILLIC };
    // How far down the list of systems the first stands in which a letter is written so.
    let rank = |letter: &Written, text: &str| {
        let mut written = systems.clone();
        written.position(|system| letter.get(system).is_some_and(|own| own == text))
    };
    let [initials, vowels, finals] = &*LETTERS;
    let mut found: Vec<((usize, usize), Syllable)> = Vec::new();
    let borders: Vec<usize> = (text.char_indices().map(|(at, _)| at))
        .chain([text.len()])
        .collect();
    for begin in &borders {
        for end in borders.iter().filter(|end| *end > begin) {
            let parts = [text.get(..*begin), text.get(*begin..*end), text.get(*end..)];
            let [Some(initial), Some(vowel), Some(last)] = parts else {
                continue;
            };
            let ranked = |letters: &'static [Written], text: &str| {
                let numbered = letters.iter().enumerate();
                let ranked =
                    numbered.filter_map(|(at, letter)| Some((rank(letter, text)?, at, letter)));
                ranked.collect::<Vec<_>>()
            };
            for (last_rank, _, last) in ranked(finals, last) {
                for (vowel_rank, rarity, vowel) in ranked(vowels, vowel) {
                    for (initial_rank, _, initial) in ranked(initials, initial) {
                        // There are no such syllables.
                        let is_after_sibilant =
                            matches!(initial.first().map(String::as_str), Some("j" | "ch"));
                        if is_after_sibilant
                            && vowel.first().is_some_and(|own| own.starts_with('y'))
                        {
                            continue;
                        }
                        let rank = initial_rank + vowel_rank + last_rank;
                        let rank = rank + if rarity < COMMON_VOWELS { 0 } else { 2 };
                        found.push(((rank, rarity), [initial, vowel, last]));
                    }
                }
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.truncate(MOST_READINGS);
    found.into_iter().map(|(_, syllable)| syllable).collect()
}

fn write(syllable: &Syllable, system: usize) -> String {
    let letters = syllable.iter().filter_map(|letter| letter.get(system));
    letters.map(String::as_str).collect()
}

/// Every way to write a syllable that is one of these; `ends` tells whether it ends the name, and declines.
fn written(syllables: &[Syllable], ends: bool) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (syllable, system) in syllables
        .iter()
        .flat_map(|one| (0..SYSTEMS).map(move |at| (one, at)))
    {
        let text = write(syllable, system);
        if ends && RUSSIAN.contains(&system) && !text.ends_with(is_vowel) {
            let stem = text.strip_suffix('ь').unwrap_or(&text);
            all.extend(RUSSIAN_ENDINGS.map(|ending| format!("{stem}{ending}")));
        }
        all.insert(text);
    }
    all
}

/// Every way to write two syllables as one word or as two.
fn together(first: &[Syllable], second: &[Syllable]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (one, two) in first
        .iter()
        .flat_map(|one| second.iter().map(move |two| (one, two)))
    {
        for system in 0..SYSTEMS {
            let parts = [write(one, system), write(two, system)];
            all.extend([parts.concat(), parts.join(" ")]);
        }
    }
    all
}

fn is_vowel(letter: char) -> bool {
    matches!(
        letter,
        'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'й'
    )
}

/// The letters of a word, folded.
pub(super) fn folded(word: &str) -> String {
    let mut folded = String::new();
    fold(word, &mut folded);
    folded.retain(char::is_alphabetic);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(name: &str, part: &str, other: &str) -> bool {
        let words: Vec<&str> = name.split([' ', '-']).collect();
        let name = korean_name(&words);
        name.is_some_and(|name| name.spellings().says(part, other) == Some(true))
    }

    #[test]
    fn a_name_is_known_in_every_system() {
        for (name, part, others) in [
            (
                "kim jong-un",
                "jong",
                "чен чон чжон cong dzong jeong jung chong",
            ),
            ("kim jong-un", "un", "ын ына ыном ин eun"),
            ("kim jongun", "jongun", "jeongeun"),
            ("kim jong-il", "il", "ир иль"),
            ("moon jae-in", "jae", "чжэ че ce"),
            ("moon jae-in", "moon", "мун mun"),
            ("ban ki-moon", "ban", "пан pan"),
            ("ban ki-moon", "ki", "ги gi"),
            ("park geun-hye", "geun", "кын kun"),
            ("yoon suk-yeol", "yeol", "ель jol"),
            ("lee myung-bak", "lee", "ли yi"),
            ("lee jaemyung", "jaemyung", "чжэ мен"),
            ("ким чен ын", "чен", "jong jung"),
            ("ким чен ын", "ын", "un eun"),
            ("мун чжэ ин", "чжэ", "jae"),
            ("пак кын хе", "хе", "hye"),
        ] {
            for other in others.split(' ').filter(|_| part != "jaemyung") {
                let other = folded(other);
                assert!(spelled(name, part, &other), "{name}: {other}");
            }
            if part == "jaemyung" {
                assert!(spelled(name, part, others), "{name}: {others}");
            }
        }
    }

    #[test]
    fn every_letter_and_family_name_has_its_hangul() {
        assert_eq!(FAMILIES.lines().count(), HANGUL_FAMILIES.len());
        assert_eq!(
            (INITIALS.len(), VOWELS.len(), FINALS.len()),
            (INITIAL_JAMO.len(), VOWEL_JAMO.len(), FINAL_JAMO.len())
        );
        let name = korean_name(&["ahn", "cheol", "soo"])
            .and_then(|name| name.hangul())
            .unwrap();
        assert!(
            name.iter()
                .zip(['안', '철', '수'])
                .all(|(syllable, own)| syllable.contains(&own)),
            "{name:?}"
        );
    }

    #[test]
    fn other_names_are_none() {
        for name in [
            "kim basinger",
            "lee harvey oswald",
            "bruce lee",
            "moon",
            "anna park",
            "ким",
        ] {
            let words: Vec<&str> = name.split(' ').collect();
            assert!(korean_name(&words).is_none(), "{name}");
        }
        assert!(!spelled("kim jong-un", "un", "ир"));
        assert!(!spelled("kim jong-un", "jong", "ин"));
    }

    #[test]
    fn the_family_name_is_told_in_both_orders() {
        let family = |name: &str| {
            let words: Vec<&str> = name.split(' ').collect();
            korean_name(&words).map(|name| name.family)
        };
        assert_eq!(family("ким чен ын"), Some(0));
        assert_eq!(family("myung bak lee"), Some(2));
    }
}
