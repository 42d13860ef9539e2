//! Stemming by language: which algorithm of which crate serves which language, since when, and why.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::text::language::Language;

/// A stemming algorithm of one of the two crates.
#[derive(Debug, Clone, Copy)]
enum Algorithm {
    /// Generated from Snowball between 2017 and 2019.
    Settled(rust_stemmers::Algorithm),
    /// Generated from Snowball of October 2026.
    Current(frostem::Algorithm),
}

use Algorithm::{Current, Settled};

/// Which stemmer serves a language: one row of [`stemmers`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct StemmerRow {
    /// The language; those that are analysed alike (see [`Language::analysis_family`]) share its row.
    pub language: Language,
    algorithm: Algorithm,
    /// The release of Snowball that brought the algorithm, by Snowball's own list of changes, which
    /// begins with 2.0.0.
    pub since: &'static str,
    /// Why this crate and not the other.
    pub why: &'static str,
}

impl StemmerRow {
    /// The crate with its version.
    #[must_use]
    pub const fn library(&self) -> &'static str {
        match self.algorithm {
            Settled(_) => "rust-stemmers 1.2.0",
            Current(_) => "frostem 2.20261016.1",
        }
    }

    /// The licence of the crate, as its manifest states it. The algorithms are Snowball's, under
    /// BSD-3-Clause.
    #[must_use]
    pub const fn licence(&self) -> &'static str {
        match self.algorithm {
            Settled(_) => "MIT OR BSD-3-Clause",
            Current(_) => "BSD-3-Clause",
        }
    }
}

/// The stemmers; a language not listed is searched by its words.
///
/// ```
/// use clippings::analysis::stemmers;
///
/// for row in stemmers() {
///     println!("{}: {} ({}), {}", row.language, row.library(), row.licence(), row.since);
/// }
/// assert!(stemmers().len() >= 30);
/// ```
#[must_use]
pub const fn stemmers() -> &'static [StemmerRow] {
    &STEMMERS
}

const EARLY: &str = "before 2.0.0";
const OF_2019: &str = "2.0.0 (2019)";
const OF_2021: &str = "2.1.0 (2021)";
const OF_2025: &str = "3.0.0 (2025)";
const OF_2026: &str = "3.1.0 (2026)";
// By the version that the sources of the crate name: its release of August was still of 3.1.1, without
// this algorithm.
const LATE_2026: &str = "3.2.0 (2026)";

const SAME: &str = "the algorithm has stood still: not one word differs, and the older crate's \
    terms do not hang on the newer one's version";
const LATER: &str = "less than 1 % of the words differ, and the later stem is the better one";
const ALONE: &str = "only this crate has it";

const fn older(
    language: Language,
    algorithm: rust_stemmers::Algorithm,
    since: &'static str,
    why: &'static str,
) -> StemmerRow {
    StemmerRow {
        language,
        algorithm: Settled(algorithm),
        since,
        why,
    }
}

const fn newer(
    language: Language,
    algorithm: frostem::Algorithm,
    since: &'static str,
    why: &'static str,
) -> StemmerRow {
    StemmerRow {
        language,
        algorithm: Current(algorithm),
        since,
        why,
    }
}

