//! The waiting room: who waits for which doctor, in which order they are seen, and what became of them.
//!
//! Every change has two steps, as with bookings. [`decide`](WaitingRoom::decide) holds every rule and changes
//! nothing; [`apply`](WaitingRoom::apply) holds none and cannot fail.

mod apply;
mod begun;
mod build;
mod change;
mod check;
mod command;
mod decide;
mod doctor;
mod entry;
mod estimate;
mod event;
mod faults;
mod forecast;
mod forgotten;
mod part;
mod parts;
mod pause;
mod policy;
mod position;
mod promises;
mod register;
mod rule;
mod sentence;
mod skills;
mod snapshot;
mod turn;
mod visit;

use std::collections::BTreeMap;

pub use self::change::QueueChange;
pub use self::command::QueueCommand;
pub use self::doctor::{Consultation, Duty, QueueDoctor, UpcomingAppointment};
pub use self::entry::{DoctorPreference, QueueEntry, QueuePresence, QueueStatus};
pub use self::estimate::Joining;
pub use self::event::QueueEvent;
pub use self::forgotten::ForgottenConsultation;
pub use self::part::VisitPart;
pub use self::policy::{QueueLevel, QueuePolicy};
pub use self::promises::Promises;
pub use self::rule::{QueueRefusal, QueueRule};
pub use self::snapshot::WaitingRoomSnapshot;

use self::entry::Place;
use self::skills::ReasonSkills;
use crate::time::instant::Instant;
use crate::wait::VisitKind;
use crate::wait::dispatch::{Candidate, Preference};
use crate::wire::uid::Uid;

/// A waiting room, ready to be asked.
///
/// Made once from a [`WaitingRoomSnapshot`], kept up to date by [`apply`](Self::apply) and
/// [`change`](Self::change). It holds no clock: every command comes with its `now`.
#[derive(Debug, Clone)]
pub struct WaitingRoom {
    policy: QueuePolicy,
    doctors: Vec<QueueDoctor>,
    /// The place of each doctor in the list.
    doctor_places: BTreeMap<Uid, usize>,
    /// Who serves which reason.
    // INVARIANT: what the policy says, by the places of the doctors.
    skills: ReasonSkills,
    entries: BTreeMap<Uid, QueueEntry>,
    /// Those who wait, in the order of service.
    // INVARIANT: holds exactly the entries that are waiting, with what dispatch must know of them as the
    // doctors are now.
    waiting: BTreeMap<Place, Waiter>,
    /// The live entry of each patient who has one.
    live: BTreeMap<Uid, Uid>,
    /// The number of the next event. One with another number is recorded already, or comes too early.
    next_sequence: i64,
    /// When somebody was taken in last, and when somebody waited last who does so no longer.
    // INVARIANT: what the entries say.
    last_start: Option<Instant>,
    last_waited: Option<Instant>,
}

/// One who waits.
#[derive(Debug, Clone)]
struct Waiter {
    uid: Uid,
    candidate: Candidate,
}

impl WaitingRoom {
    /// The rules.
    pub fn policy(&self) -> &QueuePolicy {
        &self.policy
    }

    /// The doctors in their order.
    pub fn doctors(&self) -> &[QueueDoctor] {
        &self.doctors
    }

    /// The doctor with this id.
    pub fn doctor(&self, uid: &str) -> Option<&QueueDoctor> {
        self.doctor_places.get(uid).map(|&place| &self.doctors[place])
    }

    /// The entry with this id.
    pub fn entry(&self, uid: &str) -> Option<&QueueEntry> {
        self.entries.get(uid)
    }

    /// Those who wait, in the order of service: urgent first, then who was seen before, then by arrival.
    pub fn waiting(&self) -> impl ExactSizeIterator<Item = &QueueEntry> {
        self.waiting.values().map(|waiter| &self.entries[&waiter.uid])
    }

    /// [`waiting`](Self::waiting), as `dispatch` takes them.
    pub(crate) fn candidates(&self) -> impl ExactSizeIterator<Item = (&Uid, &Candidate)> {
        self.waiting.values().map(|waiter| (&waiter.uid, &waiter.candidate))
    }

    /// What `dispatch` must know of an entry. A preference for a doctor who is not here, or does not serve
    /// the reason, counts for nothing; but who is to see one doctor only is seen by that one, for whatever
    /// reason.
    fn candidate(&self, entry: &QueueEntry) -> Candidate {
        let kind = self.skills.kind_of(entry.visit_reason.as_ref());
        let preferred = entry.preferred_doctor_uid.as_ref().and_then(|uid| self.doctor_places.get(uid));
        let preference = match (preferred.map(|&place| place as u32), entry.preference, entry.patience_ends())
        {
            (None, ..) => Preference::Anyone,
            (Some(doctor), DoctorPreference::Strict, _) => Preference::Strict(doctor),
            (Some(doctor), ..) if !self.skills.table().serves(doctor, kind) => Preference::Anyone,
            (Some(doctor), DoctorPreference::Soft, Some(end)) => Preference::Until(doctor, end.0 as f64),
            (Some(doctor), DoctorPreference::Soft, None) => Preference::Soft(doctor),
        };
        let kind = if matches!(preference, Preference::Strict(_)) { 0 } else { kind };
        Candidate {
            preference,
            kind,
            urgent: entry.urgent,
            was_seen: entry.was_seen(),
            ready_at: entry.is_there_from(),
        }
    }

    /// Records an entry as it is from now on, everywhere.
    fn put_entry(&mut self, entry: QueueEntry) {
        let before = self.entries.remove(&entry.uid);
        if let Some(before) = &before {
            self.take_out(before, entry.status);
        }
        match entry.status {
            QueueStatus::Waiting => {
                let waiter = Waiter { uid: entry.uid.clone(), candidate: self.candidate(&entry) };
                self.waiting.insert(entry.place(), waiter);
            }
            QueueStatus::Allocated => {
                let place = entry.doctor_uid.as_ref().and_then(|uid| self.doctor_places.get(uid));
                let &place = place.expect("an allocated entry names a doctor who is here");
                self.doctors[place].put_consultation(entry.consultation().expect("it is allocated"));
            }
            QueueStatus::Completed | QueueStatus::Cancelled => {}
        }
        if entry.status.is_live() {
            self.live.insert(entry.patient_uid.clone(), entry.uid.clone());
        }
        let is_undone =
            before.is_some_and(|before| before.allocated_at.is_some()) && entry.allocated_at.is_none();
        self.note(&entry);
        self.entries.insert(entry.uid.clone(), entry);
        if is_undone {
            self.look_back();
        }
    }

    /// Forgets where an entry stands, everywhere but in the list of entries. A consultation that goes on
    /// stays where it is among those of its doctor.
    fn take_out(&mut self, entry: &QueueEntry, next: QueueStatus) {
        match entry.status {
            QueueStatus::Waiting => drop(self.waiting.remove(&entry.place())),
            QueueStatus::Allocated if next == QueueStatus::Allocated => {}
            QueueStatus::Allocated => {
                let place = entry.doctor_uid.as_ref().and_then(|uid| self.doctor_places.get(uid));
                let &place = place.expect("an allocated entry names a doctor who is here");
                self.doctors[place].drop_consultation(VisitKind::WalkIn, &entry.uid);
            }
            QueueStatus::Completed | QueueStatus::Cancelled => return,
        }
        self.live.remove(&entry.patient_uid);
    }
}
