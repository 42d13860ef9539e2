//! A plan over all segments where fewer words may do: a passage is heard together with its article.

use std::ops::Range;

use tantivy::TERMINATED;

use super::collect::{Collected, Wanted};
use super::cursor::{Conditions, Cursor, WordCursor};
use super::document::Role;
use super::engine_error;
use super::plan::Plan;
use super::segment::{Segment, most_at_once};
use super::snapshot::Snapshot;
use super::tally::{Bounds, Tallies, Tally, WINDOW};
use crate::error::Result;
use crate::rank::{self, ArticleOccurrences, Candidate, Top};

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
        let mut best = Best {
            top: Top::new(wanted.size),
            kept: Vec::new(),
            nearest: 0.0,
        };
        let mut total = 0;
        for (ordinal, segment) in (0..).zip(&self.segments) {
            let related = plan.open_related(self, segment, share);
            let related = related.map_err(unreadable)?;
            best.nearest = best.nearest.max(related.nearness_bound);
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
        let Best {
            top,
            mut kept,
            nearest,
        } = best;
        kept.retain(|candidate| top.admits(candidate.score + nearest));
        kept.sort_by_key(|candidate| (candidate.segment, candidate.doc));
        let mut best = Top::new(wanted.size);
        for of_segment in kept.chunk_by(|one, other| one.segment == other.segment) {
            let segment = of_segment.first().map_or(0, |first| first.segment as usize);
            let Some(segment) = self.segments.get(segment) else {
                continue;
            };
            let neighbours = plan.open_neighbours(self, segment);
            let (mut words, mut others) = neighbours.map_err(unreadable)?;
            for candidate in of_segment {
                let among_others = others.iter_mut().map(|cursor| {
                    let is_there = cursor.seek(candidate.doc) == candidate.doc;
                    if is_there {
                        cursor.nearness(candidate.doc)
                    } else {
                        0.0
                    }
                });
                let nearness = among_others.sum::<f32>() + nearness(&mut words, candidate.doc);
                let score = candidate.score + nearness;
                if best.admits(score) {
                    best.push(Candidate {
                        score,
                        ..*candidate
                    });
                }
            }
        }
        Ok(Collected {
            candidates: best.into_sorted(),
            total,
        })
    }
}

/// The best passages before the nearness of their words is known.
struct Best {
    top: Top,
    /// All that nearness could bring among them.
    kept: Vec<Candidate>,
    /// The most that nearness can give.
    nearest: f32,
}

impl Best {
    fn admits(&self, score: f32) -> bool {
        self.top.admits(score + self.nearest)
    }

    fn push(&mut self, candidate: Candidate) {
        self.kept.push(candidate);
        if self.top.admits(candidate.score) {
            self.top.push(candidate);
        }
    }
}

/// What it is worth that words side by side in the query stand near each other in a passage. In a
/// question common words stay as light as they are.
fn nearness(words: &mut [WordCursor], doc: u32) -> f32 {
    let places: Vec<(f32, &[u32])> = (words.iter_mut())
        .map(|word| (word.idf(), word.positions_in(doc)))
        .collect();
    let pairs = places.windows(2).map(|pair| match pair {
        [(left_idf, left), (right_idf, right)] => {
            rank::proximity(*left_idf, *right_idf, left, right)
        }
        _ => 0.0,
    });
    pairs.sum()
}

/// Words of which a passage must hold one that weighs something in the query.
pub(super) struct Related<'a> {
    /// The words that lead to passages, and those counted in these passages beside them.
    counted: Tallies,
    /// The others, which are read for one passage after the other; the heaviest first.
    light: Vec<Light>,
    /// What a passage must hold besides.
    others: Vec<Cursor<'a>>,
    conditions: Conditions<'a>,
    nearness_bound: f32,
    /// The most that all light words can be worth together.
    light_bound: f32,
    /// Of the counted words.
    bounds: Bounds,
}

struct Light {
    word: WordCursor,
    /// The most that it can be worth.
    bound: f32,
}

/// A word, opened as one that leads to passages, as one that is counted in them, or as one that is
/// read only where it could change anything.
pub(super) enum RelatedWord {
    Leading(Tally),
    Following(Tally),
    Light(WordCursor),
}

