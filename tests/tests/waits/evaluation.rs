//! A practice's own log, played to a waiting room. The logs are made here, of the kind that real ones are:
//! doctors come, pause and go without a word.

use frontdesk::{
    ErrorCode, EstimateQuery, EvaluationQuery, Instant, LoggedVisit, Uid, WaitEvaluation, WaitMethod,
    WaitScore, evaluate_waits, limits,
};
use frontdesk_tests::waits::chance::Chance;

const DAY: i64 = 86_400;
const MONDAY: i64 = 20_899 * DAY;

/// Days of a practice with so many doctors. Each comes at some time in the morning, pauses after every visit
/// for a moment and sometimes for long, and goes home when that suits.
fn log(days: i64, doctors: usize, seed: u64) -> Vec<LoggedVisit> {
    let mut drawn = 0;
    let mut unit = || {
        drawn += 1;
        Chance::new(seed).of(drawn).unit()
    };
    let mut visits = Vec::new();
    for day in 0..days {
        let open = MONDAY + day * DAY + 8 * 3_600;
        let mut free: Vec<(f64, f64)> =
            (0..doctors).map(|_| (unit() * 3_600.0, 4.0 * 3_600.0 + unit() * 5.0 * 3_600.0)).collect();
        let mut comes = 0.0;
        loop {
            comes += exponential(&mut unit, 400.0 / doctors as f64);
            if comes > 8.0 * 3_600.0 {
                break;
            }
            let arrived = Instant(open + comes as i64);
            let next = (0..doctors)
                .filter(|&doctor| free[doctor].0.max(comes) < free[doctor].1)
                .min_by(|&a, &b| free[a].0.total_cmp(&free[b].0));
            let Some(doctor) = next else {
                let ended = Some(Instant(arrived.0 + 900));
                visits.push(LoggedVisit { ended, ..came(arrived) });
                continue;
            };
            let start = comes.max(free[doctor].0);
            let end = start + 60.0 + exponential(&mut unit, 150.0);
            let long = unit() < 0.1;
            let pause = 5.0 + exponential(&mut unit, if long { 1_500.0 } else { 15.0 });
            free[doctor].0 = end + pause;
            visits.push(LoggedVisit {
                started: Some(Instant(open + start as i64)),
                ended: Some(Instant(open + end as i64)),
                doctor: Some(Uid::from(format!("doc-{doctor}"))),
                ..came(arrived)
            });
        }
    }
    visits
}

fn exponential(unit: &mut impl FnMut() -> f64, mean: f64) -> f64 {
    -mean * libm::log(1.0 - unit())
}

fn came(arrived: Instant) -> LoggedVisit {
    LoggedVisit {
        arrived,
        started: None,
        ended: None,
        sent: None,
        back: None,
        resumed: None,
        doctor: None,
        reason: None,
        head_start_seconds: 0,
        queue: None,
    }
}

fn query(visits: Vec<LoggedVisit>) -> EvaluationQuery {
    let estimate = EstimateQuery { futures: Some(64), ..EstimateQuery::default() };
    EvaluationQuery { visits, estimate, ..EvaluationQuery::default() }
}

fn score(evaluation: &WaitEvaluation, method: WaitMethod) -> &WaitScore {
    evaluation.scores.iter().find(|score| score.method == method).expect("every method has a row")
}

#[test]
fn waits_are_foretold_better_than_by_any_rule_where_doctors_pause_and_go() {
    let evaluation = evaluate_waits(&query(log(12, 5, 1))).expect("a log");
    let engine = score(&evaluation, WaitMethod::Simulated);
    assert!(engine.answers > 500, "{evaluation:?}");
    for rule in [WaitMethod::LastToBeSeen, WaitMethod::HeadOfLine, WaitMethod::AverageByDoctors] {
        let rule = score(&evaluation, rule);
        assert!(engine.mae < rule.mae && engine.pinball < rule.pinball, "{engine:?} against {rule:?}");
    }
    assert!((0.84..=0.95).contains(&engine.within_p90), "{engine:?}");
    assert_eq!(evaluation.bands.len(), 10);
    let answers: i64 = evaluation.bands.iter().map(|band| band.answers).sum();
    assert_eq!(answers, engine.answers);
}

