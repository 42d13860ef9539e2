//! Whether two forms are one name by rules alone, and how near they are.

use super::super::fold::fold;
use super::Tier;
use super::inflect::{MAX_ENDING_LETTERS, is_feminine_surname, share_declension};
use super::sounds::{Arc, MAX_LETTERS, SILENT, lattice};
use crate::text::language::Script;

/// Most loose readings in one name, and the letters that each asks for: `Trump` may
/// be Трамп, but `Hannah` not она. Measured on the surnames of 2,045 Slavic news texts.
const MAX_LOOSE: usize = 2;
const LETTERS_PER_LOOSE: usize = 4;

type Sheets = [[u64; MAX_LETTERS + 8]; MAX_LOOSE + 1];

/// How near a form is to the name asked for, or `None` if the rules do not make them one name.
///
/// `query_form` is a normal form (lower case, marks kept), `candidate_form` a folded word. Accepted
/// are the same letters, case forms of one base, and the same name in another script or in another
/// country's spelling. Names that only sound alike stay apart (`Anthony` and `Antony`), as do those of
/// a man and a woman (`Ivanov` and `Ivanova`).
///
/// ```
/// use clippings::analysis::names::{Tier, compare};
///
/// assert_eq!(compare("vučić", "vucic"), Some(Tier::Folded));
/// assert_eq!(compare("vucic", "вучићем"), Some(Tier::Transliterated));
/// assert_eq!(compare("merkel", "markle"), None);
/// ```
#[must_use]
pub fn compare(query_form: &str, candidate_form: &str) -> Option<Tier> {
    Name::new(query_form).compare(candidate_form)
}

/// A name asked for, made ready to be compared with many forms: see [`compare`].
#[derive(Debug)]
pub struct Name {
    normal: String,
    folded: String,
    script: Option<Script>,
    letters: Vec<char>,
    /// Its letters and what each can sound like: within its script, and across scripts.
    within: Option<Sounded>,
    across: Option<Sounded>,
}

type Sounded = (Vec<char>, Vec<Vec<Arc>>);

impl Name {
    /// Reads a normal form.
    #[must_use]
    pub fn new(normal: &str) -> Self {
        let mut folded = String::new();
        fold(normal, &mut folded);
        let script = normal.chars().next().and_then(Script::of);
        let letters: Vec<char> = folded.chars().take(MAX_LETTERS + 1).collect();
        let sounded = |across: bool| {
            let script = script.filter(|_| letters.len() <= MAX_LETTERS)?;
            // The mark of a query letter says more than the folded letter.
            let marked: Vec<char> = normal.chars().take(MAX_LETTERS + 1).collect();
            let ours = lattice(&marked, script, across).map(|places| (marked, places));
            ours.or_else(|| {
                lattice(&letters, script, across).map(|places| (letters.clone(), places))
            })
        };
        let (within, across) = (sounded(false), sounded(true));
        Self {
            normal: normal.to_owned(),
            folded,
            script,
            letters,
            within,
            across,
        }
    }

    /// As [`compare`], with a folded word.
    #[must_use]
    pub fn compare(&self, candidate_form: &str) -> Option<Tier> {
        if self.normal == candidate_form {
            return Some(Tier::Exact);
        }
        if self.folded == candidate_form {
            return Some(Tier::Folded);
        }
        let script = self.script?;
        let other = Script::of(candidate_form.chars().next()?)?;
        let letters = &self.letters;
        let theirs: Vec<char> = candidate_form.chars().take(MAX_LETTERS + 1).collect();
        if letters.len() > MAX_LETTERS || theirs.len() > MAX_LETTERS {
            return None;
        }
        let fleeting = |one: &[char], two: &[char]| {
            without_fleeting_vowel(one)
                .is_some_and(|base| two.len() > base.len() && is_case_form(&base, two))
        };
        if script == other
            && (is_case_form(letters, &theirs)
                || fleeting(letters, &theirs)
                || fleeting(&theirs, letters))
        {
            return Some(Tier::Inflected);
        }
        let across = script != other;
        let (ours, our_places) = if across { &self.across } else { &self.within }.as_ref()?;
        let their_places = lattice(&theirs, other, across)?;
        same_sounds(ours, our_places, &theirs, &their_places).then_some(Tier::Transliterated)
    }
}

/// Whether both are case forms of one base in one script.
fn is_case_form(ours: &[char], theirs: &[char]) -> bool {
    let common = ours
        .iter()
        .zip(theirs)
        .take_while(|(one, two)| one == two)
        .count();
    let shortest = ours
        .len()
        .max(theirs.len())
        .saturating_sub(MAX_ENDING_LETTERS);
    (shortest..=common)
        .rev()
        .any(|letters| ends_as_one_name(ours, letters, theirs, letters, false))
}

