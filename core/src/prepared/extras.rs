//! The extra intervals of a doctor by start: open time that no weekly rule gives. A
//! [`schedule`](crate::prepared::schedule) asks for those of a date, and how far away the next one is.

use crate::order::sort_by_key;
use crate::prepared::place::TermsPlace;
use crate::prepared::windows::Part;
use crate::time::interval::Interval;
use crate::time::zone::{DAY, Zone};

/// In the order of their starts.
#[derive(Debug, Clone, Default)]
pub(super) struct Extras(Box<[Extra]>);

/// An extra interval. `reach` is the latest end of it and all before it.
#[derive(Debug, Clone, Copy)]
struct Extra {
    interval: Interval,
    buffer: i64,
    terms: Option<TermsPlace>,
    reach: i64,
}

impl Extras {
    /// Each with its gap in seconds and its terms.
    pub(super) fn new(all: impl Iterator<Item = (Interval, i64, Option<TermsPlace>)>) -> Self {
        let extra = |(interval, buffer, terms): (Interval, _, _)| Extra {
            interval,
            buffer,
            terms,
            reach: interval.end,
        };
        let mut extras: Vec<Extra> = all.map(extra).collect();
        sort_by_key(&mut extras, |extra| (extra.interval.start, extra.interval.end));
        for index in 1..extras.len() {
            extras[index].reach = extras[index].reach.max(extras[index - 1].reach);
        }
        Self(extras.into_boxed_slice())
    }

    /// How many days of 24 hours, from `midnight` on, surely have none on them or touching them.
    pub(super) fn days_without(&self, midnight: i64) -> i64 {
        let next = self.0.get(self.0.partition_point(|extra| extra.reach < midnight));
        next.map_or(i64::MAX, |extra| ((extra.interval.start - midnight - 1) / DAY).max(0))
    }

    /// Whether one overlaps or touches `[start, end]`.
    pub(super) fn are_near(&self, start: i64, end: i64) -> bool {
        !self.0.is_empty() && {
            let after = self.0.partition_point(|extra| extra.interval.start <= end);
            after > 0 && self.0[after - 1].reach >= start
        }
    }

    /// The days before `day` on which those begin that still run at `at` or touch it, in order.
    pub(super) fn days_of_running_at(&self, at: i64, day: i64, zone: &Zone) -> impl Iterator<Item = i64> {
        let until = self.0.partition_point(|extra| extra.interval.start <= at);
        let from = self.0.partition_point(|extra| extra.reach < at);
        let mut last = None;
        self.0[from.min(until)..until].iter().filter_map(move |extra| {
            let own = zone.day_of(extra.interval.start);
            let fresh = extra.interval.end >= at && own < day && last != Some(own);
            if fresh {
                last = Some(own);
            }
            fresh.then_some(own)
        })
    }

    /// What those that begin on a day give to it.
    pub(super) fn parts_of(&self, day: Interval) -> impl Iterator<Item = Part> {
        let first = self.0.partition_point(|extra| extra.interval.start < day.start);
        self.0[first..].iter().take_while(move |extra| extra.interval.start < day.end).map(|extra| {
            let Extra { interval, buffer, terms, .. } = *extra;
            Part { buffer, terms, window: interval, open: interval }
        })
    }
}
