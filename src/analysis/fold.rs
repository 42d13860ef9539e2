//! Folding: marks and letter variants removed, the script kept.
//!
//! A letter is decomposed canonically (Unicode Standard Annex #15, form D), its marks are dropped if
//! readers of the script leave them out (accents, Greek tonos, Hebrew points, Arabic vowels, the dot
//! of Hindi loan letters; never the vowel signs of Indic scripts or Thai), what is left is mapped by `LETTERS` and composed again.
//! Two letters stay whole: Cyrillic й, which nobody writes as и, and any kana with its voicing.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Letters without a canonical decomposition, and what they fold to; in order of code point.
///
/// Latin after the national habits of writing without the letter (đ as d in Serbian and Vietnamese,
/// ß as ss); ə as a after the English forms of Azerbaijani names; Arabic after Lucene's
/// ArabicNormalizer and PersianNormalizer; ґ as г because Soviet-era spelling had no ґ; the Cyrillic
/// letter shapes of old prints as their letters, after Unicode's case folding.
const LETTERS: [(char, &str); 62] = [
    ('\'', ""),
    ('·', ""),
    ('ß', "ss"),
    ('æ', "ae"),
    ('ð', "d"),
    ('ø', "o"),
    ('þ', "th"),
    ('đ', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ĸ', "k"),
    ('ł', "l"),
    ('ŋ', "n"),
    ('œ', "oe"),
    ('ŧ', "t"),
    ('ƀ', "b"),
    ('ƈ', "c"),
    ('ƙ', "k"),
    ('ƴ', "y"),
    ('ǝ', "a"),
    ('ǥ', "g"),
    ('ȷ', "j"),
    ('ɓ', "b"),
    ('ɔ', "o"),
    ('ɖ', "d"),
    ('ɗ', "d"),
    ('ə', "a"),
    ('ɛ', "e"),
    ('ɣ', "g"),
    ('ɨ', "i"),
    ('ɲ', "n"),
    ('ʻ', ""),
    ('ʼ', ""),
    ('ʽ', ""),
    ('ʾ', ""),
    ('ʿ', ""),
    ('ˈ', ""),
    ('ς', "σ"),
    ('ґ', "г"),
    ('\u{5F3}', ""),
    ('ة', "ه"),
    ('ـ', ""),
    ('ى', "ي"),
    ('ٱ', "ا"),
    ('ک', "ك"),
    ('ھ', "ه"),
    ('ہ', "ه"),
    ('ۃ', "ه"),
    ('ی', "ي"),
    ('ے', "ي"),
    ('ە', "ه"),
    ('\u{1C80}', "в"),
    ('\u{1C81}', "д"),
    ('\u{1C82}', "о"),
    ('\u{1C83}', "с"),
    ('\u{1C84}', "т"),
    ('\u{1C85}', "т"),
    ('\u{1C86}', "ъ"),
    ('\u{1C87}', "ѣ"),
    ('\u{1C88}', "ꙋ"),
    ('\u{A78C}', ""),
    ('\u{FF07}', ""),
];

/// Marks that the readers of a script do without.
const fn is_dropped_mark(c: char) -> bool {
    matches!(
        c as u32,
        0x0300..=0x036F
            | 0x0483..=0x0489
            | 0x0591..=0x05C7
            | 0x0610..=0x061A
            | 0x064B..=0x065F
            | 0x0670
            | 0x06D6..=0x06ED
            | 0x0711
            | 0x0730..=0x074A
            | 0x08CA..=0x08FF
            | 0x093C
            | 0x1AB0..=0x1AFF
            | 0x1DC0..=0x1DFF
            | 0x20D0..=0x20FF
            | 0xFE20..=0xFE2F
    )
}

/// Whether a letter is left out of words that have any other.
pub(super) fn vanishes(letter: char) -> bool {
    LETTERS.contains(&(letter, ""))
}

/// Appends the folded form of a normalised word.
pub(super) fn fold(normal: &str, word: &mut String) {
    if normal.is_ascii() {
        word.extend(normal.chars().filter(|&c| c != '\''));
        return;
    }
    // Composition has something to do only if marks were kept apart from their letters.
    let mut decomposed = false;
    let from = word.len();
    for c in normal.chars() {
        match c {
            'a'..='z' | '0'..='9' | 'й' | '\u{AC00}'..='\u{D7A3}' => word.push(c),
            _ => decompose_canonical(c, |part| {
                if is_dropped_mark(part) {
                    return;
                }
                decomposed |= part != c || is_combining_mark(part);
                match LETTERS.binary_search_by_key(&part, |&(letter, _)| letter) {
                    Ok(at) => word.push_str(LETTERS.get(at).map_or("", |&(_, folded)| folded)),
                    Err(_) => word.push(part),
                }
            }),
        }
    }
    if decomposed {
        let composed: String = word.get(from..).unwrap_or_default().nfc().collect();
        word.truncate(from);
        word.push_str(&composed);
    }
    // A word of nothing but marks is still a word.
    if word.len() == from {
        word.push_str(normal);
    }
}

/// Everything here that can change a term, for the version of the analysis.
pub(super) fn describe(out: &mut impl FnMut(&str)) {
    for (letter, folded) in LETTERS {
        out(letter.encode_utf8(&mut [0; 4]));
        out(folded);
    }
    for code in (0..0x2_0000)
        .filter_map(char::from_u32)
        .filter(|&c| is_dropped_mark(c))
    {
        out(code.encode_utf8(&mut [0; 4]));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(normal: &str) -> String {
        let mut word = String::new();
        fold(normal, &mut word);
        word
    }

    #[test]
    fn letters_are_in_order() {
        assert!(LETTERS.is_sorted_by_key(|&(letter, _)| letter));
    }

    #[test]
    fn marks_of_indic_scripts_and_kana_stay() {
        for word in ["हिन्दी", "ภาษาไทย", "தமிழ்", "が", "ガーナ", "조선"]
        {
            assert_eq!(folded(word), word);
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(word in "\\p{Ll}{1,8}") {
            let once = folded(&word);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
