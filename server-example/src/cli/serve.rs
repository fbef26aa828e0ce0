//! `serve`: the server itself.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::{Args, value_parser};

use super::Database;
use super::key::make_key;
use crate::app::App;
use crate::auth::Wanted;
use crate::clock::Clock;
use crate::demo;
use crate::limits::{
    CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, PATIENT_BURST_SECONDS, PATIENT_RATE_LIMIT_DEFAULT,
    RATE_LIMIT_DEFAULT, RATE_LIMIT_MAX, SHUTDOWN_TIME_MAX, WEBHOOK_INTERVAL,
};
use crate::prune::Pruner;
use crate::rate_limit::Limiter;
use crate::serve::{Connections, raise_files, serve};
use crate::store::{Store, StoreError, open};
use crate::telemetry::exposition;
use crate::webhook::{Sender, Worker};

/// How the server serves.
#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    database: Database,
    /// Where to listen; port 0 takes one that is free
    #[arg(long, env = "FRONTDESK_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Make a demo clinic where there is none, and a key for it
    #[arg(long)]
    demo: bool,
    /// Let webhooks go to `http` and to private addresses, for trying them on one's own machine
    #[arg(long, env = "FRONTDESK_WEBHOOK_ALLOW_PRIVATE")]
    webhook_allow_private: bool,
    /// Ask for `notification_subscription:read` and `:write` also where the documents ask for no permission
    #[arg(long, env = "FRONTDESK_WEBHOOK_PERMISSIONS")]
    webhook_permissions: bool,
    /// Requests a second of one key, or of one address where there is neither key nor patient, and as many at
    /// once; 0 for no limit
    #[arg(long, env = "FRONTDESK_RATE_LIMIT", default_value_t = RATE_LIMIT_DEFAULT, value_parser = value_parser!(u32).range(..=i64::from(RATE_LIMIT_MAX)))]
    rate_limit: u32,
    /// Requests a second of one patient, and twice as many at once; 0 for no limit
    #[arg(long, env = "FRONTDESK_PATIENT_RATE_LIMIT", default_value_t = PATIENT_RATE_LIMIT_DEFAULT, value_parser = value_parser!(u32).range(..=i64::from(RATE_LIMIT_MAX)))]
    patient_rate_limit: u32,
    /// Connections at a time, as far as there are files for them
    #[arg(long, env = "FRONTDESK_MAX_CONNECTIONS", default_value_t = CONNECTIONS_MAX)]
    max_connections: usize,
    /// Connections of one address at a time; a proxy is one
    #[arg(long, env = "FRONTDESK_MAX_CONNECTIONS_PER_ADDRESS", default_value_t = CONNECTIONS_PER_ADDRESS_MAX)]
    max_connections_per_address: usize,
    /// Where to show `/metrics`, to whoever can reach it; nowhere if it is not said
    #[arg(long, env = "FRONTDESK_METRICS_LISTEN")]
    metrics_listen: Option<SocketAddr>,
}

impl Serve {
    /// Serves until it is told to stop.
    pub(super) async fn run(self, clock: Clock) -> Result<()> {
        let store = open(&self.database.database)
            .await
            .with_context(|| format!("can't open `{}`", self.database.database))?;
        let limits = Connections {
            in_all: self.max_connections,
            per_address: self.max_connections_per_address,
            ..Connections::default()
        }
        .within(raise_files());
        tracing::info!(connections = limits.in_all, per_address = limits.per_address, "limits");
        let listener = listen(self.listen).await?;
        let metrics_listener = match self.metrics_listen {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let address = format!("http://{}", listener.local_addr()?);
        let demo_key = if self.demo { Some(make_demo(&*store, &clock).await?) } else { None };
        let stop = told_to_stop()?;
        let mut app = App::new(store.clone(), clock);
        if self.webhook_allow_private {
            app.webhooks = Arc::new(Sender::to_private_addresses());
        }
        app.webhook_permissions = self.webhook_permissions;
        app.limiter = Arc::new(Limiter::per_second(self.rate_limit));
        let at_once = Limiter::with_burst(self.patient_rate_limit, PATIENT_BURST_SECONDS);
        app.patient_limiter = Arc::new(at_once);
        let webhooks = tokio::spawn(Worker::new(app.clone()).run());
        let pruning = tokio::spawn(Pruner::new(app.clone()).run());
        let desks = app.desks.clone();
        let following = tokio::spawn(async move { desks.follow().await });
        let mut out = std::io::stdout();
        if store.organisations().await?.is_empty() {
            writeln!(out, "nothing is set up here: `frontdesk-server init` makes an organisation and a key")?;
        }
        writeln!(out, "listening on {address}")?;
        writeln!(out, "API documentation {address}/v1/management/apidocs")?;
        if let Some(key) = demo_key {
            writeln!(out, "demo key {key}")?;
        }
        if let Some(listener) = metrics_listener {
            writeln!(out, "metrics http://{}/metrics", listener.local_addr()?)?;
            let stopping = app.stopping.subscribe();
            tokio::spawn(serve(listener, exposition(app.clone()), limits, stopping));
        }
        out.flush()?;
        let stopping = app.stopping.clone();
        tokio::spawn(async move {
            stop.await;
            stopping.send_replace(true);
        });
        let mut told = app.stopping.subscribe();
        let stopping = app.stopping.subscribe();
        // Who holds a connection open does not keep the server from going down.
        let late = async {
            drop(told.wait_for(|stopping| *stopping).await);
            tokio::time::sleep(SHUTDOWN_TIME_MAX).await;
        };
        tokio::select! {
            () = serve(listener, crate::api::router(app), limits, stopping) => {}
            () = late => tracing::warn!("not everybody was done in time"),
        }
        [following, pruning].iter().for_each(tokio::task::JoinHandle::abort);
        // It leaves what it has not brought out to whoever serves next, at once.
        let _ = tokio::time::timeout(WEBHOOK_INTERVAL, webhooks).await;
        store.close().await;
        Ok(())
    }
}

async fn listen(address: SocketAddr) -> Result<tokio::net::TcpListener> {
    tokio::net::TcpListener::bind(address).await.with_context(|| format!("can't listen on {address}"))
}

/// The demo clinic, if it is not there, and a new key for it: the last one's secret is nowhere.
async fn make_demo(store: &dyn Store, clock: &Clock) -> Result<String> {
    let (organisation, import) = demo::demo(clock.now())?;
    let uid = organisation.uid.clone();
    match store.create_organisation(organisation, import.writes(clock.now())?).await {
        Ok(()) | Err(StoreError::Duplicate) => {}
        Err(error) => return Err(error.into()),
    }
    for key in store.keys(&uid).await?.iter().filter(|key| key.name == "demo") {
        store.revoke_key(&key.uid, clock.now()).await?;
    }
    let (name, set) = ("demo".to_owned(), Some("administrator".to_owned()));
    make_key(store, clock, &uid, Wanted { name, set, ..Wanted::default() }).await
}

/// Until somebody presses Ctrl-C, or the system says that it is time. From the call on, neither ends the
/// program at once.
#[cfg(unix)]
fn told_to_stop() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! { _ = interrupted.recv() => {}, _ = terminated.recv() => {} }
    })
}

/// Until somebody presses Ctrl-C.
#[cfg(not(unix))]
fn told_to_stop() -> Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
