//! What the database has of one patient: found, and made unreadable.

use deadpool_postgres::Client;
use frontdesk::Uid;
use tokio_postgres::Transaction;

use super::columns::{journal_row, record_row};
use super::deliveries;
use crate::store::{Erasure, Mentions, StoreResult, words};

pub(super) async fn mentions(
    client: &Client,
    organisation: &Uid,
    words: &[String],
    limit: i64,
) -> StoreResult<Mentions> {
    const RECORDS: &str = "SELECT kind, uid, alias, data FROM record WHERE organisation_uid = $1
        AND EXISTS (SELECT 1 FROM unnest($2::text[]) AS word WHERE strpos(data, word) > 0) ORDER BY kind, \
        number LIMIT $3";
    const JOURNAL: &str = "SELECT version, at, actor, kind, subject, data FROM journal WHERE \
                           organisation_uid = $1
        AND EXISTS (SELECT 1 FROM unnest($2::text[]) AS word WHERE strpos(data, word) > 0) ORDER BY version \
        LIMIT $3";
    let records = client.query(RECORDS, &[&organisation.as_str(), &words, &limit]).await?;
    let journal = client.query(JOURNAL, &[&organisation.as_str(), &words, &limit]).await?;
    Ok(Mentions {
        records: records.iter().map(record_row).collect(),
        deliveries: deliveries::mentions(client, organisation, words, limit).await?,
        journal: journal.iter().map(journal_row).collect(),
    })
}

pub(super) async fn erase(
    transaction: &Transaction<'_>,
    organisation: &str,
    erasure: &Erasure,
) -> StoreResult<()> {
    const APPOINTMENTS: &str =
        "UPDATE appointment SET patient_display_name = NULL WHERE organisation_uid = $1 AND uid = ANY($2)";
    const JOURNAL: &str = "UPDATE journal SET kind = 'reload', data = 'null', actor = CASE WHEN actor = $2 \
                           THEN 'patient' ELSE actor END,
            subject = CASE WHEN subject = ANY($3) THEN '' ELSE subject END
        WHERE organisation_uid = $1 AND (actor = $2 OR EXISTS (SELECT 1 FROM unnest($4::text[]) AS word \
        WHERE strpos(data, word) > 0))";
    const ANSWERS: &str = "DELETE FROM answer WHERE organisation_uid = $1
        AND (strpos(key, $2::text || ' ') = 1 OR EXISTS (SELECT 1 FROM unnest($3::text[]) AS word WHERE \
        strpos(body, word) > 0))";
    const PASSES: &str = "DELETE FROM pass WHERE organisation_uid = $1 AND patient_uid = $2";
    const AUDIT: &str = "UPDATE audit SET actor = CASE WHEN actor = $2 THEN 'patient' ELSE actor END,
            patient_uid = CASE WHEN subject_uid = $3 THEN patient_uid WHEN patient_uid = $3 THEN NULL ELSE \
            patient_uid END,
            subject_uid = CASE WHEN subject_uid <> $3 AND subject_uid = ANY($4) THEN NULL ELSE subject_uid END
        WHERE organisation_uid = $1 AND (actor = $2 OR patient_uid = $3 OR subject_uid = ANY($4))";
    let texts = |uids: &[Uid]| uids.iter().map(Uid::to_string).collect::<Vec<String>>();
    let (patient, actor) = (erasure.patient_uid.as_str(), erasure.actor());
    let (names, belongings) = (texts(&erasure.names), texts(&erasure.belongings));
    transaction.execute(APPOINTMENTS, &[&organisation, &belongings]).await?;
    transaction.execute(JOURNAL, &[&organisation, &actor, &names, &erasure.words()]).await?;
    transaction.execute(ANSWERS, &[&organisation, &actor, &erasure.words()]).await?;
    deliveries::erase(transaction, organisation, &words(&erasure.names)).await?;
    transaction.execute(PASSES, &[&organisation, &patient]).await?;
    transaction.execute(AUDIT, &[&organisation, &actor, &patient, &names]).await?;
    Ok(())
}
