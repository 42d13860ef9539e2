//! Names of China as the languages of Europe write them: Xi Jinping, Си Цзиньпин, Си Дзинпин, Si Ťin-pching,
//! Hsi Chin-p’ing.
//!
//! No rule about letters tells that these are one, since each system writes syllables: pinyin (ISO
//! 7098), that of Palladius in Russian and Ukrainian with its Bulgarian reading, the Czech one
//! of Oldřich Švarný and that of Wade and Giles. A name is read as syllables of one system, and written in
//! the others.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::super::fold::fold;
use super::korean::folded;
use super::pairs::NamePairs;

/// A part of a syllable in pinyin, Palladius, Czech, and Wade and Giles, folded.
type Row = [&'static str; 4];

/// Consonants before the hard finals.
const INITIALS: [Row; 21] = [
    ["b", "б", "p", "p"],
    ["p", "п", "pch", "p"],
    ["m", "м", "m", "m"],
    ["f", "ф", "f", "f"],
    ["d", "д", "t", "t"],
    ["t", "т", "tch", "t"],
    ["n", "н", "n", "n"],
    ["l", "л", "l", "l"],
    ["g", "г", "k", "k"],
    ["k", "к", "kch", "k"],
    ["h", "х", "ch", "h"],
    ["j", "цз", "t", "ch"],
    ["q", "ц", "cch", "ch"],
    ["x", "с", "s", "hs"],
    ["zh", "чж", "c", "ch"],
    ["ch", "ч", "cch", "ch"],
    ["sh", "ш", "s", "sh"],
    ["r", "ж", "z", "j"],
    ["z", "цз", "c", "ts"],
    ["c", "ц", "cch", "ts"],
    ["s", "с", "s", "s"],
];

/// What follows one of them.
const FINALS: [Row; 32] = [
    ["a", "а", "a", "a"],
    ["o", "о", "o", "o"],
    ["e", "э", "e", "e"],
    ["ai", "ай", "aj", "ai"],
    ["ei", "эй", "ej", "ei"],
    ["ao", "ао", "ao", "ao"],
    ["ou", "оу", "ou", "ou"],
    ["an", "ань", "an", "an"],
    ["en", "энь", "en", "en"],
    ["ang", "ан", "ang", "ang"],
    ["eng", "эн", "eng", "eng"],
    ["ong", "ун", "ung", "ung"],
    ["i", "и", "i", "i"],
    ["ia", "я", "ia", "ia"],
    ["ie", "е", "ie", "ieh"],
    ["iao", "яо", "iao", "iao"],
    ["iu", "ю", "iou", "iu"],
    ["ian", "янь", "ien", "ien"],
    ["in", "инь", "in", "in"],
    ["iang", "ян", "iang", "iang"],
    ["ing", "ин", "ing", "ing"],
    ["iong", "юн", "iung", "iung"],
    ["u", "у", "u", "u"],
    ["ua", "уа", "ua", "ua"],
    ["uo", "о", "uo", "o"],
    ["uai", "уай", "uaj", "uai"],
    ["ui", "уй", "uej", "ui"],
    ["uan", "уань", "uan", "uan"],
    ["un", "унь", "un", "un"],
    ["uang", "уан", "uang", "uang"],
    ["lü", "люй", "lu", "lu"],
    ["nü", "нюй", "nu", "nu"],
];

/// What follows j, q and x where pinyin writes u for ü.
const ROUNDED: [Row; 4] = [
    ["u", "юй", "u", "u"],
    ["ue", "юэ", "ue", "ueh"],
    ["uan", "юань", "uan", "uan"],
    ["un", "юнь", "un", "un"],
];

/// Syllables that begin with no consonant, and those whose vowel is written apart from the rule.
const WHOLE: [Row; 41] = [
    ["a", "а", "a", "a"],
    ["ai", "ай", "aj", "ai"],
    ["an", "ань", "an", "an"],
    ["ang", "ан", "ang", "ang"],
    ["ao", "ао", "ao", "ao"],
    ["e", "э", "e", "o"],
    ["en", "энь", "en", "en"],
    ["er", "эр", "er", "erh"],
    ["ou", "оу", "ou", "ou"],
    ["yi", "и", "i", "i"],
    ["ya", "я", "ja", "ya"],
    ["yan", "янь", "jen", "yen"],
    ["yang", "ян", "jang", "yang"],
    ["yao", "яо", "jao", "yao"],
    ["ye", "е", "jie", "yeh"],
    ["yin", "инь", "jin", "yin"],
    ["ying", "ин", "jing", "ying"],
    ["yong", "юн", "jung", "yung"],
    ["you", "ю", "jou", "yu"],
    ["yu", "юй", "ju", "yu"],
    ["yuan", "юань", "juan", "yuan"],
    ["yue", "юэ", "jue", "yueh"],
    ["yun", "юнь", "jun", "yun"],
    ["wa", "ва", "wa", "wa"],
    ["wai", "вай", "waj", "wai"],
    ["wan", "вань", "wan", "wan"],
    ["wang", "ван", "wang", "wang"],
    ["wei", "вэй", "wej", "wei"],
    ["wen", "вэнь", "wen", "wen"],
    ["weng", "вэн", "weng", "weng"],
    ["wo", "во", "wo", "wo"],
    ["wu", "у", "wu", "wu"],
    ["zhi", "чжи", "c", "chih"],
    ["chi", "чи", "cch", "chih"],
    ["shi", "ши", "s", "shih"],
    ["ri", "жи", "z", "jih"],
    ["zi", "цзы", "c", "tzu"],
    ["ci", "цы", "cch", "tzu"],
    ["si", "сы", "s", "ssu"],
    ["he", "хэ", "che", "ho"],
    ["hui", "хуэй", "chuej", "hui"],
];

/// The most common family names (census of 2020), in pinyin.
const FAMILIES: &str = "\
    wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang \
    xie song tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding \
    wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan liao zou xiong jin hao \
    kong bai cui kang mao qiu qin gu hou shao meng long wan duan qian yin chang qiao lai gong \
    wen xi bo hua ai ling mo pu tong jiao";

/// Syllables of a given name.
const MOST_SYLLABLES: usize = 2;
/// Readings of one part that are followed up.
const MOST_READINGS: usize = 4;
/// Case endings of what Czech writes with a hyphen, which no other rule takes off.
const CZECH_ENDINGS: [&str; 5] = ["", "a", "ovi", "em", "u"];

/// Every way to write a syllable: in pinyin, Russian, Bulgarian, Ukrainian, Czech, and Wade and Giles.
const SYSTEMS: usize = 6;
const PINYIN: usize = 0;
const CZECH: usize = 4;
const WADE_GILES: usize = 5;

struct Syllables {
    written: Vec<[String; SYSTEMS]>,
    /// By system, the syllables that a text can be.
    read: [HashMap<String, Vec<usize>>; SYSTEMS],
}

impl Syllables {
    fn get() -> &'static Self {
        static ALL: OnceLock<Syllables> = OnceLock::new();
        ALL.get_or_init(Self::new)
    }

    fn new() -> Self {
        let mut all = Self {
            written: Vec::new(),
            read: std::array::from_fn(|_| HashMap::new()),
        };
        for row in WHOLE {
            all.add(row.map(str::to_owned));
        }
        let is_listed = |pinyin: &str| WHOLE.iter().any(|[listed, ..]| *listed == pinyin);
        for initial in INITIALS {
            let is_soft = matches!(initial[0], "j" | "q" | "x");
            let rounded = ROUNDED.iter().filter(|_| is_soft);
            let finals = FINALS.iter().filter(|[pinyin, ..]| {
                !pinyin.contains('ü') && (!is_soft || pinyin.starts_with('i'))
            });
            for last in finals.chain(rounded) {
                let mut joined = initial.map(str::to_owned);
                for (text, end) in joined.iter_mut().zip(last) {
                    text.push_str(end);
                }
                if !joined.first().is_some_and(|pinyin| is_listed(pinyin)) {
                    all.add(joined);
                }
            }
        }
        for row in FINALS.iter().filter(|[pinyin, ..]| pinyin.contains('ü')) {
            all.add(row.map(str::to_owned));
        }
        all
    }

    fn add(&mut self, [pinyin, russian, czech, giles]: [String; 4]) {
        let bulgarian = russian
            .replace('ь', "")
            .replace("эй", "ей")
            .replace('э', "ъ")
            .replace("цз", "дз")
            .replace("чж", "дж")
            .replace('ы', "ъ");
        let ukrainian = russian
            .replace('и', "і")
            .replace('е', "є")
            .replace('э', "е")
            .replace('ы', "и");
        let mut folded = String::new();
        fold(&pinyin, &mut folded);
        let written = [folded, russian, bulgarian, ukrainian, czech, giles];
        let number = self.written.len();
        for (read, text) in self.read.iter_mut().zip(&written) {
            let mut texts = vec![text.clone()];
            // The soft sign is often left out.
            if text.contains('ь') {
                texts.push(text.replace('ь', ""));
            }
            for text in texts {
                read.entry(text).or_default().push(number);
            }
        }
        self.written.push(written);
    }

    /// What a folded text can be as one syllable of a system.
    fn syllables(&self, text: &str, system: usize) -> &[usize] {
        let read = self.read.get(system);
        read.and_then(|read| read.get(text))
            .map_or(&[], Vec::as_slice)
    }

    /// The syllables that a folded text can be in a system, one or two of them.
    fn readings(&self, text: &str, system: usize) -> Vec<Vec<usize>> {
        let whole = |text: &str| self.syllables(text, system);
        let mut readings: Vec<Vec<usize>> = whole(text).iter().map(|one| vec![*one]).collect();
        for (at, _) in text.char_indices().skip(1) {
            let (first, second) = text.split_at(at);
            for one in whole(first) {
                readings.extend(whole(second).iter().map(|two| vec![*one, *two]));
            }
        }
        readings.truncate(MOST_READINGS);
        readings
    }

    fn write(&self, syllables: &[usize], system: usize, between: &str) -> String {
        let texts = syllables.iter().filter_map(|syllable| {
            let written = self.written.get(*syllable)?;
            written.get(system).map(String::as_str)
        });
        texts.collect::<Vec<&str>>().join(between)
    }

    /// How others write these syllables.
    fn spellings(&self, syllables: &[usize]) -> Vec<String> {
        let mut spellings: Vec<String> = (0..SYSTEMS)
            .map(|system| self.write(syllables, system, ""))
            .collect();
        for system in 1..CZECH {
            let soft = self.write(syllables, system, "");
            spellings.push(soft.replace('ь', ""));
        }
        if syllables.len() > 1 {
            let apart = self.write(syllables, CZECH, " ");
            let cases = CZECH_ENDINGS.iter();
            spellings.extend(cases.map(|ending| format!("{apart}{ending}")));
            spellings.push(self.write(syllables, WADE_GILES, " "));
            spellings.push(self.write(syllables, PINYIN, " "));
        }
        spellings
    }
}

