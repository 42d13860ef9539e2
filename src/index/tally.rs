//! Words counted over a window of passages, one list of postings after the other: which passages hold
//! them, as sets of bits; how often, only of the passages that are asked for. Where most of the postings
//! are read anyway, this costs a fraction of asking every list for every passage.

use std::ops::Range;

use tantivy::TERMINATED;
use tantivy::postings::BlockSegmentPostings;

use super::cursor::{Reading, Sums};
use crate::rank::{self, Occurrences};

/// How many passages are counted at a time, about: their sets stay in the nearest cache.
pub(super) const WINDOW: u32 = 4096;
/// A word of more lists is summed up while it is counted: they are too many to ask each of them.
const MANY_LISTS: usize = 16;

/// Some words over one segment, of which one window at a time is counted.
pub(super) struct Tallies {
    words: Vec<Tally>,
    /// How many of the words, the first ones, lead to passages. The others are counted in these.
    leading: usize,
    base: u32,
    /// The passages that hold a word that leads.
    held: Vec<u64>,
    in_body: Vec<u64>,
    /// Those whose titles count: they hold a word in their bodies, or answer for their titles.
    heard: Vec<u64>,
}

/// 64 passages of a window, a bit for each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passages {
    pub(super) row: usize,
    pub(super) first: u32,
    /// Those that hold any word.
    pub(super) held: u64,
    /// Those that hold one in their bodies.
    pub(super) in_body: u64,
}

/// The words of some tallies, by their numbers, with the most that each can be worth; the least first.
pub(super) struct Bounds(Vec<(usize, f32)>);

impl Bounds {
    /// Of words of these weights; `most` tells what one of a weight can be worth.
    pub(super) fn new(idfs: impl Iterator<Item = f32>, most: impl Fn(f32) -> f32) -> Self {
        let mut bounds: Vec<(usize, f32)> = idfs.map(most).enumerate().collect();
        bounds.sort_by(|left, right| left.1.total_cmp(&right.1));
        Self(bounds)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many of the words, the first ones, are not enough together beside what is worth `others`.
    /// (`MaxScore`: Turtle and Flood, "Query evaluation: strategies and optimizations", 1995.)
    pub(super) fn spared(&self, others: f32, is_enough: impl Fn(f32) -> bool) -> usize {
        let mut sum = others;
        let spared = self.0.iter().take_while(|(_, bound)| {
            sum += bound;
            !is_enough(rank::ROUNDING * sum)
        });
        spared.count()
    }

    /// The words but for so many of the first.
    fn after(&self, spared: usize) -> impl Iterator<Item = usize> {
        let essential = self.0.get(spared..).unwrap_or_default();
        essential.iter().map(|(word, _)| *word)
    }
}

/// A word in all its readings.
pub(super) struct Tally {
    idf: f32,
    lists: Vec<TallyList>,
    counted: Counted,
    /// The passages of the window that hold the word, by each view of it: spelled or named,
    /// and by its stem, in their bodies; then in their titles.
    views: [Vec<u64>; 4],
    /// Those that hold it where it counts.
    held: Vec<u64>,
    /// Those that hold it more than once.
    often: Vec<u64>,
    /// Those that hold it more than once, or in their titles.
    strong: Vec<u64>,
}

/// How often the passages of a window hold a word.
enum Counted {
    /// As each list says.
    ByList(Vec<Counts>),
    /// Summed up by passage.
    ByPassage(Vec<Sums>),
}

/// How often passages hold a word as one list says, at most 255 times.
#[derive(Clone, Default)]
struct Counts {
    by_passage: Vec<u8>,
    /// Whether it says anything.
    is_touched: bool,
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

/// Passages of a window that hold a word, in one view of it.
struct View<'a> {
    base: u32,
    once: &'a mut [u64],
    often: &'a mut [u64],
}

impl View<'_> {
    /// Marks some passages, and counts how often they hold the word.
    fn count(&mut self, docs: &[u32], frequencies: &[u32], counts: &mut [u8]) {
        for (doc, frequency) in docs.iter().zip(frequencies) {
            let at = (doc - self.base) as usize;
            self.mark(at, *frequency);
            if let Some(count) = counts.get_mut(at) {
                *count = u8::try_from(*frequency).unwrap_or(u8::MAX);
            }
        }
    }

