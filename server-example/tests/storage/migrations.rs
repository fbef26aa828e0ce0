//! A database that an older program has made and filled is brought up to date, from each step on and on both
//! databases: afterwards it is asked what one is asked that was made today, and answers the same.

use crate::common::{NOW, Server};
use crate::postgres;
use axum::http::Method;
use rusqlite::Connection;
use serde_json::{Value, json};
use tokio_postgres::Client;

/// The steps, as each was released.
const SQLITE: [&str; 6] = [
    include_str!("../../src/store/sqlite/schema.sql"),
    include_str!("../../src/store/sqlite/schema_2.sql"),
    include_str!("../../src/store/sqlite/schema_3.sql"),
    include_str!("../../src/store/sqlite/schema_4.sql"),
    include_str!("../../src/store/sqlite/schema_5.sql"),
    include_str!("../../src/store/sqlite/schema_6.sql"),
];
const POSTGRESQL: [&str; 6] = [
    include_str!("../../src/store/postgres/schema.sql"),
    include_str!("../../src/store/postgres/schema_2.sql"),
    include_str!("../../src/store/postgres/schema_3.sql"),
    include_str!("../../src/store/postgres/schema_4.sql"),
    include_str!("../../src/store/postgres/schema_5.sql"),
    include_str!("../../src/store/postgres/schema_6.sql"),
];

/// Tables, each with the step that made it. A column that came later is left out of what older ones are
/// given.
const TABLES: [(&str, usize); 10] = [
    ("organisation", 1),
    ("api_key", 1),
    ("record", 1),
    ("appointment", 1),
    ("journal", 1),
    ("answer", 1),
    ("audit", 2),
    ("delivery", 3),
    ("delivery_queue", 3),
    ("pass", 4),
];

/// A secret that an older program has written where it is not to be found any more.
const SECRET: &str = "whsec_of-an-older-program";

/// What an older program has left besides, in the words of both databases: deliveries and launch codes as
/// records, secrets in the journal and in a booking secret that was revoked.
fn left_behind(step: usize, deliveries: &[Value]) -> Vec<String> {
    let record = |kind: &str, uid: &str, data: Value| {
        let data = data.to_string().replace('\'', "''");
        format!(
            "INSERT INTO record (organisation_uid, kind, uid, data) VALUES ('org-123', '{kind}', '{uid}', \
             '{data}')"
        )
    };
    let mut left = Vec::new();
    if step < 3 {
        for delivery in deliveries {
            let data = json!({
                "message_uid": delivery["message_uid"], "subscription_uid": delivery["subscription_uid"],
                "event_type": delivery["event_type"], "body": delivery["body"],
                "created_at": delivery["created_at"],
                "attempts": delivery["attempts"], "next_attempt_at": delivery["next_attempt_at"],
                "last_outcome": { "status": delivery["last_status"], "error": delivery["last_error"] },
                "finished_at": delivery["finished_at"],
            });
            let kind =
                if delivery["finished_at"].is_null() { "webhook_delivery" } else { "webhook_delivery_done" };
            left.push(record(kind, delivery["uid"].as_str().unwrap(), data));
        }
    }
    if step < 4 {
        for kind in ["launch_code", "booking_session", "stream_ticket"] {
            left.push(record(kind, "pass-1", json!({ "patient_uid": "pat-789" })));
        }
    }
    if step < 5 {
        let line = json!(["booking_secret", { "uid": "bks-1", "secret": SECRET }]);
        left.push(format!(
            "UPDATE journal SET kind = 'record', data = '{line}' WHERE version = (SELECT max(version) FROM \
             journal)"
        ));
        left.push(format!(
            "UPDATE record SET data = replace(data, '\"secret\":\"\"', '\"secret\":\"{SECRET}\"') WHERE kind \
             = 'booking_secret'"
        ));
    }
    left
}

