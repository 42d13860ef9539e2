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

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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

/// How many tokens a text has that stands between blanks, if it is of ASCII and nothing in it may join two
/// words; told for many bytes at once.
pub(super) fn count_plain(text: &str) -> Option<u32> {
    // Whether a word ends before the block, and whether then something may join it to the next.
    let (mut before, mut joined) = (0_u64, 0_u64);
    let mut count = 0;
    for chunk in text.as_bytes().chunks(64) {
        let mut block = [b' '; 64];
        block.get_mut(..chunk.len())?.copy_from_slice(chunk);
        let (mut words, mut joins, mut others) = ([0_u8; 64], [0_u8; 64], 0);
        for ((word, join), byte) in words.iter_mut().zip(&mut joins).zip(block) {
            *word = u8::from(byte.is_ascii_alphanumeric());
            *join = u8::from(byte != b' ' && byte != b'-') & !*word;
            others |= u8::from(!(b' '..0x7F).contains(&byte));
        }
        let (words, joins) = (gather(&words), gather(&joins));
        let after_word = words << 1 | before;
        if others != 0 || joins & after_word & words >> 1 != 0 || joined & words != 0 {
            return None;
        }
        count += (words & !after_word).count_ones();
        before = words >> 63;
        joined = (joins & after_word) >> 63;
    }
    Some(count)
}

/// Of 64 bytes, each 0 or 1, a bit for each.
pub(crate) fn gather(bytes: &[u8; 64]) -> u64 {
    let (eights, _) = bytes.as_chunks();
    let bits =
        |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    let shifted = eights.iter().zip((0..).step_by(8));
    shifted.fold(0, |all, (eight, shift)| all | bits(eight) << shift)
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
        fn plain_words_are_counted_as_they_are_read(text in "[a-z0-9 .,'\"_:;&%\\-/()A-Z]{0,150}") {
            if let Some(count) = count_plain(&text) {
                prop_assert_eq!(count as usize, words(&text).len());
            }
            // Nothing joins two words here.
            let simple = text.replace(|c: char| !c.is_ascii_alphanumeric(), " - ");
            prop_assert_eq!(count_plain(&simple).map(|count| count as usize), Some(words(&simple).len()));
        }

        #[test]
        fn what_may_join_words_is_not_counted(left in "[a-z]{1,70}", join in "['.,:&_\u{0}é’]", right in "[a-z]{1,70}") {
            prop_assert_eq!(count_plain(&format!("{left}{join}{right}")), None);
        }
    }
}
