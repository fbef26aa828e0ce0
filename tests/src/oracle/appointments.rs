//! §10: which appointments there are, what became of them, and when doctors are there.

use std::collections::BTreeMap;

use frontdesk::{
    Appointment, AppointmentStatus, AppointmentsQuery, ClinicSnapshot, ExceptionKind, HoursState, Instant,
    OpenHours, Outcomes, UtilisationQuery,
};

use super::bookings::{hold_end, span};
use super::clock::{Clock, date};
use super::definitions::{RIGHT, is_for, minutes};
use super::desk::Desk;
use super::interval::Interval;
use super::utilisation::open_time;
use super::windows::time_off;

/// What of the page can be read in more than one way.
#[derive(Clone, Copy)]
pub struct Asking {
    /// Whether an appointment lies in a range, for the list.
    pub runs: fn(Interval, Interval) -> bool,
    /// Whether one that is cancelled was more than a hold.
    pub was_booked: fn(&Appointment) -> bool,
    /// Whether one that is confirmed is over at an instant.
    pub is_over: fn(&Appointment, i64) -> bool,
    /// Whether a type without a notice makes those late that are called off on the day.
    pub late_on_the_day: bool,
}

/// As the page has it.
pub const ASKING: Asking = Asking {
    runs: |appointment, range| appointment.overlaps(range),
    was_booked: |other| other.confirmed_at.is_some() || other.cancellation_reason.is_some(),
    is_over: |other, now| other.end_date.0 <= now,
    late_on_the_day: true,
};

fn standing(snapshot: &ClinicSnapshot, appointment: &Appointment, now: i64) -> AppointmentStatus {
    match appointment.status {
        AppointmentStatus::Held if hold_end(snapshot, appointment) <= now => AppointmentStatus::Expired,
        status => status,
    }
}

fn is_named(snapshot: &ClinicSnapshot, query: &AppointmentsQuery, other: &Appointment, now: i64) -> bool {
    let status = standing(snapshot, other, now);
    query.doctor_uids.as_ref().is_none_or(|uids| uids.contains(&other.doctor_uid))
        && query.patient_uid.as_ref().is_none_or(|uid| other.patient_uid.as_ref() == Some(uid))
        && query
            .appointment_type_uids
            .as_ref()
            .is_none_or(|uids| other.appointment_type_uid.as_ref().is_some_and(|uid| uids.contains(uid)))
        && query.statuses.as_ref().is_none_or(|statuses| statuses.contains(&status))
}

impl Asking {
    /// The uids and statuses that `appointments` has to answer.
    pub fn appointments(
        &self,
        snapshot: &ClinicSnapshot,
        query: &AppointmentsQuery,
        now: Instant,
    ) -> Vec<(String, AppointmentStatus)> {
        let range = Interval { start: query.from.0, end: query.to.0 };
        let mut found: Vec<&Appointment> = snapshot
            .appointments
            .iter()
            .filter(|other| (self.runs)(span(other), range) && is_named(snapshot, query, other, now.0))
            .collect();
        found.sort_by_key(|other| (other.start_date, other.uid.clone()));
        found.into_iter().map(|other| (other.uid.to_string(), standing(snapshot, other, now.0))).collect()
    }

    /// What `outcomes` has to answer.
    pub fn outcomes(
        &self,
        snapshot: &ClinicSnapshot,
        query: &AppointmentsQuery,
        now: Instant,
    ) -> Vec<Outcomes> {
        let mut rows = BTreeMap::new();
        for other in &snapshot.appointments {
            let starts = query.from <= other.start_date && other.start_date < query.to;
            if !starts || !is_named(snapshot, query, other, now.0) {
                continue;
            }
            let counts =
                match other.status {
                    AppointmentStatus::Completed => [1, 0, 0, 0, 0],
                    AppointmentStatus::NoShow => [0, 1, 0, 0, 0],
                    AppointmentStatus::Cancelled if (self.was_booked)(other) => {
                        if self.is_late(snapshot, other) { [0, 0, 0, 1, 0] } else { [0, 0, 1, 0, 0] }
                    }
                    AppointmentStatus::Confirmed if (self.is_over)(other, now.0) => [0, 0, 0, 0, 1],
                    _ => continue,
                };
            let key = (other.doctor_uid.clone(), other.appointment_type_uid.clone());
            let sums: &mut [u32; 5] = rows.entry(key).or_default();
            sums.iter_mut().zip(counts).for_each(|(sum, one)| *sum += one);
        }
        let row = |((doctor_uid, appointment_type_uid), sums): ((_, _), [u32; 5])| Outcomes {
            doctor_uid,
            appointment_type_uid,
            kept: sums[0],
            missed: sums[1],
            cancelled: sums[2],
            cancelled_late: sums[3],
            unresolved: sums[4],
        };
        rows.into_iter().map(row).collect()
    }

