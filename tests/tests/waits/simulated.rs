//! The engine in front of simulated clinics and of a stream that was given. And whether the score can tell
//! good from bad.

use std::fs;
use std::path::{Path, PathBuf};

use frontdesk_tests::waits::chance::Chance;
use frontdesk_tests::waits::clinic::{Clinic, Wish};
use frontdesk_tests::waits::family::{FAMILIES, FIRST, Family};
use frontdesk_tests::waits::guess::Guess;
use frontdesk_tests::waits::oracle::Oracle;
use frontdesk_tests::waits::replay::Replay;
use frontdesk_tests::waits::score::{Score, Scores};
use frontdesk_tests::waits::stream::{Line, Question};
use frontdesk_tests::waits::survey::{Survey, average, typical};
use frontdesk_tests::waits::trial::Trial;
use frontdesk_tests::waits::world::{Known, World};

const TRIAL: Trial = Trial { seed: 3, share: 0.3, questions: 240, futures: 64 };

fn family(name: &str) -> &'static Family {
    FAMILIES.iter().find(|family| family.name == name).expect("it is in the list")
}

#[test]
fn waits_are_foretold_nearly_as_well_as_by_one_who_knows() -> Result<(), String> {
    let survey = Survey::of(TRIAL, FIRST)?;
    let to_oracle = typical(&survey.outcomes, Scores::to_oracle);
    let within_p90 = average(&survey.outcomes, |scores| scores.engine.within_p90);
    let told: Vec<String> = survey
        .outcomes
        .iter()
        .map(|outcome| format!("{} {:.3}", outcome.family.name, outcome.scores.to_oracle()))
        .collect();
    assert!(to_oracle <= 1.08, "{to_oracle:.3} × the oracle's error: {told:?}");
    assert!((0.85..=0.95).contains(&within_p90), "P90 holds {within_p90:.3}");
    for outcome in &survey.outcomes {
        let scores = &outcome.scores;
        assert_eq!(scores.missing, 0, "{}", outcome.family.name);
        assert!(scores.engine.count > 150, "{}: {} waits", outcome.family.name, scores.engine.count);
        assert!(scores.to_naive() < 0.6, "{}", outcome.family.name);
        assert!(
            (0.8..=0.98).contains(&scores.oracle.within_p90),
            "{}: the oracle's P90 holds {:.3}",
            outcome.family.name,
            scores.oracle.within_p90
        );
    }
    Ok(())
}

/// What is wrong, in which family, how, and how many times as bad the score must be at least.
type Wrong<T> = (&'static str, &'static str, fn(&mut T), f64);

/// What an engine may forget. It must show in the error.
const FORGETFUL: [Wrong<Question>; 5] = [
    (
        "appointments",
        "s07_appointments",
        |question| question.doctors.iter_mut().for_each(|doctor| doctor.appts.clear()),
        1.1,
    ),
    (
        "how long visits have taken",
        "s12_kitchen_sink",
        |question| {
            let now = question.t;
            question
                .doctors
                .iter_mut()
                .filter_map(|doctor| doctor.current.as_mut())
                .for_each(|current| current.started = now);
        },
        1.05,
    ),
    (
        "who wants whom",
        "s05_preferred",
        |question| {
            question.asker.pref = -1;
            question.queue.iter_mut().for_each(|waiter| waiter.pref = -1);
        },
        1.3,
    ),
    (
        "breaks and the end of duty",
        "s06_shifts",
        |question| {
            let day = (question.t, question.close);
            question.doctors.iter_mut().for_each(|doctor| doctor.windows = vec![day]);
        },
        1.3,
    ),
    (
        "what the others have come for",
        "s04_hetero",
        |question| question.queue.iter_mut().for_each(|waiter| waiter.reason = 0),
        1.1,
    ),
];

#[test]
fn forgetting_shows() -> Result<(), String> {
    for (what, name, forget, times) in FORGETFUL {
        let right = Scores::of(&TRIAL.answers(family(name), |_| {})?);
        let wrong = Scores::of(&TRIAL.answers(family(name), forget)?);
        let ratio = wrong.engine.mae / right.engine.mae;
        assert!(ratio > times, "without {what}, the error in {name} is {ratio:.3} times as large");
        assert_eq!(right.oracle.mae, wrong.oracle.mae, "the oracle is not told what the engine is told");
    }
    Ok(())
}

/// Beliefs about a clinic that are wrong. It must show in the loss of P90.
const MISTAKEN: [Wrong<Clinic>; 4] = [
    ("nobody is urgent", "s11_drift_urgent", |clinic| clinic.urgent = 0.0, 1.05),
    (
        "patience does not end",
        "s08_abandon",
        |clinic| clinic.patience = frontdesk_tests::waits::law::Patience::Endless,
        1.1,
    ),
    ("who comes later wants nobody", "s13_soft", |clinic| clinic.wishes.share = 0.0, 1.2),
    (
        "reasons make no difference",
        "s04_hetero",
        |clinic| clinic.minutes[0].1.iter_mut().for_each(|row| *row = vec![11.0; 3]),
        1.1,
    ),
];

