//! Words by UAX #29 in one pass over the bytes; bigrams where a script writes no spaces.
//!
//! The rules are those of Unicode Standard Annex #29, revision 47 (Unicode 17), word boundaries, for
//! words that hold a letter or a digit. Departures, each for the sake of finding:
//!
//! * `_`, `:` and `;` always end a word (`_emphasis_`, `EU:n`, `2019;2020`);
//! * a full stop joins letters only in an acronym (`U.S`), so that `said.He` is two words;
//! * U+02BC counts as an apostrophe; an apostrophe joins only between two letters or two digits;
//! * what an apostrophe sets off is left out: `’s` of a possessive, `l’` of an elision, a Turkish
//!   case ending (see `TAILS` and `HEADS`);
//! * what is neither a letter nor a decimal digit (`½`, a mark alone) is no word by itself;
//! * NUL is ignored like a format character;
//! * U+201D joins Hebrew letters as the straight quote does;
//! * a run of Han and kana, Thai, Lao, Khmer or Burmese gives overlapping bigrams of base characters
//!   with their marks; alone, a character stands for itself.

use std::borrow::Cow;

use memchr::memchr;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::block::Block;
use super::class::{ASCII, Class, class_of, is_invisible, is_split_vowel};
use crate::text::Span;

/// A word or a bigram where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RawToken<'t> {
    pub(super) span: Span,
    /// The text of the span.
    pub(super) text: &'t str,
    /// Nothing but ASCII letters and digits.
    pub(super) plain: bool,
}

/// Calls `visit` for every token in order. Bigrams overlap, nothing else does.
pub(super) fn tokens<'t>(text: &'t str, mut visit: impl FnMut(RawToken<'t>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() {
                at = word(text, at, &mut visit);
            } else {
                at += 1;
            }
            continue;
        }
        let Some((class, next)) = class_at(text, at) else {
            break;
        };
        at = match class {
            Class::Letter | Class::Hebrew | Class::Digit => word(text, at, &mut visit),
            Class::Spaceless(group) | Class::Attached(group) => {
                bigrams(text, at, group, &mut visit)
            }
            _ => next,
        };
    }
}

/// How many tokens a text has, told for many bytes at once. What stands between blanks and is not of ASCII
/// alone, or may join two words, is for `read` to tell.
pub(super) fn count(text: &str, mut read: impl FnMut(&str) -> u32) -> u32 {
    let mut total = 0;
    let mut rest = text;
    loop {
        let (counted, doubtful) = count_plain(rest);
        total += counted;
        let Some(start) = doubtful.and_then(|at| rest.get(at..)) else {
            return total;
        };
        let (piece, after) = start.split_at(doubtful_end(start));
        total += read(piece);
        rest = after;
    }
}

/// How many words stand before the first piece that is doubtful, and after which blank that one begins.
fn count_plain(text: &str) -> (u32, Option<usize>) {
    // Whether a word ends before the block, and whether then something may join it to the next.
    let (mut before, mut joined) = (0_u64, 0_u64);
    let mut count = 0;
    // The last blank, and how many words begin before it.
    let mut last_blank = (0, 0);
    for (chunk, start) in text.as_bytes().chunks(64).zip((0..).step_by(64)) {
        let block = Block::of(chunk);
        let words = block.alphanumeric();
        let blanks = block.one_of(b" ");
        let joins = !(words | blanks | block.one_of(b"-"));
        let others = !block.within(b' ', b'~');
        let after_word = words << 1 | before;
        let begins = words & !after_word;
        let doubtful = others | joins & after_word & words >> 1 | joined & words;
        // What stands before the first doubtful byte, which is all where there is none.
        let known = (doubtful & doubtful.wrapping_neg()).wrapping_sub(1);
        if let Some(last) = (blanks & known).checked_ilog2() {
            let begun = begins & ((1 << last) - 1);
            last_blank = (start + last as usize, count + begun.count_ones());
        }
        if doubtful != 0 {
            let (at, counted) = last_blank;
            return (counted, Some(at));
        }
        count += begins.count_ones();
        before = words >> 63;
        joined = (joins & after_word) >> 63;
    }
    (count, None)
}

