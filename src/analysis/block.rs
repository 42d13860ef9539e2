//! 64 bytes of a text looked at together: which of them are something, as a bit for each.

use wide::u8x64;

/// 64 bytes of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block(u8x64);

impl Block {
    /// The first 64 bytes of a text, with blanks after it where there are fewer.
    pub(crate) fn of(text: &[u8]) -> Self {
        if let Some(whole) = text.first_chunk() {
            return Self(u8x64::new(*whole));
        }
        let mut bytes = [b' '; 64];
        for (own, byte) in bytes.iter_mut().zip(text) {
            *own = *byte;
        }
        Self(u8x64::new(bytes))
    }

    /// Those that are one of these.
    pub(crate) fn one_of(self, bytes: &[u8]) -> u64 {
        let none = u8x64::splat(0);
        let each = bytes.iter().map(|byte| self.0.simd_eq(*byte));
        each.fold(none, |all, one| all | one).to_bitmask()
    }

    /// Those from `first` to `last`.
    pub(crate) fn within(self, first: u8, last: u8) -> u64 {
        within(self.0, first, last).to_bitmask()
    }

    /// ASCII letters and digits.
    pub(crate) fn alphanumeric(self) -> u64 {
        let letters = within(self.small().0, b'a', b'z');
        (letters | within(self.0, b'0', b'9')).to_bitmask()
    }

    /// With small ASCII letters; of other ASCII characters some control characters become others.
    pub(crate) fn small(self) -> Self {
        Self(self.0 | u8x64::splat(0x20))
    }
}

fn within(bytes: u8x64, first: u8, last: u8) -> u8x64 {
    (bytes - u8x64::splat(first)).simd_le(last - first)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_bit_tells_of_each_byte(text in prop::collection::vec(any::<u8>(), 0..80)) {
            let block = Block::of(&text);
            for at in 0..64 {
                let byte = text.get(at).copied().unwrap_or(b' ');
                let tells = |bits: u64| bits >> at & 1 == 1;
                prop_assert_eq!(tells(block.one_of(b"a \xC3")), b"a \xC3".contains(&byte));
                prop_assert_eq!(tells(block.within(0x80, 0xBF)), (0x80..=0xBF).contains(&byte));
                prop_assert_eq!(tells(block.alphanumeric()), byte.is_ascii_alphanumeric());
                let is_v = byte.eq_ignore_ascii_case(&b'v');
                prop_assert_eq!(tells(block.small().one_of(b"v")), is_v);
            }
        }
    }
}
