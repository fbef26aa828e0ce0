//! Whom a doctor gets who asks for the next patient: what [`decide`](super::WaitingRoom::decide) says to
//! `allocate`.

use super::WaitingRoom;
use super::decide::{WAITING, free, standing};
use super::doctor::QueueDoctor;
use super::entry::QueueEntry;
use super::event::QueueEvent;
use super::rule::{QueueRefusal, QueueRule};
use crate::time::instant::Instant;
use crate::time::zone::MINUTE;
use crate::wait::dispatch::{Candidate, FreeDoctor, Turn, dispatch};
use crate::wire::uid::Uid;

impl WaitingRoom {
    /// The next patient, or the one that is named, goes to a doctor who is free.
    pub(super) fn decide_allocate(
        &self,
        doctor_uid: &Uid,
        uid: Option<&Uid>,
        now: Instant,
    ) -> Result<QueueEvent, QueueRefusal> {
        let doctor = self.named_doctor(doctor_uid)?;
        let wanted = uid.map(|uid| self.named(uid)).transpose()?;
        free(doctor)?;
        wanted.map_or(Ok(()), |entry| standing(entry, WAITING))?;
        // What has begun goes on, for as long as somebody asks for it.
        if !wanted.is_some_and(QueueEntry::was_seen) {
            self.open(now)?;
        }
        let entry = match (self.turn(doctor, wanted, now), doctor.next_appointment()) {
            (Turn::Waiter(uid), _) => &self.entries[uid],
            (Turn::Appointment, Some(next)) => {
                return Err(QueueRule::AppointmentDue {
                    appointment_uid: next.uid.clone(),
                    start_date: next.start_date,
                }
                .into());
            }
            (Turn::Guarded, Some(next)) => {
                return Err(QueueRule::AppointmentSoon {
                    appointment_uid: next.uid.clone(),
                    start_date: next.start_date,
                }
                .into());
            }
            (Turn::OffDuty, _) if doctor.is_on_duty(now) => {
                return Err(QueueRule::DoctorAway { back_at: doctor.back_at }.into());
            }
            (Turn::OffDuty, _) => return Err(QueueRule::OffDuty { next_duty: doctor.next_duty(now) }.into()),
            (Turn::Appointment | Turn::Guarded | Turn::Paused | Turn::Nobody, _) => {
                return Err(self.nobody_for(doctor, wanted).into());
            }
        };
        Ok(QueueEvent::Allocated {
            uid: entry.uid.clone(),
            at: now.max(entry.latest()),
            doctor_uid: doctor_uid.clone(),
            video_room_id: doctor.video_room_id.as_ref().unwrap_or(&entry.uid).clone(),
            sequence: self.next_sequence,
        })
    }

    /// What a free doctor does now, with everybody who waits or with one of them.
    fn turn(&self, doctor: &QueueDoctor, wanted: Option<&QueueEntry>, now: Instant) -> Turn<&Uid> {
        let free = FreeDoctor {
            doctor: self.doctor_places[&doctor.uid] as u32,
            skills: self.skills.table(),
            at: now.0 as f64,
            on_duty: doctor.is_here(now) || wanted.is_some_and(QueueEntry::was_seen),
            paused_until: f64::NEG_INFINITY,
            next_appointment: doctor
                .next_appointment()
                .map_or(f64::INFINITY, |next| next.start_date.0 as f64),
            guard: (self.policy.guard_minutes * MINUTE) as f64,
        };
        match wanted.and_then(|entry| self.waiting.get(&entry.place())) {
            // Whoever calls somebody by name sees that they are there.
            Some(waiter) => {
                let there = Candidate { ready_at: f64::NEG_INFINITY, ..waiter.candidate };
                dispatch(&free, [(&waiter.uid, &there)])
            }
            None => dispatch(&free, self.candidates()),
        }
    }

    /// Why a doctor who could fetch somebody fetches nobody.
    fn nobody_for(&self, doctor: &QueueDoctor, wanted: Option<&QueueEntry>) -> QueueRule {
        if let Some((reason, doctor_uids)) = wanted.and_then(|entry| self.not_served(doctor, entry)) {
            return QueueRule::ReasonNotServed { reason, doctor_uids };
        }
        match wanted.and_then(|entry| entry.preferred_doctor_uid.as_ref().map(|uid| (uid, entry))) {
            Some((uid, entry)) => {
                QueueRule::OtherDoctorOnly { doctor_uid: uid.clone(), until: entry.patience_ends() }
            }
            None => QueueRule::NobodyWaiting { for_others: self.waiting.len() },
        }
    }

    /// What a patient comes for and who serves it, if that is what keeps this doctor from seeing them.
    fn not_served(&self, doctor: &QueueDoctor, entry: &QueueEntry) -> Option<(Uid, Vec<Uid>)> {
        let (table, kind) = (self.skills.table(), self.candidate(entry).kind);
        let serves = |doctor: &QueueDoctor| table.serves(self.doctor_places[&doctor.uid] as u32, kind);
        let reason = entry.visit_reason.clone().filter(|_| !serves(doctor))?;
        let who = self.doctors.iter().filter(|doctor| serves(doctor)).map(|doctor| doctor.uid.clone());
        Some((reason, who.collect()))
    }
}
