//! What a caller can unpack.

use axum::http::{HeaderMap, header};

/// Whether a coding, such as `br`, is among what is accepted, and not by `q=0`.
pub(crate) fn accepts(asked: &HeaderMap, coding: &str) -> bool {
    let named = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|said| {
        let mut parts = said.split(';').map(str::trim);
        let is_it = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let is_refused = |part: &str| {
            part.strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok()).is_some_and(|q| q == 0.0)
        };
        is_it && !parts.any(is_refused)
    })
}
