//! The statements of a transaction. Each goes over the network once, however many rows it has, and is
//! prepared once for each connection.

use deadpool_postgres::{Client, GenericClient, Transaction};
use frontdesk::{Instant, Uid};

use super::columns::{execute, journal_row};
use super::{appointments, deliveries, erasure, records};
use crate::store::{
    AnswerRow, Ask, AuditRow, JournalRow, NewKey, Organisation, RecordRow, Since, StoreError, StoreResult,
    Writes,
};

/// A transaction that has begun.
pub(super) struct Begun {
    /// The version that the organisation stands at.
    pub(super) version: i64,
    /// The transaction's own number, by which the server knows later what became of it.
    pub(super) number: String,
    pub(super) since: Since,
}

/// Locks the organisation, and tells the version it stands at, the journal since the one that is known, and
/// what is asked for.
pub(super) async fn begin<'a>(
    client: &'a mut Client,
    organisation: &Uid,
    known: i64,
    asks: &[Ask],
) -> StoreResult<(Transaction<'a>, Begun)> {
    // The lock is given back before the commit is on disk: `durable::flushed` waits for that.
    const LOCK: &str =
        "SELECT version, pg_current_xact_id()::text, set_config('synchronous_commit', 'off', true)
        FROM organisation WHERE uid = $1 FOR UPDATE";
    const ANSWERS: &str =
        "SELECT key, fingerprint, status, body, at FROM answer WHERE organisation_uid = $1 AND key = ANY($2)";
    let transaction = client.transaction().await?;
    let locked =
        transaction.query_opt(&transaction.prepare_cached(LOCK).await?, &[&organisation.as_str()]).await?;
    let locked = locked.ok_or(StoreError::NoOrganisation)?;
    let (version, number): (i64, String) = (locked.get(0), locked.get(1));
    let mut since = Since { version, ..Since::default() };
    if version > known {
        since.journal = journal(&transaction, organisation, known, i64::MAX).await?;
        since.too_old = since.journal.len() as i64 != version - known;
    }
    let keys: Vec<&str> = asks.iter().filter_map(Ask::key).collect();
    if !keys.is_empty() {
        for row in transaction
            .query(&transaction.prepare_cached(ANSWERS).await?, &[&organisation.as_str(), &keys])
            .await?
        {
            let (key, status): (String, i32) = (row.get(0), row.get(2));
            let answer = AnswerRow {
                key: key.clone(),
                fingerprint: row.get(1),
                status: status as u16,
                body: row.get(3),
                at: Instant(row.get(4)),
            };
            since.answers.insert(key, answer);
        }
    }
    for ask in asks {
        since.records.extend(match ask {
            Ask::Answer(_) => None,
            Ask::Record(kind, uid) => records::record(&transaction, organisation, kind, uid).await?,
            Ask::Alias(kind, alias) => {
                records::record_by_alias(&transaction, organisation, kind, alias).await?
            }
        });
    }
    Ok((transaction, Begun { version, number, since }))
}

pub(super) async fn journal(
    client: &impl GenericClient,
    organisation: &Uid,
    after: i64,
    limit: i64,
) -> StoreResult<Vec<JournalRow>> {
    const LINES: &str = "SELECT version, at, actor, kind, subject, data FROM journal
        WHERE organisation_uid = $1 AND version > $2 ORDER BY version LIMIT $3";
    let rows =
        client.query(&client.prepare_cached(LINES).await?, &[&organisation.as_str(), &after, &limit]).await?;
    Ok(rows.iter().map(journal_row).collect())
}

/// Adds an organisation, with what it begins with.
pub(super) async fn create_organisation(
    transaction: &Transaction<'_>,
    organisation: &Organisation,
    begins_with: Writes,
) -> StoreResult<i64> {
    let data = serde_json::to_string(organisation).map_err(|error| StoreError::Broken(error.to_string()))?;
    transaction
        .execute("INSERT INTO organisation (uid, data) VALUES ($1, $2)", &[&organisation.uid.as_str(), &data])
        .await?;
    write(transaction, &organisation.uid, 0, begins_with).await
}

