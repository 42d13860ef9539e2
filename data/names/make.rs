//! Makes `data/names/lexicon.bin` from lists of names; `data/names/README.md` says what they are.
//!
//! ```text
//! cargo run --release --example make_names -- <folder of the lists> data/names/lexicon.bin
//! ```
//!
//! A form that is asked for names the forms that it stands for, those left out that the rules of
//! `compare` find without a list. One in a script without capitals names the Latin ones that name it.

#![allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program of the shell that counts"
)]

mod lists;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::path::Path;

use clippings::analysis::Analyzer;
use clippings::analysis::names::{Tier, compare, key, query_keys};
use clippings::text::language::Script;

use lists::{is_katakana, put, script_of, unpacked};

/// Most forms of a name in one script; of more, those that most groups tell.
const MAX_FORMS_PER_SCRIPT: usize = 8;
/// A form of more names than this says too little about which name it is.
const MAX_NAMES_OF_A_FORM: usize = 12;
/// Letters of a name and its form in one alphabet.
const MIN_LETTERS: usize = 4;
/// A group in which one script has more forms than this is no name but a sound.
const MAX_FORMS_OF_A_SCRIPT: usize = 40;
/// Most names of a form in a script without capitals: of more, those that most groups tell. Each is told so often
/// at least beside the one told most often.
const MAX_NAMES_BACK: usize = 16;
const MIN_SHARE: usize = 4;
/// A nickname of more names than this says too little.
const MAX_NAMES_OF_A_NICKNAME: usize = 6;
/// The part of the machine-aligned pairs that is left out as the least likely.
const DOUBTED_SHARE: f64 = 0.05;
/// Forms of one block, which is read from its start.
const BLOCK: usize = 16;

/// From a form asked for to those it stands for, and how many groups say so.
type Links = BTreeMap<String, BTreeMap<String, usize>>;

/// A pair of forms and how likely it is.
type Scored = (f64, (String, String));

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(lists), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("give the folder of the lists and the file to write".into());
    };
    let lists = Path::new(&lists);
    let mut analyzer = Analyzer::new();

    let parts = name_parts(&mut analyzer, &unpacked(&lists.join("nameparts.tsv.gz"))?);
    let related = related(&parts);
    println!(
        "{} groups of name parts, {} related pairs",
        parts.len(),
        related.len()
    );
    let families = include_str!("families.txt").lines();
    let families = families
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_whitespace().map(str::to_owned).collect());
    let mut variants = Links::new();
    for group in parts.values().cloned().chain(related) {
        link_all(&group, 1, &mut variants);
    }
    let mut pairs = pairs(
        &mut analyzer,
        &unpacked(&lists.join("transliterations.tsv.gz"))?,
    );
    pairs.retain(|(name, _)| variants.contains_key(name));
    println!("{} aligned pairs of names known", pairs.len());
    for (name, form) in pairs {
        link_all(&BTreeSet::from([name, form]), 1, &mut variants);
    }
    limit(&mut variants);
    let apart = include_str!("apart.txt").lines();
    let apart: Vec<Vec<&str>> = apart
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_whitespace().collect())
        .collect();
    for (asked, forms) in &mut variants {
        let is_apart = |form: &String| {
            let both = |names: &Vec<&str>| {
                names.contains(&asked.as_str()) && names.contains(&form.as_str())
            };
            apart.iter().any(both)
        };
        forms.retain(|form, _| !is_apart(form));
    }
    for family in families {
        link_all(&family, MAX_NAMES_OF_A_FORM, &mut variants);
    }
    link_back(&mut variants);
    let mut nicknames = nicknames(&std::fs::read_to_string(lists.join("nicknames_en.tsv"))?);
    for line in include_str!("nicknames.txt").lines() {
        let words = line.split('#').next().unwrap_or_default();
        let mut words = words.split_whitespace().map(str::to_owned);
        if let Some(nickname) = words.next() {
            nicknames.entry(nickname).or_default().extend(words);
        }
    }
    let table = written(&variants, &nicknames);
    println!("{} bytes", table.len());
    std::fs::write(out, table)?;
    Ok(())
}

