//! Statements about passes: insert, look up, redeem once, delete.

use async_trait::async_trait;
use frontdesk::{Instant, Uid};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::uid;
use super::database::Sqlite;
use crate::store::{PassRow, Passes, StoreResult};

const COLUMNS: &str = "kind, hash, organisation_uid, patient_uid, patient_profile_uid, shop_uid, key_id, \
                       made_at, expires_at, ends_at";

/// 1 if it was added.
#[async_trait]
impl Passes for Sqlite {
    async fn add_pass(&self, pass: PassRow, since: Instant, most: i64) -> StoreResult<bool> {
        let task = move |connection: &Connection| add(connection, &pass, since, most);
        Ok(self.writer()?.write(Box::new(task)).await? > 0)
    }

    async fn pass(&self, kind: &str, hash: &str) -> StoreResult<Option<PassRow>> {
        let (kind, hash) = (kind.to_owned(), hash.to_owned());
        self.read(move |connection| find(connection, &kind, &hash)).await
    }

    async fn take_pass(&self, kind: &str, hash: &str) -> StoreResult<Option<PassRow>> {
        let pass = self.pass(kind, hash).await?;
        let (kind, hash) = (kind.to_owned(), hash.to_owned());
        let task = move |connection: &Connection| remove(connection, &kind, &hash);
        let is_taken = pass.is_some() && self.writer()?.write(Box::new(task)).await? > 0;
        Ok(pass.filter(|_| is_taken))
    }

    async fn passes_of(&self, organisation: &Uid, patient_uid: &str) -> StoreResult<Vec<PassRow>> {
        let (organisation, patient_uid) = (organisation.clone(), patient_uid.to_owned());
        self.read(move |connection| of_patient(connection, &organisation, &patient_uid)).await
    }

    async fn forget_passes(&self, before: Instant, limit: i64) -> StoreResult<u64> {
        let task = move |connection: &Connection| forget(connection, before, limit);
        Ok(self.writer()?.write(Box::new(task)).await? as u64)
    }
}

fn add(connection: &Connection, pass: &PassRow, since: Instant, most: i64) -> StoreResult<i64> {
    let add = format!(
        "INSERT INTO pass ({COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
         WHERE (SELECT count(*) FROM pass WHERE organisation_uid = ?3 AND patient_uid = ?4 AND made_at >= \
         ?11) < ?12"
    );
    let values = params![
        pass.kind,
        pass.hash,
        pass.organisation_uid.as_str(),
        pass.patient_uid.as_str(),
        pass.patient_profile_uid.as_str(),
        pass.shop_uid.as_str(),
        pass.key_id.as_str(),
        pass.made_at.0,
        pass.expires_at.0,
        pass.ends_at.0,
        since.0,
        most
    ];
    Ok(connection.prepare_cached(&add)?.execute(values)? as i64)
}

fn find(connection: &Connection, kind: &str, hash: &str) -> StoreResult<Option<PassRow>> {
    let find = format!("SELECT {COLUMNS} FROM pass WHERE kind = ?1 AND hash = ?2");
    Ok(connection.prepare_cached(&find)?.query_row([kind, hash], pass).optional()?)
}

/// 1 if it was there.
fn remove(connection: &Connection, kind: &str, hash: &str) -> StoreResult<i64> {
    Ok(connection.execute("DELETE FROM pass WHERE kind = ?1 AND hash = ?2", [kind, hash])? as i64)
}

fn of_patient(connection: &Connection, organisation: &Uid, patient_uid: &str) -> StoreResult<Vec<PassRow>> {
    let all = format!(
        "SELECT {COLUMNS} FROM pass WHERE organisation_uid = ?1 AND patient_uid = ?2 ORDER BY made_at, hash"
    );
    let mut statement = connection.prepare_cached(&all)?;
    Ok(statement.query_map([organisation.as_str(), patient_uid], pass)?.collect::<Result<_, _>>()?)
}

fn forget(connection: &Connection, before: Instant, limit: i64) -> StoreResult<i64> {
    const FORGET: &str = "DELETE FROM pass WHERE (kind, hash) IN
        (SELECT kind, hash FROM pass WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)";
    Ok(connection.execute(FORGET, [before.0, limit])? as i64)
}

fn pass(row: &Row<'_>) -> rusqlite::Result<PassRow> {
    Ok(PassRow {
        kind: row.get(0)?,
        hash: row.get(1)?,
        organisation_uid: uid(row, 2)?,
        patient_uid: uid(row, 3)?,
        patient_profile_uid: uid(row, 4)?,
        shop_uid: uid(row, 5)?,
        key_id: uid(row, 6)?,
        made_at: Instant(row.get(7)?),
        expires_at: Instant(row.get(8)?),
        ends_at: Instant(row.get(9)?),
    })
}
