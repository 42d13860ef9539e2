//! The passages of a segment that hold something, 64 to a row, as sets of bits.

use std::cmp::Ordering;

use super::bits::{bits_of, first_set, is_set, set_bit};
use super::remembered::Room;

/// The passages of a row that hold it, each with its place among all that do.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ranked {
    /// That of its first passage, by 64.
    pub(super) number: u32,
    /// How many passages of the rows before hold it.
    pub(super) before: u32,
    /// Those that hold it in their bodies or titles, a bit for each of 64.
    pub(super) held: u64,
}

/// A row, with what is told of its passages.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Row {
    pub(super) ranked: Ranked,
    /// Those that hold it in their bodies.
    pub(super) in_body: u64,
}

/// The rows in which any passage holds it, in their order.
#[derive(Debug, Default)]
pub(super) struct Rows {
    ranked: Vec<Ranked>,
    in_body: Vec<u64>,
    strong: Strong,
    /// By 64 numbers of rows: which there are, and how many come before. None where there are few.
    places: Vec<(u64, u32)>,
}

/// The passages of each row that hold it more than once, or in their titles. They are seldom asked for.
#[derive(Debug)]
enum Strong {
    Sets(Vec<u64>),
    /// Where they are few: which rows have any, and the places of these, the last of a row marked.
    Lists {
        rows: Vec<u64>,
        places: Vec<u8>,
    },
}

/// Those of one row after the other.
pub(super) enum StrongRows<'r> {
    Sets(std::slice::Iter<'r, u64>),
    Lists {
        rows: &'r [u64],
        row: usize,
        places: std::slice::Iter<'r, u8>,
    },
}

/// So few rows are looked through.
const FEW: usize = 16;
/// So few passages of a row are listed, on the mean: a set takes as much as eight.
const FEW_OF_ROW: usize = 4;
/// Marks the last of a row.
const LAST: u8 = 1 << 7;

impl Default for Strong {
    fn default() -> Self {
        Self::Sets(Vec::new())
    }
}

impl Strong {
    fn of(mut sets: Vec<u64>) -> Self {
        let count: usize = sets.iter().map(|set| set.count_ones() as usize).sum();
        if count >= FEW_OF_ROW * sets.len() {
            sets.shrink_to_fit();
            return Self::Sets(sets);
        }
        let mut rows = vec![0; sets.len().div_ceil(64)];
        let mut places = Vec::with_capacity(count);
        for (row, set) in sets.iter().enumerate().filter(|(_, set)| **set != 0) {
            set_bit(&mut rows, row);
            places.extend(bits_of(*set).filter_map(|bit| u8::try_from(bit).ok()));
            if let Some(last) = places.last_mut() {
                *last |= LAST;
            }
        }
        Self::Lists { rows, places }
    }

    fn iter(&self) -> StrongRows<'_> {
        match self {
            Self::Sets(sets) => StrongRows::Sets(sets.iter()),
            Self::Lists { rows, places } => StrongRows::Lists {
                rows,
                row: 0,
                places: places.iter(),
            },
        }
    }
}

impl Iterator for StrongRows<'_> {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        match self {
            Self::Sets(sets) => sets.next().copied(),
            Self::Lists { rows, row, places } => {
                let has_any = is_set(rows, *row);
                *row += 1;
                let mut set = 0;
                while has_any && let Some(place) = places.next() {
                    set |= 1 << (place & !LAST);
                    if place & LAST != 0 {
                        break;
                    }
                }
                Some(set)
            }
        }
    }
}

impl Room for Strong {
    fn room(&self) -> usize {
        match self {
            Self::Sets(sets) => size_of_val(sets.as_slice()),
            Self::Lists { rows, places } => size_of_val(rows.as_slice()) + places.len(),
        }
    }
}

impl Ranked {
    pub(super) fn holds(self, doc: u32) -> bool {
        self.held >> (doc % 64) & 1 == 1
    }

    /// How many hold it before a passage of the row.
    pub(super) fn rank(self, doc: u32) -> usize {
        let earlier = self.held & !(u64::MAX << (doc % 64));
        (self.before + earlier.count_ones()) as usize
    }

    /// The first of its passages from `doc` on that holds it.
    pub(super) fn next(self, doc: u32) -> Option<u32> {
        let ahead = match self.number.cmp(&(doc / 64)) {
            Ordering::Less => 0,
            Ordering::Equal => u64::MAX << (doc % 64),
            Ordering::Greater => u64::MAX,
        };
        let bit = bits_of(self.held & ahead).next()?;
        Some(64 * self.number + bit)
    }
}

impl Room for Rows {
    fn room(&self) -> usize {
        size_of_val(self.ranked.as_slice())
            + size_of_val(self.in_body.as_slice())
            + self.strong.room()
            + size_of_val(self.places.as_slice())
    }
}

