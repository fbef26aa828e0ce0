//! What is said beside P10, P50 and P90: other percentiles, the chance of being seen by an instant, both
//! answers across a break, why there are no minutes, and the value that is shown to people.

use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::limits::{LIVE_ENTRIES_MAX, PERCENTILES_MAX, SHOWN_MINUTES_MAX};
use frontdesk::{
    ErrorCode, EstimateQuery, Instant, Learner, ShownWait, WaitEstimate, WaitUnknown, WaitingRoom, from_json,
};
use frontdesk_tests::engine::answered;
use frontdesk_tests::forecast::Case;
use frontdesk_tests::forecast::generate::{TAPE, smaller};
use frontdesk_tests::run::{case_count, check_all, fail, same, tapes};
use serde_json::{Value, json};

const NINE: i64 = 1_774_256_400; // 2026-03-23T09:00Z
const CASES: usize = 600;

fn cases(name: &'static str) -> impl Fn(u64) -> Box<dyn Iterator<Item = Case>> {
    move |stream| Box::new(tapes(name, stream, TAPE).map(Case::read))
}

/// A room with doctors on duty as said, in minutes from nine on, in which so many wait.
fn room(duty: &[&[(i64, i64)]], waiting: usize) -> WaitingRoom {
    let window =
        |(on, off): &(i64, i64)| json!({ "start_date": NINE + 60 * on, "end_date": NINE + 60 * off });
    let doctor = |(index, windows): (usize, &&[(i64, i64)])| {
        json!({ "uid": format!("doc-{index}"),
        "duty": windows.iter().map(window).collect::<Value>() })
    };
    let entry = |index: usize| {
        json!({ "uid": format!("q-{index}"), "status": "waiting",
        "patient_uid": format!("pat-{index}"), "registered_at": NINE - 600, "sequence": index,
        "visit_reason": "cough" })
    };
    let room = json!({
        "policy": { "visit_reasons": [ { "reason": "cough", "duration_minutes": 10 } ] },
        "doctors": duty.iter().enumerate().map(doctor).collect::<Value>(),
        "entries": (0..waiting).map(entry).collect::<Value>()
    });
    WaitingRoom::new(from_json(&room.to_string()).expect("JSON")).expect("a room")
}

fn ask(room: &WaitingRoom, query: &EstimateQuery) -> Vec<WaitEstimate> {
    room.estimate(&Learner::default(), query, Instant(NINE)).expect("an answer")
}

