//! The table of units: how it is read, and how likely one unit is after another.
//!
//! The chain of Latin letters, the number of scripts, and for each script the bytes of its part: its
//! letters, how like two forms must be, the units, their chain, and the chain of the letters. A chain
//! says for each member how likely it is by itself, how likely it is that what follows was never seen
//! after it, and what was seen. Logarithms are written negated, in twelfths.

use std::sync::OnceLock;

use unicode_normalization::char::decompose_canonical;

use super::super::table::Bytes;
use crate::text::language::Script;

const TABLE: &[u8] = include_bytes!("../../../../data/names/likeness.bin");
/// Most letters of a form in another script; those of Hangul are the parts of its syllables.
pub(super) const MAX_OTHER: usize = 30;
/// Most Latin letters of a unit.
pub(super) const MAX_UNIT: usize = 6;
const STEP: f32 = 1.0 / 12.0;

/// What is learned of one script.
#[derive(Debug)]
pub(super) struct Model {
    /// Its letters in order; the number of a letter is one more than its place.
    letters: Vec<char>,
    /// From where on two forms are taken for one name.
    pub(super) threshold: f32,
    /// In the order of their Latin letters, then of the others; a unit's number in the chain is one
    /// more than its place.
    units: Vec<Unit>,
    pub(super) joint: Chain,
    pub(super) other: Chain,
    /// The places of the units in the order of their other letters.
    by_other: Vec<u16>,
}

/// Some Latin letters and those of the other script that stand for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unit {
    latin: [u8; MAX_UNIT],
    latin_letters: u8,
    other: [u16; 2],
    other_letters: u8,
}

/// A unit as it follows in a form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// Its number in the chain.
    pub(super) unit: u16,
    /// The Latin letters read after it.
    pub(super) to: usize,
    other: [u16; 2],
    other_letters: u8,
}

/// A few letters, of which none is 0, as one number.
fn rank(letters: &[u8]) -> u64 {
    let places = (0..8).map(|at| letters.get(at).copied().unwrap_or(0));
    places.fold(0, |rank, letter| (rank << 8) | u64::from(letter))
}

/// How likely each member is after each other; 0 is before the first and after the last.
#[derive(Debug)]
pub(super) struct Chain {
    members: Vec<Member>,
    /// What was seen after each member, in order, with its logarithm.
    next: Vec<(u16, f32)>,
}

#[derive(Debug)]
struct Member {
    /// By itself.
    log: f32,
    /// That something follows it that never did.
    unseen: f32,
    /// Where what was seen after it ends in the list.
    end: usize,
}

impl Unit {
    /// The Latin letters as one number, in the order of the letters.
    fn rank(&self) -> u64 {
        rank(&self.latin)
    }

    fn latin(&self) -> &[u8] {
        let letters = usize::from(self.latin_letters);
        self.latin.get(..letters).unwrap_or_default()
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        let mut unit = Self {
            latin: [0; MAX_UNIT],
            latin_letters: 0,
            other: [0; 2],
            other_letters: 0,
        };
        let letters = bytes.number()?;
        let latin = bytes.take(letters)?;
        unit.latin.get_mut(..letters)?.copy_from_slice(latin);
        unit.latin_letters = u8::try_from(letters).ok()?;
        let letters = bytes.number()?;
        for letter in unit.other.get_mut(..letters)? {
            *letter = u16::try_from(bytes.number()?).ok()?;
        }
        unit.other_letters = u8::try_from(letters).ok()?;
        Some(unit)
    }
}

impl Step {
    /// Whether letters of the other script begin with these.
    pub(super) fn begins(&self, other: &[u16]) -> bool {
        match (self.other(), other) {
            ([], _) => true,
            ([one], [first, ..]) => one == first,
            ([one, two], [first, second, ..]) => one == first && two == second,
            _ => false,
        }
    }

