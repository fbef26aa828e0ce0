//! When a doctor is there: weekly rules, overrides of single dates, extra and blocked intervals, closures.
//!
//! This is the wire form. What it all means together, the windows of a date, is the business of `schedule`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// A window that recurs every week: the object of the documented API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AvailabilityRule {
    /// The id, such as `rule-001`; unique for its doctor.
    pub uid: Uid,
    /// The doctor; if given, the one that the rule is listed under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor_uid: Option<Uid>,
    /// 0 is Monday, 6 is Sunday.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub weekday: i64,
    /// Start in minutes from local midnight, 0 to 1440.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub start_time: i64,
    /// End in minutes from local midnight, after the start, up to 1440 (the next midnight). Overnight hours
    /// are two rules.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub end_time: i64,
    /// Least gap between two appointments, 0 to 1440.
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub buffer_minutes: i64,
    /// No slot of this rule starts before.
    #[serde(default)]
    pub valid_from: Option<Instant>,
    /// No slot of this rule ends after.
    #[serde(default)]
    pub valid_until: Option<Instant>,
    /// Whether the rule is in force.
    #[serde(default = "yes")]
    pub active: bool,
}

/// An interval that adds open time, or takes it away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AvailabilityException {
    /// The id; unique for its doctor.
    pub uid: Uid,
    /// Whether it adds or takes away.
    pub kind: ExceptionKind,
    /// First instant of the interval.
    pub start_date: Instant,
    /// First instant after the interval.
    pub end_date: Instant,
    /// Least gap between two appointments in an extra interval, 0 to 1440. A blocked interval has none.
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub buffer_minutes: i64,
    /// Whether the gap of a window holds to this blocked interval as well: it is busy time, not time off. An
    /// extra interval does not say so.
    #[serde(default)]
    pub keeps_gap: bool,
}

/// Whether an [`AvailabilityException`] adds open time or takes it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// Time off: removes open time and beats everything.
    Blocked,
    /// Extra hours: adds a window.
    Extra,
}

/// The windows of one local date instead of those of the weekly rules; none of them closes the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DateOverride {
    /// The doctor's local date.
    #[serde(deserialize_with = "crate::wire::date")]
    pub date: NaiveDate,
    /// The windows, possibly none.
    #[serde(default)]
    pub windows: Vec<OverrideWindow>,
}

/// A window of a [`DateOverride`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OverrideWindow {
    /// Start in minutes from local midnight, 0 to 1440.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub start_time: i64,
    /// End in minutes from local midnight, after the start.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub end_time: i64,
    /// Least gap between two appointments, 0 to 1440.
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub buffer_minutes: i64,
}

/// A date without windows, for one doctor or for all: a holiday, say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The local date, by each doctor's own clock.
    #[serde(deserialize_with = "crate::wire::date")]
    pub date: NaiveDate,
    /// The doctor, or all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor_uid: Option<Uid>,
    /// What is kept that day; kept, not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

fn yes() -> bool {
    true
}
