//! Statements about passes: insert, look up, redeem once, delete.

use async_trait::async_trait;
use deadpool_postgres::Client;
use frontdesk::{Instant, Uid};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::database::Postgres;
use crate::store::{PassRow, Passes, StoreResult};

const COLUMNS: &str = "kind, hash, organisation_uid, patient_uid, patient_profile_uid, shop_uid, key_id, \
                       made_at, expires_at, ends_at";

#[async_trait]
impl Passes for Postgres {
    async fn add_pass(&self, pass: PassRow, since: Instant, most: i64) -> StoreResult<bool> {
        self.soon(async |mut client| add(&mut client, &pass, since, most).await).await
    }

    async fn pass(&self, kind: &str, hash: &str) -> StoreResult<Option<PassRow>> {
        self.soon(async |client| find(&client, kind, hash).await).await
    }

    async fn take_pass(&self, kind: &str, hash: &str) -> StoreResult<Option<PassRow>> {
        self.soon(async |client| take(&client, kind, hash).await).await
    }

    async fn passes_of(&self, organisation: &Uid, patient_uid: &str) -> StoreResult<Vec<PassRow>> {
        self.soon(async |client| of_patient(&client, organisation, patient_uid).await).await
    }

    async fn forget_passes(&self, before: Instant, limit: i64) -> StoreResult<u64> {
        self.soon(async |client| forget(&client, before, limit).await).await
    }
}

async fn add(client: &mut Client, pass: &PassRow, since: Instant, most: i64) -> StoreResult<bool> {
    // One after the other for each patient: each counts those before.
    const TURN: &str = "SELECT pg_advisory_xact_lock(hashtextextended($1::text || ' ' || $2::text, 0))";
    let add = format!(
        "INSERT INTO pass ({COLUMNS}) SELECT $1, $2, $3::text, $4::text, $5, $6, $7, $8::bigint, $9::bigint, \
         $10::bigint
         WHERE (SELECT count(*) FROM pass WHERE organisation_uid = $3 AND patient_uid = $4 AND made_at >= \
         $11) < $12"
    );
    let (organisation, patient) = (pass.organisation_uid.as_str(), pass.patient_uid.as_str());
    let values: [&(dyn ToSql + Sync); 12] = [
        &pass.kind,
        &pass.hash,
        &organisation,
        &patient,
        &pass.patient_profile_uid.as_str(),
        &pass.shop_uid.as_str(),
        &pass.key_id.as_str(),
        &pass.made_at.0,
        &pass.expires_at.0,
        &pass.ends_at.0,
        &since.0,
        &most,
    ];
    let transaction = client.transaction().await?;
    transaction.execute(TURN, &[&organisation, &patient]).await?;
    let added = transaction.execute(&add, &values).await?;
    transaction.commit().await?;
    Ok(added > 0)
}

async fn find(client: &Client, kind: &str, hash: &str) -> StoreResult<Option<PassRow>> {
    let find = format!("SELECT {COLUMNS} FROM pass WHERE kind = $1 AND hash = $2");
    let statement = client.prepare_cached(&find).await?;
    Ok(client.query_opt(&statement, &[&kind, &hash]).await?.as_ref().map(pass))
}

async fn take(client: &Client, kind: &str, hash: &str) -> StoreResult<Option<PassRow>> {
    let take = format!("DELETE FROM pass WHERE kind = $1 AND hash = $2 RETURNING {COLUMNS}");
    Ok(client.query_opt(&take, &[&kind, &hash]).await?.as_ref().map(pass))
}

async fn of_patient(client: &Client, organisation: &Uid, patient_uid: &str) -> StoreResult<Vec<PassRow>> {
    let all = format!(
        "SELECT {COLUMNS} FROM pass WHERE organisation_uid = $1 AND patient_uid = $2 ORDER BY made_at, hash"
    );
    Ok(client.query(&all, &[&organisation.as_str(), &patient_uid]).await?.iter().map(pass).collect())
}

async fn forget(client: &Client, before: Instant, limit: i64) -> StoreResult<u64> {
    const FORGET: &str = "DELETE FROM pass WHERE (kind, hash) IN
        (SELECT kind, hash FROM pass WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
    Ok(client.execute(FORGET, &[&before.0, &limit]).await?)
}

fn pass(row: &Row) -> PassRow {
    let uid = |index: usize| Uid::from(row.get::<_, &str>(index));
    PassRow {
        kind: row.get(0),
        hash: row.get(1),
        organisation_uid: uid(2),
        patient_uid: uid(3),
        patient_profile_uid: uid(4),
        shop_uid: uid(5),
        key_id: uid(6),
        made_at: Instant(row.get(7)),
        expires_at: Instant(row.get(8)),
        ends_at: Instant(row.get(9)),
    }
}
