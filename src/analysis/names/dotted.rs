//! Foreign names in Chinese characters, as far as texts set their parts apart: 罗伯特·穆勒, Robert Mueller.
//!
//! A dot stands between the parts, and what is before the first and after the last is told by the few
//! hundred characters that are usual in such names (`data/names/foreign_hanzi.txt`).

use std::collections::HashSet;
use std::sync::OnceLock;

use super::table::entries;

const LIST: &str = include_str!("../../../data/names/foreign_hanzi.txt");

/// Under which key the parts are filed among the names.
pub(crate) const DOTTED_KEY: &str = "·";

/// One character tells too little, and more than these are not one part: the longest in use are of eight.
const CHARACTERS: std::ops::RangeInclusive<usize> = 2..=8;

const fn is_dot(letter: char) -> bool {
    matches!(
        letter,
        '\u{B7}' | '\u{2022}' | '\u{2027}' | '\u{30FB}' | '\u{FF65}'
    )
}

fn is_usual(letter: char) -> bool {
    static USUAL: OnceLock<HashSet<char>> = OnceLock::new();
    let usual = USUAL.get_or_init(|| {
        let lines = entries(LIST);
        lines.flat_map(str::chars).collect()
    });
    usual.contains(&letter)
}

/// Shows the parts of names beside the dots of a text.
pub(crate) fn dotted_parts(text: &str, mut show: impl FnMut(&str)) {
    let mut show_part = |part: &str| {
        if CHARACTERS.contains(&part.chars().count()) {
            show(part);
        }
    };
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(is_dot) {
        let usual = before.trim_end_matches(is_usual).len();
        // What begins behind a dot was shown as what follows it.
        if usual > 0 || rest.len() == text.len() {
            show_part(before.get(usual..).unwrap_or_default());
        }
        let end = after.find(|letter| !is_usual(letter));
        show_part(after.get(..end.unwrap_or(after.len())).unwrap_or_default());
        rest = after;
    }
}

/// Everything here that can change a term, for the version of the analysis.
pub(super) fn describe(out: &mut impl FnMut(&str)) {
    LIST.lines().for_each(out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_names_are_told_at_their_dots() {
        let parts = |text: &str| {
            let mut parts = Vec::new();
            dotted_parts(text, |part| parts.push(part.to_owned()));
            parts
        };
        assert_eq!(parts("检察官罗伯特·穆勒的工作"), ["罗伯特", "穆勒"]);
        assert_eq!(
            parts("由本·米勒饰演，和伯纳德·安德烈·科尔在一起"),
            ["米勒", "伯纳德", "安德烈", "科尔"]
        );
        assert_eq!(parts("·穆勒·"), ["穆勒"]);
        assert_eq!(parts("一·二·ab·"), Vec::<String>::new());
        assert_eq!(parts(""), Vec::<String>::new());
    }
}
