//! The words of a text that may matter to what is looked for.

use crate::analysis::ScannedToken;
use crate::text::Span;

/// Words of a text in their order, those that do not matter left out.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Their texts, one after the other.
    text: String,
    places: Vec<Place>,
}

/// Where a word stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) position: u32,
    pub(super) span: Span,
    pub(super) name_shaped: bool,
    /// Where its text begins and ends among the texts.
    kept: Span,
}

impl Words {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.places.clear();
    }

    /// Adds a token, which stands there in the whole text, as `word`.
    pub(super) fn push(&mut self, token: &ScannedToken<'_>, span: Span, word: &str) {
        let start = self.text.len();
        self.text.push_str(word);
        self.places.push(Place {
            position: token.position,
            span,
            name_shaped: token.name_shaped,
            kept: Span::new(start, self.text.len()),
        });
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Span, &str)> {
        let text = |place: &Place| place.kept.of(&self.text).unwrap_or_default();
        self.places
            .iter()
            .map(move |place| (place.span, text(place)))
    }

    /// Where these words stand one after the other, if all that are one of them are here.
    pub(super) fn phrases(&self, words: &[String]) -> impl Iterator<Item = Span> {
        let places = 0..self.places.len();
        places.filter_map(|at| Some(self.phrase_at(at, words)?.1))
    }

    /// The first of these words and the span of all, if they begin with the word of this number here. The next
    /// word of a phrase is the next here or nowhere.
    pub(super) fn phrase_at(&self, at: usize, words: &[String]) -> Option<(Place, Span)> {
        let first = self.places.get(at)?;
        let mut end = first.span.end;
        for (offset, (at, word)) in (0..).zip((at..).zip(words)) {
            let place = self.places.get(at)?;
            if place.position != first.position + offset || place.kept.of(&self.text) != Some(word)
            {
                return None;
            }
            end = end.max(place.span.end);
        }
        Some((*first, Span::new(first.span.start, end)))
    }
}