/// The stem of a name whose last vowel goes with an ending: `Marek`, `Marka`.
fn without_fleeting_vowel(letters: &[char]) -> Option<Vec<char>> {
    let [head @ .., vowel, last] = letters else {
        return None;
    };
    let goes = matches!(
        (vowel, last),
        ('e', 'k' | 'c' | 'l') | ('е', 'к' | 'ц' | 'л') | ('о', 'к')
    );
    // The consonant before keeps the rest a word: `Babek` has none to lose.
    (goes && head.len() >= 3).then(|| head.iter().copied().chain([*last]).collect())
}

/// Whether what follows the two stems are endings of one declension.
fn ends_as_one_name(
    ours: &[char],
    our_stem: usize,
    theirs: &[char],
    their_stem: usize,
    spellings: bool,
) -> bool {
    let (Some((stem, ending)), Some((_, other))) = (
        ours.split_at_checked(our_stem),
        theirs.split_at_checked(their_stem),
    ) else {
        return false;
    };
    if ending.len() > MAX_ENDING_LETTERS || other.len() > MAX_ENDING_LETTERS {
        return false;
    }
    let folded = |letters: &[char]| {
        let mut word = String::new();
        if !letters.is_empty() {
            fold(&letters.iter().collect::<String>(), &mut word);
        }
        word
    };
    let (stem, ending, other) = (folded(stem), folded(ending), folded(other));
    let letters = our_stem.max(their_stem);
    share_declension(&ending, &other, letters, spellings)
        && !is_feminine_surname(&stem, &ending, &other)
}

/// Whether a path through both lattices has the same sounds, up to case endings.
fn same_sounds(
    ours: &[char],
    our_places: &[Vec<Arc>],
    theirs: &[char],
    their_places: &[Vec<Arc>],
) -> bool {
    // Bit `j` of row `i` of a sheet: the first `i` letters of ours can be the first `j` of theirs, with as
    // many loose readings as the sheet's number.
    let mut sheets = [[0_u64; MAX_LETTERS + 8]; MAX_LOOSE + 1];
    let budget = ours.len().min(theirs.len()) / LETTERS_PER_LOOSE;
    reach(&mut sheets, 0, 0, 0);
    for i in 0..=ours.len() {
        for j in 0..=theirs.len() {
            for cost in 0..=budget.min(MAX_LOOSE) {
                if !is_reached(&sheets, cost, i, j) {
                    continue;
                }
                if (i == ours.len() && j == theirs.len())
                    || ends_as_one_name(ours, i, theirs, j, true)
                {
                    return true;
                }
                let our_arcs = our_places.get(i).map_or(&[][..], Vec::as_slice);
                let their_arcs = their_places.get(j).map_or(&[][..], Vec::as_slice);
                step(&mut sheets, cost, (i, our_arcs), (j, their_arcs));
            }
        }
    }
    false
}

/// Marks every place that one sound leads to.
fn step(
    sheets: &mut Sheets,
    cost: usize,
    (i, our_arcs): (usize, &[Arc]),
    (j, their_arcs): (usize, &[Arc]),
) {
    for our in our_arcs {
        if our.sounds & SILENT != 0 {
            reach(sheets, cost, i + our.letters, j);
        } else if our.loose & SILENT != 0 {
            reach(sheets, cost + 1, i + our.letters, j);
        }
        for their in their_arcs {
            let (to_i, to_j) = (i + our.letters, j + their.letters);
            if our.sounds & their.sounds & !SILENT != 0 {
                reach(sheets, cost, to_i, to_j);
            } else if (our.sounds & their.loose | our.loose & their.sounds) & !SILENT != 0 {
                reach(sheets, cost + 1, to_i, to_j);
            }
        }
    }
    for their in their_arcs {
        if their.sounds & SILENT != 0 {
            reach(sheets, cost, i, j + their.letters);
        } else if their.loose & SILENT != 0 {
            reach(sheets, cost + 1, i, j + their.letters);
        }
    }
}

fn reach(sheets: &mut Sheets, cost: usize, i: usize, j: usize) {
    if let Some(row) = sheets.get_mut(cost).and_then(|sheet| sheet.get_mut(i)) {
        *row |= 1 << j;
    }
}

fn is_reached(sheets: &Sheets, cost: usize, i: usize, j: usize) -> bool {
    sheets
        .get(cost)
        .and_then(|sheet| sheet.get(i))
        .is_some_and(|row| row & (1 << j) != 0)
}
