//! What is answered of a waiting room, and of a learner.

use frontdesk::{
    Error, EstimateQuery, Instant, Joining, Learner, QueueCommand, QueueEvent, QueueRefusal, Uid, Visit,
    VisitReason, WaitingRoom,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Call, Input, read, wire};

/// The argument of `room_apply` and `room_visits`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QueueEvents {
    events: Vec<QueueEvent>,
}

/// The argument of `room_estimates`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfEntry {
    uid: Uid,
}

/// The argument of `room_wait_if_joined`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IfJoined {
    joining: Value,
    #[serde(default)]
    query: Option<Value>,
}

/// The argument of `room_promises`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Made {
    from: Instant,
    to: Instant,
}

/// The argument of `learn`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reasons {
    visit_reasons: Vec<VisitReason>,
}

/// The argument of `merge`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    other: Learner,
}

/// What is answered of a waiting room, or what is wrong.
pub(super) fn answer(call: Call, input: &Input, now: Instant) -> Result<Value, QueueRefusal> {
    let mut room = WaitingRoom::new(read(input.room.as_ref().unwrap_or(&Value::Null))?)?;
    for change in &input.changes {
        room.change(read(change)?)?;
    }
    let Some(query) = &input.query else {
        return Ok(wire(&room.snapshot()));
    };
    Ok(match call {
        Call::RoomDecide => {
            let command: QueueCommand = read(query)?;
            wire(&room.decide(&command, now)?)
        }
        Call::RoomApply => {
            let QueueEvents { events } = read(query)?;
            let recorded: Vec<bool> = events.iter().map(|event| room.apply(event)).collect();
            json!({ "recorded": recorded, "room": room.snapshot() })
        }
        Call::RoomPromises => {
            let Made { from, to } = read(query)?;
            wire(&room.promises(from, to)?)
        }
        Call::RoomVisits => {
            let QueueEvents { events } = read(query)?;
            let visits = events.iter().map(|event| {
                let visit = room.visit_of(event);
                room.apply(event);
                visit
            });
            wire(&visits.collect::<Vec<_>>())
        }
        _ => {
            let OfEntry { uid } = read(query)?;
            json!({
                "position": room.position(&uid),
                "before_me": room.before_me(&uid),
                "position_times_average": room.position_times_average(&uid, now),
                "average_times_before_me": room.average_times_before_me(&uid),
            })
        }
    })
}

/// What a learner becomes, or foresees of a room.
pub(super) fn foreseen(call: Call, input: &Input, now: Instant) -> Result<Value, Error> {
    let Input { room, learner, visits, query, .. } = input;
    let query = query.as_ref().unwrap_or(&Value::Null);
    let mut learner = learner.as_ref().map_or_else(|| Ok(Learner::default()), read::<Learner>)?;
    let room = room.as_ref().map(|room| read(room).and_then(WaitingRoom::new)).transpose()?;
    let reasons = match (&room, call) {
        (Some(room), _) => room.policy().visit_reasons.clone(),
        (None, Call::Learn) => read::<Reasons>(query)?.visit_reasons,
        (None, _) => Vec::new(),
    };
    for visit in visits {
        learner.learn(&read::<Visit>(visit)?, &reasons)?;
    }
    let Some(room) = room else {
        if call == Call::Merge {
            learner.merge(&read::<Other>(query)?.other)?;
        }
        return Ok(wire(&learner));
    };
    Ok(match call {
        Call::RoomWaits => wire(&room.estimate(&learner, &read::<EstimateQuery>(query)?, now)?),
        Call::RoomWaitIfJoined => {
            let IfJoined { joining, query } = read(query)?;
            let query = query.as_ref().map_or_else(|| Ok(EstimateQuery::default()), read)?;
            wire(&room.estimate_if_joined(&learner, &read::<Joining>(&joining)?, &query, now)?)
        }
        Call::RoomForgotten => wire(&room.forgotten(&learner, now)?),
        _ => wire(&room.forecast(&learner, now)?.expected_waits()?),
    })
}
