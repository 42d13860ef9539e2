//! Stemming by language: which algorithm of which crate serves which language, and why.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::text::language::Language;

/// A stemming algorithm of one of the two crates.
#[derive(Debug, Clone, Copy)]
enum Algorithm {
    /// rust-stemmers 1.2.0, the Snowball of 2019.
    Settled(rust_stemmers::Algorithm),
    /// frostem 2.20261016.1, the Snowball of October 2026.
    Current(frostem::Algorithm),
}

use Algorithm::{Current, Settled};

/// One row for each language with a stemmer; a language not listed is searched by its words.
///
/// Measured on the distinct words of public news sentences, numbers and clitics included. The older
/// crate serves the languages whose algorithm has stood still since 2019, so that their terms do not
/// hang on the newer crate's version; elsewhere the newer algorithm is the better one.
const STEMMERS: [(Language, Algorithm); 35] = [
    // Nothing differs but ё (8 of 12,614 words), which folding evens out; 125 ns a word against 136.
    (
        Language::RUSSIAN,
        Settled(rust_stemmers::Algorithm::Russian),
    ),
    // Not one word differs.
    (
        Language::HUNGARIAN,
        Settled(rust_stemmers::Algorithm::Hungarian),
    ),
    (
        Language::PORTUGUESE,
        Settled(rust_stemmers::Algorithm::Portuguese),
    ),
    (
        Language::SPANISH,
        Settled(rust_stemmers::Algorithm::Spanish),
    ),
    // Not one of 10,683 words differs, but the older crate panics on ordinary ones (`αντίθετε`).
    (Language::GREEK, Current(frostem::Algorithm::Greek)),
    // Changed since 2019: 35.6 % of the words differ in Dutch, 6.2 % in Romanian (ț beside ţ),
    // 2.9 % in German, 1.4 % in Swedish, 1.0 % in French, below that in the others.
    (Language::DUTCH, Current(frostem::Algorithm::Dutch)),
    (Language::ROMANIAN, Current(frostem::Algorithm::Romanian)),
    (Language::GERMAN, Current(frostem::Algorithm::German)),
    (Language::SWEDISH, Current(frostem::Algorithm::Swedish)),
    (Language::FRENCH, Current(frostem::Algorithm::French)),
    (Language::ARABIC, Current(frostem::Algorithm::Arabic)),
    (Language::DANISH, Current(frostem::Algorithm::Danish)),
    (Language::ENGLISH, Current(frostem::Algorithm::English)),
    (Language::FINNISH, Current(frostem::Algorithm::Finnish)),
    (Language::ITALIAN, Current(frostem::Algorithm::Italian)),
    (Language::NORWEGIAN, Current(frostem::Algorithm::Norwegian)),
    (Language::TURKISH, Current(frostem::Algorithm::Turkish)),
    // The same words at half the time (231 ns against 511).
    (Language::TAMIL, Current(frostem::Algorithm::Tamil)),
    // Only the newer crate has them. Serbian also romanises, and serves Croatian, Bosnian and
    // Montenegrin.
    (Language::SERBIAN, Current(frostem::Algorithm::Serbian)),
    (Language::POLISH, Current(frostem::Algorithm::Polish)),
    (Language::CZECH, Current(frostem::Algorithm::Czech)),
    (Language::UKRAINIAN, Current(frostem::Algorithm::Ukrainian)),
    (Language::ARMENIAN, Current(frostem::Algorithm::Armenian)),
    (Language::BASQUE, Current(frostem::Algorithm::Basque)),
    (Language::CATALAN, Current(frostem::Algorithm::Catalan)),
    (Language::ESPERANTO, Current(frostem::Algorithm::Esperanto)),
    (Language::ESTONIAN, Current(frostem::Algorithm::Estonian)),
    (Language::HINDI, Current(frostem::Algorithm::Hindi)),
    (
        Language::INDONESIAN,
        Current(frostem::Algorithm::Indonesian),
    ),
    (Language::IRISH, Current(frostem::Algorithm::Irish)),
    (
        Language::LITHUANIAN,
        Current(frostem::Algorithm::Lithuanian),
    ),
    (Language::NEPALI, Current(frostem::Algorithm::Nepali)),
    (Language::PERSIAN, Current(frostem::Algorithm::Persian)),
    (Language::SOTHO, Current(frostem::Algorithm::Sesotho)),
    (Language::YIDDISH, Current(frostem::Algorithm::Yiddish)),
];

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
            .find(|(served, _)| *served == family)
            .map(|&(_, algorithm)| Self(algorithm))
    }

    /// The stem of a normalised word, marks kept; a word that the algorithm fails on is its own stem.
    pub(super) fn stem(self, normal: &str) -> Cow<'_, str> {
        let stemmed = catch_unwind(AssertUnwindSafe(|| match self.0 {
            Settled(algorithm) => rust_stemmers::Stemmer::create(algorithm).stem(normal),
            Current(algorithm) => frostem::Stemmer::new(algorithm).stem(normal),
        }));
        match stemmed {
            Ok(stem) if !stem.is_empty() => stem,
            _ => Cow::Borrowed(normal),
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
    for (language, algorithm) in STEMMERS {
        out(&format!("{language} {algorithm:?}"));
        for probe in PROBES {
            out(&Stemmer(algorithm).stem(probe));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_language_has_one_row() {
        for (at, (language, _)) in STEMMERS.iter().enumerate() {
            assert_eq!(language.analysis_family(), *language);
            assert!(
                STEMMERS
                    .iter()
                    .skip(at + 1)
                    .all(|(other, _)| other != language),
                "{language}"
            );
        }
    }

    #[test]
    fn the_greek_words_that_break_the_older_crate_are_stemmed() {
        let stemmer = Stemmer::for_language(Language::GREEK).unwrap();
        for word in ["αντίθετε", "ισαισα", "ίσαίσα"] {
            assert!(!stemmer.stem(word).is_empty());
        }
    }

    #[test]
    fn a_panic_of_a_stemmer_gives_the_word_back() {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| ()));
        let older = Stemmer(Settled(rust_stemmers::Algorithm::Greek));
        let stem = older.stem("ισαισα").into_owned();
        std::panic::set_hook(hook);
        assert_eq!(stem, "ισαισα");
    }

    proptest! {
        #[test]
        fn a_stem_begins_as_its_word_where_only_endings_go(word in "[a-zà-öø-ÿąćęłńóśźżčďěňřšťůžőűğışа-яё]{1,14}") {
            for language in ENDINGS_ONLY {
                let mut analyzer = crate::analysis::Analyzer::new();
                // A stem of four letters or more begins with the first two of its word.
                let stem = analyzer.stem(&word, language);
                let letters = if stem.chars().count() >= 4 { 2 } else { 1 };
                let stem: String = stem.chars().take(letters).collect();
                let mut tokens = crate::analysis::Tokens::new();
                analyzer.analyze(&word, None, &mut tokens);
                let folded: Option<String> =
                    tokens.get(0).map(|token| token.word.chars().take(letters).collect());
                let stem = Some(stem);
                prop_assert_eq!(stem, folded, "{} {}", language, word);
            }
        }

        #[test]
        fn the_older_crate_stems_any_word(word in "[\\p{Ll}а-яёa-zá-űà-ÿ]{1,14}") {
            for (_, algorithm) in STEMMERS {
                if let Settled(algorithm) = algorithm {
                    prop_assert!(rust_stemmers::Stemmer::create(algorithm).stem(&word).len() <= word.len() + 8);
                }
            }
        }
    }
}
