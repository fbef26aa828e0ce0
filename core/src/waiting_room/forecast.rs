//! A room as the forecast plays it: what is known of doctors and of those who wait becomes a scene.

use super::WaitingRoom;
use super::doctor::{Consultation, QueueDoctor, UpcomingAppointment};
use super::entry::QueueEntry;
use crate::error::{Path, Result};
use crate::time::instant::Instant;
use crate::time::zone::MINUTE;
use crate::wait::dice::key;
use crate::wait::dispatch::{Candidate, Preference};
use crate::wait::outlook::Outlook;
use crate::wait::said::Told;
use crate::wait::scene::{AppointmentAt, CurrentAt, DoctorAt, ElsewhereAt, FreeAt, Scene, WaiterAt};
use crate::wait::{Forecast, Learner, VisitKind};
use crate::wire::uid::Uid;

impl WaitingRoom {
    /// What lies ahead of the room at `now`, for as many questions as there are.
    ///
    /// # Errors
    /// `out_of_range` for `now`.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use frontdesk::{EstimateQuery, Learner, QueueCommand, QueueDoctor, WaitingRoom, hours};
    ///
    /// let nine = Utc.with_ymd_and_hms(2026, 3, 23, 9, 0, 0).unwrap();
    /// let mut room = WaitingRoom::builder()
    ///     .doctor(QueueDoctor::new("ada").duty(nine..nine + hours(4)))
    ///     .build()?;
    /// for (uid, patient) in [("q-1", "pat-1"), ("q-2", "pat-2")] {
    ///     for event in room.decide(&QueueCommand::register(uid, patient).into(), nine.into())? {
    ///         room.apply(&event);
    ///     }
    /// }
    /// // One reading of the room, for questions in several details.
    /// let forecast = room.forecast(&Learner::default(), nine.into())?;
    /// assert_eq!(forecast.waits(&EstimateQuery::default())?.len(), 2);
    /// assert_eq!(forecast.expected_waits()?[0], Some(0.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn forecast(&self, learner: &Learner, now: Instant) -> Result<Forecast> {
        now.checked(&Path::Root.field("now"))?;
        let reasons = learner.columns(&self.policy.visit_reasons);
        let column = |reason: Option<&Uid>| column_of(&reasons, reason);
        let mut outlook = self.outlook(learner, &reasons);
        if self.waiting().any(|entry| entry.expected_back(now).is_some()) {
            let doctors = self.doctors.iter().map(|doctor| &doctor.uid);
            outlook.elsewhere = Some(learner.elsewhere(doctors, &reasons));
        }
        let doctors = self.doctors.iter().enumerate().map(|(place, doctor)| {
            let free = self.free_at(doctor, now);
            let current_at = |current: &Consultation| {
                let column = column(current.reason.as_ref());
                let is_forgotten = self.doubt_of(&outlook, (place, column), current, now).is_some();
                CurrentAt {
                    column,
                    elapsed: (-seconds(current.started_at, now)).max(0.0)
                        + self.seconds_before(&doctor.uid, current) as f64,
                    is_appointment: current.kind == VisitKind::Appointment,
                    key: key(&current.uid),
                    is_forgotten,
                    in_vain: is_forgotten.then(|| self.in_vain(doctor, place as u32, now)).flatten(),
                }
            };
            let mut under_way: Vec<CurrentAt> = doctor.beside.iter().map(current_at).collect();
            let mut current = doctor.current.as_ref().map(current_at);
            // Who is with a patient is there, whatever else was left open: what is believed comes first.
            if let Some(first) = current.as_mut().filter(|first| first.is_forgotten)
                && let Some(believed) = under_way.iter_mut().find(|other| !other.is_forgotten)
            {
                std::mem::swap(first, believed);
            }
            doctor_at(doctor, current, under_way, free, now, column)
        });
        let in_line = self.waiting.values().map(|waiter| (&self.entries[&waiter.uid], waiter.candidate));
        let scene = Scene {
            doctors: doctors.collect(),
            waiting: in_line
                .map(|(entry, candidate)| {
                    let column = column(entry.visit_reason.as_ref());
                    let (seen, elsewhere) = self.begun_at(entry, now);
                    WaiterAt { seen, elsewhere, ..waiter_at(entry, candidate, now, column) }
                })
                .collect(),
            skills: self.skills.table().clone(),
            kinds: if self.skills.table().count() == 0 { Vec::new() } else { self.kinds(&reasons) },
            guard: (self.policy.guard_minutes * MINUTE) as f64,
            grace: (self.policy.no_show_grace_minutes * MINUTE) as f64,
            close: self.policy.closes_at.map_or(f64::INFINITY, |close| seconds(close, now)),
            since_start: self.since_start(now),
        };
        let uids = self.waiting.values().map(|waiter| waiter.uid.clone()).collect();
        let told = self.waiting().map(|entry| told(entry, now)).collect();
        Ok(Forecast { now, scene, outlook, uids, told })
    }

    /// Of one who was seen before: by whom and for how long, and since when they have been elsewhere.
    fn begun_at(&self, entry: &QueueEntry, now: Instant) -> (Vec<(usize, f64)>, Option<ElsewhereAt>) {
        let place = |uid: &Uid| self.doctor_places.get(uid).copied();
        let sent = entry.expected_back(now);
        let mut seen_by: Vec<usize> = entry.parts.iter().filter_map(|part| place(&part.doctor_uid)).collect();
        seen_by.sort_unstable();
        seen_by.dedup();
        let seen = |place: usize| (place, entry.seen_seconds(&self.doctors[place].uid) as f64);
        let elsewhere = sent
            .map(|(since, by)| ElsewhereAt { sent_by: place(by), elapsed: (-seconds(since, now)).max(0.0) });
        (seen_by.into_iter().map(seen).collect(), elsewhere)
    }

    /// The kind of each column.
    fn kinds(&self, reasons: &[Uid]) -> Vec<u32> {
        let of = |reason: &Uid| self.skills.kind_of(Some(reason));
        std::iter::once(0).chain(reasons.iter().map(of)).collect()
    }

    /// What is expected of the visits of this room's doctors.
    pub(super) fn outlook(&self, learner: &Learner, reasons: &[Uid]) -> Outlook {
        let doctors = self.doctors.iter().map(|doctor| &doctor.uid);
        learner.outlook(doctors, reasons, &self.policy.visit_reasons)
    }

    /// For how long those who wait have done so while the doctor was on duty; `None` of one who is not.
    fn in_vain(&self, doctor: &QueueDoctor, place: u32, now: Instant) -> Option<f64> {
        let duty = doctor.duty_at(now).filter(|_| !doctor.is_away(now))?;
        let may_see =
            |waiter: &&super::Waiter| waiter.candidate.allows(place, now.0 as f64, self.skills.table());
        let came = self.waiting.values().filter(may_see).map(|waiter| self.entries[&waiter.uid].waits_from());
        let since = came.min().unwrap_or(now).max(duty.start_date);
        Some(seconds(now, since.max(doctor.back_at.unwrap_or(since))).max(0.0))
    }

    /// For how long the doctor has been free on duty, and after how much of it somebody waited in vain.
    fn free_at(&self, doctor: &QueueDoctor, now: Instant) -> Option<FreeAt> {
        let since = doctor.free_since(now).filter(|_| !doctor.is_full())?;
        let place = self.doctor_places[&doctor.uid] as u32;
        let may_see =
            |waiter: &super::Waiter| waiter.candidate.allows(place, now.0 as f64, self.skills.table());
        let asked_at = if self.waiting.values().any(may_see) { Some(now) } else { self.last_waited };
        let asked_at = asked_at.filter(|at| *at > since || *at == now);
        Some(FreeAt { age: seconds(now, since), asked_at: asked_at.map(|at| seconds(at, since)) })
    }

    /// How long ago somebody was fetched last, or the first of those who wait came, if that was later.
    fn since_start(&self, now: Instant) -> f64 {
        let here = self.waiting.values().filter(|waiter| waiter.candidate.ready_at <= now.0 as f64);
        let first = here.map(|waiter| self.entries[&waiter.uid].waits_from()).min();
        first.map_or(0.0, |first| seconds(now, self.last_start.map_or(first, |at| at.max(first))).max(0.0))
    }
}

