//! Constructors and setters of appointment types, for Rust callers.

use chrono::{NaiveTime, TimeDelta};

use super::units::{end_minute_of_day, whole_minutes, whole_seconds};
use super::{adders, setters, uids};
use crate::model::appointment_type::{
    AppointmentType, DoctorAssignmentMode, DoctorChoiceStrategy, MeetingType, RebookingMode, RoomStrategy,
};
use crate::model::grid::{Grid, GridMode};
use crate::model::limit::{BookingLimit, CountedOver, PatientLimit, Period, TypeLimit};
use crate::wire::uid::Uid;

impl AppointmentType {
    /// A type that is booked for `duration`, with the defaults of the wire model for all else.
    ///
    /// ```
    /// use frontdesk::{AppointmentType, Grid, days, hours, minutes};
    ///
    /// let operation = AppointmentType::new("operation", minutes(90))
    ///     .name("Small operation")
    ///     .buffer_after(minutes(30))
    ///     .booking_min_notice(hours(24))
    ///     .horizon_days(60)
    ///     .grid(Grid::clock(minutes(15)));
    /// assert_eq!((operation.duration_minutes, operation.booking_min_notice_minutes), (90, 1440));
    /// ```
    pub fn new(uid: impl Into<Uid>, duration: TimeDelta) -> Self {
        Self { uid: uid.into(), duration_minutes: whole_minutes(duration), ..Self::default() }
    }

    /// It can be booked for these lengths too.
    #[must_use]
    pub fn durations(mut self, lengths: impl IntoIterator<Item = TimeDelta>) -> Self {
        self.durations_minutes = lengths.into_iter().map(whole_minutes).collect();
        self
    }
}

setters! { AppointmentType {
    /// Display name.
    name(name: impl Into<String>) => name = Some(name.into());
    /// Kind of meeting.
    meeting_type(kind: MeetingType) => meeting_type = kind;
    /// How long a hold lives.
    hold_ttl(length: TimeDelta) => hold_ttl_seconds = whole_seconds(length);
    /// How long a hold can live if it is extended.
    hold_max(length: TimeDelta) => hold_max_seconds = Some(whole_seconds(length));
    /// What a patient confirms waits so long for the practice to approve it.
    approval_ttl(length: TimeDelta) => approval_ttl_seconds = Some(whole_seconds(length));
    /// Least time from now to the start of a slot.
    booking_min_notice(length: TimeDelta) => booking_min_notice_minutes = whole_minutes(length);
    /// Least time from now to the start for a patient to cancel.
    cancellation_min_notice(length: TimeDelta) => cancellation_min_notice_minutes = whole_minutes(length);
    /// Least time from now to the old start for a patient to rebook.
    rebooking_min_notice(length: TimeDelta) => rebooking_min_notice_minutes = whole_minutes(length);
    /// How many local dates before that of the start it can last be booked: 1 is the day before.
    booking_min_notice_days(days: u32) => booking_min_notice_days = Some(days.into());
    /// Until when it can be booked on the last of these dates.
    booking_notice_until(time: NaiveTime) => booking_notice_until = Some(end_minute_of_day(time));
    /// Only dates are counted on which the doctor has hours.
    booking_notice_working_days() => booking_notice_working_days = true;
    /// How many local dates before that of the start a patient can last cancel.
    cancellation_min_notice_days(days: u32) => cancellation_min_notice_days = Some(days.into());
    /// Until when a patient can cancel on the last of these dates.
    cancellation_notice_until(time: NaiveTime) => cancellation_notice_until = Some(end_minute_of_day(time));
    /// Only dates are counted on which the doctor has hours.
    cancellation_notice_working_days() => cancellation_notice_working_days = true;
    /// How many local dates before that of the start a patient can last rebook.
    rebooking_min_notice_days(days: u32) => rebooking_min_notice_days = Some(days.into());
    /// Until when a patient can rebook on the last of these dates.
    rebooking_notice_until(time: NaiveTime) => rebooking_notice_until = Some(end_minute_of_day(time));
    /// Only dates are counted on which the doctor has hours.
    rebooking_notice_working_days() => rebooking_notice_working_days = true;
    /// Longest time from now to the start of a slot.
    horizon(length: TimeDelta) => horizon_minutes = Some(whole_minutes(length));
    /// How many local dates after today can be booked.
    horizon_days(days: u32) => horizon_days = Some(days.into());
    /// Least gap before an appointment of the type.
    buffer_before(gap: TimeDelta) => buffer_before_minutes = whole_minutes(gap);
    /// Least gap after an appointment of the type.
    buffer_after(gap: TimeDelta) => buffer_after_minutes = whole_minutes(gap);
    /// Seats of one appointment: more than one makes it a group visit.
    capacity(seats: u32) => capacity = seats.into();
    /// The grid of starts.
    grid(grid: Grid) => grid = Some(grid);
    /// How video rooms are given out.
    room_strategy(strategy: RoomStrategy) => room_strategy = strategy;
    /// Whether rebooking may change the doctor.
    rebooking_mode(mode: RebookingMode) => rebooking_mode = mode;
    /// Patients may rebook their own appointments of the type.
    allow_patient_rebooking() => allow_patient_rebooking = true;
    /// Which doctors can offer the type.
    doctor_assignment_mode(mode: DoctorAssignmentMode) => doctor_assignment_mode = mode;
    /// Which doctor is booked when nobody is asked for.
    doctor_choice(strategy: DoctorChoiceStrategy) => doctor_choice = strategy;
    /// The type can't be booked.
    inactive() => active = false;
} }

