//! Makes `data/names/likeness.bin` from pairs of forms; `data/names/README.md` says what they are.
//!
//! ```text
//! cargo run --release --example learn_names -- <folder of the lists> data/names/likeness.bin [1|2]
//! ```
//!
//! With 1 or 2 it learns from that half of the Latin names only, so that `evaluate --transliterations`
//! can measure on the other. The units are found by expectation maximisation over every way to cut a
//! pair, longer units being penalised; then each pair is cut in its best way, once by the units alone
//! and once by their chain, and what follows what is counted (Kneser and Ney, "Improved Backing-Off
//! for M-Gram Language Modeling", 1995). The pairs of lowest likelihood are left out as misaligned.

#![allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    reason = "a program of the shell that counts; a wrong index ends it"
)]

mod lists;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::error::Error;
use std::path::Path;

use clippings::analysis::Analyzer;
use clippings::text::language::Script;
use unicode_normalization::char::decompose_canonical;

use lists::{is_katakana, put, script_of, unpacked};

const ROUNDS: usize = 8;
/// Expected uses that a unit must have.
const MIN_USES: f64 = 2.0;
/// What Kneser and Ney take off each count.
const DISCOUNT: f64 = 0.75;
/// Wrong forms in ten thousand that a name may find.
const FALSE_PER_10_000: f64 = 1.0;
/// Twelfths of a unit of the logarithm are written.
const STEPS: f64 = 12.0;
const MAX_LETTERS: usize = 30;
/// Scripts with fewer pairs are left out.
const MIN_PAIRS: usize = 900;

/// How the pairs of a script are cut.
struct Cut {
    script: Script,
    /// Latin and other letters of a unit.
    shapes: &'static [(usize, usize)],
    /// What each letter more costs, by the logarithm.
    malus: f64,
    /// The share of pairs left out, twice.
    doubted: f64,
}

const ALPHABET: &[(usize, usize)] = &[
    (1, 1),
    (2, 1),
    (3, 1),
    (4, 1),
    (1, 2),
    (2, 2),
    (3, 2),
    (1, 0),
    (2, 0),
];
const KATAKANA: &[(usize, usize)] = &[
    (1, 1),
    (2, 1),
    (3, 1),
    (4, 1),
    (1, 2),
    (2, 2),
    (3, 2),
    (4, 2),
    (1, 0),
    (2, 0),
];
const CHARACTERS: &[(usize, usize)] = &[
    (1, 1),
    (2, 1),
    (3, 1),
    (4, 1),
    (5, 1),
    (6, 1),
    (1, 0),
    (2, 0),
    (1, 2),
    (2, 2),
    (3, 2),
];

const fn alphabet(script: Script) -> Cut {
    Cut {
        script,
        shapes: ALPHABET,
        malus: 1.0,
        doubted: 0.03,
    }
}

const CUTS: [Cut; 11] = [
    alphabet(Script::Greek),
    alphabet(Script::Cyrillic),
    alphabet(Script::Armenian),
    alphabet(Script::Georgian),
    alphabet(Script::Hebrew),
    alphabet(Script::Arabic),
    alphabet(Script::Devanagari),
    alphabet(Script::Bengali),
    Cut {
        script: Script::Hangul,
        shapes: ALPHABET,
        malus: 2.0,
        doubted: 0.06,
    },
    Cut {
        script: Script::Kana,
        shapes: KATAKANA,
        malus: 1.0,
        doubted: 0.03,
    },
    Cut {
        script: Script::Han,
        shapes: CHARACTERS,
        malus: 0.7,
        doubted: 0.03,
    },
];

type Letters = Vec<u16>;
type Pair = (Letters, Letters);

/// A step through a pair: from so many letters of both to so many, by a unit.
#[derive(Clone, Copy)]
struct Edge {
    from: (u8, u8),
    to: (u8, u8),
    unit: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(lists), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("give the folder of the lists and the file to write".into());
    };
    let half = arguments.next().map(|half| u32::from(half == "2"));
    let mut pairs = pairs(Path::new(&lists))?;
    pairs.retain(|(name, _)| half.is_none_or(|half| crc32fast::hash(name.as_bytes()) % 2 == half));
    let names: BTreeSet<Letters> = pairs.iter().map(|(name, _)| latin(name)).collect();
    let names = Chain::count(&names.into_iter().collect::<Vec<_>>(), 27);
    let mut table = Vec::new();
    names.write(&mut table);
    let mut parts = Vec::new();
    for cut in &CUTS {
        let own: Vec<(&str, &str)> = (pairs.iter())
            .filter(|(_, form)| script_of(form) == Some(cut.script))
            .map(|(name, form)| (name.as_str(), form.as_str()))
            .collect();
        if own.len() < MIN_PAIRS && half.is_none() || own.is_empty() {
            continue;
        }
        parts.push(learned(cut, &own, &names));
    }
    put(&mut table, parts.len());
    for part in parts {
        put(&mut table, part.len());
        table.extend(part);
    }
    println!("{} bytes", table.len());
    std::fs::write(out, table)?;
    Ok(())
}

