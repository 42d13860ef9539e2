//! The terms of an index: how many passages hold one, by the language they are in, and where its postings are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use super::segment::Segment;
use super::snapshot::Snapshot;

/// A term of the index.
#[derive(Debug)]
pub(super) struct KnownTerm {
    /// How many living passages hold it. The engine counts deleted ones too; then scores would depend on when
    /// segments were merged.
    pub(super) frequency: Frequency,
    pub(super) lists: TermLists,
}

/// Where the postings of a term are in each segment that holds it.
pub(super) type TermLists = Arc<[(SegmentId, TermInfo)]>;

/// The terms that were asked for, by their fields.
#[derive(Default)]
pub(super) struct KnownTerms(Mutex<HashMap<Field, OfField>>);

type OfField = HashMap<Box<str>, Arc<KnownTerm>>;

/// How many terms of a field are remembered.
const MAX_REMEMBERED: usize = 50_000;

/// A number of passages, by the language they are in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Frequency {
    /// By the number of the language's family, in ascending order; no zeros.
    by_language: Vec<(u8, u32)>,
}

impl Frequency {
    pub(super) fn total(&self) -> u64 {
        let counts = self.by_language.iter();
        counts.map(|(_, count)| u64::from(*count)).sum()
    }

    pub(super) fn of(&self, language: u8) -> u32 {
        let place = |known: &(u8, u32)| known.0;
        let at = self.by_language.binary_search_by_key(&language, place);
        let found = at.ok().and_then(|at| self.by_language.get(at));
        found.map_or(0, |(_, count)| *count)
    }

    pub(super) fn languages(&self) -> impl Iterator<Item = (u8, u32)> {
        self.by_language.iter().copied()
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.join(other, u32::saturating_add);
    }

    /// In each language the greater of the two.
    pub(super) fn at_least(&mut self, other: &Self) {
        self.join(other, u32::max);
    }

    fn join(&mut self, other: &Self, join: impl Fn(u32, u32) -> u32) {
        for (language, count) in other.languages() {
            self.change(language, |known| join(known, count));
        }
    }

    fn change(&mut self, language: u8, change: impl FnOnce(u32) -> u32) {
        match self
            .by_language
            .binary_search_by_key(&language, |known| known.0)
        {
            Ok(at) => {
                if let Some((_, count)) = self.by_language.get_mut(at) {
                    *count = change(*count);
                }
            }
            Err(at) => self.by_language.insert(at, (language, change(0))),
        }
    }

    fn count(&mut self, language: u8, passages: u32) {
        if passages > 0 {
            self.change(language, |known| known + passages);
        }
    }
}

impl Segment {
    /// Where the postings of a term are.
    fn list(&self, field: Field, term: &Term) -> tantivy::Result<Option<TermInfo>> {
        match self.index(field) {
            Some(index) => Ok(index.get_term_info(term)?),
            None => Ok(None),
        }
    }

    /// The living passages of a list. Only where a segment holds several languages, or deleted passages, is it
    /// walked through.
    fn frequency(&self, field: Field, info: &TermInfo) -> tantivy::Result<Frequency> {
        let mut frequency = Frequency::default();
        if let Some(language) = self.only_language
            && !self.reader.has_deletes()
        {
            frequency.count(language, info.doc_freq);
            return Ok(frequency);
        }
        let Some(index) = self.index(field) else {
            return Ok(frequency);
        };
        let mut counts = [0; 256];
        let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        while postings.doc() != TERMINATED {
            if self.is_alive(postings.doc())
                && let Some(count) = counts.get_mut(usize::from(self.family(postings.doc())))
            {
                *count += 1;
            }
            postings.advance();
        }
        for (language, count) in (0..=u8::MAX).zip(counts) {
            frequency.count(language, count);
        }
        Ok(frequency)
    }
}

impl Snapshot {
    /// A term, as the index holds it.
    pub(super) fn term(&self, field: Field, text: &str) -> tantivy::Result<Arc<KnownTerm>> {
        let terms = || {
            self.known_terms
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let known = terms()
            .get(&field)
            .and_then(|of_field| of_field.get(text).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let mut frequency = Frequency::default();
        let mut lists = Vec::new();
        let term = Term::from_field_text(field, text);
        for segment in &self.segments {
            if let Some(info) = segment.list(field, &term)? {
                frequency.add(&segment.frequency(field, &info)?);
                lists.push((segment.reader.segment_id(), info));
            }
        }
        let term = Arc::new(KnownTerm {
            frequency,
            lists: lists.into(),
        });
        let mut terms = terms();
        let of_field = terms.entry(field).or_default();
        if of_field.len() >= MAX_REMEMBERED {
            of_field.clear();
        }
        of_field.insert(text.into(), Arc::clone(&term));
        Ok(term)
    }

    /// How many living passages there are in each language.
    pub(super) fn passages_by_language(&self) -> &Frequency {
        self.passages_by_language.get_or_init(|| {
            let mut passages = Frequency::default();
            for segment in &self.segments {
                for (language, count) in segment.living_by_language() {
                    passages.count(*language, *count);
                }
            }
            passages
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frequency(counts: &[(u8, u32)]) -> Frequency {
        let mut frequency = Frequency::default();
        for (language, count) in counts {
            frequency.count(*language, *count);
        }
        frequency
    }

    #[test]
    fn counts_are_joined_by_language() {
        let mut one = frequency(&[(7, 2), (3, 1), (9, 0)]);
        let other = frequency(&[(3, 4), (5, 1)]);
        let mut greater = one.clone();
        one.add(&other);
        assert_eq!(
            one.languages().collect::<Vec<_>>(),
            [(3, 5), (5, 1), (7, 2)]
        );
        greater.at_least(&other);
        assert_eq!(
            (greater.of(3), greater.of(5), greater.of(7), greater.of(1)),
            (4, 1, 2, 0)
        );
        assert_eq!(greater.total(), 7);
    }
}