#[test]
fn a_mistaken_oracle_is_a_worse_one() {
    for (what, name, mistake, times) in MISTAKEN {
        let chance = Chance::new(TRIAL.seed);
        let world = World { clinics: family(name).clinics(chance, TRIAL.share), chance };
        let mut mistaken = world.clinics[0].clone();
        mistake(&mut mistaken);
        let (mut right, mut wrong) = (Vec::new(), Vec::new());
        world.watch(TRIAL.questions, |known| {
            let Known::Asked(asked) = known else { return };
            let guess = |clinic: &Clinic| {
                Oracle::new(clinic, 64).guess(asked.floor, asked.asker, chance.of(right.len() as u64))
            };
            let pair = (guess(asked.clinic), guess(&mistaken));
            right.push((pair.0, asked.wait()));
            wrong.push((pair.1, asked.wait()));
        });
        let ratio = Score::of(&wrong).pinball / Score::of(&right).pinball;
        assert!(ratio > times, "who believes that {what} in {name} loses {ratio:.3} times as much");
    }
}

#[test]
fn a_stream_is_the_same_as_text() -> Result<(), String> {
    for name in ["s12_kitchen_sink", "s13_soft", "s14_soft_until"] {
        let chance = Chance::new(4);
        let world = World { clinics: family(name).clinics(chance, 0.05), chance };
        let (mut lines, mut number) = (Vec::new(), 0);
        world.watch(40, |known| {
            lines.push(match known {
                Known::Line(line) => line,
                Known::Asked(asked) => Line::Query(Box::new(asked.question(number))),
            });
            number += 1;
        });
        let (mut by_text, mut by_value, mut said) = (Replay::new(name), Replay::new(name), 0);
        for line in lines {
            let text = serde_json::to_string(&line).map_err(|error| error.to_string())?;
            let told = by_text.line(&text)?;
            let Some((_, estimate)) = by_value.take(line)? else { continue };
            let p50 = estimate.distribution.map(|distribution| distribution.p50);
            let told: serde_json::Value =
                serde_json::from_str(&told.unwrap_or_default()).map_err(|error| error.to_string())?;
            assert_eq!(told["p50"].as_f64(), p50, "{name}");
            said += 1;
        }
        assert_eq!(said, 40, "{name}");
    }
    Ok(())
}

#[test]
fn wishes_reach_the_room() {
    for (name, wish) in
        [("s05_preferred", Wish::Strict), ("s13_soft", Wish::Soft), ("s14_soft_until", Wish::Until(15.0))]
    {
        let chance = Chance::new(5);
        let world = World { clinics: family(name).clinics(chance, 0.05), chance };
        let mut wishing = 0;
        world.watch(40, |known| {
            let Known::Asked(asked) = known else { return };
            assert_eq!(asked.clinic.wishes.wish, wish);
            for entry in
                asked.question(0).room().entries.iter().filter(|entry| entry.preferred_doctor_uid.is_some())
            {
                wishing += 1;
                let strict = entry.preference == frontdesk::DoctorPreference::Strict;
                let expected = match wish {
                    Wish::Strict => (true, None),
                    Wish::Soft => (false, None),
                    Wish::Until(minutes) => (false, Some(minutes as i64)),
                };
                assert_eq!((strict, entry.preference_patience_minutes), expected, "{name}");
            }
        });
        assert!(wishing > 20, "{name}: {wishing}");
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../waits")
}

fn lines(name: &str) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(folder().join(name)).expect("it is in the repository");
    text.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
}

/// The stream of `kitchen_sink.jsonl` was made elsewhere; the summary of what the engine says to it is kept
/// to the last digit.
#[test]
fn a_given_stream_gives_what_it_gave() -> Result<(), String> {
    let waits: Vec<Option<f64>> =
        lines("kitchen_sink.answers.jsonl").iter().map(|answer| answer["wait"].as_f64()).collect();
    let mut replay = Replay::new("kitchen_sink");
    let mut said = Vec::new();
    for line in lines("kitchen_sink.jsonl") {
        let line: Line = serde_json::from_value(line).map_err(|error| error.to_string())?;
        if let Some((question, estimate)) = replay.take(line)? {
            let guess = Guess::of_engine(&estimate)
                .ok_or_else(|| format!("nothing was said to question {}", question.q))?;
            said.push((guess, waits[question.q as usize]));
        }
    }
    assert_eq!(said.len(), waits.len());
    let Score { count, mae, bias, within_p90, within_p10_p90, pinball, brier } = Score::of(&said);
    let summary = serde_json::json!({ "asked": said.len(), "seen": count, "mae": mae, "bias": bias,
        "within_p90": within_p90,
        "within_p10_p90": within_p10_p90, "pinball": pinball, "brier": brier });
    let summary = serde_json::to_string_pretty(&summary).map_err(|error| error.to_string())? + "\n";
    let path = folder().join("kitchen_sink.summary.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &summary).map_err(|error| error.to_string())?;
    }
    let expected = fs::read_to_string(&path).map_err(|error| error.to_string())?;
    assert_eq!(summary, expected, "if the new summary is right, `UPDATE_GOLDEN=1` writes it");
    Ok(())
}