/// The pairs of both lists, folded as words are.
fn pairs(lists: &Path) -> Result<BTreeSet<(String, String)>, Box<dyn Error>> {
    let mut analyzer = Analyzer::new();
    let mut pairs = BTreeSet::new();
    let aligned = unpacked(&lists.join("transliterations.tsv.gz"))?;
    let parts = unpacked(&lists.join("nameparts.tsv.gz"))?;
    let rows = |list: &'static str, text: &str| -> Vec<(String, String, String)> {
        let mut rows = Vec::new();
        for line in text.lines().skip(1) {
            let mut columns = line.split('\t');
            if let (Some(name), Some(form), Some(kind)) =
                (columns.next(), columns.next(), columns.next())
            {
                let name = name.split_once(':').map_or(name, |(_, name)| name);
                rows.push((name.to_owned(), form.to_owned(), format!("{list}{kind}")));
            }
        }
        rows
    };
    let all = rows("", &aligned).into_iter().chain(rows("parts ", &parts));
    for (name, form, kind) in all {
        // The Chinese characters of Japanese names are read in ways of their own.
        let is_japanese = kind == "parts Cjk"
            || (matches!(kind.as_str(), "japanese" | "katakana")
                && script_of(&form) != Some(Script::Kana));
        let script = script_of(&form);
        if is_japanese || script == Some(Script::Latin) {
            continue;
        }
        let is_name = |name: &str| {
            (1..=MAX_LETTERS).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase())
        };
        if let (Some(name), Some(form)) = (word(&mut analyzer, &name), word(&mut analyzer, &form))
            && is_name(&name)
        {
            pairs.insert((name, form));
        }
    }
    Ok(pairs)
}

/// A form as the analysis has it; one in Chinese characters or katakana as it is written.
fn word(analyzer: &mut Analyzer, written: &str) -> Option<String> {
    let script = script_of(written)?;
    match script {
        Script::Kana => written.chars().all(is_katakana).then(|| written.to_owned()),
        Script::Han => written
            .chars()
            .all(|c| Script::of(c) == Some(script))
            .then(|| written.to_owned()),
        _ => {
            let mut words = Vec::new();
            analyzer.scan(written, |token| words.push(token.word.to_owned()));
            let one = words.pop().filter(|_| words.is_empty())?;
            one.chars()
                .all(|c| Script::of(c).is_none_or(|own| own == script))
                .then_some(one)
        }
    }
}

fn latin(name: &str) -> Letters {
    name.bytes()
        .map(|letter| u16::from(letter - b'a' + 1))
        .collect()
}

/// The letters of a form, Hangul syllables in their parts.
fn signs(form: &str) -> Vec<char> {
    let mut signs = Vec::new();
    for letter in form.chars() {
        if Script::of(letter) == Some(Script::Hangul) {
            decompose_canonical(letter, |part| signs.push(part));
        } else {
            signs.push(letter);
        }
    }
    signs
}

