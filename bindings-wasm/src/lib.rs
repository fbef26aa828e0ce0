//! Frontdesk for JavaScript: typed handles whose arguments are bytes and whose answers are JSON text, and
//! slots in bulk as columns of numbers.
//!
//! The TypeScript of `js/` is what users see: it writes the bytes, reads the text, and throws what is
//! refused. Here is nothing but the call: read the bytes, ask the core, write the answer.

#![allow(unreachable_pub, reason = "what JavaScript reaches is public to wasm-bindgen, and to nobody else")]

#[cfg(feature = "clinics")]
mod bookkeeping;
mod border;
#[cfg(feature = "slots")]
mod clinic;
mod json;
#[cfg(feature = "rooms")]
mod learner;
mod lenient;
#[cfg(feature = "rooms")]
mod planning;
mod repair;
mod value;
#[cfg(feature = "rooms")]
mod waiting_room;
#[cfg(feature = "slots")]
mod zones;
