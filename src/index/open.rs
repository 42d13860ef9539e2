//! A plan to what reads a segment: words to be counted window by window, or cursors.

use std::collections::BTreeMap;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use super::articles::{Related, RelatedWord};
use super::cursor::{AllCursor, AnyCursor, Conditions, Cursor, List, Reading, Source, WordCursor};
use super::phrase::PhraseCursor;
use super::plan::{PartPlan, Plan, PlanNode, Shape, TermPlan};
use super::segment::Segment;
use super::snapshot::Snapshot;
use super::tally::{Tally, TallyList};
use super::union::Union;
use crate::query::Filter;

/// From here on the postings of many forms are gathered once instead of being walked together.
const GATHER_FROM: usize = 8;
/// A lighter word is read only where it could change anything: it stands in most passages.
const LEAST_TO_FOLLOW: f32 = 0.5;
/// What part of the weight of the rarest word leads to a passage by itself, in a question of many words.
const SHARE_OF_RAREST: f32 = 0.5;

impl Plan {
    /// Opens the plan over a segment, so that all must hold.
    pub(super) fn open<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
    ) -> tantivy::Result<Cursor<'a>> {
        self.node(snapshot, segment, &self.root)
    }

    /// As `open`, where one word is asked for, or any of several, beside conditions.
    pub(super) fn open_union<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
    ) -> tantivy::Result<Option<Union<'a>>> {
        let (nodes, conditions) = match &self.root {
            PlanNode::All {
                required,
                filters,
                excluded,
            } => match required.as_slice() {
                [PlanNode::Any(nodes)] => (nodes.as_slice(), Some((filters, excluded))),
                [PlanNode::Part(_)] => (required.as_slice(), Some((filters, excluded))),
                _ => return Ok(None),
            },
            PlanNode::Any(nodes) => (nodes.as_slice(), None),
            PlanNode::Part(_) => return Ok(None),
        };
        let mut words = Vec::with_capacity(nodes.len());
        for node in nodes {
            let part = match node {
                PlanNode::Part(part) => self.parts.get(*part),
                _ => None,
            };
            match part.filter(|part| matches!(part.shape, Shape::Word)) {
                Some(part) => words.push(part.tally(segment, true)?),
                None => return Ok(None),
            }
        }
        let conditions = match conditions {
            Some((filters, excluded)) => self.conditions(snapshot, segment, filters, excluded)?,
            None => Conditions::default(),
        };
        Ok(Some(Union::new(segment, words, conditions)))
    }

    /// Opens the plan over a segment, so that of the bare words one will do, but for the commonest,
    /// which together make up less than a `share` of the weight of all.
    pub(super) fn open_related<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
        share: f32,
    ) -> tantivy::Result<Related<'a>> {
        let (required, conditions) = match &self.root {
            PlanNode::All {
                required,
                filters,
                excluded,
            } => (
                required.as_slice(),
                self.conditions(snapshot, segment, filters, excluded)?,
            ),
            root => (std::slice::from_ref(root), Conditions::default()),
        };
        let parts: Vec<&PartPlan> = self.spare_words(required).collect();
        // No passage can be asked for a word that the index does not hold.
        let held = parts.iter().filter(|part| part.is_known);
        let least = least_to_lead(held.map(|part| part.idf), share);
        let mut words = Vec::with_capacity(parts.len());
        for part in parts {
            words.push(if part.idf >= least {
                RelatedWord::Leading(part.tally(segment, false)?)
            } else if part.idf >= LEAST_TO_FOLLOW {
                RelatedWord::Following(part.tally(segment, false)?)
            } else {
                RelatedWord::Light(part.word_cursor(segment, false)?)
            });
        }
        let others = self.others(snapshot, segment, required)?;
        Ok(Related::new(words, others, conditions))
    }

    /// What tells the nearness of words: those of which fewer may do, and what else must hold.
    pub(super) fn open_neighbours<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
    ) -> tantivy::Result<(Vec<WordCursor>, Vec<Cursor<'a>>)> {
        let required = match &self.root {
            PlanNode::All { required, .. } => required.as_slice(),
            root => std::slice::from_ref(root),
        };
        let words = self.spare_words(required);
        let words = words.map(|word| word.neighbour(segment));
        Ok((
            words.collect::<tantivy::Result<_>>()?,
            self.others(snapshot, segment, required)?,
        ))
    }

    /// The words of which fewer may do, in the order of the query.
    fn spare_words(&self, required: &[PlanNode]) -> impl Iterator<Item = &PartPlan> {
        let parts = required.iter().filter_map(|node| self.bare_part(node));
        parts.flat_map(|part| {
            let whole = matches!(part.shape, Shape::Word).then_some(part);
            whole.into_iter().chain(&part.loose)
        })
    }

    /// What must hold besides.
    fn others<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
        required: &[PlanNode],
    ) -> tantivy::Result<Vec<Cursor<'a>>> {
        let others = required
            .iter()
            .filter(|node| self.bare_part(node).is_none());
        others
            .map(|node| self.node(snapshot, segment, node))
            .collect()
    }

    fn conditions<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
        filters: &[Filter],
        excluded: &[PlanNode],
    ) -> tantivy::Result<Conditions<'a>> {
        Ok(Conditions {
            filters: filters.iter().map(|filter| snapshot.test(filter)).collect(),
            excluded: self.nodes(snapshot, segment, excluded)?,
        })
    }

    fn node<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
        node: &PlanNode,
    ) -> tantivy::Result<Cursor<'a>> {
        match node {
            PlanNode::All {
                required,
                filters,
                excluded,
            } => {
                let mut required = match required.as_slice() {
                    [PlanNode::Part(part)] => vec![self.part(snapshot, segment, *part, true)?],
                    several => self.nodes(snapshot, segment, several)?,
                };
                let conditions = self.conditions(snapshot, segment, filters, excluded)?;
                if let (1, true) = (required.len(), conditions.is_empty())
                    && let Some(only) = required.pop()
                {
                    return Ok(only);
                }
                Ok(Cursor::All(AllCursor::new(segment, required, conditions)))
            }
            PlanNode::Any(nodes) => Ok(Cursor::Any(AnyCursor::new(
                self.nodes(snapshot, segment, nodes)?,
            ))),
            PlanNode::Part(part) => self.part(snapshot, segment, *part, false),
        }
    }

    /// `alone` if it is all that is asked for but for conditions.
    fn part<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
        part: usize,
        alone: bool,
    ) -> tantivy::Result<Cursor<'a>> {
        match self.parts.get(part) {
            Some(part) => part.open(segment, snapshot, alone),
            None => Ok(Cursor::Any(AnyCursor::new(Vec::new()))),
        }
    }

    fn nodes<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
        nodes: &[PlanNode],
    ) -> tantivy::Result<Vec<Cursor<'a>>> {
        nodes
            .iter()
            .map(|node| self.node(snapshot, segment, node))
            .collect()
    }
}

