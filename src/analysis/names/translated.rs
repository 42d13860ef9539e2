//! Names that are translated where a ruler, a pope or a saint bears them: Queen Elizabeth, Alžběta.
//!
//! `data/names/translated.txt` lists them. They hold only beside a title or a number: John Smith is no
//! Jan Smith.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::super::fold::fold;
use super::chinese::{ChineseName, chinese_name};
use super::korean::{KoreanName, korean_name};
use super::pairs::NamePairs;
use super::parts::without_titles;
use super::table::entries;

const TABLE: &str = include_str!("../../../data/names/translated.txt");

/// Words before a name that is translated, in their normal forms.
const TITLES: [&str; 59] = [
    "king",
    "queen",
    "prince",
    "princess",
    "emperor",
    "empress",
    "tsar",
    "tsarina",
    "pope",
    "saint",
    "st",
    "patriarch",
    "apostle",
    "prophet",
    "könig",
    "königin",
    "prinz",
    "prinzessin",
    "kaiser",
    "papst",
    "sankt",
    "roi",
    "reine",
    "pape",
    "rey",
    "reina",
    "papa",
    "re",
    "regina",
    "król",
    "królowa",
    "książę",
    "papież",
    "święty",
    "král",
    "královna",
    "princ",
    "papež",
    "svatý",
    "kralj",
    "kraljica",
    "sveti",
    "король",
    "королева",
    "принц",
    "принцесса",
    "царь",
    "папа",
    "святой",
    "патриарх",
    "крал",
    "кралица",
    "свети",
    "краљ",
    "краљица",
    "святий",
    "патріарх",
    "pápa",
    "kung",
];
/// Words after one.
const NUMBERS: [&str; 16] = [
    "ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
    "xxii", "xxiii",
];
/// The one who is translated without any.
const CHRIST: [&str; 2] = ["jesus", "christ"];

/// The names of each line, and by a folded name the lines that hold it.
struct Table {
    lines: Vec<Vec<&'static str>>,
    of_name: HashMap<&'static str, Vec<usize>>,
}

fn table() -> &'static Table {
    static READ: OnceLock<Table> = OnceLock::new();
    READ.get_or_init(|| {
        let lines = entries(TABLE);
        let lines: Vec<Vec<&str>> = lines.map(|line| line.split(' ').collect()).collect();
        let mut of_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            for name in line {
                of_name.entry(name).or_default().push(at);
            }
        }
        Table { lines, of_name }
    })
}

/// A name whose syllables tell how others write it.
pub(super) enum SyllabicName {
    Chinese(ChineseName),
    Korean(KoreanName),
}

impl SyllabicName {
    /// Reads the words of a name, in their normal forms. What could be of either country is of that in which
    /// the family name goes first.
    pub(super) fn read(words: &[&str]) -> Option<Self> {
        let of_china = chinese_name(words).map(Self::Chinese);
        let is_in_order = |name: &Self| name.family() == 0;
        if of_china.as_ref().is_some_and(is_in_order) {
            return of_china;
        }
        let of_korea = korean_name(words).map(Self::Korean);
        if of_korea.as_ref().is_some_and(is_in_order) {
            return of_korea;
        }
        of_china.or(of_korea)
    }

    /// Which of its words is the family name.
    pub(super) fn family(&self) -> usize {
        match self {
            Self::Chinese(name) => name.family,
            Self::Korean(name) => name.family,
        }
    }

    /// Its parts as others write them.
    fn spellings(&self) -> NamePairs {
        match self {
            Self::Chinese(name) => name.spellings(),
            Self::Korean(name) => name.spellings(),
        }
    }
}

/// What the parts of a name, in their normal forms, are in other languages, if a title or a number
/// says that they are translated, or if it is one of China or Korea.
pub(crate) fn translations(words: &[&str]) -> NamePairs {
    let is_listed =
        |list: &[&str], word: Option<&&str>| word.is_some_and(|word| list.contains(word));
    let is_translated =
        words.len() > 1 && (is_listed(&TITLES, words.first()) || is_listed(&NUMBERS, words.last()));
    let mut pairs = NamePairs::new();
    for word in words {
        let mut folded = String::new();
        fold(word, &mut folded);
        if !is_translated && !CHRIST.contains(&&*folded) {
            continue;
        }
        let lines = table().of_name.get(&*folded).into_iter().flatten();
        let others = lines.filter_map(|at| table().lines.get(*at)).flatten();
        for other in others.filter(|other| **other != folded) {
            pairs = pairs.same(&folded, other);
        }
    }
    match SyllabicName::read(without_titles(words)) {
        Some(name) => pairs.and(&name.spellings()),
        None => pairs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_table_is_folded_and_stands_once_in_a_line() {
        for line in &table().lines {
            for name in line {
                let mut folded = String::new();
                fold(name, &mut folded);
                assert_eq!(folded, *name);
                let same = line.iter().filter(|other| *other == name);
                assert_eq!(same.count(), 1, "{name}");
            }
        }
    }

    #[test]
    fn only_who_has_a_title_or_a_number_is_translated() {
        assert!(translations(&["john", "smith"]).is_empty());
        assert!(translations(&["pope"]).is_empty());
        assert!(translations(&["president", "john", "smith"]).is_empty());
        let pairs = translations(&["queen", "elizabeth", "ii"]);
        assert_eq!(pairs.says("alzbeta", "elizabeth"), Some(true));
        assert_eq!(
            translations(&["benedict", "xvi"]).says("benedict", "benedykt"),
            Some(true)
        );
        assert_eq!(
            translations(&["jesus", "christ"]).says("christ", "kristus"),
            Some(true)
        );
    }
}
