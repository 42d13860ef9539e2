//! What is asked of passages that is worth nothing: filters, and what they must not hold.

use std::sync::Arc;

use tantivy::columnar::Column;

use super::bits::{combine, is_set, set_bit};
use super::cursor::Cursor;
use super::open::Read;
use super::plan::{Plan, PlanNode};
use super::remembered::Room;
use super::segment::Segment;
use super::snapshot::Snapshot;
use crate::query::Filter;

/// Passages of a segment, a bit for each.
#[derive(Debug)]
pub(super) struct Set(Vec<u64>);

impl Set {
    /// Of 64 passages those that are in it.
    pub(super) fn row(&self, row: usize) -> u64 {
        self.0.get(row).copied().unwrap_or(0)
    }

    pub(super) fn rows(&self) -> &[u64] {
        &self.0
    }
}

impl Room for Set {
    fn room(&self) -> usize {
        size_of_val(self.0.as_slice())
    }
}

/// What is asked of a passage that is worth nothing.
#[derive(Default)]
pub(super) struct Conditions<'a> {
    /// The passages that pass what sets tell; all where these tell nothing.
    passing: Option<Arc<Set>>,
    /// The others.
    filters: Vec<Test>,
    excluded: Vec<Cursor<'a>>,
}

impl Conditions<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.passing.is_none() && self.are_told()
    }

    /// Whether a set tells of each passage if they hold.
    pub(super) fn are_told(&self) -> bool {
        self.filters.is_empty() && self.excluded.is_empty()
    }

    /// The passages that pass what a set tells; `None` where it tells nothing.
    pub(super) fn passing(&self) -> Option<&Set> {
        self.passing.as_deref()
    }

    /// Of 64 passages those that pass what a set tells.
    pub(super) fn passing_of_row(&self, row: usize) -> u64 {
        self.passing().map_or(u64::MAX, |passing| passing.row(row))
    }

    /// Whether all hold for a passage; each is asked of later ones only.
    pub(super) fn keep(&mut self, segment: &Segment, doc: u32) -> bool {
        let passes = (self.passing()).is_none_or(|passing| is_set(passing.rows(), doc as usize));
        passes
            && self.filters.iter().all(|test| test.holds(segment, doc))
            && !self
                .excluded
                .iter_mut()
                .any(|cursor| cursor.seek(doc) == doc)
    }
}

impl Plan {
    /// What is asked of all passages that is worth nothing.
    pub(super) fn root_conditions<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
        read: Read,
    ) -> tantivy::Result<Conditions<'a>> {
        match &self.root {
            PlanNode::All {
                filters, excluded, ..
            } => self.conditions(snapshot, segment, (filters, excluded), read),
            _ => Ok(Conditions::default()),
        }
    }

    /// Filters and what is excluded, told by a set but for what is neither remembered nor may be read.
    pub(super) fn conditions<'a>(
        &self,
        snapshot: &Snapshot,
        segment: &'a Segment,
        (filters, excluded): (&[Filter], &[PlanNode]),
        read: Read,
    ) -> tantivy::Result<Conditions<'a>> {
        let mut conditions = Conditions::default();
        let (mut sets, mut out) = (Vec::new(), Vec::new());
        for test in filters.iter().map(|filter| snapshot.test(filter)) {
            match test.told(snapshot, segment, read) {
                Some(set) => sets.push(set),
                None => conditions.filters.push(test),
            }
        }
        for node in excluded {
            match self.told(snapshot, segment, node, read)? {
                Some(set) => out.push(set),
                None => (conditions.excluded).push(self.node(snapshot, segment, node)?),
            }
        }
        conditions.passing = match (sets.as_slice(), out.as_slice()) {
            ([], []) => None,
            ([set], []) => Some(Arc::clone(set)),
            _ => {
                let mut passing = vec![u64::MAX; segment.row_count()];
                for set in &sets {
                    combine(&mut passing, set.rows(), |one, other| one & other);
                }
                for set in &out {
                    combine(&mut passing, set, |one, other| one & !other);
                }
                Some(Arc::new(Set(passing)))
            }
        };
        Ok(conditions)
    }

    /// The passages that match, if all that is asked of them is remembered or may be read.
    fn told(
        &self,
        snapshot: &Snapshot,
        segment: &Segment,
        node: &PlanNode,
        read: Read,
    ) -> tantivy::Result<Option<Vec<u64>>> {
        let told = |node| self.told(snapshot, segment, node, read);
        match node {
            PlanNode::Part(part) => {
                let Some(part) = self.parts.get(*part) else {
                    return Ok(Some(vec![0; segment.row_count()]));
                };
                let known = part.known(snapshot, segment, true, read)?;
                Ok(known.map(|known| known.rows().held(segment.row_count())))
            }
            PlanNode::Any(nodes) => {
                let mut set = vec![0; segment.row_count()];
                for node in nodes {
                    let Some(other) = told(node)? else {
                        return Ok(None);
                    };
                    combine(&mut set, &other, |one, other| one | other);
                }
                Ok(Some(set))
            }
            PlanNode::All {
                required,
                filters,
                excluded,
            } => {
                let conditions = (filters.as_slice(), excluded.as_slice());
                let conditions = self.conditions(snapshot, segment, conditions, read)?;
                if !conditions.are_told() {
                    return Ok(None);
                }
                let mut set = match conditions.passing() {
                    Some(passing) => passing.rows().to_vec(),
                    None => vec![u64::MAX; segment.row_count()],
                };
                for node in required {
                    let Some(other) = told(node)? else {
                        return Ok(None);
                    };
                    combine(&mut set, &other, |one, other| one & other);
                }
                Ok(Some(set))
            }
        }
    }
}

