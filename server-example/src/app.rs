//! What every handler can reach.

use std::sync::Arc;

use crate::auth::KeyCache;
use crate::clock::Clock;
use crate::desk::Desks;
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
}

impl App {
    /// A server on a database.
    pub fn new(store: Arc<dyn Store>, clock: Clock) -> Self {
        Self { desks: Arc::new(Desks::new(store.clone(), clock.clone())), keys: Arc::default(), webhooks: Arc::default(), store, clock }
    }
}
