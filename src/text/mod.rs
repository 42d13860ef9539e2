//! Characters to passages: cleaning, language, sentences and passages. It has never heard of search.
//!
//! Everything here points into the *original* text by [`Span`]. Text is cut only through a span, so
//! that no cut can fall inside a character or outside the text.

pub mod clean;
pub mod language;
pub mod leftover;
pub mod passage;
pub mod sentence;

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a text, on character boundaries of that text.
///
/// A span does not carry its text. Reading through it with [`Span::of`] is checked: a span taken to
/// the wrong text gives `None`, never a panic.
///
/// ```
/// use clippings::Span;
///
/// let span = Span::new(4, 11);
/// assert_eq!(span.of("Mr. Vučić said"), Some("Vučić"));
/// assert_eq!(Span::new(0, 99).of("short"), None);
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte; never before `start` in a span made by this crate.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The text that this span covers, or `None` if it does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// Its length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same span in a text that has `bytes` more bytes before it.
    #[must_use]
    pub const fn shifted(self, bytes: usize) -> Self {
        Self {
            start: self.start + bytes,
            end: self.end + bytes,
        }
    }
}
