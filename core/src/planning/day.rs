//! How many doctors a day takes whose arrivals rise and fall: days are played as the forecast plays the
//! futures of a room.

use serde::{Deserialize, Serialize};

use super::traffic::{elapsed, minutes};
use crate::error::faults::{Faults, both};
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{ARRIVAL_STRETCHES_MAX, DAY_DOCTORS_MAX, DAY_PATIENTS_MAX, FORECAST_STEPS_MAX, bounds};
use crate::model::check::{count, number, number_within, range, within};
use crate::wait::dice::{mix, normal, unit};
use crate::wait::dispatch::{Candidate, Preference};
use crate::wait::lasts::Course;
use crate::wait::play::Stage;
use crate::wait::scene::{DoctorAt, Scene, WaiterAt};

/// Days that are played.
const DAYS: u64 = 200;
const MINUTE: f64 = 60.0;

/// A day of patients who come without an appointment, and wait until one of the doctors is free.
///
/// Patients come independently of each other (a Poisson process whose rate is that of the stretch), are seen
/// in the order of arrival by whoever is free first, and take lengths of a lognormal distribution. Doctors
/// are there from midnight until the day closes, and alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WalkInDay {
    /// When how many come, in the order of the day; at most one stretch per minute. Nobody comes in between.
    pub arrivals: Vec<ArrivalRate>,
    /// Mean minutes that a doctor needs for a patient, within
    /// [`PLANNING_MINUTES_MIN`](crate::limits::PLANNING_MINUTES_MIN) and
    /// [`PLANNING_MINUTES_MAX`](crate::limits::PLANNING_MINUTES_MAX).
    pub service_minutes: f64,
    /// Standard deviation of these minutes over their mean, 0 to
    /// [`SERVICE_CV_MAX`](crate::limits::SERVICE_CV_MAX). Consultations have about 0.5 to 1.
    pub service_cv: f64,
    /// The minute of the day from which nobody is seen any more, 1 to 1440. If null, everybody is seen,
    /// however late.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub closes_at_minute: Option<i64>,
}

/// How many patients come during a stretch of the day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ArrivalRate {
    /// The minute of the day in which the stretch begins, 0 to 1439.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub from_minute: i64,
    /// The minute in which it ends, up to 1440.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub to_minute: i64,
    /// Patients who come per minute, 0 to
    /// [`ARRIVALS_PER_MINUTE_MAX`](crate::limits::ARRIVALS_PER_MINUTE_MAX).
    pub arrivals_per_minute: f64,
}

/// What waits come to over many such days. The minutes are those of patients who are seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DayWaits {
    /// With so many doctors.
    pub doctors: i64,
    /// Patients of a day on average.
    pub patients: f64,
    /// The share of them who are seen.
    pub p_served: f64,
    /// The mean wait.
    pub mean: f64,
    /// Half of the patients wait no longer.
    pub p50: f64,
    /// Nine of ten wait no longer.
    pub p90: f64,
}

impl ArrivalRate {
    /// Whether it can follow one that ends there.
    fn check(&self, end_before: i64, path: &Path<'_>, faults: &mut Faults) {
        let (from, to) = (path.field("from_minute"), path.field("to_minute"));
        let begins = faults.is_ok(within(self.from_minute, bounds::STRETCH_BEGINS, &from));
        let ends = faults.is_ok(within(self.to_minute, bounds::STRETCH_ENDS, &to));
        let arrivals = path.field("arrivals_per_minute");
        faults.note(number_within(self.arrivals_per_minute, bounds::ARRIVALS, &arrivals));
        if begins && self.from_minute < end_before {
            let detail = "this stretch begins before the one before it ends".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&from));
        }
        if begins && ends && self.to_minute <= self.from_minute {
            faults.add(ErrorCode::EmptyInterval { start: self.from_minute, end: self.to_minute }.at(&to));
        }
    }
}