/// Adds what each form of a group in an alphabet stands for.
fn link_all(group: &BTreeSet<String>, weight: usize, links: &mut Links) {
    for asked in group.iter().filter(|asked| has_key(asked)) {
        for form in group.iter().filter(|form| *form != asked) {
            let is_foreign = !has_key(form);
            let is_told = (is_foreign && is_latin(asked))
                || (!is_foreign
                    && !is_of_another_sex(asked, form)
                    && (weight > 1 || may_be_one(asked, form))
                    && !finds(asked, form));
            if is_told {
                let links = links.entry(asked.clone()).or_default();
                *links.entry(form.clone()).or_default() += weight;
            }
        }
    }
}

/// Adds to the forms in scripts without capitals the Latin names that have them.
fn link_back(links: &mut Links) {
    let mut names = Links::new();
    for (name, forms) in links.iter().filter(|(name, _)| is_latin(name)) {
        for (form, weight) in forms.iter().filter(|(form, _)| !has_key(form)) {
            let names = names.entry(form.clone()).or_default();
            names.insert(name.clone(), *weight);
        }
    }
    for names in names.values_mut() {
        let most = names.values().copied().max().unwrap_or(0);
        // What one group says beside many others is mostly another name that sounds so.
        names.retain(|_, weight| MIN_SHARE * *weight >= most);
        let mut weights: Vec<usize> = names.values().copied().collect();
        weights.sort_unstable_by(|left, right| right.cmp(left));
        if let Some(next) = weights.get(MAX_NAMES_BACK) {
            names.retain(|_, weight| *weight > *next);
        }
    }
    names.retain(|_, names| !names.is_empty());
    println!("{} forms linked back", names.len());
    links.append(&mut names);
}

fn is_latin(form: &str) -> bool {
    script_of(form) == Some(Script::Latin)
}

/// Whether two forms in alphabets are long enough and alike enough to be taken for one by a list that
/// is not our own.
fn may_be_one(one: &str, two: &str) -> bool {
    one.chars().count() >= MIN_LETTERS
        && two.chars().count() >= MIN_LETTERS
        && !differs_much(one, two)
}

/// Whether more than nine letters in twenty differ in one script: Dolores and Majaeros, or two
/// readings of one Chinese character.
fn differs_much(one: &str, two: &str) -> bool {
    let longer = one.chars().count().max(two.chars().count());
    script_of(one) == script_of(two) && 20 * distance(one, two) > 9 * longer
}

/// Whether one is the family name of a woman and the other is not, or not of the same marital state:
/// Ivanov and Ivanova, Nowakowa and Nowakówna.
fn is_of_another_sex(one: &str, two: &str) -> bool {
    const OF_WOMEN: [&str; 22] = [
        "owna", "ovna", "evna", "wna", "вна", "овна", "евна", "owa", "ova", "ewa", "eva", "ова",
        "ева", "ёва", "ska", "cka", "ская", "ська", "ina", "yna", "ина", "іна",
    ];
    let ending = |form: &str| {
        OF_WOMEN
            .iter()
            .position(|ending| form.ends_with(ending))
            .map(|at| (at + 1).min(7))
    };
    let is_french = |man: &str, woman: &str| {
        woman.strip_prefix(man).is_some_and(|ending| {
            (man.ends_with("el") && ending == "le") || (man.ends_with("in") && ending == "e")
        })
    };
    // Paolo and Paola; Lukashenko and Lukashenka are one.
    let is_italian = |man: &str, woman: &str| {
        let stem = man.strip_suffix('o').filter(|stem| !stem.ends_with('k'));
        stem.is_some() && stem == woman.strip_suffix('a')
    };
    let is_pair = |man, woman| is_french(man, woman) || is_italian(man, woman);
    if is_pair(one, two) || is_pair(two, one) {
        return true;
    }
    let (one, two) = (ending(one), ending(two));
    one.is_some() != two.is_some()
        || one
            .zip(two)
            .is_some_and(|(one, two)| (one < 7) != (two < 7))
}

/// Whether the index files a form under a key, and a query asks for it by one.
fn has_key(form: &str) -> bool {
    key(form, None).is_some()
}

