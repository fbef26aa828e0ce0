//! What the file has of one patient: found, and made unreadable.

use frontdesk::Uid;
use rusqlite::{Connection, params};

use super::columns::{journal_row, record_row};
use super::deliveries;
use crate::store::{Erasure, Mentions, StoreError, StoreResult, words};

/// How often a checkpoint that is in somebody's way is tried again.
const ATTEMPTS: u32 = 50;

pub(super) fn mentions(
    connection: &Connection,
    organisation: &Uid,
    words: &[String],
    limit: i64,
) -> StoreResult<Mentions> {
    let (organisation, words) = (organisation.as_str(), json(words));
    let transaction = connection.unchecked_transaction()?;
    let mut records = transaction.prepare_cached(
        "SELECT kind, uid, alias, data FROM record WHERE organisation_uid = ?1
         AND EXISTS (SELECT 1 FROM json_each(?2) AS word WHERE instr(data, word.value) > 0) ORDER BY kind, \
         number LIMIT ?3",
    )?;
    let mut journal = transaction.prepare_cached(
        "SELECT version, at, actor, kind, subject, data FROM journal WHERE organisation_uid = ?1
         AND EXISTS (SELECT 1 FROM json_each(?2) AS word WHERE instr(data, word.value) > 0) ORDER BY version \
         LIMIT ?3",
    )?;
    Ok(Mentions {
        records: records
            .query_map(params![organisation, words, limit], record_row)?
            .collect::<Result<_, _>>()?,
        deliveries: deliveries::mentions(&transaction, organisation, &words, limit)?,
        journal: journal
            .query_map(params![organisation, words, limit], journal_row)?
            .collect::<Result<_, _>>()?,
    })
}

pub(super) fn erase(connection: &Connection, organisation: &str, erasure: &Erasure) -> StoreResult<()> {
    let (patient, actor) = (erasure.patient_uid.as_str(), erasure.actor());
    let (names, belongings) = (json(&erasure.names), json(&erasure.belongings));
    let (words, names_as_words) = (json(&erasure.words()), json(&words(&erasure.names)));
    connection.execute(
        "UPDATE appointment SET patient_display_name = NULL WHERE organisation_uid = ?1 AND uid IN (SELECT \
         value FROM json_each(?2))",
        params![organisation, belongings],
    )?;
    connection.execute(
        "UPDATE journal SET kind = 'reload', data = 'null', actor = CASE WHEN actor = ?2 THEN 'patient' ELSE \
         actor END,
            subject = CASE WHEN subject IN (SELECT value FROM json_each(?3)) THEN '' ELSE subject END
         WHERE organisation_uid = ?1 AND (actor = ?2 OR EXISTS (SELECT 1 FROM json_each(?4) AS word WHERE \
         instr(data, word.value) > 0))",
        params![organisation, actor, names, words],
    )?;
    connection.execute(
        "DELETE FROM answer WHERE organisation_uid = ?1
         AND (instr(key, ?2 || ' ') = 1 OR EXISTS (SELECT 1 FROM json_each(?3) AS word WHERE instr(body, \
         word.value) > 0))",
        params![organisation, actor, words],
    )?;
    connection.execute(
        "DELETE FROM delivery WHERE organisation_uid = ?1
         AND EXISTS (SELECT 1 FROM json_each(?2) AS word WHERE instr(body, word.value) > 0)",
        params![organisation, names_as_words],
    )?;
    connection.execute(
        "DELETE FROM pass WHERE organisation_uid = ?1 AND patient_uid = ?2",
        params![organisation, patient],
    )?;
    connection.execute(
        "UPDATE audit SET actor = CASE WHEN actor = ?2 THEN 'patient' ELSE actor END,
            patient_uid = CASE WHEN subject_uid = ?3 THEN patient_uid WHEN patient_uid = ?3 THEN NULL ELSE \
            patient_uid END,
            subject_uid = CASE WHEN subject_uid <> ?3 AND subject_uid IN (SELECT value FROM json_each(?4)) \
            THEN NULL ELSE subject_uid END
         WHERE organisation_uid = ?1 AND (actor = ?2 OR patient_uid = ?3 OR subject_uid IN (SELECT value \
         FROM json_each(?4)))",
        params![organisation, actor, patient, names],
    )?;
    Ok(())
}

/// What was overwritten is still in the write-ahead log, until that is brought into the file and cut.
pub(super) fn scrub(connection: &Connection) -> StoreResult<()> {
    for _ in 0..ATTEMPTS {
        let is_busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if !is_busy {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    Err(StoreError::Broken("the write-ahead log can't be cut while others read".to_owned()))
}

fn json<T: serde::Serialize>(values: &[T]) -> String {
    serde_json::to_string(values).expect("texts have a JSON form")
}
