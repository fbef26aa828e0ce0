//! Erasing a patient (GDPR article 17): what names the patient goes, and what took place stays as nobody's,
//! so that calendars and statistics hold.

use frontdesk::{Actor, Appointment, AppointmentStatus, Change, Command, QueueCommand, Uid};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use super::records::{ErasedPatient, PERSONAL, kind};
use super::work::Work;
use crate::error::{ApiError, ApiResult};
use crate::store::{Erasure, RecordRow};

/// What an appointment is called off with that was still to come.
const REASON: &str = "The patient's data were erased";

/// An entry of a waiting room, behind the room.
type Place = (Uid, Uid);

/// What was done.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ErasedPatient")]
pub struct Erased {
    /// The patient.
    pub patient_uid: Uid,
    /// When.
    pub erased_at: frontdesk::Instant,
    /// Appointments that are nobody's from now on.
    pub appointments: usize,
    /// Those of them that were still to come, and were called off.
    pub cancelled_appointments: usize,
    /// Entries of waiting rooms that are gone.
    pub queue_entries: usize,
    /// Other records that are gone.
    pub records: usize,
}

impl Work<'_> {
    /// Erases a patient, known by `names` besides, of whom the database has `records`.
    ///
    /// # Errors
    /// 404 if nothing is known of such a patient; 409 if something is still to come and is not to be called
    /// off.
    pub fn erase(
        &mut self,
        patient_uid: &Uid,
        names: &[Uid],
        records: &[RecordRow],
        cancel: bool,
    ) -> ApiResult<Erased> {
        let of_patient = |appointment: &Appointment| appointment.patient_uid.as_ref() == Some(patient_uid);
        let appointments: Vec<Appointment> =
            self.clinic().snapshot().appointments.into_iter().filter(of_patient).collect();
        let ahead: Vec<&Appointment> =
            appointments.iter().filter(|appointment| self.is_ahead(appointment)).collect();
        let (live, over) = self.entries_of(patient_uid);
        let before = self.state().erased.get(patient_uid).cloned();
        let is_known = !(appointments.is_empty() && live.is_empty() && over.is_empty() && records.is_empty());
        if !is_known && before.is_none() {
            return Err(ApiError::not_found());
        }
        let is_free = ahead.is_empty() && live.is_empty();
        if !is_free && !cancel {
            let appointment_uids: Vec<&Uid> = ahead.iter().map(|appointment| &appointment.uid).collect();
            let queue_uids: Vec<&Uid> = live.iter().map(|(_, uid)| uid).collect();
            let refusal = json!({ "code": "still_to_come", "appointment_uids": appointment_uids,
                "queue_uids": queue_uids });
            return Err(ApiError::refused(
                "the patient has appointments or waits; say `cancel=true` to call that off",
                &refusal,
            ));
        }
        // Nobody's first, called off then: who is told of that is not told whose it was.
        for appointment in &appointments {
            let nobodys = Appointment {
                patient_uid: None,
                patient_display_name: None,
                cancellation_reason: None,
                ..appointment.clone()
            };
            self.change(Change::PutAppointment { appointment: nobodys }, "")?;
        }
        for appointment in &ahead {
            let uid = appointment.uid.clone();
            self.decide(&match appointment.status {
                AppointmentStatus::Held => Command::Release { uid },
                _ => Command::Cancel { uid, reason: REASON.to_owned(), by: Actor::Administrator },
            })?;
        }
        for (room, uid) in &live {
            self.queue(room, &QueueCommand::Cancel { uid: uid.clone(), by: Actor::Administrator })?;
        }
        let entries: Vec<Place> = live.into_iter().chain(over).collect();
        self.forget_entries(&entries)?;
        let personal: Vec<&RecordRow> =
            records.iter().filter(|row| PERSONAL.contains(&row.kind.as_str())).collect();
        personal.iter().try_for_each(|row| self.put_data(&row.kind, &row.uid, None, None))?;
        if self.state().inactive_patients.contains_key(patient_uid) {
            self.remove(kind::INACTIVE_PATIENT, patient_uid)?;
        }
        let times = before.map_or(1, |before| before.times.saturating_add(1));
        self.put(kind::ERASED_PATIENT, patient_uid, None, &ErasedPatient { at: self.now, times })?;
        // Which appointments were the patient's is not for the audit trail to say.
        self.writes.audit.clear();
        self.audit(kind::PATIENT, "erased", patient_uid, Some(patient_uid.clone()));
        let belongings =
            appointments.iter().map(|appointment| &appointment.uid).chain(entries.iter().map(|(_, uid)| uid));
        self.writes.erasures.push(Erasure {
            patient_uid: patient_uid.clone(),
            names: names.to_vec(),
            belongings: belongings.cloned().collect(),
        });
        Ok(Erased {
            patient_uid: patient_uid.clone(),
            erased_at: self.now,
            appointments: appointments.len(),
            cancelled_appointments: ahead.len(),
            queue_entries: entries.len(),
            records: personal.len(),
        })
    }

    fn is_ahead(&self, appointment: &Appointment) -> bool {
        let stands =
            matches!(appointment.status_at(self.now), AppointmentStatus::Held | AppointmentStatus::Confirmed);
        // One that takes longer than it was to take is not over either.
        stands && (appointment.end_date > self.now || self.under_way(&appointment.uid).is_some())
    }

    /// The patient's entries, live ones and those that are over, each with its room.
    fn entries_of(&self, patient_uid: &Uid) -> (Vec<Place>, Vec<Place>) {
        let (mut live, mut over) = (Vec::new(), Vec::new());
        for (uid, room) in &self.state().rooms {
            for entry in room.room.snapshot().entries.iter().filter(|entry| entry.patient_uid == *patient_uid)
            {
                if entry.status.is_live() { &mut live } else { &mut over }
                    .push((uid.clone(), entry.uid.clone()));
            }
        }
        (live, over)
    }

    fn forget_entries(&mut self, entries: &[Place]) -> ApiResult<()> {
        let rooms: std::collections::BTreeSet<&Uid> = entries.iter().map(|(room, _)| room).collect();
        for room in rooms {
            let uids: Vec<Uid> =
                entries.iter().filter(|(of, _)| of == room).map(|(_, uid)| uid.clone()).collect();
            uids.iter().for_each(|uid| self.keep(kind::QUEUE_ENTRY, uid, None));
            self.record(super::Entry::Forget { room: room.clone(), uids })?;
            let row = self.state.room_mut(room).learner_row();
            self.writes.records.push(row);
        }
        Ok(())
    }
}
