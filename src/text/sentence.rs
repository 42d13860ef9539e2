//! Sentences: where each begins and ends in a clean text.
//!
//! The rules are those of UAX #29 (Unicode 17.0, sentence boundaries), with departures that news texts
//! need: a line break always ends a sentence; abbreviations, initials and ordinals do not; `!` and `?`
//! before a small letter do not (“Why?” he asked); a stop without a blank after it does not, except
//! in scripts that write none. Bytes are looked at, not characters, so that only a stop costs time.

mod abbreviation;

use std::iter::FusedIterator;

use super::Span;
use super::language::Script;
use abbreviation::Kind;

/// How far back the word before a stop is looked for; no abbreviation of the table is longer.
const LONGEST_ABBREVIATION_BYTES: usize = 24;

/// How many quotes, brackets and dashes may open a sentence.
const MOST_OPENERS: usize = 4;

/// The sentences of a text in order, without the white space around them.
///
/// ```
/// use clippings::text::sentence::sentences;
///
/// let text = "Mr. J. Kirby spoke on Sept. 29. “Why now?” he asked.";
/// let found: Vec<_> = sentences(text).filter_map(|span| span.of(text)).collect();
/// assert_eq!(found, ["Mr. J. Kirby spoke on Sept. 29.", "“Why now?” he asked."]);
/// ```
#[must_use]
pub fn sentences(text: &str) -> Sentences<'_> {
    Sentences { text, at: 0 }
}

/// The iterator behind [`sentences`].
#[derive(Debug, Clone)]
pub struct Sentences<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Sentences<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        while self.at < self.text.len() {
            let start = self.at;
            self.at = next_boundary(self.text, start);
            let span = trimmed(self.text, Span::new(start, self.at));
            if !span.is_empty() {
                return Some(span);
            }
        }
        None
    }
}

impl FusedIterator for Sentences<'_> {}

/// A span without the white space at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let Some(inside) = span.of(text) else {
        return Span::new(span.start, span.start);
    };
    let start = span.start + (inside.len() - inside.trim_start().len());
    Span::new(start, start + inside.trim().len())
}

/// Whether a character ends a line.
pub(super) const fn ends_line(character: char) -> bool {
    matches!(character, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The end of the sentence that begins at `from`: the first boundary after it.
fn next_boundary(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(found) = next_of_interest(text, at) {
        let Some(character) = char_at(text, found) else {
            break;
        };
        at = found + character.len_utf8();
        if ends_line(character) {
            return at;
        }
        if is_stop(character) {
            let (after, breaks) = judge_stop(text, found);
            at = after.max(at);
            if breaks {
                return at;
            }
        }
    }
    text.len()
}

/// The next byte that may begin a stop or a line break.
fn next_of_interest(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    rest.iter()
        .position(|&byte| is_of_interest(byte))
        .map(|at| from + at)
}

const fn is_of_interest(byte: u8) -> bool {
    // First bytes of the stops of `is_stop` and of the line ends of `ends_line`.
    matches!(
        byte,
        b'.' | b'!' | b'?' | b'\n'..=b'\r' | 0xC2 | 0xD6 | 0xD8 | 0xDB | 0xE0..=0xE3 | 0xEF
    )
}

const fn is_stop(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…') || is_full_stop(character)
}

/// Stops that end a sentence by themselves, whatever follows.
const fn is_full_stop(character: char) -> bool {
    matches!(
        character,
        '。' | '！'
            | '？'
            | '｡'
            | '．'
            | '։'
            | '؟'
            | '۔'
            | '।'
            | '॥'
            | '።'
            | '၊'..='။'
            | '។'..='៕'
            | '‼'
            | '⁇'..='⁉'
    )
}

const fn is_closer(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | ')' | ']' | '}' | '“'..='‟' | '‘'..='‛' | '«' | '»' | '‹' | '›' | '」' | '』'
            | '）' | '】' | '》' | '〉' | '〕'
    )
}

const fn is_opener(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '(' | '[' | '{' | '“'..='‟' | '‘'..='‛' | '«' | '»' | '‹' | '›' | '「' | '『'
            | '（' | '【' | '《' | '¿' | '¡' | '–' | '—' | '―' | '-' | '•'
    )
}

