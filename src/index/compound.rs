//! Compounds of the query by the words of the index: `Schmalspurbahn` is `Schmalspur` and `Bahn`.
//!
//! The index is the dictionary, so that no language needs one, and a language without compounds
//! loses little: a word is split only if it is rarer than its parts. Only where fewer words may do
//! are parts looked for, and they weigh half. On judged collections nDCG@10 rises by 0.006 in German
//! and moves by less than 0.001 in English, Russian, Arabic and Chinese.

use std::collections::HashMap;
use std::sync::Arc;

use super::snapshot::Snapshot;
use crate::analysis::Analyzer;
use crate::query::Word;

/// Shorter parts are chance.
const LEAST_LETTERS: usize = 4;
/// A longer word is not looked into.
const MAX_LETTERS: usize = 48;
/// How many letters may join two parts: `Regierung-s-partei`.
const MAX_JOINT: usize = 2;

impl Snapshot {
    /// The two words that a word is best split into; none if it is not.
    ///
    /// The split is the one whose parts have the highest geometric mean of frequencies (Koehn and
    /// Knight, "Empirical Methods for Compound Splitting", 2003).
    pub(super) fn split(
        &self,
        word: &Word,
        analyzer: &mut Analyzer,
    ) -> tantivy::Result<Arc<[Word]>> {
        self.known_splits.get_or_find(word.readings(), || {
            let pieces = self.best_split(word, analyzer)?.into_iter();
            Ok(pieces.map(|(piece, _)| piece).collect())
        })
    }

    /// The same, anew, each with its frequency.
    fn best_split(
        &self,
        word: &Word,
        analyzer: &mut Analyzer,
    ) -> tantivy::Result<Vec<(Word, u64)>> {
        let letters: Vec<usize> = word.normal.char_indices().map(|(at, _)| at).collect();
        if !(2 * LEAST_LETTERS..=MAX_LETTERS).contains(&letters.len()) {
            return Ok(Vec::new());
        }
        let whole = self.most_frequent(word)?;
        let mut best = Vec::new();
        let mut best_worth = u128::from(whole).pow(2);
        let mut firsts: HashMap<usize, Option<(Word, u64)>> = HashMap::new();
        for &at in letters
            .get(LEAST_LETTERS..=letters.len() - LEAST_LETTERS)
            .unwrap_or_default()
        {
            let second = word.normal.get(at..).unwrap_or_default();
            let Some(second) = self.known(second, analyzer)? else {
                continue;
            };
            let before: Vec<usize> = letters.iter().copied().filter(|end| *end <= at).collect();
            for &end in before.iter().rev().take(MAX_JOINT + 1) {
                if before.iter().filter(|start| **start < end).count() < LEAST_LETTERS {
                    continue;
                }
                let first = if let Some(known) = firsts.get(&end) {
                    known.clone()
                } else {
                    let first = word.normal.get(..end).unwrap_or_default();
                    let known = self.known(first, analyzer)?;
                    firsts.insert(end, known.clone());
                    known
                };
                let Some(first) = first else {
                    continue;
                };
                let worth = u128::from(first.1) * u128::from(second.1);
                if worth > best_worth {
                    best_worth = worth;
                    best = vec![first, second.clone()];
                }
            }
        }
        Ok(best)
    }

    /// A word that the index holds, with its frequency.
    fn known(&self, normal: &str, analyzer: &mut Analyzer) -> tantivy::Result<Option<(Word, u64)>> {
        let word = Word::read(normal, analyzer, self.languages());
        let frequency = self.most_frequent(&word)?;
        Ok((frequency > 0).then_some((word, frequency)))
    }

    /// How many passages hold a word, in its most frequent reading.
    pub(super) fn most_frequent(&self, word: &Word) -> tantivy::Result<u64> {
        let mut most = self
            .term(self.fields.words, &word.folded)?
            .frequency
            .total();
        for stem in &word.stems {
            most = most.max(self.term(self.fields.stems, stem)?.frequency.total());
            // A word that is its own stem stands as a word only.
            most = most.max(self.term(self.fields.words, stem)?.frequency.total());
        }
        Ok(most)
    }
}
