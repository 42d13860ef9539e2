//! Script: the writing system of a character and of a text.

use serde::{Deserialize, Serialize};

/// A writing system.
///
/// A character belongs to the script of its block in the Unicode Standard 17.0 (`Blocks.txt`); digits,
/// punctuation and symbols belong to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Script {
    /// Latin.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic.
    Arabic,
    /// Hebrew.
    Hebrew,
    /// Armenian.
    Armenian,
    /// Georgian.
    Georgian,
    /// Devanagari (Hindi, Marathi, Nepali).
    Devanagari,
    /// Bengali.
    Bengali,
    /// Gurmukhi (Punjabi in India).
    Gurmukhi,
    /// Gujarati.
    Gujarati,
    /// Odia.
    Oriya,
    /// Tamil.
    Tamil,
    /// Telugu.
    Telugu,
    /// Kannada.
    Kannada,
    /// Malayalam.
    Malayalam,
    /// Sinhala.
    Sinhala,
    /// Thai.
    Thai,
    /// Lao.
    Lao,
    /// Tibetan.
    Tibetan,
    /// Burmese.
    Myanmar,
    /// Khmer.
    Khmer,
    /// Ethiopic (Amharic, Tigrinya).
    Ethiopic,
    /// Hangul.
    Hangul,
    /// Hiragana and Katakana.
    Kana,
    /// Chinese characters.
    Han,
    /// Letters of any other script.
    Other,
}

impl Script {
    /// The script of a character; `None` for digits, punctuation, symbols and lone marks.
    #[must_use]
    pub fn of(character: char) -> Option<Self> {
        if character.is_ascii() {
            return character.is_ascii_alphabetic().then_some(Self::Latin);
        }
        if !character.is_alphabetic() {
            return None;
        }
        let block = Self::block(u32::from(character));
        Some(block.map_or(Self::Other, |(_, _, script)| script))
    }

    /// The block that a code point lies in: its first and last, and its script.
    fn block(code: u32) -> Option<(u32, u32, Self)> {
        let at = BLOCKS.partition_point(|&(_, last, _)| last < code);
        let block = BLOCKS.get(at).copied();
        block.filter(|&(first, _, _)| first <= code)
    }

    /// The script of the first letter of a word.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        word.chars().next().and_then(Self::of)
    }

    /// The script that most letters of a text are in; on equal counts, the one met first.
    #[must_use]
    pub fn main(text: &str) -> Option<Self> {
        let mut counts: Vec<(Self, usize)> = Vec::new();
        for script in text.chars().filter_map(Self::of) {
            Self::add(&mut counts, script, 1);
        }
        let mut best: Option<(Self, usize)> = None;
        for (script, count) in counts {
            if best.is_none_or(|(_, most)| count > most) {
                best = Some((script, count));
            }
        }
        best.map(|(script, _)| script)
    }

    fn add(counts: &mut Vec<(Self, usize)>, script: Self, more: usize) {
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += more,
            None => counts.push((script, more)),
        }
    }

    /// How many characters of each script a text holds, in the order in which they are met. Digits, marks
    /// and stops in the block of a script count with its letters, but for Latin.
    pub(super) fn count(text: &str) -> Vec<(Self, usize)> {
        let mut counts: Vec<(Self, usize)> = Vec::new();
        // A character mostly lies in the same block as the one before.
        let mut block = (1, 0, Self::Other);
        let mut rest = text;
        while !rest.is_empty() {
            let ascii = rest.bytes().take_while(u8::is_ascii).count();
            let (plain, others) = rest.split_at(ascii);
            let latin = plain.bytes().filter(u8::is_ascii_alphabetic).count();
            if latin > 0 {
                Self::add(&mut counts, Self::Latin, latin);
            }
            let other = others.bytes().take_while(|byte| !byte.is_ascii()).count();
            let (others, after) = others.split_at(other);
            rest = after;
            for character in others.chars() {
                let code = u32::from(character);
                if !(block.0..=block.1).contains(&code) {
                    block = Self::block(code).unwrap_or((1, 0, Self::Other));
                }
                let script = match block.2 {
                    Self::Latin | Self::Other => Self::of(character),
                    script => Some(script),
                };
                if let Some(script) = script {
                    Self::add(&mut counts, script, 1);
                }
            }
        }
        counts
    }

    /// Whether words are written without blanks between them.
    #[must_use]
    pub const fn is_spaceless(self) -> bool {
        matches!(
            self,
            Self::Han | Self::Kana | Self::Thai | Self::Khmer | Self::Lao | Self::Myanmar
        )
    }

    /// Its bit in a set of scripts.
    pub(super) const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// First and last code point of the blocks of a script, in order.
