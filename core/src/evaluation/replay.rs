//! Replays a log of visits to a waiting room, event by event, as the desk would have told it.

use std::collections::BTreeMap;

use super::score::{Asked, LogDoubts, WaitEvaluation};
use super::{EvaluationQuery, LoggedVisit};
use crate::error::{Error, Result};
use crate::model::appointment::Actor;
use crate::time::instant::Instant;
use crate::time::zone::DAY;
use crate::wait::Learner;
use crate::waiting_room::{
    Duty, QueueChange, QueueCommand, QueueDoctor, QueuePolicy, QueueRefusal, QueueStatus, WaitingRoom,
    WaitingRoomSnapshot,
};
use crate::wire::uid::Uid;

/// Stretches of duty of a doctor that are kept: the pause in which a day ended is learned with the next
/// visit.
const DUTY_KEPT: usize = 8;
/// For so long the room remembers visits that are over.
const REMEMBERED: i64 = 2 * DAY;

/// What happens, in the order of a second: who is done goes, who waited is seen, who comes asks. Who is seen,
/// sent elsewhere and seen again in one second is so in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Ends,
    Sends,
    Back,
    Resumes,
    Starts,
    Leaves,
    Comes,
    StartsAtOnce,
    LeavesAtOnce,
    EndsAtOnce,
}

/// One line.
struct Queue {
    room: WaitingRoom,
    /// How many patients a doctor sees at a time.
    concurrent_patients_max: Option<i64>,
    /// What the formula by average knows: visits that are over and their seconds, and who was seen today.
    over: (f64, f64),
    seen_today: BTreeMap<Uid, i64>,
    last_wait: Option<f64>,
    day: i64,
    doubts: LogDoubts,
}

pub(super) fn play(query: &EvaluationQuery) -> Result<WaitEvaluation> {
    let visits = &query.visits;
    let scored_from = query.scored_from.unwrap_or_else(|| middle(visits));
    let mut steps: Vec<(Instant, Step, usize)> = Vec::with_capacity(visits.len() * 3);
    for (index, visit) in visits.iter().enumerate() {
        if visit.started.is_some() || visit.ended.is_some() {
            steps.push((visit.arrived, Step::Comes, index));
        }
        match (visit.started, visit.ended) {
            (Some(started), ended) => {
                let starts = if started == visit.arrived { Step::StartsAtOnce } else { Step::Starts };
                steps.push((started, starts, index));
                // What is over before it goes on never did.
                let parted =
                    visit.sent.zip(visit.resumed).filter(|(_, resumed)| ended.is_none_or(|at| *resumed < at));
                if let Some((sent, resumed)) =
                    parted.filter(|(sent, resumed)| started < *sent && sent < resumed)
                {
                    steps.push((sent, Step::Sends, index));
                    steps.push((resumed, Step::Resumes, index));
                    steps.extend(visit.back.map(|back| (back, Step::Back, index)));
                }
                // An end before the start is none.
                if let Some(ended) = ended.filter(|ended| *ended >= started) {
                    let ends = if ended == started { Step::EndsAtOnce } else { Step::Ends };
                    steps.push((ended, ends, index));
                }
            }
            (None, Some(left)) => {
                let leaves = if left > visit.arrived { Step::Leaves } else { Step::LeavesAtOnce };
                steps.push((left.max(visit.arrived), leaves, index));
            }
            (None, None) => {}
        }
    }
    steps.sort_unstable();
    let mut queues: BTreeMap<Option<&Uid>, Queue> = BTreeMap::new();
    let mut learner = Learner::default();
    let mut result = WaitEvaluation::default();
    result.doubts = doubts(visits);
    for (at, step, index) in steps {
        let visit = &visits[index];
        let queue = match queues.entry(visit.queue.as_ref()) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => entry.insert(Queue::new(query)?),
        };
        queue.begin_day(at, &mut learner)?;
        let uid = Uid::from(index.to_string());
        match step {
            Step::Comes => {
                queue.tell(&mut learner, &register(&uid, visit), at)?;
                if let Some(started) = visit.started.filter(|started| *started > at && at >= scored_from) {
                    let wait = (started.0 - at.0) as f64 / 60.0;
                    result.add(queue.ask(&learner, query, &uid, at, wait)?);
                }
            }
            Step::Starts | Step::StartsAtOnce => queue.start(&mut learner, &uid, visits, visit, at)?,
            Step::Leaves | Step::LeavesAtOnce => {
                queue.tell(&mut learner, &QueueCommand::Cancel { uid, by: Actor::Patient }, at)?;
            }
            Step::Ends | Step::EndsAtOnce => queue.end(&mut learner, &uid, at)?,
            Step::Sends => queue.send(&mut learner, &uid, at)?,
            Step::Back => queue.back(&mut learner, uid, at)?,
            Step::Resumes => {
                let is_away =
                    queue.room.entry(&uid).is_some_and(|entry| entry.status == QueueStatus::Waiting);
                if let Some(doctor) = visit.doctor.as_ref().filter(|_| is_away) {
                    queue.take_in(&mut learner, &uid, visits, doctor, at)?;
                }
            }
        }
    }
    queues.values().for_each(|queue| result.doubts.add(queue.doubts));
    Ok(result.finish())
}

