//! What was worked out, for whoever asks again, as much as there is room for.

use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;

/// How much room something takes, in bytes, about.
pub(super) trait Room {
    fn room(&self) -> usize;
}

/// Values by what they were worked out for. What was not asked for the longest is forgotten first.
pub(super) struct Remembered<K: Eq + Hash, T: ?Sized> {
    kept: Mutex<Kept<K, T>>,
}

struct Kept<K: Eq + Hash, T: ?Sized> {
    values: LruCache<K, Arc<T>>,
    /// How much room they take, and may take.
    bytes: usize,
    most: usize,
}

/// What a value takes beside its content, with its key and its place.
const OF_ITS_OWN: usize = 128;

impl<K: Eq + Hash, T: ?Sized + Room> Remembered<K, T> {
    /// Of at most so many bytes.
    pub(super) fn new(most: usize) -> Self {
        Self {
            kept: Mutex::new(Kept {
                values: LruCache::unbounded(),
                bytes: 0,
                most,
            }),
        }
    }

    /// From now on of so many bytes; all is forgotten.
    pub(super) fn limit(&self, most: usize) {
        let mut kept = self.lock();
        kept.values.clear();
        kept.bytes = 0;
        kept.most = most;
    }

    pub(super) fn most(&self) -> usize {
        self.lock().most
    }

    pub(super) fn get(&self, key: &K) -> Option<Arc<T>> {
        self.lock().values.get(key).cloned()
    }

    /// What takes more than a quarter of all the room is not kept.
    pub(super) fn put(&self, key: K, value: &Arc<T>) {
        let room = value.room() + OF_ITS_OWN;
        let mut kept = self.lock();
        if room > kept.most / 4 {
            return;
        }
        // Two threads may have worked it out at once.
        if let Some((_, before)) = kept.values.push(key, Arc::clone(value)) {
            kept.bytes = kept.bytes.saturating_sub(before.room() + OF_ITS_OWN);
        }
        kept.bytes += room;
        while kept.bytes > kept.most
            && let Some((_, oldest)) = kept.values.pop_lru()
        {
            kept.bytes = kept.bytes.saturating_sub(oldest.room() + OF_ITS_OWN);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept<K, T>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Room for [u8] {
        fn room(&self) -> usize {
            self.len()
        }
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let known: Remembered<u8, [u8]> = Remembered::new(10_000);
        for number in 0..200_u8 {
            let bytes = vec![number; 10 * usize::from(number)];
            known.put(number, &bytes.into());
            assert_eq!(
                known.get(&number).map(|list| list.len()),
                Some(10 * usize::from(number))
            );
            assert!(known.get(&0).is_some(), "asked for again and again");
            let kept = known.lock();
            let held = kept.values.iter();
            let held: usize = held.map(|(_, list)| list.len() + OF_ITS_OWN).sum();
            assert_eq!(held, kept.bytes);
            assert!(held <= 10_000, "{held}");
        }
        assert_eq!(known.get(&1), None, "forgotten");
        known.put(1, &vec![0; 2_501].into());
        assert_eq!(known.get(&1), None, "too long");
        known.limit(0);
        assert_eq!(known.get(&0), None, "no room");
        known.put(0, &vec![].into());
        assert_eq!(known.get(&0), None, "no room");
    }
}
