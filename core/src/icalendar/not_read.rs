//! What could not be read, and whether that matters.

use serde::{Deserialize, Serialize};

use super::moment::{Duration, Moment};
use super::property::Property;
use super::reader::{Entry, Fault};
use crate::error::{ErrorCode, Path};
use crate::limits::UID_BYTES_MAX;
use crate::time::interval::Interval;
use crate::time::zone::DAY;

/// Something in a calendar that could not be read, or not with certainty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct NotRead {
    /// The `UID`, of which at most 255 bytes; null if there is none.
    pub uid: Option<String>,
    /// The line in which what is wrong stands, or the entry begins that lacks something. The first line is 1.
    pub line: u32,
    /// What is wrong.
    pub code: NotReadCode,
    /// Where, as in `VEVENT[2].DTSTART`. Empty where the text as a whole is meant.
    pub path: String,
    /// The same in a sentence, with what was found.
    pub message: String,
}

/// What can be wrong with a part of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum NotReadCode {
    /// A line that is none, or a component that is not ended (RFC 5545 §3.1, §3.4).
    InvalidIcalendar,
    /// A property that must be there is not.
    MissingField,
    /// A value that is none of its kind.
    WrongType,
    /// A property that may be there once says different things.
    Duplicate,
    /// Two properties of which only one may be there, and that differ.
    Conflict,
    /// An end before the start.
    EmptyInterval,
    /// A zone that nothing explains.
    UnknownTimezone,
    /// An instant after the end of the zone data that the caller supplied.
    TimezoneDataEnds,
    /// A rule with more instances or steps, or a text with more rules or zones, than are looked at.
    TooMany,
}

impl From<&ErrorCode> for NotReadCode {
    fn from(code: &ErrorCode) -> Self {
        match code {
            ErrorCode::MissingField => Self::MissingField,
            ErrorCode::WrongType { .. } => Self::WrongType,
            ErrorCode::Duplicate { .. } => Self::Duplicate,
            ErrorCode::Conflict { .. } => Self::Conflict,
            ErrorCode::EmptyInterval { .. } => Self::EmptyInterval,
            ErrorCode::UnknownTimezone { .. } => Self::UnknownTimezone,
            ErrorCode::TimezoneDataEnds { .. } => Self::TimezoneDataEnds,
            ErrorCode::TooMany { .. } => Self::TooMany,
            _ => Self::InvalidIcalendar,
        }
    }
}

impl NotRead {
    pub(super) fn of(entry: &Entry, Fault { line, property, code }: Fault) -> Self {
        let root = Path::Root;
        let kind = root.field(entry.kind);
        let place = kind.index(entry.index);
        let uid = entry.uid().map(|uid| {
            let whole = (0..=uid.len().min(UID_BYTES_MAX)).rev().find(|&at| uid.is_char_boundary(at));
            uid[..whole.unwrap_or_default()].to_owned()
        });
        let path = property.map_or_else(|| place.to_string(), |property| place.field(property).to_string());
        Self { uid, path, ..fault_of_text(line, &code) }
    }
}

/// What is wrong beside the entries.
pub(super) fn fault_of_text(line: usize, code: &ErrorCode) -> NotRead {
    let (uid, path, message) = (None, String::new(), code.to_string());
    NotRead { uid, line: u32::try_from(line).unwrap_or(u32::MAX), code: code.into(), path, message }
}

/// Whether nothing of an entry can lie in the range, as far as its dates can be read: by whatever clock, and
/// whatever else is wrong with it.
pub(super) fn certainly_outside(entry: &Entry, range: Interval) -> bool {
    let is_before = |day: i64| (day + 3) * DAY <= range.start;
    let is_after = |day: i64| (day - 3) * DAY >= range.end;
    let days = |name: &str| -> Option<Vec<i64>> {
        entry.all(name).flat_map(Property::list).flat_map(|value| value.split('/').take(1)).map(day).collect()
    };
    let (Some(starts), Some(ends), Some(further)) = (days("DTSTART"), days("DTEND"), days("RDATE")) else {
        return false;
    };
    let Some(lengths) = entry.all("DURATION").map(length).collect::<Option<Vec<i64>>>() else { return false };
    // A period of a further date may end as late as it likes, and a broken line may have been anything.
    let broken = entry.fault.as_ref().and_then(|fault| fault.property).is_some();
    let has_period = entry.all("RDATE").any(|property| property.value.contains('/'));
    if !entry.is_event() || broken || has_period {
        return false;
    }
    let (first, last) = (starts.iter().min().copied(), starts.iter().max().copied().unwrap_or(0));
    // What is busy before a start: travel, and all of what ends before it begins.
    let travel = entry.all("X-APPLE-TRAVEL-DURATION").filter_map(length).max().unwrap_or(0);
    let back =
        lengths.iter().copied().chain(ends.iter().map(|end| end - last)).min().map_or(0, |by| -by.min(0));
    let recurs = entry.get("RRULE").is_some() || !further.is_empty();
    let Some(first) = first else {
        // All that is known is when it ends.
        let ends_alone = !ends.is_empty() && !recurs && lengths.is_empty();
        return ends_alone && ends.iter().all(|&end| is_before(end));
    };
    if starts.iter().chain(&further).all(|&start| is_after(start - travel - back)) {
        return true;
    }
    let Some(untils) = entry.all("RRULE").map(until).collect::<Option<Vec<i64>>>() else { return false };
    let by_end = ends.iter().map(|end| end - first);
    let longest = lengths.into_iter().chain(by_end).max().unwrap_or(0).max(0);
    starts.iter().chain(&further).chain(&untils).all(|&last| is_before(last + longest))
}

/// The day that a date or time begins with.
fn day(text: &str) -> Option<i64> {
    match Moment::read(text.get(..8)?)? {
        Moment::Date { day } => Some(day),
        _ => None,
    }
}

/// Days, more or less; fewer than none if it ends before it begins.
fn length(property: &Property) -> Option<i64> {
    let text = property.value.trim();
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    Some((Duration::read(text)?.elapsed() / DAY + 1) * sign)
}

/// The day on which a rule ends, if that alone can be read of it.
fn until(property: &Property) -> Option<i64> {
    let rule = property.value.to_ascii_uppercase();
    let mut ends = rule.split(';').filter_map(|part| part.trim().strip_prefix("UNTIL="));
    let end = day(ends.next()?.trim())?;
    ends.next().is_none().then_some(end)
}
