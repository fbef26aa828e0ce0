//! A database in a file: one thread that writes, any number that read.

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::watch;

use super::connection::{self, Connections};
use super::health::Health;
use super::writer::Writer;
use super::{care, restore};
use crate::store::{StoreError, StoreResult};

/// A database in a file.
pub struct Sqlite {
    pub(super) connections: Arc<Connections>,
    /// None for who only looks.
    pub(super) writer: Option<Arc<Writer>>,
    pub(super) health: Arc<Health>,
    pub(super) announced: watch::Sender<()>,
}

impl Sqlite {
    /// Opens a file, which is made if it is not there.
    ///
    /// # Errors
    /// If it can't be opened, or is no database.
    pub fn open(path: &str) -> StoreResult<Self> {
        Self::open_with(path, None)
    }

    /// Opens a file that is to grow to no more than so many pages; beyond them it is a disk that is full.
    ///
    /// # Errors
    /// As of [`open`](Self::open).
    pub fn open_at_most(path: &str, pages: u32) -> StoreResult<Self> {
        Self::open_with(path, Some(pages))
    }

    fn open_with(path: &str, pages: Option<u32>) -> StoreResult<Self> {
        let connections = Arc::new(Connections::new(path));
        let mut writer = connections.writer()?;
        connection::migrate(&mut writer)?;
        if let Some(pages) = pages {
            writer.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
        }
        let health = Arc::new(Health::new(connections.path()));
        let writer = Some(Arc::new(Writer::start(writer, health.clone())?));
        Ok(Self { writer, connections, health, announced: watch::Sender::new(()) })
    }

    /// Opens a file that is there, for looking at it.
    ///
    /// # Errors
    /// If it is not there.
    pub fn open_as_it_is(path: &str) -> StoreResult<Self> {
        care::must_exist(path.as_ref())?;
        let health = Arc::new(Health::new(path.as_ref()));
        let connections = Arc::new(Connections::new(path));
        Ok(Self { writer: None, connections, health, announced: watch::Sender::new(()) })
    }

    /// Puts a copy of a database in the place of a file that no process has open.
    ///
    /// # Errors
    /// Why that was not done.
    pub fn restore(path: &str, backup: &Path) -> StoreResult<()> {
        restore::restore(path.as_ref(), backup)
    }

    pub(super) fn writer(&self) -> StoreResult<&Writer> {
        self.writer
            .as_deref()
            .ok_or_else(|| StoreError::Broken("the database was opened for looking at it".to_owned()))
    }

    /// Asks on a thread that may wait for the disk.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let connections = self.connections.clone();
        let answer = tokio::task::spawn_blocking(move || connections.read(question)).await;
        answer.map_err(|error| StoreError::Broken(error.to_string()))?
    }
}

/// The readers first: only one that writes can bring the write-ahead log into the file.
pub(super) fn close(connections: &Connections, writer: Option<&Writer>) {
    connections.close();
    if let Some(writer) = writer {
        writer.close();
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        close(&self.connections, self.writer.as_deref());
    }
}