    #[inline]
    fn mark(&mut self, at: usize, frequency: u32) {
        let (row, bit) = (at / 64, at % 64);
        if let (Some(once), Some(often)) = (self.once.get_mut(row), self.often.get_mut(row)) {
            *often |= *once & 1 << bit | u64::from(frequency > 1) << bit;
            *once |= 1 << bit;
        }
    }
}

impl Tally {
    pub(super) fn new(lists: Vec<TallyList>, idf: f32) -> Self {
        let counted = if lists.len() > MANY_LISTS {
            Counted::ByPassage(Vec::new())
        } else {
            Counted::ByList(vec![Counts::default(); lists.len()])
        };
        Self {
            idf,
            lists,
            counted,
            views: Default::default(),
            held: Vec::new(),
            often: Vec::new(),
            strong: Vec::new(),
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

    /// Makes room for so many rows of 64 passages.
    fn clear(&mut self, rows: usize) {
        match &mut self.counted {
            Counted::ByList(lists) => {
                for counts in lists {
                    if std::mem::take(&mut counts.is_touched) {
                        counts.by_passage.clear();
                    }
                    counts.by_passage.resize(rows * 64, 0);
                }
            }
            Counted::ByPassage(sums) => {
                for (row, sums) in sums.chunks_mut(64).enumerate() {
                    let views = self.views.iter().filter_map(|view| view.get(row));
                    for at in bits_of(views.fold(0, |all, view| all | view)) {
                        if let Some(sums) = sums.get_mut(at as usize) {
                            *sums = Sums::default();
                        }
                    }
                }
                sums.resize(sums.len().max(rows * 64), Sums::default());
            }
        }
        let sets = [&mut self.held, &mut self.often, &mut self.strong];
        for set in self.views.iter_mut().chain(sets) {
            set.clear();
            set.resize(rows, 0);
        }
    }

    /// Reads its lists of bodies, or of titles.
    fn read(&mut self, window: &Range<u32>, in_titles: bool) {
        let base = window.start & !63;
        for (number, list) in self.lists.iter_mut().enumerate() {
            if list.in_title != in_titles {
                continue;
            }
            let [in_bodies, in_bodies_by_stem, in_title, in_title_by_stem] = &mut self.views;
            let once = match (list.reading, in_titles) {
                (Reading::Spelled | Reading::Named, false) => in_bodies,
                (Reading::Stemmed, false) => in_bodies_by_stem,
                (Reading::Spelled | Reading::Named, true) => in_title,
                (Reading::Stemmed, true) => in_title_by_stem,
            };
            let often = &mut self.often;
            let mut view = View { base, once, often };
            match &mut self.counted {
                Counted::ByList(lists) => {
                    let Some(counts) = lists.get_mut(number) else {
                        continue;
                    };
                    list.read(window, |docs, frequencies| {
                        counts.is_touched = true;
                        view.count(docs, frequencies, &mut counts.by_passage);
                    });
                }
                Counted::ByPassage(sums) => {
                    let (reading, weight) = (list.reading, list.weight);
                    list.read(window, |docs, frequencies| {
                        for (doc, frequency) in docs.iter().zip(frequencies) {
                            let at = (doc - base) as usize;
                            view.mark(at, *frequency);
                            if let Some(sums) = sums.get_mut(at) {
                                #[expect(
                                    clippy::cast_precision_loss,
                                    reason = "a frequency need not be exact"
                                )]
                                sums.add(reading, in_titles, weight * *frequency as f32);
                            }
                        }
                    });
                }
            }
        }
    }