/// What can be seen of the log before it is played.
fn doubts(visits: &[LoggedVisit]) -> LogDoubts {
    let count = |is_so: fn(&LoggedVisit) -> bool| visits.iter().filter(|visit| is_so(visit)).count() as i64;
    LogDoubts {
        nothing_known: count(|visit| visit.started.is_none() && visit.ended.is_none()),
        ends_before_start: count(|visit| visit.ended.is_some_and(|ended| visit.started > Some(ended))),
        ..LogDoubts::default()
    }
}

/// The start of the day in the middle of all days that have a visit.
fn middle(visits: &[LoggedVisit]) -> Instant {
    let mut days: Vec<i64> = visits.iter().map(|visit| visit.arrived.0.div_euclid(DAY)).collect();
    days.sort_unstable();
    days.dedup();
    Instant(days.get(days.len() / 2).copied().unwrap_or_default() * DAY)
}

fn register(uid: &Uid, visit: &LoggedVisit) -> QueueCommand {
    QueueCommand::Register {
        uid: uid.clone(),
        patient_uid: uid.clone(),
        visit_reason: visit.reason.clone(),
        preferred_doctor_uid: None,
        preference: Default::default(),
        preference_patience_minutes: None,
        level: None,
        urgent: false,
        head_start_seconds: visit.head_start_seconds,
    }
}

impl Queue {
    fn new(query: &EvaluationQuery) -> Result<Self> {
        let policy = QueuePolicy { visit_reasons: query.visit_reasons.clone(), ..QueuePolicy::default() };
        let room = WaitingRoom::new(WaitingRoomSnapshot { policy, ..WaitingRoomSnapshot::default() })?;
        Ok(Self {
            room,
            concurrent_patients_max: query.concurrent_patients_max,
            over: (0.0, 0.0),
            seen_today: BTreeMap::new(),
            last_wait: None,
            day: 0,
            doubts: LogDoubts::default(),
        })
    }

    /// A command of the desk; what a rule refuses did not happen.
    fn tell(&mut self, learner: &mut Learner, command: &QueueCommand, at: Instant) -> Result<bool> {
        let events = match self.room.decide(command, at) {
            Ok(events) => events,
            Err(QueueRefusal::Rule(_)) => return Ok(false),
            Err(QueueRefusal::Input(error)) => return Err(error),
        };
        for event in events {
            if let Some(visit) = self.room.visit_of(&event) {
                let doubt = learner.learn(&visit, &self.room.policy().visit_reasons)?;
                self.doubts.unlikely += i64::from(doubt.is_some());
            }
            self.room.apply(&event);
        }
        Ok(true)
    }

    fn change(&mut self, change: QueueChange) -> Result<()> {
        self.room.change(change).map_err(|refusal| match refusal {
            QueueRefusal::Input(error) => error,
            QueueRefusal::Rule(rule) => unreachable_rule(&rule),
        })
    }

    /// Nobody waits or is seen overnight: whoever is there still was forgotten.
    fn begin_day(&mut self, at: Instant, learner: &mut Learner) -> Result<()> {
        let day = at.0.div_euclid(DAY);
        if day <= self.day {
            return Ok(());
        }
        self.day = day;
        self.seen_today.clear();
        let left: Vec<Uid> = self.room.waiting().map(|entry| entry.uid.clone()).collect();
        let seen: Vec<Uid> = self
            .room
            .doctors()
            .iter()
            .flat_map(|doctor| doctor.consultations().map(|current| current.uid.clone()))
            .collect();
        self.doubts.overnight += seen.len() as i64;
        for uid in left.into_iter().chain(seen) {
            self.tell(learner, &QueueCommand::Cancel { uid, by: Actor::Administrator }, at)?;
        }
        self.change(QueueChange::Forget { before: Instant((at.0 - REMEMBERED).max(0)) })
    }

    fn start(
        &mut self,
        learner: &mut Learner,
        uid: &Uid,
        visits: &[LoggedVisit],
        visit: &LoggedVisit,
        at: Instant,
    ) -> Result<()> {
        let wait = (at.0 - visit.arrived.0) as f64 / 60.0;
        self.last_wait = Some(wait);
        let Some(doctor_uid) = &visit.doctor else {
            self.tell(learner, &QueueCommand::MarkSeen { uid: uid.clone() }, at)?;
            return Ok(());
        };
        if self.seen_today.insert(doctor_uid.clone(), at.0).is_none() {
            self.comes_on_duty(doctor_uid, at)?;
        }
        self.take_in(learner, uid, visits, doctor_uid, at)
    }

