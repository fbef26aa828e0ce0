//! The self-check of a PostgreSQL database: whether what the server relies on is so.

use deadpool_postgres::Client;

use super::schema::MIGRATIONS;
use crate::clock::Clock;
use crate::store::StoreResult;
use crate::store::checkup::{Finding, Verdict};

/// The oldest version that is tested: 14.
const VERSION_MIN: i32 = 140_000;

/// Seconds that the two clocks may differ by.
const CLOCKS_DIFFER_MAX: i64 = 2;

pub(super) async fn checkup(client: &Client) -> StoreResult<Vec<Finding>> {
    const SERVER: &str = "SELECT current_setting('server_version'), \
                          current_setting('server_version_num')::integer, pg_is_in_recovery(),
        current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
        extract(epoch FROM clock_timestamp())::bigint, to_regclass('schema_version') IS NOT NULL";
    const GUARDS: &str =
        "SELECT (SELECT count(*) FROM pg_constraint WHERE conname = 'appointment_alone' AND \
                          contype = 'x' AND convalidated)
        + (SELECT count(*) FROM pg_trigger WHERE tgname = 'appointment_beside_none' AND tgenabled = 'O')";
    let row = client.query_one(SERVER, &[]).await?;
    let (version, number): (String, i32) = (row.get(0), row.get(1));
    let mut findings =
        vec![Finding::new(number >= VERSION_MIN, Verdict::Wrong, format!("PostgreSQL {version}"))];
    let is_replica: bool = row.get(2);
    findings.push(Finding::new(
        !is_replica,
        Verdict::Wrong,
        if is_replica { "a replica: decisions need the primary" } else { "the primary" },
    ));
    for (index, name, wrong) in
        [(3, "fsync", "off"), (4, "full_page_writes", "off"), (5, "synchronous_commit", "off")]
    {
        let value: String = row.get(index);
        findings.push(Finding::new(value != wrong, Verdict::Wrong, format!("{name} {value}")));
    }
    let apart = row.get::<_, i64>(6) - Clock::System.now().0;
    let is_near = apart.abs() <= CLOCKS_DIFFER_MAX;
    findings.push(Finding::new(
        is_near,
        Verdict::Doubtful,
        format!("its clock is {apart} s ahead of this one's"),
    ));
    let schema: i64 = match row.get(7) {
        true => client.query_one("SELECT coalesce(max(version), 0) FROM schema_version", &[]).await?.get(0),
        false => 0,
    };
    findings.push(Finding::of_schema(schema, MIGRATIONS.len()));
    let guards: i64 = client.query_one(GUARDS, &[]).await?.get(0);
    findings.push(Finding::new(
        guards == 2,
        Verdict::Wrong,
        format!("guards against overlaps: {guards} of 2"),
    ));
    Ok(findings)
}
