//! Questions and answers about slots, as plain data.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::model::appointment::Actor;
use crate::model::appointment_type::{Grid, Period};
use crate::time::instant::Instant;
use crate::wire::tagged;
use crate::wire::uid::Uid;

/// Which slots of an appointment type can be booked?
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SlotQuery {
    /// The type to book.
    pub appointment_type_uid: Uid,
    /// Earliest start.
    pub from: Instant,
    /// First start that is too late; at most ten years after `from`.
    pub to: Instant,
    /// Only these doctors; all if null.
    #[serde(default)]
    pub doctor_uids: Option<Vec<Uid>>,
    /// Only the first so many slots, by start and doctor.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub limit: Option<i64>,
    /// An appointment that is to be moved: it is not in its own way.
    #[serde(default)]
    pub exclude_appointment_uid: Option<Uid>,
    /// The grid of starts; that of the type if null.
    #[serde(default)]
    pub grid: Option<Grid>,
}

/// A slot that can be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The start.
    pub start_date: Instant,
    /// The end.
    pub end_date: Instant,
    /// Who can be booked.
    pub doctor_uid: Uid,
    /// Seats that are left; 1 but for group visits.
    pub seats_left: u32,
}

/// On which local days can a slot be booked?
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DaysQuery {
    /// The type to book.
    pub appointment_type_uid: Uid,
    /// Earliest start.
    pub from: Instant,
    /// First start that is too late; at most ten years after `from`.
    pub to: Instant,
    /// Whose calendar the days are of; the clinic's if null.
    #[serde(default)]
    pub timezone: Option<String>,
    /// Only these doctors; all if null.
    #[serde(default)]
    pub doctor_uids: Option<Vec<Uid>>,
    /// An appointment that is to be moved: it is not in its own way.
    #[serde(default)]
    pub exclude_appointment_uid: Option<Uid>,
    /// The grid of starts; that of the type if null.
    #[serde(default)]
    pub grid: Option<Grid>,
}

/// A local day with at least one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DayWithSlots {
    /// The day.
    pub date: NaiveDate,
    /// Its first start.
    pub first_start_date: Instant,
}

/// Why can this not be booked?
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExplainQuery {
    /// The type to book.
    pub appointment_type_uid: Uid,
    /// The start, as an instant. Either this or `local_start`.
    #[serde(default)]
    pub start_date: Option<Instant>,
    /// The start on each doctor's own clock, `2026-03-23T14:00:00`. Where the clock shows it twice, the
    /// first is meant.
    #[serde(default, deserialize_with = "crate::wire::optional_local_time")]
    pub local_start: Option<NaiveDateTime>,
    /// Only these doctors; all if null.
    #[serde(default)]
    pub doctor_uids: Option<Vec<Uid>>,
    /// An appointment that is to be moved: it is not in its own way.
    #[serde(default)]
    pub exclude_appointment_uid: Option<Uid>,
    /// The grid of starts; that of the type if null.
    #[serde(default)]
    pub grid: Option<Grid>,
    /// For whom: the patient's other appointments count, and so do the patient's live holds.
    #[serde(default)]
    pub patient_uid: Option<Uid>,
    /// Who asks: administrators are not bound by the booking notice.
    #[serde(default)]
    pub by: Actor,
}

/// Why a start can't be booked with one doctor. Without reasons, it can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// The doctor.
    pub doctor_uid: Uid,
    /// Every reason.
    pub reasons: Vec<Reason>,
}

