//! CORS: pages of which other origins a browser lets call the server.

use std::str::FromStr;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, Uri, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// How long a browser may believe what it was told, in seconds.
const BELIEVED: Duration = Duration::from_secs(3_600);

/// An origin such as `https://book.example`, or `*` for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(HeaderValue);

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "an origin such as https://book.example, without a path, or `*`".to_owned();
        // A browser sends it in small letters, without a default port.
        let is_origin = |text: &str| {
            let uri: Uri = text.parse().ok()?;
            let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
            let default = match scheme {
                "http" => 80,
                "https" => 443,
                _ => return None,
            };
            let is_plain = !authority.as_str().contains('@') && authority.port_u16() != Some(default);
            let is_whole = format!("{scheme}://{authority}") == text && text == text.to_ascii_lowercase();
            (is_plain && is_whole).then_some(())
        };
        match text == "*" || is_origin(text).is_some() {
            true => Ok(Self(HeaderValue::from_str(text).map_err(|_| wrong())?)),
            false => Err(wrong()),
        }
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.to_str().unwrap_or_default())
    }
}

/// What tells browsers that pages of these origins may ask. Cookies are not asked for: there are none.
pub fn layer(origins: &[Origin]) -> CorsLayer {
    let header = HeaderName::from_static;
    let origin = match origins.iter().any(|Origin(origin)| origin == "*") {
        true => AllowOrigin::any(),
        false => AllowOrigin::list(origins.iter().map(|Origin(origin)| origin.clone())),
    };
    CorsLayer::new()
        .allow_origin(origin)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::CONTENT_TYPE,
            header::ACCEPT_LANGUAGE,
            header("x-api-key"),
            header("x-rxscale-booking-token"),
            header("idempotency-key"),
            header("x-request-id"),
        ])
        .expose_headers([header::RETRY_AFTER, header("idempotency-replayed"), header("x-request-id")])
        .max_age(BELIEVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_a_browser_sends() {
        for text in ["https://book.example", "http://localhost:3000", "https://[::1]:8443", "*"] {
            assert!(text.parse::<Origin>().is_ok(), "{text}");
        }
        for text in [
            "",
            "book.example",
            "https://book.example/",
            "https://book.example/page",
            "https://Book.example",
            "https://book.example:443",
            "http://book.example:80",
            "https://user@book.example",
            "ftp://book.example",
            "null",
            "https://*.example\n",
        ] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }
}
