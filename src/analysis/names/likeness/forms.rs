//! Many forms that are searched together for those like a name.
//!
//! The forms of a script lie in a tree of their letters. A name goes through it with one row for each
//! letter: what the pair can still be worth, by the units alone, if that many of its Latin letters
//! stand for the letters so far. A branch is left where that is too little, and the forms that are
//! left are compared by their chains.

use std::collections::BTreeMap;

use super::super::sounds::MAX_LETTERS;
use super::model::{MAX_OTHER, Model};
use super::{Asked, Latin, Prepared, Step};
use crate::text::language::Script;

/// How much likelier the chain can make a pair than its units alone, as far as branches are followed.
/// With 5, five scripts of six find no more than with 3; Korean finds one pair in 200 more.
const CHAIN_GAIN: f32 = 2.5;
/// What a form must have by its units alone of what the best would have. Without it four scripts of
/// six find one pair in 200 more, and Cyrillic takes twice the time.
const LEAST_SHARE: f32 = 0.2;

type Row = [f32; MAX_LETTERS + 1];
const NOWHERE: Row = [f32::NEG_INFINITY; MAX_LETTERS + 1];

/// Forms in scripts other than Latin, ready to be searched.
///
/// ```
/// use clippings::analysis::names::{Asked, Forms};
///
/// let forms = Forms::new(["ميركل", "ماكرون", "מרקל", "Merkel"]);
/// let mut found = Vec::new();
/// forms.like(&Asked::new("merkel"), |form, _| found.push(form));
/// found.sort();
/// assert_eq!(found, ["מרקל", "ميركل"]);
/// ```
#[derive(Debug, Default)]
pub struct Forms {
    trees: Vec<Tree>,
}

/// The forms of one script by their letters: each node is followed by what is below it.
#[derive(Debug)]
struct Tree {
    number: usize,
    model: &'static Model,
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    letter: u16,
    /// How many letters lead to it, itself counted.
    depth: u8,
    is_form: bool,
    /// The node after all that is below it.
    end: u32,
}

/// What a unit that ends in a letter of the other script does.
#[derive(Debug, Clone, Copy)]
struct Gain {
    /// The letter before, or 0.
    first: u16,
    from: usize,
    to: usize,
    /// What it is worth less than the best way on.
    loss: f32,
}

/// What the units of a Latin form give, and the most that they can give from each letter on.
#[derive(Debug)]
struct Gains {
    /// By the letter of the other script with which they end.
    of_letter: Vec<Vec<Gain>>,
    /// By the first of two letters: from where, and what it is worth less than the best.
    opens: Vec<Vec<(usize, f32)>>,
    /// Without a letter.
    silent: Vec<Gain>,
    most: Row,
}

impl Forms {
    /// Takes the forms whose letters are known, each once; forms of a Hangul syllable each are fine,
    /// words of other scripts than are learned are left out.
    pub fn new<'a>(forms: impl IntoIterator<Item = &'a str>) -> Self {
        let mut by_script: BTreeMap<usize, (&'static Model, Vec<Vec<u16>>)> = BTreeMap::new();
        for form in forms {
            let script = Script::of_word(form);
            if let Some((number, model)) = script.and_then(Model::of)
                && let Some(letters) = model.letters_of(form)
            {
                let forms = by_script.entry(number).or_insert((model, Vec::new()));
                forms.1.push(letters);
            }
        }
        let tree = |(number, (model, mut forms)): (usize, (&'static Model, Vec<Vec<u16>>))| {
            forms.sort_unstable();
            forms.dedup();
            Tree::new(number, model, &forms)
        };
        Self {
            trees: by_script.into_iter().map(tree).collect(),
        }
    }

    /// How much memory they take, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let nodes = self.trees.iter().map(|tree| tree.nodes.len());
        nodes.sum::<usize>() * size_of::<Node>()
    }

    /// Calls `found` with each form that is likely to be the name, and how like it is. Forms in the
    /// script of the name are none.
    pub fn like(&self, asked: &Asked, mut found: impl FnMut(String, f32)) {
        self.like_by(asked, 0.0, |form, likeness, _| found(form, likeness));
    }

    /// As [`Forms::like`], where they must be likelier by so much, or less likely where it is negative; calls
    /// `found` with what they are likelier by, too.
    pub(crate) fn like_by(
        &self,
        asked: &Asked,
        margin: f32,
        mut found: impl FnMut(String, f32, f32),
    ) {
        for tree in &self.trees {
            if asked.script == tree.script() {
                continue;
            }
            let mut seen: BTreeMap<Vec<u16>, f32> = BTreeMap::new();
            for latin in &asked.latin {
                if let Some(prepared) = latin.prepared(tree.number, tree.model) {
                    tree.like(latin, prepared, margin, &mut |letters, likeness| {
                        let best = seen.entry(letters.to_vec()).or_insert(likeness);
                        *best = best.max(likeness);
                    });
                }
            }
            for (letters, likeness) in seen {
                let form = tree.model.form_of(&letters);
                if let Some(least) = asked.least(&form)
                    && likeness >= least + margin
                {
                    found(form, likeness, likeness - least);
                }
            }
        }
    }
}