/// A reason why a start can't be booked, with the data that helps to find a better one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// The type is inactive.
    TypeInactive,
    /// The doctor does not offer the type.
    DoctorNotOffering {
        /// Why not.
        cause: NotOffering,
    },
    /// Inside the booking notice.
    TooSoon {
        /// First instant outside it.
        earliest: Instant,
    },
    /// Past the booking horizon.
    BeyondHorizon {
        /// Last instant inside it.
        latest: Instant,
    },
    /// The local time asked for is skipped by the zone's clock.
    NonexistentLocalTime {
        /// The moment of the change.
        next: Instant,
    },
    /// A closure, or an override without windows, and no window holds the start.
    Closed {
        /// The doctor's local date.
        date: NaiveDate,
    },
    /// Overlaps a blocked interval, or is closer than the buffer to one that keeps the gap.
    Blocked {
        /// The exception.
        by: Uid,
        /// Its end, with the gap if it keeps one.
        until: Instant,
    },
    /// Only windows for other types hold the start.
    Reserved {
        /// The types that the window is for.
        #[serde(rename = "for")]
        types: Vec<Uid>,
        /// From when on it is for others too; null if never.
        until: Option<Instant>,
    },
    /// The window that holds the start is for nobody yet.
    NotReleased {
        /// From when on it is.
        at: Instant,
    },
    /// No window holds the start, or none is open for the whole length.
    OutsideHours {
        /// The next start of open time after the start asked for, within 366 days.
        next_opening: Option<Instant>,
    },
    /// A window holds the start, but not on its grid.
    OffGrid {
        /// The closest candidate of such a window; the earlier of two. Null if it has none.
        nearest: Option<Instant>,
    },
    /// Closer than the buffer to a blocking appointment.
    SlotTaken {
        /// The appointment.
        by: Uid,
        /// When its gap ends.
        until: Instant,
    },
    /// Closer than the buffer to a hold.
    Held {
        /// The appointment.
        by: Uid,
        /// When the hold expires.
        until: Instant,
    },
    /// All seats of the group visit are taken.
    GroupFull {
        /// How many there are.
        capacity: u32,
    },
    /// One more would exceed a limit.
    LimitReached {
        /// Whether a limit of the type or of the doctor.
        scope: LimitScope,
        /// The period.
        per: Period,
        /// What is counted.
        unit: LimitUnit,
        /// Most that is allowed.
        limit: u32,
        /// What is used, without this one; minutes are rounded up.
        used: i64,
    },
    /// The patient has another appointment at that time.
    PatientBusy {
        /// The appointment.
        by: Uid,
        /// Its end.
        until: Instant,
    },
    /// The patient has as many live holds as may be.
    TooManyHolds {
        /// How many may be.
        limit: u32,
    },
}

tagged! {
    Reason, code {
        cause: NotOffering,
        earliest: Instant,
        latest: Instant,
        next: Instant,
        #[serde(deserialize_with = "crate::wire::optional_date")]
        date: NaiveDate,
        by: Uid,
        until: Instant,
        #[serde(rename = "for")]
        types: Vec<Uid>,
        at: Instant,
        next_opening: Instant,
        nearest: Instant,
        capacity: u32,
        scope: LimitScope,
        per: Period,
        unit: LimitUnit,
        limit: u32,
        used: i64,
    }
    TypeInactive {}
    DoctorNotOffering { cause }
    TooSoon { earliest }
    BeyondHorizon { latest }
    NonexistentLocalTime { next }
    Closed { date }
    Blocked { by, until }
    Reserved { types, until }
    NotReleased { at }
    OutsideHours { next_opening }
    OffGrid { nearest }
    SlotTaken { by, until }
    Held { by, until }
    GroupFull { capacity }
    LimitReached { scope, per, unit, limit, used }
    PatientBusy { by, until }
    TooManyHolds { limit }
}

/// Why a doctor does not offer a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotOffering {
    /// The doctor is inactive.
    DoctorInactive,
    /// The type is for selected doctors only, and this one has no active setting for it.
    NoActiveSetting,
}

/// Whose limit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LimitScope {
    /// A limit of the type: it counts appointments of that type.
    AppointmentType,
    /// A limit of the doctor: it counts all appointments.
    Doctor,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Appointments.
    Appointments,
    /// Minutes of appointments.
    Minutes,
}