/// Where a piece ends that begins with a blank or with the text, with those after it that are not of ASCII.
fn doubtful_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    loop {
        let after = bytes.get(end + 1..).unwrap_or_default();
        end = memchr(b' ', after).map_or(bytes.len(), |at| end + 1 + at);
        if bytes.get(end + 1).is_none_or(u8::is_ascii) {
            return end;
        }
    }
}

/// The class of the character at a boundary, and where the next one starts.
fn class_at(text: &str, at: usize) -> Option<(Class, usize)> {
    let byte = *text.as_bytes().get(at)?;
    if let Some(&class) = ASCII.get(usize::from(byte)) {
        return Some((class, at + 1));
    }
    let c = text.get(at..)?.chars().next()?;
    Some((class_of(c), at + c.len_utf8()))
}

/// As [`class_at`], past what is ignored.
fn class_past_ignored(text: &str, at: usize) -> Option<(Class, usize)> {
    class_at(text, past_ignored(text, at))
}

/// Where the first character stands that is not ignored.
fn past_ignored(text: &str, mut at: usize) -> usize {
    while let Some((Class::Ignored, next)) = class_at(text, at) {
        at = next;
    }
    at
}

/// Reads the word that starts here, reports it, and returns where to go on.
fn word<'t>(text: &'t str, start: usize, visit: &mut impl FnMut(RawToken<'t>)) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
        end += 1;
    }
    // Most words of most texts end here: at a blank, a hyphen, or the end.
    let plain = bytes.get(end).is_none_or(|&byte| {
        ASCII
            .get(usize::from(byte))
            .is_some_and(|&class| class == Class::Break)
    });
    if plain {
        report(text, start, end, true, visit);
        return end;
    }
    long_word(text, start, visit)
}

fn long_word<'t>(text: &'t str, start: usize, visit: &mut impl FnMut(RawToken<'t>)) -> usize {
    let mut end = start;
    let mut last = Class::Break;
    let mut plain = true;
    // So far single letters with dots between them, if anything: `U`, `U.S`.
    let mut acronym = true;
    let mut letters_since_dot = 0_u32;
    let mut apostrophes: Option<(usize, usize)> = None;
    while let Some((class, next)) = class_at(text, end) {
        match class {
            Class::Letter | Class::Hebrew | Class::Digit => {
                letters_since_dot += 1;
                acronym &= class != Class::Digit && letters_since_dot <= 1;
                last = class;
                plain &= next - end == 1;
            }
            Class::Ignored => plain = false,
            Class::Break | Class::Spaceless(_) | Class::Attached(_) => break,
            _ => {
                let Some((following, after)) = class_past_ignored(text, next) else {
                    break;
                };
                let joins = match class {
                    Class::Apostrophe | Class::MidLetter if last.is_letter() => {
                        following.is_letter()
                    }
                    Class::Dot if last.is_letter() => {
                        acronym
                            && following.is_letter()
                            && class_past_ignored(text, after)
                                .is_none_or(|(class, _)| !class.is_word())
                    }
                    Class::Quote => last == Class::Hebrew && following == Class::Hebrew,
                    Class::Apostrophe | Class::Dot | Class::MidNumber if last == Class::Digit => {
                        following == Class::Digit
                    }
                    _ => false,
                };
                if !joins {
                    break;
                }
                plain = false;
                letters_since_dot = 0;
                if class == Class::Apostrophe && last.is_letter() {
                    apostrophes = Some((apostrophes.map_or(end, |(first, _)| first), end));
                }
            }
        }
        end = next;
    }
    if let Some((first, last)) = apostrophes {
        let (start, kept_end) = without_clitics(text, start, end, first, last);
        let plain = text
            .get(start..kept_end)
            .is_some_and(|word| word.bytes().all(|b| b.is_ascii_alphanumeric()));
        report(text, start, kept_end, plain, visit);
    } else {
        report(text, start, end, plain, visit);
    }
    end
}

fn report<'t>(
    text: &'t str,
    start: usize,
    end: usize,
    plain: bool,
    visit: &mut impl FnMut(RawToken<'t>),
) {
    let span = Span::new(start, end);
    if let Some(text) = span.of(text) {
        visit(RawToken { span, text, plain });
    }
}

/// Elided words of French, Italian and Catalan before a vowel or h.
const HEADS: [&str; 33] = [
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
    "presqu", "dell", "all", "nell", "sull", "dall", "coll", "un", "quell", "quest", "bell",
    "sant", "gl", "nessun", "ciascun", "tutt", "mezz", "senz", "anch",
];

