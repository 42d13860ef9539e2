//! A full name as one thing: a given name and the family name near each other, and, in articles that
//! hold both so, the family name alone.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use super::known_part::Held;
use super::names::{NameForm, Terms};
use super::phrase::PhraseCursor;
use super::segment::Segment;
use super::snapshot::Snapshot;
use crate::analysis::names::{GIVEN_AFTER, GIVEN_BEFORE, Sureness, Tier};
use crate::rank::{self, Occurrences};

/// The given names and the family name of one person, in all forms of this index.
#[derive(Debug, Default, Clone, Hash)]
pub(super) struct FullNamePlan {
    pub(super) given: Vec<PartForm>,
    pub(super) family: Vec<PartForm>,
    pub(super) in_title_only: bool,
    /// How many given names there are, and how many of them must be near.
    pub(super) given_names: usize,
    pub(super) least_given: usize,
    /// Whether the family name alone counts in articles that hold no full name, too: most of the
    /// articles of the index that hold the one hold the other.
    pub(super) is_known_by_family: bool,
}

impl Hash for PartForm {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            word,
            then,
            filed,
            weight,
            sureness,
            is_near,
            given,
        } = self;
        (
            word,
            then,
            filed,
            weight.to_bits(),
            sureness,
            is_near,
            given,
        )
            .hash(state);
    }
}

/// A form of a part of a name.
#[derive(Debug, Clone)]
pub(super) struct PartForm {
    word: String,
    /// The words after it, where it is several: 武契奇.
    then: Vec<String>,
    /// Its term among the names, which tells where it has a capital; none in a script without.
    filed: Option<String>,
    weight: f32,
    sureness: Sureness,
    /// Whether it is more than alike, or counts only beside a part that is.
    is_near: bool,
    /// Which of the given names it is a form of, a bit for each.
    given: u32,
}

impl FullNamePlan {
    /// Without the forms that are only alike.
    pub(super) fn near(&self) -> Self {
        let near = |forms: &[PartForm]| {
            let near = forms.iter().filter(|form| form.is_near);
            near.cloned().collect()
        };
        Self {
            given: near(&self.given),
            family: near(&self.family),
            ..*self
        }
    }
}

impl PartForm {
    /// Its first word.
    pub(super) fn word(&self) -> &str {
        &self.word
    }

    /// A form of these given names, a bit for each, or of the family name.
    pub(super) fn new(form: &NameForm, given: u32) -> Self {
        let (word, then, filed) = match &form.terms {
            Terms::Filed(term) => {
                let (first, then) = form.words();
                (first, then, Some(term.clone()))
            }
            Terms::Written(first, then) => (first.clone(), then.clone(), None),
        };
        Self {
            word,
            then,
            filed,
            weight: form.weight,
            sureness: form.sureness,
            is_near: form.tier <= Tier::Lexicon || form.sureness < Sureness::Sure,
            given,
        }
    }
}

/// A place of a form in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    at: u32,
    /// Where the last of its words stands.
    last: u32,
    weight: f32,
    sureness: Sureness,
    /// Of which given names it is one.
    given: u32,
}

/// The passages that hold any form of a part of a name in one field, with its places.
struct Side {
    forms: Vec<Form>,
    /// The first passage from the last target on.
    doc: u32,
    /// The weights and counts of the forms in a passage.
    held: Vec<(f32, f32)>,
}

struct Form {
    places: Places,
    /// How many words it has after the first.
    then: u32,
    /// Where it has a capital, if the script has any.
    capitals: Option<SegmentPostings>,
    weight: f32,
    sureness: Sureness,
    /// Whether a person may be known by it alone: it is sure, and not only alike.
    names_alone: bool,
    given: u32,
}

enum Places {
    Word(Box<SegmentPostings>),
    /// Of several words: passages in order, each with where they begin.
    Words {
        rows: Vec<(u32, Vec<u32>)>,
        at: usize,
    },
}

impl Places {
    fn doc(&self) -> u32 {
        match self {
            Self::Word(postings) => postings.doc(),
            Self::Words { rows, at } => rows.get(*at).map_or(TERMINATED, |(doc, _)| *doc),
        }
    }

