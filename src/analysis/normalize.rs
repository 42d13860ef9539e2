//! One spelling for one word: compatibility forms, apostrophes, numbers, case; marks are kept.
//!
//! Normalisation is form KC of Unicode Standard Annex #15, then lower case by character (full
//! mapping of `char::to_lowercase`), then form C. Departures: `İ` gives `i`, also where another program
//! has made `i` and a dot of it, and final sigma `ς` gives `σ`, so that a word is one word in capitals
//! too; characters without a glyph are dropped. Before all of it a word that mixes scripts is read
//! in one, see [`alike`].

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::alike;
use super::class::{digit_value, is_apostrophe, is_invisible};
use super::fold;
use super::tokenize::RawToken;

/// Writes the normal reading of a token and its folded word.
///
/// A token without letters and digits of its own (Hangul fillers, say) leaves both empty.
pub(super) fn normalize(token: RawToken<'_>, normal: &mut String, word: &mut String) {
    normal.clear();
    word.clear();
    if token.plain {
        normal.push_str(token.text);
        normal.make_ascii_lowercase();
        word.push_str(normal);
    } else if !by_table(token.text, normal, word) {
        normal.clear();
        word.clear();
        by_rules(&alike::in_one_script(token.text), normal);
        fold::fold(normal, word);
    }
}

/// The readings of one character, as far as it does not touch its neighbours.
#[derive(Clone, Copy)]
struct Short {
    normal: char,
    word: char,
    /// Second letter of the word (`ss` for ß), or NUL.
    second: char,
    /// A bit for its script where that is one of those whose letters look alike.
    script: u8,
}

/// Latin, Greek, Cyrillic, Hebrew and Arabic letters: where the table ends, characters are either
/// unchanged or rare.
const TABLE_END: u32 = 0x700;

/// `None` for characters whose reading depends on what is beside them.
static TABLE: LazyLock<Vec<Option<Short>>> = LazyLock::new(|| {
    let mut normal = String::new();
    let mut word = String::new();
    (0..TABLE_END)
        .map(|code| {
            let c = char::from_u32(code)?;
            if !c.is_alphabetic()
                || is_combining_mark(c)
                || is_invisible(c)
                || is_apostrophe(c)
                || fold::vanishes(c)
            {
                return None;
            }
            normal.clear();
            word.clear();
            by_rules(c.encode_utf8(&mut [0; 4]), &mut normal);
            fold::fold(&normal, &mut word);
            let (mut normal, mut word) = (normal.chars(), word.chars());
            let short = Short {
                normal: normal.next()?,
                word: word.next()?,
                second: word.next().unwrap_or_default(),
                script: alike::bit(c),
            };
            (normal.next().is_none() && word.next().is_none()).then_some(short)
        })
        .collect()
});

/// Whether a character beyond the table is its own reading, whatever stands beside it in a token that
/// holds nothing else: Han, kana without marks, Hangul, and Thai but for the vowels that are
/// reordered or decomposed.
const fn is_unchanged(c: char) -> bool {
    matches!(
        c as u32,
        0x4E00..=0x9FFF
            | 0xAC00..=0xD7A3
            | 0x3041..=0x3096
            | 0x30A1..=0x30FC
            | 0x0E01..=0x0E32
            | 0x0E34..=0x0E37
            | 0x0E40..=0x0E4E
    )
}

/// The fast way, one character at a time; `false` if the token needs the rules.
fn by_table(text: &str, normal: &mut String, word: &mut String) -> bool {
    let table: &[Option<Short>] = &TABLE;
    let mut scripts = 0;
    for c in text.chars() {
        if let Some(short) = table.get(c as usize) {
            let Some(short) = short else { return false };
            scripts |= short.script;
            normal.push(short.normal);
            word.push(short.word);
            if short.second != '\0' {
                word.push(short.second);
            }
        } else if is_unchanged(c) {
            normal.push(c);
            word.push(c);
        } else {
            return false;
        }
    }
    scripts.count_ones() < 2
}