/// A server of today on which this and that has happened.
async fn filled(address: &str) -> Server {
    let server = Server::demo_on(address).await;
    let secrets = "/v1/management/scheduling/booking-secrets";
    server.post(secrets, json!({})).await.is(201);
    let revoked = server.post(secrets, json!({})).await.is(201);
    let kid = revoked["key_id"].as_str().unwrap();
    server.delete(&format!("{secrets}/{kid}")).await.is(204);
    let subscription =
        json!({ "notification_type": "patient_doctor_meeting_updated", "target": "https://example.com/" });
    server.post("/v1/management/notification-subscriptions", subscription).await.is(201);
    let reason = json!({ "reason": "it's late" });
    server.post("/v1/management/scheduling/appointments/mtg-abc123/cancel", reason).await.is(200);
    let rule = json!({ "weekday": 6, "start_time": 600, "end_time": 660 });
    let headers = [("x-api-key", server.key.as_str()), ("idempotency-key", "once")];
    let rules = "/v1/management/scheduling/doctors/doc-456/availability-rules";
    server.ask_with(Method::POST, rules, &headers, Some(rule)).await.is(201);
    server
}

/// Everything that can be asked without an id, and a few things with one.
async fn questions(server: &Server) -> Vec<String> {
    const WITH_ID: [&str; 5] = [
        "/v1/management/scheduling/appointments/mtg-abc123",
        "/v1/management/scheduling/doctors/doc-456/availability-rules",
        "/v1/management/scheduling/doctors/doc-456/availability-exceptions",
        "/v1/management/patients/pat-789",
        "/v1/management/doctors/doc-456",
    ];
    let document = server.get("/v1/management/openapi.json").await.is(200);
    let paths = document["paths"].as_object().unwrap();
    let asked = paths.iter().filter(|(path, operations)| {
        operations["get"].is_object() && !path.contains('{') && !path.ends_with("/events")
    });
    let slots = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&from={}&to={}",
        NOW.0,
        NOW.0 + 14 * 86_400
    );
    let all = asked.map(|(path, _)| path.clone()).chain(WITH_ID.map(str::to_owned)).chain([slots]);
    // The first tells of the database itself.
    let all = all.filter(|path| !path.ends_with("/health") && !path.ends_with("openapi.json"));
    let mut all: Vec<String> = all.collect();
    // Some questions are written down in the trail.
    all.sort_by_key(|path| !path.contains("/audit"));
    all
}

async fn check(step: usize, today: &Server, migrated: &Server, secrets: impl AsyncFn() -> i64) {
    let mut answered = 0;
    for path in questions(today).await {
        if step < 2 && path.contains("/audit") {
            continue;
        }
        let (mut expected, found) = (today.get(&path).await, migrated.get(&path).await);
        if step < 3 && path.ends_with("/notification-deliveries") {
            // An older program has not told the order.
            expected.body["data"][0]["sequence"] = json!(0);
        }
        assert_eq!((expected.status, &expected.body), (found.status, &found.body), "step {step}: {path}");
        answered += usize::from(expected.status == 200);
    }
    assert!(answered >= 12, "{answered} questions have an answer");
    assert_eq!(secrets().await, 0, "step {step}: a secret is where nobody should find it");
    // It is worked with as with one of today: what was answered once is answered again, and one slot is
    // one's.
    let rules = "/v1/management/scheduling/doctors/doc-456/availability-rules";
    let headers = [("x-api-key", migrated.key.as_str()), ("idempotency-key", "once")];
    let rule = json!({ "weekday": 6, "start_time": 600, "end_time": 660 });
    let again = migrated.ask_with(Method::POST, rules, &headers, Some(rule)).await;
    assert!(again.headers.contains_key("idempotency-replayed"), "step {step}: {again:?}");
    let path = questions(today).await.pop().unwrap();
    let slot = migrated.get(&path).await.is(200)["data"][0].take();
    let hold = json!({ "appointment_type_uid": "apt-001", "doctor_uid": slot["doctor_uid"],
        "start_date": slot["start_date"],
        "patient_profile_uid": "pp-790" });
    migrated.post("/v1/scheduling/appointments/hold", hold.clone()).await.is(201);
    migrated.post("/v1/scheduling/appointments/hold", hold).await.is(409);
    let deliveries = migrated.get("/v1/management/notification-deliveries").await.is(200);
    assert_eq!(deliveries["data"].as_array().unwrap().len(), 2, "step {step}: {deliveries}");
}

/// Where nobody should find a secret: the journal, secrets that were revoked, and passes that are records.
const FOUND: &str = "SELECT (SELECT count(*) FROM journal WHERE data LIKE '%whsec_of-an-older%')
    + (SELECT count(*) FROM record WHERE data LIKE '%whsec_of-an-older%')
    + (SELECT count(*) FROM record WHERE kind IN ('launch_code', 'booking_session', 'stream_ticket'))";

