//! Reasons why a start can't be booked, with what is told of them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::limit::Period;
use crate::time::instant::Instant;
use crate::wire::tagged;
use crate::wire::uid::Uid;

/// A reason why a start can't be booked, with the data that helps to find a better one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "code", rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
    /// The window that holds the start is at another location.
    OtherLocation {
        /// Which; null if it is nowhere in particular.
        location_uid: Option<Uid>,
    },
    /// The window that holds the start has as many appointments of some types as it may.
    WindowFull {
        /// Most that are allowed.
        limit: u32,
        /// How many there are.
        used: i64,
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
    /// Neither beside another appointment nor at the edge of open time, where the grid asks for that.
    NotAdjacent {
        /// The closest candidate of such a window; the earlier of two. Null if it has none.
        nearest: Option<Instant>,
    },
    /// It would leave a hole that is too short for others.
    LeavesGap {
        /// The shortest one that it would leave; rounded up.
        minutes: i64,
        /// How short a hole may be.
        least: i64,
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
    /// At some moment of it all places of the doctor are taken.
    PlacesFull {
        /// How many there are.
        places: u32,
        /// When one is free again after the first such moment, with the gap.
        until: Instant,
    },
    /// The group visit has fewer seats left than are asked for.
    GroupFull {
        /// How many there are.
        capacity: u32,
        /// How many are left.
        #[serde(skip_serializing_if = "crate::wire::is_default")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<u32>"))]
        seats_left: u32,
    },
    /// One more would exceed a limit.
    LimitReached {
        /// Whose limit it is.
        scope: LimitScope,
        /// The period; null if all that are to come are counted.
        per: Option<Period>,
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
        location_uid: Uid,
        next_opening: Instant,
        nearest: Instant,
        capacity: u32,
        seats_left: u32,
        places: u32,
        scope: LimitScope,
        per: Period,
        unit: LimitUnit,
        limit: u32,
        used: i64,
        minutes: i64,
        least: i64,
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
    OtherLocation { location_uid }
    WindowFull { limit, used }
    OutsideHours { next_opening }
    OffGrid { nearest }
    NotAdjacent { nearest }
    LeavesGap { minutes, least }
    SlotTaken { by, until }
    Held { by, until }
    PlacesFull { places, until }
    GroupFull { capacity, seats_left = 0 }
    LimitReached { scope, per, unit, limit, used }
    PatientBusy { by, until }
    TooManyHolds { limit }
}

impl Reason {
    /// The appointment or exception that is in the way.
    pub(crate) fn other(&self) -> Option<&Uid> {
        match self {
            Self::Blocked { by, .. }
            | Self::SlotTaken { by, .. }
            | Self::Held { by, .. }
            | Self::PatientBusy { by, .. } => Some(by),
            _ => None,
        }
    }
}

/// Why a doctor does not offer a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum NotOffering {
    /// The doctor is inactive.
    DoctorInactive,
    /// The type is for selected doctors only, and this one has no active setting for it.
    NoActiveSetting,
    /// It is a group visit, and the doctor sees several patients at a time, each alone.
    SeveralPlaces,
}

/// Whose limit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum LimitScope {
    /// A limit of the type: it counts appointments of that type.
    AppointmentType,
    /// A limit of the doctor: it counts all appointments.
    Doctor,
    /// A limit of the type that counts those of all doctors.
    Clinic,
    /// A limit of the patient.
    Patient,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum LimitUnit {
    /// Appointments.
    Appointments,
    /// Minutes of appointments.
    Minutes,
}
