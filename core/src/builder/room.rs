//! Constructors and setters of waiting rooms and their commands, for Rust callers.

use std::ops::Range;

use chrono::TimeDelta;

use super::units::{whole_minutes, whole_seconds};
use super::{adders, setters};
use crate::error::Result;
use crate::model::appointment::Actor;
use crate::time::instant::Instant;
use crate::wait::{EstimateQuery, VisitReason};
use crate::waiting_room::{
    DoctorPreference, Duty, Joining, QueueCommand, QueueDoctor, QueueEntry, QueueLevel, QueuePolicy,
    UpcomingAppointment, WaitingRoom, WaitingRoomSnapshot,
};
use crate::wire::uid::Uid;

impl WaitingRoom {
    /// A room without anybody in it: say who is on duty, and [`build`](WaitingRoomSnapshot::build) it.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use frontdesk::{EstimateQuery, Joining, Learner, QueueDoctor, WaitingRoom, hours};
    ///
    /// let nine = Utc.with_ymd_and_hms(2026, 3, 23, 9, 0, 0).unwrap();
    /// let room = WaitingRoom::builder()
    ///     .doctor(QueueDoctor::new("doc-456").duty(nine..nine + hours(4)))
    ///     .build()?;
    /// let (learner, query) = (Learner::default(), EstimateQuery::default());
    /// let wait = room.estimate_if_joined(&learner, &Joining::default(), &query, nine.into())?;
    /// assert_eq!(wait.position, 1);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn builder() -> WaitingRoomSnapshot {
        WaitingRoomSnapshot::default()
    }
}

setters! { WaitingRoomSnapshot {
    /// The rules.
    policy(policy: QueuePolicy) => policy = policy;
} }

adders! { WaitingRoomSnapshot {
    /// One more doctor who sees patients.
    doctor(doctor: QueueDoctor) => doctors;
    /// One more who waits, is being seen, or was here.
    entry(entry: QueueEntry) => entries;
} }

impl WaitingRoomSnapshot {
    /// The room, ready to be asked.
    ///
    /// # Errors
    ///
    /// As [`WaitingRoom::new`]: the first field that is wrong, with its path.
    pub fn build(self) -> Result<WaitingRoom> {
        WaitingRoom::new(self)
    }
}

impl QueueDoctor {
    /// A doctor who sees patients, and is not on duty yet.
    pub fn new(uid: impl Into<Uid>) -> Self {
        Self { uid: uid.into(), ..Self::default() }
    }

    /// One more stretch of time on duty, later than those before.
    #[must_use]
    pub fn duty<T: Into<Instant>>(mut self, interval: Range<T>) -> Self {
        self.duty.push(Duty { start_date: interval.start.into(), end_date: interval.end.into() });
        self
    }
}

setters! { QueueDoctor {
    /// The doctor's name.
    display_name(name: impl Into<String>) => display_name = Some(name.into());
    /// The doctor's own video room.
    video_room(id: impl Into<Uid>) => video_room_id = Some(id.into());
    /// How many patients the doctor sees at a time.
    concurrent_patients(most: u32) => concurrent_patients_max = Some(most.into());
} }

adders! { QueueDoctor {
    /// One more appointment that has not begun.
    appointment(appointment: UpcomingAppointment) => appointments;
} }

impl UpcomingAppointment {
    /// An appointment that has not begun.
    pub fn new(uid: impl Into<Uid>, start: impl Into<Instant>) -> Self {
        Self { uid: uid.into(), start_date: start.into(), reason: None }
    }
}

setters! { UpcomingAppointment {
    /// What it is about.
    reason(reason: impl Into<Uid>) => reason = Some(reason.into());
} }

setters! { QueuePolicy {
    /// Nobody is fetched from the queue so long before an appointment.
    guard(length: TimeDelta) => guard_minutes = whole_minutes(length);
    /// For how long a doctor waits for the patient of an appointment.
    no_show_grace(length: TimeDelta) => no_show_grace_minutes = whole_minutes(length);
    /// A visit that is longer was left open by mistake, and teaches nothing about lengths.
    visit_max(length: TimeDelta) => visit_minutes_max = Some(whole_minutes(length));
    /// Nobody joins while so many wait.
    capacity(most: u32) => capacity = Some(most.into());
    /// The end of the day: from then on nobody joins, and who still waits is not seen.
    closes_at(at: impl Into<Instant>) => closes_at = Some(at.into());
} }

adders! { QueuePolicy {
    /// How long visits about one more thing take.
    visit_reason(reason: VisitReason) => visit_reasons;
    /// One more priority level.
    level(level: QueueLevel) => levels;
} }

