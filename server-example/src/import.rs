//! Bringing in an organisation: a clinic as the engine has it, and what is beside it.

mod check;
mod overlap;
mod schema;

use frontdesk::{Clinic, ClinicSnapshot, Instant};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::check::{Fault, faults};
pub use self::overlap::{Overlap, admit, overlaps};
pub use self::schema::schema;
use crate::desk::{
    Account, BookingSecret, ConsultationRoom, DirectoryRecord, DoctorStatistics, Entry, EntryRecord, Patient,
    PatientIntent, PatientProfile, Prescription, Provider, Shop, WaitingRoomSettings, kind, rows_of_clinic,
};
use crate::store::{AuditRow, JournalRow, RecordRow, Writes};

/// What is brought in. A file of a clinic alone is one of these as well.
#[derive(Debug, Default, Deserialize, JsonSchema)]
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
    /// The rules of waiting rooms; that of a shop has the shop's uid.
    #[serde(default)]
    pub waiting_rooms: Vec<WaitingRoomSettings>,
    /// Who waits, is being seen, or was there.
    #[serde(default)]
    pub queue_entries: Vec<EntryRecord>,
    /// Account of the VSee API.
    #[serde(default)]
    pub account: Option<Account>,
    /// Its rooms.
    #[serde(default)]
    pub rooms: Vec<ConsultationRoom>,
    /// Its providers.
    #[serde(default)]
    pub providers: Vec<Provider>,
    /// Orders.
    #[serde(default)]
    pub orders: Vec<DirectoryRecord>,
    /// Prescriptions. What is known of a doctor's as a whole is counted here.
    #[serde(default)]
    pub prescriptions: Vec<Prescription>,
    /// Products.
    #[serde(default)]
    pub products: Vec<DirectoryRecord>,
    /// What patients intend.
    #[serde(default)]
    pub patient_intents: Vec<PatientIntent>,
    /// Templates of wallet passes.
    #[serde(default)]
    pub wallet_pass_templates: Vec<DirectoryRecord>,
    /// Wallet passes.
    #[serde(default)]
    pub wallet_passes: Vec<DirectoryRecord>,
}

impl Import {
    /// What is in a file: a clinic as the engine has it, what is beside it, or both.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(text: &str) -> Result<Self, frontdesk::Error> {
        let mut fields: Map<String, Value> = frontdesk::from_json(text)?;
        // Editors look there for what may be in the file.
        let names_schema = fields.remove("$schema").is_some();
        if fields.contains_key("clinic") {
            return match names_schema {
                true => frontdesk::from_json(&Value::Object(fields).to_string()),
                false => frontdesk::from_json(text),
            };
        }
        // The fields of a clinic may stand beside the others, without a `clinic` around them.
        let of_clinic = schema_for!(ClinicSnapshot);
        let names = of_clinic.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
        let clinic: Map<String, Value> = names.filter_map(|name| fields.remove_entry(name)).collect();
        // Without what is beside it, the path of whatever is wrong is the file's own.
        let clinic = frontdesk::from_json(&Value::Object(clinic).to_string())?;
        Ok(Self { clinic, ..frontdesk::from_json(&Value::Object(fields).to_string())? })
    }

    /// All of it as rows, and one line in the journal that says to load everything anew.
    ///
    /// # Errors
    /// What the engine says against the clinic, or against the rules of a waiting room.
    pub fn writes(&self, now: Instant) -> Result<Writes, frontdesk::Error> {
        let clinic = Clinic::new(self.clinic.clone())?;
        for (index, room) in self.waiting_rooms.iter().enumerate() {
            room.check(&clinic).map_err(|error| error.under(&format!("waiting_rooms[{index}]")))?;
        }
        let mut writes = rows_of_clinic(&clinic, &self.clinic, now);
        admit(&overlaps(&clinic), &mut writes);
        let mut put = |kind: &str, uid: &frontdesk::Uid, alias: Option<String>, data: String| {
            writes.records.push(RecordRow {
                kind: kind.to_owned(),
                uid: uid.clone(),
                alias,
                data: Some(data),
            });
        };
        self.shops.iter().for_each(|shop| put(kind::SHOP, &shop.uid, None, json(shop)));
        self.patients
            .iter()
            .for_each(|patient| put(kind::PATIENT, &patient.uid, patient.email.clone(), json(patient)));
        for profile in &self.patient_profiles {
            put(kind::PATIENT_PROFILE, &profile.uid, Some(profile.alias()), json(profile));
        }
        self.booking_secrets
            .iter()
            .for_each(|secret| put(kind::BOOKING_SECRET, &secret.key_id, None, json(secret)));
        self.waiting_rooms.iter().for_each(|room| put(kind::WAITING_ROOM, &room.uid, None, json(room)));
        self.queue_entries
            .iter()
            .for_each(|record| put(kind::QUEUE_ENTRY, &record.entry.uid, None, json(record)));
        self.account.iter().for_each(|account| put(kind::ACCOUNT, &account.code, None, json(account)));
        self.rooms.iter().for_each(|room| put(kind::ROOM, &room.code, None, json(room)));
        self.providers.iter().for_each(|provider| put(kind::PROVIDER, &provider.id, None, json(provider)));
        self.prescriptions
            .iter()
            .for_each(|prescription| put(kind::PRESCRIPTION, &prescription.uid, None, json(prescription)));
        self.statistics().iter().for_each(|statistics| {
            put(kind::DOCTOR_STATISTICS, &statistics.doctor_uid, None, json(statistics));
        });
        for intent in &self.patient_intents {
            put(
                kind::PATIENT_INTENT,
                &PatientIntent::uid(&intent.patient_uid, &intent.intent).into(),
                None,
                json(intent),
            );
        }
        for (kind, records) in [
            (kind::ORDER, &self.orders),
            (kind::PRODUCT, &self.products),
            (kind::WALLET_PASS_TEMPLATE, &self.wallet_pass_templates),
            (kind::WALLET_PASS, &self.wallet_passes),
        ] {
            records.iter().for_each(|record| put(kind, &record.uid, None, json(record)));
        }
        writes.journal.push(JournalRow {
            version: 0,
            at: now,
            actor: "import".to_owned(),
            kind: Entry::Reload.kind().to_owned(),
            subject: Entry::Reload.subject(),
            data: Entry::Reload.data(),
        });
        writes.audit.push(AuditRow {
            at: now,
            actor: "import".to_owned(),
            request_uid: String::new(),
            operation: "import".to_owned(),
            status: 0,
            action: "imported".to_owned(),
            kind: "organisation".to_owned(),
            subject_uid: None,
            patient_uid: None,
        });
        Ok(writes)
    }

    fn statistics(&self) -> Vec<DoctorStatistics> {
        let mut doctors = std::collections::BTreeMap::<_, DoctorStatistics>::new();
        for prescription in &self.prescriptions {
            let doctor = doctors.entry(prescription.doctor.uid.clone()).or_default();
            doctor.doctor_uid.clone_from(&prescription.doctor.uid);
            doctor.prescriptions += 1;
            *doctor.by_status.entry(prescription.status.clone()).or_default() += 1;
        }
        doctors.into_values().collect()
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("records have text for keys")
}
