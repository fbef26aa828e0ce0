//! What a forecast says of one person: how long, how surely, and whether at all.

use serde::{Deserialize, Serialize};

use super::quantile::Quantiles;
use super::scene::Scene;
use super::shown::ShownWait;
use crate::error::faults::{Faults, both};
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{PERCENTILES_MAX, SEED_MAX, bounds};
use crate::model::check;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// Futures played unless the query says otherwise.
const FUTURES: i64 = 256;

/// By what a wait is estimated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum EstimateMode {
    /// By playing the room's futures: who is with a doctor and for how long already, who sees whom, breaks
    /// and appointments, what was learned.
    #[default]
    Simulated,
    /// Position times the average visit, the own turn counted.
    PositionTimesAverage,
    /// The average visit times those who are seen before.
    AverageTimesBeforeMe,
}

/// How waits are to be estimated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct EstimateQuery {
    /// By what.
    #[serde(default)]
    pub mode: EstimateMode,
    /// Of `simulated`: how many futures are played, a power of two from 16 to 4096. Twice as many take twice
    /// as long. If null 256, up to 2048 while little was learned and few wait, or in a room that is too large
    /// as many as can be.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub futures: Option<i64>,
    /// Of `simulated`: what chance hangs on; 0 if null, ±(2⁵³ − 1) at most. The same seed and the same room
    /// give the same numbers.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub seed: Option<i64>,
    /// Of `simulated`: which percentiles of the wait to say beside P10, P50 and P90; 1 to 99, twenty at most.
    #[serde(default, deserialize_with = "crate::wire::integers")]
    pub percentiles: Vec<i64>,
    /// Of `simulated`: by when to say how likely it is to be seen; twenty instants at most.
    #[serde(default)]
    pub seen_by: Vec<Instant>,
    /// Of `simulated`: also say what is to be shown to people, given what was shown of them before: here, or
    /// what the entry itself has kept of that.
    #[serde(default)]
    pub shown: Option<Vec<ShownWait>>,
}

/// How long somebody will wait.
///
/// The minutes are from now to the start of the consultation, and hold for those who stay and are seen before
/// the room closes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct WaitEstimate {
    /// The queue entry; null for somebody who has not joined.
    pub uid: Option<Uid>,
    /// The 1-based place in the order of service.
    pub position: usize,
    /// "About so many minutes": P50 in whole minutes, or what the mode's formula says. Null if it is more
    /// likely that the room closes before.
    pub estimated_wait_minutes: Option<i64>,
    /// Why the minutes are null, of `simulated`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<WaitUnknown>,
    /// What only `simulated` says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distribution: Option<WaitDistribution>,
    /// The minutes of the percentiles that were asked for, in their order, if there is a distribution.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub percentiles: Vec<f64>,
    /// For how many minutes they have waited beyond the most that they were told first.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::wire::optional_integer"
    )]
    pub overdue_minutes: Option<i64>,
    /// The share of futures in which they are seen by the instants that were asked for, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub p_seen_by: Vec<f64>,
    /// If it is open whether they are seen before a break or after it: both answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub across_break: Option<WaitAcrossBreak>,
    /// What to show to people, if that was asked for and there are minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<ShownWait>,
}

/// Why nobody is told how long it will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum WaitUnknown {
    /// No doctor who may see them is on duty, or will be.
    NobodyOnDuty,
    /// The doctors who may see them are away, and it is not known that one will be back in time.
    DoctorAway,
    /// The room has closed.
    Closed,
    /// Too many are before them: it is more likely that the last doctor goes before, or that the room closes.
    TooMany,
    /// It is not known when they will be there to be seen.
    Unknown,
}

/// A wait that may end before a break or after it: "by 12:00 with 35 %, else about 14:00".
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct WaitAcrossBreak {
    /// The minutes until the break.
    pub by_minutes: f64,
    /// The share of futures in which they are seen before it.
    pub p_by: f64,
    /// P50 of the minutes in those in which they are seen after it.
    pub else_minutes: f64,
}

