//! A plan over all segments where fewer words may do: a passage is heard together with its article.

use std::ops::Range;
use std::sync::Arc;

use tantivy::TERMINATED;

use super::collect::{Best, Collected, Wanted};
use super::cursor::{Conditions, Cursor, WordCursor};
use super::document::Role;
use super::engine_error;
use super::known_part::KnownPart;
use super::plan::Plan;
use super::segment::{Segment, most_at_once};
use super::snapshot::Snapshot;
use super::windows::{ArticleWords, SetWorths, WINDOW, Windows};
use crate::error::Result;
use crate::rank::{self, ArticleOccurrences, Occurrences};

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
    counted: Windows,
    /// The others, which are read for one passage after the other; the heaviest first.
    light: Vec<Light>,
    /// What a passage must hold besides.
    others: Vec<Cursor<'a>>,
    conditions: Conditions<'a>,
    /// The most that the nearness of each word to the next can be worth.
    pairs: Vec<f32>,
    /// The most that nearness can be worth among the others.
    inner: f32,
    /// The most that all light words can be worth together.
    light_bound: f32,
    /// The most that the counted words can be worth in a passage.
    most: SetWorths,
    weights: SetWorths,
    /// The place of each in the query, as a bit.
    places: Vec<u64>,
}

struct Light {
    word: LightWord,
    idf: f32,
    /// Its place in the query, as a bit.
    place: u64,
    /// The most that it can be worth.
    bound: f32,
}

/// A word, opened as one that leads to passages, as one that is counted in them, or as one that is
/// read only where it could change anything.
pub(super) enum RelatedWord {
    Leading(Arc<KnownPart>, f32),
    Following(Arc<KnownPart>, f32),
    Light(LightWord, f32),
}

/// A word that is read in few passages.
pub(super) enum LightWord {
    Known(Arc<KnownPart>),
    Sought(WordCursor),
}

impl LightWord {
    /// The most that it can be worth in a passage.
    fn most(&self, idf: f32) -> f32 {
        match self {
            Self::Known(part) => rank::ROUNDING * part.most() * idf,
            Self::Sought(_) => rank::bm25f_bound(idf),
        }
    }

    /// How often a passage holds it; passages are asked for in their order.
    fn read(&mut self, doc: u32) -> Option<Occurrences> {
        match self {
            Self::Known(part) => part.find(doc).map(|held| held.seen),
            Self::Sought(word) => word.read(doc),
        }
    }
}

impl RelatedWord {
    fn idf(&self) -> f32 {
        match self {
            Self::Leading(_, idf) | Self::Following(_, idf) | Self::Light(_, idf) => *idf,
        }
    }
}

