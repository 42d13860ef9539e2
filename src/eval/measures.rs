//! What a ranking is worth against judgements. No index, no files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The measures of a run, each from 0 to 1, averaged over questions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Measures {
    /// How many questions were averaged over.
    pub questions: usize,
    /// See [`ndcg`].
    pub ndcg_at_10: f64,
    /// See [`reciprocal_rank`].
    pub mrr_at_10: f64,
    /// See [`recall`].
    pub recall_at_10: f64,
    /// See [`recall`].
    pub recall_at_100: f64,
}

impl Measures {
    /// Of one question: the articles in order, and the grades of those that answer.
    #[must_use]
    pub fn of(ranked: &[&str], judged: &BTreeMap<String, u32>) -> Self {
        Self {
            questions: 1,
            ndcg_at_10: ndcg(ranked, judged, 10),
            mrr_at_10: reciprocal_rank(ranked, judged, 10),
            recall_at_10: recall(ranked, judged, 10),
            recall_at_100: recall(ranked, judged, 100),
        }
    }
}

/// Normalised discounted cumulative gain of the first `k`: each grade divided by the binary
/// logarithm of its rank plus one, over the same sum for the best order.
///
/// The variant with linear gain (Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR
/// techniques", 2002), which `trec_eval`'s `ndcg_cut` computes; not that with gain 2^grade - 1.
///
/// ```
/// use clippings::eval::ndcg;
///
/// let judged = [("a".to_owned(), 2), ("b".to_owned(), 1)].into();
/// assert_eq!(ndcg(&["a", "b"], &judged, 10), 1.0);
/// assert!((ndcg(&["x", "a"], &judged, 10) - 0.4796).abs() < 1e-4);
/// ```
#[must_use]
pub fn ndcg(ranked: &[&str], judged: &BTreeMap<String, u32>, k: usize) -> f64 {
    let discounted = |grades: &mut dyn Iterator<Item = u32>| {
        let discounts = (2_u32..).map(|rank| f64::from(rank).log2());
        let gains = grades.take(k).zip(discounts);
        gains
            .map(|(grade, discount)| f64::from(grade) / discount)
            .sum::<f64>()
    };
    let mut best: Vec<u32> = judged.values().copied().collect();
    best.sort_unstable_by(|left, right| right.cmp(left));
    let ideal = discounted(&mut best.into_iter());
    if ideal == 0.0 {
        return 0.0;
    }
    let mut grades = ranked
        .iter()
        .map(|id| judged.get(*id).copied().unwrap_or(0));
    discounted(&mut grades) / ideal
}

/// One over the rank of the first article that answers, 0 if none of the first `k` does
/// (Voorhees, "The TREC-8 Question Answering Track Report", 1999).
#[must_use]
pub fn reciprocal_rank(ranked: &[&str], judged: &BTreeMap<String, u32>, k: usize) -> f64 {
    let mut ranks = (1_u32..).zip(ranked.iter().take(k));
    let first = ranks.find(|(_, id)| judged.contains_key(**id));
    first.map_or(0.0, |(rank, _)| 1.0 / f64::from(rank))
}

/// What part of the articles that answer is among the first `k`.
#[must_use]
pub fn recall(ranked: &[&str], judged: &BTreeMap<String, u32>, k: usize) -> f64 {
    let found = ranked.iter().take(k);
    let found = found.filter(|id| judged.contains_key(**id)).count();
    share(found, judged.len())
}

/// A part of a whole; 0 of nothing.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a collection are small"
)]
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// The mean of each measure over questions.
pub(super) fn mean(each: impl Iterator<Item = Measures>) -> Measures {
    let mut sum = Measures::default();
    for one in each {
        sum.questions += one.questions;
        sum.ndcg_at_10 += one.ndcg_at_10;
        sum.mrr_at_10 += one.mrr_at_10;
        sum.recall_at_10 += one.recall_at_10;
        sum.recall_at_100 += one.recall_at_100;
    }
    let part = share(1, sum.questions);
    Measures {
        questions: sum.questions,
        ndcg_at_10: sum.ndcg_at_10 * part,
        mrr_at_10: sum.mrr_at_10 * part,
        recall_at_10: sum.recall_at_10 * part,
        recall_at_100: sum.recall_at_100 * part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged() -> BTreeMap<String, u32> {
        [("a", 3), ("b", 2), ("c", 1)]
            .into_iter()
            .map(|(id, grade)| (id.to_owned(), grade))
            .collect()
    }

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-6
    }

    #[test]
    fn gain_is_linear_and_discounted_by_rank() {
        // 3 + 2 / log2(3) + 1 / log2(4) is the best; `x` counts nothing.
        let best = 3.0 + 2.0 / 3_f64.log2() + 0.5;
        let found = 2.0 + 3.0 / 4_f64.log2();
        assert!(close(ndcg(&["b", "x", "a"], &judged(), 10), found / best));
        assert!(close(ndcg(&["a", "b", "c"], &judged(), 10), 1.0));
        assert!(close(ndcg(&["c"], &judged(), 1), 1.0 / 3.0));
        assert!(close(ndcg(&[], &judged(), 10), 0.0));
        assert!(close(ndcg(&["a"], &BTreeMap::new(), 10), 0.0));
    }

    #[test]
    fn ranks_beyond_k_do_not_count() {
        assert!(close(reciprocal_rank(&["x", "c"], &judged(), 10), 0.5));
        assert!(close(reciprocal_rank(&["x", "c"], &judged(), 1), 0.0));
        assert!(close(recall(&["x", "c", "a"], &judged(), 10), 2.0 / 3.0));
        assert!(close(recall(&["x", "c", "a"], &judged(), 2), 1.0 / 3.0));
    }
}
