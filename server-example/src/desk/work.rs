//! What a request does inside its transaction: ask the engine, and have what it answers recorded.

use axum::http::StatusCode;
use frontdesk::{
    AppointmentStatus, Change, Clinic, Command, Event, Instant, QueueChange, QueueCommand, QueueEvent,
    QueueRefusal, QueueRule, Refusal, Uid, Zone, from_json,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::announcement::{self, Announcement};
use super::audit::{By, called, patient_of};
use super::entry::Entry;
use super::records::{KINDS, kind};
use super::room::{Room, begins, elsewhere};
use super::rows;
use super::state::State;
use crate::error::{ApiError, ApiResult};
use crate::id;
use crate::json::to_json;
use crate::store::{AppointmentWrite, AuditRow, Delivery, JournalRow, Memo, NewKey, RecordRow, Writes};

/// A transaction of one organisation. What it does is seen by nobody else before it is committed.
pub struct Work<'a> {
    /// When this is.
    pub now: Instant,
    pub(super) state: &'a mut State,
    by: &'a By,
    entries: Vec<Entry>,
    pub(super) writes: Writes,
    /// Records as they were read, and then as they were written before in the same transaction.
    pub(super) known: [&'a [RecordRow]; 2],
}

impl<'a> Work<'a> {
    pub(super) fn new(state: &'a mut State, by: &'a By, now: Instant) -> Self {
        Self { now, state, by, entries: Vec::new(), writes: Writes::default(), known: [&[], &[]] }
    }

    pub(super) fn finish(self) -> (Vec<Entry>, Writes) {
        (self.entries, self.writes)
    }

    /// Whether anything was done.
    pub(super) fn has_written(&self) -> bool {
        !self.writes.is_empty()
    }

    /// What is known.
    pub fn state(&self) -> &State {
        self.state
    }

    /// The engine.
    pub fn clinic(&self) -> &Clinic {
        &self.state.clinic
    }

    /// A new id.
    pub fn uid(&self, prefix: &str) -> Uid {
        id::uid(prefix, self.now)
    }

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

    /// The clock of a doctor; the clinic's if that is nobody.
    fn clock_of(&self, doctor_uid: Option<&Uid>) -> Zone {
        let of_doctor = doctor_uid.and_then(|uid| self.clinic().timezone_of(uid));
        of_doctor.unwrap_or_else(|| self.clinic().timezone())
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

    /// Writes an event to those who have subscribed to it, in this same transaction. Nothing is reckoned if
    /// nobody has.
    pub fn announce(&mut self, event: impl FnOnce(&State, Instant) -> Announcement) {
        if self.state.subscriptions.is_empty() {
            return;
        }
        let announcement = event(self.state, self.now);
        let deliveries =
            announcement.deliveries(self.state.subscriptions.values(), self.state.version, self.now);
        self.writes.deliveries.extend(deliveries);
    }

    /// Writes, replaces or removes a record that desks do not keep in mind, and of which the journal says
    /// nothing.
    pub fn keep(&mut self, kind: &str, uid: &Uid, data: Option<String>) {
        self.writes.records.push(RecordRow { kind: kind.to_owned(), uid: uid.clone(), alias: None, data });
    }

    /// Brings a message out once more.
    pub fn bring_out(&mut self, delivery: Delivery) {
        self.writes.deliveries.push(delivery);
    }

    /// Ends a subscription, with what waits for it.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn end_subscription(&mut self, uid: &Uid) -> ApiResult<()> {
        self.writes.ended_subscriptions.push(uid.clone());
        self.remove(kind::NOTIFICATION_SUBSCRIPTION, uid)
    }

    /// Adds an API key.
    pub fn create_key(&mut self, key: NewKey) {
        self.audit("api_key", "created", &key.row.uid, None);
        self.writes.keys.push(key);
    }

    /// Revokes an API key of the organisation.
    pub fn revoke_key(&mut self, uid: &Uid) {
        self.audit("api_key", "revoked", uid, None);
        self.writes.revoked_keys.push((uid.clone(), self.now));
    }

    /// Changes the clinic. What the request calls a field lies at `prefix` in the change.
    ///
    /// # Errors
    /// What the engine refuses, with the field as the request has it.
    pub fn change(&mut self, change: Change, prefix: &str) -> ApiResult<()> {
        let before = rows::before(&self.state.clinic, &change);
        self.state.clinic.change(change.clone()).map_err(|error| ApiError::of_field(&error, prefix))?;
        self.state.version += 1;
        self.writes.extend(rows::after(&self.state.clinic, &change, &before, self.now));
        let entry = Entry::Change(Box::new(change));
        self.audit_entry(&entry);
        self.journal(entry);
        self.end_outdated_consultations()
    }

    /// Adds or replaces a record. Desks are told of the kinds that they keep in mind; of the others, which
    /// may say who a patient is, the journal says nothing.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn put(
        &mut self,
        kind: &str,
        uid: &Uid,
        alias: Option<String>,
        record: &impl Serialize,
    ) -> ApiResult<()> {
        self.put_data(kind, uid, alias, Some(to_json(record)))
    }

    /// Removes such a record.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn remove(&mut self, kind: &str, uid: &Uid) -> ApiResult<()> {
        self.put_data(kind, uid, None, None)
    }

    pub(super) fn put_data(
        &mut self,
        kind: &str,
        uid: &Uid,
        alias: Option<String>,
        data: Option<String>,
    ) -> ApiResult<()> {
        self.writes.records.push(RecordRow {
            kind: kind.to_owned(),
            uid: uid.clone(),
            alias,
            data: data.clone(),
        });
        if KINDS.contains(&kind) {
            self.record(Entry::Record { kind: kind.to_owned(), uid: uid.clone(), data })?;
        } else if self.by.is_asked() {
            self.audit(kind, if data.is_some() { "put" } else { "removed" }, uid, None);
        }
        Ok(())
    }

    /// Takes an entry in, and into the journal.
    pub(super) fn record(&mut self, entry: Entry) -> ApiResult<()> {
        self.state.apply(&entry).map_err(|_| ApiError::internal(&"an entry does not fit"))?;
        self.audit_entry(&entry);
        self.journal(entry);
        Ok(())
    }

    /// The same, for what follows from another entry: the audit trail has that one.
    pub(super) fn record_silently(&mut self, entry: Entry) -> ApiResult<()> {
        self.state.apply(&entry).map_err(|_| ApiError::internal(&"an entry does not fit"))?;
        self.journal(entry);
        Ok(())
    }

    /// A record of a kind that desks do not keep in mind, as it stands in this transaction: one that was
    /// named when the transaction was asked for.
    ///
    /// # Errors
    /// If it is not what its kind is.
    pub fn kept<T: DeserializeOwned>(&self, kind: &str, uid: &Uid) -> ApiResult<Option<T>> {
        let row = self.rows().rfind(|row| row.kind == kind && row.uid == *uid);
        let data = row.and_then(|row| row.data.as_deref());
        data.map(from_json).transpose().map_err(|error| ApiError::internal(&error))
    }

    /// The same by its second name.
    ///
    /// # Errors
    /// As above.
    pub fn kept_by_alias<T: DeserializeOwned>(&self, kind: &str, alias: &str) -> ApiResult<Option<T>> {
        let row = self.rows().rfind(|row| row.kind == kind && row.alias.as_deref() == Some(alias));
        row.map_or(Ok(None), |row| self.kept(kind, &row.uid))
    }

    fn rows(&self) -> impl DoubleEndedIterator<Item = &RecordRow> {
        let [read, before] = self.known;
        read.iter().chain(before).chain(&self.writes.records)
    }

    /// Adds a line to the audit trail. Of what the journal tells there is one already.
    pub fn audit(&mut self, kind: &str, action: &'static str, subject_uid: &Uid, patient_uid: Option<Uid>) {
        let line = self.line(kind, action, Some(subject_uid.clone()), patient_uid);
        self.writes.audit.push(line);
    }

    fn audit_entry(&mut self, entry: &Entry) {
        // That the server tidies up its records is nobody's doing.
        if matches!(entry, Entry::Record { .. }) && !self.by.is_asked() {
            return;
        }
        if let Some((kind, action)) = called(entry) {
            let patient_uid = patient_of(entry, self.state);
            self.audit(&kind, action, &entry.subject(), patient_uid);
        }
    }

    /// What the audit trail says of a request that was refused. Of a patient's it says nothing: a person who
    /// looks for a free slot is refused time and again, and would fill the disk with lines that stay for
    /// years. What was not the patient's to ask does not get as far as here.
    pub(super) fn refused(&self, status: StatusCode) -> Option<AuditRow> {
        let subject_uid = self.by.subject.clone();
        (self.by.is_asked() && !self.by.is_patient()).then(|| AuditRow {
            status: status.as_u16(),
            ..self.line("request", "refused", subject_uid, None)
        })
    }

    fn line(
        &self,
        kind: &str,
        action: &'static str,
        subject_uid: Option<Uid>,
        patient_uid: Option<Uid>,
    ) -> AuditRow {
        AuditRow {
            at: self.now,
            actor: self.by.actor.clone(),
            request_uid: self.by.request_uid.to_string(),
            operation: self.by.operation.to_string(),
            // What was answered is known when it has been.
            status: 0,
            action: action.to_owned(),
            kind: kind.to_owned(),
            subject_uid,
            patient_uid,
        }
    }

    fn journal(&mut self, entry: Entry) {
        self.writes.journal.push(JournalRow {
            version: self.state.version,
            at: self.now,
            actor: self.by.actor.clone(),
            kind: entry.kind().to_owned(),
            subject: entry.subject(),
            data: entry.data(),
        });
        self.entries.push(entry);
    }
}
