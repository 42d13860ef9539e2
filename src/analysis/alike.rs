//! Letters of one script that look like those of another, in words that mix the two.
//!
//! `Рutin` with a Cyrillic Р is read as `Putin`, and `Вучиħ` stays as it is: a word is rewritten only
//! if all its letters of one script have a double in the other. The pairs are those of Unicode
//! Technical Standard #39 (`confusables.txt`, revision 30) that typists, keyboards and text recognition
//! confuse, capitals and small letters apart, since only some look alike in both.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::text::language::Script;

/// One letter to the eye in Latin, Cyrillic and Greek; NUL where a script has none.
const DOUBLES: [[char; 3]; 30] = [
    ['A', 'А', 'Α'],
    ['B', 'В', 'Β'],
    ['C', 'С', '\0'],
    ['E', 'Е', 'Ε'],
    ['H', 'Н', 'Η'],
    ['I', 'І', 'Ι'],
    ['J', 'Ј', '\0'],
    ['K', 'К', 'Κ'],
    ['M', 'М', 'Μ'],
    ['N', '\0', 'Ν'],
    ['O', 'О', 'Ο'],
    ['P', 'Р', 'Ρ'],
    ['T', 'Т', 'Τ'],
    ['X', 'Х', 'Χ'],
    ['Y', 'У', 'Υ'],
    ['Z', '\0', 'Ζ'],
    ['a', 'а', 'α'],
    ['c', 'с', '\0'],
    ['e', 'е', '\0'],
    ['i', 'і', 'ι'],
    ['j', 'ј', '\0'],
    ['o', 'о', 'ο'],
    ['p', 'р', 'ρ'],
    ['u', '\0', 'υ'],
    ['v', '\0', 'ν'],
    ['x', 'х', '\0'],
    ['y', 'у', 'γ'],
    ['ë', 'ё', '\0'],
    ['Ë', 'Ё', '\0'],
    ['ï', 'ї', 'ϊ'],
];
const SCRIPTS: [Script; 3] = [Script::Latin, Script::Cyrillic, Script::Greek];

/// A bit for the script of a letter that may have doubles.
pub(super) fn bit(letter: char) -> u8 {
    let script = Script::of(letter);
    let at = SCRIPTS.iter().position(|own| script == Some(*own));
    at.map_or(0, |at| 1 << at)
}

/// The word in one of the scripts it mixes; as it is where it mixes none, or no rewriting is whole.
pub(super) fn in_one_script(word: &str) -> Cow<'_, str> {
    let scripts = word.chars().fold(0, |scripts, c| scripts | bit(c));
    if scripts.count_ones() < 2 {
        return Cow::Borrowed(word);
    }
    // A letter with a mark is another letter.
    let composed: String = word.nfc().collect();
    let letters = |at: &usize| composed.chars().filter(|c| bit(*c) == 1 << *at).count();
    let mut scripts: Vec<usize> = (0..SCRIPTS.len()).filter(|at| letters(at) > 0).collect();
    // Into the script of most letters first, and of equally many in the order of the table.
    scripts.sort_by_key(|at| std::cmp::Reverse(letters(at)));
    let written = scripts.into_iter().find_map(|at| written_in(&composed, at));
    written.map_or(Cow::Borrowed(word), Cow::Owned)
}

/// `None` where a letter of another script has no double in this one.
fn written_in(word: &str, script: usize) -> Option<String> {
    let letter = |c: char| {
        if bit(c) == 0 || bit(c) == 1 << script {
            return Some(c);
        }
        let row = DOUBLES.iter().find(|row| row.contains(&c))?;
        row.get(script).copied().filter(|double| *double != '\0')
    };
    word.chars().map(letter).collect()
}

/// Everything here that can change a term, for the version of the analysis.
pub(super) fn describe(out: &mut impl FnMut(&str)) {
    for row in DOUBLES {
        out(&row.iter().collect::<String>());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_mixes_scripts_is_read_in_one() {
        for (mixed, expected) in [
            // A Cyrillic capital in a Latin word, and Latin letters in a Cyrillic one.
            ("Рutin", "Putin"),
            ("Bучић", "Вучић"),
            ("Зeлeнcкий", "Зеленский"),
            ("Αthens", "Athens"),
            ("Aθήνα", "Αθήνα"),
            ("Скопjе", "Скопје"),
            // Nothing is mixed.
            ("Putin", "Putin"),
            ("сор", "сор"),
            // What has no double stays as it is.
            ("SMSка", "SMSка"),
            ("μg", "μg"),
            ("Вучиħ", "Вучиħ"),
            ("c\u{327}г", "c\u{327}г"),
        ] {
            assert_eq!(in_one_script(mixed), expected, "{mixed}");
        }
    }

    #[test]
    fn each_letter_has_one_double() {
        let mut seen = Vec::new();
        for row in DOUBLES {
            for (letter, script) in row.into_iter().zip(SCRIPTS).filter(|(c, _)| *c != '\0') {
                assert_eq!(Script::of(letter), Some(script), "{letter}");
                assert!(!seen.contains(&letter), "{letter}");
                seen.push(letter);
            }
        }
    }
}