/// What is learned of one script, as it is written into the table.
fn learned(cut: &Cut, pairs: &[(&str, &str)], names: &Chain) -> Vec<u8> {
    let letters: BTreeSet<char> = pairs.iter().flat_map(|(_, form)| signs(form)).collect();
    let letters: Vec<char> = letters.into_iter().collect();
    let number = |sign: &char| letters.binary_search(sign).map_or(0, |at| at as u16 + 1);
    let pairs: Vec<Pair> = (pairs.iter())
        .map(|(name, form)| (latin(name), signs(form).iter().map(number).collect()))
        .filter(|(_, form): &Pair| form.len() <= MAX_LETTERS)
        .collect();
    let model = Model::learn(cut, &pairs);
    let forms: BTreeSet<Letters> = pairs.iter().map(|(_, form)| form.clone()).collect();
    let forms: Vec<Letters> = forms.into_iter().collect();
    let other = Chain::count(&forms, letters.len());
    let threshold = threshold(&model, &pairs, &forms, names, &other);
    let mut part = Vec::new();
    put(&mut part, letters.len());
    let mut last = 0;
    for letter in &letters {
        put(&mut part, *letter as usize - last);
        last = *letter as usize;
    }
    put(&mut part, (threshold * STEPS).max(0.0) as usize);
    put(&mut part, model.units.len());
    for (latin, other) in &model.units {
        put(&mut part, latin.len());
        part.extend(latin.iter().map(|letter| *letter as u8));
        put(&mut part, other.len());
        for letter in other {
            put(&mut part, usize::from(*letter));
        }
    }
    model.chain.write(&mut part);
    other.write(&mut part);
    println!(
        "{:?}: {} pairs, {} forms, {} units, {} neighbours, threshold {threshold:.2}, {} bytes",
        cut.script,
        pairs.len(),
        forms.len(),
        model.units.len(),
        model.chain.seen.len(),
        part.len()
    );
    part
}

/// The units of a script in order, and what follows what.
struct Model {
    shapes: &'static [(usize, usize)],
    units: Vec<Pair>,
    numbers: HashMap<u64, u32>,
    chain: Chain,
}

impl Model {
    fn learn(cut: &Cut, pairs: &[Pair]) -> Self {
        let mut numbers: HashMap<u64, u32> = HashMap::new();
        let mut units: Vec<Pair> = Vec::new();
        let mut ways: Vec<Vec<Edge>> = Vec::with_capacity(pairs.len());
        for pair in pairs {
            ways.push(edges(cut.shapes, pair, |latin, other| {
                Some(*numbers.entry(code(latin, other)).or_insert_with(|| {
                    units.push((latin.to_vec(), other.to_vec()));
                    units.len() as u32 - 1
                }))
            }));
        }
        let sizes: Vec<(f64, f64)> = (units.iter())
            .map(|(latin, other)| (latin.len() as f64, other.len() as f64))
            .collect();
        let first = |(latin, other): &(f64, f64)| {
            (-cut.malus * ((latin - 1.0).abs() + 1.3 * (other - 1.0).abs())).exp()
        };
        let mut weights: Vec<f64> = sizes.iter().map(first).collect();
        let mut kept = vec![true; pairs.len()];
        for round in 0..ROUNDS {
            let mut uses = vec![0.0; weights.len()];
            let mut scores = Vec::new();
            for (at, pair) in pairs.iter().enumerate().filter(|(at, _)| kept[*at]) {
                if round > 1 {
                    ways[at].retain(|edge| weights[edge.unit as usize] > 0.0);
                }
                let log = expect(pair, &ways[at], &weights, &mut uses);
                scores.push((log / (pair.0.len() + pair.1.len()) as f64, at));
            }
            if round == 3 || round + 2 == ROUNDS {
                scores.sort_by(|left, right| left.0.total_cmp(&right.0));
                for (_, at) in &scores[..(scores.len() as f64 * cut.doubted) as usize] {
                    kept[*at] = false;
                }
            }
            let least = match round {
                0 | 1 => 0.0,
                round if round + 1 == ROUNDS => MIN_USES,
                _ => MIN_USES * 0.3,
            };
            for (uses, size) in uses.iter_mut().zip(&sizes) {
                if *uses < least && !(*size == (1.0, 1.0) && *uses > 0.5) {
                    *uses = 0.0;
                }
                *uses = (*uses - 0.1).max(0.0);
            }
            let all: f64 = uses.iter().sum();
            for ((weight, uses), (latin, other)) in weights.iter_mut().zip(&uses).zip(&sizes) {
                let malus = cut.malus * 0.15 * (latin + other - 2.0).max(0.0);
                *weight = uses / all * (-malus).exp();
            }
        }
        let mut left: Vec<(Pair, f64)> = (units.into_iter().zip(weights))
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        left.sort_by(|one, two| one.0.cmp(&two.0));
        let logs = left.iter().map(|(_, weight)| weight.ln());
        let chain = Chain::alone(logs.collect());
        let units: Vec<Pair> = left.into_iter().map(|(unit, _)| unit).collect();
        let mut model = Self {
            shapes: cut.shapes,
            numbers: (units.iter().zip(0..))
                .map(|((latin, other), number)| (code(latin, other), number))
                .collect(),
            units,
            chain,
        };
        for _ in 0..2 {
            let good = pairs.iter().zip(&kept).filter(|(_, kept)| **kept);
            let paths = good.filter_map(|(pair, _)| Some(model.best(pair)?.1));
            let paths: Vec<Letters> = paths.collect();
            model.chain = Chain::count(&paths, model.units.len());
        }
        model
    }

