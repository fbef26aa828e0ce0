//! The language in which a caller wants to be told why something is refused.

use axum::http::{HeaderMap, header};
use frontdesk::Language;

/// The one of the engine's languages that `Accept-Language` wants most; of two that it wants as much, the
/// first (RFC 9110 §12.5.4). English if it wants none of them.
pub fn of(headers: &HeaderMap) -> Language {
    let asked = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let mut best = (Language::English, 0.0);
    for range in asked.flat_map(|value| value.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let language = parts.next().and_then(|tag| tag.parse().ok());
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        let weight = weight.map_or(Some(1.0), |weight| weight.parse::<f64>().ok());
        if let (Some(language), Some(weight)) = (language, weight)
            && weight > best.1
        {
            best = (language, weight);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_language_that_is_wanted_most_is_spoken() {
        let table = [
            ("", Language::English),
            ("de", Language::German),
            ("de-AT", Language::German),
            ("DE", Language::German),
            ("fr, de;q=0.5", Language::German),
            ("en, de", Language::English),
            ("de, en", Language::German),
            ("en;q=0.3, de;q=0.8", Language::German),
            ("de;q=0", Language::English),
            ("de;q=0, en", Language::English),
            ("*", Language::English),
            ("de;q=x", Language::English),
            ("fr-CH, fr;q=0.9, *;q=0.5", Language::English),
        ];
        for (value, expected) in table {
            let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(value))]);
            assert_eq!(of(&headers), expected, "{value}");
        }
        assert_eq!(of(&HeaderMap::new()), Language::English);
    }
}
