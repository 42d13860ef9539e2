//! Parts of a query of which any will do, or all must be there, over one segment, 64 passages at a time.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::bits::bits_of;
use super::collect::{Best, Wanted};
use super::counted::Passages;
use super::cursor::Conditions;
use super::known_part::KnownPart;
use super::rows::Row;
use super::segment::{Segment, most_at_once};
use crate::rank;

/// Sets of parts have a bit for each of so many.
const MAX_PARTS: usize = 64;
/// Of more parts the sets that are enough together are not told one by one.
const MAX_TOLD: usize = 6;

/// The passages that hold any of some parts, or all of them.
pub(super) struct Combined<'a> {
    segment: &'a Segment,
    /// In the order of the query, with their weights.
    parts: Vec<(Arc<KnownPart>, f32)>,
    matching: Matching,
    conditions: Conditions<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matching {
    Any,
    All,
}

/// The rows of one part, one after the other.
struct Reader<'p> {
    part: &'p KnownPart,
    idf: f32,
    /// How many of its champions were heard.
    champions: usize,
    /// The place of the first row that was not read.
    ahead: usize,
    row: Row,
    /// The passages of the row that hold it, where it counts.
    held: u64,
}

/// What a passage that was not heard must hold to be among the best.
struct Least {
    /// Sets of parts, each with the most that it is worth; those of fewer parts first.
    sets: Vec<(u64, f32)>,
    /// Those of them that are enough, a bit for each part, and no smaller ones in them.
    enough: Vec<u64>,
    /// The most that a passage is worth that holds each part once at most, and not in its title.
    weak: f32,
    /// Whether that is not enough.
    is_strong: bool,
}

impl<'a> Combined<'a> {
    pub(super) fn new(
        segment: &'a Segment,
        parts: Vec<(Arc<KnownPart>, f32)>,
        matching: Matching,
        conditions: Conditions<'a>,
    ) -> Self {
        Self {
            segment,
            parts,
            matching,
            conditions,
        }
    }

    /// Keeps every passage that could be among the best; gives how many answer.
    pub(super) fn walk(self, ordinal: u32, wanted: Wanted<'_>, best: &mut Best) -> u64 {
        let Self {
            segment,
            parts,
            matching,
            mut conditions,
        } = self;
        let readers = parts.iter().map(|(part, idf)| Reader::new(part, *idf));
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|at| parts.get(*at).map(|(part, _)| part.rows().len()));
        let mut rows = Rows {
            segment,
            readers: readers.collect(),
            order,
            matching,
        };
        let push = |rows: &Rows<'_>, doc, best: &mut Best| {
            let worth = rows.worth(doc);
            let is_new = best.admits(worth) && !wanted.known.contains(&(ordinal, doc));
            if is_new {
                best.push(segment.candidate(ordinal, doc, worth));
            }
            is_new
        };
        let mut heard = BTreeSet::new();
        let is_told = matching == Matching::Any && parts.len() <= MAX_PARTS;
        if is_told && conditions.is_empty() {
            while let Some(doc) = rows.next_champion(best) {
                let passages = rows.read_at(doc / 64);
                let answers = segment.answers(&passages, wanted.leftovers);
                if heard.insert(doc) && answers >> (doc % 64) & 1 == 1 {
                    push(&rows, doc, best);
                }
            }
        }
        let mut least = rows.least();
        least.update(best);
        // Of a part alone that was counted before, nothing is left to be read.
        let deletions = segment.reader.delete_opstamp();
        let alone = match parts.as_slice() {
            [(part, _)] if conditions.is_empty() => Some(part),
            _ => None,
        };
        if least.enough.is_empty()
            && let Some(part) = alone
            && let Some(total) = part.answers(deletions, wanted.leftovers)
        {
            return total;
        }
        let mut total = 0;
        while let Some(passages) = rows.next() {
            let mut answers = segment.answers(&passages, wanted.leftovers);
            if answers == 0 {
                continue;
            }
            if conditions.is_empty() {
                total += u64::from(answers.count_ones());
                answers &= rows.able(&least);
            }
            for doc in bits_of(answers).map(|bit| passages.first + bit) {
                if !conditions.is_empty() {
                    if !conditions.keep(segment, doc) {
                        continue;
                    }
                    total += 1;
                }
                if !heard.contains(&doc) && push(&rows, doc, best) {
                    least.update(best);
                }
            }
        }
        if let Some(part) = alone {
            part.remember_answers(deletions, wanted.leftovers, total);
        }
        total
    }
}

