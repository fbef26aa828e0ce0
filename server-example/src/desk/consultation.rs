//! An appointment and its consultation in a waiting room are two records of one visit. Here is what ties
//! them: whatever becomes of an appointment while a doctor is with it, the consultation ends in the same
//! transaction, so that no doctor stays with an appointment that is over.

use frontdesk::{
    Actor, AppointmentStatus, Clinic, Command, Consultation, Event, Instant, QueueCommand, Uid, VisitKind,
};
use serde_json::json;

use super::room::Room;
use super::work::Work;
use crate::error::{ApiError, ApiResult};

/// A consultation of an appointment that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    /// In which waiting room.
    pub room_uid: Uid,
    /// Whose.
    pub doctor_uid: Uid,
    /// Since when.
    pub started_at: Instant,
}

impl Room {
    /// The appointments that are taking place, each with its doctor.
    fn appointments_under_way(&self) -> impl Iterator<Item = (&Uid, &Consultation)> {
        let doctors = self.room.doctors().iter();
        let seen = doctors
            .flat_map(|doctor| doctor.consultations().map(move |consultation| (&doctor.uid, consultation)));
        seen.filter(|(_, current)| current.kind == VisitKind::Appointment)
    }

    /// How to leave the appointments that are taking place here, but no longer stand as they began: another
    /// path, such as an import, has ended, moved or removed them.
    pub(super) fn outdated(&self, clinic: &Clinic) -> Vec<QueueCommand> {
        let outdated = self.appointments_under_way().filter(|(doctor_uid, current)| {
            clinic.appointment(&current.uid).is_none_or(|appointment| {
                appointment.status != AppointmentStatus::Confirmed
                    || appointment.doctor_uid != **doctor_uid
                    || appointment.start_date != current.registered_at
            })
        });
        outdated
            .map(|(doctor_uid, current)| QueueCommand::LeaveAppointment {
                doctor_uid: doctor_uid.clone(),
                appointment_uid: current.uid.clone(),
            })
            .collect()
    }
}

