//! Time: instants and intervals in seconds of UTC, the zones in which they are read, and how a language
//! writes them.

pub(crate) mod instant;
pub(crate) mod interval;
pub(crate) mod language;
pub mod zone;
