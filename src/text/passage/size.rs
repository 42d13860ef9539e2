//! How long a text is, in half words, so that a character of a script without blanks counts too.

use unicode_segmentation::UnicodeSegmentation;

/// A run of characters without a blank counts as another word after each so many bytes, so that no
/// passage is endless. No word of ordinary text is that long, and few addresses.
const LONGEST_WORD_BYTES: usize = 64;

const WORD: usize = 2;

/// The size of so many words.
pub(super) const fn of_words(words: usize) -> usize {
    words.saturating_mul(WORD)
}

/// The words of such a size, rounded up.
pub(super) const fn in_words(size: usize) -> usize {
    size.div_ceil(WORD)
}

/// The size of a text.
pub(super) fn size(text: &str) -> usize {
    let mut meter = Meter::default();
    let mut rest = text;
    loop {
        let bytes = rest.as_bytes();
        let ascii = bytes
            .iter()
            .position(|byte| !byte.is_ascii())
            .unwrap_or(bytes.len());
        for &byte in bytes.iter().take(ascii) {
            meter.ascii(byte);
        }
        let mut characters = rest.get(ascii..).unwrap_or_default().chars();
        let Some(character) = characters.next() else {
            return meter.size;
        };
        meter.character(character);
        rest = characters.as_str();
    }
}

/// The longest beginning of a text that is not larger than `most` and ends between words, or between
/// graphemes where a word is longer or the script has no blanks; its bytes, never 0, and its size.
pub(super) fn prefix(text: &str, most: usize) -> (usize, usize) {
    // Nothing beyond can fit, so that the time does not depend on the length of the text.
    let window = most
        .saturating_mul(LONGEST_WORD_BYTES / WORD)
        .max(LONGEST_WORD_BYTES);
    let text = text.get(..text.floor_char_boundary(window)).unwrap_or(text);
    let mut meter = Meter::default();
    let mut between_words = None;
    for (at, grapheme) in text.grapheme_indices(true) {
        if at > 0 && !meter.in_word {
            between_words = Some((at, meter.size));
        }
        let before = meter.size;
        for character in grapheme.chars() {
            meter.character(character);
        }
        if meter.size > most {
            if at == 0 {
                return (grapheme.len(), meter.size);
            }
            return between_words.unwrap_or((at, before));
        }
    }
    (text.len(), meter.size)
}

#[derive(Debug, Clone, Copy, Default)]
struct Meter {
    size: usize,
    in_word: bool,
    /// Bytes of the word so far.
    run: usize,
}

impl Meter {
    fn ascii(&mut self, byte: u8) {
        if byte == b' ' || byte.is_ascii_whitespace() {
            self.in_word = false;
        } else {
            self.letter(1);
        }
    }

    fn character(&mut self, character: char) {
        if character.is_whitespace() {
            self.in_word = false;
        } else if is_spaceless(character) {
            self.in_word = false;
            self.size += 1;
        } else {
            self.letter(character.len_utf8());
        }
    }

    fn letter(&mut self, bytes: usize) {
        if !self.in_word {
            self.in_word = true;
            self.run = 0;
            self.size += WORD;
        }
        self.run += bytes;
        if self.run > LONGEST_WORD_BYTES {
            self.run = 0;
            self.size += WORD;
        }
    }
}

/// Scripts without blanks by their blocks, marks included, which is faster than asking each letter.
const fn is_spaceless(character: char) -> bool {
    matches!(
        character,
        '\u{E00}'..='\u{EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{2E80}'..='\u{312F}'
            | '\u{31A0}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{A9E0}'..='\u{A9FF}'
            | '\u{AA60}'..='\u{AA7F}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}
