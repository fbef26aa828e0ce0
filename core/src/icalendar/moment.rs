//! Dates, times and durations, as they are read (RFC 5545 §3.3.4 to §3.3.9).

use chrono::{Datelike, NaiveDate};

use super::content::clock_text;
use super::timezone::civil_instant;
use crate::time::zone::{DAY, Zone, day_date, day_number};

/// What a property says of when, before a zone makes an instant of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// A whole date.
    Date { day: i64 },
    /// A time of some clock, in seconds after midnight.
    Local { day: i64, seconds: i64 },
    /// A time in UTC.
    Utc { at: i64 },
}

/// A length of time: days by the calendar, and seconds that elapse.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Duration {
    pub(super) days: i64,
    pub(super) seconds: i64,
}

impl Moment {
    /// `20260323`, `20260323T090000` or `20260323T090000Z`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (date, time) = text.split_at_checked(8)?;
        let number = |digits: &str| {
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u32>().ok()).flatten()
        };
        let date = NaiveDate::from_ymd_opt(
            number(date.get(..4)?)? as i32,
            number(date.get(4..6)?)?,
            number(date.get(6..)?)?,
        )?;
        let day = day_number(date);
        if time.is_empty() {
            return Some(Self::Date { day });
        }
        let (digits, is_utc) = match time.strip_prefix('T')? {
            utc if utc.ends_with('Z') => (&utc[..utc.len() - 1], true),
            local => (local, false),
        };
        if digits.len() != 6 {
            return None;
        }
        let (hour, minute, second) =
            (number(digits.get(..2)?)?, number(digits.get(2..4)?)?, number(digits.get(4..)?)?);
        // A leap second is 60 (RFC 5545 §3.3.12); the engine's minutes have 60 seconds, so it is the next
        // minute's first.
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let seconds = i64::from(hour * 3_600 + minute * 60 + second);
        Some(if is_utc { Self::Utc { at: day * DAY + seconds } } else { Self::Local { day, seconds } })
    }

    /// The local date and time as seconds that Unix time would count if the clock were that of UTC.
    pub(super) fn local(self) -> i64 {
        match self {
            Self::Date { day } => day * DAY,
            Self::Local { day, seconds } => day * DAY + seconds,
            Self::Utc { at } => at,
        }
    }

    /// What is of the same form, with another [`local`](Self::local) time.
    pub(super) fn with_local(self, local: i64) -> Self {
        let (day, seconds) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        match self {
            Self::Date { .. } => Self::Date { day },
            Self::Local { .. } => Self::Local { day, seconds },
            Self::Utc { .. } => Self::Utc { at: local },
        }
    }

    /// The local date in a zone, and the instant.
    pub(super) fn place(self, zone: &Zone) -> (i64, i64) {
        let at = self.instant(zone);
        match self {
            Self::Date { day } | Self::Local { day, .. } => (day, at),
            Self::Utc { at } => (zone.day_of(at), at),
        }
    }

    pub(super) fn is_date(self) -> bool {
        matches!(self, Self::Date { .. })
    }

    /// As a property's value.
    pub(super) fn text(self) -> String {
        let mut text = clock_text(self.local());
        match self {
            Self::Date { .. } => text.truncate(8),
            Self::Utc { .. } => text.push('Z'),
            Self::Local { .. } => {}
        }
        text
    }

    pub(super) fn instant(self, zone: &Zone) -> i64 {
        match self {
            Self::Date { day } => zone.boundary(day, 0),
            Self::Local { day, seconds } => civil_instant(zone, day, seconds),
            Self::Utc { at } => at,
        }
    }

    /// The instant after a duration: first the days, by the clock, then the seconds (RFC 5545 §3.3.6).
    pub(super) fn instant_after(self, duration: Duration, zone: &Zone) -> i64 {
        let Duration { days, seconds } = duration;
        let moved = match self {
            Self::Date { day } => Self::Date { day: day + days },
            Self::Local { day, seconds } => Self::Local { day: day + days, seconds },
            Self::Utc { at } => Self::Utc { at: at + days * DAY },
        };
        moved.instant(zone) + seconds
    }
}

impl Duration {
    pub(super) const DAY: Self = Self { days: 1, seconds: 0 };

    /// `P1W`, `P1D`, `PT1H30M`, `P1DT12H`; lengths have no sign but `+`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
        let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
        let mut duration = Self::default();
        let date_parts = parts(date, &[('W', 7), ('D', 1)])?;
        let time_parts =
            time.map_or(Some(Vec::new()), |time| parts(time, &[('H', 3_600), ('M', 60), ('S', 1)]))?;
        if date_parts.is_empty() && time_parts.is_empty() || time.is_some() && time_parts.is_empty() {
            return None;
        }
        duration.days += date_parts.iter().sum::<i64>();
        duration.seconds += time_parts.iter().sum::<i64>();
        Some(duration)
    }

    /// In seconds, if each day has 24 hours.
    pub(super) fn elapsed(self) -> i64 {
        self.days * DAY + self.seconds
    }
}

/// Places, each with its unit, in the order of `units`; a number has at most seven digits, so that nothing
/// overflows.
fn parts(text: &str, units: &[(char, i64)]) -> Option<Vec<i64>> {
    let (mut rest, mut found) = (text, Vec::new());
    for &(unit, size) in units {
        let Some((digits, after)) = rest.split_once(unit) else { continue };
        if digits.is_empty() || digits.len() > 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        found.push(digits.parse::<i64>().ok()? * size);
        rest = after;
    }
    rest.is_empty().then_some(found)
}

/// Year, month and day of the month.
pub(super) fn civil(day: i64) -> (i64, i64, i64) {
    let date = day_date(day);
    (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()))
}
