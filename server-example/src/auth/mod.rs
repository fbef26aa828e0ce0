//! Who asks, and what they may do.

mod account;
mod admit;
mod caller;
mod hidden;
pub(crate) mod hs256;
mod key;
pub mod pass;
mod pass_cache;
pub mod permission;
mod recent;
mod token;

pub(crate) use self::admit::booking_caller;
pub use self::admit::{Gate, admit};
pub use self::caller::{Access, Caller, Patient, Scope};
pub use self::key::{KeyCache, Wanted, hash, new_key, secret_uid};
pub use self::pass_cache::PassCache;