impl Tree {
    fn new(number: usize, model: &'static Model, forms: &[Vec<u16>]) -> Self {
        let mut nodes: Vec<Node> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let end = |nodes: &[Node]| u32::try_from(nodes.len()).unwrap_or(u32::MAX);
        let mut before: &[u16] = &[];
        for form in forms {
            let shared = (before.iter().zip(form)).take_while(|(one, two)| one == two);
            let shared = shared.count();
            for at in open.drain(shared..) {
                let after = end(&nodes);
                if let Some(node) = nodes.get_mut(at) {
                    node.end = after;
                }
            }
            for (letter, depth) in form.iter().zip(1..).skip(shared) {
                open.push(nodes.len());
                nodes.push(Node {
                    letter: *letter,
                    depth,
                    is_form: usize::from(depth) == form.len(),
                    end: 0,
                });
            }
            before = form;
        }
        for at in open {
            let after = end(&nodes);
            if let Some(node) = nodes.get_mut(at) {
                node.end = after;
            }
        }
        Self {
            number,
            model,
            nodes,
        }
    }

    fn script(&self) -> Option<Script> {
        Model::scripts().nth(self.number)
    }

    fn like(
        &self,
        latin: &Latin,
        prepared: &Prepared,
        margin: f32,
        found: &mut impl FnMut(&[u16], f32),
    ) {
        let mut gains = Gains::new(prepared);
        let threshold = self.model.threshold + margin;
        let by_units = threshold - CHAIN_GAIN;
        // What the two forms are worth together, at best: it falls with each step that is not the best.
        let best = gains.most() - prepared.log;
        let least = by_units.max(LEAST_SHARE * best);
        gains.leave_out(best - least);
        let letters = latin.letters.len();
        let mut rows = [NOWHERE; MAX_OTHER + 1];
        let mut path = [0_u16; MAX_OTHER + 1];
        let [first, ..] = &mut rows;
        let [start, ..] = first;
        *start = best;
        gains.pass_silent(first, least);
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            let depth = usize::from(node.depth);
            let next = usize::try_from(node.end).unwrap_or(usize::MAX);
            let (done, rest) = rows.split_at_mut(depth);
            let (before, here) = path.split_at_mut(depth);
            let (Some(row), Some(parent), Some(here)) =
                (rest.first_mut(), done.last(), here.first_mut())
            else {
                return;
            };
            *here = node.letter;
            *row = NOWHERE;
            let previous = before.last().copied().unwrap_or(0);
            let mut goes_on = false;
            for gain in gains.of(node.letter) {
                let from = match gain.first {
                    0 => parent,
                    first if first == previous => match depth.checked_sub(2) {
                        Some(depth) => done.get(depth).unwrap_or(parent),
                        None => continue,
                    },
                    _ => continue,
                };
                let reached = from
                    .get(gain.from)
                    .map_or(f32::NEG_INFINITY, |from| from - gain.loss);
                if reached >= least
                    && let Some(to) = row.get_mut(gain.to)
                {
                    *to = to.max(reached);
                    goes_on = true;
                }
            }
            if goes_on {
                gains.pass_silent(row, least);
                if node.is_form && row.get(letters).is_some_and(|reached| *reached >= least) {
                    let form = path.get(1..=depth).unwrap_or_default();
                    if let Some(likeness) = prepared.likeness(form)
                        && likeness >= threshold
                    {
                        found(form, likeness);
                    }
                }
            } else {
                let mut opened = gains.opened_by(node.letter).iter();
                goes_on = opened
                    .any(|(from, loss)| parent.get(*from).is_some_and(|sum| sum - loss >= least));
            }
            at = if goes_on { at + 1 } else { next };
        }
    }
}

