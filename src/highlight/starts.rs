//! How the words that are looked for begin: a look at two letters spares most of the analysis.

use std::collections::BTreeSet;
use std::ops::BitOr;

use crate::text::Span;

/// How some words begin.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts {
    /// Their first two characters, or the first alone where any may follow.
    pairs: BTreeSet<(char, Option<char>)>,
    pub(super) ascii: AsciiStarts,
}

impl Starts {
    /// Adds a word, or all that begin with it.
    pub(super) fn add_word(&mut self, word: &str) {
        let mut letters = word.chars();
        // A word of one letter could be told by its end; it is rare.
        self.add(letters.next(), letters.next());
    }

    /// Adds the words of a stem, in a language that takes off endings alone. Those of a short stem
    /// have only the first letter for sure: `dying` has the stem `die`.
    pub(super) fn add_stem(&mut self, stem: &str) {
        let mut letters = stem.chars();
        let (first, second) = (letters.next(), letters.next());
        let is_long = letters.nth(1).is_some();
        self.add(first, second.filter(|_| is_long));
        // German stems are the same for `ö` and `oe`.
        if matches!(first, Some('a' | 'o' | 'u')) {
            self.add(first, Some('e'));
        }
    }

    fn add(&mut self, first: Option<char>, second: Option<char>) {
        if let Some(first) = first {
            self.pairs.insert((first, second));
            self.ascii.add(first, second);
        }
    }

    /// Whether a folded word begins as one of them does.
    pub(super) fn begin(&self, word: &str) -> bool {
        let mut letters = word.chars();
        let Some(first) = letters.next() else {
            return false;
        };
        let second = letters.next();
        self.pairs.contains(&(first, None))
            || second.is_some() && self.pairs.contains(&(first, second))
    }
}

/// For each ASCII character that words may begin with, which ASCII letters may follow.
#[derive(Debug, Clone, Copy)]
pub(super) struct AsciiStarts([u32; 128]);

const ANY: u32 = u32::MAX;

impl Default for AsciiStarts {
    fn default() -> Self {
        Self([0; 128])
    }
}

impl BitOr for AsciiStarts {
    type Output = Self;

    fn bitor(mut self, other: Self) -> Self {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            *own |= other;
        }
        self
    }
}

impl AsciiStarts {
    pub(super) fn all() -> Self {
        Self([ANY; 128])
    }

    fn add(&mut self, first: char, second: Option<char>) {
        let follow = match second {
            Some(second @ 'a'..='z') => 1 << (u32::from(second) - u32::from('a')),
            _ => ANY,
        };
        if let Some(known) = self.0.get_mut(first as usize) {
            *known |= follow;
        }
    }

    /// Whether a word as it is written may begin as one of them does when it is folded.
    pub(super) fn may_begin(&self, word: &[u8]) -> bool {
        let Some(first) = word.first() else {
            return false;
        };
        let first = usize::from(first.to_ascii_lowercase());
        // Any other character may fold to any letter.
        let Some(&follow) = self.0.get(first) else {
            return true;
        };
        follow == ANY
            || follow != 0
                && match word.get(1).map(u8::to_ascii_lowercase) {
                    Some(letter @ b'a'..=b'z') => follow >> (letter - b'a') & 1 == 1,
                    // What stands there may be no part of the folded word.
                    Some(byte) => byte != b' ',
                    None => false,
                }
    }
}

/// The pieces between blanks, which no word reaches across, in which a word that begins like this
/// may stand.
pub(super) struct Pieces<'t> {
    text: &'t str,
    at: usize,
    starts: &'t AsciiStarts,
}

impl<'t> Pieces<'t> {
    pub(super) fn of(text: &'t str, starts: &'t AsciiStarts) -> Self {
        let at = 0;
        Self { text, at, starts }
    }
}

/// What a byte of UTF-8 says of the words around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// An ASCII letter or digit: no word begins after it.
    Inside,
    Blank,
    /// The rest of ASCII, and what is left of a character that was looked at by its first byte.
    Between,
    /// U+2000 to U+2FFF begin so: among them are blanks, dashes and quotation marks.
    Sign,
    /// Any other character may fold to any letter.
    Any,
}

impl Class {
    fn of(byte: u8) -> Self {
        match byte {
            b' ' => Self::Blank,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Self::Inside,
            0..0xC0 => Self::Between,
            0xE2 => Self::Sign,
            _ => Self::Any,
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        loop {
            // Here a word may begin.
            let rest = bytes.get(self.at..)?;
            let begins = match Class::of(*rest.first()?) {
                Class::Blank => {
                    start = self.at + 1;
                    false
                }
                Class::Inside => self.starts.may_begin(rest),
                Class::Between => rest.first()?.is_ascii() && self.starts.may_begin(rest),
                Class::Sign => rest.get(1) != Some(&0x80),
                Class::Any => true,
            };
            if begins {
                let length = rest.iter().position(|byte| *byte == b' ');
                let end = length.map_or(bytes.len(), |length| self.at + length);
                self.at = end;
                return Some(Span::new(start, end));
            }
            // Nor does any inside a run of letters.
            let inside = rest
                .iter()
                .position(|byte| Class::of(*byte) != Class::Inside);
            let inside = inside.unwrap_or(rest.len());
            let is_run_on = matches!(
                rest.get(inside).map(|byte| Class::of(*byte)),
                Some(Class::Sign | Class::Any)
            );
            self.at += (inside + usize::from(is_run_on)).max(1);
        }
    }
}
