//! What patients do: leave, stay away, come in a hurry. Rates from counts, each with a small prior so that an
//! empty history has an answer.

use serde::{Deserialize, Serialize};

use super::shape::{COUNT_MAX, add};
use crate::limits::{HEAD_START_SECONDS_MAX, INSTANT_MAX, INSTANT_MIN, LEARNER_HEAD_STARTS_MAX};

/// Beta prior of a patient not coming: one in sixteen.
const NO_SHOW_PRIOR: (f64, f64) = (0.5, 7.5);
/// Minutes in which nobody came that the prior counts for.
const OPEN_PRIOR_MINUTES: f64 = 30.0;
/// Between two visits the room counts as open for at most this long.
const OPEN_GAP_MINUTES_MAX: f64 = 30.0;
/// Where the willingness to wait on may change, in minutes waited.
const PATIENCE_FROM: [f64; PATIENCE_PARTS] = [0.0, 5.0, 10.0, 20.0, 40.0];
const PATIENCE_PARTS: usize = 5;
/// Minutes of waiting that the overall rate of leaving counts for in each part.
const PATIENCE_PRIOR_MINUTES: f64 = 60.0;

/// Where a part of the waiting ends.
fn part_end(part: usize) -> f64 {
    PATIENCE_FROM.get(part + 1).copied().unwrap_or(f64::INFINITY)
}

/// Patients with a head start.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LearnerHeadStart"))]
#[serde(deny_unknown_fields)]
pub(crate) struct Ahead {
    #[serde(deserialize_with = "crate::wire::integer")]
    seconds: i64,
    patients: f64,
}

/// Counts of what patients did. Nothing of it is forgotten: what is rare would be lost with it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LearnerHabits"))]
#[serde(deny_unknown_fields)]
pub(crate) struct Habits {
    /// Appointments kept, and those that nobody came to.
    kept: f64,
    no_shows: f64,
    /// Patients who joined the queue: urgent ones, and those who go before nobody. And minutes in which they
    /// could have come.
    urgent: f64,
    in_turn: f64,
    open_minutes: f64,
    /// Patients with a head start, by its seconds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ahead: Vec<Ahead>,
    /// When the visit learned last was registered, in Unix seconds.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    last_registered_at: Option<i64>,
    /// By minutes waited: how many left, and the minutes that all have waited.
    left: [f64; PATIENCE_PARTS],
    waited_minutes: [f64; PATIENCE_PARTS],
}

impl Habits {
    pub(crate) fn appointment(&mut self, came: bool) {
        add(if came { &mut self.kept } else { &mut self.no_shows }, 1.0);
    }

    /// Somebody joined the queue, who is urgent, or goes first with one doctor, or waits in turn.
    pub(crate) fn registered(&mut self, at: i64, urgent: bool, own_first: bool) {
        let gap = self.last_registered_at.map_or(0.0, |last| (at - last) as f64 / 60.0);
        add(&mut self.open_minutes, gap.clamp(0.0, OPEN_GAP_MINUTES_MAX));
        self.last_registered_at = Some(self.last_registered_at.map_or(at, |last| last.max(at)));
        if urgent {
            add(&mut self.urgent, 1.0);
        } else if !own_first {
            add(&mut self.in_turn, 1.0);
        }
    }

    /// Somebody joined the queue who has a head start. One too many counts as the nearest.
    pub(crate) fn ahead(&mut self, seconds: i64, patients: f64) {
        let is_full = self.ahead.len() >= LEARNER_HEAD_STARTS_MAX;
        let nearest = self.ahead.iter_mut().min_by_key(|ahead| (ahead.seconds - seconds).abs());
        match nearest.filter(|ahead| is_full || ahead.seconds == seconds) {
            Some(ahead) => add(&mut ahead.patients, patients),
            None => self.ahead.push(Ahead { seconds, patients }),
        }
    }

    /// How often those with a head start of so many seconds come, per second.
    pub(crate) fn ahead_rates(&self) -> Vec<(f64, f64)> {
        self.ahead
            .iter()
            .map(|ahead| (ahead.seconds as f64, self.per_minute(ahead.patients) / 60.0))
            .collect()
    }

