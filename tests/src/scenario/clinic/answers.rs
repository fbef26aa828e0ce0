//! What a clinic answers, in words.

use frontdesk::{
    Appointment, DoctorChoiceStrategy, DueReminder, Event, Explanation, OutsideHours, Reason, Refusal, Rule,
    Slot,
};

use crate::scenario::WeekClock;
use crate::scenario::answer;

impl WeekClock {
    /// `held, with ada, until 08:25`.
    pub(super) fn event(&self, event: &Event) -> Vec<String> {
        match event {
            Event::Held { appointment, overrode } => {
                let mut parts = self.appointment(appointment);
                parts.extend(overrode.iter().filter_map(Reason::code).map(|code| format!("overrode {code}")));
                parts
            }
            Event::Extended { hold_expires_at, .. } => {
                vec!["extended".to_owned(), format!("until {}", self.write(*hold_expires_at))]
            }
            Event::ApprovalRequested { hold_expires_at, video_room_id, .. } => vec![
                "approval_requested".to_owned(),
                format!("until {}", self.write(*hold_expires_at)),
                format!("room {video_room_id}"),
            ],
            Event::Confirmed { video_room_id, .. } => {
                vec!["confirmed".to_owned(), format!("room {video_room_id}")]
            }
            Event::Released { .. } => vec!["released".to_owned()],
            Event::Expired { .. } => vec!["expired".to_owned(), self.lapsed(event)],
            Event::Cancelled { reason, .. } => vec!["cancelled".to_owned(), format!("because {reason}")],
            Event::Rebooked { doctor_uid, start_date, end_date, video_room_id, overrode, .. } => {
                let room = video_room_id.as_ref().map_or("no room".to_owned(), |room| format!("room {room}"));
                let (start, end) = (self.write(*start_date), self.write(*end_date));
                let mut parts = vec![
                    "rebooked".to_owned(),
                    format!("with {doctor_uid}"),
                    format!("at {start}"),
                    format!("to {end}"),
                    room,
                ];
                parts.extend(overrode.iter().filter_map(Reason::code).map(|code| format!("overrode {code}")));
                parts
            }
            Event::Completed { .. } => vec!["completed".to_owned()],
            Event::NoShow { .. } => vec!["no_show".to_owned()],
            Event::Reopened { .. } => vec!["reopened".to_owned()],
        }
    }

    /// `a1 at 08:25`.
    pub(super) fn lapsed(&self, event: &Event) -> String {
        match event {
            Event::Expired { uid, at } => format!("{uid} at {}", self.write(*at)),
            other => format!("{} is no expiry", other.appointment_uid()),
        }
    }

    /// `confirmed, with ada, at 09:00, to 09:30, for pia, room a1, sequence 1`.
    pub(super) fn appointment(&self, appointment: &Appointment) -> Vec<String> {
        let mut parts = vec![appointment.status.to_string(), format!("with {}", appointment.doctor_uid)];
        parts.push(format!("at {}", self.write(appointment.start_date)));
        parts.push(format!("to {}", self.write(appointment.end_date)));
        parts.push(format!("sequence {}", appointment.sequence));
        let mut say = |name: &str, value: Option<String>| answer::say(&mut parts, name, value);
        say("type", appointment.appointment_type_uid.as_ref().map(ToString::to_string));
        say("patient", appointment.patient_uid.as_ref().map(ToString::to_string));
        say("until", appointment.hold_expires_at.map(|at| self.write(at)));
        say("room", appointment.video_room_id.as_ref().map(ToString::to_string));
        say("reason", appointment.cancellation_reason.clone());
        say("time of cancelling", appointment.cancelled_at.map(|at| self.write(at)));
        say("time of confirming", appointment.confirmed_at.map(|at| self.write(at)));
        let choice = appointment.doctor_choice.as_ref();
        say("choice", choice.map(|choice| format!("of {}", choice.candidates)));
        match choice.map(|choice| (choice.strategy, choice)) {
            Some((DoctorChoiceStrategy::FewestAppointments, choice)) => {
                say("sessions that day", choice.appointments_that_day.map(|count| count.to_string()));
            }
            Some((DoctorChoiceStrategy::Priority, choice)) => {
                say("priority", choice.priority.map(|priority| priority.to_string()));
            }
            Some((DoctorChoiceStrategy::RoundRobin, choice)) => {
                say("last booking", choice.last_booked_at.map(|at| self.write(at)));
            }
            None => {}
        }
        parts
    }

    /// `too_late_to_cancel, latest 08:00`; for a slot, `not_bookable, ada too_soon earliest 09:00`.
    pub(super) fn refusal(&self, refusal: &Refusal) -> Vec<String> {
        if let Refusal::Rule(Rule::NotBookable { explanations }) = refusal {
            return std::iter::once("not_bookable".to_owned()).chain(self.reasons(explanations)).collect();
        }
        self.data(refusal)
    }

    /// `ada too_soon earliest 09:00`, for each reason; `bookable` if there is none.
    pub(super) fn explanations(&self, explanations: &[Explanation]) -> Vec<String> {
        let reasons = self.reasons(explanations);
        if reasons.is_empty() { vec!["bookable".to_owned()] } else { reasons }
    }

    fn reasons(&self, explanations: &[Explanation]) -> Vec<String> {
        let of = |explanation: &Explanation| {
            let said = |reason| format!("{} {}", explanation.doctor_uid, self.reason(reason));
            explanation.reasons.iter().map(said).collect::<Vec<_>>()
        };
        explanations.iter().flat_map(of).collect()
    }

    /// `09:00`, or `09:00 with ada` where there are others.
    pub(super) fn slot(&self, slot: &Slot, alone: bool) -> String {
        let start = self.write(slot.start_date);
        if alone { start } else { format!("{start} with {}", slot.doctor_uid) }
    }

    /// `too_soon earliest 09:00`, `limit_reached 2 of 2 appointments per day of doctor`.
    fn reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::LimitReached { limit, used, .. } => {
                let value = serde_json::to_value(reason).unwrap_or_default();
                let [unit, per, scope] = ["unit", "per", "scope"].map(|name| self.value(name, &value[name]));
                format!("limit_reached {used} of {limit} {unit} per {per} of {scope}")
            }
            _ => self.data(reason).join(" "),
        }
    }

    /// `a1 hour-before at 08:00`.
    pub(super) fn reminder(&self, due: &DueReminder) -> String {
        format!("{} {} at {}", due.appointment_uid, due.reminder_uid, self.write(due.due_at))
    }

    /// `a1 with ada at 09:00 closed`.
    pub(super) fn outside(&self, outside: &OutsideHours) -> String {
        let codes: Vec<String> =
            outside.reasons.iter().map(|reason| self.data(reason).swap_remove(0)).collect();
        format!(
            "{} with {} at {} {}",
            outside.appointment_uid,
            outside.doctor_uid,
            self.write(outside.start_date),
            codes.join(" ")
        )
    }
}
