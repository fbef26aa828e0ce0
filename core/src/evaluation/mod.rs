//! How well waits would have been foretold: a log of visits is played to a waiting room as it happened, and
//! what the room says at every arrival is held against the wait that came.

mod replay;
mod score;

use serde::{Deserialize, Serialize};

pub use self::score::{LogDoubts, WaitBand, WaitEvaluation, WaitMethod, WaitScore};

use crate::error::{ErrorCode, Path, Result};
use crate::limits::{EVALUATED_VISITS_MAX, INSTANT_MAX, bounds};
use crate::model::check;
use crate::time::instant::Instant;
use crate::wait::{EstimateQuery, VisitReason};
use crate::wire::uid::Uid;

/// A visit as a practice has it in its books.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct LoggedVisit {
    /// When the patient came.
    pub arrived: Instant,
    /// When the visit began; null if the patient was not seen.
    #[serde(default)]
    pub started: Option<Instant>,
    /// When it was over, or when the patient left; null if that is not known.
    #[serde(default)]
    pub ended: Option<Instant>,
    /// When the doctor sent the patient elsewhere in the middle of the visit; null if that was not so.
    #[serde(default)]
    pub sent: Option<Instant>,
    /// When the patient was back; null if that is not known.
    #[serde(default)]
    pub back: Option<Instant>,
    /// When the doctor went on with the visit; null if the patient was not sent elsewhere.
    #[serde(default)]
    pub resumed: Option<Instant>,
    /// Who saw the patient.
    #[serde(default)]
    pub doctor: Option<Uid>,
    /// What it was about.
    #[serde(default)]
    pub reason: Option<Uid>,
    /// How much earlier the patient counts as having come, in the order of service.
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub head_start_seconds: i64,
    /// The line in which the patient waited; one for all if null.
    #[serde(default)]
    pub queue: Option<Uid>,
}

/// What is to be evaluated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct EvaluationQuery {
    /// The log, in any order. Days are those of its own clock.
    pub visits: Vec<LoggedVisit>,
    /// From when on answers are scored; before, the engine only learns. From the middle of the days on if
    /// null.
    #[serde(default)]
    pub scored_from: Option<Instant>,
    /// How long visits take as a rule, by reason.
    #[serde(default)]
    pub visit_reasons: Vec<VisitReason>,
    /// How many patients a doctor sees at a time, 1 to 20; one if null.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub concurrent_patients_max: Option<i64>,
    /// How the waits are estimated.
    #[serde(default)]
    pub estimate: EstimateQuery,
}

/// Plays a log to a waiting room and says how near its answers were.
///
/// The room is told what a practice can tell: who comes, who sees whom and when that is over. Nobody's hours
/// are known: a doctor is on duty for the rest of the day from the first visit on. At each arrival of
/// somebody who is not seen in the same second, the room is asked, from what it knows then.
///
/// # Errors
/// `out_of_range` for instants, `too_many` visits, and what is wrong with `visit_reasons` and `estimate`.
///
/// ```
/// use frontdesk::evaluation::{EvaluationQuery, evaluate_waits};
/// use frontdesk::from_json;
///
/// // When they came, and when they were seen, as a practice has it in a file.
/// let query: EvaluationQuery = from_json(r#"{ "visits": [
///     { "arrived": 1774252800, "started": 1774252860, "ended": 1774253400, "doctor": "ada" },
///     { "arrived": 1774252980, "started": 1774253460, "ended": 1774254000, "doctor": "ada" },
///     { "arrived": 1774253040, "started": 1774254060, "ended": 1774254600, "doctor": "ada" } ] }"#)?;
/// let evaluation = evaluate_waits(&query)?;
/// assert_eq!(evaluation.questions, 3);
/// # Ok::<(), frontdesk::Error>(())
/// ```
pub fn evaluate_waits(query: &EvaluationQuery) -> Result<WaitEvaluation> {
    let root = Path::Root;
    let list = root.field("visits");
    check::count(query.visits.len(), EVALUATED_VISITS_MAX, &list)?;
    VisitReason::check_all(&query.visit_reasons, &root.field("visit_reasons"))?;
    if let Some(places) = query.concurrent_patients_max {
        check::within(places, bounds::PLACES, &root.field("concurrent_patients_max"))?;
    }
    query.estimate.played()?;
    query.estimate.check_details()?;
    for (index, visit) in query.visits.iter().enumerate() {
        let path = list.index(index);
        visit.arrived.checked(&path.field("arrived"))?;
        for (field, at) in [
            ("started", visit.started),
            ("ended", visit.ended),
            ("sent", visit.sent),
            ("back", visit.back),
            ("resumed", visit.resumed),
        ] {
            at.map(|at| at.checked(&path.field(field))).transpose()?;
        }
        let head_start = path.field("head_start_seconds");
        check::within(visit.head_start_seconds, bounds::HEAD_START, &head_start)?;
        for (field, uid) in [("doctor", &visit.doctor), ("reason", &visit.reason), ("queue", &visit.queue)] {
            uid.as_ref().map_or(Ok(()), |uid| check::uid(uid, &path.field(field)))?;
        }
        if let Some(started) = visit.started.filter(|started| *started < visit.arrived) {
            return Err(ErrorCode::EmptyInterval { start: visit.arrived.0, end: started.0 }
                .at(&path.field("started")));
        }
    }
    for (index, visit) in query.visits.iter().enumerate() {
        parts(visit, &list.index(index))?;
    }
    if let Some(from) = query.scored_from {
        check::range(from.0, 0, INSTANT_MAX, &root.field("scored_from"))?;
    }
    replay::play(query)
}

/// Who was sent elsewhere was seen before and afterwards, and was back in between.
fn parts(visit: &LoggedVisit, path: &Path<'_>) -> Result<()> {
    let fields = [("started", visit.started), ("sent", visit.sent), ("resumed", visit.resumed)];
    if visit.sent.or(visit.back).or(visit.resumed).is_none() {
        return Ok(());
    }
    for (field, at) in fields {
        at.ok_or_else(|| ErrorCode::MissingField.at(&path.field(field)))?;
    }
    let steps = [fields[0], fields[1], ("back", visit.back), fields[2]];
    let steps: Vec<(&str, Instant)> =
        steps.into_iter().filter_map(|(field, at)| Some((field, at?))).collect();
    for pair in steps.windows(2) {
        let ((_, start), (field, end)) = (pair[0], pair[1]);
        if end < start {
            return Err(ErrorCode::EmptyInterval { start: start.0, end: end.0 }.at(&path.field(field)));
        }
    }
    Ok(())
}
