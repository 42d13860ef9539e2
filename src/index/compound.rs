//! Compounds of the query by the words of the index: `Schmalspurbahn` is `Schmalspur` and `Bahn`.
//!
//! The index is the dictionary, so that no language needs one, and a language without compounds
//! loses little: a word is split only if it is rarer than its parts. Only where fewer words may do
//! are parts looked for, and they weigh half. On judged collections nDCG@10 rises by 0.006 in German
//! and moves by less than 0.001 in English, Russian, Arabic and Chinese.

use std::collections::HashMap;

use super::plan::{PartPlan, Plan};
use super::snapshot::Snapshot;
use super::{engine_error, guarded};
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::query::{AnalyzedQuery, PartKind, Word};
use crate::rank;

/// Shorter parts are chance.
const LEAST_LETTERS: usize = 4;
/// A longer word is not looked into.
const MAX_LETTERS: usize = 48;
/// How many letters may join two parts: `Regierung-s-partei`.
const MAX_JOINT: usize = 2;
/// How many words of a query are looked into.
const MAX_WORDS: usize = 32;

impl Snapshot {
    /// Prepares a plan for fewer words: a long word that the index holds less often than two words
    /// it could be made of is looked for by these too.
    ///
    /// The split is the one whose parts have the highest geometric mean of frequencies (Koehn and
    /// Knight, "Empirical Methods for Compound Splitting", 2003).
    pub(crate) fn loosen(
        &self,
        query: &AnalyzedQuery,
        plan: &mut Plan,
        analyzer: &mut Analyzer,
    ) -> Result<()> {
        let failed = |error| engine_error("cannot look up the terms of the query", error);
        guarded("plan", || {
            let words = query.parts.iter().enumerate();
            let words = words.filter_map(|(index, part)| match &part.kind {
                PartKind::Word(word) => Some((index, word)),
                _ => None,
            });
            for (index, word) in words.take(MAX_WORDS) {
                if !plan.parts.get(index).is_some_and(|part| part.is_bare) {
                    continue;
                }
                for (word, doc_freq) in self.split(word, analyzer).map_err(failed)? {
                    let mut terms = Vec::new();
                    self.plan_word(index, &word, &mut terms, plan)
                        .map_err(failed)?;
                    let idf = rank::COMPOUND_WEIGHT * rank::idf(self.passages(), doc_freq);
                    if let Some(part) = plan.parts.get_mut(index) {
                        part.loose.push(PartPlan::word(terms, idf, true));
                    }
                    plan.compounds.push((index, word));
                }
            }
            Ok(())
        })
    }

    /// The two words that a word is best split into, with their frequencies; none if it is not.
    fn split(&self, word: &Word, analyzer: &mut Analyzer) -> tantivy::Result<Vec<(Word, u64)>> {
        let letters: Vec<usize> = word.normal.char_indices().map(|(at, _)| at).collect();
        if !(2 * LEAST_LETTERS..=MAX_LETTERS).contains(&letters.len()) {
            return Ok(Vec::new());
        }
        let whole = self.frequency(word)?;
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
        let frequency = self.frequency(&word)?;
        Ok((frequency > 0).then_some((word, frequency)))
    }

    /// How many passages hold a word, in its most frequent reading.
    fn frequency(&self, word: &Word) -> tantivy::Result<u64> {
        let mut most = self.doc_freq(self.fields.words, &word.folded)?;
        for stem in &word.stems {
            most = most.max(self.doc_freq(self.fields.stems, stem)?);
            // A word that is its own stem stands as a word only.
            most = most.max(self.doc_freq(self.fields.words, stem)?);
        }
        Ok(most.into())
    }
}
