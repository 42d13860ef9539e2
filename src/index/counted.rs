//! The words of a question over one segment: which passages hold one, and the most that all are worth
//! together in each block of passages.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::mem;
use std::ops::Range;
use std::sync::Arc;

use super::bits::{Piece, add_to_each, bits_of, is_set, pieces};
use super::impacts::{Blocks, Impacts, MOST_PASSAGES, Scale};
use super::known_part::{KnownPart, PartReader};
use super::rows::{Joined, Passages};

/// Some words over one segment.
pub(super) struct Counted {
    words: Vec<CountedWord>,
    roles: Roles,
    /// The passages that hold a word that leads.
    joined: Joined,
    blocks: Blocks,
    scale: Scale,
    /// What the impacts of each word are multiplied with.
    weights: Vec<u16>,
    pairs: Vec<CountedPair>,
    /// The most that the words are worth in any passage of a block.
    sums: Vec<u16>,
}

/// A word in all its readings, with its impacts.
#[derive(Clone)]
pub(super) struct CountedWord {
    /// Where it stands, if that is remembered; of a word that leads it is.
    pub(super) part: Option<Arc<KnownPart>>,
    pub(super) impacts: Arc<Impacts>,
    pub(super) idf: f32,
}

/// How many words lead to passages, the first ones, and how many after them count in these. Others only add
/// to the sums.
#[derive(Debug, Clone, Copy)]
pub(super) struct Roles {
    pub(super) leading: usize,
    pub(super) following: usize,
}

/// The most that it is worth that two words, by their numbers, stand near each other.
pub(super) struct Pair {
    pub(super) words: [usize; 2],
    pub(super) worth: f32,
}

struct CountedPair {
    words: [usize; 2],
    /// What is added for it to the sum of a block that holds both.
    count: u16,
    /// These blocks, a bit for each.
    blocks: Vec<u64>,
}

impl Counted {
    /// In a segment of so many passages; `leads` as [`Joined::of`] takes it.
    pub(super) fn new(
        words: Vec<CountedWord>,
        roles: Roles,
        pairs: &[Pair],
        passages: u32,
        leads: impl Fn(u32) -> u64,
    ) -> Self {
        let leading = words.get(..roles.leading).unwrap_or_default().iter();
        let blocks = Blocks::of(passages);
        let weights: Vec<f32> = words.iter().map(|word| word.idf).collect();
        let scale = Scale::new(&weights, pairs.iter().map(|pair| pair.worth).sum());
        let mut counted = Self {
            roles,
            joined: Joined::of(
                leading.filter_map(|word| Some(word.part.as_ref()?.rows())),
                passages,
                leads,
            ),
            blocks,
            scale,
            weights: weights
                .into_iter()
                .map(|weight| scale.weight(weight))
                .collect(),
            pairs: Vec::with_capacity(pairs.len()),
            sums: vec![0; blocks.count()],
            words,
        };
        counted.sum(pairs);
        counted
    }

    fn sum(&mut self, pairs: &[Pair]) {
        for (word, weight) in self.words.iter().zip(&self.weights) {
            word.impacts.add(*weight, &mut self.sums);
        }
        let bodies = self
            .words
            .iter()
            .map(|word| word.impacts.bodies(self.blocks));
        let bodies: Vec<Cow<'_, [u64]>> = bodies.collect();
        for Pair { words, worth } in pairs {
            let [left, right] = words.map(|word| bodies.get(word).map_or(&[][..], |set| set));
            let both = left.iter().zip(right).map(|(left, right)| left & right);
            let pair = CountedPair {
                words: *words,
                count: self.scale.count(*worth),
                blocks: both.collect(),
            };
            for (both, sums) in pair.blocks.iter().zip(self.sums.chunks_exact_mut(64)) {
                if *both != 0 {
                    add_to_each(*both, pair.count, sums);
                }
            }
            self.pairs.push(pair);
        }
    }

    /// Which passages of a row hold each word.
    fn read_row(&self, row: u32, held: &mut Vec<u64>) {
        held.clear();
        held.extend(self.words.iter().map(|word| {
            let part = word.part.as_ref();
            // What is not remembered may be anywhere.
            part.map_or(u64::MAX, |part| part.rows().held_in(row))
        }));
    }

    /// Of some passages of one block of a row, those that may be worth as much as a sum: told from which of the
    /// words each holds.
    fn able(&self, row: u32, held: &[u64], passages: u64, least: u16) -> u64 {
        let first = self.blocks.in_row(passages.trailing_zeros());
        let block = row as usize * self.blocks.of_row() + first;
        let shift = self.blocks.passages(first).start;
        let mut around_all = 0_u16;
        let mut most = [0; MOST_PASSAGES];
        for ((word, weight), held) in self.words.iter().zip(&self.weights).zip(held) {
            let (holding, around) = word.impacts.in_block(*weight, block);
            around_all = around_all.saturating_add(around);
            add_to_each(held >> shift, holding - around, &mut most);
        }
        for pair in &self.pairs {
            if is_set(&pair.blocks, block) {
                let words = pair.words.iter().filter_map(|word| held.get(*word));
                let both = words.fold(u64::MAX, |both, held| both & held >> shift);
                add_to_each(both, pair.count, &mut most);
            }
        }
        let able = most
            .iter()
            .zip(0..)
            .filter(|(most, _)| most.saturating_add(around_all) >= least);
        let able = able.fold(0, |able, (_, bit)| able | 1 << bit);
        able << shift & passages
    }

