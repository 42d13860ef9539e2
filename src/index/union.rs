//! Words of which any will do, over one segment, window by window.

use tantivy::TERMINATED;

use super::collect::Wanted;
use super::cursor::Conditions;
use super::segment::{Segment, most_at_once};
use super::tally::{Bounds, Tallies, Tally, WINDOW, bits_of};
use crate::rank::{self, Top};

/// The passages that hold any of some words.
pub(super) struct Union<'a> {
    segment: &'a Segment,
    counted: Weighed,
    conditions: Conditions<'a>,
}

/// The words, and what they can be worth.
struct Weighed {
    tallies: Tallies,
    bounds: Bounds,
    /// The most that a passage can be worth that holds each word once at most.
    weak: f32,
}

/// What a passage must hold to be among the best.
#[derive(Clone, Copy)]
struct Least {
    /// How many of the words, by their bounds, are not enough together.
    spared: usize,
    /// Whether it must hold a word more than once, or in its title.
    is_strong: bool,
}

impl<'a> Union<'a> {
    pub(super) fn new(segment: &'a Segment, words: Vec<Tally>, conditions: Conditions<'a>) -> Self {
        let tallies = Tallies::new(words, Vec::new());
        let counted = Weighed {
            bounds: Bounds::new(tallies.idfs(), rank::bm25f_bound),
            weak: rank::ROUNDING * most_at_once() * tallies.idfs().sum::<f32>(),
            tallies,
        };
        Self {
            segment,
            counted,
            conditions,
        }
    }

    /// Keeps the best passages; gives how many answer.
    pub(super) fn walk(self, ordinal: u32, wanted: Wanted<'_>, top: &mut Top) -> u64 {
        let Self {
            segment,
            mut counted,
            mut conditions,
        } = self;
        let mut total = 0;
        let mut least = counted.least(top);
        loop {
            let start = counted.tallies.next();
            if start == TERMINATED {
                return total;
            }
            let end = (start & !63).saturating_add(WINDOW);
            let end = end.min(segment.reader.max_doc());
            counted
                .tallies
                .fill(&(start..end), |first| segment.leads(first));
            for passages in counted.tallies.passages() {
                let mut answers = segment.answers(&passages, wanted.leftovers);
                if answers == 0 {
                    continue;
                }
                if conditions.is_empty() {
                    total += u64::from(answers.count_ones());
                    answers &= counted.able(passages.row, least);
                }
                for doc in bits_of(answers).map(|bit| passages.first + bit) {
                    if !conditions.is_empty() {
                        if !conditions.keep(segment, doc) {
                            continue;
                        }
                        total += 1;
                    }
                    if !top.admits(counted.bound(segment, doc)) {
                        continue;
                    }
                    let worth = counted.worth(segment, doc);
                    if top.admits(worth) && !wanted.known.contains(&(ordinal, doc)) {
                        top.push(segment.candidate(ordinal, doc, worth));
                        least = counted.least(top);
                    }
                }
            }
        }
    }
}

impl Weighed {
    fn least(&self, top: &Top) -> Least {
        Least {
            spared: self.bounds.spared(0.0, |sum| top.admits(sum)),
            is_strong: !top.admits(self.weak),
        }
    }

    /// Of 64 passages those that hold as much.
    fn able(&self, row: usize, least: Least) -> u64 {
        let mut able = u64::MAX;
        if least.is_strong {
            able &= self.tallies.strong(row);
        }
        if least.spared > 0 {
            able &= self.tallies.any(row, &self.bounds, least.spared);
        }
        able
    }

    /// The most that a passage can be worth.
    fn bound(&self, segment: &Segment, doc: u32) -> f32 {
        rank::ROUNDING * segment.bound(&self.tallies, doc)
    }

    /// What the words of a passage are worth. Sums run in one order, so that they are equal wherever a
    /// passage is stored.
    fn worth(&self, segment: &Segment, doc: u32) -> f32 {
        let norms = segment.norms(doc);
        let words = self.tallies.of(doc);
        words.fold(0.0, |sum, (_, idf, seen)| {
            sum + rank::bm25f(idf, seen, norms)
        })
    }
}
