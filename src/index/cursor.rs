//! The conditions of a plan over one segment: which passages match, and what their matches are
//! worth. Each cursor goes forward only.

use std::collections::HashSet;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocSet, TERMINATED};

use super::document::{Role, unpack_place};
use super::full_name::FullNameCursor;
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

pub(super) enum Cursor<'a> {
    Word(&'a Segment, WordCursor),
    Phrase {
        segment: &'a Segment,
        body: Option<PhraseCursor>,
        title: Option<PhraseCursor>,
        idf: f32,
    },
    Name(Box<FullNameCursor<'a>>),
    All(AllCursor<'a>),
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

/// Some of these: one, or as many as weigh `least` together.
pub(super) struct MostCursor<'a> {
    members: Vec<Member<'a>>,
    least: f32,
    /// Whether they are words of the query side by side, and not alternatives.
    are_neighbours: bool,
    doc: u32,
}

struct Member<'a> {
    cursor: Cursor<'a>,
    /// Where the cursor is.
    doc: u32,
    weight: f32,
    /// Whether a passage that lacks it and all others that lead cannot have enough.
    leads: bool,
    /// The most that it can be worth.
    bound: f32,
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
    /// At least one of these.
    pub(super) fn any(cursors: Vec<Cursor<'a>>) -> Self {
        let members = cursors
            .into_iter()
            .map(|cursor| Member::new(cursor, 0.0))
            .collect();
        Self::open(members, 0.0, false)
    }

    /// Of these words with their weights as many as weigh `least`.
    pub(super) fn words(words: Vec<(Cursor<'a>, f32)>, least: f32) -> Self {
        let mut members: Vec<Member<'a>> = words
            .into_iter()
            .map(|(cursor, weight)| Member::new(cursor, weight))
            .collect();
        // The lightest that together stay below `least` lead to no passage by themselves.
        let mut by_weight: Vec<&mut Member<'a>> = members.iter_mut().collect();
        by_weight.sort_by(|left, right| left.weight.total_cmp(&right.weight));
        let mut sum = 0.0;
        for member in by_weight {
            sum += member.weight;
            member.leads = sum >= least;
        }
        Self::open(members, least, true)
    }

    fn open(members: Vec<Member<'a>>, least: f32, are_neighbours: bool) -> Self {
        let mut cursor = Self {
            members,
            least,
            are_neighbours,
            doc: 0,
        };
        cursor.settle(0);
        cursor
    }

    fn settle(&mut self, mut target: u32) {
        loop {
            self.doc = TERMINATED;
            for member in self.members.iter_mut().filter(|member| member.leads) {
                self.doc = self.doc.min(member.seek(target));
            }
            if self.doc == TERMINATED {
                return;
            }
            let mut weight = 0.0;
            for member in &mut self.members {
                if member.seek(self.doc) == self.doc {
                    weight += member.weight;
                }
            }
            if weight >= self.least {
                return;
            }
            target = self.doc + 1;
        }
    }

    /// Those that match the current passage.
    fn matching(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members.iter().filter(|member| member.doc == self.doc)
    }
}

impl<'a> Member<'a> {
    fn new(cursor: Cursor<'a>, weight: f32) -> Self {
        let bound = match &cursor {
            Cursor::Word(_, word) => rank::bm25f_bound(word.idf),
            Cursor::Phrase { idf, .. } => rank::bm25f_bound(*idf),
            Cursor::Name(name) => name.bound(),
            Cursor::All(_) | Cursor::Most(_) => f32::INFINITY,
        };
        Self {
            doc: cursor.doc(),
            cursor,
            weight,
            leads: true,
            bound,
        }
    }

    fn seek(&mut self, target: u32) -> u32 {
        if self.doc < target {
            self.doc = self.cursor.seek(target);
        }
        self.doc
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
            Self::Name(name) => name.doc(),
            Self::All(all) => all.doc,
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
            Self::Name(name) => name.seek(target),
            Self::All(all) => {
                if all.doc < target {
                    all.settle(target);
                }
                all.doc
            }
            Self::Most(most) => {
                if most.doc < target {
                    most.settle(target);
                }
                most.doc
            }
        }
    }

    /// Whether something of the query stands in the body of the passage `doc`, and not in its title
    /// alone.
    pub(super) fn is_in_body(&self, doc: u32) -> bool {
        match self {
            Self::Word(_, word) => {
                let mut lists = word.lists.iter();
                lists.any(|list| !list.in_title && list.postings.doc() == doc)
            }
            Self::Phrase { body, .. } => body.as_ref().is_some_and(|body| body.doc() == doc),
            Self::Name(name) => name.doc() == doc && name.is_in_body(),
            // A pure filter asks for the passage as it is.
            Self::All(all) => {
                all.doc == doc
                    && (all.required.is_empty()
                        || all.required.iter().any(|cursor| cursor.is_in_body(doc)))
            }
            Self::Most(most) => {
                most.doc == doc && most.matching().any(|member| member.cursor.is_in_body(doc))
            }
        }
    }

    /// Whether something stands in the body of the current passage, and what its matches are worth;
    /// nothing where they cannot be worth enough.
    pub(super) fn judge(&self, doc: u32, is_enough: impl FnOnce(f32) -> bool) -> (bool, f32) {
        match self {
            // A single word is looked at once: its bound says nothing.
            Self::Word(segment, word) => {
                let seen = word.occurrences();
                let worth = rank::bm25f(word.idf, &with_lengths(seen, segment, doc));
                (seen.body > 0.0, worth)
            }
            _ if is_enough(self.bound()) => (self.is_in_body(doc), self.worth(doc)),
            _ => (self.is_in_body(doc), f32::NEG_INFINITY),
        }
    }

    /// What the matches of the current passage are worth, but for the nearness of words. Sums run
    /// in the order of the query, so that they are equal wherever a passage is stored.
    fn worth(&self, doc: u32) -> f32 {
        if self.doc() != doc {
            return 0.0;
        }
        match self {
            Self::Word(segment, word) => {
                rank::bm25f(word.idf, &with_lengths(word.occurrences(), segment, doc))
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
                rank::bm25f(*idf, &with_lengths(seen, segment, doc))
            }
            Self::Name(name) => name.worth(),
            // From 0.0: an empty sum is -0.0.
            Self::All(all) => {
                let worth = all.required.iter().map(|cursor| cursor.worth(doc));
                worth.fold(0.0, |sum, worth| sum + worth)
            }
            Self::Most(most) => {
                let worth = most.matching().map(|member| member.cursor.worth(doc));
                worth.fold(0.0, |sum, worth| sum + worth)
            }
        }
    }

    /// Adds how often each word of those of which fewer may do occurs in the current passage, in
    /// the order of the query; gives what all else is worth.
    pub(super) fn split(&self, doc: u32, words: &mut Vec<Occurrences>) -> f32 {
        match self {
            Self::All(all) => (all.required.iter())
                .map(|cursor| cursor.split(doc, words))
                .fold(0.0, |sum, worth| sum + worth),
            Self::Most(most) if most.are_neighbours => {
                words.extend(most.members.iter().map(|member| match &member.cursor {
                    Self::Word(segment, word) if member.doc == doc => {
                        with_lengths(word.occurrences(), segment, doc)
                    }
                    _ => Occurrences::default(),
                }));
                0.0
            }
            _ => self.worth(doc),
        }
    }

    /// The weights of the words of which fewer may do.
    pub(super) fn weights(&self) -> Vec<f32> {
        match self {
            Self::All(all) => all.required.iter().flat_map(Self::weights).collect(),
            Self::Most(most) if most.are_neighbours => {
                most.members.iter().map(|member| member.weight).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The most that [`Cursor::worth`] can give for the current passage, told from which words
    /// match alone: most passages that hold only the common words of a question end here.
    /// (The upper bounds of `MaxScore`: Turtle and Flood, "Query evaluation: strategies and
    /// optimizations", 1995.)
    fn bound(&self) -> f32 {
        // Sums of rounded numbers may come out a little above the sum of their bounds.
        const ROUNDING: f32 = 1.0001;
        match self {
            Self::Word(_, word) => rank::bm25f_bound(word.idf),
            Self::Phrase { idf, .. } => rank::bm25f_bound(*idf),
            Self::Name(name) => name.bound(),
            Self::All(all) => ROUNDING * all.required.iter().map(Cursor::bound).sum::<f32>(),
            Self::Most(most) => ROUNDING * most.matching().map(|member| member.bound).sum::<f32>(),
        }
    }

    /// What it is worth that words of the query stand near each other in the current passage.
    pub(super) fn nearness(&mut self, doc: u32) -> f32 {
        let least = self.least_weight();
        let words: Vec<&mut Cursor<'_>> = match self {
            Self::All(all) => all.required.iter_mut().collect(),
            Self::Most(most) if most.are_neighbours => most
                .members
                .iter_mut()
                .map(|member| &mut member.cursor)
                .collect(),
            _ => return 0.0,
        };
        let mut sum = 0.0;
        let mut before: Option<(f32, Vec<u32>)> = None;
        for cursor in words {
            match cursor {
                Cursor::Word(_, word) if word.doc == doc => {
                    let idf = word.idf.max(least);
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

    /// The least a word counts for in nearness. Where all words match, common ones are told apart by
    /// nothing but their places (`to be or not to be`); in a question they stay as light as they are.
    fn least_weight(&self) -> f32 {
        match self {
            Self::All(_) => rank::LEAST_NEIGHBOUR,
            _ => 0.0,
        }
    }

    /// The most that [`Cursor::nearness`] can give.
    pub(super) fn nearness_bound(&self) -> f32 {
        let least = self.least_weight();
        let words: Vec<&Cursor<'_>> = match self {
            Self::All(all) => all.required.iter().collect(),
            Self::Most(most) if most.are_neighbours => {
                most.members.iter().map(|member| &member.cursor).collect()
            }
            _ => return 0.0,
        };
        let pairs = words.windows(2).map(|pair| match pair {
            [Cursor::Word(_, left), Cursor::Word(_, right)] => {
                rank::proximity_bound(left.idf.max(least), right.idf.max(least))
            }
            _ => 0.0,
        });
        pairs.sum::<f32>()
            + words
                .iter()
                .map(|cursor| cursor.nearness_bound())
                .sum::<f32>()
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
