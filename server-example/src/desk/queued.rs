//! What happens in waiting rooms in a transaction: the engine decides, and what it answers is recorded.

use frontdesk::{QueueChange, QueueCommand, QueueEvent, QueueRefusal, QueueRule, Uid};

use super::announcement;
use super::entry::Entry;
use super::records::kind;
use super::room::{Room, begins, elsewhere};
use super::work::Work;
use crate::error::{ApiError, ApiResult};

impl Work<'_> {
    /// Asks a waiting room for something to happen, and records it, and what the room learns by it. The room
    /// is told first what its clinic lends it, and what has become of appointments that were taking place.
    ///
    /// # Errors
    /// What the engine refuses.
    pub fn queue(&mut self, room: &Uid, command: &QueueCommand) -> ApiResult<Vec<QueueEvent>> {
        self.end_outdated_consultations()?;
        self.queue_as_it_is(room, command)
    }

    pub(super) fn queue_as_it_is(
        &mut self,
        room: &Uid,
        command: &QueueCommand,
    ) -> ApiResult<Vec<QueueEvent>> {
        self.admit_to_queue(room, command)?;
        let unknown = Room::new(room);
        let known = self.state.rooms.get(room).unwrap_or(&unknown);
        if let Some((_, current)) =
            begins(command).and_then(|doctor| elsewhere(&self.state.rooms, room, doctor).next())
        {
            let busy = QueueRefusal::from(QueueRule::DoctorBusy { uid: current.uid.clone() });
            return Err(self.queue_told(command, &busy));
        }
        let lent = known.lent(&self.state.clinic, self.now)?;
        // Decided before anything is recorded: what is refused changes nothing.
        let decided = match lent.is_empty() {
            true => known.room.decide(command, self.now),
            false => known.with_lent(&self.state.clinic, self.now)?.decide(command, self.now),
        };
        let events = decided.map_err(|refusal| self.queue_told(command, &refusal))?;
        for change in lent {
            self.record(Entry::QueueChange { room: room.clone(), change: Box::new(change) })?;
        }
        for event in &events {
            self.queue_happened(room, event)?;
        }
        self.forget_old_entries(room)?;
        Ok(events)
    }

    /// A refusal in words, with times on the clock of the doctor whom the command names.
    fn queue_told(&self, command: &QueueCommand, refusal: &QueueRefusal) -> ApiError {
        let doctor = match command {
            QueueCommand::Register { preferred_doctor_uid, .. } => preferred_doctor_uid.as_ref(),
            QueueCommand::SendElsewhere { doctor_uid, .. } => doctor_uid.as_ref(),
            QueueCommand::Allocate { doctor_uid, .. }
            | QueueCommand::StartAppointment { doctor_uid, .. }
            | QueueCommand::FinishAppointment { doctor_uid, .. }
            | QueueCommand::NoShow { doctor_uid, .. }
            | QueueCommand::LeaveAppointment { doctor_uid, .. }
            | QueueCommand::SetAway { doctor_uid, .. }
            | QueueCommand::Transfer { doctor_uid, .. } => Some(doctor_uid),
            QueueCommand::Complete { .. }
            | QueueCommand::Cancel { .. }
            | QueueCommand::Requeue { .. }
            | QueueCommand::ComeBack { .. }
            | QueueCommand::SetPresence { .. }
            | QueueCommand::MarkSeen { .. }
            | QueueCommand::Announce { .. }
            | QueueCommand::SetLevel { .. }
            | QueueCommand::SetUrgent { .. } => None,
        };
        ApiError::of_refusal(refusal, || refusal.sentence(self.by.language, &self.clock_of(doctor)))
    }

    fn queue_happened(&mut self, uid: &Uid, event: &QueueEvent) -> ApiResult<()> {
        let room = self.state.room_mut(uid);
        let subject = super::room::subject_of(event).clone();
        let before = room.room.entry(&subject).map(|entry| entry.status);
        let teaches = room.room.visit_of(event).is_some();
        self.record(Entry::Queue { room: uid.clone(), event: event.clone() })?;
        let room = self.state.room_mut(uid);
        self.writes.records.extend(room.entry_row(&subject));
        self.writes.records.push(room.desk_row(event.sequence() + 1));
        if teaches {
            self.writes.records.push(room.learner_row());
        }
        // What a patient is told, and that a doctor is away, changes no entry.
        if !matches!(event, QueueEvent::Announced { .. } | QueueEvent::AwaySet { .. }) {
            self.announce(|state, _| announcement::entry_updated(event, uid, before, state));
        }
        Ok(())
    }

    fn forget_old_entries(&mut self, room: &Uid) -> ApiResult<()> {
        let Some((before, old)) = self.state.room_mut(room).forgettable(self.now) else { return Ok(()) };
        self.record(Entry::QueueChange {
            room: room.clone(),
            change: Box::new(QueueChange::Forget { before }),
        })?;
        old.iter().for_each(|uid| self.keep(kind::QUEUE_ENTRY, uid, None));
        Ok(())
    }
}
