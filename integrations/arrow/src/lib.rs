//! Frontdesk on tables: doctors, rules and appointments in as Arrow, slots out as Arrow.
//!
//! A doctor's slots depend on that doctor's hours and bookings only. So [`Book`] takes the tables of any
//! number of doctors, splits them into batches of some hundred doctors, and answers for one batch at a time,
//! in as many threads as the caller has. The Python package and the table function of DataFusion are made of
//! it.
//!
//! Each row of a table is a thing of the wire model, and its columns are called as the fields are. A cell
//! that is null, not a number or blank is not there. What is wrong is said with its row, counted from 0:
//! `appointments[17].start_date`.

mod book;
mod cell;
mod grouped;
mod row;
mod slots;

pub use book::{Book, DOCTORS_PER_BATCH, THREADS_MAX, Tables};
pub use slots::{doctors, schema, slots_as_batch, slots_of};
