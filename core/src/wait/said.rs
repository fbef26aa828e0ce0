//! What is said of everybody in a room once its futures are played.

use super::estimate::{
    EstimateQuery, WaitAcrossBreak, WaitDistribution, WaitEstimate, WaitUnknown, quantile_of_nobody_seen,
};
use super::quantile::Quantiles;
use super::scene::{DoctorAt, Scene, WaiterAt};
use super::shown::ShownWait;
use crate::time::instant::Instant;
use crate::wait::dispatch::{Candidate, Preference};
use crate::wire::uid::Uid;

/// Who is seen in fewer of the futures is not told when: "about 20 minutes" would say that it will come to
/// it.
const SERVED_MIN: f64 = 0.5;
/// A break is at least so long, in seconds.
const BREAK_MIN: f64 = 600.0;
/// Less than this share of those who are seen is not worth an answer of its own.
const PART_MIN: f64 = 0.1;

/// What somebody who waits was told before.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) shown: Option<ShownWait>,
    pub(crate) overdue_minutes: Option<i64>,
}

/// What estimates have in common.
pub(super) struct Said<'a> {
    scene: &'a Scene,
    query: &'a EstimateQuery,
    now: Instant,
    /// When no doctor is on duty between two stretches in which some are.
    breaks: Vec<(f64, f64)>,
}

impl<'a> Said<'a> {
    pub(super) fn new(scene: &'a Scene, query: &'a EstimateQuery, now: Instant) -> Self {
        Self { scene, query, now, breaks: breaks(scene.doctors.iter()) }
    }

    /// Of the starts in all futures, in seconds, infinite where there is none.
    pub(super) fn of(
        &self,
        uid: Option<&Uid>,
        told: Option<&Told>,
        place: usize,
        starts: &[f64],
    ) -> WaitEstimate {
        let scene = self.scene;
        let across_break = self.across_break(&scene.waiting[place].candidate, starts);
        let mut quantiles = Quantiles::of(starts);
        let distribution =
            WaitDistribution::of(starts, &mut quantiles).or_else(|| WaitDistribution::of_nobody_seen(scene));
        let seen = distribution.filter(|distribution| distribution.p_served >= SERVED_MIN);
        let estimated_wait_minutes = seen.map(|distribution| libm::round(distribution.p50) as i64);
        let unknown = seen.is_none().then(|| self.unknown(&scene.waiting[place]));
        let mut estimate = WaitEstimate {
            uid: uid.cloned(),
            position: place + 1,
            estimated_wait_minutes,
            unknown,
            overdue_minutes: told.and_then(|told| told.overdue_minutes),
            distribution,
            percentiles: self.percentiles(distribution, &mut quantiles),
            p_seen_by: self.seen_by(starts),
            across_break,
            shown: None,
        };
        if let (Some(shown), Some(seen)) = (&self.query.shown, seen) {
            let before = shown.iter().find(|before| before.uid.as_ref() == uid);
            let before = before.or(told.and_then(|told| told.shown.as_ref()));
            let next = ShownWait {
                uid: uid.cloned(),
                at: self.now,
                minutes: 0,
                at_most_minutes: 0,
                position: place as i64 + 1,
                doctors: self.scene.doctors.iter().filter(|doctor| is_here(doctor)).count() as i64,
            };
            estimate.shown = Some(next.next(seen.p50, seen.p90, before));
        }
        estimate
    }

    fn unknown(&self, waiter: &WaiterAt) -> WaitUnknown {
        let candidate = &waiter.candidate;
        let scene = self.scene;
        let comes = |doctor: &'a DoctorAt| doctor.duty.iter().any(|(on, _)| *on < scene.close);
        let mut may_see = self.who_may_see(candidate);
        let mut might_see = may_see.clone();
        if scene.close <= 0.0 {
            WaitUnknown::Closed
        } else if candidate.ready_at == f64::INFINITY && waiter.elsewhere.is_none() {
            WaitUnknown::Unknown
        } else if may_see.any(comes) {
            WaitUnknown::TooMany
        } else if might_see.any(|doctor| doctor.is_away) {
            WaitUnknown::DoctorAway
        } else {
            WaitUnknown::NobodyOnDuty
        }
    }