    fn is_late(&self, snapshot: &ClinicSnapshot, other: &Appointment) -> bool {
        let Some(at) = other.cancelled_at else { return false };
        let doctor = snapshot.doctors.iter().find(|doctor| doctor.uid == other.doctor_uid);
        let doctor = doctor.expect("an appointment has a doctor");
        let kind = snapshot
            .appointment_types
            .iter()
            .find(|kind| Some(&kind.uid) == other.appointment_type_uid.as_ref());
        let start = other.start_date.0;
        match kind {
            Some(kind)
                if kind.cancellation_min_notice_minutes > 0
                    || kind.cancellation_min_notice_days.is_some() =>
            {
                let desk = Desk::new(&RIGHT, snapshot, doctor, kind, None, None, at.0);
                let until = kind.cancellation_notice_until.unwrap_or(1_440);
                let days = kind.cancellation_min_notice_days;
                let days = days.map(|days| (days, until, kind.cancellation_notice_working_days));
                at.0 > start - kind.cancellation_min_notice_minutes * 60 || !desk.is_in_time(start, days)
            }
            _ => {
                let zone = doctor.timezone.as_deref().or(snapshot.timezone.as_deref()).unwrap_or("UTC");
                let clock = Clock::of(snapshot, zone);
                let day = |at| (RIGHT.day_of)(&clock, at);
                if self.late_on_the_day { day(at.0) >= day(start) } else { at.0 > start }
            }
        }
    }
}

/// What `open_hours` has to answer.
pub fn open_hours(snapshot: &ClinicSnapshot, query: &UtilisationQuery) -> Vec<OpenHours> {
    let mut doctors: Vec<_> = snapshot.doctors.iter().collect();
    doctors.retain(|doctor| query.doctor_uids.as_ref().is_none_or(|uids| uids.contains(&doctor.uid)));
    doctors.sort_by(|a, b| a.uid.cmp(&b.uid));
    let mut all = Vec::new();
    for doctor in doctors {
        let zone = doctor.timezone.as_deref().or(snapshot.timezone.as_deref()).unwrap_or("UTC");
        let clock = Clock::of(snapshot, zone);
        let days = (RIGHT.day_of)(&clock, query.from.0) - 2..=(RIGHT.day_of)(&clock, query.to.0) + 2;
        let mut rows = Vec::new();
        let mut add = |start: i64, end: i64, state, by: Option<&frontdesk::Uid>, day: Option<i64>, name| {
            if let Some(within) = Interval::new(start.max(query.from.0), end.min(query.to.0)) {
                rows.push(OpenHours {
                    doctor_uid: doctor.uid.clone(),
                    start_date: Instant(within.start),
                    end_date: Instant(within.end),
                    state,
                    by: by.cloned(),
                    date: day.map(date),
                    name,
                });
            }
        };
        for (start, end) in open_time(snapshot, doctor, query.from, query.to) {
            add(start.0, end.0, HoursState::Open, None, None, None);
        }
        for away in doctor.availability_exceptions.iter().filter(|other| other.kind == ExceptionKind::Blocked)
        {
            add(away.start_date.0, away.end_date.0, HoursState::Blocked, Some(&away.uid), None, None);
        }
        for day in days {
            for (rule, off) in time_off(&RIGHT, doctor, &clock, &snapshot.closures, day) {
                add(off.start, off.end, HoursState::Blocked, Some(&rule.uid), None, None);
            }
            let at = |minute| (RIGHT.boundary)(&clock, day, minute);
            let own = doctor.date_overrides.iter().find(|own| own.date == date(day));
            if own.is_some_and(|own| own.windows.is_empty()) {
                add(at(0), at(1_440), HoursState::Closed, None, Some(day), None);
            }
            let closures = snapshot.closures.iter().filter(|closure| {
                own.is_none() && is_for(closure, doctor) && (RIGHT.closes)(closure, date(day))
            });
            for closure in closures {
                let (from, until) = minutes(closure);
                add(at(from), at(until), HoursState::Closed, None, Some(day), closure.name.clone());
            }
        }
        rows.sort_by(|a, b| {
            let key = |row: &OpenHours| {
                (row.start_date, row.end_date, row.state, row.by.clone(), row.date, row.name.clone())
            };
            key(a).cmp(&key(b))
        });
        all.extend(rows);
    }
    all
}
