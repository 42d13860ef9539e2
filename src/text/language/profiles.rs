//! Profiles: which letters, trigrams and short words speak for which language of a script.
//!
//! A profile gives each of its n-grams a weight, the logarithm of how much more frequent it is in the
//! language than an n-gram that is not listed; the language with the greatest sum is the likeliest
//! (naive Bayes; Cavnar and Trenkle, "N-Gram-Based Text Categorization", 1994, for the choice of
//! n-grams). `profiles/README.md` names sources and licences; `profiles/profiles.py` writes the tables.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::{Language, Script};

/// A longer word is known by its trigrams alone.
const LONGEST_WORD: usize = 8;

/// How many trigrams are weighed before it is asked whether the rest may change anything.
const TRIGRAMS_BETWEEN_CHECKS: i32 = 50;

/// A lead of so many half bits is hardly ever lost again: to stop there changes none of the figures of
/// `evaluate --languages`, and takes less than half the time of a passage.
const DECISIVE_MARGIN: i32 = 180;

/// Stands for the edge of a word.
const EDGE: char = '_';

/// The languages of one script.
#[derive(Debug)]
pub(super) struct Profiles {
    /// Each language, and the weight it starts with.
    languages: Vec<(Language, i32)>,
    /// By n-gram: where its weights lie in `weights`.
    ranges: HashMap<u64, (u32, u32), BuildHasherDefault<KeyHasher>>,
    /// The place of a language in `languages`, and the weight of an n-gram for it.
    weights: Vec<(u8, u8)>,
}

/// A text whose letters, trigrams and words are weighed.
#[derive(Debug)]
pub(super) struct Weighing<'a> {
    profiles: &'a Profiles,
    /// What speaks for each of `profiles.languages`, in half bits.
    sums: Vec<i32>,
    trigrams: i32,
}

/// How much speaks for the likeliest language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) language: Language,
    /// In half bits.
    pub(super) weight: i32,
    /// What it is ahead of the next language of another family, in half bits.
    pub(super) margin: i32,
    /// How many trigrams were looked up.
    pub(super) trigrams: i32,
}

macro_rules! profiles {
    ($($script:ident, $file:literal;)*) => {
        /// The profiles of a script that several languages are written in.
        pub(super) fn of(script: Script) -> Option<&'static Profiles> {
            match script {
                $(Script::$script => {
                    static PROFILES: LazyLock<Profiles> =
                        LazyLock::new(|| Profiles::read(include_str!(concat!("profiles/", $file))));
                    Some(&*PROFILES)
                })*
                _ => None,
            }
        }
    };
}

profiles! {
    Latin, "latin.txt";
    Cyrillic, "cyrillic.txt";
    Arabic, "arabic.txt";
    Hebrew, "hebrew.txt";
    Devanagari, "devanagari.txt";
    Ethiopic, "ethiopic.txt";
    Tibetan, "tibetan.txt";
}

impl Profiles {
    fn read(table: &str) -> Self {
        let mut languages = Vec::new();
        let mut entries: Vec<(u64, u8, u8)> = Vec::with_capacity(table.len() / 4);
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            let first = words.next().unwrap_or_default();
            if first == "=" {
                let language = words.next().and_then(Language::from_code);
                let handicap = words.next().and_then(|word| word.parse::<i32>().ok());
                if let (Some(language), Some(handicap)) = (language, handicap) {
                    languages.push((language, -handicap));
                }
                continue;
            }
            let place = u8::try_from(languages.len().saturating_sub(1)).unwrap_or(u8::MAX);
            let weight = first.parse().unwrap_or(0);
            for word in words {
                entries.push((key(word.chars()), place, weight));
            }
        }
        // Stable: the languages of an n-gram stay in order.
        entries.sort_by_key(|(key, ..)| *key);
        let runs = || entries.chunk_by(|one, two| one.0 == two.0);
        let mut ranges =
            HashMap::with_capacity_and_hasher(runs().count(), BuildHasherDefault::default());
        let mut end = 0;
        for run in runs() {
            let first = end;
            end += u32::try_from(run.len()).unwrap_or_default();
            ranges.extend(run.first().map(|(key, ..)| (*key, (first, end))));
        }
        let weights = entries.iter().map(|(_, place, weight)| (*place, *weight));
        Self {
            languages,
            weights: weights.collect(),
            ranges,
        }
    }

    /// Weighs a text; `None` where it holds no word.
    pub(super) fn weigh(&self, text: &str) -> Option<Weighing<'_>> {
        let mut weighing = Weighing {
            profiles: self,
            sums: self.languages.iter().map(|(_, start)| *start).collect(),
            trigrams: 0,
        };
        let mut checked = 0;
        let mut word = vec![EDGE];
        for letter in text.chars().chain([' ']) {
            if letter.is_ascii_alphabetic() {
                word.push(letter.to_ascii_lowercase());
                continue;
            }
            if letter.is_alphabetic() {
                // Of the two letters that `İ` becomes, the first counts.
                word.extend(letter.to_lowercase().next());
                continue;
            }
            if word.len() > 1 {
                word.push(EDGE);
                weighing.trigrams += self.add(&word, &mut weighing.sums);
                word.truncate(1);
                if weighing.trigrams - checked >= TRIGRAMS_BETWEEN_CHECKS {
                    checked = weighing.trigrams;
                    if weighing.verdict()?.margin >= DECISIVE_MARGIN {
                        break;
                    }
                }
            }
        }
        (weighing.trigrams > 0).then_some(weighing)
    }

    /// Adds what a word between its edges weighs; gives the number of its trigrams.
    fn add(&self, word: &[char], sums: &mut [i32]) -> i32 {
        let mut trigrams = 0;
        for trigram in word.windows(3) {
            trigrams += 1;
            self.add_one(trigram, sums);
        }
        if (4..=LONGEST_WORD + 2).contains(&word.len()) {
            self.add_one(word, sums);
        }
        for letter in word.iter().filter(|letter| !letter.is_ascii()) {
            self.add_one(std::slice::from_ref(letter), sums);
        }
        trigrams
    }

    fn add_one(&self, letters: &[char], sums: &mut [i32]) {
        let Some(&(first, end)) = self.ranges.get(&key(letters.iter().copied())) else {
            return;
        };
        let weights = self.weights.get(first as usize..end as usize);
        for &(place, weight) in weights.unwrap_or_default() {
            if let Some(sum) = sums.get_mut(usize::from(place)) {
                *sum += i32::from(weight);
            }
        }
    }
}