/// What a filter asks of a passage. Keys and codes are sorted.
#[derive(Debug, Hash)]
pub(super) enum Test {
    Source(Vec<u64>),
    /// Of any of these languages.
    Language(Vec<u64>),
    From(Vec<u64>),
    AtOrAfter(i64),
    Before(i64),
}

impl Test {
    fn holds(&self, segment: &Segment, doc: u32) -> bool {
        let is_one = |codes: &[u64], column: &Column<u64>| {
            let code = column.first(doc);
            code.is_some_and(|code| codes.binary_search(&code).is_ok())
        };
        let published = || segment.published.first(doc);
        match self {
            Self::Source(keys) => is_one(keys, &segment.source),
            Self::Language(codes) => is_one(codes, &segment.language),
            Self::From(codes) => is_one(codes, &segment.origin),
            Self::AtOrAfter(seconds) => published().is_some_and(|date| date >= *seconds),
            Self::Before(seconds) => published().is_some_and(|date| date < *seconds),
        }
    }

    /// The passages of a segment for which it holds, if they are remembered or may be read.
    fn told(&self, snapshot: &Snapshot, segment: &Segment, read: Read) -> Option<Arc<Set>> {
        let known_parts = &snapshot.known_parts;
        let key = known_parts.key(segment.reader.segment_id(), ("filter", self));
        if let Some(known) = known_parts.known_passing(&key) {
            return Some(known);
        }
        let is_due = read.is_due(known_parts, key, || 0);
        is_due.then(|| known_parts.put_passing(key, self.passing(segment)))
    }

    /// All passages of a segment for which it holds.
    fn passing(&self, segment: &Segment) -> Set {
        let passages = segment.reader.max_doc();
        let are_one = |codes: &[u64], column: &Column<u64>| {
            passing(column, passages, |code| codes.binary_search(&code).is_ok())
        };
        let published = &segment.published;
        match self {
            Self::Source(keys) => are_one(keys, &segment.source),
            Self::Language(codes) => are_one(codes, &segment.language),
            Self::From(codes) => are_one(codes, &segment.origin),
            Self::AtOrAfter(seconds) => passing(published, passages, |date| date >= *seconds),
            Self::Before(seconds) => passing(published, passages, |date| date < *seconds),
        }
    }
}

/// The passages whose first value is such, 64 at a time.
fn passing<T>(column: &Column<T>, passages: u32, holds: impl Fn(T) -> bool) -> Set
where
    T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static,
{
    let mut set = vec![0; passages.div_ceil(64) as usize];
    let mut values = [None; 64];
    // The passages of an article have the same, side by side.
    let (mut last, mut holds_last) = (None, false);
    let docs: Vec<u32> = (0..passages).collect();
    for docs in docs.chunks(values.len()) {
        let values = values.get_mut(..docs.len()).unwrap_or_default();
        values.fill(None);
        column.first_vals(docs, values);
        for (doc, value) in docs.iter().zip(values) {
            if *value != last {
                holds_last = value.is_some_and(&holds);
                last = *value;
            }
            if holds_last {
                set_bit(&mut set, *doc as usize);
            }
        }
    }
    Set(set)
}