/// A name of China among the parts of a name.
pub(super) struct ChineseName {
    /// Which of its words is the family name.
    pub(super) family: usize,
    /// The family name and the given names as one word, folded, each with the syllables it can be.
    parts: [(String, Vec<Vec<usize>>); 2],
}

impl ChineseName {
    /// Its parts as others write them.
    pub(super) fn spellings(&self) -> NamePairs {
        let all = Syllables::get();
        let mut spellings = NamePairs::new();
        for (word, readings) in &self.parts {
            for other in readings.iter().flat_map(|reading| all.spellings(reading)) {
                spellings = spellings.same(word, &other);
            }
        }
        spellings
    }

    /// Its syllables in pinyin without tones, the family name first: every way to read it.
    pub(super) fn pinyin(&self) -> impl Iterator<Item = Vec<&'static str>> {
        let all = Syllables::get();
        let [(_, families), (_, given)] = &self.parts;
        let names = families
            .iter()
            .flat_map(move |family| given.iter().map(move |given| family.iter().chain(given)));
        names.map(|syllables| {
            let written = syllables.filter_map(|syllable| all.written.get(*syllable));
            written
                .filter_map(|written| Some(written.get(PINYIN)?.as_str()))
                .collect()
        })
    }
}

/// A name in its words, in their normal forms, as one of China: a common family name of one syllable, and
/// a given name of one or two, in a system that both are in.
pub(super) fn chinese_name(words: &[&str]) -> Option<ChineseName> {
    if !(2..=1 + MOST_SYLLABLES).contains(&words.len()) {
        return None;
    }
    let folded: Vec<String> = words.iter().map(|word| folded(word)).collect();
    (0..SYSTEMS).find_map(|system| {
        let (first, last) = (0, folded.len() - 1);
        let orders = [(first, folded.get(1..)?), (last, folded.get(..last)?)];
        orders
            .into_iter()
            .find_map(|(family, given)| read(folded.get(family)?, given, family, system))
    })
}

