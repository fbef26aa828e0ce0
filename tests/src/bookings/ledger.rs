//! Whether what stands was admitted rightly. It looks at appointments only, so it can be held against any
//! desk.
//!
//! What holds, exactly. At the moment `now` at which an appointment is admitted (held, or moved to another
//! slot):
//!
//! * No other appointment of its doctor that blocks at `now` is closer than the doctor's buffer, but for
//!   seats of its own session, and for those that it says were overridden.
//! * With it, the session has no more seats taken at `now` than its type has; a session that is new exceeds
//!   no limit on appointments.
//! * No other appointment of its patient that blocks at `now` overlaps it, and a hold is within the patient's
//!   live holds.
//!
//! And from then on, of any two blocking appointments of a doctor, the one admitted last kept its buffer to
//! the other, or the other was a hold that had run out at that moment. The last can only be if the clock has
//! run back: a hold that had run out is live again then, and if nobody recorded that it expired, it can be
//! confirmed. A clock that does not run back admits no such pair.

use std::collections::BTreeMap;

use frontdesk::{
    Appointment, AppointmentStatus, ClinicSnapshot, CountedOver, Instant, Period, Reason, ReasonCode, Uid,
};

use super::{blocks, local_day, one_session};
use crate::run::{Failure, Verdict, fail};

/// How each appointment came to be where it is.
#[derive(Debug, Default)]
pub struct Ledger {
    admissions: BTreeMap<Uid, Admission>,
    latest: Instant,
    has_run_back: bool,
}

#[derive(Debug)]
struct Admission {
    number: usize,
    buffer: i64,
    /// Holds of the doctor that had run out by then.
    lapsed: Vec<Uid>,
    /// Appointments beside which it was let in, knowingly.
    beside: Vec<Uid>,
}

/// The kinds of failure that say that somebody was booked twice.
pub const DOUBLE_BOOKED: &str = "two appointments are closer than the buffer";
/// See [`DOUBLE_BOOKED`].
pub const OVERBOOKED: &str = "a session has more seats taken than there are";

impl Ledger {
    /// The clock shows `now`.
    pub fn tick(&mut self, now: Instant) {
        self.has_run_back |= now < self.latest;
        self.latest = now.max(self.latest);
    }

    /// `admitted` is held, or moved, at `now`; `before` is the clinic without that.
    ///
    /// # Errors
    /// What it should not have been admitted for.
    pub fn admit(&mut self, before: &ClinicSnapshot, admitted: &Appointment, now: Instant) -> Verdict {
        let Some(doctor) = before.doctors.iter().find(|doctor| doctor.uid == admitted.doctor_uid) else {
            return fail("booked with a doctor who is not there", admitted.doctor_uid.to_string());
        };
        let Some(kind) = before
            .appointment_types
            .iter()
            .find(|kind| Some(&kind.uid) == admitted.appointment_type_uid.as_ref())
        else {
            return fail("booked of a type that is not there", admitted.uid.to_string());
        };
        let waives = |code| admitted.overrode.iter().any(|reason| reason.code() == Some(code));
        // Outside of hours there is no window, and so no gap.
        let buffers = doctor.availability_rules.iter().map(|rule| rule.buffer_minutes * 60);
        let buffer = buffers.max().filter(|_| !waives(ReasonCode::OutsideHours)).unwrap_or(0);
        let beside: Vec<Uid> = admitted.overrode.iter().filter_map(named).collect();
        let others = || before.appointments.iter().filter(|other| other.uid != admitted.uid);
        let (blocking, lapsed): (Vec<_>, Vec<_>) = others()
            .filter(|other| other.doctor_uid == admitted.doctor_uid)
            .partition(|other| blocks(other, now));
        let places = doctor.concurrent_appointments_max;
        if places > 1 && !waives(ReasonCode::PlacesFull) {
            let starts = blocking.iter().map(|other| other.start_date).chain([admitted.start_date]);
            let running = |at: Instant| {
                blocking.iter().filter(|other| other.start_date <= at && at < other.end_date).count() as i64
            };
            let mut within = starts.filter(|at| admitted.start_date <= *at && *at < admitted.end_date);
            if within.any(|at| running(at) >= places) {
                return fail("more at a time than a doctor has places", admitted.uid.to_string());
            }
        }
        if let Some(other) = blocking
            .iter()
            .filter(|other| places == 1 && !beside.contains(&other.uid))
            .find(|other| !one_session(other, admitted) && !apart(other, admitted, buffer))
        {
            return fail(DOUBLE_BOOKED, describe(other, admitted, buffer));
        }
        let mates = blocking.iter().filter(|other| one_session(other, admitted)).count() as i64;
        // Those beside which it was let in, knowingly, take none of its seats.
        let others =
            blocking.iter().filter(|other| one_session(other, admitted) && !beside.contains(&other.uid));
        let taken = others.map(|other| other.seats).sum::<i64>() + admitted.seats;
        if places == 1 && taken > kind.capacity && !waives(ReasonCode::GroupFull) {
            let detail = format!("with {} {taken} of {} seats are taken", admitted.uid, kind.capacity);
            return fail(OVERBOOKED, detail);
        }
        if (mates == 0 || places > 1) && !waives(ReasonCode::LimitReached) {
            let sessions = sessions_on(&blocking, local_day(admitted.start_date), places > 1);
            let of_type = sessions
                .iter()
                .filter(|first| first.appointment_type_uid.as_ref() == Some(&kind.uid))
                .count() as i64;
            let counts = kind.limits.iter().map(|limit| (limit, of_type));
            let counts = counts.chain(doctor.limits.iter().map(|limit| (limit, sessions.len() as i64)));
            let exceeded = |limit: &frontdesk::BookingLimit, used| {
                limit.per == Period::Day
                    && limit.scope == CountedOver::Doctor
                    && limit.appointments.is_some_and(|most| used + 1 > most)
            };
            if counts.into_iter().any(|(limit, used)| exceeded(limit, used)) {
                return fail("one more than a limit allows", admitted.uid.to_string());
            }
        }
        self.patient(before, admitted, now)?;
        let lapsed = lapsed
            .into_iter()
            .filter(|other| other.status == AppointmentStatus::Held)
            .map(|other| other.uid.clone())
            .collect();
        self.admissions
            .insert(admitted.uid.clone(), Admission { number: self.next_number(), buffer, lapsed, beside });
        Ok(())
    }

