//! How like a form in Latin letters and one in another script are, learned from pairs of such forms.
//!
//! A pair is read as a chain of units, each a few Latin letters and one or two letters of the other
//! script or none: the joint source-channel model of Li, Zhang and Su, "A Joint Source-Channel Model
//! for Machine Transliteration" (2004), with units of many letters on both sides as in Bisani and Ney,
//! "Joint-Sequence Models for Grapheme-to-Phoneme Conversion" (2008). The likeness is how much likelier
//! the pair is by its best chain than its two forms are by chance, as the logarithm of the ratio.
//!
//! `data/names/` holds the table with the program that makes it. A script's part is read when it is
//! first asked for. Nothing of it is in an index.

mod forms;
mod model;
mod readings;

use std::sync::OnceLock;

pub use forms::Forms;
pub use readings::{readings, spellings};

use super::sounds::MAX_LETTERS;
use crate::text::language::Script;
use model::{Model, Step};

/// How many Latin readings of a name in another script are compared.
const READINGS: usize = 4;
/// What a pair must be likelier, by the logarithm, if one of its forms has so few letters: a short
/// word is like many.
const SHORT_LETTERS: usize = 3;
const SHORT_MALUS: f32 = 2.0;
/// What a form in Hebrew must be likelier than what was learned says, for at most one wrong form in
/// 10,000: 0.98 instead of 1.03.
const HEBREW_MALUS: f32 = 0.25;

/// A name asked for, made ready to be compared with many forms in other scripts.
///
/// ```
/// use clippings::analysis::names::Asked;
///
/// let asked = Asked::new("schwarzenegger");
/// assert!(asked.is_same("シュワルツェネッガー"));
/// assert!(asked.is_same("שוורצנגר"));
/// assert!(!asked.is_same("メルケル"));
/// ```
#[derive(Debug)]
pub struct Asked {
    script: Option<Script>,
    /// Its letters, if it is in another script than the Latin.
    own: Vec<u16>,
    /// What it is in Latin letters: itself, or its likeliest readings.
    latin: Vec<Latin>,
}

/// A form in Latin letters, and what of it each model knows.
#[derive(Debug)]
struct Latin {
    letters: Vec<u8>,
    prepared: Vec<OnceLock<Option<Prepared>>>,
}

/// The units that a Latin form can begin with at each of its letters, in one script.
#[derive(Debug)]
struct Prepared {
    model: &'static Model,
    steps: Vec<Vec<Step>>,
    /// How likely the Latin form is by chance.
    log: f32,
}

/// A way to read the beginning of a pair.
#[derive(Debug, Clone, Copy)]
struct State {
    /// How many letters of the other form are read.
    at: usize,
    unit: u16,
    log: f32,
}

impl Asked {
    /// Reads a folded word, or a name in Chinese characters or katakana as it is written.
    #[must_use]
    pub fn new(folded: &str) -> Self {
        let script = Script::of_word(folded);
        if script == Some(Script::Latin) {
            let latin = latin_letters(folded).map(Latin::new);
            return Self {
                script,
                own: Vec::new(),
                latin: latin.into_iter().collect(),
            };
        }
        let own = script
            .and_then(Model::of)
            .and_then(|(_, model)| model.letters_of(folded));
        let read = readings(folded, READINGS);
        Self {
            script,
            own: own.unwrap_or_default(),
            latin: read
                .iter()
                .filter_map(|reading| latin_letters(reading))
                .map(Latin::new)
                .collect(),
        }
    }

    /// How like a form in another script is, or nothing where no chain of units gives both.
    #[must_use]
    pub fn likeness(&self, form: &str) -> Option<f32> {
        let mut best: Option<f32> = None;
        self.likenesses(form, 0, |_, likeness| {
            best = Some(best.map_or(likeness, |best| best.max(likeness)));
        });
        best
    }

    /// Whether a form in another script is likely to be the same name.
    #[must_use]
    pub fn is_same(&self, form: &str) -> bool {
        self.is_surely(form, 0.0)
    }

    /// How much likelier a form in another script is than it must be.
    pub(crate) fn margin_of(&self, form: &str) -> Option<f32> {
        Some(self.likeness(form)? - self.least(form)?)
    }

    /// As [`Asked::is_same`], where it must be likelier by so much.
    pub(crate) fn is_surely(&self, form: &str, margin: f32) -> bool {
        self.begins(form, 0, margin, |_| true)
    }

    /// Whether a form without some of its last letters, `longest` at most, is likely to be the same
    /// name, where so many may be taken off.
    pub(crate) fn begins(
        &self,
        form: &str,
        longest: usize,
        margin: f32,
        may_end: impl Fn(usize) -> bool,
    ) -> bool {
        let Some(least) = self.least(form) else {
            return false;
        };
        let mut begins = false;
        self.likenesses(form, longest, |length, likeness| {
            begins |= likeness >= least + margin && may_end(length);
        });
        begins
    }