    /// Tells where it counts: of titles in those that are `heard` alone.
    fn close(&mut self, heard: &[u64]) {
        let [spelled, stemmed, title, title_stemmed] = &self.views;
        let sets = (self.held.iter_mut().zip(&mut self.strong)).zip(&self.often);
        let bodies = spelled.iter().zip(stemmed);
        let titles = title.iter().zip(title_stemmed).zip(heard);
        for ((((held, strong), often), body), (title, heard)) in sets.zip(bodies).zip(titles) {
            let title = (title.0 | title.1) & heard;
            *held = body.0 | body.1 | title;
            *strong = (often | title) & *held;
        }
    }

    /// Forgets all passages but these.
    fn keep(&mut self, held: &[u64]) {
        for (set, held) in self.held.iter_mut().zip(held) {
            *set &= held;
        }
        for (set, held) in self.strong.iter_mut().zip(held) {
            *set &= held;
        }
    }

    /// How often a passage of the window holds the word, without the lengths of the passage.
    fn occurrences(&self, at: usize) -> Occurrences {
        let sums = match &self.counted {
            Counted::ByPassage(sums) => sums.get(at).copied().unwrap_or_default(),
            Counted::ByList(lists) => {
                let mut sums = Sums::default();
                for (list, counts) in self.lists.iter().zip(lists) {
                    let count = counts.by_passage.get(at).copied().unwrap_or(0);
                    if count > 0 {
                        sums.add(list.reading, list.in_title, list.weight * f32::from(count));
                    }
                }
                sums
            }
        };
        sums.occurrences()
    }
}

impl Tallies {
    pub(super) fn new(leading: Vec<Tally>, following: Vec<Tally>) -> Self {
        Self {
            leading: leading.len(),
            words: leading.into_iter().chain(following).collect(),
            base: 0,
            held: Vec::new(),
            in_body: Vec::new(),
            heard: Vec::new(),
        }
    }

    /// The weights of the words.
    pub(super) fn idfs(&self) -> impl Iterator<Item = f32> {
        self.words.iter().map(Tally::idf)
    }

    /// The first passage after the last window that holds any word that leads.
    pub(super) fn next(&self) -> u32 {
        let docs = self.words.iter().take(self.leading).map(Tally::next);
        docs.min().unwrap_or(TERMINATED)
    }

    /// Counts the passages of a window, which begins after the one before. `leads` tells which of 64
    /// passages, by the first of them, answer for their titles: others that hold words in their titles
    /// alone are passed over.
    pub(super) fn fill(&mut self, window: &Range<u32>, leads: impl Fn(u32) -> u64) {
        // So that the rows of 64 passages are those of the segment.
        self.base = window.start & !63;
        let rows = (window.end - self.base).div_ceil(64) as usize;
        for set in [&mut self.held, &mut self.in_body] {
            set.clear();
            set.resize(rows, 0);
        }
        let (leading, following) = self.words.split_at_mut(self.leading);
        for word in &mut *leading {
            word.clear(rows);
            word.read(window, false);
            let [spelled, stemmed, ..] = &word.views;
            let views = spelled.iter().zip(stemmed);
            for (any, (spelled, stemmed)) in self.in_body.iter_mut().zip(views) {
                *any |= spelled | stemmed;
            }
        }
        self.heard.clear();
        let leads = (self.base..).step_by(64).map(leads);
        let heard = self.in_body.iter().zip(leads);
        self.heard.extend(heard.map(|(own, leads)| own | leads));
        for word in leading {
            word.read(window, true);
            word.close(&self.heard);
            for (any, held) in self.held.iter_mut().zip(&word.held) {
                *any |= held;
            }
        }
        for word in following {
            word.clear(rows);
            word.read(window, false);
            word.read(window, true);
            word.close(&self.held);
            word.keep(&self.held);
        }
    }

    /// The window, 64 passages at a time, by the rows of the segment.
    pub(super) fn passages(&self) -> impl Iterator<Item = Passages> {
        let sets = self.held.iter().zip(&self.in_body);
        let firsts = (self.base..).step_by(64).enumerate();
        (sets.zip(firsts)).map(|((held, in_body), (row, first))| Passages {
            row,
            first,
            held: *held,
            in_body: *in_body,
        })
    }

