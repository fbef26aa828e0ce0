//! A query that has been checked, with everything it names looked up.

use std::rc::Rc;

use super::admit::{Scratch, admit};
use super::ask::{Ask, last_start};
use super::doctors::Doctors;
use super::gap::GapsOfBookings;
use super::length;
use super::limit::OfClinic;
use super::patient::Patient;
use super::query::{DaysQuery, ExplainQuery, NotOffering, SlotQuery, WishedTime};
use super::range::{Range, check_coverage};
use super::seats;
use super::sink::Sink;
use super::times::Wished;
use crate::clinic::{Clinic, Member};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::model::appointment::Actor;
use crate::model::check;
use crate::model::grid::Grid;
use crate::prepared::place::{AppointmentPlace, LocationPlace, TypePlace};
use crate::prepared::policy::{GridPolicy, Policy};
use crate::time::instant::Instant;
use crate::time::zone::{MINUTE, Zone};
use crate::wire::uid::Uid;

/// What a question names, as it was given.
#[derive(Clone, Copy, Default)]
pub(crate) struct Named<'q> {
    pub(crate) appointment_type_uid: &'q str,
    pub(crate) doctor_uids: Option<&'q [Uid]>,
    /// The appointment that is to be moved.
    pub(crate) excluded: Option<&'q Uid>,
    pub(crate) grid: Option<Grid>,
    pub(crate) patient_uid: Option<&'q Uid>,
    pub(crate) by: Actor,
    /// The length that is asked for; it has to be one of the type's.
    pub(crate) duration_minutes: Option<i64>,
    /// The length in seconds of an appointment that exists, whatever its type says.
    pub(crate) length: Option<i64>,
    /// How many seats are asked for; the type has to have as many.
    pub(crate) seats: Option<i64>,
    /// Only windows at these locations count.
    pub(crate) location_uids: Option<&'q [Uid]>,
    /// Only windows at this one do.
    pub(crate) location: Option<LocationPlace>,
    /// The times of the day that are wished for, any if there are none.
    pub(crate) times: &'q [WishedTime],
    /// On whose clock they are, if not on each doctor's.
    pub(crate) timezone: Option<&'q str>,
}

macro_rules! named {
    ($($query:ty),*) => {$(
        impl $query {
            /// What it names, but for times of the day.
            fn named_anytime(&self) -> Named<'_> {
                Named {
                    appointment_type_uid: &self.appointment_type_uid,
                    doctor_uids: self.doctor_uids.as_deref(),
                    excluded: self.exclude_appointment_uid.as_ref(),
                    grid: self.grid,
                    patient_uid: self.patient_uid.as_ref(),
                    by: self.by,
                    duration_minutes: self.duration_minutes,
                    seats: self.seats,
                    location_uids: self.location_uids.as_deref(),
                    ..Named::default()
                }
            }
        }
    )*};
}
named!(SlotQuery, DaysQuery, ExplainQuery);

macro_rules! named_with_times {
    ($($query:ty),*) => {$(
        impl $query {
            /// What it names.
            pub(super) fn named(&self) -> Named<'_> {
                Named { times: &self.times, timezone: self.timezone.as_deref(), ..self.named_anytime() }
            }
        }
    )*};
}
named_with_times!(SlotQuery, DaysQuery);

impl ExplainQuery {
    /// What it names. It is about one start, wished for or not.
    pub(super) fn named(&self) -> Named<'_> {
        self.named_anytime()
    }
}

/// A query that has been checked and looked up.
#[derive(Clone)]
pub(super) struct Question<'a> {
    clinic: &'a Clinic,
    pub(super) policy: &'a Policy,
    pub(super) kind: TypePlace,
    pub(super) grid: GridPolicy,
    pub(super) excluded: Option<AppointmentPlace>,
    /// How many seats are asked for or kept.
    pub(super) seats: u32,
    pub(super) by: Actor,
    /// For whom, as far as that stands in the way.
    pub(super) patient: Patient,
    pub(super) now: i64,
    pub(super) wished: Wished,
    /// What is asked for, whoever the doctor is, in seconds.
    length: Option<i64>,
    locations: Option<Vec<LocationPlace>>,
    /// The first and the last start that notice and horizon leave with the one doctor who is asked about
    /// many.
    bounds: Option<(i64, Option<i64>)>,
    /// Shared by those who ask the same for others.
    of_clinic: Option<Rc<OfClinic<'a>>>,
    doctors: Doctors,
}