    /// The best chain of units that gives a pair, and its logarithm.
    fn best(&self, pair: &Pair) -> Option<(f64, Letters)> {
        struct State {
            unit: u16,
            log: f64,
            before: usize,
        }
        let edges = edges(self.shapes, pair, |latin, other| {
            self.numbers.get(&code(latin, other)).copied()
        });
        let width = pair.1.len() + 1;
        let mut states = vec![State {
            unit: 0,
            log: 0.0,
            before: usize::MAX,
        }];
        let mut places: Vec<Vec<usize>> = vec![Vec::new(); (pair.0.len() + 1) * width];
        places[0].push(0);
        for edge in edges {
            let place = |(i, j): (u8, u8)| usize::from(i) * width + usize::from(j);
            let unit = edge.unit as u16 + 1;
            for before in places[place(edge.from)].clone() {
                let log = states[before].log + self.chain.log(states[before].unit, unit);
                let reached = &mut places[place(edge.to)];
                match reached.iter().find(|at| states[**at].unit == unit) {
                    Some(at) if states[*at].log >= log => {}
                    Some(at) => states[*at] = State { unit, log, before },
                    None => {
                        reached.push(states.len());
                        states.push(State { unit, log, before });
                    }
                }
            }
        }
        let log = |at: &usize| states[*at].log + self.chain.log(states[*at].unit, 0);
        let last = places
            .last()?
            .iter()
            .max_by(|one, two| log(one).total_cmp(&log(two)))?;
        let mut path = Vec::new();
        let mut at = *last;
        while states[at].before != usize::MAX {
            path.push(states[at].unit);
            at = states[at].before;
        }
        path.reverse();
        Some((log(last), path))
    }
}

/// A unit as one number.
fn code(latin: &[u16], other: &[u16]) -> u64 {
    let latin = (latin.iter()).fold(0, |code, letter| code << 5 | u64::from(*letter));
    (other.iter()).fold(latin, |code, letter| code << 16 | u64::from(*letter))
        | (other.len() as u64) << 62
}

/// Every unit that a pair can be cut into, in the order of where it begins.
fn edges(
    shapes: &[(usize, usize)],
    (latin, other): &Pair,
    mut unit_of: impl FnMut(&[u16], &[u16]) -> Option<u32>,
) -> Vec<Edge> {
    let mut edges = Vec::new();
    for i in 0..latin.len() {
        for j in 0..=other.len() {
            for (ours, theirs) in shapes {
                let (to_i, to_j) = (i + ours, j + theirs);
                if to_i <= latin.len()
                    && to_j <= other.len()
                    && let Some(unit) = unit_of(&latin[i..to_i], &other[j..to_j])
                {
                    edges.push(Edge {
                        from: (i as u8, j as u8),
                        to: (to_i as u8, to_j as u8),
                        unit,
                    });
                }
            }
        }
    }
    edges
}

/// Adds how often each unit is expected in a pair; the logarithm of how likely the pair is.
fn expect(pair: &Pair, edges: &[Edge], weights: &[f64], uses: &mut [f64]) -> f64 {
    let width = pair.1.len() + 1;
    let places = (pair.0.len() + 1) * width;
    let place = |(i, j): (u8, u8)| usize::from(i) * width + usize::from(j);
    let (mut before, mut after) = (vec![0.0; places], vec![0.0; places]);
    before[0] = 1.0;
    after[places - 1] = 1.0;
    for edge in edges {
        before[place(edge.to)] += before[place(edge.from)] * weights[edge.unit as usize];
    }
    let all = before[places - 1];
    if all <= 1e-280 {
        return f64::MIN;
    }
    for edge in edges.iter().rev() {
        after[place(edge.from)] += after[place(edge.to)] * weights[edge.unit as usize];
    }
    for edge in edges {
        let unit = edge.unit as usize;
        uses[unit] += before[place(edge.from)] * weights[unit] * after[place(edge.to)] / all;
    }
    all.ln()
}

/// How likely each member is after each other; 0 is before the first and after the last.
struct Chain {
    alone: Vec<f64>,
    unseen: Vec<f64>,
    seen: HashMap<(u16, u16), f64>,
}

impl Chain {
    fn alone(logs: Vec<f64>) -> Self {
        let alone: Vec<f64> = std::iter::once(0.0).chain(logs).collect();
        Self {
            unseen: vec![0.0; alone.len()],
            alone,
            seen: HashMap::new(),
        }
    }

