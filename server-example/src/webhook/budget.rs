//! Limits of concurrent webhook attempts: of one subscription, of one organisation, of the process.
//!
//! Every subscription may always have one. Those that answer share what their organisation, and the process,
//! has besides; those that have failed again and again have places of their own. So nobody waits for a
//! subscriber that hangs, but those behind it in its own queue.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use frontdesk::Uid;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::limits::{WEBHOOKS_AT_ONCE, WEBHOOKS_AT_ONCE_OF_ORGANISATION, WEBHOOKS_AT_ONCE_TO_FAILING};

pub(super) struct Budget {
    well: Semaphore,
    failing: Semaphore,
    /// Attempts beyond the first of their subscription, by organisation.
    extra: Mutex<HashMap<Uid, usize>>,
}

/// A place beyond the first, until it is dropped.
pub(super) struct Extra {
    budget: Arc<Budget>,
    organisation: Uid,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            well: Semaphore::new(WEBHOOKS_AT_ONCE),
            failing: Semaphore::new(WEBHOOKS_AT_ONCE_TO_FAILING),
            extra: Mutex::default(),
        }
    }

    /// Waits for a place among the attempts of this process.
    pub(super) async fn enter(&self, is_probe: bool) -> SemaphorePermit<'_> {
        let places = if is_probe { &self.failing } else { &self.well };
        places.acquire().await.expect("nobody closes it")
    }

    /// A place beyond the first of a subscription, if its organisation has one.
    pub(super) fn extra(self: &Arc<Self>, organisation: &Uid) -> Option<Extra> {
        let mut extra = self.extra.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = extra.entry(organisation.clone()).or_default();
        if *taken >= WEBHOOKS_AT_ONCE_OF_ORGANISATION {
            return None;
        }
        *taken += 1;
        Some(Extra { budget: self.clone(), organisation: organisation.clone() })
    }
}

impl Drop for Extra {
    fn drop(&mut self) {
        let mut extra = self.budget.extra.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = extra.get_mut(&self.organisation) {
            *taken -= 1;
            if *taken == 0 {
                extra.remove(&self.organisation);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_has_so_many_places_and_gets_them_back() {
        let budget = Arc::new(Budget::new());
        let (one, other) = (Uid::from("org-1"), Uid::from("org-2"));
        let places: Vec<_> = (0..WEBHOOKS_AT_ONCE_OF_ORGANISATION).map(|_| budget.extra(&one)).collect();
        assert!(places.iter().all(Option::is_some));
        assert!(budget.extra(&one).is_none() && budget.extra(&other).is_some());
        drop(places);
        assert!(budget.extra(&one).is_some());
        assert!(budget.extra.lock().is_ok_and(|extra| extra.is_empty()), "who has none is not kept in mind");
    }
}
