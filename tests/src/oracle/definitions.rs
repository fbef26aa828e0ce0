//! What the words of the semantics page mean, one function per rule: [`RIGHT`] is the list of them.
//!
//! The rules are a list of functions so that a test can put a wrong one in a right one's place, and see
//! whether the generated cases tell the two apart.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use frontdesk::{
    Actor, Appointment, AppointmentStatus, AppointmentType, AppointmentTypeSetting, AvailabilityException,
    AvailabilityRule, ClinicSnapshot, Closure, DateOverride, Doctor, DoctorAssignmentMode, Grid, Instant,
    PatientLimit, Period, Uid, WishedTime,
};

use super::clock::{Clock, DAY, date, day_number, weekday};
use super::interval::{Interval, union, without};
use super::window::{Terms, Window};

/// A window, and what validity leaves open of it.
pub type Cut = (Interval, Interval);

/// Something that takes time, and the least gaps between it and a slot.
#[derive(Debug, Clone, Copy)]
pub struct Busy {
    /// When it is.
    pub span: Interval,
    /// From its end to the start of a slot after it, in seconds.
    pub behind: i64,
    /// From the end of a slot before it to its start.
    pub ahead: i64,
}

/// Every rule that can be read wrongly.
#[derive(Clone, Copy)]
pub struct Definitions {
    /// §2: the instant of a clock time, of a zone, a date and a minute of it.
    pub boundary: fn(&Clock, i64, i64) -> i64,
    /// §2: the date to which an instant belongs.
    pub day_of: fn(&Clock, i64) -> i64,
    /// §3.1: whether a rule is about a date.
    pub rule_applies: fn(&AvailabilityRule, i64) -> bool,
    /// §3.1: whether a rule that says how often it holds does so on a date of its weekday.
    pub recurs: fn(&AvailabilityRule, i64) -> bool,
    /// §3.2: a rule's window and its open time after validity, or none.
    pub valid: fn(Interval, Option<Instant>, Option<Instant>) -> Option<Cut>,
    /// §3.3: what stands in the place of the rules on a date: the override of a doctor, or a closure.
    pub override_on: for<'a> fn(&'a Doctor, &[Closure], NaiveDate) -> Option<DateOverride>,
    /// §3.3: whether a closure is about a date.
    pub closes: fn(&Closure, NaiveDate) -> bool,
    /// §3.3: what the closed hours of a date leave of a window.
    pub left_open: fn(Interval, &[Interval]) -> Vec<Interval>,
    /// §3.5: whether two windows are one.
    pub one_window: fn(&Window, &Window) -> bool,
    /// §3.6: whether a rule takes time away, of it and whether its date has an override or a closure.
    pub is_time_off: fn(&AvailabilityRule, bool) -> bool,
    /// §3.6: the open time that a window shares, of all windows and the blocked intervals.
    pub open_time: fn(&[Window], &[Interval], &Window) -> Vec<Interval>,
    /// §3.7: whether a window with such terms admits a type at a start, asked at `now`.
    pub admits: fn(&Terms, &Uid, i64, i64) -> bool,
    /// §3.7: whether a limit of types counts a type, or none, where another is asked for.
    pub limited_together: fn(&BTreeSet<Uid>, &Uid, Option<&Uid>) -> bool,
    /// §3.7: whether an appointment is in a window, of it, the time of the appointment and the number of its
    /// day.
    pub is_in_window: fn(&Window, Interval, i64) -> bool,
    /// §3.7: what a session of which so many seats are taken counts in a limit of types.
    pub counted_as: fn(i64) -> i64,
    /// §3.7: whether a limit of types is against who joins a session.
    pub type_limits_bind_joiners: bool,
    /// §3.8: whether a window somewhere counts where some locations are asked for.
    pub is_at: fn(Option<&Uid>, Option<&[Uid]>) -> bool,
    /// §4, gap: the least one between two, of the buffer, what the first asks for after it and the second
    /// before it, and the way between them.
    pub gap: fn(i64, i64, i64, i64) -> i64,
    /// §4, gap: the way from one location to another, in seconds.
    pub way: fn(&ClinicSnapshot, &Uid, &Uid) -> i64,
    /// §4, gap: what an appointment of a type asks for before and after it, in minutes.
    pub own_gaps: fn(&AppointmentType, Option<&AppointmentTypeSetting>) -> (i64, i64),
    /// §4, length: how many minutes, of what is asked for, the type and the doctor's setting.
    pub length: fn(Option<i64>, &AppointmentType, Option<&AppointmentTypeSetting>) -> i64,
    /// §4, length: what an appointment keeps where it is moved, of it and the type of its slot.
    pub kept_length: fn(&Appointment, &AppointmentType) -> Option<i64>,
    /// §4, candidates: from one to the next, of the grid, the duration and the gap to one of the same type.
    pub step: fn(&Grid, i64, i64) -> i64,
    /// §4, candidates: whether a candidate is early enough for a window.
    pub before_end: fn(i64, Interval) -> bool,
    /// §4, candidates: the anchor of the mode `clock`, of a zone, a window's start and the alignment.
    pub clock_anchor: fn(&Clock, i64, i64) -> i64,
    /// §4, candidates: the stretches of the mode `packed`, of a window, the blocked and the blocking
    /// intervals, and `now`.
    pub stretches: fn(&Window, &[Interval], &[Busy], i64) -> Vec<Interval>,
    /// §4, candidates: those of the mode `adjacent` in a free stretch, of it and the length.
    pub adjacent_starts: fn(Interval, i64) -> Vec<i64>,
    /// §4, candidates: whether an appointment is booked on the day of a window, of its span, that of the
    /// window's date, and that of the appointment.
    pub is_booked_on: fn(Interval, Interval, Interval) -> bool,
    /// §4, candidates: the free stretches, of pieces of open time and what takes time.
    pub free: fn(&[Interval], &[Busy]) -> Vec<Interval>,
    /// §4, least gap: whether a hole is too short, of its length and the least.
    pub is_short: fn(i64, i64) -> bool,
    /// §4, least gap: the holes that matter, of that before a slot and that after it.
    pub holes: fn(i64, i64) -> Vec<i64>,
    /// §4, least gap: whether who joins a session is judged.
    pub least_gap_binds_joiners: bool,
    /// §4, candidates: whether the start of a session is one, of the seats taken, those asked for and the
    /// capacity. Modes `packed` and `adjacent` only.
    pub session_is_candidate: fn(i64, i64, i64) -> bool,
    /// §4, fit: whether a slot fits into the pieces of open time; the buffer has no say.
    pub fits: fn(Interval, &[Interval], i64) -> bool,
    /// §4, gap: whether a slot and a blocking interval clash with a buffer.
    pub clashes: fn(Interval, Busy) -> bool,
    /// §3.6: whether a blocked interval keeps the gap.
    pub keeps_gap: fn(&AvailabilityException) -> bool,
    /// §4, candidates: whether the gap to a blocked interval that keeps it is cut from the stretches of the
    /// mode `packed`.
    pub gap_starts_stretch: bool,
    /// §4, places: how many are taken at an instant, by what takes some.
    pub places_taken: fn(&[Busy], i64) -> i64,
    /// §4, places: the instants that matter to a slot.
    pub moments: fn(Interval, &[Busy]) -> Vec<i64>,
    /// §4, places: whether none is free, of those taken and all.
    pub is_full: fn(i64, i64) -> bool,
    /// §4, places: whether each appointment is a session of its own.
    pub places_part_sessions: bool,
    /// §4, notice: which one holds, in minutes.
    pub notice: fn(&AppointmentType, Option<&AppointmentTypeSetting>) -> i64,
    /// §4, notice: whether a start keeps it, of the start, `now` and the notice.
    pub keeps_notice: fn(i64, i64, i64) -> bool,
    /// §4, notice: the last date to book, of the date of the start, the number of dates before it, and
    /// whether a date counts.
    pub last_date: fn(i64, i64, &dyn Fn(i64) -> bool) -> i64,
    /// §4, notice: whether a date with this open time and blocked time is one with hours.
    pub has_hours: fn(&[Interval], &[Interval]) -> bool,
    /// §4, notice: whether `now` is early enough, of it and of the last minute that is.
    pub in_time: fn(i64, i64) -> bool,
    /// §4, horizon: whether a date is inside it, of it, the date of `now` and the horizon.
    pub inside_horizon_days: fn(i64, i64, i64) -> bool,
    /// §7, who asks: whether the booking notice binds whoever asks.
    pub is_bound_by_notice: fn(Actor) -> bool,
    /// §7, who asks: whether the horizon binds whoever asks.
    pub is_bound_by_horizon: fn(Actor) -> bool,
    /// §4, patient: whether a slot and another appointment of the patient are in each other's way.
    pub patient_is_busy: fn(Interval, Interval) -> bool,
    /// §4, patient: whether a patient has as many live holds as may be, of their number, the most, and
    /// whether an appointment is to be moved.
    pub holds_all: fn(i64, Option<i64>, bool) -> bool,
    /// §4, horizon: whether a start is inside it, of the start, `now` and the horizon.
    pub inside_horizon: fn(i64, i64, i64) -> bool,
    /// §4, times: on whose clock they are, of the one that the query names and the doctor's.
    pub wish_clock: for<'a> fn(Option<&'a Arc<Clock>>, &'a Arc<Clock>) -> &'a Clock,
    /// §4, times: whether a start is at a wished time, on such a clock.
    pub wished: fn(&Clock, &WishedTime, i64) -> bool,
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
    /// §4, groups: whether a member somewhere leaves the session to those of a window somewhere.
    pub meets: fn(Option<&Uid>, Option<&Uid>) -> bool,
    /// §4, groups: how many seats of its session an appointment takes.
    pub seats_of: fn(&Appointment) -> i64,
    /// §4, groups: whether a session of the candidate's type and start has room, of the seats taken, those
    /// asked for and the capacity.
    pub has_room: fn(i64, i64, i64) -> bool,
    /// §4, groups: the seats that are left, of the capacity, those taken and those asked for.
    pub seats_left: fn(i64, i64, i64) -> i64,
    /// §4, seats: how many are asked for where that is not said, of what is to be moved and the type of its
    /// slot.
    pub kept_seats: fn(&Appointment, &AppointmentType) -> i64,
    /// §4, seats: whether a session of its own has room, of the seats asked for and the capacity.
    pub new_has_room: fn(i64, i64) -> bool,
    /// §4, seats: what a session of which so many seats are taken counts in a limit on appointments.
    pub counted_in_limits: fn(i64) -> i64,
    /// §4, seats: what an appointment counts in the limits of its patient.
    pub counted_of_patient: fn(&Appointment) -> i64,
    /// §4, seats: what a hold counts among those that a patient may have.
    pub counted_as_hold: fn(&Appointment) -> i64,
    /// §4, limits: the length of a session, of those of its members.
    pub session_length: fn(&[i64]) -> i64,
    /// §4, limits: the number of the period to which an instant belongs, of the weekday with which weeks
    /// start.
    pub period_of: fn(&Clock, Period, i64, i64) -> i64,
    /// §4, limits: whether one of the scope `clinic` counts the sessions of all doctors.
    pub counts_all_doctors: bool,
    /// §4, limits: whether one of the scope `clinic` counts by the clinic's clock.
    pub counts_by_clinic: bool,
    /// §4, limits of a patient: whether one counts a type, or none, and is a limit for it.
    pub limits_type: fn(&PatientLimit, Option<&Uid>) -> bool,
    /// §4, limits of a patient: whether an appointment is to come, of its start and `now`.
    pub is_upcoming: fn(i64, i64) -> bool,
    /// §4, limits: whether one more exceeds a limit, of what is used, what it adds and the limit.
    pub exceeds: fn(i64, i64, i64) -> bool,
    /// §4, limits: the appointments and the seconds that a candidate adds, of the length of the session that
    /// it joins, if it does, and its own.
    pub adds: fn(Option<i64>, i64) -> (i64, i64),
    /// §7, who is booked: whether one who has a session of the type at that start comes before others, of the
    /// seats taken and the capacity.
    pub session_comes_first: fn(i64, i64) -> bool,
    /// §7, who is booked: whether an appointment was a turn.
    pub is_turn: fn(&Appointment) -> bool,
    /// §7, who is booked: what a doctor weighs, by the setting for the type.
    pub weight: fn(Option<&AppointmentTypeSetting>) -> i64,
    /// §7, who is booked: whether one who has so many sessions comes before another, of the sessions and the
    /// weight of both.
    pub has_fewer: fn((i64, i64), (i64, i64)) -> bool,
    /// §7, who is booked: whether one whose last turn is so many seconds ago, if there was one, comes before
    /// another, of the seconds and the weight of both.
    pub is_next: fn(Turn, Turn) -> bool,
    /// §7, who is booked: when an appointment was made, of it and `now`; none if it does not count.
    pub made_at: fn(&Appointment, i64) -> Option<i64>,
}