pub(super) async fn insert_key(transaction: &Transaction<'_>, key: &NewKey) -> StoreResult<()> {
    const INSERT: &str =
        "INSERT INTO api_key (uid, hash, organisation_uid, shop_uid, name, permissions, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let row = &key.row;
    let (shop, permissions) = (row.shop_uid.as_deref(), row.permissions.join(" "));
    let values: [&(dyn tokio_postgres::types::ToSql + Sync); 7] = [
        &row.uid.as_str(),
        &&key.hash[..],
        &row.organisation_uid.as_str(),
        &shop,
        &row.name,
        &permissions,
        &row.created_at.0,
    ];
    transaction.execute(INSERT, &values).await?;
    Ok(())
}

/// Writes all of it, and answers with the version from then on.
pub(super) async fn write(
    transaction: &Transaction<'_>,
    organisation: &Uid,
    version: i64,
    writes: Writes,
) -> StoreResult<i64> {
    let organisation = organisation.as_str();
    if !writes.grouped_types.is_empty() {
        const GROUP: &str = "UPDATE appointment SET session = appointment_type_uid || '@' || start_date
            WHERE organisation_uid = $1 AND appointment_type_uid = ANY($2) AND session <> ''";
        let uids: Vec<&str> = writes.grouped_types.iter().map(Uid::as_str).collect();
        execute(transaction, GROUP, &[&organisation, &uids]).await?;
    }
    if !writes.overbooked.is_empty() {
        let uids: Vec<&str> = writes.overbooked.iter().map(Uid::as_str).collect();
        execute(
            transaction,
            "UPDATE appointment SET session = '' WHERE organisation_uid = $1 AND uid = ANY($2)",
            &[&organisation, &uids],
        )
        .await?;
    }
    if !writes.several_places.is_empty() {
        let uids: Vec<&str> = writes.several_places.iter().map(Uid::as_str).collect();
        execute(
            transaction,
            "UPDATE appointment SET session = '' WHERE organisation_uid = $1 AND doctor_uid = ANY($2)",
            &[&organisation, &uids],
        )
        .await?;
    }
    if !writes.removed_appointments.is_empty() {
        let uids: Vec<&str> = writes.removed_appointments.iter().map(Uid::as_str).collect();
        execute(
            transaction,
            "DELETE FROM appointment WHERE organisation_uid = $1 AND uid = ANY($2)",
            &[&organisation, &uids],
        )
        .await?;
    }
    if !writes.appointments.is_empty() {
        appointments::write(transaction, organisation, writes.appointments).await?;
    }
    for row in &writes.records {
        write_record(transaction, organisation, row).await?;
    }
    deliveries::announce(transaction, organisation, &writes.deliveries).await?;
    deliveries::remove_queues(transaction, organisation, &writes.ended_subscriptions).await?;
    for key in &writes.keys {
        insert_key(transaction, key).await?;
    }
    for (uid, at) in &writes.revoked_keys {
        const REVOKE: &str = "UPDATE api_key SET revoked_at = $3
            WHERE organisation_uid = $1 AND uid = $2 AND revoked_at IS NULL";
        transaction.execute(REVOKE, &[&organisation, &uid.as_str(), &at.0]).await?;
    }
    let last = version + writes.journal.len() as i64;
    if last > version {
        write_journal(transaction, organisation, version, &writes.journal).await?;
    }
    if !writes.answers.is_empty() {
        write_answers(transaction, organisation, &writes.answers).await?;
    }
    write_audit(transaction, organisation, &writes.audit).await?;
    for erasure in &writes.erasures {
        erasure::erase(transaction, organisation, erasure).await?;
    }
    Ok(last)
}

async fn write_record(transaction: &Transaction<'_>, organisation: &str, row: &RecordRow) -> StoreResult<()> {
    const UPSERT: &str =
        "INSERT INTO record (organisation_uid, kind, uid, alias, data) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (organisation_uid, kind, uid) DO UPDATE SET alias = excluded.alias, data = excluded.data";
    const DELETE: &str = "DELETE FROM record WHERE organisation_uid = $1 AND kind = $2 AND uid = $3";
    match &row.data {
        Some(data) => {
            execute(transaction, UPSERT, &[&organisation, &row.kind, &row.uid.as_str(), &row.alias, data])
                .await?
        }
        None => execute(transaction, DELETE, &[&organisation, &row.kind, &row.uid.as_str()]).await?,
    };
    Ok(())
}

