//! What has happened in a room, as plain data: replayed, the same room comes out.

use serde::Serialize;

use super::doctor::UpcomingAppointment;
use super::entry::{QueueEntry, QueuePresence};
use crate::model::appointment::Actor;
use crate::time::instant::Instant;
use crate::wait::ShownWait;
use crate::wire::tagged;
use crate::wire::uid::Uid;

/// Something that happened in a waiting room. `at` is when, and `sequence` is its number: the room counts its
/// events, so that it knows those that it has recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "event", rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum QueueEvent {
    /// Somebody joined.
    Registered {
        /// The new entry.
        entry: Box<QueueEntry>,
    },
    /// A doctor took a patient in.
    Allocated {
        /// The entry.
        uid: Uid,
        /// When.
        at: Instant,
        /// The doctor.
        doctor_uid: Uid,
        /// Where they meet.
        video_room_id: Uid,
        /// The event's number.
        sequence: i64,
    },
    /// A doctor turned to an appointment.
    AppointmentStarted {
        /// The doctor.
        doctor_uid: Uid,
        /// When.
        at: Instant,
        /// The appointment, as it stood among those to come.
        appointment: UpcomingAppointment,
        /// The event's number.
        sequence: i64,
    },
    /// A consultation is over.
    Completed {
        /// The entry.
        uid: Uid,
        /// When.
        at: Instant,
        /// The event's number.
        sequence: i64,
    },
    /// The consultation of an appointment is over.
    AppointmentFinished {
        /// The doctor.
        doctor_uid: Uid,
        /// The appointment.
        appointment_uid: Uid,
        /// When it began.
        started_at: Instant,
        /// When.
        at: Instant,
        /// The event's number.
        sequence: i64,
    },
    /// The patient of an appointment did not come.
    NoShow {
        /// The doctor.
        doctor_uid: Uid,
        /// The appointment.
        appointment_uid: Uid,
        /// When the doctor turned to it.
        started_at: Instant,
        /// When that was said.
        at: Instant,
        /// The event's number.
        sequence: i64,
    },
    /// A doctor turned away from an appointment that did not take place, or not now.
    AppointmentLeft {
        /// The doctor.
        doctor_uid: Uid,
        /// The appointment.
        appointment_uid: Uid,
        /// When the doctor turned to it.
        started_at: Instant,
        /// When.
        at: Instant,
        /// The event's number.
        sequence: i64,
    },
    /// Called off.
    Cancelled {
        /// The entry.
        uid: Uid,
        /// When.
        at: Instant,
        /// By whom.
        by: Actor,
        /// The event's number.
        sequence: i64,
    },
    /// Sent back to the queue.
    Requeued {
        /// The entry.
        uid: Uid,
        /// When.
        at: Instant,
        /// The event's number.
        sequence: i64,
    },
    /// Waits for one doctor and no other.
    Transferred {
        /// The entry.
        uid: Uid,
        /// When.
        at: Instant,
        /// The doctor from now on.
        doctor_uid: Uid,
        /// The event's number.
        sequence: i64,
    },
    /// Was sent elsewhere in the middle of a visit.
    SentElsewhere {
        /// The entry.
        uid: Uid,
        /// When.
        at: Instant,
        /// Who sees the patient afterwards.
        doctor_uid: Uid,
        /// The event's number.
        sequence: i64,
    },
    /// Is back from there, to be seen again.
    CameBack {
        /// The entry.
        uid: Uid,
        /// When.
        at: Instant,
        /// The event's number.
        sequence: i64,
    },
    /// Is there to be seen, or not.
    PresenceSet {
        /// The entry.
        uid: Uid,
        /// When that was said.
        at: Instant,
        /// Which.
        presence: QueuePresence,
        /// When a patient who is on the way will be there.
        ready_at: Option<Instant>,
        /// The event's number.
        sequence: i64,
    },
    /// Was seen, nobody says by whom.
    Seen {
        /// The entry.
        uid: Uid,
        /// When.
        at: Instant,
        /// The event's number.
        sequence: i64,
    },
    /// Was told how long it will be.
    Announced {
        /// The entry.
        uid: Uid,
        /// When.
        at: Instant,
        /// What was told, at that time.
        shown: ShownWait,
        /// The event's number.
        sequence: i64,
    },
    /// A doctor is away from now on, or no longer.
    AwaySet {
        /// The doctor.
        doctor_uid: Uid,
        /// When.
        at: Instant,
        /// Which.
        away: bool,
        /// When a doctor who is away will be back, if that is known.
        back_at: Option<Instant>,
        /// The event's number.
        sequence: i64,
    },
    /// Is on a priority level from now on, or on none.
    LevelSet {
        /// The entry.
        uid: Uid,
        /// When.
        at: Instant,
        /// The level.
        level: Option<Uid>,
        /// Whether its patients were urgent then.
        urgent: bool,
        /// How much earlier its patients counted as having come then.
        head_start_seconds: i64,
        /// The event's number.
        sequence: i64,
    },
    /// Is urgent from now on, or no longer.
    UrgencySet {
        /// The entry.
        uid: Uid,
        /// When.
        at: Instant,
        /// Which.
        urgent: bool,
        /// The event's number.
        sequence: i64,
    },
}

