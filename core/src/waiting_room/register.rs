//! The rules of joining.

use super::WaitingRoom;
use super::check;
use super::command::QueueEvent;
use super::entry::QueueEntry;
use super::rule::{QueueRefusal, QueueRule};
use crate::error::faults::Faults;
use crate::error::{Error, ErrorCode, Path};
use crate::limits::{ENTRIES_MAX, LIVE_ENTRIES_MAX};
use crate::model::check::count;

impl WaitingRoom {
    /// Whether somebody may join as `entry`.
    pub(super) fn decide_register(&self, entry: QueueEntry) -> Result<QueueEvent, QueueRefusal> {
        let root = Path::Root;
        // Fields of an entry and of the command have the same names.
        if let Err(error) = Faults::of(|faults| check::entry(&entry, &root, faults)) {
            let preferred = self.check_preferred_doctor(&entry, &root);
            return Err(match preferred {
                Ok(()) => error,
                Err(other) => error.and(other),
            }
            .into());
        }
        if let Some(there) = self.entries.get(&entry.uid) {
            return registered_again(there, &entry);
        }
        self.check_preferred_doctor(&entry, &root)?;
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

    /// Whether the doctor that an entry names is here.
    pub(super) fn check_preferred_doctor(&self, entry: &QueueEntry, path: &Path<'_>) -> Result<(), Error> {
        match &entry.preferred_doctor_uid {
            Some(uid) if !self.doctor_places.contains_key(uid) => {
                Err(ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }
                    .at(&path.field("preferred_doctor_uid")))
            }
            _ => Ok(()),
        }
    }
}

/// Joining under a uid that is there. If it is what was asked for then, it is answered as it was then.
fn registered_again(there: &QueueEntry, entry: &QueueEntry) -> Result<QueueEvent, QueueRefusal> {
    let then = there.as_registered();
    let same =
        QueueEntry { registered_at: then.registered_at, sequence: then.sequence, ..entry.clone() } == then;
    if !same {
        return Err(QueueRule::AlreadyExists { status: there.status }.into());
    }
    Ok(QueueEvent::Registered { entry: Box::new(then) })
}
