//! Civil time: the built-in clocks against independent readers, and clocks that callers supply.

mod boundaries;
mod data;
mod jiff;
mod odd;
mod tables;
