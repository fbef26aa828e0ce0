//! All faults of a command. `decide` stops at the first fault, and asks here for the rest of them, so a
//! command that is right is not checked twice.

use super::command::Command;
use super::decide::{check_length, check_reason, check_seats, start_asked_for, waived};
use crate::clinic::Clinic;
use crate::error::faults::Faults;
use crate::error::{Error, Path};
use crate::model::check::{optional_uid, uid};
use crate::slot::length::end_of;
use crate::time::instant::Instant;
use crate::time::zone::{DAY, MINUTE, Zone};
use crate::wire::uid::Uid;

impl Clinic {
    /// What was found first, with everything else that is wrong with the command.
    pub(super) fn every_fault(&self, command: &Command, now: Instant, first: Error) -> Error {
        let root = Path::Root;
        Faults::with(first, |faults| {
            faults.note(now.checked(&root.field("now")));
            match command {
                Command::Hold {
                    uid: own,
                    appointment_type_uid,
                    start_date,
                    local_start,
                    doctor_uid,
                    patient_uid,
                    by,
                    r#override,
                    replaces,
                    duration_minutes,
                    seats,
                    location_uid,
                } => {
                    let clock = self.clock_of(doctor_uid.as_ref());
                    let start = faults.note(start_asked_for(*start_date, *local_start, &clock));
                    faults.note(waived(r#override, *by));
                    faults.note(uid(own, &root.field("uid")));
                    optional_uid(patient_uid.as_ref(), &root.field("patient_uid"), faults);
                    let policy = faults.note(self.policy_of(appointment_type_uid));
                    self.check_doctor(doctor_uid.as_ref(), faults);
                    faults.note(self.location_named(location_uid.as_ref()));
                    replaces.iter().for_each(|uid| optional_uid(Some(uid), &root.field("replaces"), faults));
                    faults.note(check_length(*duration_minutes, policy));
                    faults.note(check_seats(*seats, policy));
                    let start = start.filter(|start| check_start(start.0, faults));
                    let length = duration_minutes.map(|minutes| minutes.saturating_mul(MINUTE));
                    let length = length.or(policy.map(|policy| policy.duration));
                    if let (Some((start, _)), Some(length)) = (start, length) {
                        faults.note(end_of(start.0, length.clamp(0, DAY)));
                    }
                }
                Command::Rebook {
                    uid,
                    start_date,
                    local_start,
                    doctor_uid,
                    by,
                    r#override,
                    duration_minutes,
                    seats,
                    appointment_type_uid,
                    location_uid,
                } => {
                    let record = faults.note(self.named(uid));
                    let until_now = record.map(|record| self.member_at(record.doctor));
                    let doctor = doctor_uid.as_ref().or(until_now.map(|member| &member.doctor.uid));
                    let start = start_asked_for(*start_date, *local_start, &self.clock_of(doctor));
                    let start = faults.note(start);
                    self.check_doctor(doctor_uid.as_ref(), faults);
                    faults.note(waived(r#override, *by));
                    let policy = match appointment_type_uid {
                        Some(named) => faults.note(self.policy_of(named)),
                        None => record.and_then(|record| self.policy_for(record)),
                    };
                    faults.note(check_length(*duration_minutes, policy));
                    faults.note(check_seats(*seats, policy));
                    faults.note(self.location_named(location_uid.as_ref()));
                    start.filter(|start| check_start(start.0, faults));
                }
                Command::Confirm { uid, video_room_id, by: _ } => {
                    faults.note(self.named(uid));
                    optional_uid(video_room_id.as_ref(), &root.field("video_room_id"), faults);
                }
                Command::Cancel { uid, reason, by: _ } | Command::Decline { uid, reason, by: _ } => {
                    faults.note(self.named(uid));
                    faults.note(check_reason(reason));
                }
                Command::Release { uid }
                | Command::Extend { uid }
                | Command::Approve { uid, by: _ }
                | Command::Complete { uid, by: _ }
                | Command::Reopen { uid, by: _ }
                | Command::NoShow { uid } => {
                    faults.note(self.named(uid));
                }
            }
        })
    }

    /// The clock on which a command tells a time.
    pub(super) fn clock_of(&self, doctor_uid: Option<&Uid>) -> Zone {
        doctor_uid.and_then(|uid| self.timezone_of(uid)).unwrap_or_else(|| self.timezone())
    }

    fn check_doctor(&self, doctor_uid: Option<&Uid>, faults: &mut Faults) {
        if let Some(doctor_uid) = doctor_uid {
            faults.note(self.named_doctor(doctor_uid));
        }
    }
}

fn check_start(start: Instant, faults: &mut Faults) -> bool {
    faults.note(start.checked(&Path::Root.field("start_date"))).is_some()
}
