//! §5: what must be true of the reasons that are given for a start with one doctor.
//!
//! Some reasons follow from their definition, data and all; those are listed. Of the others, only what the
//! definition says about them is checked.

use frontdesk::{
    AppointmentStatus, DoctorAssignmentMode, ExceptionKind, GridMode, Instant, LimitScope, LimitUnit,
    NotOffering, Reason, ReasonCode,
};

use super::bookings::{hold_end, span};
use super::clock::date;
use super::definitions::{Busy, is_for, minutes};
use super::desk::{Desk, hull};
use super::interval::{Interval, union, without};
use super::window::{Spot, Terms, Window};
use super::windows::{time_off, windows};

/// How far the next opening is looked for, in dates.
const NEXT_OPENING_DATES: i64 = 366;

/// A start that is asked about at a desk.
pub struct Asked<'a, 'b> {
    desk: &'b Desk<'a>,
    slot: Interval,
    windows: Vec<Window>,
}

impl<'a, 'b> Asked<'a, 'b> {
    /// `start`, asked for at `desk`.
    pub fn new(desk: &'b Desk<'a>, start: i64) -> Self {
        let slot = Interval { start, end: start + desk.duration() };
        Self { desk, slot, windows: desk.windows(start, start) }
    }

    /// Whether the slot can be booked.
    pub fn is_offered(&self) -> bool {
        !self.desk.starts(Interval { start: self.slot.start, end: self.slot.start + 1 }).is_empty()
    }

    /// Windows that hold the start and admit the type there.
    fn holding(&self) -> impl Iterator<Item = &Window> {
        self.holding_it().filter(|window| self.desk.admits(window, self.slot.start))
    }

    /// Windows that hold the start, for whomever they are.
    fn holding_it(&self) -> impl Iterator<Item = &Window> {
        self.windows.iter().filter(|window| window.span.holds(self.slot.start))
    }

    /// Whether a reason is one of those that [`definite`](Self::definite) lists.
    fn is_definite(reason: &Reason) -> bool {
        match reason {
            Reason::TypeInactive
            | Reason::DoctorNotOffering { .. }
            | Reason::TooSoon { .. }
            | Reason::BeyondHorizon { .. }
            | Reason::Closed { .. }
            | Reason::Blocked { .. }
            | Reason::Reserved { .. }
            | Reason::NotReleased { .. }
            | Reason::LeavesGap { .. }
            | Reason::OtherLocation { .. }
            | Reason::WindowFull { .. }
            | Reason::PlacesFull { .. }
            | Reason::GroupFull { .. }
            | Reason::LimitReached { .. }
            | Reason::PatientBusy { .. }
            | Reason::TooManyHolds { .. } => true,
            Reason::NonexistentLocalTime { .. }
            | Reason::OutsideHours { .. }
            | Reason::OffGrid { .. }
            | Reason::NotAdjacent { .. }
            | Reason::SlotTaken { .. }
            | Reason::Held { .. } => false,
        }
    }

