//! The conditions of a plan over one segment: which passages match, and what their matches are
//! worth. Each cursor goes forward only.

use std::collections::HashSet;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocSet, TERMINATED};

use super::document::{Role, unpack_place};
use super::phrase::PhraseCursor;
use super::snapshot::Segment;
use crate::rank::{self, Occurrences};

/// What a list of postings says of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// The word in its own spelling.
    Spelled,
    /// Another form of the name.
    Named,
    /// A word with its stem, or the stem itself as a word.
    Stemmed,
}

pub(super) struct List {
    pub(super) postings: Source,
    pub(super) reading: Reading,
    pub(super) weight: f32,
    pub(super) in_title: bool,
}

pub(super) enum Source {
    Postings(Box<SegmentPostings>),
    /// Of many terms at once: passages in order, each with its frequency.
    Gathered {
        frequencies: Vec<(u32, f32)>,
        at: usize,
    },
}

impl Source {
    fn doc(&self) -> u32 {
        match self {
            Self::Postings(postings) => postings.doc(),
            Self::Gathered { frequencies, at } => {
                frequencies.get(*at).map_or(TERMINATED, |(doc, _)| *doc)
            }
        }
    }

    fn seek(&mut self, target: u32) -> u32 {
        match self {
            Self::Postings(postings) => match postings.doc() {
                doc if doc >= target => doc,
                doc if doc + 1 == target => postings.advance(),
                _ => postings.seek(target),
            },
            Self::Gathered { frequencies, at } => {
                let ahead = frequencies.get(*at..).unwrap_or_default();
                *at += ahead.partition_point(|(doc, _)| *doc < target);
                self.doc()
            }
        }
    }

    fn frequency(&self) -> f32 {
        match self {
            Self::Postings(postings) => {
                #[expect(clippy::cast_precision_loss, reason = "a frequency need not be exact")]
                let frequency = postings.term_freq() as f32;
                frequency
            }
            Self::Gathered { frequencies, at } => frequencies
                .get(*at)
                .map_or(0.0, |(_, frequency)| *frequency),
        }
    }
}

/// The passages that hold a word in any of its readings.
pub(super) struct WordCursor {
    lists: Vec<List>,
    doc: u32,
    idf: f32,
    positions: Vec<u32>,
}

impl WordCursor {
    pub(super) fn new(lists: Vec<List>, idf: f32) -> Self {
        let doc = lists
            .iter()
            .map(|list| list.postings.doc())
            .min()
            .unwrap_or(TERMINATED);
        Self {
            lists,
            doc,
            idf,
            positions: Vec::new(),
        }
    }

    fn seek(&mut self, target: u32) -> u32 {
        if self.doc < target {
            self.doc = self
                .lists
                .iter_mut()
                .map(|list| list.postings.seek(target))
                .min()
                .unwrap_or(TERMINATED);
        }
        self.doc
    }

    fn occurrences(&self) -> Occurrences {
        // The same occurrence can stand in several lists: by its spelling and by its stem. Two
        // views of the passage, of which the richer counts.
        let (mut by_spelling, mut by_stem, mut spelled) = ([0.0; 2], [0.0; 2], 0.0);
        for list in self
            .lists
            .iter()
            .filter(|list| list.postings.doc() == self.doc)
        {
            let frequency = list.weight * list.postings.frequency();
            let views = if list.reading == Reading::Stemmed {
                &mut by_stem
            } else {
                &mut by_spelling
            };
            let [body, title] = views;
            *if list.in_title { title } else { body } += frequency;
            if list.reading == Reading::Spelled && !list.in_title {
                spelled += frequency;
            }
        }
        let ([body, title], [stem_body, stem_title]) = (by_spelling, by_stem);
        Occurrences {
            body: f32::max(body, stem_body) + rank::SPELLING_BONUS * spelled,
            title: f32::max(title, stem_title),
            ..Occurrences::default()
        }
    }

    /// Where the word stands in the body of the current passage.
    fn read_positions(&mut self) -> &[u32] {
        self.positions.clear();
        let doc = self.doc;
        for list in &mut self.lists {
            if let Source::Postings(postings) = &mut list.postings
                && !list.in_title
                && list.reading != Reading::Named
                && postings.doc() == doc
            {
                postings.append_positions_with_offset(0, &mut self.positions);
            }
        }
        self.positions.sort_unstable();
        self.positions.dedup();
        &self.positions
    }
}

/// What the matches of a passage are worth, and whether one of them is in its body.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Worth {
    pub(super) score: f32,
    pub(super) in_body: bool,
}

impl Worth {
    fn add(&mut self, other: Self) {
        self.score += other.score;
        self.in_body |= other.in_body;
    }
}

