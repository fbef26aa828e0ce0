//! §5: what stands against each day and doctor. Every candidate is explained by itself.

use crate::asked::slots_of;
use std::collections::BTreeMap;

use frontdesk::{ClinicSnapshot, DaysQuery, Doctor, Grid, GridMode, SlotQuery};

use super::clock::{Clock, date};
use super::definitions::{Definitions, RIGHT};
use super::desk::Desk;
use super::interval::Interval;
use super::reasons::Asked;
use super::type_of;
use super::window::Window;

/// What is said of a day and a doctor: date, doctor, candidates, slots, booked out, no gap long enough, how
/// many candidates each code forbids, and the next date with a slot.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The local date.
    pub date: String,
    /// The uid of the doctor.
    pub doctor: String,
    /// Starts that hours and grid have.
    pub candidates: u32,
    /// Those that can be booked.
    pub slots: u32,
    /// Whether bookings have taken all the time.
    pub booked_out: bool,
    /// Whether bookings leave too little.
    pub no_gap_long_enough: bool,
    /// How many candidates each code forbids; 0 of a day that has none.
    pub codes: BTreeMap<String, u32>,
    /// The next date with a slot, if it was looked for.
    pub next_date: Option<String>,
}

/// What of the page can be read in more than one way.
#[derive(Clone, Copy)]
pub struct DayRules {
    /// Whether a code is that of a booking.
    pub is_booking: fn(&str) -> bool,
    /// Whether a start that has these codes is a candidate.
    pub is_candidate: fn(&[String]) -> bool,
    /// Whether time is left, and enough of it: of the gaps, the day, and the length.
    pub gaps: fn(&[Interval], Interval, i64) -> (bool, bool),
    /// Whether the day is said to be booked out at all, of its candidates, and those that only bookings
    /// forbid.
    pub is_for_bookings: fn(u32, usize) -> bool,
}

/// As the page has it.
pub const DAY_RULES: DayRules = DayRules {
    is_booking: |code| ["slot_taken", "held", "places_full", "group_full"].contains(&code),
    is_candidate: |codes| !codes.iter().any(|code| ["off_grid", "not_adjacent"].contains(&code.as_str())),
    gaps: |gaps, day, length| {
        let starts_on_it = |gap: &&Interval| {
            let first = gap.start.max(day.start);
            first < day.end && first + length <= gap.end
        };
        (gaps.iter().any(|gap| gap.overlaps(day)), gaps.iter().any(|gap| starts_on_it(&gap)))
    },
    is_for_bookings: |_, taken| taken > 0,
};

/// What there is to say of a day and a doctor, whatever the rules: every start of a grid is looked at once,
/// since that takes long.
#[derive(Debug)]
pub struct Day {
    date: String,
    doctor: String,
    within: Interval,
    /// The length of a slot.
    length: i64,
    starts: Vec<Start>,
    /// The codes of its first instant.
    codes: Vec<String>,
    /// Where no start is free: of each window the starts that it holds and admits, and its gaps.
    windows: Vec<(Vec<i64>, Vec<Interval>)>,
    next_date: Option<String>,
}

/// A start with the codes of all reasons against it.
#[derive(Debug)]
struct Start {
    at: i64,
    codes: Vec<String>,
    is_wished: bool,
}

/// What `explain_days` has to answer. The next date is looked for only if it is asked for: that takes long.
pub fn explained_days(
    rules: &DayRules,
    snapshot: &ClinicSnapshot,
    query: &DaysQuery,
    now: i64,
    with_next: bool,
) -> Vec<Row> {
    observed_days(snapshot, query, now, with_next).iter().map(|day| rules.row(day)).collect()
}

