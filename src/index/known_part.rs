//! The passages of a segment that hold a part of a query, and how often, as sets of bits.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::mem::{self, size_of_val};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::TERMINATED;

use super::bits::bits_of;
use super::remembered::Room;
use super::rows::{Ranked, Row, Rows};
use crate::rank::{self, Norms, Occurrences};

/// How many bits a hash of an amount has, and what spreads it (Fibonacci hashing: Knuth, "The Art of
/// Computer Programming", volume 3, 1973).
const GUESS_BITS: u32 = 6;
const GOLDEN_RATIO: u64 = 0x9E37_79B9_7F4A_7C15;
/// So many passages in which a part is worth the most are told: some more than a page has.
const CHAMPIONS: usize = 32;

/// The passages of a segment that hold a word, a phrase or a name, and how often each does.
#[derive(Debug, Default)]
pub(super) struct KnownPart {
    rows: Rows,
    amounts: Amounts,
    /// The passages in which it is worth the most, each with what it is worth there at weight 1; the most
    /// first.
    champions: Box<[(u32, f32)]>,
    /// The most that it is worth in any other.
    most_of_others: f32,
    /// How many of its passages answer, without web leftovers and with them, once it was counted.
    answers: Mutex<[Option<(Deletions, u64)>; 2]>,
}

/// Which passages of a segment are deleted, by the engine's number of that state.
pub(super) type Deletions = Option<u64>;

/// What a passage holds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Held {
    pub(super) seen: Occurrences,
    /// Of a name: whether its article holds the full name.
    pub(super) is_full: bool,
}

impl Held {
    /// Equal where both are: no number of these is negative, so that a bit is left.
    fn key(&self) -> u64 {
        let Occurrences { body, title } = self.seen;
        let [body, title] = [body, title].map(|number| u64::from(number.to_bits()));
        body << 32 | u64::from(self.is_full) << 31 | title
    }

    fn is_strong(&self) -> bool {
        self.seen.title > 0.0 || self.seen.body > rank::MOST_ONCE
    }
}

/// What the passages that hold something do, in their order.
#[derive(Debug)]
enum Amounts {
    /// By its number: most hold as much as many others.
    Numbered(Vec<u8>, Vec<Held>),
    Each(Vec<Held>),
}

impl Default for Amounts {
    fn default() -> Self {
        Self::Each(Vec::new())
    }
}

impl Amounts {
    fn get(&self, at: usize) -> Held {
        let held = match self {
            Self::Numbered(numbers, different) => {
                let number = numbers.get(at).copied().unwrap_or_default();
                different.get(usize::from(number))
            }
            Self::Each(all) => all.get(at),
        };
        held.copied().unwrap_or_default()
    }
}

impl Room for KnownPart {
    fn room(&self) -> usize {
        let amounts = match &self.amounts {
            Amounts::Numbered(numbers, different) => {
                numbers.len() + size_of_val(different.as_slice())
            }
            Amounts::Each(all) => size_of_val(all.as_slice()),
        };
        self.rows.room() + size_of_val(&*self.champions) + amounts
    }
}

impl KnownPart {
    /// How much room a part takes, in bytes, that stands in so many passages of an index, in a segment of so
    /// many: about, and at most.
    pub(super) fn room_of(held: u64, passages: u32) -> usize {
        let held = held.min(passages.into());
        let held = usize::try_from(held).unwrap_or(usize::MAX);
        let rows = held.min(passages.div_ceil(64) as usize);
        held + Rows::room_of(rows)
    }

    /// The passage in which it is worth the most after so many others, with what it is worth there at
    /// weight 1; no passage where no more are known.
    pub(super) fn champion(&self, at: usize) -> (Option<u32>, f32) {
        match self.champions.get(at) {
            Some((doc, worth)) => (Some(*doc), *worth),
            None => (None, self.most_of_others),
        }
    }

    /// The most that it is worth in any passage, at weight 1.
    pub(super) fn most(&self) -> f32 {
        self.champion(0).1
    }

