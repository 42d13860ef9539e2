//! Sets of passages, a bit for each, 64 to a row.

use std::ops::Range;
use std::sync::LazyLock;

/// A range of passages, 64 at a time: the first of them, and how many they are.
pub(super) fn pieces(part: Range<u32>) -> impl Iterator<Item = (u32, u32)> {
    let mut first = part.start;
    std::iter::from_fn(move || {
        let length = (part.end.saturating_sub(first)).min(64);
        let piece = (first, length);
        first += length;
        (length > 0).then_some(piece)
    })
}

/// At most 64 passages of a window, which lie in two rows.
pub(super) struct Piece {
    row: usize,
    shift: u32,
    mask: u64,
}

impl Piece {
    pub(super) fn of(first: u32, length: u32) -> Self {
        Self {
            row: (first / 64) as usize,
            shift: first % 64,
            mask: u64::MAX >> (64 - length),
        }
    }

    #[inline]
    pub(super) fn of_set(&self, set: &[u64]) -> u64 {
        let row_of = |row: usize| set.get(row).copied().unwrap_or(0);
        let low = row_of(self.row) >> self.shift;
        // In two steps: there is no shift by 64.
        let high = row_of(self.row + 1) << 1 << (63 - self.shift);
        (low | high) & self.mask
    }
}

pub(super) fn is_set(set: &[u64], at: usize) -> bool {
    let row = set.get(at / 64).copied().unwrap_or(0);
    row >> (at % 64) & 1 == 1
}

/// Combines a set with another, 64 at a time.
pub(super) fn combine(set: &mut [u64], other: &[u64], combined: impl Fn(u64, u64) -> u64) {
    for (row, other) in set.iter_mut().zip(other) {
        *row = combined(*row, *other);
    }
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

pub(super) fn set_bit(set: &mut [u64], at: usize) {
    if let Some(row) = set.get_mut(at / 64) {
        *row |= 1 << (at % 64);
    }
}

/// Adds `count` to the sums of those that are in a set of 64. Inside a large function the compiler no longer sees
/// that eight can be added at once.
#[inline(never)]
pub(super) fn add_to_each(set: u64, count: u16, sums: &mut [u16]) {
    for (byte, sums) in set.to_le_bytes().into_iter().zip(sums.chunks_exact_mut(8)) {
        let masks = MASKS.get(usize::from(byte)).unwrap_or(&[0; 8]);
        for (sum, mask) in sums.iter_mut().zip(masks) {
            *sum = sum.saturating_add(mask & count);
        }
    }
}

/// By a byte, all bits of a number for each bit that is set in it: so that eight are added at once.
static MASKS: LazyLock<[[u16; 8]; 256]> = LazyLock::new(|| {
    std::array::from_fn(|byte| {
        std::array::from_fn(|bit| if byte >> bit & 1 == 1 { u16::MAX } else { 0 })
    })
});
