//! The words of an index that a pattern stands for: those that begin so, and those that are so near.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::Term;
use tantivy::index::{InvertedIndexReader, SegmentId};
use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;

use super::remembered::{Remembered, Room};
use super::snapshot::Snapshot;

/// The automaton grows with the word; of a longer one only the word itself is found.
const MAX_CHARS: usize = 64;
/// So many bytes of forms are remembered per state.
const MAX_REMEMBERED: usize = 4 << 20;

/// A word that the index holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KnownForm {
    pub(super) form: String,
    /// How many passages hold it, in body and title; a passage that holds it in both counts twice.
    pub(super) passages: u64,
    /// How far it is from what was asked for.
    pub(super) edits: u8,
    /// Where its postings are.
    pub(super) lists: Vec<FormList>,
}

/// Where the postings of a word are, in the bodies or the titles of a segment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FormList {
    pub(super) segment: SegmentId,
    pub(super) in_title: bool,
    pub(super) info: TermInfo,
}

/// The words near to another, by how many edits are allowed.
pub(super) type NearForms = Remembered<(Box<str>, u8), [KnownForm]>;

impl Room for [KnownForm] {
    fn room(&self) -> usize {
        let lists = self
            .iter()
            .map(|known| known.form.capacity() + size_of_val(known.lists.as_slice()));
        size_of_val(self) + lists.sum::<usize>()
    }
}

pub(super) fn near_forms() -> NearForms {
    Remembered::new(MAX_REMEMBERED)
}

/// Words of the index, each with all lists of its postings.
type Lists = BTreeMap<String, Vec<FormList>>;

fn push_list(lists: &mut Lists, form: &str, list: FormList) {
    match lists.get_mut(form) {
        Some(known) => known.push(list),
        None => {
            lists.insert(form.to_owned(), vec![list]);
        }
    }
}

impl Snapshot {
    /// The words that begin with `prefix`, in their order.
    pub(super) fn forms_beginning(&self, prefix: &str) -> tantivy::Result<Vec<KnownForm>> {
        let mut lists = Lists::new();
        self.walk_forms(prefix, |form, list| {
            push_list(&mut lists, form, list);
            true
        })?;
        self.living_forms(lists, |_| 0)
    }

