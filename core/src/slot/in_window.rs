//! Limits of types in one window: whether it has as many sessions of some types as it may.

use super::ask::Ask;
use crate::prepared::agenda::Booking;
use crate::prepared::calendar::Calendar;
use crate::prepared::place::{LocationPlace, TermsPlace, TypePlace};
use crate::prepared::terms::NotAdmitted;
use crate::time::interval::Interval;

/// Whether windows of a doctor have limits of the type.
pub(super) fn are_limited(calendar: &Calendar, ask: &Ask<'_>) -> bool {
    calendar.schedule.terms().iter().any(|terms| terms.limits_of(ask.kind).next().is_some())
}

/// The least of the limits of a window that one more session of the type would exceed.
pub(super) fn full(
    calendar: &Calendar,
    ask: &Ask<'_>,
    terms: Option<TermsPlace>,
    window: Interval,
) -> Option<NotAdmitted> {
    let terms = calendar.schedule.terms_of(terms)?;
    let exceeded = terms.limits_of(ask.kind).filter_map(|limit| {
        let used = used(calendar, ask, &limit.kinds, (window, terms.location));
        (used >= limit.most).then_some((limit.most, used))
    });
    exceeded.min().map(|(limit, used)| NotAdmitted::Full { limit, used })
}

/// The same for somebody who starts then: who joins a session is not one more.
pub(super) fn full_at(
    calendar: &Calendar,
    ask: &Ask<'_>,
    terms: Option<TermsPlace>,
    window: Interval,
    start: i64,
) -> Option<NotAdmitted> {
    let full = full(calendar, ask, terms, window)?;
    let agenda = &calendar.agenda;
    let joins = ask.capacity > 1
        && agenda.session_at(start, ask.kind, ask.now, ask.excluded).is_some()
        && ask.joins_at(agenda, start, calendar.schedule.location_of(terms));
    (!joins).then_some(full)
}

/// How many sessions of some types start in a window: those of which no member is known to be elsewhere only.
fn used(
    calendar: &Calendar,
    ask: &Ask<'_>,
    kinds: &[TypePlace],
    (window, location): (Interval, Option<LocationPlace>),
) -> i64 {
    let there = |booking: &Booking| match ask.located.filter(|_| location.is_some()) {
        Some(clinic) => [None, location].contains(&clinic.location_of(booking)),
        None => true,
    };
    let mut last = None;
    let mut count = 0;
    for booking in calendar.agenda.starting_in(window) {
        let counts = booking.kind.is_some_and(|kind| kinds.contains(&kind))
            && booking.blocks(ask.now, ask.excluded)
            && there(&booking);
        // The members of a session are neighbours.
        let is_alone = calendar.agenda.has_several_places();
        if counts && (is_alone || last != Some((booking.start, booking.kind))) {
            last = Some((booking.start, booking.kind));
            count += 1;
        }
    }
    count
}
