//! How many passages hold a term, by the language they are in.

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use super::segment::Segment;
use super::snapshot::Snapshot;

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
    /// The living passages with a term. Only where a segment holds several languages, or deleted
    /// passages, are its postings walked through.
    pub(super) fn frequency(&self, field: Field, term: &Term) -> tantivy::Result<Frequency> {
        let mut frequency = Frequency::default();
        let Some(index) = self.index(field) else {
            return Ok(frequency);
        };
        let Some(info) = index.get_term_info(term)? else {
            return Ok(frequency);
        };
        if let Some(language) = self.only_language
            && !self.reader.has_deletes()
        {
            frequency.count(language, info.doc_freq);
            return Ok(frequency);
        }
        let mut counts = [0; 256];
        let mut postings = index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
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
