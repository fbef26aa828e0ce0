//! An appointment type as the engine reckons with it: checked, and in seconds.

use crate::limits::MINUTE_OF_DAY_MAX;
use crate::model::appointment_type::{
    AppointmentType, DoctorAssignmentMode, DoctorChoiceStrategy, RebookingMode, RoomStrategy,
};
use crate::model::grid::{Grid, GridMode};
use crate::model::limit::{BookingLimit, CountedOver, Period};
use crate::time::zone::MINUTE;

/// A type that has been checked.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    pub(crate) active: bool,
    pub(crate) selected_doctors_only: bool,
    /// Where none is asked for.
    pub(crate) duration: i64,
    /// For how long it can be booked besides.
    durations: Vec<i64>,
    pub(crate) notice: i64,
    pub(crate) notice_days: Option<DayNotice>,
    pub(crate) horizon: Option<i64>,
    pub(crate) horizon_days: Option<i64>,
    pub(crate) gaps: Gaps,
    pub(crate) capacity: u32,
    pub(crate) grid: GridPolicy,
    /// Those of each doctor alone.
    pub(crate) limits: Vec<Limit>,
    /// Those over all doctors.
    pub(crate) clinic_limits: Vec<Limit>,
    pub(crate) hold_ttl: i64,
    pub(crate) hold_max: Option<i64>,
    pub(crate) approval_ttl: Option<i64>,
    pub(crate) cancellation_notice: i64,
    pub(crate) cancellation_notice_days: Option<DayNotice>,
    pub(crate) rebooking_notice: i64,
    pub(crate) rebooking_notice_days: Option<DayNotice>,
    pub(crate) rebooking_mode: RebookingMode,
    pub(crate) room_strategy: RoomStrategy,
    pub(crate) allow_patient_rebooking: bool,
    pub(crate) doctor_choice: DoctorChoiceStrategy,
}

/// A notice that is counted in dates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DayNotice {
    pub(crate) days: i64,
    /// Minutes of the last date on which it is kept.
    pub(crate) until: i64,
    /// Whether only dates with hours count.
    pub(crate) working_days: bool,
}

/// The least gaps before and after an appointment that its type asks for, in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Gaps {
    pub(crate) before: i64,
    pub(crate) after: i64,
}

/// Where the starts lie.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GridPolicy {
    pub(crate) mode: GridMode,
    /// `None`: the duration and the window's buffer.
    pub(crate) step: Option<i64>,
    pub(crate) align_minutes: i64,
    /// No hole shorter than this is left, in seconds; 0 if that does not matter.
    pub(crate) least_gap: i64,
}

/// A limit per period, on sessions and on seconds of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) per: Period,
    pub(crate) appointments: Option<i64>,
    pub(crate) seconds: Option<i64>,
}

impl Policy {
    /// That of an appointment of which only the length in seconds matters.
    pub(crate) fn of_length(duration: i64) -> Self {
        Self {
            active: true,
            selected_doctors_only: false,
            duration,
            durations: Vec::new(),
            notice: 0,
            notice_days: None,
            horizon: None,
            horizon_days: None,
            gaps: Gaps::default(),
            capacity: 1,
            grid: GridPolicy::new(Grid::default()),
            limits: Vec::new(),
            clinic_limits: Vec::new(),
            hold_ttl: 0,
            hold_max: None,
            approval_ttl: None,
            cancellation_notice: 0,
            cancellation_notice_days: None,
            rebooking_notice: 0,
            rebooking_notice_days: None,
            rebooking_mode: RebookingMode::default(),
            room_strategy: RoomStrategy::default(),
            allow_patient_rebooking: false,
            doctor_choice: DoctorChoiceStrategy::default(),
        }
    }

    /// Whether it can be booked for so many seconds.
    pub(crate) fn has_length(&self, seconds: i64) -> bool {
        seconds == self.duration || self.durations.contains(&seconds)
    }

