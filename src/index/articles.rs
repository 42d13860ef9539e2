//! A plan over all segments where fewer words may do: a passage is heard together with its article.

use std::ops::Range;

use tantivy::TERMINATED;

use super::collect::{Collected, Wanted};
use super::cursor::{Conditions, Cursor, WordCursor, with_lengths};
use super::document::Role;
use super::engine_error;
use super::plan::Plan;
use super::segment::Segment;
use super::snapshot::Snapshot;
use super::tally::{MaskSums, Tallies, Tally, WINDOW, by_bit};
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
    /// What the counted words of a mask weigh, and the most that they can be worth in an article.
    weights: MaskSums,
    around: MaskSums,
    /// The most that all light words can be worth together.
    light_bound: f32,
    /// The bits of the counted words with the most that they can give, the least first.
    by_bound: Vec<(u32, f32)>,
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
        let idfs: Vec<f32> = leading.iter().chain(&following).map(Tally::idf).collect();
        let mut by_bound = by_bit(&idfs, most);
        by_bound.sort_by(|left, right| left.1.total_cmp(&right.1));
        Self {
            weights: MaskSums::new(&by_bit(&idfs, |idf| idf)),
            around: MaskSums::new(&by_bit(&idfs, rank::around_bound)),
            counted: Tallies::new(leading, following),
            light_bound: light.iter().map(|light| light.bound).sum(),
            light,
            others,
            conditions,
            nearness_bound,
            by_bound,
        }
    }

    /// Whether nothing but its words decides about a passage.
    fn is_plain(&self) -> bool {
        self.others.is_empty() && self.conditions.is_empty()
    }

    /// Of the words in order of what they can give at most, the bits of those of which one must stand
    /// in an article that is admitted: an article with the others alone cannot be. (`MaxScore`:
    /// Turtle and Flood, "Query evaluation: strategies and optimizations", 1995.)
    fn essential(&self, best: &Best) -> u64 {
        if !self.is_plain() {
            return u64::MAX;
        }
        let mut sum = self.light_bound;
        let spared = self.by_bound.iter().take_while(|(_, bound)| {
            sum += bound;
            !best.admits(rank::ROUNDING * sum)
        });
        spared.fold(u64::MAX, |essential, (bit, _)| essential & !(1 << bit))
    }

    /// The most that a passage of the article can be worth, told from which words stand in it, and
    /// whether more than once. `length` is that of the article, as [`rank::around`] takes it.
    fn bound(&self, segment: &Segment, article: &Range<u32>, length: f32) -> f32 {
        let (mut in_article, mut often) = (0, 0);
        let mut most: f32 = 0.0;
        let masks = self.counted.masks(article.start).iter();
        let strong = self.counted.strong(article.start).iter();
        for ((mask, strong), doc) in masks.zip(strong).zip(article.clone()) {
            if *mask != 0 {
                often |= in_article & mask | strong;
                in_article |= mask;
                most = most.max(self.weights.bound(segment.once(doc), *mask, *strong));
            }
        }
        let around = self.around.of(often)
            + rank::around_once(length) * self.weights.of(in_article & !often);
        rank::ROUNDING * (most + around + self.light_bound)
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
            related.counted.fill(start..end, leads);
            if related.is_plain() {
                total += self.count(&related);
            }
            let mut at = start;
            while at < end {
                let essential = related.essential(best);
                let ahead = related.counted.masks(at).iter();
                let next = (at..end)
                    .zip(ahead)
                    .find(|(_, mask)| *mask & essential != 0);
                let Some((doc, _)) = next else {
                    break;
                };
                let article = self.segment.article_of(doc);
                at = article.end;
                if related.is_plain() {
                    let length = self.length_of(article.start);
                    if !best.admits(related.bound(self.segment, &article, length)) {
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
        let words = related.counted.words().len();
        self.in_article.resize(words, none);
        let mut answered = 0;
        for doc in article {
            let (_, role) = self.segment.place(doc);
            let is_held = related
                .counted
                .masks(doc)
                .first()
                .is_some_and(|mask| *mask != 0);
            if !is_held || !self.segment.is_alive(doc) || !self.wanted.opens(role) {
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
            for (number, idf, seen) in related.counted.of(doc) {
                worth += rank::bm25f(idf, &with_lengths(seen, self.segment, doc));
                if let Some(all) = self.in_article.get_mut(number) {
                    all.add(&seen);
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
        let words = related.counted.words().iter().zip(&self.in_article);
        let mut around = words.fold(0.0, |sum, (word, seen)| {
            sum + rank::around(word.idf(), &seen.in_length(length))
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
                    in_article.add(&seen);
                    let seen = with_lengths(seen, self.segment, heard.doc);
                    heard.worth += rank::bm25f(light.word.idf(), &seen);
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
