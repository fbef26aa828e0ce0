//! Planning: what queueing theory says about a practice in the long run, in closed form, and what a day with
//! its ups and downs comes to, played.
//!
//! | Question | Model | In the literature |
//! |---|---|---|
//! | how many calls find every line busy? | [`ErlangB`] | M/M/c/c |
//! | how long do patients wait who all stay? | [`ErlangC`] | M/M/c |
//! | how many give up, if patience ends? | [`ErlangA`] | M/M/c+M |
//! | how many are turned away from a room with so many places? | [`Mmck`] | M/M/c/K |
//! | what if consultations vary less, or more? | [`Mgc`] | M/G/1, M/G/c |
//! | how many doctors does a promise take? | [`ServiceLevel`] | M/M/c |
//! | and on a day whose arrivals rise and fall? | [`WalkInDay`] | M(t)/G/c, simulated |
//! | how long does one wait behind so many others? | [`QueueAhead`], [`ImpatientQueueAhead`] | `QL`, `QL_m` |
//! | how much longer does this consultation take? | [`LognormalService`] | mean residual life |
//!
//! These are for the desk where next month is planned: a steady state is the average over a day that never
//! ends, with arrivals that never change. It is no answer to "how long do *I* wait", so don't announce it to
//! a patient.
//!
//! Rates are per minute and durations in minutes, and any other unit will do as long as it is the same
//! throughout. A doctor is a server of the literature. Every model is plain data and so is its answer; what
//! is out of range is refused with the path of the field, and nothing gives a NaN. Results depend on no
//! system's mathematics: apart from arithmetic and square roots, which IEEE 754 fixes to the bit, they use
//! functions that are written in Rust.
//!
//! ```
//! use frontdesk::from_json;
//! use frontdesk::planning::{ErlangC, Mgc};
//!
//! // Nine patients an hour, three doctors, fifteen minutes each.
//! let practice: ErlangC = from_json(r#"{ "arrivals_per_minute": 0.15, "service_minutes": 15,
//!   "doctors": 3 }"#)?;
//! let state = practice.steady_state()?;
//! assert!((state.utilisation - 0.75).abs() < 1e-12);
//! assert!((state.wait_minutes - 11.36).abs() < 0.01);
//! assert!((practice.wait_exceeds(30.0)? - 0.127).abs() < 1e-3);
//!
//! // Consultations that vary half as much make for little more than half the wait.
//! let even = Mgc { arrivals_per_minute: 0.15, service_minutes: 15.0, service_cv: 0.5, doctors: 3 };
//! assert!((even.steady_state()?.wait_minutes - 7.10).abs() < 0.01);
//! # Ok::<(), frontdesk::Error>(())
//! ```

mod day;
mod erlang_a;
mod erlang_b;
mod erlang_c;
mod gamma;
mod lognormal;
mod mgc;
mod mmck;
mod queue_ahead;
mod staffing;
mod steady_state;
mod traffic;

pub use day::{ArrivalRate, DayWaits, WalkInDay};
pub use erlang_a::ErlangA;
pub use erlang_b::ErlangB;
pub use erlang_c::ErlangC;
pub use lognormal::LognormalService;
pub use mgc::Mgc;
pub use mmck::Mmck;
pub use queue_ahead::{ImpatientQueueAhead, QueueAhead, WaitBehind};
pub use staffing::ServiceLevel;
pub use steady_state::SteadyState;