    fn counting(&self) -> &[CountedWord] {
        let Roles { leading, following } = self.roles;
        self.words.get(..leading + following).unwrap_or_default()
    }

    /// The weights of the words that count.
    pub(super) fn idfs(&self) -> impl Iterator<Item = f32> {
        self.counting().iter().map(|word| word.idf)
    }

    /// The passages that hold any word that leads.
    pub(super) fn joined(&self) -> &Joined {
        &self.joined
    }

    /// Those of an article.
    pub(super) fn held(&self, article: Range<u32>) -> impl Iterator<Item = u32> {
        pieces(article).flat_map(|(first, length)| {
            let bits = Piece::of(first, length).of_set(self.joined.held());
            bits_of(bits).map(move |bit| first + bit)
        })
    }

    /// No sum less than this is worth so much.
    pub(super) fn least(&self, worth: f32) -> u16 {
        self.scale.least(worth)
    }

    /// The passages of the blocks of the greatest sums, the greatest first.
    pub(super) fn greatest(&self, blocks: usize) -> impl Iterator<Item = Range<u32>> + use<> {
        let mut greatest: BinaryHeap<Reverse<(u16, usize)>> = BinaryHeap::new();
        let mut least = 1;
        for (sums, first) in self.sums.chunks(64).zip((0..).step_by(64)) {
            if most_of(sums) < least {
                continue;
            }
            for (sum, block) in sums.iter().zip(first..) {
                if *sum < least {
                    continue;
                }
                greatest.push(Reverse((*sum, block)));
                if greatest.len() > blocks {
                    greatest.pop();
                    let worst = greatest.peek().map_or(0, |Reverse((sum, _))| *sum);
                    least = worst.saturating_add(1);
                }
            }
        }
        let blocks = self.blocks;
        let sorted = greatest.into_sorted_vec().into_iter();
        sorted.map(move |Reverse((_, block))| blocks.passages(block))
    }

    /// The first passage from `doc` on that is wanted and of which the sum is not less. `wanted` tells which
    /// of 64 passages are.
    pub(super) fn next_of_sum(
        &self,
        doc: u32,
        least: u16,
        wanted: impl Fn(&Passages) -> u64,
    ) -> Option<u32> {
        let mut ahead = u64::MAX << (doc % 64);
        let from = doc as usize / 64;
        let mut held = Vec::new();
        let rows = self.sums.chunks_exact(self.blocks.of_row()).enumerate();
        for (row, sums) in rows.skip(from) {
            let ahead = mem::replace(&mut ahead, u64::MAX);
            if most_of(sums) < least {
                continue;
            }
            let passages = self.joined.row(row);
            let mut wanted = wanted(&passages) & ahead;
            held.clear();
            while let Some(bit) = bits_of(wanted).next() {
                let sum = sums.get(self.blocks.in_row(bit));
                let of_block = wanted & self.blocks.around(bit);
                if sum.is_some_and(|sum| *sum >= least) {
                    let row = passages.first / 64;
                    if held.is_empty() {
                        self.read_row(row, &mut held);
                    }
                    let able = self.able(row, &held, of_block, least);
                    if able != 0 {
                        return Some(passages.first + able.trailing_zeros());
                    }
                }
                wanted &= !of_block;
            }
        }
        None
    }

    /// The words that count, always in one order, each with its weight, to be read in passages that hold one
    /// that leads: all count there. No reader where it is not remembered.
    pub(super) fn readers(&self) -> impl Iterator<Item = (f32, Option<PartReader<'_>>)> {
        let words = self.counting().iter();
        words.map(|word| (word.idf, word.part.as_deref().map(PartReader::new)))
    }

    pub(super) fn roles(&self) -> Roles {
        self.roles
    }
}

