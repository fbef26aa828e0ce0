//! The rules: what may happen to an appointment now.

use chrono::NaiveDateTime;

use super::command::Command;
use super::event::Event;
use super::refusal::{Refusal, Rule};
use crate::clinic::{Clinic, LocalTime, Member, Record};
use crate::error::{Error, ErrorCode, Path};
use crate::limits::REASON_CHARS_MAX;
use crate::model::appointment::{Actor, Appointment, AppointmentStatus};
use crate::model::check;
use crate::model::reason_code::ReasonCode;
use crate::prepared::place::LocationPlace;
use crate::prepared::policy::Policy;
use crate::slot::{Explanation, Granted, Wish, length, seats};
use crate::time::instant::Instant;
use crate::time::zone::Zone;
use crate::wire::uid::Uid;

pub(super) type Decision = Result<Vec<Event>, Refusal>;

const CANCELLABLE: &[AppointmentStatus] = &[AppointmentStatus::Held, AppointmentStatus::Confirmed];

impl Clinic {
    /// What happens if this is asked for now: one event (two, where a hold takes the place of another), or
    /// why nothing does. The clinic does not change; [`apply`](Self::apply) the events, and store them if
    /// they are to outlive it.
    ///
    /// # Errors
    /// [`Refusal::Input`] for ids that are not there, instants out of range and blank reasons, with the path
    /// in the command; [`Refusal::Rule`] for what a rule is against.
    ///
    /// ```
    /// use frontdesk::{AppointmentStatus, Clinic, Command, Instant, Refusal, Rule, from_json};
    ///
    /// let mut clinic = Clinic::new(from_json(r#"{
    ///     "appointment_types": [ { "uid": "apt-001", "duration_minutes": 30, "hold_ttl_seconds": 600 } ],
    ///     "doctors": [ { "uid": "doc-456", "availability_rules": [
    ///         { "uid": "rule-001", "weekday": 0, "start_time": 540, "end_time": 600 } ] } ]
    /// }"#)?)?;
    /// let nine = Instant(1_774_256_400); // Monday, 2026-03-23T09:00Z
    /// let now = Instant(nine.0 - 3_600);
    /// let hold: Command = from_json(r#"{ "command": "hold", "uid": "mtg-1",
    ///   "appointment_type_uid": "apt-001",
    ///     "start_date": 1774256400, "patient_uid": "pat-789" }"#)?;
    /// for event in clinic.decide(&hold, now)? {
    ///     clinic.apply(&event);
    /// }
    ///
    /// // Ten minutes later the hold is gone, whether anybody has noticed or not.
    /// let late = Instant(now.0 + 600);
    /// let refusal = clinic.decide(&Command::Release { uid: "mtg-1".into() }, late).unwrap_err();
    /// assert_eq!(refusal, Refusal::Rule(Rule::HoldExpired { expired_at: late }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide(&self, command: &Command, now: Instant) -> Decision {
        match self.decide_as_far(command, now) {
            Err(Refusal::Input(first)) => Err(self.every_fault(command, now, first).into()),
            decision => decision,
        }
    }

    /// The decision, or what is found first.
    fn decide_as_far(&self, command: &Command, now: Instant) -> Decision {
        now.checked(&Path::Root.field("now"))?;
        match command {
            Command::Hold {
                uid,
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
                let (start, is_skipped) = start_asked_for(*start_date, *local_start, &clock)?;
                let wish = Wish {
                    appointment_type_uid,
                    start,
                    duration_minutes: *duration_minutes,
                    length: None,
                    seats: *seats,
                    is_skipped,
                    patient_uid: patient_uid.as_ref(),
                    by: *by,
                    excluded: replaces.as_ref(),
                    waived: waived(r#override, *by)?,
                    location: self.location_named(location_uid.as_ref())?,
                    now,
                };
                self.decide_hold(uid, &wish, doctor_uid.as_ref())
            }
            Command::Extend { uid } => self.decide_extend(uid, now),
            Command::Confirm { uid, video_room_id, by } => {
                self.decide_confirm(uid, video_room_id.as_ref(), *by, now)
            }
            Command::Approve { uid, by } => self.decide_approve(uid, *by, now),
            Command::Decline { uid, reason, by } => self.decide_decline(uid, reason, *by, now),
            Command::Release { uid } => {
                self.live(self.named(uid)?, &[AppointmentStatus::Held], now)?;
                Ok(vec![Event::Released { uid: uid.clone(), at: now }])
            }
            Command::Cancel { uid, reason, by } => self.decide_cancel(uid, reason, *by, now),
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
                let until_now = &self.member_at(self.named(uid)?.doctor).doctor.uid;
                let clock = self.clock_of(Some(doctor_uid.as_ref().unwrap_or(until_now)));
                let start = start_asked_for(*start_date, *local_start, &clock)?;
                let waived = waived(r#override, *by)?;
                let location = self.location_named(location_uid.as_ref())?;
                let into = (appointment_type_uid.as_ref(), *duration_minutes, *seats);
                self.decide_rebook(uid, start, (doctor_uid.as_ref(), location), into, (*by, waived), now)
            }
            // A patient who was early has been seen, whatever the hour: the clinic knows that.
            Command::Complete { uid, by: Actor::Administrator } => {
                let record = self.named(uid)?;
                self.live(record, &[AppointmentStatus::Confirmed], now)?;
                let reopenings = record.reopenings();
                Ok(vec![Event::Completed { uid: uid.clone(), at: now, reopenings }])
            }
            Command::Complete { uid, by: Actor::Patient | Actor::Partner } => {
                let reopenings = self.begun(uid, now)?.reopenings();
                Ok(vec![Event::Completed { uid: uid.clone(), at: now, reopenings }])
            }
            Command::NoShow { uid } => {
                let reopenings = self.begun(uid, now)?.reopenings();
                Ok(vec![Event::NoShow { uid: uid.clone(), at: now, reopenings }])
            }
            Command::Reopen { uid, by } => self.decide_reopen(uid, *by, now),
        }
    }

    fn decide_cancel(&self, uid: &Uid, reason: &str, by: Actor, now: Instant) -> Decision {
        let record = self.named(uid)?;
        check_reason(reason)?;
        self.live(record, CANCELLABLE, now)?;
        let calendar = &self.member_at(record.doctor).calendar;
        let policy = self.policy_for(record);
        let latest = policy.map_or(record.start, |policy| policy.latest_to_cancel(calendar, record.start));
        if record.status == AppointmentStatus::Confirmed && by.is_bound_by_notice() && now.0 > latest {
            return Err(Rule::TooLateToCancel { latest: Instant(latest) }.into());
        }
        let (reason, reopenings) = (reason.to_owned(), record.reopenings());
        Ok(vec![Event::Cancelled { uid: uid.clone(), at: now, by, reason, reopenings }])
    }

    /// The appointment that a command names.
    pub(super) fn named(&self, uid: &Uid) -> Result<&Record, Error> {
        let place = self.appointment_place(uid);
        let not_found =
            || ErrorCode::NotFound { what: "appointment", uid: uid.to_string() }.at(&Path::Root.field("uid"));
        place.map(|place| self.record_at(place)).ok_or_else(not_found)
    }

    /// Refuses an appointment that does not stand where it must, or whose hold has run out.
    pub(super) fn live(
        &self,
        record: &Record,
        expected: &'static [AppointmentStatus],
        now: Instant,
    ) -> Result<(), Rule> {
        let expired_at = Instant(record.hold_expires_at());
        let status = match record.status {
            AppointmentStatus::Held if now >= expired_at => AppointmentStatus::Expired,
            status => status,
        };
        if expected.contains(&status) {
            Ok(())
        } else if status == AppointmentStatus::Expired
            && expected.contains(&AppointmentStatus::Held)
            && expired_at.0 >= 0
        {
            Err(Rule::HoldExpired { expired_at })
        } else {
            Err(Rule::WrongStatus { status, expected })
        }
    }

    /// Refuses to end what is not confirmed or has not begun.
    fn begun(&self, uid: &Uid, now: Instant) -> Result<&Record, Refusal> {
        let record = self.named(uid)?;
        self.live(record, &[AppointmentStatus::Confirmed], now)?;
        if now.0 < record.start {
            return Err(Rule::NotBegun { start_date: Instant(record.start) }.into());
        }
        Ok(record)
    }

    /// The type of an appointment, if it has one.
    pub(super) fn type_of<'a>(&self, appointment: &'a Appointment) -> Result<&'a Uid, Error> {
        let detail = "the appointment has no type, so it has no slots".to_owned();
        let none = || ErrorCode::Conflict { detail }.at(&Path::Root.field("uid"));
        appointment.appointment_type_uid.as_ref().ok_or_else(none)
    }

    pub(super) fn policy_of(&self, appointment_type_uid: &Uid) -> Result<&Policy, Error> {
        let path = Path::Root;
        let not_found =
            || ErrorCode::NotFound { what: "appointment type", uid: appointment_type_uid.to_string() };
        self.kind_of(appointment_type_uid)
            .map(|(_, policy)| policy)
            .ok_or_else(|| not_found().at(&path.field("appointment_type_uid")))
    }

    /// The location that a command names, if it names one.
    pub(super) fn location_named(&self, uid: Option<&Uid>) -> Result<Option<LocationPlace>, Error> {
        let root = Path::Root;
        let not_found = |uid: &Uid| {
            ErrorCode::NotFound { what: "location", uid: uid.to_string() }.at(&root.field("location_uid"))
        };
        let number = |uid: &Uid| self.locations_by_place().place(uid).ok_or_else(|| not_found(uid));
        uid.map(number).transpose()
    }

    /// The doctor that a command names.
    pub(super) fn named_doctor(&self, uid: &Uid) -> Result<&Member, Error> {
        let not_found = || {
            ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }.at(&Path::Root.field("doctor_uid"))
        };
        self.doctor_place(uid).map(|place| self.member_at(place)).ok_or_else(not_found)
    }

    /// The wish with the doctor of that uid, if it can be granted.
    pub(super) fn bookable(&self, wish: &Wish<'_>, doctor_uid: &Uid) -> Result<Granted<'_>, Refusal> {
        let member = self.named_doctor(doctor_uid)?;
        self.grant(wish, member)?.map_err(|reasons| {
            let explanation = Explanation { doctor_uid: doctor_uid.clone(), reasons };
            Rule::NotBookable { explanations: vec![explanation] }.into()
        })
    }
}

