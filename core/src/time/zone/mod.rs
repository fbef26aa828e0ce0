//! Time zones: the only place where civil time becomes an instant.
//!
//! A [`Zone`] is a table of the moments at which its clock changes, made once and asked often. Its rules come
//! from the tz database that is built in ([`tzdata_version`]), from the caller's own [`TimezoneData`], or
//! from `jiff` or `chrono_tz`.
//!
//! > A boundary is the first instant at which the zone's clock, on that local date, reads that minute or
//! > later.

mod bundled;
mod data;
#[cfg(feature = "jiff")]
mod jiff;
mod posix;
#[cfg(feature = "chrono-tz")]
mod scan;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike};

pub use bundled::{timezone_names, tzdata_version};
pub use data::{TimezoneData, Transition};

use crate::error::{ErrorCode, Path, Result};
use crate::limits::{INSTANT_MAX, INSTANT_MIN};
use crate::time::instant::Instant;

pub(crate) const DAY: i64 = 86_400;
pub(crate) const MINUTE: i64 = 60;

/// Tables reach a little past the engine's time on both sides, so that no boundary of a date inside it is
/// missing.
pub(crate) const TABLE_START: i64 = INSTANT_MIN - 400 * DAY;
/// Half a year, about: a clock changes about once in it.
const BUCKET_BITS: u32 = 24;
pub(crate) const TABLE_END: i64 = INSTANT_MAX + 400 * DAY;

/// The clock of an IANA time zone, from 1970 to 2200.
///
/// Cloning is cheap: clones share one table.
///
/// ```
/// use chrono::NaiveDate;
/// use frontdesk::{Instant, Zone};
///
/// let berlin = Zone::named("Europe/Berlin")?;
/// let day = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
/// // 02:30 is skipped that day: the boundary is the moment of the change, 01:00 UTC.
/// assert_eq!(berlin.instant(day, 150), Some(Instant(1_774_746_000)));
/// assert_eq!(berlin.local(Instant(1_774_746_000)).to_string(), "2026-03-29 03:00:00");
/// # Ok::<(), frontdesk::Error>(())
/// ```
#[derive(Clone)]
pub struct Zone(Arc<Table>);

struct Table {
    name: String,
    // INVARIANT: not empty; `from` rises strictly; the first `from` is i64::MIN; neighbours are further
    // apart than any change of the clock (`limits::TRANSITION_SPACING_SECONDS_MIN`), so the local ends
    // of segments rise too.
    segments: Vec<Segment>,
    /// The segment that holds the start of each stretch of 2^24 seconds from the start of the table on:
    /// where to begin to look.
    buckets: Vec<u16>,
    /// First instant that the data no longer covers; `i64::MAX` if it covers all of the engine's time.
    covers_until: i64,
}

/// A stretch of time with one offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Segment {
    /// First instant.
    pub(crate) from: i64,
    /// First instant of the next segment.
    pub(crate) until: i64,
    /// Local time less UTC, in seconds.
    pub(crate) offset: i64,
    /// First local day (since 1970-01-01) whose boundaries are all plain arithmetic with this offset.
    pub(crate) plain_from: i64,
    /// First local day after it whose boundaries are not.
    pub(crate) plain_until: i64,
}

impl Zone {
    /// The zone of this name, by the rules that are built in.
    ///
    /// # Errors
    /// `unknown_timezone`. Names are case-sensitive, as in the tz database.
    ///
    /// ```
    /// use frontdesk::{Instant, Zone};
    ///
    /// let berlin = Zone::named("Europe/Berlin")?;
    /// let at = Instant(1_774_220_400);
    /// assert_eq!(berlin.local(at).to_string(), "2026-03-23 00:00:00");
    /// assert_eq!(berlin.offset_seconds(at), 3600);
    /// assert_eq!(berlin.instant_of(berlin.local(at)), Some(at));
    /// assert!(Zone::named("Europe/Berlim").is_err());
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn named(name: &str) -> Result<Self> {
        bundled::load(name)
            .ok_or_else(|| ErrorCode::UnknownTimezone { value: name.to_owned() }.at(&Path::Root))
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self::from_changes("UTC".to_owned(), 0, &[], i64::MAX)
    }

    /// A zone by the caller's own transitions.
    ///
    /// # Errors
    /// `invalid_timezone_data`, `out_of_range` and `too_many`.
    pub fn from_data(data: &TimezoneData) -> Result<Self> {
        data::load(data, &Path::Root)
    }

