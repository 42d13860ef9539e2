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
            let mut top = Top::new(wanted.size);
            let mut total = 0;
            for (ordinal, segment) in (0..).zip(&self.segments) {
                let unreadable = |error| engine_error("cannot read the postings", error);
                let union = plan.open_union(self, segment).map_err(unreadable)?;
                total += if let Some(union) = union {
                    union.walk(ordinal, wanted, &mut top)
                } else {
                    let cursor = plan.open(self, segment).map_err(unreadable)?;
                    walk(segment, ordinal, cursor, wanted, &mut top)
                };
            }
            Ok(Collected {
                candidates: top.into_sorted(),
                total,
            })
        })
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
