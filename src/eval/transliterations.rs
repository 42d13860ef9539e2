//! Whether the form of a name in another script is found by its Latin form, among all forms of the
//! script: by the rules alone, by the learned likeness, and with the lexicon.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::each_line;
use crate::analysis::Analyzer;
use crate::analysis::names::{Asked, Forms, Name, forms_of, is_katakana, readings};
use crate::error::Result;
use crate::text::language::Script;

/// Pairs of a Latin form and one in another script.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transliterations {
    /// By script, its name first; then by Latin form, folded as words are.
    pub scripts: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

/// How well one way finds the forms.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TransliterationRates {
    /// The share of the right forms that are found.
    pub recall: f64,
    /// How many of ten thousand other forms are found.
    pub false_per_10_000: f64,
}

/// The figures for one script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TransliterationRow {
    /// The script of the forms.
    pub script: String,
    /// How many pairs there are.
    pub pairs: usize,
    /// How many distinct forms are looked through.
    pub forms: usize,
    /// How many Latin forms are asked for, and how many right forms they have.
    pub asked: usize,
    /// The right forms of those.
    pub right: usize,
    /// By rules alone.
    pub rules: TransliterationRates,
    /// By the lexicon alone.
    pub lexicon: TransliterationRates,
    /// By the learned likeness alone.
    pub likeness: TransliterationRates,
    /// By rules and likeness.
    pub without_lexicon: TransliterationRates,
    /// By all of them.
    pub all: TransliterationRates,
    /// The share of the right forms of which the Latin form is among the eight likeliest readings.
    pub read_in_8: f64,
    /// The median time to look through all forms by likeness, in microseconds.
    pub p50_us: f64,
    /// The time that one in a hundred takes.
    pub p99_us: f64,
}

impl Transliterations {
    /// Reads lines of a Latin form, a tab, a form in another script, and columns that are passed over
    /// but for the third, which may say that a form is Japanese; a first line without a form in
    /// another script, and Japanese forms that are not in katakana, are passed over too.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file cannot be read,
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) naming the line that is not
    /// as it should be.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let mut analyzer = Analyzer::new();
        let mut read = Self::default();
        each_line(path.as_ref(), |line| {
            let mut columns = line.split('\t');
            let (name, form) = (columns.next().zip(columns.next())).ok_or("a tab is expected")?;
            let is_japanese = matches!(columns.next(), Some("japanese" | "katakana"));
            if let Some(name) = word(&mut analyzer, name)
                && let Some(form) = word(&mut analyzer, form)
                && Script::of_word(&name) == Some(Script::Latin)
                && let Some(script) = Script::of_word(&form)
                && script != Script::Latin
                && !(is_japanese && script != Script::Kana)
            {
                let names = read.scripts.entry(format!("{script:?}")).or_default();
                names.entry(name).or_default().insert(form);
            }
            Ok(())
        })?;
        Ok(read)
    }

    /// Every `nth` Latin form is asked for, of those whose CRC-32 is even, or odd, or of all; every
    /// form is looked through, whoever has it. What was learned from one half is measured on the
    /// other.
    #[must_use]
    pub fn measure(&self, second: Option<bool>, most: usize) -> Vec<TransliterationRow> {
        self.scripts
            .iter()
            .map(|(script, names)| measure(script, names, second, most))
            .collect()
    }
}

/// A form as the analysis has it; one in Chinese characters or katakana as it is written.
fn word(analyzer: &mut Analyzer, written: &str) -> Option<String> {
    let script = Script::of_word(written)?;
    match script {
        Script::Kana => written.chars().all(is_katakana).then(|| written.to_owned()),
        Script::Han => {
            let is_whole = written.chars().all(|c| Script::of(c) == Some(script));
            is_whole.then(|| written.to_owned())
        }
        _ => {
            let mut words = Vec::new();
            analyzer.scan(written, |token| words.push(token.word.to_owned()));
            words.pop().filter(|_| words.is_empty())
        }
    }
}

/// What was found of one name.
#[derive(Clone, Copy, Default)]
struct Counts {
    right: usize,
    wrong: usize,
}

impl Counts {
    fn add(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.wrong += usize::from(!is_right);
    }

    fn rates(self, right: usize, looked_at: usize) -> TransliterationRates {
        TransliterationRates {
            recall: number(self.right) / number(right.max(1)),
            false_per_10_000: 10_000.0 * number(self.wrong) / number(looked_at.max(1)),
        }
    }
}

fn measure(
    script: &str,
    names: &BTreeMap<String, BTreeSet<String>>,
    second: Option<bool>,
    most: usize,
) -> TransliterationRow {
    let forms: BTreeSet<&str> = names.values().flatten().map(String::as_str).collect();
    let tree = Forms::new(forms.iter().copied());
    let is_of_half = |name: &str| {
        second.is_none_or(|second| (crc32fast::hash(name.as_bytes()) % 2 == 1) == second)
    };
    let own: Vec<_> = names.iter().filter(|(name, _)| is_of_half(name)).collect();
    let every = own.len().div_ceil(most.max(1)).max(1);
    let (mut asked, mut right, mut read) = (0, 0, 0);
    let mut counts = [Counts::default(); 5];
    let mut times: Vec<Duration> = Vec::new();
    for (name, rights) in own.iter().step_by(every) {
        asked += 1;
        right += rights.len();
        let ready = Asked::new(name);
        let mut alike: BTreeSet<String> = BTreeSet::new();
        // Once to read the tables, once to measure.
        tree.like(&ready, |_, _| {});
        let ready = Asked::new(name);
        let start = Instant::now();
        tree.like(&ready, |form, _| {
            alike.insert(form);
        });
        times.push(start.elapsed());
        let listed: BTreeSet<String> = forms_of(name).map(|(form, _)| form).collect();
        let compared = Name::new(name);
        for form in &forms {
            let is_right = rights.contains(*form);
            let ways = [
                compared.has_sounds_of(form),
                listed.contains(*form),
                alike.contains(*form),
            ];
            let [rules, lexicon, likeness] = ways;
            let together = [
                rules,
                lexicon,
                likeness,
                rules || likeness,
                rules || lexicon || likeness,
            ];
            for (counts, found) in counts.iter_mut().zip(together) {
                if found {
                    counts.add(is_right);
                }
            }
        }
        for form in *rights {
            read += usize::from(readings(form, 8).contains(name));
        }
    }
    times.sort_unstable();
    let time = |at: usize| times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e6);
    let looked_at = asked * forms.len() - right;
    let [rules, lexicon, likeness, without_lexicon, all] =
        counts.map(|counts| counts.rates(right, looked_at));
    TransliterationRow {
        script: script.to_owned(),
        pairs: names.values().map(BTreeSet::len).sum(),
        forms: forms.len(),
        asked,
        right,
        rules,
        lexicon,
        likeness,
        without_lexicon,
        all,
        read_in_8: number(read) / number(right.max(1)),
        p50_us: time(times.len() / 2),
        p99_us: time(times.len() * 99 / 100),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
const fn number(count: usize) -> f64 {
    count as f64
}
