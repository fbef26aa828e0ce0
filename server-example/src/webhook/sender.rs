//! Bringing one delivery to its target.

use std::sync::{Arc, OnceLock};

use frontdesk::Instant;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, redirect};
use serde::{Deserialize, Serialize};

use super::delivery::Delivery;
use super::sign::headers;
use super::target::{PublicOnly, check};
use crate::desk::Subscription;
use crate::limits::WEBHOOK_TIME_MAX;

/// What brings deliveries to their targets. It keeps its connections, follows no redirect and knows no proxy.
#[derive(Default)]
pub struct Sender {
    allow_private: bool,
    /// Made when it is first needed: reading the system's certificates takes longer than a server should to
    /// start.
    client: OnceLock<Result<Client, String>>,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "WebhookOutcome")]
pub struct Outcome {
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// What went wrong, if there was none.
    pub error: Option<String>,
}

impl Outcome {
    /// Whether the subscriber has it: any 2xx.
    pub fn is_acknowledged(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}

impl Sender {
    /// One that also goes to `http` and to private addresses: for those who try webhooks on their own
    /// machine.
    pub fn to_private_addresses() -> Self {
        Self { allow_private: true, ..Self::default() }
    }

    /// Whether webhooks may go to an address.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, target: &str) -> Result<(), &'static str> {
        check(target, self.allow_private).map(drop)
    }

    /// One attempt.
    pub async fn send(&self, subscription: &Subscription, delivery: &Delivery, now: Instant) -> Outcome {
        match self.attempt(subscription, delivery, now).await {
            Ok(status) => Outcome { status: Some(status), error: None },
            Err(error) => Outcome { status: None, error: Some(error) },
        }
    }

    async fn attempt(
        &self,
        subscription: &Subscription,
        delivery: &Delivery,
        now: Instant,
    ) -> Result<u16, String> {
        let url = check(&subscription.target, self.allow_private)?;
        let client = self.client.get_or_init(|| client(self.allow_private)).as_ref().map_err(Clone::clone)?;
        let mut fields = HeaderMap::new();
        for (name, value) in headers(subscription, delivery, now) {
            let name = HeaderName::try_from(name).map_err(|error| error.to_string())?;
            fields.append(name, HeaderValue::try_from(value).map_err(|error| error.to_string())?);
        }
        let answered = client.post(url).headers(fields).body(delivery.body.clone()).send().await;
        // What they answer besides is not read. The address is left out of what went wrong: it may have a
        // secret in it.
        answered.map(|answer| answer.status().as_u16()).map_err(|error| causes(&error.without_url()))
    }
}

fn client(allow_private: bool) -> Result<Client, String> {
    // Another part of the process may have chosen one before; that is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .https_only(!allow_private)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .dns_resolver(Arc::new(PublicOnly { allow_private }))
        .timeout(WEBHOOK_TIME_MAX)
        .user_agent(concat!("frontdesk/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| causes(&error))
}

/// An error with what led to it.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
