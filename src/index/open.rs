//! A plan to what reads a segment: words to be counted window by window, or cursors.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use super::articles::{LightWord, Related, RelatedWord};
use super::combined::{Combined, Matching};
use super::counted::CountedWord;
use super::cursor::{AllCursor, AnyCursor, Cursor, List, Reading, Source, WordCursor};
use super::full_name::FullNameCursor;
use super::impacts::Impacts;
use super::known_part::{Held, KnownCursor, KnownPart, PartBuilder};
use super::known_parts::{KnownParts, PartKey};
use super::neighbours::Neighbours;
use super::phrase::PhraseCursor;
use super::plan::{PartPlan, Plan, PlanNode, Shape, TermPlan};
use super::segment::Segment;
use super::snapshot::Snapshot;
use super::tally::{self, TallyList};
use crate::rank::{self, Occurrences};

/// From here on the postings of many forms are gathered once instead of being walked together.
const GATHER_FROM: usize = 8;
/// A lighter word is read only where it could change anything: it stands in most passages.
const LEAST_TO_FOLLOW: f32 = 0.5;
/// What part of the weight of the rarest word leads to a passage by itself, in a question of many words.
const SHARE_OF_RAREST: f32 = 0.5;

/// Where this part of all rows of passages is to be looked at, what passes a filter is told of all passages.
const MANY_ROWS: usize = 4;

/// Where some words of several will do, a form of the lexicon is none of them, or every Michel would do for
/// `Michael Ireland`: micro precision on full names is 0.308 with them.
const WITH_LISTED: bool = false;

