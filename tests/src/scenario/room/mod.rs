//! The words of tables about a waiting room: who is seen next, and what becomes of those who wait.

mod answers;

use frontdesk::{
    DoctorPreference, EstimateQuery, Instant, Joining, Learner, QueueCommand, QueueEvent, QueuePresence,
    QueueRefusal, Uid, WaitEstimate, WaitingRoom,
};

use super::play::Play;
use super::words::{actor, after, keyword, text, uid};
use super::{Answer, Asked, WeekClock, Words};
use crate::forecast;
use crate::room::register;

/// The words about a waiting room, and what its visits taught.
#[derive(Debug, Clone, Default)]
pub struct RoomWords {
    learner: Learner,
}

/// What is asked of a room.
#[derive(Debug, Clone)]
pub enum Question {
    /// Who waits, in the order of service.
    Queue,
    /// What is recorded of an entry.
    Show(Uid),
    /// Whom a doctor sees, and which appointments are to come.
    Doctor(Uid),
    /// What the two simple estimates say to an entry.
    Estimate(Uid),
    /// A thousand visits are learned, all of the same doctor, for the same reason, and of the same length in
    /// minutes.
    Learn {
        /// The doctor.
        doctor_uid: Uid,
        /// How long each took.
        minutes: i64,
        /// What they were about.
        reason: Option<Uid>,
    },
    /// What the forecast says to an entry.
    Forecast(Uid),
    /// What the forecast says to somebody who would join.
    Joining(Joining),
}

impl Words for RoomWords {
    type Subject = WaitingRoom;
    type Question = Question;

    const SUBJECT: &'static str = "room";

    fn asked(verb: &str, words: &mut &[String], _: &WeekClock) -> Result<Asked<Self>, String> {
        Ok(Asked::Question(match verb {
            "queue" => Question::Queue,
            "show" => Question::Show(uid(words)?),
            "doctor" => Question::Doctor(uid(words)?),
            "estimate" => Question::Estimate(uid(words)?),
            "forecast" => Question::Forecast(uid(words)?),
            "joining" => Question::Joining(joining(words)?),
            "learn" => Question::Learn {
                doctor_uid: uid(words)?,
                minutes: text(words)?.parse().map_err(|_| "learn so many minutes")?,
                reason: after(words, "about")?,
            },
            _ => return command(verb, words).map(Asked::Decide),
        }))
    }

    fn event(
        clock: &WeekClock,
        event: &QueueEvent,
        before: &WaitingRoom,
        after: &WaitingRoom,
    ) -> Vec<String> {
        let mut parts = answers::event(clock, after, event);
        parts.push(answers::visit(clock, before.visit_of(event).as_ref()));
        parts
    }

    fn refusal(clock: &WeekClock, refusal: &QueueRefusal) -> Answer {
        Answer::Parts(clock.data(refusal))
    }

    fn answer(
        &mut self,
        play: &mut Play<WaitingRoom>,
        question: &Question,
        clock: &WeekClock,
        now: Instant,
    ) -> Answer {
        let room = &play.subject;
        match question {
            Question::Queue => {
                let uids: Vec<String> = room.waiting().map(|entry| entry.uid.to_string()).collect();
                Answer::Whole(if uids.is_empty() { vec!["nobody".to_owned()] } else { uids })
            }
            Question::Show(uid) => Answer::Parts(answers::entry(clock, room, uid)),
            Question::Doctor(uid) => Answer::Parts(answers::doctor(clock, room, uid)),
            Question::Estimate(uid) => {
                let minutes = room
                    .position_times_average(uid, now)
                    .map_or("no time".to_owned(), |minutes| format!("{minutes} minutes"));
                let (before, seconds) = (room.before_me(uid), room.average_times_before_me(uid));
                Answer::Whole(vec![minutes, format!("{before} before"), format!("{seconds} seconds")])
            }
            Question::Learn { doctor_uid, minutes, reason } => {
                let ended_at = now.0 - 86_400;
                let visits = (0..1_000).map(|number| {
                    forecast::visit(doctor_uid, reason.as_deref(), 60 * minutes, ended_at + number)
                });
                let learned = visits
                    .into_iter()
                    .try_for_each(|visit| self.learner.learn(&visit, &room.policy().visit_reasons).map(drop));
                Answer::Parts(
                    learned.map_or_else(|error| clock.data(&error), |()| vec!["learned".to_owned()]),
                )
            }
            Question::Forecast(uid) => {
                let waits = room.estimate(&self.learner, &EstimateQuery::default(), now);
                let own =
                    |waits: Vec<WaitEstimate>| waits.into_iter().find(|wait| wait.uid.as_ref() == Some(uid));
                Answer::Parts(answers::wait(clock, waits.map(own)))
            }
            Question::Joining(joining) => {
                let estimate =
                    room.estimate_if_joined(&self.learner, joining, &EstimateQuery::default(), now);
                Answer::Parts(answers::wait(clock, estimate.map(Some)))
            }
        }
    }
}

