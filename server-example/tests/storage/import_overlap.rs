//! Appointments that overlap, from a file: what the engine takes is brought in, in any order of rows and on
//! both databases, and it is said which overlap.

use std::path::Path;
use std::process::Command;

use crate::common::{NOW, Server};
use crate::postgres::Postgres;
use serde_json::{Value, json};

const STATUSES: [&str; 4] = ["held", "confirmed", "completed", "no_show"];

fn appointment(uid: &str, status: &str, doctor: &str, start: i64, kind: &str) -> Value {
    json!({ "uid": uid, "status": status, "doctor_uid": doctor, "patient_uid": format!("pat-{uid}"),
        "start_date": start,
        "end_date": start + 1_800, "appointment_type_uid": kind,
        "hold_expires_at": (status == "held").then_some(start) })
}

fn clinic(appointments: &[Value]) -> Value {
    let rule = json!({ "uid": "r", "weekday": 3, "start_time": 0, "end_time": 1_440 });
    json!({ "clinic": {
        "appointment_types": [ { "uid": "one", "name": "One", "duration_minutes": 30 },
            { "uid": "many", "name": "Many", "duration_minutes": 30, "capacity": 5 } ],
        "doctors": [ { "uid": "doc-1", "availability_rules": [rule] }, { "uid": "doc-2" } ],
        "appointments": appointments,
    } })
}

fn import(address: &str, folder: &Path, org: &str, clinic: &Value) -> (bool, String) {
    let file = folder.join("clinic.json");
    std::fs::write(&file, clinic.to_string()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk-server"));
    command.env("FRONTDESK_LOG", "warn").args(["import", "--database", address, "--org", org]).arg(file);
    let done = command.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    (done.status.success(), said)
}

#[tokio::test]
async fn what_the_engine_takes_is_brought_in_whatever_the_order() {
    let postgres = Postgres::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.db").display().to_string();
    for address in [file, postgres.database("overlap").await] {
        for (first, second) in STATUSES.into_iter().flat_map(|one| STATUSES.map(|other| (one, other))) {
            let mut answers = Vec::new();
            for reversed in [false, true] {
                let mut rows = vec![
                    appointment("a", first, "doc-1", 1_700_000_000, "one"),
                    appointment("b", second, "doc-1", 1_700_000_600, "one"),
                    appointment("c", "completed", "doc-1", 1_700_002_400, "one"),
                    appointment("d", "confirmed", "doc-2", 1_700_000_000, "many"),
                    appointment("e", "confirmed", "doc-2", 1_700_000_000, "many"),
                ];
                if reversed {
                    rows.reverse();
                }
                let org = format!("{first}-{second}-{reversed}").replace('_', "-");
                let (done, said) = import(&address, folder.path(), &org, &clinic(&rows));
                assert!(done, "{address} {org}: {said}");
                answers.push(said.replace(&org, "org"));
            }
            assert_eq!(answers[0], answers[1]);
            assert!(
                answers[0].contains("`doc-1` has appointments at the same time: a, b\n"),
                "{}",
                answers[0]
            );
            assert!(!answers[0].contains("doc-2"), "a group visit is no overlap: {}", answers[0]);
        }
    }
}

/// The file is brought in beside what is there, again and with more, and what overlaps can be changed.
#[tokio::test]
async fn what_is_there_may_overlap_with_what_comes_and_nothing_new_may() {
    let postgres = Postgres::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.db").display().to_string();
    for address in [file, postgres.database("more").await] {
        let start = (NOW.0 / 86_400 + 1) * 86_400 + 36_000;
        let rows = [
            appointment("a", "confirmed", "doc-1", start, "many"),
            appointment("b", "confirmed", "doc-1", start, "many"),
            appointment("c", "confirmed", "doc-1", start + 1_800, "one"),
        ];
        let brings = |rows: &[Value]| {
            let mut file = clinic(rows);
            file["shops"] = json!([{ "uid": "shop-1", "name": "A shop" }]);
            file["patient_profiles"] = json!([{ "uid": "pp-1", "patient_uid": "pat-1", "shop_uid": "shop-1",
                "shop_customer_id": "1" }]);
            let (done, said) = import(&address, folder.path(), "org-1", &file);
            assert!(done, "{address}: {said}");
            said
        };
        assert!(!brings(&rows).contains("at the same time"));
        // It overlaps both the group and what comes after.
        let more = [appointment("d", "confirmed", "doc-1", start + 900, "one")];
        for _ in 0..2 {
            assert!(brings(&more).contains("`doc-1` has appointments at the same time: a, b, d, c\n"));
        }
        brings(&rows);
        let server = Server::beside(&address).await;
        let key = server.key_for("org-1", frontdesk_server::auth::permission::PERMISSIONS).await;
        let ask = async |path: &str, body: Value| {
            server.ask_with(axum::http::Method::POST, path, &[("x-api-key", &key)], Some(body)).await
        };
        let taken = json!({ "doctor_uid": "doc-1", "appointment_type_uid": "one", "start_date": start + 900,
            "patient_profile_uid": "pp-1" });
        ask("/v1/scheduling/appointments/hold", taken).await.is(409);
        for uid in ["a", "c", "d"] {
            let path = format!("/v1/management/scheduling/appointments/{uid}/cancel");
            ask(&path, json!({ "reason": "ill" })).await.is(200);
        }
    }
}

#[tokio::test]
async fn who_has_what_the_file_would_take_is_not_told_but_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let address = folder.path().join("test.db").display().to_string();
    let shops = |count: usize| {
        let shops: Vec<Value> =
            (0..count).map(|at| json!({ "uid": format!("shop-{at:03}"), "name": "A shop" })).collect();
        json!({ "clinic": {}, "shops": shops })
    };
    assert!(import(&address, folder.path(), "org-1", &shops(120)).0);
    let (done, said) = import(&address, folder.path(), "org-2", &shops(130));
    assert!(!done && said.contains("shop `shop-000`, shop `shop-001`"), "{said}");
    assert!(said.contains("`shop-099` and 20 more") && !said.contains("org-1"), "{said}");
    for (email, done) in [(254, true), (255, false)] {
        let patients =
            json!({ "clinic": {}, "patients": [ { "uid": "pat-1", "email": "e".repeat(email) } ] });
        let (was_done, said) = import(&address, folder.path(), "org-3", &patients);
        assert_eq!(was_done, done, "{said}");
        assert!(done || said.contains("patients[0].email: 255 bytes; at most 254"), "{said}");
    }
}
