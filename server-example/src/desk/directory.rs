//! What an organisation has besides scheduling, as it was imported: kept and shown, and no rule asks for it.

use frontdesk::{Instant, Uid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Something with an id and fields of its own: an order, a product, a wallet pass or its template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DirectoryRecord {
    /// The id.
    pub uid: Uid,
    /// The shop that it belongs to; the organisation if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop_uid: Option<Uid>,
    /// Everything else.
    #[serde(flatten)]
    pub fields: Map<String, Value>,
}

/// A prescription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prescription {
    /// The id.
    pub uid: Uid,
    /// Such as `signed` or `waiting_for_doctor`.
    pub status: String,
    /// Who prescribes.
    pub doctor: Prescriber,
    /// Whether there is a document.
    #[serde(default)]
    pub rendered: bool,
    /// The shop that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop_uid: Option<Uid>,
}

/// Who prescribes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prescriber {
    /// The doctor.
    pub uid: Uid,
    /// The doctor's name.
    pub display_name: String,
}

/// What is known of a doctor's prescriptions as a whole. It is counted when they are imported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DoctorStatistics {
    /// The doctor.
    pub doctor_uid: Uid,
    /// How many prescriptions.
    pub prescriptions: u64,
    /// How many there are in each status.
    pub by_status: std::collections::BTreeMap<String, u64>,
}

/// Something that a patient intends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatientIntent {
    /// The patient.
    pub patient_uid: Uid,
    /// What it is called.
    pub intent: String,
    /// First instant at which it no longer holds; never if null.
    #[serde(default)]
    pub expires_at: Option<Instant>,
}

impl PatientIntent {
    /// The id of the record.
    pub fn uid(patient_uid: &str, intent: &str) -> String {
        // No id ends where the other begins: the length says where.
        format!("{}:{patient_uid}:{intent}", patient_uid.len())
    }
}