/// Endings that an apostrophe sets off in English.
const TAILS: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];

/// Turkish case endings after the apostrophe of a proper name; those that begin with a vowel follow
/// a consonant only, which keeps `Sana'a` whole.
const TURKISH_TAILS: [&str; 52] = [
    "a", "e", "i", "ı", "u", "ü", "ya", "ye", "yi", "yı", "yu", "yü", "na", "ne", "ni", "nı", "nu",
    "nü", "da", "de", "ta", "te", "nda", "nde", "dan", "den", "tan", "ten", "ndan", "nden", "in",
    "ın", "un", "ün", "nin", "nın", "nun", "nün", "la", "le", "yla", "yle", "ki", "daki", "deki",
    "taki", "teki", "lı", "li", "lar", "ler", "dir",
];

/// The part of a word with apostrophes at `first` and `last` that is searched for.
fn without_clitics(
    text: &str,
    start: usize,
    end: usize,
    first: usize,
    last: usize,
) -> (usize, usize) {
    let after = |at: usize| class_at(text, at).map_or(at, |(_, next)| next);
    let mut kept = (start, end);
    let head = lower(text, start, first);
    if HEADS.contains(&&*head)
        && (lower(text, after(first), end).chars().next()).is_some_and(begins_elision)
    {
        kept.0 = past_ignored(text, after(first));
        if first == last {
            return kept;
        }
    }
    let tail = lower(text, after(last), end);
    let is_turkish = || {
        let base = lower(text, kept.0, last);
        let base = || base.chars().filter(|&c| !is_combining_mark(c));
        let is_vowel_after_vowel = || {
            base().next_back().is_some_and(is_vowel) && tail.chars().next().is_some_and(is_vowel)
        };
        base().count() >= 3 && !is_vowel_after_vowel()
    };
    if TAILS.contains(&&*tail) || TURKISH_TAILS.contains(&&*tail) && is_turkish() {
        kept.1 = last;
    }
    kept
}

/// A short piece in lower case, composed, without invisible characters, for comparison with a table;
/// longer than any entry it is empty.
fn lower(text: &str, start: usize, end: usize) -> Cow<'_, str> {
    // Longer than any entry of the tables, marks and joiners included.
    const MAX_BYTES: usize = 1_024;
    let piece = text.get(start..end).unwrap_or_default();
    let piece = if piece.len() <= MAX_BYTES { piece } else { "" };
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if piece.bytes().all(is_plain) {
        return Cow::Borrowed(piece);
    }
    if piece.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Cow::Owned(piece.to_ascii_lowercase());
    }
    let lower = piece
        .chars()
        .filter(|&c| !is_invisible(c))
        .nfkc()
        .flat_map(char::to_lowercase)
        // What is left of `İ`.
        .filter(|&c| c != '\u{307}')
        .collect();
    Cow::Owned(lower)
}

fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ı' | 'ö' | 'ü' | 'â' | 'î' | 'û'
    )
}

fn begins_elision(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'à'..='æ' | 'è'..='ï' | 'ò'..='ö' | 'ù'..='ü' | 'œ')
}

/// Reports the bigrams of a run and returns where it ends.
fn bigrams<'t>(
    text: &'t str,
    start: usize,
    group: u8,
    visit: &mut impl FnMut(RawToken<'t>),
) -> usize {
    let mut before: Option<usize> = None;
    let mut current = start;
    let mut end = start;
    let mut count = 0_u32;
    // The ring of a vowel that is written in two characters, with nothing but tones after it.
    let mut ring = None;
    while let Some((class, next)) = class_at(text, end) {
        let is_after_ring = ring.is_some();
        let c = (class == Class::Ignored || is_after_ring)
            .then(|| text.get(end..)?.chars().next())
            .flatten();
        match class {
            Class::Ignored => ring = ring.or(c.filter(|c| matches!(c, '\u{E4D}' | '\u{ECD}'))),
            Class::Attached(other) if other == group && count > 0 => {}
            Class::Spaceless(other)
                if other == group
                    && ring.zip(c).is_some_and(|(ring, c)| is_split_vowel(ring, c)) =>
            {
                ring = None;
            }
            Class::Spaceless(other) | Class::Attached(other) if other == group => {
                ring = None;
                count += 1;
                if let Some(from) = before {
                    report(text, from, end, false, visit);
                }
                if count > 1 {
                    before = Some(current);
                }
                current = end;
            }
            _ => break,
        }
        end = next;
    }
    report(text, before.unwrap_or(current), end, false, visit);
    end
}

