//! Bringing in an organisation: a clinic as the engine has it, and what is beside it.

use frontdesk::{Clinic, ClinicSnapshot, Instant};
use serde::{Deserialize, Serialize};

use crate::desk::{BookingSecret, Entry, Patient, PatientProfile, Shop, kind, rows_of_clinic};
use crate::store::{JournalRow, RecordRow, Writes};

/// What is brought in. A file of a clinic alone is one of these as well.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// The clinic.
    #[serde(default)]
    pub clinic: ClinicSnapshot,
    /// Shops.
    #[serde(default)]
    pub shops: Vec<Shop>,
    /// Patients.
    #[serde(default)]
    pub patients: Vec<Patient>,
    /// Customers of the shops.
    #[serde(default)]
    pub patient_profiles: Vec<PatientProfile>,
    /// What booking tokens are signed with.
    #[serde(default)]
    pub booking_secrets: Vec<BookingSecret>,
}

impl Import {
    /// All of it as rows, and one line in the journal that says to load everything anew.
    ///
    /// # Errors
    /// What the engine says against the clinic.
    pub fn writes(&self, now: Instant) -> Result<Writes, frontdesk::Error> {
        let clinic = Clinic::new(self.clinic.clone())?;
        let mut writes = rows_of_clinic(&clinic, &self.clinic, now);
        let mut put = |kind: &str, uid: &frontdesk::Uid, alias: Option<String>, data: String| {
            writes.records.push(RecordRow { kind: kind.to_owned(), uid: uid.clone(), alias, data: Some(data) });
        };
        self.shops.iter().for_each(|shop| put(kind::SHOP, &shop.uid, None, json(shop)));
        self.patients.iter().for_each(|patient| put(kind::PATIENT, &patient.uid, patient.email.clone(), json(patient)));
        for profile in &self.patient_profiles {
            put(kind::PATIENT_PROFILE, &profile.uid, Some(profile.alias()), json(profile));
        }
        self.booking_secrets.iter().for_each(|secret| put(kind::BOOKING_SECRET, &secret.key_id, None, json(secret)));
        writes.journal.push(JournalRow {
            version: 0,
            at: now,
            actor: "import".to_owned(),
            kind: Entry::Reload.kind().to_owned(),
            subject: Entry::Reload.subject(),
            data: Entry::Reload.data(),
        });
        Ok(writes)
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("records have text for keys")
}
