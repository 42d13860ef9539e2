//! Makes `data/names/hanzi.txt` from a list of names and one of readings; `data/names/README.md` says
//! what they are.
//!
//! ```text
//! cargo run --release --example make_hanzi -- <folder of the lists> <pinyin.txt> data/names/hanzi.txt
//! ```
//!
//! Kept are characters that stand in a name part for a syllable of its Latin form, and are read so.

#![allow(clippy::print_stdout, reason = "a program of the shell that counts")]

#[allow(dead_code, reason = "each program uses a part of it")]
mod lists;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use clippings::text::language::Script;
use unicode_normalization::UnicodeNormalization;

use lists::{script_of, unpacked};

/// Characters of one name part; longer ones are of other countries.
const MAX_CHARACTERS: usize = 3;
/// The letters of the longest syllable: `zhuang`.
const MAX_LETTERS: usize = 6;

/// From a character to how it is read, without tones.
type Readings = HashMap<char, BTreeSet<String>>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(folder), Some(pinyin), Some(out)) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err(
            "give the folder of the lists, the file of readings and the file to write".into(),
        );
    };
    let readings = readings(&std::fs::read_to_string(pinyin)?);
    let syllables: HashSet<&str> = readings.values().flatten().map(String::as_str).collect();

    // By group the forms in characters, and the Latin ones.
    let mut groups: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for line in unpacked(&Path::new(&folder).join("nameparts.tsv.gz"))?.lines() {
        let mut columns = line.split('\t');
        let (Some(group), Some(form)) = (columns.next(), columns.next()) else {
            continue;
        };
        let (han, latin) = groups.entry(group.to_owned()).or_default();
        match script_of(form) {
            Some(Script::Han) if form.chars().count() <= MAX_CHARACTERS => {
                han.insert(form.to_owned());
            }
            Some(Script::Latin) => {
                latin.insert(without_marks(form));
            }
            _ => {}
        }
    }

    let mut found: BTreeMap<String, BTreeMap<char, usize>> = BTreeMap::new();
    for (han, latin) in groups.values() {
        for form in han {
            let characters: Vec<char> = form.chars().collect();
            let cuts = latin
                .iter()
                .flat_map(|name| cuts(name, characters.len(), &syllables));
            let pairs: BTreeSet<(char, &str)> = cuts
                .flat_map(|cut| characters.iter().copied().zip(cut).collect::<Vec<_>>())
                .collect();
            for (character, syllable) in pairs {
                if readings
                    .get(&character)
                    .is_some_and(|known| known.contains(syllable))
                {
                    let characters = found.entry(syllable.to_owned()).or_default();
                    *characters.entry(character).or_default() += 1;
                }
            }
        }
    }

    let mut table = String::from(
        "# Characters of names by their readings in pinyin without tones, the most frequent first.\n",
    );
    let mut count = 0;
    for (syllable, characters) in found {
        let mut characters: Vec<(char, usize)> = characters.into_iter().collect();
        characters.sort_by_key(|(character, groups)| (std::cmp::Reverse(*groups), *character));
        count += characters.len();
        let characters: String = characters
            .into_iter()
            .map(|(character, _)| character)
            .collect();
        writeln!(table, "{syllable} {characters}")?;
    }
    println!("{count} readings, {} bytes", table.len());
    std::fs::write(out, table)?;
    Ok(())
}

/// The lines are `U+5F3A: qiáng,qiǎng,jiàng  # 强`.
fn readings(text: &str) -> Readings {
    let mut readings = Readings::new();
    for line in text.lines().filter(|line| line.starts_with("U+")) {
        let line = line.split('#').next().unwrap_or_default();
        let Some((code, read)) = line.split_once(':') else {
            continue;
        };
        let code = u32::from_str_radix(code.trim_start_matches("U+"), 16).ok();
        if let Some(character) = code.and_then(char::from_u32) {
            readings.insert(character, read.split(',').map(without_marks).collect());
        }
    }
    readings
}

fn without_marks(text: &str) -> String {
    text.nfd()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// Every way to cut a name into so many syllables.
fn cuts<'n>(name: &'n str, count: usize, syllables: &HashSet<&str>) -> Vec<Vec<&'n str>> {
    if count == 1 {
        return syllables
            .contains(name)
            .then(|| vec![name])
            .into_iter()
            .collect();
    }
    let borders = (1..name.len()).take(MAX_LETTERS);
    let mut all = Vec::new();
    for (first, rest) in borders.filter_map(|border| name.split_at_checked(border)) {
        if syllables.contains(first) {
            for mut others in cuts(rest, count - 1, syllables) {
                others.insert(0, first);
                all.push(others);
            }
        }
    }
    all
}
