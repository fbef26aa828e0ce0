//! Slots: which can be booked, the first few, on which days, and why not this one.
//!
//! All four are one pass (`admit`) with different sinks, so they cannot disagree.

mod admit;
mod ask;
mod bookable;
mod booked;
mod buffer;
mod day_reasons;
mod days;
mod doctors;
mod explain;
mod find;
mod gap;
mod hours;
mod in_calendar;
mod in_window;
mod lane;
pub(crate) mod length;
mod limit;
mod obstacles;
mod open;
mod own_limits;
mod patient;
mod places;
mod query;
mod question;
mod range;
pub(crate) mod seats;
mod sentence;
mod sink;
mod times;
mod week;
mod wish;

pub use buffer::{PackedSlot, SlotBuffer};
pub use day_reasons::{DayReason, ExplainedDay};
pub(crate) use doctors::Doctors;
pub use query::{
    BookingOptions, DayWithSlots, DaysQuery, ExplainQuery, Explanation, LimitScope, LimitUnit, NotOffering,
    Reason, ReasonCode, Slot, SlotQuery, WishedTime,
};
pub(crate) use range::{Bounds, Range, check_coverage};
pub(crate) use sentence::{Told, sentence};
pub(crate) use wish::{Granted, Wish};
