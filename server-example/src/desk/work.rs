//! A transaction of one organisation, as a request or the server's own upkeep works in it: what it reads, and
//! what it has written. What a request does to appointments, waiting rooms and records stands in files of
//! their own (`decided`, `queued`, `kept`), and the audit trail of it in `trail`.

use frontdesk::{Change, Clinic, Instant, Uid, Zone};

use super::announcement::Announcement;
use super::audit::By;
use super::entry::Entry;
use super::records::kind;
use super::rows;
use super::state::State;
use crate::error::{ApiError, ApiResult};
use crate::id;
use crate::store::{Delivery, JournalRow, NewKey, RecordRow, Writes};

/// A transaction of one organisation. What it does is seen by nobody else before it is committed.
pub struct Work<'a> {
    /// When this is.
    pub now: Instant,
    pub(super) state: &'a mut State,
    pub(super) by: &'a By,
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

    /// The clock of a doctor; the clinic's if that is nobody.
    pub(super) fn clock_of(&self, doctor_uid: Option<&Uid>) -> Zone {
        let of_doctor = doctor_uid.and_then(|uid| self.clinic().timezone_of(uid));
        of_doctor.unwrap_or_else(|| self.clinic().timezone())
    }

    /// A new id.
    pub fn uid(&self, prefix: &str) -> Uid {
        id::uid(prefix, self.now)
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
