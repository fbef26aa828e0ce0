//! How fast is the engine, and compared with what?
//!
//! A workload is a made-up [`practice`] and a question that is asked of it: [`one_doctor`], [`bulk`],
//! [`earliest`], [`horizon`], [`one_day`], [`year`], [`candidate`], [`booking`], [`waiting`]. Each answers
//! its question twice, by the engine and by the [`baseline`]; asserts that both give the same answer to every
//! input; and hands out both sides as closures over the number of the input, for whoever measures.
//!
//! [`calendar`] is beside them: nobody's code without the engine does it.
//!
//! * `cargo bench -p frontdesk-benches` gives absolute times, by criterion, and the table of ratios.
//! * `cargo bench -p frontdesk-benches --bench ratios -- --check` fails if a goal is missed.
//! * `cargo bench -p frontdesk-benches -- --test` asserts the answers and measures nothing.
//!
//! What makes the figures honest: a branch predictor learns an input that is asked in a loop, so inputs
//! rotate, 256 of them at least; the two sides of a ratio run interleaved in one process, by the processor
//! time of their thread; and the baseline touches the time zone as seldom as the engine does.

pub mod baseline;
pub mod booking;
pub mod bulk;
pub mod calendar;
pub mod candidate;
pub mod earliest;
pub mod horizon;
pub mod one_day;
pub mod one_doctor;
pub mod practice;
pub mod rounds;
pub mod table;
pub mod waiting;
pub mod year;