impl<'p> Reader<'p> {
    fn new(part: &'p KnownPart, idf: f32) -> Self {
        Self {
            part,
            idf,
            champions: 0,
            ahead: 0,
            row: Row::default(),
            held: 0,
        }
    }

    /// The passage in which the part is worth the most of those that were not heard, and that much at most;
    /// no passage where no more are known.
    fn champion(&self) -> (Option<u32>, f32) {
        let (doc, worth) = self.part.champion(self.champions);
        (doc, rank::ROUNDING * self.idf * worth)
    }

    /// The number of the next row.
    fn next(&self) -> Option<u32> {
        self.part.rows().numbers().get(self.ahead).copied()
    }

    /// Passes over the rows before this number; gives the number of the next, and the passages that hold it.
    fn pass(&mut self, number: u32) -> Option<(u32, u64)> {
        let rows = self.part.rows();
        self.ahead = rows.place_from(number, self.ahead);
        Some((self.next()?, *rows.held().get(self.ahead)?))
    }

    /// Reads the row of this number, if it is the next.
    fn read(&mut self, number: u32) {
        let next = self.part.rows().get(self.ahead);
        self.row = next.filter(|row| row.number == number).unwrap_or_default();
        self.ahead += usize::from(self.row.held != 0);
    }
}

/// The rows of some parts, read together.
struct Rows<'p> {
    segment: &'p Segment,
    readers: Vec<Reader<'p>>,
    /// Their places, those with the fewest rows first.
    order: Vec<usize>,
    matching: Matching,
}