    fn next_number(&self) -> usize {
        self.admissions.values().map(|admission| admission.number + 1).max().unwrap_or(0)
    }

    fn patient(&self, before: &ClinicSnapshot, admitted: &Appointment, now: Instant) -> Verdict {
        if admitted.patient_uid.is_none() {
            return Ok(());
        }
        let others = before
            .appointments
            .iter()
            .filter(|other| other.uid != admitted.uid && other.patient_uid == admitted.patient_uid);
        let blocking: Vec<_> = others.filter(|other| blocks(other, now)).collect();
        let waived: Vec<Uid> = admitted.overrode.iter().filter_map(named).collect();
        let busy = |other: &&&Appointment| !waived.contains(&other.uid) && !apart(other, admitted, 0);
        if let Some(other) = blocking.iter().find(busy) {
            return fail("a patient is in two places", describe(other, admitted, 0));
        }
        let holds = blocking.iter().filter(|other| other.status == AppointmentStatus::Held).count() as i64;
        match before.max_live_holds_per_patient {
            Some(most)
                if admitted.status == AppointmentStatus::Held
                    && holds + 1 > most
                    && !admitted
                        .overrode
                        .iter()
                        .any(|reason| matches!(reason, Reason::TooManyHolds { .. })) =>
            {
                fail("more live holds than a patient may have", format!("{holds} besides {}", admitted.uid))
            }
            _ => Ok(()),
        }
    }

    /// Whether no two appointments that block at `now` are in each other's way.
    ///
    /// # Errors
    /// [`DOUBLE_BOOKED`], with the two.
    pub fn audit(&self, clinic: &ClinicSnapshot, now: Instant) -> Verdict {
        let blocking: Vec<_> =
            clinic.appointments.iter().filter(|appointment| blocks(appointment, now)).collect();
        for (index, a) in blocking.iter().enumerate() {
            for b in &blocking[..index] {
                let doctor = clinic.doctors.iter().find(|doctor| doctor.uid == a.doctor_uid);
                let has_places = doctor.is_some_and(|doctor| doctor.concurrent_appointments_max > 1);
                if a.doctor_uid == b.doctor_uid && !has_places && !one_session(a, b) {
                    let (first, last, admission) = self.in_order(a, b)?;
                    let excused = self.has_run_back && admission.lapsed.contains(&first.uid)
                        || admission.beside.contains(&first.uid);
                    if !excused && !apart(first, last, admission.buffer) {
                        return fail(DOUBLE_BOOKED, describe(first, last, admission.buffer));
                    }
                }
            }
        }
        Ok(())
    }

    /// Two appointments in the order in which they were admitted, and how the last was.
    fn in_order<'a>(
        &self,
        a: &'a Appointment,
        b: &'a Appointment,
    ) -> Result<(&'a Appointment, &'a Appointment, &Admission), Failure> {
        match (self.admissions.get(&a.uid), self.admissions.get(&b.uid)) {
            (Some(of_a), Some(of_b)) if of_a.number < of_b.number => Ok((a, b, of_b)),
            (Some(of_a), Some(_)) => Ok((b, a, of_a)),
            _ => fail("an appointment that nobody admitted", format!("{} or {}", a.uid, b.uid)),
        }
    }
}

/// The appointment that a reason names.
fn named(reason: &Reason) -> Option<Uid> {
    match reason {
        Reason::SlotTaken { by, .. } | Reason::Held { by, .. } | Reason::PatientBusy { by, .. } => {
            Some(by.clone())
        }
        _ => None,
    }
}

/// Whether there are `buffer` seconds between two appointments.
fn apart(a: &Appointment, b: &Appointment, buffer: i64) -> bool {
    a.end_date.0 + buffer <= b.start_date.0 || b.end_date.0 + buffer <= a.start_date.0
}

/// One appointment of each session on a local day; each is one where they are apart.
fn sessions_on<'a>(blocking: &[&'a Appointment], day: i64, apart: bool) -> Vec<&'a Appointment> {
    let mut sessions: Vec<&Appointment> = Vec::new();
    for appointment in blocking.iter().filter(|appointment| local_day(appointment.start_date) == day) {
        if apart || !sessions.iter().any(|first| one_session(first, appointment)) {
            sessions.push(appointment);
        }
    }
    sessions
}

fn describe(first: &Appointment, last: &Appointment, buffer: i64) -> String {
    let span = |appointment: &Appointment| {
        format!("{} {}..{}", appointment.uid, appointment.start_date, appointment.end_date)
    };
    format!("{} and then {}, with a buffer of {buffer} seconds", span(first), span(last))
}
