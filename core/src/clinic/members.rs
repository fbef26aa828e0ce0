//! The doctors of a clinic: prepared, in order of their uids, each with the dates on which nobody comes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Clinic;
use super::member::{Member, Setting};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::model::availability::{Closure, DateOverride, ForWhom};
use crate::model::check;
use crate::model::doctor::Doctor;
use crate::order::{sort_by, sort_by_key};
use crate::prepared::agenda::Agenda;
use crate::prepared::calendar::Calendar;
use crate::prepared::closures::Closures;
use crate::prepared::place::DoctorPlace;
use crate::prepared::terms::{Places, Terms};
use crate::time::zone::{MINUTE, day_number};
use crate::wire::uid::Uid;

impl Clinic {
    /// Checks and prepares a doctor.
    pub(super) fn member(&mut self, doctor: Doctor, path: &Path<'_>) -> Result<Member> {
        let mut faults = Faults::default();
        check::doctor(&doctor, path, &mut faults);
        let zone = match &doctor.timezone {
            Some(name) => faults.note(self.use_zone(name, &path.field("timezone"))),
            None => Some(self.timezone()),
        };
        let mut settings = Vec::with_capacity(doctor.appointment_type_settings.len());
        let list = path.field("appointment_type_settings");
        for (index, setting) in doctor.appointment_type_settings.iter().enumerate() {
            let Some((kind, policy)) = self.kind_of(&setting.appointment_type_uid) else {
                let uid = setting.appointment_type_uid.to_string();
                faults.add(
                    ErrorCode::NotFound { what: "appointment type", uid }
                        .at(&list.index(index).field("appointment_type_uid")),
                );
                continue;
            };
            if policy.capacity > 1 && doctor.concurrent_appointments_max > 1 {
                let detail = "a doctor with several places has no group visits".to_owned();
                let path = list.index(index);
                faults.add(ErrorCode::Conflict { detail }.at(&path.field("appointment_type_uid")));
            }
            if setting.active {
                let seconds = |minutes: Option<i64>| minutes.map(|minutes| minutes.saturating_mul(MINUTE));
                let notice = seconds(setting.booking_min_notice_minutes);
                settings.push(Setting {
                    kind,
                    notice,
                    priority: setting.priority.map(|priority| priority as u32),
                    duration: seconds(setting.duration_minutes),
                    weight: setting.weight.map(|weight| weight as u32),
                    gap_before: seconds(setting.buffer_before_minutes),
                    gap_after: seconds(setting.buffer_after_minutes),
                });
            }
        }
        sort_by_key(&mut settings, |setting| setting.kind);
        let own_closures = self.own_closures(&doctor.uid);
        for (index, entry) in doctor.date_overrides.iter().enumerate() {
            if own_closures.touch(day_number(entry.date)) {
                let detail = "the doctor has a closure on this date".to_owned();
                faults.add(
                    ErrorCode::Conflict { detail }
                        .at(&path.field("date_overrides").index(index).field("date")),
                );
            }
        }
        check::each_window(&doctor, path, &mut |whom, path| self.check_whom(whom, path, &mut faults));
        faults.done()?;
        for Setting { gap_before, gap_after, .. } in &settings {
            self.note_gaps([*gap_before, *gap_after].into_iter().flatten());
        }
        let zone = zone.expect("one that is not known is a fault");
        let calendar = Calendar::prepare(
            &doctor,
            zone,
            own_closures,
            self.closures_for_all.clone(),
            Agenda::default(),
            Places { kind_of: &|uid| self.kind_place(uid), locations: &self.locations },
        );
        Terms::check(calendar.schedule.terms(), path)?;
        Ok(Member { uid: doctor.uid.clone(), doctor: Box::new(doctor), calendar, rank: 0, settings })
    }

