//! What the audit trail says of a transaction: who did what to which record, and what was refused.

use axum::http::StatusCode;
use frontdesk::Uid;

use super::audit::{called, patient_of};
use super::entry::Entry;
use super::work::Work;
use crate::store::AuditRow;

impl Work<'_> {
    /// Adds a line to the audit trail. Of what the journal tells there is one already.
    pub fn audit(&mut self, kind: &str, action: &'static str, subject_uid: &Uid, patient_uid: Option<Uid>) {
        let line = self.line(kind, action, Some(subject_uid.clone()), patient_uid);
        self.writes.audit.push(line);
    }

    pub(super) fn audit_entry(&mut self, entry: &Entry) {
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
}
