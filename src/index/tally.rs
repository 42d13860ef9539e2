//! A word's lists of postings, read together: which passages hold it, and how often.

use std::ops::Range;

use tantivy::TERMINATED;
use tantivy::postings::BlockSegmentPostings;

use super::bits::{bits_of, set_bit};
use super::cursor::{Reading, Sums, View};
use crate::rank::Occurrences;

/// How many passages are summed up at a time: their sums stay in a near cache.
const WINDOW: u32 = 2048;

pub(super) struct TallyList {
    postings: Flat,
    /// How many of the current block are read.
    at: usize,
    reading: Reading,
    weight: f32,
    in_title: bool,
}

enum Flat {
    Blocks(Box<BlockSegmentPostings>),
    /// Passages, and how often each.
    Gathered(Vec<u32>, Vec<u32>),
}

/// As many as a block of postings has.
const ONCE_EACH: [u32; 128] = [1; 128];

impl TallyList {
    pub(super) fn blocks(
        postings: BlockSegmentPostings,
        (reading, weight, in_title): (Reading, f32, bool),
    ) -> Self {
        Self::new(Flat::Blocks(Box::new(postings)), reading, weight, in_title)
    }

    pub(super) fn gathered(
        frequencies: Vec<(u32, u32)>,
        (reading, weight, in_title): (Reading, f32, bool),
    ) -> Self {
        let (docs, frequencies) = frequencies.into_iter().unzip();
        let postings = Flat::Gathered(docs, frequencies);
        Self::new(postings, reading, weight, in_title)
    }

    fn new(postings: Flat, reading: Reading, weight: f32, in_title: bool) -> Self {
        Self {
            postings,
            at: 0,
            reading,
            weight,
            in_title,
        }
    }

    /// The next passage that was not read.
    fn next(&self) -> u32 {
        let docs = match &self.postings {
            Flat::Blocks(blocks) => blocks.docs(),
            Flat::Gathered(docs, _) => docs,
        };
        docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn skip_to(&mut self, start: u32) {
        if self.next() >= start {
            return;
        }
        match &mut self.postings {
            Flat::Blocks(blocks) => self.at = blocks.seek(start),
            Flat::Gathered(docs, _) => self.at = docs.partition_point(|doc| *doc < start),
        }
    }

    /// Shows the passages of a window that hold the word, and how often each, some at a time.
    fn read(&mut self, window: &Range<u32>, mut show: impl FnMut(&[u32], &[u32])) {
        if self.next() >= window.end {
            return;
        }
        self.skip_to(window.start);
        match &mut self.postings {
            Flat::Blocks(blocks) => loop {
                let docs = blocks.docs();
                let ahead = docs.get(self.at..).unwrap_or_default();
                let inside = before(window.end, ahead);
                let frequencies = blocks.freqs().get(self.at..).unwrap_or_default();
                if frequencies.len() == ahead.len() {
                    show(inside, frequencies);
                } else {
                    show(inside, &ONCE_EACH);
                }
                self.at += inside.len();
                if docs.is_empty() || self.at < docs.len() {
                    return;
                }
                blocks.advance();
                self.at = 0;
            },
            Flat::Gathered(docs, frequencies) => {
                let inside = before(window.end, docs.get(self.at..).unwrap_or_default());
                show(inside, frequencies.get(self.at..).unwrap_or_default());
                self.at += inside.len();
            }
        }
    }
}

/// Those of some passages, in order, that come before `end`.
fn before(end: u32, docs: &[u32]) -> &[u32] {
    match docs.last() {
        Some(last) if *last >= end => {
            let inside = docs.partition_point(|doc| *doc < end);
            docs.get(..inside).unwrap_or(docs)
        }
        _ => docs,
    }
}

/// All passages that any of the lists holds, in their order, each with what they say of it together.
pub(super) fn read_all(mut lists: Vec<TallyList>, mut show: impl FnMut(u32, Occurrences)) {
    let mut sums = vec![Sums::default(); WINDOW as usize];
    let mut held = [0; WINDOW as usize / 64];
    loop {
        let next = lists.iter().map(TallyList::next).min();
        let Some(next) = next.filter(|next| *next < TERMINATED) else {
            return;
        };
        let base = next & !63;
        let window = base..base.saturating_add(WINDOW);
        for list in &mut lists {
            let (view, weight) = (View::of(list.reading, list.in_title), list.weight);
            list.read(&window, |docs, frequencies| {
                for (doc, frequency) in docs.iter().zip(frequencies) {
                    let at = (doc - base) as usize;
                    set_bit(&mut held, at);
                    if let Some(sums) = sums.get_mut(at) {
                        #[expect(
                            clippy::cast_precision_loss,
                            reason = "a frequency need not be exact"
                        )]
                        sums.add(view, weight * *frequency as f32);
                    }
                }
            });
        }
        for (row, first) in held.iter_mut().zip((0..).step_by(64)) {
            for at in bits_of(std::mem::take(row)).map(|bit| first + bit) {
                if let Some(sums) = sums.get_mut(at as usize) {
                    show(base + at, std::mem::take(sums).occurrences());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lists_are_read_together(
            lists in prop::collection::vec(
                (prop::collection::btree_map(0_u32..9000, 1_u32..400, 0..60), 0_usize..5, prop_oneof![Just(1.0_f32), Just(0.5)]),
                0..9,
            ),
        ) {
            let kinds = [
                (Reading::Spelled, false),
                (Reading::Spelled, true),
                (Reading::Stemmed, false),
                (Reading::Stemmed, true),
                (Reading::Named, false),
            ];
            let mut expected: BTreeMap<u32, Sums> = BTreeMap::new();
            let mut given = Vec::new();
            for (docs, kind, weight) in lists {
                let (reading, in_title) = kinds[kind];
                for (doc, frequency) in &docs {
                    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
                    let frequency = *frequency as f32;
                    expected.entry(*doc).or_default().add(View::of(reading, in_title), weight * frequency);
                }
                given.push(TallyList::gathered(docs.into_iter().collect(), (reading, weight, in_title)));
            }
            let mut found = Vec::new();
            read_all(given, |doc, seen| found.push((doc, seen)));
            let expected: Vec<_> = expected.into_iter().map(|(doc, sums)| (doc, sums.occurrences())).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
