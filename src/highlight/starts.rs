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
    starts: &'t AsciiStarts,
    /// Where the last piece ends.
    end: usize,
    /// Where 64 bytes begin, and at which of them a word may begin.
    block: usize,
    begins: u64,
    /// Where the next ones do, and whether an ASCII letter or digit stands before them.
    next_block: usize,
    is_inside: bool,
}

impl<'t> Pieces<'t> {
    pub(super) fn of(text: &'t str, starts: &'t AsciiStarts) -> Self {
        Self {
            text,
            starts,
            end: 0,
            block: 0,
            begins: 0,
            next_block: 0,
            is_inside: false,
        }
    }

    /// Looks at the next 64 bytes. No word begins after an ASCII letter or digit, with a blank, or with
    /// what is no first byte of a character.
    fn look_ahead(&mut self) -> Option<()> {
        let ahead = self.text.as_bytes().get(self.next_block..)?;
        let block = match ahead.first_chunk() {
            Some(block) => *block,
            None if ahead.is_empty() => return None,
            None => {
                let mut padded = [b' '; 64];
                for (own, byte) in padded.iter_mut().zip(ahead) {
                    *own = *byte;
                }
                padded
            }
        };
        let (mut inside, mut others) = (0, 0);
        let (eights, _) = block.as_chunks();
        for (eight, shift) in eights.iter().zip((0..).step_by(8)) {
            let eight = Eight(u64::from_le_bytes(*eight));
            inside |= Eight::bits(eight.inside()) << shift;
            others |= Eight::bits(eight.blanks() | eight.rests()) << shift;
        }
        self.begins = !(inside << 1 | u64::from(self.is_inside)) & !others;
        self.is_inside = inside >> 63 == 1;
        self.block = self.next_block;
        self.next_block += 64;
        Some(())
    }

    fn begins_at(&self, at: usize) -> bool {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        match rest {
            [0..0x80, ..] => self.starts.may_begin(rest),
            // U+2000 to U+203F: blanks, dashes and quotation marks. No letter folds from them.
            [0xE2, 0x80, ..] => false,
            // Any other character may fold to any letter.
            _ => true,
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        loop {
            while self.begins != 0 {
                let at = self.block + self.begins.trailing_zeros() as usize;
                self.begins &= self.begins - 1;
                if at >= self.end && self.begins_at(at) {
                    let (before, after) = self.text.as_bytes().split_at_checked(at)?;
                    let is_blank = |byte: &u8| *byte == b' ';
                    let start = before.iter().rposition(is_blank).map_or(0, |at| at + 1);
                    let length = after.iter().position(is_blank);
                    self.end = at + length.unwrap_or(after.len());
                    return Some(Span::new(start, self.end));
                }
            }
            self.look_ahead()?;
        }
    }
}

/// Eight bytes at once, each told by the highest of its bits. (Lamport, "Multiple Byte Processing with
/// Full-Word Instructions", 1975.)
#[derive(Clone, Copy)]
struct Eight(u64);

impl Eight {
    const HIGHEST: u64 = Self::of(0x80);

    const fn of(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }

    /// Those that are ASCII and from `first` to `last`.
    fn within(self, first: u8, last: u8) -> u64 {
        let low = self.0 & !Self::HIGHEST;
        let (from, past) = (low + Self::of(0x80 - first), low + Self::of(0x7F - last));
        from & !past & !self.0 & Self::HIGHEST
    }

    /// ASCII letters and digits.
    fn inside(self) -> u64 {
        let lower = Self(self.0 | Self::of(0x20));
        lower.within(b'a', b'z') | self.within(b'0', b'9')
    }

    fn blanks(self) -> u64 {
        self.within(b' ', b' ')
    }

    /// The bytes of UTF-8 that begin no character.
    fn rests(self) -> u64 {
        self.0 & !(self.0 << 1) & Self::HIGHEST
    }

    /// The highest bits of eight bytes, one beside the other.
    fn bits(highest: u64) -> u64 {
        (highest >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
    }
}