    /// The reasons that are there exactly if their definition says so, in no order.
    fn definite(&self) -> Vec<Reason> {
        let Self { desk, slot, .. } = self;
        let mut reasons = Vec::new();
        if !desk.kind.active {
            reasons.push(Reason::TypeInactive);
        }
        let selecting = desk.kind.doctor_assignment_mode == DoctorAssignmentMode::SelectedDoctorsOnly;
        let has_places = desk.doctor.concurrent_appointments_max > 1;
        if !desk.doctor.active {
            // One cause is enough: whether an inactive doctor is selected does not matter.
            reasons.push(Reason::DoctorNotOffering { cause: NotOffering::DoctorInactive });
        } else if selecting && !desk.setting().is_some_and(|setting| setting.active) {
            reasons.push(Reason::DoctorNotOffering { cause: NotOffering::NoActiveSetting });
        } else if desk.kind.capacity > 1 && has_places {
            reasons.push(Reason::DoctorNotOffering { cause: NotOffering::SeveralPlaces });
        }
        let earliest = self.earliest();
        if slot.start < earliest {
            reasons.push(Reason::TooSoon { earliest: Instant(earliest) });
        }
        let by_days = desk.horizon_days().map(|days| {
            let today = (desk.rules.day_of)(&desk.clock, desk.now);
            (desk.rules.boundary)(&desk.clock, today + days + 1, 0) - 1
        });
        let by_minutes = desk.horizon().map(|minutes| desk.now + minutes * 60);
        let latest =
            by_minutes.into_iter().chain(by_days).chain([desk.last_start()]).min().unwrap_or(i64::MAX);
        if slot.start > latest {
            reasons.push(Reason::BeyondHorizon { latest: Instant(latest) });
        }
        let day = (desk.rules.day_of)(&desk.clock, slot.start);
        let instead = (desk.rules.override_on)(desk.doctor, &desk.snapshot.closures, date(day));
        let closed = match instead {
            Some(instead) => instead.windows.is_empty(),
            None => desk.snapshot.closures.iter().any(|closure| {
                let (from, until) = minutes(closure);
                let at = |minute| (desk.rules.boundary)(&desk.clock, day, minute);
                is_for(closure, desk.doctor)
                    && (desk.rules.closes)(closure, date(day))
                    && (at(from)..at(until)).contains(&slot.start)
            }),
        };
        if closed && self.holding_it().next().is_none() {
            reasons.push(Reason::Closed { date: date(day) });
        }
        for exception in desk
            .doctor
            .availability_exceptions
            .iter()
            .filter(|exception| exception.kind == ExceptionKind::Blocked)
        {
            let span = Interval { start: exception.start_date.0, end: exception.end_date.0 };
            let busy = match exception.keeps_gap {
                true => desk.away(span, self.judged().buffer),
                false => Busy { span, behind: 0, ahead: 0 },
            };
            let until = Instant(span.end + busy.behind);
            if (desk.rules.clashes)(*slot, busy) {
                reasons.push(Reason::Blocked { by: exception.uid.clone(), until });
            }
        }
        // A clock can leap over a date.
        for off in (day..=day + 3)
            .flat_map(|day| time_off(desk.rules, desk.doctor, &desk.clock, &desk.snapshot.closures, day))
        {
            let (rule, off) = off;
            if slot.overlaps(off) {
                reasons.push(Reason::Blocked { by: rule.uid.clone(), until: Instant(off.end) });
            }
        }
        if !self.fits() {
            let others = self.holding_it().filter(|window| self.fits_in(window));
            let mut refusals: Vec<Reason> = Vec::new();
            for refusal in others.map(|window| self.refusal(window)) {
                if !refusals.contains(&refusal) {
                    refusals.push(refusal);
                }
            }
            reasons.extend(refusals);
        }
        let holes = self.holding().filter(|window| self.is_on_grid_of(window)).filter_map(|window| {
            let open = desk.open_time(&self.windows, window);
            desk.short_hole(*slot, &open, window.spot())
        });
        let holes: Vec<Option<i64>> = holes.collect();
        if let (Some(least), Some(Some(shortest)), false) =
            (desk.grid.least_gap_minutes, holes.iter().min().copied(), holes.contains(&None))
        {
            reasons.push(Reason::LeavesGap { minutes: (shortest + 59) / 60, least });
        }
        if has_places {
            let judged = self.judged();
            if let Some(full) = desk.places_full(*slot, judged) {
                let places = number(desk.doctor.concurrent_appointments_max);
                reasons.push(Reason::PlacesFull { places, until: Instant(desk.free_again(full, judged)) });
            }
        }
        // One without room is joined by nobody.
        let location = self.judged().location;
        let met = desk.session_met(slot.start, location).filter(|_| desk.capacity() > 1);
        let has_room = match met {
            Some(_) => desk.joined(slot.start, location).is_some(),
            None => (desk.rules.new_has_room)(desk.seats, desk.kind.capacity),
        };
        if !has_room {
            let taken = met.map_or(0, |session| session.taken);
            let seats_left = number((desk.kind.capacity - taken).max(0));
            reasons.push(Reason::GroupFull { capacity: number(desk.kind.capacity), seats_left });
        }
        if met.is_none() || has_room {
            reasons.extend(self.limits());
        }
        for (limit, used) in desk.limits_of_patient(slot.start) {
            if used >= limit.appointments {
                reasons.push(Reason::LimitReached {
                    scope: LimitScope::Patient,
                    per: limit.per,
                    unit: LimitUnit::Appointments,
                    limit: number(limit.appointments),
                    used,
                });
            }
        }
        for other in desk.patient.iter().filter(|other| slot.overlaps(span(other))) {
            reasons.push(Reason::PatientBusy { by: other.uid.clone(), until: other.end_date });
        }
        if desk.holds_all {
            let limit = desk.snapshot.max_live_holds_per_patient.map_or(0, number);
            reasons.push(Reason::TooManyHolds { limit });
        }
        reasons
    }

