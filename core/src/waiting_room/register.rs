//! The rules of joining.

use super::WaitingRoom;
use super::check;
use super::entry::{DoctorPreference, QueueEntry};
use super::event::QueueEvent;
use super::rule::{QueueRefusal, QueueRule};
use crate::error::faults::{Faults, both};
use crate::error::{Error, ErrorCode, Path};
use crate::limits::{ENTRIES_MAX, LIVE_ENTRIES_MAX};
use crate::model::check::count;
use crate::wire::uid::Uid;

impl WaitingRoom {
    /// Whether somebody may join as `entry`.
    pub(super) fn decide_register(&self, mut entry: QueueEntry) -> Result<QueueEvent, QueueRefusal> {
        let root = Path::Root;
        // Fields of an entry and of the command have the same names.
        let checked = Faults::of(|faults| {
            check::entry(&entry, &root, faults);
            check::one_urgency(&entry, &root, faults);
        });
        if let Err(error) = checked {
            return Err(match self.triage(&mut entry, &root) {
                Ok(()) => error,
                Err(other) => error.and(other),
            }
            .into());
        }
        if let Some(there) = self.entries.get(&entry.uid) {
            return registered_again(there, &entry);
        }
        self.triage(&mut entry, &root)?;
        if let Some(live) = self.live.get(&entry.patient_uid).map(|uid| &self.entries[uid]) {
            return Err(QueueRule::AlreadyRegistered { uid: live.uid.clone(), status: live.status }.into());
        }
        if self.policy.is_closed {
            return Err(QueueRule::Closed { close_msg: self.policy.close_msg.clone() }.into());
        }
        self.open(entry.registered_at)?;
        if let Some(capacity) = self.policy.capacity.filter(|&capacity| self.waiting.len() as i64 >= capacity)
        {
            return Err(QueueRule::QueueFull { capacity }.into());
        }
        let list = root.field("entries");
        count(self.live.len() + 1, LIVE_ENTRIES_MAX, &list)?;
        count(self.entries.len() + 1, ENTRIES_MAX, &list)?;
        Ok(QueueEvent::Registered { entry: Box::new(entry) })
    }

    /// Gives an entry what its level says, if that and the doctor it names are here.
    pub(super) fn triage(&self, entry: &mut QueueEntry, path: &Path<'_>) -> Result<(), Error> {
        let urgency = self.urgency_of(entry.level.as_ref(), path);
        let ((), urgency) = both(self.check_preferred_doctor(entry, path), urgency)?;
        if entry.level.is_some() {
            (entry.urgent, entry.head_start_seconds) = urgency;
        }
        Ok(())
    }

    /// Whether the patients of a level are urgent, and their head start.
    pub(super) fn urgency_of(&self, level: Option<&Uid>, path: &Path<'_>) -> Result<(bool, i64), Error> {
        let Some(uid) = level else { return Ok((false, 0)) };
        let level = self.policy.named_level(uid, &path.field("level"))?;
        Ok((level.urgent, level.head_start_seconds()))
    }

    /// Whether the doctor that an entry names is here, and serves the reason if it is to be this one only.
    fn check_preferred_doctor(&self, entry: &QueueEntry, path: &Path<'_>) -> Result<(), Error> {
        let Some(uid) = &entry.preferred_doctor_uid else { return Ok(()) };
        let path = path.field("preferred_doctor_uid");
        let Some(&place) = self.doctor_places.get(uid) else {
            return Err(ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }.at(&path));
        };
        let kind = self.skills.kind_of(entry.visit_reason.as_ref());
        if entry.preference == DoctorPreference::Strict && !self.skills.table().serves(place as u32, kind) {
            let detail = "the doctor does not serve the reason".to_owned();
            return Err(ErrorCode::Conflict { detail }.at(&path));
        }
        Ok(())
    }
}

/// Joining under a uid that is there. If it is what was asked for then, it is answered as it was then.
fn registered_again(there: &QueueEntry, entry: &QueueEntry) -> Result<QueueEvent, QueueRefusal> {
    let then = there.as_registered();
    let mut now = QueueEntry { registered_at: then.registered_at, sequence: then.sequence, ..entry.clone() };
    // Who names a level says nothing else of urgency, whatever the level has become.
    if entry.level.is_some() {
        (now.urgent, now.head_start_seconds) = (then.urgent, then.head_start_seconds);
    }
    let same = now == then;
    if !same {
        return Err(QueueRule::AlreadyExists { status: there.status }.into());
    }
    Ok(QueueEvent::Registered { entry: Box::new(then) })
}