    pub(crate) fn from_data_at(data: &TimezoneData, path: &Path<'_>) -> Result<Self> {
        data::load(data, path)
    }

    /// A zone by the rules that chrono-tz carries, which may be older than the built-in ones. They end with
    /// the year 2099 where the clock changes every year.
    #[cfg(feature = "chrono-tz")]
    pub fn from_chrono_tz(zone: chrono_tz::Tz) -> Self {
        scan::from_chrono_tz(zone)
    }

    /// Makes the table from the offset before all changes and the changes, `(first instant, offset)`, in
    /// order.
    pub(crate) fn from_changes(
        name: String,
        initial_offset: i64,
        changes: &[(i64, i64)],
        covers_until: i64,
    ) -> Self {
        let mut segments: Vec<Segment> = Vec::with_capacity(changes.len() + 1);
        segments.push(Segment {
            from: i64::MIN,
            until: i64::MAX,
            offset: initial_offset,
            plain_from: i64::MIN,
            plain_until: i64::MAX,
        });
        for &(from, offset) in changes.iter().filter(|(from, _)| (TABLE_START..TABLE_END).contains(from)) {
            let last = segments.len() - 1;
            if segments[last].offset == offset {
                continue;
            }
            // A day is plain if the clock shows all of it once, well away from what the change repeats or
            // skips.
            let (low, high) = (segments[last].offset.min(offset), segments[last].offset.max(offset));
            segments[last].until = from;
            segments[last].plain_until = (from + low).div_euclid(DAY);
            segments.push(Segment {
                from,
                until: i64::MAX,
                offset,
                plain_from: (from + high + DAY - 1).div_euclid(DAY),
                plain_until: i64::MAX,
            });
        }
        let bucket_start = |bucket: i64| TABLE_START + (bucket << BUCKET_BITS);
        let first_in = |bucket: i64| {
            segments.partition_point(|segment| segment.until <= bucket_start(bucket)).min(segments.len() - 1)
        };
        let buckets =
            (0..=(TABLE_END - TABLE_START) >> BUCKET_BITS).map(|bucket| first_in(bucket) as u16).collect();
        Self(Arc::new(Table { name, segments, buckets, covers_until }))
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Local time less UTC at `at`, in seconds.
    pub fn offset_seconds(&self, at: Instant) -> i64 {
        self.segment_at(at.0).offset
    }

    /// What the zone's clock shows at `at`. Instants outside the engine's time are taken as its first or
    /// last.
    pub fn local(&self, at: Instant) -> NaiveDateTime {
        let at = at.0.clamp(INSTANT_MIN, INSTANT_MAX);
        let local = DateTime::from_timestamp(at + self.segment_at(at).offset, 0);
        local.expect("the engine's time and every offset are well inside chrono's years").naive_utc()
    }

    /// The boundary of `minute` (0 to 1440) on the local `date`: the first instant at which the clock, on
    /// that date, reads that minute or later. `None` outside the engine's time, and for a minute that no
    /// day has.
    pub fn instant(&self, date: NaiveDate, minute: u16) -> Option<Instant> {
        let at = self.boundary(day_number(date), i64::from(minute));
        let known = i64::from(minute) <= DAY / MINUTE && (INSTANT_MIN..INSTANT_MAX).contains(&at);
        known.then_some(Instant(at))
    }

    /// The first instant at which the clock, on that date, reads that time of day or later: where it shows it
    /// twice, the first; where it skips it, the moment of the change. Parts of a second are dropped. `None`
    /// outside the engine's time.
    pub fn instant_of(&self, local: NaiveDateTime) -> Option<Instant> {
        let seconds = i64::from(local.time().num_seconds_from_midnight());
        let at = self.first_reading(day_number(local.date()), seconds);
        (INSTANT_MIN..INSTANT_MAX).contains(&at).then_some(Instant(at))
    }

    /// The local date to which `at` belongs: the one whose first instant is the latest not after it.
    pub fn date(&self, at: Instant) -> NaiveDate {
        day_date(self.day_of(at.0.clamp(INSTANT_MIN, INSTANT_MAX)))
    }

    /// The changes of the clock in the engine's time, `(first instant, offset in seconds from then on)`.
    pub fn transitions(&self) -> impl Iterator<Item = (Instant, i64)> + '_ {
        let inside = |segment: &&Segment| (INSTANT_MIN..INSTANT_MAX).contains(&segment.from);
        self.0.segments.iter().filter(inside).map(|segment| (Instant(segment.from), segment.offset))
    }

