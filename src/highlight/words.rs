//! The words of a text that may matter to what is looked for.

use crate::analysis::ScannedToken;
use crate::text::Span;

/// Words of a text in their order, those that do not matter left out.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Their texts, one after the other.
    text: String,
    /// Where each stands, and where its text begins and ends among the texts.
    places: Vec<(Place, Span)>,
}

/// Where a word stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) position: u32,
    pub(super) span: Span,
    pub(super) name_shaped: bool,
}

impl Place {
    pub(super) fn of(token: &ScannedToken<'_>) -> Self {
        Self {
            position: token.position,
            span: token.span,
            name_shaped: token.name_shaped,
        }
    }

    /// The place in a text of which the text at hand begins at this word and byte.
    pub(super) fn shifted(self, words: u32, bytes: usize) -> Self {
        Self {
            position: self.position + words,
            span: self.span.shifted(bytes),
            ..self
        }
    }
}

impl Words {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.places.clear();
    }

    pub(super) fn push(&mut self, place: Place, word: &str) {
        let start = self.text.len();
        self.text.push_str(word);
        self.places.push((place, Span::new(start, self.text.len())));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Adds those of a text that begins at this word and byte of the text at hand.
    pub(super) fn extend(&mut self, other: &Self, words: u32, bytes: usize) {
        for (place, word) in other.iter() {
            self.push(place.shifted(words, bytes), word);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Place, &str)> {
        let text = |kept: &Span| kept.of(&self.text).unwrap_or_default();
        let places = self.places.iter();
        places.map(move |(place, kept)| (*place, text(kept)))
    }

    /// Where these words stand one after the other, if all that are one of them are here.
    pub(super) fn phrases(&self, words: &[String]) -> impl Iterator<Item = Span> {
        let places = 0..self.places.len();
        places.filter_map(|at| Some(self.phrase_at(at, words)?.1))
    }

    /// The first of these words and the span of all, if they begin with the word of this number here. The next
    /// word of a phrase is the next here or nowhere.
    pub(super) fn phrase_at(&self, at: usize, words: &[String]) -> Option<(Place, Span)> {
        let (first, _) = self.places.get(at)?;
        let mut end = first.span.end;
        for (offset, (at, word)) in (0..).zip((at..).zip(words)) {
            let (place, kept) = self.places.get(at)?;
            if place.position != first.position + offset || kept.of(&self.text) != Some(word) {
                return None;
            }
            end = end.max(place.span.end);
        }
        Some((*first, Span::new(first.span.start, end)))
    }
}