/// Leaves out forms that too many names have, and of too many forms those told least often.
fn limit(links: &mut Links) {
    let mut names: HashMap<String, usize> = HashMap::new();
    for forms in links.values() {
        for form in forms.keys() {
            *names.entry(form.clone()).or_default() += 1;
        }
    }
    let is_vague = |form: &String| names.get(form).is_some_and(|n| *n > MAX_NAMES_OF_A_FORM);
    println!(
        "{} vague forms",
        names.keys().filter(|form| is_vague(form)).count()
    );
    for forms in links.values_mut() {
        // Of a form that many names have those keep it that several groups give it to.
        forms.retain(|form, weight| *weight > 1 || !is_vague(form));
        let mut by_script: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (form, weight) in forms.iter() {
            let script = format!("{:?}", script_of(form));
            by_script.entry(script).or_default().push(*weight);
        }
        for weights in by_script.values_mut() {
            weights.sort_unstable_by(|left, right| right.cmp(left));
        }
        forms.retain(|form, weight| {
            let script = format!("{:?}", script_of(form));
            let next = by_script
                .get(&script)
                .and_then(|all| all.get(MAX_FORMS_PER_SCRIPT));
            next.is_none_or(|next| *weight > *next)
        });
    }
    links.retain(|_, forms| !forms.is_empty());
}

/// The form as the analysis has it; `None` for what is too short, several words, or in a script
/// whose names are written like its words.
fn form_of(analyzer: &mut Analyzer, written: &str) -> Option<String> {
    let script = script_of(written)?;
    let letters = written.chars().filter(|c| c.is_alphabetic()).count();
    let (least, is_joined) = match script {
        Script::Han => (2, true),
        Script::Kana if written.chars().all(is_katakana) => (3, true),
        Script::Hangul => (2, false),
        Script::Kana | Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar => {
            return None;
        }
        _ => (3, false),
    };
    if letters < least {
        return None;
    }
    // `of the family Kim`, and a script that only teaches to read.
    if written.ends_with(['姓', '氏', '씨'])
        || written
            .chars()
            .any(|c| matches!(c, '\u{3100}'..='\u{312F}'))
    {
        return None;
    }
    let mut words = Vec::new();
    analyzer.scan(written, |token| words.push(token.word.to_owned()));
    if is_joined {
        // Two-character tokens overlap: one fewer than there are characters.
        let whole = written
            .chars()
            .all(|c| is_katakana(c) || Script::of(c) == Some(script));
        return (whole && words.len() + 1 == written.chars().count()).then(|| written.to_owned());
    }
    let [word] = words.as_slice() else {
        return None;
    };
    (word.chars().count() >= least && word.len() <= 60).then(|| word.clone())
}

fn name_parts(analyzer: &mut Analyzer, list: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in list.lines().skip(1) {
        let mut columns = line.split('\t');
        if let (Some(group), Some(written)) = (columns.next(), columns.next())
            && let Some(form) = form_of(analyzer, written)
        {
            groups.entry(group.to_owned()).or_default().insert(form);
        }
    }
    groups.retain(|_, forms| {
        let mut scripts: HashMap<Option<Script>, usize> = HashMap::new();
        for form in forms.iter() {
            *scripts.entry(script_of(form)).or_default() += 1;
        }
        forms.len() > 1
            && scripts
                .values()
                .all(|count| *count <= MAX_FORMS_OF_A_SCRIPT)
    });
    groups
}

/// Names of which half of the forms in other scripts are the same, in three scripts at least:
/// Anthony and Antony.
fn related(parts: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let others = |forms: &BTreeSet<String>| -> BTreeSet<String> {
        let other = |form: &&String| script_of(form) != Some(Script::Latin);
        forms.iter().filter(other).cloned().collect()
    };
    let name_of = |group: &str| {
        let name = group.split_once(':').map_or(group, |(_, name)| name);
        name.to_owned()
    };
    let groups: Vec<(String, BTreeSet<String>)> = parts
        .iter()
        .map(|(group, forms)| (name_of(group), others(forms)))
        .collect();
    let mut by_form: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
    for (at, (_, forms)) in groups.iter().enumerate() {
        for form in forms {
            by_form.entry(form).or_default().push(at);
        }
    }
    let mut shared: BTreeMap<(usize, usize), Vec<&String>> = BTreeMap::new();
    for (form, at) in &by_form {
        for (nth, one) in at.iter().enumerate().take(40) {
            for two in at.iter().skip(nth + 1).take(40) {
                shared.entry((*one, *two)).or_default().push(form);
            }
        }
    }
    let mut related = BTreeSet::new();
    for ((one, two), forms) in shared {
        let (Some((one, ones)), Some((two, twos))) = (groups.get(one), groups.get(two)) else {
            continue;
        };
        let scripts: BTreeSet<String> = forms
            .iter()
            .map(|form| format!("{:?}", script_of(form)))
            .collect();
        let letters = one.chars().count().max(two.chars().count());
        let least = one.chars().count().min(two.chars().count());
        if one != two
            && scripts.len() >= 3
            && 2 * forms.len() >= ones.len().min(twos.len())
            && least >= MIN_LETTERS
            && 5 * distance(one, two) <= 2 * letters
            && [one, two]
                .iter()
                .all(|name| script_of(name) == Some(Script::Latin))
        {
            let mut analyzer = Analyzer::new();
            let pair: BTreeSet<String> = [one, two]
                .into_iter()
                .filter_map(|name| form_of(&mut analyzer, name))
                .collect();
            if pair.len() == 2 {
                related.insert(pair);
            }
        }
    }
    related.into_iter().collect()
}

