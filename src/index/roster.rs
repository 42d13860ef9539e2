//! Which names an index holds: its forms with a capital, brought together by the rules of names.

use std::collections::BTreeMap;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, TERMINATED, Term};

use super::document::KEY_END;
use super::frequency::Frequency;
use super::names::NameScope;
use super::snapshot::Snapshot;
use super::{engine_error, guarded};
use crate::analysis::names::{self, Name, Tier};
use crate::analysis::{Analyzer, is_particle};
use crate::error::Result;
use crate::query::{AnalyzedQuery, NameRole, PartKind, Word};
use crate::text::Span;
use crate::text::language::Language;

/// Of so many of the most frequent forms those of one name are brought together.
const MAX_FORMS: usize = 512;
/// For so many words of a query names are suggested that may be meant, and so many for each.
const MAX_SUGGESTED: usize = 4;
const MEANT: usize = 3;

/// The forms of a name that an index holds, the most frequent first.
#[derive(Debug)]
pub(crate) struct NameGroup {
    /// As one of its passages writes the most frequent form.
    pub(crate) written: String,
    pub(crate) passages: u64,
    pub(crate) forms: Vec<(String, u64)>,
    pub(crate) languages: Vec<Language>,
}

/// A form with its term, among the names where its script has capitals.
struct Form {
    word: String,
    term: String,
    field: Field,
    held: Frequency,
}

/// The forms of one name brought together, each name where its first form stands.
fn groups(forms: impl IntoIterator<Item = Form>, limit: usize) -> Vec<Vec<Form>> {
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
    groups.into_iter().map(|(_, group)| group).collect()
}

impl Snapshot {
    /// The names whose most frequent form begins so (folded), the most frequent first.
    pub(crate) fn names_beginning_with(
        &self,
        beginning: &str,
        limit: usize,
    ) -> Result<Vec<NameGroup>> {
        self.tell_all(|| self.group(beginning, limit))
    }

    /// The names that a word may have been meant for: the nearest first, of equally near ones the most
    /// frequent.
    pub(crate) fn names_meant(
        &self,
        word: &Word,
        scope: &NameScope,
        limit: usize,
    ) -> Result<Vec<NameGroup>> {
        self.tell_all(|| self.group_alike(word, scope, limit))
    }

    /// The names whose forms were brought together.
    fn tell_all(
        &self,
        groups: impl FnOnce() -> tantivy::Result<Vec<Vec<Form>>>,
    ) -> Result<Vec<NameGroup>> {
        guarded("look up", || {
            groups()
                .map_err(|error| engine_error("cannot read the names", error))?
                .into_iter()
                .map(|forms| self.tell(forms))
                .collect()
        })
    }

    /// Of a query that found nothing, its words that the index does not hold, with names that it holds
    /// and that are like them.
    pub(crate) fn suggest(
        &self,
        asked: &AnalyzedQuery,
        scope: &NameScope,
    ) -> Result<Vec<(Span, String, Vec<NameGroup>)>> {
        let alike = scope.alike();
        let mut suggested = Vec::new();
        for part in asked.parts.iter().filter(|part| !part.negated) {
            let words: Vec<&Word> = match &part.kind {
                PartKind::Word(word) => vec![word],
                PartKind::Name(name) => name.words.iter().collect(),
                PartKind::Phrase { .. } | PartKind::Prefix(_) | PartKind::Fuzzy { .. } => continue,
            };
            for word in words.into_iter().take(MAX_SUGGESTED) {
                if suggested.len() == MAX_SUGGESTED || self.is_held(word, scope)? {
                    continue;
                }
                let meant = self.names_meant(word, &alike, MEANT)?;
                if !meant.is_empty() {
                    suggested.push((part.span, word.surface.clone(), meant));
                }
            }
        }
        Ok(suggested)
    }

    /// Whether a word, or a form of it as a name, stands anywhere.
    fn is_held(&self, word: &Word, scope: &NameScope) -> Result<bool> {
        guarded("look up", || {
            let held = || -> tantivy::Result<bool> {
                for field in [self.fields.words, self.fields.title_words] {
                    if self.term(field, &word.folded)?.frequency.total() > 0 {
                        return Ok(true);
                    }
                }
                Ok(!self.forms_of(word, NameRole::Only, scope)?.is_empty())
            };
            held().map_err(|error| engine_error("cannot look up a name", error))
        })
    }

    fn group_alike(
        &self,
        word: &Word,
        scope: &NameScope,
        limit: usize,
    ) -> tantivy::Result<Vec<Vec<Form>>> {
        let mut found: BTreeMap<(Tier, String), (String, Field, Frequency)> = BTreeMap::new();
        for form in self.forms_of(word, NameRole::Only, scope)? {
            let (field, _, term, then) = form.places(self);
            let held = self.rarest(field, term, then)?;
            let place = found.entry((form.tier, form.form.clone()));
            let (_, _, known) =
                place.or_insert_with(|| (term.to_owned(), field, Frequency::default()));
            known.add(&held.frequency);
        }
        let mut found: Vec<(Tier, Form)> = (found.into_iter())
            .map(|((tier, word), (term, field, held))| {
                let form = Form {
                    word,
                    term,
                    field,
                    held,
                };
                (tier, form)
            })
            .filter(|(_, form)| form.held.total() > 0)
            .collect();
        found.sort_by_key(|(tier, form)| (*tier, std::cmp::Reverse(form.held.total())));
        Ok(groups(found.into_iter().map(|(_, form)| form), limit))
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
                    && (!names::is_in_katakana(form) || names::forms_of(form).next().is_some())
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
                held.add(&self.term(self.fields.names, term)?.frequency);
            }
            let as_word = self.term(self.fields.words, &form)?.frequency.total();
            // A word that has its capital from the beginning of a sentence is no name.
            if held.total() > 0 && 2 * held.total() >= as_word {
                let term = terms.into_keys().next().unwrap_or_default();
                forms.push(Form {
                    word: form,
                    term,
                    field: self.fields.names,
                    held,
                });
            }
        }
        forms.sort_by(|left, right| {
            let by_count = right.held.total().cmp(&left.held.total());
            by_count.then_with(|| left.word.cmp(&right.word))
        });
        Ok(groups(forms, limit))
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
            Some(first) => self.written_as(first)?,
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
    fn written_as(&self, form: &Form) -> Result<Option<String>> {
        let field = form.field;
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
            if written.is_none()
                && (token.name_shaped || field == self.fields.words)
                && token.word == form.word
            {
                written = span.of(&passage.tile).map(str::to_owned);
            }
        });
        Ok(written)
    }
}
