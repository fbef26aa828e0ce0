//! §2: the clock of a zone, as jiff knows it, and what its readings mean. None of it is the engine's.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use chrono::NaiveDate;
use frontdesk::{ClinicSnapshot, TimezoneData};
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Seconds of a clock's day.
pub const DAY: i64 = 86_400;

/// What a zone's wall clock shows, from 1965 to 2210.
#[derive(Debug)]
pub struct Clock {
    /// In order, without holes; the first begins and the last ends beyond all time that matters.
    pub stretches: Vec<Stretch>,
}

/// A stretch of time with one offset from UTC.
#[derive(Debug, Clone, Copy)]
pub struct Stretch {
    /// First instant.
    pub from: i64,
    /// First instant after it.
    pub until: i64,
    /// What the clock shows less UTC, in seconds.
    pub offset: i64,
}

impl Clock {
    /// The clock of the zone `name`: supplied with the snapshot, or else of the tz database.
    pub fn of(snapshot: &ClinicSnapshot, name: &str) -> Arc<Self> {
        match snapshot.timezones.iter().find(|data| data.name == name) {
            Some(data) => Arc::new(Self::supplied(data)),
            None => Self::named(name),
        }
    }

    /// The clock of a zone of the tz database that jiff bundles.
    pub fn named(name: &str) -> Arc<Self> {
        static KNOWN: LazyLock<Mutex<HashMap<String, Arc<Clock>>>> = LazyLock::new(Mutex::default);
        let mut known = KNOWN.lock().expect("no thread panics while it holds this lock");
        if let Some(clock) = known.get(name) {
            return Arc::clone(clock);
        }
        let zone = TimeZoneDatabase::bundled().get(name).expect("generated zones are in the tz database");
        let clock = Arc::new(Self::from_jiff(&zone));
        known.insert(name.to_owned(), Arc::clone(&clock));
        clock
    }

    fn from_jiff(zone: &TimeZone) -> Self {
        let second = |year: i16| {
            jiff::civil::date(year, 1, 1).to_zoned_datetime(TimeZone::UTC).map(|zoned| zoned.timestamp())
        };
        let first = second(1965).expect("1965 is a year of jiff");
        let last = second(2210).expect("2210 is a year of jiff");
        let changes = zone
            .following(first)
            .take_while(|change| change.timestamp() < last)
            .map(|change| (change.timestamp().as_second(), i64::from(change.offset().seconds())));
        Self::from_changes(i64::from(zone.to_offset(first).seconds()), changes)
    }

    /// The clock that a caller supplied. One with a recurring rule is not needed here.
    pub fn supplied(data: &TimezoneData) -> Self {
        assert!(data.rule.is_none(), "the oracle reads no POSIX rule");
        let changes = data.transitions.iter().map(|change| (change.at.0, change.offset_seconds));
        Self::from_changes(data.initial_offset_seconds, changes)
    }

    fn from_changes(initial_offset: i64, changes: impl Iterator<Item = (i64, i64)>) -> Self {
        let far = 1 << 40;
        let mut stretches = vec![Stretch { from: -far, until: far, offset: initial_offset }];
        for (at, offset) in changes {
            let last = stretches.len() - 1;
            // Some changes are of the abbreviation only.
            if stretches[last].offset != offset {
                stretches[last].until = at;
                stretches.push(Stretch { from: at, until: far, offset });
            }
        }
        Self { stretches }
    }

    /// The stretches that begin with the one in which `at` lies.
    pub fn stretches_from(&self, at: i64) -> &[Stretch] {
        &self.stretches[self.stretches.partition_point(|stretch| stretch.until <= at)..]
    }

    /// What the clock shows at `at`, as if it were UTC.
    pub fn reading(&self, at: i64) -> i64 {
        at + self.stretches_from(at)[0].offset
    }

    /// The changes of the clock: first instants of new offsets.
    pub fn changes(&self) -> impl Iterator<Item = i64> + '_ {
        self.stretches.iter().skip(1).map(|stretch| stretch.from)
    }
}

/// The number of a date: days since 1970-01-01.
pub fn day_number(date: NaiveDate) -> i64 {
    date.signed_duration_since(NaiveDate::default()).num_days()
}

/// The date with a number.
pub fn date(day: i64) -> NaiveDate {
    NaiveDate::default() + chrono::TimeDelta::days(day)
}

/// The weekday of a date: 0 is Monday, and 1970-01-01 was a Thursday.
pub fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}
