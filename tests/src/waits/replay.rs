//! A clinic's stream of finished visits and questions, put to the engine as a back office would: every visit is learned, every question is a
//! waiting room as it stands.
//!
//! Times of the stream are minutes with a fraction; the engine's are whole seconds.

use frontdesk::{
    Consultation, DoctorPreference, Duty, EstimateQuery, Instant, Joining, Learner, QueueDoctor, QueueEntry, QueuePolicy, QueueStatus, Uid,
    UpcomingAppointment, Visit, VisitKind, VisitOutcome, VisitReason, WaitEstimate, WaitingRoom, WaitingRoomSnapshot,
};
use serde::{Deserialize, Serialize};

/// A line of the stream.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    /// From here on another clinic: nothing is known of it.
    Clinic {
        /// Its number.
        clinic: u32,
    },
    /// A visit that is over.
    Visit(PastVisit),
    /// How long will the asker wait?
    Query(Box<Question>),
}

/// A visit that is over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PastVisit {
    /// `walkin` or `appt`.
    pub kind: String,
    /// −1 if no doctor saw the patient.
    pub doctor: i64,
    /// Index of the reason.
    pub reason: usize,
    /// When the patient came; of an appointment its time.
    pub arrived: f64,
    /// When the consultation began.
    pub started: Option<f64>,
    /// When it was over, or the patient left.
    pub ended: f64,
    /// `done`, `aband`, `no_show` or `unserved`.
    pub outcome: String,
    /// The doctor they wanted to see, or −1.
    #[serde(default = "nobody")]
    pub pref: i64,
    /// What that meant.
    #[serde(flatten)]
    pub wish: Wish,
    /// 1 if urgent.
    pub urgent: u8,
}

/// A room, and somebody who has just come to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Question {
    /// Its number.
    pub q: u64,
    /// Now.
    pub t: f64,
    /// Who sees patients today.
    pub doctors: Vec<Doctor>,
    /// Who waits, in the order of service.
    pub queue: Vec<Waiter>,
    /// Who asks.
    pub asker: Asker,
    /// How the room works.
    pub policy: Policy,
    /// The end of the day.
    pub close: f64,
}

/// A doctor of the day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Doctor {
    /// The doctor's number.
    pub id: i64,
    /// Whom the doctor sees.
    pub current: Option<Current>,
    /// When the doctor is on duty.
    pub windows: Vec<(f64, f64)>,
    /// Appointments that have not begun.
    pub appts: Vec<Planned>,
}

/// A consultation under way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Current {
    /// `walkin` or `appt`.
    pub kind: String,
    /// Index of the reason.
    pub reason: usize,
    /// When it began.
    pub started: f64,
    /// When the patient came.
    pub arrived: f64,
    /// The patient.
    pub patient: String,
}

/// An appointment that has not begun.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Planned {
    /// When it is to begin.
    pub at: f64,
    /// Index of the reason.
    pub reason: usize,
}

/// Somebody who waits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Waiter {
    /// The patient.
    pub id: String,
    /// When the patient came.
    pub arrived: f64,
    /// Index of the reason.
    pub reason: usize,
    /// The doctor they want to see, or −1.
    pub pref: i64,
    /// What that means.
    #[serde(flatten)]
    pub wish: Wish,
    /// 1 if urgent.
    pub urgent: u8,
}

/// What it means to want a doctor.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Wish {
    /// `soft`, or `strict`: that doctor only, which is what is meant if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preference: Option<DoctorPreference>,
    /// With a soft preference: that doctor only for so many minutes after `arrived`, and then anybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience_minutes: Option<i64>,
}

/// Somebody who has just come.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asker {
    /// The patient.
    pub id: String,
    /// Index of the reason.
    pub reason: usize,
    /// The doctor they want to see, or −1.
    pub pref: i64,
    /// What that means.
    #[serde(flatten)]
    pub wish: Wish,
}

/// How the room works.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Policy {
    /// Minutes before an appointment in which nobody is fetched.
    pub guard: f64,
    /// Minutes for which a doctor waits for the patient of an appointment.
    pub grace: f64,
    /// What the clinic thinks its visits take, by reason.
    pub nominal_minutes: Vec<f64>,
}

