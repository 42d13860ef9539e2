//! Words of which any will do, over one segment, window by window.

use tantivy::TERMINATED;

use super::collect::Wanted;
use super::cursor::{Conditions, with_lengths};
use super::segment::Segment;
use super::tally::{Tallies, Tally, WINDOW, bits_of};
use crate::rank::{self, Top};

/// The passages that hold any of some words.
pub(super) struct Union<'a> {
    segment: &'a Segment,
    tallies: Tallies,
    conditions: Conditions<'a>,
}

impl<'a> Union<'a> {
    pub(super) fn new(segment: &'a Segment, words: Vec<Tally>, conditions: Conditions<'a>) -> Self {
        Self {
            segment,
            tallies: Tallies::new(words),
            conditions,
        }
    }

    /// Keeps the best passages; gives how many answer.
    pub(super) fn walk(mut self, ordinal: u32, wanted: Wanted<'_>, top: &mut Top) -> u64 {
        let mut total = 0;
        loop {
            let start = self.tallies.words().iter().map(Tally::next).min();
            let Some(start) = start.filter(|start| *start != TERMINATED) else {
                return total;
            };
            let end = (start & !63).saturating_add(WINDOW);
            self.tallies
                .fill(start..end.min(self.segment.reader.max_doc()));
            for (first, held, in_body) in self.tallies.rows().filter(|(_, held, _)| *held != 0) {
                let open = self.segment.open_at(first, wanted.leftovers);
                // The title stands with every passage, but answers for its article only once.
                let answers = held & open.all & (open.leads | in_body);
                if self.conditions.is_empty() {
                    total += u64::from(answers.count_ones());
                }
                for doc in bits_of(answers).map(|bit| first + bit) {
                    if !self.conditions.is_empty() {
                        if !self.conditions.keep(self.segment, doc) {
                            continue;
                        }
                        total += 1;
                    }
                    let worth = worth(&self.tallies, self.segment, doc);
                    if top.admits(worth) && !wanted.known.contains(&(ordinal, doc)) {
                        top.push(self.segment.candidate(ordinal, doc, worth));
                    }
                }
            }
        }
    }
}

/// What the words of a passage are worth. Sums run in one order, so that they are equal wherever a
/// passage is stored.
fn worth(tallies: &Tallies, segment: &Segment, doc: u32) -> f32 {
    tallies.of(doc).fold(0.0, |sum, (number, seen)| {
        let idf = tallies.words().get(number).map_or(0.0, Tally::idf);
        sum + rank::bm25f(idf, &with_lengths(seen, segment, doc))
    })
}
