//! What the words of the semantics page mean, one function per rule: [`RIGHT`] is the list of them.
//!
//! The rules are a list of functions so that a test can put a wrong one in a right one's place, and see
//! whether the generated cases tell the two apart.

use chrono::NaiveDate;
use frontdesk::{
    Actor, Appointment, AppointmentStatus, AppointmentType, AppointmentTypeSetting, AvailabilityException,
    AvailabilityRule, Closure, DateOverride, Doctor, DoctorAssignmentMode, Grid, Instant, Period,
};

use super::clock::{Clock, DAY, weekday};
use super::interval::{Interval, union, without};
use super::windows::Window;

/// A window, and what validity leaves open of it.
pub type Cut = (Interval, Interval);

/// Every rule that can be read wrongly.
#[derive(Clone, Copy)]
pub struct Definitions {
    /// §2: the instant of a clock time, of a zone, a date and a minute of it.
    pub boundary: fn(&Clock, i64, i64) -> i64,
    /// §2: the date to which an instant belongs.
    pub day_of: fn(&Clock, i64) -> i64,
    /// §3.1: whether a rule gives a date a window.
    pub rule_applies: fn(&AvailabilityRule, i64) -> bool,
    /// §3.2: a rule's window and its open time after validity, or none.
    pub valid: fn(Interval, Option<Instant>, Option<Instant>) -> Option<Cut>,
    /// §3.3: what stands in the place of the rules on a date: the override of a doctor, or a closure.
    pub override_on: for<'a> fn(&'a Doctor, &[Closure], NaiveDate) -> Option<DateOverride>,
    /// §3.5: whether two windows are one.
    pub one_window: fn(&Window, &Window) -> bool,
    /// §3.6: the open time of a buffer, of all windows and the blocked intervals.
    pub open_time: fn(&[Window], &[Interval], i64) -> Vec<Interval>,
    /// §4, candidates: from one to the next, of the grid, the duration and the buffer.
    pub step: fn(&Grid, i64, i64) -> i64,
    /// §4, candidates: whether a candidate is early enough for a window.
    pub before_end: fn(i64, Interval) -> bool,
    /// §4, candidates: the anchor of the mode `clock`, of a zone, a window's start and the alignment.
    pub clock_anchor: fn(&Clock, i64, i64) -> i64,
    /// §4, candidates: the stretches of the mode `packed`, of a window, the blocked and the blocking
    /// intervals, and `now`.
    pub stretches: fn(&Window, &[Interval], &[Interval], i64) -> Vec<Interval>,
    /// §4, candidates: whether the start of a session is one, of its members and the capacity. Mode `packed`
    /// only.
    pub session_is_candidate: fn(i64, i64) -> bool,
    /// §4, fit: whether a slot fits into the pieces of open time; the buffer has no say.
    pub fits: fn(Interval, &[Interval], i64) -> bool,
    /// §4, gap: whether a slot and a blocking interval clash with a buffer.
    pub clashes: fn(Interval, Interval, i64) -> bool,
    /// §3.6: whether a blocked interval keeps the gap.
    pub keeps_gap: fn(&AvailabilityException) -> bool,
    /// §4, candidates: whether the gap to a blocked interval that keeps it is cut from the stretches of the
    /// mode `packed`.
    pub gap_starts_stretch: bool,
    /// §4, notice: which one holds, in minutes.
    pub notice: fn(&AppointmentType, Option<&AppointmentTypeSetting>) -> i64,
    /// §4, notice: whether a start keeps it, of the start, `now` and the notice.
    pub keeps_notice: fn(i64, i64, i64) -> bool,
    /// §7, who asks: whether the booking notice binds whoever asks.
    pub is_bound_by_notice: fn(Actor) -> bool,
    /// §7, who asks: whether the horizon binds whoever asks.
    pub is_bound_by_horizon: fn(Actor) -> bool,
    /// §4, patient: whether a slot and another appointment of the patient are in each other's way.
    pub patient_is_busy: fn(Interval, Interval) -> bool,
    /// §4, patient: whether a patient has as many live holds as may be, of their number, the most, and whether
    /// an appointment is to be moved.
    pub holds_all: fn(i64, Option<i64>, bool) -> bool,
    /// §4, horizon: whether a start is inside it, of the start, `now` and the horizon.
    pub inside_horizon: fn(i64, i64, i64) -> bool,
    /// §4, range: whether a start is in it.
    pub in_range: fn(i64, Interval) -> bool,
    /// §4, blocking: whether an appointment blocks, of it, the end of its hold and `now`.
    pub blocks: fn(&Appointment, i64, i64) -> bool,
    /// §4, blocking: whether the appointment to be moved blocks.
    pub excluded_blocks: bool,
    /// §4, who offers a type.
    pub offers: fn(&Doctor, &AppointmentType) -> bool,
    /// §4, groups: whether two blocking appointments of one doctor are one session.
    pub one_session: fn(&Appointment, &Appointment) -> bool,
    /// §4, groups: whether a session of the candidate's type and start, with so many members, leaves a seat
    /// of the capacity.
    pub seat_left: fn(i64, i64) -> bool,
    /// §4, limits: the length of a session, of those of its members.
    pub session_length: fn(&[i64]) -> i64,
    /// §4, limits: the number of the period to which an instant belongs.
    pub period_of: fn(&Clock, Period, i64) -> i64,
    /// §4, limits: whether one more exceeds a limit, of what is used, what it adds and the limit.
    pub exceeds: fn(i64, i64, i64) -> bool,
    /// §4, limits: whether a candidate that joins a session is refused for them.
    pub limits_bind_joiners: bool,
    /// §7, who is booked: whether one who has a session of the type at that start, with so many members, comes
    /// before others, of the members and the capacity.
    pub session_comes_first: fn(i64, i64) -> bool,
    /// §7, who is booked: when an appointment was made, of it and `now`; none if it does not count.
    pub made_at: fn(&Appointment, i64) -> Option<i64>,
}

