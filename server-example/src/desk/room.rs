//! A waiting room as a desk keeps it: the engine's room, and what was learned in it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use frontdesk::limits::CONCURRENT_PATIENTS_MAX;
use frontdesk::{
    Clinic, Consultation, Error, ErrorCode, Instant, Learner, QueueChange, QueueCommand, QueueDoctor,
    QueueEntry, QueueEvent, QueuePolicy, Quoted, Uid, WaitingRoom, WaitingRoomSnapshot,
};
use serde::{Deserialize, Serialize};

use super::records::kind;
use crate::json::to_json;
use crate::limits::QUEUE_ENTRY_SECONDS;
use crate::store::RecordRow;

/// What a clinic says of a waiting room. A shop's room has the shop's uid.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaitingRoomSettings {
    /// The id.
    pub uid: Uid,
    /// The engine's rules. Visit reasons of the appointment types are added to those here.
    #[serde(default)]
    pub policy: QueuePolicy,
    /// Who sees patients; all doctors of the clinic if null.
    #[serde(default)]
    pub doctor_uids: Option<Vec<Uid>>,
    /// How many patients a doctor sees at a time in this room, 1 to 20, by the doctor's uid; one of whom
    /// nothing is said.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<Uid, AtATime>")]
    pub concurrent_patients_max: BTreeMap<Uid, i64>,
}

/// Patients at a time.
#[derive(schemars::JsonSchema)]
#[schemars(inline)]
#[expect(dead_code, reason = "its range is what it is for")]
struct AtATime(#[schemars(range(min = 1, max = CONCURRENT_PATIENTS_MAX))] i64);

/// A waiting room.
#[derive(Debug, Clone)]
pub struct Room {
    /// What the clinic says of it.
    pub settings: WaitingRoomSettings,
    /// The engine's.
    pub room: WaitingRoom,
    /// What its visits have taught.
    pub learner: Learner,
    /// Entries that are over, by when that was.
    over: VecDeque<(Instant, Uid)>,
}

/// An entry as it is kept.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryRecord {
    /// The waiting room.
    pub room_uid: Uid,
    /// The engine's entry.
    pub entry: QueueEntry,
}

/// Where a room stands, entries aside.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct DeskRecord {
    pub(super) doctors: Vec<QueueDoctor>,
    pub(super) next_sequence: i64,
}

/// What was loaded of a room so far.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) settings: Option<WaitingRoomSettings>,
    pub(super) desk: DeskRecord,
    pub(super) entries: Vec<QueueEntry>,
    pub(super) learner: Learner,
}

impl WaitingRoomSettings {
    /// The rules without the doctors who are named to serve a reason and are not in the room.
    pub(super) fn policy_among(&self, is_here: impl Fn(&Uid) -> bool) -> QueuePolicy {
        let mut policy = self.policy.clone();
        for doctors in policy.visit_reasons.iter_mut().filter_map(|reason| reason.doctor_uids.as_mut()) {
            doctors.retain(&is_here);
        }
        policy
    }

    /// Whether a room can have these rules: with the doctors whom they name, as far as the clinic has them.
    ///
    /// # Errors
    /// What is wrong, with its path: below `policy`, or the doctor below `concurrent_patients_max`.
    pub fn check(&self, clinic: &Clinic) -> frontdesk::Result<()> {
        for (doctor, &value) in &self.concurrent_patients_max {
            if !(1..=CONCURRENT_PATIENTS_MAX).contains(&value) {
                let code = ErrorCode::OutOfRange { value, min: 1, max: CONCURRENT_PATIENTS_MAX };
                return Err(Error::new(code, format!("concurrent_patients_max.{}", Quoted(doctor))));
            }
        }
        let reasons = self.policy.visit_reasons.iter();
        let named: BTreeSet<&Uid> = reasons
            .filter_map(|reason| reason.doctor_uids.as_ref())
            .flatten()
            .filter(|uid| clinic.doctor(uid).is_some())
            .collect();
        let doctors = named.into_iter().map(|uid| QueueDoctor { uid: uid.clone(), ..QueueDoctor::default() });
        let (policy, doctors) = (self.policy.clone(), doctors.collect());
        WaitingRoom::new(WaitingRoomSnapshot { policy, doctors, ..WaitingRoomSnapshot::default() }).map(drop)
    }
}

