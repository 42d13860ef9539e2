//! Words of which any will do, over one segment, window by window.

use tantivy::TERMINATED;

use super::collect::Wanted;
use super::cursor::{Conditions, with_lengths};
use super::segment::{Segment, most_at_once};
use super::tally::{MaskSums, Tallies, Tally, WINDOW, bits_of, by_bit};
use crate::rank::{self, Top};

/// The passages that hold any of some words.
pub(super) struct Union<'a> {
    segment: &'a Segment,
    tallies: Tallies,
    weights: MaskSums,
    conditions: Conditions<'a>,
}

impl<'a> Union<'a> {
    pub(super) fn new(segment: &'a Segment, words: Vec<Tally>, conditions: Conditions<'a>) -> Self {
        let idfs: Vec<f32> = words.iter().map(Tally::idf).collect();
        Self {
            segment,
            weights: MaskSums::new(&by_bit(&idfs, |idf| idf)),
            tallies: Tallies::new(words, Vec::new()),
            conditions,
        }
    }

    /// Keeps the best passages; gives how many answer.
    pub(super) fn walk(mut self, ordinal: u32, wanted: Wanted<'_>, top: &mut Top) -> u64 {
        let mut total = 0;
        // The most that a passage can be worth that holds each word once at most.
        let most_of_weak = rank::ROUNDING * most_at_once() * self.weights.of(u64::MAX);
        loop {
            let start = self.tallies.next();
            if start == TERMINATED {
                return total;
            }
            let end = (start & !63).saturating_add(WINDOW);
            let end = end.min(self.segment.reader.max_doc());
            let leads = |first| self.segment.leads(first);
            self.tallies.fill(start..end, leads);
            for passages in self.tallies.passages() {
                let mut answers = self.segment.answers(&passages, wanted.leftovers);
                if self.conditions.is_empty() {
                    total += u64::from(answers.count_ones());
                    if !top.admits(most_of_weak) {
                        answers &= passages.strong;
                    }
                }
                for doc in bits_of(answers).map(|bit| passages.first + bit) {
                    if !self.conditions.is_empty() {
                        if !self.conditions.keep(self.segment, doc) {
                            continue;
                        }
                        total += 1;
                    }
                    if !top.admits(self.bound(doc)) {
                        continue;
                    }
                    let worth = self.worth(doc);
                    if top.admits(worth) && !wanted.known.contains(&(ordinal, doc)) {
                        top.push(self.segment.candidate(ordinal, doc, worth));
                    }
                }
            }
        }
    }

    /// The most that a passage can be worth, told from which words it holds, and whether more than once.
    fn bound(&self, doc: u32) -> f32 {
        let first = |masks: &[u64]| masks.first().copied().unwrap_or(0);
        let (mask, strong) = (self.tallies.masks(doc), self.tallies.strong(doc));
        rank::ROUNDING * (self.weights).bound(self.segment.once(doc), first(mask), first(strong))
    }

    /// What the words of a passage are worth. Sums run in one order, so that they are equal wherever a
    /// passage is stored.
    fn worth(&self, doc: u32) -> f32 {
        self.tallies.of(doc).fold(0.0, |sum, (_, idf, seen)| {
            sum + rank::bm25f(idf, &with_lengths(seen, self.segment, doc))
        })
    }
}
