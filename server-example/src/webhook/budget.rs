//! Limits of concurrent webhook attempts: of one subscription, of one organisation, of the process.
//!
//! Every subscription may always have one. Those that answer share what their organisation, and the process,
//! has besides; those that have failed again and again have places of their own. Of either kind of place an
//! organisation has no more than its share. So nobody waits for a subscriber that hangs, but those behind it
//! in its own queue, and others are delayed by no organisation all of whose subscribers hang.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use frontdesk::Uid;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::limits::{
    WEBHOOKS_AT_ONCE, WEBHOOKS_AT_ONCE_OF_ORGANISATION, WEBHOOKS_AT_ONCE_TO_FAILING,
    WEBHOOKS_AT_ONCE_TO_FAILING_OF_ORGANISATION, WEBHOOKS_EXTRA_OF_ORGANISATION,
};

pub(super) struct Budget {
    all: Places,
    /// The shares of the organisations that have a place or wait for one.
    shares: Mutex<HashMap<Uid, Arc<Share>>>,
}

/// Places of the two kinds.
struct Places {
    well: Arc<Semaphore>,
    failing: Arc<Semaphore>,
}

impl Places {
    fn new(well: usize, failing: usize) -> Self {
        Self { well: Arc::new(Semaphore::new(well)), failing: Arc::new(Semaphore::new(failing)) }
    }

    async fn enter(&self, is_probe: bool) -> OwnedSemaphorePermit {
        let places = if is_probe { &self.failing } else { &self.well };
        places.clone().acquire_owned().await.expect("nobody closes it")
    }
}

/// What one organisation may have.
struct Share {
    places: Places,
    /// Attempts beyond the first of their subscription.
    extra: Arc<Semaphore>,
}

/// A share in use. It is forgotten with the last that uses it.
struct Used {
    budget: Arc<Budget>,
    organisation: Uid,
    share: Option<Arc<Share>>,
}

impl Drop for Used {
    fn drop(&mut self) {
        let mut shares = self.budget.shares.lock().unwrap_or_else(PoisonError::into_inner);
        self.share = None;
        // The one that is left is the map's, and nobody gets another meanwhile.
        if shares.get(&self.organisation).is_some_and(|share| Arc::strong_count(share) == 1) {
            shares.remove(&self.organisation);
        }
    }
}

/// A place, until it is dropped.
pub(super) struct Place {
    // Given back before the share is forgotten.
    _permits: Vec<OwnedSemaphorePermit>,
    _used: Used,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { all: Places::new(WEBHOOKS_AT_ONCE, WEBHOOKS_AT_ONCE_TO_FAILING), shares: Mutex::default() }
    }

    /// Waits for a place among the attempts of this process. The organisation's own comes first: who waits
    /// for that has none of the others'.
    pub(super) async fn enter(self: &Arc<Self>, organisation: &Uid, is_probe: bool) -> Place {
        let (used, share) = self.share(organisation);
        let own = share.places.enter(is_probe).await;
        drop(share);
        let permits = vec![self.all.enter(is_probe).await, own];
        Place { _permits: permits, _used: used }
    }

    /// A place beyond the first of a subscription, if its organisation has one.
    pub(super) fn extra(self: &Arc<Self>, organisation: &Uid) -> Option<Place> {
        let (used, share) = self.share(organisation);
        let permits = vec![share.extra.clone().try_acquire_owned().ok()?];
        drop(share);
        Some(Place { _permits: permits, _used: used })
    }

    fn share(self: &Arc<Self>, organisation: &Uid) -> (Used, Arc<Share>) {
        let whole = || {
            let places =
                Places::new(WEBHOOKS_AT_ONCE_OF_ORGANISATION, WEBHOOKS_AT_ONCE_TO_FAILING_OF_ORGANISATION);
            Arc::new(Share { places, extra: Arc::new(Semaphore::new(WEBHOOKS_EXTRA_OF_ORGANISATION)) })
        };
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        let share = shares.entry(organisation.clone()).or_insert_with(whole).clone();
        let used =
            Used { budget: self.clone(), organisation: organisation.clone(), share: Some(share.clone()) };
        (used, share)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt;
    use tokio::task::unconstrained;

    use super::*;

    #[test]
    fn an_organisation_has_so_many_extra_places_and_gets_them_back() {
        let budget = Arc::new(Budget::new());
        let (one, other) = (Uid::from("org-1"), Uid::from("org-2"));
        let places: Vec<_> = (0..WEBHOOKS_EXTRA_OF_ORGANISATION).map(|_| budget.extra(&one)).collect();
        assert!(places.iter().all(Option::is_some));
        assert!(budget.extra(&one).is_none() && budget.extra(&other).is_some());
        drop(places);
        assert!(budget.extra(&one).is_some());
        assert!(budget.shares.lock().is_ok_and(|shares| shares.is_empty()), "who has none is forgotten");
    }

    #[tokio::test]
    async fn no_organisation_has_more_than_its_share() {
        for (is_probe, share, all) in [
            (false, WEBHOOKS_AT_ONCE_OF_ORGANISATION, WEBHOOKS_AT_ONCE),
            (true, WEBHOOKS_AT_ONCE_TO_FAILING_OF_ORGANISATION, WEBHOOKS_AT_ONCE_TO_FAILING),
        ] {
            let budget = Arc::new(Budget::new());
            let (one, other) = (Uid::from("org-1"), Uid::from("org-2"));
            // The runtime would make a task wait that is never made to wait.
            let at_once = |organisation| unconstrained(budget.enter(organisation, is_probe)).now_or_never();
            let mut places = Vec::new();
            while let Some(place) = at_once(&one) {
                places.push(place);
            }
            assert_eq!(places.len(), share);
            // Five of them leave places to the others.
            assert!(5 * share < all);
            assert!(at_once(&other).is_some());
            // Who waits gets what is given back.
            let waiting = tokio::spawn({
                let (budget, one) = (budget.clone(), one.clone());
                async move { drop(budget.enter(&one, is_probe).await) }
            });
            tokio::task::yield_now().await;
            places.pop();
            let waited = tokio::time::timeout(Duration::from_secs(5), waiting).await;
            waited.expect("a place was given back").expect("it does not panic");
            drop(places);
            assert!(budget.shares.lock().is_ok_and(|shares| shares.is_empty()));
        }
    }
}
