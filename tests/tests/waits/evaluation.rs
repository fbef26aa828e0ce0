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
