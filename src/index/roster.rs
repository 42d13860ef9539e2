//! Which names an index holds: its forms with a capital, brought together by the rules of names.

use std::collections::BTreeMap;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, TERMINATED, Term};

use super::document::KEY_END;
use super::frequency::Frequency;
use super::snapshot::Snapshot;
use super::{engine_error, guarded};
use crate::analysis::names::{Name, Tier};
use crate::analysis::{Analyzer, is_particle};
use crate::error::Result;
use crate::text::Span;
use crate::text::language::Language;

/// Of so many of the most frequent forms those of one name are brought together.
const MAX_FORMS: usize = 512;

/// The forms of a name that an index holds, the most frequent first.
#[derive(Debug)]
pub(crate) struct NameGroup {
    /// As one of its passages writes the most frequent form.
    pub(crate) written: String,
    pub(crate) passages: u64,
    pub(crate) forms: Vec<(String, u64)>,
    pub(crate) languages: Vec<Language>,
}

/// A form with its term among the names.
struct Form {
    word: String,
    term: String,
    held: Frequency,
}

impl Snapshot {
    /// The names whose most frequent form begins so (folded), the most frequent first.
    pub(crate) fn names_beginning_with(
        &self,
        beginning: &str,
        limit: usize,
    ) -> Result<Vec<NameGroup>> {
        guarded("look up", || {
            self.group(beginning, limit)
                .map_err(|error| engine_error("cannot read the names", error))?
                .into_iter()
                .map(|forms| self.tell(forms))
                .collect()
        })
    }

    fn group(&self, beginning: &str, limit: usize) -> tantivy::Result<Vec<Vec<Form>>> {
        // One form may be filed under several keys: each language reads its letters anew.
        let mut counts: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for index in self
            .segments
            .iter()
            .filter_map(|segment| segment.index(self.fields.names))
        {
            let mut terms = index.terms().stream()?;
            while let Some((term, info)) = terms.next() {
                let Ok(term) = std::str::from_utf8(term) else {
                    continue;
                };
                if let Some((_, form)) = term.split_once(KEY_END)
                    && form.starts_with(beginning)
                    && !is_particle(form)
                {
                    let of_form = counts.entry(form.to_owned()).or_default();
                    *of_form.entry(term.to_owned()).or_default() += u64::from(info.doc_freq);
                }
            }
        }
        let mut found: Vec<(u64, String, BTreeMap<String, u64>)> = counts
            .into_iter()
            .map(|(form, terms)| (terms.values().sum(), form, terms))
            .collect();
        found.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
        found.truncate(MAX_FORMS);
        let mut forms = Vec::new();
        for (_, form, terms) in found {
            let mut held = Frequency::default();
            for term in terms.keys() {
                held.add(&self.frequency(self.fields.names, term)?);
            }
            let as_word = self.frequency(self.fields.words, &form)?.total();
            // A word that has its capital from the beginning of a sentence is no name.
            if held.total() > 0 && 2 * held.total() >= as_word {
                let term = terms.into_keys().next().unwrap_or_default();
                forms.push(Form {
                    word: form,
                    term,
                    held,
                });
            }
        }
        forms.sort_by(|left, right| {
            let by_count = right.held.total().cmp(&left.held.total());
            by_count.then_with(|| left.word.cmp(&right.word))
        });
        let mut groups: Vec<(Name, Vec<Form>)> = Vec::new();
        for form in forms {
            let near = |name: &Name| {
                name.compare(&form.word)
                    .is_some_and(|tier| tier <= Tier::Transliterated)
            };
            if let Some((_, group)) = groups.iter_mut().find(|(name, _)| near(name)) {
                group.push(form);
            } else if groups.len() < limit {
                groups.push((Name::new(&form.word), vec![form]));
            }
        }
        Ok(groups.into_iter().map(|(_, group)| group).collect())
    }

    fn tell(&self, forms: Vec<Form>) -> Result<NameGroup> {
        let mut held = Frequency::default();
        for form in &forms {
            held.add(&form.held);
        }
        let mut languages: Vec<(u8, u32)> = held.languages().collect();
        languages.sort_by_key(|(language, count)| (std::cmp::Reverse(*count), *language));
        let first = forms.first();
        let written = match first {
            Some(first) => self.written_as(self.fields.names, first)?,
            None => None,
        };
        Ok(NameGroup {
            written: written
                .or_else(|| first.map(|first| first.word.clone()))
                .unwrap_or_default(),
            passages: held.total(),
            languages: languages
                .into_iter()
                .filter_map(|(number, _)| Language::from_number(number))
                .collect(),
            forms: forms
                .into_iter()
                .map(|form| (form.word, form.held.total()))
                .collect(),
        })
    }

    /// How the first passage by the order of equal scores writes a form: wherever it is stored, it is
    /// the same one.
    fn written_as(&self, field: Field, form: &Form) -> Result<Option<String>> {
        let term = Term::from_field_text(field, &form.term);
        let mut first: Option<((u64, u32), DocAddress)> = None;
        for (ordinal, segment) in (0..).zip(&self.segments) {
            let Some(index) = segment.index(field) else {
                continue;
            };
            let postings = index.read_postings(&term, IndexRecordOption::Basic);
            let postings =
                postings.map_err(|error| engine_error("cannot read the postings", error.into()))?;
            let Some(mut postings) = postings else {
                continue;
            };
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if segment.is_alive(doc) {
                    let article = segment.article.first(doc).unwrap_or(u64::MAX);
                    let place = (article, segment.place(doc).0);
                    if first.as_ref().is_none_or(|(known, _)| place < *known) {
                        first = Some((place, DocAddress::new(ordinal, doc)));
                    }
                }
                postings.advance();
            }
        }
        let Some((_, address)) = first else {
            return Ok(None);
        };
        let passage = self.passage_at(address)?;
        let mut written = None;
        Analyzer::new().scan(&passage.tile, |token| {
            let span: Span = token.span;
            if written.is_none() && token.name_shaped && token.word == form.word {
                written = span.of(&passage.tile).map(str::to_owned);
            }
        });
        Ok(written)
    }
}
