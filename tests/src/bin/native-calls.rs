//! What the JavaScript package is called with, answered natively: the answers must be the same, byte for
//! byte.
//!
//! A line is a handle and its calls: `{ "handle": "clinic", "made_of": TEXT, "calls": [[NAME, [ARGUMENT, …]],
//! …] }`. The answer is a line with `made`, null or why there is no handle, and `answers`, each as text.
//! Lines come from standard input; or, with a number as argument, so many random calls are printed with their
//! answers.

use std::io::{self, BufRead, Write};

use frontdesk::{
    BookingOptions, Clinic, ClinicSnapshot, Command, DaysQuery, Event, Instant, Learner, Reason, SlotQuery,
    WaitingRoom, WaitingRoomSnapshot, from_json,
};
use frontdesk_tests::forecast;
use frontdesk_tests::run::{stream, tapes};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Serialize, Deserialize)]
struct Line {
    handle: Handle,
    made_of: String,
    calls: Vec<(String, Vec<Value>)>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Handle {
    Clinic,
    Room,
}

#[derive(Serialize)]
struct Answers {
    made: Option<String>,
    answers: Vec<String>,
}

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut print = |line: &Line, with_line: bool| {
        let answers = answer(line);
        let text = if with_line {
            serde_json::to_string(&(line, &answers))
        } else {
            serde_json::to_string(&answers)
        };
        writeln!(out, "{}", text.unwrap_or_default()).map(|()| answers.answers.len())
    };
    match std::env::args().nth(1).and_then(|count| count.parse::<usize>().ok()) {
        Some(count) => {
            let mut made = 0;
            let rooms = tapes("native calls", 0, forecast::generate::TAPE)
                .map(|tape| room(&forecast::Case::read(tape)));
            for (number, (case, room)) in stream("native calls", 0).zip(rooms).enumerate() {
                made += print(&clinic(&case), true)?;
                if number % 20 == 0 {
                    made += print(&room, true)?;
                }
                if made >= count {
                    break;
                }
            }
        }
        None => {
            for line in io::stdin().lock().lines() {
                let line = serde_json::from_str(&line?).map_err(io::Error::other)?;
                print(&line, false)?;
            }
        }
    }
    Ok(())
}

/// Calls about a clinic.
fn clinic(case: &frontdesk_tests::generate::Case) -> Line {
    let now = case.now.0;
    let query = serde_json::to_string(&case.query).unwrap_or_default();
    let SlotQuery { appointment_type_uid, from, to, .. } = &case.query;
    let days = days_of(case);
    let mut calls = vec![
        ("findSlots".to_owned(), vec![json!(query), json!(now)]),
        ("firstSlots".to_owned(), vec![json!(query), json!(now)]),
        (
            "daysWithSlots".to_owned(),
            vec![json!(serde_json::to_string(&days).unwrap_or_default()), json!(now)],
        ),
        ("utilisation".to_owned(), vec![json!(json!({ "from": from, "to": to }).to_string()), json!(now)]),
        ("due".to_owned(), vec![json!(now)]),
        ("nextDue".to_owned(), vec![json!(now)]),
        ("remindersDue".to_owned(), vec![json!(now), json!(now + 86_400)]),
        ("outsideHours".to_owned(), vec![json!(now)]),
    ];
    for (index, dice) in case.dice.iter().take(6).enumerate() {
        let start = from.0 + i64::from(*dice) % (to.0 - from.0).max(1) / 300 * 300;
        let explain =
            json!({ "appointment_type_uid": appointment_type_uid, "start_date": start }).to_string();
        calls.push(("explain".to_owned(), vec![json!(explain), json!(now)]));
        let uid = format!("native-{index}");
        let hold = json!({ "command": "hold", "uid": uid, "appointment_type_uid": appointment_type_uid,
            "start_date": start, "patient_uid": "pat-1" });
        calls.push(("decide".to_owned(), vec![json!(hold.to_string()), json!(now)]));
        let held = json!({ "event": "held", "appointment": { "uid": uid, "status": "confirmed",
            "doctor_uid": "d0", "appointment_type_uid": appointment_type_uid,
            "patient_uid": "pat-1", "start_date": start, "end_date": start + 900 } });
        calls.push(("apply".to_owned(), vec![json!(held.to_string())]));
    }
    calls.push(("findSlots".to_owned(), vec![json!(query), json!(now)]));
    let text = serde_json::to_string(&days).unwrap_or_default();
    calls.push(("explainDays".to_owned(), vec![json!(text), json!(now)]));
    let all = json!({ "from": from, "to": to }).to_string();
    calls.push(("appointments".to_owned(), vec![json!(all), json!(now)]));
    calls.push(("outcomes".to_owned(), vec![json!(all), json!(now)]));
    calls.push(("openHours".to_owned(), vec![json!(all)]));
    for (index, reason) in reasons(case).iter().enumerate() {
        let mut arguments = vec![json!(json!(reason).to_string()), json!(["en", "de", "fr"][index % 3])];
        if index % 2 == 1 {
            arguments.push(json!("Asia/Kathmandu"));
        }
        calls.push(("reasonSentence".to_owned(), arguments));
    }
    let local = json!({ "local": format!("2026-{:02}-29T02:30", 1 + 2 * (case.dice.len() % 6)) });
    calls.push(("instant".to_owned(), vec![json!(local.to_string())]));
    calls.push(("snapshot".to_owned(), vec![]));
    Line { handle: Handle::Clinic, made_of: serde_json::to_string(&case.snapshot).unwrap_or_default(), calls }
}

