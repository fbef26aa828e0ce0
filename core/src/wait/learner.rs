//! What is known of a clinic's visits: sums that a visit changes, and that can be kept, merged and loaded.

use serde::{Deserialize, Serialize};

use super::RATES;
use super::elsewhere::{self, ElsewhereLaw};
use super::outlook::Outlook;
use super::pace::{self, PaceLaw};
use super::rate::Rate;
use super::shape::{self, COUNT_MAX};
use super::state::{State, place};
use super::visit::{Visit, VisitDoubt, VisitKind, VisitOutcome, VisitReason};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{LEARNER_DOCTORS_MAX, LEARNER_REASONS_MAX, VISIT_SECONDS_MAX};
use crate::model::check;
use crate::wire::uid::Uid;

/// The spread of visits about what is expected before any was seen, as a standard deviation of their
/// logarithm.
const SPREAD: f64 = 0.6;
/// What a visit takes, in minutes, if no reason is configured.
const MINUTES: f64 = 12.0;
/// Unlikely visits are not believed, unless more than a tenth of all are like that.
const DOUBTED_SHARE_MAX: f64 = 0.1;

/// What is known of a clinic's visits.
///
/// Everything about it is in its wire form: doctors and reasons by id, and sums by doctor and reason in which
/// older visits count less. Save it, load it, [`merge`](Self::merge) those of several rooms, or of several
/// times; what the sums mean may change from version to version of the engine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LearnerState"))]
#[serde(try_from = "State", into = "State")]
pub struct Learner {
    state: State,
}

impl From<Learner> for State {
    fn from(learner: Learner) -> Self {
        learner.state
    }
}

impl TryFrom<State> for Learner {
    type Error = String;

    fn try_from(state: State) -> std::result::Result<Self, Self::Error> {
        match state.wrong() {
            None => Ok(Self { state }),
            Some(field) => Err(format!("not the state of a learner: `{field}` can't be learned")),
        }
    }
}

/// Adds to a count in a list that is as long as it must be.
fn add(counts: &mut Vec<f64>, place: usize, count: f64) {
    if count > 0.0 {
        counts.resize(counts.len().max(place + 1), 0.0);
        shape::add(&mut counts[place], count);
    }
}

/// The level of each column before any visit. Configured minutes are means; the mean of a lognormal is above
/// its median.
fn prior(reasons: &[Uid], configured: &[VisitReason]) -> Vec<f64> {
    let of = |configured: &VisitReason| configured.duration_minutes as f64;
    let count = configured.len() as f64;
    let average =
        if configured.is_empty() { MINUTES } else { configured.iter().map(of).sum::<f64>() / count };
    let minutes = |reason: &Uid| configured.iter().find(|known| known.reason == *reason).map_or(average, of);
    let all = std::iter::once(average).chain(reasons.iter().map(minutes));
    all.map(|minutes| libm::log(minutes) - SPREAD * SPREAD / 2.0).collect()
}

