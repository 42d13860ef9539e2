//! The passages of a segment that hold something, 64 to a row, as sets of bits.

use super::bits::is_set;
use super::remembered::Room;

/// 64 passages, a bit for each.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Row {
    /// That of its first passage, by 64.
    pub(super) number: u32,
    /// How many passages of the rows before hold it.
    pub(super) before: u32,
    /// Those that hold it in their bodies or titles.
    pub(super) held: u64,
    pub(super) in_body: u64,
    /// Those that hold it more than once, or in their titles.
    pub(super) strong: u64,
}

/// The rows in which any passage holds it. Each of their sets lies in one piece, so that many rows are joined
/// at once.
#[derive(Debug, Default)]
pub(super) struct Rows {
    numbers: Vec<u32>,
    before: Vec<u32>,
    held: Vec<u64>,
    in_body: Vec<u64>,
    strong: Vec<u64>,
    /// By 64 numbers of rows: which there are, and how many come before. None where there are few.
    places: Vec<(u64, u32)>,
}

/// So few rows are looked through.
const FEW: usize = 16;

impl Room for Rows {
    fn room(&self) -> usize {
        self.len() * size_of::<Row>() + size_of_val(self.places.as_slice())
    }
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    pub(super) fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    pub(super) fn before(&self) -> &[u32] {
        &self.before
    }

    pub(super) fn held(&self) -> &[u64] {
        &self.held
    }

    /// The passages of a row, by its number, that hold it in their bodies.
    pub(super) fn in_body_of(&self, number: u32) -> u64 {
        let place = self.place(number);
        let in_body = place.and_then(|place| self.in_body.get(place));
        in_body.copied().unwrap_or(0)
    }

    pub(super) fn get(&self, at: usize) -> Option<Row> {
        Some(Row {
            number: *self.numbers.get(at)?,
            before: *self.before.get(at)?,
            held: *self.held.get(at)?,
            in_body: *self.in_body.get(at)?,
            strong: *self.strong.get(at)?,
        })
    }

    /// Adds the next row.
    pub(super) fn push(&mut self, row: Row) {
        self.numbers.push(row.number);
        self.before.push(row.before);
        self.held.push(row.held);
        self.in_body.push(row.in_body);
        self.strong.push(row.strong);
    }

    /// To be called when all are there.
    pub(super) fn finish(&mut self) {
        if self.len() <= FEW {
            return;
        }
        for (number, place) in self.numbers.iter().zip(0..) {
            let at = (number / 64) as usize;
            while self.places.len() <= at {
                self.places.push((0, place));
            }
            if let Some((there, _)) = self.places.last_mut() {
                *there |= 1 << (number % 64);
            }
        }
    }

    /// The place of the first row of such a number or a later one; no row before `from` is.
    pub(super) fn place_from(&self, number: u32, from: usize) -> usize {
        let ahead = self.numbers.get(from..).unwrap_or_default();
        // Most are asked for one after the other.
        let mut step = 4;
        while ahead.get(step - 1).is_some_and(|last| *last < number) {
            step *= 2;
        }
        let ahead = ahead.get(..step).unwrap_or(ahead);
        from + ahead.partition_point(|other| *other < number)
    }

    /// The place of a row.
    pub(super) fn place(&self, number: u32) -> Option<usize> {
        if self.len() <= FEW {
            return self.numbers.iter().position(|other| *other == number);
        }
        let (there, before) = self.places.get((number / 64) as usize)?;
        let bit = 1 << (number % 64);
        (there & bit != 0).then(|| (before + (there & (bit - 1)).count_ones()) as usize)
    }

    /// Where they begin among all rows of the segment, if they have no gaps.
    fn start(&self) -> Option<usize> {
        let (first, last) = (*self.numbers.first()?, *self.numbers.last()?);
        ((last - first) as usize + 1 == self.len()).then_some(first as usize)
    }

    /// Adds the passages that hold it in their bodies to a set of passages of the segment.
    pub(super) fn join_bodies(&self, all: &mut [u64]) {
        self.join(&self.in_body, all);
    }

    /// As `join_bodies`, those that hold it anywhere.
    pub(super) fn join_held(&self, all: &mut [u64]) {
        self.join(&self.held, all);
    }

    /// As `join_bodies`, those that hold it more than once, or in their titles.
    pub(super) fn join_strong(&self, all: &mut [u64]) {
        self.join(&self.strong, all);
    }

    /// Takes those from a set that do not hold it; an empty set is one of all passages of a segment.
    pub(super) fn intersect(&self, passages: u32, all: &mut Vec<u64>) {
        let mut held = vec![0; passages.div_ceil(64) as usize];
        self.join_held(&mut held);
        if all.is_empty() {
            *all = held;
        } else {
            for (all, held) in all.iter_mut().zip(held) {
                *all &= held;
            }
        }
    }

    fn join(&self, set: &[u64], all: &mut [u64]) {
        if let Some(start) = self.start() {
            let all = all.get_mut(start..).unwrap_or_default();
            for (all, own) in all.iter_mut().zip(set) {
                *all |= own;
            }
            return;
        }
        for (number, own) in self.numbers.iter().zip(set) {
            if let Some(all) = all.get_mut(*number as usize) {
                *all |= own;
            }
        }
    }
}

/// 64 passages of a segment, a bit for each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passages {
    pub(super) first: u32,
    /// Those that hold something.
    pub(super) held: u64,
    /// Those that hold some of it in their bodies.
    pub(super) in_body: u64,
}

/// The passages of a segment that hold any of several parts.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// Where it counts: in their bodies, or where they answer for their titles.
    held: Vec<u64>,
    in_body: Vec<u64>,
}

impl Joined {
    /// In a segment of so many passages. `leads` tells which of 64 passages, by the first of them, answer for
    /// their titles: others that hold parts in their titles alone are passed over.
    pub(super) fn of<'p>(
        parts: impl Iterator<Item = &'p Rows>,
        passages: u32,
        leads: impl Fn(u32) -> u64,
    ) -> Self {
        let rows = passages.div_ceil(64) as usize;
        let (mut held, mut in_body) = (vec![0; rows], vec![0; rows]);
        for part in parts {
            part.join_held(&mut held);
            part.join_bodies(&mut in_body);
        }
        let sets = held.iter_mut().zip(&in_body);
        for ((held, in_body), first) in sets.zip((0..).step_by(64)) {
            if *held != 0 {
                *held &= in_body | leads(first);
            }
        }
        Self { held, in_body }
    }

    /// The passages of the segment, where there are any.
    pub(super) fn rows(&self) -> impl Iterator<Item = Passages> {
        let rows = self.held.iter().enumerate();
        let rows = rows.filter(|(_, held)| **held != 0);
        rows.map(|(row, _)| self.row(row))
    }

    pub(super) fn row(&self, row: usize) -> Passages {
        let of = |set: &[u64]| set.get(row).copied().unwrap_or(0);
        Passages {
            first: 64 * u32::try_from(row).unwrap_or(u32::MAX),
            held: of(&self.held),
            in_body: of(&self.in_body),
        }
    }

    pub(super) fn held(&self) -> &[u64] {
        &self.held
    }

    pub(super) fn is_in_body(&self, doc: u32) -> bool {
        is_set(&self.in_body, doc as usize)
    }
}
