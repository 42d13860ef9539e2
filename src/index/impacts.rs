//! What a word is worth in each block of passages of a segment, a byte for each, so that the most that many
//! words are worth together is summed for many passages at once.
//! (Quantised impacts: Anh and Moffat, "Pruned query evaluation using pre-computed impacts", 2006. The most
//! of each block: Ding and Suel, "Faster top-k document retrieval using block-max indexes", 2011.)

use std::borrow::Cow;
use std::mem::size_of_val;
use std::ops::Range;

use super::bits::{is_set, set_bit};
use super::known_part::KnownPart;
use super::remembered::Room;
use crate::rank::{self, ArticleOccurrences, Norms, Occurrences};

/// A segment has at most so many blocks, as long as each is in one row: what is remembered of a word is
/// small, and sums stay in a near cache.
const BLOCKS: u32 = 1 << 17;
/// How many passages a block has at least and at most, as a power of two. Of fewer, more words would have to
/// be remembered than there is room for; of more, too many passages are looked at.
const SMALLEST: u32 = 2;
const LARGEST: u32 = 4;
pub(super) const MOST_PASSAGES: usize = 1 << LARGEST;
/// What a block takes that is listed, in bytes, beside one of all.
const LISTED: usize = 2 * size_of::<u32>() + 1;

/// The blocks of passages that a segment is cut into, all of one size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Blocks {
    shift: u32,
    passages: u32,
}

impl Blocks {
    /// Of a segment of so many passages.
    pub(super) fn of(passages: u32) -> Self {
        let shift = passages.div_ceil(BLOCKS).next_power_of_two().ilog2();
        Self {
            shift: shift.clamp(SMALLEST, LARGEST),
            passages,
        }
    }

    /// How many there are: those of whole rows, and 64 at a time.
    pub(super) fn count(self) -> usize {
        let rows = self.passages.div_ceil(64) as usize;
        (rows * self.of_row()).next_multiple_of(64)
    }

    /// How many a row of 64 passages has.
    pub(super) fn of_row(self) -> usize {
        64 >> self.shift
    }

    /// Which passages of its row those of the block of one of them are.
    pub(super) fn around(self, bit: u32) -> u64 {
        ((1 << (1 << self.shift)) - 1) << (bit >> self.shift << self.shift)
    }

    /// The number of the block of a passage.
    fn number(self, doc: u32) -> usize {
        (doc >> self.shift) as usize
    }

    /// The place of a passage's block in the row.
    pub(super) fn in_row(self, bit: u32) -> usize {
        (bit >> self.shift) as usize
    }

    pub(super) fn passages(self, block: usize) -> Range<u32> {
        let first = u32::try_from(block << self.shift).unwrap_or(u32::MAX);
        first..first.saturating_add(1 << self.shift)
    }
}

/// The most that a word is worth in the blocks of a segment, with the article around each passage.
#[derive(Debug)]
pub(super) enum Impacts {
    /// In every block, and which of them hold it in the body of a passage, a bit for each.
    All {
        impacts: Box<[u8]>,
        bodies: Box<[u64]>,
    },
    /// In those blocks where it is worth anything, in their order, and those with it in a body.
    Listed {
        blocks: Box<[u32]>,
        impacts: Box<[u8]>,
        bodies: Box<[u32]>,
    },
}

impl Room for Impacts {
    fn room(&self) -> usize {
        match self {
            Self::All { impacts, bodies } => impacts.len() + size_of_val(&**bodies),
            Self::Listed {
                blocks,
                impacts,
                bodies,
            } => size_of_val(&**blocks) + impacts.len() + size_of_val(&**bodies),
        }
    }
}

/// What the greatest impact is worth, at weight 1.
const MOST: f32 = rank::bm25f_bound(1.0) + rank::around_bound(1.0);
const PER_WORTH: f32 = 255.0 / MOST;

/// Rounded up.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is at most 255, and no worth is negative"
)]
fn impact(worth: f32) -> u8 {
    ((worth * PER_WORTH) as u8).saturating_add(1)
}

impl Impacts {
    /// Of a part in a segment of so many passages. `article_of` gives the article of a passage, and how long
    /// it is: see [`rank::around`].
    pub(super) fn new(
        part: &KnownPart,
        passages: u32,
        article_of: impl Fn(u32) -> (Range<u32>, f32),
        norms: impl Fn(u32) -> Norms,
    ) -> Self {
        let blocks = Blocks::of(passages);
        let mut all = vec![0; blocks.count()];
        let mut bodies = vec![0; blocks.count() / 64];
        // The blocks of the articles that hold it, without those of the article before.
        let mut touched: Vec<Range<usize>> = Vec::new();
        let mut current = Current::default();
        for (doc, held) in part.each() {
            if doc >= current.end {
                current.finish(&mut all, &mut touched);
                let (article, length) = article_of(doc);
                current.begin(article, length, blocks);
            }
            let block = blocks.number(doc);
            if held.seen.body > 0.0 {
                set_bit(&mut bodies, block);
            }
            current.add(block, held.seen, norms(doc));
        }
        current.finish(&mut all, &mut touched);
        let worth: usize = touched.iter().map(ExactSizeIterator::len).sum();
        if LISTED * worth >= blocks.count() {
            return Self::All {
                impacts: all.into(),
                bodies: bodies.into(),
            };
        }
        let listed = touched.into_iter().flatten();
        let listed: Box<[u32]> = listed
            .filter_map(|block| u32::try_from(block).ok())
            .collect();
        let impacts = listed.iter().filter_map(|block| all.get(*block as usize));
        let in_body = listed
            .iter()
            .filter(|block| is_set(&bodies, **block as usize));
        Self::Listed {
            impacts: impacts.copied().collect(),
            bodies: in_body.copied().collect(),
            blocks: listed,
        }
    }

