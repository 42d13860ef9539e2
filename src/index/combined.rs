//! Parts of a query of which any will do, or all must be there, over one segment, 64 passages at a time.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::mem;
use std::sync::Arc;

use super::bits::{bits_of, combine};
use super::collect::{Best, Wanted};
use super::conditions::Conditions;
use super::known_part::KnownPart;
use super::rows::{Passages, Ranked, Row, Rows, add_row};
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
        let mut walk = Walk {
            segment: self.segment,
            readers: self.parts.iter().map(Reader::new).collect(),
            conditions: self.conditions,
            ordinal,
            wanted,
            heard: BTreeSet::new(),
        };
        match self.matching {
            Matching::Any => walk.any(best),
            Matching::All => walk.all(best),
        }
    }
}

/// The rows of one part.
struct Reader<'p> {
    part: &'p KnownPart,
    idf: f32,
    /// How many of its champions were heard.
    champions: usize,
    row: Row,
}

impl<'p> Reader<'p> {
    fn new((part, idf): &'p (Arc<KnownPart>, f32)) -> Self {
        Self {
            part,
            idf: *idf,
            champions: 0,
            row: Row::default(),
        }
    }

    /// The passage in which the part is worth the most of those that were not heard, and that much at most;
    /// no passage where no more are known.
    fn champion(&self) -> (Option<u32>, f32) {
        let (doc, worth) = self.part.champion(self.champions);
        (doc, self.idf * worth)
    }

    /// Goes to a row; gives which of its passages hold it.
    fn read(&mut self, number: u32) -> u64 {
        self.row = self.part.rows().find(number).unwrap_or_default();
        self.row.ranked.held
    }
}

/// A walk through the passages of a segment.
struct Walk<'w> {
    segment: &'w Segment,
    readers: Vec<Reader<'w>>,
    conditions: Conditions<'w>,
    ordinal: u32,
    wanted: Wanted<'w>,
    /// The passages that were heard before the others.
    heard: BTreeSet<u32>,
}

/// The passages of the segment that hold the parts, 64 to a row.
struct Sets {
    /// By part.
    held: Vec<Vec<u64>>,
    /// Those that hold any and answer, of those that pass what is told of the conditions.
    answers: Vec<u64>,
    /// Those that hold any more than once, or in their titles, once these are asked for.
    strong: OnceCell<Vec<u64>>,
}