    /// How many of its passages answer, if that was counted in this state of the segment.
    pub(super) fn answers(&self, deletions: Deletions, with_leftovers: bool) -> Option<u64> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let known = (*answers).get(usize::from(with_leftovers))?;
        known.and_then(|(state, count)| (state == deletions).then_some(count))
    }

    pub(super) fn remember_answers(&self, deletions: Deletions, with_leftovers: bool, count: u64) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = answers.get_mut(usize::from(with_leftovers)) {
            *known = Some((deletions, count));
        }
    }

    pub(super) fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The passages that hold it, each with what it does.
    pub(super) fn each(&self) -> impl Iterator<Item = (u32, Held)> {
        let rows = self.rows.ranked().iter();
        let docs = rows.flat_map(|row| bits_of(row.held).map(move |bit| 64 * row.number + bit));
        docs.zip(0..).map(|(doc, at)| (doc, self.amounts.get(at)))
    }

    /// The first passage from `doc` on that holds it, with its row.
    fn next(&self, doc: u32) -> Option<(u32, Ranked)> {
        let row = self.rows.find_from(doc / 64)?;
        let found = row.next(doc).map(|doc| (doc, row));
        found.or_else(|| {
            let row = self.rows.find_from(row.number + 1)?;
            Some((row.next(doc)?, row))
        })
    }

    /// What a passage holds of it that holds it, in this row.
    pub(super) fn held_in(&self, row: Ranked, doc: u32) -> Held {
        self.amounts.get(row.rank(doc))
    }

    /// What a passage holds of it.
    pub(super) fn find(&self, doc: u32) -> Option<Held> {
        PartReader::new(self).read(doc)
    }
}

/// A part that becomes known, one passage after the other.
pub(super) struct PartBuilder {
    rows: Vec<Row>,
    /// The passages of each that hold it more than once, or in their titles.
    strong: Vec<u64>,
    /// The last of them, which may have more passages.
    row: Row,
    row_strong: u64,
    numbers: Vec<u8>,
    different: Vec<Held>,
    /// Their keys, and by a hash of the key the number that was last looked for: a guess that is right most
    /// of the time, where to look through a list is mispredicted.
    keys: Vec<u64>,
    guesses: [u8; 1 << GUESS_BITS],
    /// All, if too many are different to be numbered.
    each: Vec<Held>,
    /// How often the champions hold it, by their lengths, in bits that are ordered as the numbers are; the
    /// least first.
    champions: BinaryHeap<Reverse<(u32, u32)>>,
    /// The least that makes a champion now, and the most that all others have.
    least: u32,
    others: u32,
}

impl Default for PartBuilder {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            strong: Vec::new(),
            row: Row::default(),
            row_strong: 0,
            numbers: Vec::new(),
            different: Vec::new(),
            keys: Vec::new(),
            guesses: [0; 1 << GUESS_BITS],
            each: Vec::new(),
            champions: BinaryHeap::new(),
            least: 0,
            others: 0,
        }
    }
}

impl PartBuilder {
    pub(super) fn push(&mut self, doc: u32, held: Held, norms: Norms) {
        if self.row.ranked.held == 0 || self.row.ranked.number != doc / 64 {
            self.push_row();
            let before = self.numbers.len().max(self.each.len());
            self.row = Row {
                ranked: Ranked {
                    number: doc / 64,
                    before: u32::try_from(before).unwrap_or(u32::MAX),
                    held: 0,
                },
                in_body: 0,
            };
        }
        let bit = |is_set: bool| u64::from(is_set) << (doc % 64);
        self.row.ranked.held |= bit(true);
        self.row.in_body |= bit(held.seen.body > 0.0);
        self.row_strong |= bit(held.is_strong());
        self.push_amount(held);
        let frequency = rank::frequency(held.seen, norms).to_bits();
        if frequency < self.least {
            self.others = self.others.max(frequency);
        } else {
            self.push_champion(frequency, doc);
        }
    }

    fn push_row(&mut self) {
        if self.row.ranked.held != 0 {
            self.rows.push(self.row);
            self.strong.push(mem::take(&mut self.row_strong));
        }
    }

    fn push_champion(&mut self, frequency: u32, doc: u32) {
        self.champions.push(Reverse((frequency, doc)));
        if self.champions.len() > CHAMPIONS
            && let Some(Reverse((frequency, _))) = self.champions.pop()
        {
            self.others = self.others.max(frequency);
        }
        if self.champions.len() == CHAMPIONS {
            let least = self
                .champions
                .peek()
                .map_or(0, |Reverse((least, _))| *least);
            // Of equals the first stay.
            self.least = least + 1;
        }
    }

