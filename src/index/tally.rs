//! A word counted over a window of passages, one list of postings after the other. Where most of the
//! postings are read anyway, this costs a fraction of asking every list for every passage.

use std::ops::Range;

use tantivy::TERMINATED;
use tantivy::postings::BlockSegmentPostings;

use super::cursor::{Reading, Sums};
use crate::rank::{self, Occurrences};

/// How many passages are counted at a time, about: their rows stay in the nearest cache.
pub(super) const WINDOW: u32 = 2048;
/// In what order a window is counted: what bodies hold, then the titles of passages that can answer,
/// then what follows in passages that are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    Bodies,
    Titles,
    Following,
}

impl Pass {
    fn reads(self, in_title: bool) -> bool {
        self == Self::Following || in_title == (self == Self::Titles)
    }
}

/// Where fewer than one in so many passages was touched, they are emptied one by one.
const SPARSE: usize = 16;

/// Some words over one segment, of which one window at a time is counted.
pub(super) struct Tallies {
    words: Vec<Tally>,
    /// How many of the words, the first ones, lead to passages. The others are counted in these.
    leading: usize,
    base: u32,
    /// Tells the rows of this window from what is left of others.
    window: u32,
    /// Which words each passage holds, a bit for each word; of more than 64 some share one.
    masks: Vec<u64>,
    /// And which more than once, or in its title.
    strong: Vec<u64>,
    /// The passages that hold any word, and those that hold one in their bodies, a bit for each.
    held: Vec<u64>,
    in_body: Vec<u64>,
    /// Those that hold one more than once, or in their titles.
    held_strongly: Vec<u64>,
    /// Those whose titles count: they hold a word in their bodies, or answer for their titles.
    heard: Vec<u64>,
}

/// 64 passages of a window, a bit for each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passages {
    pub(super) first: u32,
    /// Those that hold any word.
    pub(super) held: u64,
    /// Those that hold one in their bodies.
    pub(super) in_body: u64,
    /// Those that hold one more than once, or in their titles.
    pub(super) strong: u64,
}

/// A word in all its readings.
pub(super) struct Tally {
    lists: Vec<TallyList>,
    idf: f32,
    rows: Vec<Row>,
}

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
    Gathered(Vec<(u32, f32)>),
}

/// How often the word stands in a passage.
#[derive(Clone, Default)]
struct Row {
    window: u32,
    sums: Sums,
}

impl TallyList {
    pub(super) fn blocks(
        postings: BlockSegmentPostings,
        (reading, weight, in_title): (Reading, f32, bool),
    ) -> Self {
        Self::new(Flat::Blocks(Box::new(postings)), reading, weight, in_title)
    }

    pub(super) fn gathered(
        frequencies: Vec<(u32, f32)>,
        (reading, weight, in_title): (Reading, f32, bool),
    ) -> Self {
        Self::new(Flat::Gathered(frequencies), reading, weight, in_title)
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
        let next = match &self.postings {
            Flat::Blocks(blocks) => blocks.docs().get(self.at).copied(),
            Flat::Gathered(rows) => rows.get(self.at).map(|(doc, _)| *doc),
        };
        next.unwrap_or(TERMINATED)
    }

    fn skip_to(&mut self, start: u32) {
        if self.next() >= start {
            return;
        }
        match &mut self.postings {
            Flat::Blocks(blocks) => self.at = blocks.seek(start),
            Flat::Gathered(rows) => self.at = rows.partition_point(|(doc, _)| *doc < start),
        }
    }

    /// Shows the passages before `end`, each with how often it holds the word.
    fn read(&mut self, end: u32, mut show: impl FnMut(u32, f32)) {
        match &mut self.postings {
            Flat::Blocks(blocks) => loop {
                let docs = blocks.docs();
                let ahead = docs.get(self.at..).unwrap_or_default();
                let inside = match ahead.last() {
                    Some(last) if *last < end => ahead.len(),
                    _ => ahead.partition_point(|doc| *doc < end),
                };
                let frequencies = blocks.freqs().get(self.at..).unwrap_or_default();
                if frequencies.len() == ahead.len() {
                    for (doc, frequency) in ahead.iter().zip(frequencies).take(inside) {
                        #[expect(
                            clippy::cast_precision_loss,
                            reason = "a frequency need not be exact"
                        )]
                        show(*doc, *frequency as f32);
                    }
                } else {
                    for doc in ahead.iter().take(inside) {
                        show(*doc, 1.0);
                    }
                }
                self.at += inside;
                if docs.is_empty() || self.at < docs.len() {
                    return;
                }
                blocks.advance();
                self.at = 0;
            },
            Flat::Gathered(rows) => {
                let ahead = rows.get(self.at..).unwrap_or_default();
                let inside = ahead.partition_point(|(doc, _)| *doc < end);
                for (doc, frequency) in ahead.iter().take(inside) {
                    show(*doc, *frequency);
                }
                self.at += inside;
            }
        }
    }
}

