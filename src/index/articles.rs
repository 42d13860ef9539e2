//! A plan over all segments where fewer words may do: a passage is heard together with its article.

use std::collections::BTreeSet;
use std::ops::Range;

use super::collect::{Best, Collected, Wanted};
use super::conditions::{Conditions, Set};
use super::counted::{Counted, CountedWord, Pair, Roles};
use super::cursor::{Cursor, WordCursor};
use super::document::Role;
use super::engine_error;
use super::known_part::KnownPart;
use super::plan::Plan;
use super::rows::Passages;
use super::segment::Segment;
use super::snapshot::Snapshot;

use crate::error::Result;
use crate::rank::{self, ArticleOccurrences, Norms, Occurrences};

impl Snapshot {
    /// As `collect`, where one of the words will do that weigh a `share` of all. The nearness of
    /// words is read last, and only of passages that it can bring among the best: their positions
    /// cost more than all else.
    pub(super) fn collect_with_articles(
        &self,
        plan: &Plan,
        share: f32,
        wanted: Wanted<'_>,
    ) -> Result<Collected> {
        let unreadable = |error| engine_error("cannot read the postings", error);
        let favours = plan.likely.favours();
        let mut best = Best::new(wanted.size);
        let mut total = 0;
        for (ordinal, segment) in (0..).zip(&self.segments) {
            let related = plan.open_related(self, segment, share);
            let related = related.map_err(unreadable)?;
            best.expect_nearness(related.nearness_bound(u64::MAX));
            let walk = Walk {
                segment,
                ordinal,
                favours: &favours,
                average: self.article_words(),
                wanted,
                heard: Vec::new(),
                in_article: Vec::new(),
            };
            total += walk.run(related, &mut best);
        }
        let candidates = self.with_nearness(best, wanted.size, |segment| {
            let (mut words, mut others) = plan.open_neighbours(self, segment)?;
            Ok(move |doc| {
                let among_others = others.iter_mut().map(|cursor| {
                    if cursor.seek(doc) == doc {
                        cursor.nearness(doc)
                    } else {
                        0.0
                    }
                });
                among_others.sum::<f32>() + words.worth(doc)
            })
        });
        Ok(Collected {
            candidates: candidates.map_err(unreadable)?,
            total,
        })
    }
}

/// Words of which a passage must hold one that weighs something in the query.
pub(super) struct Related<'a> {
    /// The words that lead to passages, and those counted in these passages beside them.
    counted: Counted,
    /// The others, which are read for one passage after the other; the heaviest first.
    light: Vec<Light>,
    /// What reads those that follow, if they are not remembered.
    sought: Vec<Option<WordCursor>>,
    /// What a passage must hold besides.
    others: Vec<Cursor<'a>>,
    /// Which passages of the segment hold these and pass what is told of the conditions, if that is known;
    /// all where nothing is asked.
    holding: Option<Vec<u64>>,
    conditions: Conditions<'a>,
    /// The most that the nearness of each word to the next can be worth.
    pairs: Vec<f32>,
    /// The most that nearness can be worth among the others.
    inner: f32,
    /// The most that all light words can be worth together.
    light_bound: f32,
    /// The most that is in no sum: words that are sought, and their nearness to others.
    unsummed: f32,
    /// The place of each in the query, as a bit.
    places: Vec<u64>,
}

struct Light {
    word: LightWord,
    /// Its place in the query, as a bit.
    place: u64,
    /// The most that it can be worth.
    bound: f32,
}

/// A word, opened as one that leads to passages, as one that is counted in them, or as one that is
/// read only where it could change anything. A cursor reads what is not remembered.
pub(super) enum RelatedWord {
    Leading(CountedWord),
    Following(CountedWord, Option<WordCursor>),
    Light(LightWord),
}

/// A word that is read in few passages.
pub(super) struct LightWord {
    pub(super) idf: f32,
    /// With its impacts, if these are remembered.
    pub(super) summed: Option<CountedWord>,
    pub(super) cursor: Option<WordCursor>,
}

impl LightWord {
    fn part(&self) -> Option<&KnownPart> {
        self.summed.as_ref().and_then(|word| word.part.as_deref())
    }

