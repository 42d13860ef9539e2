//! A plan over all segments where fewer words may do: a passage is heard together with its article.

use tantivy::TERMINATED;

use super::collect::{Collected, Wanted};
use super::cursor::{Cursor, place};
use super::document::Role;
use super::engine_error;
use super::plan::Plan;
use super::snapshot::{Segment, Snapshot};
use crate::error::Result;
use crate::rank::{self, ArticleOccurrences, Candidate, Occurrences, Top};

impl Snapshot {
    /// As `collect`. The nearness of words is read last, and only of passages that it can bring
    /// among the best: their positions cost more than all else.
    pub(super) fn collect_with_articles(
        &self,
        plan: &Plan,
        wanted: Wanted<'_>,
    ) -> Result<Collected> {
        let open = |segment| {
            plan.open(self, segment, wanted.demand)
                .map_err(|error| engine_error("cannot read the postings", error))
        };
        let average = self.article_words();
        let favours = plan.likely.favours();
        let mut nearest: f32 = 0.0;
        let mut top = Top::new(wanted.size);
        let mut kept: Vec<Candidate> = Vec::new();
        let mut total = 0;
        for (ordinal, segment) in (0..).zip(&self.segments) {
            let cursor = open(segment)?;
            let bound = cursor.nearness_bound();
            nearest = nearest.max(bound);
            let walk = Walk {
                segment,
                favours: &favours,
                average,
                wanted,
                weights: cursor.weights(),
                heard: Vec::new(),
                words: Vec::new(),
            };
            total += walk.run(cursor, |doc, ordinal_in_article, score| {
                let is_known = wanted.known.contains(&(ordinal, doc));
                if !is_known && top.admits(score + bound) {
                    let candidate = segment.candidate(ordinal, doc, ordinal_in_article, score);
                    kept.push(candidate);
                    if top.admits(score) {
                        top.push(candidate);
                    }
                }
            });
        }
        kept.retain(|candidate| top.admits(candidate.score + nearest));
        kept.sort_by_key(|candidate| (candidate.segment, candidate.doc));
        let mut best = Top::new(wanted.size);
        for of_segment in kept.chunk_by(|one, other| one.segment == other.segment) {
            let segment = of_segment.first().map_or(0, |first| first.segment as usize);
            let Some(segment) = self.segments.get(segment) else {
                continue;
            };
            let mut cursor = open(segment)?;
            for candidate in of_segment {
                cursor.seek(candidate.doc);
                let score = candidate.score + cursor.nearness(candidate.doc);
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

/// A walk through one segment, article by article.
struct Walk<'a> {
    segment: &'a Segment,
    /// What a passage is worth by the number of its language.
    favours: &'a [f32; 256],
    /// The average length of an article, in words.
    average: f32,
    wanted: Wanted<'a>,
    weights: Vec<f32>,
    /// The passages of the current article that match.
    heard: Vec<Heard>,
    /// How often each word occurs in each of them: a row for each passage.
    words: Vec<Occurrences>,
}

struct Heard {
    doc: u32,
    ordinal: u32,
    /// Whether more than the title of its article answers, or it stands for the article.
    answers: bool,
    /// What all else than the words is worth.
    worth: f32,
}

impl Walk<'_> {
    /// Shows every passage that answers, with its score but for the nearness of words.
    fn run(mut self, mut cursor: Cursor<'_>, mut show: impl FnMut(u32, u32, f32)) -> u64 {
        let mut total = 0;
        let mut article = None;
        let mut doc = cursor.doc();
        while doc != TERMINATED {
            let (ordinal, role) = place(self.segment, doc);
            if self.segment.is_alive(doc) && self.wanted.opens(role) {
                let key = self.segment.article.first(doc);
                if key != article {
                    self.settle(&mut show);
                    article = key;
                }
                let worth = cursor.split(doc, &mut self.words);
                let answers = role == Role::Lead || cursor.is_in_body(doc);
                total += u64::from(answers);
                self.heard.push(Heard {
                    doc,
                    ordinal,
                    answers,
                    worth,
                });
            }
            doc = cursor.seek(doc + 1);
        }
        self.settle(&mut show);
        total
    }

    /// Scores the passages of an article when all of them are known.
    fn settle(&mut self, show: &mut impl FnMut(u32, u32, f32)) {
        let Some(first) = self.heard.first() else {
            return;
        };
        let length = self.article_words(first) / self.average;
        let width = self.weights.len().max(1);
        let mut around = 0.0;
        for (column, idf) in self.weights.iter().enumerate() {
            let mut seen = ArticleOccurrences {
                length,
                ..ArticleOccurrences::default()
            };
            for row in self.words.iter().skip(column).step_by(width) {
                seen.body += row.body;
                // Each passage counts its article's title as its own.
                seen.title = seen.title.max(row.title);
            }
            around += rank::around(*idf, &seen);
        }
        for (heard, row) in self.heard.iter().zip(self.words.chunks(width)) {
            if heard.answers {
                let words = row.iter().zip(&self.weights);
                let worth = words.fold(heard.worth, |sum, (seen, idf)| {
                    sum + rank::bm25f(*idf, seen)
                });
                let favour = self.segment.favour(self.favours, heard.doc);
                show(heard.doc, heard.ordinal, favour * (worth + around));
            }
        }
        self.heard.clear();
        self.words.clear();
    }

    /// The length of the article that a passage belongs to: its passages lie side by side.
    fn article_words(&self, passage: &Heard) -> f32 {
        let segment = self.segment;
        let article = segment.article.first(passage.doc);
        let begin = passage.doc.saturating_sub(passage.ordinal);
        let docs = begin..segment.reader.max_doc();
        let of_article = docs.take_while(|doc| segment.article.first(*doc) == article);
        of_article.map(|doc| segment.words(doc)).sum()
    }
}
