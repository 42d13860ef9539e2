//! Numbers to order: what a match is worth, and which candidates are the best. No text, no files.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Saturation and length normalisation of BM25 (Robertson and Zaragoza, "The Probabilistic
/// Relevance Framework: BM25 and Beyond", 2009). Passages are cut to one length, so length says
/// little and `B` stays low.
const K1: f32 = 0.9;
const B: f32 = 0.5;
/// The length passages are cut to, in words. A constant where others take the average of the
/// index, so that a score does not depend on what else was indexed.
const PASSAGE_WORDS: f32 = 100.0;
const TITLE_WORDS: f32 = 10.0;
const TITLE_B: f32 = 0.4;
/// What an occurrence in the title adds to the frequency of a word (BM25F, in the same paper).
const TITLE_WEIGHT: f32 = 2.0;
/// What a word is worth in its own spelling, beyond what its stem is worth.
pub(crate) const SPELLING_BONUS: f32 = 0.1;
/// What words side by side are worth, as a part of the rarer word's weight.
const PROXIMITY_WEIGHT: f32 = 0.3;
/// Beyond this distance two words are not near each other.
const PROXIMITY_WINDOW: u32 = 8;
/// The least weight of a word for its nearness to others, where all words match.
pub(crate) const LEAST_NEIGHBOUR: f32 = 1.0;
/// What the article around a passage is worth beside the passage, where no passage need hold all
/// words.
const ARTICLE_WEIGHT: f32 = 0.5;
/// Of BM25 over whole articles, which differ in length as passages do not: the usual values (in
/// the paper named above).
const ARTICLE_K1: f32 = 1.2;
const ARTICLE_B: f32 = 0.75;
/// What a word is worth that the word asked for is made of.
pub(crate) const COMPOUND_WEIGHT: f32 = 0.5;
/// What a word is worth that begins as the word asked for does. More costs English, whose words begin
/// alike by chance more often than those of German or Russian do.
pub(crate) const KIN_WEIGHT: f32 = 0.3;
/// What a word is worth that differs by a particle written together with it.
pub(crate) const PARTICLE_WEIGHT: f32 = 0.5;
/// What the family name alone is worth in an article that holds the full name.
pub(crate) const FROM_ARTICLE: f32 = 0.5;
/// What it is worth beside that in an article that does not, where most that hold the one hold the other.
pub(crate) const FROM_INDEX: f32 = 0.5;
/// From which share of the articles that hold the family name on a person is known by it. In the Slavic
/// news the recall of full names is 0.871 without, 0.896, 0.917 and 0.921 with 0.9, 0.75 and 0.6, the
/// precision 0.955, 0.954, 0.946 and 0.936.
pub(crate) const KNOWN_BY_FAMILY: f32 = 0.75;
/// What an initial is worth beside the given name that it stands for.
pub(crate) const INITIAL_WEIGHT: f32 = 0.6;
/// From which share of the occurrences of the rarer part two words of a query that stand near each
/// other in the index are one name.
pub(crate) const ONE_NAME: f32 = 0.2;
/// How common a name may be in one language alone without a query that holds it being thought to be
/// in that language.
pub(crate) const RATE_OF_NAMES: f32 = 0.01;
/// A language with so few passages is believed half of what they say.
pub(crate) const PASSAGES_OF_DOUBT: f32 = 50.0;
/// What a passage loses whose language the query is surely not in, as a part of its worth.
const FOREIGN_LOSS: f32 = 0.2;

/// What a passage is worth in a language that is so likely, beside the likeliest one.
pub(crate) fn favour(likelihood: f32) -> f32 {
    1.0 - FOREIGN_LOSS * (1.0 - likelihood)
}

/// The weight of a term that `doc_freq` of `docs` passages hold: never negative.
pub(crate) fn idf(docs: f32, doc_freq: f32) -> f32 {
    let docs = docs.max(doc_freq);
    (1.0 + (docs - doc_freq + 0.5) / (doc_freq + 0.5)).ln()
}

#[expect(clippy::cast_precision_loss, reason = "a frequency need not be exact")]
fn as_f32(count: u64) -> f32 {
    count as f32
}

/// How often a word occurs in a passage and in its title, by weight.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Occurrences {
    pub(crate) body: f32,
    pub(crate) title: f32,
}

/// What an occurrence counts in a passage, and in its title, by how long the two are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Norms {
    pub(crate) body: f32,
    pub(crate) title: f32,
}

impl Norms {
    pub(crate) fn of(body_words: u32, title_words: u32) -> Self {
        Self {
            body: 1.0 / (1.0 - B + B * as_f32(body_words.into()) / PASSAGE_WORDS),
            title: 1.0 / (1.0 - TITLE_B + TITLE_B * as_f32(title_words.into()) / TITLE_WORDS),
        }
    }
}

/// What an occurrence counts at most: in a passage, and in a title, without any other word.
pub(crate) const MOST_NORMS: Norms = Norms {
    body: 1.0 / (1.0 - B),
    title: 1.0 / (1.0 - TITLE_B),
};