impl RelatedWord {
    fn idf(&self) -> f32 {
        match self {
            Self::Leading(word) | Self::Following(word) => word.idf(),
            Self::Light(word) => word.idf(),
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
        let inner = others.iter().map(Cursor::nearness_bound);
        let nearness_bound = pairs.sum::<f32>() + inner.sum::<f32>();
        let most = |idf: f32| rank::bm25f_bound(idf) + rank::around_bound(idf);
        let (mut leading, mut following, mut light) = (Vec::new(), Vec::new(), Vec::new());
        for word in words {
            match word {
                RelatedWord::Leading(word) if word.next() < TERMINATED => leading.push(word),
                RelatedWord::Following(word) if word.next() < TERMINATED => following.push(word),
                RelatedWord::Light(word) if word.doc() < TERMINATED => light.push(Light {
                    bound: most(word.idf()),
                    word,
                }),
                // No passage of this segment holds it.
                _ => {}
            }
        }
        light.sort_by(|left: &Light, right| right.word.idf().total_cmp(&left.word.idf()));
        let counted = Tallies::new(leading, following);
        Self {
            bounds: Bounds::new(counted.idfs(), most),
            counted,
            light_bound: light.iter().map(|light| light.bound).sum(),
            light,
            others,
            conditions,
            nearness_bound,
        }
    }

    /// Whether nothing but its words decides about a passage.
    fn is_plain(&self) -> bool {
        self.others.is_empty() && self.conditions.is_empty()
    }

    /// The first passage in a part of the window with one of the words without which an article cannot be
    /// admitted.
    fn next_essential(&self, part: Range<u32>, best: &Best) -> Option<u32> {
        let spared = if self.is_plain() {
            self.bounds.spared(self.light_bound, |sum| best.admits(sum))
        } else {
            0
        };
        self.counted.first_of(part, &self.bounds, spared)
    }

    /// Whether a passage of the article could be admitted, told from which words stand in it, and whether
    /// more than once. `length` is that of the article, as [`rank::around`] takes it.
    fn may_admit(&self, segment: &Segment, article: &Range<u32>, length: f32, best: &Best) -> bool {
        let (once, once_around) = (most_at_once(), rank::around_once(length));
        let (mut most, mut around) = (0.0, 0.0);
        self.counted.words_in(article, |idf, is_strong, is_often| {
            most += if is_strong {
                rank::bm25f_bound(idf)
            } else {
                once * idf
            };
            around += if is_often {
                rank::around_bound(idf)
            } else {
                once_around * idf
            };
        });
        let admits = |most: f32| best.admits(rank::ROUNDING * (most + around + self.light_bound));
        admits(most)
            && (self.counted.held(article.clone()))
                .any(|doc| admits(segment.bound(&self.counted, doc)))
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
            related.counted.fill(&(start..end), leads);
            if related.is_plain() {
                total += self.count(&related);
            }
            let mut at = start;
            while let Some(doc) = related.next_essential(at..end, best) {
                let article = self.segment.article_of(doc);
                at = article.end;
                if related.is_plain() {
                    let length = self.length_of(article.start);
                    if !related.may_admit(self.segment, &article, length, best) {
                        continue;
                    }
                }
                let answered = self.hear(&mut related, article.clone());
                if !related.is_plain() {
                    total += answered;
                }
                self.score(&mut related, article.start, best);
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
        self.in_article.resize(related.bounds.len(), none);
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
            for (number, idf, seen) in related.counted.of(doc) {
                worth += rank::bm25f(idf, seen, norms);
                if let Some(all) = self.in_article.get_mut(number) {
                    all.add(seen);
                }
            }
            self.heard.push(Heard {
                doc,
                answers,
                worth,
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
    fn score(&mut self, related: &mut Related<'_>, first: u32, best: &mut Best) {
        if self.heard.is_empty() {
            return;
        }
        let length = self.length_of(first);
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
                    let norms = self.segment.norms(heard.doc);
                    heard.worth += rank::bm25f(light.word.idf(), seen, norms);
                }
            }
            around += rank::around(light.word.idf(), &in_article.in_length(length));
        }
        for heard in self.heard.iter().filter(|heard| heard.answers) {
            let favour = self.segment.favour(self.favours, heard.doc);
            let score = favour * (heard.worth + around);
            if best.admits(score) && !self.wanted.known.contains(&(self.ordinal, heard.doc)) {
                best.push(self.segment.candidate(self.ordinal, heard.doc, score));
            }
        }
    }
}
