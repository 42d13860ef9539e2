//! The version of the analysis: a hash of every table and algorithm that can change a term.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::token::fnv1a_with;
use super::{alike, fold, names, stem, tokenize};

/// Counts changes of code that no table shows: the scanner, the order of the stages.
const REVISION: u32 = 8;

/// What the terms of an index depend on. Two equal versions give equal terms for equal texts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AnalysisVersion {
    /// Of all tables, of the versions named in `parts`, and of what each stemmer does to a few words.
    pub hash: u64,
    /// What it is made of, to tell a reader what differs: each a name, a blank, and its version.
    pub parts: Vec<String>,
}

/// A difference names at most so many parts: a damaged file may have any number.
const MAX_PARTS_TOLD: usize = 12;
const MAX_PART_CHARS: usize = 60;

impl AnalysisVersion {
    /// What became of each part that `new` does not have as it was: `frostem 2.1 → 2.2`.
    pub(crate) fn difference(&self, new: &AnalysisVersion) -> String {
        let (old, new) = (self.named_parts(), new.named_parts());
        let of = |parts: &[(String, String)], name: &str| {
            let found = parts.iter().find(|(known, _)| known == name);
            found.map_or_else(|| "none".to_owned(), |(_, value)| value.clone())
        };
        let gone = old.iter().filter(|(name, _)| of(&new, name) == "none");
        let changed: Vec<String> = (new.iter().chain(gone))
            .map(|(name, _)| (name, of(&old, name), of(&new, name)))
            .filter(|(_, before, after)| before != after)
            .map(|(name, before, after)| format!("{name} {before} → {after}"))
            .take(MAX_PARTS_TOLD)
            .collect();
        if changed.is_empty() {
            "its tables differ".to_owned()
        } else {
            changed.join(", ")
        }
    }

    fn named_parts(&self) -> Vec<(String, String)> {
        let parts = self.parts.iter().take(2 * MAX_PARTS_TOLD);
        parts
            .map(|part| {
                let printable = |letter: &char| !letter.is_control();
                let part: String = (part.chars().filter(printable))
                    .take(MAX_PART_CHARS)
                    .collect();
                let (name, value) = part.split_once(' ').unwrap_or((&part, "unnamed"));
                (name.to_owned(), value.to_owned())
            })
            .collect()
    }
}

impl fmt::Display for AnalysisVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x} ({})", self.hash, self.parts.join(", "))
    }
}

/// The version of the analysis in this build.
#[must_use]
pub fn version() -> AnalysisVersion {
    static VERSION: LazyLock<AnalysisVersion> = LazyLock::new(compute);
    VERSION.clone()
}

fn compute() -> AnalysisVersion {
    let (major, minor, update) = char::UNICODE_VERSION;
    let (norm_major, norm_minor, norm_update) = unicode_normalization::UNICODE_VERSION;
    let parts = vec![
        format!("revision {REVISION}"),
        format!("unicode {major}.{minor}.{update}"),
        format!("normalization {norm_major}.{norm_minor}.{norm_update}"),
        "frostem 2.20261016.1".to_owned(),
        "rust-stemmers 1.2.0".to_owned(),
    ];
    let mut hash = 0xCBF2_9CE4_8422_2325;
    let mut add = |part: &str| {
        hash = fnv1a_with(hash, part.as_bytes());
        hash = fnv1a_with(hash, &[0xFF]);
    };
    for part in &parts {
        add(part);
    }
    super::describe(&mut add);
    alike::describe(&mut add);
    fold::describe(&mut add);
    tokenize::describe(&mut add);
    stem::describe(&mut add);
    names::describe(&mut add);
    AnalysisVersion { hash, parts }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(old: &[&str], new: &[&str]) -> String {
        let version = |parts: &[&str]| AnalysisVersion {
            hash: 0,
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        };
        version(old).difference(&version(new))
    }

    #[test]
    fn a_difference_names_what_changed_came_and_went() {
        for (old, new, told) in [
            (
                &["a 1", "b 2"][..],
                &["a 1", "b 2"][..],
                "its tables differ",
            ),
            (&["a 1", "b 2"], &["b 3", "a 1"], "b 2 → 3"),
            (&["a 1"], &["b 2"], "b none → 2, a 1 → none"),
            (
                &["a 1 2", "b"],
                &["a 1 3", "b 1"],
                "a 1 2 → 1 3, b unnamed → 1",
            ),
            (&["a 1\u{1b}[2J"], &["a 2"], "a 1[2J → 2"),
        ] {
            assert_eq!(difference(old, new), told);
        }
        let many: Vec<String> = (0..100_000)
            .map(|n| format!("p{n} {}", "x".repeat(90)))
            .collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(difference(&many, &[]).chars().count() < 1_000);
    }
}
