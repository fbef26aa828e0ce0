//! Constructors and setters of booking commands, for Rust callers.

use chrono::{NaiveDateTime, TimeDelta};

use super::setters;
use super::units::whole_minutes;
use crate::booking::Command;
use crate::model::appointment::Actor;
use crate::model::reason_code::ReasonCode;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// A command `hold` in the making: see [`Command::hold`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    uid: Uid,
    appointment_type_uid: Uid,
    start_date: Option<Instant>,
    local_start: Option<NaiveDateTime>,
    doctor_uid: Option<Uid>,
    patient_uid: Option<Uid>,
    by: Actor,
    overrides: Vec<ReasonCode>,
    replaces: Option<Uid>,
    duration_minutes: Option<i64>,
    seats: Option<i64>,
    location_uid: Option<Uid>,
}

/// A command `rebook` in the making: see [`Command::rebook`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebook {
    uid: Uid,
    start_date: Option<Instant>,
    local_start: Option<NaiveDateTime>,
    doctor_uid: Option<Uid>,
    by: Actor,
    overrides: Vec<ReasonCode>,
    duration_minutes: Option<i64>,
    seats: Option<i64>,
    appointment_type_uid: Option<Uid>,
    location_uid: Option<Uid>,
}

impl Command {
    /// Reserve a slot, for a patient who asks for it unless it is said otherwise.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use frontdesk::Command;
    ///
    /// let start = Utc.with_ymd_and_hms(2026, 3, 23, 9, 0, 0).unwrap();
    /// let command: Command = Command::hold("mtg-1", "apt-001", start).patient("pat-789").into();
    /// # assert!(matches!(command, Command::Hold { start_date: Some(at), .. } if at == start.into()));
    /// ```
    pub fn hold(
        uid: impl Into<Uid>,
        appointment_type_uid: impl Into<Uid>,
        start: impl Into<Instant>,
    ) -> Hold {
        Hold::new(uid.into(), appointment_type_uid.into(), Some(start.into()), None)
    }

    /// Reserve a slot that starts at a time of the doctor's clock; of the clinic's if no doctor is named.
    pub fn hold_local(
        uid: impl Into<Uid>,
        appointment_type_uid: impl Into<Uid>,
        start: NaiveDateTime,
    ) -> Hold {
        Hold::new(uid.into(), appointment_type_uid.into(), None, Some(start))
    }

    /// Move what is confirmed to another start, for its patient who asks for it unless it is said otherwise.
    pub fn rebook(uid: impl Into<Uid>, start: impl Into<Instant>) -> Rebook {
        Rebook::new(uid.into(), Some(start.into()), None)
    }

    /// Move what is confirmed to another start on the clock of the doctor.
    pub fn rebook_local(uid: impl Into<Uid>, start: NaiveDateTime) -> Rebook {
        Rebook::new(uid.into(), None, Some(start))
    }

    /// Put off the end of a hold.
    pub fn extend(uid: impl Into<Uid>) -> Self {
        Self::Extend { uid: uid.into() }
    }

    /// Book what is held.
    pub fn confirm(uid: impl Into<Uid>, by: Actor) -> Self {
        Self::Confirm { uid: uid.into(), video_room_id: None, by }
    }

    /// Book what waits for approval, as the administrator.
    pub fn approve(uid: impl Into<Uid>) -> Self {
        Self::Approve { uid: uid.into(), by: Actor::Administrator }
    }

    /// Call off what waits for approval, as the administrator.
    pub fn decline(uid: impl Into<Uid>, reason: impl Into<String>) -> Self {
        Self::Decline { uid: uid.into(), reason: reason.into(), by: Actor::Administrator }
    }

    /// Give a hold back.
    pub fn release(uid: impl Into<Uid>) -> Self {
        Self::Release { uid: uid.into() }
    }

    /// Call off what is held or confirmed.
    pub fn cancel(uid: impl Into<Uid>, reason: impl Into<String>, by: Actor) -> Self {
        Self::Cancel { uid: uid.into(), reason: reason.into(), by }
    }

    /// Say that a confirmed appointment took place.
    pub fn complete(uid: impl Into<Uid>, by: Actor) -> Self {
        Self::Complete { uid: uid.into(), by }
    }