impl Parts {
    /// The room of these parts.
    pub(super) fn room(self, uid: &Uid) -> frontdesk::Result<Room> {
        let settings = self
            .settings
            .unwrap_or_else(|| WaitingRoomSettings { uid: uid.clone(), ..WaitingRoomSettings::default() });
        let mut over: Vec<(Instant, Uid)> =
            self.entries.iter().filter_map(|entry| Some((over_at(entry)?, entry.uid.clone()))).collect();
        over.sort_unstable();
        let policy = settings.policy_among(|uid| self.desk.doctors.iter().any(|doctor| doctor.uid == *uid));
        let snapshot = WaitingRoomSnapshot {
            policy,
            doctors: self.desk.doctors,
            entries: self.entries,
            next_sequence: self.desk.next_sequence,
        };
        Ok(Room { settings, room: WaitingRoom::new(snapshot)?, learner: self.learner, over: over.into() })
    }
}

impl Room {
    /// A room of which nothing is known but its name.
    pub(super) fn new(uid: &Uid) -> Self {
        Parts::default().room(uid).expect("an empty room is one")
    }

    /// Takes in an event, and learns from it; whether it fits.
    pub(super) fn apply(&mut self, event: &QueueEvent) -> bool {
        if let Some(visit) = self.room.visit_of(event) {
            // A consultation that nobody ended for more than a day teaches nothing, and does no harm either.
            let _ = self.learner.learn(&visit, &self.room.policy().visit_reasons);
        }
        if let QueueEvent::Completed { uid, at, .. }
        | QueueEvent::Cancelled { uid, at, .. }
        | QueueEvent::Seen { uid, at, .. } = event
        {
            // It may have been over for a while.
            let place = self.over.partition_point(|(before, _)| before <= at);
            self.over.insert(place, (*at, uid.clone()));
        }
        self.room.apply(event)
    }

    /// Takes in a change; whether it fits.
    pub(super) fn change(&mut self, change: &QueueChange) -> bool {
        if let QueueChange::Forget { before } = change {
            self.over.retain(|(at, _)| at >= before);
        }
        self.room.change(change.clone()).is_ok()
    }

    /// Drops entries that are over, and the words for what they were about, unless those are the clinic's own
    /// or somebody else's too; whether that fits.
    pub(super) fn forget(&mut self, uids: &[Uid], clinic: &Clinic) -> bool {
        let known = self.policy(clinic, |_| true).visit_reasons;
        let mut snapshot = self.room.snapshot();
        let (dropped, kept): (Vec<QueueEntry>, Vec<QueueEntry>) =
            snapshot.entries.into_iter().partition(|entry| uids.contains(&entry.uid));
        let said = |reason: &Uid| {
            kept.iter().any(|entry| entry.visit_reason.as_ref() == Some(reason))
                || known.iter().any(|known| known.reason == *reason)
        };
        let unsaid: Vec<Uid> = dropped
            .into_iter()
            .filter_map(|entry| entry.visit_reason)
            .filter(|reason| !said(reason))
            .collect();
        snapshot.entries = kept;
        match (WaitingRoom::new(snapshot), without_words(&self.learner, &unsaid)) {
            (Ok(room), Some(learner)) => {
                self.over.retain(|(_, uid)| !uids.contains(uid));
                (self.room, self.learner) = (room, learner);
                true
            }
            _ => false,
        }
    }

    /// Before when entries that are over are old enough to be forgotten, and which these are.
    pub(super) fn forgettable(&self, now: Instant) -> Option<(Instant, Vec<Uid>)> {
        let before = Instant(now.0 - QUEUE_ENTRY_SECONDS);
        let old: Vec<Uid> =
            self.over.iter().take_while(|(at, _)| *at < before).map(|(_, uid)| uid.clone()).collect();
        (!old.is_empty()).then_some((before, old))
    }

    /// The row of where the room stands once it has seen so many events.
    pub(super) fn desk_row(&self, next_sequence: i64) -> RecordRow {
        let record = DeskRecord { doctors: self.room.doctors().to_vec(), next_sequence };
        row(kind::WAITING_ROOM_DESK, &self.settings.uid, to_json(&record))
    }

    /// The row of what was learned.
    pub(super) fn learner_row(&self) -> RecordRow {
        row(kind::LEARNER, &self.settings.uid, to_json(&self.learner))
    }