impl Gains {
    fn new(prepared: &Prepared) -> Self {
        let model = prepared.model;
        let letters = model.letter_count() + 1;
        let mut gains = Self {
            of_letter: vec![Vec::new(); letters],
            opens: vec![Vec::new(); letters],
            silent: Vec::new(),
            most: NOWHERE,
        };
        if let Some(last) = gains.most.get_mut(prepared.steps.len()) {
            *last = 0.0;
        }
        for (from, steps) in prepared.steps.iter().enumerate().rev() {
            let most_after = |to: usize| gains.most.get(to).copied().unwrap_or(f32::NEG_INFINITY);
            let worth = |step: &Step| {
                let letters = step.other().iter();
                let by_chance: f32 = letters.map(|letter| model.other.alone(*letter)).sum();
                model.joint.alone(step.unit) - by_chance + most_after(step.to)
            };
            let worths: Vec<f32> = steps.iter().map(worth).collect();
            let most = worths.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            if let Some(place) = gains.most.get_mut(from) {
                *place = most;
            }
            for (step, worth) in steps.iter().zip(worths) {
                let gain = Gain {
                    first: 0,
                    from,
                    to: step.to,
                    loss: most - worth,
                };
                if !gain.loss.is_finite() {
                    continue;
                }
                match step.other() {
                    [] => gains.silent.push(gain),
                    [only] => put(&mut gains.of_letter, *only, gain),
                    [first, last, ..] => {
                        let first = *first;
                        put(&mut gains.of_letter, *last, Gain { first, ..gain });
                        put(&mut gains.opens, first, (from, gain.loss));
                    }
                }
            }
        }
        // In the order of their letters, so that one may follow another.
        gains.silent.sort_by_key(|gain| gain.from);
        gains
    }

    /// The most that all letters can give.
    fn most(&self) -> f32 {
        let [most, ..] = self.most;
        most
    }

    /// Forgets what costs more than can be lost.
    fn leave_out(&mut self, slack: f32) {
        self.silent.retain(|gain| gain.loss <= slack);
        for gains in &mut self.of_letter {
            gains.retain(|gain| gain.loss <= slack);
        }
        for opens in &mut self.opens {
            opens.retain(|(_, loss)| *loss <= slack);
        }
    }

    fn of(&self, letter: u16) -> &[Gain] {
        let gains = self.of_letter.get(usize::from(letter));
        gains.map_or(&[], Vec::as_slice)
    }

    fn opened_by(&self, letter: u16) -> &[(usize, f32)] {
        let opens = self.opens.get(usize::from(letter));
        opens.map_or(&[], Vec::as_slice)
    }

    /// Passes over letters that have none in the other script.
    fn pass_silent(&self, row: &mut Row, least: f32) {
        for gain in &self.silent {
            let from = row.get(gain.from).copied().unwrap_or(f32::NEG_INFINITY);
            if from - gain.loss >= least
                && let Some(to) = row.get_mut(gain.to)
            {
                *to = to.max(from - gain.loss);
            }
        }
    }
}

fn put<T>(lists: &mut [Vec<T>], letter: u16, item: T) {
    if let Some(list) = lists.get_mut(usize::from(letter)) {
        list.push(item);
    }
}
