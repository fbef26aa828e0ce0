//! Instants: Unix seconds in UTC. Civil time lives in [`zone`](crate::time::zone).

use std::fmt;

use chrono::{DateTime, TimeZone, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::{Error, ErrorCode, Path};
use crate::limits::{INSTANT_MAX, INSTANT_MIN};

/// A point in time as Unix seconds in UTC. On the wire it is an integer.
///
/// Converts from and to `chrono::DateTime<Tz>` of any zone. Sub-second parts are dropped towards the past, as
/// a clock that shows whole seconds does.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use frontdesk::Instant;
///
/// let start = Utc.with_ymd_and_hms(2026, 3, 23, 9, 0, 0).unwrap();
/// assert_eq!(Instant::from(start), Instant(1_774_256_400));
/// assert_eq!(Instant(1_774_256_400).to_utc(), Some(start));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// Stands where an instant is still to be worked out from a local time. It is outside the engine's time,
    /// so whoever does not work it out refuses it.
    pub const UNKNOWN: Self = Self(i64::MIN);

    /// This instant as chrono has it, or `None` where chrono's years end.
    pub fn to_utc(self) -> Option<DateTime<Utc>> {
        Utc.timestamp_opt(self.0, 0).single()
    }

    /// The instant, if it is known.
    pub(crate) fn known(self) -> Option<Self> {
        (self != Self::UNKNOWN).then_some(self)
    }

    /// Seconds, if the engine's time has this instant: 1970 up to, not including, 2200.
    pub(crate) fn checked(self, path: &Path<'_>) -> Result<i64, Error> {
        match self.0 {
            INSTANT_MIN..INSTANT_MAX => Ok(self.0),
            value => Err(ErrorCode::OutOfRange { value, min: INSTANT_MIN, max: INSTANT_MAX - 1 }.at(path)),
        }
    }
}

impl<Tz: TimeZone> From<DateTime<Tz>> for Instant {
    fn from(value: DateTime<Tz>) -> Self {
        Self(value.timestamp())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::wire::integer(deserializer).map(Self)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Instant {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        use crate::limits::{HORIZON_MINUTES_MAX, NOTICE_MINUTES_MAX};

        // What an answer reckons from an instant and a notice or a horizon can lie that far outside.
        let reach = 60 * NOTICE_MINUTES_MAX.max(HORIZON_MINUTES_MAX);
        schemars::json_schema!({
            "description": format!("A point in time as Unix seconds in UTC, not milliseconds. The engine \
                                    takes {INSTANT_MIN} to {}.", INSTANT_MAX - 1),
            "type": "integer",
            "minimum": INSTANT_MIN - reach,
            "maximum": INSTANT_MAX + reach,
        })
    }
}
