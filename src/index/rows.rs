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

/// The rows in which any passage holds it, in their order.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<Row>,
    /// By 64 numbers of rows: which there are, and how many come before. None where there are few.
    places: Vec<(u64, u32)>,
}

/// So few rows are looked through.
const FEW: usize = 16;

impl Room for Rows {
    fn room(&self) -> usize {
        size_of_val(self.rows.as_slice()) + size_of_val(self.places.as_slice())
    }
}

impl Rows {
    pub(super) fn all(&self) -> &[Row] {
        &self.rows
    }

    /// The row of such a number.
    pub(super) fn find(&self, number: u32) -> Option<&Row> {
        if self.rows.len() <= FEW {
            return self.rows.iter().find(|row| row.number == number);
        }
        let (there, before) = self.places.get((number / 64) as usize)?;
        let bit = 1 << (number % 64);
        let place = before + (there & (bit - 1)).count_ones();
        self.rows.get(place as usize).filter(|_| there & bit != 0)
    }

    /// Adds the next row.
    pub(super) fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// To be called when all are there.
    pub(super) fn finish(&mut self) {
        self.rows.shrink_to_fit();
        if self.rows.len() <= FEW {
            return;
        }
        for (Row { number, .. }, place) in self.rows.iter().zip(0..) {
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
        let ahead = self.rows.get(from..).unwrap_or_default();
        // Most are asked for one after the other.
        let mut step = 4;
        while ahead.get(step - 1).is_some_and(|last| last.number < number) {
            step *= 2;
        }
        let ahead = ahead.get(..step).unwrap_or(ahead);
        from + ahead.partition_point(|row| row.number < number)
    }

    /// Adds the passages that hold it, and those that do so in their bodies, to sets of passages of the segment.
    fn join(&self, held: &mut [u64], in_body: &mut [u64]) {
        for row in &self.rows {
            let at = row.number as usize;
            if let (Some(held), Some(in_body)) = (held.get_mut(at), in_body.get_mut(at)) {
                *held |= row.held;
                *in_body |= row.in_body;
            }
        }
    }

    /// Adds the passages of one of the sets of each row to a set of passages of the segment.
    pub(super) fn join_set(&self, set: impl Fn(&Row) -> u64, all: &mut [u64]) {
        for row in &self.rows {
            if let Some(all) = all.get_mut(row.number as usize) {
                *all |= set(row);
            }
        }
    }

    /// The passages of a segment of so many rows that hold it.
    pub(super) fn held(&self, rows: usize) -> Vec<u64> {
        let mut held = vec![0; rows];
        self.join_set(|row| row.held, &mut held);
        held
    }

    /// Takes those from a set of passages of the segment that do not hold it.
    pub(super) fn intersect(&self, all: &mut [u64]) {
        let mut ahead = all.iter_mut();
        let mut passed = 0;
        for row in &self.rows {
            let at = row.number as usize;
            ahead.by_ref().take(at - passed).for_each(|gap| *gap = 0);
            if let Some(all) = ahead.next() {
                *all &= row.held;
            }
            passed = at + 1;
        }
        ahead.for_each(|gap| *gap = 0);
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
            part.join(&mut held, &mut in_body);
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_are_found_and_taken_from_sets(
            held in prop::collection::btree_map(0_u32..90, 1_u64.., 0..60),
            all in prop::collection::vec(any::<u64>(), 90),
        ) {
            let mut rows = Rows::default();
            for (number, held) in &held {
                rows.push(Row { number: *number, held: *held, ..Row::default() });
            }
            rows.finish();
            let found: BTreeMap<u32, u64> = (0..200)
                .filter_map(|number| Some((number, rows.find(number)?.held)))
                .collect();
            prop_assert_eq!(&found, &held);
            let mut left = all.clone();
            rows.intersect(&mut left);
            let expected = (0..).zip(&all).map(|(number, all)| all & held.get(&number).copied().unwrap_or(0));
            prop_assert_eq!(left, expected.collect::<Vec<_>>());
        }
    }
}
