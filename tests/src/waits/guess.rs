//! What somebody says about a wait.

use frontdesk::WaitEstimate;

/// Minutes, for those who are seen, and how likely that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// One of ten waits is shorter.
    pub p10: f64,
    /// Every second wait is shorter.
    pub p50: f64,
    /// Nine of ten waits are shorter.
    pub p90: f64,
    /// The mean.
    pub mean: f64,
    /// How likely they are seen before the day is over.
    pub p_served: f64,
}

impl Guess {
    /// From equally likely waits. If nobody is ever seen, a wait until `last`.
    pub fn of(waits: &[Option<f64>], last: f64) -> Self {
        let mut seen: Vec<f64> = waits.iter().copied().flatten().collect();
        seen.sort_by(f64::total_cmp);
        let count = seen.len();
        if count == 0 {
            return Self { p10: last, p50: last, p90: last, mean: last, p_served: 0.0 };
        }
        // The next wait is below the k-th of n with probability k / (n + 1).
        let quantile = |share: f64| {
            let at = ((count as f64 + 1.0) * share - 1.0).clamp(0.0, count as f64 - 1.0);
            let low = at as usize;
            seen[low] + (at - low as f64) * (seen[(low + 1).min(count - 1)] - seen[low])
        };
        Self {
            p10: quantile(0.1),
            p50: quantile(0.5),
            p90: quantile(0.9),
            mean: seen.iter().sum::<f64>() / count as f64,
            p_served: count as f64 / waits.len() as f64,
        }
    }

    /// What the engine says; `None` if it says nothing.
    pub fn of_engine(estimate: &WaitEstimate) -> Option<Self> {
        let said = estimate.distribution?;
        Some(Self { p10: said.p10, p50: said.p50, p90: said.p90, mean: said.mean, p_served: said.p_served })
    }
}