    /// Why a window does not admit the type: it is elsewhere, full, for others, or else not released.
    fn refusal(&self, window: &Window) -> Reason {
        let terms = &window.terms;
        if !self.desk.is_at(window) {
            return Reason::OtherLocation { location_uid: terms.location.clone() };
        }
        let before = |minutes: i64| Instant(self.slot.start - minutes * 60);
        let admits = |terms: &Terms| {
            (self.desk.rules.admits)(terms, &self.desk.kind.uid, self.slot.start, self.desk.now)
        };
        if admits(terms)
            && let Some((limit, used)) = self.desk.full(window, self.slot.start)
        {
            return Reason::WindowFull { limit: number(limit), used };
        }
        let whenever = Terms { released: None, ..terms.clone() };
        if admits(&whenever) {
            return Reason::NotReleased { at: before(terms.released.unwrap_or(0)) };
        }
        let types = terms.types.iter().flatten().cloned().collect();
        Reason::Reserved { types, until: terms.reserved_until.map(before) }
    }

    /// The first start that keeps the notices: of a date, if that in dates is the longer one.
    fn earliest(&self) -> i64 {
        let desk = self.desk;
        let by_minutes = desk.now + desk.notice();
        let Some(notice) = desk.booking_notice() else { return by_minutes };
        let today = (desk.rules.day_of)(&desk.clock, desk.now);
        let first = (today..).map(|day| (desk.rules.boundary)(&desk.clock, day, 0));
        // A date that the clock leaps over has no instant.
        let mut kept = first.filter(|at| desk.is_in_time(*at, Some(notice)));
        by_minutes.max(kept.next().unwrap_or(i64::MAX))
    }

    fn limits(&self) -> Vec<Reason> {
        let desk = self.desk;
        let mut reasons = Vec::new();
        for (limit, scope) in desk.limits() {
            let (count, seconds) = desk.used(limit.per, scope, self.slot.start);
            let mut add = |unit, most: Option<i64>, used: i64, exceeds: bool| {
                if let (Some(most), true) = (most, exceeds) {
                    reasons.push(Reason::LimitReached {
                        scope,
                        per: Some(limit.per),
                        unit,
                        limit: number(most),
                        used,
                    });
                }
            };
            let (more, longer) = desk.adds(self.slot.start, self.judged().location);
            let too_many = limit.appointments.is_some_and(|most| more > 0 && count + more > most);
            let too_long = limit.minutes.is_some_and(|most| longer > 0 && seconds + longer > most * 60);
            add(LimitUnit::Appointments, limit.appointments, count, too_many);
            add(LimitUnit::Minutes, limit.minutes, (seconds + 59) / 60, too_long);
        }
        reasons
    }

