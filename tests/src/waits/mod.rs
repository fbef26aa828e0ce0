//! How well waits are foretold.

pub mod replay;
