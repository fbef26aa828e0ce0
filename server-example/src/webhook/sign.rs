//! Signatures: the documented one, and those of Standard Webhooks.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use frontdesk::Instant;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::desk::Subscription;
use crate::id;
use crate::store::Delivery;

const PREFIX: &str = "whsec_";

/// A new secret: 256 random bits, as Standard Webhooks writes them.
pub fn new_secret() -> String {
    format!("{PREFIX}{}", STANDARD.encode(id::bytes::<32>()))
}

/// The headers of an attempt at `now`, the subscriber's own last.
pub fn headers(subscription: &Subscription, delivery: &Delivery, now: Instant) -> Vec<(String, String)> {
    let secret = &subscription.signing_secret;
    // Documented: over the body alone, the key being the secret as it is written.
    let documented: String =
        hmac(secret.as_bytes(), &[&delivery.body]).iter().map(|byte| format!("{byte:02x}")).collect();
    // Standard Webhooks: over id, time and body, the key being what the secret stands for.
    let key =
        secret.strip_prefix(PREFIX).and_then(|encoded| STANDARD.decode(encoded).ok()).unwrap_or_default();
    let standard =
        STANDARD.encode(hmac(&key, &[&delivery.message_uid, ".", &now.to_string(), ".", &delivery.body]));
    let mut headers: Vec<(String, String)> = [
        ("content-type", "application/json".to_owned()),
        ("x-webhook-event", delivery.event_type.clone()),
        ("x-webhook-signature", documented),
        ("webhook-id", delivery.message_uid.to_string()),
        ("webhook-timestamp", now.to_string()),
        ("webhook-signature", format!("v1,{standard}")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    headers.extend(subscription.custom_header.iter().map(|own| (own.name.clone(), own.value.clone())));
    headers
}

fn hmac(key: &[u8], parts: &[&str]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key may have any length");
    parts.iter().for_each(|part| mac.update(part.as_bytes()));
    mac.finalize().into_bytes().to_vec()
}
