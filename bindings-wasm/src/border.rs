//! Values on their way in and out: as bytes in, as JSON text out, and instants as numbers. What is refused
//! goes out as JSON text, too, and is thrown.

use frontdesk::{Error, ErrorCode, Instant};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json::{ANSWER_BYTES_MAX, text};
use crate::lenient::{self, LeftOut};
use crate::repair::Faulty;
use crate::value::Value;

/// An answer, or why there is none, both as JSON text.
pub(crate) type Answer<T = String> = Result<T, String>;

/// Reads an argument.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    T::deserialize(&mut Value::new(bytes)).map_err(|fault| {
        let every = Faulty::new(bytes).every_fault(&mut |value| T::deserialize(value).err(), false);
        refusal(&every.unwrap_or_else(|| fault.into()))
    })
}

/// Reads an argument that a server wrote, which may be newer: with a list, what is not known is noted there.
pub(crate) fn read_as<T: DeserializeOwned>(bytes: &[u8], left_out: Option<&mut Vec<LeftOut>>) -> Answer<T> {
    let Some(left_out) = left_out else { return read(bytes) };
    let mut read = None;
    let once = &mut |value: &mut Value<'_>| T::deserialize(value).map(|value| read = Some(value)).err();
    let wrong = lenient::read(bytes, once, left_out).err().flatten();
    wrong.map_or_else(|| read.ok_or_else(String::new), |error| Err(refusal(&error)))
}

/// A number of JavaScript as an instant. `js/` has seen to it that it is an integer; one that no `i64` holds
/// is outside of the engine's time as well.
pub(crate) fn instant(seconds: f64) -> Instant {
    Instant(seconds as i64)
}

/// Writes an answer.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T) -> Answer {
    text(value).ok_or_else(too_long)
}

/// What the core answered, as text.
pub(crate) fn answer<T: Serialize, E: Serialize>(answered: Result<T, E>) -> Answer {
    write(&answered.map_err(|error| refusal(&error))?)
}

/// Why there is no answer, as text.
pub(crate) fn refusal<E: Serialize>(error: &E) -> String {
    text(error).unwrap_or_else(too_long)
}

fn too_long() -> String {
    let code = ErrorCode::TooMany { count: ANSWER_BYTES_MAX as u64 + 1, limit: ANSWER_BYTES_MAX as u64 };
    text(&Error::new(code, String::new())).unwrap_or_default()
}