impl Work<'_> {
    /// Where an appointment is taking place.
    pub fn under_way(&self, appointment_uid: &str) -> Option<UnderWay> {
        self.state.rooms.iter().find_map(|(room_uid, room)| {
            let (doctor_uid, current) =
                room.appointments_under_way().find(|(_, current)| current.uid == *appointment_uid)?;
            Some(UnderWay {
                room_uid: room_uid.clone(),
                doctor_uid: doctor_uid.clone(),
                started_at: current.started_at,
            })
        })
    }

    /// Refuses what a patient, or who acts for patients, would have happen to an appointment that is taking
    /// place. The clinic knows what it does.
    pub(super) fn refuse_under_way(&self, command: &Command) -> ApiResult<()> {
        let (Command::Cancel { uid, by, .. } | Command::Rebook { uid, by, .. }) = command else {
            return Ok(());
        };
        match self.under_way(uid).filter(|_| *by != Actor::Administrator) {
            None => Ok(()),
            Some(UnderWay { doctor_uid, started_at, .. }) => {
                let refusal =
                    json!({ "code": "under_way", "doctor_uid": doctor_uid, "started_at": started_at });
                Err(ApiError::refused("the appointment is taking place", &refusal))
            }
        }
    }

    /// Ends the consultation of an appointment to which something has happened just now: over, missed, or
    /// called off or moved meanwhile.
    pub(super) fn end_consultation(&mut self, event: &Event) -> ApiResult<()> {
        let uid = event.appointment_uid();
        let Some(UnderWay { room_uid, doctor_uid, .. }) = self.under_way(uid) else { return Ok(()) };
        let appointment_uid = uid.clone();
        let missed =
            QueueCommand::NoShow { doctor_uid: doctor_uid.clone(), appointment_uid: appointment_uid.clone() };
        let left = QueueCommand::LeaveAppointment {
            doctor_uid: doctor_uid.clone(),
            appointment_uid: appointment_uid.clone(),
        };
        match event {
            Event::Completed { .. } => {
                let over = QueueCommand::FinishAppointment { doctor_uid, appointment_uid, ended_at: None };
                self.queue_as_it_is(&room_uid, &over)?;
            }
            // The desk does not wait for the room's grace. What is refused is not recorded.
            Event::NoShow { .. } if self.queue_as_it_is(&room_uid, &missed).is_ok() => {}
            Event::NoShow { .. } | Event::Cancelled { .. } | Event::Rebooked { .. } => {
                self.queue_as_it_is(&room_uid, &left)?;
            }
            Event::Held { .. }
            | Event::Confirmed { .. }
            | Event::Released { .. }
            | Event::Expired { .. }
            | Event::Extended { .. }
            | Event::ApprovalRequested { .. }
            | Event::Reopened { .. } => {}
        }
        Ok(())
    }

    /// Ends the consultations of appointments that no longer stand as they began. How long those took, nobody
    /// knows: nothing is learned of them.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn end_outdated_consultations(&mut self) -> ApiResult<()> {
        let of_room = |(uid, room): (&Uid, &Room)| {
            room.outdated(&self.state.clinic).into_iter().map(|left| (uid.clone(), left)).collect::<Vec<_>>()
        };
        let outdated: Vec<(Uid, QueueCommand)> = self.state.rooms.iter().flat_map(of_room).collect();
        for (room, left) in outdated {
            self.queue_as_it_is(&room, &left)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use frontdesk::{Change, from_json};
    use serde_json::{Value, json};

    use super::*;

    const NINE: i64 = 1_774_256_400; // Monday, 2026-03-23T09:00Z

    /// Whatever another path makes of an appointment that is taking place, the room frees itself, and what is
    /// foreseen of it does not reckon with it either.
    #[test]
    fn a_room_frees_itself() {
        let appointment = |doctor: &str, status: &str, start: i64| {
            json!({ "uid": "mtg-1", "status": status,
            "doctor_uid": doctor, "start_date": start, "end_date": start + 600 })
        };
        let put = |appointment: Value| Change::PutAppointment {
            appointment: from_json(&appointment.to_string()).expect("an appointment"),
        };
        for (change, is_outdated) in [
            (put(appointment("ada", "confirmed", NINE)), false),
            (put(appointment("ada", "completed", NINE)), true),
            (put(appointment("ada", "no_show", NINE)), true),
            (put(appointment("ada", "cancelled", NINE)), true),
            (put(appointment("ben", "confirmed", NINE)), true),
            (put(appointment("ada", "confirmed", NINE + 86_400)), true),
            (Change::RemoveAppointment { uid: "mtg-1".into() }, true),
        ] {
            let clinic = json!({ "doctors": [ { "uid": "ada" }, { "uid": "ben" } ],
                "appointments": [ appointment("ada", "confirmed", NINE) ] });
            let mut clinic = Clinic::new(from_json(&clinic.to_string()).expect("JSON")).expect("a clinic");
            let mut room = Room::new(&"room".into());
            for change in room.lent(&clinic, Instant(NINE)).expect("an instant") {
                assert!(room.change(&change));
            }
            let start =
                QueueCommand::StartAppointment { doctor_uid: "ada".into(), appointment_uid: "mtg-1".into() };
            for event in room.room.decide(&start, Instant(NINE)).expect("the doctor is free") {
                assert!(room.apply(&event));
            }
            let told = format!("{change:?}");
            clinic.change(change).expect("it fits");
            assert_eq!(!room.outdated(&clinic).is_empty(), is_outdated, "{told}");
            let prepared = room.prepared(&clinic, Instant(NINE + 60)).expect("an instant");
            let busy = prepared.doctor("ada").is_some_and(|ada| ada.current.is_some());
            assert_eq!(busy, !is_outdated, "{told}");
        }
    }
}