#[tokio::test]
async fn sqlite_is_brought_up_to_date_from_each_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let today = filled(&path("today.db")).await;
    for step in 1..=SQLITE.len() {
        let address = path(&format!("step_{step}.db"));
        let connection = Connection::open(&address).unwrap();
        SQLITE[..step].iter().for_each(|sql| connection.execute_batch(sql).unwrap());
        connection.execute("ATTACH ?1 AS today", [path("today.db")]).unwrap();
        for (table, _) in TABLES.iter().filter(|(_, since)| *since <= step) {
            let columns = format!("SELECT group_concat(name) FROM pragma_table_info('{table}', 'main')");
            let columns: String = connection.query_row(&columns, [], |row| row.get(0)).unwrap();
            let insert = format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}");
            connection.execute_batch(&insert).unwrap();
        }
        let deliveries = sqlite_rows(&connection, "today.delivery");
        connection.execute_batch("DETACH today").unwrap();
        left_behind(step, &deliveries).iter().for_each(|sql| connection.execute_batch(sql).unwrap());
        connection.pragma_update(None, "user_version", step as u32).unwrap();
        let before: i64 = connection.query_row(FOUND, [], |row| row.get(0)).unwrap();
        assert_eq!(before > 0, step < 5, "step {step}");
        drop(connection);
        let migrated = Server::beside(&address).await.with_key(&today.key);
        check(step, &today, &migrated, async || {
            Connection::open(&address).unwrap().query_row(FOUND, [], |row| row.get(0)).unwrap()
        })
        .await;
    }
}

/// Rows as JSON.
fn sqlite_rows(connection: &Connection, table: &str) -> Vec<Value> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let names: Vec<String> = statement.column_names().iter().map(|name| (*name).to_owned()).collect();
    let rows = statement.query_map([], |row| {
        let value = |index: usize| match row.get_ref_unwrap(index) {
            rusqlite::types::ValueRef::Integer(number) => json!(number),
            rusqlite::types::ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
            _ => Value::Null,
        };
        Ok(names.iter().enumerate().map(|(index, name)| (name.clone(), value(index))).collect())
    });
    rows.unwrap().map(Result::unwrap).collect()
}

#[tokio::test]
async fn postgresql_is_brought_up_to_date_from_each_step() {
    let postgres = postgres::Postgres::start().await;
    let address = postgres.database("today").await;
    let today = filled(&address).await;
    let of_today = connect(&address).await;
    for step in 1..=POSTGRESQL.len() {
        let address = postgres.database(&format!("step_{step}")).await;
        let client = connect(&address).await;
        for sql in &POSTGRESQL[..step] {
            client.batch_execute(sql).await.unwrap();
        }
        for (table, _) in TABLES.iter().filter(|(_, since)| *since <= step) {
            let rows = rows(&of_today, table).await.to_string();
            let insert = format!(
                "INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM \
                 json_populate_recordset(NULL::public.{table}, $1::text::json)"
            );
            client.execute(&insert, &[&rows]).await.unwrap();
            if ["record", "appointment", "audit", "delivery"].contains(table) {
                let next = format!(
                    "SELECT setval(pg_get_serial_sequence('{table}', 'number'), (SELECT max(number) FROM \
                     {table}))"
                );
                client.batch_execute(&next).await.unwrap();
            }
        }
        let deliveries = rows(&of_today, "delivery").await;
        for sql in left_behind(step, deliveries.as_array().unwrap()) {
            client.batch_execute(&sql).await.unwrap();
        }
        let version = "CREATE TABLE schema_version (version BIGINT NOT NULL)";
        client.batch_execute(version).await.unwrap();
        for step in 1..=step as i64 {
            client.execute("INSERT INTO schema_version VALUES ($1)", &[&step]).await.unwrap();
        }
        assert_eq!(found(&client).await > 0, step < 5, "step {step}");
        let migrated = Server::beside(&address).await.with_key(&today.key);
        check(step, &today, &migrated, async || found(&client).await).await;
    }
}

async fn connect(address: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn rows(client: &Client, table: &str) -> Value {
    let all = format!("SELECT coalesce(json_agg(t), '[]')::text FROM {table} AS t");
    serde_json::from_str(client.query_one(&all, &[]).await.unwrap().get(0)).unwrap()
}

async fn found(client: &Client) -> i64 {
    client.query_one(FOUND, &[]).await.unwrap().get(0)
}