    fn count(sequences: &[Letters], members: usize) -> Self {
        let mut counts: BTreeMap<(u16, u16), f64> = BTreeMap::new();
        for sequence in sequences {
            let mut before = 0;
            for member in sequence.iter().copied().chain([0]) {
                *counts.entry((before, member)).or_default() += 1.0;
                before = member;
            }
        }
        let mut neighbours = vec![0.0; members + 1];
        let (mut sums, mut kinds) = (vec![0.0; members + 1], vec![0.0; members + 1]);
        for ((before, member), count) in &counts {
            neighbours[usize::from(*member)] += 1.0;
            sums[usize::from(*before)] += count;
            kinds[usize::from(*before)] += 1.0;
        }
        let all: f64 = neighbours.iter().sum();
        let met = neighbours.iter().filter(|count| **count > 0.0).count() as f64;
        let rest = DISCOUNT * met / all / members as f64;
        let alone = neighbours
            .iter()
            .map(|count: &f64| ((count - DISCOUNT).max(0.0) / all + rest).ln())
            .collect::<Vec<f64>>();
        let unseen: Vec<f64> = (sums.iter().zip(&kinds))
            .map(|(sum, kinds)| {
                if *sum > 0.0 {
                    (DISCOUNT * kinds / sum).ln()
                } else {
                    0.0
                }
            })
            .collect();
        let mut seen = HashMap::new();
        for ((before, member), count) in counts {
            let (before_at, at) = (usize::from(before), usize::from(member));
            let other = unseen[before_at] + alone[at];
            let log = ((count - DISCOUNT) / sums[before_at] + other.exp()).ln();
            // What the rest of the chain says as well is not written.
            if log - other > 2.0 / STEPS {
                seen.insert((before, member), log);
            }
        }
        Self {
            alone,
            unseen,
            seen,
        }
    }

    fn log(&self, before: u16, member: u16) -> f64 {
        let seen = self.seen.get(&(before, member));
        seen.copied()
            .unwrap_or_else(|| self.unseen[usize::from(before)] + self.alone[usize::from(member)])
    }

    fn of(&self, members: &[u16]) -> f64 {
        let (mut sum, mut before) = (0.0, 0);
        for member in members.iter().copied().chain([0]) {
            sum += self.log(before, member);
            before = member;
        }
        sum
    }

    fn write(&self, table: &mut Vec<u8>) {
        let steps = |log: f64| (-log * STEPS).round().clamp(0.0, 255.0) as u8;
        put(table, self.alone.len());
        let mut seen = vec![Vec::new(); self.alone.len()];
        for ((before, member), log) in &self.seen {
            seen[usize::from(*before)].push((*member, *log));
        }
        for ((alone, unseen), mut seen) in self.alone.iter().zip(&self.unseen).zip(seen) {
            table.extend([steps(*alone), steps(*unseen)]);
            seen.sort_by_key(|(member, _)| *member);
            put(table, seen.len());
            let mut last = 0;
            for (member, log) in &seen {
                put(table, usize::from(*member) - last);
                table.push(steps(*log));
                last = usize::from(*member);
            }
        }
    }
}

/// From where on so few wrong forms are found: of a sample of names, in a sample of the forms.
fn threshold(
    model: &Model,
    pairs: &[Pair],
    forms: &[Letters],
    names: &Chain,
    other: &Chain,
) -> f64 {
    const NAMES: usize = 120;
    const FORMS: usize = 4_000;
    let right: HashSet<&Pair> = pairs.iter().collect();
    let all: BTreeSet<&Letters> = pairs.iter().map(|(name, _)| name).collect();
    let forms: Vec<&Letters> = forms.iter().step_by(forms.len() / FORMS + 1).collect();
    let (mut asked, mut found) = (0.0, Vec::new());
    for name in all.iter().step_by(all.len() / NAMES + 1) {
        for form in &forms {
            let pair = ((*name).clone(), (*form).clone());
            if right.contains(&pair) {
                continue;
            }
            asked += 1.0;
            if let Some((log, _)) = model.best(&pair) {
                found.push(log - names.of(name) - other.of(form));
            }
        }
    }
    found.sort_by(|one: &f64, two| two.total_cmp(one));
    let allowed = (asked * FALSE_PER_10_000 / 10_000.0) as usize;
    found.get(allowed).copied().unwrap_or(0.0)
}