impl Weighing<'_> {
    /// Adds so many half bits to a language and the others of its family, where they have a profile.
    pub(super) fn favour(&mut self, language: Language, half_bits: i32) {
        let family = language.analysis_family();
        for ((other, _), sum) in self.profiles.languages.iter().zip(&mut self.sums) {
            if other.analysis_family() == family {
                *sum += half_bits;
            }
        }
    }

    /// The languages that are so many half bits behind the likeliest, or fewer; it is one of them.
    pub(super) fn within(&self, half_bits: i32) -> Vec<Language> {
        let most = self.sums.iter().copied().max().unwrap_or_default();
        let languages = self.profiles.languages.iter().zip(&self.sums);
        languages
            .filter(|(_, sum)| **sum >= most - half_bits)
            .map(|((language, _), _)| *language)
            .collect()
    }

    pub(super) fn verdict(&self) -> Option<Verdict> {
        let weighed = || {
            let languages = self.profiles.languages.iter();
            languages
                .zip(&self.sums)
                .map(|((language, _), sum)| (*language, *sum))
        };
        // Of equals, the one listed first.
        let (language, weight) = weighed().rev().max_by_key(|(_, weight)| *weight)?;
        let family = language.analysis_family();
        let next = weighed()
            .filter(|(other, _)| other.analysis_family() != family)
            .map(|(_, weight)| weight)
            .max();
        Some(Verdict {
            language,
            weight,
            margin: next.map_or(weight, |next| weight - next),
            trigrams: self.trigrams,
        })
    }
}

/// Up to three letters as they are, more of them mixed.
fn key(letters: impl Iterator<Item = char>) -> u64 {
    let (mut short, mut long, mut count) = (0_u64, 0_u64, 0);
    for letter in letters {
        let code = u64::from(u32::from(letter));
        short = short.rotate_left(21) ^ code;
        long = long.rotate_left(21).wrapping_mul(MIX) ^ code;
        count += 1;
    }
    if count > 3 { long } else { short }
}

/// 2^64 divided by the golden ratio (Knuth, "The Art of Computer Programming", volume 3, 6.4).
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// A key is spread by one multiplication.
#[derive(Debug, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        let mixed = (self.0 ^ key).wrapping_mul(MIX);
        self.0 = mixed ^ (mixed >> 32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_whole() {
        for (script, languages) in [
            (Script::Latin, 80),
            (Script::Cyrillic, 14),
            (Script::Arabic, 5),
            (Script::Hebrew, 2),
            (Script::Devanagari, 6),
            (Script::Ethiopic, 2),
            (Script::Tibetan, 2),
        ] {
            let profiles = of(script).unwrap();
            assert!(profiles.languages.len() >= languages, "{script:?}");
            assert!(
                profiles
                    .weights
                    .iter()
                    .all(|(place, weight)| *weight > 0
                        && usize::from(*place) < profiles.languages.len()),
                "{script:?}"
            );
            for (language, start) in &profiles.languages {
                assert!(*start <= 0 && language.is_written_in(script), "{language}");
            }
        }
        assert!(of(Script::Greek).is_none());
    }

    #[test]
    fn different_n_grams_have_different_keys() {
        for profiles in [Script::Latin, Script::Cyrillic].map(|script| of(script).unwrap()) {
            for (first, end) in profiles.ranges.values() {
                let range = &profiles.weights[*first as usize..*end as usize];
                assert!(range.is_sorted_by(|one, two| one.0 < two.0));
            }
        }
        assert_ne!(key("abc".chars()), key("acb".chars()));
        assert_ne!(key("_abc_".chars()), key("_acb_".chars()));
    }

    #[test]
    fn a_text_without_words_has_no_language() {
        assert!(of(Script::Latin).unwrap().weigh("12.5 %").is_none());
    }
}
