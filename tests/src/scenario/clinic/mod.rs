//! The words of tables about a clinic: what may happen to an appointment.

mod answers;

use frontdesk::{
    Actor, Clinic, Command, Event, ExplainQuery, Instant, ReasonCode, Refusal, Rule, SlotQuery, Uid,
};
use serde_json::{Value, json};

use super::play::Play;
use super::words::{actor, after, keyword, text, time, uid};
use super::{Answer, Asked, WeekClock, Words};

/// The words about a clinic.
#[derive(Debug, Clone, Default)]
pub struct ClinicWords;

/// What is asked of a clinic.
#[derive(Debug, Clone)]
pub enum Question {
    /// What `due` lists; nothing is recorded.
    Due,
    /// What `due` lists is recorded.
    Expire,
    /// The reminders due after an instant, until now.
    Reminders {
        /// That instant.
        after: Instant,
    },
    /// The next instant at which something falls due.
    NextDue,
    /// What is recorded of an appointment.
    Show(Uid),
    /// What lies outside hours.
    Outside,
    /// The slots of a day or a range.
    Slots(SlotQuery),
    /// Why a start can't be booked.
    Why(ExplainQuery),
}

impl Words for ClinicWords {
    type Subject = Clinic;
    type Question = Question;

    const SUBJECT: &'static str = "clinic";

    fn asked(verb: &str, words: &mut &[String], clock: &WeekClock) -> Result<Asked<Self>, String> {
        Ok(Asked::Question(match verb {
            "due" => Question::Due,
            "expire" => Question::Expire,
            "next_due" => Question::NextDue,
            "outside" => Question::Outside,
            "reminders" => {
                keyword(words, "since").then_some(()).ok_or("reminders since when?")?;
                Question::Reminders { after: time(words, clock)? }
            }
            "show" => Question::Show(uid(words)?),
            "slots" => Question::Slots(slots(words, clock)?),
            "why" => Question::Why(why(words, clock)?),
            _ => return command(verb, words, clock).map(Asked::Decide),
        }))
    }

    fn event(clock: &WeekClock, event: &Event, _: &Clinic, _: &Clinic) -> Vec<String> {
        clock.event(event)
    }

    fn refusal(clock: &WeekClock, refusal: &Refusal) -> Answer {
        match refusal {
            Refusal::Rule(Rule::NotBookable { .. }) => Answer::Whole(clock.refusal(refusal)),
            _ => Answer::Parts(clock.refusal(refusal)),
        }
    }

    fn answer(
        &mut self,
        play: &mut Play<Clinic>,
        question: &Question,
        clock: &WeekClock,
        now: Instant,
    ) -> Answer {
        let clinic = &play.subject;
        match question {
            Question::Due => Answer::list(clock, Ok(clinic.due(now)), |event| clock.lapsed(event)),
            Question::Expire => {
                let due = clinic.due(now);
                let expire = |event: &Event| {
                    let lapsed = clock.lapsed(event);
                    if play.record(event) { lapsed } else { format!("{lapsed} as before") }
                };
                Answer::list(clock, Ok(due.iter().map(expire).collect()), String::clone)
            }
            Question::Reminders { after } => {
                Answer::list(clock, clinic.reminders_due(*after, now), |due| clock.reminder(due))
            }
            Question::NextDue => {
                Answer::Whole(vec![clinic.next_due(now).map_or("nothing".to_owned(), |at| clock.write(at))])
            }
            Question::Show(uid) => Answer::Parts(
                clinic.appointment(uid).map_or(vec!["unknown".to_owned()], |found| clock.appointment(&found)),
            ),
            Question::Slots(query) => {
                let alone = query.doctor_uids.is_some() || clinic.doctor_uids().count() == 1;
                Answer::list(clock, clinic.find_slots(query, now), |slot| clock.slot(slot, alone))
            }
            Question::Why(query) => match clinic.explain(query, now) {
                Ok(explanations) => Answer::Whole(clock.explanations(&explanations)),
                Err(error) => Answer::Parts(clock.data(&error)),
            },
            Question::Outside => {
                Answer::list(clock, clinic.outside_hours(now), |outside| clock.outside(outside))
            }
        }
    }
}

