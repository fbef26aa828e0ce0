//! A waiting room as a desk keeps it: the engine's room, what was learned in it, and whom its clinic lends
//! it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use frontdesk::limits::VISIT_REASONS_MAX;
use frontdesk::{
    AppointmentStatus, Clinic, Consultation, Duty, Instant, Learner, QueueChange, QueueCommand, QueueDoctor,
    QueueEntry, QueueEvent, QueuePolicy, Uid, UpcomingAppointment, VisitReason, WaitingRoom,
    WaitingRoomSnapshot,
};
use serde::{Deserialize, Serialize};

use super::records::kind;
use crate::json::to_json;
use crate::limits::{DUTY_DAYS, QUEUE_ENTRY_SECONDS};
use crate::store::RecordRow;

const DAY: i64 = 86_400;

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
}

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

impl Parts {
    /// The room of these parts.
    pub(super) fn room(self, uid: &Uid) -> frontdesk::Result<Room> {
        let settings = self
            .settings
            .unwrap_or_else(|| WaitingRoomSettings { uid: uid.clone(), ..WaitingRoomSettings::default() });
        let mut over: Vec<(Instant, Uid)> =
            self.entries.iter().filter_map(|entry| Some((over_at(entry)?, entry.uid.clone()))).collect();
        over.sort_unstable();
        let snapshot = WaitingRoomSnapshot {
            policy: settings.policy.clone(),
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
        let known = self.policy(clinic).visit_reasons;
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

    /// What has to change so that the room knows of its clinic what it must at `now`: who is there when, and
    /// who has an appointment.
    ///
    /// The engine's two values do not know each other. Here is all that they share.
    pub fn lent(&self, clinic: &Clinic, now: Instant) -> frontdesk::Result<Vec<QueueChange>> {
        let mut changes = Vec::new();
        let policy = self.policy(clinic);
        if policy != *self.room.policy() {
            changes.push(QueueChange::PutPolicy { policy });
        }
        let all: Vec<Uid> = clinic.doctor_uids().cloned().collect();
        let wanted = self.settings.doctor_uids.as_ref().unwrap_or(&all);
        let under_way: BTreeSet<&Uid> = self
            .room
            .doctors()
            .iter()
            .filter_map(|doctor| doctor.current.as_ref())
            .map(|current| &current.uid)
            .collect();
        // An appointment is one doctor's: it is taken from whoever has it before anybody is given it.
        let mut given = Vec::new();
        for uid in wanted {
            let Some(doctor) = clinic.doctor(uid) else { continue };
            let duty = duty(clinic, uid, now)?;
            let appointments = upcoming(clinic, uid, &under_way, now)?;
            match self.room.doctor(uid) {
                None => {
                    let (uid, display_name) = (uid.clone(), doctor.display_name.clone());
                    given.push(QueueChange::PutDoctor {
                        doctor: QueueDoctor {
                            uid,
                            display_name,
                            duty,
                            appointments,
                            ..QueueDoctor::default()
                        },
                    });
                }
                Some(there) => {
                    if there.duty != duty {
                        changes.push(QueueChange::PutDuty { doctor_uid: uid.clone(), duty });
                    }
                    let kept: Vec<UpcomingAppointment> = there
                        .appointments
                        .iter()
                        .filter(|appointment| appointments.contains(appointment))
                        .cloned()
                        .collect();
                    if kept != appointments {
                        given.push(QueueChange::PutAppointments { doctor_uid: uid.clone(), appointments });
                    }
                    if kept != there.appointments {
                        changes.push(QueueChange::PutAppointments {
                            doctor_uid: uid.clone(),
                            appointments: kept,
                        });
                    }
                }
            }
        }
        // Who is lent no longer may still see somebody, so is not taken out, but fetches nobody.
        for doctor in self
            .room
            .doctors()
            .iter()
            .filter(|doctor| !wanted.contains(&doctor.uid) || clinic.doctor(&doctor.uid).is_none())
        {
            if !doctor.duty.is_empty() {
                changes.push(QueueChange::PutDuty { doctor_uid: doctor.uid.clone(), duty: Vec::new() });
            }
            if !doctor.appointments.is_empty() {
                changes.push(QueueChange::PutAppointments {
                    doctor_uid: doctor.uid.clone(),
                    appointments: Vec::new(),
                });
            }
        }
        changes.append(&mut given);
        Ok(changes)
    }

    /// The room as it is foreseen at `now`: with what its clinic lends it, and without the doctors whom other
    /// rooms keep, for as long as they probably will.
    pub fn foreseen(
        &self,
        clinic: &Clinic,
        rooms: &BTreeMap<Uid, Room>,
        now: Instant,
    ) -> frontdesk::Result<WaitingRoom> {
        let mut room = self.prepared(clinic, now)?;
        let kept: Vec<(Uid, Vec<Duty>)> = room
            .doctors()
            .iter()
            .filter_map(|doctor| {
                let (other, current) = elsewhere(rooms, &self.settings.uid, &doctor.uid)?;
                let left = QueueCommand::LeaveAppointment {
                    doctor_uid: doctor.uid.clone(),
                    appointment_uid: current.uid.clone(),
                };
                if other.outdated(clinic).contains(&left) {
                    return None;
                }
                let usual = current.started_at.0 + 60 * other.room.policy().average_visit();
                Some((doctor.uid.clone(), duty_from(&doctor.duty, Instant(usual.max(now.0 + 60)))))
            })
            .collect();
        for (doctor_uid, duty) in kept {
            let _ = room.change(QueueChange::PutDuty { doctor_uid, duty });
        }
        Ok(room)
    }

    /// The room as it is at `now`: with what its clinic lends it, and without consultations of appointments that
    /// no longer stand as they began.
    pub fn prepared(&self, clinic: &Clinic, now: Instant) -> frontdesk::Result<WaitingRoom> {
        let mut room = self.with_lent(clinic, now)?;
        for left in self.outdated(clinic) {
            for event in room.decide(&left, now).into_iter().flatten() {
                room.apply(&event);
            }
        }
        Ok(room)
    }

    /// The room with what its clinic lends it at `now`: what a command is put to.
    pub(super) fn with_lent(&self, clinic: &Clinic, now: Instant) -> frontdesk::Result<WaitingRoom> {
        let mut room = self.room.clone();
        for change in self.lent(clinic, now)? {
            // What does not fit is left out of an estimate; a command will say what is wrong.
            let _ = room.change(change);
        }
        Ok(room)
    }

    fn policy(&self, clinic: &Clinic) -> QueuePolicy {
        let mut policy = self.settings.policy.clone();
        let mut types: Vec<_> = clinic.appointment_types().filter(|kind| kind.active).collect();
        types.sort_unstable_by(|a, b| a.uid.cmp(&b.uid));
        for kind in types {
            let known = policy.visit_reasons.iter().any(|reason| reason.reason == kind.uid);
            if !known && policy.visit_reasons.len() < VISIT_REASONS_MAX {
                policy.visit_reasons.push(VisitReason {
                    reason: kind.uid.clone(),
                    duration_minutes: kind.duration_minutes,
                    ..VisitReason::default()
                });
            }
        }
        policy
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

/// In which other room a doctor sees somebody, and whom. Nobody is in two consultations at a time, whatever
/// rooms they are in.
pub(super) fn elsewhere<'a>(
    rooms: &'a BTreeMap<Uid, Room>,
    room: &str,
    doctor_uid: &str,
) -> Option<(&'a Room, &'a Consultation)> {
    let others = rooms.iter().filter(|(uid, _)| *uid != room).map(|(_, other)| other);
    others.filter_map(|other| Some((other, other.room.doctor(doctor_uid)?.current.as_ref()?))).next()
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

/// The doctor's open time of yesterday and the next days. It begins with a day, so that it changes once a day
/// and not with every second.
fn duty(clinic: &Clinic, uid: &Uid, now: Instant) -> frontdesk::Result<Vec<Duty>> {
    let from = now.0.div_euclid(DAY) * DAY - DAY;
    let (from, to) = (from.max(0), from + DUTY_DAYS * DAY);
    let open = clinic.open_time(uid, Instant(from), Instant(to))?;
    Ok(open.into_iter().map(|(start_date, end_date)| Duty { start_date, end_date }).collect())
}

/// What is left of the time on duty from an instant on.
fn duty_from(duty: &[Duty], from: Instant) -> Vec<Duty> {
    let left = duty.iter().filter(|window| window.end_date > from);
    left.map(|window| Duty { start_date: window.start_date.max(from), end_date: window.end_date }).collect()
}

/// The doctor's confirmed appointments that are not over, but for those that are taking place, with whomever.
fn upcoming(
    clinic: &Clinic,
    uid: &Uid,
    under_way: &BTreeSet<&Uid>,
    now: Instant,
) -> frontdesk::Result<Vec<UpcomingAppointment>> {
    let within = clinic.appointments_within(uid, now, Instant(now.0 + DUTY_DAYS * DAY))?;
    let confirmed =
        within.into_iter().filter(|appointment| appointment.status == AppointmentStatus::Confirmed);
    let mut upcoming: Vec<UpcomingAppointment> = confirmed
        .filter(|appointment| !under_way.contains(&appointment.uid))
        .map(|appointment| UpcomingAppointment {
            uid: appointment.uid,
            start_date: appointment.start_date,
            reason: appointment.appointment_type_uid,
        })
        .collect();
    // The room's own order, so that the two can be compared.
    upcoming.sort_by(|a, b| (a.start_date, &a.uid).cmp(&(b.start_date, &b.uid)));
    upcoming.truncate(frontdesk::limits::UPCOMING_APPOINTMENTS_MAX);
    Ok(upcoming)
}

#[cfg(test)]
mod tests {
    use frontdesk::{Change, from_json};
    use serde_json::json;

    use super::*;

    const NINE: i64 = 1_774_256_400; // Monday, 2026-03-23T09:00Z

    /// The appointment moves to another doctor, whichever of the two comes first, also while it takes place.
    #[test]
    fn an_appointment_that_changes_doctors_changes_them_in_the_room() {
        for (from, to) in [("ada", "ben"), ("ben", "ada")] {
            for is_under_way in [false, true] {
                let appointment = |doctor: &str| json!({ "uid": "mtg-1", "status": "confirmed", "doctor_uid": doctor, "start_date": NINE + 600, "end_date": NINE + 1_200 });
                let clinic = json!({ "doctors": [ { "uid": "ada" }, { "uid": "ben" } ], "appointments": [ appointment(from) ] });
                let mut clinic =
                    Clinic::new(from_json(&clinic.to_string()).expect("JSON")).expect("a clinic");
                let mut room = Room::new(&"room".into());
                let follow = |room: &mut Room, clinic: &Clinic| {
                    let changes = room.lent(clinic, Instant(NINE)).expect("an instant");
                    assert!(changes.iter().all(|change| room.change(change)), "{from} to {to}: {changes:?}");
                    assert_eq!(room.lent(clinic, Instant(NINE)), Ok(Vec::new()));
                };
                follow(&mut room, &clinic);
                if is_under_way {
                    let start = json!({ "command": "start_appointment", "doctor_uid": from, "appointment_uid": "mtg-1" });
                    let start = from_json(&start.to_string()).expect("a command");
                    for event in room.room.decide(&start, Instant(NINE)).expect("the doctor is free") {
                        assert!(room.apply(&event));
                    }
                }
                let moved = Change::PutAppointment {
                    appointment: from_json(&appointment(to).to_string()).expect("an appointment"),
                };
                clinic.change(moved).expect("appointments may move");
                follow(&mut room, &clinic);
                let planned = |uid: &str| room.room.doctor(uid).map(|doctor| doctor.appointments.len());
                assert_eq!((planned(from), planned(to)), (Some(0), Some(usize::from(!is_under_way))));
            }
        }
    }
}