/// The days of a case.
fn days_of(case: &frontdesk_tests::generate::Case) -> DaysQuery {
    DaysQuery {
        appointment_type_uid: case.query.appointment_type_uid.clone(),
        from: case.query.from,
        to: case.query.to,
        patient_uid: case.query.patient_uid.clone(),
        by: case.query.by,
        ..DaysQuery::default()
    }
}

/// Some of the reasons why a question has no slots.
fn reasons(case: &frontdesk_tests::generate::Case) -> Vec<Reason> {
    let explained =
        Clinic::new(case.snapshot.clone()).and_then(|clinic| clinic.explain_days(&days_of(case), case.now));
    explained.into_iter().flatten().flat_map(|day| day.reasons).map(|told| told.reason).take(4).collect()
}

/// Calls about a waiting room: what is learned, foreseen, and done.
fn room(case: &forecast::Case) -> Line {
    let now = case.now.0;
    let text = |value: &Value| json!(value.to_string());
    let reasons = json!(case.room.policy.visit_reasons);
    let mut calls: Vec<_> = case
        .visits
        .iter()
        .map(|visit| ("learn".to_owned(), vec![text(&json!(visit)), text(&reasons)]))
        .collect();
    calls.push(("state".to_owned(), vec![]));
    calls.push(("estimate".to_owned(), vec![text(&json!(case.query)), json!(now)]));
    calls.push((
        "estimateIfJoined".to_owned(),
        vec![text(&json!({ "urgent": true })), text(&json!(case.query)), json!(now)],
    ));
    calls.push(("expectedWaits".to_owned(), vec![json!(now)]));
    calls.push(("forgotten".to_owned(), vec![json!(now)]));
    calls.push(("promises".to_owned(), vec![json!(now - 3_600), json!(now)]));
    for doctor in &case.room.doctors {
        calls.push((
            "decide".to_owned(),
            vec![text(&json!({ "command": "allocate", "doctor_uid": doctor.uid })), json!(now)],
        ));
    }
    calls.push(("snapshot".to_owned(), vec![]));
    Line { handle: Handle::Room, made_of: serde_json::to_string(&case.room).unwrap_or_default(), calls }
}

fn answer(line: &Line) -> Answers {
    let refused = |error: String| Answers { made: Some(error), answers: Vec::new() };
    let answers = |answer: &mut dyn FnMut(&str, &Arguments<'_>) -> Result<String, String>| {
        let answers = line
            .calls
            .iter()
            .map(|(name, arguments)| answer(name, &Arguments(arguments)).unwrap_or_else(|error| error));
        Answers { made: None, answers: answers.collect() }
    };
    match line.handle {
        Handle::Clinic => {
            match read::<ClinicSnapshot>(&line.made_of)
                .and_then(|snapshot| Clinic::new(snapshot).map_err(|error| write(&error)))
            {
                Ok(mut clinic) => answers(&mut |name, arguments| of_clinic(&mut clinic, name, arguments)),
                Err(error) => refused(error),
            }
        }
        Handle::Room => {
            match read::<WaitingRoomSnapshot>(&line.made_of)
                .and_then(|room| WaitingRoom::new(room).map_err(|error| write(&error)))
            {
                Ok(mut room) => {
                    let mut learner = Learner::default();
                    answers(&mut |name, arguments| of_room(&mut room, &mut learner, name, arguments))
                }
                Err(error) => refused(error),
            }
        }
    }
}

struct Arguments<'a>(&'a [Value]);

