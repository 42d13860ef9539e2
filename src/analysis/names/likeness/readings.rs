//! The likeliest Latin readings of a name in another script, and its likeliest forms there.

use std::collections::BTreeMap;

use super::super::sounds::MAX_LETTERS;
use super::latin_letters;
use super::model::Model;
use crate::text::language::Script;

/// How many beginnings are kept after each letter.
const BEAM: usize = 48;

/// The same for forms in another script, of which fewer are wanted.
const SPELLING_BEAM: usize = 12;

/// What the first letters of a Latin form may be in another script.
#[derive(Debug, Clone)]
struct Spelling {
    other: Vec<u16>,
    unit: u16,
    log: f32,
}

/// A reading of the first letters of a form.
#[derive(Debug, Clone)]
struct Reading {
    latin: Vec<u8>,
    unit: u16,
    log: f32,
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
    let mut places: Vec<Vec<Reading>> = vec![Vec::new(); letters.len() + 1];
    places.first_mut()?.push(Reading {
        latin: Vec::new(),
        unit: 0,
        log: 0.0,
    });
    for at in 0..=letters.len() {
        let mut beam = best(std::mem::take(places.get_mut(at)?));
        // Letters that are not written in the other script: once between two that are.
        let silent: Vec<Reading> = (beam.iter())
            .flat_map(|reading| extended(model, reading, &[]))
            .collect();
        beam.extend(silent);
        let beam = best(beam);
        let rest = letters.get(at..).unwrap_or_default();
        if rest.is_empty() {
            return Some(finished(model, &beam, most));
        }
        for taken in 1..=rest.len().min(2) {
            let next = places.get_mut(at + taken)?;
            for reading in &beam {
                next.extend(extended(model, reading, rest.get(..taken)?));
            }
        }
    }
    None
}

fn extended(
    model: &'static Model,
    reading: &Reading,
    other: &[u16],
) -> impl Iterator<Item = Reading> {
    model.readings_of(other).filter_map(move |(unit, letters)| {
        let mut latin = reading.latin.clone();
        latin.extend(letters);
        (latin.len() <= MAX_LETTERS).then(|| Reading {
            latin,
            unit,
            log: reading.log + model.joint.log(reading.unit, unit),
        })
    })
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
    let mut places: Vec<Vec<Spelling>> = vec![Vec::new(); latin.len() + 1];
    places.first_mut()?.push(Spelling {
        other: Vec::new(),
        unit: 0,
        log: 0.0,
    });
    for from in 0..latin.len() {
        let mut beam = std::mem::take(places.get_mut(from)?);
        beam.sort_by(|left, right| right.log.total_cmp(&left.log));
        beam.truncate(SPELLING_BEAM);
        for step in model.steps(&latin, from) {
            let reached = places.get_mut(step.to)?;
            for spelling in &beam {
                let log = spelling.log + model.joint.log(spelling.unit, step.unit);
                let is_same = |known: &&mut Spelling| {
                    let (head, tail) = known.other.split_at_checked(spelling.other.len())?;
                    (known.unit == step.unit && head == spelling.other && tail == step.other())
                        .then_some(())
                };
                match reached.iter_mut().find(|known| is_same(known).is_some()) {
                    Some(known) => known.log = known.log.max(log),
                    None => reached.push(Spelling {
                        other: [&spelling.other, step.other()].concat(),
                        unit: step.unit,
                        log,
                    }),
                }
            }
        }
    }
    let mut last = places.pop()?;
    for spelling in &mut last {
        spelling.log += model.joint.log(spelling.unit, 0);
    }
    last.sort_by(|left, right| right.log.total_cmp(&left.log));
    let mut forms: Vec<String> = Vec::new();
    for spelling in last {
        let form = model.form_of(&spelling.other);
        if forms.len() < most && !forms.contains(&form) {
            forms.push(form);
        }
    }
    Some(forms)
}

/// The likeliest of them, each once.
fn best(mut readings: Vec<Reading>) -> Vec<Reading> {
    readings.sort_by(|left, right| {
        (right.log.total_cmp(&left.log)).then_with(|| left.latin.cmp(&right.latin))
    });
    let mut kept: Vec<Reading> = Vec::new();
    for reading in readings {
        if kept.len() == BEAM {
            break;
        }
        let is_known = |known: &Reading| known.unit == reading.unit && known.latin == reading.latin;
        if !kept.iter().any(is_known) {
            kept.push(reading);
        }
    }
    kept
}

fn finished(model: &Model, beam: &[Reading], most: usize) -> Vec<String> {
    let mut logs: BTreeMap<String, f32> = BTreeMap::new();
    for reading in beam {
        let latin = reading
            .latin
            .iter()
            .map(|letter| char::from(b'a' + letter - 1));
        let log = reading.log + model.joint.log(reading.unit, 0);
        let known = logs.entry(latin.collect()).or_insert(log);
        *known = known.max(log);
    }
    let mut readings: Vec<(String, f32)> = logs.into_iter().collect();
    readings.sort_by(|left, right| right.1.total_cmp(&left.1));
    readings.truncate(most);
    readings.into_iter().map(|(latin, _)| latin).collect()
}
