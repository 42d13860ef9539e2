//! The conditions of a plan over one segment: which passages match, and what their matches are
//! worth. Each cursor goes forward only.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocSet, TERMINATED};

use super::conditions::Conditions;
use super::full_name::FullNameCursor;
use super::known_part::{Held, KnownCursor};
use super::phrase::PhraseCursor;
use super::segment::Segment;
use crate::rank::{self, Occurrences};

/// What a list of postings says of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Reading {
    /// The word in its own spelling.
    Spelled,
    /// Another form of the name.
    Named,
    /// A word with its stem, or the stem itself as a word.
    Stemmed,
}

/// How often a word stands in a passage, by weight. The same occurrence can stand in several lists: by
/// its spelling and by its stem. Two views of the passage, of which the richer counts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    /// In body and title: spelled or named, then by its stem.
    by_view: [f32; 4],
    /// In its own spelling in the body.
    spelled: f32,
}

/// What a list adds to.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    at: usize,
    is_spelled: bool,
}

impl View {
    pub(super) fn of(reading: Reading, in_title: bool) -> Self {
        let is_stem = reading == Reading::Stemmed;
        Self {
            at: 2 * usize::from(is_stem) + usize::from(in_title),
            is_spelled: reading == Reading::Spelled && !in_title,
        }
    }
}

impl Sums {
    /// Adds what a list holds.
    #[inline]
    pub(super) fn add(&mut self, view: View, frequency: f32) {
        if view.is_spelled {
            self.spelled += frequency;
        }
        if let Some(sum) = self.by_view.get_mut(view.at) {
            *sum += frequency;
        }
    }

    /// Without the lengths of the passage.
    #[inline]
    pub(super) fn occurrences(&self) -> Occurrences {
        let [body, title, stem_body, stem_title] = self.by_view;
        Occurrences {
            body: body.max(stem_body) + rank::SPELLING_BONUS * self.spelled,
            title: title.max(stem_title),
        }
    }
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

