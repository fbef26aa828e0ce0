//! When a doctor is there and whom the doctor expects then, compared with the oracle and with the snapshot
//! itself.

use frontdesk::limits::INSTANT_MAX;
use frontdesk::{Appointment, AppointmentStatus, Clinic, ErrorCode, Instant, from_json};
use frontdesk_tests::engine::{answered, clinic};
use frontdesk_tests::oracle::utilisation::open_time;
use frontdesk_tests::run::{check, same_list};

const DAY: i64 = 86_400;

#[test]
fn doctors_are_there_when_the_oracle_says() {
    check("open time", 10_000, |case| {
        let clinic = clinic(&case.snapshot)?;
        // The question about slots may be one about a second; a week more is never too much.
        let more = i64::from(case.dice.first().copied().unwrap_or(0)) % (8 * DAY);
        let (from, to) = (case.query.from, Instant((case.query.to.0 + more).min(INSTANT_MAX - 1)));
        for doctor in &case.snapshot.doctors {
            let open = answered("open_time", clinic.open_time(&doctor.uid, from, to))?;
            same_list("differs from the oracle", &open, &open_time(&case.snapshot, doctor, from, to))?;
        }
        Ok(())
    });
}

#[test]
fn appointments_within_a_range_are_those_of_the_snapshot() {
    check("appointments within", 10_000, |case| {
        let clinic = clinic(&case.snapshot)?;
        let (from, to) = (case.query.from, case.query.to);
        let everything = clinic.snapshot();
        for doctor in &everything.doctors {
            let is_there = |appointment: &&Appointment| {
                let over =
                    matches!(appointment.status, AppointmentStatus::Cancelled | AppointmentStatus::Expired);
                !over
                    && appointment.doctor_uid == doctor.uid
                    && appointment.start_date < to
                    && from < appointment.end_date
            };
            let mut expected: Vec<Appointment> =
                everything.appointments.iter().filter(is_there).cloned().collect();
            expected.sort_by(|a, b| (a.start_date, &a.uid).cmp(&(b.start_date, &b.uid)));
            let mut found =
                answered("appointments_within", clinic.appointments_within(&doctor.uid, from, to))?;
            let starts: Vec<Instant> = found.iter().map(|appointment| appointment.start_date).collect();
            same_list(
                "not by start",
                &starts,
                &expected.iter().map(|appointment| appointment.start_date).collect::<Vec<_>>(),
            )?;
            found.sort_by(|a, b| (a.start_date, &a.uid).cmp(&(b.start_date, &b.uid)));
            same_list("differs from the snapshot", &found, &expected)?;
        }
        Ok(())
    });
}

#[test]
fn ranges_and_names_are_checked() {
    let clinic = Clinic::new(from_json(r#"{ "doctors": [ { "uid": "doc-1" } ] }"#).expect("JSON"))
        .expect("a valid clinic");
    let open = |uid: &str, from: i64, to: i64| {
        clinic.open_time(uid, Instant(from), Instant(to)).map(|open| open.len())
    };
    let appointments = |uid: &str, from: i64, to: i64| {
        clinic.appointments_within(uid, Instant(from), Instant(to)).map(|list| list.len())
    };
    type Ask<'a> = &'a dyn Fn(&str, i64, i64) -> Result<usize, frontdesk::Error>;
    for ask in [&open as Ask<'_>, &appointments] {
        assert_eq!(ask("doc-1", 0, DAY), Ok(0));
        let refusal = |uid, from, to| {
            ask(uid, from, to).map_err(|error| (error.path, error.code)).expect_err("it is refused")
        };
        let (path, code) = refusal("doc-2", 0, DAY);
        assert!(path == "doctor_uid" && matches!(code, ErrorCode::NotFound { what: "doctor", .. }));
        let (path, code) = refusal("doc-1", 5, 5);
        assert!(path == "to" && matches!(code, ErrorCode::EmptyInterval { .. }));
        let (path, code) = refusal("doc-1", 0, i64::MAX);
        assert!(path == "to" && matches!(code, ErrorCode::OutOfRange { .. }));
        let (path, code) = refusal("doc-1", 0, DAY * 4_000);
        assert!(path == "to" && matches!(code, ErrorCode::TooMany { .. }));
    }
}