    /// The most that it can be worth in a passage.
    fn most(&self) -> f32 {
        match self.part() {
            Some(part) => rank::ROUNDING * part.most() * self.idf,
            None => rank::bm25f_bound(self.idf),
        }
    }

    /// How often a passage holds it; passages are asked for in their order.
    fn read(&mut self, doc: u32) -> Option<Occurrences> {
        match &mut self.cursor {
            Some(cursor) => cursor.read(doc),
            None => self.part()?.find(doc).map(|held| held.seen),
        }
    }
}

impl RelatedWord {
    fn idf(&self) -> f32 {
        match self {
            Self::Leading(word) | Self::Following(word, _) => word.idf,
            Self::Light(word) => word.idf,
        }
    }
}

impl<'a> Related<'a> {
    /// `words` come in the order of the query; `known_others` are the others, if all of them are remembered.
    pub(super) fn new(
        segment: &Segment,
        words: Vec<RelatedWord>,
        others: Vec<Cursor<'a>>,
        known_others: Option<Vec<CountedWord>>,
        conditions: Conditions<'a>,
    ) -> Self {
        let pairs = words.windows(2).map(|pair| match pair {
            [left, right] => rank::proximity_bound(left.idf(), right.idf()),
            _ => 0.0,
        });
        let pairs: Vec<f32> = pairs.collect();
        let inner = others.iter().map(Cursor::nearness_bound).sum();
        // In the order in which they are counted, each with its place.
        let mut summed: [Vec<(usize, CountedWord)>; 3] = Default::default();
        let (mut light, mut sought) = (Vec::new(), Vec::new());
        let [leading, following, known] = &mut summed;
        for (place, word) in words.into_iter().enumerate() {
            match word {
                RelatedWord::Leading(word) => leading.push((place, word)),
                RelatedWord::Following(word, cursor) => {
                    following.push((place, word));
                    sought.push(cursor);
                }
                RelatedWord::Light(word) => {
                    known.extend(word.summed.clone().map(|word| (place, word)));
                    light.push(Light {
                        bound: word.most() + rank::around_bound(word.idf),
                        place: bit_of(place),
                        word,
                    });
                }
            }
        }
        light.sort_by(|left: &Light, right| right.word.idf.total_cmp(&left.word.idf));
        let passages = segment.reader.max_doc();
        let holding = known_others.map(|others| {
            let passing = conditions.passing().map(Set::rows);
            let mut holding = passing.unwrap_or_default().to_vec();
            for other in others {
                if let Some(part) = &other.part {
                    holding.resize(segment.row_count(), u64::MAX);
                    part.rows().intersect(&mut holding);
                }
                known.push((NO_PLACE, other));
            }
            holding
        });
        let roles = Roles {
            leading: leading.len(),
            following: following.len(),
        };
        let (places, summed): (Vec<usize>, Vec<CountedWord>) = summed.into_iter().flatten().unzip();
        let number_of = |place| places.iter().position(|known| *known == place);
        let mut near = Vec::with_capacity(pairs.len());
        let others_light = light.iter().filter(|light| light.word.summed.is_none());
        let mut unsummed = others_light.map(|light| light.bound).sum();
        for (place, worth) in pairs.iter().enumerate() {
            match (number_of(place), number_of(place + 1)) {
                (Some(left), Some(right)) => near.push(Pair {
                    words: [left, right],
                    worth: *worth,
                }),
                _ => unsummed += worth,
            }
        }
        Self {
            counted: Counted::new(summed, roles, &near, passages, |first| segment.leads(first)),
            places: places.into_iter().map(bit_of).collect(),
            light_bound: light.iter().map(|light| light.bound).sum(),
            unsummed,
            light,
            sought,
            others,
            holding,
            conditions,
            pairs,
            inner,
        }
    }

    /// The most that nearness can give in a passage that holds the words at these places of the query, a bit
    /// for each.
    fn nearness_bound(&self, places: u64) -> f32 {
        let pairs = self.pairs.iter().enumerate();
        let near = pairs.filter(|(at, _)| *at >= 63 || places >> at & 3 == 3);
        self.inner + near.map(|(_, bound)| bound).sum::<f32>()
    }