impl QueueLevel {
    /// A level whose patients go before nobody as yet.
    ///
    /// ```
    /// use frontdesk::{QueueLevel, QueuePolicy, minutes};
    ///
    /// let policy = QueuePolicy::default()
    ///     .level(QueueLevel::new("red").urgent())
    ///     .level(QueueLevel::new("yellow").name("Soon").head_start(minutes(30)))
    ///     .level(QueueLevel::new("green"));
    /// # assert_eq!(policy.levels[1].head_start_minutes, 30);
    /// ```
    pub fn new(uid: impl Into<Uid>) -> Self {
        Self { uid: uid.into(), ..Self::default() }
    }
}

setters! { QueueLevel {
    /// What it is called.
    name(name: impl Into<String>) => name = Some(name.into());
    /// In the order of service its patients count as having come so much earlier.
    head_start(length: TimeDelta) => head_start_minutes = whole_minutes(length);
    /// Its patients go before all who are not urgent.
    urgent() => urgent = true;
} }

impl VisitReason {
    /// Visits about `reason` take so long as a rule.
    pub fn new(reason: impl Into<Uid>, length: TimeDelta) -> Self {
        Self { reason: reason.into(), duration_minutes: whole_minutes(length), doctor_uids: None }
    }

    /// Only these doctors serve it.
    ///
    /// ```
    /// use frontdesk::{QueuePolicy, VisitReason, minutes};
    ///
    /// let policy = QueuePolicy::default()
    ///     .visit_reason(VisitReason::new("vaccination", minutes(5)))
    ///     .visit_reason(VisitReason::new("ultrasound", minutes(20)).served_by(["doc-456"]));
    /// assert_eq!(policy.visit_reasons[1].doctor_uids.as_ref().map(Vec::len), Some(1));
    /// ```
    #[must_use]
    pub fn served_by<U: Into<Uid>>(mut self, doctor_uids: impl IntoIterator<Item = U>) -> Self {
        self.doctor_uids = Some(doctor_uids.into_iter().map(Into::into).collect());
        self
    }
}

setters! { Joining {
    /// What the visit is about.
    visit_reason(reason: impl Into<Uid>) => visit_reason = Some(reason.into());
    /// Whom they would like to see.
    preferred_doctor(uid: impl Into<Uid>) => preferred_doctor_uid = Some(uid.into());
    /// What that means.
    preference(preference: DoctorPreference) => preference = preference;
    /// The priority level, which says how urgent they are.
    level(uid: impl Into<Uid>) => level = Some(uid.into());
    /// They are seen before others.
    urgent() => urgent = true;
} }

setters! { EstimateQuery {
    /// How many futures are played: a power of two from 16 to 4096.
    futures(count: u32) => futures = Some(count.into());
    /// What chance hangs on.
    seed(seed: i64) => seed = Some(seed);
    /// Which percentiles of the wait to say beside P10, P50 and P90.
    percentiles(percentiles: impl IntoIterator<Item = i64>) =>
        percentiles = percentiles.into_iter().collect();
    /// By when to say how likely it is to be seen.
    seen_by(instants: impl IntoIterator<Item = impl Into<Instant>>) =>
        seen_by = instants.into_iter().map(Into::into).collect();
} }

/// A command `register` in the making: see [`QueueCommand::register`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    uid: Uid,
    patient_uid: Uid,
    visit_reason: Option<Uid>,
    preferred_doctor_uid: Option<Uid>,
    preference: DoctorPreference,
    preference_patience_minutes: Option<i64>,
    level: Option<Uid>,
    urgent: bool,
    head_start_seconds: i64,
}

impl QueueCommand {
    /// Join the queue.
    ///
    /// ```
    /// use frontdesk::QueueCommand;
    ///
    /// let command: QueueCommand = QueueCommand::register("q-1", "pat-789").visit_reason("cough").into();
    /// # assert!(matches!(command, QueueCommand::Register { visit_reason: Some(_), urgent: false, .. }));
    /// ```
    pub fn register(uid: impl Into<Uid>, patient_uid: impl Into<Uid>) -> Register {
        Register {
            uid: uid.into(),
            patient_uid: patient_uid.into(),
            visit_reason: None,
            preferred_doctor_uid: None,
            preference: DoctorPreference::default(),
            preference_patience_minutes: None,
            level: None,
            urgent: false,
            head_start_seconds: 0,
        }
    }

    /// A free doctor takes in whoever is next.
    pub fn allocate(doctor_uid: impl Into<Uid>) -> Self {
        Self::Allocate { doctor_uid: doctor_uid.into(), uid: None }
    }