impl Learner {
    /// Learns from a visit that is over. `visit_reasons` are those of the room's policy.
    ///
    /// A visit that never began says something about patience only. Visits are learned in the order in which
    /// they end: of two, the later one counts a little more.
    ///
    /// Answers why its length is not believed, and then not learned: what the visit itself says (`doubt`), or
    /// that it is `unlikely`.
    ///
    /// # Errors
    /// `out_of_range` for instants, for a consultation over a day and for the durations of `visit_reasons`;
    /// `empty_interval` if it ends before it began; `too_many` doctors or reasons.
    ///
    /// ```
    /// use frontdesk::{Learner, Visit, from_json};
    ///
    /// let mut learner = Learner::default();
    /// let visit: Visit = from_json(r#"{ "kind": "walk_in", "outcome": "completed", "doctor_uid": "doc-456",
    ///   "reason": "cough",
    ///     "registered_at": 1774256400, "started_at": 1774257000, "ended_at": 1774257900 }"#)?;
    /// learner.learn(&visit, &[])?;
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn learn(&mut self, visit: &Visit, visit_reasons: &[VisitReason]) -> Result<Option<VisitDoubt>> {
        let root = Path::Root;
        Faults::of(|faults| visit.check(visit_reasons, faults))?;
        let (started, ended) = (visit.started_at.map(|at| at.0), visit.ended_at.0);
        let (mut row, mut doubt) = (0, None);
        if let (VisitOutcome::Completed, None, Some(started)) = (visit.outcome, &visit.doctor_uid, started) {
            // Where nobody says until when it took, it ends as it begins.
            let seconds = ended - started - visit.interrupted_seconds;
            if seconds > 0 {
                doubt = self.consultation(visit, None, seconds as f64 / 60.0, visit_reasons);
            }
        } else if let (VisitOutcome::Completed, Some(doctor), Some(started)) =
            (visit.outcome, &visit.doctor_uid, started)
        {
            let count = self.state.doctors.len() + 1;
            let too_many = || {
                ErrorCode::TooMany { count: count as u64, limit: LEARNER_DOCTORS_MAX as u64 }
                    .at(&root.field("doctor_uid"))
            };
            let doctor = place(&mut self.state.doctors, doctor, LEARNER_DOCTORS_MAX).ok_or_else(too_many)?;
            // Nobody measured a visit of no length: it is one that is shorter than the clock's second.
            let minutes = (ended - started - visit.interrupted_seconds).max(1) as f64 / 60.0;
            doubt = self.consultation(visit, Some(doctor), minutes, visit_reasons);
            self.was_elsewhere(visit, doctor);
            self.state.pauses.learn(doctor, &visit.pauses);
            row = if visit.only_doctor { doctor + 1 } else { 0 };
        }
        if let Some(gap) = visit.gap_seconds.filter(|gap| *gap <= VISIT_SECONDS_MAX) {
            let level = prior(&[], visit_reasons)[0];
            pace::learn(&mut self.state.pace, row, gap.max(1) as f64 / 60.0, level);
        }
        let own_first = self.own_first(visit);
        let habits = &mut self.state.habits;
        match (visit.kind, visit.outcome) {
            (VisitKind::WalkIn, outcome) => {
                let head_start = if visit.urgent || own_first { 0 } else { visit.head_start_seconds };
                habits.registered(visit.registered_at.0, visit.urgent, own_first || head_start > 0);
                if head_start > 0 {
                    habits.ahead(head_start, 1.0);
                }
                // Nobody waits for longer than a day: that is a time which nobody recorded, and would
                // outweigh all others.
                let waited = (started.unwrap_or(ended) - visit.registered_at.0).clamp(0, VISIT_SECONDS_MAX);
                habits.waited(waited as f64 / 60.0, outcome == VisitOutcome::Abandoned);
            }
            (VisitKind::Appointment, VisitOutcome::Completed) => habits.appointment(true),
            (VisitKind::Appointment, VisitOutcome::NoShow) => habits.appointment(false),
            (VisitKind::Appointment, _) => {}
        }
        Ok(doubt)
    }

    /// Learns how long the patient was elsewhere in the middle of a visit with this doctor.
    fn was_elsewhere(&mut self, visit: &Visit, doctor: usize) {
        let state = &mut self.state;
        let known = |reason: &Uid| state.reasons.iter().position(|other| other == reason);
        let column = visit.reason.as_ref().and_then(known).map_or(0, |reason| reason + 1);
        for seconds in &visit.elsewhere_seconds {
            elsewhere::learn(&mut state.elsewhere, doctor, column, state.reasons.len() + 1, *seconds);
        }
    }

