//! The likeliest Latin readings of a name in another script, and its likeliest forms there.

use std::collections::BTreeMap;

use super::super::sounds::MAX_LETTERS;
use super::latin_letters;
use super::model::{MAX_UNIT, Model};
use crate::text::language::Script;

/// How many beginnings are kept after each letter for each form that is wanted.
const BEAM_PER_FORM: usize = 2;
/// How much less likely than the likeliest a beginning may be, by the logarithm.
const SLACK: f32 = 4.0;

/// What the first letters of a form may be on the other side.
#[derive(Debug, Clone, Copy)]
struct Beginning {
    letters: Letters,
    unit: u16,
    log: f32,
}

/// A few letters, in place.
#[derive(Debug, Clone, Copy, Default)]
struct Letters {
    letters: [u16; MAX_LETTERS],
    count: usize,
}

impl Letters {
    fn as_slice(&self) -> &[u16] {
        self.letters.get(..self.count).unwrap_or_default()
    }

    /// With some after them, as far as there is room.
    fn and(mut self, more: &[u16]) -> Self {
        let room = self.letters.iter_mut().skip(self.count);
        for (place, letter) in room.zip(more) {
            *place = *letter;
            self.count += 1;
        }
        self
    }

    /// Whether they are others with some after them.
    fn are(&self, before: &Self, more: &[u16]) -> bool {
        self.count == before.count + more.len()
            && (self.as_slice().iter()).eq(before.as_slice().iter().chain(more))
    }
}

/// The beginnings that lead to a place, each once.
#[derive(Debug, Clone)]
struct Beam {
    beginnings: Vec<Beginning>,
    best: f32,
}

impl Beam {
    fn new() -> Self {
        Self {
            beginnings: Vec::new(),
            best: f32::NEG_INFINITY,
        }
    }

    fn start() -> Self {
        let first = Beginning {
            letters: Letters::default(),
            unit: 0,
            log: 0.0,
        };
        Self {
            beginnings: vec![first],
            best: 0.0,
        }
    }

    /// Takes a beginning with more letters, if it is likely enough.
    fn offer(&mut self, before: &Beginning, more: &[u16], unit: u16, log: f32) {
        if log < self.best - SLACK || before.letters.count + more.len() > MAX_LETTERS {
            return;
        }
        self.best = self.best.max(log);
        let is_same =
            |known: &&mut Beginning| known.unit == unit && known.letters.are(&before.letters, more);
        match self.beginnings.iter_mut().find(is_same) {
            Some(known) => known.log = known.log.max(log),
            None => self.beginnings.push(Beginning {
                letters: before.letters.and(more),
                unit,
                log,
            }),
        }
    }

    /// The likeliest of them, in order.
    fn likeliest(mut self, most: usize) -> Vec<Beginning> {
        self.beginnings.sort_by(|left, right| {
            (right.log.total_cmp(&left.log))
                .then_with(|| left.letters.as_slice().cmp(right.letters.as_slice()))
        });
        self.beginnings.truncate(most);
        self.beginnings
    }
}

/// The likeliest readings in Latin letters of a name in another script, the likeliest first.
///
/// They are what the names of the lists are mostly like, so a reading need not be how the bearer
/// writes himself. A word whose letters are not all known has none.
///
/// ```
/// use clippings::analysis::names::readings;
///
/// let read = readings("ميركل", 8);
/// assert_eq!(read.len(), 8);
/// assert!(read.iter().all(|name| name.starts_with('m') && name.contains('l')));
/// assert_eq!(readings("merkel", 8), Vec::<String>::new());
/// ```
#[must_use]
pub fn readings(form: &str, most: usize) -> Vec<String> {
    read(form, most).unwrap_or_default()
}

fn read(form: &str, most: usize) -> Option<Vec<String>> {
    let (_, model) = Model::of(Script::of(form.chars().next()?)?)?;
    let letters = model.letters_of(form)?;
    let mut places = vec![Beam::new(); letters.len() + 1];
    *places.first_mut()? = Beam::start();
    let width = most * BEAM_PER_FORM;
    let extend = |beam: &mut Beam, before: &Beginning, other: &[u16]| {
        for (unit, latin) in model.readings_of(other) {
            let mut more = [0; MAX_UNIT];
            for (place, letter) in more.iter_mut().zip(latin) {
                *place = u16::from(*letter);
            }
            let log = before.log + model.joint.log(before.unit, unit);
            beam.offer(
                before,
                more.get(..latin.len()).unwrap_or_default(),
                unit,
                log,
            );
        }
    };
    for at in 0..=letters.len() {
        let beam = std::mem::replace(places.get_mut(at)?, Beam::new());
        // Letters that are not written in the other script: once between two that are.
        let mut with_silent = beam.clone();
        for before in beam.likeliest(width) {
            extend(&mut with_silent, &before, &[]);
        }
        let beginnings = with_silent.likeliest(width);
        let rest = letters.get(at..).unwrap_or_default();
        if rest.is_empty() {
            let latin = |letters: &[u16]| {
                let letters = letters
                    .iter()
                    .filter_map(|letter| u8::try_from(*letter).ok());
                letters
                    .map(|letter| char::from(b'a' + letter - 1))
                    .collect()
            };
            return Some(finished(model, &beginnings, most, latin));
        }
        for taken in 1..=rest.len().min(2) {
            let next = places.get_mut(at + taken)?;
            for before in &beginnings {
                extend(next, before, rest.get(..taken)?);
            }
        }
    }
    None
}

/// The likeliest forms in another script of a name in Latin letters, the likeliest first.
///
/// ```
/// use clippings::analysis::names::spellings;
/// use clippings::text::language::Script;
///
/// assert!(spellings("wright", Script::Cyrillic, 4).contains(&"райт".to_owned()));
/// assert_eq!(spellings("wright", Script::Thai, 4), Vec::<String>::new());
/// ```
#[must_use]
pub fn spellings(latin: &str, script: Script, most: usize) -> Vec<String> {
    spelled(latin, script, most).unwrap_or_default()
}

fn spelled(latin: &str, script: Script, most: usize) -> Option<Vec<String>> {
    let (_, model) = Model::of(script)?;
    let latin = latin_letters(latin)?;
    let mut places = vec![Beam::new(); latin.len() + 1];
    *places.first_mut()? = Beam::start();
    let width = most * BEAM_PER_FORM;
    for from in 0..latin.len() {
        let beam = std::mem::replace(places.get_mut(from)?, Beam::new());
        let beginnings = beam.likeliest(width);
        for step in model.steps(&latin, from) {
            let reached = places.get_mut(step.to)?;
            for before in &beginnings {
                let log = before.log + model.joint.log(before.unit, step.unit);
                reached.offer(before, step.other(), step.unit, log);
            }
        }
    }
    let last = places.pop()?.likeliest(width);
    Some(finished(model, &last, most, |letters| {
        model.form_of(letters)
    }))
}

/// The likeliest whole forms, each once.
fn finished(
    model: &Model,
    beginnings: &[Beginning],
    most: usize,
    form: impl Fn(&[u16]) -> String,
) -> Vec<String> {
    let mut logs: BTreeMap<String, f32> = BTreeMap::new();
    for beginning in beginnings {
        let log = beginning.log + model.joint.log(beginning.unit, 0);
        let known = logs
            .entry(form(beginning.letters.as_slice()))
            .or_insert(log);
        *known = known.max(log);
    }
    let mut forms: Vec<(String, f32)> = logs.into_iter().collect();
    forms.sort_by(|left, right| right.1.total_cmp(&left.1));
    forms.truncate(most);
    forms.into_iter().map(|(form, _)| form).collect()
}