    /// What is added for a word of this weight in a block, and how much of it at most where a passage of the
    /// block does not hold it itself.
    pub(super) fn in_block(&self, weight: u16, block: usize) -> (u16, u16) {
        let impact = match self {
            Self::All { impacts, .. } => impacts.get(block),
            Self::Listed {
                blocks, impacts, ..
            } => {
                let number = u32::try_from(block).unwrap_or(u32::MAX);
                let at = blocks.binary_search(&number).ok();
                at.and_then(|at| impacts.get(at))
            }
        };
        let impact = impact.copied().unwrap_or(0);
        let around = impact.min(self::impact(rank::around_bound(1.0)));
        (weighted(impact, weight), weighted(around, weight))
    }

    /// Which blocks hold it in the body of a passage, a bit for each.
    pub(super) fn bodies(&self, blocks: Blocks) -> Cow<'_, [u64]> {
        match self {
            Self::All { bodies, .. } => Cow::Borrowed(bodies),
            Self::Listed { bodies, .. } => Cow::Owned(set_of(bodies, blocks.count())),
        }
    }

    /// Adds what a word of this weight is worth to the sums of the blocks.
    pub(super) fn add(&self, weight: u16, sums: &mut [u16]) {
        match self {
            Self::All { impacts, .. } => add_to_all(impacts, weight, sums),
            Self::Listed {
                blocks, impacts, ..
            } => {
                for (block, impact) in blocks.iter().zip(impacts) {
                    if let Some(sum) = sums.get_mut(*block as usize) {
                        *sum = sum.saturating_add(weighted(*impact, weight));
                    }
                }
            }
        }
    }
}

/// Adds what each impact is worth. Inside a large function the compiler multiplies 32 bits where 16 will do, which
/// makes a question a quarter slower.
#[inline(never)]
fn add_to_all(impacts: &[u8], weight: u16, sums: &mut [u16]) {
    for (sum, impact) in sums.iter_mut().zip(impacts) {
        *sum = sum.saturating_add(weighted(*impact, weight));
    }
}

/// What the article that is read holds of a word.
#[derive(Default)]
struct Current {
    end: u32,
    blocks: Range<usize>,
    /// 1 for the average length.
    length: f32,
    seen: ArticleOccurrences,
    /// The blocks with a passage that holds it, each with the greatest frequency in it.
    frequencies: Vec<(usize, f32)>,
}

impl Current {
    fn begin(&mut self, article: Range<u32>, length: f32, blocks: Blocks) {
        self.blocks = blocks.number(article.start)..blocks.number(article.end.max(1) - 1) + 1;
        self.end = article.end;
        self.length = length;
        self.seen = ArticleOccurrences::default();
        self.frequencies.clear();
    }

    fn add(&mut self, block: usize, seen: Occurrences, norms: Norms) {
        self.seen.add(seen);
        let frequency = rank::frequency(seen, norms);
        match self.frequencies.last_mut() {
            Some((known, most)) if *known == block => *most = most.max(frequency),
            _ => self.frequencies.push((block, frequency)),
        }
    }

    fn finish(&self, all: &mut [u8], touched: &mut Vec<Range<usize>>) {
        if self.frequencies.is_empty() {
            return;
        }
        let around = rank::around(1.0, &self.seen.in_length(self.length));
        let alone = impact(around);
        for one in all.get_mut(self.blocks.clone()).unwrap_or_default() {
            *one = alone.max(*one);
        }
        for (block, frequency) in &self.frequencies {
            if let Some(one) = all.get_mut(*block) {
                *one = impact(rank::saturated(*frequency) + around).max(*one);
            }
        }
        let before = touched.last().map_or(0, |before| before.end);
        touched.push(self.blocks.start.max(before)..self.blocks.end);
    }
}

/// A bit for each of so many blocks.
fn set_of(listed: &[u32], blocks: usize) -> Vec<u64> {
    let mut set = vec![0; blocks / 64];
    for block in listed {
        set_bit(&mut set, *block as usize);
    }
    set
}

/// Rounded down. Written so that a machine does it for many at once.
fn weighted(impact: u8, weight: u16) -> u16 {
    ((u32::from(u16::from(impact) << 8) * u32::from(weight)) >> 16) as u16
}

/// How sums count what words are worth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// What a worth of 1 counts.
    unit: f32,
    /// How many numbers were rounded down.
    rounded: u16,
}

/// No sum is greater, but for what is rounded up.
const GREATEST: f32 = 65_000.0;

impl Scale {
    /// For words of these weights, and for so much besides.
    pub(super) fn new(weights: &[f32], besides: f32) -> Self {
        let unit = GREATEST / (MOST * weights.iter().sum::<f32>() + besides);
        Self {
            unit: if unit.is_finite() { unit } else { 0.0 },
            rounded: u16::try_from(weights.len()).unwrap_or(u16::MAX),
        }
    }

    /// The weight of a word, to be multiplied with its impacts.
    pub(super) fn weight(self, weight: f32) -> u16 {
        as_sum(rank::ROUNDING * self.unit * weight * 256.0 / PER_WORTH)
    }

    /// What something of this worth adds to a sum.
    pub(super) fn count(self, worth: f32) -> u16 {
        as_sum(rank::ROUNDING * self.unit * worth)
    }

    /// No block with a lesser sum has a passage that is worth so much.
    pub(super) fn least(self, worth: f32) -> u16 {
        as_sum(self.unit * worth - 1.0).saturating_sub(self.rounded)
    }
}

/// Rounded up; what is out of range is the nearest number in it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is out of range is the nearest number in it"
)]
fn as_sum(number: f32) -> u16 {
    number.ceil() as u16
}
