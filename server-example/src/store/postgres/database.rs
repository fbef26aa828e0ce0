//! A database on a server: the pool of its connections.

use std::time::Duration;

use deadpool_postgres::{Client, Manager, ManagerConfig, Pool, RecyclingMethod};
use tokio::sync::watch;

use super::connect::{bounded, within};
use super::error::said;
use super::news::News;
use super::probe::Probe;
use super::sslmode;
use super::tls::Connector;
use crate::limits::{DATABASE_ANSWER_TIME_MAX, DATABASE_CONNECT_TIME_MAX};
use crate::store::{StoreError, StoreResult};

/// Connections of one process.
const CONNECTIONS: usize = 16;

/// A database on a server.
pub struct Postgres {
    pool: Pool,
    pub(super) news: News,
    pub(super) announced: watch::Sender<()>,
    pub(super) probe: Probe,
}

impl Postgres {
    /// A database by its address, `postgres://…`.
    ///
    /// # Errors
    /// If the address is none.
    pub fn open(address: &str) -> StoreResult<Self> {
        let (config, encryption) = sslmode::read(address)?;
        let config = bounded(config);
        let connector = Connector::new(config.clone(), &encryption)?;
        let news = News::new(connector.clone());
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_connect(config, connector, recycling);
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .build()
            .map_err(|error| StoreError::Broken(error.to_string()))?;
        Ok(Self { pool, news, announced: watch::Sender::new(()), probe: Probe::default() })
    }

    /// Asks something short.
    pub(super) async fn soon<T>(&self, ask: impl AsyncFnOnce(Client) -> StoreResult<T>) -> StoreResult<T> {
        self.within(DATABASE_ANSWER_TIME_MAX, ask).await
    }

    /// Asks something, and waits so long for a connection and the answer. There is no other way to a
    /// connection but the one below, so nobody forgets the bound.
    pub(super) async fn within<T>(
        &self,
        time: Duration,
        ask: impl AsyncFnOnce(Client) -> StoreResult<T>,
    ) -> StoreResult<T> {
        within(time, async { ask(self.unbounded().await?).await }).await
    }

    /// A connection on which nothing has a bound yet: for a transaction that bounds each of its steps, and
    /// for migrations, which take their time.
    pub(super) async fn unbounded(&self) -> StoreResult<Client> {
        let client = async {
            let unreachable = |error: deadpool_postgres::PoolError| {
                format!("the database can't be reached: {}", said(&error))
            };
            self.pool.get().await.map_err(|error| StoreError::Unavailable(unreachable(error)))
        };
        within(DATABASE_CONNECT_TIME_MAX, client).await
    }
}