adders! { AppointmentType {
    /// One more limit per doctor and period.
    limit(limit: BookingLimit) => limits;
} }

impl Grid {
    /// Starts that lie so far apart, from the start of the window on.
    pub fn every(step: TimeDelta) -> Self {
        Self { step_minutes: Some(whole_minutes(step)), ..Self::default() }
    }

    /// Starts at multiples of `align` on the local clock.
    pub fn clock(align: TimeDelta) -> Self {
        Self { mode: GridMode::Clock, align_minutes: Some(whole_minutes(align)), ..Self::default() }
    }

    /// Starts from the beginning of each free stretch on.
    pub fn packed() -> Self {
        Self { mode: GridMode::Packed, ..Self::default() }
    }

    /// Starts beside what is booked.
    pub fn adjacent() -> Self {
        Self { mode: GridMode::Adjacent, ..Self::default() }
    }
}

setters! { Grid {
    /// From one start to the next.
    step(step: TimeDelta) => step_minutes = Some(whole_minutes(step));
    /// No hole shorter than this is left.
    least_gap(gap: TimeDelta) => least_gap_minutes = Some(whole_minutes(gap));
} }

impl BookingLimit {
    /// A limit of what is counted in such periods. It allows anything until it is told a number.
    pub fn per(period: Period) -> Self {
        Self { per: period, scope: CountedOver::Doctor, appointments: None, minutes: None }
    }
}

setters! { BookingLimit {
    /// All doctors are counted together, for a limit of a type.
    over_clinic() => scope = CountedOver::Clinic;
    /// Most appointments.
    appointments(most: u32) => appointments = Some(most.into());
    /// Most time of appointments.
    time(most: TimeDelta) => minutes = Some(whole_minutes(most));
} }

impl PatientLimit {
    /// Most appointments of a patient in such a period, over all doctors.
    pub fn per(period: Period, most: u32) -> Self {
        Self { per: Some(period), upcoming: false, appointments: most.into(), appointment_type_uids: None }
    }

    /// Most appointments of a patient that start now or later, over all doctors.
    pub fn upcoming(most: u32) -> Self {
        Self { per: None, upcoming: true, appointments: most.into(), appointment_type_uids: None }
    }
}

setters! { PatientLimit {
    /// Only these types are counted, and only they are limited.
    only_for(types: impl IntoIterator<Item = impl Into<Uid>>) => appointment_type_uids = Some(uids(types));
} }

impl TypeLimit {
    /// Most appointments of these types in one window.
    pub fn new(types: impl IntoIterator<Item = impl Into<Uid>>, most: u32) -> Self {
        Self { appointment_type_uids: uids(types), appointments: most.into() }
    }
}