/// How much a word must weigh to lead to passages: a `share` of what all weigh, or half as much as the
/// rarest.
fn least_to_lead(weights: impl Iterator<Item = f32>, share: f32) -> f32 {
    let (all, most) = weights.fold((0.0, 0.0), |(all, most), weight| {
        (all + weight, f32::max(most, weight))
    });
    f32::min(share * all, SHARE_OF_RAREST * most)
}

impl PartPlan {
    /// Opens a word to be counted window by window. Where some words of several will do, a form of
    /// the lexicon is none of them, or every Michel would do for `Michael Ireland`: micro precision
    /// on full names is 0.308 with them.
    fn tally(&self, segment: &Segment, with_listed: bool) -> tantivy::Result<Tally> {
        let mut lists = Vec::new();
        let terms = self.terms.iter();
        for term in terms.filter(|term| with_listed || !term.is_listed) {
            let kind = (term.reading, term.weight, term.in_title);
            if !term.then.is_empty() {
                if let Some(frequencies) = term.sequences(segment)? {
                    lists.push(TallyList::gathered(frequencies, kind));
                }
                continue;
            }
            if let Some((index, info)) = term.find(segment, &term.text)? {
                let option = IndexRecordOption::WithFreqs;
                let postings = index.read_block_postings_from_terminfo(&info, option)?;
                lists.push(TallyList::blocks(postings, kind));
            }
        }
        Ok(Tally::new(lists, self.idf))
    }

    /// Opens a word to be asked for one passage after the other.
    fn word_cursor(&self, segment: &Segment, with_listed: bool) -> tantivy::Result<WordCursor> {
        let mut lists = self.lists(segment, |term| with_listed || !term.is_listed)?;
        // The readings of a plain word stay apart: each has its say in the score.
        let spelled = self
            .terms
            .iter()
            .filter(|term| term.reading == Reading::Spelled)
            .count();
        if spelled > GATHER_FROM {
            lists = gather(lists);
        }
        Ok(WordCursor::new(lists, self.idf))
    }

    /// Where the word itself stands: another form of a name is not near other words by itself.
    fn neighbour(&self, segment: &Segment) -> tantivy::Result<WordCursor> {
        let lists = self.lists(segment, TermPlan::has_places)?;
        Ok(WordCursor::new(lists, self.idf))
    }

    fn lists(
        &self,
        segment: &Segment,
        is_wanted: impl Fn(&TermPlan) -> bool,
    ) -> tantivy::Result<Vec<List>> {
        let mut lists = Vec::new();
        for term in self.terms.iter().filter(|term| is_wanted(term)) {
            if let Some(postings) = term.source(segment)? {
                lists.push(List {
                    postings,
                    reading: term.reading,
                    weight: term.weight,
                    in_title: term.in_title,
                });
            }
        }
        Ok(lists)
    }