    /// Takes over a type that has been checked.
    pub(crate) fn new(source: &AppointmentType) -> Self {
        Self {
            active: source.active,
            selected_doctors_only: source.doctor_assignment_mode == DoctorAssignmentMode::SelectedDoctorsOnly,
            duration: source.duration_minutes * MINUTE,
            durations: source.durations_minutes.iter().map(|minutes| minutes * MINUTE).collect(),
            notice: source.booking_min_notice_minutes * MINUTE,
            notice_days: DayNotice::new(
                source.booking_min_notice_days,
                source.booking_notice_until,
                source.booking_notice_working_days,
            ),
            horizon: source.horizon_minutes.map(|minutes| minutes * MINUTE),
            horizon_days: source.horizon_days,
            gaps: Gaps {
                before: source.buffer_before_minutes * MINUTE,
                after: source.buffer_after_minutes * MINUTE,
            },
            capacity: source.capacity as u32,
            grid: GridPolicy::new(source.grid.unwrap_or_default()),
            limits: Limit::over(CountedOver::Doctor, &source.limits),
            clinic_limits: Limit::over(CountedOver::Clinic, &source.limits),
            hold_ttl: source.hold_ttl_seconds,
            hold_max: source.hold_max_seconds,
            approval_ttl: source.approval_ttl_seconds,
            cancellation_notice: source.cancellation_min_notice_minutes * MINUTE,
            cancellation_notice_days: DayNotice::new(
                source.cancellation_min_notice_days,
                source.cancellation_notice_until,
                source.cancellation_notice_working_days,
            ),
            rebooking_notice: source.rebooking_min_notice_minutes * MINUTE,
            rebooking_notice_days: DayNotice::new(
                source.rebooking_min_notice_days,
                source.rebooking_notice_until,
                source.rebooking_notice_working_days,
            ),
            rebooking_mode: source.rebooking_mode,
            room_strategy: source.room_strategy,
            allow_patient_rebooking: source.allow_patient_rebooking,
            doctor_choice: source.doctor_choice,
        }
    }
}

impl DayNotice {
    /// Takes over what has been checked.
    fn new(days: Option<i64>, until: Option<i64>, working_days: bool) -> Option<Self> {
        days.map(|days| Self { days, until: until.unwrap_or(MINUTE_OF_DAY_MAX), working_days })
    }
}

impl GridPolicy {
    /// Takes over a grid that has been checked.
    pub(crate) fn new(source: Grid) -> Self {
        Self {
            mode: source.mode,
            step: source.step_minutes.map(|minutes| minutes * MINUTE),
            align_minutes: source.align_minutes.unwrap_or(Grid::ALIGN_MINUTES_DEFAULT),
            least_gap: source.least_gap_minutes.map_or(0, |minutes| minutes * MINUTE),
        }
    }

    /// Whether what is offered of a window has nothing to do with what lies around a slot: then a Monday has
    /// the same candidates as the next.
    pub(crate) fn is_steady(&self) -> bool {
        matches!(self.mode, GridMode::Window | GridMode::Clock) && self.least_gap == 0
    }

    /// So far beyond a slot matters where open time ends, in seconds.
    pub(crate) fn margin(&self) -> i64 {
        // Time that touches a window is no edge of it.
        let touches = i64::from(self.mode == GridMode::Adjacent);
        self.least_gap.max(touches)
    }
}

impl Limit {
    /// Those that count over some.
    fn over(whom: CountedOver, limits: &[BookingLimit]) -> Vec<Self> {
        limits.iter().filter(|limit| limit.scope == whom).map(Self::new).collect()
    }

    /// Takes over a limit that has been checked.
    pub(crate) fn new(source: &BookingLimit) -> Self {
        Self {
            per: source.per,
            appointments: source.appointments,
            seconds: source.minutes.map(|minutes| minutes * MINUTE),
        }
    }
}