impl Walk<'_> {
    /// Walks where any part will do.
    fn any(&mut self, best: &mut Best) -> u64 {
        if self.conditions.are_told() && self.readers.len() <= MAX_PARTS {
            self.hear_champions(best);
        }
        let mut least = Least::new(&self.readers);
        least.update(best);
        // Of a part alone that was counted before, nothing is left to be read.
        let deletions = self.segment.reader.delete_opstamp();
        let leftovers = self.wanted.leftovers;
        let alone = match self.readers.as_slice() {
            [reader] if self.conditions.is_empty() => Some(reader.part),
            _ => None,
        };
        if least.enough.is_empty()
            && let Some(part) = alone
            && let Some(total) = part.answers(deletions, leftovers)
        {
            return total;
        }
        let total = match self.readers.as_slice() {
            [reader] => self.each_row(reader.part.rows(), least, best),
            _ => self.each_joined(least, best),
        };
        if let Some(part) = alone {
            part.remember_answers(deletions, leftovers, total);
        }
        total
    }

    /// Walks the rows of the only part.
    fn each_row(&mut self, rows: &Rows, mut least: Least, best: &mut Best) -> u64 {
        let mut total = 0;
        let mut strong = rows.strong().enumerate();
        for (place, row) in rows.iter().enumerate() {
            let able = match (least.enough.is_empty(), least.is_strong) {
                (true, _) => 0,
                (false, true) => {
                    let row = strong.find(|(at, _)| *at == place);
                    row.map_or(0, |(_, strong)| strong)
                }
                (false, false) => u64::MAX,
            };
            let passages = Passages {
                first: 64 * row.ranked.number,
                held: row.ranked.held,
                in_body: row.in_body,
            };
            let before = best.least();
            total += self.hear_row(&passages, able, best);
            if best.least() > before {
                least.update(best);
            }
        }
        total
    }

    /// Walks the rows of several parts, joined.
    fn each_joined(&mut self, mut least: Least, best: &mut Best) -> u64 {
        let mut sets = Sets::of(&self.readers, self.segment, self.wanted.leftovers);
        for (row, answers) in sets.answers.iter_mut().enumerate() {
            *answers &= self.conditions.passing_of_row(row);
        }
        let mut able = sets.able(&self.readers, &least);
        // Where all conditions are told, who answers need not be heard to be counted.
        let are_counted = self.conditions.are_told();
        let mut total = if are_counted {
            let counts = sets.answers.iter().map(|row| row.count_ones());
            counts.sum::<u32>().into()
        } else {
            0
        };
        for (row, answers) in (0..).zip(&sets.answers) {
            let of_row = able.get(row as usize).copied().unwrap_or(0);
            let looked_at = if are_counted {
                answers & of_row
            } else {
                *answers
            };
            if looked_at == 0 {
                continue;
            }
            let before = best.least();
            self.read(row);
            let answered = self.hear(64 * row, looked_at, best);
            if !are_counted {
                total += answered;
            }
            if best.least() > before && least.update(best) {
                able = sets.able(&self.readers, &least);
            }
        }
        total
    }

    /// Keeps those of 64 passages that could be among the best, of which only the `able` are looked at where
    /// nothing else is asked of them; gives how many answer.
    fn hear_row(&mut self, passages: &Passages, able: u64, best: &mut Best) -> u64 {
        let answers = self.answers(passages);
        let are_counted = self.conditions.are_told();
        let looked_at = if are_counted { answers & able } else { answers };
        let mut answered = 0;
        if looked_at != 0 {
            self.read(passages.first / 64);
            answered = self.hear(passages.first, looked_at, best);
        }
        if are_counted {
            answers.count_ones().into()
        } else {
            answered
        }
    }

    /// Walks where all parts must be there: the rows of the one with the fewest.
    fn all(&mut self, best: &mut Best) -> u64 {
        let rows = |reader: &&Reader<'_>| reader.part.rows().ranked().len();
        let Some(rarest) = self.readers.iter().min_by_key(rows) else {
            return 0;
        };
        let rarest = rarest.part.rows();
        let mut total = 0;
        for Ranked { number, held, .. } in rarest.ranked() {
            let readers = self.readers.iter();
            let held = readers.fold(*held, |all, reader| match all {
                0 => 0,
                all => all & reader.part.rows().held_in(*number),
            });
            if held == 0 {
                continue;
            }
            let passages = Passages {
                first: 64 * *number,
                held,
                in_body: self.read(*number),
            };
            total += self.hear(passages.first, self.answers(&passages), best);
        }
        total
    }

    /// Which of 64 passages answer and pass what is told of the conditions.
    fn answers(&self, passages: &Passages) -> u64 {
        let answers = self.segment.answers(passages, self.wanted.leftovers);
        answers & self.conditions.passing_of_row(passages.first as usize / 64)
    }

    /// Goes to a row; gives which of its passages hold any part in their bodies.
    fn read(&mut self, number: u32) -> u64 {
        let mut in_body = 0;
        for reader in &mut self.readers {
            reader.read(number);
            in_body |= reader.row.in_body;
        }
        in_body
    }

    /// Keeps those of a row's passages, from `first` on, that could be among the best; gives how many of them
    /// answer.
    fn hear(&mut self, first: u32, passages: u64, best: &mut Best) -> u64 {
        let mut answered = 0;
        for doc in bits_of(passages).map(|bit| first + bit) {
            if !self.conditions.keep(self.segment, doc) {
                continue;
            }
            answered += 1;
            if self.heard.contains(&doc) {
                continue;
            }
            let worth = self.worth(doc);
            if best.admits(worth) && !self.wanted.known.contains(&(self.ordinal, doc)) {
                best.push(self.segment.candidate(self.ordinal, doc, worth));
            }
        }
        answered
    }

    /// Hears the passages in which a part is worth the most, for as long as that can be enough. (The threshold
    /// algorithm: Fagin, Lotem and Naor, "Optimal aggregation algorithms for middleware", 2003.)
    fn hear_champions(&mut self, best: &mut Best) {
        let worth = |reader: &Reader<'_>| reader.champion().1;
        loop {
            let readers = self.readers.iter_mut();
            let next = readers.max_by(|left, right| worth(left).total_cmp(&worth(right)));
            let Some((reader, (Some(doc), worth))) = next.map(|reader| {
                let champion = reader.champion();
                (reader, champion)
            }) else {
                return;
            };
            if !best.admits(worth) {
                return;
            }
            reader.champions += 1;
            let in_body = self.read(doc / 64);
            let passages = Passages {
                first: doc / 64 * 64,
                held: self
                    .readers
                    .iter()
                    .fold(0, |any, reader| any | reader.row.ranked.held),
                in_body,
            };
            if !self.heard.contains(&doc) {
                let answers = self.answers(&passages) & 1 << (doc % 64);
                self.hear(passages.first, answers, best);
                self.heard.insert(doc);
            }
        }
    }

    /// What a passage of the row is worth. Sums run in the order of the query, so that they are equal wherever
    /// a passage is stored.
    fn worth(&self, doc: u32) -> f32 {
        let norms = self.segment.norms(doc);
        let held = self
            .readers
            .iter()
            .filter(|reader| reader.row.ranked.holds(doc));
        held.fold(0.0, |sum, reader| {
            let seen = reader.part.held_in(reader.row.ranked, doc).seen;
            sum + rank::bm25f(reader.idf, seen, norms)
        })
    }
}

