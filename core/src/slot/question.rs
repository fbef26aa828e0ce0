//! A query that has been checked, with everything it names looked up.

use super::admit::{Ask, Bounds, Scratch, Sink, admit};
use super::doctors::Doctors;
use super::gap::GapsOfBookings;
use super::query::NotOffering;
use crate::clinic::{Clinic, Member};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{DOCTOR_DAYS_MAX, RANGE_DAYS_MAX};
use crate::model::appointment::Actor;
use crate::model::appointment_type::Grid;
use crate::model::check;
use crate::prepared::agenda::NO_APPOINTMENT;
use crate::prepared::policy::{GridPolicy, Policy};
use crate::time::instant::Instant;
use crate::time::zone::{DAY, Zone};
use crate::wire::uid::Uid;

/// A query that has been checked and looked up.
pub(super) struct Question<'a> {
    clinic: &'a Clinic,
    pub(super) policy: &'a Policy,
    pub(super) kind: u32,
    pub(super) grid: GridPolicy,
    pub(super) excluded: u32,
    pub(super) by: Actor,
    doctors: Doctors,
}

impl<'a> Question<'a> {
    pub(super) fn new(
        clinic: &'a Clinic,
        appointment_type_uid: &str,
        doctor_uids: Option<&[Uid]>,
        exclude: Option<&Uid>,
        grid: Option<Grid>,
    ) -> Result<Self> {
        let root = Path::Root;
        let not_found =
            |what, uid: &str, path: &Path<'_>| ErrorCode::NotFound { what, uid: uid.to_owned() }.at(path);
        let (kind, policy) = clinic.kind_of(appointment_type_uid).ok_or_else(|| {
            not_found("appointment type", appointment_type_uid, &root.field("appointment_type_uid"))
        })?;
        let excluded = match exclude {
            Some(uid) => clinic
                .appointment_place(uid)
                .ok_or_else(|| not_found("appointment", uid, &root.field("exclude_appointment_uid")))?,
            None => NO_APPOINTMENT,
        };
        if let Some(grid) = &grid {
            Faults::of(|faults| check::grid(grid, &root.field("grid"), faults))?;
        }
        let doctors = Doctors::new(clinic, doctor_uids)?;
        let grid = grid.map_or(policy.grid, GridPolicy::new);
        Ok(Self { clinic, policy, kind, grid, excluded, by: Actor::Patient, doctors })
    }

    /// The same, asked by somebody.
    pub(super) fn by(self, by: Actor) -> Self {
        Self { by, ..self }
    }

    pub(super) fn doctor_count(&self, clinic: &Clinic) -> usize {
        self.doctors.count(clinic)
    }

    /// The doctors asked for, in order, with their ranks.
    pub(super) fn members(&self, clinic: &'a Clinic) -> impl Iterator<Item = (u32, &'a Member)> {
        self.doctors.members(clinic)
    }

    /// What is asked of one doctor, or why that doctor does not offer the type.
    pub(super) fn ask<'q>(
        &'q self,
        member: &'q Member,
        from: i64,
        to: i64,
        now: i64,
    ) -> (Ask<'q>, Option<NotOffering>) {
        let setting = member.setting(self.kind);
        let cause = if !member.calendar.active {
            Some(NotOffering::DoctorInactive)
        } else if self.policy.selected_doctors_only && setting.is_none() {
            Some(NotOffering::NoActiveSetting)
        } else {
            None
        };
        let earliest = match self.by {
            Actor::Administrator => now,
            Actor::Patient | Actor::Partner => {
                let notice = setting.and_then(|setting| setting.notice).unwrap_or(self.policy.notice);
                self.policy.earliest(&member.calendar, notice, now)
            }
        };
        let ask = Ask {
            policy: self.policy,
            grid: self.grid,
            kind: self.kind,
            now,
            earliest,
            latest: self.policy.latest(&member.calendar, now),
            from,
            to,
            excluded: self.excluded,
            gaps: setting.map_or(self.policy.gaps, |setting| setting.gaps(self.policy.gaps)),
            gaps_of_bookings: GapsOfBookings::new(self.clinic, member),
        };
        (ask, cause)
    }

    /// Asks one doctor, if the doctor offers the type.
    pub(super) fn admit<S: Sink>(
        &self,
        member: &Member,
        range: Range,
        scratch: &mut Scratch,
        sink: impl FnOnce(&Ask<'_>) -> S,
    ) -> Result<Option<S>> {
        let (ask, cause) = self.ask(member, range.from, range.to, range.now);
        if cause.is_some() || !self.policy.active {
            return Ok(None);
        }
        check_coverage(&member.calendar.zone, ask.bounds(), range.field)?;
        let mut sink = sink(&ask);
        admit(&member.calendar, &ask, scratch, &mut sink);
        Ok(Some(sink))
    }
}

/// A range of starts that has been checked, and when it is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Range {
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) now: i64,
    /// The field of the question that names its end.
    pub(crate) field: &'static str,
}

impl Range {
    /// That of one start, which the field `start_date` names.
    pub(super) fn only(start: i64, now: i64) -> Self {
        Self { from: start, to: start + 1, now, field: "start_date" }
    }

    pub(crate) fn new(from: Instant, to: Instant, now: Instant) -> Result<Self> {
        let root = Path::Root;
        let range = Self {
            from: from.checked(&root.field("from"))?,
            to: to.checked(&root.field("to"))?,
            now: now.checked(&root.field("now"))?,
            field: "to",
        };
        let path = root.field("to");
        if range.to <= range.from {
            return Err(ErrorCode::EmptyInterval { start: range.from, end: range.to }.at(&path));
        }
        check::count(range.days() as usize, RANGE_DAYS_MAX as usize, &path)?;
        Ok(range)
    }

    /// Days that the range touches, about.
    pub(super) fn days(self) -> i64 {
        (self.to - self.from + DAY - 1) / DAY
    }

    /// Refuses ranges over so many doctors that walking them all would take too long.
    pub(crate) fn check_work(self, doctors: usize) -> Result<()> {
        check::count(self.days() as usize * doctors, DOCTOR_DAYS_MAX, &Path::Root.field("to"))
    }
}

/// Refuses to answer by a zone that the caller's data does not cover: the last offset may no longer hold.
/// `field` is what asks for more.
pub(crate) fn check_coverage(zone: &Zone, bounds: Bounds, field: &str) -> Result<()> {
    // A slot ends at most a day after the last start, and its date a day later.
    match zone.covers_until() {
        Some(end) if bounds.low < bounds.high && bounds.high + 2 * DAY > end.0 => {
            Err(ErrorCode::TimezoneDataEnds { timezone: zone.name().to_owned(), covers_until: end.0 }
                .at(&Path::Root.field(field)))
        }
        _ => Ok(()),
    }
}