/// The rules as the semantics page has them.
pub const RIGHT: Definitions = Definitions {
    boundary,
    day_of,
    rule_applies: |rule, day| rule.active && rule.weekday == weekday(day),
    valid,
    override_on,
    one_window: |a, b| a.date == b.date && a.buffer == b.buffer && a.span.meets(b.span),
    open_time,
    step: |grid, duration, buffer| grid.step_minutes.map_or(duration + buffer, |minutes| minutes * 60),
    before_end: |start, window| start < window.end,
    clock_anchor,
    stretches,
    session_is_candidate: |members, capacity| members < capacity,
    fits: |slot, open, _| open.iter().any(|piece| piece.covers(slot)),
    clashes: |slot, busy, buffer| slot.start < busy.end + buffer && busy.start < slot.end + buffer,
    keeps_gap: |exception| exception.keeps_gap,
    gap_starts_stretch: true,
    notice: |kind, setting| {
        let own =
            setting.filter(|setting| setting.active).and_then(|setting| setting.booking_min_notice_minutes);
        own.unwrap_or(kind.booking_min_notice_minutes)
    },
    keeps_notice: |start, now, notice| start >= now + notice,
    is_bound_by_notice: |by| by != Actor::Administrator,
    is_bound_by_horizon: |by| by != Actor::Administrator,
    patient_is_busy: |slot, other| slot.overlaps(other),
    holds_all: |holds, most, moves| !moves && most.is_some_and(|most| holds >= most),
    inside_horizon: |start, now, horizon| start <= now + horizon,
    in_range: |start, range| range.start <= start && start < range.end,
    blocks: |appointment, hold_end, now| match appointment.status {
        AppointmentStatus::Confirmed | AppointmentStatus::Completed | AppointmentStatus::NoShow => true,
        AppointmentStatus::Held => now < hold_end,
        AppointmentStatus::Cancelled | AppointmentStatus::Expired => false,
    },
    excluded_blocks: false,
    offers,
    one_session: |a, b| a.appointment_type_uid == b.appointment_type_uid && a.start_date == b.start_date,
    seat_left: |members, capacity| members < capacity,
    session_length: |lengths| lengths.iter().copied().max().unwrap_or(0),
    period_of: |clock, per, at| match per {
        Period::Day => day_of(clock, at),
        Period::Week => day_of(clock, at) - weekday(day_of(clock, at)),
    },
    exceeds: |used, more, limit| used + more > limit,
    limits_bind_joiners: false,
    session_comes_first: |members, capacity| capacity > 1 && members > 0,
    made_at: |appointment, now| {
        let start = appointment.start_date.0;
        let unknown = if start <= now { start } else { 0 };
        Some(appointment.created_at.or(appointment.confirmed_at).map_or(unknown, |at| at.0))
    },
};

