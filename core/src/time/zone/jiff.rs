//! Instants and zones of the crate `jiff`.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use super::Zone;
use crate::limits::{INSTANT_MAX, INSTANT_MIN};
use crate::time::instant::Instant;

impl From<Timestamp> for Instant {
    /// Parts of a second are dropped towards the past.
    fn from(at: Timestamp) -> Self {
        let past = i64::from(at.subsec_nanosecond() < 0);
        Self(at.as_second() - past)
    }
}

impl From<&ZonedDateTime> for Instant {
    fn from(at: &ZonedDateTime) -> Self {
        at.timestamp().into()
    }
}

impl From<ZonedDateTime> for Instant {
    fn from(at: ZonedDateTime) -> Self {
        at.timestamp().into()
    }
}

impl Instant {
    /// This instant as jiff has it, or `None` where jiff's years end.
    pub fn to_jiff(self) -> Option<Timestamp> {
        Timestamp::from_second(self.0).ok()
    }
}

impl Zone {
    /// A zone by the rules that jiff has: those of the machine, or those that jiff carries. It is called as
    /// jiff calls it, or `Etc/Unknown` where it has no name.
    pub fn from_jiff(zone: &TimeZone) -> Self {
        let offset_at = |seconds: i64| match Timestamp::from_second(seconds) {
            Ok(at) => i64::from(zone.to_offset(at).seconds()),
            Err(_) => 0,
        };
        let before = INSTANT_MIN - 1;
        let after = Timestamp::from_second(before).into_iter().flat_map(|at| zone.following(at));
        let changes: Vec<(i64, i64)> = after
            .map(|change| (change.timestamp().as_second(), i64::from(change.offset().seconds())))
            .take_while(|(at, _)| *at < INSTANT_MAX)
            .collect();
        let name = zone.iana_name().unwrap_or("Etc/Unknown").to_owned();
        Self::from_changes(name, offset_at(before), &changes, i64::MAX)
    }
}