impl Arguments<'_> {
    fn text(&self, index: usize) -> &str {
        self.0.get(index).and_then(Value::as_str).unwrap_or_default()
    }

    fn at(&self, index: usize) -> Instant {
        Instant(self.0.get(index).and_then(Value::as_f64).unwrap_or_default() as i64)
    }
}

fn of_clinic(clinic: &mut Clinic, name: &str, arguments: &Arguments<'_>) -> Result<String, String> {
    let (text, now) = (arguments.text(0), arguments.at(1));
    Ok(match name {
        "findSlots" => reply(clinic.find_slots(&read(text)?, now))?,
        "firstSlots" => reply(clinic.first_slots(&read(text)?, now))?,
        "daysWithSlots" => reply(clinic.days_with_slots(&read(text)?, now))?,
        "isBookable" => {
            let options: BookingOptions = read(arguments.text(3))?;
            reply(clinic.is_bookable(text, arguments.text(1), arguments.at(2), &options, arguments.at(4)))?
        }
        "explain" => reply(clinic.explain(&read(text)?, now))?,
        "explainDays" => reply(clinic.explain_days(&read(text)?, now))?,
        "appointments" => reply(clinic.appointments(&read(text)?, now))?,
        "outcomes" => reply(clinic.outcomes(&read(text)?, now))?,
        "openHours" => reply(clinic.open_hours(&read(text)?))?,
        "reasonSentence" => clinic
            .reason_sentence(&read(text)?, arguments.text(1), arguments.0.get(2).and_then(Value::as_str))
            .map_err(|error| write(&error))?,
        "instant" => reply(clinic.instant(&read(text)?))?,
        "decide" => reply(clinic.decide(&read::<Command>(text)?, now))?,
        "apply" => write(&clinic.apply(&read::<Event>(text)?)),
        "change" => reply(clinic.change(read(text)?))?,
        "due" => write(&clinic.due(arguments.at(0))),
        "nextDue" => write(&clinic.next_due(arguments.at(0))),
        "remindersDue" => reply(clinic.reminders_due(arguments.at(0), now))?,
        "outsideHours" => reply(clinic.outside_hours(arguments.at(0)))?,
        "wouldLeaveOutsideHours" => reply(clinic.would_leave_outside_hours(read(text)?, now))?,
        "utilisation" => reply(clinic.utilisation(&read(text)?, now))?,
        "localTimeChanges" => reply(clinic.local_time_changes(&read::<Vec<_>>(text)?))?,
        "snapshot" => write(&clinic.snapshot()),
        other => format!("no call {other}"),
    })
}

fn of_room(
    room: &mut WaitingRoom,
    learner: &mut Learner,
    name: &str,
    arguments: &Arguments<'_>,
) -> Result<String, String> {
    let (text, now) = (arguments.text(0), arguments.at(1));
    Ok(match name {
        "decide" => reply(room.decide(&read(text)?, now))?,
        "apply" => write(&room.apply(&read(text)?)),
        "change" => reply(room.change(read(text)?))?,
        "visitOf" => write(&room.visit_of(&read(text)?)),
        "position" => write(&room.position(text)),
        "beforeMe" => write(&room.before_me(text)),
        "positionTimesAverage" => write(&room.position_times_average(text, now)),
        "averageTimesBeforeMe" => write(&room.average_times_before_me(text)),
        "estimate" => reply(room.estimate(learner, &read(text)?, now))?,
        "estimateIfJoined" => {
            reply(room.estimate_if_joined(learner, &read(text)?, &read(arguments.text(1))?, arguments.at(2)))?
        }
        "forgotten" => reply(room.forgotten(learner, arguments.at(0)))?,
        "promises" => reply(room.promises(arguments.at(0), arguments.at(1)))?,
        "expectedWaits" => {
            reply(room.forecast(learner, arguments.at(0)).and_then(|forecast| forecast.expected_waits()))?
        }
        "snapshot" => write(&room.snapshot()),
        "load" => {
            *learner = read(text)?;
            "null".to_owned()
        }
        "learn" => reply(learner.learn(&read(text)?, &read::<Vec<_>>(arguments.text(1))?))?,
        "merge" => reply(learner.merge(&read(text)?))?,
        "state" => write(learner),
        other => format!("no call {other}"),
    })
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    from_json(text).map_err(|error| write(&error))
}

fn reply<T: Serialize, E: Serialize>(answered: Result<T, E>) -> Result<String, String> {
    answered.map(|answer| write(&answer)).map_err(|error| write(&error))
}

fn write<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("wire values are JSON")
}