impl WalkInDay {
    /// What waits come to with so many doctors, 1 to [`DAY_DOCTORS_MAX`].
    ///
    /// # Errors
    /// A field out of its range; `conflict` for stretches out of order; `too_many` for a day that takes too
    /// long to play.
    pub fn waits(&self, doctors: i64) -> Result<DayWaits> {
        both(range(doctors, 1, DAY_DOCTORS_MAX, &Path::Root.field("doctors")), self.check())?;
        Ok(self.play(doctors, 0.9)?.0)
    }

    /// The fewest doctors with whom at least `probability` of all patients are seen within `within_minutes`;
    /// for "P90 under 15 minutes" those are 0.9 and 15.
    ///
    /// # Errors
    /// As for [`waits`](Self::waits); `too_many` if it would take more than [`DAY_DOCTORS_MAX`].
    ///
    /// ```
    /// use frontdesk::{from_json, planning::WalkInDay};
    ///
    /// let day: WalkInDay = from_json(r#"{ "service_minutes": 12, "service_cv": 0.7, "arrivals": [
    ///     { "from_minute": 480, "to_minute": 600, "arrivals_per_minute": 0.4 },
    ///     { "from_minute": 600, "to_minute": 960, "arrivals_per_minute": 0.2 } ] }"#)?;
    /// let plan = day.doctors(15.0, 0.9)?;
    /// assert_eq!(plan.doctors, 5);
    /// assert!(plan.p90 <= 15.0 && day.waits(plan.doctors - 1)?.p90 > 15.0);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn doctors(&self, within_minutes: f64, probability: f64) -> Result<DayWaits> {
        let root = Path::Root;
        Faults::of(|faults| {
            faults.note(elapsed(within_minutes, "within_minutes"));
            faults.note(number_within(probability, bounds::PROBABILITY, &root.field("probability")));
            faults.note(self.check());
        })?;
        let most = DAY_DOCTORS_MAX;
        let keeps = |doctors: i64| {
            self.play(doctors, probability).map(|(waits, longest)| (waits, longest <= within_minutes))
        };
        // The same patients come every time and take as long, so more doctors never make it worse: double,
        // then halve.
        let (mut too_few, mut enough) = (0, 1);
        let mut kept = loop {
            match keeps(enough)? {
                (waits, true) => break waits,
                _ if enough == most => {
                    return Err(ErrorCode::TooMany { count: most as u64 + 1, limit: most as u64 }
                        .at(&root.field("doctors")));
                }
                _ => (too_few, enough) = (enough, (enough * 2).min(most)),
            }
        };
        while enough - too_few > 1 {
            let middle = too_few.midpoint(enough);
            match keeps(middle)? {
                (waits, true) => (enough, kept) = (middle, waits),
                _ => too_few = middle,
            }
        }
        Ok(kept)
    }

    fn check(&self) -> Result<()> {
        let root = Path::Root;
        let mut faults = Faults::default();
        faults.note(minutes(self.service_minutes, "service_minutes"));
        faults.note(number_within(self.service_cv, bounds::SERVICE_CV, &root.field("service_cv")));
        if let Some(minute) = self.closes_at_minute {
            faults.note(within(minute, bounds::STRETCH_ENDS, &root.field("closes_at_minute")));
        }
        let list = root.field("arrivals");
        faults.note(count(self.arrivals.len(), ARRIVAL_STRETCHES_MAX, &list));
        let (mut end, mut patients) = (0, 0.0);
        for (index, stretch) in self.arrivals.iter().enumerate() {
            stretch.check(end, &list.index(index), &mut faults);
            end = stretch.to_minute;
            patients +=
                (stretch.to_minute.saturating_sub(stretch.from_minute)) as f64 * stretch.arrivals_per_minute;
        }
        // How many come is told by what is right.
        faults.done()?;
        number(patients, 0.0, DAY_PATIENTS_MAX as f64, &list).map(drop)
    }

    /// The waits of all days, and the one within which that share of all patients is seen; infinite if they
    /// are not.
    fn play(&self, doctors: i64, probability: f64) -> Result<(DayWaits, f64)> {
        let mut waits = Vec::new();
        let (mut patients, mut steps) = (0, FORECAST_STEPS_MAX);
        for day in 0..DAYS {
            let scene = self.scene(day, doctors as usize);
            let course = Lengths::new(day, self.service_minutes * MINUTE, self.service_cv);
            let mut stage = Stage::new(&scene, steps);
            stage.play(&course, |patient, at| waits.push((at + scene.waiting[patient].waited) / MINUTE));
            if stage.is_exhausted() {
                return Err(ErrorCode::TooMany { count: FORECAST_STEPS_MAX + 1, limit: FORECAST_STEPS_MAX }
                    .at(&Path::Root.field("arrivals")));
            }
            steps = stage.steps_left();
            patients += scene.waiting.len();
        }
        waits.sort_unstable_by(f64::total_cmp);
        let at = |share: f64, of: usize| {
            waits.get((libm::ceil(share * of as f64) as usize).saturating_sub(1)).copied()
        };
        let seen = waits.len();
        let state = DayWaits {
            doctors,
            patients: patients as f64 / DAYS as f64,
            p_served: if patients == 0 { 1.0 } else { seen as f64 / patients as f64 },
            mean: if seen == 0 { 0.0 } else { waits.iter().sum::<f64>() / seen as f64 },
            p50: at(0.5, seen).unwrap_or_default(),
            p90: at(0.9, seen).unwrap_or_default(),
        };
        let longest = if patients == 0 { 0.0 } else { at(probability, patients).unwrap_or(f64::INFINITY) };
        Ok((state, longest))
    }

    /// The patients of a day. They are the same with however many doctors.
    fn scene(&self, day: u64, doctors: usize) -> Scene {
        let mut waiting = Vec::new();
        let mut drawn = 0;
        let mut wait_for_next = || {
            drawn += 1;
            -libm::log(1.0 - unit(mix(day << 32 | drawn)))
        };
        // The time until the next patient, in patients expected (time change; Çinlar, Introduction to
        // Stochastic Processes, 1975).
        let mut next = wait_for_next();
        for stretch in &self.arrivals {
            let expected = (stretch.to_minute - stretch.from_minute) as f64 * stretch.arrivals_per_minute;
            let mut past = 0.0;
            while past + next < expected {
                past += next;
                next = wait_for_next();
                let comes = (stretch.from_minute as f64 + past / stretch.arrivals_per_minute) * MINUTE;
                let candidate = Candidate {
                    preference: Preference::Anyone,
                    kind: 0,
                    urgent: false,
                    was_seen: false,
                    ready_at: f64::NEG_INFINITY,
                };
                waiting.push(WaiterAt {
                    candidate,
                    column: 0,
                    waited: -comes,
                    counts_from: comes,
                    key: 0,
                    seen: Vec::new(),
                    elsewhere: None,
                });
            }
            next -= expected - past;
        }
        let close = self.closes_at_minute.map_or(f64::INFINITY, |minute| minute as f64 * MINUTE);
        let doctor = DoctorAt {
            is_away: false,
            duty: vec![(0.0, f64::INFINITY)],
            current: None,
            beside: Vec::new(),
            places: 1,
            free: None,
            key: 0,
            appointments: Vec::new(),
        };
        Scene { doctors: vec![doctor; doctors], waiting, close, ..Scene::default() }
    }
}

/// Lognormal lengths, by patient.
struct Lengths {
    day: u64,
    level: f64,
    spread: f64,
}

impl Lengths {
    fn new(day: u64, mean: f64, cv: f64) -> Self {
        let variance = libm::log1p(cv * cv);
        Self { day, level: libm::log(mean) - variance / 2.0, spread: variance.sqrt() }
    }
}

impl Course for Lengths {
    fn remaining(&self, _: usize) -> Option<f64> {
        None
    }

    fn appointment(&self, _: usize, _: usize) -> f64 {
        0.0
    }

    fn visit(&self, _: usize, patient: usize, _: f64) -> f64 {
        libm::exp(self.level + self.spread * normal(unit(mix(!(self.day << 32 | patient as u64)))))
    }
}
