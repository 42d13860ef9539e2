//! What was worked out, for whoever asks again, as much as there is room for.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How much room something takes, in bytes, about.
pub(super) trait Room {
    fn room(&self) -> usize;
}

/// Values by what they were worked out for. What was not asked for of late is forgotten.
pub(super) struct Remembered<K, T: ?Sized> {
    /// In bytes.
    most: AtomicUsize,
    generations: Mutex<Generations<K, T>>,
}

/// What was asked for of late, and what was before: as soon as the one fills half of the room, it becomes
/// the other, whose values are forgotten.
struct Generations<K, T: ?Sized> {
    late: HashMap<K, Arc<T>>,
    early: HashMap<K, Arc<T>>,
    late_bytes: usize,
}

/// What a value takes beside its content, with its key and its place.
const OF_ITS_OWN: usize = 128;

impl<K: Eq + Hash + Clone, T: ?Sized + Room> Remembered<K, T> {
    /// Of at most so many bytes.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most: AtomicUsize::new(most),
            generations: Mutex::new(Generations {
                late: HashMap::new(),
                early: HashMap::new(),
                late_bytes: 0,
            }),
        }
    }

    /// From now on of so many bytes; all is forgotten.
    pub(super) fn limit(&self, most: usize) {
        let mut generations = self.lock();
        self.most.store(most, Ordering::Relaxed);
        generations.late.clear();
        generations.early.clear();
        generations.late_bytes = 0;
    }

    pub(super) fn most(&self) -> usize {
        self.most.load(Ordering::Relaxed)
    }

    pub(super) fn get(&self, key: &K) -> Option<Arc<T>> {
        let mut generations = self.lock();
        if let Some(known) = generations.late.get(key) {
            return Some(Arc::clone(known));
        }
        let (key, known) = generations.early.remove_entry(key)?;
        generations.put(self.most(), key, &known);
        Some(known)
    }

    /// What takes more than a quarter of all the room is not kept.
    pub(super) fn put(&self, key: K, value: &Arc<T>) {
        let mut generations = self.lock();
        let most = self.most();
        if value.room() + OF_ITS_OWN <= most / 4 {
            generations.put(most, key, value);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Generations<K, T>> {
        self.generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash, T: ?Sized + Room> Generations<K, T> {
    fn put(&mut self, most: usize, key: K, value: &Arc<T>) {
        let room = value.room() + OF_ITS_OWN;
        if self.late_bytes + room > most / 2 {
            self.early = mem::take(&mut self.late);
            self.late_bytes = 0;
        }
        // Two threads may have worked it out at once.
        if self.late.insert(key, Arc::clone(value)).is_none() {
            self.late_bytes += room;
        }
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
            let generations = known.lock();
            let held = generations.late.values().chain(generations.early.values());
            let held: usize = held.map(|list| list.len() + OF_ITS_OWN).sum();
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
