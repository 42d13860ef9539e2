//! Name keys and tiers: under which key a name is filed, and how near one form is to another.
//!
//! A key is coarse on purpose: it brings the forms of a name together, and [`compare`] then tells by
//! rules which of them are the same name, and how near; a list of name parts joins those that no rule
//! does. Forms that only sound alike or are misspelt are accepted where they are asked for
//! ([`Name::tier`]); [`compare_names`] tells full names apart.

mod chinese;
mod compare;
mod dotted;
mod inflect;
mod key;
mod korean;
mod lexicon;
mod likeness;
mod native;
mod near;
mod ordinary;
mod pairs;
mod parts;
mod person;
mod sounds;
mod spoken;
mod table;
mod translated;

use std::fmt;

use serde::{Deserialize, Serialize};

pub(crate) use compare::{BESIDE_MARGIN, Beside, with_particles};
pub use compare::{Name, compare};
pub(crate) use dotted::{DOTTED_KEY, dotted_parts};
pub(crate) use key::{filed_keys, genitive_key, has_capitals, heard_keys, writes_by_sound};
pub use key::{foreign_keys, key, query_keys};
pub use lexicon::{Link, forms_of};
pub use likeness::{Asked, Forms, readings, spellings};
pub(crate) use native::{NativeName, native_in_latin, native_names};
pub use near::{NearKeys, near_keys};
pub(crate) use ordinary::{is_ordinary, ordinary_with};
pub use pairs::NamePairs;
pub(crate) use parts::{GIVEN_AFTER, GIVEN_BEFORE, least_given, parts};
pub use person::{FullName, compare_names};
pub(crate) use spoken::is_by_sound;
pub(crate) use translated::translations;

/// How near a form is to the name asked for; nearer is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Tier {
    /// Letter for letter, but for case.
    Exact,
    /// The same without marks and letter variants: `Vucic` for Vučić.
    Folded,
    /// A case form: `Vučićem`.
    Inflected,
    /// Another script, or another country's spelling of one: `Вучић`, `Wuczić`; or a foreigner's name
    /// written by its sound: `Džonson`.
    Transliterated,
    /// A variant known from a list of names.
    Lexicon,
    /// A form that sounds alike.
    Phonetic,
    /// A form a few letters away.
    Edit,
}

/// How sure it is that a form is a part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Sureness {
    /// It may be a case form, and is a name of its own: Maria of Mario.
    Doubtful,
    /// It may be: an initial, or a word that mostly is no name.
    Weak,
    /// It is like it.
    Alike,
    /// It is, wherever it stands.
    Sure,
    /// It is, in a case form.
    Declined,
    /// It is the whole name.
    Whole,
}

/// Whether it is a letter of katakana, in which Japanese writes foreign names.
pub(crate) const fn is_katakana(letter: char) -> bool {
    matches!(letter, '\u{30A1}'..='\u{30FA}' | 'ー')
}

/// Under which key the words are filed that katakana tells from those around them, as a capital does elsewhere.
pub(crate) const KATAKANA_KEY: &str = "ア";

/// Whether a folded word is of katakana, two letters at least.
pub(crate) fn is_in_katakana(folded: &str) -> bool {
    folded.chars().nth(1).is_some() && folded.chars().all(is_katakana)
}

impl Sureness {
    /// Whether a given name and a family name near each other are one full name: one is sure, or both
    /// are alike. Beside a case form another may be one, too: Maria Draghiego.
    pub(crate) fn makes_one_with(self, other: Self) -> bool {
        match self.min(other) {
            Self::Doubtful => self.max(other) == Self::Declined,
            least => self.max(other) >= Self::Sure || least >= Self::Alike,
        }
    }
}

impl Tier {
    /// All, the nearest first.
    pub const ALL: [Self; 7] = [
        Self::Exact,
        Self::Folded,
        Self::Inflected,
        Self::Transliterated,
        Self::Lexicon,
        Self::Phonetic,
        Self::Edit,
    ];

    /// The tier of this name, as it is written in queries and in JSON.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.name() == name)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Folded => "folded",
            Self::Inflected => "inflected",
            Self::Transliterated => "transliterated",
            Self::Lexicon => "lexicon",
            Self::Phonetic => "phonetic",
            Self::Edit => "edit",
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Whether a token as written may be part of a name: a capital first, and two letters at least.
///
/// A script without capitals has no such shape.
#[must_use]
pub fn name_shaped(written: &str) -> bool {
    written.starts_with(char::is_uppercase)
        && written
            .chars()
            .filter(|c| c.is_alphabetic())
            .nth(1)
            .is_some()
}

/// Everything here that can change a term, for the version of the analysis.
pub(super) fn describe(out: &mut impl FnMut(&str)) {
    dotted::describe(out);
    key::describe(out);
    inflect::describe(out);
}