    fn push_amount(&mut self, held: Held) {
        if !self.each.is_empty() {
            self.each.push(held);
            return;
        }
        let key = held.key();
        let hash = (key.wrapping_mul(GOLDEN_RATIO) >> (64 - GUESS_BITS)) as usize;
        let guess = self.guesses.get(hash).copied().unwrap_or(0);
        if self.keys.get(usize::from(guess)) == Some(&key) {
            self.numbers.push(guess);
            return;
        }
        let known = self.keys.iter().position(|other| *other == key);
        let number = known.unwrap_or_else(|| {
            self.keys.push(key);
            self.different.push(held);
            self.different.len() - 1
        });
        if let Ok(number) = u8::try_from(number) {
            self.numbers.push(number);
            if let Some(guess) = self.guesses.get_mut(hash) {
                *guess = number;
            }
            return;
        }
        let numbers = std::mem::take(&mut self.numbers).into_iter();
        let all = numbers.filter_map(|number| self.different.get(usize::from(number)));
        self.each = all.copied().chain([held]).collect();
    }

    pub(super) fn build(mut self) -> KnownPart {
        self.push_row();
        let worth = |frequency| rank::saturated(f32::from_bits(frequency));
        let champions = self.champions.into_sorted_vec().into_iter();
        KnownPart {
            rows: Rows::of(&self.rows, self.strong),
            amounts: if self.each.is_empty() {
                Amounts::Numbered(self.numbers, self.different)
            } else {
                Amounts::Each(self.each)
            },
            champions: champions
                .map(|Reverse((frequency, doc))| (doc, worth(frequency)))
                .collect(),
            most_of_others: worth(self.others),
            answers: Mutex::default(),
        }
    }
}

/// A known part, read in passages that are asked for: those of one row are read at once.
pub(super) struct PartReader<'p> {
    part: &'p KnownPart,
    number: u32,
    row: Option<Ranked>,
}

impl<'p> PartReader<'p> {
    pub(super) fn new(part: &'p KnownPart) -> Self {
        Self {
            part,
            number: u32::MAX,
            row: None,
        }
    }

    /// What a passage holds of it.
    #[inline]
    pub(super) fn read(&mut self, doc: u32) -> Option<Held> {
        if self.number != doc / 64 {
            self.number = doc / 64;
            self.row = self.part.rows.find_ranked(self.number);
        }
        let row = self.row.filter(|row| row.holds(doc))?;
        Some(self.part.held_in(row, doc))
    }
}

/// The passages of a known part, one after the other.
pub(super) struct KnownCursor {
    part: Arc<KnownPart>,
    /// The row of the current one.
    row: Ranked,
    doc: u32,
}

impl KnownCursor {
    pub(super) fn new(part: Arc<KnownPart>) -> Self {
        let mut cursor = Self {
            part,
            row: Ranked::default(),
            doc: 0,
        };
        cursor.settle(0);
        cursor
    }

    fn settle(&mut self, target: u32) {
        if let Some(doc) = self.row.next(target) {
            self.doc = doc;
            return;
        }
        (self.doc, self.row) = (self.part)
            .next(target)
            .unwrap_or((TERMINATED, Ranked::default()));
    }

    pub(super) fn doc(&self) -> u32 {
        self.doc
    }

    pub(super) fn seek(&mut self, target: u32) -> u32 {
        if self.doc < target {
            self.settle(target);
        }
        self.doc
    }