/// The first instant at which the clock, on that date, reads that minute or later. 1440 is the first instant
/// of the next date. If the clock never reads it, the moment of the change that skips it.
pub fn boundary(clock: &Clock, day: i64, minute: i64) -> i64 {
    if minute == 1_440 {
        return boundary(clock, day + 1, 0);
    }
    let wanted = day * DAY + minute * 60;
    let midnight = (day + 1) * DAY;
    // No clock is more than a day and a half from UTC.
    let near = clock.stretches_from(wanted - 2 * DAY);
    for stretch in near {
        let first = stretch.from.max(wanted - stretch.offset);
        if first < stretch.until && first + stretch.offset < midnight {
            return first;
        }
        if stretch.from > wanted + 2 * DAY {
            break;
        }
    }
    let skipping = near.iter().find(|stretch| stretch.from + stretch.offset >= midnight);
    skipping.expect("a clock that does not read a minute has leapt over it").from
}

/// Date *d* runs from boundary (*d*, 0) to boundary (*d*, 1440).
pub fn day_of(clock: &Clock, at: i64) -> i64 {
    let shown = clock.reading(at).div_euclid(DAY);
    (shown - 4..=shown + 4)
        .find(|&day| boundary(clock, day, 0) <= at && at < boundary(clock, day, 1_440))
        .expect("every instant belongs to a date, and that is near the one that the clock shows")
}

/// Validity cuts the open time and leaves the window; a window wholly outside it does not exist.
fn valid(window: Interval, from: Option<Instant>, until: Option<Instant>) -> Option<Cut> {
    let start = from.map_or(window.start, |from| from.0.max(window.start));
    let end = until.map_or(window.end, |until| until.0.min(window.end));
    Interval::new(start, end).map(|open| (window, open))
}

/// The doctor's own override or closure, else a closure for all.
fn override_on(doctor: &Doctor, closures: &[Closure], date: NaiveDate) -> Option<DateOverride> {
    let own = doctor.date_overrides.iter().find(|own| own.date == date).cloned();
    let closed = closures.iter().any(|closure| {
        closure.date == date && closure.doctor_uid.as_ref().is_none_or(|uid| *uid == doctor.uid)
    });
    own.or_else(|| closed.then(|| DateOverride { date, windows: Vec::new() }))
}

/// The union of the open time of the windows of that buffer, less the blocked intervals.
fn open_time(windows: &[Window], blocked: &[Interval], buffer: i64) -> Vec<Interval> {
    let open = windows
        .iter()
        .filter(|window| window.buffer == buffer)
        .flat_map(|window| window.open.iter().copied());
    without(&union(open), blocked)
}

/// The first instant at or after `start` at which the clock shows a multiple of `align` after midnight.
fn clock_anchor(clock: &Clock, start: i64, align: i64) -> i64 {
    for stretch in clock.stretches_from(start) {
        let from = start.max(stretch.from);
        let since = (from + stretch.offset).rem_euclid(align);
        let shown = if since == 0 { from } else { from + align - since };
        if shown < stretch.until {
            return shown;
        }
    }
    unreachable!("the last stretch has no end")
}

/// The window without its blocked intervals, and without `(S − b, E + b)` around every blocking `[S, E)`.
/// That interval is open, but no slot can start at `S − b`: it would clash. So that instant may as well go,
/// too.
fn stretches(window: &Window, blocked: &[Interval], busy: &[Interval], _now: i64) -> Vec<Interval> {
    let around =
        |busy: &Interval| Interval { start: busy.start - window.buffer, end: busy.end + window.buffer };
    let taken: Vec<Interval> = blocked.iter().copied().chain(busy.iter().map(around)).collect();
    without(&[window.span], &taken)
}

/// An inactive doctor and an inactive type offer nothing; some types need an active setting.
fn offers(doctor: &Doctor, kind: &AppointmentType) -> bool {
    let selected = doctor
        .appointment_type_settings
        .iter()
        .any(|setting| setting.active && setting.appointment_type_uid == kind.uid);
    let assigned = match kind.doctor_assignment_mode {
        DoctorAssignmentMode::AllAvailableDoctors => true,
        DoctorAssignmentMode::SelectedDoctorsOnly => selected,
    };
    doctor.active && kind.active && assigned
}