/// Days of one doctor, who sends every second patient to the X-ray after four minutes, and goes on for six
/// once the patient is back, after a quarter of an hour or so. The others take as long.
fn log_with_x_ray(days: i64) -> Vec<LoggedVisit> {
    let mut drawn = 0;
    let mut unit = || {
        drawn += 1;
        Chance::new(7).of(drawn).unit()
    };
    let mut visits: Vec<LoggedVisit> = Vec::new();
    for day in 0..days {
        let open = MONDAY + day * DAY + 8 * 3_600;
        let (mut arrivals, mut comes) = (Vec::new(), 0.0);
        while comes < 7.0 * 3_600.0 {
            arrivals.push(open + comes as i64);
            comes += exponential(&mut unit, 700.0);
        }
        let (mut now, mut next, mut gone) = (open, 0, Vec::<(i64, usize)>::new());
        while next < arrivals.len() || !gone.is_empty() {
            gone.sort_unstable();
            if let Some((_, visit)) = gone.first().copied().filter(|(back, _)| *back <= now) {
                gone.remove(0);
                visits[visit].resumed = Some(Instant(now));
                now += 360 + (30.0 * unit()) as i64;
                visits[visit].ended = Some(Instant(now));
                continue;
            }
            if next < arrivals.len() && arrivals[next] <= now {
                let sent = next % 2 == 0;
                let visit = LoggedVisit {
                    started: Some(Instant(now)),
                    doctor: Some("ada".into()),
                    ..came(Instant(arrivals[next]))
                };
                now += if sent { 240 } else { 600 } + (30.0 * unit()) as i64;
                if sent {
                    let back = now + 800 + (200.0 * unit()) as i64;
                    gone.push((back, visits.len()));
                    visits.push(LoggedVisit { sent: Some(Instant(now)), back: Some(Instant(back)), ..visit });
                } else {
                    visits.push(LoggedVisit { ended: Some(Instant(now)), ..visit });
                }
                next += 1;
                continue;
            }
            let comes = arrivals.get(next).copied().unwrap_or(i64::MAX);
            now = comes.min(gone.first().map_or(i64::MAX, |(back, _)| *back)).max(now + 1);
        }
    }
    visits
}

/// Told of it the engine takes every visit for what it is. Not told, it sees two patients at once, and takes
/// what the doctor does with the first for a pause. Its bound is nearer then. What it says is not: a visit in
/// parts is played in one piece, so who will be seen between the parts is told too much.
#[test]
fn a_log_may_say_who_was_sent_elsewhere() {
    let log = log_with_x_ray(10);
    let told = evaluate_waits(&query(log.clone())).expect("a log");
    let whole = |visit: LoggedVisit| LoggedVisit { sent: None, back: None, resumed: None, ..visit };
    let untold = evaluate_waits(&query(log.into_iter().map(whole).collect())).expect("a log");
    let engine = score(&told, WaitMethod::Simulated);
    let blind = score(&untold, WaitMethod::Simulated);
    println!("told of it {engine:?}, not told {blind:?}");
    assert!(engine.pinball < 0.5 * blind.pinball, "the bound is nearer: {engine:?}, not told {blind:?}");
    assert_eq!(told.questions, untold.questions);
    assert!(told.doubts.overlapping == 0 && untold.doubts.overlapping > 100, "{:?}", untold.doubts);
    for rule in [WaitMethod::LastToBeSeen, WaitMethod::HeadOfLine, WaitMethod::AverageByDoctors] {
        let rule = score(&told, rule);
        println!("{rule:?}");
        assert!(engine.mae < rule.mae && engine.pinball < rule.pinball, "{engine:?} against {rule:?}");
    }
}