const BLOCKS: &[(u32, u32, Script)] = &[
    (0x0041, 0x02FF, Script::Latin),
    (0x0370, 0x03FF, Script::Greek),
    (0x0400, 0x052F, Script::Cyrillic),
    (0x0530, 0x058F, Script::Armenian),
    (0x0590, 0x05FF, Script::Hebrew),
    (0x0600, 0x06FF, Script::Arabic),
    (0x0750, 0x077F, Script::Arabic),
    (0x0860, 0x08FF, Script::Arabic),
    (0x0900, 0x097F, Script::Devanagari),
    (0x0980, 0x09FF, Script::Bengali),
    (0x0A00, 0x0A7F, Script::Gurmukhi),
    (0x0A80, 0x0AFF, Script::Gujarati),
    (0x0B00, 0x0B7F, Script::Oriya),
    (0x0B80, 0x0BFF, Script::Tamil),
    (0x0C00, 0x0C7F, Script::Telugu),
    (0x0C80, 0x0CFF, Script::Kannada),
    (0x0D00, 0x0D7F, Script::Malayalam),
    (0x0D80, 0x0DFF, Script::Sinhala),
    (0x0E00, 0x0E7F, Script::Thai),
    (0x0E80, 0x0EFF, Script::Lao),
    (0x0F00, 0x0FFF, Script::Tibetan),
    (0x1000, 0x109F, Script::Myanmar),
    (0x10A0, 0x10FF, Script::Georgian),
    (0x1100, 0x11FF, Script::Hangul),
    (0x1200, 0x139F, Script::Ethiopic),
    (0x1780, 0x17FF, Script::Khmer),
    (0x1C80, 0x1C8F, Script::Cyrillic),
    (0x1C90, 0x1CBF, Script::Georgian),
    (0x1D00, 0x1DBF, Script::Latin),
    (0x1E00, 0x1EFF, Script::Latin),
    (0x1F00, 0x1FFF, Script::Greek),
    (0x2C60, 0x2C7F, Script::Latin),
    (0x2D00, 0x2D2F, Script::Georgian),
    (0x2D80, 0x2DDF, Script::Ethiopic),
    (0x2DE0, 0x2DFF, Script::Cyrillic),
    (0x2E80, 0x2FDF, Script::Han),
    (0x3005, 0x3007, Script::Han),
    (0x3021, 0x3029, Script::Han),
    (0x3031, 0x3035, Script::Kana),
    (0x3040, 0x30FF, Script::Kana),
    (0x3130, 0x318F, Script::Hangul),
    (0x31F0, 0x31FF, Script::Kana),
    (0x3400, 0x4DBF, Script::Han),
    (0x4E00, 0x9FFF, Script::Han),
    (0xA640, 0xA69F, Script::Cyrillic),
    (0xA720, 0xA7FF, Script::Latin),
    (0xA8E0, 0xA8FF, Script::Devanagari),
    (0xA960, 0xA97F, Script::Hangul),
    (0xA9E0, 0xA9FF, Script::Myanmar),
    (0xAA60, 0xAA7F, Script::Myanmar),
    (0xAB00, 0xAB2F, Script::Ethiopic),
    (0xAB30, 0xAB6F, Script::Latin),
    (0xAC00, 0xD7FF, Script::Hangul),
    (0xF900, 0xFAFF, Script::Han),
    (0xFB00, 0xFB06, Script::Latin),
    (0xFB13, 0xFB17, Script::Armenian),
    (0xFB1D, 0xFB4F, Script::Hebrew),
    (0xFB50, 0xFDFF, Script::Arabic),
    (0xFE70, 0xFEFF, Script::Arabic),
    (0xFF21, 0xFF5A, Script::Latin),
    (0xFF66, 0xFF9F, Script::Kana),
    (0xFFA0, 0xFFDC, Script::Hangul),
    (0x1AFF0, 0x1B16F, Script::Kana),
    (0x20000, 0x3FFFF, Script::Han),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_in_order_and_do_not_overlap() {
        for pair in BLOCKS.windows(2) {
            assert!(pair[0].0 <= pair[0].1 && pair[0].1 < pair[1].0, "{pair:?}");
        }
    }

    #[test]
    fn letters_are_counted_in_the_order_in_which_they_are_met() {
        let counted = |text| Script::count(text);
        assert_eq!(counted("12. – €"), []);
        assert_eq!(counted("über 30"), [(Script::Latin, 4)]);
        let mixed = [(Script::Latin, 11), (Script::Cyrillic, 5), (Script::Han, 2)];
        assert_eq!(counted("NATO, Вучић é Vučić 北京 a"), mixed);
        let digits = [(Script::Arabic, 8), (Script::Latin, 1)];
        assert_eq!(counted("بوتين ٢٤، x"), digits);
    }

    #[test]
    fn each_letter_has_its_script() {
        for (letter, script) in [
            ('a', Script::Latin),
            ('ß', Script::Latin),
            ('ế', Script::Latin),
            ('ћ', Script::Cyrillic),
            ('ώ', Script::Greek),
            ('ب', Script::Arabic),
            ('ק', Script::Hebrew),
            ('中', Script::Han),
            ('々', Script::Han),
            ('か', Script::Kana),
            ('ー', Script::Kana),
            ('한', Script::Hangul),
            ('ไ', Script::Thai),
            ('ក', Script::Khmer),
            ('ລ', Script::Lao),
            ('မ', Script::Myanmar),
            ('ह', Script::Devanagari),
            ('ქ', Script::Georgian),
            ('ᐃ', Script::Other),
        ] {
            assert_eq!(Script::of(letter), Some(script), "{letter}");
        }
        for none in ['7', '.', '–', '。', '١', ' ', '\u{301}', '\u{0}'] {
            assert_eq!(Script::of(none), None, "{none:?}");
        }
    }

    #[test]
    fn the_main_script_is_the_most_frequent() {
        assert_eq!(
            Script::main("КФОР и NATO у Митровици"),
            Some(Script::Cyrillic)
        );
        assert_eq!(Script::main("12.5 %"), None);
        assert_eq!(Script::main("aб"), Some(Script::Latin));
    }
}
