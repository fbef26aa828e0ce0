//! What a forecast says of one person: how long, how surely, and whether at all.

use serde::{Deserialize, Serialize};

use super::scene::Scene;
use crate::error::faults::both;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{FUTURES_MAX, FUTURES_MIN, SEED_MAX};
use crate::model::check;
use crate::wire::uid::Uid;

/// Futures played unless the query says otherwise.
const FUTURES: i64 = 256;
/// Who is seen in fewer of the futures is not told when: "about 20 minutes" would say that it will come to
/// it.
const SERVED_MIN: f64 = 0.5;

/// By what a wait is estimated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EstimateQuery {
    /// By what.
    #[serde(default)]
    pub mode: EstimateMode,
    /// Of `simulated`: how many futures are played, a power of two from 16 to 4096; 256 if null. Twice as
    /// many take twice as long.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub futures: Option<i64>,
    /// Of `simulated`: what chance hangs on; 0 if null, ±(2⁵³ − 1) at most. The same seed and the same room
    /// give the same numbers.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub seed: Option<i64>,
}

/// How long somebody will wait.
///
/// The minutes are from now to the start of the consultation, and hold for those who stay and are seen before
/// the room closes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WaitEstimate {
    /// The queue entry; null for somebody who has not joined.
    pub uid: Option<Uid>,
    /// The 1-based place in the order of service.
    pub position: usize,
    /// "About so many minutes": P50 in whole minutes, or what the mode's formula says. Null if it is more
    /// likely that the room closes before.
    pub estimated_wait_minutes: Option<i64>,
    /// What only `simulated` says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distribution: Option<WaitDistribution>,
}

/// How long somebody may wait, in minutes, if they are seen before the room closes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
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
    pub(crate) fn futures(&self) -> Result<u32> {
        let futures = self.futures.unwrap_or(FUTURES);
        let path = Path::Root;
        check::range(futures, FUTURES_MIN, FUTURES_MAX, &path.field("futures"))?;
        if futures.count_ones() != 1 {
            return Err(ErrorCode::Conflict { detail: format!("{futures} is not a power of two") }
                .at(&path.field("futures")));
        }
        Ok(futures as u32)
    }

    /// Whether the mode that asks for futures can play them.
    pub(crate) fn check(&self) -> Result<()> {
        match self.mode {
            EstimateMode::Simulated => both(self.futures(), self.seed()).map(drop),
            EstimateMode::PositionTimesAverage | EstimateMode::AverageTimesBeforeMe => Ok(()),
        }
    }

    pub(crate) fn seed(&self) -> Result<u64> {
        let seed = self.seed.unwrap_or_default();
        check::range(seed, -SEED_MAX, SEED_MAX, &Path::Root.field("seed"))?;
        Ok(seed as u64)
    }
}

impl WaitEstimate {
    /// Of the starts in all futures, in seconds, infinite where there is none. Their order is lost.
    pub(crate) fn new(uid: Option<Uid>, position: usize, starts: &mut [f64], scene: &Scene) -> Self {
        let distribution = WaitDistribution::of(starts).or_else(|| WaitDistribution::of_nobody_seen(scene));
        let seen = distribution.filter(|distribution| distribution.p_served >= SERVED_MIN);
        let estimated_wait_minutes = seen.map(|distribution| libm::round(distribution.p50) as i64);
        Self { uid, position, estimated_wait_minutes, distribution }
    }
}

impl WaitDistribution {
    fn of(starts: &mut [f64]) -> Option<Self> {
        let futures = starts.len() as f64;
        let mean = starts.iter().filter(|start| start.is_finite()).sum::<f64>();
        let seen = starts.iter().filter(|start| start.is_finite()).count();
        if seen == 0 {
            return None;
        }
        // The median-unbiased estimate (Hyndman, Fan: Sample Quantiles in Statistical Packages, The American
        // Statistician 1996, type 8). Those who are not seen stand behind all others, so the first
        // `seen` in order are those who are.
        let place =
            |share: f64| ((seen as f64 + 1.0 / 3.0) * share - 2.0 / 3.0).clamp(0.0, seen as f64 - 1.0);
        let (middle, p50) = (place(0.5) as usize, at_place(starts, place(0.5)) / 60.0);
        // By now, what is less stands before the middle, and what is more behind it.
        let p10 = if (place(0.1) as usize) < middle {
            at_place(&mut starts[..=middle], place(0.1))
        } else {
            at_place(starts, place(0.1))
        };
        let p90 = at_place(&mut starts[middle..], place(0.9) - middle as f64);
        let mean = mean / seen as f64 / 60.0;
        Some(Self { p_served: seen as f64 / futures, mean, p10: p10 / 60.0, p50, p90: p90 / 60.0 })
    }

    /// If no future sees them, what is there to say? If they are seen all the same, then before the last
    /// doctor goes, and rather late: the chance is taken to grow with time.
    fn of_nobody_seen(scene: &Scene) -> Option<Self> {
        let last = scene.last_start() / 60.0;
        let quantile = |share: f64| last * share.sqrt();
        (last > 0.0 && last.is_finite()).then(|| Self {
            p_served: 0.0,
            mean: last * 2.0 / 3.0,
            p10: quantile(0.1),
            p50: quantile(0.5),
            p90: quantile(0.9),
        })
    }
}

/// What would stand at a place if the values were in order; between two places, the part of the way that is
/// said.
fn at_place(values: &mut [f64], place: f64) -> f64 {
    let (_, &mut low, above) = values.select_nth_unstable_by(place as usize, f64::total_cmp);
    let part = place - libm::floor(place);
    if part > 0.0 { low + part * (above.iter().copied().fold(f64::INFINITY, f64::min) - low) } else { low }
}
