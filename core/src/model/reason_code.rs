//! What kind of reason one is: what a command names that books in spite of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::reason::Reason;

/// What kind of reason it is, for whoever books in spite of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum ReasonCode {
    /// The type is inactive.
    TypeInactive,
    /// The doctor does not offer the type.
    DoctorNotOffering,
    /// Before now.
    TooSoon,
    /// Past the booking horizon.
    BeyondHorizon,
    /// A closure, or an override without windows.
    Closed,
    /// A blocked interval.
    Blocked,
    /// Hours of other types.
    Reserved,
    /// Hours that are for nobody yet.
    NotReleased,
    /// Hours at another location.
    OtherLocation,
    /// Hours with as many appointments of some types as they may have.
    WindowFull,
    /// Outside of hours.
    OutsideHours,
    /// Not on the grid.
    OffGrid,
    /// Not beside another appointment.
    NotAdjacent,
    /// A hole that is too short.
    LeavesGap,
    /// Another appointment.
    SlotTaken,
    /// A hold.
    Held,
    /// No place of the doctor is free.
    PlacesFull,
    /// Too few seats are left.
    GroupFull,
    /// A limit.
    LimitReached,
    /// Another appointment of the patient.
    PatientBusy,
    /// The patient has as many live holds as may be.
    TooManyHolds,
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TypeInactive => "type_inactive",
            Self::DoctorNotOffering => "doctor_not_offering",
            Self::TooSoon => "too_soon",
            Self::BeyondHorizon => "beyond_horizon",
            Self::Closed => "closed",
            Self::Blocked => "blocked",
            Self::Reserved => "reserved",
            Self::NotReleased => "not_released",
            Self::OtherLocation => "other_location",
            Self::WindowFull => "window_full",
            Self::OutsideHours => "outside_hours",
            Self::OffGrid => "off_grid",
            Self::NotAdjacent => "not_adjacent",
            Self::LeavesGap => "leaves_gap",
            Self::SlotTaken => "slot_taken",
            Self::Held => "held",
            Self::PlacesFull => "places_full",
            Self::GroupFull => "group_full",
            Self::LimitReached => "limit_reached",
            Self::PatientBusy => "patient_busy",
            Self::TooManyHolds => "too_many_holds",
        })
    }
}

impl Reason {
    /// Which kind of reason it is; none for a time that does not exist, which nobody can book.
    pub fn code(&self) -> Option<ReasonCode> {
        Some(match self {
            Self::NonexistentLocalTime { .. } => return None,
            Self::TypeInactive => ReasonCode::TypeInactive,
            Self::DoctorNotOffering { .. } => ReasonCode::DoctorNotOffering,
            Self::TooSoon { .. } => ReasonCode::TooSoon,
            Self::BeyondHorizon { .. } => ReasonCode::BeyondHorizon,
            Self::Closed { .. } => ReasonCode::Closed,
            Self::Blocked { .. } => ReasonCode::Blocked,
            Self::Reserved { .. } => ReasonCode::Reserved,
            Self::NotReleased { .. } => ReasonCode::NotReleased,
            Self::OtherLocation { .. } => ReasonCode::OtherLocation,
            Self::WindowFull { .. } => ReasonCode::WindowFull,
            Self::OutsideHours { .. } => ReasonCode::OutsideHours,
            Self::OffGrid { .. } => ReasonCode::OffGrid,
            Self::NotAdjacent { .. } => ReasonCode::NotAdjacent,
            Self::LeavesGap { .. } => ReasonCode::LeavesGap,
            Self::SlotTaken { .. } => ReasonCode::SlotTaken,
            Self::Held { .. } => ReasonCode::Held,
            Self::PlacesFull { .. } => ReasonCode::PlacesFull,
            Self::GroupFull { .. } => ReasonCode::GroupFull,
            Self::LimitReached { .. } => ReasonCode::LimitReached,
            Self::PatientBusy { .. } => ReasonCode::PatientBusy,
            Self::TooManyHolds { .. } => ReasonCode::TooManyHolds,
        })
    }
}
