//! How often the language of a text is recognised, by its length, beside whatlang alone.

use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::each_line;
use crate::error::Result;
use crate::text::language::{Language, Script, detect};

/// Sentences whose language is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LanguageSamples {
    /// One for each label of the file, in the order in which they are met.
    pub samples: Vec<LanguageSample>,
}

/// The sentences under one label.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LanguageSample {
    /// As the file says: `srp-Latn`.
    pub label: String,
    /// The language that it names.
    pub language: Language,
    /// The sentences of each text; those of a file of sentences are one text.
    pub texts: Vec<Vec<String>>,
}

/// How much of a text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TextLength {
    /// The first three words of a sentence, or six characters where words are not set apart.
    ThreeWords,
    /// The first five words, or ten characters.
    FiveWords,
    /// The first ten words, or twenty characters.
    TenWords,
    /// A sentence.
    Sentence,
    /// Four sentences that follow each other.
    FourSentences,
}

/// How often one way of recognising languages is right.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DetectionRates {
    /// The share of texts whose language is named; languages of one family are the same.
    pub right: f64,
    /// The share of texts whose guess is called reliable.
    pub reliable: f64,
    /// The share of those that is right; 1 where there are none.
    pub reliable_right: f64,
    /// The mean time for a text, in microseconds.
    pub micros: f64,
}

/// The figures for one length, of one language or of all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LanguageRow {
    /// The label; of the mean over all, nothing.
    pub label: Option<String>,
    /// How much was shown.
    pub length: TextLength,
    /// How many texts were shown.
    pub texts: usize,
    /// The detection of this library.
    pub ours: DetectionRates,
    /// whatlang alone.
    pub whatlang: DetectionRates,
}

#[derive(Deserialize)]
struct Line {
    lang: String,
    text: String,
}

impl TextLength {
    /// Each of them, the shortest first.
    pub const ALL: [Self; 5] = [
        Self::ThreeWords,
        Self::FiveWords,
        Self::TenWords,
        Self::Sentence,
        Self::FourSentences,
    ];

    const fn words(self) -> Option<usize> {
        match self {
            Self::ThreeWords => Some(3),
            Self::FiveWords => Some(5),
            Self::TenWords => Some(10),
            Self::Sentence | Self::FourSentences => None,
        }
    }

    /// What is shown of the sentences of a text.
    fn cut(self, sentences: &[String]) -> Vec<String> {
        if self == Self::FourSentences {
            return sentences.chunks(4).map(|four| four.join(" ")).collect();
        }
        let Some(words) = self.words() else {
            return sentences.to_vec();
        };
        let first = |sentence: &String| {
            if Script::main(sentence).is_some_and(Script::is_spaceless) {
                sentence.chars().take(words * 2).collect()
            } else {
                let words: Vec<_> = sentence.split_whitespace().take(words).collect();
                words.join(" ")
            }
        };
        sentences.iter().map(first).collect()
    }
}