/// What the occurrences of a term of this weight are worth.
pub(crate) fn bm25f(idf: f32, seen: Occurrences, norms: Norms) -> f32 {
    idf * saturated(frequency(seen, norms))
}

/// How often a term occurs, for what a passage and its title are long.
pub(crate) fn frequency(seen: Occurrences, norms: Norms) -> f32 {
    seen.body * norms.body + TITLE_WEIGHT * seen.title * norms.title
}

/// What a term of weight 1 is worth that occurs so often: the more, the more it is worth.
pub(crate) fn saturated(frequency: f32) -> f32 {
    (K1 + 1.0) * frequency / (K1 + frequency)
}

/// Sums of rounded numbers may come out a little above the sum of their bounds.
pub(crate) const ROUNDING: f32 = 1.0001;

/// The most that occurrences of a term of this weight can be worth.
pub(crate) const fn bm25f_bound(idf: f32) -> f32 {
    idf * (K1 + 1.0)
}

/// The most that a term of weight 1 can be worth in a passage that holds it once, and not in its title.
pub(crate) fn bm25f_once(norms: Norms) -> f32 {
    let seen = Occurrences {
        body: MOST_ONCE,
        title: 0.0,
    };
    bm25f(1.0, seen, norms)
}

/// What a passage holds at most that holds a term once.
pub(crate) const MOST_ONCE: f32 = 1.0 + SPELLING_BONUS;

/// How often a word occurs in an article, and how long the article is for one of its index.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ArticleOccurrences {
    pub(crate) body: f32,
    pub(crate) title: f32,
    /// 1 for the average length.
    pub(crate) length: f32,
}

impl ArticleOccurrences {
    /// Adds those in one of its passages. Each passage counts its article's title as its own.
    pub(crate) fn add(&mut self, seen: Occurrences) {
        self.body += seen.body;
        self.title = self.title.max(seen.title);
    }

    pub(crate) fn in_length(self, length: f32) -> Self {
        Self { length, ..self }
    }
}

/// What the occurrences of a term of this weight in the article around a passage are worth.
/// (Passages ranked by themselves and by their document together: Callan, "Passage-Level Evidence
/// in Document Retrieval", 1994.)
pub(crate) fn around(idf: f32, seen: &ArticleOccurrences) -> f32 {
    let body = seen.body / (1.0 - ARTICLE_B + ARTICLE_B * seen.length);
    let frequency = body + TITLE_WEIGHT * seen.title;
    ARTICLE_WEIGHT * idf * (ARTICLE_K1 + 1.0) * frequency / (ARTICLE_K1 + frequency)
}

/// The most that [`around`] can give for a term of this weight.
pub(crate) const fn around_bound(idf: f32) -> f32 {
    ARTICLE_WEIGHT * idf * (ARTICLE_K1 + 1.0)
}

/// What it is worth that two words stand at these positions: nearer is more, and in any order.
/// (After Rasolofo and Savoy, "Term Proximity Scoring for Keyword-Based Retrieval Systems", 2003,
/// but only the nearest pair counts, so that a long list of both words gains nothing.)
pub(crate) fn proximity(left_idf: f32, right_idf: f32, left: &[u32], right: &[u32]) -> f32 {
    let Some(distance) = nearest(left, right) else {
        return 0.0;
    };
    if distance > PROXIMITY_WINDOW {
        return 0.0;
    }
    proximity_bound(left_idf, right_idf) / as_f32(distance.max(1).into())
}

/// The most that the nearness of two words can be worth.
pub(crate) fn proximity_bound(left_idf: f32, right_idf: f32) -> f32 {
    PROXIMITY_WEIGHT * left_idf.min(right_idf)
}

/// The least distance between a position of the one and another position of the other; both
/// ascend strictly.
fn nearest(left: &[u32], right: &[u32]) -> Option<u32> {
    let (mut left, mut right) = (left.iter(), right.iter());
    let mut best = None;
    let (mut at_left, mut at_right) = (left.next(), right.next());
    while let (Some(one), Some(other)) = (at_left, at_right) {
        // One word cannot be near itself: then the next of the other counts.
        let distance = match one.abs_diff(*other) {
            0 => right.clone().next().map(|next| next.abs_diff(*one)),
            distance => Some(distance),
        };
        best = match (best, distance) {
            (Some(known), Some(distance)) => Some(distance.min(known)),
            (known, distance) => known.or(distance),
        };
        if one <= other {
            at_left = left.next();
        } else {
            at_right = right.next();
        }
    }
    best.filter(|distance| *distance > 0)
}

/// A passage that matches, with what its place is decided by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    /// Higher is better. Finite.
    pub(crate) score: f32,
    /// Seconds since 1970; the least number where unknown.
    pub(crate) published: i64,
    /// Of the article's id.
    pub(crate) article: u64,
    pub(crate) ordinal: u32,
    pub(crate) segment: u32,
    pub(crate) doc: u32,
}