    fn seek(&mut self, target: u32) -> u32 {
        match self {
            Self::Word(postings) => seek(postings, target),
            Self::Words { rows, at } => {
                let ahead = rows.get(*at..).unwrap_or_default();
                *at += ahead.partition_point(|(doc, _)| *doc < target);
                self.doc()
            }
        }
    }

    /// How often it stands in the current passage.
    fn count(&self) -> usize {
        match self {
            Self::Word(postings) => usize::try_from(postings.term_freq()).unwrap_or(1),
            Self::Words { rows, at } => rows.get(*at).map_or(0, |(_, places)| places.len()),
        }
    }

    fn read(&mut self, places: &mut Vec<u32>) {
        places.clear();
        match self {
            Self::Word(postings) => postings.positions(places),
            Self::Words { rows, at } => {
                places.extend(rows.get(*at).into_iter().flat_map(|(_, places)| places));
            }
        }
    }
}

fn seek(postings: &mut SegmentPostings, target: u32) -> u32 {
    match postings.doc() {
        doc if doc >= target => doc,
        doc if doc + 1 == target => postings.advance(),
        _ => postings.seek(target),
    }
}

impl Side {
    fn open(
        segment: &Segment,
        forms: &[PartForm],
        (words, names): (Field, Field),
    ) -> tantivy::Result<Self> {
        let postings = |field, text: &str, option| -> tantivy::Result<Option<SegmentPostings>> {
            let Some(index) = segment.index(field) else {
                return Ok(None);
            };
            Ok(index.read_postings(&Term::from_field_text(field, text), option)?)
        };
        let with_places = IndexRecordOption::WithFreqsAndPositions;
        let mut side = Self::empty();
        'forms: for form in forms {
            let Some(first) = postings(words, &form.word, with_places)? else {
                continue;
            };
            let mut all = vec![first];
            for word in &form.then {
                match postings(words, word, with_places)? {
                    Some(next) => all.push(next),
                    None => continue 'forms,
                }
            }
            let places = if all.len() > 1 {
                Places::Words {
                    rows: rows(all),
                    at: 0,
                }
            } else {
                all.pop().map_or_else(
                    || Places::Words {
                        rows: Vec::new(),
                        at: 0,
                    },
                    |first| Places::Word(Box::new(first)),
                )
            };
            let capitals = match &form.filed {
                Some(term) => match postings(names, term, IndexRecordOption::Basic)? {
                    Some(capitals) => Some(capitals),
                    None => Some(SegmentPostings::empty()),
                },
                None => None,
            };
            side.forms.push(Form {
                places,
                then: u32::try_from(form.then.len()).unwrap_or(u32::MAX),
                capitals,
                weight: form.weight,
                sureness: form.sureness,
                names_alone: form.sureness >= Sureness::Sure && form.is_near,
                given: form.given,
            });
        }
        let docs = side.forms.iter().map(|form| form.places.doc());
        side.doc = docs.min().unwrap_or(TERMINATED);
        Ok(side)
    }

    fn empty() -> Self {
        Self {
            forms: Vec::new(),
            doc: TERMINATED,
            held: Vec::new(),
        }
    }

    fn seek(&mut self, target: u32) -> u32 {
        if self.doc < target {
            let docs = self.forms.iter_mut().map(|form| form.places.seek(target));
            self.doc = docs.min().unwrap_or(TERMINATED);
        }
        self.doc
    }

    /// What the forms in a passage that was sought are worth without any other part of the name: told
    /// without their places.
    fn alone(&mut self, doc: u32) -> Count {
        let (mut alone, mut surely_alone): (f32, f32) = (0.0, 0.0);
        let mut held = std::mem::take(&mut self.held);
        held.clear();
        for form in &mut self.forms {
            if form.places.doc() != doc {
                continue;
            }
            let capitals = form.capitals.as_mut();
            let has_capital = capitals.is_none_or(|capitals| seek(capitals, doc) == doc);
            if has_capital {
                alone = alone.max(form.weight);
            }
            if has_capital && form.names_alone {
                surely_alone = surely_alone.max(form.weight);
            }
            if has_capital || form.sureness >= Sureness::Sure {
                #[expect(clippy::cast_precision_loss, reason = "a passage has few words")]
                held.push((form.weight, form.places.count() as f32));
            }
        }
        let sum = |most: f32| {
            held.iter()
                .fold(0.0, |sum, (weight, count)| sum + count * weight.min(most))
        };
        let count = Count {
            full: 0.0,
            alone: sum(alone),
            surely_alone: sum(surely_alone),
        };
        self.held = held;
        count
    }

    /// Where the forms stand in a passage that was sought, in order, and what those are worth that may
    /// stand alone, with a capital, where the script has any: all of them, and the sure ones.
    fn read(&mut self, doc: u32, found: &mut Vec<Place>, buffer: &mut Vec<u32>) -> (f32, f32) {
        found.clear();
        let (mut alone, mut surely_alone): (f32, f32) = (0.0, 0.0);
        for form in &mut self.forms {
            if form.places.doc() != doc {
                continue;
            }
            let capitals = form.capitals.as_mut();
            let has_capital = capitals.is_none_or(|capitals| seek(capitals, doc) == doc);
            if form.sureness < Sureness::Sure && !has_capital {
                continue;
            }
            form.places.read(buffer);
            found.extend(buffer.iter().map(|at| Place {
                at: *at,
                last: at.saturating_add(form.then),
                weight: form.weight,
                sureness: form.sureness,
                given: form.given,
            }));
            if has_capital {
                alone = alone.max(form.weight);
            }
            if has_capital && form.names_alone {
                surely_alone = surely_alone.max(form.weight);
            }
        }
        found.sort_unstable_by(|left, right| {
            (left.at.cmp(&right.at)).then(right.weight.total_cmp(&left.weight))
        });
        found.dedup_by(|other, first| {
            let is_same = other.at == first.at;
            first.given |= if is_same { other.given } else { 0 };
            if is_same {
                first.last = first.last.max(other.last);
                first.sureness = first.sureness.max(other.sureness);
            }
            is_same
        });
        (alone, surely_alone)
    }
}