impl Sets {
    fn of(readers: &[Reader<'_>], segment: &Segment, with_leftovers: bool) -> Self {
        let rows = segment.row_count();
        let (mut answers, mut in_body) = (vec![0; rows], vec![0; rows]);
        let held = readers.iter().map(|reader| {
            let mut held = vec![0; rows];
            reader.part.rows().iter().for_each(|row| {
                add_row(&mut held, row.ranked, row.ranked.held);
                add_row(&mut in_body, row.ranked, row.in_body);
            });
            combine(&mut answers, &held, |any, held| any | held);
            held
        });
        let held = held.collect();
        segment.keep_answers(&mut answers, &in_body, with_leftovers);
        Self {
            held,
            answers,
            strong: OnceCell::new(),
        }
    }

    /// Those that hold as much.
    fn able(&self, readers: &[Reader<'_>], least: &Least) -> Vec<u64> {
        let rows = self.answers.len();
        let mut able = vec![0; rows];
        for set in &least.enough {
            let mut parts = bits_of(*set).filter_map(|part| self.held.get(part as usize));
            let Some(first) = parts.next() else {
                able.fill(u64::MAX);
                continue;
            };
            let mut all = Cow::Borrowed(first);
            for other in parts {
                combine(all.to_mut(), other, |all, other| all & other);
            }
            combine(&mut able, &all, |able, all| able | all);
        }
        if least.is_strong {
            let strong = self.strong.get_or_init(|| strong(readers, rows));
            combine(&mut able, strong, |able, strong| able & strong);
        }
        able
    }
}

/// The passages of so many rows that hold any part more than once, or in their titles.
fn strong(readers: &[Reader<'_>], rows: usize) -> Vec<u64> {
    let mut strong = vec![0; rows];
    for rows in readers.iter().map(|reader| reader.part.rows()) {
        for (row, passages) in rows.ranked().iter().zip(rows.strong()) {
            add_row(&mut strong, *row, passages);
        }
    }
    strong
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

impl Least {
    fn new(readers: &[Reader<'_>]) -> Self {
        let bounds: Vec<f32> = readers.iter().map(|reader| reader.champion().1).collect();
        let weights = readers.iter().map(|reader| reader.idf);
        Self {
            sets: sets(&bounds),
            enough: Vec::new(),
            weak: rank::ROUNDING * most_at_once() * weights.sum::<f32>(),
            is_strong: false,
        }
    }

    /// Asks for as much as the best are worth now; gives whether that is more than before.
    fn update(&mut self, best: &Best) -> bool {
        let was_strong = mem::replace(&mut self.is_strong, !best.admits(self.weak));
        let before = mem::take(&mut self.enough);
        for (set, most) in &self.sets {
            let is_new = self.enough.iter().all(|known| known & set != *known);
            if is_new && best.admits(*most) {
                self.enough.push(*set);
            }
        }
        self.is_strong != was_strong || self.enough != before
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
            // Passages are summed in another order.
            *bound = rank::ROUNDING * sum;
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
