//! Where a person is named, remembered: a full name asked for again is not looked for again.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use tantivy::TERMINATED;
use tantivy::index::SegmentId;

use super::full_name::{FullNameCursor, FullNamePlan, Named};
use super::remembered::Remembered;
use super::segment::Segment;
use super::snapshot::Snapshot;

/// So many passages of all names are remembered, of 16 bytes each.
const MAX_ROWS: usize = 400_000;
/// Who is named in more passages of one segment is looked for each time.
const MAX_ROWS_OF_ONE: usize = MAX_ROWS / 4;

/// The passages that name a person, by segment. Segments never change, so that states of an index share it;
/// what is deleted is told where it is read.
pub(super) struct KnownNames {
    hasher: RandomState,
    lists: Remembered<Key, Named>,
}

/// A segment, and a name in all its forms.
type Key = (SegmentId, u64);

impl Default for KnownNames {
    fn default() -> Self {
        Self {
            hasher: RandomState::default(),
            lists: Remembered::new(MAX_ROWS),
        }
    }
}

/// The passages of a segment that name a person.
pub(super) enum NameCursor<'a> {
    Sought(Box<FullNameCursor<'a>>),
    Known {
        segment: &'a Segment,
        list: Arc<[Named]>,
        at: usize,
        idf: f32,
    },
}

impl Snapshot {
    /// Opens a name; `alone` if all passages that hold it are going to be read.
    pub(super) fn open_name<'a>(
        &self,
        plan: &FullNamePlan,
        segment: &'a Segment,
        idf: f32,
        alone: bool,
    ) -> tantivy::Result<NameCursor<'a>> {
        let known_names = &self.known_names;
        let key = (
            segment.reader.segment_id(),
            known_names.hasher.hash_one(plan),
        );
        let known = |list| NameCursor::Known {
            segment,
            list,
            at: 0,
            idf,
        };
        if let Some(list) = known_names.lists.get(&key) {
            return Ok(known(list));
        }
        if alone
            && let Some(list) =
                FullNameCursor::open(plan, segment, self, idf)?.read_all(MAX_ROWS_OF_ONE)
        {
            let list = list.into();
            known_names.lists.put(key, &list);
            return Ok(known(list));
        }
        let mut cursor = FullNameCursor::open(plan, segment, self, idf)?;
        cursor.seek(0);
        Ok(NameCursor::Sought(Box::new(cursor)))
    }
}

impl NameCursor<'_> {
    fn current(&self) -> Option<&Named> {
        match self {
            Self::Sought(cursor) => cursor.current(),
            Self::Known { list, at, .. } => list.get(*at),
        }
    }

    pub(super) fn doc(&self) -> u32 {
        self.current().map_or(TERMINATED, Named::doc)
    }

    pub(super) fn seek(&mut self, target: u32) -> u32 {
        match self {
            Self::Sought(cursor) => cursor.seek(target),
            Self::Known { list, at, .. } => {
                let ahead = list.get(*at..).unwrap_or_default();
                // Most are asked for one after the other.
                *at += match ahead.iter().take(4).position(|named| named.doc() >= target) {
                    Some(near) => near,
                    None => ahead.partition_point(|named| named.doc() < target),
                };
                self.doc()
            }
        }
    }

    /// Whether the article of the current passage holds the full name.
    pub(super) fn is_full(&self) -> bool {
        self.current().is_some_and(Named::is_full)
    }

    /// Whether the body of the current passage names the person.
    pub(super) fn is_in_body(&self) -> bool {
        self.current().is_some_and(Named::is_in_body)
    }

    pub(super) fn worth(&self) -> f32 {
        let (segment, idf) = match self {
            Self::Sought(cursor) => cursor.weighed(),
            Self::Known { segment, idf, .. } => (*segment, *idf),
        };
        self.current()
            .map_or(0.0, |named| named.worth(segment, idf))
    }

    /// The most that the current passage can be worth, however short it is.
    pub(super) fn bound(&self) -> f32 {
        let idf = match self {
            Self::Sought(cursor) => cursor.weighed().1,
            Self::Known { idf, .. } => *idf,
        };
        self.current().map_or(0.0, |named| named.bound(idf))
    }
}
