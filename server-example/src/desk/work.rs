//! What a request does inside its transaction: ask the engine, and have what it answers recorded.

use frontdesk::{Change, Clinic, Command, Event, Instant, Uid};
use serde::Serialize;

use super::entry::{Entry, json};
use super::records::KINDS;
use super::rows;
use super::state::State;
use crate::error::{ApiError, ApiResult};
use crate::id;
use crate::store::{JournalRow, Memo, RecordRow, Writes};

/// A transaction of one organisation. What it does is seen by nobody else before it is committed.
pub struct Work<'a> {
    /// When this is.
    pub now: Instant,
    state: &'a mut State,
    actor: &'a str,
    entries: Vec<Entry>,
    writes: Writes,
}

impl<'a> Work<'a> {
    pub(super) fn new(state: &'a mut State, actor: &'a str, now: Instant) -> Self {
        Self { now, state, actor, entries: Vec::new(), writes: Writes::default() }
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
        let events = self.state.clinic.decide(command, self.now)?;
        for event in &events {
            self.happened(event.clone(), memo)?;
        }
        Ok(events)
    }

    /// Records what happened to an appointment.
    pub(super) fn happened(&mut self, event: Event, memo: &Memo) -> ApiResult<()> {
        let uid = event.appointment_uid().clone();
        self.record(Entry::Event(event))?;
        self.writes.appointments.extend(rows::appointment_row(&self.state.clinic, &uid, memo, self.now));
        Ok(())
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
        self.journal(Entry::Change(Box::new(change)));
        Ok(())
    }

    /// Adds or replaces a record. Desks are told of the kinds that they keep in mind; of the others, which may say who a patient is, the journal says nothing.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn put(&mut self, kind: &str, uid: &Uid, alias: Option<String>, record: &impl Serialize) -> ApiResult<()> {
        self.put_data(kind, uid, alias, Some(json(record)))
    }

    /// Removes such a record.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn remove(&mut self, kind: &str, uid: &Uid) -> ApiResult<()> {
        self.put_data(kind, uid, None, None)
    }

    fn put_data(&mut self, kind: &str, uid: &Uid, alias: Option<String>, data: Option<String>) -> ApiResult<()> {
        self.writes.records.push(RecordRow { kind: kind.to_owned(), uid: uid.clone(), alias, data: data.clone() });
        if KINDS.contains(&kind) {
            self.record(Entry::Record { kind: kind.to_owned(), uid: uid.clone(), data })?;
        }
        Ok(())
    }

    /// Takes an entry in, and into the journal.
    fn record(&mut self, entry: Entry) -> ApiResult<()> {
        self.state.apply(&entry).map_err(|_| ApiError::internal(&"an entry does not fit"))?;
        self.journal(entry);
        Ok(())
    }

    fn journal(&mut self, entry: Entry) {
        self.writes.journal.push(JournalRow {
            version: self.state.version,
            at: self.now,
            actor: self.actor.to_owned(),
            kind: entry.kind().to_owned(),
            subject: entry.subject(),
            data: entry.data(),
        });
        self.entries.push(entry);
    }
}
