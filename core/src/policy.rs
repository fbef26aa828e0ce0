//! An appointment type as the engine reckons with it: checked, and in seconds.

use crate::appointment_type::{AppointmentType, BookingLimit, DoctorAssignmentMode, Grid, GridMode, Period};
use crate::zone::MINUTE;

/// A type that has been checked.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    pub(crate) active: bool,
    pub(crate) selected_doctors_only: bool,
    pub(crate) duration: i64,
    pub(crate) notice: i64,
    pub(crate) horizon: Option<i64>,
    pub(crate) capacity: u32,
    pub(crate) grid: GridPolicy,
    pub(crate) limits: Vec<Limit>,
}

/// Where the starts lie.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GridPolicy {
    pub(crate) mode: GridMode,
    /// `None`: the duration and the window's buffer.
    pub(crate) step: Option<i64>,
    pub(crate) align_minutes: i64,
}

/// A limit per period, on sessions and on seconds of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) per: Period,
    pub(crate) appointments: Option<i64>,
    pub(crate) seconds: Option<i64>,
}

impl Policy {
    /// Takes over a type that has been checked.
    pub(crate) fn new(source: &AppointmentType) -> Self {
        Self {
            active: source.active,
            selected_doctors_only: source.doctor_assignment_mode == DoctorAssignmentMode::SelectedDoctorsOnly,
            duration: source.duration_minutes * MINUTE,
            notice: source.booking_min_notice_minutes * MINUTE,
            horizon: source.horizon_minutes.map(|minutes| minutes * MINUTE),
            capacity: source.capacity as u32,
            grid: GridPolicy::new(source.grid.unwrap_or_default()),
            limits: source.limits.iter().map(Limit::new).collect(),
        }
    }
}

impl GridPolicy {
    /// Takes over a grid that has been checked.
    pub(crate) fn new(source: Grid) -> Self {
        Self {
            mode: source.mode,
            step: source.step_minutes.map(|minutes| minutes * MINUTE),
            align_minutes: source.align_minutes.unwrap_or(Grid::ALIGN_MINUTES_DEFAULT),
        }
    }
}

impl Limit {
    /// Takes over a limit that has been checked.
    pub(crate) fn new(source: &BookingLimit) -> Self {
        Self { per: source.per, appointments: source.appointments, seconds: source.minutes.map(|minutes| minutes * MINUTE) }
    }
}