/// `slots TYPE on DAY` or `slots TYPE from TIME to TIME`, then what `whom` reads.
fn slots(words: &mut &[String], clock: &WeekClock) -> Result<SlotQuery, String> {
    let appointment_type_uid = uid(words)?;
    let (from, to) = if keyword(words, "on") {
        clock.take_day(words).ok_or("on which day?")?
    } else {
        let from = keyword(words, "from").then(|| time(words, clock)).ok_or("from when?")??;
        (from, keyword(words, "to").then(|| time(words, clock)).ok_or("to when?")??)
    };
    let mut query = json!({ "appointment_type_uid": appointment_type_uid, "from": from, "to": to });
    whom(&mut query, words)?;
    serde_json::from_value(query).map_err(|error| error.to_string())
}

/// `why TYPE TIME`, then what `whom` reads.
fn why(words: &mut &[String], clock: &WeekClock) -> Result<ExplainQuery, String> {
    let mut query = json!({ "appointment_type_uid": uid(words)?, "start_date": time(words, clock)? });
    whom(&mut query, words)?;
    serde_json::from_value(query).map_err(|error| error.to_string())
}

/// `[with DOCTOR] [for PATIENT] [by WHO] [lasting MINUTES] [seating SEATS] [located LOCATION]` of a query.
fn whom(query: &mut Value, words: &mut &[String]) -> Result<(), String> {
    if let Some(doctor) = after(words, "with")? {
        query["doctor_uids"] = json!([doctor]);
    }
    query["patient_uid"] = json!(after(words, "for")?);
    query["by"] = json!(actor(words)?);
    if let Some(minutes) = minutes(words)? {
        query["duration_minutes"] = json!(minutes);
    }
    if let Some(seats) = seats(words)? {
        query["seats"] = json!(seats);
    }
    if let Some(location) = after(words, "located")? {
        query["location_uids"] = json!([location]);
    }
    Ok(())
}

fn command(verb: &str, words: &mut &[String], clock: &WeekClock) -> Result<Command, String> {
    let uid_of = uid(words)?;
    Ok(match verb {
        "hold" => Command::Hold {
            uid: uid_of,
            appointment_type_uid: uid(words)?,
            start_date: Some(time(words, clock)?),
            local_start: None,
            doctor_uid: after(words, "with")?,
            patient_uid: after(words, "for")?,
            by: actor(words)?,
            r#override: codes(words)?,
            replaces: after(words, "replacing")?,
            duration_minutes: minutes(words)?,
            seats: seats(words)?,
            location_uid: after(words, "located")?,
        },
        "confirm" => Command::Confirm { uid: uid_of, video_room_id: after(words, "in")?, by: actor(words)? },
        "extend" => Command::Extend { uid: uid_of },
        "approve" => Command::Approve { uid: uid_of, by: Actor::Administrator },
        "decline" => Command::Decline { uid: uid_of, reason: text(words)?, by: Actor::Administrator },
        "release" => Command::Release { uid: uid_of },
        "cancel" => Command::Cancel { uid: uid_of, reason: text(words)?, by: actor(words)? },
        "rebook" => Command::Rebook {
            uid: uid_of,
            start_date: Some(keyword(words, "to").then(|| time(words, clock)).ok_or("rebook to when?")??),
            local_start: None,
            doctor_uid: after(words, "with")?,
            by: actor(words)?,
            r#override: codes(words)?,
            duration_minutes: minutes(words)?,
            seats: seats(words)?,
            appointment_type_uid: after(words, "as")?,
            location_uid: after(words, "located")?,
        },
        "complete" => Command::Complete { uid: uid_of, by: actor(words)? },
        "no_show" => Command::NoShow { uid: uid_of },
        "reopen" => Command::Reopen { uid: uid_of, by: Actor::Administrator },
        _ => return Err(format!("`{verb}` is not known")),
    })
}

/// `lasting 60`, in minutes.
fn minutes(words: &mut &[String]) -> Result<Option<i64>, String> {
    let number = |word: String| word.parse().map_err(|_| format!("no number of minutes: `{word}`"));
    keyword(words, "lasting").then(|| text(words).and_then(number)).transpose()
}

/// `seating 4`.
fn seats(words: &mut &[String]) -> Result<Option<i64>, String> {
    let number = |word: String| word.parse().map_err(|_| format!("no number of seats: `{word}`"));
    keyword(words, "seating").then(|| text(words).and_then(number)).transpose()
}

/// `overriding held,off_grid`.
fn codes(words: &mut &[String]) -> Result<Vec<ReasonCode>, String> {
    if !keyword(words, "overriding") {
        return Ok(Vec::new());
    }
    let code = |word: &str| serde_json::from_value(word.into()).map_err(|_| format!("no reason `{word}`"));
    text(words)?.split('+').map(code).collect()
}
