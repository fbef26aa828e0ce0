//! What the models of queueing theory have to do with each other, and with sums as they stand.

use frontdesk::Error;
use frontdesk::limits::{AHEAD_MAX, PLANNING_MINUTES_MAX, QUANTILE_PROBABILITY_MAX};
use frontdesk::planning::{
    ErlangA, ErlangB, ErlangC, ImpatientQueueAhead, Mgc, Mmck, QueueAhead, ServiceLevel,
};

/// How far two answers that say the same may be from each other, as a share of them.
const TOLERANCE: f64 = 1e-12;

/// The distance from `expected`, as a share of it where it is not 0.
fn error(got: f64, expected: f64) -> f64 {
    if expected == 0.0 { got.abs() } else { ((got - expected) / expected).abs() }
}

fn near(got: f64, expected: f64, what: &str) {
    assert!(error(got, expected) <= TOLERANCE, "{what}: {got} is not {expected}");
}

/// Loads from next to nothing to hopeless, where there are so many doctors.
fn loads(doctors: i64) -> impl Iterator<Item = f64> {
    [1e-6, 0.1, 0.5, 0.9, 0.999, 1.0, 1.001, 1.5, 10.0, 1_000.0]
        .into_iter()
        .map(move |load| load * doctors as f64)
}

#[test]
fn few_doctors_are_the_sums_as_they_stand() -> Result<(), Error> {
    for doctors in 1..=12 {
        for load in loads(doctors) {
            let terms: Vec<f64> = (1..=doctors)
                .scan(1.0, |term, k| {
                    *term *= load / k as f64;
                    Some(*term)
                })
                .collect();
            let (last, sum) = (terms[doctors as usize - 1], 1.0 + terms.iter().sum::<f64>());
            let state =
                ErlangB { arrivals_per_minute: load, service_minutes: 1.0, doctors }.steady_state()?;
            near(state.blocking_probability, last / sum, "the recursion is the sum");
            near(state.empty_probability, 1.0 / sum, "the empty state");
            let busy: f64 = terms.iter().zip(1..).map(|(term, k)| term * f64::from(k)).sum();
            near(state.busy_doctors, busy / sum, "the doctors that are busy");
        }
    }
    Ok(())
}

#[test]
fn models_that_say_the_same_agree() -> Result<(), Error> {
    let service_minutes = 12.0;
    for doctors in [1, 2, 7, 40, 900] {
        for load in loads(doctors) {
            let arrivals_per_minute = load / service_minutes;
            let b = ErlangB { arrivals_per_minute, service_minutes, doctors }.steady_state()?;

            // No place to wait.
            let room =
                Mmck { arrivals_per_minute, service_minutes, doctors, places: doctors }.steady_state()?;
            near(room.blocking_probability, b.blocking_probability, "a room without places is Erlang B");
            near(room.busy_doctors, b.busy_doctors, "a room without places is Erlang B");
            assert_eq!((room.waiting, room.wait_minutes, room.wait_probability), (0.0, 0.0, 0.0));

            // Patience as long as a consultation: as many patients as with a doctor for each, whose number is
            // Poisson.
            let a =
                ErlangA { arrivals_per_minute, service_minutes, doctors, patience_minutes: service_minutes }
                    .steady_state()?;
            near(a.present, load, "Poisson");
            let flow = arrivals_per_minute * (1.0 - a.abandonment_probability) * service_minutes;
            assert!(
                (flow - a.busy_doctors).abs() <= 1e-12 * load,
                "who comes is served or gives up: {flow} {}",
                a.busy_doctors
            );
            near(a.wait_minutes * arrivals_per_minute, a.waiting, "Little");
            near(a.stay_minutes * arrivals_per_minute, a.present, "Little");
            assert!(a.offered_wait_minutes >= a.wait_minutes, "who gives up waits less");

            if load >= doctors as f64 {
                continue;
            }
            let c = ErlangC { arrivals_per_minute, service_minutes, doctors };
            let state = c.steady_state()?;
            near(state.stay_minutes * arrivals_per_minute, state.present, "Little");
            near(state.wait_probability, c.wait_exceeds(0.0)?, "who waits at all");
            let even =
                |service_cv| Mgc { arrivals_per_minute, service_minutes, service_cv, doctors }.steady_state();
            assert_eq!(even(1.0)?, state, "an exponential time has a coefficient of variation of 1");
            near(even(0.0)?.wait_minutes * 2.0, state.wait_minutes, "without spread half the wait");
            if load < 0.9 * doctors as f64 {
                // Nobody lacks a place, and hardly anybody patience.
                let room = Mmck { arrivals_per_minute, service_minutes, doctors, places: doctors + 2_000 }
                    .steady_state()?;
                near(room.wait_minutes, state.wait_minutes, "a large room");
                let patient =
                    ErlangA { arrivals_per_minute, service_minutes, doctors, patience_minutes: 100_000.0 }
                        .steady_state()?;
                assert!(error(patient.wait_minutes, state.wait_minutes) < 0.01, "a long patience");
            }
        }
    }
    Ok(())
}

