//! The numbers of a server, in the text format of OpenMetrics, which Prometheus reads. Labels are words of
//! the program, and never an id.

use std::time::Duration;

use frontdesk::Event;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::error::ApiError;

/// Seconds, up to the longest that a request may take.
const SECONDS: [f64; 13] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];
/// Requests of a batch, up to the most.
const BATCHES: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: String,
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Happened {
    event: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Code {
    code: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfAttempt {
    outcome: &'static str,
}

/// What became of an attempt to deliver a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// The subscriber has it.
    Acknowledged,
    /// It will be tried again.
    Failed,
    /// It won't.
    GivenUp,
}

/// Everything that is counted.
pub struct Metrics {
    pub(super) registry: Registry,
    requests: Family<Asked, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
    events: Family<Happened, Counter>,
    refusals: Family<Code, Counter>,
    batches: Histogram,
    attempts: Family<OfAttempt, Counter>,
    pub(super) queue: Gauge,
    pub(super) waiting: Gauge,
    pub(super) listeners: Gauge,
    pub(super) desks: Gauge,
    pub(super) database: Gauge,
}

impl Metrics {
    /// Nothing counted yet.
    #[expect(clippy::new_without_default, reason = "an empty registry would be another thing")]
    pub fn new() -> Self {
        let durations: fn() -> Histogram = || Histogram::new(SECONDS);
        let mut metrics = Self {
            registry: Registry::with_prefix("frontdesk"),
            requests: Family::default(),
            durations: Family::new_with_constructor(durations),
            events: Family::default(),
            refusals: Family::default(),
            batches: Histogram::new(BATCHES),
            attempts: Family::default(),
            queue: Gauge::default(),
            waiting: Gauge::default(),
            listeners: Gauge::default(),
            desks: Gauge::default(),
            database: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        let build =
            [("version", env!("CARGO_PKG_VERSION")), ("tz_data_version", frontdesk::tzdata_version())];
        registry.register("build", "What this server is", Info::new(build.to_vec()));
        registry.register("http_requests", "Requests that were answered", metrics.requests.clone());
        let help = "How long answers took, the bodies of streams apart";
        registry.register_with_unit("http_request_duration", help, Unit::Seconds, metrics.durations.clone());
        registry.register(
            "appointment_events",
            "What happened to appointments, once it was on disk",
            metrics.events.clone(),
        );
        registry.register(
            "refusals",
            "What the engine refused, by the code of its reason",
            metrics.refusals.clone(),
        );
        registry.register(
            "batch_requests",
            "Requests that were written in one transaction",
            metrics.batches.clone(),
        );
        registry.register("webhook_attempts", "Attempts to deliver a webhook", metrics.attempts.clone());
        registry.register("desk_queue_length", "Requests that wait for a transaction", metrics.queue.clone());
        registry.register(
            "waiting_room_length",
            "Patients who wait, in all waiting rooms of open desks",
            metrics.waiting.clone(),
        );
        registry.register("listeners", "Open streams of events", metrics.listeners.clone());
        registry.register("desks", "Organisations that are kept in mind", metrics.desks.clone());
        registry.register("database_up", "1 if the database answers", metrics.database.clone());
        metrics
    }

    /// A request was answered.
    pub(super) fn request(&self, method: String, route: String, status: u16, took: Duration) {
        self.durations
            .get_or_create(&Route { method: method.clone(), route: route.clone() })
            .observe(took.as_secs_f64());
        self.requests.get_or_create(&Asked { method, route, status }).inc();
    }

    /// A transaction is on disk.
    pub fn batch(&self, requests: usize) {
        self.batches.observe(requests as f64);
    }

    /// Something happened to an appointment, and is on disk.
    pub fn event(&self, event: &Event) {
        self.events.get_or_create(&Happened { event: event.name() }).inc();
    }

    /// A request was refused; counted if it was the engine that did.
    pub fn refused(&self, error: &ApiError) {
        // Of a slot that can't be booked, the reasons say more.
        let refusal = &error.body()["refusal"];
        let explanations = refusal["explanations"].as_array().into_iter().flatten();
        let mut reasons = explanations
            .flat_map(|explanation| explanation["reasons"].as_array().into_iter().flatten())
            .peekable();
        let whole = reasons.peek().is_none().then_some(refusal);
        for code in reasons.chain(whole).filter_map(|reason| reason["code"].as_str()) {
            self.refusals.get_or_create(&Code { code: code.to_owned() }).inc();
        }
    }

    /// A webhook was brought to its target, or was not.
    pub fn attempt(&self, attempt: Attempt) {
        let outcome = match attempt {
            Attempt::Acknowledged => "acknowledged",
            Attempt::Failed => "failed",
            Attempt::GivenUp => "given_up",
        };
        self.attempts.get_or_create(&OfAttempt { outcome }).inc();
    }
}