async fn write_journal(
    transaction: &Transaction<'_>,
    organisation: &str,
    version: i64,
    lines: &[JournalRow],
) -> StoreResult<()> {
    const INSERT: &str = "INSERT INTO journal (organisation_uid, version, at, actor, kind, subject, data)
        SELECT $1, $2 + line, at, actor, kind, subject, data
        FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[]) WITH ORDINALITY AS new \
        (at, actor, kind, subject, data, line)";
    const RAISE: &str = "UPDATE organisation SET version = $2 WHERE uid = $1";
    let at: Vec<i64> = lines.iter().map(|line| line.at.0).collect();
    let actor: Vec<&str> = lines.iter().map(|line| line.actor.as_str()).collect();
    let kind: Vec<&str> = lines.iter().map(|line| line.kind.as_str()).collect();
    let subject: Vec<&str> = lines.iter().map(|line| line.subject.as_str()).collect();
    let data: Vec<&str> = lines.iter().map(|line| line.data.as_str()).collect();
    execute(transaction, INSERT, &[&organisation, &version, &at, &actor, &kind, &subject, &data]).await?;
    execute(transaction, RAISE, &[&organisation, &(version + lines.len() as i64)]).await?;
    Ok(())
}

async fn write_answers(
    transaction: &Transaction<'_>,
    organisation: &str,
    answers: &[AnswerRow],
) -> StoreResult<()> {
    const UPSERT: &str = "INSERT INTO answer (organisation_uid, key, fingerprint, status, body, at)
        SELECT $1, * FROM unnest($2::text[], $3::text[], $4::integer[], $5::text[], $6::bigint[])
        ON CONFLICT (organisation_uid, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = \
        excluded.status, body = excluded.body, at = excluded.at";
    let key: Vec<&str> = answers.iter().map(|answer| answer.key.as_str()).collect();
    let fingerprint: Vec<&str> = answers.iter().map(|answer| answer.fingerprint.as_str()).collect();
    let status: Vec<i32> = answers.iter().map(|answer| answer.status.into()).collect();
    let body: Vec<&str> = answers.iter().map(|answer| answer.body.as_str()).collect();
    let at: Vec<i64> = answers.iter().map(|answer| answer.at.0).collect();
    execute(transaction, UPSERT, &[&organisation, &key, &fingerprint, &status, &body, &at]).await?;
    Ok(())
}

pub(super) async fn write_audit(
    transaction: &Transaction<'_>,
    organisation: &str,
    lines: &[AuditRow],
) -> StoreResult<()> {
    const INSERT: &str = "INSERT INTO audit (organisation_uid, at, actor, request_uid, operation, status, \
                          action, kind, subject_uid, patient_uid)
        SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::integer[], \
        $7::text[], $8::text[], $9::text[], $10::text[])";
    if lines.is_empty() {
        return Ok(());
    }
    let at: Vec<i64> = lines.iter().map(|line| line.at.0).collect();
    let status: Vec<i32> = lines.iter().map(|line| line.status.into()).collect();
    let texts = |of: fn(&AuditRow) -> &str| lines.iter().map(of).collect::<Vec<&str>>();
    let subject: Vec<Option<&str>> = lines.iter().map(|line| line.subject_uid.as_deref()).collect();
    let patient: Vec<Option<&str>> = lines.iter().map(|line| line.patient_uid.as_deref()).collect();
    execute(
        transaction,
        INSERT,
        &[
            &organisation,
            &at,
            &texts(|line| &line.actor),
            &texts(|line| &line.request_uid),
            &texts(|line| &line.operation),
            &status,
            &texts(|line| &line.action),
            &texts(|line| &line.kind),
            &subject,
            &patient,
        ],
    )
    .await?;
    Ok(())
}
