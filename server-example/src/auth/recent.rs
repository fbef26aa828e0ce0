//! A cache with a time to live: what was looked up is believed for a moment. It holds keys and passes.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::clock::Clock;

pub(super) struct Recent<K, V> {
    known: Mutex<HashMap<K, (V, Instant)>>,
    /// How long it is believed.
    time: Duration,
    /// How many are kept in mind.
    most: usize,
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    pub(super) fn new(time: Duration, most: usize) -> Self {
        Self { known: Mutex::default(), time, most }
    }

    pub(super) fn get(&self, key: &K) -> Option<V> {
        self.locked()
            .get(key)
            .filter(|(_, deadline)| !Clock::is_over(*deadline))
            .map(|(value, _)| value.clone())
    }

    pub(super) fn put(&self, key: K, value: V) {
        let mut known = self.locked();
        if known.len() >= self.most {
            known.retain(|_, (_, deadline)| !Clock::is_over(*deadline));
        }
        if known.len() < self.most {
            known.insert(key, (value, Clock::deadline(self.time)));
        }
    }

    pub(super) fn remove(&self, key: &K) {
        self.locked().remove(key);
    }

    pub(super) fn clear(&self) {
        self.locked().clear();
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<K, (V, Instant)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