    /// How like a form without some of its last letters is, by how many.
    fn likenesses(
        &self,
        form: &str,
        longest: usize,
        mut found: impl FnMut(usize, f32),
    ) -> Option<()> {
        let other = Script::of_word(form)?;
        if Some(other) == self.script {
            return None;
        }
        if other == Script::Latin {
            let (_, model) = Model::of(self.script?)?;
            let latin = latin_letters(form)?;
            for length in 0..=longest.min(latin.len().saturating_sub(1)) {
                let stem = latin.get(..latin.len() - length)?;
                Prepared::new(model, stem)?.likenesses(&self.own, 0, &mut |_, likeness| {
                    found(length, likeness);
                });
            }
            return Some(());
        }
        let (number, model) = Model::of(other)?;
        let letters = model.letters_of(form)?;
        for latin in &self.latin {
            if let Some(prepared) = latin.prepared(number, model) {
                prepared.likenesses(&letters, longest, &mut found);
            }
        }
        Some(())
    }

    /// How like a form must be.
    fn least(&self, form: &str) -> Option<f32> {
        let other = Script::of_word(form)?;
        let scripts = [self.script?, other].into_iter();
        let thresholds = scripts.filter_map(|script| Some(Model::of(script)?.1.threshold));
        let threshold = thresholds.reduce(f32::max)?;
        let ours = self.latin.first().map_or(0, |latin| latin.letters.len());
        let theirs = form.chars().count();
        let is_short = |letters: usize, script: Script| {
            letters <= SHORT_LETTERS && !matches!(script, Script::Han | Script::Hangul)
        };
        let malus = is_short(ours, Script::Latin) || is_short(theirs, other);
        let is_hebrew = other == Script::Hebrew || self.script == Some(Script::Hebrew);
        let malus = [(malus, SHORT_MALUS), (is_hebrew, HEBREW_MALUS)];
        let malus = malus.into_iter().filter(|(applies, _)| *applies);
        Some(threshold + malus.map(|(_, malus)| malus).sum::<f32>())
    }
}

impl Latin {
    fn new(letters: Vec<u8>) -> Self {
        Self {
            letters,
            prepared: Model::scripts().map(|_| OnceLock::new()).collect(),
        }
    }

    fn prepared(&self, number: usize, model: &'static Model) -> Option<&Prepared> {
        let place = self.prepared.get(number)?;
        place
            .get_or_init(|| Prepared::new(model, &self.letters))
            .as_ref()
    }
}

impl Prepared {
    fn new(model: &'static Model, latin: &[u8]) -> Option<Self> {
        Some(Self {
            model,
            steps: (0..latin.len())
                .map(|from| model.steps(latin, from))
                .collect(),
            log: Model::latin()?.of(latin.iter().map(|letter| u16::from(*letter))),
        })
    }

    fn likeness(&self, other: &[u16]) -> Option<f32> {
        let mut whole = None;
        self.likenesses(other, 0, &mut |_, likeness| whole = Some(likeness));
        whole
    }

    /// How like the letters of a form are without the last ones, by how many, if any chain gives both.
    fn likenesses(&self, other: &[u16], longest: usize, found: &mut impl FnMut(usize, f32)) {
        let joint = &self.model.joint;
        let mut places: Vec<Vec<State>> = vec![Vec::new(); self.steps.len() + 1];
        let start = State {
            at: 0,
            unit: 0,
            log: 0.0,
        };
        places
            .first_mut()
            .into_iter()
            .for_each(|place| place.push(start));
        for (from, steps) in self.steps.iter().enumerate() {
            let Some(states) = places.get_mut(from).map(std::mem::take) else {
                return;
            };
            for step in steps.iter().filter(|_| !states.is_empty()) {
                let Some(reached) = places.get_mut(step.to) else {
                    return;
                };
                for state in &states {
                    let rest = other.get(state.at..).unwrap_or_default();
                    if !step.begins(rest) {
                        continue;
                    }
                    let at = state.at + step.other().len();
                    let log = state.log + joint.log(state.unit, step.unit);
                    let known = reached
                        .iter_mut()
                        .find(|known| known.at == at && known.unit == step.unit);
                    match known {
                        Some(known) => known.log = known.log.max(log),
                        None => reached.push(State {
                            at,
                            unit: step.unit,
                            log,
                        }),
                    }
                }
            }
        }
        let ends = places.last().map_or(&[][..], Vec::as_slice);
        for length in 0..=longest.min(other.len()) {
            let letters = other.len() - length;
            let ends = ends.iter().filter(|state| state.at == letters);
            let log = ends
                .map(|state| state.log + joint.log(state.unit, 0))
                .reduce(f32::max);
            if let Some(log) = log {
                let by_chance = other.iter().copied().take(letters);
                found(length, log - self.log - self.model.other.of(by_chance));
            }
        }
    }
}

/// The letters from `a` on as numbers from 1 on.
fn latin_letters(folded: &str) -> Option<Vec<u8>> {
    if folded.is_empty() || folded.len() > MAX_LETTERS {
        return None;
    }
    let number = |letter: u8| letter.is_ascii_lowercase().then(|| letter - b'a' + 1);
    folded.bytes().map(number).collect()
}
