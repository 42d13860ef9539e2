//! A list of name parts: the forms of a name that no rule derives from one another.
//!
//! Antony and Anthony, Aleksandar and Alexander, Vučić and 武契奇. The table is read where it lies in
//! the program; `data/names/` holds it with the program that makes it and says where it comes from.
//! Nothing of it is in an index.
//!
//! The table: the number of blocks, where each begins, and the forms in order, sixteen a block. A form
//! is written as how many bytes it shares with the one before, the bytes that follow, and the forms
//! that it stands for by their places: twice their number, and one more if others follow; then those that it
//! is short for, in the same way, and then those that are short for it.

use std::cmp::Ordering;

use super::table::Bytes;

const TABLE: &[u8] = include_bytes!("../../../data/names/lexicon.bin");
const BLOCK: usize = 16;
/// Longest form in the table, in bytes.
const MAX_BYTES: usize = 64;

/// How a form stands to the one that was looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Link {
    /// The same name in another spelling, language or script.
    Variant,
    /// A name that the one looked up is short for: Anthony for Tony.
    Nickname,
    /// A name that is short for the one looked up: Tony for Anthony.
    ShortForm,
}

/// The forms of a name part, itself left out, variants first.
///
/// `folded` is a folded word, or a name in Chinese characters or katakana as it is written.
///
/// ```
/// use clippings::analysis::names::{Link, forms_of};
///
/// let link = |asked, form: &str| forms_of(asked).find(|(known, _)| known == form).map(|(_, link)| link);
/// assert_eq!(link("antony", "anthony"), Some(Link::Variant));
/// assert_eq!(link("vucic", "武契奇"), Some(Link::Variant));
/// assert_eq!(link("武契奇", "vucic"), Some(Link::Variant));
/// assert_eq!(link("tony", "anthony"), Some(Link::Nickname));
/// assert_eq!(link("anthony", "tony"), Some(Link::ShortForm));
/// ```
pub fn forms_of(folded: &str) -> impl Iterator<Item = (String, Link)> {
    let lexicon = Lexicon::open();
    let links = lexicon.and_then(|lexicon| lexicon.links_of(folded));
    links
        .into_iter()
        .flatten()
        .filter_map(move |(place, link)| {
            let mut form = Form::default();
            lexicon?.form(place, &mut form)?;
            let text = std::str::from_utf8(form.bytes()).ok()?;
            Some((text.to_owned(), link))
        })
}

/// The table in its two parts.
#[derive(Debug, Clone, Copy)]
struct Lexicon {
    /// Where each block begins, four bytes each.
    starts: &'static [u8],
    forms: &'static [u8],
}

/// A form as it is read, one after the other in a block.
#[derive(Debug, Clone, Copy)]
struct Form {
    letters: [u8; MAX_BYTES],
    length: usize,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            letters: [0; MAX_BYTES],
            length: 0,
        }
    }
}

impl Form {
    fn bytes(&self) -> &[u8] {
        self.letters.get(..self.length).unwrap_or_default()
    }

    /// Reads the next form; its links come next.
    fn read(&mut self, bytes: &mut Bytes) -> Option<()> {
        let (shared, rest) = (bytes.number()?, bytes.number()?);
        let tail = bytes.take(rest)?;
        let end = shared.checked_add(rest)?;
        self.letters.get_mut(shared..end)?.copy_from_slice(tail);
        self.length = end;
        Some(())
    }
}

impl Lexicon {
    fn open() -> Option<Self> {
        let mut bytes = Bytes(TABLE);
        let blocks = bytes.fixed()?;
        Some(Self {
            starts: bytes.take(4 * blocks)?,
            forms: bytes.0,
        })
    }

