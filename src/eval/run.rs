//! A run: what a system answered to each question, in the format of TREC.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::each_line;
use crate::error::Result;

/// By question: the articles found, the best first, each once, with their scores.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Run {
    /// By the id of the question.
    pub rankings: BTreeMap<String, Vec<(String, f32)>>,
}

impl Run {
    /// A run of these rankings.
    #[must_use]
    pub fn new(rankings: BTreeMap<String, Vec<(String, f32)>>) -> Self {
        Self { rankings }
    }

    /// Reads a run as `trec_eval` does: six fields a line (question, `Q0`, article, rank, score,
    /// tag), ordered by score; the rank decides between equal scores only.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file cannot be read,
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) naming the line that is no
    /// line of a run.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let mut lines: BTreeMap<String, Vec<(f32, u64, String)>> = BTreeMap::new();
        each_line(path.as_ref(), |line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let &[question, _, article, rank, score, _] = fields.as_slice() else {
                return Err("six fields are expected".to_owned());
            };
            let rank = rank.parse().map_err(|_| format!("no rank: {rank:?}"))?;
            let score: f32 = score.parse().map_err(|_| format!("no score: {score:?}"))?;
            let ranked = lines.entry(question.to_owned()).or_default();
            ranked.push((score, rank, article.to_owned()));
            Ok(())
        })?;
        let rankings = lines.into_iter().map(|(question, mut ranked)| {
            ranked.sort_by(|(left, left_rank, _), (right, right_rank, _)| {
                right.total_cmp(left).then(left_rank.cmp(right_rank))
            });
            let ranked = ranked
                .into_iter()
                .map(|(score, _, article)| (article, score));
            (question, ranked.collect())
        });
        Ok(Self::new(rankings.collect()))
    }

    /// The run as text; white space in ids, which the format has no place for, becomes `_`.
    ///
    /// ```
    /// use clippings::eval::Run;
    ///
    /// let run = Run::new([("q1".to_owned(), vec![("a b".to_owned(), 2.5)])].into());
    /// assert_eq!(run.to_trec("test"), "q1 Q0 a_b 1 2.5 test\n");
    /// ```
    #[must_use]
    pub fn to_trec(&self, tag: &str) -> String {
        let word = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("_");
        let mut out = String::new();
        for (question, ranked) in &self.rankings {
            for (rank, (article, score)) in (1_usize..).zip(ranked) {
                let (question, article, tag) = (word(question), word(article), word(tag));
                // Writing to a string cannot fail.
                let _: std::fmt::Result =
                    writeln!(out, "{question} Q0 {article} {rank} {score} {tag}");
            }
        }
        out
    }
}
