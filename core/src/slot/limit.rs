//! Limits per local day and week: what is used, and whether one more would exceed it.

use super::ask::Ask;
use super::query::{LimitScope, LimitUnit};
use crate::model::appointment_type::Period;
use crate::prepared::calendar::Calendar;
use crate::prepared::policy::Limit;
use crate::time::zone::{MINUTE, weekday};

/// A limit that one more appointment would exceed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exceeded {
    pub(crate) scope: LimitScope,
    pub(crate) per: Period,
    pub(crate) unit: LimitUnit,
    pub(crate) limit: i64,
    pub(crate) used: i64,
}

/// What a candidate adds to what limits count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Addition {
    sessions: i64,
    seconds: i64,
}

impl Addition {
    /// A session of its own.
    pub(crate) fn alone(duration: i64) -> Self {
        Self { sessions: 1, seconds: duration }
    }

    /// By as much as it is longer than the session that it joins, the session becomes so.
    pub(crate) fn joining(length: i64, duration: i64) -> Self {
        Self { sessions: 0, seconds: (duration - length).max(0) }
    }

    /// Whether it adds nothing, so that no limit is against it.
    pub(crate) fn is_nothing(self) -> bool {
        self.sessions == 0 && self.seconds == 0
    }
}

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
        let (sessions, seconds) = used(calendar, ask, scope, limit, day);
        let appointments = limit
            .appointments
            .filter(|most| adds.sessions > 0 && sessions + adds.sessions > *most)
            .map(|most| (LimitUnit::Appointments, most, sessions));
        let minutes = limit.seconds.filter(|most| adds.seconds > 0 && seconds + adds.seconds > *most);
        let minutes =
            minutes.map(|most| (LimitUnit::Minutes, most / MINUTE, (seconds + MINUTE - 1) / MINUTE));
        let exceeded = move |(unit, limit_value, used)| Exceeded {
            scope,
            per: limit.per,
            unit,
            limit: limit_value,
            used,
        };
        appointments.into_iter().chain(minutes).map(exceeded)
    })
}

/// Sessions, and seconds of them, in the limit's period around `day`.
fn used(calendar: &Calendar, ask: &Ask<'_>, scope: LimitScope, limit: &Limit, day: i64) -> (i64, i64) {
    let (first, days) = match limit.per {
        Period::Day => (day, 1),
        Period::Week => (day - weekday(day) as i64, 7),
    };
    let (from, to) = (calendar.zone.boundary(first, 0), calendar.zone.boundary(first + days, 0));
    let sessions = calendar.agenda.sessions(from, to, ask.now, ask.excluded);
    let counted = sessions.filter(|session| scope == LimitScope::Doctor || session.kind == ask.kind);
    counted.fold((0, 0), |(count, seconds), session| (count + 1, seconds + session.length))
}
