//! Every JSON example of the documents about rooms, on the demo account as it stands.

use crate::common::{Answered, NOW, Server};
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

async fn get(server: &Server, path: &str) -> Answered {
    server.ask_with(Method::GET, path, &[("x-accountcode", "vclinic")], None).await
}

/// As `curl --form` sends it.
async fn form(server: &Server, path: &str, fields: &[(&str, &str)]) -> Answered {
    let part = |(name, value): &(&str, &str)| {
        format!("--part\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body: String = fields.iter().map(part).chain(["--part--\r\n".to_owned()]).collect();
    let request = Request::post(path)
        .header("x-accountcode", "vclinic")
        .header("x-apitoken", &server.key)
        .header("content-type", "multipart/form-data; boundary=part")
        .body(Body::from(body));
    server.send(request.unwrap()).await
}

async fn create(server: &Server) -> Value {
    let fields = [
        ("domain", "vclinic.vsee.me"),
        ("slug", "provider00102"),
        ("name", "provider00102 room"),
        ("code", "b4vjj"),
    ];
    form(server, "/api_v3/rooms", &fields).await.is(200)
}

#[tokio::test]
async fn list_rooms() {
    let server = Server::demo().await;
    let listed = get(&server, "/api_v3/rooms").await.is(200);
    let documented = json!({
      "slug": "room1",
      "name": "Room 1",
      "domain": "demo.vsee.me",
      "code": "room1_code",
      "created": 1_427_922_788,
      "modified": 1_427_922_788
    });
    assert_eq!(listed["data"][0], documented);
    assert_eq!(listed["total_count"], 3);
    assert_eq!(
        get(&server, "/api_v3/rooms?page=2&limit=2").await.is(200)["data"].as_array().unwrap().len(),
        1
    );
    get(&server, "/api_v3/rooms?page=0").await.is(400);
}

#[tokio::test]
async fn create_a_room() {
    let server = Server::demo().await;
    let created = create(&server).await;
    let id = created["data"]["payment"]["consultations"][0]["id"].clone();
    assert_eq!(id.as_str().unwrap().len(), 36);
    let documented = json!({ "data": {
      "visits": { "walkin": { "enabled": true }, "appointment": { "enabled": false } },
      "auth": { "guest": { "type": 600, "log_in": { "enabled": true } } },
      "subtitle": "If this is an emergency, please call 911.",
      "slug": "provider00102", "name": "provider00102 room", "domain": "vclinic.vsee.me", "active": true,
      "users": "85741", "account_code": "vclinic", "provider_ids": [ "85741" ], "public_access_room": true,
      "modified": NOW.0, "created": NOW.0,
      "payment": {
        "consultations": [ { "id": id, "description": "15-min Consultation",
          "duration": 15, "amount": 0, "group": false, "charge": false, "slots": 1 } ],
        "currency": "USD", "__note__": "paymentCurrency will be deprecated by 1 Jun 2017"
      },
      "operation_settings": {
        "is_closed": false, "close_msg": "Service currently not available. Please check back later",
        "default_timezone": "America/Los_Angeles"
      },
      "id": "171", "code": "b4vjj"
    } });
    assert_eq!(created, documented);
    for version in ["api_v3", "api_v4"] {
        let shown = get(&server, &format!("/{version}/rooms/b4vjj")).await.is(200);
        for (field, value) in documented["data"].as_object().unwrap() {
            assert_eq!(shown["data"][field], *value, "{field}");
        }
        assert_eq!((&shown["data"]["description"], &shown["data"]["specialties"]), (&json!(""), &json!([])));
    }
}

#[tokio::test]
async fn a_slug_is_given_once_in_a_domain() {
    let server = Server::demo().await;
    let uat2 = [("domain", "vclinic.vsee.me"), ("slug", "uat2"), ("name", "UAT2")];
    let first = form(&server, "/api_v3/rooms", &uat2).await.is(200);
    assert_eq!(first["data"]["code"].as_str().unwrap().len(), 5);
    let second = form(&server, "/api_v3/rooms", &uat2).await.is(400);
    assert_eq!(
        second,
        json!({ "code": 400, "message": "In domain 'vclinic.vsee.me' slug 'uat2' already exists." })
    );
    let taken = [("domain", "vclinic.vsee.me"), ("slug", "uat3"), ("code", "ceproom1")];
    form(&server, "/api_v3/rooms", &taken).await.is(400);
    form(&server, "/api_v3/rooms", &[("domain", "vclinic.vsee.me")]).await.is(400);
}

#[tokio::test]
async fn list_providers() {
    let server = Server::demo().await;
    let documented = json!({ "data": [ {
      "id": "401", "username": "provider-401", "code": "", "subtype": "482", "first_name": "Jarod",
      "last_name": "Sun 401",
      "vseeid": "evisitdev+user401", "photo": null, "title": "", "suffix": "", "status": false,
      "short_bio": false
    } ] });
    assert_eq!(get(&server, "/api_v3/rooms/example-room-code/providers").await.is(200), documented);
}

#[tokio::test]
async fn view_a_provider() {
    let server = Server::demo().await;
    let documented = json!({ "data": {
      "id": "826", "code": "55de45a2ce384a24ad633301ac1f0144", "first_name": "John", "last_name": "Will",
      "username": "provider1",
      "vseeid": "conciergedev+user826", "email": "anton+provider1@vsee.com", "active": true, "title": "Dr.",
      "suffix": "M.D.", "tos": false,
      "phone": "334 2222211", "subtype": "482", "status": false,
      "educational_training": "edu and training...",
      "professional_interests": "interests...", "personal_interests": "some personal hobby",
      "short_bio": "..."
    } });
    assert_eq!(get(&server, "/api_v3/rooms/ceproom1/providers/826").await.is(200), documented);
    get(&server, "/api_v3/rooms/ceproom1/providers/401").await.is(404);
}

#[tokio::test]
async fn view_the_queue() {
    let server = Server::demo().await;
    let queue = get(&server, "/api_v3/rooms/ceproom1/queue?queue_uid=q-ceproom1-3").await.is(200);
    assert_eq!(
        queue,
        json!({ "data": { "length": 10, "capacity": 100, "average_visit_time": 3600, "before_me": 3 } })
    );
    assert_eq!(get(&server, "/api_v3/rooms/ceproom1/queue").await.is(200)["data"]["before_me"], 10);
    // The queue of a room that has the shop's is the shop's.
    assert_eq!(get(&server, "/api_v3/rooms/room1_code/queue").await.is(200)["data"]["length"], 2);
    server.delete("/v1/management/waiting-room/q-abc122").await.is(200);
    assert_eq!(get(&server, "/api_v3/rooms/room1_code/queue").await.is(200)["data"]["length"], 1);
    let joins =
        json!({ "shop_uid": "shop-abc123", "patient_profile_uid": "pp-xyz789", "room_code": "ceproom1" });
    assert_eq!(server.post("/v1/management/waiting-room/register", joins).await.is(201)["position"], 11);
}

#[tokio::test]
async fn associate_and_remove_a_room() {
    let server = Server::demo().await;
    let created = create(&server).await;
    let answer = form(&server, "/api_v3/users/85741/rooms", &[("code", "b4vjj")]).await.is(200);
    let documented = json!({ "data": [ {
      "_id": "171", "slug": "provider00102", "name": "provider00102 room",
      "domain": "vclinic.vsee.me", "code": "b4vjj", "active": true,
      "users": "85741", "account_code": "vclinic", "provider_ids": [ "85741" ], "public_access_room": true,
      "modified": { "sec": NOW.0, "usec": 0 }, "created": { "sec": NOW.0, "usec": 0 },
      "payment": { "consultations": created["data"]["payment"]["consultations"] },
      "default": false
    } ] });
    assert_eq!(answer, documented);
    let own = form(&server, "/api_v3/users/-/rooms", &[("code", "b4vjj"), ("default", "true")]).await.is(200);
    assert_eq!(own["data"][0]["default"], true);
    let both =
        form(&server, "/api_v3/users/85741/rooms", &[("code", "ceproom1"), ("default", "1")]).await.is(200);
    let defaults: Vec<&Value> = both["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|room| room["default"] == true)
        .map(|room| &room["code"])
        .collect();
    assert_eq!(defaults, ["ceproom1"]);

    let headers = [("x-accountcode", "vclinic"), ("x-apitoken", server.key.as_str())];
    let remove =
        async || server.ask_with(Method::DELETE, "/api_v3/users/85741/rooms/b4vjj", &headers, None).await;
    assert_eq!(remove().await.is(200), json!({}));
    assert_eq!(remove().await.is(404)["code"], 404);
    form(&server, "/api_v3/users/1/rooms", &[("code", "b4vjj")]).await.is(404);
}

#[tokio::test]
async fn every_refusal_has_the_shape_of_that_api() {
    let server = Server::demo().await;
    let theirs = server.another_organisation().await;
    let reader = server.key_for("org-123", &["waiting_room:read"]).await;
    type Case<'a> = (Method, &'a str, &'a [(&'a str, &'a str)], u16);
    let cases: &[Case<'_>] = &[
        (Method::GET, "/api_v3/rooms", &[], 400),
        (Method::GET, "/api_v3/rooms", &[("x-accountcode", "no-such")], 404),
        (Method::GET, "/api_v3/rooms/no-such", &[("x-accountcode", "vclinic")], 404),
        (Method::GET, "/api_v4/rooms/no-such", &[("x-accountcode", "vclinic")], 404),
        (Method::POST, "/api_v3/rooms", &[("x-accountcode", "vclinic")], 401),
        (Method::POST, "/api_v3/rooms", &[("x-accountcode", "vclinic"), ("x-apitoken", "wrong")], 401),
        (Method::POST, "/api_v3/rooms", &[("x-accountcode", "vclinic"), ("x-apitoken", &reader)], 403),
        (Method::POST, "/api_v3/rooms", &[("x-accountcode", "vclinic"), ("x-apitoken", &theirs)], 404),
        (Method::POST, "/api_v3/rooms", &[("x-apitoken", &server.key)], 400),
    ];
    for (method, path, headers, status) in cases {
        let body = server.ask_with(method.clone(), path, headers, None).await.is(*status);
        assert_eq!(body["code"], *status, "{path}");
        assert!(
            body["message"].as_str().is_some_and(|message| !message.is_empty())
                && body.as_object().unwrap().len() == 2,
            "{body}"
        );
    }
}