/// The general way, by the Unicode algorithms.
fn by_rules(text: &str, normal: &mut String) {
    let mut letter_before = false;
    let kept = text
        .chars()
        .filter(|&c| !is_invisible(c))
        .nfkc()
        .filter(|&c| {
            // The stops of `U.S.` and the quote of a Hebrew acronym are no part of the word.
            let dropped = is_invisible(c)
                || c.is_whitespace()
                || c.is_control()
                || matches!(c, '"' | '\u{201D}' | '\u{5F4}' | '_')
                || (c == '.' && letter_before);
            letter_before = c.is_alphabetic();
            !dropped
        });
    let mut after_i = false;
    let lower = kept.flat_map(lower).filter(|&c| {
        let is_dot = after_i && c == '\u{307}';
        after_i = c == 'i';
        !is_dot
    });
    normal.extend(lower.nfc());
    if normal.starts_with(|c: char| c.is_ascii_digit())
        && normal.contains(['.', ',', '\'', '\u{66C}'])
    {
        number(normal);
    }
}

/// Lower case of one character, with one apostrophe and one set of digits for all.
fn lower(c: char) -> impl Iterator<Item = char> {
    let (c, rest) = match c {
        'İ' => ('i', None),
        'Σ' | 'ς' => ('σ', None),
        '\u{66B}' => ('.', None),
        c if is_apostrophe(c) => ('\'', None),
        c if c.is_ascii() => (c.to_ascii_lowercase(), None),
        c => {
            if let Some(value) = digit_value(c) {
                (char::from(b'0' + value), None)
            } else {
                let mut mapped = c.to_lowercase();
                (mapped.next().unwrap_or(c), Some(mapped))
            }
        }
    };
    std::iter::once(c).chain(rest.into_iter().flatten())
}

/// Takes the marks of thousands out of a number and makes a decimal comma a point: `1,000`, `1.000`
/// and `1'000` are `1000`, `3,5` is `3.5`. A date or a version (`20.11.2024`) stays.
fn number(text: &mut String) {
    let is_mark = |c: char| matches!(c, '.' | ',' | '\'' | '\u{66C}');
    let groups: Vec<&str> = text.split(is_mark).collect();
    let [first, rest @ ..] = groups.as_slice() else {
        return;
    };
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let mut marks = text.chars().filter(|&c| is_mark(c));
    let Some(mark) = marks.next() else { return };
    let one_mark = marks.all(|c| c == mark);
    let thousands = (1..=3).contains(&first.len())
        && *first != "0"
        && digits(first)
        && rest.iter().all(|group| group.len() == 3 && digits(group));
    if thousands && one_mark {
        text.retain(|c| !is_mark(c));
        return;
    }
    // `1,234.5` and `1.234,5`: the last mark is the decimal one.
    if let [middle @ .., last] = rest
        && digits(last)
        && digits(first)
        && (1..=3).contains(&first.len())
        && middle.iter().all(|group| group.len() == 3 && digits(group))
        && (!one_mark || middle.is_empty())
    {
        let mut plain = String::with_capacity(text.len());
        plain.push_str(first);
        plain.extend(middle.iter().copied());
        plain.push('.');
        plain.push_str(last);
        *text = plain;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn readings(text: &str) -> (String, String) {
        let (mut normal, mut word) = (String::new(), String::new());
        let token = RawToken {
            span: crate::text::Span::new(0, text.len()),
            text,
            plain: false,
        };
        normalize(token, &mut normal, &mut word);
        (normal, word)
    }

    #[test]
    fn numbers_lose_their_grouping_marks() {
        for (given, expected) in [
            ("1,000", "1000"),
            ("1.000.000", "1000000"),
            ("1'250", "1250"),
            ("3,5", "3.5"),
            ("1.234,5", "1234.5"),
            ("1,234.56", "1234.56"),
            ("20.11.2024", "20.11.2024"),
            ("0.125", "0.125"),
            ("١٬٢٣٤", "1234"),
        ] {
            assert_eq!(readings(given).1, expected, "{given}");
        }
    }

    proptest! {
        #[test]
        fn the_table_agrees_with_the_rules(text in "[a-zA-ZÀ-žΑ-ωА-яЀ-џא-תء-ي漢가が-ばガ-ヾก-ู่-์]{1,12}") {
            let (normal, word) = readings(&text);
            let mut expected = String::new();
            by_rules(&alike::in_one_script(&text), &mut expected);
            prop_assert_eq!(&normal, &expected);
            let mut folded = String::new();
            fold::fold(&expected, &mut folded);
            prop_assert_eq!(word, folded);
        }
    }
}