impl Tally {
    pub(super) fn new(lists: Vec<TallyList>, idf: f32) -> Self {
        Self {
            lists,
            idf,
            rows: Vec::new(),
        }
    }

    pub(super) fn idf(&self) -> f32 {
        self.idf
    }

    /// The first passage after the last window that holds the word.
    pub(super) fn next(&self) -> u32 {
        let docs = self.lists.iter().map(TallyList::next);
        docs.min().unwrap_or(TERMINATED)
    }
}

impl Tallies {
    pub(super) fn new(leading: Vec<Tally>, following: Vec<Tally>) -> Self {
        Self {
            leading: leading.len(),
            words: leading.into_iter().chain(following).collect(),
            base: 0,
            window: 0,
            masks: Vec::new(),
            strong: Vec::new(),
            held: Vec::new(),
            in_body: Vec::new(),
            held_strongly: Vec::new(),
            heard: Vec::new(),
        }
    }

    pub(super) fn words(&self) -> &[Tally] {
        &self.words
    }

    /// The first passage after the last window that holds any word that leads.
    pub(super) fn next(&self) -> u32 {
        let docs = self.words.iter().take(self.leading).map(Tally::next);
        docs.min().unwrap_or(TERMINATED)
    }

    /// Counts the passages of a window, which begins after the one before. `leads` tells which of 64
    /// passages, by the first of them, answer for their titles: others that hold words in their titles
    /// alone are passed over.
    pub(super) fn fill(&mut self, window: Range<u32>, leads: impl Fn(u32) -> u64) {
        // So that the rows of 64 passages are those of the segment.
        let base = window.start & !63;
        let length = (window.end - base) as usize;
        self.base = base;
        self.window += 1;
        self.forget(length);
        for bits in [&mut self.held, &mut self.in_body, &mut self.held_strongly] {
            bits.clear();
            bits.resize(length.div_ceil(64), 0);
        }
        self.read(Pass::Bodies, window.clone());
        // All that words in bodies open is known by now.
        let leads = (base..).step_by(64).map(leads);
        let heard = self.in_body.iter().zip(leads);
        self.heard.clear();
        self.heard.extend(heard.map(|(own, leads)| own | leads));
        self.read(Pass::Titles, window.clone());
        if self.leading < self.words.len() {
            self.heard.clone_from(&self.held);
            self.read(Pass::Following, window);
        }
    }

    /// Reads the lists of one pass.
    fn read(&mut self, pass: Pass, window: Range<u32>) {
        let (base, number) = (self.base, self.window);
        let length = self.masks.len();
        let (masks, strong) = (&mut self.masks, &mut self.strong);
        let (held, in_body) = (&mut self.held, &mut self.in_body);
        let (held_strongly, heard) = (&mut self.held_strongly, &self.heard);
        let words = match pass {
            Pass::Bodies | Pass::Titles => 0..self.leading,
            Pass::Following => self.leading..self.words.len(),
        };
        let bits = (0..64).cycle().skip(words.start);
        for (word, bit) in self.words.get_mut(words).into_iter().flatten().zip(bits) {
            if word.rows.len() < length {
                word.rows.resize(length, Row::default());
            }
            let rows = &mut word.rows;
            let lists = word.lists.iter_mut();
            for list in lists.filter(|list| pass.reads(list.in_title)) {
                list.skip_to(window.start);
                let (reading, weight, in_title) = (list.reading, list.weight, list.in_title);
                list.read(window.end, |doc, frequency| {
                    let at = (doc - base) as usize;
                    if pass != Pass::Bodies && !is_set(heard, at) {
                        return;
                    }
                    let (Some(row), Some(mask)) = (rows.get_mut(at), masks.get_mut(at)) else {
                        return;
                    };
                    if row.window != number {
                        *row = Row {
                            window: number,
                            ..Row::default()
                        };
                        *mask |= 1 << bit;
                        if pass != Pass::Following {
                            set(held, at);
                        }
                    }
                    if pass == Pass::Bodies {
                        set(in_body, at);
                    }
                    let sum = row.sums.add(reading, in_title, weight * frequency);
                    if (in_title || sum > 1.0)
                        && let Some(strong) = strong.get_mut(at)
                    {
                        *strong |= 1 << bit;
                        set(held_strongly, at);
                    }
                });
            }
        }
    }

