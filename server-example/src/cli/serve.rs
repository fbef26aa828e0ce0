//! `serve`: the server itself.

use std::fmt::Display;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use clap::builder::BoolishValueParser;
use clap::{Args, value_parser};

use super::database::Database;
use super::key::make_key;
use super::settings::Said;
use crate::api::waiting_room::link::token_of;
use crate::app::App;
use crate::auth::Wanted;
use crate::clock::Clock;
use crate::cors::Origin;
use crate::demo;
use crate::limits::{
    CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, CORS_ORIGINS_MAX, PATIENT_BURST_SECONDS,
    PATIENT_RATE_LIMIT_DEFAULT, RATE_LIMIT_DEFAULT, RATE_LIMIT_MAX, SHUTDOWN_TIME_MAX, TRUSTED_PROXIES_MAX,
    VISITOR_RATE_LIMIT_DEFAULT, VISITORS_AT_ONCE, WEBHOOK_INTERVAL,
};
use crate::proxies::{Proxies, Proxy};
use crate::prune::Pruner;
use crate::rate_limit::Limiter;
use crate::serve::{Connections, raise_files, serve};
use crate::store::{Address, Store, StoreError, open};
use crate::telemetry::exposition;
use crate::webhook::{Sender, Worker};

/// Where it listens if nothing is said: nobody else's machine reaches that.
pub(super) const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8_080);

/// How the server serves.
#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    database: Database,
    /// Read settings and database, say what would be done, and do nothing; fails if it would not go well
    #[arg(long)]
    check: bool,
    /// Where to listen; port 0 takes one that is free [usual: 127.0.0.1:8080]
    #[arg(long, env = "FRONTDESK_LISTEN")]
    listen: Option<SocketAddr>,
    /// Make a demo clinic where there is none, and a key for it
    #[arg(long)]
    demo: bool,
    /// Pages of this origin may ask the server from a browser, such as `https://book.example`; can be said
    /// again
    #[arg(long, env = "FRONTDESK_CORS_ORIGIN", value_delimiter = ',')]
    cors_origin: Option<Vec<Origin>>,
    /// Believe `X-Forwarded-For` if it comes from this address or network, such as 10.0.0.0/8; can be said
    /// again
    #[arg(long, env = "FRONTDESK_TRUST_PROXY", value_delimiter = ',')]
    trust_proxy: Option<Vec<Proxy>>,
    /// Let webhooks go to `http` and to private addresses, for trying them on one's own machine
    #[arg(long, env = "FRONTDESK_WEBHOOK_ALLOW_PRIVATE", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", value_parser = BoolishValueParser::new())]
    webhook_allow_private: Option<bool>,
    /// Ask for `notification_subscription:read` and `:write` also where the documents ask for no permission
    #[arg(long, env = "FRONTDESK_WEBHOOK_PERMISSIONS", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", value_parser = BoolishValueParser::new())]
    webhook_permissions: Option<bool>,
    /// Requests a second of one key, or of one address where there is neither key nor patient, and as many at
    /// once; 0 for no limit [usual: 1000]
    #[arg(long, env = "FRONTDESK_RATE_LIMIT",
        value_parser = value_parser!(u32).range(..=i64::from(RATE_LIMIT_MAX)))]
    rate_limit: Option<u32>,
    /// Requests a second of one patient, and twice as many at once; 0 for no limit [usual: 10]
    #[arg(long, env = "FRONTDESK_PATIENT_RATE_LIMIT",
        value_parser = value_parser!(u32).range(..=i64::from(RATE_LIMIT_MAX)))]
    patient_rate_limit: Option<u32>,
    /// Times an hour that one address may become a visitor, who books without being known; 0 for no limit
    /// [usual: 60]
    #[arg(long, env = "FRONTDESK_VISITOR_RATE_LIMIT",
        value_parser = value_parser!(u32).range(..=i64::from(RATE_LIMIT_MAX)))]
    visitor_rate_limit: Option<u32>,
    /// Serve the pages for people: `/book`, `/wait` and `/desk` [usual: true]
    #[arg(long, env = "FRONTDESK_PAGES", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pages: Option<bool>,
    /// Connections at a time, as far as there are files for them [usual: 16384]
    #[arg(long, env = "FRONTDESK_MAX_CONNECTIONS")]
    max_connections: Option<usize>,
    /// Connections of one address at a time; a proxy is one [usual: 4096]
    #[arg(long, env = "FRONTDESK_MAX_CONNECTIONS_PER_ADDRESS")]
    max_connections_per_address: Option<usize>,
    /// Where to show `/metrics`, to whoever can reach it; nowhere if it is not said
    #[arg(long, env = "FRONTDESK_METRICS_LISTEN")]
    metrics_listen: Option<SocketAddr>,
}