    /// What a form stands for.
    fn links_of(self, wanted: &str) -> Option<Links> {
        let wanted = wanted.as_bytes();
        // The last block whose first form is not after the wanted one.
        let (mut low, mut high) = (0, self.starts.len() / 4);
        while low < high {
            let middle = low.midpoint(high);
            let mut form = Form::default();
            form.read(&mut self.block(middle)?)?;
            if form.bytes() <= wanted {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let mut bytes = self.block(low.checked_sub(1)?)?;
        let mut form = Form::default();
        for _ in 0..BLOCK {
            form.read(&mut bytes)?;
            match form.bytes().cmp(wanted) {
                Ordering::Less => skip_links(&mut bytes)?,
                Ordering::Equal => return Links::read(bytes),
                Ordering::Greater => return None,
            }
        }
        None
    }

    fn form(self, place: usize, form: &mut Form) -> Option<()> {
        let mut bytes = self.block(place / BLOCK)?;
        form.read(&mut bytes)?;
        for _ in 0..place % BLOCK {
            skip_links(&mut bytes)?;
            form.read(&mut bytes)?;
        }
        Some(())
    }

    /// The bytes from the beginning of a block on.
    fn block(self, number: usize) -> Option<Bytes> {
        let start = Bytes(self.starts.get(4 * number..)?).fixed()?;
        Some(Bytes(self.forms.get(start..)?))
    }
}

/// Passes over the links of a form.
fn skip_links(bytes: &mut Bytes) -> Option<()> {
    let mut links = Links::read(*bytes)?;
    for _ in &mut links {}
    *bytes = links.bytes;
    Some(())
}

/// The places of the forms that a form stands for: rising numbers, each written as what it is more
/// than the one before, once for each kind of link.
#[derive(Debug)]
struct Links {
    bytes: Bytes,
    link: Link,
    left: usize,
    last: usize,
    has_more: bool,
}

impl Links {
    fn read(mut bytes: Bytes) -> Option<Self> {
        let head = bytes.number()?;
        Some(Self {
            bytes,
            link: Link::Variant,
            left: head / 2,
            last: 0,
            has_more: head % 2 == 1,
        })
    }

    /// Goes on to the links of the next kind.
    fn next_kind(&mut self) -> Option<()> {
        let head = self.bytes.number()?;
        (self.link, self.left, self.has_more) = match self.link {
            Link::Variant => (Link::Nickname, head / 2, head % 2 == 1),
            _ => (Link::ShortForm, head, false),
        };
        self.last = 0;
        Some(())
    }
}

impl Iterator for Links {
    type Item = (usize, Link);

    fn next(&mut self) -> Option<(usize, Link)> {
        while self.left == 0 && self.has_more {
            self.next_kind()?;
        }
        self.left = self.left.checked_sub(1)?;
        self.last += self.bytes.number()?;
        Some((self.last, self.link))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_found_and_every_link_leads_to_a_form() {
        let lexicon = Lexicon::open().expect("a table");
        let mut before = String::new();
        let mut forms = 0;
        for block in 0..lexicon.starts.len() / 4 {
            let mut bytes = lexicon.block(block).expect("a block");
            let mut form = Form::default();
            for _ in 0..BLOCK {
                if form.read(&mut bytes).is_none() {
                    break;
                }
                skip_links(&mut bytes).expect("links");
                let text = std::str::from_utf8(form.bytes()).expect("UTF-8");
                assert!(before.as_str() < text, "{before} before {text}");
                let links = lexicon.links_of(text).expect(text);
                assert_eq!(links.count(), forms_of(text).count(), "{text}");
                assert!(forms_of(text).all(|(form, _)| form != text), "{text}");
                text.clone_into(&mut before);
                forms += 1;
            }
        }
        assert!(forms > 100_000, "{forms} forms");
    }

    #[test]
    fn what_is_not_in_the_table_has_no_forms() {
        for word in ["", "a", "zzzzzzzz", "\u{10FFFF}", "anthonyanthony", "\0"] {
            assert_eq!(forms_of(word).count(), 0, "{word:?}");
        }
    }
}