fn read(family: &str, given: &[String], at: usize, system: usize) -> Option<ChineseName> {
    let all = Syllables::get();
    let is_family = |syllables: &Vec<usize>| {
        let pinyin = all.write(syllables, PINYIN, "");
        FAMILIES.split_whitespace().any(|listed| listed == pinyin)
    };
    let families: Vec<Vec<usize>> = (all.syllables(family, system).iter())
        .map(|syllable| vec![*syllable])
        .filter(is_family)
        .collect();
    if families.is_empty() {
        return None;
    }
    let together = given.concat();
    let mut given_names = all.readings(&together, system);
    given_names.retain(|syllables| given.len() == 1 || syllables.len() == given.len());
    if given_names.is_empty() {
        return None;
    }
    Some(ChineseName {
        family: at,
        parts: [(family.to_owned(), families), (together, given_names)],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(name: &str, part: &str, other: &str) -> bool {
        let words: Vec<&str> = name.split([' ', '-']).collect();
        let name = chinese_name(&words);
        name.is_some_and(|name| name.spellings().says(part, other) == Some(true))
    }

    #[test]
    fn a_name_is_known_in_every_system() {
        for other in [
            "цзиньпин",
            "цзинпин",
            "дзинпин",
            "цзіньпін",
            "tin pching",
            "tin pchingem",
        ] {
            assert!(spelled("xi jinping", "jinping", other), "{other}");
        }
        for other in ["си", "сі", "si", "hsi"] {
            assert!(spelled("xi jinping", "xi", other), "{other}");
        }
        assert!(spelled("си цзиньпин", "цзиньпин", "jinping"));
        assert!(spelled("si ťin-pching", "tinpching", "jinping"));
        assert!(spelled("mao zedong", "zedong", "tse tung"));
        assert!(spelled("mao tse-tung", "tsetung", "zedong"));
        assert!(spelled("deng xiaoping", "xiaoping", "сяопин"));
        assert!(spelled("li wenliang", "wenliang", "вънлян"));
        assert!(spelled("zhou enlai", "enlai", "энлай"));
    }

    #[test]
    fn other_names_are_none() {
        for name in [
            "dana novak",
            "tina turner",
            "marina li",
            "donald tusk",
            "li",
            "anna",
        ] {
            let words: Vec<&str> = name.split(' ').collect();
            assert!(chinese_name(&words).is_none(), "{name}");
        }
    }

    #[test]
    fn the_family_name_is_told_in_both_orders() {
        let family = |name: &str| {
            let words: Vec<&str> = name.split(' ').collect();
            chinese_name(&words).map(|name| name.family)
        };
        assert_eq!(family("си цзиньпин"), Some(0));
        assert_eq!(family("jinping xi"), Some(1));
    }
}