    /// The codes of all reasons, each once; none if the slot can be booked.
    pub fn codes(&self) -> Vec<String> {
        let Self { desk, slot, .. } = self;
        let only = Interval { start: slot.start, end: slot.start + 1 };
        if self.is_offered() {
            return Vec::new();
        }
        let code = |reason: &Reason| {
            let value = serde_json::to_value(reason).expect("a reason is plain data");
            value["code"].as_str().unwrap_or_default().to_owned()
        };
        let is_of_patient = |reason: &Reason| match reason {
            Reason::PatientBusy { .. } | Reason::TooManyHolds { .. } => true,
            Reason::LimitReached { scope, .. } => *scope == LimitScope::Patient,
            _ => false,
        };
        let (of_patient, of_doctor): (Vec<_>, Vec<_>) = self.definite().into_iter().partition(is_of_patient);
        let mut codes: Vec<String> = of_patient.iter().map(code).collect();
        let for_anybody = Desk::new(
            desk.rules,
            desk.snapshot,
            desk.doctor,
            desk.kind,
            Some(desk.grid),
            desk.excluded.as_ref(),
            desk.now,
        );
        let for_anybody = for_anybody.asked(desk.by, None, None).at(desk.locations);
        let for_anybody = for_anybody.lasting(desk.asked_minutes, None).seating(Some(desk.seats), None);
        if codes.is_empty() || for_anybody.starts(only).is_empty() {
            codes.extend(of_doctor.iter().map(code));
            let others = self.holding_it().any(|window| self.fits_in(window));
            let taken_or_on_grid =
                self.holding().any(|window| self.is_on_grid_of(window) || self.is_taken_in(window));
            if !others {
                codes.push("outside_hours".to_owned());
            } else if self.fits() && !taken_or_on_grid {
                let is_booked = desk.grid.mode == GridMode::Adjacent
                    && self.holding().any(|window| self.fits_in(window) && desk.has_booking(window));
                codes.push(if is_booked { "not_adjacent" } else { "off_grid" }.to_owned());
            }
            let judged = self.judged();
            let own = desk.session_met(slot.start, judged.location).filter(|_| desk.capacity() > 1);
            let is_own = |uid: &frontdesk::Uid| {
                own.is_some_and(|own| own.members.iter().any(|member| member.uid == *uid))
            };
            let clashing = desk
                .blocking
                .iter()
                .filter(|_| desk.doctor.concurrent_appointments_max == 1)
                .filter(|other| !is_own(&other.uid))
                .filter(|other| (desk.rules.clashes)(*slot, desk.busy(other, judged)));
            codes.extend(clashing.map(|other| code_of(other.status).to_owned()));
        }
        codes.sort();
        codes.dedup();
        codes
    }

    /// What is wrong about the reasons that were given, if anything.
    pub fn fault(&self, given: &[Reason]) -> Option<String> {
        if given.is_empty() != self.is_offered() {
            return Some(format!("offered: {}, but the reasons are {given:?}", self.is_offered()));
        }
        if given.is_empty() {
            return None;
        }
        // A table's place; appointments stand together, held or not.
        let place = |reason: &Reason| match reason.code() {
            Some(ReasonCode::Held) => Some(ReasonCode::SlotTaken),
            code => code,
        };
        if !given.is_sorted_by_key(place) {
            return Some(format!("out of order: {given:?}"));
        }
        let definite = self.definite();
        let missing = definite
            .iter()
            .find(|reason| !given.contains(reason))
            .map(|reason| format!("missing: {reason:?} in {given:?}"));
        let extra =
            given.iter().filter(|reason| Self::is_definite(reason)).find(|reason| !definite.contains(reason));
        let twice = given
            .iter()
            .enumerate()
            .find(|(index, reason)| given[..*index].contains(reason) && !definite_twice(reason, &definite));
        missing
            .or(extra.map(|reason| format!("not so: {reason:?}")))
            .or(twice.map(|(_, reason)| format!("twice: {reason:?}")))
            .or_else(|| self.hours_missing(given))
            .or_else(|| {
                given
                    .iter()
                    .find_map(|reason| self.fault_of(reason).map(|fault| format!("{reason:?}: {fault}")))
            })
    }

