//! What section 8 of the semantics says of a command, worked out from the snapshot alone: the first refusal,
//! or the event.

use frontdesk::{
    Consultation, DoctorPreference, Instant, QueueCommand, QueueDoctor, QueueEntry, QueuePresence,
    QueueStatus, Uid, WaitingRoomSnapshot,
};

/// A room and the time.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// The room as it is.
    pub room: &'a WaitingRoomSnapshot,
    /// When it is asked.
    pub now: Instant,
}

const WAITING: &[QueueStatus] = &[QueueStatus::Waiting];
const ALLOCATED: &[QueueStatus] = &[QueueStatus::Allocated];
const LIVE: &[QueueStatus] = &[QueueStatus::Waiting, QueueStatus::Allocated];

impl Rules<'_> {
    /// The code of the refusal or of the event, and for an allocation the entry.
    pub fn expected(&self, command: &QueueCommand) -> String {
        let answer = match command {
            QueueCommand::Register { .. } => self.register(command),
            QueueCommand::Allocate { doctor_uid, uid } => return self.allocate(doctor_uid, uid.as_ref()),
            QueueCommand::StartAppointment { doctor_uid, appointment_uid } => match self.doctor(doctor_uid) {
                None => "not_found",
                Some(doctor) if is_busy(doctor) => "doctor_busy",
                Some(doctor) if doctor.appointments.iter().any(|there| there.uid == *appointment_uid) => {
                    "appointment_started"
                }
                Some(_) => "not_found",
            },
            QueueCommand::FinishAppointment { doctor_uid, appointment_uid, ended_at } => {
                match self.under_way(doctor_uid, appointment_uid) {
                    None => "not_found",
                    Some(current) if !self.may_have_ended(*ended_at, current.started_at) => "out_of_range",
                    Some(_) => "appointment_finished",
                }
            }
            QueueCommand::LeaveAppointment { doctor_uid, appointment_uid } => {
                self.begun(doctor_uid, appointment_uid).map_or("not_found", |_| "appointment_left")
            }
            QueueCommand::NoShow { doctor_uid, appointment_uid } => match self
                .begun(doctor_uid, appointment_uid)
            {
                None => "not_found",
                Some(from) if self.now.0 < from + self.room.policy.no_show_grace_minutes * 60 => "too_soon",
                Some(_) => "no_show",
            },
            QueueCommand::Complete { uid, ended_at } => match self.standing(uid, ALLOCATED, "completed") {
                "completed"
                    if !self
                        .entry(uid)
                        .and_then(|entry| entry.allocated_at)
                        .is_some_and(|start| self.may_have_ended(*ended_at, start)) =>
                {
                    "out_of_range"
                }
                answer => answer,
            },
            QueueCommand::MarkSeen { uid } => self.standing(uid, WAITING, "seen"),
            QueueCommand::Announce { uid, shown } => match self.standing(uid, WAITING, "announced") {
                "announced" if shown.at_most_minutes < shown.minutes || shown.position < 1 => "out_of_range",
                "announced" if shown.uid.as_ref().is_some_and(|other| other != uid) => "conflict",
                answer => answer,
            },
            QueueCommand::SetAway { doctor_uid, .. } if self.doctor(doctor_uid).is_none() => "not_found",
            QueueCommand::SetAway { away: false, minutes: Some(_), .. } => "conflict",
            QueueCommand::SetAway { minutes: Some(1_441..), .. } => "out_of_range",
            QueueCommand::SetAway { .. } => "away_set",
            QueueCommand::Cancel { uid, .. } => self.standing(uid, LIVE, "cancelled"),
            QueueCommand::Requeue { uid } => self.standing(uid, ALLOCATED, "requeued"),
            QueueCommand::Transfer { doctor_uid, .. } if self.doctor(doctor_uid).is_none() => "not_found",
            QueueCommand::Transfer { uid, .. } => self.standing(uid, LIVE, "transferred"),
            QueueCommand::SendElsewhere { doctor_uid: Some(doctor), .. } if self.doctor(doctor).is_none() => {
                "not_found"
            }
            QueueCommand::SendElsewhere { uid, .. } => {
                match self.standing(uid, ALLOCATED, "sent_elsewhere") {
                    "sent_elsewhere" if self.entry(uid).is_some_and(|entry| entry.parts.len() >= 20) => {
                        "too_many"
                    }
                    answer => answer,
                }
            }
            QueueCommand::ComeBack { uid } => match self.standing(uid, WAITING, "came_back") {
                "came_back" if !self.entry(uid).is_some_and(is_sent) => "not_elsewhere",
                answer => answer,
            },
            QueueCommand::SetPresence { uid, presence, minutes } => {
                match self.standing(uid, WAITING, "presence_set") {
                    "presence_set" if *presence == QueuePresence::OnTheWay => match minutes {
                        None => "missing_field",
                        Some(minutes) if (0..=1_440).contains(minutes) => "presence_set",
                        Some(_) => "out_of_range",
                    },
                    "presence_set" if minutes.is_some() => "conflict",
                    answer => answer,
                }
            }
            // A level that is not there is named before anything is said of the entry.
            QueueCommand::SetLevel { level: Some(level), .. } if !self.has_level(level) => "not_found",
            QueueCommand::SetLevel { uid, .. } => self.standing(uid, LIVE, "level_set"),
            QueueCommand::SetUrgent { uid, .. } => self.standing(uid, LIVE, "urgency_set"),
        };
        answer.to_owned()
    }

    fn doctor(&self, uid: &Uid) -> Option<&QueueDoctor> {
        self.room.doctors.iter().find(|doctor| doctor.uid == *uid)
    }

    fn entry(&self, uid: &Uid) -> Option<&QueueEntry> {
        self.room.entries.iter().find(|entry| entry.uid == *uid)
    }

    fn has_level(&self, uid: &Uid) -> bool {
        self.room.policy.levels.iter().any(|level| level.uid == *uid)
    }

    fn standing(&self, uid: &Uid, expected: &[QueueStatus], event: &'static str) -> &'static str {
        match self.entry(uid) {
            None => "not_found",
            Some(entry) if expected.contains(&entry.status) => event,
            Some(_) => "wrong_status",
        }
    }

    /// Of an end that is said: not before it began, and not after now.
    fn may_have_ended(&self, ended_at: Option<Instant>, start: Instant) -> bool {
        ended_at.is_none_or(|ended_at| start <= ended_at && ended_at <= self.now.max(start))
    }

    /// The consultation of an appointment with this doctor.
    fn under_way(&self, doctor_uid: &Uid, appointment_uid: &Uid) -> Option<&Consultation> {
        let doctor = self.doctor(doctor_uid)?;
        let is_it = |seen: &&Consultation| {
            seen.uid == *appointment_uid && seen.kind == frontdesk::VisitKind::Appointment
        };
        doctor.current.iter().chain(&doctor.beside).find(is_it)
    }

    /// The later of when the doctor turned to an appointment and when it was to begin.
    fn begun(&self, doctor_uid: &Uid, appointment_uid: &Uid) -> Option<i64> {
        let current = self.under_way(doctor_uid, appointment_uid)?;
        Some(current.started_at.0.max(current.registered_at.0))
    }

    fn past_closing(&self) -> bool {
        self.room.policy.closes_at.is_some_and(|closes_at| closes_at <= self.now)
    }

    fn waiting(&self) -> Vec<&QueueEntry> {
        self.room.entries.iter().filter(|entry| entry.status == QueueStatus::Waiting).collect()
    }

    fn register(&self, command: &QueueCommand) -> &'static str {
        let QueueCommand::Register {
            uid,
            patient_uid,
            visit_reason,
            preferred_doctor_uid,
            preference,
            preference_patience_minutes,
            level,
            urgent,
            head_start_seconds,
        } = command
        else {
            return "another command";
        };
        if level.is_some() && (*urgent || *head_start_seconds != 0) {
            return "conflict";
        }
        if let Some(there) = self.entry(uid) {
            let same = there.patient_uid == *patient_uid
                && there.visit_reason == *visit_reason
                && there.preferred_doctor_uid == *preferred_doctor_uid
                && there.preference == *preference
                && there.preference_patience_minutes == *preference_patience_minutes
                && there.level == *level
                && (level.is_some()
                    || there.urgent == *urgent && there.head_start_seconds == *head_start_seconds);
            return if same { "registered" } else { "already_exists" };
        }
        let capacity = self.room.policy.capacity.unwrap_or(i64::MAX);
        let served = |doctor: &Uid| self.serves(doctor, visit_reason.as_ref());
        if *preference == DoctorPreference::Strict
            && preferred_doctor_uid.as_ref().is_some_and(|uid| self.doctor(uid).is_some() && !served(uid))
        {
            "conflict"
        } else if preferred_doctor_uid.as_ref().is_some_and(|doctor| self.doctor(doctor).is_none())
            || level.as_ref().is_some_and(|level| !self.has_level(level))
        {
            "not_found"
        } else if self
            .room
            .entries
            .iter()
            .any(|entry| entry.patient_uid == *patient_uid && LIVE.contains(&entry.status))
        {
            "already_registered"
        } else if self.room.policy.is_closed {
            "closed"
        } else if self.past_closing() {
            "past_closing"
        } else if self.waiting().len() as i64 >= capacity {
            "queue_full"
        } else {
            "registered"
        }
    }

    fn allocate(&self, doctor_uid: &Uid, wanted: Option<&Uid>) -> String {
        let Some(doctor) = self.doctor(doctor_uid) else {
            return "not_found".to_owned();
        };
        if wanted.is_some_and(|uid| self.entry(uid).is_none()) {
            return "not_found".to_owned();
        }
        let next = doctor.appointments.iter().map(|appointment| appointment.start_date.0).min();
        // Whom somebody calls by name, and who was seen before, is seen whenever that is.
        let goes_on = wanted.and_then(|uid| self.entry(uid)).is_some_and(|entry| !entry.parts.is_empty());
        let refusal = if is_busy(doctor) {
            Some("doctor_busy")
        } else if wanted.is_some_and(|uid| self.standing(uid, WAITING, "allocated") == "wrong_status") {
            Some("wrong_status")
        } else if self.past_closing() && !goes_on {
            Some("past_closing")
        } else if next.is_some_and(|start| start <= self.now.0) {
            Some("appointment_due")
        } else if !goes_on
            && !doctor.duty.iter().any(|window| window.start_date <= self.now && self.now < window.end_date)
        {
            Some("off_duty")
        } else if !goes_on
            && doctor.away_since.is_some_and(|since| since <= self.now)
            && doctor.back_at.is_none_or(|back_at| self.now < back_at)
        {
            Some("doctor_away")
        } else if next.is_some_and(|start| self.now.0 + self.room.policy.guard_minutes * 60 > start) {
            Some("appointment_soon")
        } else {
            None
        };
        match (refusal, wanted) {
            (Some(refusal), _) => refusal.to_owned(),
            (None, Some(uid))
                if self.waiting().iter().any(|entry| entry.uid == *uid && self.may_see(doctor, entry)) =>
            {
                format!("allocated {uid}")
            }
            (None, Some(uid)) => {
                let entry = self.entry(uid).filter(|entry| entry.preference == DoctorPreference::Soft);
                let served = entry.is_none_or(|entry| self.serves(doctor_uid, entry.visit_reason.as_ref()));
                if served { "other_doctor_only" } else { "reason_not_served" }.to_owned()
            }
            (None, None) => self
                .next_for(doctor)
                .map_or("nobody_waiting".to_owned(), |entry| format!("allocated {}", entry.uid)),
        }
    }

    fn is_there(&self, entry: &QueueEntry) -> bool {
        match entry.presence {
            QueuePresence::Ready => true,
            QueuePresence::Elsewhere => false,
            QueuePresence::OnTheWay => entry.ready_at.is_some_and(|at| at <= self.now),
        }
    }

    /// Whether the policy names the doctor for a reason, or does not say who serves it.
    fn serves(&self, doctor: &Uid, reason: Option<&Uid>) -> bool {
        let known = self.room.policy.visit_reasons.iter().find(|known| Some(&known.reason) == reason);
        known.and_then(|known| known.doctor_uids.as_ref()).is_none_or(|doctors| doctors.contains(doctor))
    }

    fn may_see(&self, doctor: &QueueDoctor, entry: &QueueEntry) -> bool {
        let reason = entry.visit_reason.as_ref();
        let is_soft = entry.preference == DoctorPreference::Soft;
        if is_soft && !self.serves(&doctor.uid, reason) {
            return false;
        }
        let preferred = entry.preferred_doctor_uid.as_ref().filter(|uid| self.doctor(uid).is_some());
        let Some(preferred) = preferred.filter(|uid| !is_soft || self.serves(uid, reason)) else {
            return true;
        };
        *preferred == doctor.uid
            || match (entry.preference, entry.preference_patience_minutes) {
                (DoctorPreference::Strict, _) => false,
                (DoctorPreference::Soft, Some(minutes)) => self.now.0 >= entry.registered_at.0 + minutes * 60,
                (DoctorPreference::Soft, None) => true,
            }
    }

    /// Of those whom the doctor may see: the urgent if there are any; of these those who were seen before and
    /// sent elsewhere, if there are any; of these those who would like to see
    /// this doctor and wait for nobody, if there are any; of these the first.
    fn next_for(&self, doctor: &QueueDoctor) -> Option<&QueueEntry> {
        let mut left: Vec<&QueueEntry> = self
            .waiting()
            .into_iter()
            .filter(|entry| self.may_see(doctor, entry) && self.is_there(entry))
            .collect();
        let own = |entry: &QueueEntry| {
            let soft =
                entry.preference == DoctorPreference::Soft && entry.preference_patience_minutes.is_none();
            soft && entry.preferred_doctor_uid.as_ref() == Some(&doctor.uid)
        };
        let was_seen = |entry: &QueueEntry| !entry.parts.is_empty();
        let urgent = |entry: &QueueEntry| entry.urgent;
        let ranks: [&dyn Fn(&QueueEntry) -> bool; 3] = [&urgent, &was_seen, &own];
        for goes_first in ranks {
            if left.iter().any(|entry| goes_first(entry)) {
                left.retain(|entry| goes_first(entry));
            }
        }
        left.into_iter()
            .min_by_key(|entry| (entry.registered_at.0 - entry.head_start_seconds, entry.sequence))
    }
}

/// Whether the patient was sent elsewhere in the middle of a visit, and has not come back.
fn is_sent(entry: &QueueEntry) -> bool {
    entry.parts.last().is_some_and(|part| part.back_at.is_none())
}

/// Whether the doctor sees as many as that doctor can at a time.
fn is_busy(doctor: &QueueDoctor) -> bool {
    let seen = usize::from(doctor.current.is_some()) + doctor.beside.len();
    seen as i64 >= doctor.concurrent_patients_max.unwrap_or(1)
}