impl Plan {
    /// Opens the plan over a segment, so that all must hold.
    pub(super) fn open<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
    ) -> tantivy::Result<Cursor<'a>> {
        self.node(snapshot, segment, &self.root)
    }

    /// What all must hold.
    fn required(&self) -> &[PlanNode] {
        match &self.root {
            PlanNode::All { required, .. } => required,
            root => std::slice::from_ref(root),
        }
    }

    /// As `open` over all segments, where all that is asked for are some parts, or any of several, beside
    /// conditions. Where all must hold, the rarest leads to the others: these are read as a whole only if
    /// they were asked for before.
    pub(super) fn open_combined<'a>(
        &self,
        snapshot: &'a Snapshot,
    ) -> tantivy::Result<Option<Vec<Combined<'a>>>> {
        let (nodes, matching) = match self.required() {
            [PlanNode::Any(nodes)] => (nodes.as_slice(), Matching::Any),
            nodes @ [_] => (nodes, Matching::Any),
            nodes => (nodes, Matching::All),
        };
        let parts = nodes.iter().map(|node| match node {
            PlanNode::Part(part) => self.parts.get(*part),
            _ => None,
        });
        let Some(parts) = parts.collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        if parts.is_empty() {
            return Ok(None);
        }
        let read = match matching {
            Matching::All => Read::AskedAgain,
            Matching::Any => Read::Always,
        };
        let mut opened = Vec::with_capacity(snapshot.segments.len());
        for segment in &snapshot.segments {
            let mut known = Vec::with_capacity(parts.len());
            let mut are_all_known = true;
            for part in &parts {
                match part.known(snapshot, segment, true, read)? {
                    Some(one) => known.push((one, part.idf)),
                    None => are_all_known = false,
                }
            }
            if !are_all_known {
                return Ok(None);
            }
            let rows: usize = known
                .iter()
                .map(|(part, _)| part.rows().ranked().len())
                .sum();
            let all_rows = segment.row_count();
            let read = match matching {
                Matching::Any if rows * MANY_ROWS > all_rows => Read::Always,
                _ => Read::AskedAgain,
            };
            let conditions = self.root_conditions(snapshot, segment, read)?;
            opened.push(Combined::new(segment, known, matching, conditions));
        }
        Ok(Some(opened))
    }

    /// The most that the nearness of its words can give, where all must hold: see [`Cursor::nearness`].
    pub(super) fn nearness_bound(&self) -> f32 {
        let word = |node: &PlanNode| match node {
            PlanNode::Part(part) => {
                let part = self.parts.get(*part)?;
                part.is_word()
                    .then_some(part.idf.max(rank::LEAST_NEIGHBOUR))
            }
            _ => None,
        };
        let pairs = self.required().windows(2).filter_map(|pair| match pair {
            [left, right] => Some(rank::proximity_bound(word(left)?, word(right)?)),
            _ => None,
        });
        pairs.sum()
    }

    /// Opens the plan over a segment, so that of the bare words one will do, but for the commonest,
    /// which together make up less than a `share` of the weight of all.
    pub(super) fn open_related<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
        share: f32,
    ) -> tantivy::Result<Related<'a>> {
        let required = self.required();
        let conditions = self.root_conditions(snapshot, segment, Read::Always)?;
        let parts: Vec<&PartPlan> = self.spare_words(required).collect();
        // No passage can be asked for a word that the index does not hold.
        let held = parts.iter().filter(|part| part.is_known);
        let least = least_to_lead(held.map(|part| part.idf), share);
        let mut words = Vec::with_capacity(parts.len());
        for part in parts {
            words.push(if part.idf >= least {
                RelatedWord::Leading(part.counted(snapshot, segment)?)
            } else if part.idf >= LEAST_TO_FOLLOW {
                let (summed, cursor) = match part.summed(snapshot, segment)? {
                    Some(summed) => summed,
                    None => (part.counted(snapshot, segment)?, None),
                };
                RelatedWord::Following(summed, cursor)
            } else {
                let (summed, cursor) = match part.summed(snapshot, segment)? {
                    Some((summed, cursor)) => (Some(summed), cursor),
                    None => (None, Some(part.word_cursor(segment, WITH_LISTED)?)),
                };
                let idf = part.idf;
                RelatedWord::Light(LightWord {
                    idf,
                    summed,
                    cursor,
                })
            });
        }
        let others = self.others(snapshot, segment, required)?;
        let known_others = self.known_others(snapshot, segment, required)?;
        Ok(Related::new(
            segment,
            words,
            others,
            known_others,
            conditions,
        ))
    }

    /// What tells the nearness of words where all parts must hold. Common ones are told apart by nothing but
    /// their places then (`to be or not to be`).
    pub(super) fn open_words(&self, segment: &Segment) -> tantivy::Result<Neighbours> {
        let words = self.required().iter().map(|node| match node {
            PlanNode::Part(part) => {
                let part = self.parts.get(*part);
                let word = part.filter(|part| part.is_word() && !part.is_gathered());
                word.map(|word| word.neighbour(segment)).transpose()
            }
            _ => Ok(None),
        });
        let words = words.collect::<tantivy::Result<_>>()?;
        Ok(Neighbours::new(words, rank::LEAST_NEIGHBOUR))
    }

    /// What tells the nearness of words of which fewer may do, and what else must hold. In a question
    /// common words stay as light as they are.
    pub(super) fn open_neighbours<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
    ) -> tantivy::Result<(Neighbours, Vec<Cursor<'a>>)> {
        let required = self.required();
        let words = self.spare_words(required);
        let words = words.map(|word| word.neighbour(segment).map(Some));
        let words = words.collect::<tantivy::Result<_>>()?;
        Ok((
            Neighbours::new(words, 0.0),
            self.others(snapshot, segment, required)?,
        ))
    }

    /// The words of which fewer may do, in the order of the query.
    fn spare_words(&self, required: &[PlanNode]) -> impl Iterator<Item = &PartPlan> {
        let parts = required.iter().filter_map(|node| self.bare_part(node));
        parts.flat_map(|part| {
            let whole = part.is_word().then_some(part);
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

    /// As `others`, if each is a part that is remembered.
    fn known_others(
        &self,
        snapshot: &Snapshot,
        segment: &Segment,
        required: &[PlanNode],
    ) -> tantivy::Result<Option<Vec<CountedWord>>> {
        let mut known = Vec::new();
        for node in required {
            if self.bare_part(node).is_some() {
                continue;
            }
            let PlanNode::Part(part) = node else {
                return Ok(None);
            };
            let Some(part) = self.parts.get(*part) else {
                return Ok(None);
            };
            match part.known(snapshot, segment, true, Read::AskedAgain)? {
                Some(one) => known.push(part.with_impacts(snapshot, segment, one, true)),
                None => return Ok(None),
            }
        }
        Ok(Some(known))
    }

    pub(super) fn node<'a>(
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
                let mut required = self.nodes(snapshot, segment, required)?;
                let conditions = (filters.as_slice(), excluded.as_slice());
                let conditions =
                    self.conditions(snapshot, segment, conditions, Read::AskedAgain)?;
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
            PlanNode::Part(part) => self.part(snapshot, segment, *part),
        }
    }

    fn part<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
        part: usize,
    ) -> tantivy::Result<Cursor<'a>> {
        match self.parts.get(part) {
            Some(part) => part.open(segment, snapshot),
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

/// When a part is read as a whole, where it is not remembered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Read {
    Always,
    /// If it was asked for before, and what was read so is asked for again.
    AskedAgain,
    Never,
}

