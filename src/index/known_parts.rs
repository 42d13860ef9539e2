//! Where the parts of queries stand, remembered: what is asked for again is not read again.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;

use super::conditions::Set;
use super::impacts::Impacts;
use super::known_part::KnownPart;
use super::remembered::{Remembered, Room};

/// Which part of them is for impacts.
const SHARE_OF_IMPACTS: usize = 4;
/// Which part of them is for filters.
const SHARE_OF_FILTERS: usize = 16;
/// How often a part is asked for again until it was worth while to read it.
const HITS_TO_REPAY: usize = 4;
/// What takes more than this part of the room for parts is read only if all of it is asked for.
const SMALL: usize = 64;
/// So many parts that were asked for once are told from those that never were.
const MAX_ASKED: usize = 50_000;

/// The parts that were asked for. Segments never change, so that states of an index share it; what is
/// deleted is told where it is read.
#[derive(Default)]
pub(super) struct KnownParts {
    hasher: RandomState,
    parts: Remembered<PartKey, KnownPart>,
    /// What they are worth in articles, by the average length of an article, in bits.
    impacts: Remembered<(PartKey, u32), Impacts>,
    /// The passages that pass filters.
    passing: Remembered<PartKey, Set>,
    /// What was asked for once: it may never be again.
    asked: Mutex<HashSet<PartKey>>,
    /// How many bytes may be read for later: what was, less what of it was asked for again.
    credit: AtomicUsize,
    /// Whether it was told how much room there is.
    is_limited: AtomicBool,
}

/// A segment, and all terms of a part.
pub(super) type PartKey = (SegmentId, u64);

impl KnownParts {
    /// From now on of so many bytes.
    pub(super) fn resize(&self, bytes: usize) {
        let of_impacts = bytes / SHARE_OF_IMPACTS;
        let of_filters = bytes / SHARE_OF_FILTERS;
        let of_parts = bytes - of_impacts - of_filters;
        let more = of_parts.saturating_sub(self.parts.most());
        self.parts.resize(of_parts);
        self.impacts.resize(of_impacts);
        self.passing.resize(of_filters);
        self.change_credit(|credit| (credit + more).min(of_parts));
    }

    /// From now on nothing is remembered, and as much may be read as at first.
    pub(super) fn forget(&self) {
        self.parts.forget();
        self.change_credit(|_| self.parts.most());
        self.impacts.forget();
        self.passing.forget();
    }

    pub(super) fn is_limited(&self) -> bool {
        self.is_limited.load(Ordering::Relaxed)
    }

    /// How much room there is, is told from now on.
    pub(super) fn be_limited(&self) {
        self.is_limited.store(true, Ordering::Relaxed);
    }

    pub(super) fn key(&self, segment: SegmentId, terms: impl Hash) -> PartKey {
        (segment, self.hasher.hash_one(terms))
    }

    pub(super) fn get(&self, key: &PartKey) -> Option<Arc<KnownPart>> {
        let known = self.parts.get(key)?;
        let most = self.parts.most();
        self.change_credit(|credit| (credit + known.room() / HITS_TO_REPAY).min(most));
        Some(known)
    }

    fn change_credit(&self, change: impl Fn(usize) -> usize) {
        // Two threads may change it at once: it need not be exact.
        let credit = self.credit.load(Ordering::Relaxed);
        self.credit.store(change(credit), Ordering::Relaxed);
    }

    /// Whether it is worth while to read more of a part than is asked for, which takes so much room: it was asked
    /// for before, what was read so far was asked for again, and many like it have room. From now on it was
    /// asked for.
    pub(super) fn is_worth_reading(&self, key: PartKey, room: usize) -> bool {
        if self.credit.load(Ordering::Relaxed) == 0 || room > self.parts.most() / SMALL {
            return false;
        }
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() >= MAX_ASKED {
            asked.clear();
        }
        !asked.insert(key)
    }

    /// The passages that pass a filter, if they are remembered.
    pub(super) fn known_passing(&self, key: &PartKey) -> Option<Arc<Set>> {
        self.passing.get(key)
    }

    pub(super) fn put_passing(&self, key: PartKey, set: Set) -> Arc<Set> {
        let set = Arc::new(set);
        self.passing.put(key, &set);
        set
    }

    /// What a part is worth where articles are so long on average, if that is remembered.
    pub(super) fn known_impacts(&self, key: PartKey, average: f32) -> Option<Arc<Impacts>> {
        self.impacts.get(&(key, average.to_bits()))
    }

    /// As `known_impacts`; `read` tells what is not remembered.
    pub(super) fn impacts(
        &self,
        key: PartKey,
        average: f32,
        read: impl FnOnce() -> Impacts,
    ) -> Arc<Impacts> {
        self.known_impacts(key, average).unwrap_or_else(|| {
            let impacts = Arc::new(read());
            self.impacts.put((key, average.to_bits()), &impacts);
            impacts
        })
    }

    pub(super) fn put(&self, key: PartKey, part: KnownPart) -> Arc<KnownPart> {
        let part = Arc::new(part);
        self.change_credit(|credit| credit.saturating_sub(part.room()));
        self.parts.put(key, &part);
        part
    }
}

#[cfg(test)]
mod tests {
    use super::super::known_part::{Held, PartBuilder};
    use super::*;
    use crate::rank::Norms;

    fn known(bytes: usize) -> KnownParts {
        let known = KnownParts::default();
        known.resize(bytes);
        known
    }

    #[test]
    fn what_was_asked_is_told_from_what_was_not() {
        let known = known(1 << 20);
        let segment = SegmentId::generate_random();
        let key = known.key(segment, "vucic");
        assert_eq!(key, known.key(segment, "vucic"));
        assert_ne!(key, known.key(segment, "vucid"));
        assert!(!known.is_worth_reading(key, 0));
        assert!(known.is_worth_reading(key, 0));
        assert!(known.get(&key).is_none());
        known.put(key, PartBuilder::default().build());
        assert!(known.get(&key).is_some());
    }

    #[test]
    fn what_is_never_asked_for_again_is_soon_not_read_for_later() {
        let known = known(10 << 20);
        let segment = SegmentId::generate_random();
        let part = || {
            let mut part = PartBuilder::default();
            (0..30_000).for_each(|doc| part.push(64 * doc, Held::default(), Norms::of(9, 9)));
            part.build()
        };
        let key = |number: u32| known.key(segment, number);
        known.is_worth_reading(key(0), 0);
        let read = (1..100).find(|number| {
            known.put(key(*number), part());
            !known.is_worth_reading(key(0), 0)
        });
        let read = read.unwrap();
        assert_eq!(read as usize, known.parts.most().div_ceil(part().room()));
        known.forget();
        assert!(known.is_worth_reading(key(0), 0), "as at first");
        known.credit.store(0, Ordering::Relaxed);
        known.put(key(read), part());
        // What was read last pays for more.
        assert!(known.get(&key(read)).is_some());
        assert!(known.is_worth_reading(key(0), 0));
    }
}