/// What is said about a question.
#[derive(Debug, Clone, Serialize)]
pub struct Prediction<'s> {
    scenario: &'s str,
    q: u64,
    p10: f64,
    p50: f64,
    p90: f64,
    mean: f64,
    p_served: f64,
}

/// The engine in front of a stream.
#[derive(Debug)]
pub struct Replay {
    scenario: String,
    query: EstimateQuery,
    learner: Learner,
    /// Visits that came before the clinic has told its reasons, in its first question.
    early: Vec<Visit>,
    reasons: Option<Vec<VisitReason>>,
}

fn nobody() -> i64 {
    -1
}

fn instant(minutes: f64) -> Instant {
    Instant((minutes * 60.0).round() as i64)
}

fn reason(index: usize) -> Option<Uid> {
    Some(format!("reason-{index}").into())
}

fn doctor(id: i64) -> Option<Uid> {
    (id >= 0).then(|| format!("doc-{id}").into())
}

fn kind(word: &str) -> VisitKind {
    if word == "appt" { VisitKind::Appointment } else { VisitKind::WalkIn }
}

fn preference(pref: i64, wish: &Wish) -> DoctorPreference {
    let meant = wish.preference.unwrap_or(DoctorPreference::Strict);
    if pref >= 0 { meant } else { DoctorPreference::Soft }
}

impl Replay {
    /// At the start of a stream.
    pub fn new(scenario: &str) -> Self {
        Self {
            scenario: scenario.to_owned(),
            query: EstimateQuery::default(),
            learner: Learner::default(),
            early: Vec::new(),
            reasons: None,
        }
    }

    /// Plays other futures.
    #[must_use]
    pub fn with_query(self, query: EstimateQuery) -> Self {
        Self { query, ..self }
    }

    /// Takes a line in, and says what there is to be said: the prediction as a line of JSON, if it is a question.
    pub fn line(&mut self, text: &str) -> Result<Option<String>, String> {
        let line: Line = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let Some((question, estimate)) = self.take(line)? else { return Ok(None) };
        let Some(said) = estimate.distribution else {
            let line = serde_json::json!({ "scenario": self.scenario, "q": question.q, "p10": null, "p50": null, "p90": null, "mean": null, "p_served": 0.0 });
            return Ok(Some(line.to_string()));
        };
        let prediction = Prediction {
            scenario: &self.scenario,
            q: question.q,
            p10: said.p10,
            p50: said.p50,
            p90: said.p90,
            mean: said.mean,
            p_served: said.p_served,
        };
        serde_json::to_string(&prediction).map(Some).map_err(|error| error.to_string())
    }

    /// [`line`](Self::line) without text.
    pub fn take(&mut self, line: Line) -> Result<Option<(Question, WaitEstimate)>, String> {
        match line {
            Line::Clinic { .. } => {
                (self.learner, self.reasons, self.early) = (Learner::default(), None, Vec::new());
                Ok(None)
            }
            Line::Visit(visit) => {
                self.early.push(visit.visit());
                if self.reasons.is_some() {
                    self.learn()?;
                }
                Ok(None)
            }
            Line::Query(question) => {
                self.reasons = Some(question.policy.reasons());
                self.learn()?;
                let estimate = self.estimate(&question)?;
                Ok(Some((*question, estimate)))
            }
        }
    }

    fn learn(&mut self) -> Result<(), String> {
        let reasons = self.reasons.as_deref().unwrap_or_default();
        self.early.drain(..).try_for_each(|visit| self.learner.learn(&visit, reasons)).map_err(|error| error.to_string())
    }

    fn estimate(&self, question: &Question) -> Result<WaitEstimate, String> {
        let room = WaitingRoom::new(question.room()).map_err(|error| error.to_string())?;
        let joining = Joining {
            visit_reason: reason(question.asker.reason),
            preferred_doctor_uid: doctor(question.asker.pref),
            preference: preference(question.asker.pref, &question.asker.wish),
            preference_patience_minutes: question.asker.wish.patience_minutes,
            ..Joining::default()
        };
        room.estimate_if_joined(&self.learner, &joining, &self.query, instant(question.t)).map_err(|error| error.to_string())
    }
}

