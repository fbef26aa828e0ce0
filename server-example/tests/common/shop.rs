//! A shop that signs booking tokens for its customers.

#![allow(clippy::unwrap_used, reason = "a test that meets what it did not expect has failed")]

use axum::http::Method;
use frontdesk::Instant;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::{Answered, NOW, Server};

/// A shop's side: it has a secret, and signs for its customers.
pub(crate) struct Shop {
    pub(crate) key_id: String,
    pub(crate) secret: String,
}

impl Shop {
    pub(crate) async fn new(server: &Server) -> Self {
        let secret = server.post("/v1/management/scheduling/booking-secrets", json!({})).await.is(201);
        let text = |field: &str| secret[field].as_str().unwrap().to_owned();
        Self { key_id: text("key_id"), secret: text("secret") }
    }

    pub(crate) fn claims(customer: &str, now: Instant) -> Value {
        json!({ "aud": "rxscale-scheduling", "iat": now.0, "nbf": now.0 - 10, "exp": now.0 + 300,
            "shop_identifier": "shop-abc123",
            "shop_customer_id": customer, "patient_profile_fields": [
                { "field": "first_name", "value": "Ada", "source": "shop" },
                { "field": "last_name", "value": "Byron", "source": "shop" },
                { "field": "email", "value": "ada@example.com", "source": "shop" } ] })
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        self.sign_as(Algorithm::HS256, Some(&self.key_id), &self.secret, claims)
    }

    pub(crate) fn sign_as(
        &self,
        algorithm: Algorithm,
        kid: Option<&str>,
        secret: &str,
        claims: &Value,
    ) -> String {
        let header = Header { kid: kid.map(str::to_owned), ..Header::new(algorithm) };
        encode(&header, claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
    }

    pub(crate) fn token(&self, customer: &str) -> String {
        self.sign(&Self::claims(customer, NOW))
    }
}

pub(crate) async fn by_token(
    server: &Server,
    token: &str,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> Answered {
    server
        .ask_with(method, &format!("/v1/scheduling{path}"), &[("x-rxscale-booking-token", token)], body)
        .await
}

/// What a launch code of this token is exchanged for.
pub(crate) async fn session_of(server: &Server, token: &str) -> Value {
    let code = by_token(server, token, Method::POST, "/booking-launch-codes", None).await.is(201);
    let exchange = json!({ "booking_launch_code": code["booking_launch_code"] });
    let path = "/v1/scheduling/booking-launch-codes/exchange";
    server.ask_with(Method::POST, path, &[], Some(exchange)).await.is(201)
}

/// The slots of the demo's first doctor and type in the next two weeks.
pub(crate) async fn slots(server: &Server) -> Vec<Value> {
    let (shop, kind, doctor) = ("shop-abc123", "apt-001", "doc-456");
    let path = format!(
        "/v1/scheduling/slots?shop_uid={shop}&appointment_type_uid={kind}&doctor_uid={doctor}&from={}&to={}",
        NOW.0,
        NOW.0 + 14 * 86_400
    );
    server.get(&path).await.is(200)["data"].as_array().unwrap().clone()
}
