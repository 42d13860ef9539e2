//! Reading the tables that lie in the program.

/// The lines of a list, without the remarks.
pub(super) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#'))
}

/// What is still to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes(pub(super) &'static [u8]);

impl Bytes {
    pub(super) fn take(&mut self, length: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// Of four bytes, the least first.
    pub(super) fn fixed(&mut self) -> Option<usize> {
        let (four, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        usize::try_from(u32::from_le_bytes(*four)).ok()
    }

    /// Of seven bits a byte, the least first.
    pub(super) fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let (first, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= usize::from(first & 0x7F) << shift;
            if *first < 0x80 {
                return Some(number);
            }
        }
        None
    }
}
