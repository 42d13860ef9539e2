//! Tokens: the readings of each word of a text, with its place, in one block of memory.

use std::fmt::Write;

use crate::text::Span;

/// Longest term in bytes; a longer word is cut to [`CUT_BYTES`] and a hash of the whole.
pub const MAX_TERM_BYTES: usize = 255;

/// What is kept of a word that is too long. With `~` and 16 digits it stays under the limit.
pub const CUT_BYTES: usize = 200;

/// The readings of one word, made once and copied wherever the word occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Readings {
    // `normal`, then `word` unless it is the same, then `stem` and `name` as far as there are any.
    text: Box<str>,
    lengths: Lengths,
    is_cut: bool,
}

/// Bytes of each reading; 0 stands for "as `normal`" in `word`, and for "none" in the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Lengths {
    normal: u8,
    word: u8,
    stem: u8,
    name: u8,
}

/// A length that [`Readings::new`] has checked; a longer reading counts as none.
fn length(reading: &str) -> u8 {
    u8::try_from(reading.len()).unwrap_or(0)
}

impl Readings {
    pub(super) fn new(
        normal: &str,
        word: &str,
        stem: Option<&str>,
        name: Option<&str>,
        is_cut: bool,
    ) -> Self {
        let stem = stem
            .filter(|&stem| stem != word && length(stem) > 0)
            .unwrap_or_default();
        let name = name.filter(|name| length(name) > 0).unwrap_or_default();
        let own_word = if word == normal { "" } else { word };
        Self {
            text: [normal, own_word, stem, name].concat().into_boxed_str(),
            lengths: Lengths {
                normal: length(normal),
                word: length(own_word),
                stem: length(stem),
                name: length(name),
            },
            is_cut,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lengths.normal == 0
    }

    pub(super) fn has_name(&self) -> bool {
        self.lengths.name > 0
    }
}

/// All tokens of a text. Reuse one for many texts: it keeps its memory.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    arena: String,
    entries: Vec<Token>,
    terms_cut: usize,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    span: Span,
    position: u32,
    start: usize,
    lengths: Lengths,
    pairs_with_previous: bool,
}

/// One token and its readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRef<'a> {
    /// Where it stands in the text as given.
    pub span: Span,
    /// Its number in the text, from 0.
    pub position: u32,
    /// Normalised, in lower case, marks kept.
    pub normal: &'a str,
    /// Case and marks folded, script kept.
    pub word: &'a str,
    /// The folded stem, where it is another than `word`.
    pub stem: Option<&'a str>,
    /// The name key, where the token may be part of a name.
    pub name: Option<&'a str>,
    /// Whether it follows the token with a `name` before it closely enough to be one name with it:
    /// white space, a hyphen or a particle such as `von` between, no punctuation.
    pub pairs_with_previous: bool,
}

impl Tokens {
    /// No tokens.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets the tokens, keeps the memory.
    pub fn clear(&mut self) {
        self.arena.clear();
        self.entries.clear();
        self.terms_cut = 0;
    }

    /// How many tokens there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the text had no word, number or character to search for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many words were longer than [`MAX_TERM_BYTES`] and cut.
    #[must_use]
    pub fn terms_cut(&self) -> usize {
        self.terms_cut
    }

