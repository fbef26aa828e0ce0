//! Lookups of imported records (orders, prescriptions, products) that hold to the shops which a caller's key
//! may see.

use frontdesk::{Uid, from_json};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::auth::Caller;
use crate::error::{ApiError, ApiResult};
use crate::limits::PAGE_LIMIT_MAX;
use crate::store::{Listed, Page, RecordRow};

/// Which page.
#[derive(Deserialize, JsonSchema)]
pub(in crate::api) struct Paging {
    /// Page number, from 0.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub(in crate::api) page: Option<i64>,
    /// Entries of a page; what is over 200 is 200.
    #[schemars(range(min = 1))]
    pub(in crate::api) limit: Option<i64>,
}

/// A record by its id.
pub(in crate::api) async fn record<T: DeserializeOwned>(
    caller: &Caller,
    kind: &str,
    uid: &str,
    shop: impl Fn(&T) -> Option<&Uid>,
) -> ApiResult<T> {
    let row = caller.store.record(caller.organisation(), kind, uid).await?.ok_or_else(ApiError::not_found)?;
    let record: T = read(&row)?;
    if !caller.reaches(shop(&record)) {
        return Err(ApiError::not_found());
    }
    Ok(record)
}

/// A page of records.
pub(in crate::api) async fn records<T: DeserializeOwned>(
    caller: &Caller,
    kind: &str,
    page: Page,
    shop: impl Fn(&T) -> Option<&Uid>,
) -> ApiResult<Listed<T>> {
    if caller.shop.is_none() {
        let listed = caller.store.records(caller.organisation(), kind, page).await?;
        return Ok(Listed {
            rows: listed.rows.iter().map(read).collect::<ApiResult<_>>()?,
            total: listed.total,
        });
    }
    // A key of one shop sees what is that shop's: the database does not know whose records are.
    let mut within: Vec<T> = Vec::new();
    for number in 0.. {
        let listed = caller
            .store
            .records(caller.organisation(), kind, Page { page: number, limit: PAGE_LIMIT_MAX })
            .await?;
        let is_last = (number + 1) * PAGE_LIMIT_MAX >= listed.total;
        for row in &listed.rows {
            let record: T = read(row)?;
            if caller.reaches(shop(&record)) {
                within.push(record);
            }
        }
        if is_last {
            break;
        }
    }
    let total = within.len() as i64;
    let skipped = usize::try_from(page.page.saturating_mul(page.limit)).unwrap_or(usize::MAX);
    Ok(Listed { rows: within.into_iter().skip(skipped).take(page.limit as usize).collect(), total })
}

pub(in crate::api) fn read<T: DeserializeOwned>(row: &RecordRow) -> ApiResult<T> {
    from_json(row.data.as_deref().unwrap_or_default()).map_err(|error| ApiError::internal(&error))
}