    /// The types that a window is for, and where it is, are those of the clinic.
    pub(super) fn check_whom(&self, whom: ForWhom<'_>, path: &Path<'_>, faults: &mut Faults) {
        let known = |uids: &[Uid], path: &Path<'_>, faults: &mut Faults| {
            let list = path.field("appointment_type_uids");
            for (index, uid) in uids.iter().enumerate().filter(|(_, uid)| self.kind_of(uid).is_none()) {
                let uid = uid.to_string();
                faults.add(ErrorCode::NotFound { what: "appointment type", uid }.at(&list.index(index)));
            }
        };
        known(whom.appointment_type_uids.unwrap_or_default(), path, faults);
        let list = path.field("type_limits");
        for (index, limit) in whom.type_limits.iter().enumerate() {
            known(&limit.appointment_type_uids, &list.index(index), faults);
        }
        if let Some(uid) = whom.location_uid {
            self.locations.named(uid, &path.field("location_uid"), faults);
        }
    }

    pub(super) fn add_member(&mut self, member: Member) {
        let uid = member.uid.clone();
        let place = self.doctors.insert(member);
        self.doctors_by_uid.insert(&uid, place, |place| &self.doctors.at(place).uid);
    }

    /// Orders the doctors by uid.
    pub(super) fn rank(&mut self) {
        self.ranks = self.doctors.places().map(|(place, _)| place).collect();
        let uid = |place: DoctorPlace| &self.doctors.at(place).uid;
        sort_by(&mut self.ranks, |&a, &b| uid(a).cmp(uid(b)));
        for (rank, &place) in self.ranks.iter().enumerate() {
            self.doctors.at_mut(place).rank = rank as u32;
        }
    }

    /// The doctor's place among all, by uid.
    pub(crate) fn rank_of(&self, uid: &str) -> Option<u32> {
        self.doctor_place(uid).map(|place| self.member_at(place).rank)
    }

    /// The place among all, by uid, of the doctor at a place.
    pub(crate) fn rank_at(&self, place: DoctorPlace) -> u32 {
        self.member_at(place).rank
    }

    pub(super) fn own_closures(&self, doctor_uid: &Uid) -> Closures {
        // Few clinics close for one doctor; those that do have few such dates.
        Closures::new(
            self.closures.values().filter(|closure| closure.doctor_uid.as_ref() == Some(doctor_uid)),
        )
    }

    pub(super) fn check_closure(&self, closure: &Closure, path: &Path<'_>) -> Result<()> {
        Faults::of(|faults| check::closure(closure, path, faults))?;
        let Some(uid) = &closure.doctor_uid else {
            return Ok(());
        };
        let Some(place) = self.doctor_place(uid) else {
            return Err(
                ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }.at(&path.field("doctor_uid"))
            );
        };
        let days = closure.days();
        let overridden = |entry: &DateOverride| days.contains(day_number(entry.date));
        if self.member_at(place).doctor.date_overrides.iter().any(overridden) {
            let detail = "the doctor has an override on this date".to_owned();
            return Err(ErrorCode::Conflict { detail }.at(&path.field("date")));
        }
        Ok(())
    }

    /// Hands the closures for all to every doctor.
    pub(super) fn share_closures(&mut self) {
        let for_all = self.closures.values().filter(|closure| closure.doctor_uid.is_none());
        self.closures_for_all = Arc::new(Closures::new(for_all));
        for member in self.doctors.iter_mut() {
            member.calendar.schedule.set_closures(self.closures_for_all.clone());
        }
    }

    /// Prepares those doctors anew that have closures of their own.
    pub(super) fn refresh_own_closures(&mut self) {
        let mut own: BTreeMap<&Uid, Vec<&Closure>> = BTreeMap::new();
        for closure in self.closures.values() {
            if let Some(uid) = &closure.doctor_uid {
                own.entry(uid).or_default().push(closure);
            }
        }
        let own: Vec<(Uid, Closures)> = own
            .into_iter()
            .map(|(uid, closures)| (uid.clone(), Closures::new(closures.into_iter())))
            .collect();
        own.into_iter().for_each(|(uid, closures)| self.refresh_with(&uid, closures));
    }

    /// Prepares a doctor's schedule anew.
    pub(super) fn refresh(&mut self, uid: &Uid) {
        let own_closures = self.own_closures(uid);
        self.refresh_with(uid, own_closures);
    }

    pub(super) fn refresh_with(&mut self, uid: &Uid, own_closures: Closures) {
        let Some(place) = self.doctor_place(uid) else {
            return;
        };
        let (kinds, kinds_by_uid, locations) = (&self.kinds, &self.kinds_by_uid, &self.locations);
        let kind_of = |uid: &str| kinds_by_uid.get(uid, |place| &kinds.at(place).uid);
        let member = self.doctors.at_mut(place);
        let agenda = std::mem::take(&mut member.calendar.agenda);
        member.calendar = Calendar::prepare(
            &member.doctor,
            member.calendar.zone.clone(),
            own_closures,
            self.closures_for_all.clone(),
            agenda,
            Places { kind_of: &kind_of, locations },
        );
    }
}

pub(super) fn closure_key(closure: &Closure) -> (i64, Option<Uid>) {
    (day_number(closure.date), closure.doctor_uid.clone())
}