    /// Of 64 passages those that hold any of the words but for so many of the first of `bounds`.
    pub(super) fn any(&self, row: usize, bounds: &Bounds, spared: usize) -> u64 {
        let words = bounds.after(spared);
        let held = words.filter_map(|word| self.words.get(word)?.held.get(row));
        held.fold(0, |any, held| any | held)
    }

    /// The first passage of a part of the window that holds any of the words but for so many of the first
    /// of `bounds`.
    pub(super) fn first_of(&self, part: Range<u32>, bounds: &Bounds, spared: usize) -> Option<u32> {
        let rows = self.held.len();
        let held = |row| (row < rows).then(|| self.any(row, bounds, spared));
        let doc = self.base + first_set(part.start - self.base, held)?;
        (doc < part.end).then_some(doc)
    }

    /// Of 64 passages those that hold any word more than once, or in their titles.
    pub(super) fn strong(&self, row: usize) -> u64 {
        let strong = self.words.iter().filter_map(|word| word.strong.get(row));
        strong.fold(0, |any, strong| any | strong)
    }

    /// The passages of a part of the window that hold any word that leads.
    pub(super) fn held(&self, part: Range<u32>) -> impl Iterator<Item = u32> {
        pieces(part).flat_map(|(first, length)| {
            let bits = Piece::of(first - self.base, length).of_set(&self.held);
            bits_of(bits).map(move |bit| first + bit)
        })
    }

    /// The most that the words can be worth in a passage in which one of weight 1 that stands once is
    /// worth `once`, and one that stands once beside its title so much.
    pub(super) fn bound(&self, doc: u32, once: f32, once_titled: impl Fn() -> f32) -> f32 {
        let at = (doc - self.base) as usize;
        let is_in = |set: &[u64]| is_set(set, at);
        let bounds = self.words.iter().map(|word| {
            if is_in(&word.strong) {
                if is_in(&word.often) {
                    rank::bm25f_bound(word.idf)
                } else {
                    once_titled() * word.idf
                }
            } else if is_in(&word.held) {
                once * word.idf
            } else {
                0.0
            }
        });
        bounds.sum()
    }

    /// Shows the weights of the words that a part of the window may hold, each with whether a passage of it
    /// may hold the word more than once or in its title, and whether the part may.
    pub(super) fn words_in(&self, part: &Range<u32>, mut show: impl FnMut(f32, bool, bool)) {
        let length = part.end - part.start;
        if length > 64 {
            // Too rare to be looked at closer.
            self.words
                .iter()
                .for_each(|word| show(word.idf, true, true));
            return;
        }
        let piece = Piece::of(part.start - self.base, length);
        for word in &self.words {
            let held = piece.of_set(&word.held);
            if held != 0 {
                let is_strong = piece.of_set(&word.strong) != 0;
                show(word.idf, is_strong, is_strong || !held.is_power_of_two());
            }
        }
    }

    pub(super) fn is_in_body(&self, doc: u32) -> bool {
        is_set(&self.in_body, (doc - self.base) as usize)
    }

    /// The words that a passage of the window holds, by their numbers and always in one order, each with
    /// its weight and how often, without the lengths of the passage.
    pub(super) fn of(&self, doc: u32) -> impl Iterator<Item = (usize, f32, Occurrences)> {
        let at = (doc - self.base) as usize;
        let words = self.words.iter().enumerate();
        let held = words.filter(move |(_, word)| is_set(&word.held, at));
        held.map(move |(number, word)| (number, word.idf, word.occurrences(at)))
    }
}

/// A part of a window, 64 passages at a time: the first of them, and how many they are.
fn pieces(part: Range<u32>) -> impl Iterator<Item = (u32, u32)> {
    let mut first = part.start;
    std::iter::from_fn(move || {
        let length = (part.end.saturating_sub(first)).min(64);
        let piece = (first, length);
        first += length;
        (length > 0).then_some(piece)
    })
}