/// The column of a reason; the first is for those that are not known.
pub(super) fn column_of(reasons: &[Uid], reason: Option<&Uid>) -> usize {
    reason.and_then(|reason| reasons.iter().position(|known| known == reason)).map_or(0, |place| place + 1)
}

/// What an entry has kept of what the patient was told.
pub(super) fn told(entry: &QueueEntry, now: Instant) -> Told {
    let overdue_minutes = entry.overdue_seconds(now).map(|seconds| seconds / MINUTE);
    Told { shown: entry.shown.clone(), overdue_minutes }
}

fn seconds(at: Instant, now: Instant) -> f64 {
    (at.0 - now.0) as f64
}

pub(super) fn waiter_at(entry: &QueueEntry, candidate: Candidate, now: Instant, column: usize) -> WaiterAt {
    let preference = match candidate.preference {
        Preference::Until(doctor, at) => Preference::Until(doctor, at - now.0 as f64),
        other => other,
    };
    let ready_at = candidate.ready_at - now.0 as f64;
    let candidate = Candidate { preference, ready_at, ..candidate };
    // A clock that was put back does not make a wait negative.
    WaiterAt {
        candidate,
        column,
        waited: (-seconds(entry.registered_at, now)).max(0.0),
        counts_from: seconds(entry.counts_from(), now),
        key: key(&entry.uid),
        seen: Vec::new(),
        elsewhere: None,
    }
}

fn doctor_at(
    doctor: &QueueDoctor,
    current: Option<CurrentAt>,
    beside: Vec<CurrentAt>,
    free: Option<FreeAt>,
    now: Instant,
    column: impl Fn(Option<&Uid>) -> usize,
) -> DoctorAt {
    let appointment = |planned: &UpcomingAppointment| AppointmentAt {
        at: seconds(planned.start_date, now),
        column: column(planned.reason.as_ref()),
        key: key(&planned.uid),
    };
    // Nobody is fetched by who is away.
    let is_away = doctor.is_away(now);
    let back = match doctor.back_at {
        Some(back_at) if is_away => seconds(back_at, now),
        None if is_away => f64::INFINITY,
        _ => f64::NEG_INFINITY,
    };
    DoctorAt {
        duty: doctor
            .duty
            .iter()
            .map(|duty| (seconds(duty.start_date, now).max(back), seconds(duty.end_date, now)))
            .filter(|(on, off)| *off > 0.0 && on < off)
            .collect(),
        is_away,
        current,
        beside,
        places: doctor.places(),
        free,
        key: key(&doctor.uid),
        appointments: doctor.appointments.iter().map(appointment).collect(),
    }
}