    pub(super) fn other(&self) -> &[u16] {
        let letters = usize::from(self.other_letters);
        self.other.get(..letters).unwrap_or_default()
    }
}

impl Chain {
    fn read(bytes: &mut Bytes) -> Option<Self> {
        let log = |bytes: &mut Bytes| {
            let (first, rest) = bytes.0.split_first()?;
            bytes.0 = rest;
            Some(-STEP * f32::from(*first))
        };
        let mut chain = Self {
            members: Vec::new(),
            next: Vec::new(),
        };
        for _ in 0..bytes.number()? {
            let (by_itself, unseen) = (log(bytes)?, log(bytes)?);
            let mut last = 0;
            for _ in 0..bytes.number()? {
                last += bytes.number()?;
                chain.next.push((u16::try_from(last).ok()?, log(bytes)?));
            }
            chain.members.push(Member {
                log: by_itself,
                unseen,
                end: chain.next.len(),
            });
        }
        Some(chain)
    }

    /// How likely a member is, whatever it follows.
    pub(super) fn alone(&self, member: u16) -> f32 {
        let member = self.members.get(usize::from(member));
        member.map_or(f32::NEG_INFINITY, |member| member.log)
    }

    /// How likely a member is after another.
    pub(super) fn log(&self, before: u16, member: u16) -> f32 {
        let before = usize::from(before);
        let start = before.checked_sub(1).and_then(|at| self.members.get(at));
        let start = start.map_or(0, |member| member.end);
        let Some(own) = self.members.get(before) else {
            return f32::NEG_INFINITY;
        };
        let seen = self.next.get(start..own.end).unwrap_or_default();
        match seen.binary_search_by_key(&member, |(next, _)| *next) {
            Ok(at) => seen.get(at).map_or(f32::NEG_INFINITY, |(_, log)| *log),
            Err(_) => own.unseen + self.alone(member),
        }
    }

    /// How likely a whole sequence is.
    pub(super) fn of(&self, members: impl Iterator<Item = u16>) -> f32 {
        let (mut sum, mut before) = (0.0, 0);
        for member in members.chain([0]) {
            sum += self.log(before, member);
            before = member;
        }
        sum
    }
}

/// The parts of the table, each read when first asked for.
struct Table {
    latin: Chain,
    parts: Vec<Part>,
}

struct Part {
    script: Script,
    bytes: Bytes,
    model: OnceLock<Option<Model>>,
}

impl Table {
    fn open() -> Option<&'static Self> {
        static TABLE_READ: OnceLock<Option<Table>> = OnceLock::new();
        TABLE_READ.get_or_init(Self::read).as_ref()
    }

    fn read() -> Option<Self> {
        let mut bytes = Bytes(TABLE);
        let latin = Chain::read(&mut bytes)?;
        let mut parts = Vec::new();
        for _ in 0..bytes.number()? {
            let length = bytes.number()?;
            let part = Bytes(bytes.take(length)?);
            let mut first = part;
            let letters = first.number()?;
            let letter = (letters > 0).then(|| first.number()).flatten()?;
            let letter = char::from_u32(u32::try_from(letter).ok()?)?;
            parts.push(Part {
                script: Script::of(letter)?,
                bytes: part,
                model: OnceLock::new(),
            });
        }
        Some(Self { latin, parts })
    }
}

impl Model {
    /// The scripts that something is learned of.
    pub(super) fn scripts() -> impl ExactSizeIterator<Item = Script> {
        let parts = Table::open().map_or(&[][..], |table| table.parts.as_slice());
        parts.iter().map(|part| part.script)
    }

    /// The model of a script and its number among all.
    pub(super) fn of(script: Script) -> Option<(usize, &'static Self)> {
        let mut parts = Table::open()?.parts.iter().enumerate();
        let (number, part) = parts.find(|(_, part)| part.script == script)?;
        let model = part.model.get_or_init(|| Self::read(part.bytes)).as_ref()?;
        Some((number, model))
    }