    fn take_in(
        &mut self,
        learner: &mut Learner,
        uid: &Uid,
        visits: &[LoggedVisit],
        doctor_uid: &Uid,
        at: Instant,
    ) -> Result<()> {
        // A doctor who sees another patient than can be seen at a time is done with the first of them.
        let doctor = self.room.doctor(doctor_uid).filter(|doctor| doctor.is_full());
        if let Some(before) = doctor.and_then(|doctor| doctor.current.as_ref()).map(|first| first.uid.clone())
        {
            let place: Option<usize> = before.parse().ok();
            let ends = place.and_then(|place| visits.get(place)?.ended);
            self.doubts.overlapping += i64::from(ends.is_some_and(|ends| ends > at));
            self.end(learner, &before, at)?;
        }
        let allocate = QueueCommand::Allocate { doctor_uid: doctor_uid.clone(), uid: Some(uid.clone()) };
        self.tell(learner, &allocate, at)?;
        Ok(())
    }

    fn comes_on_duty(&mut self, uid: &Uid, at: Instant) -> Result<()> {
        let today = Duty { start_date: at, end_date: Instant((at.0.div_euclid(DAY) + 1) * DAY) };
        let mut duty = self.room.doctor(uid).map(|doctor| doctor.duty.clone()).unwrap_or_default();
        duty.drain(..duty.len().saturating_sub(DUTY_KEPT));
        duty.push(today);
        if self.room.doctor(uid).is_some() {
            return self.change(QueueChange::PutDuty { doctor_uid: uid.clone(), duty });
        }
        let concurrent_patients_max = self.concurrent_patients_max;
        let doctor =
            QueueDoctor { uid: uid.clone(), duty, concurrent_patients_max, ..QueueDoctor::default() };
        self.change(QueueChange::PutDoctor { doctor })
    }

    /// A doctor sends elsewhere whoever is being seen.
    fn send(&mut self, learner: &mut Learner, uid: &Uid, at: Instant) -> Result<()> {
        let entry = self.room.entry(uid).filter(|entry| entry.status == QueueStatus::Allocated);
        if let Some(started) = entry.and_then(|entry| entry.allocated_at) {
            self.over.1 += (at.0 - started.0) as f64 / 60.0;
            self.tell(learner, &QueueCommand::SendElsewhere { uid: uid.clone(), doctor_uid: None }, at)?;
        }
        Ok(())
    }

    fn back(&mut self, learner: &mut Learner, uid: Uid, at: Instant) -> Result<()> {
        if self.room.entry(&uid).is_some_and(|entry| entry.sent_elsewhere_at().is_some()) {
            self.tell(learner, &QueueCommand::ComeBack { uid }, at)?;
        }
        Ok(())
    }

    fn end(&mut self, learner: &mut Learner, uid: &Uid, at: Instant) -> Result<()> {
        let entry = self.room.entry(uid).filter(|entry| entry.status == QueueStatus::Allocated);
        if let Some(started) = entry.and_then(|entry| entry.allocated_at) {
            self.over = (self.over.0 + 1.0, self.over.1 + (at.0 - started.0) as f64 / 60.0);
            self.tell(learner, &QueueCommand::Complete { uid: uid.clone(), ended_at: None }, at)?;
        }
        Ok(())
    }

    fn ask(
        &self,
        learner: &Learner,
        query: &EvaluationQuery,
        uid: &Uid,
        at: Instant,
        wait: f64,
    ) -> Result<Asked> {
        let estimates = self.room.estimate(learner, &query.estimate, at)?;
        let place = self.room.position(uid).unwrap_or(1);
        let distribution = estimates.get(place - 1).and_then(|estimate| estimate.distribution);
        let oldest = self.room.waiting().filter(|entry| entry.uid != *uid).map(|entry| entry.registered_at.0);
        let average = (self.over.0 > 0.0 && !self.seen_today.is_empty())
            .then(|| place as f64 * self.over.1 / self.over.0 / self.seen_today.len() as f64);
        Ok(Asked {
            wait,
            distribution: distribution.filter(|distribution| distribution.p_served > 0.0),
            last: self.last_wait,
            head: oldest.min().map_or(0.0, |first| (at.0 - first) as f64 / 60.0),
            average,
        })
    }
}

fn unreachable_rule(rule: &dyn std::fmt::Display) -> Error {
    crate::error::ErrorCode::Conflict { detail: rule.to_string() }.at(&crate::error::Path::Root)
}
