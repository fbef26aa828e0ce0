//! Records in a transaction: put, removed, and read as they stand in it.

use frontdesk::{Uid, from_json};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::entry::Entry;
use super::records::KINDS;
use super::work::Work;
use crate::error::{ApiError, ApiResult};
use crate::json::to_json;
use crate::store::RecordRow;

impl Work<'_> {
    /// Writes, replaces or removes a record that desks do not keep in mind, and of which the journal says
    /// nothing.
    pub fn keep(&mut self, kind: &str, uid: &Uid, data: Option<String>) {
        self.writes.records.push(RecordRow { kind: kind.to_owned(), uid: uid.clone(), alias: None, data });
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
}
