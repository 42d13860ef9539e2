//! The version of the analysis: a hash of every table and algorithm that can change a term.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::token::fnv1a_with;
use super::{fold, names, stem, tokenize};

/// Counts changes of code that no table shows: the scanner, the order of the stages.
const REVISION: u32 = 2;

/// What the terms of an index depend on. Two equal versions give equal terms for equal texts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AnalysisVersion {
    /// Of all tables, of the versions named in `parts`, and of what each stemmer does to a few words.
    pub hash: u64,
    /// What it is made of, to tell a reader what differs.
    pub parts: Vec<String>,
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
    fold::describe(&mut add);
    tokenize::describe(&mut add);
    stem::describe(&mut add);
    names::describe(&mut add);
    AnalysisVersion { hash, parts }
}