    /// The tokens in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = TokenRef<'_>> + DoubleEndedIterator {
        self.entries.iter().map(|token| self.reading(token))
    }

    /// The token at an index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<TokenRef<'_>> {
        self.entries.get(index).map(|token| self.reading(token))
    }

    /// The tokens, with those that overlap as one word: the pairs of characters of a script without blanks.
    pub(crate) fn whole_words(&self) -> Vec<WholeWord> {
        let tokens: Vec<TokenRef<'_>> = self.iter().collect();
        let runs = tokens.chunk_by(|one, next| one.span.overlaps(next.span));
        runs.filter_map(|run| {
            let (first, last) = (run.first()?, run.last()?);
            Some(WholeWord {
                span: Span::new(first.span.start, last.span.end),
                normal: joined(run.iter().map(|token| token.normal)),
                word: joined(run.iter().map(|token| token.word)),
            })
        })
        .collect()
    }

    pub(super) fn push(&mut self, span: Span, readings: &Readings, pairs_with_previous: bool) {
        let start = self.arena.len();
        self.arena.push_str(&readings.text);
        let position = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push(Token {
            span,
            position,
            start,
            lengths: readings.lengths,
            pairs_with_previous,
        });
        self.terms_cut += usize::from(readings.is_cut);
    }

    fn reading(&self, token: &Token) -> TokenRef<'_> {
        let mut at = token.start;
        let mut take = |length: u8| {
            let from = at;
            at += usize::from(length);
            self.arena.get(from..at).unwrap_or_default()
        };
        let Lengths {
            normal,
            word,
            stem,
            name,
        } = token.lengths;
        let normal = take(normal);
        let word = if word == 0 { normal } else { take(word) };
        TokenRef {
            span: token.span,
            position: token.position,
            normal,
            word,
            stem: (stem > 0).then(|| take(stem)),
            name: (name > 0).then(|| take(name)),
            pairs_with_previous: token.pairs_with_previous,
        }
    }
}

/// A word as [`Tokens::whole_words`] tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WholeWord {
    pub(crate) span: Span,
    pub(crate) normal: String,
    pub(crate) word: String,
}

/// The word that these pairs of characters are of, each of which overlaps the next in one; a word alone is
/// itself.
pub(crate) fn joined<'w>(mut pairs: impl Iterator<Item = &'w str>) -> String {
    let first = pairs.next().unwrap_or_default().to_owned();
    pairs.fold(first, |mut word, pair| {
        word.extend(pair.chars().skip(1));
        word
    })
}

/// A token with its word alone, as [`scan`](super::Analyzer::scan) shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScannedToken<'a> {
    /// Where it stands in the text as given.
    pub span: Span,
    /// Its number in the text, from 0.
    pub position: u32,
    /// Case and marks folded, script kept.
    pub word: &'a str,
    /// Normalised, in lower case, marks kept: what [`stem`](super::Analyzer::stem) and
    /// [`name_key`](super::Analyzer::name_key) take.
    pub normal: &'a str,
    /// Whether it may be part of a name by its capital.
    pub name_shaped: bool,
}

/// Cuts a reading that is too long for a term; whether it did.
pub(super) fn cut(reading: &mut String) -> bool {
    if reading.len() <= MAX_TERM_BYTES {
        return false;
    }
    let hash = fnv1a(reading.as_bytes());
    let end = (0..=CUT_BYTES)
        .rev()
        .find(|&end| reading.is_char_boundary(end))
        .unwrap_or(0);
    reading.truncate(end);
    // Writing to a string cannot fail.
    let _: std::fmt::Result = write!(reading, "~{hash:016x}");
    true
}

/// The 64-bit FNV-1a hash (RFC 9923): small, and the same for ever.
pub(super) fn fnv1a(bytes: &[u8]) -> u64 {
    fnv1a_with(0xCBF2_9CE4_8422_2325, bytes)
}

/// Goes on with a hash.
pub(super) fn fnv1a_with(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_is_the_published_one() {
        assert_eq!(fnv1a(b""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xAF63_DC4C_8601_EC8C);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_F739_67E8);
    }

    #[test]
    fn long_words_that_differ_at_the_end_stay_apart() {
        let (mut one, mut two) = ("ж".repeat(150), "ж".repeat(150) + "а");
        assert!(cut(&mut one) && cut(&mut two));
        assert_ne!(one, two);
        assert!(one.len() <= MAX_TERM_BYTES);
        let mut whole = "x".repeat(MAX_TERM_BYTES);
        assert!(!cut(&mut whole));
    }
}
