//! The passages of a segment that hold something, 64 to a row, as sets of bits.

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

impl Row {
    /// Those that hold it where it counts: of titles in those that are `heard` alone.
    pub(super) fn counts(&self, heard: u64) -> u64 {
        counts(self.in_body, self.held, heard)
    }
}

fn counts(in_body: u64, held: u64, heard: u64) -> u64 {
    in_body | held & heard
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
}

impl Room for Rows {
    fn room(&self) -> usize {
        self.len() * size_of::<Row>()
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

    pub(super) fn get(&self, at: usize) -> Option<Row> {
        Some(Row {
            number: *self.numbers.get(at)?,
            before: *self.before.get(at)?,
            held: *self.held.get(at)?,
            in_body: *self.in_body.get(at)?,
            strong: *self.strong.get(at)?,
        })
    }

    pub(super) fn push(&mut self, row: Row) {
        self.numbers.push(row.number);
        self.before.push(row.before);
        self.held.push(row.held);
        self.in_body.push(row.in_body);
        self.strong.push(row.strong);
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
        // The rows of a common word have no gaps.
        let guess = number.checked_sub(*self.numbers.first()?)? as usize;
        if self.numbers.get(guess) == Some(&number) {
            return Some(guess);
        }
        self.numbers.binary_search(&number).ok()
    }

    pub(super) fn in_body(&self) -> &[u64] {
        &self.in_body
    }

    /// Where they begin among all rows of the segment, if they have no gaps.
    fn start(&self) -> Option<usize> {
        let (first, last) = (*self.numbers.first()?, *self.numbers.last()?);
        ((last - first) as usize + 1 == self.len()).then_some(first as usize)
    }

    /// Adds the passages that hold it in their bodies to a set of passages of the segment.
    pub(super) fn join_bodies(&self, all: &mut [u64]) {
        if let Some(start) = self.start() {
            let all = all.get_mut(start..).unwrap_or_default();
            for (all, in_body) in all.iter_mut().zip(&self.in_body) {
                *all |= in_body;
            }
            return;
        }
        for (number, in_body) in self.numbers.iter().zip(&self.in_body) {
            if let Some(all) = all.get_mut(*number as usize) {
                *all |= in_body;
            }
        }
    }

    /// Adds the passages that hold it where it counts: see [`Row::counts`].
    pub(super) fn join_counts(&self, heard: &[u64], all: &mut [u64]) {
        let sets = self.in_body.iter().zip(&self.held);
        if let Some(start) = self.start() {
            let heard = heard.get(start..).unwrap_or_default();
            let all = all.get_mut(start..).unwrap_or_default();
            for ((all, heard), (in_body, held)) in all.iter_mut().zip(heard).zip(sets) {
                *all |= counts(*in_body, *held, *heard);
            }
            return;
        }
        for (number, (in_body, held)) in self.numbers.iter().zip(sets) {
            let at = *number as usize;
            if let (Some(all), Some(heard)) = (all.get_mut(at), heard.get(at)) {
                *all |= counts(*in_body, *held, *heard);
            }
        }
    }
}
