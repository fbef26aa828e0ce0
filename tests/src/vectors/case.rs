//! A case of the vectors, and the files that hold them.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A file of vectors.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vectors {
    /// What its cases show.
    pub about: String,
    /// In the order of the file.
    pub cases: Vec<Case>,
}

/// What is called, and what comes of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The fact that it shows; no other case has it.
    pub name: String,
    /// Why it is so.
    pub note: String,
    /// What is called.
    pub call: Call,
    /// With what.
    pub input: Input,
    /// The whole answer.
    #[serde(default)]
    pub answer: Option<Value>,
    /// Or a part of the error.
    #[serde(default)]
    pub error: Option<Map<String, Value>>,
}

/// What is called. `vectors/README.md` says of each what it is asked and answers.
#[allow(missing_docs, reason = "they have the names of the engine's functions")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    New,
    Change,
    FindSlots,
    FirstSlots,
    DaysWithSlots,
    IsBookable,
    Explain,
    ExplainDays,
    ReasonSentence,
    Instant,
    LocalTimeChanges,
    Decide,
    Apply,
    Due,
    NextDue,
    RemindersDue,
    OutsideHours,
    WouldLeaveOutsideHours,
    Utilisation,
    Appointments,
    Outcomes,
    OpenHours,
    BusyTimeFromIcalendar,
    RoomNew,
    RoomChange,
    RoomDecide,
    RoomApply,
    RoomVisits,
    RoomEstimates,
    RoomWaits,
    RoomWaitIfJoined,
    RoomExpectedWaits,
    RoomForgotten,
    RoomPromises,
    Learn,
    Merge,
}

/// The wire values as they stand in the file: whatever is wrong with them is the engine's to say.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// A clinic snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinic: Option<Value>,
    /// Or that of a waiting room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Value>,
    /// The state of a learner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learner: Option<Value>,
    /// What it learns then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<Value>,
    /// Made one after the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Value>,
    /// The question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<Value>,
    /// When it is asked, in Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<i64>,
}

impl Call {
    /// Whether it is asked of a waiting room.
    pub fn is_of_a_room(self) -> bool {
        use Call::{
            RoomApply, RoomChange, RoomDecide, RoomEstimates, RoomExpectedWaits, RoomForgotten, RoomNew,
            RoomPromises, RoomVisits, RoomWaitIfJoined, RoomWaits,
        };
        matches!(self, RoomNew | RoomChange | RoomDecide | RoomApply | RoomVisits | RoomEstimates)
            || matches!(self, RoomWaits | RoomWaitIfJoined | RoomExpectedWaits | RoomForgotten | RoomPromises)
    }
}

impl Call {
    /// Whether it is asked with what a learner knows.
    pub fn foresees(self) -> bool {
        use Call::{RoomExpectedWaits, RoomForgotten, RoomWaitIfJoined, RoomWaits};
        matches!(self, RoomWaits | RoomWaitIfJoined | RoomExpectedWaits | RoomForgotten)
    }
}

impl Case {
    /// Whether it says neither less than its call needs nor more than it reads.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn is_well_formed(&self) -> Result<(), String> {
        let Input { changes, query, now, clinic, room, learner, visits } = &self.input;
        let asks = query.is_some();
        let of_a_room = self.call.is_of_a_room();
        let learns = matches!(self.call, Call::Learn | Call::Merge);
        let foresees = self.call.foresees();
        let gives_the_room = matches!(self.call, Call::RoomNew | Call::RoomChange);
        let builds_only = matches!(self.call, Call::New | Call::Change) && !asks || gives_the_room;
        let asks_by_now_alone = matches!(
            self.call,
            Call::Due | Call::OutsideHours | Call::RoomExpectedWaits | Call::RoomForgotten
        );
        let asks_at_no_time = matches!(
            self.call,
            Call::LocalTimeChanges
                | Call::Instant
                | Call::ReasonSentence
                | Call::Apply
                | Call::NextDue
                | Call::OpenHours
                | Call::RemindersDue
                | Call::BusyTimeFromIcalendar
                | Call::RoomApply
                | Call::RoomPromises
                | Call::RoomVisits
        ) || learns;
        let changes_belong = matches!(self.call, Call::Change | Call::RoomChange);
        let rules = [
            (self.answer.is_some() != self.error.is_some(), "either `answer` or `error`"),
            ((asks || builds_only) != asks_by_now_alone, "`query` is missing, or has no place"),
            (!builds_only || gives_the_room || self.error.is_some(), "an answer needs a `query`"),
            (
                clinic.is_some() != (of_a_room || learns) && room.is_some() == of_a_room,
                "either `clinic` or `room`, as the call has it",
            ),
            (
                learner.is_none() && visits.is_empty() || learns || foresees,
                "`learner` and `visits` go with a forecast",
            ),
            (
                now.is_some() == (asks && !asks_at_no_time || asks_by_now_alone),
                "`now` goes with what is asked at a time",
            ),
            (changes.is_empty() != changes_belong, "`changes` go with a call that makes them"),
            (!self.note.is_empty(), "a `note` says why"),
        ];
        rules
            .iter()
            .find(|(holds, _)| !holds)
            .map_or(Ok(()), |(_, rule)| Err(format!("  not a case: {rule}\n")))
    }
}

/// Where the file of that name is.
pub(super) fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(file)
}

/// The files of `vectors/` by name.
///
/// # Panics
/// If one can't be read.
#[expect(clippy::panic, reason = "a test that cannot read its own vectors has failed")]
pub fn files() -> Vec<(String, Vectors)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(path("")).expect("the vectors are beside the tests") {
        let path = entry.expect("the directory can be read").path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a vector file is text");
            let vectors = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            files.push((name, vectors));
        }
    }
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    files
}
