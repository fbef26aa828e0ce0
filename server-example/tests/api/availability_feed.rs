//! The feed from which a page finds slots by itself: what is in it, and who is not.

use std::io::Read as _;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use flate2::read::GzDecoder;
use frontdesk::{Clinic, Instant, SlotQuery};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::visitors::{FEED, clinic_of, public, spread};
use crate::common::{NOW, Server};

/// The slots of every type in the next weeks, for whoever comes, without ids of doctors' appointments.
fn slots(clinic: &Clinic, now: Instant) -> Vec<Value> {
    let types: Vec<_> =
        clinic.appointment_types().filter(|kind| kind.active).map(|kind| kind.uid.clone()).collect();
    let query = |uid| SlotQuery {
        appointment_type_uid: uid,
        from: now,
        to: Instant(now.0 + 40 * 86_400),
        ..SlotQuery::default()
    };
    let mut found: Vec<Value> = types
        .into_iter()
        .flat_map(|uid| clinic.find_slots(&query(uid), now).unwrap())
        .map(|slot| serde_json::to_value(slot).unwrap())
        .collect();
    found.sort_by_key(ToString::to_string);
    found
}

/// A practice in which everything counts that an appointment can be in the way of.
async fn busy_practice() -> (Server, Vec<Value>) {
    let server = Server::demo().await;
    let week = |doctor: &str| -> Vec<Value> {
        (0..5)
            .map(|day| {
                json!({ "uid": format!("{doctor}-{day}"), "weekday": day, "start_time": 480,
            "end_time": 1020, "buffer_minutes": 5,
            "type_limits": if day == 2 { json!([ { "appointment_type_uids": ["first"],
                "appointments": 2 } ]) } else { json!([]) } })
            })
            .collect()
    };
    let mut appointments = Vec::new();
    let monday = NOW.0 - 2 * 86_400;
    for (number, (day, minute, length, kind, doctor)) in [
        (-60, 540, 30, "yearly", "b"),
        (-60, 600, 30, "plain", "b"),
        (-40, 540, 30, "plain", "a"),
        (0, 540, 30, "monthly", "a"),
        (5, 900, 30, "old-group", "a"),
        (5, 900, 30, "old-group", "a"),
        (7, 540, 60, "group", "a"),
        (7, 660, 30, "old-group", "chairs"),
        (7, 660, 30, "old-group", "chairs"),
        (9, 700, 30, "old-group", "limited"),
        (9, 700, 30, "old-group", "limited"),
        (5, 540, 30, "plain", "a"),
        (5, 570, 20, "gap", "a"),
        (5, 640, 60, "group", "a"),
        (5, 640, 60, "group", "a"),
        (7, 500, 40, "first", "b"),
        (7, 600, 40, "first", "b"),
        (7, 600, 30, "plain", "chairs"),
        (7, 610, 30, "gap", "chairs"),
        (8, 540, 30, "rare", "b"),
        (9, 540, 30, "plain", "limited"),
        (9, 540, 30, "gap", "limited"),
        (6, 700, 25, "own-gap", "b"),
        (6, 725, 25, "own-gap", "b"),
    ]
    .into_iter()
    .enumerate()
    {
        let start = monday + day * 86_400 + minute * 60;
        let where_it_is = if number % 3 == 0 { json!("north") } else { Value::Null };
        let seats = if kind == "group" { 2 } else { 1 };
        appointments.push(json!({ "uid": format!("mtg-secret-{number}"), "status": "confirmed",
            "seats": seats, "doctor_uid": doctor, "patient_uid": format!("pat-secret-{number}"),
            "patient_display_name": "Secret Name", "appointment_type_uid": kind, "start_date": start,
                                     "end_date": start + length * 60, "created_at": NOW.0 - 100,
            "location_uid": where_it_is, "video_room_id": format!("room-secret-{number}") }));
    }
    appointments.push(json!({ "uid": "mtg-secret-held", "status": "held", "doctor_uid": "b",
        "patient_uid": "pat-secret-held", "appointment_type_uid": "plain",
        "start_date": monday + 8 * 86_400 + 36_000, "end_date": monday + 8 * 86_400 + 37_800,
        "created_at": NOW.0 - 60, "hold_expires_at": NOW.0 + 840 }));
    let kind = |uid: &str, more: Value| {
        let mut kind =
            json!({ "uid": uid, "name": uid, "duration_minutes": 30, "organisation_uid": "org-secret" });
        kind.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        kind
    };
    let clinic = json!({
        "timezone": "America/Vancouver",
        "locations": [ { "uid": "north" }, { "uid": "south" } ],
        "travel_minutes": [ { "from_location_uid": "north", "to_location_uid": "south", "minutes": 25 } ],
        "appointment_types": [
            kind("plain", json!({})),
            kind("gap", json!({ "buffer_before_minutes": 10, "buffer_after_minutes": 15 })),
            kind("own-gap", json!({})),
            kind("group", json!({ "capacity": 6, "duration_minutes": 60 })),
            kind("first", json!({})),
            kind("rare", json!({ "limits": [ { "per": "week", "scope": "clinic", "appointments": 1 } ] })),
            kind("packed", json!({ "grid": { "mode": "packed" } })),
            kind("monthly", json!({ "limits": [ { "per": "month", "appointments": 1 } ] })),
            kind("yearly", json!({ "limits": [ { "per": "year", "appointments": 1 } ] })),
            kind("old-group", json!({ "capacity": 4, "active": false, "buffer_after_minutes": 5 })),
        ],
        "doctors": [
            { "uid": "a", "availability_rules": week("a"), "video_room_id": "room-secret" },
            { "uid": "b", "availability_rules": week("b"),
                "appointment_type_settings": [ { "appointment_type_uid": "own-gap",
                    "buffer_after_minutes": 35 } ],
              "availability_exceptions": [ { "uid": "calendar-secret@example", "kind": "blocked",
                  "start_date": monday + 9 * 86_400 + 50_000,
                "end_date": monday + 9 * 86_400 + 60_000, "keeps_gap": true } ] },
            { "uid": "chairs", "availability_rules": week("chairs"), "concurrent_appointments_max": 2 },
            { "uid": "limited", "availability_rules": week("limited"),
                "limits": [ { "per": "day", "appointments": 3 } ] },
            { "uid": "gone", "active": false, "display_name": "Secret doctor" },
        ],
        "closures": [ { "date": "2024-04-12", "doctor_uid": "a", "name": "Secret illness" },
            { "date": "2024-04-15", "name": "Easter week" } ],
        "appointments": appointments,
    });
    let import = serde_json::from_value(json!({ "clinic": clinic,
        "shops": [ { "uid": "shop-busy", "name": "Busy", "booking_page": "anyone" } ] }))
    .unwrap();
    let organisation = frontdesk_server::store::Organisation {
        uid: "org-busy".into(),
        name: "Busy".to_owned(),
        timezone: Some("America/Vancouver".to_owned()),
        created_at: NOW,
    };
    server.bring_in(organisation, import).await;
    let desk = server.app.desks.of(&"org-busy".into()).await.unwrap().unwrap();
    let whole = desk.read(|state| slots(&state.clinic, NOW));
    (server, whole)
}