/// What is to be explained, with the next date if it is asked for.
pub fn observed_days(snapshot: &ClinicSnapshot, query: &DaysQuery, now: i64, with_next: bool) -> Vec<Day> {
    let zone = query.timezone.as_deref().or(snapshot.timezone.as_deref()).unwrap_or("UTC");
    let clock = Clock::of(snapshot, zone);
    let mut doctors: Vec<&Doctor> = snapshot.doctors.iter().collect();
    doctors.retain(|doctor| query.doctor_uids.as_ref().is_none_or(|uids| uids.contains(&doctor.uid)));
    doctors.sort_by(|a, b| a.uid.cmp(&b.uid));
    let (from, to) = (query.from.0, query.to.0);
    let (first, last) = ((RIGHT.day_of)(&clock, from), (RIGHT.day_of)(&clock, to - 1));
    let mut days = Vec::new();
    for day in first..=last {
        let at = |day| (RIGHT.boundary)(&clock, day, 0);
        let Some(within) = Interval::new(at(day).max(from), at(day + 1).min(to)) else { continue };
        for doctor in &doctors {
            let next_date =
                if with_next { next(snapshot, query, doctor, &clock, day, last, now) } else { None };
            let date = date(day).to_string();
            days.push(Day { date, next_date, ..of_day(snapshot, query, doctor, &clock, within, now) });
        }
    }
    days
}

fn desk<'a>(
    snapshot: &'a ClinicSnapshot,
    query: &'a DaysQuery,
    doctor: &'a Doctor,
    grid: Option<Grid>,
    now: i64,
) -> Desk<'a> {
    let kind = type_of(snapshot, &query.appointment_type_uid);
    let excluded = query.exclude_appointment_uid.as_ref();
    static RULES: Definitions = RIGHT;
    Desk::new(&RULES, snapshot, doctor, kind, grid, excluded, now)
        .asked(query.by, query.patient_uid.as_ref(), excluded)
        .lasting(query.duration_minutes, excluded)
        .seating(query.seats, excluded)
        .at(query.location_uids.as_deref())
}

fn of_day(
    snapshot: &ClinicSnapshot,
    query: &DaysQuery,
    doctor: &Doctor,
    named: &std::sync::Arc<Clock>,
    within: Interval,
    now: i64,
) -> Day {
    let desk = desk(snapshot, query, doctor, query.grid, now);
    let windows = desk.windows(within.start, within.end);
    let mut starts: Vec<i64> =
        windows.iter().flat_map(|window| candidates(&desk, window, &windows)).collect();
    starts.retain(|start| within.holds(*start));
    starts.sort_unstable();
    starts.dedup();
    let clock = (RIGHT.wish_clock)(query.timezone.is_some().then_some(named), &desk.clock);
    let is_wished = |start: i64| {
        query.times.is_empty() || query.times.iter().any(|time| (RIGHT.wished)(clock, time, start))
    };
    let start = |at: i64| Start { at, codes: Asked::new(&desk, at).codes(), is_wished: is_wished(at) };
    let starts: Vec<Start> = starts.into_iter().map(start).collect();
    let is_free = starts.iter().any(|start| start.is_wished && start.codes.is_empty());
    let of_window = |window: &Window| {
        let admitted = starts.iter().map(|start| start.at);
        let admitted = admitted.filter(|at| window.span.holds(*at) && desk.admits(window, *at));
        (admitted.collect(), gaps(&desk, window))
    };
    Day {
        date: String::new(),
        doctor: doctor.uid.to_string(),
        within,
        length: desk.duration(),
        windows: if is_free { Vec::new() } else { windows.iter().map(of_window).collect() },
        starts,
        codes: Asked::new(&desk, within.start).codes(),
        next_date: None,
    }
}

