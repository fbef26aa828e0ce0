//! Limits of a type and of a doctor, as far as one doctor alone is counted.

use super::ask::Ask;
use super::limit::{Addition, Exceeded, dates, over, sessions, sum};
use super::query::LimitScope;
use crate::prepared::calendar::Calendar;

/// The limits of the type and of the doctor that so much more on `day` would exceed.
pub(crate) fn exceeded<'a>(
    calendar: &'a Calendar,
    ask: &'a Ask<'a>,
    adds: Addition,
    day: i64,
) -> impl Iterator<Item = Exceeded> + 'a {
    let of_type = ask.policy.limits.iter().map(|limit| (LimitScope::AppointmentType, limit));
    let of_doctor = calendar.limits.iter().map(|limit| (LimitScope::Doctor, limit));
    of_type.chain(of_doctor).flat_map(move |(scope, limit)| {
        let period = dates(limit.per, day, ask.week_starts_on);
        let sessions = sessions(&calendar.agenda, &calendar.zone, period, (ask.now, ask.excluded));
        let used = sum(sessions.filter(|session| scope == LimitScope::Doctor || session.kind == ask.kind));
        over(scope, limit, used, adds)
    })
}