/// The passages of a phrase with where it begins.
fn rows(words: Vec<SegmentPostings>) -> Vec<(u32, Vec<u32>)> {
    let mut rows = Vec::new();
    if let Some(mut phrase) = PhraseCursor::new(words) {
        while phrase.doc() != TERMINATED {
            rows.push((phrase.doc(), phrase.starts().to_vec()));
            phrase.seek(phrase.doc() + 1);
        }
    }
    rows
}

/// The passages that name a person.
pub(super) struct FullNameCursor<'a> {
    segment: &'a Segment,
    given: Side,
    family: Side,
    title_given: Side,
    title_family: Side,
    /// The passages of the current article that count, in order.
    found: Vec<Named>,
    at: usize,
    /// Passages before this one have been looked at.
    seen_to: u32,
    least_given: u32,
    takes_family: bool,
    buffers: Buffers,
}

/// How often a passage names the person.
#[derive(Debug, Clone, Copy, Default)]
struct Named {
    doc: u32,
    /// By weight, the family name alone for less.
    body: f32,
    title: f32,
    /// Whether its article holds the full name.
    is_full: bool,
}

impl Named {
    fn held(&self) -> Held {
        Held {
            seen: Occurrences {
                body: self.body,
                title: self.title,
            },
            is_full: self.is_full,
        }
    }
}

#[derive(Default)]
struct Buffers {
    given: Vec<Place>,
    family: Vec<Place>,
    places: Vec<u32>,
    counts: Vec<(u32, Count)>,
}

