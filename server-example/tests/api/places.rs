//! How many patients a doctor sees at a time, by the ordinary ways to a doctor.

use crate::common::Server;
use axum::http::Method;
use serde_json::json;

const DOCTORS: &str = "/v1/management/doctors";

#[tokio::test]
async fn a_doctor_is_made_with_several_places_and_gets_others() {
    let server = Server::demo().await;
    let hygienist =
        json!({ "uid": "doc-chairs", "display_name": "Dr. Chairs", "concurrent_appointments_max": 2 });
    assert_eq!(server.post(DOCTORS, hygienist).await.is(201)["concurrent_appointments_max"], 2);
    let one = format!("{DOCTORS}/doc-chairs");
    assert_eq!(server.get(&one).await.is(200)["concurrent_appointments_max"], 2);
    let places = "/v1/management/scheduling/doctors/doc-chairs/places";
    assert_eq!(server.get(places).await.is(200)["concurrent_appointments_max"], 2);

    let patch =
        |most: i64| server.ask(Method::PATCH, &one, Some(json!({ "concurrent_appointments_max": most })));
    assert_eq!(patch(3).await.is(200)["concurrent_appointments_max"], 3);
    assert_eq!(server.get(places).await.is(200)["concurrent_appointments_max"], 3);
    for wrong in [0, 1_001] {
        let refused = patch(wrong).await.is(400);
        assert!(refused["errors"]["concurrent_appointments_max"].is_array(), "{refused}");
    }
    // What is said of something else leaves them.
    server.ask(Method::PATCH, &one, Some(json!({ "display_name": "Dr. Three Chairs" }))).await.is(200);
    assert_eq!(server.get(&one).await.is(200)["concurrent_appointments_max"], 3);
    // Whoever is made without has one.
    let alone = server.post(DOCTORS, json!({ "display_name": "Dr. Alone" })).await.is(201);
    assert_eq!(alone["concurrent_appointments_max"], 1);
}