impl Rows<'_> {
    /// Goes to the next 64 passages of which any may match.
    fn next(&mut self) -> Option<Passages> {
        let number = match self.matching {
            Matching::Any => self.readers.iter().filter_map(Reader::next).min()?,
            Matching::All => self.common()?,
        };
        Some(self.read(number))
    }

    /// The next row in which a passage may hold all parts; what comes before is passed over.
    fn common(&mut self) -> Option<u32> {
        let mut number = 0;
        'next: loop {
            let mut all = u64::MAX;
            for at in &self.order {
                let reader = self.readers.get_mut(*at)?;
                let (next, held) = reader.pass(number)?;
                all &= held;
                if next > number || all == 0 {
                    number = next.max(number + 1);
                    continue 'next;
                }
            }
            return Some(number);
        }
    }

    fn read(&mut self, number: u32) -> Passages {
        for reader in &mut self.readers {
            reader.read(number);
        }
        self.hear(number)
    }

    /// Goes to a row out of their order.
    fn read_at(&mut self, number: u32) -> Passages {
        for reader in &mut self.readers {
            reader.row = reader.part.row(64 * number).unwrap_or_default();
        }
        self.hear(number)
    }

    /// Tells which passages of the row hold the parts. A title stands with every passage of its article, but
    /// answers only where something stands in the body too, or for the article.
    fn hear(&mut self, number: u32) -> Passages {
        let in_body = self
            .readers
            .iter()
            .fold(0, |any, reader| any | reader.row.in_body);
        let first = 64 * number;
        let heard = in_body | self.segment.leads(first);
        let (mut any, mut all) = (0, u64::MAX);
        for reader in &mut self.readers {
            reader.held = reader.row.counts(heard);
            any |= reader.held;
            all &= reader.held;
        }
        Passages {
            first,
            held: match self.matching {
                Matching::Any => any,
                Matching::All => all,
            },
            in_body,
        }
    }

    /// The passage in which a part is worth the most of those that were not heard, for as long as that can
    /// be enough. (The threshold algorithm: Fagin, Lotem and Naor, "Optimal aggregation algorithms for
    /// middleware", 2003.)
    fn next_champion(&mut self, best: &Best) -> Option<u32> {
        let worth = |reader: &Reader<'_>| reader.champion().1;
        let readers = self.readers.iter_mut();
        let next = readers.max_by(|left, right| worth(left).total_cmp(&worth(right)))?;
        let (doc, worth) = next.champion();
        let doc = doc.filter(|_| best.admits(worth))?;
        next.champions += 1;
        Some(doc)
    }

    fn least(&self) -> Least {
        let bounds: Vec<f32> = self
            .readers
            .iter()
            .map(|reader| reader.champion().1)
            .collect();
        let weights = self.readers.iter().map(|reader| reader.idf);
        Least {
            sets: match self.matching {
                Matching::Any => sets(&bounds),
                // Whatever holds all is able.
                Matching::All => vec![(0, f32::INFINITY)],
            },
            enough: Vec::new(),
            weak: rank::ROUNDING * most_at_once() * weights.sum::<f32>(),
            is_strong: false,
        }
    }

    /// Of the passages of the row those that hold as much.
    fn able(&self, least: &Least) -> u64 {
        let sets = least.enough.iter().map(|set| {
            let held = bits_of(*set).filter_map(|part| self.readers.get(part as usize));
            held.fold(u64::MAX, |all, reader| all & reader.held)
        });
        let mut able = sets.fold(0, |any, all| any | all);
        if least.is_strong {
            let strong = self
                .readers
                .iter()
                .map(|reader| reader.row.strong & reader.held);
            able &= strong.fold(0, |any, strong| any | strong);
        }
        able
    }

    /// What a passage of the row is worth. Sums run in the order of the query, so that they are equal wherever
    /// a passage is stored.
    fn worth(&self, doc: u32) -> f32 {
        let norms = self.segment.norms(doc);
        let held = self
            .readers
            .iter()
            .filter(|reader| reader.held >> (doc % 64) & 1 == 1);
        held.fold(0.0, |sum, reader| {
            let seen = reader.part.held_in(&reader.row, doc).seen;
            sum + rank::bm25f(reader.idf, seen, norms)
        })
    }
}

impl Least {
    fn update(&mut self, best: &Best) {
        self.is_strong = !best.admits(self.weak);
        self.enough.clear();
        for (set, most) in &self.sets {
            let is_new = self.enough.iter().all(|known| known & set != *known);
            if is_new && best.admits(rank::ROUNDING * most) {
                self.enough.push(*set);
            }
        }
    }
}

/// The sets of parts, each with the sum of their bounds. Of many parts only each with all that are worth
/// less, as the heaviest of a set.
/// (The bounds of `MaxScore`: Turtle and Flood, "Query evaluation: strategies and optimizations", 1995.)
fn sets(bounds: &[f32]) -> Vec<(u64, f32)> {
    let bits = (0..64).map(|at| 1_u64 << at);
    if bounds.len() > MAX_PARTS {
        // All passages are able: none needs a part that has no bit.
        return vec![(0, f32::INFINITY)];
    }
    if bounds.len() > MAX_TOLD {
        let mut order: Vec<(u64, f32)> = bits.zip(bounds.iter().copied()).collect();
        order.sort_by(|left, right| left.1.total_cmp(&right.1));
        let mut sum = 0.0;
        for (_, bound) in &mut order {
            sum += *bound;
            *bound = sum;
        }
        return order;
    }
    let mut sets: Vec<(u64, f32)> = (1..1 << bounds.len())
        .map(|set| {
            let bounds = bits_of(set).filter_map(|part| bounds.get(part as usize));
            (set, bounds.sum())
        })
        .collect();
    sets.sort_by_key(|(set, _)| set.count_ones());
    sets
}