impl<'a> Related<'a> {
    /// `words` come in the order of the query.
    pub(super) fn new(
        words: Vec<RelatedWord>,
        others: Vec<Cursor<'a>>,
        conditions: Conditions<'a>,
    ) -> Self {
        let pairs = words.windows(2).map(|pair| match pair {
            [left, right] => rank::proximity_bound(left.idf(), right.idf()),
            _ => 0.0,
        });
        let pairs: Vec<f32> = pairs.collect();
        let inner = others.iter().map(Cursor::nearness_bound).sum();
        let (mut leading, mut following, mut light) = (Vec::new(), Vec::new(), Vec::new());
        let (mut led, mut followed) = (Vec::new(), Vec::new());
        for (place, word) in words.into_iter().enumerate() {
            let place = 1_u64.checked_shl(u32::try_from(place).unwrap_or(u32::MAX));
            // Of very many words some are taken for near whatever a passage holds.
            let place = place.unwrap_or(0);
            match word {
                RelatedWord::Leading(word, idf) => {
                    leading.push((word, idf));
                    led.push(place);
                }
                RelatedWord::Following(word, idf) => {
                    following.push((word, idf));
                    followed.push(place);
                }
                RelatedWord::Light(word, idf) => light.push(Light {
                    bound: word.most(idf) + rank::around_bound(idf),
                    place,
                    word,
                    idf,
                }),
            }
        }
        light.sort_by(|left: &Light, right| right.idf.total_cmp(&left.idf));
        led.append(&mut followed);
        let counted = Windows::new(leading, following);
        Self {
            most: SetWorths::new(counted.most()),
            weights: SetWorths::new(counted.idfs()),
            counted,
            places: led,
            light_bound: light.iter().map(|light| light.bound).sum(),
            light,
            others,
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

    /// Whether nothing but its words decides about a passage.
    fn is_plain(&self) -> bool {
        self.others.is_empty() && self.conditions.is_empty()
    }

    /// The most that the words of the article that begins at `first` can be worth around a passage;
    /// `length` is that of the article, as [`rank::around`] takes it.
    fn around(&self, first: u32, length: f32) -> f32 {
        let ArticleWords { held, often, .. } = self.counted.words_of(first);
        rank::around_bound(self.weights.of(often))
            + rank::around_once(length) * self.weights.of(held & !often)
    }

    /// Whether a passage of an article could be admitted, told from which words stand in the article, and
    /// whether more than once.
    fn may_admit(&self, first: u32, length: f32, best: &Best) -> bool {
        let ArticleWords { held, strong, .. } = self.counted.words_of(first);
        let most = self.most.of(strong) + most_at_once() * self.weights.of(held & !strong);
        let others = self.around(first, length) + self.light_bound;
        best.admits(rank::ROUNDING * (most + others))
    }

    /// As `may_admit`, told from which words stand in each passage.
    fn may_admit_any(
        &self,
        segment: &Segment,
        article: &Range<u32>,
        length: f32,
        best: &Best,
    ) -> bool {
        let others = self.around(article.start, length) + self.light_bound;
        self.counted.held(article.clone()).any(|doc| {
            let norms = || segment.norms(doc);
            let most = self.counted.bound(doc, segment.once(doc), norms);
            best.admits(rank::ROUNDING * (most + others))
        })
    }
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
}

impl Walk<'_> {
    /// Keeps every passage that could be among the best; gives how many answer.
    fn run(mut self, mut related: Related<'_>, best: &mut Best) -> u64 {
        let mut total = 0;
        let mut from = 0;
        loop {
            let next = related.counted.next();
            if next == TERMINATED {
                return total;
            }
            // Whole articles.
            let start = self.segment.begin_of_article(next).max(from);
            let last = (start.saturating_add(WINDOW)).min(self.segment.reader.max_doc()) - 1;
            let end = self.segment.end_of_article(last);
            let leads = |first| self.segment.leads(first);
            related.counted.enter(&(start..end), leads);
            let begin = |doc| self.segment.begin_of_article(doc);
            related.counted.read_articles(&(start..end), begin);
            if related.is_plain() {
                total += self.count(&related);
            }
            let mut at = start;
            while let Some(first) = related.counted.next_article(at) {
                at = first + 1;
                let length = self.length_of(first);
                if related.is_plain() && !related.may_admit(first, length, best) {
                    continue;
                }
                let article = first..self.segment.end_of_article(first);
                if related.is_plain()
                    && !related.may_admit_any(self.segment, &article, length, best)
                {
                    continue;
                }
                let answered = self.hear(&mut related, article);
                if !related.is_plain() {
                    total += answered;
                }
                self.score(&mut related, length, best);
            }
            from = end;
        }
    }

    /// How many passages of the window answer, where only their words decide.
    fn count(&self, related: &Related<'_>) -> u64 {
        let counts = related.counted.passages().map(|passages| {
            let answers = self.segment.answers(&passages, self.wanted.leftovers);
            u64::from(answers.count_ones())
        });
        counts.sum()
    }

    /// Reads the passages of an article that match; gives how many answer.
    fn hear(&mut self, related: &mut Related<'_>, article: Range<u32>) -> u64 {
        self.heard.clear();
        self.in_article.clear();
        let none = ArticleOccurrences::default();
        self.in_article.resize(related.places.len(), none);
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
            let mut worth = others.fold(0.0, |sum, cursor| sum + cursor.worth(doc));
            let answers = role == Role::Lead
                || related.counted.is_in_body(doc)
                || related.others.iter().any(|cursor| cursor.is_in_body(doc));
            answered += u64::from(answers);
            let norms = self.segment.norms(doc);
            let mut places = 0;
            for (number, idf, seen) in related.counted.of(doc) {
                places |= related.places.get(number).copied().unwrap_or(0);
                worth += rank::bm25f(idf, seen, norms);
                if let Some(all) = self.in_article.get_mut(number) {
                    all.add(seen);
                }
            }
            self.heard.push(Heard {
                doc,
                answers,
                worth,
                places,
            });
        }
        answered
    }

    /// How long the article that begins at `first` is, 1 for the average of the index.
    #[expect(clippy::cast_precision_loss, reason = "a length need not be exact")]
    fn length_of(&self, first: u32) -> f32 {
        self.segment.words_of_article(first) as f32 / self.average
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
                    heard.places |= light.place;
                    let norms = self.segment.norms(heard.doc);
                    heard.worth += rank::bm25f(light.idf, seen, norms);
                }
            }
            around += rank::around(light.idf, &in_article.in_length(length));
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
