//! §4: what is used of each limit, and whether one more exceeds it.

use std::sync::Arc;

use frontdesk::{BookingLimit, CountedOver, Doctor, LimitScope, PatientLimit, Period, Uid};

use super::bookings::{Session, blocking, sessions};
use super::clock::Clock;
use super::desk::Desk;

impl<'a> Desk<'a> {
    /// What a limit has counted in the period of `start`: sessions, and seconds of them.
    pub fn used(&self, per: Period, scope: LimitScope, start: i64) -> (i64, i64) {
        let over_all = scope == LimitScope::Clinic;
        let clock =
            if over_all && self.rules.counts_by_clinic { self.clinic_clock() } else { self.clock.clone() };
        let period = |at: i64| self.period_of(&clock, per, at);
        let of_others = if over_all { self.sessions_of_others() } else { Vec::new() };
        let counted = self.sessions.iter().chain(&of_others).filter(|session| {
            period(session.start()) == period(start)
                && (scope == LimitScope::Doctor || session.type_uid() == Some(&self.kind.uid))
        });
        counted.fold((0, 0), |(count, seconds), session| {
            (count + (self.rules.counted_in_limits)(session.taken), seconds + session.length)
        })
    }

    /// The appointments and the seconds that a slot somewhere would add to what limits count.
    pub fn adds(&self, start: i64, location: Option<&Uid>) -> (i64, i64) {
        (self.rules.adds)(self.joined(start, location).map(|session| session.length), self.duration())
    }

    /// The number of a period, by a clock.
    pub(super) fn period_of(&self, clock: &Clock, per: Period, at: i64) -> i64 {
        (self.rules.period_of)(clock, per, self.snapshot.week_starts_on.unwrap_or(0), at)
    }

    pub(super) fn clinic_clock(&self) -> Arc<Clock> {
        Clock::of(self.snapshot, self.snapshot.timezone.as_deref().unwrap_or("UTC"))
    }

    /// The sessions of all other doctors.
    pub(super) fn sessions_of_others(&self) -> Vec<Session<'a>> {
        let others = self.snapshot.doctors.iter().filter(|other| other.uid != self.doctor.uid);
        let others = others.filter(|_| self.rules.counts_all_doctors);
        let of = |other: &'a Doctor| {
            let blocking = blocking(self.rules, self.snapshot, other, self.excluded.as_ref(), self.now);
            sessions(self.rules, other, &self.clock, &blocking)
        };
        others.flat_map(of).collect()
    }

    /// The limits of the type and of the doctor, with their scopes.
    pub fn limits(&self) -> Vec<(&'a BookingLimit, LimitScope)> {
        let of_type = self.kind.limits.iter().map(|limit| match limit.scope {
            CountedOver::Doctor => (limit, LimitScope::AppointmentType),
            CountedOver::Clinic => (limit, LimitScope::Clinic),
        });
        of_type.chain(self.doctor.limits.iter().map(|limit| (limit, LimitScope::Doctor))).collect()
    }

    /// What each limit of the patient that is about the type has counted for `start`.
    pub fn limits_of_patient(&self, start: i64) -> Vec<(&'a PatientLimit, i64)> {
        let clock = self.clinic_clock();
        let about =
            |limit: &&PatientLimit| self.has_patient && (self.rules.limits_type)(limit, Some(&self.kind.uid));
        let limits = self.snapshot.patient_limits.iter().filter(about);
        let used = |limit: &'a PatientLimit| {
            let of_type = self.patient.iter().filter(|other| {
                (self.rules.limits_type)(limit, other.appointment_type_uid.as_ref())
                    && match limit.per {
                        None => (self.rules.is_upcoming)(other.start_date.0, self.now),
                        Some(per) => {
                            self.period_of(&clock, per, other.start_date.0)
                                == self.period_of(&clock, per, start)
                        }
                    }
            });
            (limit, of_type.map(|other| (self.rules.counted_of_patient)(other)).sum())
        };
        limits.map(used).collect()
    }

    pub(super) fn exceeds_a_limit(&self, start: i64, location: Option<&Uid>) -> bool {
        let (more, longer) = self.adds(start, location);
        self.limits().iter().any(|(limit, scope)| {
            let (count, seconds) = self.used(limit.per, *scope, start);
            let exceeds = |used, adds, most| adds > 0 && (self.rules.exceeds)(used, adds, most);
            limit.appointments.is_some_and(|most| exceeds(count, more, most))
                || limit.minutes.is_some_and(|most| exceeds(seconds, longer, most * 60))
        })
    }
}
