//! A database on a server: the pool of its connections.

use deadpool_postgres::{Client, Manager, ManagerConfig, Pool, RecyclingMethod};
use tokio::sync::watch;

use super::connect::{bounded, within};
use super::error::said;
use super::news::News;
use super::probe::Probe;
use super::sslmode;
use super::tls::Connector;
use crate::limits::DATABASE_CONNECT_TIME_MAX;
use crate::store::StoreError;

/// Connections of one process.
const CONNECTIONS: usize = 16;

/// A database on a server.
pub struct Postgres {
    pub(super) pool: Pool,
    pub(super) news: News,
    pub(super) announced: watch::Sender<()>,
    pub(super) probe: Probe,
}

impl Postgres {
    /// A database by its address, `postgres://…`.
    ///
    /// # Errors
    /// If the address is none.
    pub fn open(address: &str) -> Result<Self, StoreError> {
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

    pub(super) async fn client(&self) -> Result<Client, StoreError> {
        let client = async {
            let unreachable = |error: deadpool_postgres::PoolError| {
                format!("the database can't be reached: {}", said(&error))
            };
            self.pool.get().await.map_err(|error| StoreError::Unavailable(unreachable(error)))
        };
        within(DATABASE_CONNECT_TIME_MAX, client).await
    }
}
