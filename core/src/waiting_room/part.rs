//! A part of a visit that is over.

use serde::{Deserialize, Serialize};

use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// A part of a visit that ended with the patient being sent elsewhere: to the X-ray, the laboratory, a nurse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct VisitPart {
    /// The doctor who saw the patient.
    pub doctor_uid: Uid,
    /// When the doctor took the patient in.
    pub started_at: Instant,
    /// When the doctor sent the patient elsewhere.
    pub sent_at: Instant,
    /// When the patient was back; null as long as nobody has said so.
    #[serde(default)]
    pub back_at: Option<Instant>,
}

impl VisitPart {
    /// For how long the doctor saw the patient.
    pub(super) fn seconds(&self) -> i64 {
        self.sent_at.0 - self.started_at.0
    }
}
