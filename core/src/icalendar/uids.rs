//! What blocks, by the uids that it gets: the same text gives the same ones, and none is lost to another.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;

use crate::limits::{EXCEPTIONS_PER_DOCTOR_MAX, INSTANT_MAX, INSTANT_MIN, UID_BYTES_MAX};
use crate::model::availability::{AvailabilityException, ExceptionKind};
use crate::time::instant::Instant;
use crate::time::interval::Interval;

/// The blocked intervals of a text.
pub(super) struct Found {
    prefix: String,
    intervals: BTreeMap<String, Interval>,
}

impl Found {
    pub(super) fn new(prefix: &str) -> Self {
        Self { prefix: prefix.to_owned(), intervals: BTreeMap::new() }
    }

    /// Adds an event, or an instance of one: `name` says which, and `tie` which of several that are the same
    /// by their names.
    pub(super) fn event(
        &mut self,
        uid: Option<&str>,
        name: Option<&str>,
        tie: Option<&str>,
        interval: Interval,
    ) {
        let Some(uid) = uid else { return self.unnamed("event", interval) };
        let mut rest = String::new();
        for part in [name, tie].into_iter().flatten() {
            rest.push('/');
            rest.push_str(part);
        }
        let room = UID_BYTES_MAX - self.prefix.len();
        let whole = match uid.len() + rest.len() > room {
            true => format!("{}fnv1a-{:016x}{rest}", self.prefix, fnv1a(uid.as_bytes())),
            false => format!("{}{uid}{rest}", self.prefix),
        };
        self.add(whole, interval);
    }

    /// Adds a period of free-busy time.
    pub(super) fn period(&mut self, interval: Interval) {
        self.unnamed("busy", interval);
    }

    fn unnamed(&mut self, kind: &str, interval: Interval) {
        self.add(format!("{}{kind}-{}-{}", self.prefix, interval.start, interval.end), interval);
    }

    fn add(&mut self, uid: String, interval: Interval) {
        // One more than may be is enough to refuse the text.
        if self.intervals.len() > EXCEPTIONS_PER_DOCTOR_MAX {
            return;
        }
        match self.intervals.entry(uid) {
            Place::Vacant(place) => {
                place.insert(interval);
            }
            Place::Occupied(mut place) if place.get().start == interval.start => {
                place.get_mut().end = place.get().end.max(interval.end);
            }
            Place::Occupied(place) => {
                let mut uid = format!("{}/{}", place.key(), interval.start);
                if uid.len() > UID_BYTES_MAX {
                    uid = format!("{}fnv1a-{:016x}", self.prefix, fnv1a(uid.as_bytes()));
                }
                self.add(uid, interval);
            }
        }
    }

    /// By start and uid. What began before the engine's time, or ends after it, is blocked as far as that
    /// goes.
    pub(super) fn blocked(self) -> Vec<AvailabilityException> {
        let blocked = |(uid, interval): (String, Interval)| AvailabilityException {
            uid: uid.into(),
            kind: ExceptionKind::Blocked,
            start_date: Instant(interval.start.max(INSTANT_MIN)),
            end_date: Instant(interval.end.min(INSTANT_MAX - 1)),
            keeps_gap: true,
            ..AvailabilityException::default()
        };
        let mut blocked: Vec<_> = self.intervals.into_iter().map(blocked).collect();
        blocked.retain(|exception| exception.start_date < exception.end_date);
        blocked.sort_by(|a, b| (a.start_date, &a.uid).cmp(&(b.start_date, &b.uid)));
        blocked
    }
}

/// The hash of Fowler, Noll and Vo with 64 bits, as RFC 9923 has it: short, the same everywhere, and not
/// meant to stop anybody. Two uids with one hash are told apart by their starts.
fn fnv1a(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_documented_one() {
        // From the test vectors of RFC 9923.
        for (text, hash) in
            [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            assert_eq!(fnv1a(text.as_bytes()), hash, "{text}");
        }
    }
}
