//! Values on their way in and out: JSON text, and instants as numbers. What is refused goes out as JSON text, too, and is thrown.

use std::io::{self, Write};

use frontdesk::{Error, ErrorCode, Instant, from_json};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Longest text that comes in, in bytes. What a text takes once it is read is up to a hundred times as much, and memory ends at 4 GiB, for good: whoever runs out of
/// it cannot be asked again.
const INPUT_BYTES_MAX: usize = 1 << 25;

/// Longest answer as text, in bytes: half of what a string of V8 holds.
const ANSWER_BYTES_MAX: usize = 1 << 28;

/// An answer, or why there is none, both as JSON text.
pub(crate) type Answer<T = String> = Result<T, String>;

/// Reads an argument.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Answer<T> {
    if text.len() > INPUT_BYTES_MAX {
        return Err(refusal(&too_long(text.len(), INPUT_BYTES_MAX)));
    }
    from_json(text).map_err(|error| refusal(&error))
}

/// A number of JavaScript as an instant. `js/` has seen to it that it is an integer; one that no `i64` holds is outside of the engine's time as well.
pub(crate) fn instant(seconds: f64) -> Instant {
    Instant(seconds as i64)
}

/// Writes an answer.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T) -> Answer {
    let mut text = Bounded(Vec::new());
    match serde_json::to_writer(&mut text, value) {
        Ok(()) => Ok(String::from_utf8(text.0).expect("JSON is UTF-8")),
        // Plain data has a JSON form, so all that can be wrong with it is its length.
        Err(_) => Err(refusal(&too_long(ANSWER_BYTES_MAX + 1, ANSWER_BYTES_MAX))),
    }
}

/// What the core answered, as text.
pub(crate) fn answer<T: Serialize, E: Serialize>(answered: Result<T, E>) -> Answer {
    write(&answered.map_err(|error| refusal(&error))?)
}

/// Why there is no answer, as text.
pub(crate) fn refusal<E: Serialize>(error: &E) -> String {
    serde_json::to_string(error).expect("errors are plain data")
}

fn too_long(count: usize, limit: usize) -> Error {
    Error { code: ErrorCode::TooMany { count: count as u64, limit: limit as u64 }, path: String::new() }
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

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
