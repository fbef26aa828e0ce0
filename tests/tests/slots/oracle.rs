//! The oracle itself, on cases that were worked out by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own table has failed")]

use frontdesk::{ClinicSnapshot, Instant, SlotQuery};
use frontdesk_tests::oracle::clock::{Clock, day_number};
use frontdesk_tests::oracle::definitions::{boundary, day_of};
use frontdesk_tests::oracle::slots;
use serde_json::{Value, json};

fn instant(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_second()
}

/// The boundary of `date` and a clock time `minute`, in `zone`.
#[track_caller]
fn check_boundary(zone: &str, date: &str, minute: i64, expected: &str) {
    let clock = Clock::named(zone);
    let day = day_number(date.parse().unwrap());
    assert_eq!(boundary(&clock, day, minute), instant(expected), "{zone} {date} {minute}");
}

#[test]
fn a_boundary_is_the_first_instant_at_which_the_clock_reads_that_minute_or_later() {
    check_boundary("Europe/Berlin", "2026-03-23", 540, "2026-03-23T08:00:00Z");
    // Inside the gap: the moment of the change.
    check_boundary("Europe/Berlin", "2026-03-29", 150, "2026-03-29T01:00:00Z");
    // In the fold: the first of the two.
    check_boundary("Europe/Berlin", "2026-10-25", 150, "2026-10-25T00:30:00Z");
    // The fold ends at 02:00 + 1 h: 03:00 is shown only once the second 02:00 is over.
    check_boundary("Europe/Berlin", "2026-10-25", 180, "2026-10-25T02:00:00Z");
    check_boundary("Europe/Berlin", "2026-10-25", 1_440, "2026-10-25T23:00:00Z");
}

#[test]
fn dates_begin_where_the_clock_first_shows_them() {
    // Midnight is skipped: 00:00 to 01:00.
    check_boundary("Africa/Cairo", "2026-04-24", 0, "2026-04-23T22:00:00Z");
    check_boundary("Africa/Cairo", "2026-04-23", 1_440, "2026-04-23T22:00:00Z");
    // A whole date is skipped.
    for minute in [0, 600, 1_440] {
        check_boundary("Pacific/Apia", "2011-12-30", minute, "2011-12-30T10:00:00Z");
    }
    // Back from 00:01 to 23:01: the new date shows for one minute, and belongs to itself from then on.
    check_boundary("America/St_Johns", "2010-11-07", 0, "2010-11-07T02:30:00Z");
    check_boundary("America/St_Johns", "2010-11-07", 1, "2010-11-07T03:31:00Z");
    check_boundary("America/St_Johns", "2010-11-06", 1_430, "2010-11-07T02:20:00Z");
    let clock = Clock::named("America/St_Johns");
    assert_eq!(day_of(&clock, instant("2010-11-07T02:45:00Z")), day_number("2010-11-07".parse().unwrap()));
    // Back from 00:00 to 23:00: the new date shows only once.
    check_boundary("America/Havana", "2024-11-03", 0, "2024-11-03T04:00:00Z");
    check_boundary("America/Sao_Paulo", "2019-02-17", 0, "2019-02-17T03:00:00Z");
}

fn clinic(doctor: &Value, kind: &Value, appointments: &Value) -> ClinicSnapshot {
    let clinic = json!({ "timezone": "Europe/Berlin", "appointment_types": [kind], "doctors": [doctor],
        "appointments": appointments });
    serde_json::from_value(clinic).unwrap()
}

/// The starts offered on `date`, as the local clock shows them.
#[track_caller]
fn check_starts(clinic: &ClinicSnapshot, date: &str, expected: &str) {
    let zone = jiff::tz::TimeZoneDatabase::bundled().get("Europe/Berlin").unwrap();
    let noon = instant(&format!("{date}T12:00:00Z"));
    let query = SlotQuery {
        appointment_type_uid: "apt".into(),
        from: Instant(noon - 14 * 3600),
        to: Instant(noon + 14 * 3600),
        ..SlotQuery::default()
    };
    let starts = slots(clinic, &query, Instant(noon - 30 * 86_400)).into_iter().map(|slot| {
        let local = jiff::Timestamp::from_second(slot.start_date.0).unwrap().to_zoned_datetime(zone.clone());
        local.strftime("%H:%M").to_string()
    });
    assert_eq!(starts.collect::<Vec<_>>().join(" "), expected);
}

fn rule(weekday: i64, start_time: i64, end_time: i64, buffer_minutes: i64) -> Value {
    let uid = format!("{weekday}-{start_time}");
    json!({ "uid": uid, "weekday": weekday, "start_time": start_time, "end_time": end_time,
        "buffer_minutes": buffer_minutes })
}

#[test]
fn slots_follow_the_grid_of_their_window() {
    let doctor = json!({ "uid": "doc", "availability_rules": [rule(0, 540, 720, 10)] });
    let kind = json!({ "uid": "apt", "duration_minutes": 30 });
    check_starts(&clinic(&doctor, &kind, &json!([])), "2026-03-23", "09:00 09:40 10:20 11:00");
    let taken = json!([{
        "uid": "a", "status": "confirmed", "doctor_uid": "doc",
        "start_date": instant("2026-03-23T09:00:00Z"), "end_date": instant("2026-03-23T09:10:00Z"),
    }]);
    check_starts(&clinic(&doctor, &kind, &taken), "2026-03-23", "09:00 10:20 11:00");
    let packed = json!({ "uid": "apt", "duration_minutes": 30, "grid": { "mode": "packed" } });
    check_starts(&clinic(&doctor, &packed, &taken), "2026-03-23", "09:00 10:20 11:00");
    let clock = json!({ "uid": "apt", "duration_minutes": 25,
        "grid": { "mode": "clock", "align_minutes": 60, "step_minutes": 50 } });
    check_starts(&clinic(&doctor, &clock, &json!([])), "2026-03-23", "09:00 09:50 10:40 11:30");
}

#[test]
fn a_slot_may_run_over_the_seam_at_midnight() {
    let doctor = json!({ "uid": "doc", "availability_rules": [rule(0, 1_350, 1_440, 0), rule(1, 0, 60, 0)] });
    let kind = json!({ "uid": "apt", "duration_minutes": 60 });
    check_starts(&clinic(&doctor, &kind, &json!([])), "2026-03-23", "22:30 23:30 00:00");
}

#[test]
fn a_window_over_a_gap_is_shorter_and_one_over_a_fold_longer() {
    let doctor = json!({ "uid": "doc", "availability_rules": [rule(6, 60, 240, 0)] });
    let kind = json!({ "uid": "apt", "duration_minutes": 60 });
    let clinic = clinic(&doctor, &kind, &json!([]));
    check_starts(&clinic, "2026-03-29", "01:00 03:00");
    check_starts(&clinic, "2026-10-25", "01:00 02:00 02:00 03:00");
}
