//! Fingerprints of short lines, to notice what a source repeats from article to article.

/// A longer line is a text of its own and no part of the page.
const MOST_WORDS: usize = 25;

/// Far more than 25 words take, so that no long line is folded to the end.
const MOST_BYTES: usize = 1024;

/// A number that is the same for lines that differ only in case, white space, punctuation and figures;
/// `None` for a line of more than 25 words or without letters.
///
/// It is stored in indexes and never changes: FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923), over the
/// lower-case letters, a `0` for each figure and a blank for each gap.
#[must_use]
pub fn fingerprint(line: &str) -> Option<u64> {
    let line = line.trim();
    if line.len() > MOST_BYTES || line.split_whitespace().nth(MOST_WORDS).is_some() {
        return None;
    }
    let mut hash = Fnv::new();
    let mut last = Unit::Gap;
    let mut letters = false;
    for character in line.chars() {
        let unit = match character {
            c if c.is_numeric() => Unit::Figure,
            c if c.is_alphabetic() => Unit::Letter,
            _ => Unit::Gap,
        };
        if unit != last && last == Unit::Gap && hash.started {
            hash.add(" ");
        }
        match unit {
            Unit::Letter => {
                letters = true;
                for lower in character.to_lowercase() {
                    hash.add(lower.encode_utf8(&mut [0; 4]));
                }
            }
            Unit::Figure if last != Unit::Figure => hash.add("0"),
            Unit::Figure | Unit::Gap => {}
        }
        last = unit;
    }
    letters.then_some(hash.state)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Letter,
    Figure,
    Gap,
}

struct Fnv {
    state: u64,
    started: bool,
}

impl Fnv {
    const fn new() -> Self {
        Self {
            state: 0xcbf2_9ce4_8422_2325,
            started: false,
        }
    }

    fn add(&mut self, part: &str) {
        self.started = true;
        for byte in part.bytes() {
            self.state = (self.state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_case_and_blanks_do_not_count() {
        let one = fingerprint("Comments (12)");
        assert_eq!(one, fingerprint("  comments  ( 7 ) "));
        assert_ne!(one, fingerprint("Comment (12)"));
        assert_ne!(fingerprint("Top stories"), fingerprint("Topstories"));
    }

    #[test]
    fn a_fingerprint_never_changes() {
        assert_eq!(fingerprint("a"), Some(0xaf63_dc4c_8601_ec8c));
    }

    #[test]
    fn long_lines_and_lines_without_letters_have_none() {
        assert_eq!(fingerprint("12.05.2023 | 17:40"), None);
        assert_eq!(fingerprint(""), None);
        assert_eq!(fingerprint(&"word ".repeat(26)), None);
        assert!(fingerprint(&"word ".repeat(25)).is_some());
    }
}
