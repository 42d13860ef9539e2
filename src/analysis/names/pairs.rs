//! Pairs of names of which the caller knows better: the same, or different ones.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Tier;
use super::compare::Name;
use super::person::folded_words;

/// Names that are to be taken as one, and names that are never to be.
///
/// Case, marks and letter variants make no difference, nor does the order of the two.
///
/// ```
/// use clippings::analysis::names::NamePairs;
///
/// let pairs = NamePairs::new().same("JFK", "Kennedy").different("Merkel", "Markle");
/// let written = serde_json::to_string(&pairs)?;
/// assert_eq!(written, r#"{"same":[["jfk","kennedy"]],"different":[["markle","merkel"]]}"#);
/// assert_eq!(serde_json::from_str::<NamePairs>(&written)?, pairs);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct NamePairs {
    // Folded words with single blanks, the lesser first.
    same: BTreeSet<(String, String)>,
    different: BTreeSet<(String, String)>,
}

/// As a file may have them, in any spelling.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    same: Vec<(String, String)>,
    #[serde(default)]
    different: Vec<(String, String)>,
}

impl From<Written> for NamePairs {
    fn from(written: Written) -> Self {
        let mut pairs = Self::new();
        for (one, two) in written.same {
            pairs = pairs.same(&one, &two);
        }
        for (one, two) in written.different {
            pairs = pairs.different(&one, &two);
        }
        pairs
    }
}

impl NamePairs {
    /// No pairs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds two names that are one; of a pair said to be different before, this is what holds.
    #[must_use]
    pub fn same(mut self, one: &str, two: &str) -> Self {
        if let Some(pair) = pair_of(one, two) {
            self.different.remove(&pair);
            self.same.insert(pair);
        }
        self
    }

    /// Adds two names that are not one; of a pair said to be the same before, this is what holds.
    #[must_use]
    pub fn different(mut self, one: &str, two: &str) -> Self {
        if let Some(pair) = pair_of(one, two) {
            self.same.remove(&pair);
            self.different.insert(pair);
        }
        self
    }

    /// With those of another list too, which has the last word.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for pair in &other.same {
            self.different.remove(pair);
        }
        for pair in &other.different {
            self.same.remove(pair);
        }
        self.same.extend(other.same.iter().cloned());
        self.different.extend(other.different.iter().cloned());
        self
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.same.is_empty() && self.different.is_empty()
    }

    /// Whether two names, folded, are said to be the same.
    pub(super) fn says(&self, one: &str, two: &str) -> Option<bool> {
        if self.is_empty() {
            return None;
        }
        let (one, two) = (one.min(two).to_owned(), one.max(two).to_owned());
        let pair = (one, two);
        let is_same = self.same.contains(&pair);
        (is_same || self.different.contains(&pair)).then_some(is_same)
    }

    /// What is the same as a folded name or what it is a case form of, and what is different. What stands in
    /// the list itself is no case form: Jongun of Jong.
    pub(super) fn of(&self, folded: &str) -> (Vec<String>, Vec<String>) {
        let mut pairs = self.same.iter().chain(&self.different);
        let is_listed = pairs.any(|(one, two)| one == folded || two == folded);
        let is_form = |form: &str| {
            if is_listed {
                return false;
            }
            let tier = Name::new(form).compare_by_rules(folded);
            tier.is_some_and(|tier| tier < Tier::Lexicon)
        };
        let partner = |(one, two): &'_ (String, String)| {
            let is_first = one == folded || (two != folded && is_form(one));
            let is_second = !is_first && (two == folded || is_form(two));
            match (is_first, is_second) {
                (true, _) => Some(two.clone()),
                (_, true) => Some(one.clone()),
                _ => None,
            }
        };
        let same = self.same.iter().filter_map(partner).collect();
        let different = self.different.iter().filter_map(partner).collect();
        (same, different)
    }
}

/// Nothing where one has no letters, or where both are the same anyway.
fn pair_of(one: &str, two: &str) -> Option<(String, String)> {
    let (one, two) = (folded_words(one), folded_words(two));
    if one.is_empty() || two.is_empty() || one == two {
        return None;
    }
    Some(if one < two { (one, two) } else { (two, one) })
}
