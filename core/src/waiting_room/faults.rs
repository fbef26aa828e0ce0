//! Everything that is wrong with a command. It is looked for once something is: a command that is right is
//! not checked twice.

use super::WaitingRoom;
use super::check;
use super::command::QueueCommand;
use super::decide::no_appointment;
use crate::error::faults::Faults;
use crate::error::{Error, Path};
use crate::time::instant::Instant;

impl WaitingRoom {
    /// What was found first, with everything else that is wrong with the command.
    pub(super) fn every_fault(&self, command: &QueueCommand, now: Instant, first: Error) -> Error {
        Faults::with(first, |faults| {
            let is_now = faults.is_ok(now.checked(&Path::Root.field("now")).map(drop));
            match command {
                // Joining is checked whole, once it is asked for at some time.
                QueueCommand::Register { .. } => {
                    if !is_now && let Err(error) = self.decide(command, Instant(0)) {
                        faults.note(error.input().map_or(Ok(()), Err));
                    }
                }
                QueueCommand::Allocate { doctor_uid, uid } => {
                    faults.note(self.named_doctor(doctor_uid));
                    if let Some(uid) = uid {
                        faults.note(self.named(uid));
                    }
                }
                QueueCommand::StartAppointment { doctor_uid, appointment_uid } => {
                    if let Some(doctor) = faults.note(self.named_doctor(doctor_uid))
                        && doctor.appointments.iter().all(|planned| planned.uid != *appointment_uid)
                    {
                        faults.add(no_appointment(appointment_uid));
                    }
                }
                QueueCommand::FinishAppointment { doctor_uid, appointment_uid, ended_at: _ }
                | QueueCommand::NoShow { doctor_uid, appointment_uid }
                | QueueCommand::LeaveAppointment { doctor_uid, appointment_uid } => {
                    if let Some(doctor) = faults.note(self.named_doctor(doctor_uid))
                        && doctor.current_appointment(appointment_uid).is_none()
                    {
                        faults.add(no_appointment(appointment_uid));
                    }
                }
                QueueCommand::Transfer { uid, doctor_uid } => {
                    faults.note(self.named_doctor(doctor_uid));
                    faults.note(self.named(uid));
                }
                QueueCommand::SendElsewhere { uid, doctor_uid } => {
                    if let Some(doctor_uid) = doctor_uid {
                        faults.note(self.named_doctor(doctor_uid));
                    }
                    faults.note(self.named(uid));
                }
                QueueCommand::SetLevel { uid, level } => {
                    faults.note(self.named(uid));
                    faults.note(self.urgency_of(level.as_ref(), &Path::Root));
                }
                QueueCommand::SetPresence { uid, presence, minutes } => {
                    faults.note(self.named(uid));
                    faults.note(check::minutes_away(*presence, *minutes, &Path::Root.field("minutes")));
                }
                QueueCommand::SetAway { doctor_uid, away, minutes } => {
                    faults.note(self.named_doctor(doctor_uid));
                    let path = Path::Root.field("minutes");
                    faults.note(check::minutes_until_back(*away, *minutes, &path));
                }
                QueueCommand::Announce { uid, shown } => {
                    faults.note(self.named(uid));
                    faults.note(check::announcement(uid, shown, &Path::Root.field("shown")));
                }
                QueueCommand::Complete { uid, ended_at: _ }
                | QueueCommand::MarkSeen { uid }
                | QueueCommand::ComeBack { uid }
                | QueueCommand::Cancel { uid, by: _ }
                | QueueCommand::Requeue { uid }
                | QueueCommand::SetUrgent { uid, urgent: _ } => {
                    faults.note(self.named(uid));
                }
            }
        })
    }
}
