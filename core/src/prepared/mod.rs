//! One doctor, prepared to be asked: types in seconds, windows of each date, what is booked. Changes of a
//! [`clinic`](crate::clinic) make these anew; [`slot`](crate::slot) reads them.

pub(crate) mod agenda;
pub(crate) mod calendar;
pub(crate) mod closures;
mod extras;
pub(crate) mod locations;
pub(crate) mod notice;
pub(crate) mod place;
pub(crate) mod policy;
pub(crate) mod recurrence;
pub(crate) mod schedule;
pub(crate) mod session;
pub(crate) mod terms;
pub(crate) mod weekly;
pub(crate) mod windows;