impl<'a> Question<'a> {
    pub(super) fn new(clinic: &'a Clinic, named: &Named<'_>, now: Instant) -> Result<Self> {
        let Named {
            appointment_type_uid,
            doctor_uids,
            excluded,
            grid,
            patient_uid,
            by,
            duration_minutes,
            length,
            seats,
            ..
        } = *named;
        let root = Path::Root;
        let mut faults = Faults::default();
        let wished = faults.note(Wished::new(clinic, named.times, named.timezone));
        let now = faults.note(now.checked(&root.field("now")));
        let kind = clinic.kind_of(appointment_type_uid);
        if kind.is_none() {
            let (what, uid) = ("appointment type", appointment_type_uid.to_owned());
            faults.add(ErrorCode::NotFound { what, uid }.at(&root.field("appointment_type_uid")));
        }
        let place = excluded.and_then(|uid| clinic.appointment_place(uid));
        if let (Some(uid), None) = (excluded, place) {
            let uid = uid.to_string();
            let path = root.field("exclude_appointment_uid");
            faults.add(ErrorCode::NotFound { what: "appointment", uid }.at(&path));
        }
        let excluded = place;
        if let Some(grid) = &grid {
            check::grid(grid, &root.field("grid"), &mut faults);
        }
        let policy = kind.map(|(_, policy)| policy);
        faults.note(length::check(policy, duration_minutes, &root.field("duration_minutes")));
        faults.note(seats::check(policy, seats, &root.field("seats")));
        let doctors = faults.note(Doctors::new(clinic, doctor_uids));
        let locations = faults.note(locations(clinic, named));
        faults.done()?;
        let (kind, policy) = kind.expect(MISSING);
        let (wished, now) = (wished.expect(MISSING), now.expect(MISSING));
        let (doctors, locations) = (doctors.expect(MISSING), locations.expect(MISSING));
        let length = length
            .or(duration_minutes.map(|minutes| minutes * MINUTE))
            .or_else(|| length::kept(clinic, excluded, kind, policy));
        let seats = seats.map_or_else(|| seats::kept(clinic, excluded), |seats| seats as u32);
        let grid = grid.map_or(policy.grid, GridPolicy::new);
        let patient =
            patient_uid.map(|uid| Patient::new(clinic, uid, kind, excluded, now)).unwrap_or_default();
        let of_clinic = OfClinic::new(clinic, (kind, policy), now, excluded).map(Rc::new);
        Ok(Self {
            clinic,
            policy,
            kind,
            grid,
            excluded,
            seats,
            by,
            patient,
            now,
            wished,
            length,
            locations,
            bounds: None,
            of_clinic,
            doctors,
        })
    }

    /// The same, whoever the patient is.
    pub(super) fn for_anybody(&self) -> Self {
        Self { patient: Patient::default(), ..self.clone() }
    }

    /// The same for any time of the day.
    pub(super) fn anytime(&self) -> Self {
        Self { wished: Wished::default(), ..self.clone() }
    }

    /// The same for one doctor who is asked about many starts: notice and horizon are found once.
    pub(super) fn of(&self, member: &Member) -> Self {
        Self { bounds: Some(self.notice_and_horizon(member)), ..self.clone() }
    }

    /// Whether a start is at a time that is wished for.
    pub(super) fn wishes(&self, member: &Member, start: i64) -> bool {
        self.wished.on(&member.calendar.zone).is_none_or(|times| times.have(start))
    }

    /// The clock that is named, else the clinic's.
    pub(super) fn zone(&self, clinic: &Clinic) -> Zone {
        self.wished.zone().cloned().unwrap_or_else(|| clinic.timezone())
    }

    /// Up to when the clock is known on which times are wished for.
    pub(super) fn covered_until(&self) -> i64 {
        self.wished.covered_until()
    }

    pub(super) fn doctor_count(&self, clinic: &Clinic) -> usize {
        self.doctors.count(clinic)
    }

    /// The doctors asked for, in order, with their ranks.
    pub(super) fn members(&self, clinic: &'a Clinic) -> impl Iterator<Item = (u32, &'a Member)> {
        self.doctors.members(clinic)
    }

    /// The length that is asked for or kept, in seconds, if any is.
    pub(super) fn asked_seconds(&self) -> Option<i64> {
        self.length
    }