/// How it serves, all things said.
struct Settings {
    database: Said<Address>,
    listen: Said<SocketAddr>,
    cors_origins: Said<Vec<Origin>>,
    trusted_proxies: Said<Vec<Proxy>>,
    webhook_allow_private: Said<bool>,
    webhook_permissions: Said<bool>,
    rate_limit: Said<u32>,
    patient_rate_limit: Said<u32>,
    visitor_rate_limit: Said<u32>,
    pages: Said<bool>,
    max_connections: Said<usize>,
    max_connections_per_address: Said<usize>,
    metrics_listen: Said<Option<SocketAddr>>,
}

impl Settings {
    fn of(serve: &Serve) -> Result<Self> {
        let file = serve.database.file()?;
        let settings = Self {
            database: serve.database.said(&file)?,
            listen: Said::of(serve.listen, file.listen, LISTEN),
            cors_origins: Said::of(serve.cors_origin.clone(), file.cors_origin, Vec::new()),
            trusted_proxies: Said::of(serve.trust_proxy.clone(), file.trust_proxy, Vec::new()),
            webhook_allow_private: Said::of(serve.webhook_allow_private, file.webhook_allow_private, false),
            webhook_permissions: Said::of(serve.webhook_permissions, file.webhook_permissions, false),
            rate_limit: Said::of(serve.rate_limit, file.rate_limit, RATE_LIMIT_DEFAULT),
            patient_rate_limit: Said::of(
                serve.patient_rate_limit,
                file.patient_rate_limit,
                PATIENT_RATE_LIMIT_DEFAULT,
            ),
            visitor_rate_limit: Said::of(
                serve.visitor_rate_limit,
                file.visitor_rate_limit,
                VISITOR_RATE_LIMIT_DEFAULT,
            ),
            pages: Said::of(serve.pages, file.pages, true),
            max_connections: Said::of(serve.max_connections, file.max_connections, CONNECTIONS_MAX),
            max_connections_per_address: Said::of(
                serve.max_connections_per_address,
                file.max_connections_per_address,
                CONNECTIONS_PER_ADDRESS_MAX,
            ),
            metrics_listen: Said::of(serve.metrics_listen.map(Some), file.metrics_listen.map(Some), None),
        };
        for (name, limit) in [
            ("rate_limit", &settings.rate_limit),
            ("patient_rate_limit", &settings.patient_rate_limit),
            ("visitor_rate_limit", &settings.visitor_rate_limit),
        ] {
            ensure!(limit.value <= RATE_LIMIT_MAX, "{name}: {} is more than {RATE_LIMIT_MAX}", limit.value);
        }
        for (name, count, most) in [
            ("cors_origin", settings.cors_origins.value.len(), CORS_ORIGINS_MAX),
            ("trust_proxy", settings.trusted_proxies.value.len(), TRUSTED_PROXIES_MAX),
        ] {
            ensure!(count <= most, "{name}: {count}; at most {most}");
        }
        Ok(settings)
    }

