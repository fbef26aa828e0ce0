//! How doctors' days are used, compared with a count that looks at every stretch of time by itself.

use frontdesk::limits::RANGE_DAYS_MAX;
use frontdesk::{Clinic, ErrorCode, Instant, UtilisationQuery, from_json};
use frontdesk_tests::engine::{answered, clinic};
use frontdesk_tests::oracle::utilisation::utilisation;
use frontdesk_tests::run::{check, same_list};

const DAY: i64 = 86_400;

#[test]
fn days_are_used_as_a_naive_count_says() {
    check("utilisation", 15_000, |case| {
        let clinic = clinic(&case.snapshot)?;
        // The question about slots may be one about a second; a week more is never too much.
        let more = i64::from(case.dice.first().copied().unwrap_or(0)) % (8 * DAY);
        let to = Instant((case.query.to.0 + more).min(frontdesk::limits::INSTANT_MAX - 1));
        let query =
            UtilisationQuery { from: case.query.from, to, doctor_uids: case.query.doctor_uids.clone() };
        let days = answered("utilisation", clinic.utilisation(&query, case.now))?;
        same_list("differs from the naive count", &days, &utilisation(&case.snapshot, &query, case.now))
    });
}

#[test]
fn the_kinds_of_time_are_told_apart() {
    // Monday, 2026-03-23, 09:00 to 12:00, the last half hour of which the doctor is away.
    let clinic = Clinic::new(
        from_json(
            r#"{ "appointment_types": [ { "uid": "apt-001", "duration_minutes": 30 } ],
            "doctors": [ { "uid": "doc-1",
                "availability_rules": [ { "uid": "r", "weekday": 0, "start_time": 540, "end_time": 720,
                  "buffer_minutes": 10 } ],
                "availability_exceptions": [ { "uid": "e", "kind": "blocked", "start_date": 1774265400,
                  "end_date": 1774270800 } ] } ],
            "appointments": [
                { "uid": "a", "status": "confirmed", "doctor_uid": "doc-1", "start_date": 1774254600,
                  "end_date": 1774258200 },
                { "uid": "b", "status": "held", "doctor_uid": "doc-1", "start_date": 1774257600,
                  "end_date": 1774259400, "hold_expires_at": 1774250000 },
                { "uid": "c", "status": "cancelled", "doctor_uid": "doc-1", "start_date": 1774260000,
                  "end_date": 1774261800 } ] }"#,
        )
        .expect("JSON"),
    )
    .expect("a valid clinic");
    let query = UtilisationQuery {
        from: Instant(1_774_224_000),
        to: Instant(1_774_224_000 + 2 * DAY),
        doctor_uids: None,
    };
    let minutes = |now| {
        let days = clinic.utilisation(&query, Instant(now)).expect("a valid question");
        days.iter()
            .map(|day| [day.open_minutes, day.booked_minutes, day.held_minutes, day.free_minutes])
            .collect::<Vec<_>>()
    };
    // Half of the first visit is before hours, and the hold overlaps it by ten minutes.
    assert_eq!(minutes(1_774_240_000), [[150.0, 60.0, 20.0, 100.0], [0.0; 4]]);
    // From its end on, a hold is none.
    assert_eq!(minutes(1_774_250_000), [[150.0, 60.0, 0.0, 120.0], [0.0; 4]]);
}

#[test]
fn ranges_and_names_are_checked() {
    let clinic = Clinic::new(from_json(r#"{ "doctors": [ { "uid": "doc-1" } ] }"#).expect("JSON"))
        .expect("a valid clinic");
    let ask = |from: i64, to: i64, doctor: Option<&str>| {
        let doctor_uids = doctor.map(|uid| vec![uid.into()]);
        clinic
            .utilisation(&UtilisationQuery { from: Instant(from), to: Instant(to), doctor_uids }, Instant(0))
            .map(|days| days.len())
    };
    assert_eq!(ask(0, RANGE_DAYS_MAX * DAY, Some("doc-1")), Ok(RANGE_DAYS_MAX as usize));
    let error = |answer: Result<usize, frontdesk::Error>| {
        answer.map_err(|error| (error.path, error.code)).expect_err("it is refused")
    };
    let (path, code) = error(ask(0, RANGE_DAYS_MAX * DAY + 1, None));
    assert!(path == "to" && matches!(code, ErrorCode::TooMany { .. }));
    let (path, code) = error(ask(5, 5, None));
    assert!(path == "to" && matches!(code, ErrorCode::EmptyInterval { .. }));
    let (path, code) = error(ask(0, 5, Some("doc-2")));
    assert!(path == "doctor_uids[0]" && matches!(code, ErrorCode::NotFound { .. }));
}