    /// How long patients of these doctors are elsewhere in the middle of a visit.
    pub(crate) fn elsewhere<'d>(
        &self,
        doctors: impl Iterator<Item = &'d Uid>,
        columns: &[Uid],
    ) -> ElsewhereLaw {
        let known = |doctor: &Uid| self.state.doctors.iter().position(|known| known == doctor);
        let doctors: Vec<Option<usize>> = doctors.map(known).collect();
        ElsewhereLaw::new(&self.state.elsewhere, &doctors, columns.len() + 1)
    }

    /// Counts who goes before others with one doctor, and says whether that is so. A wish for a doctor who
    /// has never seen a patient is none.
    fn own_first(&mut self, visit: &Visit) -> bool {
        let wanted =
            visit.preferred_doctor_uid.as_ref().filter(|_| visit.kind == VisitKind::WalkIn && !visit.urgent);
        let place = wanted.and_then(|wanted| self.state.doctors.iter().position(|doctor| doctor == wanted));
        if let Some(doctor) = place {
            add(&mut self.state.own_first, doctor, 1.0);
        }
        place.is_some()
    }

    /// Learns how long a consultation took, of a doctor who may not be known, unless that is not believed.
    fn consultation(
        &mut self,
        visit: &Visit,
        doctor: Option<usize>,
        minutes: f64,
        visit_reasons: &[VisitReason],
    ) -> Option<VisitDoubt> {
        let state = &mut self.state;
        let reason =
            visit.reason.as_ref().and_then(|reason| place(&mut state.reasons, reason, LEARNER_REASONS_MAX));
        let column = reason.map_or(0, |reason| reason + 1);
        state.walk_ins.resize(state.reasons.len() + 1, 0.0);
        if visit.kind == VisitKind::WalkIn {
            add(&mut state.walk_ins, column, 1.0);
        }
        let prior = prior(&state.reasons, visit_reasons);
        let is_unlikely = || is_unlikely(&state.rates, doctor, column, minutes, &prior);
        let doubt = match visit.doubt {
            Some(doubt @ (VisitDoubt::TooLong | VisitDoubt::TooShort)) => return Some(doubt),
            Some(doubt) => Some(doubt),
            None => is_unlikely().then_some(VisitDoubt::Unlikely),
        };
        // If many are so long, visits are.
        let (doubted, all) = (state.doubted + 1.0, state.rates[2].visits() + state.doubted + 1.0);
        if doubt.is_some() && doubted <= DOUBTED_SHARE_MAX * all {
            state.doubted = doubted;
            return doubt;
        }
        state.doubted *= libm::exp2(-1.0 / RATES[2].0);
        for (rate, (half_life, _)) in state.rates.iter_mut().zip(RATES) {
            rate.learn(doctor, column, libm::log(minutes), &prior, SPREAD, libm::exp2(-1.0 / half_life));
        }
        None
    }

    /// Adds what another learner knows: of another room, or of another time.
    ///
    /// Two that took turns with the visits of one room are no such learners: each has seen all of the time
    /// and half of the patients, so what is added up says that half as many come.
    ///
    /// # Errors
    /// `too_many` doctors between the two, or visits; then nothing is added.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        let mut merged = self.state.clone();
        let doctors: Vec<Option<usize>> = other
            .state
            .doctors
            .iter()
            .map(|doctor| place(&mut merged.doctors, doctor, LEARNER_DOCTORS_MAX))
            .collect();
        let count = merged.doctors.len() + doctors.iter().filter(|place| place.is_none()).count();
        check::count(count, LEARNER_DOCTORS_MAX, &Path::Root.field("doctors"))?;
        let doctors: Vec<usize> = doctors.into_iter().flatten().collect();
        let column = |reason: &Uid| {
            place(&mut merged.reasons, reason, LEARNER_REASONS_MAX).map_or(0, |reason| reason + 1)
        };
        let columns: Vec<usize> = std::iter::once(0).chain(other.state.reasons.iter().map(column)).collect();
        merged.walk_ins.resize(merged.reasons.len() + 1, 0.0);
        for (count, &column) in other.state.walk_ins.iter().zip(&columns) {
            merged.walk_ins[column] += count;
        }
        for (&count, &doctor) in other.state.own_first.iter().zip(&doctors) {
            add(&mut merged.own_first, doctor, count);
        }
        for (rate, more) in merged.rates.iter_mut().zip(&other.state.rates) {
            rate.merge(more, &doctors, &columns);
        }
        merged.habits.merge(&other.state.habits);
        merged.doubted += other.state.doubted;
        merged.pauses.merge(&other.state.pauses, &doctors);
        for (rate, more) in merged.elsewhere.iter_mut().zip(&other.state.elsewhere) {
            rate.merge(more, &doctors, &columns);
        }
        let rows: Vec<usize> = std::iter::once(0).chain(doctors.iter().map(|doctor| doctor + 1)).collect();
        for (rate, more) in merged.pace.iter_mut().zip(&other.state.pace) {
            rate.merge(more, &rows, &[0]);
        }
        if merged.wrong().is_some() {
            // Such as one that is merged with its own copies time and again: it could be saved, and not
            // loaded.
            let limit = COUNT_MAX as u64;
            return Err(ErrorCode::TooMany { count: limit + 1, limit }.at(&Path::Root.field("visits")));
        }
        self.state = merged;
        Ok(())
    }

    /// The reasons that have a column of their own in an outlook; column 0 is for all others.
    pub(crate) fn columns(&self, visit_reasons: &[VisitReason]) -> Vec<Uid> {
        let mut reasons = self.state.reasons.clone();
        for configured in visit_reasons {
            if !reasons.contains(&configured.reason) {
                reasons.push(configured.reason.clone());
            }
        }
        reasons
    }

    /// What is expected of the visits of these doctors; `columns` are those of [`columns`](Self::columns).
    pub(crate) fn outlook<'d>(
        &self,
        doctors: impl Iterator<Item = &'d Uid>,
        columns: &[Uid],
        visit_reasons: &[VisitReason],
    ) -> Outlook {
        let state = &self.state;
        let count = columns.len() + 1;
        let rate = Rate::best(&state.rates);
        let known = |doctor: &Uid| state.doctors.iter().position(|known| known == doctor);
        let fit = rate.fit(state.doctors.len(), &prior(columns, visit_reasons), SPREAD);
        let doctors: Vec<Option<usize>> = doctors.map(known).collect();
        let fit = fit.with_doctors(doctors.iter().flat_map(|doctor| rate.cells(*doctor, count)));
        let mut expected = fit.expected();
        expected.iter_mut().for_each(|logarithm| *logarithm = 60.0 * libm::exp(*logarithm));
        let own_first = |doctor: Option<usize>| {
            state.habits.per_minute(
                doctor.and_then(|doctor| state.own_first.get(doctor)).copied().unwrap_or_default(),
            )
        };
        // Every reason may come; none only if it has, or if there are no reasons.
        let mut mix = Vec::with_capacity(count);
        let mut sum = 0.0;
        for column in 0..count {
            sum += f64::from(u8::from(column > 0 || count == 1))
                + state.walk_ins.get(column).copied().unwrap_or_default();
            mix.push(sum);
        }
        mix.iter_mut().for_each(|share| *share /= sum);
        let row = match doctors[..] {
            [Some(only)] => only + 1,
            _ => 0,
        };
        Outlook {
            pauses: state.pauses.law(),
            pause_factors: doctors.iter().map(|doctor| state.pauses.factor(*doctor)).collect(),
            elsewhere: None,
            pace: PaceLaw::new(&state.pace, row, prior(&[], visit_reasons)[0]),
            fit,
            atoms: rate.atoms(SPREAD),
            visits: rate.visits(),
            habits: state.habits.clone(),
            columns: count,
            expected,
            mix,
            urgent_rate: state.habits.per_minute(state.habits.urgent()) / 60.0,
            in_turn_rate: state.habits.per_minute(state.habits.in_turn()) / 60.0,
            head_start_rates: state.habits.ahead_rates(),
            own_first_rates: doctors.iter().map(|doctor| own_first(*doctor) / 60.0).collect(),
        }
    }
}

/// Whether a visit of so many minutes is far longer than nearly all that were learned.
fn is_unlikely(rates: &[Rate; 3], doctor: Option<usize>, column: usize, minutes: f64, prior: &[f64]) -> bool {
    if minutes <= shape::CREDIBLE_MINUTES {
        return false;
    }
    let rate = Rate::best(rates);
    let doctor = doctor.filter(|doctor| *doctor < rate.doctors());
    let expected = libm::exp(rate.fit(rate.doctors(), prior, SPREAD).expected_of(doctor, column));
    rate.atoms(SPREAD).is_unlikely(minutes, expected)
}
