#![doc = include_str!("../README.md")]

mod exec;
mod function;

pub use function::Slots;