    fn len(&self) -> usize {
        match self {
            Self::Postings(postings) => postings.doc_freq() as usize,
            Self::Gathered { frequencies, .. } => frequencies.len(),
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

    pub(super) fn idf(&self) -> f32 {
        self.idf
    }

    /// How often a passage holds the word, without its lengths; passages are asked for in their order.
    pub(super) fn read(&mut self, doc: u32) -> Option<Occurrences> {
        (self.seek(doc) == doc).then(|| self.occurrences())
    }

    fn occurrences(&self) -> Occurrences {
        let mut sums = Sums::default();
        for list in (self.lists.iter()).filter(|list| list.postings.doc() == self.doc) {
            let frequency = list.weight * list.postings.frequency();
            sums.add(View::of(list.reading, list.in_title), frequency);
        }
        sums.occurrences()
    }

    /// Where the word stands in the body of a passage; passages are asked for in their order.
    pub(super) fn positions_in(&mut self, doc: u32) -> &[u32] {
        if self.seek(doc) == doc {
            self.read_positions();
        } else {
            self.positions.clear();
        }
        &self.positions
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
    Name {
        segment: &'a Segment,
        name: Box<FullNameCursor<'a>>,
        idf: f32,
    },
    /// A phrase or a name that is remembered.
    Known {
        segment: &'a Segment,
        part: KnownCursor,
        idf: f32,
    },
    All(AllCursor<'a>),
    Any(AnyCursor<'a>),
}

/// All of these, and none of those.
pub(super) struct AllCursor<'a> {
    pub(super) segment: &'a Segment,
    /// Without any, every passage is walked through.
    pub(super) required: Vec<Cursor<'a>>,
    /// Their numbers, those first that soonest say no.
    order: Vec<usize>,
    conditions: Conditions<'a>,
    pub(super) doc: u32,
}

/// At least one of these.
pub(super) struct AnyCursor<'a> {
    members: Vec<Cursor<'a>>,
    doc: u32,
}

impl<'a> AllCursor<'a> {
    pub(super) fn new(
        segment: &'a Segment,
        required: Vec<Cursor<'a>>,
        conditions: Conditions<'a>,
    ) -> Self {
        let mut order: Vec<usize> = (0..required.len()).collect();
        order.sort_by_key(|at| required.get(*at).map(Cursor::cost));
        let mut cursor = Self {
            segment,
            required,
            order,
            conditions,
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
            for at in &self.order {
                let Some(cursor) = self.required.get_mut(*at) else {
                    continue;
                };
                let doc = cursor.seek(target);
                if doc > target {
                    target = doc;
                    continue 'next;
                }
            }
            if self.conditions.keep(self.segment, target) {
                self.doc = target;
                return;
            }
            target += 1;
        }
    }
}

impl<'a> AnyCursor<'a> {
    pub(super) fn new(members: Vec<Cursor<'a>>) -> Self {
        let docs = members.iter().map(Cursor::doc);
        let doc = docs.min().unwrap_or(TERMINATED);
        Self { members, doc }
    }

    fn seek(&mut self, target: u32) -> u32 {
        if self.doc < target {
            let docs = self.members.iter_mut().map(|member| member.seek(target));
            self.doc = docs.min().unwrap_or(TERMINATED);
        }
        self.doc
    }

    /// Those that match the current passage.
    fn matching(&self) -> impl Iterator<Item = &Cursor<'a>> {
        self.members
            .iter()
            .filter(|member| member.doc() == self.doc)
    }
}

impl Cursor<'_> {
    /// How many passages are asked before all have been, about; the most for what is dear to ask.
    fn cost(&self) -> usize {
        match self {
            Self::Word(_, word) => word.lists.iter().map(|list| list.postings.len()).sum(),
            _ => usize::MAX,
        }
    }

    pub(super) fn doc(&self) -> u32 {
        match self {
            Self::Word(_, word) => word.doc,
            Self::Phrase { body, title, .. } => {
                let [body, title] =
                    [body, title].map(|one| one.as_ref().map_or(TERMINATED, PhraseCursor::doc));
                body.min(title)
            }
            Self::Name { name, .. } => name.doc(),
            Self::Known { part, .. } => part.doc(),
            Self::All(all) => all.doc,
            Self::Any(any) => any.doc,
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
            Self::Name { name, .. } => name.seek(target),
            Self::Known { part, .. } => part.seek(target),
            Self::All(all) => {
                if all.doc < target {
                    all.settle(target);
                }
                all.doc
            }
            Self::Any(any) => any.seek(target),
        }
    }

    /// What the current passage holds, of a name or of what is remembered.
    fn held(&self) -> Option<Held> {
        match self {
            Self::Name { name, .. } => Some(name.held()),
            Self::Known { part, .. } => Some(part.held()),
            _ => None,
        }
    }

    /// Whether the article of the current passage holds the full name, where one is asked for.
    pub(super) fn is_full(&self) -> bool {
        self.held().is_some_and(|held| held.is_full)
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
            Self::Name { .. } | Self::Known { .. } => {
                self.doc() == doc && self.held().is_some_and(|held| held.seen.body > 0.0)
            }
            // A pure filter asks for the passage as it is.
            Self::All(all) => {
                all.doc == doc
                    && (all.required.is_empty()
                        || all.required.iter().any(|cursor| cursor.is_in_body(doc)))
            }
            Self::Any(any) => any.doc == doc && any.matching().any(|member| member.is_in_body(doc)),
        }
    }

    /// Whether something stands in the body of the current passage, and what its matches are worth;
    /// nothing where they cannot be worth enough.
    pub(super) fn judge(&self, doc: u32, is_enough: impl FnOnce(f32) -> bool) -> (bool, f32) {
        match self {
            // A single word is looked at once: its bound says nothing.
            Self::Word(segment, word) => {
                let seen = word.occurrences();
                let worth = rank::bm25f(word.idf, seen, segment.norms(doc));
                (seen.body > 0.0, worth)
            }
            _ if is_enough(self.bound()) => (self.is_in_body(doc), self.worth(doc)),
            _ => (self.is_in_body(doc), f32::NEG_INFINITY),
        }
    }

