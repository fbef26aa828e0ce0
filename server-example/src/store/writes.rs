//! The write set of a transaction, as plain data for both databases.

use frontdesk::{Instant, Uid};

use super::delivery::Delivery;
use super::erasure::Erasure;
use super::key::NewKey;
use super::row::{AnswerRow, AppointmentWrite, AuditRow, JournalRow, RecordRow};

/// What a transaction writes.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Writes {
    /// One line for each change that a desk has to know of.
    pub journal: Vec<JournalRow>,
    /// Appointments, each as it is at the end. They are written before records, in this order.
    pub appointments: Vec<AppointmentWrite>,
    /// Appointments that are to be gone.
    pub removed_appointments: Vec<Uid>,
    /// Appointments that overlap others from elsewhere, not booked here: they lose their session, so that
    /// nothing keeps them apart any more.
    pub overbooked: Vec<Uid>,
    /// Types that became group visits: their appointments now share sessions.
    pub grouped_types: Vec<Uid>,
    /// Doctors who got several places: their appointments may take place at the same time from now on.
    pub several_places: Vec<Uid>,
    /// Records.
    pub records: Vec<RecordRow>,
    /// Webhooks to bring out, in this order. They are written after appointments, whose shops they belong to.
    pub deliveries: Vec<Delivery>,
    /// Subscriptions that are gone: what waits for them is not brought out any more.
    pub ended_subscriptions: Vec<Uid>,
    /// API keys that are new.
    pub keys: Vec<NewKey>,
    /// Keys of this organisation that are revoked, and since when.
    pub revoked_keys: Vec<(Uid, Instant)>,
    /// Answers to remember.
    pub answers: Vec<AnswerRow>,
    /// What the audit trail says of it.
    pub audit: Vec<AuditRow>,
    /// What is forgotten at the end of all that.
    pub erasures: Vec<Erasure>,
}

impl Writes {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }

    /// About how many rows it writes.
    pub fn rows(&self) -> u32 {
        let rows = self.journal.len()
            + self.appointments.len()
            + self.removed_appointments.len()
            + self.records.len()
            + self.keys.len()
            + self.revoked_keys.len()
            + self.answers.len()
            + self.audit.len()
            + self.deliveries.len();
        u32::try_from(rows).unwrap_or(u32::MAX)
    }

    /// Adds what comes after.
    pub fn extend(&mut self, other: Writes) {
        self.journal.extend(other.journal);
        self.appointments.extend(other.appointments);
        self.removed_appointments.extend(other.removed_appointments);
        self.overbooked.extend(other.overbooked);
        self.several_places.extend(other.several_places);
        self.grouped_types.extend(other.grouped_types);
        self.records.extend(other.records);
        self.deliveries.extend(other.deliveries);
        self.ended_subscriptions.extend(other.ended_subscriptions);
        self.keys.extend(other.keys);
        self.revoked_keys.extend(other.revoked_keys);
        self.answers.extend(other.answers);
        self.audit.extend(other.audit);
        self.erasures.extend(other.erasures);
    }
}
