//! When a doctor is there: weekly rules, overrides of single dates, extra and blocked intervals, closures.
//!
//! This is the wire form. What it all means together, the windows of a date, is the business of `schedule`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::limit::TypeLimit;
use crate::time::instant::Instant;
use crate::time::interval::Interval;
use crate::time::zone::day_number;
use crate::wire::uid::Uid;

/// A window that recurs every week: the object of the documented API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
    #[serde(default = "crate::wire::yes")]
    pub active: bool,
    /// Every how many weeks it holds, 1 to 52, counted from `from_date`, which it needs then. Every week if
    /// null.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub every_weeks: Option<i64>,
    /// The first local date on which it may hold.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_date",
        skip_serializing_if = "Option::is_none"
    )]
    pub from_date: Option<NaiveDate>,
    /// Which of its weekdays in a month it holds on: 1 to 5, or -1 to -5 from the last one backwards. All if
    /// empty.
    #[serde(default, deserialize_with = "crate::wire::integers", skip_serializing_if = "Vec::is_empty")]
    pub nth_of_month: Vec<i64>,
    /// Whether it is time off that recurs, and no window: it beats open time as blocked intervals do.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub blocked: bool,
    /// The types that it is for; all if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_type_uids: Option<Vec<Uid>>,
    /// From so many minutes before a start on, other types can book it too, 0 to 5256000.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub reserved_until_minutes_before: Option<i64>,
    /// Earlier than so many minutes before a start, nobody can book it, 0 to 5256000.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub released_minutes_before: Option<i64>,
    /// Where it is; nowhere in particular if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_uid: Option<Uid>,
    /// Most appointments of some types in each of its windows, each with those that start in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub type_limits: Vec<TypeLimit>,
}

impl Default for AvailabilityRule {
    /// An active rule of Mondays without any minutes.
    fn default() -> Self {
        Self {
            uid: Uid::default(),
            doctor_uid: None,
            weekday: 0,
            start_time: 0,
            end_time: 0,
            buffer_minutes: 0,
            valid_from: None,
            valid_until: None,
            active: true,
            every_weeks: None,
            from_date: None,
            nth_of_month: Vec::new(),
            blocked: false,
            appointment_type_uids: None,
            reserved_until_minutes_before: None,
            released_minutes_before: None,
            location_uid: None,
            type_limits: Vec::new(),
        }
    }
}

/// An interval that adds open time, or takes it away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
    /// The types that it is for; all if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_type_uids: Option<Vec<Uid>>,
    /// From so many minutes before a start on, other types can book it too, 0 to 5256000.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub reserved_until_minutes_before: Option<i64>,
    /// Earlier than so many minutes before a start, nobody can book it, 0 to 5256000.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub released_minutes_before: Option<i64>,
    /// Where it is; nowhere in particular if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_uid: Option<Uid>,
    /// Most appointments of some types in each of its windows, each with those that start in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub type_limits: Vec<TypeLimit>,
}

/// Whether an [`AvailabilityException`] adds open time or takes it away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum ExceptionKind {
    /// Time off: removes open time and beats everything.
    #[default]
    Blocked,
    /// Extra hours: adds a window.
    Extra,
}

/// The windows of one local date instead of those of the weekly rules; none of them closes the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct DateOverride {
    /// The doctor's local date.
    #[serde(deserialize_with = "crate::wire::date")]
    pub date: NaiveDate,
    /// The windows, possibly none.
    #[serde(default)]
    pub windows: Vec<OverrideWindow>,
}

/// A window of a [`DateOverride`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
    /// The types that it is for; all if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_type_uids: Option<Vec<Uid>>,
    /// From so many minutes before a start on, other types can book it too, 0 to 5256000.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub reserved_until_minutes_before: Option<i64>,
    /// Earlier than so many minutes before a start, nobody can book it, 0 to 5256000.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub released_minutes_before: Option<i64>,
    /// Where it is; nowhere in particular if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_uid: Option<Uid>,
    /// Most appointments of some types in each of its windows, each with those that start in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub type_limits: Vec<TypeLimit>,
}

/// For whom a window is, from when on, and where: what a rule, a window of an override and an extra interval
/// say alike.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ForWhom<'a> {
    pub(crate) appointment_type_uids: Option<&'a [Uid]>,
    pub(crate) reserved_until_minutes_before: Option<i64>,
    pub(crate) released_minutes_before: Option<i64>,
    pub(crate) location_uid: Option<&'a Uid>,
    pub(crate) type_limits: &'a [TypeLimit],
}

macro_rules! for_whom {
    ($($window:ident),*) => {
        $(impl $window {
            pub(crate) fn for_whom(&self) -> ForWhom<'_> {
                ForWhom {
                    appointment_type_uids: self.appointment_type_uids.as_deref(),
                    reserved_until_minutes_before: self.reserved_until_minutes_before,
                    released_minutes_before: self.released_minutes_before,
                    location_uid: self.location_uid.as_ref(),
                    type_limits: &self.type_limits,
                }
            }

            /// Leaves out a type that is gone.
            pub(crate) fn forget_type(&mut self, uid: &str) {
                if let Some(uids) = &mut self.appointment_type_uids {
                    uids.retain(|other| *other != uid);
                }
                TypeLimit::forget_type(&mut self.type_limits, uid);
            }
        })*
    };
}

for_whom!(AvailabilityRule, AvailabilityException, OverrideWindow);

impl<'a> ForWhom<'a> {
    /// The types that it names, whatever it says of them.
    pub(crate) fn types_named(self) -> impl Iterator<Item = &'a Uid> {
        let limited = self.type_limits.iter().flat_map(|limit| &limit.appointment_type_uids);
        self.appointment_type_uids.into_iter().flatten().chain(limited)
    }

    /// Whether it is for all, at any time, without limits, and nowhere in particular.
    pub(crate) fn is_all(&self) -> bool {
        self.location_uid.is_none()
            && self.type_limits.is_empty()
            && self.appointment_type_uids.is_none()
            && self.reserved_until_minutes_before.is_none()
            && self.released_minutes_before.is_none()
    }
}

/// Dates on which the weekly rules have no windows, or hours of them that the rules leave out, for one doctor
/// or for all: a holiday, say. There is one for each first date and doctor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Closure {
    /// The local date, by each doctor's own clock; the first one if there is a `last_date`.
    #[serde(deserialize_with = "crate::wire::date")]
    pub date: NaiveDate,
    /// The last local date, the same or at most a year later. Only `date` if null.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_date",
        skip_serializing_if = "Option::is_none"
    )]
    pub last_date: Option<NaiveDate>,
    /// From when on each of the dates is closed, in minutes from local midnight, 0 to 1440. Default 0.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub start_time: Option<i64>,
    /// Until when each of the dates is closed, in minutes from local midnight, after the start. Default 1440.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub end_time: Option<i64>,
    /// The doctor, or all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor_uid: Option<Uid>,
    /// What is kept that day; kept, not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Closure {
    /// Its dates, as numbers.
    pub(crate) fn days(&self) -> Interval {
        Interval::new(day_number(self.date), day_number(self.last_date.unwrap_or(self.date)) + 1)
    }
}