    /// A line for each, with who has said it. No password is shown.
    fn lines(&self) -> Vec<String> {
        fn line<T>(name: &str, said: &Said<T>, text: &dyn Display) -> String {
            format!("{name} {text} ({})", said.by)
        }
        fn all<T: ToString>(said: &Said<Vec<T>>) -> String {
            let texts: Vec<String> = said.value.iter().map(ToString::to_string).collect();
            if texts.is_empty() { "none".to_owned() } else { texts.join(", ") }
        }
        let metrics = self.metrics_listen.value.map_or_else(|| "nowhere".to_owned(), |at| at.to_string());
        vec![
            line("database", &self.database, &self.database.value),
            line("listen", &self.listen, &self.listen.value),
            line("cors_origin", &self.cors_origins, &all(&self.cors_origins)),
            line("trust_proxy", &self.trusted_proxies, &all(&self.trusted_proxies)),
            line("rate_limit", &self.rate_limit, &self.rate_limit.value),
            line("patient_rate_limit", &self.patient_rate_limit, &self.patient_rate_limit.value),
            line("visitor_rate_limit", &self.visitor_rate_limit, &self.visitor_rate_limit.value),
            line("pages", &self.pages, &self.pages.value),
            line("max_connections", &self.max_connections, &self.max_connections.value),
            line(
                "max_connections_per_address",
                &self.max_connections_per_address,
                &self.max_connections_per_address.value,
            ),
            line("metrics_listen", &self.metrics_listen, &metrics),
            line("webhook_allow_private", &self.webhook_allow_private, &self.webhook_allow_private.value),
            line("webhook_permissions", &self.webhook_permissions, &self.webhook_permissions.value),
        ]
    }

    /// Says what would be done, and whether it would go well.
    async fn check(&self) -> Result<()> {
        let mut out = std::io::stdout();
        for line in self.lines() {
            writeln!(out, "{line}")?;
        }
        let database = &self.database.value;
        match database.is_missing_file()? {
            true => Ok(writeln!(out, "look  `{database}` is not there, and would be made")?),
            false => super::doctor::run(database).await,
        }
    }
}

impl Serve {
    /// Serves until it is told to stop.
    pub(super) async fn run(self, clock: Clock) -> Result<()> {
        let settings = Settings::of(&self)?;
        if self.check {
            return settings.check().await;
        }
        let database = &settings.database.value;
        let store = open(database).await.with_context(|| format!("can't open `{database}`"))?;
        let limits = Connections {
            in_all: settings.max_connections.value,
            per_address: settings.max_connections_per_address.value,
            ..Connections::default()
        }
        .within(raise_files());
        tracing::info!(connections = limits.in_all, per_address = limits.per_address, "limits");
        let listener = listen(settings.listen.value).await?;
        let metrics_listener = match settings.metrics_listen.value {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let address = format!("http://{}", listener.local_addr()?);
        let demo_key = if self.demo { Some(make_demo(&*store, &clock).await?) } else { None };
        let stop = told_to_stop()?;
        let mut app = App::new(store.clone(), clock);
        if settings.webhook_allow_private.value {
            app.webhooks = Arc::new(Sender::to_private_addresses());
        }
        app.webhook_permissions = settings.webhook_permissions.value;
        app.cors_origins = settings.cors_origins.value.clone().into();
        app.proxies = Arc::new(Proxies::new(settings.trusted_proxies.value.clone()));
        app.limiter = Arc::new(Limiter::per_second(settings.rate_limit.value));
        let at_once = Limiter::with_burst(settings.patient_rate_limit.value, PATIENT_BURST_SECONDS);
        app.patient_limiter = Arc::new(at_once);
        let visitors = Limiter::per_hour(settings.visitor_rate_limit.value, VISITORS_AT_ONCE);
        app.visitor_limiter = Arc::new(visitors);
        app.pages = settings.pages.value;
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
            // The key comes last: who waits for it reads no further.
            if settings.pages.value {
                writeln!(out, "book {address}/book/{}", demo::SHOP)?;
                if let Some(token) = demo_wait(&app).await {
                    writeln!(out, "wait {address}/wait/{token}")?;
                }
                writeln!(out, "desk {address}/desk#key={key}")?;
            }
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

/// What stands in the link of somebody who waits in the demo, while somebody does.
async fn demo_wait(app: &App) -> Option<String> {
    let desk = app.desks.of(&demo::ORGANISATION.into()).await.ok()??;
    let live = desk.read(|state| {
        let room = &state.rooms.get(demo::SHOP)?.room;
        room.waiting().last().map(|entry| entry.uid.clone())
    });
    token_of(app, &desk, &live?).await.ok().map(|(token, _)| token)
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