impl Read {
    /// Whether it is time to read a part as a whole, which takes so much room.
    pub(super) fn is_due(
        self,
        known_parts: &KnownParts,
        key: PartKey,
        room: impl FnOnce() -> usize,
    ) -> bool {
        match self {
            Self::Always => true,
            Self::AskedAgain => known_parts.is_worth_reading(key, room()),
            Self::Never => false,
        }
    }
}

/// A part, with or without the forms of the lexicon: what it is remembered by.
struct Asked<'a> {
    part: &'a PartPlan,
    with_listed: bool,
}

impl<'a> Asked<'a> {
    fn terms(&self) -> impl Iterator<Item = &'a TermPlan> + use<'a> {
        let with_listed = self.with_listed;
        let terms = self.part.terms.iter();
        terms.filter(move |term| with_listed || !term.is_listed)
    }
}

impl Asked<'_> {
    fn key(&self, snapshot: &Snapshot, segment: &Segment) -> PartKey {
        let id = segment.reader.segment_id();
        snapshot.known_parts.key(id, self)
    }
}

impl Hash for Asked<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(&self.part.shape).hash(state);
        match &self.part.shape {
            Shape::Word | Shape::Phrase => self.terms().for_each(|term| term.hash(state)),
            Shape::Name(name) => name.hash(state),
        }
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
    fn is_word(&self) -> bool {
        matches!(self.shape, Shape::Word)
    }

    /// The passages that hold it, if they are remembered or may be read.
    pub(super) fn known(
        &self,
        snapshot: &Snapshot,
        segment: &Segment,
        with_listed: bool,
        read: Read,
    ) -> tantivy::Result<Option<Arc<KnownPart>>> {
        let known_parts = &snapshot.known_parts;
        let asked = self.asked(with_listed);
        let key = asked.key(snapshot, segment);
        if let Some(known) = known_parts.get(&key) {
            return Ok(Some(known));
        }
        let room = || KnownPart::room_of(self.held.total(), segment.reader.max_doc());
        if !read.is_due(known_parts, key, room) {
            return Ok(None);
        }
        let mut known = PartBuilder::default();
        self.read_all(snapshot, segment, asked.terms(), |doc, held| {
            known.push(doc, held, segment.norms(doc));
        })?;
        Ok(Some(known_parts.put(key, known.build())))
    }

    /// A word that is read as a whole.
    fn counted(&self, snapshot: &Snapshot, segment: &Segment) -> tantivy::Result<CountedWord> {
        let known = self.known(snapshot, segment, WITH_LISTED, Read::Always)?;
        let known = known.unwrap_or_default();
        Ok(self.with_impacts(snapshot, segment, known, WITH_LISTED))
    }

    /// A word with its impacts, if these are remembered or may be worked out, and what reads it where it is not
    /// remembered as a whole.
    fn summed(
        &self,
        snapshot: &Snapshot,
        segment: &Segment,
    ) -> tantivy::Result<Option<(CountedWord, Option<WordCursor>)>> {
        if let Some(known) = self.known(snapshot, segment, WITH_LISTED, Read::AskedAgain)? {
            let summed = self.with_impacts(snapshot, segment, known, WITH_LISTED);
            return Ok(Some((summed, None)));
        }
        let key = self.asked(WITH_LISTED).key(snapshot, segment);
        let average = snapshot.article_words();
        let Some(impacts) = snapshot.known_parts.known_impacts(key, average) else {
            return Ok(None);
        };
        let summed = CountedWord {
            part: None,
            impacts,
            idf: self.idf,
        };
        Ok(Some((
            summed,
            Some(self.word_cursor(segment, WITH_LISTED)?),
        )))
    }

    fn with_impacts(
        &self,
        snapshot: &Snapshot,
        segment: &Segment,
        part: Arc<KnownPart>,
        with_listed: bool,
    ) -> CountedWord {
        let average = snapshot.article_words();
        let key = self.asked(with_listed).key(snapshot, segment);
        let impacts = snapshot.known_parts.impacts(key, average, || {
            let article_of = |doc| {
                let article = segment.article_of(doc);
                let length = segment.length_of_article(article.start, average);
                (article, length)
            };
            let passages = segment.reader.max_doc();
            Impacts::new(&part, passages, article_of, |doc| segment.norms(doc))
        });
        CountedWord {
            part: Some(part),
            impacts,
            idf: self.idf,
        }
    }

    fn asked(&self, with_listed: bool) -> Asked<'_> {
        Asked {
            part: self,
            with_listed,
        }
    }

    /// Shows all passages of a segment that hold it.
    fn read_all<'t>(
        &self,
        snapshot: &Snapshot,
        segment: &Segment,
        terms: impl Iterator<Item = &'t TermPlan>,
        mut show: impl FnMut(u32, Held),
    ) -> tantivy::Result<()> {
        let mut show_seen = |doc, seen| {
            let is_full = false;
            show(doc, Held { seen, is_full });
        };
        match &self.shape {
            Shape::Word => tally::read_all(tally_lists(segment, terms)?, show_seen),
            Shape::Phrase => {
                let fields = snapshot.fields;
                let mut phrases = [
                    self.phrase(segment, fields.words)?,
                    self.phrase(segment, fields.title_words)?,
                ];
                let mut target = 0;
                loop {
                    let docs = phrases.iter_mut().flatten();
                    let docs = docs.map(|phrase| phrase.seek(target));
                    let doc = docs.min().unwrap_or(TERMINATED);
                    if doc == TERMINATED {
                        break;
                    }
                    let [body, title] = phrases.each_ref().map(|phrase| {
                        let phrase = phrase.as_ref();
                        phrase.map_or(0.0, |phrase| phrase.frequency_in(doc))
                    });
                    show_seen(doc, Occurrences { body, title });
                    target = doc + 1;
                }
            }
            Shape::Name(name) => {
                FullNameCursor::open(name, segment, snapshot)?.read_all(show);
            }
        }
        Ok(())
    }

    /// Whether its lists are joined, which tells no places. The readings of a plain word stay apart: each has
    /// its say in the score.
    fn is_gathered(&self) -> bool {
        let terms = self.terms.iter();
        let spelled = terms.filter(|term| term.reading == Reading::Spelled);
        spelled.count() > GATHER_FROM
    }

    /// Opens a word to be asked for one passage after the other.
    fn word_cursor(&self, segment: &Segment, with_listed: bool) -> tantivy::Result<WordCursor> {
        let mut lists = self.lists(segment, |term| with_listed || !term.is_listed)?;
        if self.is_gathered() {
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

    pub(super) fn open<'a>(
        &self,
        segment: &'a Segment,
        snapshot: &Snapshot,
    ) -> tantivy::Result<Cursor<'a>> {
        let idf = self.idf;
        if !self.is_word()
            && let Some(known) = self.known(snapshot, segment, true, Read::Never)?
        {
            let part = KnownCursor::new(known);
            return Ok(Cursor::Known { segment, part, idf });
        }
        match &self.shape {
            Shape::Word => Ok(Cursor::Word(segment, self.word_cursor(segment, true)?)),
            Shape::Name(name) => {
                let mut name = Box::new(FullNameCursor::open(name, segment, snapshot)?);
                name.seek(0);
                Ok(Cursor::Name { segment, name, idf })
            }
            Shape::Phrase => {
                let fields = snapshot.fields;
                let body = self.phrase(segment, fields.words)?;
                let title = self.phrase(segment, fields.title_words)?;
                Ok(Cursor::Phrase {
                    segment,
                    body,
                    title,
                    idf,
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
        let Some((index, info)) = self.find(segment, text)? else {
            return Ok(None);
        };
        let option = IndexRecordOption::WithFreqsAndPositions;
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
            let Some((index, info)) = self.find(segment, &self.text)? else {
                return Ok(None);
            };
            // It is large: nobody hands it on but in its box.
            let postings = Box::new(index.read_postings_from_terminfo(&info, option)?);
            return Ok(Some(Source::Postings(postings)));
        }
        let as_weight = |(doc, frequency)| (doc, as_f32(frequency));
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

#[expect(clippy::cast_precision_loss, reason = "a frequency need not be exact")]
fn as_f32(frequency: u32) -> f32 {
    frequency as f32
}

/// The lists of the terms of a word, to be counted window by window.
fn tally_lists<'a>(
    segment: &Segment,
    terms: impl Iterator<Item = &'a TermPlan>,
) -> tantivy::Result<Vec<TallyList>> {
    let mut lists = Vec::new();
    for term in terms {
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
    Ok(lists)
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
