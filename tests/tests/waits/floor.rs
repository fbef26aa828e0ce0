//! The simulated clinics against queueing theory, and against the rule of the waiting room written out case
//! by case.

use frontdesk::Error;
use frontdesk::planning::{ErlangA, ErlangC, ImpatientQueueAhead, Mgc, QueueAhead};
use frontdesk_tests::waits::chance::Chance;
use frontdesk_tests::waits::clinic::{Booking, Clinic, Leaving, Wish, Wishes};
use frontdesk_tests::waits::day::{Booked, Day, DoctorDay, WalkIn};
use frontdesk_tests::waits::family::FAMILIES;
use frontdesk_tests::waits::floor::{Floor, Happening};
use frontdesk_tests::waits::law::{Law, Patience};
use frontdesk_tests::waits::oracle::Oracle;
use frontdesk_tests::waits::world::{Asked, Known, World};

const MINUTES: f64 = 12.0;

/// Equal doctors on one endless day.
fn clinic(doctors: usize, load: f64, law: Law, patience: Patience, until: f64) -> Clinic {
    Clinic {
        days: 1,
        close: until + 20_000.0,
        duty: vec![vec![(0.0, until + 20_000.0)]; doctors],
        minutes: vec![(0, vec![vec![MINUTES]; doctors])],
        nominal_minutes: vec![10.0],
        law,
        arrivals: vec![(0.0, until, load * doctors as f64 / MINUTES)],
        companion: 0.0,
        reasons: vec![1.0],
        wishes: Wishes { share: 0.0, popularity: vec![1.0; doctors], wish: Wish::Strict },
        urgent: 0.0,
        patience,
        booking: Booking::NONE,
        leaving: Leaving::NEVER,
    }
}

/// Mean wait, the share of those who wait at all, and of those who leave: of all who come once the clinic is
/// no longer empty.
fn long_run(clinic: &Clinic, chance: Chance) -> [f64; 3] {
    const WARM_UP: f64 = 2_000.0;
    let day = Day::new(clinic, 0, chance);
    let mut floor = Floor::new(&day);
    let (mut count, mut sums, mut open) = (0.0, [0.0; 3], true);
    while open {
        let mut over = Vec::new();
        open = floor.step(&mut |happening| match happening {
            Happening::Fetched(who) => over.push((who, false)),
            Happening::Left(who) => over.push((who, true)),
            Happening::Unserved(_) => unreachable!("the clinic closes long after the last has come"),
            Happening::Came(_) | Happening::Finished(..) => {}
        });
        for (who, left) in over {
            let arrived = day.walk_ins[who].arrived;
            if arrived >= WARM_UP {
                count += 1.0;
                let waited = floor.now - arrived;
                for (sum, value) in sums.iter_mut().zip([
                    waited,
                    f64::from(u8::from(waited > 0.0)),
                    f64::from(u8::from(left)),
                ]) {
                    *sum += value;
                }
            }
        }
    }
    sums.map(|sum| sum / count)
}

