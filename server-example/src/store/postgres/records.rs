//! Records of the kinds that desks do not keep in mind: by id, by second name, page by page.

use deadpool_postgres::GenericClient;
use frontdesk::Uid;

use super::columns::record_row;
use crate::store::{Listed, Page, RecordRow, StoreResult};

pub(super) async fn record(
    client: &impl GenericClient,
    organisation: &Uid,
    kind: &str,
    uid: &str,
) -> StoreResult<Option<RecordRow>> {
    const ONE: &str =
        "SELECT kind, uid, alias, data FROM record WHERE organisation_uid = $1 AND kind = $2 AND uid = $3";
    let one = client.prepare_cached(ONE).await?;
    let row = client.query_opt(&one, &[&organisation.as_str(), &kind, &uid]).await?;
    Ok(row.as_ref().map(record_row))
}

pub(super) async fn records(
    client: &impl GenericClient,
    organisation: &Uid,
    kind: &str,
    page: Page,
) -> StoreResult<Listed<RecordRow>> {
    const COUNT: &str = "SELECT count(*) FROM record WHERE organisation_uid = $1 AND kind = $2";
    const LIST: &str = "SELECT kind, uid, alias, data FROM record WHERE organisation_uid = $1 AND kind = $2
        ORDER BY uid LIMIT $3 OFFSET $4";
    let total = client.query_one(COUNT, &[&organisation.as_str(), &kind]).await?.get(0);
    let (limit, offset) = (page.limit, page.page * page.limit);
    let rows = client.query(LIST, &[&organisation.as_str(), &kind, &limit, &offset]).await?;
    Ok(Listed { rows: rows.iter().map(record_row).collect(), total })
}

pub(super) async fn record_by_alias(
    client: &impl GenericClient,
    organisation: &Uid,
    kind: &str,
    alias: &str,
) -> StoreResult<Option<RecordRow>> {
    const NEWEST: &str = "SELECT kind, uid, alias, data FROM record
        WHERE organisation_uid = $1 AND kind = $2 AND alias = $3 ORDER BY number DESC LIMIT 1";
    let newest = client.prepare_cached(NEWEST).await?;
    let row = client.query_opt(&newest, &[&organisation.as_str(), &kind, &alias]).await?;
    Ok(row.as_ref().map(record_row))
}
