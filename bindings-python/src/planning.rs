//! Planning: closed forms of queueing theory, and days that are played. Models go in as dicts, answers come
//! out as dicts and numbers.

use frontdesk::planning::{
    ErlangA, ErlangB, ErlangC, ImpatientQueueAhead, LognormalService, Mgc, Mmck, QueueAhead, ServiceLevel,
    WalkInDay,
};
use frontdesk::{Error, Result};
use pyo3::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::as_exception;
use crate::input::read;
use crate::output::write;

/// Asks a model one question.
fn ask<'py, M: DeserializeOwned + Send + Sync, R: Serialize + Send>(
    model: &Bound<'py, PyAny>,
    question: impl FnOnce(&M) -> Result<R> + Send,
) -> PyResult<Bound<'py, PyAny>> {
    let (py, model): (_, M) = (model.py(), read(model)?);
    let answer = py.detach(|| question(&model));
    write(py, &answer.map_err(|error: Error| as_exception(py, &error))?)
}

/// The functions, each a model, a question and its further arguments.
macro_rules! functions {
    ($($(#[$docs:meta])* $name:ident($type:ident.$question:ident $(, $argument:ident: $kind:ty)*))*) => {
        $(
            $(#[$docs])*
            #[pyfunction]
            pub(crate) fn $name<'py>(
                model: &Bound<'py, PyAny>
                $(, $argument: $kind)*
            ) -> PyResult<Bound<'py, PyAny>> {
                ask(model, |model: &$type| model.$question($($argument),*))
            }
        )*
    };
}

functions! {
    /// Nobody waits: who finds every line busy is turned away (M/M/c/c). The steady state.
    ///
    #[doc = include_str!("help/erlang_b.txt")]
    erlang_b(ErlangB.steady_state)
    /// Everybody waits and stays (M/M/c). The steady state.
    ///
    #[doc = include_str!("help/erlang_c.txt")]
    erlang_c(ErlangC.steady_state)
    /// The probability that a wait is longer than `minutes`.
    ///
    #[doc = include_str!("help/erlang_c_wait_exceeds.txt")]
    erlang_c_wait_exceeds(ErlangC.wait_exceeds, minutes: f64)
    /// The wait in minutes that is not exceeded with `probability`.
    ///
    #[doc = include_str!("help/erlang_c_wait_quantile.txt")]
    erlang_c_wait_quantile(ErlangC.wait_quantile, probability: f64)
    /// Patience ends (M/M/c+M). The steady state.
    ///
    #[doc = include_str!("help/erlang_a.txt")]
    erlang_a(ErlangA.steady_state)
    /// A room with so many places (M/M/c/K). The steady state.
    ///
    #[doc = include_str!("help/mmck.txt")]
    mmck(Mmck.steady_state)
    /// Consultations that vary less, or more (M/G/c). The steady state.
    ///
    #[doc = include_str!("help/mgc.txt")]
    mgc(Mgc.steady_state)
    /// How long, on average, what a patient finds under way still takes.
    ///
    #[doc = include_str!("help/mgc_residual_minutes.txt")]
    mgc_residual_minutes(Mgc.residual_minutes)
    /// The fewest doctors who keep a promise about waits in the long run.
    ///
    #[doc = include_str!("help/service_level_doctors.txt")]
    service_level_doctors(ServiceLevel.doctors)
    /// What waits come to on a day whose arrivals rise and fall, with so many doctors.
    ///
    #[doc = include_str!("help/walk_in_day_waits.txt")]
    walk_in_day_waits(WalkInDay.waits, doctors: i64)
    /// The fewest doctors with whom the share `probability` of all patients of the day is seen within so many
    /// minutes, and what waits come to then.
    ///
    #[doc = include_str!("help/walk_in_day_doctors.txt")]
    walk_in_day_doctors(WalkInDay.doctors, within_minutes: f64, probability: f64)
    /// How long one waits behind so many others.
    ///
    #[doc = include_str!("help/queue_ahead.txt")]
    queue_ahead(QueueAhead.wait)
    /// The probability that this wait is longer than `minutes`.
    ///
    #[doc = include_str!("help/queue_ahead_wait_exceeds.txt")]
    queue_ahead_wait_exceeds(QueueAhead.wait_exceeds, minutes: f64)
    /// The wait in minutes that is not exceeded with `probability`.
    ///
    #[doc = include_str!("help/queue_ahead_wait_quantile.txt")]
    queue_ahead_wait_quantile(QueueAhead.wait_quantile, probability: f64)
    /// How long one waits behind so many others, some of whom leave.
    ///
    #[doc = include_str!("help/impatient_queue_ahead.txt")]
    impatient_queue_ahead(ImpatientQueueAhead.wait)
    /// How much longer a consultation takes that has taken so long.
    ///
    #[doc = include_str!("help/lognormal_remaining_minutes.txt")]
    lognormal_remaining_minutes(LognormalService.remaining_minutes, elapsed_minutes: f64)
}
