//! The primary is killed under load and its standby is promoted: the two servers go on by the addresses that
//! they have, each caller is answered what is its own, and no acknowledged booking is lost.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant as Moment};

use super::load::{DAY, Told, call, check, first_day, import_clinic, is_long, more};
use crate::postgres::standby::Pair;
use crate::process::{Reply, Serving, ask};
use serde_json::json;

const ROUNDS: usize = 2;
const ROUNDS_LONG: usize = 20;
/// From the primary's end to the next booking that is acknowledged.
const SERVICE_AGAIN_MAX: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread")]
async fn a_primary_is_killed_and_its_standby_loses_no_booking() {
    let mut pair = Pair::start().await;
    let database = pair.database("twin").await;
    let key = import_clinic(&database);
    let servers = [Serving::on(&database), Serving::on(&database)];
    let told = Told::default();
    let rounds = if is_long() { ROUNDS_LONG } else { ROUNDS };
    let mut again = Vec::new();
    for round in 0..rounds {
        told.stop.store(false, Ordering::Relaxed);
        std::thread::scope(|scope| {
            call(scope, &servers, &key, &told);
            more(&told);
            pair.kill_primary();
            let killed = Moment::now();
            tokio::task::block_in_place(|| {
                tokio::runtime::Handle::current().block_on(pair.promote());
            });
            // What was answered before the end has been read by now.
            let before = told.count();
            while told.count() == before && killed.elapsed() < 4 * SERVICE_AGAIN_MAX {
                std::thread::sleep(Duration::from_millis(5));
            }
            again.push(killed.elapsed());
            more(&told);
            told.stop.store(true, Ordering::Relaxed);
        });
        check(&database, &servers, &key, &told, &format!("round {round}"));
        pair.rebuild().await;
    }
    again.sort();
    let (acknowledged, refused) = (told.count(), told.refused.into_inner());
    let (middle, slowest) = (again[rounds / 2], again[rounds - 1]);
    eprintln!(
        "{rounds} rounds: {acknowledged} acknowledged, {refused} refused with 503; service again after \
         {middle:.2?} in the middle, {slowest:.2?} at most"
    );
    assert!(acknowledged >= 80 * rounds && refused > 0);
    assert!(slowest <= SERVICE_AGAIN_MAX, "{again:?}");
}

/// A commit that was under way, and of which the standby has heard nothing, was not made. The server learns
/// that from the standby at once, and decides anew there.
#[tokio::test(flavor = "multi_thread")]
async fn what_never_reached_the_standby_is_booked_there() {
    let mut pair = Pair::start().await;
    let database = pair.database("cut").await;
    let key = import_clinic(&database);
    let server = Serving::on(&database);
    // Its desk is open before.
    assert_eq!(slots(&server).status, 200);
    pair.cut();
    let (reply, took) = std::thread::scope(|scope| {
        let booking = scope.spawn(|| {
            let body = json!({ "appointment_type_uid": "apt-1", "start_date": first_day(),
                "doctor_uid": "doc-0", "patient_profile_uid": "pp-0" });
            let hold = "/v1/scheduling/appointments/hold";
            let header = [("X-API-Key", key.as_str())];
            ask(&mut server.connect(), "POST", hold, &header, &body.to_string()).unwrap()
        });
        // Long enough for it to be decided and written here; it is not acknowledged.
        std::thread::sleep(Duration::from_millis(700));
        assert!(!booking.is_finished(), "what is on one disk only was acknowledged");
        pair.kill_primary();
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(pair.promote());
        });
        let promoted = Moment::now();
        (booking.join().unwrap(), promoted.elapsed())
    });
    assert_eq!(reply.status, 201, "{reply:?}");
    // In doubt it would be for five seconds.
    assert!(took < Duration::from_secs(4), "{took:?}");
}

/// A standby that commits wait for is away: what there is can be read, and is not decided by.
#[tokio::test(flavor = "multi_thread")]
async fn while_the_standby_is_away_slots_are_listed_and_nothing_is_booked() {
    let pair = Pair::start().await;
    let database = pair.database("alone").await;
    let key = import_clinic(&database);
    pair.cut();
    let server = Serving::on(&database);
    let listed = slots(&server);
    assert_eq!(listed.status, 200, "{listed:?}");
    assert!(!listed.body["data"].as_array().unwrap().is_empty());
    let body = json!({ "appointment_type_uid": "apt-1", "start_date": first_day(), "doctor_uid": "doc-0",
        "patient_profile_uid": "pp-0" });
    let header = [("X-API-Key", key.as_str())];
    let hold = "/v1/scheduling/appointments/hold";
    let refused = ask(&mut server.connect(), "POST", hold, &header, &body.to_string()).unwrap();
    assert!(refused.status == 503 && refused.retry_after.is_some(), "{refused:?}");
}

fn slots(server: &Serving) -> Reply {
    let (from, to) = (first_day(), first_day() + DAY);
    let path = format!(
        "/v1/scheduling/slots?shop_uid=shop-1&appointment_type_uid=apt-1&doctor_uid=doc-0&from={from}&to={to}"
    );
    ask(&mut server.connect(), "GET", &path, &[], "").unwrap()
}