#[tokio::test]
async fn a_page_finds_the_slots_that_the_server_finds() {
    let (server, whole) = busy_practice().await;
    let feed =
        public(&server, Method::GET, "/v1/scheduling/availability?shop_uid=shop-busy", None).await.is(200);
    let in_page = slots(&clinic_of(&feed), NOW);
    assert!(whole.len() > 500, "{}", whole.len());
    assert!(whole.iter().any(|slot| slot["seats_left"] == 4), "no session is half full");
    assert_eq!(in_page.len(), whole.len());
    assert_eq!(in_page, whole);
    // So it is on the demo, and when the hold is over.
    let demo = public(&server, Method::GET, FEED, None).await.is(200);
    let desk = server.app.desks.of(&"org-123".into()).await.unwrap().unwrap();
    for later in [0, 1_000] {
        let now = Instant(NOW.0 + later);
        assert_eq!(slots(&clinic_of(&demo), now), desk.read(|state| slots(&state.clinic, now)));
    }
}

#[tokio::test]
async fn nobody_who_is_booked_is_in_it() {
    let (server, _) = busy_practice().await;
    let feed =
        public(&server, Method::GET, "/v1/scheduling/availability?shop_uid=shop-busy", None).await.is(200);
    let text = feed.to_string();
    for word in ["secret", "Secret", "mtg-", "pat-", "old-group", "patient_uid", "created_at"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    // Of a type that changes no list of slots, only the gaps are told; and where touching intervals begin and
    // end is not.
    let busy = &feed["busy"];
    for kind in ["plain", "gap", "own-gap", "packed"] {
        assert!(!busy.to_string().contains(&format!("\"{kind}\"")), "{kind} in {busy}");
    }
    let kinds: Vec<&Value> = busy
        .as_object()
        .unwrap()
        .values()
        .flat_map(|busy| busy.as_array().unwrap())
        .map(|taken| &taken["appointment_type_uid"])
        .collect();
    assert!(kinds.contains(&&json!("busy-0-35-0")) && kinds.contains(&&json!("group")), "{kinds:?}");
    // Of the past, what is counted by a limit whose period is under way; and nothing else.
    let monday = NOW.0 - 2 * 86_400;
    let past = |doctor: &str| -> Vec<Value> {
        let all = spread(&busy[doctor]).into_iter();
        all.filter(|taken| taken["start"].as_i64().unwrap() < monday + 4 * 86_400)
            .map(|taken| taken["appointment_type_uid"].clone())
            .collect()
    };
    assert_eq!((past("a"), past("b")), (vec![json!("monthly")], vec![json!("yearly")]));
    // How many seats are taken is told, if it is more than one.
    let group =
        spread(&busy["a"]).into_iter().find(|taken| taken["appointment_type_uid"] == "group").unwrap();
    assert_eq!((&group["hold_expires_at"], &group["seats"]), (&json!(null), &json!(2)), "{group}");
    let demo = public(&server, Method::GET, FEED, None).await.is(200);
    for word in ["mtg-", "pat-", "pp-", "Jane", "patient_uid", "q-abc"] {
        assert!(!demo.to_string().contains(word), "{word}");
    }
}

#[tokio::test]
async fn who_accepts_gzip_gets_the_same_compressed() {
    let (server, _) = busy_practice().await;
    let path = "/v1/scheduling/availability?shop_uid=shop-busy";
    let ask = async |accepted: &str| {
        let request = Request::builder().uri(path).header("accept-encoding", accepted);
        let response = server.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let coding =
            response.headers().get("content-encoding").map(|coding| coding.to_str().unwrap().to_owned());
        assert_eq!(response.headers()["vary"], "accept-encoding");
        assert_eq!(response.headers()["content-type"], "application/json");
        (coding, to_bytes(response.into_body(), usize::MAX).await.unwrap())
    };
    let (coding, plain) = ask("br").await;
    assert_eq!(coding, None);
    for accepted in ["gzip", "gzip, deflate, br, zstd", "br;q=1.0, GZIP;q=0.5"] {
        let (coding, packed) = ask(accepted).await;
        assert_eq!(coding.as_deref(), Some("gzip"), "{accepted}");
        assert!(packed.len() < plain.len() / 2, "{} of {}", packed.len(), plain.len());
        let mut unpacked = Vec::new();
        GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain);
    }
    assert_eq!(ask("gzip;q=0").await.0, None);
}

/// However many ask at once, what they get is the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_who_ask_together_get_one_feed() {
    let server = Server::demo().await;
    let desk = server.app.desks.of(&"org-123".into()).await.unwrap().unwrap();
    for day in 0..5 {
        let now = Instant(NOW.0 + day * 86_400);
        let asked = (0..32).map(|_| {
            let (availability, desk) = (server.app.availability.clone(), desk.clone());
            tokio::spawn(async move { availability.of(&desk, now).await.unwrap() })
        });
        let feeds: Vec<_> = futures_util::future::try_join_all(asked).await.unwrap();
        assert!(feeds.iter().all(|feed| std::sync::Arc::ptr_eq(feed, &feeds[0])), "day {day}");
    }
}
