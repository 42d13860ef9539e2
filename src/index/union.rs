//! Words of which any will do, over one segment, window by window.

use tantivy::TERMINATED;

use super::collect::Wanted;
use super::cursor::Conditions;
use super::segment::{Segment, most_at_once};
use super::tally::{Tallies, Tally, WINDOW, bits_of};
use crate::rank::{self, Top};

/// The passages that hold any of some words.
pub(super) struct Union<'a> {
    segment: &'a Segment,
    counted: Counted,
    conditions: Conditions<'a>,
}

/// The words, and what they can be worth.
struct Counted {
    tallies: Tallies,
    /// The words by the most that they can be worth, the least first.
    by_bound: Vec<(usize, f32)>,
    /// The most that a passage can be worth that holds each word once at most.
    weak: f32,
}

impl<'a> Union<'a> {
    pub(super) fn new(segment: &'a Segment, words: Vec<Tally>, conditions: Conditions<'a>) -> Self {
        let idfs: Vec<f32> = words.iter().map(Tally::idf).collect();
        let mut by_bound: Vec<(usize, f32)> = (idfs.iter())
            .map(|idf| rank::bm25f_bound(*idf))
            .enumerate()
            .collect();
        by_bound.sort_by(|left, right| left.1.total_cmp(&right.1));
        let counted = Counted {
            tallies: Tallies::new(words, Vec::new()),
            by_bound,
            weak: rank::ROUNDING * most_at_once() * idfs.iter().sum::<f32>(),
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
                    answers &= counted.able(passages.row, top);
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
                    }
                }
            }
        }
    }
}

impl Counted {
    /// Of 64 passages those that could be among the best, told from whether they hold any word more than
    /// once, and any of those without which they cannot be. (`MaxScore`: Turtle and Flood, "Query
    /// evaluation: strategies and optimizations", 1995.)
    fn able(&self, row: usize, top: &Top) -> u64 {
        let strong = if top.admits(self.weak) {
            u64::MAX
        } else {
            self.tallies.strong(row)
        };
        let mut sum = 0.0;
        let spared = self.by_bound.iter().take_while(|(_, bound)| {
            sum += bound;
            !top.admits(rank::ROUNDING * sum)
        });
        let spared = spared.count();
        if spared == 0 {
            return strong;
        }
        let essential = self.by_bound.get(spared..).unwrap_or_default();
        strong & self.tallies.any(row, essential)
    }

    /// The most that a passage can be worth.
    fn bound(&self, segment: &Segment, doc: u32) -> f32 {
        let titled = || rank::bm25f_once_titled(segment.norms(doc));
        rank::ROUNDING * self.tallies.bound(doc, segment.once(doc), titled)
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
