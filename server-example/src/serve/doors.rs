//! Limits of connections: how many are open, in all and from one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::rate_limit::household;

/// What counts them.
pub(super) struct Doors {
    in_all: usize,
    per_address: usize,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    count: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A place inside. Whoever drops it has left.
pub(super) struct Place {
    doors: Arc<Doors>,
    address: IpAddr,
}

impl Doors {
    pub(super) fn new(in_all: usize, per_address: usize) -> Self {
        Self { in_all, per_address, inside: Mutex::default() }
    }

    /// A place, if there is one for that address.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let address = household(address);
        let mut inside = self.locked();
        let of_address = inside.by_address.get(&address).copied().unwrap_or(0);
        if inside.count >= self.in_all || of_address >= self.per_address {
            return None;
        }
        inside.count += 1;
        inside.by_address.insert(address, of_address + 1);
        Some(Place { doors: self.clone(), address })
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = self.doors.locked();
        inside.count -= 1;
        match inside.by_address.get_mut(&self.address) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(inside.by_address.remove(&self.address)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_full_before_all_are_and_who_leaves_makes_room() {
        let doors = Arc::new(Doors::new(3, 2));
        let at = |address: &str| doors.enter(address.parse().expect("an address"));
        let first = at("2001:db8::1").expect("the first");
        let _second = at("2001:db8::2").expect("the second of the same network");
        assert!(at("2001:db8::3").is_none());
        let _third = at("192.0.2.1").expect("somebody else");
        assert!(at("192.0.2.2").is_none(), "a fourth");
        drop(first);
        let fourth = at("2001:db8::3").expect("a place that came free");
        drop(fourth);
        assert_eq!(doors.locked().by_address.len(), 2);
    }
}