impl Candidate {
    /// The better one first: the higher score; of equal scores the later article; of one moment
    /// the order of a hash of their ids; of one article the earlier passage. Where a passage
    /// happens to be stored never decides.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then(other.published.cmp(&self.published))
            .then(self.article.cmp(&other.article))
            .then(self.ordinal.cmp(&other.ordinal))
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order(other)
    }
}

/// The best so many of the candidates it is shown.
#[derive(Debug)]
pub(crate) struct Top {
    size: usize,
    // The worst of the kept on top.
    kept: BinaryHeap<Candidate>,
}

impl Top {
    pub(crate) fn new(size: usize) -> Self {
        Self {
            size,
            kept: BinaryHeap::new(),
        }
    }

    /// Whether a candidate of this score could still be kept.
    pub(crate) fn admits(&self, score: f32) -> bool {
        score >= self.least()
    }

    /// The least score that could still be kept.
    pub(crate) fn least(&self) -> f32 {
        if self.kept.len() < self.size {
            return f32::NEG_INFINITY;
        }
        self.kept.peek().map_or(f32::INFINITY, |worst| worst.score)
    }

    pub(crate) fn push(&mut self, candidate: Candidate) {
        if self.kept.len() < self.size {
            self.kept.push(candidate);
        } else if let Some(mut worst) = self.kept.peek_mut()
            && candidate < *worst
        {
            *worst = candidate;
        }
    }

    /// The kept, best first.
    pub(crate) fn into_sorted(self) -> Vec<Candidate> {
        self.kept.into_sorted_vec()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidate(score: f32, published: i64, article: u64, ordinal: u32) -> Candidate {
        Candidate {
            score,
            published,
            article,
            ordinal,
            segment: 0,
            doc: 0,
        }
    }

    #[test]
    fn equal_scores_are_ordered_by_date_then_article_then_ordinal() {
        let mut candidates = [
            candidate(1.0, 5, 2, 0),
            candidate(1.0, 9, 7, 1),
            candidate(1.0, 9, 7, 0),
            candidate(1.0, 9, 3, 4),
            candidate(2.0, 1, 9, 9),
        ];
        candidates.sort();
        let order: Vec<_> = candidates
            .iter()
            .map(|one| (one.published, one.article, one.ordinal))
            .collect();
        assert_eq!(
            order,
            [(1, 9, 9), (9, 3, 4), (9, 7, 0), (9, 7, 1), (5, 2, 0)]
        );
    }

    #[test]
    fn rarer_terms_and_more_occurrences_weigh_more() {
        assert!(idf(1000.0, 1.0) > idf(1000.0, 100.0));
        assert!(idf(1000.0, 1000.0) > 0.0);
        let worth = |body| bm25f(2.0, Occurrences { body, title: 0.0 }, Norms::of(100, 0));
        assert!(worth(2.0) > worth(1.0));
        assert!(worth(1000.0) <= bm25f_bound(2.0));
    }

    #[test]
    fn no_length_makes_an_occurrence_count_for_more_than_the_most() {
        for words in [0, 1, 10, 100, 1000] {
            let norms = Norms::of(words, words);
            assert!(norms.body <= MOST_NORMS.body && norms.title <= MOST_NORMS.title);
        }
    }

    #[test]
    fn near_words_weigh_more_than_far_ones() {
        let near = proximity(1.0, 1.0, &[3, 40], &[4]);
        let far = proximity(1.0, 1.0, &[3], &[9]);
        assert!(near > far && far > 0.0);
        assert!(proximity(1.0, 1.0, &[3], &[90]) <= 0.0);
        assert!(proximity(1.0, 1.0, &[3], &[3]) <= 0.0);
    }

    proptest! {
        #[test]
        fn the_best_are_kept_whatever_the_order(
            scores in prop::collection::vec((0_u8..5, 0_i64..3, 0_u64..50), 0..60),
            size in 0_usize..12,
        ) {
            let mut all: Vec<_> = scores
                .iter()
                .zip(0..)
                .map(|((score, published, article), ordinal)| {
                    candidate(f32::from(*score), *published, *article, ordinal)
                })
                .collect();
            let mut top = Top::new(size);
            for one in &all {
                if top.admits(one.score) {
                    top.push(*one);
                }
            }
            all.sort();
            all.truncate(size);
            prop_assert_eq!(top.into_sorted(), all);
        }

        #[test]
        fn the_nearest_pair_is_found(
            left in prop::collection::btree_set(0_u32..60, 0..12),
            right in prop::collection::btree_set(0_u32..60, 0..12),
        ) {
            let (left, right): (Vec<_>, Vec<_>) = (left.into_iter().collect(), right.into_iter().collect());
            let pairs = left.iter().flat_map(|a| right.iter().map(move |b| a.abs_diff(*b)));
            prop_assert_eq!(nearest(&left, &right), pairs.filter(|distance| *distance > 0).min());
        }
    }
}