    /// `alone` if it is all that is asked for.
    pub(super) fn open<'a>(
        &self,
        segment: &'a Segment,
        snapshot: &Snapshot,
        alone: bool,
    ) -> tantivy::Result<Cursor<'a>> {
        match &self.shape {
            Shape::Word => Ok(Cursor::Word(segment, self.word_cursor(segment, true)?)),
            Shape::Name(name) => {
                let name = snapshot.open_name(name, segment, self.idf, alone)?;
                Ok(Cursor::Name(name))
            }
            Shape::Phrase => {
                let fields = snapshot.fields;
                let body = self.phrase(segment, fields.words)?;
                let title = self.phrase(segment, fields.title_words)?;
                Ok(Cursor::Phrase {
                    segment,
                    body,
                    title,
                    idf: self.idf,
                })
            }
        }
    }

    fn phrase(&self, segment: &Segment, field: Field) -> tantivy::Result<Option<PhraseCursor>> {
        let mut words = Vec::new();
        for term in self.terms.iter().filter(|term| term.field == field) {
            match term.open(segment)? {
                Some(postings) => words.push(postings),
                None => return Ok(None),
            }
        }
        Ok(PhraseCursor::new(words))
    }
}

impl TermPlan {
    fn open(&self, segment: &Segment) -> tantivy::Result<Option<SegmentPostings>> {
        self.postings(segment, &self.text)
    }

    fn postings(&self, segment: &Segment, text: &str) -> tantivy::Result<Option<SegmentPostings>> {
        self.postings_with(segment, text, IndexRecordOption::WithFreqsAndPositions)
    }

    fn postings_with(
        &self,
        segment: &Segment,
        text: &str,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let Some((index, info)) = self.find(segment, text)? else {
            return Ok(None);
        };
        Ok(Some(index.read_postings_from_terminfo(&info, option)?))
    }

    /// Where the postings of a text of this term are.
    fn find<'a>(
        &self,
        segment: &'a Segment,
        text: &str,
    ) -> tantivy::Result<Option<(&'a InvertedIndexReader, TermInfo)>> {
        let Some(index) = segment.index(self.field) else {
            return Ok(None);
        };
        let info = match &self.lists {
            Some(lists) => {
                let id = segment.reader.segment_id();
                let list = lists.iter().find(|(segment, _)| *segment == id);
                list.map(|(_, info)| info.clone())
            }
            None => index.get_term_info(&Term::from_field_text(self.field, text))?,
        };
        Ok(info.map(|info| (index, info)))
    }

    /// Whether it is asked where it stands: see `WordCursor::read_positions`.
    fn has_places(&self) -> bool {
        !self.in_title && self.reading != Reading::Named
    }

    /// The passages with the term, or with it and those after it one after the other.
    fn source(&self, segment: &Segment) -> tantivy::Result<Option<Source>> {
        if self.then.is_empty() {
            let option = if self.has_places() {
                IndexRecordOption::WithFreqsAndPositions
            } else {
                IndexRecordOption::WithFreqs
            };
            let postings = self.postings_with(segment, &self.text, option)?;
            return Ok(postings.map(|postings| Source::Postings(Box::new(postings))));
        }
        #[expect(clippy::cast_precision_loss, reason = "a frequency need not be exact")]
        let as_weight = |(doc, frequency): (u32, u32)| (doc, frequency as f32);
        let sequences = self.sequences(segment)?;
        Ok(sequences.map(|sequences| Source::Gathered {
            frequencies: sequences.into_iter().map(as_weight).collect(),
            at: 0,
        }))
    }

    /// The passages with the term and those after it one after the other, each with how often.
    fn sequences(&self, segment: &Segment) -> tantivy::Result<Option<Vec<(u32, u32)>>> {
        let mut words = Vec::new();
        for text in std::iter::once(&self.text).chain(&self.then) {
            match self.postings(segment, text)? {
                Some(postings) => words.push(postings),
                None => return Ok(None),
            }
        }
        let mut frequencies = Vec::new();
        if let Some(mut phrase) = PhraseCursor::new(words) {
            while phrase.doc() != TERMINATED {
                frequencies.push((phrase.doc(), phrase.frequency()));
                phrase.seek(phrase.doc() + 1);
            }
        }
        Ok(Some(frequencies))
    }
}

/// One list for the body and one for the title instead of one for each form.
fn gather(lists: Vec<List>) -> Vec<List> {
    let mut gathered: [BTreeMap<u32, f32>; 2] = Default::default();
    for mut list in lists {
        let [body, title] = &mut gathered;
        let frequencies = if list.in_title { title } else { body };
        if let Source::Postings(postings) = &mut list.postings {
            while postings.doc() != TERMINATED {
                #[expect(clippy::cast_precision_loss, reason = "a frequency need not be exact")]
                let frequency = postings.term_freq() as f32;
                *frequencies.entry(postings.doc()).or_default() += list.weight * frequency;
                postings.advance();
            }
        }
    }
    (gathered.into_iter().zip([false, true]))
        .map(|(frequencies, in_title)| List {
            postings: Source::Gathered {
                frequencies: frequencies.into_iter().collect(),
                at: 0,
            },
            reading: Reading::Spelled,
            weight: 1.0,
            in_title,
        })
        .collect()
}