/// What somebody says who joins, or thinks of it.
fn joining(words: &mut &[String]) -> Result<Joining, String> {
    Ok(Joining {
        visit_reason: after(words, "about")?,
        preferred_doctor_uid: after(words, "prefers")?,
        preference: if keyword(words, "strictly") {
            DoctorPreference::Strict
        } else {
            DoctorPreference::Soft
        },
        preference_patience_minutes: after(words, "minutes")?
            .map(|count| count.parse::<i64>())
            .transpose()
            .map_err(|error| error.to_string())?,
        level: after(words, "level")?,
        urgent: keyword(words, "urgent"),
        head_start_seconds: 0,
    })
}

fn command(verb: &str, words: &mut &[String]) -> Result<QueueCommand, String> {
    let first = uid(words)?;
    Ok(match verb {
        "register" => {
            let patient_uid = uid(words)?;
            register(first, patient_uid, &joining(words)?)
        }
        "allocate" => QueueCommand::Allocate { doctor_uid: first, uid: after(words, "the")? },
        "start" => QueueCommand::StartAppointment { doctor_uid: first, appointment_uid: uid(words)? },
        "finish" => QueueCommand::FinishAppointment {
            doctor_uid: first,
            appointment_uid: uid(words)?,
            ended_at: None,
        },
        "no_show" => QueueCommand::NoShow { doctor_uid: first, appointment_uid: uid(words)? },
        "leave" => QueueCommand::LeaveAppointment { doctor_uid: first, appointment_uid: uid(words)? },
        "complete" => QueueCommand::Complete { uid: first, ended_at: None },
        "cancel" => QueueCommand::Cancel { uid: first, by: actor(words)? },
        "requeue" => QueueCommand::Requeue { uid: first },
        "transfer" => {
            QueueCommand::Transfer { uid: first, doctor_uid: after(words, "to")?.ok_or("transfer to whom?")? }
        }
        "send_elsewhere" => QueueCommand::SendElsewhere { uid: first, doctor_uid: after(words, "back_to")? },
        "come_back" => QueueCommand::ComeBack { uid: first },
        "elsewhere" => presence(first, QueuePresence::Elsewhere, words)?,
        "on_the_way" => presence(first, QueuePresence::OnTheWay, words)?,
        "ready" => presence(first, QueuePresence::Ready, words)?,
        "triage" => QueueCommand::SetLevel { uid: first, level: after(words, "as")? },
        "urgent" => QueueCommand::SetUrgent { uid: first, urgent: true },
        "not_urgent" => QueueCommand::SetUrgent { uid: first, urgent: false },
        _ => return Err(format!("`{verb}` is not known")),
    })
}

/// Whether somebody is there, and in how many minutes they will be.
fn presence(uid: Uid, presence: QueuePresence, words: &mut &[String]) -> Result<QueueCommand, String> {
    let minutes = after(words, "in")?
        .map(|minutes| minutes.parse().map_err(|_| format!("`{minutes}` are no minutes")))
        .transpose()?;
    Ok(QueueCommand::SetPresence { uid, presence, minutes })
}
