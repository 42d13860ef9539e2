//! Lists that were worked out, for whoever asks again, as many as there is room for.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Lists by what they were worked out for.
pub(super) struct Remembered<K, T> {
    most: usize,
    lists: Mutex<HashMap<K, Arc<[T]>>>,
}

/// What a list takes beside its members, in members: one of nothing takes room, too.
const OF_ITS_OWN: usize = 8;

impl<K: Eq + Hash, T> Remembered<K, T> {
    /// Of at most so many members.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            lists: Mutex::default(),
        }
    }

    pub(super) fn get(&self, key: &K) -> Option<Arc<[T]>> {
        let lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        lists.get(key).cloned()
    }

    /// Where there is no room left, all are forgotten. A list that has no room by itself is not kept.
    pub(super) fn put(&self, key: K, list: &Arc<[T]>) {
        let size = |list: &Arc<[T]>| list.len() + OF_ITS_OWN;
        if size(list) > self.most {
            return;
        }
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        if lists.values().map(size).sum::<usize>() + size(list) > self.most {
            lists.clear();
        }
        lists.insert(key, Arc::clone(list));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_bounded() {
        let known = Remembered::new(100);
        for (number, length) in (0..60).map(|number| (number, number % 40)) {
            known.put(number, &vec![number; length].into());
            assert_eq!(known.get(&number).map(|list| list.len()), Some(length));
            let lists = known.lists.lock().unwrap();
            let held: usize = lists.values().map(|list| list.len() + OF_ITS_OWN).sum();
            assert!(held <= 100, "{held}");
        }
        assert_eq!(known.get(&0), None, "forgotten");
        known.put(99, &vec![0; 100].into());
        assert_eq!(known.get(&99), None, "too long");
    }
}
