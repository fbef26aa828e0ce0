//! Those whom a calendar names.

use ::icalendar::Property;
use serde::{Deserialize, Serialize};

use super::content::{parameter, shows_something};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{ICALENDAR_ADDRESS_BYTES_MAX, NAME_CHARS_MAX};
use crate::model::check;

/// Somebody with a calendar (RFC 5545 §3.3.3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct CalendarUser {
    /// An e-mail address, or a URI such as `mailto:desk@practice.example` or `urn:uuid:…`. Visible ASCII
    /// without quotes, at most 1,000 bytes.
    pub address: String,
    /// The name shown, at most 255 characters.
    #[serde(default)]
    pub name: Option<String>,
}

impl CalendarUser {
    /// Somebody with an e-mail address, and a name to show.
    pub fn new(address: &str, name: &str) -> Self {
        Self { address: address.to_owned(), name: Some(name.to_owned()) }
    }

    pub(super) fn check(&self, path: &Path<'_>, faults: &mut Faults) {
        faults.note(check::text(self.name.as_ref(), 0, NAME_CHARS_MAX, &path.field("name")));
        faults.note(self.check_address(&path.field("address")));
    }

    fn check_address(&self, path: &Path<'_>) -> Result<()> {
        check::range(self.address.len() as i64, 1, ICALENDAR_ADDRESS_BYTES_MAX as i64, path)?;
        // Nothing that ends a line, a parameter or a URI (RFC 3986 §2): so an address is never more than an
        // address.
        let allowed = |c: char| {
            c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
        };
        if self.address.chars().all(allowed) && self.address.contains(['@', ':']) {
            return Ok(());
        }
        let detail = format!("`{}` is neither an e-mail address nor a URI", self.address.escape_debug());
        Err(ErrorCode::WrongType { detail }.at(path))
    }

    pub(super) fn property(&self, name: &str) -> Property {
        let is_uri = self.address.contains(':');
        let address = if is_uri { self.address.clone() } else { format!("mailto:{}", self.address) };
        let mut property = Property::new(name, address);
        if let Some(name) = self.name.as_deref().filter(|name| shows_something(name)) {
            property.add_parameter("CN", &parameter(name));
        }
        property
    }
}
