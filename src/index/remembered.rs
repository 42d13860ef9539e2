//! What was worked out, for whoever asks again, as much as there is room for.

use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use quick_cache::unsync::Cache;
use quick_cache::{DefaultHashBuilder, Lifecycle, Weighter};

/// How much room something takes, in bytes, about.
pub(super) trait Room {
    fn room(&self) -> usize;
}

/// Values by what they were worked out for. What was asked for once is forgotten first, so that much of what
/// is asked for in turn is still known where there is no room for all.
pub(super) struct Remembered<K, T: ?Sized> {
    kept: Mutex<Kept<K, T>>,
}

type Kept<K, T> = Cache<K, Arc<T>, ByRoom, DefaultHashBuilder, Forgotten>;

/// Collects what is forgotten: to give its memory back takes longer than anyone should wait for the others.
#[derive(Clone)]
struct Forgotten;

impl<K, T: ?Sized> Lifecycle<K, Arc<T>> for Forgotten {
    type RequestState = Vec<Arc<T>>;

    fn on_evict(&self, forgotten: &mut Self::RequestState, _: K, value: Arc<T>) {
        forgotten.push(value);
    }
}

#[derive(Clone)]
struct ByRoom;

/// What a value takes beside its content, with its key and its place.
const OF_ITS_OWN: usize = 128;
/// What a value takes on the mean, about.
const USUAL: usize = 16 << 10;

impl<K, T: ?Sized + Room> Weighter<K, Arc<T>> for ByRoom {
    fn weight(&self, _: &K, value: &Arc<T>) -> u64 {
        (value.room() + OF_ITS_OWN) as u64
    }
}

impl<K: Eq + Hash, T: ?Sized + Room> Remembered<K, T> {
    /// Of at most so many bytes.
    pub(super) fn new(most: usize) -> Self {
        Self {
            kept: Mutex::new(cache(most)),
        }
    }

    /// From now on of so many bytes.
    pub(super) fn resize(&self, most: usize) {
        let mut kept = self.lock();
        if kept.capacity() == 0 {
            // One that had no room would never learn what is asked for again.
            *kept = cache(most);
        } else {
            kept.set_capacity(most as u64);
        }
    }

    pub(super) fn forget(&self) {
        self.lock().clear();
    }

    pub(super) fn most(&self) -> usize {
        usize::try_from(self.lock().capacity()).unwrap_or(usize::MAX)
    }

    pub(super) fn get(&self, key: &K) -> Option<Arc<T>> {
        self.lock().get(key).cloned()
    }

    /// What takes more than a quarter of all the room is not kept.
    pub(super) fn put(&self, key: K, value: &Arc<T>) {
        let mut kept = self.lock();
        if ByRoom.weight(&key, value) <= kept.capacity() / 4 {
            let mut forgotten = Vec::new();
            kept.insert_with_lifecycle(key, Arc::clone(value), &mut forgotten);
            drop(kept);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept<K, T>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash, T: ?Sized + Room> Default for Remembered<K, T> {
    fn default() -> Self {
        Self::new(0)
    }
}

fn cache<K: Eq + Hash, T: ?Sized + Room>(most: usize) -> Kept<K, T> {
    Cache::with(
        most / USUAL,
        most as u64,
        ByRoom,
        DefaultHashBuilder::default(),
        Forgotten,
    )
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
            let kept = known.lock();
            let held: usize = kept.iter().map(|(_, list)| list.len() + OF_ITS_OWN).sum();
            assert_eq!(held as u64, kept.weight());
            assert!(held <= 10_000, "{held}");
        }
        known.put(1, &vec![0; 2_501].into());
        assert_eq!(known.get(&1), None, "too long");
        known.forget();
        assert_eq!(known.lock().weight(), 0);
        known.resize(0);
        known.put(0, &vec![].into());
        assert_eq!(known.get(&0), None, "no room");
        known.resize(1_000);
        known.put(0, &vec![].into());
        assert!(known.get(&0).is_some(), "room again");
    }

    #[test]
    fn what_is_asked_for_in_turn_is_known_in_part() {
        // Of 200 values half have room. That which was not asked for the longest would never be known.
        let known: Remembered<u8, [u8]> = Remembered::new(100 * (OF_ITS_OWN + 100));
        let mut hits = 0;
        for _ in 0..20 {
            for number in 0..200_u8 {
                match known.get(&number) {
                    Some(_) => hits += 1,
                    None => known.put(number, &vec![number; 100].into()),
                }
            }
        }
        assert!(hits > 1_000, "{hits}");
    }
}
