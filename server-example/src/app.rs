//! What every handler can reach.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::auth::KeyCache;
use crate::clock::Clock;
use crate::desk::{Desk, Desks};
use crate::store::Store;
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
    /// What brings webhooks to their targets.
    pub webhooks: Arc<Sender>,
    /// Whose shop is whose.
    pub shops: Arc<Shops>,
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
        Self {
            desks: Arc::new(Desks::new(store.clone(), clock.clone())),
            keys: Arc::default(),
            webhooks: Arc::default(),
            shops: Arc::default(),
            store,
            clock,
        }
    }
}