/// Everything here that can change a term, for the version of the analysis.
pub(super) fn describe(out: &mut impl FnMut(&str)) {
    for entry in HEADS.iter().chain(&TAILS).chain(&TURKISH_TAILS) {
        out(entry);
    }
    let mut previous = Class::Break;
    for c in (0..0x4_0000).filter_map(char::from_u32) {
        let class = ASCII
            .get(c as usize)
            .copied()
            .unwrap_or_else(|| class_of(c));
        if class != previous {
            out(&format!("{:x} {class:?}", u32::from(c)));
            previous = class;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut words = Vec::new();
        tokens(text, |token| words.push(token.text));
        words
    }

    /// Characters that this scanner treats otherwise than the annex, as the module says.
    fn departs(c: char) -> bool {
        matches!(class_of(c), Class::Spaceless(_) | Class::Attached(_) | Class::Apostrophe | Class::Dot)
            || matches!(c, '\0' | '.' | '\'' | '"' | '_' | ':' | ';')
            // Their like: full-width and small forms, ties, the Greek question mark.
            || matches!(u32::from(c), 0x37E | 0x202F | 0x203F..=0x2040 | 0x2054 | 0x3038..=0x303A | 0xFE10
                | 0xFE13..=0xFE14 | 0xFE33..=0xFE34 | 0xFE4D..=0xFE4F | 0xFE54..=0xFE55 | 0xFF1A..=0xFF1B | 0xFF3F)
            // Marks are known by the tables of normalisation, which may be of a later Unicode.
            || is_combining_mark(c)
    }

    #[test]
    fn every_character_breaks_words_as_the_annex_says() {
        let mut different = Vec::new();
        for c in ('\0'..='\u{2FFFF}').filter(|&c| !departs(c)) {
            for text in [format!("b{c}k"), format!("1{c}2"), format!("b{c}2")] {
                // A lone mark or fraction is no word here.
                let holds_ascii = |word: &&str| word.contains(|c: char| c.is_ascii_alphanumeric());
                let expected: Vec<&str> = text.unicode_words().filter(holds_ascii).collect();
                if words(&text)
                    .into_iter()
                    .filter(|word| holds_ascii(word))
                    .ne(expected)
                {
                    different.push(format!("{:x}", u32::from(c)));
                    break;
                }
            }
        }
        assert!(different.is_empty(), "{} {different:?}", different.len());
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_annex(text in "[a-zà-žа-яα-ωء-ي가-힣अ-ह0-9 ,!?—\u{301}\u{AD}\u{200D}-]{0,40}") {
            prop_assert_eq!(words(&text), text.unicode_words().collect::<Vec<_>>());
        }

        #[test]
        fn apostrophes_join_as_in_the_annex(text in "[bgkpxzбг1 ’'\u{301}]{0,20}") {
            prop_assert_eq!(words(&text), text.unicode_words().collect::<Vec<_>>());
        }
    }

    proptest! {
        #[test]
        fn words_are_counted_as_they_are_read(text in "[a-z0-9 .,'\"_:;&%\\-/()A-Z“éж漢’]{0,150}|[a-z ]{0,200}") {
            let mut is_doubtful = Vec::new();
            let counted = count(&text, |piece| {
                is_doubtful.push(piece.to_owned());
                words(piece).len().try_into().unwrap_or(u32::MAX)
            });
            prop_assert_eq!(counted as usize, words(&text).len());
            for piece in is_doubtful {
                let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b' ' || byte == b'-';
                prop_assert!(!piece.bytes().all(is_plain), "{}", piece);
            }
        }

        #[test]
        fn what_may_join_words_is_read(
            before in "[a-z ]{0,90}",
            left in "[a-z]{1,70}",
            join in "['.,:&_\u{0}é’]",
            right in "[a-z]{1,70}",
            after in "( [a-z]{1,9}){0,9}",
        ) {
            let mut read = Vec::new();
            count(&format!("{before} {left}{join}{right}{after}"), |piece| {
                read.push(piece.to_owned());
                0
            });
            prop_assert_eq!(read, [format!(" {left}{join}{right}")]);
        }
    }
}
