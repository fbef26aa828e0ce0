//! A doctor of a waiting room with several patients is so after a restart, on either database, also with
//! fewer places than patients.

use axum::http::Method;
use frontdesk_server::auth::permission::PERMISSIONS;
use frontdesk_server::store::Organisation;
use serde_json::{Value, json};

use crate::common::{NOW, Server, profile, tireless_doctor};

const ROOM: &str = "/v1/management/waiting-room";

pub(super) async fn several_patients_of_a_doctor_outlive_the_process(address: &str) {
    let server = Server::beside(address).await;
    let organisation =
        Organisation { uid: "org-1".into(), name: "Practice".to_owned(), timezone: None, created_at: NOW };
    let import = json!({ "clinic": { "doctors": [ tireless_doctor(1) ] },
        "shops": [ { "uid": "shop-1", "name": "Shop" } ],
        "patient_profiles": (1..=4).map(profile).collect::<Vec<_>>() });
    server.bring_in(organisation, serde_json::from_value(import).unwrap()).await;
    let key = server.key_for("org-1", PERMISSIONS).await;
    let server = server.with_key(&key);
    let restarted = async || Server::beside(address).await.with_key(&key);
    let places = async |server: &Server, most: i64| {
        let body = json!({ "shop_uid": "shop-1", "concurrent_patients_max": most });
        server.ask(Method::PUT, &format!("{ROOM}/doctors/doc-1/places"), Some(body)).await.is(200)
    };
    let call = async |server: &Server| {
        let body = json!({ "shop_uid": "shop-1", "doctor_uid": "doc-1" });
        server.post(&format!("{ROOM}/allocate"), body).await
    };
    let seen = async |server: &Server| {
        let list = server.get(&format!("{ROOM}/doctors?shop_uid=shop-1")).await.is(200)["data"][0].clone();
        let beside = list["beside"].as_array().unwrap().iter().map(|one| one["sees"].clone());
        let all = std::iter::once(list["sees"].clone()).chain(beside).filter(|uid| !uid.is_null());
        (list["concurrent_patients_max"].as_i64().unwrap(), all.collect::<Vec<Value>>())
    };

    places(&server, 3).await;
    let mut called = Vec::new();
    for number in 1..=4 {
        let patient = json!({ "shop_uid": "shop-1", "patient_profile_uid": format!("pp-{number}") });
        server.post(&format!("{ROOM}/register"), patient).await.is(201);
        let answered = call(&restarted().await).await;
        if number == 4 {
            assert_eq!(answered.is(409)["refusal"]["code"], "doctor_busy");
        } else {
            called.push(answered.is(200)["queue_uid"].clone());
        }
    }
    assert_eq!(seen(&restarted().await).await, (3, called.clone()));

    // Two of three have to go before the next is called.
    places(&restarted().await, 2).await;
    assert_eq!(seen(&restarted().await).await, (2, called.clone()));
    for is_free in [false, true] {
        let first = called.remove(0);
        let path = format!("{ROOM}/{}/complete", first.as_str().unwrap());
        restarted().await.post(&path, json!({})).await.is(200);
        assert_eq!(seen(&restarted().await).await, (2, called.clone()));
        let answered = call(&restarted().await).await;
        if is_free {
            called.push(answered.is(200)["queue_uid"].clone());
        } else {
            assert_eq!(answered.is(409)["refusal"]["uid"], called[0]);
        }
    }
    assert_eq!(seen(&restarted().await).await, (2, called));
}