tagged! {
    QueueEvent, event {
        entry: Box<QueueEntry>,
        uid: Uid,
        at: Instant,
        doctor_uid: Uid,
        video_room_id: Uid,
        appointment: UpcomingAppointment,
        appointment_uid: Uid,
        started_at: Instant,
        by: Actor,
        level: Uid,
        urgent: bool,
        #[serde(deserialize_with = "crate::wire::optional_integer")]
        head_start_seconds: i64,
        presence: QueuePresence,
        ready_at: Instant,
        shown: ShownWait,
        away: bool,
        back_at: Instant,
        #[serde(deserialize_with = "crate::wire::optional_integer")]
        sequence: i64,
    }
    Registered { entry }
    Allocated { uid, at, doctor_uid, video_room_id, sequence }
    AppointmentStarted { doctor_uid, at, appointment, sequence }
    Completed { uid, at, sequence }
    AppointmentFinished { doctor_uid, appointment_uid, started_at, at, sequence }
    NoShow { doctor_uid, appointment_uid, started_at, at, sequence }
    AppointmentLeft { doctor_uid, appointment_uid, started_at, at, sequence }
    Cancelled { uid, at, by, sequence }
    Requeued { uid, at, sequence }
    Transferred { uid, at, doctor_uid, sequence }
    SentElsewhere { uid, at, doctor_uid, sequence }
    CameBack { uid, at, sequence }
    PresenceSet { uid, at, presence, ready_at, sequence }
    Seen { uid, at, sequence }
    Announced { uid, at, shown, sequence }
    AwaySet { doctor_uid, at, away, back_at, sequence }
    LevelSet { uid, at, level, urgent, head_start_seconds, sequence }
    UrgencySet { uid, at, urgent, sequence }
}

impl QueueEvent {
    /// What it is called on the wire.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Registered { .. } => "registered",
            Self::Allocated { .. } => "allocated",
            Self::AppointmentStarted { .. } => "appointment_started",
            Self::Completed { .. } => "completed",
            Self::AppointmentFinished { .. } => "appointment_finished",
            Self::NoShow { .. } => "no_show",
            Self::AppointmentLeft { .. } => "appointment_left",
            Self::Cancelled { .. } => "cancelled",
            Self::Requeued { .. } => "requeued",
            Self::Transferred { .. } => "transferred",
            Self::SentElsewhere { .. } => "sent_elsewhere",
            Self::CameBack { .. } => "came_back",
            Self::PresenceSet { .. } => "presence_set",
            Self::Seen { .. } => "seen",
            Self::Announced { .. } => "announced",
            Self::AwaySet { .. } => "away_set",
            Self::LevelSet { .. } => "level_set",
            Self::UrgencySet { .. } => "urgency_set",
        }
    }

    /// When it happened.
    pub fn at(&self) -> Instant {
        self.at_and_sequence().0
    }

    /// Its number among the events of the room.
    pub fn sequence(&self) -> i64 {
        self.at_and_sequence().1
    }

    fn at_and_sequence(&self) -> (Instant, i64) {
        match self {
            Self::Registered { entry } => (entry.registered_at, entry.sequence),
            Self::Allocated { at, sequence, .. }
            | Self::AppointmentStarted { at, sequence, .. }
            | Self::Completed { at, sequence, .. }
            | Self::AppointmentFinished { at, sequence, .. }
            | Self::NoShow { at, sequence, .. }
            | Self::AppointmentLeft { at, sequence, .. }
            | Self::Cancelled { at, sequence, .. }
            | Self::Requeued { at, sequence, .. }
            | Self::Transferred { at, sequence, .. }
            | Self::SentElsewhere { at, sequence, .. }
            | Self::CameBack { at, sequence, .. }
            | Self::PresenceSet { at, sequence, .. }
            | Self::Seen { at, sequence, .. }
            | Self::Announced { at, sequence, .. }
            | Self::AwaySet { at, sequence, .. }
            | Self::LevelSet { at, sequence, .. }
            | Self::UrgencySet { at, sequence, .. } => (*at, *sequence),
        }
    }
}