/// Insertions, deletions and substitutions.
fn distance(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().collect();
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut next = vec![at + 1];
        for ((other, above), diagonal) in two.iter().zip(row.iter().skip(1)).zip(&row) {
            let left = next.last().copied().unwrap_or_default();
            let best = (diagonal + usize::from(letter != *other))
                .min(above + 1)
                .min(left + 1);
            next.push(best);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// The pairs of a list aligned by machine, without those whose letters seldom meet.
fn pairs(analyzer: &mut Analyzer, list: &str) -> Vec<(String, String)> {
    let mut pairs = BTreeSet::new();
    for line in list.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(name), Some(form)) = (columns.next(), columns.next()) else {
            continue;
        };
        if let (Some(name), Some(form)) = (form_of(analyzer, name), form_of(analyzer, form))
            && script_of(&name) == Some(Script::Latin)
            && script_of(&form) != Some(Script::Latin)
            && name.chars().count() >= 4
        {
            pairs.insert((name, form));
        }
    }
    let sounds = |name: &str| -> BTreeSet<(char, char)> {
        let letters: Vec<char> = name.chars().collect();
        let alone = letters.iter().map(|letter| (*letter, ' '));
        let both = letters.windows(2).filter_map(|pair| match pair {
            [one, two] => Some((*one, *two)),
            _ => None,
        });
        alone.chain(both).collect()
    };
    let mut together: HashMap<(char, (char, char)), f64> = HashMap::new();
    let (mut of_sign, mut of_sound) = (HashMap::new(), HashMap::new());
    for (name, form) in &pairs {
        let (sounds, signs) = (sounds(name), form.chars().collect::<BTreeSet<char>>());
        for sign in &signs {
            *of_sign.entry(*sign).or_insert(0.0) += 1.0;
            for sound in &sounds {
                *together.entry((*sign, *sound)).or_default() += 1.0;
            }
        }
        for sound in sounds {
            *of_sound.entry(sound).or_insert(0.0) += 1.0;
        }
    }
    let all = pairs.len() as f64;
    // The mean over the signs of how much oftener than by chance a sign meets the sound that it meets most.
    let likelihood = |name: &str, form: &str| {
        let sounds = sounds(name);
        let best = |sign: char| {
            let met = |sound: &(char, char)| {
                let both = together.get(&(sign, *sound)).copied().unwrap_or(0.0) - 0.9;
                let (one, two) = (of_sign.get(&sign), of_sound.get(sound));
                both * all / (one.unwrap_or(&1.0) * two.unwrap_or(&1.0))
            };
            sounds.iter().map(met).fold(0.1, f64::max).ln()
        };
        form.chars().map(best).sum::<f64>() / form.chars().count() as f64
    };
    let mut scored: BTreeMap<String, Vec<Scored>> = BTreeMap::new();
    for (name, form) in pairs {
        let script = format!("{:?}", script_of(&form));
        let score = likelihood(&name, &form);
        scored
            .entry(script)
            .or_default()
            .push((score, (name, form)));
    }
    let mut kept = Vec::new();
    for (script, mut pairs) in scored {
        pairs.sort_by(|left, right| left.0.total_cmp(&right.0));
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a length"
        )]
        let doubted = (pairs.len() as f64 * DOUBTED_SHARE) as usize;
        let shown: Vec<String> = pairs
            .iter()
            .take(doubted)
            .step_by(doubted / 12 + 1)
            .map(|(score, (name, form))| format!("{name} {form} {score:.1}"))
            .collect();
        println!(
            "{script}: {} pairs, doubted: {}",
            pairs.len(),
            shown.join(", ")
        );
        kept.extend(pairs.into_iter().skip(doubted).map(|(_, pair)| pair));
    }
    kept
}

