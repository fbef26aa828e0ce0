//! Days that are played agree with theory where there is one, and with what everybody knows where there is
//! none.

use frontdesk::planning::{ArrivalRate, Mgc, WalkInDay};
use frontdesk::{Error, ErrorCode};

fn stretch(from_minute: i64, to_minute: i64, arrivals_per_minute: f64) -> ArrivalRate {
    ArrivalRate { from_minute, to_minute, arrivals_per_minute }
}

fn day(arrivals: Vec<ArrivalRate>, service_minutes: f64, service_cv: f64) -> WalkInDay {
    WalkInDay { arrivals, service_minutes, service_cv, closes_at_minute: None }
}

/// A whole day of even traffic is nearly a steady state: with Poisson arrivals and a single doctor, Pollaczek
/// and Khinchine's.
#[test]
fn an_even_day_is_what_theory_says() {
    for (load, cv) in [(0.3, 0.0), (0.5, 0.5), (0.5, 1.0), (0.7, 0.5)] {
        let service_minutes = 4.0;
        let arrivals_per_minute = load / service_minutes;
        let waits =
            day(vec![stretch(0, 1_440, arrivals_per_minute)], service_minutes, cv).waits(1).expect("a day");
        let theory = Mgc { arrivals_per_minute, service_minutes, service_cv: cv, doctors: 1 }
            .steady_state()
            .expect("a steady state");
        let off = waits.mean / theory.wait_minutes - 1.0;
        assert!(
            off.abs() < 0.05,
            "load {load}, cv {cv}: {} minutes, by theory {}",
            waits.mean,
            theory.wait_minutes
        );
        assert!(
            (waits.patients / (1_440.0 * arrivals_per_minute) - 1.0).abs() < 0.02,
            "{} patients",
            waits.patients
        );
    }
}

#[test]
fn more_doctors_never_make_it_worse_and_the_plan_is_the_fewest() {
    let rush = vec![stretch(480, 540, 0.6), stretch(540, 720, 0.3), stretch(780, 1_020, 0.2)];
    for (minutes, cv, within, probability) in
        [(12.0, 0.7, 15.0, 0.9), (12.0, 0.7, 0.0, 0.9), (6.0, 1.5, 5.0, 0.5), (30.0, 0.0, 60.0, 0.99)]
    {
        let day = day(rush.clone(), minutes, cv);
        let plan = day.doctors(within, probability).expect("a plan");
        let mean = |doctors: i64| day.waits(doctors).expect("waits").mean;
        for doctors in 1..plan.doctors + 2 {
            assert!(mean(doctors + 1) <= mean(doctors) + 1e-9, "{} doctors and one more", doctors);
        }
        if probability == 0.9 {
            assert!(plan.p90 <= within, "{plan:?}");
            assert!(
                plan.doctors == 1 || day.waits(plan.doctors - 1).expect("waits").p90 > within,
                "{plan:?}"
            );
        }
    }
}

#[test]
fn who_is_not_seen_by_closing_has_not_been_promised_anything() {
    let mut short = day(vec![stretch(480, 960, 0.5)], 12.0, 0.7);
    short.closes_at_minute = Some(960);
    let few = short.waits(3).expect("waits");
    assert!(few.p_served < 0.8, "{few:?}");
    let plan = short.doctors(30.0, 0.9).expect("a plan");
    assert!(plan.p_served >= 0.9, "{plan:?}");
    let nobody = day(Vec::new(), 12.0, 0.7).doctors(0.0, 0.9).expect("a plan");
    assert_eq!(
        (nobody.doctors, nobody.patients, nobody.p_served, nobody.mean, nobody.p90),
        (1, 0.0, 1.0, 0.0, 0.0)
    );
}

#[test]
fn what_cannot_be_a_day_is_refused() {
    type Case = (&'static str, fn(&mut WalkInDay), &'static str);
    let cases: [Case; 16] = [
        ("", |_| {}, ""),
        ("arrivals[0].from_minute", |day| day.arrivals[0].from_minute = -1, "out_of_range"),
        ("arrivals[0].to_minute", |day| day.arrivals[1].to_minute = 1_441, "out_of_range"),
        ("arrivals[0].to_minute", |day| day.arrivals[0].to_minute = 480, "empty_interval"),
        ("arrivals[1].from_minute", |day| day.arrivals[1].from_minute = 539, "conflict"),
        ("", |day| day.arrivals[1].to_minute = 1_440, ""),
        (
            "arrivals[0].arrivals_per_minute",
            |day| day.arrivals[0].arrivals_per_minute = f64::NAN,
            "out_of_range",
        ),
        ("arrivals[0].arrivals_per_minute", |day| day.arrivals[0].arrivals_per_minute = -0.1, "out_of_range"),
        ("arrivals", |day| day.arrivals[0].arrivals_per_minute = 1e6, "out_of_range"),
        ("service_minutes", |day| day.service_minutes = 0.0, "out_of_range"),
        ("service_minutes", |day| day.service_minutes = f64::INFINITY, "out_of_range"),
        ("service_cv", |day| day.service_cv = -1.0, "out_of_range"),
        ("service_cv", |day| day.service_cv = 1_000.1, "out_of_range"),
        ("closes_at_minute", |day| day.closes_at_minute = Some(0), "out_of_range"),
        ("closes_at_minute", |day| day.closes_at_minute = Some(1_441), "out_of_range"),
        ("", |day| day.closes_at_minute = Some(1), ""),
    ];
    for (path, spoil, code) in cases {
        let mut day = day(vec![stretch(480, 540, 0.6), stretch(540, 720, 0.3)], 12.0, 0.7);
        spoil(&mut day);
        let answer = day.waits(3);
        let found = answer.as_ref().err().map_or(String::new(), |error| {
            serde_json::to_value(error).expect("JSON")["code"].as_str().unwrap_or_default().to_owned()
        });
        assert_eq!(found, code, "{path}: {answer:?}");
        if let Err(error) = answer {
            // The second stretch stands for the first where its end is spoilt.
            assert_eq!(error.path.replace("arrivals[1].to", "arrivals[0].to"), path);
        }
    }
    let fine = day(vec![stretch(480, 540, 0.6)], 12.0, 0.7);
    for doctors in [0, 101] {
        let error: Error = fine.waits(doctors).expect_err("nobody, or too many");
        assert_eq!(
            (error.path.as_str(), matches!(error.code, ErrorCode::OutOfRange { .. })),
            ("doctors", true)
        );
    }
    assert!(fine.waits(100).is_ok());
    for (within, probability, path) in
        [(-1.0, 0.9, "within_minutes"), (f64::NAN, 0.9, "within_minutes"), (15.0, 1.0, "probability")]
    {
        assert_eq!(fine.doctors(within, probability).expect_err("no promise").path, path);
    }
    for (patients, is_day) in [(2_000.0, true), (2_001.0, false)] {
        let crowd = day(vec![stretch(0, 1_440, patients / 1_440.0)], 1.0, 0.0).waits(2);
        assert_eq!(
            crowd.map_err(|error| error.path).err(),
            (!is_day).then(|| "arrivals".to_owned()),
            "{patients} patients"
        );
    }
    // A day on which everybody takes a week needs as many doctors as patients.
    assert!(matches!(
        day(vec![stretch(0, 1_440, 1.0)], 10_080.0, 0.5).doctors(0.0, 0.99).map_err(|error| error.code),
        Err(ErrorCode::TooMany { .. })
    ));
}