/// Reads the stop at `at` with all that belongs to it; says where that ends and whether a sentence
/// ends there.
fn judge_stop(text: &str, at: usize) -> (usize, bool) {
    let stops = run(text, at, is_stop);
    let stop = Span::new(at, stops).of(text).unwrap_or_default();
    if stop.chars().any(is_full_stop) {
        // No blank tells a quote that closes from the one that opens the next sentence.
        let closes = |c| is_closer(c) && !matches!(c, '“' | '‘' | '«' | '‹');
        return (run(text, stops, closes), true);
    }
    let mut end = run(text, stops, is_closer);
    let Some(mut next) = char_at(text, end) else {
        return (end, true);
    };
    if !next.is_whitespace() {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        return (
            end,
            is_spaceless(next) && (stop != "." || before.is_some_and(is_spaceless)),
        );
    }
    let mut after = run(text, end, is_blank);
    // « French quotes stand off from their text. »
    if char_at(text, after) == Some('»') {
        let past = after + '»'.len_utf8();
        if char_at(text, past).is_none_or(|c| !c.is_alphanumeric()) {
            end = past;
            after = run(text, past, is_blank);
        }
    }
    match char_at(text, after) {
        None => return (end, true),
        Some(character) => next = character,
    }
    if ends_line(next) {
        return (end, true);
    }
    let opened = opened(text, after);
    let first = char_at(text, opened).unwrap_or(next);
    if first.is_lowercase() || matches!(next, ',' | ';' | ':' | '،' | '、') {
        return (end, false);
    }
    if stop != "." || end != stops {
        return (end, true);
    }
    (end, !is_abbreviation(text, at, opened, opened > after))
}

/// Whether the single stop at `at` belongs to the word before it rather than to a sentence.
fn is_abbreviation(text: &str, at: usize, next: usize, quoted: bool) -> bool {
    let word = word_before(text, at);
    let follower = char_at(text, next).unwrap_or(' ');
    let stop_is_its_own = match abbreviation::kind(word) {
        Some(Kind::Title) => return true,
        Some(Kind::Number) => return follower.is_numeric(),
        Some(Kind::Common) => true,
        None => {
            is_initial(word) || is_initials(word) || (is_ordinal(word) && follower.is_alphabetic())
        }
    };
    stop_is_its_own && !quoted && !abbreviation::is_starter(word_at(text, next))
}

/// The word that ends at `at`, without what is before its last blank, bracket, quote or dash.
fn word_before(text: &str, at: usize) -> &str {
    let from = text.floor_char_boundary(at.saturating_sub(LONGEST_ABBREVIATION_BYTES));
    let before = Span::new(from, at).of(text).unwrap_or_default();
    let splits = |c: char| c.is_whitespace() || is_opener(c) || matches!(c, '/' | ',' | '|');
    before.rsplit(splits).next().unwrap_or_default()
}

/// The letters that begin at `at`; empty where a stop follows them, as in initials.
fn word_at(text: &str, at: usize) -> &str {
    let end = text.floor_char_boundary(at.saturating_add(LONGEST_ABBREVIATION_BYTES));
    let rest = Span::new(at, end).of(text).unwrap_or_default();
    let length = rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len());
    let (word, after) = rest.split_at_checked(length).unwrap_or_default();
    if after.starts_with('.') { "" } else { word }
}

/// A single letter: `J`, `g`, `г`.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters
        .next()
        .is_some_and(|c| c.is_alphabetic() && !is_spaceless(c))
        && letters.next().is_none()
}

/// Short groups of letters with stops between: `U.S`, `z.B`, `т.е`, `EE.UU`.
fn is_initials(word: &str) -> bool {
    let mut parts = 0;
    for part in word.split('.') {
        let letters = part.chars().count();
        if !(1..=2).contains(&letters) || !part.chars().all(char::is_alphabetic) {
            return false;
        }
        parts += 1;
    }
    parts > 1
}

/// One or two digits, or a Roman number: `29`, `XIV`. Longer numbers are years and amounts.
fn is_ordinal(word: &str) -> bool {
    let short = (1..=2).contains(&word.len());
    (short && word.bytes().all(|b| b.is_ascii_digit()))
        || (word.len() > 1 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')))
}

/// Skips the quotes, brackets and dashes that may open a sentence.
fn opened(text: &str, from: usize) -> usize {
    let mut at = from;
    for _ in 0..MOST_OPENERS {
        match char_at(text, at) {
            Some(character) if is_opener(character) => {
                at = run(text, at + character.len_utf8(), is_blank);
            }
            _ => break,
        }
    }
    at
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() && !ends_line(character)
}

fn is_spaceless(character: char) -> bool {
    Script::of(character).is_some_and(Script::is_spaceless)
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The end of the run of such characters that begins at `from`.
fn run(text: &str, from: usize, belongs: fn(char) -> bool) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.find(|c| !belongs(c))
        .map_or(text.len(), |length| from + length)
}
