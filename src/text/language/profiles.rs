//! Profiles: which letters, trigrams and short words speak for which language of a script.
//!
//! A profile gives each of its n-grams a weight, the logarithm of how much more frequent it is in the
//! language than an n-gram that is not listed; the language with the greatest sum is the likeliest
//! (naive Bayes; Cavnar and Trenkle, "N-Gram-Based Text Categorization", 1994, for the choice of
//! n-grams). Sources and licences are named in `profiles/profiles.py`, which writes the tables.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::{Language, Script};

/// A longer word is known by its trigrams alone.
const LONGEST_WORD: usize = 8;

/// How many trigrams are weighed before it is asked whether the rest may change anything.
const TRIGRAMS_BETWEEN_CHECKS: i32 = 100;

/// A lead of so many half bits is hardly ever lost again: stopping there costs one of 975 texts of four
/// sentences, and saves half the time of a passage.
const DECISIVE_MARGIN: i32 = 150;

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
        let mut entries: Vec<(u64, u8, u8)> = Vec::new();
        let mut letters = Vec::new();
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
                letters.clear();
                letters.extend(word.chars());
                entries.push((key(&letters), place, weight));
            }
        }
        entries.sort_unstable();
        let mut ranges: HashMap<u64, (u32, u32), BuildHasherDefault<KeyHasher>> =
            HashMap::default();
        let mut weights = Vec::with_capacity(entries.len());
        for (at, (key, place, weight)) in (0_u32..).zip(entries) {
            ranges.entry(key).or_insert((at, at)).1 = at + 1;
            weights.push((place, weight));
        }
        Self {
            languages,
            ranges,
            weights,
        }
    }

    /// The likeliest language of a text; `None` where it holds no word.
    pub(super) fn judge(&self, text: &str) -> Option<Verdict> {
        let mut sums: Vec<i32> = self.languages.iter().map(|(_, start)| *start).collect();
        let (mut trigrams, mut checked) = (0, 0);
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
                trigrams += self.add(&word, &mut sums);
                word.truncate(1);
                if trigrams - checked >= TRIGRAMS_BETWEEN_CHECKS {
                    checked = trigrams;
                    if self.verdict(&sums, trigrams)?.margin >= DECISIVE_MARGIN {
                        break;
                    }
                }
            }
        }
        (trigrams > 0).then(|| self.verdict(&sums, trigrams))?
    }

    fn verdict(&self, sums: &[i32], trigrams: i32) -> Option<Verdict> {
        let places = || self.languages.iter().map(|(language, _)| *language);
        // Of equals, the one listed first.
        let (language, &weight) = places()
            .zip(sums)
            .rev()
            .max_by_key(|(_, weight)| **weight)?;
        let next = places()
            .zip(sums)
            .filter(|(other, _)| other.analysis_family() != language.analysis_family())
            .map(|(_, weight)| *weight)
            .max();
        Some(Verdict {
            language,
            weight,
            margin: next.map_or(weight, |next| weight - next),
            trigrams,
        })
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
        let Some(&(first, end)) = self.ranges.get(&key(letters)) else {
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

/// Up to three letters as they are, more of them mixed.
fn key(letters: &[char]) -> u64 {
    letters.iter().fold(0, |key: u64, letter| {
        (key.rotate_left(21)).wrapping_mul(if letters.len() > 3 { MIX } else { 1 })
            ^ u64::from(u32::from(*letter))
    })
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
                assert!(range.is_sorted_by(|one, two| one.0 <= two.0));
            }
        }
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        assert_ne!(key(&letters("abc")), key(&letters("acb")));
        assert_ne!(key(&letters("_abc_")), key(&letters("_acb_")));
    }

    #[test]
    fn a_text_without_words_has_no_language() {
        assert!(of(Script::Latin).unwrap().judge("12.5 %").is_none());
    }
}
