//! Words of the index that begin as a word of the query does: `Regierungspartei` and `regieren` for
//! `Regierung`. Stemmers leave derivations and the ends of compounds alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::frequency::Frequency;
use super::plan::{PartPlan, Plan, Relative};
use super::snapshot::Snapshot;
use crate::analysis::{Analyzer, shared_beginning};
use crate::query::Word;
use crate::rank;
use crate::text::language::Language;

/// A beginning that more words share says too little.
const MAX_KIN: usize = 64;

impl Snapshot {
    /// The kin of a word, as one thing to look for; nothing where it has none.
    pub(super) fn kin(
        &self,
        index: usize,
        word: &Word,
        held: &Frequency,
        plan: &mut Plan,
        analyzer: &mut Analyzer,
    ) -> tantivy::Result<Option<PartPlan>> {
        let Some(beginning) = shared_beginning(&word.folded) else {
            return Ok(None);
        };
        // Where the stem begins otherwise, the word begins with a prefix, which many words share.
        let likeliest = Language::from_number(plan.likely.likeliest());
        let begins_alike = likeliest.is_none_or(|language| {
            let stem = analyzer.stem(&word.normal, language);
            stem.chars()
                .zip(word.folded.chars())
                .take(2)
                .all(|(one, other)| one == other)
        });
        if !begins_alike {
            return Ok(None);
        }
        let forms = self.forms_of_kin(word, beginning, analyzer)?;
        // As common as the word and all its kin: by itself a rare form would weigh much.
        let mut held = held.clone();
        let mut terms = Vec::new();
        for form in &*forms {
            held.add(&self.push_spelled(&mut terms, form)?.frequency);
            plan.relatives.push((index, Relative::Kin(form.clone())));
        }
        if terms.is_empty() {
            return Ok(None);
        }
        let idf = rank::KIN_WEIGHT * plan.likely.weight(&held);
        Ok(Some(PartPlan::word(terms, idf, held)))
    }

    /// The words that begin as a word does and are not found with it.
    fn forms_of_kin(
        &self,
        word: &Word,
        beginning: &str,
        analyzer: &mut Analyzer,
    ) -> tantivy::Result<Arc<[String]>> {
        self.known_kin.get_or_find(word.readings(), || {
            let mut forms = self.forms_to_the_brim(beginning)?;
            // What has the same stem in any language is found already.
            forms.retain(|form| {
                *form != word.folded
                    && !word.stems.contains(form)
                    && self.languages().iter().all(|language| {
                        let stem = analyzer.stem(form, *language);
                        word.stems.iter().all(|known| known != stem)
                    })
            });
            Ok(forms.into_iter().collect())
        })
    }

    /// The words that begin so, if they are few enough: only living passages count.
    fn forms_to_the_brim(&self, beginning: &str) -> tantivy::Result<BTreeSet<String>> {
        let has_deletes = self.has_deletes();
        let mut forms = BTreeSet::new();
        self.walk_forms(beginning, |form, _| {
            forms.insert(form.to_owned());
            has_deletes || forms.len() <= MAX_KIN
        })?;
        if has_deletes {
            let mut living = BTreeSet::new();
            for form in forms {
                let fields = [self.fields.words, self.fields.title_words];
                let mut passages = 0;
                for field in fields {
                    passages += self.term(field, &form)?.frequency.total();
                }
                if passages > 0 {
                    living.insert(form);
                }
            }
            forms = living;
        }
        if forms.len() > MAX_KIN {
            forms.clear();
        }
        Ok(forms)
    }
}
