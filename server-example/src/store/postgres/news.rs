//! What processes on one database tell each other: that something was written, by `NOTIFY`. It says no more
//! than that, and is sent once the commit has been answered: it holds up no transaction, and if it is lost,
//! others look for news all the same.

use std::time::Duration;

use futures_util::stream::{StreamExt, poll_fn as stream_of};
use tokio::sync::{Notify, mpsc};
use tokio_postgres::AsyncMessage;

use super::tls::Connector;
use crate::id;

const CHANNEL: &str = "frontdesk";

/// How long after a connection broke another is tried.
const RETRY: Duration = Duration::from_secs(1);

/// One process's way to the others.
pub(super) struct News {
    connector: Connector,
    /// Tells this process from others: what it has written it knows.
    own: String,
    written: Notify,
}

impl News {
    pub(super) fn new(connector: Connector) -> Self {
        Self { connector, own: id::uuid(), written: Notify::new() }
    }

    /// Has the others told that something was written; once, however often this is said meanwhile.
    pub(super) fn tell(&self) {
        self.written.notify_one();
    }

    /// Listens, and tells, on a connection of its own.
    pub(super) async fn listen(&self, news: &Notify) {
        loop {
            if let Err(error) = self.connected(news).await {
                tracing::warn!(error = %super::error::said(&error),
                    "can't hear of what other processes write");
            }
            tokio::time::sleep(RETRY).await;
        }
    }

    async fn connected(&self, news: &Notify) -> Result<(), tokio_postgres::Error> {
        let (client, mut connection) = self.connector.connect().await?;
        let (heard, mut hears) = mpsc::unbounded_channel();
        let mut messages = stream_of(move |context| connection.poll_message(context));
        // The connection has to be asked for as long as the client is to be answered.
        let messages = async move {
            while let Some(Ok(message)) = messages.next().await {
                if let AsyncMessage::Notification(said) = message {
                    let _ = heard.send(said.payload().to_owned());
                }
            }
        };
        let work = async {
            client.batch_execute(&format!("LISTEN {CHANNEL}")).await?;
            // What was written before anybody listened is news as well.
            news.notify_one();
            loop {
                tokio::select! {
                    said = hears.recv() => match said {
                        Some(by) if by != self.own => news.notify_one(),
                        Some(_) => {}
                        None => return Ok(()),
                    },
                    () = self.written.notified() => client.batch_execute(&format!("NOTIFY {CHANNEL}, '{}'",
                        self.own)).await?,
                }
            }
        };
        tokio::select! { () = messages => Ok(()), done = work => done }
    }
}