    /// First instant that the data no longer covers; `None` if it covers all of the engine's time.
    pub fn covers_until(&self) -> Option<Instant> {
        (self.0.covers_until < i64::MAX).then_some(Instant(self.0.covers_until))
    }

    pub(crate) fn segments(&self) -> &[Segment] {
        &self.0.segments
    }

    /// Index of the segment that holds `at`.
    #[inline]
    pub(crate) fn segment_index(&self, at: i64) -> usize {
        let bucket =
            (at.saturating_sub(TABLE_START) >> BUCKET_BITS).clamp(0, self.0.buckets.len() as i64 - 1);
        let mut index = usize::from(self.0.buckets[bucket as usize]);
        while self.0.segments[index].until <= at && index + 1 < self.0.segments.len() {
            index += 1;
        }
        index
    }

    /// The segments that end. The last one does not, so a search for an end that is far enough need not look
    /// at it.
    fn before_last(&self) -> &[Segment] {
        let (_, before) = self.0.segments.split_last().expect("a table has a segment");
        before
    }

    pub(crate) fn segment_at(&self, at: i64) -> &Segment {
        &self.0.segments[self.segment_index(at)]
    }

    /// [`instant`](Self::instant) on the day with number `day`, in seconds.
    pub(crate) fn boundary(&self, day: i64, minute: i64) -> i64 {
        self.first_reading(day, minute * MINUTE)
    }

    /// The same to the second: the first instant at which the clock reads `seconds` after midnight or later.
    pub(crate) fn first_reading(&self, day: i64, seconds: i64) -> i64 {
        let local = day * DAY + seconds;
        // The first segment whose clock still gets past that reading; where it starts past it, the change
        // skipped the reading.
        let index = self.before_last().partition_point(|segment| segment.until + segment.offset <= local);
        let segment = &self.0.segments[index];
        segment.from.max(local - segment.offset)
    }

    /// The day to which `at` belongs; see [`date`](Self::date).
    pub(crate) fn day_of(&self, at: i64) -> i64 {
        let segment = self.segment_at(at);
        let mut day = (at + segment.offset).div_euclid(DAY);
        if (segment.plain_from..segment.plain_until).contains(&day) {
            return day;
        }
        // Near a change the clock's date can be one off: it may repeat the end of a date, or skip its start.
        while self.boundary(day + 1, 0) <= at {
            day += 1;
        }
        while self.boundary(day, 0) > at {
            day -= 1;
        }
        day
    }

    /// The first instant at or after `at` at which the clock shows a multiple of `minutes` after midnight.
    /// `minutes` divides a day.
    pub(crate) fn next_aligned(&self, at: i64, minutes: i64) -> i64 {
        let mut at = at;
        loop {
            let segment = self.segment_at(at);
            let aligned = next_multiple(at + segment.offset, minutes) - segment.offset;
            if aligned < segment.until {
                return aligned;
            }
            at = segment.until;
        }
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({}, {} changes)", self.0.name, self.0.segments.len() - 1)
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&*self.0, &*other.0);
        std::ptr::eq(a, b)
            || (a.name == b.name && a.covers_until == b.covers_until && a.segments == b.segments)
    }
}

/// The first multiple of `minutes` after midnight that a clock that does not change shows at `reading` or
/// later, where it counts seconds from any midnight on. `minutes` divides a day.
pub(crate) fn next_multiple(reading: i64, minutes: i64) -> i64 {
    reading + (-reading).rem_euclid(minutes * MINUTE)
}

/// Days since 1970-01-01.
pub(crate) fn day_number(date: NaiveDate) -> i64 {
    const EPOCH_DAYS_FROM_CE: i64 = 719_163;
    i64::from(date.num_days_from_ce()) - EPOCH_DAYS_FROM_CE
}

/// The date with this number; days outside chrono's years do not occur.
pub(crate) fn day_date(day: i64) -> NaiveDate {
    let at = DateTime::from_timestamp(day * DAY, 0);
    at.expect("days of the engine's time are well inside chrono's years").date_naive()
}

/// 0 is Monday. 1970-01-01 was a Thursday.
pub(crate) fn weekday(day: i64) -> usize {
    (day + 3).rem_euclid(7) as usize
}