/// P10, P50 and P90 asked for by number are the same to the last bit, and of whom half of the futures have
/// seen by then, P50 is no later.
#[test]
fn percentiles_and_shares_say_the_same_as_the_distribution() {
    check_all("percentiles", CASES, cases("percentiles"), smaller, |case| {
        let (room, learner) = (case.room()?, case.learner()?);
        let plain = answered("estimate", room.estimate(&learner, &case.query, case.now))?;
        let seen_by: Vec<Instant> =
            [0, 300, 900, 3_600, 30_000].map(|later| Instant(case.now.0 + later)).into();
        let query = EstimateQuery { percentiles: vec![90, 10, 50, 75, 99], seen_by, ..case.query.clone() };
        let asked = answered("estimate", room.estimate(&learner, &query, case.now))?;
        for (estimate, plain) in asked.iter().zip(&plain) {
            let bare = WaitEstimate { percentiles: Vec::new(), p_seen_by: Vec::new(), ..estimate.clone() };
            same("what else is said", &bare, plain)?;
            let Some(said) = estimate.distribution else {
                return same("no distribution, no percentiles", &estimate.percentiles.len(), &0);
            };
            let [p90, p10, p50, p75, p99] = estimate.percentiles[..] else {
                return fail("five are asked for", format!("{estimate:?}"));
            };
            same("the same numbers", &[p10, p50, p90], &[said.p10, said.p50, said.p90])?;
            if !(p50 <= p75 && p75 <= p90.max(p75) && p90 <= p99) {
                return fail("percentiles out of order", format!("{estimate:?}"));
            }
            let shares = &estimate.p_seen_by;
            if !shares.is_sorted() || shares.iter().any(|share| *share > said.p_served) {
                return fail("shares out of order", format!("{estimate:?}"));
            }
            for (minutes, share) in [5.0, 15.0, 60.0, 500.0].into_iter().zip(&shares[1..]) {
                let half = said.p_served / 2.0;
                if said.p_served > 0.0
                    && ((*share > half && said.p50 > minutes) || (*share < half && said.p50 < minutes))
                {
                    return fail("P50 and the share seen by then differ", format!("{minutes}: {estimate:?}"));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn who_is_before_the_break_or_after_it_is_told_both() {
    let lunch: &[&[(i64, i64)]] = &[&[(-60, 45), (105, 480)]];
    let waits = ask(&room(lunch, 16), &EstimateQuery::default());
    // The first is seen at once, and the last after lunch: one answer.
    assert_eq!((waits[0].across_break, waits[15].across_break), (None, None));
    let both: Vec<_> = waits.iter().filter_map(|wait| wait.across_break.zip(wait.distribution)).collect();
    assert!(!both.is_empty(), "{waits:?}");
    for (parts, said) in both {
        assert_eq!(parts.by_minutes, 45.0);
        assert!(
            (0.1..=0.9).contains(&parts.p_by) && said.p10 < 45.0 && said.p90 >= 105.0,
            "{parts:?} {said:?}"
        );
        assert!((105.0..180.0).contains(&parts.else_minutes), "{parts:?}");
    }
    // A colleague who stays makes it no break, and neither do five minutes.
    for duty in [&[&[(-60, 45), (105, 480)][..], &[(-60, 480)]][..], &[&[(-60, 45), (50, 480)]]] {
        assert!(
            ask(&room(duty, 8), &EstimateQuery::default()).iter().all(|wait| wait.across_break.is_none())
        );
    }
}

#[test]
fn why_nobody_is_told_how_long() {
    let why = |room: &WaitingRoom, now: i64| {
        let last = room.estimate(&Learner::default(), &EstimateQuery::default(), Instant(now));
        let last = last.expect("an answer").pop().expect("somebody waits");
        assert_eq!(last.unknown.is_some(), last.estimated_wait_minutes.is_none(), "{last:?}");
        last.unknown
    };
    let two_hours: &[&[(i64, i64)]] = &[&[(0, 120)]];
    assert_eq!(why(&room(two_hours, 3), NINE), None);
    assert_eq!(why(&room(two_hours, 30), NINE), Some(WaitUnknown::TooMany));
    assert_eq!(why(&room(two_hours, 3), NINE + 7_200), Some(WaitUnknown::NobodyOnDuty));
    assert_eq!(why(&room(&[], 3), NINE), Some(WaitUnknown::NobodyOnDuty));
    assert_eq!(why(&room(&[&[]], 3), NINE), Some(WaitUnknown::NobodyOnDuty));
    let mut closed = room(two_hours, 3).snapshot();
    closed.policy.closes_at = Some(Instant(NINE));
    assert_eq!(why(&WaitingRoom::new(closed).expect("a room"), NINE), Some(WaitUnknown::Closed));
}

#[test]
fn waits_are_shown_rounded() {
    let rooms = [(1, 1), (1, 3), (2, 12), (1, 9), (1, 25)]
        .map(|(doctors, waiting)| room(&vec![&[(-60, 900)][..]; doctors], waiting));
    for wait in rooms
        .iter()
        .flat_map(|room| ask(room, &EstimateQuery { shown: Some(Vec::new()), ..EstimateQuery::default() }))
    {
        let (shown, said) = (wait.shown.clone().expect("minutes"), wait.distribution.expect("futures"));
        let step = |minutes: f64| {
            if minutes < 10.0 {
                1
            } else if minutes < 60.0 {
                5
            } else {
                15
            }
        };
        assert_eq!(shown.minutes % step(said.p50), 0, "{wait:?}");
        assert!((shown.minutes as f64 - said.p50).abs() * 2.0 <= step(said.p50) as f64, "{wait:?}");
        assert_eq!(shown.at_most_minutes % step(said.p90), 0, "{wait:?}");
        let above = shown.at_most_minutes as f64 - said.p90;
        assert!((0.0..step(said.p90) as f64).contains(&above), "{wait:?}");
        assert_eq!((shown.uid, shown.at, shown.position as usize), (wait.uid, Instant(NINE), wait.position));
    }
}

/// Random rooms in which nothing happens, looked at every ten seconds: what is shown rises only by more than
/// the width that was shown, or because fewer doctors are there.
#[test]
fn what_is_shown_rises_only_if_something_explains_it() {
    let [falls, held] = [const { AtomicUsize::new(0) }; 2];
    check_all("shown", CASES / 4, cases("shown"), smaller, |case| {
        let (room, learner) = (case.room()?, case.learner()?);
        let mut before: Vec<ShownWait> = Vec::new();
        for seconds in (0..300).step_by(10) {
            let now = Instant(case.now.0 + seconds);
            let query = EstimateQuery { shown: Some(before.clone()), ..case.query.clone() };
            let waits = answered("estimate", room.estimate(&learner, &query, now))?;
            for wait in &waits {
                let (Some(is), Some(was)) = (&wait.shown, before.iter().find(|was| was.uid == wait.uid))
                else {
                    continue;
                };
                let plain = wait.estimated_wait_minutes.unwrap_or_default();
                falls.fetch_add(usize::from(is.minutes < was.minutes), Ordering::Relaxed);
                held.fetch_add(
                    usize::from(is.minutes == was.minutes && plain > was.minutes + 5),
                    Ordering::Relaxed,
                );
                let width = was.at_most_minutes - was.minutes;
                let explained = is.position > was.position || is.doctors < was.doctors;
                for (is, was) in [(is.minutes, was.minutes), (is.at_most_minutes, was.at_most_minutes)] {
                    if is > was && !explained && is - was <= width {
                        return fail("it rose although nothing happened", format!("{before:?} {wait:?}"));
                    }
                }
            }
            before = waits.into_iter().filter_map(|wait| wait.shown).collect();
        }
        Ok(())
    });
    assert!(falls.into_inner() > case_count(CASES / 4) / 4, "it falls as time goes by");
    assert!(held.into_inner() > 0, "it is held where it would have risen");
}

/// Who is urgent and comes explains a rise, and so does a doctor who goes.
#[test]
fn somebody_before_or_a_doctor_less_lets_it_rise() {
    let duty: &[&[(i64, i64)]] = &[&[(-60, 600)], &[(-60, 600)]];
    let room = room(duty, 6);
    let shown = |room: &WaitingRoom, before: &[ShownWait]| -> Vec<ShownWait> {
        let query = EstimateQuery { shown: Some(before.to_vec()), ..EstimateQuery::default() };
        ask(room, &query).into_iter().filter_map(|wait| wait.shown).collect()
    };
    let before = shown(&room, &[]);
    let mut fewer = room.snapshot();
    fewer.doctors.pop();
    let after = shown(&WaitingRoom::new(fewer).expect("a room"), &before);
    assert!(after[5].minutes > before[5].minutes, "{before:?} {after:?}");
    let mut urgent = room.snapshot();
    let mut first = urgent.entries[0].clone();
    (first.uid, first.patient_uid, first.sequence, first.urgent) = ("q-u".into(), "pat-u".into(), 50, true);
    urgent.entries.push(first);
    let after = shown(&WaitingRoom::new(urgent).expect("a room"), &before);
    assert!(after[6].minutes > before[5].minutes || after[6].position == 7, "{before:?} {after:?}");
}

#[test]
fn what_is_asked_beside_has_bounds() {
    let (room, learner) = (room(&[&[(0, 60)]], 1), Learner::default());
    let shown =
        ShownWait { uid: None, at: Instant(NINE), minutes: 5, at_most_minutes: 9, position: 1, doctors: 0 };
    let many = |count: usize| EstimateQuery { percentiles: vec![50; count], ..EstimateQuery::default() };
    let by = |count: usize| EstimateQuery { seen_by: vec![Instant(NINE); count], ..EstimateQuery::default() };
    let was = |shown: ShownWait| EstimateQuery { shown: Some(vec![shown]), ..EstimateQuery::default() };
    let good = [
        many(PERCENTILES_MAX),
        by(PERCENTILES_MAX),
        EstimateQuery { percentiles: vec![1, 99], ..EstimateQuery::default() },
        was(shown.clone()),
        was(ShownWait { minutes: SHOWN_MINUTES_MAX, at_most_minutes: SHOWN_MINUTES_MAX, ..shown.clone() }),
    ];
    for query in good {
        assert!(room.estimate(&learner, &query, Instant(NINE)).is_ok(), "{query:?}");
    }
    let range = |value, min, max| ErrorCode::OutOfRange { value, min, max };
    let bad = [
        (
            EstimateQuery { percentiles: vec![50, 0], ..EstimateQuery::default() },
            "percentiles[1]",
            range(0, 1, 99),
        ),
        (
            EstimateQuery { percentiles: vec![100], ..EstimateQuery::default() },
            "percentiles[0]",
            range(100, 1, 99),
        ),
        (many(PERCENTILES_MAX + 1), "percentiles", ErrorCode::TooMany { count: 21, limit: 20 }),
        (by(PERCENTILES_MAX + 1), "seen_by", ErrorCode::TooMany { count: 21, limit: 20 }),
        (
            was(ShownWait { minutes: -1, ..shown.clone() }),
            "shown[0].minutes",
            range(-1, 0, SHOWN_MINUTES_MAX),
        ),
        (
            was(ShownWait { at_most_minutes: 4, ..shown.clone() }),
            "shown[0].at_most_minutes",
            range(4, 5, SHOWN_MINUTES_MAX),
        ),
        (
            was(ShownWait { position: 0, ..shown.clone() }),
            "shown[0].position",
            range(0, 1, LIVE_ENTRIES_MAX as i64 + 1),
        ),
        (was(ShownWait { doctors: 1_001, ..shown }), "shown[0].doctors", range(1_001, 0, 1_000)),
    ];
    for (query, path, code) in bad {
        let error = room.estimate(&learner, &query, Instant(NINE)).expect_err("out of bounds");
        assert_eq!((error.path.as_str(), &error.code), (path, &code));
        let forecast = room.forecast(&learner, Instant(NINE)).expect("a forecast");
        assert_eq!(forecast.waits(&query).expect_err("out of bounds"), error);
    }
}
