//! Doctor assignment: which of the doctors that can be booked gets a hold that names none. Called by the
//! rules of holding and moving.

use std::cmp::Ordering;

use super::refusal::{Refusal, Rule};
use crate::clinic::{Clinic, Member, Record};
use crate::limits::{INSTANT_MIN, WEIGHT_DEFAULT};
use crate::model::appointment::{AppointmentStatus, DoctorChoice};
use crate::model::appointment_type::DoctorChoiceStrategy;
use crate::prepared::place::{AppointmentPlace, TypePlace};
use crate::prepared::policy::Policy;
use crate::slot::{Explanation, Granted, Wish};
use crate::time::instant::Instant;

impl Clinic {
    /// The doctor that the type's strategy names among those that can be booked, and why that one.
    pub(super) fn choose_doctor(
        &self,
        wish: &Wish<'_>,
        policy: &Policy,
    ) -> Result<(Granted<'_>, DoctorChoice), Refusal> {
        let members = self.to_choose_from(self.members_bookable(wish)?, wish);
        let candidates = members.len() as u32;
        let choices = members.into_iter().map(|granted| {
            let choice = self.choice_of(granted.member, candidates, wish, policy);
            (granted, choice)
        });
        // Among equals the first by uid.
        let least = choices.min_by(|(_, a), (_, b)| compare(a, b, wish.now));
        if let Some(chosen) = least {
            return Ok(chosen);
        }
        let explanation = |member: &Member| {
            let reasons = self.reasons_against(wish, member)?;
            Ok(Explanation { doctor_uid: member.doctor.uid.clone(), reasons })
        };
        let members = self.ranks().iter().map(|&place| self.member_at(place));
        let explanations = members.map(explanation).collect::<Result<_, Refusal>>()?;
        Err(Rule::NotBookable { explanations }.into())
    }

    /// Of the doctors that can be booked, those who come into question: a session that has begun to fill is
    /// filled before another is opened. Whoever can be booked and has one has a seat left in it.
    fn to_choose_from<'a>(&self, bookable: Vec<Granted<'a>>, wish: &Wish<'_>) -> Vec<Granted<'a>> {
        let Some((kind, _)) =
            self.kind_of(wish.appointment_type_uid).filter(|(_, policy)| policy.capacity > 1)
        else {
            return bookable;
        };
        let has_session = |granted: &Granted<'_>| {
            let agenda = &granted.member.calendar.agenda;
            agenda.session_at(wish.start.0, Some(kind), wish.now.0, self.excluded_by(wish)).is_some()
        };
        let is_open = bookable.iter().any(has_session);
        bookable.into_iter().filter(|granted| !is_open || has_session(granted)).collect()
    }

    /// The appointment that does not count, since the wish is to move it.
    fn excluded_by(&self, wish: &Wish<'_>) -> Option<AppointmentPlace> {
        wish.excluded.and_then(|uid| self.appointment_place(uid))
    }

    /// What is to be said of a doctor if that is the one chosen.
    fn choice_of(&self, member: &Member, candidates: u32, wish: &Wish<'_>, policy: &Policy) -> DoctorChoice {
        let strategy = policy.doctor_choice;
        let kind = self.kind_of(wish.appointment_type_uid).map(|(kind, _)| kind);
        let setting = kind.and_then(|kind| member.setting(kind));
        let (mut appointments_that_day, mut priority, mut last_booked_at) = (None, None, None);
        let mut weight = setting.and_then(|setting| setting.weight);
        match strategy {
            DoctorChoiceStrategy::FewestAppointments => {
                appointments_that_day = Some(self.sessions_that_day(member, wish));
            }
            DoctorChoiceStrategy::Priority => {
                (priority, weight) = (setting.and_then(|setting| setting.priority), None);
            }
            DoctorChoiceStrategy::RoundRobin => last_booked_at = self.last_booked_at(member, kind, wish),
        }
        DoctorChoice { strategy, candidates, appointments_that_day, priority, last_booked_at, weight }
    }

    /// The sessions of a doctor on the local day of the start.
    fn sessions_that_day(&self, member: &Member, wish: &Wish<'_>) -> u32 {
        let zone = &member.calendar.zone;
        let day = zone.day_of(wish.start.0);
        let (from, to) = (zone.boundary(day, 0), zone.boundary(day + 1, 0));
        member.calendar.agenda.sessions(from, to, wish.now.0, self.excluded_by(wish)).count() as u32
    }

    /// When the latest of the doctor's blocking appointments of the type was made. One that was missed was no
    /// turn.
    fn last_booked_at(&self, member: &Member, kind: Option<TypePlace>, wish: &Wish<'_>) -> Option<Instant> {
        let agenda = &member.calendar.agenda;
        let of_type = agenda.from(0).filter(|booking| {
            kind.is_some() && booking.kind == kind && booking.blocks(wish.now.0, self.excluded_by(wish))
        });
        let records = of_type.filter_map(|booking| self.record_of(&booking));
        let turns = records.filter(|record| record.status != AppointmentStatus::NoShow);
        turns.map(|record| made_at(record, wish.now)).max()
    }
}

/// Who comes first of two: each choice has the one figure that its strategy looks at, and what is shared out
/// is shared out by weight.
fn compare(a: &DoctorChoice, b: &DoctorChoice, now: Instant) -> Ordering {
    let weight = |choice: &DoctorChoice| choice.weight.map_or(WEIGHT_DEFAULT, i64::from);
    match a.strategy {
        // With this one more: in this way whoever works half the time gets the second, not the first.
        DoctorChoiceStrategy::FewestAppointments => {
            let load = |choice: &DoctorChoice| i64::from(choice.appointments_that_day.unwrap_or(0)) + 1;
            (load(a) * weight(b)).cmp(&(load(b) * weight(a)))
        }
        DoctorChoiceStrategy::Priority => {
            // Without a priority is last.
            let priority = |choice: &DoctorChoice| choice.priority.unwrap_or(u32::MAX);
            priority(a).cmp(&priority(b))
        }
        DoctorChoiceStrategy::RoundRobin => {
            let waited = |choice: &DoctorChoice| {
                // Never booked is first. What was made after `now` is not the longer ago for its weight.
                let since = choice.last_booked_at.map(|at| now.0 - at.0);
                since.map_or(i64::MAX, |since| if since > 0 { since * weight(choice) } else { since })
            };
            waited(b).cmp(&waited(a))
        }
    }
}

/// When an appointment was made, as far as that is known. One that another system did not tell of was made
/// before its start; if that is to come, it counts as made before all others, so that its doctor has had a
/// turn and is not passed over until then.
fn made_at(record: &Record, now: Instant) -> Instant {
    let started = Instant(record.start);
    let unknown = if started <= now { started } else { Instant(INSTANT_MIN) };
    record.created_at().or(record.confirmed_at()).unwrap_or(unknown)
}
