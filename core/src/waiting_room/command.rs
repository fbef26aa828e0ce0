//! What can be asked of a room, as plain data.

use serde::Serialize;

use super::entry::{DoctorPreference, QueuePresence};
use crate::model::appointment::Actor;
use crate::time::instant::Instant;
use crate::wait::ShownWait;
use crate::wire::tagged;
use crate::wire::uid::Uid;

/// Something that is to happen in a waiting room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "command", rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum QueueCommand {
    /// Join the queue.
    Register {
        /// The new entry's id. The same command again is answered with the same event.
        uid: Uid,
        /// Who joins.
        patient_uid: Uid,
        /// What the visit is about.
        visit_reason: Option<Uid>,
        /// Whom the patient would like to see.
        preferred_doctor_uid: Option<Uid>,
        /// What that means; `soft` if null.
        #[cfg_attr(feature = "schema", schemars(with = "Option<DoctorPreference>"))]
        preference: DoctorPreference,
        /// For how long only the preferred doctor will do.
        preference_patience_minutes: Option<i64>,
        /// The priority level, which says the two that follow.
        #[serde(skip_serializing_if = "Option::is_none")]
        level: Option<Uid>,
        /// Whether the patient is seen before others; not if null.
        #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
        urgent: bool,
        /// In the order of service the patient counts as having come so much earlier; 0 if null.
        #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
        head_start_seconds: i64,
    },
    /// A free doctor takes in whoever is next, or the one that is named.
    Allocate {
        /// The doctor.
        doctor_uid: Uid,
        /// A particular entry; the next in turn if null.
        uid: Option<Uid>,
    },
    /// A free doctor turns to an appointment.
    StartAppointment {
        /// The doctor.
        doctor_uid: Uid,
        /// The appointment.
        appointment_uid: Uid,
    },
    /// Say that the consultation of an entry is over.
    Complete {
        /// The entry.
        uid: Uid,
        /// When it was over, if that is said later: not before it began, and not after now; now if null.
        ended_at: Option<Instant>,
    },
    /// Say that the consultation of an appointment is over.
    FinishAppointment {
        /// The doctor.
        doctor_uid: Uid,
        /// The appointment.
        appointment_uid: Uid,
        /// As with `complete`.
        ended_at: Option<Instant>,
    },
    /// Say that the patient of an appointment, to which the doctor has turned, did not come.
    NoShow {
        /// The doctor.
        doctor_uid: Uid,
        /// The appointment.
        appointment_uid: Uid,
    },
    /// Turn away from an appointment that was called off or moved, or begun by mistake.
    LeaveAppointment {
        /// The doctor.
        doctor_uid: Uid,
        /// The appointment.
        appointment_uid: Uid,
    },
    /// Call off a visit.
    Cancel {
        /// The entry.
        uid: Uid,
        /// Who asks; the patient if null.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Actor>"))]
        by: Actor,
    },
    /// Send an allocated patient back to the queue, to the old place.
    Requeue {
        /// The entry.
        uid: Uid,
    },
    /// Let a patient wait, at the old place, for one doctor and no other.
    Transfer {
        /// The entry.
        uid: Uid,
        /// The doctor from now on.
        doctor_uid: Uid,
    },
    /// Send a patient elsewhere in the middle of a visit, to be seen again: to the X-ray, the laboratory, a
    /// nurse. The doctor is free meanwhile.
    SendElsewhere {
        /// The entry.
        uid: Uid,
        /// Who sees the patient afterwards; the same doctor if null.
        doctor_uid: Option<Uid>,
    },
    /// Say that a patient who was sent elsewhere is back, and is to be seen again.
    ComeBack {
        /// The entry.
        uid: Uid,
    },
    /// Say whether a patient who waits is there to be seen. Who is not keeps the place, and is passed over.
    SetPresence {
        /// The entry.
        uid: Uid,
        /// Which.
        presence: QueuePresence,
        /// Of `on_the_way`: in how many minutes the patient will be there.
        minutes: Option<i64>,
    },
    /// Say that somebody who waits was seen, where nobody says by whom, or until when.
    MarkSeen {
        /// The entry.
        uid: Uid,
    },
    /// Say what a patient who waits is told: what an estimate says that is to be shown.
    Announce {
        /// The entry.
        uid: Uid,
        /// What is shown. Its time is that of the event.
        shown: ShownWait,
    },
    /// Say whether a doctor is away. Who is fetches nobody, on duty or not.
    SetAway {
        /// The doctor.
        doctor_uid: Uid,
        /// Whether the doctor is away.
        away: bool,
        /// In about how many minutes the doctor will be back; until somebody says so if null.
        minutes: Option<i64>,
    },
    /// Triage again: put a patient on a priority level.
    SetLevel {
        /// The entry.
        uid: Uid,
        /// The level; if null none, so not urgent and without a head start.
        level: Option<Uid>,
    },
    /// Say whether a patient is urgent.
    SetUrgent {
        /// The entry.
        uid: Uid,
        /// Whether it is urgent.
        urgent: bool,
    },
}

tagged! {
    QueueCommand, command {
        uid: Uid,
        patient_uid: Uid,
        visit_reason: Uid,
        preferred_doctor_uid: Uid,
        preference: DoctorPreference,
        #[serde(deserialize_with = "crate::wire::optional_integer")]
        preference_patience_minutes: i64,
        level: Uid,
        urgent: bool,
        #[serde(deserialize_with = "crate::wire::optional_integer")]
        head_start_seconds: i64,
        doctor_uid: Uid,
        appointment_uid: Uid,
        by: Actor,
        presence: QueuePresence,
        #[serde(deserialize_with = "crate::wire::optional_integer")]
        minutes: i64,
        ended_at: Instant,
        shown: ShownWait,
        away: bool,
    }
    Register {
        uid,
        patient_uid,
        visit_reason,
        preferred_doctor_uid,
        preference = DoctorPreference::default(),
        preference_patience_minutes,
        level,
        urgent = false,
        head_start_seconds = 0
    }
    Allocate { doctor_uid, uid }
    StartAppointment { doctor_uid, appointment_uid }
    Complete { uid, ended_at }
    FinishAppointment { doctor_uid, appointment_uid, ended_at }
    NoShow { doctor_uid, appointment_uid }
    LeaveAppointment { doctor_uid, appointment_uid }
    Cancel { uid, by = Actor::default() }
    Requeue { uid }
    Transfer { uid, doctor_uid }
    SendElsewhere { uid, doctor_uid }
    ComeBack { uid }
    SetPresence { uid, presence, minutes }
    MarkSeen { uid }
    Announce { uid, shown }
    SetAway { doctor_uid, away, minutes }
    SetLevel { uid, level }
    SetUrgent { uid, urgent }
}