/// At most 64 passages of a window, which lie in two rows.
struct Piece {
    row: usize,
    shift: u32,
    mask: u64,
}

impl Piece {
    fn of(first: u32, length: u32) -> Self {
        Self {
            row: (first / 64) as usize,
            shift: first % 64,
            mask: u64::MAX >> (64 - length),
        }
    }

    #[inline]
    fn of_set(&self, set: &[u64]) -> u64 {
        let row_of = |row: usize| set.get(row).copied().unwrap_or(0);
        let low = row_of(self.row) >> self.shift;
        // In two steps: there is no shift by 64.
        let high = row_of(self.row + 1) << 1 << (63 - self.shift);
        (low | high) & self.mask
    }
}

fn is_set(set: &[u64], at: usize) -> bool {
    let row = set.get(at / 64).copied().unwrap_or(0);
    row >> (at % 64) & 1 == 1
}

/// The first bit that is set from one of them on; `row` gives 64 at a time.
pub(super) fn first_set(from: u32, row: impl Fn(usize) -> Option<u64>) -> Option<u32> {
    let mut passed = u64::MAX << (from % 64);
    for number in from / 64.. {
        let bits = row(number as usize)? & passed;
        if bits != 0 {
            return Some(64 * number + bits.trailing_zeros());
        }
        passed = u64::MAX;
    }
    None
}

/// The numbers of the bits that are set.
pub(super) fn bits_of(mut mask: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = mask.trailing_zeros();
        mask &= mask.wrapping_sub(1);
        (bit < 64).then_some(bit)
    })
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
                (prop_oneof![0_usize..70, 0_usize..2], prop::collection::btree_map(0_u32..700, 1_u8..4, 0..40), 0_usize..5),
                1..60,
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
                let list = docs.iter().map(|(doc, count)| (*doc, u32::from(*count))).collect();
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
            let every = Bounds::new(tallies.idfs(), |idf| idf);
            let mut seen = BTreeMap::new();
            let mut start = 0;
            while start < 700 {
                let end = (start + length).min(700);
                tallies.fill(&(start..end), |_| leads);
                let mut shown = Vec::new();
                for doc in start..end {
                    let found: BTreeMap<usize, Occurrences> =
                        tallies.of(doc).map(|(word, _, seen)| (word, seen)).collect();
                    let is_held = found.keys().any(|word| *word < leading);
                    prop_assert_eq!(tallies.held(doc..doc + 1).count() == 1, is_held);
                    prop_assert_eq!(tallies.any(((doc - tallies.base) / 64) as usize, &every, 0) >> (doc % 64) & 1 == 1, is_held);
                    let mut bound = 0.0;
                    let mut worth = 0.0;
                    tallies.words_in(&(doc..doc + 1), |idf, is_strong, is_often| {
                        bound += idf * if is_strong { rank::bm25f_bound(1.0) } else { 1.0 };
                        shown.push((doc, is_often));
                    });
                    prop_assert!((bound - tallies.bound(doc, 1.0, || rank::bm25f_bound(1.0))).abs() < 1e-3);
                    for (word, occurrences) in found {
                        let norms = rank::Norms::of(0, 0);
                        let most = rank::bm25f_once(norms);
                        worth += rank::bm25f(1.0, occurrences, norms);
                        seen.insert((doc, word), (occurrences.body, occurrences.title));
                        let titled = || rank::bm25f_once_titled(norms);
                        prop_assert!(tallies.bound(doc, most, titled) * rank::ROUNDING >= worth);
                    }
                    let is_in_body = held
                        .range((doc, 0)..(doc + 1, 0))
                        .any(|((_, word), sums)| *word < leading && sums[0] + sums[2] > 0.0);
                    prop_assert_eq!(tallies.is_in_body(doc), is_in_body);
                }
                let mut of_all = 0;
                tallies.words_in(&(start..end), |_, _, is_often| of_all += u32::from(is_often));
                prop_assert!(of_all >= u32::from(shown.iter().any(|(_, is_often)| *is_often)));
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
