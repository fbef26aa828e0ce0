//! Doctors, patients, and what was imported beside them.

use crate::common::Server;
use axum::http::Method;
use serde_json::json;

const MANAGEMENT: &str = "/v1/management";

#[tokio::test]
async fn what_is_documented_of_each() {
    let server = Server::demo().await;
    let patient = json!({ "uid": "pat-789", "data": { "display_name": "Jane Doe",
        "email": "jane.doe@example.com", "date_of_birth": "1960-04-10" } });
    let cases = [
        ("patients?email=jane.doe%40example.com", patient.clone()),
        ("patients/pat-789", patient),
        ("patients/pat-789/intent/renewal", json!({ "return_code": "VALID" })),
        ("patients/pat-789/intent/questionnaire", json!({ "return_code": "EXPIRED" })),
        ("patients/pat-789/intent/anything", json!({ "return_code": "NOT_FOUND" })),
        (
            "prescriptions/rx-001",
            json!({ "uid": "rx-001", "status": "signed", "doctor": { "uid": "doc-456",
                "display_name": "Dr. Schmidt" }, "rendered": true }),
        ),
        (
            "doctors/doc-456/statistics",
            json!({ "doctor_uid": "doc-456", "prescriptions": 2,
                "by_status": { "signed": 1, "waiting_for_doctor": 1 } }),
        ),
        (
            "doctors/doc-457/statistics",
            json!({ "doctor_uid": "doc-457", "prescriptions": 0, "by_status": {} }),
        ),
        (
            "wallet-passes/templates",
            json!({ "data": [ { "uid": "wpt-001", "name": "Appointment card" } ], "total": 1 }),
        ),
    ];
    for (path, expected) in cases {
        assert_eq!(server.get(&format!("{MANAGEMENT}/{path}")).await.is(200), expected, "{path}");
    }
    let doctors = server.get(&format!("{MANAGEMENT}/doctors?limit=2")).await.is(200);
    assert_eq!((&doctors["totalRegistries"], &doctors["totalPages"]), (&json!(3), &json!(2)));
    assert_eq!(
        doctors["data"][0],
        json!({ "uid": "doc-456", "display_name": "Dr. Schmidt", "active": true, "timezone": null })
    );
    let products = server.get(&format!("{MANAGEMENT}/products?page=1&limit=1")).await.is(200);
    assert_eq!(
        (&products["data"][0]["uid"], &products["data"][0]["skus"][1]["uid"]),
        (&json!("prod-002"), &json!("sku-003"))
    );
    assert_eq!(server.get(&format!("{MANAGEMENT}/orders/ord-001")).await.is(200)["status"], "created");
    let pushed = json!([ { "wallet_pass_uid": "wp-001", "message": "Your appointment begins soon" } ]);
    assert_eq!(
        server.post(&format!("{MANAGEMENT}/wallet-passes/push-notifications"), pushed).await.is(200)["data"]
            [0]["wallet_pass_uid"],
        "wp-001"
    );
}

#[tokio::test]
async fn what_is_wrong_is_refused() {
    let server = Server::demo().await;
    for (path, status) in [
        ("patients", 400),
        ("patients?email=nobody", 400),
        ("patients?email=nobody%40example.com", 404),
        ("patients/pat-900", 404),
        ("patients/pat-900/intent/renewal", 404),
        ("orders/no-such", 404),
        ("prescriptions/no-such", 404),
        ("doctors/doc-900/statistics", 404),
        ("products?limit=0", 400),
        ("doctors?page=-1", 400),
    ] {
        server.get(&format!("{MANAGEMENT}/{path}")).await.is(status);
    }
    let push = format!("{MANAGEMENT}/wallet-passes/push-notifications");
    for (body, status) in [
        (json!([]), 400),
        (json!({}), 400),
        (json!([ { "wallet_pass_uid": "wp-001", "message": "" } ]), 400),
        (
            json!([ { "wallet_pass_uid": "wp-001", "message": "x" },
                { "wallet_pass_uid": "wp-900", "message": "x" } ]),
            404,
        ),
        (json!(vec![json!({ "wallet_pass_uid": "wp-001", "message": "x" }); 101]), 400),
    ] {
        server.post(&push, body).await.is(status);
    }
}

#[tokio::test]
async fn a_key_of_one_shop_sees_what_is_that_shops() {
    let server = Server::demo().await;
    let all = frontdesk_server::auth::permission::PERMISSIONS;
    let own = server.key_of_shop("org-123", Some("shop-abc123"), all).await;
    let other = server.key_of_shop("org-123", Some("shop-other"), all).await;
    let ask = async |key: &str, path: &str| {
        server.ask_with(Method::GET, &format!("{MANAGEMENT}/{path}"), &[("x-api-key", key)], None).await
    };
    ask(&own, "orders/ord-001").await.is(200);
    ask(&other, "orders/ord-001").await.is(404);
    ask(&other, "prescriptions/rx-001").await.is(404);
    ask(&own, "patients/pat-789").await.is(404);
    assert_eq!(ask(&own, "products").await.is(200)["totalRegistries"], 1);
    assert_eq!(ask(&other, "products").await.is(200)["totalRegistries"], 0);
    ask(&own, "notification-subscriptions").await.is(403);
}
