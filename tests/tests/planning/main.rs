//! The formulas of queueing theory and days that are played, held against each other and against tables.

mod day;
mod edges;
mod models;
mod table;