impl<'a> FullNameCursor<'a> {
    pub(super) fn open(
        plan: &FullNamePlan,
        segment: &'a Segment,
        snapshot: &Snapshot,
    ) -> tantivy::Result<Self> {
        let fields = snapshot.fields;
        let body = (fields.words, fields.names);
        let title = (fields.title_words, fields.title_names);
        let side = |forms: &[PartForm], fields| Side::open(segment, forms, fields);
        let in_body = |forms| {
            if plan.in_title_only {
                Ok(Side::empty())
            } else {
                side(forms, body)
            }
        };
        Ok(Self {
            segment,
            given: in_body(&plan.given)?,
            family: in_body(&plan.family)?,
            title_given: side(&plan.given, title)?,
            title_family: side(&plan.family, title)?,
            found: Vec::new(),
            at: 0,
            seen_to: 0,
            takes_family: plan.is_known_by_family,
            least_given: u32::try_from(plan.least_given).unwrap_or(1),
            buffers: Buffers::default(),
        })
    }

    pub(super) fn doc(&self) -> u32 {
        self.found
            .get(self.at)
            .map_or(TERMINATED, |named| named.doc)
    }

    /// What the current passage holds.
    pub(super) fn held(&self) -> Held {
        self.found.get(self.at).copied().unwrap_or_default().held()
    }

    /// Shows all passages that name the person.
    pub(super) fn read_all(mut self, mut show: impl FnMut(u32, Held)) {
        let mut from = 0;
        while let Some(article) = self.next_article(from) {
            from = article.end;
            self.read_article(article);
            self.found
                .iter()
                .for_each(|named| show(named.doc, named.held()));
        }
    }

    pub(super) fn seek(&mut self, target: u32) -> u32 {
        let ahead = self.found.get(self.at..).unwrap_or_default();
        self.at += ahead.partition_point(|named| named.doc < target);
        let mut from = self.segment.begin_of_article(target).max(self.seen_to);
        while self.at == self.found.len() {
            let Some(article) = self.next_article(from) else {
                self.found.clear();
                self.at = 0;
                return TERMINATED;
            };
            from = article.end;
            self.read_article(article);
            self.at = self.found.partition_point(|named| named.doc < target);
        }
        self.doc()
    }

    /// How many living passages hold the family name, of every so many articles, and in how many of
    /// them a given name is near it.
    pub(super) fn sample(&mut self, every: u64) -> (u32, u32) {
        let (mut held, mut near) = (0, 0);
        let mut doc = self.family.seek(0);
        while doc != TERMINATED {
            let article = self.segment.article.first(doc).unwrap_or(0);
            if article.is_multiple_of(every) && self.segment.is_alive(doc) {
                held += 1;
                if self.given.seek(doc) == doc {
                    near += u32::from(self.count(doc, false).full > 0.0);
                }
            }
            doc = self.family.seek(doc + 1);
        }
        (held, near)
    }

    /// How many articles hold the family name with a capital, of every so many, and how many of these
    /// the full name.
    pub(super) fn sample_articles(&mut self, every: u64) -> (u32, u32) {
        let (mut held, mut full) = (0, 0);
        self.takes_family = true;
        let mut from = 0;
        while let Some(article) = self.next_article(from) {
            from = article.end;
            let number = self.segment.article.first(article.start).unwrap_or(0);
            if !number.is_multiple_of(every) || !self.segment.is_alive(article.start) {
                continue;
            }
            self.read_article(article);
            held += u32::from(!self.found.is_empty());
            full += u32::from(self.found.first().is_some_and(|named| named.is_full));
        }
        (held, full)
    }

    /// The next article that holds both a given name and the family name, in body or title; or the
    /// family name, where that is enough.
    fn next_article(&mut self, mut from: u32) -> Option<Range<u32>> {
        if self.takes_family {
            let family = self.family.seek(from).min(self.title_family.seek(from));
            return (family != TERMINATED).then(|| self.segment.article_of(family));
        }
        loop {
            if from >= self.segment.reader.max_doc() {
                return None;
            }
            let family = self.family.seek(from).min(self.title_family.seek(from));
            if family == TERMINATED {
                return None;
            }
            let begin = self.segment.begin_of_article(family);
            let given = self.given.seek(begin).min(self.title_given.seek(begin));
            if given == TERMINATED {
                return None;
            }
            let given_begin = self.segment.begin_of_article(given);
            if given_begin == begin {
                return Some(self.segment.article_of(family));
            }
            from = given_begin.max(from);
        }
    }