impl PastVisit {
    fn visit(&self) -> Visit {
        let goes_first = preference(self.pref, &self.wish) == DoctorPreference::Soft && self.wish.patience_minutes.is_none();
        Visit {
            kind: kind(&self.kind),
            outcome: match self.outcome.as_str() {
                "done" => VisitOutcome::Completed,
                "aband" => VisitOutcome::Abandoned,
                "no_show" => VisitOutcome::NoShow,
                _ => VisitOutcome::Unserved,
            },
            doctor_uid: doctor(self.doctor),
            reason: reason(self.reason),
            registered_at: instant(self.arrived),
            started_at: self.started.map(instant),
            ended_at: instant(self.ended),
            urgent: self.urgent == 1,
            preferred_doctor_uid: doctor(self.pref).filter(|_| goes_first),
        }
    }
}

impl Policy {
    fn reasons(&self) -> Vec<VisitReason> {
        let reason = |(index, minutes): (usize, &f64)| VisitReason {
            reason: format!("reason-{index}").into(),
            duration_minutes: minutes.round() as i64,
        };
        self.nominal_minutes.iter().enumerate().map(reason).collect()
    }
}

impl Question {
    /// The room without the asker.
    pub fn room(&self) -> WaitingRoomSnapshot {
        let in_consultation = self.doctors.iter().filter_map(Doctor::in_consultation);
        let waiting = self.queue.iter().map(Waiter::entry);
        WaitingRoomSnapshot {
            policy: QueuePolicy {
                guard_minutes: self.policy.guard.round() as i64,
                no_show_grace_minutes: self.policy.grace.round() as i64,
                closes_at: Some(instant(self.close)),
                visit_reasons: self.policy.reasons(),
                ..QueuePolicy::default()
            },
            doctors: self.doctors.iter().map(Doctor::doctor).collect(),
            entries: in_consultation
                .chain(waiting)
                .enumerate()
                .map(|(place, entry)| QueueEntry { sequence: place as i64, ..entry })
                .collect(),
            ..WaitingRoomSnapshot::default()
        }
    }
}

impl Doctor {
    fn doctor(&self) -> QueueDoctor {
        let current = |current: &Current| Consultation {
            kind: kind(&current.kind),
            uid: current.patient.as_str().into(),
            reason: reason(current.reason),
            registered_at: instant(current.arrived),
            started_at: instant(current.started),
        };
        let planned = |planned: &Planned| UpcomingAppointment {
            uid: format!("{}-{}", self.id, planned.at).into(),
            start_date: instant(planned.at),
            reason: reason(planned.reason),
        };
        QueueDoctor {
            uid: doctor(self.id).unwrap_or_default(),
            duty: self.windows.iter().map(|&(on, off)| Duty { start_date: instant(on), end_date: instant(off) }).collect(),
            appointments: self.appts.iter().map(planned).collect(),
            current: self.current.as_ref().map(current),
            ..QueueDoctor::default()
        }
    }
}

impl Doctor {
    /// The queue entry of whom the doctor sees, if they came from the queue.
    fn in_consultation(&self) -> Option<QueueEntry> {
        let current = self.current.as_ref().filter(|current| kind(&current.kind) == VisitKind::WalkIn)?;
        Some(QueueEntry {
            status: QueueStatus::Allocated,
            visit_reason: reason(current.reason),
            doctor_uid: doctor(self.id),
            video_room_id: Some("room".into()),
            allocated_at: Some(instant(current.started)),
            ..entry(&current.patient, current.arrived)
        })
    }
}

impl Waiter {
    fn entry(&self) -> QueueEntry {
        QueueEntry {
            visit_reason: reason(self.reason),
            preferred_doctor_uid: doctor(self.pref),
            preference: preference(self.pref, &self.wish),
            preference_patience_minutes: self.wish.patience_minutes,
            urgent: self.urgent == 1,
            ..entry(&self.id, self.arrived)
        }
    }
}

/// A patient who waits, and would see anybody.
fn entry(patient: &str, arrived: f64) -> QueueEntry {
    QueueEntry {
        uid: patient.into(),
        status: QueueStatus::Waiting,
        patient_uid: patient.into(),
        visit_reason: None,
        preferred_doctor_uid: None,
        preference: DoctorPreference::Soft,
        preference_patience_minutes: None,
        urgent: false,
        registered_at: instant(arrived),
        sequence: 0,
        doctor_uid: None,
        video_room_id: None,
        allocated_at: None,
        completed_at: None,
        cancelled_at: None,
        cancelled_by: None,
    }
}
