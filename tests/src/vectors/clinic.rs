//! What is answered of a clinic.

use frontdesk::{
    Actor, Appointment, BookingOptions, Change, Clinic, ClinicSnapshot, Command, Event, Instant, Reason,
    Refusal, SlotQuery, TimezoneData, Uid,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Call, Input, read, wire};

/// The arguments of `is_bookable`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    appointment_type_uid: Uid,
    doctor_uid: Uid,
    start: Instant,
    #[serde(default)]
    duration_minutes: Option<i64>,
    #[serde(default)]
    seats: Option<i64>,
    #[serde(default)]
    patient_uid: Option<Uid>,
    #[serde(default)]
    by: Actor,
    #[serde(default)]
    location_uids: Option<Vec<Uid>>,
}

/// The arguments of `reason_sentence`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InWords {
    reason: Reason,
    language: String,
    #[serde(default)]
    timezone: Option<String>,
}

/// The argument of `local_time_changes`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OtherRules {
    other: Vec<TimezoneData>,
}

/// The argument of `apply`, as often as there are events.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Events {
    events: Vec<Event>,
}

/// What `apply` said to each event, and what is left.
#[derive(Serialize)]
struct Applied {
    recorded: Vec<bool>,
    appointments: Vec<Appointment>,
}

/// The argument of `next_due`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct After {
    after: Instant,
}

/// The arguments of `reminders_due`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stretch {
    after: Instant,
    until: Instant,
}

/// The answer, or what is wrong.
pub(super) fn answer(call: Call, input: &Input, now: Instant) -> Result<Value, Refusal> {
    let Input { clinic, changes, query, .. } = input;
    let mut clinic = Clinic::new(read::<ClinicSnapshot>(clinic.as_ref().unwrap_or(&Value::Null))?)?;
    for change in changes {
        clinic.change(read::<Change>(change)?)?;
    }
    let given = query.is_some();
    let query = query.as_ref().unwrap_or(&Value::Null);
    Ok(match call {
        // It was about what is built.
        Call::New | Call::Change if !given => Value::Null,
        Call::New | Call::Change | Call::FindSlots => {
            wire(&clinic.find_slots(&read::<SlotQuery>(query)?, now)?)
        }
        Call::FirstSlots => wire(&clinic.first_slots(&read(query)?, now)?),
        Call::DaysWithSlots => wire(&clinic.days_with_slots(&read(query)?, now)?),
        Call::Explain => wire(&clinic.explain(&read(query)?, now)?),
        Call::ExplainDays => wire(&clinic.explain_days(&read(query)?, now)?),
        Call::ReasonSentence => {
            let InWords { reason, language, timezone } = read(query)?;
            wire(&clinic.reason_sentence(&reason, &language, timezone.as_deref())?)
        }
        Call::IsBookable => {
            let Start {
                appointment_type_uid,
                doctor_uid,
                start,
                duration_minutes,
                seats,
                patient_uid,
                by,
                location_uids,
            } = read(query)?;
            let options = BookingOptions { duration_minutes, seats, patient_uid, by, location_uids };
            wire(&clinic.is_bookable(&appointment_type_uid, &doctor_uid, start, &options, now)?)
        }
        Call::Instant => wire(&clinic.instant(&read(query)?)?),
        Call::LocalTimeChanges => wire(&clinic.local_time_changes(&read::<OtherRules>(query)?.other)?),
        Call::Apply => {
            let Events { events } = read(query)?;
            let recorded = events.iter().map(|event| clinic.apply(event)).collect();
            wire(&Applied { recorded, appointments: clinic.snapshot().appointments })
        }
        Call::NextDue => json!({ "next_due": clinic.next_due(read::<After>(query)?.after) }),
        Call::RemindersDue => {
            let Stretch { after, until } = read(query)?;
            wire(&clinic.reminders_due(after, until)?)
        }
        Call::WouldLeaveOutsideHours => wire(&clinic.would_leave_outside_hours(read(query)?, now)?),
        Call::Utilisation => wire(&clinic.utilisation(&read(query)?, now)?),
        Call::Appointments => wire(&clinic.appointments(&read(query)?, now)?),
        Call::Outcomes => wire(&clinic.outcomes(&read(query)?, now)?),
        Call::OpenHours => wire(&clinic.open_hours(&read(query)?)?),
        Call::BusyTimeFromIcalendar => {
            let mut query = query.clone();
            let text = query.as_object_mut().and_then(|fields| fields.remove("text")).unwrap_or_default();
            let text = text.as_str().unwrap_or_default();
            wire(&clinic.busy_time_from_icalendar(text, &read(&query)?)?)
        }
        Call::Decide => wire(&clinic.decide(&read::<Command>(query)?, now)?),
        Call::Due => wire(&clinic.due(now)),
        Call::OutsideHours => wire(&clinic.outside_hours(now)?),
        // Answered elsewhere.
        Call::RoomNew
        | Call::RoomChange
        | Call::RoomDecide
        | Call::RoomApply
        | Call::RoomVisits
        | Call::RoomEstimates
        | Call::RoomForgotten
        | Call::RoomPromises => Value::Null,
        Call::RoomWaits | Call::RoomWaitIfJoined | Call::RoomExpectedWaits | Call::Learn | Call::Merge => {
            Value::Null
        }
    })
}
