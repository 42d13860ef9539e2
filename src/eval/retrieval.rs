//! The questions of a collection, asked of an index.

use std::collections::HashSet;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::measures::share;
use super::{Collection, Run};
use crate::error::Result;
use crate::query::{MAX_WINDOW, Query};
use crate::results::{Field, Hit};
use crate::searcher::Searcher;

/// What an index answered to the questions of a collection.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Answers {
    /// The articles found, each at the place of its best passage.
    pub run: Run,
    /// Questions whose answer is known.
    pub answerable: usize,
    /// Of these, the part whose first passage is the one with the answer.
    pub passage_at_1: f64,
    /// The part with such a passage among the first ten.
    pub passage_at_10: f64,
    /// The part with such a passage among the first ten in which a highlight touches the answer.
    pub highlight_at_10: f64,
    /// How long the questions took, highlights included.
    pub times: Percentiles,
}

/// Times of many calls, in microseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Percentiles {
    /// Half of the calls took no longer.
    pub p50_us: u64,
    /// 99 of 100 took no longer.
    pub p99_us: u64,
}

impl Percentiles {
    /// Of these times in microseconds; zeros for none.
    #[must_use]
    pub fn of(mut times: Vec<u64>) -> Self {
        times.sort_unstable();
        let at = |percent: usize| {
            let rank = (times.len() * percent).div_ceil(100).saturating_sub(1);
            times.get(rank).copied().unwrap_or(0)
        };
        Self {
            p50_us: at(50),
            p99_us: at(99),
        }
    }
}

impl Answers {
    /// Asks every question as words, as a reader would type them, for the first `depth` articles.
    ///
    /// # Errors
    ///
    /// As [`Searcher::search`].
    pub fn of(searcher: &Searcher, collection: &Collection, depth: usize) -> Result<Self> {
        let mut run = Run::default();
        let mut times = Vec::new();
        let (mut answerable, mut first, mut among_ten, mut touched) = (0, 0, 0, 0);
        for question in &collection.questions {
            let query = Query::word(&question.text);
            let asked = Instant::now();
            let results = searcher.search(query.clone())?;
            times.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
            if let Some(answers) = collection.answers.get(&question.id) {
                let is_answer = |hit: &Hit| {
                    answers.iter().any(|answer| {
                        answer.article == hit.article.id
                            && answer.span.start < hit.passage.end
                            && hit.passage.start < answer.span.end
                    })
                };
                let is_touched = |hit: &Hit| {
                    let mut marked = hit.highlights.iter();
                    marked.any(|mark| {
                        mark.field == Field::Body
                            && answers.iter().any(|answer| {
                                answer.article == hit.article.id
                                    && answer.span.start < mark.end
                                    && mark.start < answer.span.end
                            })
                    })
                };
                answerable += 1;
                first += usize::from(results.hits.first().is_some_and(is_answer));
                among_ten += usize::from(results.hits.iter().any(is_answer));
                touched += usize::from(results.hits.iter().any(is_touched));
            }
            let ranking = articles(searcher, &query, depth)?;
            run.rankings.insert(question.id.clone(), ranking);
        }
        Ok(Self {
            run,
            answerable,
            passage_at_1: share(first, answerable),
            passage_at_10: share(among_ten, answerable),
            highlight_at_10: share(touched, answerable),
            times: Percentiles::of(times),
        })
    }
}

/// The first `depth` articles, each at the place of its best passage.
fn articles(searcher: &Searcher, query: &Query, depth: usize) -> Result<Vec<(String, f32)>> {
    let mut limit = depth.clamp(1, MAX_WINDOW);
    loop {
        let results = searcher.search(query.clone().limit(limit))?;
        let is_all = results.hits.len() < limit || limit == MAX_WINDOW;
        let mut seen = HashSet::new();
        let mut ranking = Vec::new();
        for hit in results.hits {
            if ranking.len() < depth && seen.insert(hit.article.id.clone()) {
                ranking.push((hit.article.id.clone(), hit.score));
            }
        }
        if is_all || ranking.len() == depth {
            return Ok(ranking);
        }
        limit = (limit * 2).min(MAX_WINDOW);
    }
}