impl Rows {
    /// How much room so many rows take at most, in bytes.
    pub(super) fn room_of(rows: usize) -> usize {
        rows * (size_of::<Ranked>() + 2 * size_of::<u64>())
    }

    /// Rows in their order, and those of the passages of each that hold it more than once, or in their titles.
    pub(super) fn of(rows: &[Row], strong: Vec<u64>) -> Self {
        let mut places: Vec<(u64, u32)> = Vec::new();
        if rows.len() > FEW {
            for (row, place) in rows.iter().zip(0..) {
                let at = (row.ranked.number / 64) as usize;
                while places.len() <= at {
                    places.push((0, place));
                }
                if let Some((there, _)) = places.last_mut() {
                    *there |= 1 << (row.ranked.number % 64);
                }
            }
        }
        places.shrink_to_fit();
        Self {
            ranked: rows.iter().map(|row| row.ranked).collect(),
            in_body: rows.iter().map(|row| row.in_body).collect(),
            strong: Strong::of(strong),
            places,
        }
    }

    /// All, in their order, without what is told of their passages.
    pub(super) fn ranked(&self) -> &[Ranked] {
        &self.ranked
    }

    /// All, in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Row> {
        let rows = self.ranked.iter().zip(&self.in_body);
        rows.map(|(ranked, in_body)| Row {
            ranked: *ranked,
            in_body: *in_body,
        })
    }

    /// The row of such a number.
    #[inline]
    pub(super) fn find(&self, number: u32) -> Option<Row> {
        let place = self.place(number)?;
        Some(Row {
            ranked: *self.ranked.get(place)?,
            in_body: *self.in_body.get(place)?,
        })
    }

    /// As [`find`](Self::find), where nothing is asked of its passages.
    #[inline]
    pub(super) fn find_ranked(&self, number: u32) -> Option<Ranked> {
        self.ranked.get(self.place(number)?).copied()
    }

    /// The passages of the row of such a number that hold it.
    #[inline]
    pub(super) fn held_in(&self, number: u32) -> u64 {
        self.find_ranked(number).map_or(0, |row| row.held)
    }

    #[inline]
    fn place(&self, number: u32) -> Option<usize> {
        if self.ranked.len() <= FEW {
            return self.ranked.iter().position(|row| row.number == number);
        }
        let (there, before) = self.places.get((number / 64) as usize)?;
        let bit = 1 << (number % 64);
        let place = before + (there & (bit - 1)).count_ones();
        (there & bit != 0).then_some(place as usize)
    }

    /// The first row of such a number or a later one.
    pub(super) fn find_from(&self, number: u32) -> Option<Ranked> {
        if self.ranked.len() <= FEW {
            return self.ranked.iter().copied().find(|row| row.number >= number);
        }
        let there = |at: usize| self.places.get(at).map(|(there, _)| *there);
        self.find_ranked(first_set(number, there)?)
    }

    /// The passages of each row, in their order, that hold it more than once, or in their titles.
    pub(super) fn strong(&self) -> StrongRows<'_> {
        self.strong.iter()
    }

    /// The passages of a segment of so many rows that hold it.
    pub(super) fn held(&self, rows: usize) -> Vec<u64> {
        let mut all = vec![0; rows];
        for row in &self.ranked {
            add_row(&mut all, *row, row.held);
        }
        all
    }

    /// Takes those from a set of passages of the segment that do not hold it.
    pub(super) fn intersect(&self, all: &mut [u64]) {
        let mut ahead = all.iter_mut();
        let mut passed = 0;
        for row in &self.ranked {
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

/// Adds passages of a row to a set of passages of the segment.
pub(super) fn add_row(all: &mut [u64], row: Ranked, passages: u64) {
    if let Some(all) = all.get_mut(row.number as usize) {
        *all |= passages;
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
            part.iter().for_each(|row| {
                add_row(&mut held, row.ranked, row.ranked.held);
                add_row(&mut in_body, row.ranked, row.in_body);
            });
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
            let listed = held.iter().scan(0, |before, (number, held)| {
                let ranked = Ranked { number: *number, before: *before, held: *held };
                let row = Row { ranked, in_body: 0 };
                *before += held.count_ones();
                Some(row)
            });
            let rows = Rows::of(&listed.collect::<Vec<_>>(), Vec::new());
            let found: BTreeMap<u32, u64> = (0..200)
                .filter_map(|number| Some((number, rows.find(number)?.ranked.held)))
                .collect();
            prop_assert_eq!(&found, &held);
            let mut left = all.clone();
            rows.intersect(&mut left);
            let expected = (0..).zip(&all).map(|(number, all)| all & held.get(&number).copied().unwrap_or(0));
            prop_assert_eq!(left, expected.collect::<Vec<_>>());
        }
    }
}