    /// Whether sets tell of each passage if it matches, and a sum what it is worth at most.
    fn is_told(&self) -> bool {
        self.holding.is_some() && self.conditions.are_told()
    }

    /// Whether its passages may be asked for in any order.
    fn is_in_any_order(&self) -> bool {
        let light = self.light.iter().map(|light| &light.word.cursor);
        let mut cursors = light.chain(&self.sought).flatten();
        self.is_told() && self.others.is_empty() && cursors.next().is_none()
    }

    /// No passage of a lesser sum could be admitted.
    fn least(&self, best: &Best) -> u16 {
        if self.is_told() {
            let unsummed = self.unsummed + self.inner;
            self.counted.least(best.least() - unsummed)
        } else {
            0
        }
    }

    /// Of 64 passages those that match, if that is told; all that may, if not.
    fn matching(&self, passages: &Passages) -> Passages {
        let row = passages.first as usize / 64;
        let holding = self.holding.as_ref().and_then(|holding| holding.get(row));
        Passages {
            held: passages.held & holding.copied().unwrap_or(u64::MAX),
            ..*passages
        }
    }
}

/// The place of what is no word of the query's own.
const NO_PLACE: usize = usize::MAX;

/// The bit of a place in the query. Of very many words some are taken for near whatever a passage holds.
fn bit_of(place: usize) -> u64 {
    let bit = u32::try_from(place).unwrap_or(u32::MAX);
    1_u64.checked_shl(bit).unwrap_or(0)
}

/// A walk through one segment, article by article.
struct Walk<'a> {
    segment: &'a Segment,
    ordinal: u32,
    /// What a passage is worth by the number of its language.
    favours: &'a [f32; 256],
    /// The average length of an article, in words.
    average: f32,
    wanted: Wanted<'a>,
    /// The passages of the current article that match.
    heard: Vec<Heard>,
    /// How often each counted word occurs in the article.
    in_article: Vec<ArticleOccurrences>,
}

struct Heard {
    doc: u32,
    /// Whether more than the title of its article answers, or it stands for the article.
    answers: bool,
    worth: f32,
    /// The places in the query of the words that it holds, a bit for each.
    places: u64,
    norms: Norms,
}

impl Heard {
    /// Adds a word of this weight, which has this place in the query.
    fn add(&mut self, idf: f32, seen: Occurrences, place: u64) {
        self.places |= place;
        self.worth += rank::bm25f(idf, seen, self.norms);
    }
}