    /// The chain of Latin letters.
    pub(super) fn latin() -> Option<&'static Chain> {
        Some(&Table::open()?.latin)
    }

    fn read(mut bytes: Bytes) -> Option<Self> {
        let mut letters = Vec::new();
        let mut last = 0;
        for _ in 0..bytes.number()? {
            last += bytes.number()?;
            letters.push(char::from_u32(u32::try_from(last).ok()?)?);
        }
        let threshold = STEP * f32::from(u16::try_from(bytes.number()?).ok()?);
        let units = bytes.number()?;
        let units: Option<Vec<Unit>> = (0..units).map(|_| Unit::read(&mut bytes)).collect();
        let units = units?;
        let mut by_other: Vec<u16> = (0..u16::try_from(units.len()).ok()?).collect();
        by_other.sort_by_key(|at| units.get(usize::from(*at)).map(|unit| unit.other));
        Some(Self {
            letters,
            threshold,
            units,
            joint: Chain::read(&mut bytes)?,
            other: Chain::read(&mut bytes)?,
            by_other,
        })
    }

    /// The numbers of the letters of a form, if all are known.
    pub(super) fn letters_of(&self, form: &str) -> Option<Vec<u16>> {
        let mut numbers = Vec::new();
        let mut are_known = true;
        for letter in form.chars() {
            let mut add = |part: char| match self.letters.binary_search(&part) {
                Ok(at) => numbers.extend(u16::try_from(at + 1)),
                Err(_) => are_known = false,
            };
            if Script::of(letter) == Some(Script::Hangul) {
                decompose_canonical(letter, add);
            } else {
                add(letter);
            }
        }
        let fits = are_known && !numbers.is_empty() && numbers.len() <= MAX_OTHER;
        fits.then_some(numbers)
    }

    pub(super) fn letter_count(&self) -> usize {
        self.letters.len()
    }

    /// The form that some letters make.
    pub(super) fn form_of(&self, numbers: &[u16]) -> String {
        use unicode_normalization::UnicodeNormalization;

        let letter = |number: &u16| {
            let at = usize::from(*number).checked_sub(1)?;
            self.letters.get(at).copied()
        };
        numbers.iter().filter_map(letter).nfc().collect()
    }

    /// The units that begin with one of the Latin letters of a form.
    pub(super) fn steps(&self, latin: &[u8], from: usize) -> Vec<Step> {
        let rest = latin.get(from..).unwrap_or_default();
        let mut steps = Vec::new();
        for letters in 1..=rest.len().min(MAX_UNIT) {
            let wanted = rank(rest.get(..letters).unwrap_or_default());
            let start = self.units.partition_point(|unit| unit.rank() < wanted);
            let units = self.units.get(start..).unwrap_or_default().iter();
            let same = units.take_while(|unit| unit.rank() == wanted);
            steps.extend((start..).zip(same).filter_map(|(at, unit)| {
                Some(Step {
                    unit: u16::try_from(at + 1).ok()?,
                    to: from + letters,
                    other: unit.other,
                    other_letters: unit.other_letters,
                })
            }));
        }
        steps
    }

    /// The units that stand for letters of another script with which the rest of a form begins; those
    /// that stand for none, if nothing is given. Each with its number and its Latin letters.
    pub(super) fn readings_of(&self, other: &[u16]) -> impl Iterator<Item = (u16, &[u8])> {
        let unit_of = |at: &u16| self.units.get(usize::from(*at));
        let first = [
            other.first().copied().unwrap_or(0),
            other.get(1).copied().unwrap_or(0),
        ];
        let start = self
            .by_other
            .partition_point(|at| unit_of(at).is_some_and(|unit| unit.other < first));
        let places = self.by_other.get(start..).unwrap_or_default().iter();
        places.map_while(move |at| {
            let unit = unit_of(at)?;
            (unit.other == first).then(|| (*at + 1, unit.latin()))
        })
    }
}
