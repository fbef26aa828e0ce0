//! What a database has of one patient: found by the ids that it is written under, and made unreadable.

use frontdesk::Uid;

use super::delivery::Delivery;
use super::row::{JournalRow, RecordRow};

/// What is forgotten of a patient besides the rows that the same transaction replaces. It is the last thing
/// that a transaction does, so that nothing slips in before it.
///
/// Lines of the journal that tell of the patient say from then on that everything is to be loaded anew.
/// Passes, and answers and webhook deliveries that name the patient, are gone. The audit trail still says
/// that there was such a patient and who saw the record, but not which appointments were the patient's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The patient.
    pub patient_uid: Uid,
    /// Every id under which the patient is known: the patient's own, those of profiles and wallet passes.
    pub names: Vec<Uid>,
    /// What was the patient's: appointments, which stay as nobody's, and entries of waiting rooms.
    pub belongings: Vec<Uid>,
}

/// Rows that have one of some words in them.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Records of any kind.
    pub records: Vec<RecordRow>,
    /// Webhook deliveries, on their way or over.
    pub deliveries: Vec<Delivery>,
    /// Lines of the journal.
    pub journal: Vec<JournalRow>,
}

impl Erasure {
    /// Who the journal and the answers say has acted, if it was the patient.
    pub(super) fn actor(&self) -> String {
        format!("patient:{}", self.patient_uid)
    }

    /// The ids of everything, as they stand in JSON.
    pub(super) fn words(&self) -> Vec<String> {
        words(self.names.iter().chain(&self.belongings))
    }
}

/// How ids stand in JSON, and in JSON that is text within JSON.
pub fn words<'a>(uids: impl IntoIterator<Item = &'a Uid>) -> Vec<String> {
    let json = |text: &str| serde_json::to_string(text).expect("text has a JSON form");
    let both = |uid: &'a Uid| {
        let word = json(uid);
        let within = json(&word);
        [word, within[1..within.len() - 1].to_owned()]
    };
    uids.into_iter().flat_map(both).collect()
}