    /// Whether `outside_hours` is missing. Hours of others have reasons of their own.
    fn hours_missing(&self, given: &[Reason]) -> Option<String> {
        let says = given.iter().any(|reason| matches!(reason, Reason::OutsideHours { .. }));
        let is_others = self.holding_it().any(|window| self.fits_in(window));
        (!is_others && !says).then(|| format!("nothing says that it is outside hours: {given:?}"))
    }

    /// Whether a window that holds the start has hours for the whole length. What is blocked has a reason of
    /// its own.
    fn fits(&self) -> bool {
        self.holding().any(|window| self.fits_in(window))
    }

    /// Whether some window has the start on its grid, and hours for the whole length.
    pub fn is_on_a_grid(&self) -> bool {
        self.holding().any(|window| self.is_on_grid_of(window))
    }

    fn is_on_grid_of(&self, window: &Window) -> bool {
        self.desk.candidates(window).contains(&self.slot.start) && self.fits_in(window)
    }

    /// The window of the least buffer, of several the first by location, of those on whose grid the start
    /// lies, else of those that hold it, else one that is nowhere and has no buffer. Where a start lies in
    /// time that is taken, the mode `packed` has no grid, and it is on that of every window that is open long
    /// enough.
    fn judged(&self) -> Spot<'_> {
        let taken = |window: &&Window| self.is_taken_in(window);
        let order = |spot: &Spot<'_>| (spot.buffer, self.desk.rank(spot.location));
        let on_grid = self.holding().filter(|window| self.is_on_grid_of(window) || taken(window));
        let least = on_grid.map(Window::spot).min_by_key(order);
        least.or_else(|| self.holding().map(Window::spot).min_by_key(order)).unwrap_or(Spot::nowhere(0))
    }

    /// Whether the start lies in time that is taken, where the mode `packed` has no grid.
    fn is_taken_in(&self, window: &Window) -> bool {
        let Desk { keeping_gap, rules, .. } = self.desk;
        let spot = window.spot();
        let mut busy = self.desk.taken(spot);
        busy.extend(keeping_gap.iter().map(|away| self.desk.away(*away, spot.buffer)));
        let stretches = match self.desk.grid.mode {
            GridMode::Packed => {
                (rules.stretches)(window, &self.desk.blocked(window.span), &busy, self.desk.now)
            }
            GridMode::Adjacent if self.desk.has_booking(window) => {
                self.desk.free(&self.desk.open_time(&self.windows, window), window.spot())
            }
            _ => return false,
        };
        self.fits_in(window) && !stretches.iter().any(|stretch| stretch.holds(self.slot.start))
    }

    fn fits_in(&self, window: &Window) -> bool {
        let hours = (self.desk.rules.open_time)(&self.windows, &[], window);
        (self.desk.rules.fits)(self.slot, &hours, window.buffer)
    }

    fn fault_of(&self, reason: &Reason) -> Option<String> {
        let Self { desk, slot, .. } = self;
        let wrong = |so: bool, what: &str| (!so).then(|| what.to_owned());
        match reason {
            Reason::OutsideHours { next_opening } => {
                let next = self.next_opening();
                let others = self.holding_it().any(|window| self.fits_in(window));
                wrong(!self.fits() && !others, "a window has hours for the whole length")
                    .or(wrong(next_opening.map(|at| at.0) == next, &format!("the next opening is {next:?}")))
            }
            Reason::OffGrid { nearest } | Reason::NotAdjacent { nearest } => {
                let off: Vec<&Window> =
                    self.holding().filter(|window| !desk.candidates(window).contains(&slot.start)).collect();
                let closest = |windows: &[&Window]| {
                    // Before 1970 there is no time that could be named.
                    let candidates = windows
                        .iter()
                        .flat_map(|window| desk.candidates(window))
                        .filter(|candidate| *candidate >= 0);
                    candidates.min_by_key(|candidate| ((candidate - slot.start).abs(), *candidate))
                };
                // Windows that are open for the whole length come first, where there are some.
                let open: Vec<&Window> = off.iter().copied().filter(|window| self.fits_in(window)).collect();
                let expected = closest(if open.is_empty() { &off } else { &open });
                let is_booked = desk.grid.mode == GridMode::Adjacent
                    && open.iter().any(|window| desk.has_booking(window));
                let says = matches!(reason, Reason::NotAdjacent { .. });
                wrong(!off.is_empty(), "no window holds it off its grid")
                    .or(wrong(is_booked == says, "it is the other one of the two"))
                    .or(wrong(
                        nearest.map(|at| at.0) == expected,
                        &format!("the closest candidate is {expected:?}"),
                    ))
            }
            Reason::SlotTaken { by, until } => {
                let found = desk.blocking.iter().find(|other| other.uid == *by);
                let found = found.filter(|_| desk.doctor.concurrent_appointments_max == 1);
                let Some(other) = found.filter(|other| other.status != AppointmentStatus::Held) else {
                    return Some("no such appointment".to_owned());
                };
                let judged = self.judged();
                let joined = desk
                    .joined(slot.start, judged.location)
                    .is_some_and(|session| session.members.iter().any(|member| member.uid == *by));
                let busy = desk.busy(other, judged);
                let clashes = (desk.rules.clashes)(*slot, busy);
                wrong(until.0 == other.end_date.0 + busy.behind, "the gap is another one")
                    .or(wrong(clashes, "it is far enough away"))
                    .or(wrong(!joined, "the slot joins its session"))
            }
            Reason::Held { by, until } => {
                let found = desk.blocking.iter().find(|other| other.uid == *by);
                let found = found.filter(|_| desk.doctor.concurrent_appointments_max == 1);
                let Some(other) = found.filter(|other| other.status == AppointmentStatus::Held) else {
                    return Some("no such hold".to_owned());
                };
                let clashes = (desk.rules.clashes)(*slot, desk.busy(other, self.judged()));
                wrong(until.0 == hold_end(desk.snapshot, other), "it ends at another time")
                    .or(wrong(clashes, "it is far enough away"))
            }
            // Checked in `definite`, or, for a local time, by those who asked with one.
            _ => None,
        }
    }

    /// The earliest start of an open piece of a window after the start asked for, on one of the dates from
    /// its own on.
    fn next_opening(&self) -> Option<i64> {
        let Self { desk, slot, .. } = self;
        let first = (desk.rules.day_of)(&desk.clock, slot.start);
        let last = first + NEXT_OPENING_DATES - 1;
        // Windows may run into the first date, or begin on the one after the last by the clock of a fold.
        let windows =
            windows(desk.rules, desk.doctor, &desk.clock, &desk.snapshot.closures, first - 2..=last + 2);
        let away = desk.blocked(hull(&windows));
        let can_admit = |terms: &Terms| {
            terms.reserved_until.is_some()
                || terms.types.as_ref().is_none_or(|types| types.contains(&desk.kind.uid))
        };
        let pieces = windows
            .iter()
            .filter(|window| desk.is_at(window) && can_admit(&window.terms))
            .flat_map(|window| without(&union(window.open.iter().copied()), &away));
        let starts = pieces.map(|piece| piece.start).filter(|start| *start > slot.start);
        starts.filter(|start| (desk.rules.day_of)(&desk.clock, *start) <= last).min()
    }
}

fn number(number: i64) -> u32 {
    u32::try_from(number).expect("generated limits are small")
}

/// Two limits, or two blocked intervals, can give the same reason.
fn definite_twice(reason: &Reason, definite: &[Reason]) -> bool {
    definite.iter().filter(|other| *other == reason).count() > 1
}

/// The code of an appointment of that status that is in the way.
fn code_of(status: AppointmentStatus) -> &'static str {
    if status == AppointmentStatus::Held { "held" } else { "slot_taken" }
}