#[test]
fn parts_of_a_logged_visit_go_together() {
    let at = |second: i64| Some(Instant(MONDAY + second));
    let of = |sent: Option<i64>, back: Option<i64>, resumed: Option<i64>| {
        let at = |second: Option<i64>| second.and_then(at);
        let visit = LoggedVisit {
            started: at(Some(60)),
            ended: at(Some(900)),
            sent: at(sent),
            back: at(back),
            resumed: at(resumed),
            doctor: Some("ada".into()),
            ..came(Instant(MONDAY))
        };
        evaluate_waits(&query(vec![visit])).map(|evaluation| evaluation.questions).map_err(|error| error.path)
    };
    assert_eq!(of(Some(120), Some(300), Some(600)), Ok(1));
    assert_eq!(of(Some(120), None, Some(600)), Ok(1));
    assert_eq!(of(Some(120), None, Some(1_200)), Ok(1), "over before it went on");
    for (sent, back, resumed, field) in [
        (Some(120), None, None, "resumed"),
        (None, None, Some(600), "sent"),
        (None, Some(300), None, "sent"),
        (Some(59), None, Some(600), "sent"),
        (Some(120), Some(119), Some(600), "back"),
        (Some(120), Some(601), Some(600), "resumed"),
    ] {
        assert_eq!(
            of(sent, back, resumed),
            Err(format!("visits[0].{field}")),
            "{sent:?} {back:?} {resumed:?}"
        );
    }
}

#[test]
fn odd_logs_have_an_answer_or_a_refusal() {
    let at = |second: i64| Some(Instant(MONDAY + second));
    let ada = Some(Uid::from("ada"));
    let odd = vec![
        // Ends before it starts; two of one doctor at once; of no length; nothing known of it; left at once.
        LoggedVisit { started: at(60), ended: at(30), doctor: ada.clone(), ..came(Instant(MONDAY)) },
        LoggedVisit { started: at(70), ended: at(500), doctor: ada.clone(), ..came(Instant(MONDAY + 10)) },
        LoggedVisit { started: at(80), ended: at(80), doctor: ada.clone(), ..came(Instant(MONDAY + 20)) },
        came(Instant(MONDAY + 30)),
        LoggedVisit { ended: at(40), ..came(Instant(MONDAY + 40)) },
        LoggedVisit { ended: at(30), ..came(Instant(MONDAY + 40)) },
        // Open until the next day.
        LoggedVisit { started: at(900), ended: at(DAY + 5), doctor: ada, ..came(Instant(MONDAY + 600)) },
    ];
    let evaluation = evaluate_waits(&query(odd)).expect("a log");
    assert_eq!(evaluation.questions, 4);
    assert_eq!(evaluate_waits(&query(Vec::new())).expect("an empty log").questions, 0);
    let early = LoggedVisit { started: at(-1), ..came(Instant(MONDAY)) };
    let error = evaluate_waits(&query(vec![early])).expect_err("seen before they came");
    assert_eq!(error.path, "visits[0].started");
    let many = |count: usize| query(vec![came(Instant(MONDAY)); count]);
    assert!(evaluate_waits(&many(limits::EVALUATED_VISITS_MAX)).is_ok());
    let error = evaluate_waits(&many(limits::EVALUATED_VISITS_MAX + 1)).expect_err("too many");
    assert!(matches!(error.code, ErrorCode::TooMany { .. }), "{error:?}");
}

#[test]
fn lines_are_apart_and_one_learner_knows_them_all() {
    let (mut a, mut b) = (log(4, 2, 3), log(4, 2, 4));
    a.iter_mut().for_each(|visit| visit.queue = Some("a".into()));
    b.iter_mut().for_each(|visit| visit.queue = Some("b".into()));
    let alone = |visits: &[LoggedVisit]| evaluate_waits(&query(visits.to_vec())).expect("a log");
    let together = alone(&[a.clone(), b.clone()].concat());
    assert_eq!(together.questions, alone(&a).questions + alone(&b).questions);
    let rule = |evaluation: &WaitEvaluation| {
        let score = score(evaluation, WaitMethod::LastToBeSeen);
        score.mae * score.answers as f64
    };
    assert!((rule(&together) - rule(&alone(&a)) - rule(&alone(&b))).abs() < 1e-6);
}