    /// What the current passage holds.
    pub(super) fn held(&self) -> Held {
        if self.doc < TERMINATED {
            self.part.held_in(self.row, self.doc)
        } else {
            Held::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use proptest::prelude::*;

    use super::*;

    fn a_part() -> impl Strategy<Value = BTreeMap<u32, (u8, u8, bool)>> {
        // Few passages in many rows, and many in few.
        let doc = prop_oneof![0_u32..2000, 640_u32..900];
        let held = (0_u8..4, 0_u8..3, any::<bool>());
        let held = held.prop_filter("holds nothing", |(body, title, _)| body + title > 0);
        prop::collection::btree_map(doc, held, 0..120)
    }

    fn held((body, title, is_full): (u8, u8, bool)) -> Held {
        let (body, title) = (f32::from(body), f32::from(title));
        Held {
            seen: Occurrences { body, title },
            is_full,
        }
    }

    fn norms(doc: u32) -> Norms {
        Norms::of(doc % 90, doc % 7)
    }

    fn known(passages: &[(u32, Held)]) -> KnownPart {
        let mut builder = PartBuilder::default();
        for (doc, held) in passages {
            builder.push(*doc, *held, norms(*doc));
        }
        builder.build()
    }

    #[test]
    fn amounts_that_are_too_many_to_be_numbered_are_kept() {
        let body = |doc: u16| f32::from(1 + doc % 300);
        let seen = |doc| Occurrences {
            body: body(doc),
            title: 0.0,
        };
        let held = |doc| Held {
            seen: seen(doc),
            is_full: false,
        };
        let listed: Vec<_> = (0..700).map(|doc| (u32::from(doc), held(doc))).collect();
        let part = known(&listed);
        assert!(matches!(part.amounts, Amounts::Each(_)));
        for (doc, held) in listed {
            assert_eq!(part.find(doc), Some(held));
        }
    }

    proptest! {
        #[test]
        fn a_known_part_tells_what_its_passages_hold(
            passages in a_part(),
            targets in prop::collection::btree_set(0_u32..2100, 0..40),
            are_numbered in any::<bool>(),
        ) {
            let listed: Vec<(u32, Held)> = passages.iter().map(|(doc, seen)| (*doc, held(*seen))).collect();
            let mut part = known(&listed);
            if !are_numbered {
                part.amounts = Amounts::Each(listed.iter().map(|(_, held)| *held).collect());
            }
            for doc in 0..2100 {
                let expected = passages.get(&doc).map(|seen| held(*seen));
                prop_assert_eq!(part.find(doc), expected);
                let next = passages.range(doc..).next().map_or(TERMINATED, |(next, _)| *next);
                prop_assert_eq!(part.next(doc).map_or(TERMINATED, |(next, _)| next), next);
            }
            let each: BTreeMap<u32, Held> = part.each().collect();
            prop_assert_eq!(each, listed.into_iter().collect());
            let part = Arc::new(part);
            let mut cursor = KnownCursor::new(Arc::clone(&part));
            for target in targets {
                let expected = passages.range(target..).next();
                prop_assert_eq!(cursor.seek(target), expected.map_or(TERMINATED, |(doc, _)| *doc));
                prop_assert_eq!(cursor.held(), expected.map(|(_, seen)| held(*seen)).unwrap_or_default());
            }
            for (row, strong) in part.rows().iter().zip(part.rows().strong()) {
                for (at, doc) in (0..64).map(|at| (at, 64 * row.ranked.number + at)) {
                    let (body, title, _) = passages.get(&doc).copied().unwrap_or_default();
                    let is_in = |set: u64| set >> at & 1 == 1;
                    prop_assert_eq!(is_in(row.ranked.held), body + title > 0);
                    prop_assert_eq!(is_in(row.in_body), body > 0);
                    prop_assert_eq!(is_in(strong), body > 1 || title > 0);
                }
            }
        }

        #[test]
        fn champions_are_the_best_and_bound_the_others(passages in a_part()) {
            let listed: Vec<(u32, Held)> = passages.iter().map(|(doc, seen)| (*doc, held(*seen))).collect();
            let part = known(&listed);
            let mut worths: Vec<f32> = listed.iter().map(|(doc, held)| rank::bm25f(1.0, held.seen, norms(*doc))).collect();
            worths.sort_by(|left, right| right.total_cmp(left));
            let mut seen = HashSet::new();
            for at in 0..=listed.len() {
                let (doc, worth) = part.champion(at);
                prop_assert_eq!(doc.is_some(), at < CHAMPIONS.min(listed.len()));
                prop_assert!(doc.is_none_or(|doc| seen.insert(doc) && passages.contains_key(&doc)));
                let expected = worths.get(at.min(CHAMPIONS)).copied().unwrap_or(0.0);
                prop_assert!((worth - expected).abs() < 1e-6);
            }
        }
    }
}
