//! Times of the day at which somebody would come: a wish, which leaves out the starts at all others.

use super::lane::Lane;
use super::query::WishedTime;
use super::range::{Bounds, Range, check_coverage};
use crate::clinic::Clinic;
use crate::error::faults::{Faults, both};
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{INSTANT_MAX, TIMES_MAX, bounds};
use crate::model::check;
use crate::time::zone::{DAY, Zone, weekday};

/// The times that a question names, and the clock that it names for them.
#[derive(Clone, Default)]
pub(super) struct Wished {
    times: Vec<WishedTime>,
    zone: Option<Zone>,
}

/// The same on one clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times<'a> {
    times: &'a [WishedTime],
    zone: &'a Zone,
}

impl Wished {
    pub(super) fn new(clinic: &Clinic, times: &[WishedTime], timezone: Option<&str>) -> Result<Self> {
        if times.is_empty() && timezone.is_none() {
            return Ok(Self::default());
        }
        let root = Path::Root;
        let right = Faults::of(|faults| check_times(times, &root.field("times"), faults));
        let zone = timezone.map(|name| clinic.zone(name, &root.field("timezone"))).transpose();
        let ((), zone) = both(right, zone)?;
        Ok(Self { times: times.to_vec(), zone })
    }

    /// The times on the clock that is named, else on that of a doctor. None if any time will do.
    pub(super) fn on<'a>(&'a self, of_doctor: &'a Zone) -> Option<Times<'a>> {
        let zone = self.zone.as_ref().unwrap_or(of_doctor);
        (!self.times.is_empty()).then_some(Times { times: &self.times, zone })
    }

    /// The clock that is named.
    pub(super) fn zone(&self) -> Option<&Zone> {
        self.zone.as_ref()
    }

    /// Up to when the clock is known that is named.
    pub(super) fn covered_until(&self) -> i64 {
        let end = self.zone.as_ref().and_then(Zone::covers_until);
        end.map_or(INSTANT_MAX, |end| end.0 - 2 * DAY)
    }

    /// Refuses a range in which the clock that is named is not known.
    pub(super) fn check_range(&self, range: Range) -> Result<()> {
        let bounds = Bounds { low: range.from, high: range.to, skip: i64::MIN };
        self.zone.as_ref().map_or(Ok(()), |zone| check_coverage(zone, bounds, range.field))
    }
}

impl Times<'_> {
    /// Whether a start is at one of them.
    pub(super) fn have(self, start: i64) -> bool {
        let Self { times, zone } = self;
        let day = zone.day_of(start);
        times.iter().any(|time| {
            time.weekday.is_none_or(|own| own == weekday(day) as i64)
                && zone.boundary(day, time.from) <= start
                && start < zone.boundary(day, time.to)
        })
    }

    /// The candidates of a lane at other times.
    #[inline(never)]
    pub(super) fn others(self, lane: &Lane) -> u64 {
        let Self { times, zone } = self;
        let mut wished = 0;
        for day in zone.day_of(lane.first)..=zone.day_of(lane.last) {
            let of_day = |time: &&WishedTime| time.weekday.is_none_or(|own| own == weekday(day) as i64);
            for time in times.iter().filter(of_day) {
                wished |= lane.between(zone.boundary(day, time.from) - 1, zone.boundary(day, time.to));
            }
        }
        lane.all() & !wished
    }
}

fn check_times(times: &[WishedTime], path: &Path<'_>, faults: &mut Faults) {
    faults.note(check::count(times.len(), TIMES_MAX, path));
    for (index, time) in times.iter().enumerate() {
        let (path, WishedTime { weekday, from, to }) = (path.index(index), *time);
        if let Some(weekday) = weekday {
            faults.note(check::within(weekday, bounds::WISHED_WEEKDAY, &path.field("weekday")));
        }
        let starts = faults.is_ok(check::within(from, bounds::WISHED_MINUTE, &path.field("from")));
        let ends = faults.is_ok(check::within(to, bounds::WISHED_MINUTE, &path.field("to")));
        if starts && ends && to <= from {
            faults.add(ErrorCode::EmptyInterval { start: from, end: to }.at(&path.field("to")));
        }
    }
}
