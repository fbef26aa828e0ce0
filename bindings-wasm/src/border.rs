//! Values on their way in and out: as bytes in, as JSON text out, and instants as numbers. What is refused
//! goes out as JSON text, too, and is thrown.

use std::io::{self, Write};

use frontdesk::reread::every_fault;
use frontdesk::{Error, ErrorCode, Instant};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::repair::repair;
use crate::value::Value;

/// Longest answer as text, in bytes: half of what a string of V8 holds.
const ANSWER_BYTES_MAX: usize = 1 << 28;

/// An answer, or why there is none, both as JSON text.
pub(crate) type Answer<T = String> = Result<T, String>;

/// Reads an argument.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    T::deserialize(&mut Value(bytes)).map_err(|fault| {
        let again = |bytes: &Vec<u8>| T::deserialize(&mut Value(bytes)).err();
        refusal(&every_fault(fault, &mut bytes.to_vec(), repair, &again))
    })
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

/// JSON text, unless it is too long. Plain data has a JSON form, so nothing else can be wrong with it.
fn text<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    let mut text = Bounded(Vec::new());
    serde_json::to_writer(&mut text, value).ok()?;
    String::from_utf8(text.0).ok()
}

/// Text up to [`ANSWER_BYTES_MAX`].
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > ANSWER_BYTES_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    // As it is anyway, without a loop around it.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes).map(drop)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