/// From a nickname to the names it is short for: longer ones, and not of what is a full name itself.
fn nicknames(list: &str) -> BTreeMap<String, BTreeSet<String>> {
    const MAX_NICKNAMES_OF_A_NICKNAME: usize = 1;
    let is_form = |form: &&str| form.len() >= 3 && form.chars().all(|c| c.is_ascii_lowercase());
    let pairs: Vec<(&str, &str)> = list
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut columns = line.split('\t');
            columns
                .next()
                .filter(is_form)
                .zip(columns.next().filter(is_form))
        })
        .collect();
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, nickname) in &pairs {
        let is_shortened =
            |(full, short): &&(&str, &str)| full == nickname && short.len() < full.len();
        let own = pairs.iter().filter(is_shortened).count();
        if nickname.len() < name.len() && own <= MAX_NICKNAMES_OF_A_NICKNAME {
            let names = names.entry((*nickname).to_owned()).or_default();
            names.insert((*name).to_owned());
        }
    }
    names.retain(|_, names| names.len() <= MAX_NAMES_OF_A_NICKNAME);
    names
}

/// Whether a search for one form finds the other without a list.
fn finds(asked: &str, form: &str) -> bool {
    let Some(key) = key(form, None) else {
        return false;
    };
    asked == form
        || (query_keys(asked, &[]).contains(&key)
            && compare(asked, form).is_some_and(|tier| tier < Tier::Lexicon))
}

/// The table: see `src/analysis/names/lexicon.rs`, which reads it.
fn written(variants: &Links, nicknames: &BTreeMap<String, BTreeSet<String>>) -> Vec<u8> {
    let mut forms: BTreeSet<&String> = variants.keys().chain(nicknames.keys()).collect();
    forms.extend(variants.values().flat_map(BTreeMap::keys));
    forms.extend(nicknames.values().flatten());
    let numbers: HashMap<&String, usize> = forms.iter().copied().zip(0..).collect();
    let put_all = |bytes: &mut Vec<u8>, found: Vec<&String>| {
        let mut numbers: Vec<usize> = found
            .into_iter()
            .filter_map(|form| numbers.get(form).copied())
            .collect();
        numbers.sort_unstable();
        let mut last = 0;
        for number in numbers {
            put(bytes, number - last);
            last = number;
        }
    };
    let mut short_forms: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
    for (nickname, names) in nicknames {
        for name in names.iter().filter(|name| *name != nickname) {
            short_forms.entry(name).or_default().push(nickname);
        }
    }
    let (mut starts, mut bytes, mut links) = (Vec::new(), Vec::new(), 0);
    let mut before = "";
    for (nth, form) in forms.iter().enumerate() {
        if nth % BLOCK == 0 {
            starts.push(bytes.len());
            before = "";
        }
        let shared = (before.bytes().zip(form.bytes()))
            .take_while(|(one, two)| one == two)
            .count();
        put(&mut bytes, shared);
        put(&mut bytes, form.len() - shared);
        bytes.extend(form.bytes().skip(shared));
        let ours: Vec<&String> = variants
            .get(*form)
            .into_iter()
            .flat_map(BTreeMap::keys)
            .collect();
        let names: Vec<&String> = nicknames
            .get(*form)
            .into_iter()
            .flatten()
            .filter(|name| name != form && !ours.contains(name))
            .collect();
        let short: Vec<&String> = short_forms
            .get(*form)
            .into_iter()
            .flatten()
            .copied()
            .filter(|short| !ours.contains(short) && !names.contains(short))
            .collect();
        links += ours.len() + names.len() + short.len();
        let has_more = !names.is_empty() || !short.is_empty();
        put(&mut bytes, 2 * ours.len() + usize::from(has_more));
        put_all(&mut bytes, ours);
        if has_more {
            put(&mut bytes, 2 * names.len() + usize::from(!short.is_empty()));
            put_all(&mut bytes, names);
        }
        if !short.is_empty() {
            put(&mut bytes, short.len());
            put_all(&mut bytes, short);
        }
        before = form;
    }
    println!("{} forms, {links} links", forms.len());
    let mut table = Vec::new();
    put_fixed(&mut table, starts.len());
    for start in starts {
        put_fixed(&mut table, start);
    }
    table.extend(bytes);
    table
}

fn put_fixed(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}