/// Holds the mean of independent runs against what it should be: within four standard errors, and those
/// small.
fn holds(runs: &[f64], expected: f64, what: &str) {
    let count = runs.len() as f64;
    let mean = runs.iter().sum::<f64>() / count;
    let variance = runs.iter().map(|run| (run - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let error = (variance / count).sqrt();
    assert!((mean - expected).abs() <= 4.0 * error, "{what}: {mean:.4} ± {error:.4} is not {expected:.4}");
    assert!(error <= 0.04 * expected, "{what}: {mean:.4} ± {error:.4} says too little about {expected:.4}");
}

#[test]
fn in_the_long_run_the_floor_is_what_theory_says() -> Result<(), Error> {
    let lognormal = Law::of_cv(0.7);
    let cases = [
        (3, 0.8, Law::Exponential, None),
        (1, 0.7, Law::Exponential, None),
        (1, 0.7, lognormal, None),
        (4, 1.3, Law::Exponential, Some(35.0)),
    ];
    for (number, (doctors, load, law, patience)) in cases.into_iter().enumerate() {
        let arrivals_per_minute = load * doctors as f64 / MINUTES;
        let servers = doctors as i64;
        let expected = match (law, patience) {
            (_, Some(patience_minutes)) => {
                ErlangA { arrivals_per_minute, service_minutes: MINUTES, doctors: servers, patience_minutes }
                    .steady_state()?
            }
            (Law::Exponential, None) => {
                ErlangC { arrivals_per_minute, service_minutes: MINUTES, doctors: servers }.steady_state()?
            }
            (Law::Lognormal(_), None) => {
                Mgc { arrivals_per_minute, service_minutes: MINUTES, service_cv: 0.7, doctors: servers }
                    .steady_state()?
            }
        };
        let clinic =
            clinic(doctors, load, law, patience.map_or(Patience::Endless, Patience::Exponential), 40_000.0);
        let runs: Vec<[f64; 3]> =
            (0..32).map(|run| long_run(&clinic, Chance::new(20).of(number as u64).of(run))).collect();
        let of = |index: usize| runs.iter().map(|run| run[index]).collect::<Vec<f64>>();
        holds(&of(0), expected.wait_minutes, &format!("mean wait, case {number}"));
        holds(&of(1), expected.wait_probability, &format!("who waits, case {number}"));
        if patience.is_some() {
            holds(&of(2), expected.abandonment_probability, &format!("who leaves, case {number}"));
        }
    }
    Ok(())
}

/// A few askers of a clinic with so many futures each.
fn ask(clinic: Clinic, seed: u64, mut each: impl FnMut(&Asked<'_>)) {
    let world = World { clinics: vec![clinic], chance: Chance::new(seed) };
    let mut asked = 0;
    world.watch(12, |known| {
        if let Known::Asked(asker) = known {
            asked += 1;
            each(&asker);
        }
    });
    assert_eq!(asked, 12);
}

#[test]
fn the_oracle_knows_what_theory_says_of_n_ahead() {
    const FUTURES: u64 = 4_000;
    let near = |got: f64, expected: f64, error: f64, what: &str| {
        assert!((got - expected).abs() <= error, "{what}: {got:.3} is not {expected:.3} ± {error:.3}");
    };
    ask(clinic(3, 0.9, Law::Exponential, Patience::Endless, 20_000.0), 5, |asked| {
        let ahead = asked.floor.waiting.len() as i64 - 1;
        let theory = QueueAhead { ahead, service_minutes: MINUTES, doctors: 3 };
        let said = Oracle::new(asked.clinic, FUTURES).guess(
            asked.floor,
            asked.asker,
            Chance::new(7).of(ahead as u64),
        );
        let wait = theory.wait().expect("it is in range");
        let error = 4.0 * wait.sd_minutes / (FUTURES as f64).sqrt();
        near(said.mean, wait.mean_minutes, error, "mean");
        // The error of a quantile, by the density of an exponential or wider distribution there, is at most
        // so much.
        for (share, said) in [(0.1, said.p10), (0.5, said.p50), (0.9, said.p90)] {
            near(said, theory.wait_quantile(share).expect("it is in range"), 3.0 * error, "quantile");
        }
        assert_eq!(said.p_served, 1.0);
    });
    ask(clinic(3, 1.4, Law::Exponential, Patience::Exponential(35.0), 20_000.0), 6, |asked| {
        let ahead = asked.floor.waiting.len() as i64 - 1;
        let theory =
            ImpatientQueueAhead { ahead, service_minutes: MINUTES, doctors: 3, patience_minutes: 35.0 };
        let said = Oracle::new(asked.clinic, FUTURES).guess(
            asked.floor,
            asked.asker,
            Chance::new(8).of(ahead as u64),
        );
        let wait = theory.wait().expect("it is in range");
        near(
            said.mean,
            wait.mean_minutes,
            4.0 * wait.sd_minutes / (FUTURES as f64).sqrt(),
            "mean of the impatient",
        );
    });
}

#[test]
fn who_stays_waits_as_if_the_day_were_lived_again() {
    let family = FAMILIES.iter().find(|family| family.name == "s12_kitchen_sink").expect("it is in the list");
    let chance = Chance::new(9);
    let world = World { clinics: family.clinics(chance, 0.1), chance };
    let mut left = 0;
    world.watch(200, |known| {
        let Known::Asked(asked) = known else { return };
        let mut day = asked.floor.day.clone();
        let arrived = day.walk_ins[asked.asker].arrived;
        left +=
            u32::from(asked.wait().is_none_or(|wait| arrived + wait > day.walk_ins[asked.asker].leaves_at));
        day.walk_ins[asked.asker].leaves_at = f64::INFINITY;
        let mut floor = Floor::new(&day);
        let mut seen = None;
        let mut open = true;
        while open {
            let mut now = false;
            open = floor.step(&mut |happening| {
                now |= matches!(happening, Happening::Fetched(who) if who == asked.asker);
            });
            seen = seen.or(now.then_some(floor.now - arrived));
        }
        assert_eq!(asked.wait(), seen);
    });
    assert!(left > 20, "{left} would have left");
}

/// When somebody comes, whom they want, whether they are urgent.
type Comes = (f64, Option<(usize, Wish)>, bool);
/// A doctor's duty and appointments.
type Works<'w> = (&'w [(f64, f64)], &'w [f64]);

/// Who is fetched from the queue and when, on a day on which every visit takes ten minutes.
fn starts(walk_ins: &[Comes], doctors: &[Works<'_>]) -> Vec<(usize, f64)> {
    let mut clinic = clinic(doctors.len(), 0.5, Law::Exponential, Patience::Endless, 0.0);
    clinic.booking = Booking { guard: 5.0, grace: 3.0, ..Booking::NONE };
    let minutes = vec![vec![10.0]; doctors.len()];
    let walk_in = |(number, &(arrived, wish, urgent)): (usize, &Comes)| WalkIn {
        number: number as u32,
        arrived,
        reason: 0,
        wish,
        urgent,
        ratio: 1.0,
        leaves_at: f64::INFINITY,
    };
    let doctor = |(duty, booked): &Works<'_>| DoctorDay {
        duty: duty.to_vec(),
        leaves_at: f64::INFINITY,
        booked: booked.iter().map(|&at| Booked { at, comes_at: at, ratio: 1.0 }).collect(),
    };
    let day = Day {
        clinic: &clinic,
        number: 0,
        minutes: &minutes,
        close: 500.0,
        walk_ins: walk_ins.iter().enumerate().map(walk_in).collect(),
        doctors: doctors.iter().map(doctor).collect(),
    };
    let mut floor = Floor::new(&day);
    let (mut starts, mut open) = (Vec::new(), true);
    while open {
        let mut fetched = Vec::new();
        open = floor.step(&mut |happening| {
            if let Happening::Fetched(who) = happening {
                fetched.push(who);
            }
        });
        starts.extend(fetched.into_iter().map(|who| (who, floor.now)));
    }
    starts
}

#[test]
fn the_floor_keeps_to_the_rule() {
    let open: &[(f64, f64)] = &[(0.0, 400.0)];
    let none: &[f64] = &[];
    let check =
        |what: &str, got: Vec<(usize, f64)>, expected: &[(usize, f64)]| assert_eq!(got, expected, "{what}");
    let anyone = |at: f64| (at, None, false);

    check(
        "first come, first served",
        starts(&[anyone(1.0), anyone(2.0), anyone(3.0)], &[(open, none)]),
        &[(0, 1.0), (1, 11.0), (2, 21.0)],
    );
    check(
        "the urgent first, but nobody is sent out",
        starts(&[anyone(1.0), anyone(2.0), (3.0, None, true)], &[(open, none)]),
        &[(0, 1.0), (2, 11.0), (1, 21.0)],
    );
    let strict = |at: f64, doctor| (at, Some((doctor, Wish::Strict)), false);
    check(
        "who wants one doctor waits for that one, and others go past",
        starts(&[strict(1.0, 1), strict(2.0, 1), anyone(3.0)], &[(open, none), (open, none)]),
        &[(0, 1.0), (2, 3.0), (1, 11.0)],
    );
    let soft = |at: f64, doctor| (at, Some((doctor, Wish::Soft)), false);
    check(
        "a doctor's own go before the rest",
        starts(&[anyone(1.0), anyone(1.5), anyone(2.0), soft(3.0, 1)], &[(open, none), (open, none)]),
        &[(0, 1.0), (1, 1.5), (2, 11.0), (3, 11.5)],
    );
    check(
        "a doctor's own, also who came later",
        starts(&[anyone(1.0), anyone(2.0), soft(3.0, 0)], &[(open, none)]),
        &[(0, 1.0), (2, 11.0), (1, 21.0)],
    );
    check(
        "but not before the urgent",
        starts(&[anyone(1.0), soft(2.0, 0), (3.0, None, true)], &[(open, none)]),
        &[(0, 1.0), (2, 11.0), (1, 21.0)],
    );
    let until = |at: f64, doctor| (at, Some((doctor, Wish::Until(4.0))), false);
    check(
        "a wish that ends",
        starts(&[strict(1.0, 1), until(2.0, 1), anyone(100.0)], &[(open, none), (open, none)]),
        &[(0, 1.0), (1, 6.0), (2, 100.0)],
    );
    check(
        "nobody within the guard time",
        starts(&[anyone(6.0), anyone(30.0)], &[(open, &[10.0])]),
        &[(0, 20.0), (1, 30.0)],
    );
    check("at the guard time exactly", starts(&[anyone(5.0)], &[(open, &[10.0])]), &[(0, 5.0)]);
    check(
        "an appointment that is due goes first",
        starts(&[anyone(5.0), anyone(6.0)], &[(open, &[10.0])]),
        &[(0, 5.0), (1, 25.0)],
    );
    let shifts: &[(f64, f64)] = &[(0.0, 15.0), (60.0, 90.0)];
    check(
        "nobody at the end of duty or after it",
        starts(&[anyone(1.0), anyone(2.0), anyone(3.0)], &[(shifts, none)]),
        &[(0, 1.0), (1, 11.0), (2, 60.0)],
    );
    let early: &[(f64, f64)] = &[(0.0, 11.0)];
    check(
        "an appointment that is due, even then",
        starts(&[anyone(1.0), anyone(2.0)], &[(early, &[8.0]), (&[(30.0, 40.0)], none)]),
        &[(0, 1.0), (1, 30.0)],
    );
    check(
        "of idle doctors the first in the list",
        starts(&[strict(1.0, 0), anyone(2.0), anyone(3.0)], &[(open, none), (open, none)]),
        &[(0, 1.0), (1, 2.0), (2, 11.0)],
    );
}