#[test]
fn with_patience_as_long_as_service_the_number_there_is_poisson() -> Result<(), Error> {
    for doctors in 1..=12 {
        for load in [0.1_f64, 1.0, 5.0, 11.0] {
            let state =
                ErlangA { arrivals_per_minute: load, service_minutes: 1.0, doctors, patience_minutes: 1.0 }
                    .steady_state()?;
            near(state.empty_probability, (-load).exp(), "nobody is there");
            let terms = (1..doctors).scan((-load).exp(), |term, k| {
                *term *= load / k as f64;
                Some(*term)
            });
            let wait_probability = 1.0 - (-load).exp() - terms.sum::<f64>();
            assert!(
                (state.wait_probability - wait_probability).abs() < 1e-14,
                "as many as doctors are there, or more"
            );
        }
    }
    Ok(())
}

#[test]
fn quantiles_invert_the_probabilities() -> Result<(), Error> {
    for ahead in [0, 1, 2, 10, 100, 5_000, AHEAD_MAX] {
        let queue = QueueAhead { ahead, service_minutes: 12.0, doctors: 5 };
        let mut before = 0.0;
        for probability in
            [1e-6, 0.01, 0.1, 0.25, 0.499_999, 0.5, 0.500_001, 0.75, 0.9, 0.99, QUANTILE_PROBABILITY_MAX]
        {
            let minutes = queue.wait_quantile(probability)?;
            assert!(minutes > before, "a larger share takes longer");
            before = minutes;
            if minutes <= PLANNING_MINUTES_MAX {
                let exceeds = queue.wait_exceeds(minutes)?;
                assert!((exceeds - (1.0 - probability)).abs() < 1e-12, "{queue:?} {probability} {exceeds}");
            }
        }
        assert_eq!((queue.wait_quantile(0.0)?, queue.wait_exceeds(0.0)?), (0.0, 1.0));
    }
    let practice = ErlangC { arrivals_per_minute: 0.225, service_minutes: 12.0, doctors: 3 };
    let waits = practice.steady_state()?.wait_probability;
    for probability in [1.0 - waits + 1e-9, 0.5, 0.9, QUANTILE_PROBABILITY_MAX] {
        near(
            practice.wait_exceeds(practice.wait_quantile(probability)?)?,
            1.0 - probability,
            "who waits longer",
        );
    }
    assert_eq!(practice.wait_quantile(1.0 - waits - 1e-9)?, 0.0);
    Ok(())
}

#[test]
fn a_long_patience_makes_little_difference_to_who_waits_behind() -> Result<(), Error> {
    let patience_minutes = PLANNING_MINUTES_MAX;
    for (ahead, tolerance) in [(0, 1e-15), (3, 1e-11), (1_000, 1e-8)] {
        let patient = QueueAhead { ahead, service_minutes: 0.01, doctors: 100_000 }.wait()?;
        let impatient =
            ImpatientQueueAhead { ahead, service_minutes: 0.01, doctors: 100_000, patience_minutes }
                .wait()?;
        assert!(error(impatient.mean_minutes, patient.mean_minutes) <= tolerance);
        assert!(error(impatient.sd_minutes, patient.sd_minutes) <= tolerance);
        assert!(error(impatient.relative_rmse, patient.relative_rmse) <= tolerance);
    }
    Ok(())
}

#[test]
fn a_service_level_takes_the_fewest_doctors_that_keep_it() -> Result<(), Error> {
    for (arrivals_per_minute, service_minutes) in
        [(0.0, 12.0), (0.001, 12.0), (0.225, 12.0), (3.0, 7.5), (40.0, 20.0)]
    {
        for (within_minutes, probability) in
            [(0.0, 0.0), (0.0, 0.9), (10.0, 0.8), (10.0, 0.999_999), (1_000.0, 0.5)]
        {
            let doctors = ServiceLevel { arrivals_per_minute, service_minutes, within_minutes, probability }
                .doctors()?;
            let exceeds = |doctors| {
                ErlangC { arrivals_per_minute, service_minutes, doctors }.wait_exceeds(within_minutes)
            };
            let allowed = 1.0 - probability;
            assert!(exceeds(doctors)? <= allowed);
            // One less is too few: the promise is broken, the queue has no end, or nobody is there.
            assert!(exceeds(doctors - 1).map_or(true, |share| share > allowed), "{doctors}");
        }
    }
    Ok(())
}