impl LanguageSamples {
    /// Reads lines of a language code, a tab and a sentence, or JSON lines with `lang` and `text`,
    /// each line of the text a sentence; plain or compressed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file cannot be read,
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) naming the line that is not
    /// as it should be.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let mut samples: Vec<LanguageSample> = Vec::new();
        each_line(path.as_ref(), |line| {
            let (label, sentences) = if line.starts_with('{') {
                let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
                let sentences = line.text.lines().map(str::trim);
                let sentences = sentences.filter(|sentence| !sentence.is_empty());
                (line.lang, sentences.map(str::to_owned).collect())
            } else {
                let (label, sentence) = line.split_once('\t').ok_or("a tab is expected")?;
                (label.to_owned(), vec![sentence.to_owned()])
            };
            let is_text = line.starts_with('{');
            match samples.iter_mut().find(|sample| sample.label == label) {
                Some(sample) if is_text => sample.texts.push(sentences),
                Some(sample) => match sample.texts.last_mut() {
                    Some(text) => text.extend(sentences),
                    None => sample.texts.push(sentences),
                },
                None => {
                    let language = Language::from_code(&label)
                        .ok_or_else(|| format!("unknown language code {label:?}"))?;
                    samples.push(LanguageSample {
                        label,
                        language,
                        texts: vec![sentences],
                    });
                }
            }
            Ok(())
        })?;
        Ok(Self { samples })
    }

    /// Every other text of each language, or every other sentence where there is but one text: the
    /// first, third and so on, or the others. What was learned from one half is measured on the other.
    #[must_use]
    pub fn half(mut self, second: bool) -> Self {
        fn every_other<T>(all: &mut Vec<T>, second: bool) {
            let mut keep = second;
            all.retain(|_| {
                keep = !keep;
                keep
            });
        }
        for sample in &mut self.samples {
            match sample.texts.as_mut_slice() {
                [only] => every_other(only, second),
                _ => every_other(&mut sample.texts, second),
            }
        }
        self
    }

    /// Shows every text at every length; first the means over all languages, each weighing the same,
    /// then the languages.
    #[must_use]
    pub fn measure(&self) -> Vec<LanguageRow> {
        let mut means = Vec::new();
        let mut rows = Vec::new();
        for length in TextLength::ALL {
            let of_length: Vec<_> = (self.samples.iter())
                .map(|sample| sample.measure(length))
                .filter(|(row, _, _)| row.texts > 0)
                .collect();
            let ours: Vec<_> = of_length.iter().map(|(_, ours, _)| *ours).collect();
            let theirs: Vec<_> = of_length.iter().map(|(_, _, theirs)| *theirs).collect();
            means.push(LanguageRow {
                label: None,
                length,
                texts: ours.iter().map(|counts| counts.texts).sum(),
                ours: Counts::mean(&ours),
                whatlang: Counts::mean(&theirs),
            });
            rows.extend(of_length.into_iter().map(|(row, _, _)| row));
        }
        means.extend(rows);
        means
    }
}

impl LanguageSample {
    fn measure(&self, length: TextLength) -> (LanguageRow, Counts, Counts) {
        let texts: Vec<String> = (self.texts.iter())
            .flat_map(|sentences| length.cut(sentences))
            .collect();
        let ours = self.count(&texts, |text| {
            detect(text).map(|guess| (guess.language, guess.reliable))
        });
        let theirs = self.count(&texts, |text| {
            let info = whatlang::detect(text)?;
            let language = Language::from_code(info.lang().code())?;
            Some((language, info.is_reliable()))
        });
        let row = LanguageRow {
            label: Some(self.label.clone()),
            length,
            texts: texts.len(),
            ours: ours.rates(),
            whatlang: theirs.rates(),
        };
        (row, ours, theirs)
    }

    fn count(&self, texts: &[String], guess: impl Fn(&str) -> Option<(Language, bool)>) -> Counts {
        let family = self.language.analysis_family();
        // The tables are made at the first guess.
        let _ = texts.first().map(|text| guess(text));
        let start = Instant::now();
        let guesses: Vec<_> = texts.iter().map(|text| guess(text)).collect();
        let mut counts = Counts {
            time: start.elapsed(),
            texts: texts.len(),
            ..Counts::default()
        };
        for (language, is_reliable) in guesses.into_iter().flatten() {
            let is_right = language.analysis_family() == family;
            counts.right += usize::from(is_right);
            counts.reliable += usize::from(is_reliable);
            counts.reliable_right += usize::from(is_reliable && is_right);
        }
        counts
    }
}

#[derive(Clone, Copy, Default)]
struct Counts {
    texts: usize,
    right: usize,
    reliable: usize,
    reliable_right: usize,
    time: Duration,
}

impl Counts {
    fn rates(self) -> DetectionRates {
        DetectionRates {
            right: share(self.right, self.texts),
            reliable: share(self.reliable, self.texts),
            reliable_right: share(self.reliable_right, self.reliable),
            micros: self.time.as_secs_f64() * 1e6 / number(self.texts.max(1)),
        }
    }

    /// What is right is the mean of the languages; whether "reliable" is kept, and time, of the texts.
    fn mean(all: &[Self]) -> DetectionRates {
        let mut sum = Self::default();
        for one in all {
            sum.texts += one.texts;
            sum.reliable += one.reliable;
            sum.reliable_right += one.reliable_right;
            sum.time += one.time;
        }
        let right: f64 = all.iter().map(|one| one.rates().right).sum();
        DetectionRates {
            right: right / number(all.len().max(1)),
            ..sum.rates()
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        number(part) / number(whole)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
const fn number(count: usize) -> f64 {
    count as f64
}
