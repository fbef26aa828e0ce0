//! What happens to appointments in a transaction: the engine decides, and what it answers is recorded.

use frontdesk::{AppointmentStatus, Clinic, Command, Event, Refusal, Uid};

use super::announcement;
use super::entry::Entry;
use super::rows;
use super::work::Work;
use crate::error::{ApiError, ApiResult};
use crate::store::{AppointmentWrite, Memo};

impl Work<'_> {
    /// Asks the engine for something to happen to an appointment, and records it.
    ///
    /// # Errors
    /// What the engine refuses.
    pub fn decide(&mut self, command: &Command) -> ApiResult<Vec<Event>> {
        self.decide_with(command, &Memo::default())
    }

    /// [`decide`](Self::decide), with what is to be remembered of a new appointment.
    ///
    /// # Errors
    /// What the engine refuses.
    pub fn decide_with(&mut self, command: &Command, memo: &Memo) -> ApiResult<Vec<Event>> {
        self.refuse_under_way(command)?;
        self.admit(command, memo)?;
        let decided = self.state.clinic.decide(command, self.now);
        let events = decided.map_err(|refusal| self.told(command, &refusal))?;
        for event in &events {
            self.happened(event, memo)?;
        }
        Ok(events)
    }

    /// A refusal in words, with times on the doctor's clock.
    fn told(&self, command: &Command, refusal: &Refusal) -> ApiError {
        let of_appointment = |uid: &Uid| Some(self.clinic().appointment(uid)?.doctor_uid);
        let doctor = match command {
            Command::Hold { doctor_uid, .. } => doctor_uid.clone(),
            Command::Rebook { doctor_uid: Some(doctor_uid), .. } => Some(doctor_uid.clone()),
            Command::Confirm { uid, .. }
            | Command::Release { uid }
            | Command::Extend { uid }
            | Command::Approve { uid, .. }
            | Command::Decline { uid, .. }
            | Command::Reopen { uid, .. }
            | Command::Cancel { uid, .. }
            | Command::Rebook { uid, .. }
            | Command::Complete { uid, .. }
            | Command::NoShow { uid } => of_appointment(uid),
        };
        let (zone, language) = (self.clock_of(doctor.as_ref()), self.by.language);
        ApiError::of_refusal(refusal, || match self.by.is_patient() {
            true => refusal.sentence_for_patient(language, &zone),
            false => refusal.sentence(language, &zone),
        })
        .or_reticent(match self.by.is_patient() {
            true => refusal.sentence_for_patient(language, &zone),
            false => refusal.sentence_without_others(language, &zone),
        })
    }

    /// Records what happened to an appointment, and that its consultation is over if it was under way.
    pub(super) fn happened(&mut self, event: &Event, memo: &Memo) -> ApiResult<()> {
        let uid = event.appointment_uid().clone();
        let before = self.status_of(&uid);
        let takes_anew = rows::takes_anew(&self.state.clinic, event);
        self.record(Entry::Event(event.clone()))?;
        self.end_consultation(event)?;
        self.end_arrival(event)?;
        let counted = |count: fn(&Clinic, &Uid) -> Option<i64>| {
            takes_anew.then(|| count(&self.state.clinic, &uid)).flatten()
        };
        let (places, capacity) = (counted(rows::places_to_count), counted(rows::seats_to_count));
        if let Some(row) = rows::appointment_row(&self.state.clinic, &uid, memo, self.now) {
            let row = AppointmentWrite { places, capacity, ..row };
            self.announce(|state, now| announcement::meeting_updated(&row, before, state, now));
            self.writes.appointments.push(row);
        }
        Ok(())
    }

    /// Where an appointment stood until now, if anybody wants to be told.
    fn status_of(&self, uid: &Uid) -> Option<AppointmentStatus> {
        let wanted = !self.state.subscriptions.is_empty();
        wanted.then(|| self.state.clinic.appointment(uid)).flatten().map(|appointment| appointment.status)
    }
}
