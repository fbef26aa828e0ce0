//! Answers as tables write them: the name of the answer, then its data in parts such as `until 08:25`.

use frontdesk::{Error, Instant};
use serde::Serialize;
use serde_json::{Map, Value};

use super::WeekClock;

/// Fields of refusals and reasons that hold an instant.
const INSTANTS: &[&str] = &[
    "expired_at",
    "back_at",
    "from",
    "latest",
    "earliest",
    "until",
    "next_opening",
    "nearest",
    "start_date",
    "closes_at",
    "next_duty",
];
/// What is said by the code or the table itself.
const LEFT_OUT: &[&str] = &["code", "kind", "message"];

/// What was answered.
#[derive(Debug, Clone)]
pub enum Answer {
    /// To be named in full: a list, or the reasons against a slot.
    Whole(Vec<String>),
    /// To be named as far as it matters, the first part always.
    Parts(Vec<String>),
}

impl Answer {
    pub(super) fn agrees_with(&self, expected: &[String]) -> bool {
        match self {
            Self::Whole(parts) => parts == expected,
            Self::Parts(parts) => {
                parts.first() == expected.first() && expected.iter().all(|part| parts.contains(part))
            }
        }
    }

    /// A list, or why there is none.
    pub(super) fn list<T>(
        clock: &WeekClock,
        answer: Result<Vec<T>, Error>,
        write: impl Fn(&T) -> String,
    ) -> Self {
        match answer {
            Ok(entries) if entries.is_empty() => Self::Whole(vec!["nothing".to_owned()]),
            Ok(entries) => Self::Whole(entries.iter().map(write).collect()),
            Err(error) => Self::Parts(clock.data(&error)),
        }
    }
}

impl WeekClock {
    /// The code, then each field with its value.
    pub(super) fn data(&self, said: &impl Serialize) -> Vec<String> {
        let (empty, value) = (Map::new(), serde_json::to_value(said).unwrap_or_default());
        let fields = value.as_object().unwrap_or(&empty);
        let code = fields.get("code").map(|code| self.value("code", code)).unwrap_or_default();
        let data = fields
            .iter()
            .filter(|(name, value)| !LEFT_OUT.contains(&name.as_str()) && value.as_str() != Some(""));
        std::iter::once(code)
            .chain(data.map(|(name, value)| format!("{name} {}", self.value(name, value))))
            .collect()
    }

    pub(super) fn value(&self, name: &str, value: &Value) -> String {
        match value {
            Value::Number(seconds) if INSTANTS.contains(&name) => {
                self.write(Instant(seconds.as_i64().unwrap_or_default()))
            }
            Value::String(text) => text.clone(),
            Value::Array(values) => {
                values.iter().map(|value| self.value("", value)).collect::<Vec<_>>().join(" or ")
            }
            Value::Null => "none".to_owned(),
            other => other.to_string(),
        }
    }
}

/// Collects parts: `with ada`, or `no with`.
pub(super) fn say(parts: &mut Vec<String>, name: &str, value: Option<String>) {
    parts.push(value.map_or(format!("no {name}"), |value| format!("{name} {value}")));
}

/// The word of a value that is one on the wire.
pub(super) fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