    /// Empties the masks of the last window, and makes room for those of the next.
    fn forget(&mut self, length: usize) {
        let touched = self.held.iter().map(|row| row.count_ones() as usize);
        let is_sparse = touched.sum::<usize>() < self.masks.len() / SPARSE;
        for masks in [&mut self.masks, &mut self.strong] {
            if is_sparse {
                let rows = self.held.iter().zip((0..).step_by(64));
                let touched =
                    rows.flat_map(|(row, first)| bits_of(*row).map(move |bit| first + bit));
                for at in touched {
                    if let Some(mask) = masks.get_mut(at as usize) {
                        *mask = 0;
                    }
                }
            } else {
                masks.fill(0);
            }
            masks.resize(length, 0);
        }
    }

    /// The window that was filled last.
    pub(super) fn passages(&self) -> impl Iterator<Item = Passages> {
        let bits = (self.held.iter().zip(&self.in_body)).zip(&self.held_strongly);
        let bits = bits.zip((self.base..).step_by(64));
        bits.map(|(((held, in_body), strong), first)| Passages {
            first,
            held: *held,
            in_body: *in_body,
            strong: *strong,
        })
    }

    /// Which words the passages of the window from `doc` on hold.
    pub(super) fn masks(&self, doc: u32) -> &[u64] {
        let from = (doc - self.base) as usize;
        self.masks.get(from..).unwrap_or_default()
    }

    /// Which of them more than once, or in their titles.
    pub(super) fn strong(&self, doc: u32) -> &[u64] {
        let from = (doc - self.base) as usize;
        self.strong.get(from..).unwrap_or_default()
    }

    pub(super) fn is_in_body(&self, doc: u32) -> bool {
        is_set(&self.in_body, (doc - self.base) as usize)
    }

    /// The words that a passage of the window holds, by their numbers and always in one order, each with
    /// its weight and how often, without the lengths of the passage.
    pub(super) fn of(&self, doc: u32) -> impl Iterator<Item = (usize, f32, Occurrences)> {
        let at = (doc - self.base) as usize;
        let bits = bits_of(self.masks.get(at).copied().unwrap_or(0));
        let numbers = bits.flat_map(|bit| (bit as usize..self.words.len()).step_by(64));
        numbers.filter_map(move |number| {
            let word = self.words.get(number)?;
            let row = word.rows.get(at)?;
            (row.window == self.window).then(|| (number, word.idf, row.sums.occurrences()))
        })
    }
}

fn set(bits: &mut [u64], at: usize) {
    if let Some(row) = bits.get_mut(at / 64) {
        *row |= 1 << (at % 64);
    }
}

fn is_set(bits: &[u64], at: usize) -> bool {
    let row = bits.get(at / 64).copied().unwrap_or(0);
    row >> (at % 64) & 1 == 1
}

/// The numbers of the bits that are set.
pub(super) fn bits_of(mut mask: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = mask.trailing_zeros();
        mask &= mask.wrapping_sub(1);
        (bit < 64).then_some(bit)
    })
}

/// The values of words by their bits; of words that share a bit, their sum.
pub(super) fn by_bit(idfs: &[f32], value: impl Fn(f32) -> f32) -> Vec<(u32, f32)> {
    let bits = (0..64).zip(idfs).map(|(bit, _)| {
        let words = idfs.iter().skip(bit as usize).step_by(64);
        (bit, words.map(|idf| value(*idf)).sum())
    });
    bits.collect()
}

/// Sums of values that bits stand for, eight bits at a time.
pub(super) struct MaskSums(Vec<[f32; 256]>);

impl MaskSums {
    pub(super) fn new(values: &[(u32, f32)]) -> Self {
        let table = |values: &[(u32, f32)]| {
            let mut sums = [0.0; 256];
            for at in 1..256_usize {
                let lowest = at.trailing_zeros() as usize;
                let rest = sums.get(at & (at - 1)).copied().unwrap_or(0.0);
                if let Some(sum) = sums.get_mut(at) {
                    *sum = rest + values.get(lowest).map_or(0.0, |(_, value)| *value);
                }
            }
            sums
        };
        Self(values.chunks(8).map(table).collect())
    }