    /// The row of an entry as it is now.
    pub(super) fn entry_row(&self, uid: &Uid) -> Option<RecordRow> {
        let entry = self.room.entry(uid)?.clone();
        Some(row(
            kind::QUEUE_ENTRY,
            uid,
            to_json(&EntryRecord { room_uid: self.settings.uid.clone(), entry }),
        ))
    }
}

/// Whom a doctor sees in other rooms, each with its room. Places are side by side in one room: who sees
/// somebody in one is in no other, however many places there are in that.
pub(super) fn elsewhere<'a>(
    rooms: &'a BTreeMap<Uid, Room>,
    room: &str,
    doctor_uid: &str,
) -> impl Iterator<Item = (&'a Room, &'a Consultation)> {
    let others = rooms.iter().filter(move |(uid, _)| *uid != room).map(|(_, other)| other);
    let with_doctor = others.filter_map(move |other| Some((other, other.room.doctor(doctor_uid)?)));
    with_doctor.flat_map(|(other, doctor)| doctor.consultations().map(move |current| (other, current)))
}

/// Whom a command would have begin a consultation.
pub(super) fn begins(command: &QueueCommand) -> Option<&Uid> {
    match command {
        QueueCommand::Allocate { doctor_uid, .. } | QueueCommand::StartAppointment { doctor_uid, .. } => {
            Some(doctor_uid)
        }
        QueueCommand::Register { .. }
        | QueueCommand::FinishAppointment { .. }
        | QueueCommand::NoShow { .. }
        | QueueCommand::LeaveAppointment { .. }
        | QueueCommand::Complete { .. }
        | QueueCommand::Cancel { .. }
        | QueueCommand::Requeue { .. }
        | QueueCommand::Transfer { .. }
        | QueueCommand::SendElsewhere { .. }
        | QueueCommand::ComeBack { .. }
        | QueueCommand::SetPresence { .. }
        | QueueCommand::MarkSeen { .. }
        | QueueCommand::Announce { .. }
        | QueueCommand::SetAway { .. }
        | QueueCommand::SetLevel { .. }
        | QueueCommand::SetUrgent { .. } => None,
    }
}

/// What an event is about: an entry, an appointment, or a doctor.
pub(crate) fn subject_of(event: &QueueEvent) -> &Uid {
    match event {
        QueueEvent::Registered { entry } => &entry.uid,
        QueueEvent::AppointmentStarted { appointment, .. } => &appointment.uid,
        QueueEvent::AppointmentFinished { appointment_uid, .. }
        | QueueEvent::NoShow { appointment_uid, .. }
        | QueueEvent::AppointmentLeft { appointment_uid, .. } => appointment_uid,
        QueueEvent::Allocated { uid, .. }
        | QueueEvent::Completed { uid, .. }
        | QueueEvent::Cancelled { uid, .. }
        | QueueEvent::Requeued { uid, .. }
        | QueueEvent::Transferred { uid, .. }
        | QueueEvent::SentElsewhere { uid, .. }
        | QueueEvent::CameBack { uid, .. }
        | QueueEvent::PresenceSet { uid, .. }
        | QueueEvent::Seen { uid, .. }
        | QueueEvent::Announced { uid, .. }
        | QueueEvent::AwaySet { doctor_uid: uid, .. }
        | QueueEvent::LevelSet { uid, .. }
        | QueueEvent::UrgencySet { uid, .. } => uid,
    }
}

/// A learner that knows as much, but no longer calls some of it by its name.
fn without_words(learner: &Learner, words: &[Uid]) -> Option<Learner> {
    let mut state = serde_json::to_value(learner).ok()?;
    let reasons = state.get_mut("reasons")?.as_array_mut()?;
    for index in 0..reasons.len() {
        if words.iter().any(|word| reasons[index] == word.as_str()) {
            // Patients may have called something so themselves.
            let free = (0..)
                .map(|number| format!("erased-{number}"))
                .find(|name| reasons.iter().all(|reason| reason != name.as_str()));
            reasons[index] = free?.into();
        }
    }
    serde_json::from_value(state).ok()
}

fn row(kind: &str, uid: &Uid, data: String) -> RecordRow {
    RecordRow { kind: kind.to_owned(), uid: uid.clone(), alias: None, data: Some(data) }
}

fn over_at(entry: &QueueEntry) -> Option<Instant> {
    entry.completed_at.or(entry.cancelled_at)
}