    /// Somebody waited so long, and then left or did not.
    pub(crate) fn waited(&mut self, minutes: f64, left: bool) {
        for (part, from) in PATIENCE_FROM.iter().enumerate() {
            let to = part_end(part);
            add(&mut self.waited_minutes[part], (minutes.min(to) - from).max(0.0));
            if left && (*from..to).contains(&minutes) {
                add(&mut self.left[part], 1.0);
            }
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.kept += other.kept;
        self.no_shows += other.no_shows;
        self.urgent += other.urgent;
        self.in_turn += other.in_turn;
        self.open_minutes += other.open_minutes;
        other.ahead.iter().for_each(|ahead| self.ahead(ahead.seconds, ahead.patients));
        self.last_registered_at = self.last_registered_at.max(other.last_registered_at);
        for part in 0..PATIENCE_PARTS {
            self.left[part] += other.left[part];
            self.waited_minutes[part] += other.waited_minutes[part];
        }
    }

    /// Whether these can be counts, and an instant.
    pub(crate) fn is_valid(&self) -> bool {
        let counts = [self.kept, self.no_shows, self.urgent, self.in_turn, self.open_minutes];
        let is_head_start = |ahead: &Ahead| {
            (1..=HEAD_START_SECONDS_MAX).contains(&ahead.seconds) && Self::are_counts(&[ahead.patients])
        };
        self.last_registered_at.is_none_or(|at| (INSTANT_MIN..INSTANT_MAX).contains(&at))
            && self.ahead.len() <= LEARNER_HEAD_STARTS_MAX
            && self.ahead.iter().all(is_head_start)
            && [&counts[..], &self.left, &self.waited_minutes].into_iter().all(Self::are_counts)
    }

    pub(crate) fn are_counts(values: &[f64]) -> bool {
        values.iter().all(|count| (0.0..=COUNT_MAX).contains(count))
    }

    pub(crate) fn no_show(&self) -> f64 {
        let (yes, no) = NO_SHOW_PRIOR;
        (self.no_shows + yes) / (self.no_shows + self.kept + yes + no)
    }

    /// How many urgent patients came.
    pub(crate) fn urgent(&self) -> f64 {
        self.urgent
    }

    /// How many came who go before nobody.
    pub(crate) fn in_turn(&self) -> f64 {
        self.in_turn
    }

    /// How often patients come of whom so many came.
    pub(crate) fn per_minute(&self, count: f64) -> f64 {
        count / (self.open_minutes + OPEN_PRIOR_MINUTES)
    }

    /// `None` if nobody has ever left.
    pub(crate) fn patience(&self) -> Option<Patience> {
        let minutes: f64 = self.waited_minutes.iter().sum();
        let overall = self.left.iter().sum::<f64>() / minutes.max(1.0);
        let rate = |part: usize| {
            (self.left[part] + PATIENCE_PRIOR_MINUTES * overall)
                / (self.waited_minutes[part] + PATIENCE_PRIOR_MINUTES)
        };
        (overall > 0.0).then(|| Patience { rate: std::array::from_fn(rate) })
    }
}

/// How likely somebody who waits is to leave, per minute.
#[derive(Debug, Clone)]
pub(crate) struct Patience {
    rate: [f64; PATIENCE_PARTS],
}

impl Patience {
    /// After how many minutes of waiting somebody leaves who has waited for `waited` already.
    pub(crate) fn ends_after(&self, waited: f64, unit: f64) -> f64 {
        let mut burden = -libm::log(1.0 - unit);
        let mut at = waited.max(0.0);
        for part in 0..PATIENCE_PARTS {
            let to = part_end(part);
            if at >= to {
                continue;
            }
            let end = at + burden / self.rate[part];
            if end <= to {
                return end;
            }
            burden -= (to - at) * self.rate[part];
            at = to;
        }
        f64::INFINITY
    }

    /// How likely somebody who has waited for `waited` minutes waits for `until` minutes.
    pub(crate) fn stays(&self, waited: f64, until: f64) -> f64 {
        let mut burden = 0.0;
        for (part, from) in PATIENCE_FROM.iter().enumerate() {
            let to = part_end(part);
            burden += (until.min(to) - waited.max(*from)).max(0.0) * self.rate[part];
        }
        libm::exp(-burden)
    }
}
