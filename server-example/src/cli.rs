//! The command line.

mod doctor;
mod import;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand, value_parser};
use frontdesk::Uid;

use crate::app::App;
use crate::auth::{new_key, permission};
use crate::clock::Clock;
use crate::demo;
use crate::desk::Entry;
use crate::limits::{
    CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, PATIENT_BURST_SECONDS, PATIENT_RATE_LIMIT_DEFAULT,
    RATE_LIMIT_DEFAULT, RATE_LIMIT_MAX, SHUTDOWN_TIME_MAX, WEBHOOK_INTERVAL,
};
use crate::prune::Pruner;
use crate::rate_limit::Limiter;
use crate::serve::{Connections, raise_files, serve};
use crate::store::{
    Address, JournalRow, Organisation, Store, StoreError, Writes, open, open_as_it_is, restore,
};
use crate::telemetry::exposition;
use crate::webhook::{Sender, Worker};

/// The example server of Frontdesk.
#[derive(Parser)]
#[command(name = "frontdesk-server", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API
    Serve(Serve),
    /// Bring the database's tables up to date
    Migrate(Database),
    /// Organisations
    #[command(subcommand)]
    Org(Org),
    /// API keys
    #[command(subcommand)]
    Key(Key),
    /// Bring a clinic in, with what is beside it, from a file
    Import(Import),
    /// Copy an SQLite database into a file that is not there yet
    Backup {
        #[command(flatten)]
        database: Database,
        /// The copy
        file: PathBuf,
    },
    /// Put a backup in the place of an SQLite database that no server has open
    Restore {
        #[command(flatten)]
        database: Database,
        /// The backup, which stays as it is
        file: PathBuf,
    },
    /// Say whether a server would be well here
    Doctor(Database),
}

#[derive(Args)]
struct Database {
    /// A file for SQLite, or `postgres://…`
    // There may be a password in the variable: `--help` does not show it.
    #[arg(long, env = "FRONTDESK_DATABASE", hide_env_values = true, default_value = "frontdesk.db")]
    database: Address,
}

#[derive(Args)]
struct Serve {
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

#[derive(Args)]
struct Import {
    #[command(flatten)]
    database: Database,
    /// A clinic in JSON
    file: PathBuf,
    /// The organisation's id, such as `org-123`; it is made if it is not there
    #[arg(long)]
    org: String,
    /// What a new one is called
    #[arg(long)]
    name: Option<String>,
}

#[derive(Subcommand)]
enum Org {
    /// Make an organisation
    Create {
        #[command(flatten)]
        database: Database,
        /// Its id, such as `org-123`
        #[arg(long)]
        org: String,
        /// What it is called
        #[arg(long, default_value = "")]
        name: String,
        /// IANA zone of doctors that name none
        #[arg(long)]
        timezone: Option<String>,
    },
}

#[derive(Subcommand)]
enum Key {
    /// Make a key, and print it: nobody can show it again
    Create {
        #[command(flatten)]
        database: Database,
        /// The organisation whose data it reaches
        #[arg(long)]
        org: String,
        /// The one shop that it reaches, if it is not to reach all
        #[arg(long)]
        shop: Option<String>,
        /// What it is called
        #[arg(long, default_value = "")]
        name: String,
        /// What it may do
        #[arg(long = "permission", num_args = 1.., required = true)]
        permissions: Vec<String>,
    },
    /// List the keys of an organisation
    List {
        #[command(flatten)]
        database: Database,
        /// The organisation
        #[arg(long)]
        org: String,
    },
    /// Revoke a key
    Revoke {
        #[command(flatten)]
        database: Database,
        /// The key's id, as `key list` has it
        key: String,
    },
}

/// Does what the command line says.
///
/// # Errors
/// Why it can't.
pub async fn run(cli: Cli) -> Result<()> {
    let clock = Clock::System;
    match cli.command {
        Command::Serve(serve) => serve.run(clock).await,
        Command::Migrate(database) => open(&database.database).await?.migrate().await.map_err(Into::into),
        Command::Import(Import { database, file, org, name }) => {
            let import = import::read(&file)?;
            let store = open(&database.database).await?;
            import::bring_in(&*store, &import, &org, name, clock.now()).await
        }
        Command::Backup { database, file } => Ok(open_as_it_is(&database.database)?.backup(&file).await?),
        Command::Restore { database, file } => Ok(restore(&database.database, &file)?),
        Command::Doctor(database) => doctor::run(&database.database).await,
        Command::Org(Org::Create { database, org, name, timezone }) => {
            if let Some(name) = &timezone {
                frontdesk::Zone::named(name)?;
            }
            let name = if name.is_empty() { org.clone() } else { name };
            let organisation = Organisation { uid: org.into(), name, timezone, created_at: clock.now() };
            let store = open(&database.database).await?;
            store
                .create_organisation(organisation, begins(&clock))
                .await
                .context("the organisation can't be made")
        }
        Command::Key(Key::Create { database, org, shop, name, permissions }) => {
            let store = open(&database.database).await?;
            let secret =
                create_key(&*store, &clock, &org.as_str().into(), shop.map(Uid::from), &name, &permissions)
                    .await?;
            Ok(writeln!(std::io::stdout(), "{secret}")?)
        }
        Command::Key(Key::List { database, org }) => {
            let store = open(&database.database).await?;
            for key in store.keys(&org.as_str().into()).await? {
                let state = if key.revoked_at.is_some() { "revoked" } else { "active" };
                writeln!(
                    std::io::stdout(),
                    "{}\t{state}\t{}\t{}",
                    key.uid,
                    key.permissions.join(","),
                    key.name
                )?;
            }
            Ok(())
        }
        Command::Key(Key::Revoke { database, key }) => {
            let store = open(&database.database).await?;
            if !store.revoke_key(&key, clock.now()).await? {
                bail!("there is no key `{key}` that is not revoked already");
            }
            Ok(())
        }
    }
}

/// What the journal of a new organisation begins with.
fn begins(clock: &Clock) -> Writes {
    let entry = Entry::Reload;
    let line = JournalRow {
        version: 0,
        at: clock.now(),
        actor: "server".to_owned(),
        kind: entry.kind().to_owned(),
        subject: entry.subject(),
        data: entry.data(),
    };
    Writes { journal: vec![line], ..Writes::default() }
}

async fn create_key(
    store: &dyn Store,
    clock: &Clock,
    organisation: &Uid,
    shop: Option<Uid>,
    name: &str,
    permissions: &[String],
) -> Result<String> {
    if !store.organisations().await?.iter().any(|known| known.uid == *organisation) {
        bail!("there is no organisation `{organisation}`");
    }
    let (secret, key) =
        new_key(organisation, shop, name, permissions, clock.now()).map_err(anyhow::Error::msg)?;
    store.create_key(key).await?;
    Ok(secret)
}

impl Serve {
    async fn run(self, clock: Clock) -> Result<()> {
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
    let permissions: Vec<String> =
        permission::PERMISSIONS.iter().map(|permission| (*permission).to_owned()).collect();
    create_key(store, clock, &uid, None, "demo", &permissions).await
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
