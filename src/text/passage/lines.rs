//! The lines of a clean text, with their place in the article.

use super::size::{of_words, size};
use crate::text::Span;
use crate::text::leftover::Place;
use crate::text::sentence::{ends_line, trimmed};

/// A line of so many words is a paragraph, whatever its end; headlines are shorter.
const PARAGRAPH_WORDS: usize = 25;

/// A line of so many words that ends like a sentence is a paragraph too; captions and crossheads that do
/// are shorter.
const SENTENCE_WORDS: usize = 9;

/// A longer line is no heading.
const HEADING_WORDS: usize = 12;

/// Longer lines are no leftovers and are not looked at: a caption with its credit is the longest.
const LONGEST_LEFTOVER_WORDS: usize = 60;

/// Without any paragraph, so many lines at either end are head and foot.
const EDGE_LINES: usize = 3;

/// A line with something in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) span: Span,
    pub(super) size: usize,
    pub(crate) place: Place<'static>,
    /// Short and without a stop: it goes with what comes next.
    pub(super) is_heading: bool,
}

impl Line {
    /// Whether the line is too long to be a leftover.
    pub(super) const fn is_paragraph(&self) -> bool {
        self.size > of_words(LONGEST_LEFTOVER_WORDS)
    }
}

/// The lines of a text, without those of white space only.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = text.get(start..).unwrap_or_default();
        let length = line_length(rest);
        let span = trimmed(text, Span::new(start, start + length));
        if !span.is_empty() {
            let line = span.of(text).unwrap_or_default();
            let size = size(line);
            let is_heading = size <= of_words(HEADING_WORDS)
                && !ends_sentence(line)
                && !line.ends_with([',', ';']);
            lines.push(Line {
                span,
                size,
                place: Place::default(),
                is_heading,
            });
        }
        start += length;
    }
    place(text, &mut lines);
    lines
}

/// The length of the first line with the character that ends it.
fn line_length(text: &str) -> usize {
    let mut from = 0;
    loop {
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        let may_end = |byte: &u8| matches!(byte, b'\n'..=b'\r' | 0xC2 | 0xE2);
        let Some(at) = rest.iter().position(may_end) else {
            return text.len();
        };
        let found = from + at;
        let Some(character) = text.get(found..).and_then(|rest| rest.chars().next()) else {
            return text.len();
        };
        from = found + character.len_utf8();
        if ends_line(character) {
            return from;
        }
    }
}

fn place(text: &str, lines: &mut [Line]) {
    let opens = |line: &Line| is_text(line.span.of(text).unwrap_or_default(), line.size);
    let first = lines.iter().position(opens);
    let last = lines.iter().rposition(opens);
    let count = lines.len();
    for (at, line) in lines.iter_mut().enumerate() {
        line.place.in_head = at < first.unwrap_or(EDGE_LINES.min(count));
        line.place.in_foot = last.map_or(at + EDGE_LINES >= count, |last| at > last);
        line.place.headline_follows = first.is_some_and(|first| at + 1 < first);
    }
}

/// Whether a line is text of the article rather than a headline, a crosshead or a leftover.
fn is_text(line: &str, size: usize) -> bool {
    if size >= of_words(PARAGRAPH_WORDS) {
        return true;
    }
    size >= of_words(SENTENCE_WORDS) && ends_sentence(line)
}

fn ends_sentence(line: &str) -> bool {
    let closers = ['"', '\'', '”', '’', '»', '“', ')', '」', '』'];
    let stops = ['.', '!', '?', '…', '。', '！', '？', '؟', '।'];
    line.trim_end_matches(closers).ends_with(stops)
}
