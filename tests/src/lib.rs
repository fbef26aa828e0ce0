//! What holds of the engine, tested from the outside: the [`oracle`], the cases on which the two are
//! compared, and the properties in `tests/`.

pub mod asked;
pub mod bookings;
pub mod edges;
pub mod engine;
pub mod forecast;
pub mod generate;
pub mod ical;
pub mod oracle;
pub mod room;
pub mod run;
pub mod scenario;
pub mod sequence;
mod shrink;
pub mod subject;
pub mod vectors;
pub mod waits;
pub mod wire;
pub mod zoneinfo;