    /// Say that the patient of a confirmed appointment did not come.
    pub fn no_show(uid: impl Into<Uid>) -> Self {
        Self::NoShow { uid: uid.into() }
    }

    /// Take back how an appointment ended, as the administrator.
    pub fn reopen(uid: impl Into<Uid>) -> Self {
        Self::Reopen { uid: uid.into(), by: Actor::Administrator }
    }
}

impl Hold {
    fn new(
        uid: Uid,
        appointment_type_uid: Uid,
        start_date: Option<Instant>,
        local_start: Option<NaiveDateTime>,
    ) -> Self {
        Self {
            uid,
            appointment_type_uid,
            start_date,
            local_start,
            doctor_uid: None,
            patient_uid: None,
            by: Actor::default(),
            overrides: Vec::new(),
            replaces: None,
            duration_minutes: None,
            seats: None,
            location_uid: None,
        }
    }
}

impl Rebook {
    fn new(uid: Uid, start_date: Option<Instant>, local_start: Option<NaiveDateTime>) -> Self {
        Self {
            uid,
            start_date,
            local_start,
            doctor_uid: None,
            by: Actor::default(),
            overrides: Vec::new(),
            duration_minutes: None,
            seats: None,
            appointment_type_uid: None,
            location_uid: None,
        }
    }
}

setters! { Hold {
    /// Who is booked.
    doctor(uid: impl Into<Uid>) => doctor_uid = Some(uid.into());
    /// For whom.
    patient(uid: impl Into<Uid>) => patient_uid = Some(uid.into());
    /// Who asks.
    by(actor: Actor) => by = actor;
    /// By the administrator only: kinds of reasons that do not count against the slot.
    overriding(codes: impl IntoIterator<Item = ReasonCode>) => overrides = codes.into_iter().collect();
    /// A live hold of the same patient that this one takes the place of.
    replaces(uid: impl Into<Uid>) => replaces = Some(uid.into());
    /// How long, one of the type's lengths.
    duration(length: TimeDelta) => duration_minutes = Some(whole_minutes(length));
    /// How many seats of a group visit.
    seats(seats: u32) => seats = Some(seats.into());
    /// Where.
    location(uid: impl Into<Uid>) => location_uid = Some(uid.into());
} }

setters! { Rebook {
    /// The new doctor.
    doctor(uid: impl Into<Uid>) => doctor_uid = Some(uid.into());
    /// Who asks.
    by(actor: Actor) => by = actor;
    /// By the administrator only: kinds of reasons that do not count against the new slot.
    overriding(codes: impl IntoIterator<Item = ReasonCode>) => overrides = codes.into_iter().collect();
    /// How long, one of the type's lengths.
    duration(length: TimeDelta) => duration_minutes = Some(whole_minutes(length));
    /// How many seats of a group visit.
    seats(seats: u32) => seats = Some(seats.into());
    /// What it is from then on.
    appointment_type(uid: impl Into<Uid>) => appointment_type_uid = Some(uid.into());
    /// Where.
    location(uid: impl Into<Uid>) => location_uid = Some(uid.into());
} }

impl From<Hold> for Command {
    fn from(hold: Hold) -> Self {
        Self::Hold {
            uid: hold.uid,
            appointment_type_uid: hold.appointment_type_uid,
            start_date: hold.start_date,
            local_start: hold.local_start,
            doctor_uid: hold.doctor_uid,
            patient_uid: hold.patient_uid,
            by: hold.by,
            r#override: hold.overrides,
            replaces: hold.replaces,
            duration_minutes: hold.duration_minutes,
            seats: hold.seats,
            location_uid: hold.location_uid,
        }
    }
}

impl From<Rebook> for Command {
    fn from(rebook: Rebook) -> Self {
        Self::Rebook {
            uid: rebook.uid,
            start_date: rebook.start_date,
            local_start: rebook.local_start,
            doctor_uid: rebook.doctor_uid,
            by: rebook.by,
            r#override: rebook.overrides,
            duration_minutes: rebook.duration_minutes,
            seats: rebook.seats,
            appointment_type_uid: rebook.appointment_type_uid,
            location_uid: rebook.location_uid,
        }
    }
}
