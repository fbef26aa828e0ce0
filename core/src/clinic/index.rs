//! Finding things by their id: a hash table of places that keeps no copy of the ids.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use crate::prepared::place::Place;
use crate::wire::uid::Uid;

/// Places by id. The ids themselves stay with whoever owns the places, and come in with each call.
#[derive(Debug, Clone)]
pub(crate) struct UidIndex<P>(HashTable<P>);

impl<P> Default for UidIndex<P> {
    fn default() -> Self {
        Self(HashTable::new())
    }
}

/// The same in every process; nothing depends on the order of the table.
fn hash(uid: &str) -> u64 {
    FixedState::with_seed(0).hash_one(uid)
}

impl<P: Place> UidIndex<P> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(HashTable::with_capacity(capacity))
    }

    pub(crate) fn get<'a>(&self, uid: &str, uid_at: impl Fn(P) -> &'a Uid) -> Option<P> {
        self.0.find(hash(uid), |&place| uid_at(place).as_str() == uid).copied()
    }

    /// `place` must not be there yet.
    pub(crate) fn insert<'a>(&mut self, uid: &str, place: P, uid_at: impl Fn(P) -> &'a Uid) {
        self.0.insert_unique(hash(uid), place, |&place| hash(uid_at(place)));
    }

    pub(crate) fn remove(&mut self, uid: &str, place: P) {
        if let Ok(entry) = self.0.find_entry(hash(uid), |&found| found == place) {
            entry.remove();
        }
    }
}