    /// Length of the slots with a doctor who says nothing of it, in seconds.
    pub(super) fn duration_of_most(&self) -> i64 {
        self.length.unwrap_or(self.policy.duration)
    }

    /// Length of the slots with a doctor, in seconds.
    pub(super) fn duration_with(&self, member: &Member) -> i64 {
        self.length.unwrap_or_else(|| length::usual(self.policy, member.setting(self.kind)))
    }

    /// Whether the type or the patient leaves nothing to be offered, whoever the doctor is.
    pub(super) fn offers_nothing(&self) -> bool {
        !self.policy.active || self.patient.has_all_it_may || self.seats > self.policy.capacity
    }

    /// What is asked of one doctor, or why that doctor does not offer the type.
    pub(super) fn ask<'q>(
        &'q self,
        member: &'q Member,
        from: i64,
        to: i64,
    ) -> (Ask<'q>, Option<NotOffering>) {
        let setting = member.setting(self.kind);
        let duration = self.length.unwrap_or_else(|| length::usual(self.policy, setting));
        let has_several_places = member.calendar.agenda.has_several_places();
        let capacity = if has_several_places { 1 } else { self.policy.capacity };
        let cause = if !member.calendar.active {
            Some(NotOffering::DoctorInactive)
        } else if self.policy.selected_doctors_only && setting.is_none() {
            Some(NotOffering::NoActiveSetting)
        } else if self.policy.capacity > 1 && has_several_places {
            Some(NotOffering::SeveralPlaces)
        } else {
            None
        };
        let (earliest, horizon) = self.bounds.unwrap_or_else(|| self.notice_and_horizon(member));
        let ask = Ask {
            policy: self.policy,
            grid: self.grid,
            kind: Some(self.kind),
            capacity,
            seats: self.seats,
            duration,
            now: self.now,
            earliest,
            latest: last_start(duration, horizon),
            from,
            to,
            excluded: self.excluded,
            gaps: setting.map_or(self.policy.gaps, |setting| setting.gaps(self.policy.gaps)),
            gaps_of_bookings: GapsOfBookings::new(self.clinic, member),
            patient: &self.patient.busy,
            locations: self.locations.as_deref(),
            week_starts_on: self.clinic.week_starts_on().unwrap_or(0),
            of_clinic: self.of_clinic.as_deref(),
            patient_full: &self.patient.full,
            located: Some(self.clinic).filter(|clinic| !clinic.locations().is_empty()),
            times: self.wished.on(&member.calendar.zone),
        };
        (ask, cause)
    }

    /// The first start that notice leaves with a doctor, and the last that the horizon does.
    fn notice_and_horizon(&self, member: &Member) -> (i64, Option<i64>) {
        match self.by {
            Actor::Administrator => (self.now, None),
            Actor::Patient | Actor::Partner => {
                let own = member.setting(self.kind).and_then(|setting| setting.notice);
                let notice = own.unwrap_or(self.policy.notice);
                let earliest = self.policy.earliest(&member.calendar, notice, self.now);
                (earliest, self.policy.latest(&member.calendar, self.now))
            }
        }
    }

    /// Asks one doctor, if the doctor offers the type.
    pub(super) fn admit<S: Sink>(
        &self,
        member: &Member,
        range: Range,
        scratch: &mut Scratch,
        sink: impl FnOnce(&Ask<'_>) -> S,
    ) -> Result<Option<S>> {
        let (ask, cause) = self.ask(member, range.from, range.to);
        if cause.is_some() || self.offers_nothing() {
            return Ok(None);
        }
        check_coverage(&member.calendar.zone, ask.bounds(), range.field)?;
        let mut sink = sink(&ask);
        admit(&member.calendar, &ask, scratch, &mut sink);
        Ok(Some(sink))
    }
}

/// Why what a question needs is there once no fault was found.
const MISSING: &str = "what is missing is a fault";

/// The locations that a question names, or all.
fn locations(clinic: &Clinic, named: &Named<'_>) -> Result<Option<Vec<LocationPlace>>> {
    let Some(uids) = named.location_uids else {
        return Ok(named.location.map(|location| vec![location]));
    };
    let root = Path::Root;
    let list = root.field("location_uids");
    let mut numbers = Vec::with_capacity(uids.len());
    Faults::of(|faults| {
        for (index, uid) in uids.iter().enumerate() {
            numbers.extend(clinic.locations_by_place().named(uid, &list.index(index), faults));
        }
    })?;
    Ok(Some(numbers))
}