impl Walk<'_> {
    /// Keeps every passage that could be among the best; gives how many answer.
    fn run(mut self, mut related: Related<'_>, best: &mut Best) -> u64 {
        let mut heard = BTreeSet::new();
        if related.is_in_any_order() {
            // The sooner the best are known, the more of the others are passed over.
            for block in related.counted.greatest(self.wanted.size) {
                let mut at = block.start;
                while let Some(article) = self.next_article(&related, at, best)
                    && article.start < block.end
                {
                    at = article.end;
                    if heard.insert(article.start) {
                        self.hear(&mut related, article, best);
                    }
                }
            }
        }
        let mut total = if related.is_told() {
            self.count(&related)
        } else {
            0
        };
        let mut at = 0;
        while let Some(article) = self.next_article(&related, at, best) {
            at = article.end;
            if heard.contains(&article.start) {
                continue;
            }
            let answered = self.hear(&mut related, article, best);
            if !related.is_told() {
                total += answered;
            }
        }
        total
    }

    /// The next article, from a passage on, of which a passage may be admitted.
    fn next_article(&self, related: &Related<'_>, from: u32, best: &Best) -> Option<Range<u32>> {
        let doc = related
            .counted
            .next_of_sum(from, related.least(best), |passages| {
                let passages = related.matching(passages);
                if related.is_told() {
                    self.segment.answers(&passages, self.wanted.leftovers)
                } else {
                    passages.held
                }
            });
        doc.map(|doc| self.segment.article_of(doc))
    }

    /// How many passages answer, where sets tell.
    fn count(&self, related: &Related<'_>) -> u64 {
        let counts = related.counted.joined().rows().map(|passages| {
            let passages = related.matching(&passages);
            let answers = self.segment.answers(&passages, self.wanted.leftovers);
            u64::from(answers.count_ones())
        });
        counts.sum()
    }

    /// Keeps those passages of an article that could be among the best; gives how many answer.
    fn hear(&mut self, related: &mut Related<'_>, article: Range<u32>, best: &mut Best) -> u64 {
        let length = self.segment.length_of_article(article.start, self.average);
        let answered = self.read(related, article);
        self.score(related, length, best);
        answered
    }

    /// Reads the passages of an article that match; gives how many answer.
    fn read(&mut self, related: &mut Related<'_>, article: Range<u32>) -> u64 {
        self.heard.clear();
        let mut answered = 0;
        for doc in related.counted.held(article) {
            let (_, role) = self.segment.place(doc);
            if !self.segment.is_alive(doc) || !self.wanted.opens(role) {
                continue;
            }
            let others = &mut related.others;
            if !others.iter_mut().all(|cursor| cursor.seek(doc) == doc)
                || !related.conditions.keep(self.segment, doc)
            {
                continue;
            }
            let others = related.others.iter();
            let worth = others.fold(0.0, |sum, cursor| sum + cursor.worth(doc));
            let answers = role == Role::Lead
                || related.counted.joined().is_in_body(doc)
                || related.others.iter().any(|cursor| cursor.is_in_body(doc));
            answered += u64::from(answers);
            self.heard.push(Heard {
                doc,
                answers,
                worth,
                places: 0,
                norms: self.segment.norms(doc),
            });
        }
        self.in_article.clear();
        let leading = related.counted.roles().leading;
        let cursors = std::iter::repeat_with(|| None).take(leading);
        let cursors = cursors.chain(related.sought.iter_mut().map(Option::as_mut));
        let words = related.counted.readers().zip(cursors);
        for (((idf, mut reader), mut cursor), place) in words.zip(&related.places) {
            let mut in_article = ArticleOccurrences::default();
            for heard in &mut self.heard {
                let seen = match &mut cursor {
                    Some(cursor) => cursor.read(heard.doc),
                    None => reader
                        .as_mut()
                        .and_then(|reader| Some(reader.read(heard.doc)?.seen)),
                };
                if let Some(seen) = seen {
                    in_article.add(seen);
                    heard.add(idf, seen, *place);
                }
            }
            self.in_article.push(in_article);
        }
        answered
    }

    /// What the best of them is worth so far.
    fn most(&self) -> f32 {
        let answers = self.heard.iter().filter(|heard| heard.answers);
        answers.map(|heard| heard.worth).fold(0.0, f32::max)
    }

    /// Scores the passages of an article.
    fn score(&mut self, related: &mut Related<'_>, length: f32, best: &mut Best) {
        if self.heard.is_empty() {
            return;
        }
        let words = related.counted.idfs().zip(&self.in_article);
        let mut around = words.fold(0.0, |sum, (idf, seen)| {
            sum + rank::around(idf, &seen.in_length(length))
        });
        // The light words are read last, each only where it and those after it could change anything.
        let mut rest = related.light_bound;
        for light in &mut related.light {
            if !best.admits(rank::ROUNDING * (self.most() + around + rest)) {
                return;
            }
            rest -= light.bound;
            let mut in_article = ArticleOccurrences::default();
            for heard in &mut self.heard {
                if let Some(seen) = light.word.read(heard.doc) {
                    in_article.add(seen);
                    heard.add(light.word.idf, seen, light.place);
                }
            }
            around += rank::around(light.word.idf, &in_article.in_length(length));
        }
        for heard in self.heard.iter().filter(|heard| heard.answers) {
            let favour = self.segment.favour(self.favours, heard.doc);
            let score = favour * (heard.worth + around);
            let nearness = related.nearness_bound(heard.places);
            let is_known = || self.wanted.known.contains(&(self.ordinal, heard.doc));
            if best.admits_beside(score, nearness) && !is_known() {
                let candidate = self.segment.candidate(self.ordinal, heard.doc, score);
                best.push_beside(candidate, nearness);
            }
        }
    }
}