/// Differences and times are of the distinct words of public news sentences, numbers and clitics
/// included.
static STEMMERS: [StemmerRow; 35] = {
    use frostem::Algorithm as New;
    use rust_stemmers::Algorithm as Old;
    [
        older(
            Language::RUSSIAN,
            Old::Russian,
            EARLY,
            "nothing differs but ё (8 of 12,614 words), which folding evens out; 125 ns a word against 136",
        ),
        older(Language::HUNGARIAN, Old::Hungarian, EARLY, SAME),
        older(Language::PORTUGUESE, Old::Portuguese, EARLY, SAME),
        older(Language::SPANISH, Old::Spanish, EARLY, SAME),
        newer(
            Language::GREEK,
            New::Greek,
            OF_2019,
            "not one of 10,683 words differs, but the older crate panics on ordinary ones (`αντίθετε`)",
        ),
        newer(
            Language::DUTCH,
            New::Dutch,
            EARLY,
            "35.6 % of the words differ: Kraaij and Pohlmann's algorithm since 3.0.0",
        ),
        newer(
            Language::ROMANIAN,
            New::Romanian,
            EARLY,
            "6.2 % of the words differ: ț beside ţ since 3.0.0",
        ),
        newer(
            Language::GERMAN,
            New::German,
            EARLY,
            "2.9 % of the words differ: ae beside ä, -erin, -et since 3.0.0",
        ),
        newer(
            Language::SWEDISH,
            New::Swedish,
            EARLY,
            "1.4 % of the words differ: -et, -öst since 3.0.0",
        ),
        newer(
            Language::FRENCH,
            New::French,
            EARLY,
            "1.0 % of the words differ: -aise, -oux since 3.0.0",
        ),
        newer(Language::ARABIC, New::Arabic, OF_2019, LATER),
        newer(Language::DANISH, New::Danish, EARLY, LATER),
        newer(Language::ENGLISH, New::English, EARLY, LATER),
        newer(Language::FINNISH, New::Finnish, EARLY, LATER),
        newer(Language::ITALIAN, New::Italian, EARLY, LATER),
        newer(Language::NORWEGIAN, New::Norwegian, EARLY, LATER),
        newer(Language::TURKISH, New::Turkish, EARLY, LATER),
        newer(
            Language::TAMIL,
            New::Tamil,
            OF_2019,
            "the same words at half the time (231 ns against 511)",
        ),
        newer(
            Language::SERBIAN,
            New::Serbian,
            OF_2021,
            "only this crate has it; it also romanises, and serves Croatian, Bosnian and Montenegrin",
        ),
        newer(Language::POLISH, New::Polish, OF_2026, ALONE),
        newer(Language::CZECH, New::Czech, OF_2026, ALONE),
        newer(Language::UKRAINIAN, New::Ukrainian, LATE_2026, ALONE),
        newer(Language::ARMENIAN, New::Armenian, OF_2021, ALONE),
        newer(Language::BASQUE, New::Basque, OF_2019, ALONE),
        newer(Language::CATALAN, New::Catalan, OF_2019, ALONE),
        newer(Language::ESPERANTO, New::Esperanto, OF_2025, ALONE),
        newer(Language::ESTONIAN, New::Estonian, OF_2025, ALONE),
        newer(Language::HINDI, New::Hindi, OF_2019, ALONE),
        newer(Language::INDONESIAN, New::Indonesian, OF_2019, ALONE),
        newer(Language::IRISH, New::Irish, OF_2019, ALONE),
        newer(Language::LITHUANIAN, New::Lithuanian, OF_2019, ALONE),
        newer(Language::NEPALI, New::Nepali, OF_2019, ALONE),
        newer(Language::PERSIAN, New::Persian, OF_2026, ALONE),
        newer(Language::SOTHO, New::Sesotho, OF_2026, ALONE),
        newer(Language::YIDDISH, New::Yiddish, OF_2021, ALONE),
    ]
};

/// The languages whose algorithm takes endings off and nothing else: neither prefixes (as Arabic,
/// Dutch and Indonesian do) nor another script (as Serbian does).
const ENDINGS_ONLY: [Language; 18] = [
    Language::CATALAN,
    Language::CZECH,
    Language::DANISH,
    Language::ENGLISH,
    Language::ESTONIAN,
    Language::FINNISH,
    Language::FRENCH,
    Language::GERMAN,
    Language::HUNGARIAN,
    Language::ITALIAN,
    Language::NORWEGIAN,
    Language::POLISH,
    Language::PORTUGUESE,
    Language::ROMANIAN,
    Language::RUSSIAN,
    Language::SPANISH,
    Language::SWEDISH,
    Language::TURKISH,
];

/// Whether the folded stem of every word of the language begins as the folded word does: with its
/// first letter, and with its first two where the stem has four letters or more.
#[must_use]
pub fn keeps_first_letter(language: Language) -> bool {
    ENDINGS_ONLY.contains(&language.analysis_family())
}

/// A word stemmed in every algorithm to see whether it still does the same.
const PROBES: [&str; 8] = [
    "connections",
    "вучића",
    "πολιτικών",
    "regeringens",
    "geldig",
    "पुस्तकों",
    "حكومات",
    "nationalité",
];

/// The stemmer of a language, chosen once.
#[derive(Clone, Copy)]
pub(super) struct Stemmer(Algorithm);

impl Stemmer {
    /// `None` if the language has no stemmer.
    pub(super) fn for_language(language: Language) -> Option<Self> {
        let family = language.analysis_family();
        STEMMERS
            .iter()
            .find(|row| row.language == family)
            .map(|row| Self(row.algorithm))
    }

    /// The stem of a normalised word, marks kept; a word that the algorithm fails on is its own stem.
    pub(super) fn stem(self, normal: &str) -> Cow<'_, str> {
        match catch_unwind(AssertUnwindSafe(|| self.unguarded(normal))) {
            Ok(stem) if !stem.is_empty() => stem,
            _ => Cow::Borrowed(normal),
        }
    }

    fn unguarded(self, normal: &str) -> Cow<'_, str> {
        match self.0 {
            Settled(algorithm) => rust_stemmers::Stemmer::create(algorithm).stem(normal),
            Current(algorithm) => frostem::Stemmer::new(algorithm).stem(normal),
        }
    }
}

impl std::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Everything here that can change a term, for the version of the analysis.
pub(super) fn describe(out: &mut impl FnMut(&str)) {
    for StemmerRow {
        language,
        algorithm,
        ..
    } in &STEMMERS
    {
        out(&format!("{language} {algorithm:?}"));
        for probe in PROBES {
            out(&Stemmer(*algorithm).stem(probe));
        }
    }
}

#[cfg(test)]
mod tests;