impl DayRules {
    /// What these rules say of a day.
    pub fn row(&self, day: &Day) -> Row {
        let mut row = Row {
            date: day.date.clone(),
            doctor: day.doctor.clone(),
            candidates: 0,
            slots: 0,
            booked_out: false,
            no_gap_long_enough: false,
            codes: BTreeMap::new(),
            next_date: day.next_date.clone(),
        };
        let (mut taken, mut has_others) = (Vec::new(), false);
        for Start { at, codes, is_wished } in &day.starts {
            if !(self.is_candidate)(codes) {
                continue;
            }
            if !is_wished {
                has_others = true;
                continue;
            }
            row.candidates += 1;
            row.slots += u32::from(codes.is_empty());
            if !codes.is_empty() && codes.iter().all(|code| (self.is_booking)(code)) {
                taken.push(*at);
            }
            codes.iter().for_each(|code| *row.codes.entry(code.clone()).or_default() += 1);
        }
        if row.candidates == 0 && !has_others {
            row.codes = day.codes.iter().map(|code| (code.clone(), 0)).collect();
        }
        if row.slots == 0 && (self.is_for_bookings)(row.candidates, taken.len()) {
            let concerned =
                day.windows.iter().filter(|(starts, _)| starts.iter().any(|at| taken.contains(at)));
            let gaps: Vec<Interval> = concerned.flat_map(|(_, gaps)| gaps.iter().copied()).collect();
            let (is_free, is_long_enough) = (self.gaps)(&gaps, day.within, day.length);
            (row.booked_out, row.no_gap_long_enough) = (!is_free, is_free && !is_long_enough);
        }
        row
    }
}

/// The starts on the grid of a window that have hours for the whole length; in the modes `packed` and
/// `adjacent` those on that of the mode `window`, too.
fn candidates(desk: &Desk<'_>, window: &Window, windows: &[Window]) -> Vec<i64> {
    let mut starts = desk.candidates(window);
    if matches!(desk.grid.mode, GridMode::Packed | GridMode::Adjacent) {
        let grid = Some(Grid { mode: GridMode::Window, ..desk.grid });
        let other = Desk::new(desk.rules, desk.snapshot, desk.doctor, desk.kind, grid, None, desk.now)
            .lasting(desk.asked_minutes, None)
            .seating(Some(desk.seats), None);
        starts.extend(other.candidates(window));
    }
    let hours = (RIGHT.open_time)(windows, &[], window);
    starts.retain(|start| {
        (RIGHT.fits)(Interval { start: *start, end: start + desk.duration() }, &hours, window.buffer)
    });
    starts
}

/// What bookings and blocked time leave of a window's own hours, gaps kept.
fn gaps(desk: &Desk<'_>, window: &Window) -> Vec<Interval> {
    let mut busy = desk.taken(window.spot());
    busy.extend(desk.keeping_gap.iter().map(|away| desk.away(*away, window.buffer)));
    let stretches = (RIGHT.stretches)(window, &desk.blocked(window.span), &busy, desk.now);
    let cut = |stretch: Interval| {
        window
            .open
            .iter()
            .filter_map(move |open| Interval::new(stretch.start.max(open.start), stretch.end.min(open.end)))
    };
    stretches.into_iter().flat_map(cut).collect()
}

/// The next date on which a doctor has a slot, in the range or on one of the 366 dates after it.
fn next(
    snapshot: &ClinicSnapshot,
    query: &DaysQuery,
    doctor: &Doctor,
    clock: &Clock,
    day: i64,
    last: i64,
    now: i64,
) -> Option<String> {
    let at = |day| (RIGHT.boundary)(clock, day, 0);
    // What the range leaves out of its last date does not count.
    let in_range = Interval::new(at(day + 1), query.to.0.min(at(last + 1)));
    let after = (0..366)
        .step_by(6)
        .filter_map(|n| Interval::new(at(last + 1 + n), at((last + 1 + n + 6).min(last + 367))));
    in_range.into_iter().chain(after).find_map(|within| {
        let query = SlotQuery {
            from: frontdesk::Instant(within.start),
            to: frontdesk::Instant(within.end),
            doctor_uids: Some(vec![doctor.uid.clone()]),
            limit: Some(1),
            ..slots_of(query)
        };
        let slots = RIGHT.slots(snapshot, &query, frontdesk::Instant(now));
        slots.first().map(|slot| date((RIGHT.day_of)(clock, slot.start_date.0)).to_string())
    })
}