impl Member {
    /// The doctor's own video room.
    pub(super) fn room(&self) -> &Uid {
        self.doctor.video_room_id.as_ref().unwrap_or(&self.doctor.uid)
    }
}

/// Refuses a length that the type, if it is known, does not have.
pub(super) fn check_length(minutes: Option<i64>, policy: Option<&Policy>) -> Result<(), Error> {
    length::check(policy, minutes, &Path::Root.field("duration_minutes"))
}

/// Refuses more seats than the type, if it is known, has.
pub(super) fn check_seats(asked: Option<i64>, policy: Option<&Policy>) -> Result<(), Error> {
    seats::check(policy, asked, &Path::Root.field("seats"))
}

/// Refuses a reason that says nothing, or too much.
pub(super) fn check_reason(reason: &str) -> Result<(), Error> {
    let characters = if reason.trim().is_empty() { 0 } else { reason.chars().count() as i64 };
    check::range(characters, 1, REASON_CHARS_MAX as i64, &Path::Root.field("reason"))
}

/// What is not to count against a slot: the administrator may say so, and names each kind once.
pub(super) fn waived(codes: &[ReasonCode], by: Actor) -> Result<&[ReasonCode], Error> {
    let path = Path::Root;
    let list = path.field("override");
    if !codes.is_empty() && by != Actor::Administrator {
        let detail = "only the administrator overrides".to_owned();
        return Err(ErrorCode::Conflict { detail }.at(&list));
    }
    for (index, code) in codes.iter().enumerate() {
        if codes[..index].contains(code) {
            return Err(ErrorCode::Duplicate { value: code.to_string() }.at(&list.index(index)));
        }
    }
    Ok(codes)
}

/// The start that a command asks for, as an instant or on a clock; and whether the clock skips it, so that
/// this is the moment of the change.
pub(super) fn start_asked_for(
    start_date: Option<Instant>,
    local_start: Option<NaiveDateTime>,
    clock: &Zone,
) -> Result<(Instant, bool), Error> {
    let root = Path::Root;
    let Some(local) = local_start else {
        let start = start_date.ok_or_else(|| ErrorCode::MissingField.at(&root.field("start_date")))?;
        return Ok((start, false));
    };
    let start = LocalTime { local, path: root.field("local_start") }.resolve(clock, start_date)?;
    Ok((start, clock.local(start) != local))
}
