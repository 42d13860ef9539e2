//! How the words that are looked for begin: a look at two letters spares most of the analysis.

use crate::analysis::Block;
use crate::text::Span;

/// How the words that are looked for begin.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts {
    words: Folded,
    stems: Folded,
    pub(super) written: Written,
}

impl Starts {
    /// Adds a word, or all that begin with it.
    pub(super) fn add_word(&mut self, word: &str) {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            // A word of one letter could be told by its end; it is rare.
            let second = letters.next();
            self.words.add(first, second);
            self.written.add(first, second);
        }
    }

    /// Adds the words of a stem, in a language that takes off endings alone. Those of a short stem
    /// have only the first letter for sure: `dying` has the stem `die`.
    pub(super) fn add_stem(&mut self, stem: &str) {
        let mut letters = stem.chars();
        let Some(first) = letters.next() else {
            return;
        };
        let second = letters.next();
        let is_long = letters.nth(1).is_some();
        // German stems are the same for `ö` and `oe`.
        let umlaut = matches!(first, 'a' | 'o' | 'u').then_some(Some('e'));
        for second in [second.filter(|_| is_long)].into_iter().chain(umlaut) {
            self.stems.add(first, second);
            self.written.add(first, second);
        }
    }

    /// Whether a folded word begins as one of the words does.
    pub(super) fn may_be_word(&self, folded: &str) -> bool {
        self.words.begin(folded)
    }

    /// Whether a folded word begins as one with one of the stems does.
    pub(super) fn may_have_stem(&self, folded: &str) -> bool {
        self.stems.begin(folded)
    }
}

/// The first two characters of folded words, or the first alone where any may follow: each once.
#[derive(Debug, Clone, Default)]
struct Folded(Vec<(char, Option<char>)>);

impl Folded {
    fn add(&mut self, first: char, second: Option<char>) {
        if !self.0.contains(&(first, second)) {
            self.0.push((first, second));
        }
    }

    fn begin(&self, word: &str) -> bool {
        let mut letters = word.chars();
        let (first, second) = (letters.next(), letters.next());
        let begin = |&(own, next): &(char, Option<char>)| {
            Some(own) == first && (next.is_none() || next == second)
        };
        self.0.iter().any(begin)
    }
}

/// How words may begin as they are written.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// For each first byte, which ASCII letters may follow.
    follow: [u32; 256],
    firsts: Firsts,
}

/// With what ASCII characters words may begin, in small letters.
#[derive(Debug, Clone)]
enum Firsts {
    Few(Vec<u8>),
    Many,
}

const ANY: u32 = u32::MAX;
/// So many can be looked for at once.
const MOST_FIRSTS: usize = 8;

impl Default for Written {
    fn default() -> Self {
        Self {
            // What is not ASCII may fold to any letter.
            follow: std::array::from_fn(|byte| if byte < 128 { 0 } else { ANY }),
            firsts: Firsts::Few(Vec::new()),
        }
    }
}

impl Firsts {
    fn add(&mut self, first: u8) {
        match self {
            Self::Few(known) if known.contains(&first) => {}
            Self::Few(known) if known.len() < MOST_FIRSTS => known.push(first),
            _ => *self = Self::Many,
        }
    }
}

impl Written {
    pub(super) fn all() -> Self {
        Self {
            follow: [ANY; 256],
            firsts: Firsts::Many,
        }
    }

    fn add(&mut self, first: char, second: Option<char>) {
        let follow = match second {
            Some(second @ 'a'..='z') => 1 << (u32::from(second) - u32::from('a')),
            _ => ANY,
        };
        let Some(first) = u8::try_from(first).ok().filter(u8::is_ascii) else {
            return;
        };
        self.firsts.add(first.to_ascii_lowercase());
        for case in [first.to_ascii_lowercase(), first.to_ascii_uppercase()] {
            if let Some(known) = self.follow.get_mut(usize::from(case)) {
                *known |= follow;
            }
        }
    }

    /// Whether a word as it is written may begin as one of them does when it is folded.
    pub(super) fn may_begin(&self, word: &[u8]) -> bool {
        let Some(first) = word.first() else {
            return false;
        };
        let follow = self.follow.get(usize::from(*first));
        match follow.copied().unwrap_or_default() {
            0 => false,
            ANY => true,
            follow => match word.get(1).map(u8::to_ascii_lowercase) {
                Some(letter @ b'a'..=b'z') => follow >> (letter - b'a') & 1 == 1,
                // What stands there may be no part of the folded word.
                Some(byte) => byte != b' ',
                None => false,
            },
        }
    }

    /// At which of 64 bytes a word may begin: after no ASCII letter or digit, with no blank, and with a first
    /// byte of a character. `after` has a bit for each that stands after a letter or digit.
    fn begins(&self, block: Block, after: u64) -> u64 {
        let begins = match &self.firsts {
            // It tells some control characters too, which begin nothing.
            Firsts::Few(firsts) => block.small().one_of(firsts) | block.within(0xC0, 0xFF),
            Firsts::Many => !block.one_of(b" ") & !block.within(0x80, 0xBF),
        };
        begins & !after
    }
}

/// The pieces between blanks, which no word reaches across, in which a word that begins like this
/// may stand.
pub(super) struct Pieces<'t> {
    text: &'t str,
    written: &'t Written,
    /// Where the last piece ends.
    end: usize,
    /// Where 64 bytes begin, and at which of them a word may begin.
    block: usize,
    begins: u64,
    /// Where the next ones do, and whether the last of these is a letter or digit.
    next_block: usize,
    in_word: u64,
}

impl<'t> Pieces<'t> {
    pub(super) fn of(text: &'t str, written: &'t Written) -> Self {
        Self {
            text,
            written,
            end: 0,
            block: 0,
            begins: 0,
            next_block: 0,
            in_word: 0,
        }
    }

    /// Looks at the next 64 bytes.
    fn look_ahead(&mut self) -> Option<()> {
        let ahead = self.text.as_bytes().get(self.next_block..)?;
        if ahead.is_empty() {
            return None;
        }
        let block = Block::of(ahead);
        let words = block.alphanumeric();
        self.begins = self.written.begins(block, words << 1 | self.in_word);
        self.in_word = words >> 63;
        self.block = self.next_block;
        self.next_block += 64;
        Some(())
    }

    fn begins_at(&self, at: usize) -> bool {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        // U+2000 to U+203F: blanks, dashes and quotation marks. No letter folds from them.
        self.written.may_begin(rest) && !rest.starts_with(&[0xE2, 0x80])
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