    /// Shows the words that begin with `prefix`, each with a list of its postings, deleted ones
    /// included, in one segment and field after the other, for as long as more are wanted.
    pub(super) fn walk_forms(
        &self,
        prefix: &str,
        mut show: impl FnMut(&str, FormList) -> bool,
    ) -> tantivy::Result<()> {
        for (segment, in_title, index) in self.word_indexes() {
            let mut range = index.terms().range().ge(prefix.as_bytes());
            if let Some(end) = after_all_with(prefix.as_bytes()) {
                range = range.lt(end);
            }
            let mut found = range.into_stream()?;
            while let Some((term, info)) = found.next() {
                let list = FormList {
                    segment,
                    in_title,
                    info: info.clone(),
                };
                if std::str::from_utf8(term).is_ok_and(|form| !show(form, list)) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The words within `edits` edits of `word`, at most 2, in their order: letters put in, left out, taken
    /// for another, and neighbours exchanged.
    /// (Schulz and Mihov, "Fast string correction with Levenshtein automata", 2002.)
    pub(super) fn forms_near(&self, word: &str, edits: u8) -> tantivy::Result<Arc<[KnownForm]>> {
        let edits = if word.chars().count() > MAX_CHARS {
            0
        } else {
            edits
        };
        let key = (Box::from(word), edits);
        if let Some(known) = self.near_forms.get(&key) {
            return Ok(known);
        }
        let term = Term::from_field_text(self.fields.words, word);
        let automaton = FuzzyTermQuery::new(term, edits, true).automaton()?;
        let mut lists = Lists::new();
        for (segment, in_title, index) in self.word_indexes() {
            let mut found = index.terms().search(&automaton).into_stream()?;
            while let Some((term, info)) = found.next() {
                if let Ok(form) = std::str::from_utf8(term) {
                    let list = FormList {
                        segment,
                        in_title,
                        info: info.clone(),
                    };
                    push_list(&mut lists, form, list);
                }
            }
        }
        let edits_of = |form: &str| match edits {
            _ if form == word => 0,
            1.. if is_one_edit(form, word) => 1,
            _ => edits,
        };
        let forms = self.living_forms(lists, edits_of)?.into();
        self.near_forms.put(key, &forms);
        Ok(forms)
    }

    /// The dictionaries of words, in bodies and titles, of all segments.
    fn word_indexes(&self) -> impl Iterator<Item = (SegmentId, bool, &InvertedIndexReader)> {
        let fields = [(self.fields.words, false), (self.fields.title_words, true)];
        fields.into_iter().flat_map(|(field, in_title)| {
            let segments = self.segments.iter();
            segments.filter_map(move |segment| {
                Some((segment.reader.segment_id(), in_title, segment.index(field)?))
            })
        })
    }

    /// Those of some words that living passages hold. Only these count, or scores would depend on when
    /// segments were merged.
    fn living_forms(
        &self,
        lists: Lists,
        edits_of: impl Fn(&str) -> u8,
    ) -> tantivy::Result<Vec<KnownForm>> {
        let has_deletes = self.has_deletes();
        let mut forms = Vec::with_capacity(lists.len());
        for (form, lists) in lists {
            let doc_freqs = lists.iter().map(|list| u64::from(list.info.doc_freq));
            let mut passages = doc_freqs.sum();
            if has_deletes {
                passages = 0;
                for field in [self.fields.words, self.fields.title_words] {
                    passages += self.term(field, &form)?.frequency.total();
                }
            }
            if passages > 0 {
                forms.push(KnownForm {
                    edits: edits_of(&form),
                    form,
                    passages,
                    lists,
                });
            }
        }
        Ok(forms)
    }
}

/// The least key after all that begin with `prefix`.
pub(super) fn after_all_with(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

/// Whether two different words are one edit apart.
fn is_one_edit(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let shorter = one.len().min(other.len());
    let pairs = one.iter().zip(&other);
    let before = pairs.take_while(|(one, other)| one == other).count();
    let pairs = one.iter().rev().zip(other.iter().rev());
    let after = pairs.take_while(|(one, other)| one == other).count();
    let after = after.min(shorter - before);
    let middle = |word: &[char]| word.get(before..word.len() - after).map(<[char]>::to_vec);
    match (middle(&one).as_deref(), middle(&other).as_deref()) {
        (Some([a, b]), Some([c, d])) => a == d && b == c,
        (Some(one), Some(other)) => one.len() <= 1 && other.len() <= 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Optimal string alignment, by its definition.
    fn distance(one: &[char], other: &[char]) -> usize {
        match (one.split_last(), other.split_last()) {
            (None, _) => other.len(),
            (_, None) => one.len(),
            (Some((a, before)), Some((b, others))) => {
                let replaced = distance(before, others) + usize::from(a != b);
                let edited = distance(before, other).min(distance(one, others)) + 1;
                let swapped = match (before.split_last(), others.split_last()) {
                    (Some((c, before)), Some((d, others))) if a == d && b == c => {
                        distance(before, others) + 1
                    }
                    _ => usize::MAX,
                };
                replaced.min(edited).min(swapped)
            }
        }
    }

    proptest! {
        #[test]
        fn one_edit_is_told(one in "[abč]{0,5}", other in "[abč]{0,5}") {
            prop_assume!(one != other);
            let letters = |word: &str| word.chars().collect::<Vec<char>>();
            let is_one = distance(&letters(&one), &letters(&other)) == 1;
            prop_assert_eq!(is_one_edit(&one, &other), is_one);
        }
    }
}
