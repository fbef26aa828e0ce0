//! Limits in a period: what is used, and whether one more would exceed it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::query::{LimitScope, LimitUnit, Reason};
use crate::clinic::Clinic;
use crate::model::limit::Period;
use crate::prepared::agenda::Agenda;
use crate::prepared::place::{AppointmentPlace, TypePlace};
use crate::prepared::policy::{Limit, Policy};
use crate::prepared::session::Session;
use crate::time::interval::Interval;
use crate::time::zone::{MINUTE, Zone, day_date, day_number, weekday};

/// A limit that one more appointment would exceed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exceeded {
    pub(crate) scope: LimitScope,
    pub(crate) per: Option<Period>,
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

impl Exceeded {
    /// As a reason.
    pub(super) fn reason(&self) -> Reason {
        let Self { scope, per, unit, limit, used } = *self;
        Reason::LimitReached { scope, per, unit, limit: limit as u32, used }
    }
}

/// What a question's type may have with all doctors together. What a period has is counted once for all of
/// them.
pub(crate) struct OfClinic<'a> {
    clinic: &'a Clinic,
    policy: &'a Policy,
    kind: TypePlace,
    zone: Zone,
    now: i64,
    excluded: Option<AppointmentPlace>,
    used: RefCell<BTreeMap<i64, Vec<(i64, i64)>>>,
}

/// Whether so much more exceeds a limit of which something is used.
pub(super) fn over(
    scope: LimitScope,
    limit: &Limit,
    (sessions, seconds): (i64, i64),
    adds: Addition,
) -> impl Iterator<Item = Exceeded> {
    let appointments = limit
        .appointments
        .filter(|most| adds.sessions > 0 && sessions + adds.sessions > *most)
        .map(|most| (LimitUnit::Appointments, most, sessions));
    let minutes = limit.seconds.filter(|most| adds.seconds > 0 && seconds + adds.seconds > *most);
    let minutes = minutes.map(|most| (LimitUnit::Minutes, most / MINUTE, (seconds + MINUTE - 1) / MINUTE));
    let per = Some(limit.per);
    let exceeded = move |(unit, limit, used)| Exceeded { scope, per, unit, limit, used };
    appointments.into_iter().chain(minutes).map(exceeded)
}

/// The sessions of a period, of which somebody sees those that block at `now`, but for one appointment.
pub(super) fn sessions<'a>(
    agenda: &'a Agenda,
    zone: &Zone,
    period: Interval,
    (now, excluded): (i64, Option<AppointmentPlace>),
) -> impl Iterator<Item = Session> + 'a {
    agenda.sessions(zone.boundary(period.start, 0), zone.boundary(period.end, 0), now, excluded)
}

pub(super) fn sum(sessions: impl Iterator<Item = Session>) -> (i64, i64) {
    sessions.fold((0, 0), |(count, seconds), session| (count + 1, seconds + session.length))
}

/// The dates of the period around a day.
pub(super) fn dates(per: Period, day: i64, week_starts_on: i64) -> Interval {
    let first_of = |year: i32, month: u32| NaiveDate::from_ymd_opt(year, month, 1).map_or(day, day_number);
    match per {
        Period::Day => Interval::new(day, day + 1),
        Period::Week => {
            let first = day - (weekday(day) as i64 - week_starts_on).rem_euclid(7);
            Interval::new(first, first + 7)
        }
        Period::Month => {
            let date = day_date(day);
            let (year, month) = (date.year(), date.month());
            let next = if month == 12 { first_of(year + 1, 1) } else { first_of(year, month + 1) };
            Interval::new(first_of(year, month), next)
        }
        Period::Year => {
            let year = day_date(day).year();
            Interval::new(first_of(year, 1), first_of(year + 1, 1))
        }
    }
}

impl<'a> OfClinic<'a> {
    /// Those of a question, if its type has any.
    pub(super) fn new(
        clinic: &'a Clinic,
        (kind, policy): (TypePlace, &'a Policy),
        now: i64,
        excluded: Option<AppointmentPlace>,
    ) -> Option<Self> {
        let zone = (!policy.clinic_limits.is_empty()).then(|| clinic.timezone())?;
        Some(Self { clinic, policy, kind, zone, now, excluded, used: RefCell::default() })
    }

    /// The clock by which periods are counted.
    pub(super) fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The limits that so much more at a start would exceed.
    pub(super) fn exceeded(&self, start: i64, adds: Addition) -> Vec<Exceeded> {
        self.exceeded_on(self.zone.day_of(start), adds)
    }

    /// The same, on a day of the clinic.
    pub(super) fn exceeded_on(&self, day: i64, adds: Addition) -> Vec<Exceeded> {
        let mut known = self.used.borrow_mut();
        let used = known.entry(day).or_insert_with(|| self.used_around(day));
        let limits = self.policy.clinic_limits.iter().zip(used.iter());
        limits.flat_map(|(limit, used)| over(LimitScope::Clinic, limit, *used, adds)).collect()
    }

    /// What each limit has in its period around a day.
    fn used_around(&self, day: i64) -> Vec<(i64, i64)> {
        let week_starts_on = self.clinic.week_starts_on().unwrap_or(0);
        let of_limit = |limit: &Limit| {
            let period = dates(limit.per, day, week_starts_on);
            self.clinic.ranks().iter().fold((0, 0), |(count, seconds), &place| {
                let agenda = &self.clinic.member_at(place).calendar.agenda;
                let sessions = sessions(agenda, &self.zone, period, (self.now, self.excluded));
                let (more, longer) = sum(sessions.filter(|session| session.kind == Some(self.kind)));
                (count + more, seconds + longer)
            })
        };
        self.policy.clinic_limits.iter().map(of_limit).collect()
    }
}
