//! Where fewer words may do, more is looked for in the stead of each: what it is made of, what begins
//! as it does, and what differs by a particle. Each is worth less than the word itself.

use super::frequency::Frequency;
use super::plan::{PartPlan, Plan, Relative};
use super::snapshot::Snapshot;
use super::{engine_error, guarded};
use crate::analysis::{Analyzer, particles};
use crate::error::Result;
use crate::query::{AnalyzedQuery, PartKind, Word};
use crate::rank;

/// How many words of a query are looked into.
const MAX_WORDS: usize = 32;

impl Snapshot {
    /// Prepares a plan for fewer words.
    pub(crate) fn loosen(
        &self,
        query: &AnalyzedQuery,
        plan: &mut Plan,
        analyzer: &mut Analyzer,
    ) -> Result<()> {
        guarded("plan", || {
            let words = query.parts.iter().enumerate();
            let words = words.filter_map(|(index, part)| match &part.kind {
                PartKind::Word(word) => Some((index, word)),
                _ => None,
            });
            for (index, word) in words.take(MAX_WORDS) {
                self.loosen_word(index, word, plan, analyzer)
                    .map_err(|error| {
                        engine_error("cannot look up the terms of the query", error)
                    })?;
            }
            Ok(())
        })
    }

    fn loosen_word(
        &self,
        index: usize,
        word: &Word,
        plan: &mut Plan,
        analyzer: &mut Analyzer,
    ) -> tantivy::Result<()> {
        let Some(part) = plan.parts.get(index).filter(|part| part.is_bare) else {
            return Ok(());
        };
        let held = part.held.clone();
        let mut loose = Vec::new();
        loose.extend(self.kin(index, word, &held, plan, analyzer)?);
        loose.extend(self.with_particles(index, word, &held, plan, analyzer)?);
        for word in &*self.split(word, analyzer)? {
            let mut terms = Vec::new();
            let held = self.plan_word(index, word, &mut terms, plan)?;
            let idf = rank::COMPOUND_WEIGHT * plan.likely.weight(&held);
            loose.push(PartPlan::word(terms, idf, held));
            plan.relatives
                .push((index, Relative::Compound(word.clone())));
        }
        if let Some(part) = plan.parts.get_mut(index) {
            part.loose.append(&mut loose);
        }
        Ok(())
    }

    /// The word but for particles written together with it.
    fn with_particles(
        &self,
        index: usize,
        word: &Word,
        held: &Frequency,
        plan: &mut Plan,
        analyzer: &mut Analyzer,
    ) -> tantivy::Result<Option<PartPlan>> {
        let mut terms = Vec::new();
        // As common as all its forms: by itself a rare form of a common word would weigh much.
        let mut held = held.clone();
        for form in particles::relatives(&word.normal) {
            let form = Word::read(&form, analyzer, self.languages());
            let is_known = form.folded == word.folded
                || form.stems.iter().any(|stem| word.stems.contains(stem));
            if is_known || self.most_frequent(&form)? == 0 {
                continue;
            }
            held.add(&self.plan_word(index, &form, &mut terms, plan)?);
            plan.relatives.push((index, Relative::Particle(form)));
        }
        if terms.is_empty() {
            return Ok(None);
        }
        let idf = rank::PARTICLE_WEIGHT * plan.likely.weight(&held);
        Ok(Some(PartPlan::word(terms, idf, held)))
    }
}