fn most_of(sums: &[u16]) -> u16 {
    sums.iter().fold(0, |most, sum| most.max(*sum))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::super::known_part::{Held, PartBuilder};
    use super::*;
    use crate::rank::{self, ArticleOccurrences, Norms, Occurrences};

    const PASSAGES: u32 = 700;

    fn norms(doc: u32) -> Norms {
        Norms::of(doc % 120, doc % 7)
    }

    proptest! {
        #[test]
        fn words_are_counted_and_bounded(
            words in prop::collection::vec((prop::collection::btree_map(0..PASSAGES, (0_u8..3, 0_u8..2), 0..200), 0.1_f32..9.0), 1..12),
            leading in 0_usize..12,
            following in 0_usize..12,
            lengths in prop::collection::vec(1_u32..40, PASSAGES as usize),
            leads in any::<u64>(),
            least in 0.0_f32..30.0,
        ) {
            let leading = leading.min(words.len());
            let following = following.min(words.len() - leading);
            let begins: BTreeSet<u32> = lengths.iter().scan(0, |at, length| {
                *at += length;
                Some(*at - length)
            }).collect();
            let article_of = |doc: u32| {
                let begin = *begins.range(..=doc).next_back().unwrap();
                begin..begins.range(doc + 1..).next().map_or(PASSAGES, |end| PASSAGES.min(*end))
            };
            let length_of = |begin: u32| 0.2 + f32::from(u8::try_from(begin % 5).unwrap());
            let held = |(body, title): (u8, u8)| Occurrences { body: f32::from(body), title: f32::from(title) };
            let counted = words.iter().map(|(docs, idf)| {
                let mut part = PartBuilder::default();
                for (doc, seen) in docs.iter().filter(|(_, (body, title))| body + title > 0) {
                    part.push(*doc, Held { seen: held(*seen), is_full: false }, norms(*doc));
                }
                let part = part.build();
                let article_of = |doc| {
                    let article = article_of(doc);
                    let length = length_of(article.start);
                    (article, length)
                };
                let impacts = Impacts::new(&part, PASSAGES, article_of, norms);
                CountedWord { part: Some(Arc::new(part)), impacts: Arc::new(impacts), idf: *idf }
            });
            let pairs = words.windows(2).enumerate().map(|(at, pair)| Pair {
                words: [at, at + 1],
                worth: rank::proximity_bound(pair[0].1, pair[1].1),
            });
            let pairs: Vec<Pair> = pairs.collect();
            let roles = Roles { leading, following };
            let counted = Counted::new(counted.collect(), roles, &pairs, PASSAGES, |_| leads);

            // What counts, by passage and word.
            let is_in = |word: usize, doc: u32, part: fn((u8, u8)) -> u8| {
                words[word].0.get(&doc).is_some_and(|seen| part(*seen) > 0)
            };
            let is_in_body = |doc: u32| (0..leading).any(|word| is_in(word, doc, |seen| seen.0));
            let is_heard = |doc: u32| is_in_body(doc) || leads >> (doc % 64) & 1 == 1;
            let holds = |word: usize, doc: u32| {
                is_in(word, doc, |seen| seen.0)
                    || is_in(word, doc, |seen| seen.1) && (word >= leading || is_heard(doc))
            };
            let leads_to = |doc: u32| (0..leading).any(|word| holds(word, doc));
            let mut worths = BTreeMap::new();
            for doc in 0..PASSAGES {
                prop_assert_eq!(counted.held(doc..doc + 1).count() == 1, leads_to(doc));
                prop_assert_eq!(counted.joined().is_in_body(doc), is_in_body(doc));
                if !leads_to(doc) {
                    continue;
                }
                let readers = counted.readers().enumerate();
                let found: Vec<_> = readers.filter_map(|(word, (_, reader))| Some((word, reader?.read(doc)?.seen))).collect();
                let expected = (0..leading + following).filter(|word| holds(*word, doc));
                let expected: Vec<_> = expected.map(|word| (word, held(words[word].0[&doc]))).collect();
                prop_assert_eq!(found, expected);
                let mut worth = 0.0;
                for (docs, idf) in &words {
                    if let Some(seen) = docs.get(&doc) {
                        worth += rank::bm25f(*idf, held(*seen), norms(doc));
                    }
                    let article = article_of(doc);
                    let mut in_article = ArticleOccurrences::default();
                    docs.range(article.clone()).for_each(|(_, seen)| in_article.add(held(*seen)));
                    worth += rank::around(*idf, &in_article.in_length(length_of(article.start)));
                }
                for pair in &pairs {
                    if pair.words.iter().all(|word| is_in(*word, doc, |seen| seen.0)) {
                        worth += pair.worth;
                    }
                }
                worths.insert(doc, worth);
            }

            // Nothing is passed over that is worth as much.
            let least_sum = counted.least(least);
            let mut at = 0;
            let mut found = BTreeSet::new();
            while at < PASSAGES && let Some(doc) = counted.next_of_sum(at, least_sum, |passages| passages.held) {
                prop_assert!(doc >= at && leads_to(doc));
                found.insert(doc);
                at = doc + 1;
            }
            for (doc, worth) in &worths {
                prop_assert!(*worth < least || found.contains(doc), "{} is worth {}", doc, worth);
            }
            let most = worths.values().fold(0.0, |most: f32, worth| most.max(*worth));
            let sum_of = |block: Range<u32>| counted.sums[counted.blocks.in_row(block.start)];
            let greatest: Vec<u16> = counted.greatest(3).map(sum_of).collect();
            let mut sums: Vec<u16> = counted.sums.iter().copied().filter(|sum| *sum > 0).collect();
            sums.sort_by_key(|sum| Reverse(*sum));
            sums.truncate(3);
            prop_assert_eq!(greatest, sums);
            // The sums tell passages apart.
            let all = counted.next_of_sum(0, counted.least(4.0 * most + 1.0), |passages| passages.held);
            prop_assert!(most <= 0.0 || all.is_none());
        }
    }
}