    /// Say that the consultation of an entry is over.
    pub fn complete(uid: impl Into<Uid>) -> Self {
        Self::Complete { uid: uid.into(), ended_at: None }
    }

    /// Say that the consultation of an entry was over at an earlier time.
    pub fn complete_at(uid: impl Into<Uid>, ended_at: impl Into<Instant>) -> Self {
        Self::Complete { uid: uid.into(), ended_at: Some(ended_at.into()) }
    }

    /// Say that somebody who waits was seen, where nobody says by whom, or until when.
    pub fn mark_seen(uid: impl Into<Uid>) -> Self {
        Self::MarkSeen { uid: uid.into() }
    }

    /// Say that a doctor is away, for about so long if that is known.
    pub fn away(doctor_uid: impl Into<Uid>, length: Option<TimeDelta>) -> Self {
        Self::SetAway { doctor_uid: doctor_uid.into(), away: true, minutes: length.map(whole_minutes) }
    }

    /// Say that a doctor who was away is back.
    pub fn back(doctor_uid: impl Into<Uid>) -> Self {
        Self::SetAway { doctor_uid: doctor_uid.into(), away: false, minutes: None }
    }

    /// Send an allocated patient back to the queue, to the old place.
    pub fn requeue(uid: impl Into<Uid>) -> Self {
        Self::Requeue { uid: uid.into() }
    }

    /// Let a patient wait, at the old place, for one doctor and no other.
    pub fn transfer(uid: impl Into<Uid>, doctor_uid: impl Into<Uid>) -> Self {
        Self::Transfer { uid: uid.into(), doctor_uid: doctor_uid.into() }
    }

    /// Send a patient elsewhere in the middle of a visit, to be seen again by the same doctor.
    ///
    /// ```
    /// use frontdesk::QueueCommand;
    ///
    /// let to_the_x_ray = QueueCommand::send_elsewhere("q-1");
    /// let is_back = QueueCommand::come_back("q-1");
    /// # assert!(matches!(to_the_x_ray, QueueCommand::SendElsewhere { doctor_uid: None, .. }));
    /// # assert!(matches!(is_back, QueueCommand::ComeBack { .. }));
    /// ```
    pub fn send_elsewhere(uid: impl Into<Uid>) -> Self {
        Self::SendElsewhere { uid: uid.into(), doctor_uid: None }
    }

    /// Send a patient elsewhere in the middle of a visit, to be seen by another doctor afterwards.
    pub fn send_on(uid: impl Into<Uid>, doctor_uid: impl Into<Uid>) -> Self {
        Self::SendElsewhere { uid: uid.into(), doctor_uid: Some(doctor_uid.into()) }
    }

    /// Say that a patient who was sent elsewhere is back, and is to be seen again.
    pub fn come_back(uid: impl Into<Uid>) -> Self {
        Self::ComeBack { uid: uid.into() }
    }

    /// Triage again: put a patient on a priority level.
    pub fn set_level(uid: impl Into<Uid>, level: impl Into<Uid>) -> Self {
        Self::SetLevel { uid: uid.into(), level: Some(level.into()) }
    }

    /// Call off a visit.
    pub fn cancel(uid: impl Into<Uid>, by: Actor) -> Self {
        Self::Cancel { uid: uid.into(), by }
    }
}

setters! { Register {
    /// What the visit is about.
    visit_reason(reason: impl Into<Uid>) => visit_reason = Some(reason.into());
    /// Whom the patient would like to see.
    preferred_doctor(uid: impl Into<Uid>) => preferred_doctor_uid = Some(uid.into());
    /// What that means.
    preference(preference: DoctorPreference) => preference = preference;
    /// For how long only the preferred doctor will do.
    patience(length: TimeDelta) => preference_patience_minutes = Some(whole_minutes(length));
    /// The priority level, which says how urgent the patient is.
    level(uid: impl Into<Uid>) => level = Some(uid.into());
    /// The patient is seen before others.
    urgent() => urgent = true;
    /// In the order of service the patient counts as having come so much earlier.
    head_start(length: TimeDelta) => head_start_seconds = whole_seconds(length);
} }

impl From<Register> for QueueCommand {
    fn from(register: Register) -> Self {
        Self::Register {
            uid: register.uid,
            patient_uid: register.patient_uid,
            visit_reason: register.visit_reason,
            preferred_doctor_uid: register.preferred_doctor_uid,
            preference: register.preference,
            preference_patience_minutes: register.preference_patience_minutes,
            level: register.level,
            urgent: register.urgent,
            head_start_seconds: register.head_start_seconds,
        }
    }
}