/// How long somebody may wait, in minutes, if they are seen before the room closes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct WaitDistribution {
    /// The share of futures in which they are seen before the room closes.
    pub p_served: f64,
    /// The mean.
    pub mean: f64,
    /// One of ten waits is shorter.
    pub p10: f64,
    /// Every second wait is shorter: "about so long".
    pub p50: f64,
    /// Nine of ten waits are shorter: "rarely more than".
    pub p90: f64,
}

impl EstimateQuery {
    fn checked_futures(&self) -> Result<u32> {
        let futures = self.futures.unwrap_or(FUTURES);
        let path = Path::Root;
        check::within(futures, bounds::FUTURES_PLAYED, &path.field("futures"))?;
        if futures.count_ones() != 1 {
            return Err(ErrorCode::Conflict { detail: format!("{futures} is not a power of two") }
                .at(&path.field("futures")));
        }
        Ok(futures as u32)
    }

    /// Whether what is asked of the mode that plays futures can be.
    pub(crate) fn check(&self) -> Result<()> {
        match self.mode {
            EstimateMode::Simulated => both(self.played(), self.check_details()).map(drop),
            EstimateMode::PositionTimesAverage | EstimateMode::AverageTimesBeforeMe => Ok(()),
        }
    }

    /// How many futures are asked for, and their seed, if all that is asked can be.
    pub(crate) fn played(&self) -> Result<(u32, u64)> {
        both(self.checked_futures(), self.checked_seed())
    }

    pub(crate) fn check_details(&self) -> Result<()> {
        let root = Path::Root;
        let mut faults = Faults::default();
        let (percentiles, seen_by) = (root.field("percentiles"), root.field("seen_by"));
        faults.note(check::count(self.percentiles.len(), PERCENTILES_MAX, &percentiles));
        for (index, percentile) in self.percentiles.iter().enumerate() {
            faults.note(check::range(*percentile, 1, 99, &percentiles.index(index)));
        }
        faults.note(check::count(self.seen_by.len(), PERCENTILES_MAX, &seen_by));
        for (index, at) in self.seen_by.iter().enumerate() {
            check::instant(Some(*at), &seen_by.index(index), &mut faults);
        }
        if let Some(shown) = &self.shown {
            faults.note(ShownWait::check_all(shown, &root.field("shown")));
        }
        faults.done()
    }

    fn checked_seed(&self) -> Result<u64> {
        let seed = self.seed.unwrap_or_default();
        check::range(seed, -SEED_MAX, SEED_MAX, &Path::Root.field("seed"))?;
        Ok(seed as u64)
    }
}

impl WaitDistribution {
    /// Of the starts in all futures, infinite where there is none.
    pub(super) fn of(starts: &[f64], quantiles: &mut Quantiles) -> Option<Self> {
        let seen = quantiles.seen() as f64;
        if seen == 0.0 {
            return None;
        }
        let sum = starts.iter().filter(|start| start.is_finite()).sum::<f64>();
        let p50 = quantiles.quantile(0.5) / 60.0;
        Some(Self {
            p_served: seen / starts.len() as f64,
            mean: sum / seen / 60.0,
            p10: quantiles.quantile(0.1) / 60.0,
            p50,
            p90: quantiles.quantile(0.9) / 60.0,
        })
    }

    /// If no future sees them, what is there to say? If they are seen all the same, then before the last
    /// doctor goes, and rather late: the chance is taken to grow with time.
    pub(super) fn of_nobody_seen(scene: &Scene) -> Option<Self> {
        let last = scene.last_start() / 60.0;
        let quantile = |share: f64| quantile_of_nobody_seen(scene, share);
        (last > 0.0 && last.is_finite()).then(|| Self {
            p_served: 0.0,
            mean: last * 2.0 / 3.0,
            p10: quantile(0.1),
            p50: quantile(0.5),
            p90: quantile(0.9),
        })
    }
}

/// The minutes of a share if no future sees somebody.
pub(super) fn quantile_of_nobody_seen(scene: &Scene, share: f64) -> f64 {
    scene.last_start() / 60.0 * share.sqrt()
}