    /// The doctors who may see somebody, now or later.
    fn who_may_see(&self, candidate: &Candidate) -> impl Iterator<Item = &'a DoctorAt> + Clone {
        let (scene, Candidate { preference, kind, .. }) = (self.scene, *candidate);
        let may_see = move |place: u32| match preference {
            Preference::Strict(only) => place == only,
            Preference::Anyone | Preference::Soft(_) | Preference::Until(..) => {
                scene.skills.serves(place, kind)
            }
        };
        scene.doctors.iter().zip(0..).filter(move |(_, place)| may_see(*place)).map(|(doctor, _)| doctor)
    }

    fn percentiles(&self, distribution: Option<WaitDistribution>, quantiles: &mut Quantiles) -> Vec<f64> {
        if distribution.is_none() {
            return Vec::new();
        }
        let minutes = |percentile: &i64| {
            let share = *percentile as f64 / 100.0;
            match quantiles.seen() {
                0 => quantile_of_nobody_seen(self.scene, share),
                _ => quantiles.quantile(share) / 60.0,
            }
        };
        self.query.percentiles.iter().map(minutes).collect()
    }

    fn seen_by(&self, starts: &[f64]) -> Vec<f64> {
        let share = |at: &Instant| {
            let until = (at.0 - self.now.0) as f64;
            starts.iter().filter(|start| **start <= until).count() as f64 / starts.len() as f64
        };
        self.query.seen_by.iter().map(share).collect()
    }

    /// Of the breaks that divide the futures the one that divides them most evenly.
    fn across_break(&self, candidate: &Candidate, starts: &[f64]) -> Option<WaitAcrossBreak> {
        let own;
        let breaks = match candidate.preference {
            Preference::Anyone | Preference::Soft(_) | Preference::Until(..) if candidate.kind == 0 => {
                &self.breaks
            }
            _ => {
                own = breaks(self.who_may_see(candidate));
                &own
            }
        };
        if breaks.is_empty() {
            return None;
        }
        let seen = starts.iter().filter(|start| start.is_finite()).count();
        let (mut least, mut parts) = (0.5 - PART_MIN, None);
        for &(off, on) in breaks {
            let before = starts.iter().filter(|start| **start < on).count();
            let uneven = (before as f64 / seen as f64 - 0.5).abs();
            if uneven <= least {
                let after: Vec<f64> =
                    starts.iter().copied().filter(|start| *start >= on && start.is_finite()).collect();
                least = uneven;
                parts = Some(WaitAcrossBreak {
                    by_minutes: off / 60.0,
                    p_by: before as f64 / starts.len() as f64,
                    else_minutes: Quantiles::of(&after).quantile(0.5) / 60.0,
                });
            }
        }
        parts
    }
}

/// Whether a doctor sees patients now.
fn is_here(doctor: &DoctorAt) -> bool {
    doctor.current.as_ref().is_some_and(|now| !now.is_forgotten)
        || doctor.duty.first().is_some_and(|(on, _)| *on <= 0.0)
}

/// When none of these doctors is on duty between two stretches in which some are.
fn breaks<'d>(doctors: impl Iterator<Item = &'d DoctorAt>) -> Vec<(f64, f64)> {
    let mut duty: Vec<(f64, f64)> = doctors.flat_map(|doctor| doctor.duty.iter().copied()).collect();
    duty.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut last = f64::INFINITY;
    let mut breaks = Vec::new();
    for (on, off) in duty {
        if on - last >= BREAK_MIN {
            breaks.push((last, on));
        }
        last = if last.is_finite() { last.max(off) } else { off };
    }
    breaks
}