    pub(super) fn of(&self, mask: u64) -> f32 {
        let bytes = mask.to_le_bytes();
        let sums = self.0.iter().zip(bytes).map(|(table, byte)| {
            let sum = table.get(usize::from(byte));
            sum.copied().unwrap_or(0.0)
        });
        sums.sum()
    }

    /// The most that words of these weights can be worth in a passage in which one that stands once is
    /// worth `once` times its weight.
    pub(super) fn bound(&self, once: f32, mask: u64, strong: u64) -> f32 {
        once * self.of(mask & !strong) + rank::bm25f_bound(self.of(strong))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn windows_count_what_the_lists_hold(
            lists in prop::collection::vec(
                (0_usize..70, prop::collection::btree_map(0_u32..700, 1_u8..4, 0..40), 0_usize..5),
                1..12,
            ),
            length in 1_u32..300,
            leads in any::<u64>(),
            leading in 0_usize..71,
        ) {
            let kinds = [
                (Reading::Spelled, false),
                (Reading::Spelled, true),
                (Reading::Stemmed, false),
                (Reading::Stemmed, true),
                (Reading::Named, false),
            ];
            let mut words: BTreeMap<usize, Vec<TallyList>> = BTreeMap::new();
            let mut held: BTreeMap<(u32, usize), [f32; 5]> = BTreeMap::new();
            for (word, docs, kind) in &lists {
                let (reading, in_title) = kinds[*kind];
                let list = docs.iter().map(|(doc, count)| (*doc, f32::from(*count))).collect();
                let list = TallyList::gathered(list, (reading, 0.5, in_title));
                words.entry(*word).or_default().push(list);
                for (doc, count) in docs {
                    let sums = held.entry((*doc, *word)).or_default();
                    let count = 0.5 * f32::from(*count);
                    sums[[0, 1, 2, 3, 0][*kind]] += count;
                    sums[4] += if *kind == 0 { count } else { 0.0 };
                }
            }
            let mut all: Vec<Tally> = (0..70)
                .map(|word| Tally::new(words.remove(&word).unwrap_or_default(), 1.0))
                .collect();
            let following = all.split_off(leading.min(70));
            let mut tallies = Tallies::new(all, following);
            let mut seen = BTreeMap::new();
            let mut start = 0;
            while start < 700 {
                let end = (start + length).min(700);
                tallies.fill(start..end, |_| leads);
                for doc in start..end {
                    let mask = tallies.masks(doc)[0];
                    let found: BTreeMap<usize, Occurrences> =
                        tallies.of(doc).map(|(word, _, seen)| (word, seen)).collect();
                    let bits = found.keys().fold(0_u64, |bits, word| bits | 1 << (word % 64));
                    prop_assert_eq!(mask, bits);
                    for (word, occurrences) in found {
                        seen.insert((doc, word), (occurrences.body, occurrences.title));
                    }
                    let is_in_body = held
                        .range((doc, 0)..(doc + 1, 0))
                        .any(|((_, word), sums)| *word < leading && sums[0] + sums[2] > 0.0);
                    prop_assert_eq!(tallies.is_in_body(doc), is_in_body);
                }
                start = end;
            }
            let in_body: BTreeSet<u32> = (held.iter())
                .filter(|((_, word), sums)| *word < leading && sums[0] + sums[2] > 0.0)
                .map(|((doc, _), _)| *doc)
                .collect();
            let is_heard = |doc: &u32| in_body.contains(doc) || leads >> (doc % 64) & 1 == 1;
            held.retain(|(doc, word), _| *word >= leading || is_heard(doc));
            let held_by_leading: BTreeSet<u32> = (held.keys())
                .filter(|(_, word)| *word < leading)
                .map(|(doc, _)| *doc)
                .collect();
            held.retain(|(doc, _), _| held_by_leading.contains(doc));
            let expected = held.into_iter().map(|(place, sums)| {
                let [body, title, stem_body, stem_title, spelled] = sums;
                let body = f32::max(body, stem_body) + rank::SPELLING_BONUS * spelled;
                (place, (body, f32::max(title, stem_title)))
            });
            prop_assert_eq!(seen, expected.collect::<BTreeMap<_, _>>());
        }
    }
}