/// How many seconds ago a doctor's last turn was, if there was one, and what the doctor weighs.
pub type Turn = (Option<i64>, i64);

/// The rules as the semantics page has them.
pub const RIGHT: Definitions = Definitions {
    boundary,
    day_of,
    rule_applies: |rule, day| rule.active && rule.weekday == weekday(day),
    recurs,
    valid,
    override_on,
    closes: |closure, date| closure.date <= date && date <= closure.last_date.unwrap_or(closure.date),
    left_open: |window, closed| without(&[window], closed),
    is_time_off: |rule, _| rule.blocked,
    one_window: |a, b| a.date == b.date && a.buffer == b.buffer && a.terms == b.terms && a.span.meets(b.span),
    open_time,
    admits: |terms, kind, start, now| {
        let before = |minutes: i64| now >= start - minutes * 60;
        let is_for_it = terms.types.as_ref().is_none_or(|types| types.contains(kind));
        (is_for_it || terms.reserved_until.is_some_and(before)) && terms.released.is_none_or(before)
    },
    limited_together: |types, _, other| other.is_some_and(|other| types.contains(other)),
    is_in_window: |window, other, _| window.span.holds(other.start),
    counted_as: |_| 1,
    type_limits_bind_joiners: false,
    is_at: |there, asked| asked.is_none_or(|asked| there.is_some_and(|there| asked.contains(there))),
    gap: |buffer, after, before, way| buffer.max(after).max(before).max(way),
    way,
    own_gaps: |kind, setting| {
        let own = setting.filter(|setting| setting.active);
        (
            own.and_then(|own| own.buffer_before_minutes).unwrap_or(kind.buffer_before_minutes),
            own.and_then(|own| own.buffer_after_minutes).unwrap_or(kind.buffer_after_minutes),
        )
    },
    length: |asked, kind, setting| {
        let own = setting.filter(|setting| setting.active).and_then(|setting| setting.duration_minutes);
        asked.or(own).unwrap_or(kind.duration_minutes)
    },
    kept_length: |moved, kind| {
        let is_length =
            |minutes: &i64| *minutes == kind.duration_minutes || kind.durations_minutes.contains(minutes);
        let stays =
            moved.appointment_type_uid.as_ref() == Some(&kind.uid) && moved.status != AppointmentStatus::Held;
        moved.duration_minutes.filter(|_| stays).filter(is_length)
    },
    step: |grid, duration, buffer| grid.step_minutes.map_or(duration + buffer, |minutes| minutes * 60),
    before_end: |start, window| start < window.end,
    clock_anchor,
    stretches,
    adjacent_starts: |free, length| match free.end - length {
        last if last >= free.start => vec![free.start, last],
        _ => Vec::new(),
    },
    is_booked_on: |window, date, other| {
        other.overlaps(Interval { start: date.start, end: date.end.max(window.end) })
    },
    free: |open, busy| without(open, &busy.iter().map(around).collect::<Vec<_>>()),
    is_short: |hole, least| 0 < hole && hole < least,
    holes: |before, after| vec![before, after],
    least_gap_binds_joiners: false,
    session_is_candidate: |taken, asked, capacity| taken + asked <= capacity,
    fits: |slot, open, _| open.iter().any(|piece| piece.covers(slot)),
    clashes: |slot, busy| slot.start < busy.span.end + busy.behind && busy.span.start < slot.end + busy.ahead,
    keeps_gap: |exception| exception.keeps_gap,
    gap_starts_stretch: true,
    places_taken: |busy, at| {
        let taken = busy.iter().filter(|busy| busy.span.start <= at && at < busy.span.end + busy.behind);
        taken.count() as i64
    },
    moments: |slot, busy| {
        let later = busy
            .iter()
            .filter(|busy| slot.start < busy.span.start && busy.span.start < slot.end + busy.ahead);
        later.map(|busy| busy.span.start).chain([slot.start]).collect()
    },
    is_full: |taken, places| taken >= places,
    places_part_sessions: true,
    notice: |kind, setting| {
        let own =
            setting.filter(|setting| setting.active).and_then(|setting| setting.booking_min_notice_minutes);
        own.unwrap_or(kind.booking_min_notice_minutes)
    },
    keeps_notice: |start, now, notice| start >= now + notice,
    last_date: |date, days, counts| {
        let before = (1..=732).map(|back| date - back).filter(|day| counts(*day));
        match usize::try_from(days) {
            Ok(0) | Err(_) => date,
            Ok(days) => before.take(days).nth(days - 1).unwrap_or(date - 732),
        }
    },
    has_hours: |open, away| !without(open, away).is_empty(),
    in_time: |now, end| now < end,
    inside_horizon_days: |date, today, days| date - today <= days,
    is_bound_by_notice: |by| by != Actor::Administrator,
    is_bound_by_horizon: |by| by != Actor::Administrator,
    patient_is_busy: |slot, other| slot.overlaps(other),
    holds_all: |holds, most, moves| !moves && most.is_some_and(|most| holds >= most),
    inside_horizon: |start, now, horizon| start <= now + horizon,
    wish_clock: |named, of_doctor| named.unwrap_or(of_doctor),
    wished: |clock, time, start| {
        let day = day_of(clock, start);
        time.weekday.is_none_or(|own| own == weekday(day))
            && boundary(clock, day, time.from) <= start
            && start < boundary(clock, day, time.to)
    },
    in_range: |start, range| range.start <= start && start < range.end,
    blocks: |appointment, hold_end, now| match appointment.status {
        AppointmentStatus::Confirmed | AppointmentStatus::Completed | AppointmentStatus::NoShow => true,
        AppointmentStatus::Held => now < hold_end,
        AppointmentStatus::Cancelled | AppointmentStatus::Expired => false,
    },
    excluded_blocks: false,
    offers,
    one_session: |a, b| a.appointment_type_uid == b.appointment_type_uid && a.start_date == b.start_date,
    meets: |member, window| member.is_none() || window.is_none() || member == window,
    seats_of: |appointment| appointment.seats,
    has_room: |taken, asked, capacity| taken + asked <= capacity,
    seats_left: |capacity, taken, _| capacity - taken,
    kept_seats: |moved, _| if moved.status == AppointmentStatus::Held { 1 } else { moved.seats },
    new_has_room: |asked, capacity| asked <= capacity,
    counted_in_limits: |_| 1,
    counted_of_patient: |_| 1,
    counted_as_hold: |_| 1,
    session_length: |lengths| lengths.iter().copied().max().unwrap_or(0),
    period_of: |clock, per, week_starts_on, at| {
        let day = day_of(clock, at);
        let number = |format: &str| date(day).format(format).to_string().parse().unwrap_or(0);
        match per {
            Period::Day => day,
            Period::Week => {
                (0..7).map(|back| day - back).find(|day| weekday(*day) == week_starts_on).unwrap_or(day)
            }
            Period::Month => number("%Y%m"),
            Period::Year => number("%Y"),
        }
    },
    counts_all_doctors: true,
    counts_by_clinic: true,
    limits_type: |limit, kind| {
        limit.appointment_type_uids.as_ref().is_none_or(|uids| kind.is_some_and(|kind| uids.contains(kind)))
    },
    is_upcoming: |start, now| start >= now,
    exceeds: |used, more, limit| used + more > limit,
    adds: |joined, length| match joined {
        None => (1, length),
        Some(joined) => (0, (length - joined).max(0)),
    },
    session_comes_first: |taken, capacity| capacity > 1 && taken > 0,
    is_turn: |appointment| appointment.status != AppointmentStatus::NoShow,
    weight: |setting| setting.filter(|setting| setting.active).and_then(|own| own.weight).unwrap_or(100),
    has_fewer: |(sessions, weight), (others, their_weight)| {
        (sessions + 1) * their_weight < (others + 1) * weight
    },
    is_next: |(ago, weight), (others, their_weight)| match (ago, others) {
        (None, others) => others.is_some(),
        (Some(_), None) => false,
        (Some(ago), Some(others)) if ago > 0 && others > 0 => ago * weight > others * their_weight,
        (Some(ago), Some(others)) => ago > others,
    },
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

/// What is said of this way, else of the way back.
fn way(snapshot: &ClinicSnapshot, from: &Uid, to: &Uid) -> i64 {
    let said = |from: &Uid, to: &Uid| {
        let mut ways = snapshot.travel_minutes.iter();
        ways.find(|way| way.from_location_uid == *from && way.to_location_uid == *to).map(|way| way.minutes)
    };
    said(from, to).or(said(to, from)).unwrap_or(0) * 60
}

/// The doctor's own override or closure, else a closure for all.
fn override_on(doctor: &Doctor, closures: &[Closure], date: NaiveDate) -> Option<DateOverride> {
    let own = doctor.date_overrides.iter().find(|own| own.date == date).cloned();
    let closed = closures.iter().any(|closure| {
        (RIGHT.closes)(closure, date) && is_for(closure, doctor) && minutes(closure) == (0, 1_440)
    });
    own.or_else(|| closed.then(|| DateOverride { date, windows: Vec::new() }))
}

/// Whether a closure is for a doctor.
pub fn is_for(closure: &Closure, doctor: &Doctor) -> bool {
    closure.doctor_uid.as_ref().is_none_or(|uid| *uid == doctor.uid)
}

/// The minutes of each date that a closure is about.
pub fn minutes(closure: &Closure) -> (i64, i64) {
    (closure.start_time.unwrap_or(0), closure.end_time.unwrap_or(1_440))
}

/// Weeks from `from_date` on, and weekdays of a month, are counted date by date.
fn recurs(rule: &AvailabilityRule, day: i64) -> bool {
    let from = rule.from_date.map_or(i64::MIN, day_number);
    let in_turn = rule.every_weeks.is_none_or(|weeks| {
        let first = (from..).find(|first| weekday(*first) == rule.weekday);
        first.is_some_and(|first| (day - first) / 7 % weeks == 0)
    });
    let month = |day: i64| date(day).format("%Y-%m").to_string();
    let others = |step: i64| (1..).take_while(|n| month(day + n * step * 7) == month(day)).count() as i64;
    let numbers = [others(-1) + 1, -others(1) - 1];
    let numbered = || numbers.iter().any(|number| rule.nth_of_month.contains(number));
    day >= from && in_turn && (rule.nth_of_month.is_empty() || numbered())
}

/// The union of the open time of the windows of that buffer and those terms, less the blocked intervals.
fn open_time(windows: &[Window], blocked: &[Interval], of: &Window) -> Vec<Interval> {
    let open = windows
        .iter()
        .filter(|window| window.buffer == of.buffer && window.terms == of.terms)
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

/// What takes time, and the gaps around it.
fn around(busy: &Busy) -> Interval {
    Interval { start: busy.span.start - busy.ahead, end: busy.span.end + busy.behind }
}

/// The window without its blocked intervals, and without `(S − g, E + g)` around every blocking `[S, E)`, by
/// the gap on either side. That interval is open, but no slot can start at `S − g`: it would clash. So that
/// instant may as well go, too.
fn stretches(window: &Window, blocked: &[Interval], busy: &[Busy], _now: i64) -> Vec<Interval> {
    let taken: Vec<Interval> = blocked.iter().copied().chain(busy.iter().map(around)).collect();
    without(&[window.span], &taken)
}

/// An inactive doctor and an inactive type offer nothing; some types need an active setting.
fn offers(doctor: &Doctor, kind: &AppointmentType) -> bool {
    let selected = doctor
        .appointment_type_settings
        .iter()
        .any(|setting| setting.active && setting.appointment_type_uid == kind.uid);
    let has_places = kind.capacity == 1 || doctor.concurrent_appointments_max == 1;
    let assigned = match kind.doctor_assignment_mode {
        DoctorAssignmentMode::AllAvailableDoctors => true,
        DoctorAssignmentMode::SelectedDoctorsOnly => selected,
    };
    doctor.active && kind.active && assigned && has_places
}
