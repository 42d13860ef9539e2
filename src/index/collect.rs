//! A plan over all segments to the best candidates and the number of all matches.

use std::collections::HashSet;

use tantivy::TERMINATED;

use super::cursor::Cursor;
use super::document::Role;
use super::plan::{Demand, Plan};
use super::segment::Segment;
use super::snapshot::Snapshot;
use super::{engine_error, guarded};
use crate::error::Result;
use crate::rank::{Candidate, Top};

/// What a run over the index found.
#[derive(Debug)]
pub(crate) struct Collected {
    /// The best, best first.
    pub(crate) candidates: Vec<Candidate>,
    /// How many passages match.
    pub(crate) total: u64,
}

/// What is asked of a run beyond the query.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) demand: Demand,
    /// How many candidates are kept.
    pub(crate) size: usize,
    pub(crate) leftovers: bool,
    /// Passages (segment, document) that are counted but not kept.
    pub(crate) known: &'a HashSet<(u32, u32)>,
}

impl Wanted<'_> {
    /// Whether a passage of this role may answer.
    pub(super) fn opens(&self, role: Role) -> bool {
        match role {
            Role::Text | Role::Lead => true,
            Role::Leftover => self.leftovers,
            Role::Record => false,
        }
    }
}

impl Segment {
    pub(super) fn candidate(&self, segment: u32, doc: u32, score: f32) -> Candidate {
        Candidate {
            score,
            published: self.published.first(doc).unwrap_or(i64::MIN),
            article: self.article.first(doc).unwrap_or(0),
            ordinal: self.place(doc).0,
            segment,
            doc,
        }
    }
}

impl Snapshot {
    pub(crate) fn collect(&self, plan: &Plan, wanted: Wanted<'_>) -> Result<Collected> {
        guarded("search", || {
            if let Demand::Most(share) = wanted.demand {
                return self.collect_with_articles(plan, share, wanted);
            }
            let unreadable = |error| engine_error("cannot read the postings", error);
            let combined = plan.open_combined(self).map_err(unreadable)?;
            let Some(combined) = combined else {
                return self.collect_one_by_one(plan, wanted).map_err(unreadable);
            };
            let mut best = Best::new(wanted.size);
            best.expect_nearness(plan.nearness_bound());
            let mut total = 0;
            for (ordinal, segment) in (0..).zip(combined) {
                total += segment.walk(ordinal, wanted, &mut best);
            }
            let candidates = self.with_nearness(best, wanted.size, |segment| {
                let mut words = plan.open_words(segment)?;
                Ok(move |doc| words.worth(doc))
            });
            Ok(Collected {
                candidates: candidates.map_err(unreadable)?,
                total,
            })
        })
    }

    /// As `collect`, where one passage after the other is asked whether it matches.
    fn collect_one_by_one(&self, plan: &Plan, wanted: Wanted<'_>) -> tantivy::Result<Collected> {
        let mut top = Top::new(wanted.size);
        let mut total = 0;
        for (ordinal, segment) in (0..).zip(&self.segments) {
            let cursor = plan.open(self, segment)?;
            total += walk(segment, ordinal, cursor, wanted, &mut top);
        }
        Ok(Collected {
            candidates: top.into_sorted(),
            total,
        })
    }

    /// The best, with what the nearness of words is worth in them, which `open` tells of the passages of a
    /// segment in their order.
    pub(super) fn with_nearness<'a, F: FnMut(u32) -> f32>(
        &'a self,
        best: Best,
        size: usize,
        open: impl Fn(&'a Segment) -> tantivy::Result<F>,
    ) -> tantivy::Result<Vec<Candidate>> {
        let Best {
            top,
            mut kept,
            nearest,
        } = best;
        if nearest <= 0.0 {
            return Ok(top.into_sorted());
        }
        kept.retain(|(candidate, nearness)| top.admits(candidate.score + nearness));
        let mut kept: Vec<Candidate> = kept.into_iter().map(|(candidate, _)| candidate).collect();
        kept.sort_by_key(|candidate| (candidate.segment, candidate.doc));
        let mut best = Top::new(size);
        for of_segment in kept.chunk_by(|one, other| one.segment == other.segment) {
            let segment = of_segment.first().map_or(0, |first| first.segment as usize);
            let Some(segment) = self.segments.get(segment) else {
                continue;
            };
            let mut nearness = open(segment)?;
            for candidate in of_segment {
                let score = candidate.score + nearness(candidate.doc);
                if best.admits(score) {
                    best.push(Candidate {
                        score,
                        ..*candidate
                    });
                }
            }
        }
        Ok(best.into_sorted())
    }
}

/// The best passages before the nearness of their words is known.
pub(super) struct Best {
    top: Top,
    /// All that nearness could bring among them, each with the most that it can give there.
    kept: Vec<(Candidate, f32)>,
    /// The most that nearness can give.
    nearest: f32,
}

impl Best {
    pub(super) fn new(size: usize) -> Self {
        Self {
            top: Top::new(size),
            kept: Vec::new(),
            nearest: 0.0,
        }
    }

    /// Nearness may be worth so much, in any segment; to be told before anything is pushed.
    pub(super) fn expect_nearness(&mut self, bound: f32) {
        self.nearest = self.nearest.max(bound);
    }

    pub(super) fn admits(&self, score: f32) -> bool {
        self.admits_beside(score, self.nearest)
    }

    /// Whether it admits a score beside so much for nearness.
    pub(super) fn admits_beside(&self, score: f32, nearness: f32) -> bool {
        self.top.admits(score + nearness)
    }

    /// Nothing is admitted that is worth less with its nearness.
    pub(super) fn least(&self) -> f32 {
        self.top.least()
    }

    pub(super) fn push(&mut self, candidate: Candidate) {
        self.push_beside(candidate, self.nearest);
    }

    pub(super) fn push_beside(&mut self, candidate: Candidate, nearness: f32) {
        if self.nearest > 0.0 {
            if self.kept.len() == self.kept.capacity() {
                // Before it grows, what is no longer admitted goes.
                let top = &self.top;
                (self.kept).retain(|(candidate, nearness)| top.admits(candidate.score + nearness));
            }
            self.kept.push((candidate, nearness));
        }
        if self.top.admits(candidate.score) {
            self.top.push(candidate);
        }
    }
}

fn walk(
    segment: &Segment,
    ordinal: u32,
    mut cursor: Cursor<'_>,
    wanted: Wanted<'_>,
    top: &mut Top,
) -> u64 {
    let mut total = 0;
    let bound = cursor.nearness_bound();
    let mut doc = cursor.doc();
    while doc != TERMINATED {
        if segment.is_alive(doc) {
            let (_, role) = segment.place(doc);
            let is_open = wanted.opens(role);
            let (is_in_body, worth) = if is_open {
                cursor.judge(doc, |most| top.admits(most + bound))
            } else {
                (false, f32::NEG_INFINITY)
            };
            // The title stands with every passage, but answers for its article only once.
            if is_open && (role == Role::Lead || is_in_body) {
                total += 1;
                if top.admits(worth + bound) && !wanted.known.contains(&(ordinal, doc)) {
                    let score = worth + cursor.nearness(doc);
                    if top.admits(score) {
                        top.push(segment.candidate(ordinal, doc, score));
                    }
                }
            }
        }
        doc = cursor.seek(doc + 1);
    }
    total
}
