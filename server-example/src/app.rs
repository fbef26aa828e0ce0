//! The application state, which axum hands to every handler: desks, store, caches, clock.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

use crate::auth::{KeyCache, PassCache};
use crate::availability::Availability;
use crate::clock::Clock;
use crate::cors::Origin;
use crate::desk::{Desk, Desks};
use crate::proxies::Proxies;
use crate::rate_limit::Limiter;
use crate::store::Store;
use crate::telemetry::Metrics;
use crate::webhook::Sender;

/// The server's own state; a clone is another handle to the same.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Arc<dyn Store>,
    /// The desks of the organisations.
    pub desks: Arc<Desks>,
    /// What time it is.
    pub clock: Clock,
    /// API keys that were verified a moment ago.
    pub keys: Arc<KeyCache>,
    /// Passes that were looked up a moment ago.
    pub passes: Arc<PassCache>,
    /// What brings webhooks to their targets.
    pub webhooks: Arc<Sender>,
    /// Whether webhook subscriptions ask for permissions for which the documents do not.
    pub webhook_permissions: bool,
    /// Which desk serves which shop.
    pub shops: Arc<Shops>,
    /// How often keys and those without a credential may ask; as often as they like, if nothing else is said.
    pub limiter: Arc<Limiter>,
    /// The same for each patient: a person is no system.
    pub patient_limiter: Arc<Limiter>,
    /// Proxies that say for whom they ask.
    pub proxies: Arc<Proxies>,
    /// Origins whose pages may ask.
    pub cors_origins: Arc<[Origin]>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// How often one address may become a visitor, who books without being known to a shop.
    pub visitor_limiter: Arc<Limiter>,
    /// Whether the pages for people are served.
    pub pages: bool,
    /// What pages compute slots from, as of the newest version.
    pub availability: Arc<Availability>,
    /// Whether the server was told to stop: streams end then.
    pub stopping: Arc<watch::Sender<bool>>,
}

/// The desks of shops that somebody has asked for. A shop does not change hands.
#[derive(Default)]
pub struct Shops {
    known: RwLock<HashMap<String, Arc<Desk>>>,
}

impl Shops {
    /// The desk of a shop, if it was asked for before and is still there.
    pub fn known(&self, shop_uid: &str) -> Option<Arc<Desk>> {
        let desk = self.known.read().unwrap_or_else(PoisonError::into_inner).get(shop_uid).cloned()?;
        desk.read(|state| state.shops.contains_key(shop_uid)).then_some(desk)
    }

    /// Keeps in mind whose a shop is. Only shops that are there come here, so there are no more than those.
    pub fn remember(&self, shop_uid: &str, desk: &Arc<Desk>) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(shop_uid.to_owned(), desk.clone());
    }
}

impl App {
    /// A server on a database.
    pub fn new(store: Arc<dyn Store>, clock: Clock) -> Self {
        crate::auth::hs256::install();
        let metrics = Arc::new(Metrics::new());
        Self {
            desks: Arc::new(Desks::new(store.clone(), clock.clone(), metrics.clone())),
            keys: Arc::default(),
            passes: Arc::default(),
            webhooks: Arc::default(),
            webhook_permissions: false,
            shops: Arc::default(),
            limiter: Arc::default(),
            patient_limiter: Arc::default(),
            proxies: Arc::default(),
            cors_origins: Arc::default(),
            visitor_limiter: Arc::default(),
            pages: true,
            availability: Arc::default(),
            metrics,
            stopping: Arc::default(),
            store,
            clock,
        }
    }
}