pub(super) enum Cursor<'a> {
    Word(&'a Segment, WordCursor),
    Phrase {
        segment: &'a Segment,
        body: Option<PhraseCursor>,
        title: Option<PhraseCursor>,
        idf: f32,
    },
    All(AllCursor<'a>),
    Any(Vec<Cursor<'a>>),
    Most(MostCursor<'a>),
}

/// All of these, and none of those.
pub(super) struct AllCursor<'a> {
    pub(super) segment: &'a Segment,
    /// Without any, every passage is walked through.
    pub(super) required: Vec<Cursor<'a>>,
    pub(super) filters: Vec<Test>,
    pub(super) excluded: Vec<Cursor<'a>>,
    pub(super) doc: u32,
}

/// Enough of these: words of at least `least` weight together.
pub(super) struct MostCursor<'a> {
    pub(super) words: Vec<Cursor<'a>>,
    /// Each of `words` with its weight, and whether a passage that lacks all of these cannot have
    /// enough.
    pub(super) weights: Vec<(f32, bool)>,
    pub(super) least: f32,
    pub(super) doc: u32,
}

/// What a filter asks of a passage.
pub(super) enum Test {
    Source(HashSet<u64>),
    /// Of any of these languages.
    Language(Vec<u64>),
    From(Vec<u64>),
    AtOrAfter(i64),
    Before(i64),
}

impl Test {
    pub(super) fn holds(&self, segment: &Segment, doc: u32) -> bool {
        let published = || segment.published.first(doc);
        match self {
            Self::Source(keys) => segment
                .source
                .first(doc)
                .is_some_and(|key| keys.contains(&key)),
            Self::Language(codes) => segment
                .language
                .first(doc)
                .is_some_and(|code| codes.contains(&code)),
            Self::From(codes) => segment
                .origin
                .first(doc)
                .is_some_and(|code| codes.contains(&code)),
            Self::AtOrAfter(seconds) => published().is_some_and(|date| date >= *seconds),
            Self::Before(seconds) => published().is_some_and(|date| date < *seconds),
        }
    }
}

impl<'a> AllCursor<'a> {
    pub(super) fn new(
        segment: &'a Segment,
        required: Vec<Cursor<'a>>,
        filters: Vec<Test>,
        excluded: Vec<Cursor<'a>>,
    ) -> Self {
        let mut cursor = Self {
            segment,
            required,
            filters,
            excluded,
            doc: 0,
        };
        cursor.settle(0);
        cursor
    }

    fn settle(&mut self, mut target: u32) {
        'next: loop {
            if target >= self.segment.reader.max_doc() {
                self.doc = TERMINATED;
                return;
            }
            for cursor in &mut self.required {
                let doc = cursor.seek(target);
                if doc > target {
                    target = doc;
                    continue 'next;
                }
            }
            let is_kept = self
                .filters
                .iter()
                .all(|test| test.holds(self.segment, target))
                && !self
                    .excluded
                    .iter_mut()
                    .any(|cursor| cursor.seek(target) == target);
            if is_kept {
                self.doc = target;
                return;
            }
            target += 1;
        }
    }
}

impl<'a> MostCursor<'a> {
    /// `words` with their weights.
    pub(super) fn new(words: Vec<(Cursor<'a>, f32)>, least: f32) -> Self {
        // The rarest words without one of which the others together stay below `least`.
        let mut by_weight: Vec<usize> = (0..words.len()).collect();
        let weight_of = |index: usize| words.get(index).map_or(0.0, |(_, weight)| *weight);
        by_weight.sort_by(|left, right| weight_of(*left).total_cmp(&weight_of(*right)));
        let mut weights: Vec<(f32, bool)> =
            words.iter().map(|(_, weight)| (*weight, true)).collect();
        let mut sum = 0.0;
        for index in by_weight {
            sum += weight_of(index);
            if sum < least
                && let Some((_, leads)) = weights.get_mut(index)
            {
                *leads = false;
            }
        }
        let words = words.into_iter().map(|(cursor, _)| cursor).collect();
        let mut cursor = Self {
            words,
            weights,
            least,
            doc: 0,
        };
        cursor.settle(0);
        cursor
    }

    fn settle(&mut self, mut target: u32) {
        loop {
            let next = (self.words.iter_mut().zip(&self.weights))
                .filter(|(_, (_, leads))| *leads)
                .map(|(cursor, _)| cursor.seek(target))
                .min();
            let doc = next.unwrap_or(TERMINATED);
            self.doc = doc;
            if doc == TERMINATED {
                return;
            }
            let mut weight = 0.0;
            for (cursor, (own, _)) in self.words.iter_mut().zip(&self.weights) {
                if cursor.seek(doc) == doc {
                    weight += own;
                }
            }
            if weight >= self.least {
                return;
            }
            target = doc + 1;
        }
    }
}

impl Cursor<'_> {
    pub(super) fn doc(&self) -> u32 {
        match self {
            Self::Word(_, word) => word.doc,
            Self::Phrase { body, title, .. } => {
                let [body, title] =
                    [body, title].map(|one| one.as_ref().map_or(TERMINATED, PhraseCursor::doc));
                body.min(title)
            }
            Self::All(all) => all.doc,
            Self::Any(cursors) => cursors.iter().map(Cursor::doc).min().unwrap_or(TERMINATED),
            Self::Most(most) => most.doc,
        }
    }