    /// Counts what names the person in an article.
    fn read_article(&mut self, article: Range<u32>) {
        self.found.clear();
        self.at = 0;
        self.seen_to = article.end;
        let mut title = Count::default();
        if self.title_family.seek(article.start) == article.start {
            self.title_given.seek(article.start);
            title = self.count(article.start, true);
        }
        let mut is_full = title.full > 0.0;
        let mut counts = std::mem::take(&mut self.buffers.counts);
        counts.clear();
        let mut doc = self.family.seek(article.start);
        while doc < article.end {
            self.given.seek(doc);
            let body = self.count(doc, false);
            is_full |= body.full > 0.0;
            counts.push((doc, body));
            doc = self.family.seek(doc + 1);
        }
        self.keep(article, &counts, title, is_full);
        self.buffers.counts = counts;
    }

    /// Keeps the passages of an article that count.
    fn keep(&mut self, article: Range<u32>, counts: &[(u32, Count)], title: Count, is_full: bool) {
        let worth = |count: &Count| {
            if is_full {
                count.full + rank::FROM_ARTICLE * count.alone
            } else {
                rank::FROM_INDEX * count.surely_alone
            }
        };
        if !is_full && !self.takes_family {
            return;
        }
        let mut bodies = counts.iter().map(|(doc, body)| (*doc, worth(body)));
        let title = worth(&title);
        let named = |(doc, body)| Named {
            doc,
            body,
            title,
            is_full,
        };
        if title > 0.0 {
            // It stands with every passage.
            let mut next = bodies.next();
            self.found.extend(article.map(|doc| {
                let body = next.filter(|(at, _)| *at == doc);
                if body.is_some() {
                    next = bodies.next();
                }
                named((doc, body.map_or(0.0, |(_, body)| body)))
            }));
        } else {
            self.found
                .extend(bodies.filter(|(_, body)| *body > 0.0).map(named));
        }
    }

    /// What the full names and the family names alone in a passage are worth.
    fn count(&mut self, doc: u32, in_title: bool) -> Count {
        let (given, family) = if in_title {
            (&mut self.title_given, &mut self.title_family)
        } else {
            (&mut self.given, &mut self.family)
        };
        if given.doc != doc {
            return family.alone(doc);
        }
        let Buffers {
            given: given_places,
            family: family_places,
            places,
            ..
        } = &mut self.buffers;
        let (alone, surely_alone) = family.read(doc, family_places, places);
        given.read(doc, given_places, places);
        let mut count = Count::default();
        let mut before = None;
        for (at, place) in family_places.iter().enumerate() {
            let after = family_places.get(at + 1).map(|next| next.at);
            let own = between(given_places, before, after);
            before = Some(place.at);
            if place.sureness == Sureness::Whole {
                count.full += place.weight;
            } else if let Some(other) = near(place, own, self.least_given) {
                count.full += place.weight.min(other);
            } else {
                count.alone += alone.min(place.weight);
                count.surely_alone += surely_alone.min(place.weight);
            }
        }
        count
    }
}

/// What a person's names in a text are worth, by their weights.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    full: f32,
    /// The family name without a given name, where it has a capital.
    alone: f32,
    /// The same of the forms that are it wherever they stand.
    surely_alone: f32,
}

/// The given names between the family names before and after one: across these stands what belongs to
/// them. What is like both is a given name, too: Ivan Ivanov.
fn between(given: &[Place], before: Option<u32>, after: Option<u32>) -> &[Place] {
    let from = before.map_or(0, |before| given.partition_point(|place| place.at < before));
    let to = after.map_or(given.len(), |after| {
        given.partition_point(|place| place.at <= after)
    });
    given.get(from..to).unwrap_or_default()
}

