//! How long those in a room will wait.

use serde::{Deserialize, Serialize};

use super::WaitingRoom;
use super::check;
use super::doctor::{Consultation, QueueDoctor, UpcomingAppointment};
use super::entry::{DoctorPreference, QueueEntry};
use crate::error::faults::{Faults, both};
use crate::error::{Path, Result};
use crate::limits::SEQUENCE_MAX;
use crate::time::instant::Instant;
use crate::time::zone::MINUTE;
use crate::wait::dice::key;
use crate::wait::dispatch::{Candidate, Preference};
use crate::wait::outlook::Outlook;
use crate::wait::said::Told;
use crate::wait::scene::{AppointmentAt, CurrentAt, DoctorAt, ElsewhereAt, FreeAt, Scene, WaiterAt};
use crate::wait::{EstimateMode, EstimateQuery, Forecast, Learner, VisitKind, WaitEstimate};
use crate::wire::uid::Uid;

/// Somebody who thinks of joining the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Joining {
    /// What the visit is about.
    #[serde(default)]
    pub visit_reason: Option<Uid>,
    /// Whom they would like to see; anyone if null.
    #[serde(default)]
    pub preferred_doctor_uid: Option<Uid>,
    /// What that means.
    #[serde(default)]
    pub preference: DoctorPreference,
    /// As in [`QueueEntry`].
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub preference_patience_minutes: Option<i64>,
    /// The priority level, which says the two that follow.
    #[serde(default)]
    pub level: Option<Uid>,
    /// Whether they are urgent.
    #[serde(default)]
    pub urgent: bool,
    /// As in [`QueueEntry`].
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub head_start_seconds: i64,
}

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

    /// How long everybody in the queue will wait, in the order of service.
    ///
    /// # Errors
    /// `out_of_range` for `now`, `out_of_range` and `conflict` for `futures`, `too_many` where the estimate
    /// would take too long.
    ///
    /// ```
    /// use frontdesk::{EstimateQuery, Instant, Learner, WaitingRoom, from_json};
    ///
    /// let room = WaitingRoom::new(from_json(r#"{
    ///     "policy": { "visit_reasons": [ { "reason": "cough", "duration_minutes": 10 } ] },
    ///     "doctors": [ { "uid": "doc-456", "duty": [ { "start_date": 1774257600,
    ///       "end_date": 1774270800 } ] } ],
    ///     "entries": [ { "uid": "q-1", "status": "waiting", "patient_uid": "pat-1", "visit_reason": "cough",
    ///             "registered_at": 1774256500, "sequence": 1 },
    ///         { "uid": "q-2", "status": "waiting", "patient_uid": "pat-2", "registered_at": 1774256600,
    ///           "sequence": 2 } ] }"#)?)?;
    /// let waits = room.estimate(&Learner::default(), &EstimateQuery::default(), Instant(1_774_257_000))?;
    /// // The doctor comes in ten minutes. What comes then takes about ten more.
    /// let first = waits[0].distribution.expect("it is simulated");
    /// assert_eq!((first.p10, first.p90), (10.0, 10.0));
    /// let second = waits[1].distribution.expect("it is simulated");
    /// assert!(second.p10 < 15.0 && (15.0..25.0).contains(&second.p50) && second.p90 > 25.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn estimate(
        &self,
        learner: &Learner,
        query: &EstimateQuery,
        now: Instant,
    ) -> Result<Vec<WaitEstimate>> {
        both(now.checked(&Path::Root.field("now")), query.check())?;
        if query.mode == EstimateMode::Simulated {
            return self.forecast(learner, now)?.waits(query);
        }
        let estimate = |(before, entry): (usize, &QueueEntry)| {
            let overdue_minutes = told(entry, now).overdue_minutes;
            let estimate = self.by_formula(Some(entry.uid.clone()), before, query.mode, now);
            WaitEstimate { overdue_minutes, ..estimate }
        };
        Ok(self.waiting().enumerate().map(estimate).collect())
    }

    /// The wait of somebody with so many before them, by the formula of a mode that has one.
    fn by_formula(&self, uid: Option<Uid>, before: usize, mode: EstimateMode, now: Instant) -> WaitEstimate {
        let minutes = match mode {
            EstimateMode::Simulated => None,
            EstimateMode::PositionTimesAverage => Some(self.minutes_at(before + 1, now)),
            EstimateMode::AverageTimesBeforeMe => Some(self.policy.average_visit() * before as i64),
        };
        WaitEstimate { uid, position: before + 1, estimated_wait_minutes: minutes, ..WaitEstimate::default() }
    }

    /// How long somebody would wait who joined now.
    ///
    /// # Errors
    /// Those of [`estimate`](Self::estimate), and what is wrong with `joining`. Whether they may join at all
    /// is not asked.
    pub fn estimate_if_joined(
        &self,
        learner: &Learner,
        joining: &Joining,
        query: &EstimateQuery,
        now: Instant,
    ) -> Result<WaitEstimate> {
        let asked = both(now.checked(&Path::Root.field("now")), self.entry_of(joining, now));
        let ((_, entry), ()) = both(asked, query.check())?;
        let before = self.waiting.range(..entry.place()).count();
        if query.mode != EstimateMode::Simulated {
            return Ok(self.by_formula(None, before, query.mode, now));
        }
        let column = column_of(&learner.columns(&self.policy.visit_reasons), entry.visit_reason.as_ref());
        self.forecast(learner, now)?.wait_of(
            waiter_at(&entry, self.candidate(&entry), now, column),
            before,
            query,
        )
    }

    /// Somebody who thinks of joining, as an entry that is not recorded.
    fn entry_of(&self, joining: &Joining, now: Instant) -> Result<QueueEntry> {
        // Behind all who have joined by now.
        let mut entry = QueueEntry {
            visit_reason: joining.visit_reason.clone(),
            preferred_doctor_uid: joining.preferred_doctor_uid.clone(),
            preference: joining.preference,
            preference_patience_minutes: joining.preference_patience_minutes,
            level: joining.level.clone(),
            urgent: joining.urgent,
            head_start_seconds: joining.head_start_seconds,
            ..QueueEntry::new("joining".into(), "joining".into(), now, SEQUENCE_MAX - 1)
        };
        let root = Path::Root.field("joining");
        let checked = Faults::of(|faults| {
            check::entry(&entry, &root, faults);
            check::one_urgency(&entry, &root, faults);
        });
        both(checked, self.triage(&mut entry, &root))?;
        Ok(entry)
    }
}

/// The column of a reason; the first is for those that are not known.
pub(super) fn column_of(reasons: &[Uid], reason: Option<&Uid>) -> usize {
    reason.and_then(|reason| reasons.iter().position(|known| known == reason)).map_or(0, |place| place + 1)
}

/// What an entry has kept of what the patient was told.
fn told(entry: &QueueEntry, now: Instant) -> Told {
    let overdue_minutes = entry.overdue_seconds(now).map(|seconds| seconds / MINUTE);
    Told { shown: entry.shown.clone(), overdue_minutes }
}

fn seconds(at: Instant, now: Instant) -> f64 {
    (at.0 - now.0) as f64
}

fn waiter_at(entry: &QueueEntry, candidate: Candidate, now: Instant, column: usize) -> WaiterAt {
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