    /// What the matches of the current passage are worth, but for the nearness of words. Sums run
    /// in the order of the query, so that they are equal wherever a passage is stored.
    pub(super) fn worth(&self, doc: u32) -> f32 {
        if self.doc() != doc {
            return 0.0;
        }
        match self {
            Self::Word(segment, word) => {
                rank::bm25f(word.idf, word.occurrences(), segment.norms(doc))
            }
            Self::Phrase {
                segment,
                body,
                title,
                idf,
            } => {
                let frequency = |phrase: &Option<PhraseCursor>| {
                    let phrase = phrase.as_ref();
                    phrase.map_or(0.0, |phrase| phrase.frequency_in(doc))
                };
                let seen = Occurrences {
                    body: frequency(body),
                    title: frequency(title),
                };
                rank::bm25f(*idf, seen, segment.norms(doc))
            }
            Self::Name { segment, idf, .. } | Self::Known { segment, idf, .. } => self
                .held()
                .map_or(0.0, |held| rank::bm25f(*idf, held.seen, segment.norms(doc))),
            // From 0.0: an empty sum is -0.0.
            Self::All(all) => {
                let worth = all.required.iter().map(|cursor| cursor.worth(doc));
                worth.fold(0.0, |sum, worth| sum + worth)
            }
            Self::Any(any) => {
                let worth = any.matching().map(|member| member.worth(doc));
                worth.fold(0.0, |sum, worth| sum + worth)
            }
        }
    }

    /// The most that [`Cursor::worth`] can give for the current passage, told from which words
    /// match alone.
    /// (The upper bounds of `MaxScore`: Turtle and Flood, "Query evaluation: strategies and
    /// optimizations", 1995.)
    fn bound(&self) -> f32 {
        match self {
            Self::Word(_, word) => rank::bm25f_bound(word.idf),
            Self::Phrase { idf, .. } => rank::bm25f_bound(*idf),
            Self::Name { idf, .. } | Self::Known { idf, .. } => self.held().map_or(0.0, |held| {
                rank::ROUNDING * rank::bm25f(*idf, held.seen, rank::MOST_NORMS)
            }),
            Self::All(all) => rank::ROUNDING * all.required.iter().map(Cursor::bound).sum::<f32>(),
            Self::Any(any) => rank::ROUNDING * any.matching().map(Cursor::bound).sum::<f32>(),
        }
    }

    /// What it is worth that words of the query stand near each other in the current passage. Where all
    /// words match, common ones are told apart by nothing but their places (`to be or not to be`).
    pub(super) fn nearness(&mut self, doc: u32) -> f32 {
        let Self::All(all) = self else {
            return 0.0;
        };
        let mut sum = 0.0;
        let mut before: Option<(f32, Vec<u32>)> = None;
        for cursor in &mut all.required {
            match cursor {
                Cursor::Word(_, word) if word.doc == doc => {
                    let idf = word.idf.max(rank::LEAST_NEIGHBOUR);
                    let positions = word.read_positions().to_vec();
                    if let Some((idf_before, positions_before)) = &before {
                        sum += rank::proximity(*idf_before, idf, positions_before, &positions);
                    }
                    before = Some((idf, positions));
                }
                Cursor::All(_) => {
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
        let Self::All(all) = self else {
            return 0.0;
        };
        let pairs = all.required.windows(2).map(|pair| match pair {
            [Cursor::Word(_, left), Cursor::Word(_, right)] => {
                let least = rank::LEAST_NEIGHBOUR;
                rank::proximity_bound(left.idf.max(least), right.idf.max(least))
            }
            _ => 0.0,
        });
        let inner = all.required.iter().map(Cursor::nearness_bound);
        pairs.sum::<f32>() + inner.sum::<f32>()
    }
}
