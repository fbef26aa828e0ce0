//! A file of settings. What an option or a variable says comes before it, and what it does not say is as
//! usual.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Deserializer};

use crate::cors::Origin;
use crate::limits::SETTINGS_BYTES_MAX;
use crate::proxies::Proxy;

/// What a file says. The names are those of the options, with `_` for `-`; what can be said several times is
/// a list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) database: Option<String>,
    pub(super) database_file: Option<PathBuf>,
    pub(super) listen: Option<SocketAddr>,
    pub(super) rate_limit: Option<u32>,
    pub(super) patient_rate_limit: Option<u32>,
    pub(super) visitor_rate_limit: Option<u32>,
    pub(super) pages: Option<bool>,
    pub(super) max_connections: Option<usize>,
    pub(super) max_connections_per_address: Option<usize>,
    pub(super) metrics_listen: Option<SocketAddr>,
    pub(super) webhook_allow_private: Option<bool>,
    pub(super) webhook_permissions: Option<bool>,
    #[serde(default, deserialize_with = "parsed")]
    pub(super) cors_origin: Option<Vec<Origin>>,
    #[serde(default, deserialize_with = "parsed")]
    pub(super) trust_proxy: Option<Vec<Proxy>>,
}

/// A list of texts, each of which is a `T`.
fn parsed<'de, D: Deserializer<'de>, T: FromStr<Err = String>>(from: D) -> Result<Option<Vec<T>>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    texts
        .iter()
        .map(|text| text.parse().map_err(serde::de::Error::custom))
        .collect::<Result<_, _>>()
        .map(Some)
}

impl File {
    /// What stands in a file.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = small(path)?;
        match toml::from_str(&text) {
            Ok(file) => Ok(file),
            // There may be a password in the line: it is counted, and not shown.
            Err(error) => {
                let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
                bail!("`{}`, line {}: {}", path.display(), before.matches('\n').count() + 1, error.message())
            }
        }
    }
}

/// The text of a file that is never long.
pub(super) fn small(path: &Path) -> Result<String> {
    let name = path.display();
    let size = std::fs::metadata(path).with_context(|| format!("can't read `{name}`"))?.len();
    ensure!(size <= SETTINGS_BYTES_MAX, "`{name}` has {size} bytes; at most {SETTINGS_BYTES_MAX} are read");
    std::fs::read_to_string(path).with_context(|| format!("can't read `{name}`"))
}

/// A setting, and who has said it.
#[derive(Debug, Clone)]
pub(super) struct Said<T> {
    pub(super) value: T,
    pub(super) by: &'static str,
}

impl<T> Said<T> {
    /// What an option or a variable says, or else the file, or else what is usual.
    pub(super) fn of(given: Option<T>, file: Option<T>, usual: T) -> Self {
        let (value, by) = match (given, file) {
            (Some(value), _) => (value, "option or variable"),
            (None, Some(value)) => (value, "file"),
            (None, None) => (usual, "usual"),
        };
        Self { value, by }
    }
}