/// What the best given name is worth that is near a family name, where so many are.
fn near(family: &Place, given: &[Place], least_given: u32) -> Option<f32> {
    // Each of them may stand between another and the family name.
    let before = GIVEN_BEFORE + least_given.saturating_sub(1);
    let least = family.at.saturating_sub(before);
    let most = family.last.saturating_add(GIVEN_AFTER);
    let mut best: Option<f32> = None;
    let mut names = 0;
    let mut surest = Sureness::Doubtful;
    for place in given {
        // A name in Chinese is several words; it is as far away as the nearest of them.
        let is_before = (least..family.at).contains(&place.last);
        let is_after = place.at > family.last && place.at <= most;
        if is_before || is_after {
            names |= place.given;
            surest = surest.max(place.sureness);
            best = Some(best.map_or(place.weight, |known| known.max(place.weight)));
        }
    }
    best.filter(|_| family.sureness.makes_one_with(surest) && names.count_ones() >= least_given)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILY: Place = Place {
        at: 7,
        last: 7,
        weight: 1.0,
        sureness: Sureness::Sure,
        given: 1,
    };

    fn place(at: u32, weight: f32, given: u32) -> Place {
        Place {
            at,
            last: at,
            weight,
            given,
            ..FAMILY
        }
    }

    #[test]
    fn a_given_name_belongs_to_one_family_name() {
        let given = [place(3, 1.0, 1), place(8, 1.0, 1)];
        assert_eq!(between(&given, None, Some(5)), &given[..1]);
        assert_eq!(between(&given, Some(4), None), &given[1..]);
        assert_eq!(between(&given, Some(4), Some(6)), &[]);
        assert_eq!(between(&given, Some(3), Some(8)), &given);
        assert_eq!(between(&given, None, None), &given);
    }

    #[test]
    fn a_given_name_is_near_on_either_side() {
        let is_near = |given: &[u32]| {
            let places: Vec<Place> = given.iter().map(|at| place(*at, 0.5, 1)).collect();
            near(&FAMILY, &places, 1).is_some()
        };
        assert!(is_near(&[1, 6]), "right before");
        assert!(is_near(&[4]), "with two words between");
        assert!(!is_near(&[3]));
        assert!(is_near(&[8]), "right after");
        assert!(!is_near(&[10]));
        assert!(!is_near(&[7]), "no word is near itself");
        assert!(!is_near(&[]));
        let two = [place(5, 0.5, 1), place(6, 0.9, 2)];
        assert_eq!(near(&FAMILY, &two, 1), Some(0.9));
        assert_eq!(near(&FAMILY, &two, 2), Some(0.9));
        let one = [place(5, 0.5, 1), place(6, 0.9, 1)];
        assert_eq!(near(&FAMILY, &one, 2), None);
    }

    #[test]
    fn a_name_of_several_words_is_as_near_as_its_nearest() {
        let (long, family) = (
            Place {
                last: 5,
                ..place(1, 0.5, 1)
            },
            Place { last: 9, ..FAMILY },
        );
        assert!(near(&family, &[long], 1).is_some());
        assert!(near(&family, &[place(11, 0.5, 1)], 1).is_some());
        assert!(near(&family, &[place(12, 0.5, 1)], 1).is_none());
        assert!(near(&family, &[place(8, 0.5, 1)], 1).is_none(), "within");
    }

    #[test]
    fn one_part_is_sure_or_both_are_alike() {
        let of = |sureness: Sureness, place: Place| Place { sureness, ..place };
        let given = place(6, 1.0, 1);
        let are_one = |family: Sureness, other: Sureness| {
            near(&of(family, FAMILY), &[of(other, given)], 1).is_some()
        };
        assert!(are_one(Sureness::Weak, Sureness::Sure));
        assert!(are_one(Sureness::Sure, Sureness::Weak));
        assert!(are_one(Sureness::Alike, Sureness::Alike));
        assert!(!are_one(Sureness::Alike, Sureness::Weak));
        assert!(!are_one(Sureness::Weak, Sureness::Weak));
        assert!(are_one(Sureness::Declined, Sureness::Doubtful));
        assert!(!are_one(Sureness::Sure, Sureness::Doubtful));
    }
}