    /// Goes to the first match from `target` on; stays where that is the current one.
    pub(super) fn seek(&mut self, target: u32) -> u32 {
        match self {
            Self::Word(_, word) => word.seek(target),
            Self::Phrase { body, title, .. } => {
                let phrases = [body, title].into_iter().flatten();
                let docs = phrases.map(|phrase| phrase.seek(target));
                docs.min().unwrap_or(TERMINATED)
            }
            Self::All(all) => {
                if all.doc < target {
                    all.settle(target);
                }
                all.doc
            }
            Self::Any(cursors) => {
                let docs = cursors.iter_mut().map(|cursor| cursor.seek(target));
                docs.min().unwrap_or(TERMINATED)
            }
            Self::Most(most) => {
                if most.doc < target {
                    most.settle(target);
                }
                most.doc
            }
        }
    }

    /// What the matches of the current passage are worth, but for the nearness of words. Sums run
    /// in the order of the query, so that they are equal wherever a passage is stored.
    pub(super) fn worth(&self, doc: u32) -> Worth {
        let mut worth = Worth::default();
        if self.doc() != doc {
            return worth;
        }
        match self {
            Self::Word(segment, word) => {
                let seen = with_lengths(word.occurrences(), segment, doc);
                worth = Worth {
                    score: rank::bm25f(word.idf, &seen),
                    in_body: seen.body > 0.0,
                };
            }
            Self::Phrase {
                segment,
                body,
                title,
                idf,
            } => {
                let frequency = |phrase: &Option<PhraseCursor>| {
                    let phrase = phrase.as_ref().filter(|phrase| phrase.doc() == doc);
                    #[expect(clippy::cast_precision_loss, reason = "a frequency need not be exact")]
                    let frequency = phrase.map_or(0.0, |phrase| phrase.frequency() as f32);
                    frequency
                };
                let seen = Occurrences {
                    body: frequency(body),
                    title: frequency(title),
                    ..Occurrences::default()
                };
                let seen = with_lengths(seen, segment, doc);
                worth = Worth {
                    score: rank::bm25f(*idf, &seen),
                    in_body: seen.body > 0.0,
                };
            }
            Self::All(all) => {
                // A pure filter matches the body as it is.
                worth.in_body = all.required.is_empty();
                for cursor in &all.required {
                    worth.add(cursor.worth(doc));
                }
            }
            Self::Any(cursors) => cursors
                .iter()
                .for_each(|cursor| worth.add(cursor.worth(doc))),
            Self::Most(most) => most
                .words
                .iter()
                .for_each(|cursor| worth.add(cursor.worth(doc))),
        }
        worth
    }

    /// What it is worth that words of the query stand near each other in the current passage.
    pub(super) fn nearness(&mut self, doc: u32) -> f32 {
        let words: &mut [Cursor<'_>] = match self {
            Self::All(all) => &mut all.required,
            Self::Most(most) => &mut most.words,
            _ => return 0.0,
        };
        let mut sum = 0.0;
        let mut before: Option<(f32, Vec<u32>)> = None;
        for cursor in words {
            match cursor {
                Cursor::Word(_, word) if word.doc == doc => {
                    let idf = word.idf;
                    let positions = word.read_positions().to_vec();
                    if let Some((idf_before, positions_before)) = &before {
                        sum += rank::proximity(*idf_before, idf, positions_before, &positions);
                    }
                    before = Some((idf, positions));
                }
                Cursor::All(_) | Cursor::Most(_) => {
                    before = None;
                    if cursor.doc() == doc {
                        sum += cursor.nearness(doc);
                    }
                }
                _ => before = None,
            }
        }
        sum
    }

    /// The most that [`Cursor::nearness`] can give.
    pub(super) fn nearness_bound(&self) -> f32 {
        let words = match self {
            Self::All(all) => &all.required,
            Self::Most(most) => &most.words,
            _ => return 0.0,
        };
        let pairs = words.windows(2).map(|pair| match pair {
            [Cursor::Word(_, left), Cursor::Word(_, right)] => {
                rank::proximity_bound(left.idf, right.idf)
            }
            _ => 0.0,
        });
        pairs.sum::<f32>() + words.iter().map(Cursor::nearness_bound).sum::<f32>()
    }
}

fn with_lengths(seen: Occurrences, segment: &Segment, doc: u32) -> Occurrences {
    Occurrences {
        body_words: segment.lengths.fieldnorm(doc),
        title_words: if seen.title > 0.0 {
            segment.title_lengths.fieldnorm(doc)
        } else {
            0
        },
        ..seen
    }
}

/// Whether the passage may answer for itself, and which it is of its article.
pub(super) fn place(segment: &Segment, doc: u32) -> (u32, Role) {
    unpack_place(segment.place.first(doc).unwrap_or(0))
}
