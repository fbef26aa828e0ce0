//! `WaitingRoom`: who waits for whom, and how long.

use frontdesk::{EstimateQuery, Joining, QueueChange, QueueCommand, QueueEvent};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::error::{as_exception, refused};
use crate::input::{instant, read, read_at, read_file};
use crate::learner::Learner;
use crate::output::write;
use crate::shared::Shared;
use crate::table::Table;

/// Who waits, whom each doctor sees and expects. Made once from a snapshot, kept up to date by `change` and
/// `apply`. Threads may share it.
///
/// >>> from frontdesk import WaitingRoom, build
/// >>> WaitingRoom(build.example_room())
/// WaitingRoom(2 waiting, 1 doctor)
#[pyclass(frozen, module = "frontdesk")]
pub(crate) struct WaitingRoom {
    room: Shared<frontdesk::WaitingRoom>,
}

impl WaitingRoom {
    fn snapshot_json(&self, py: Python<'_>) -> Vec<u8> {
        self.room.ask(py, |room| serde_json::to_vec(&room.snapshot()).expect("plain data has a JSON form"))
    }
}

/// An estimate query that may be left out.
fn estimate_query(query: Option<&Bound<'_, PyAny>>) -> PyResult<EstimateQuery> {
    query.map_or_else(|| Ok(EstimateQuery::default()), |query| read(query))
}

#[pymethods]
impl WaitingRoom {
    #[new]
    fn new(snapshot: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (py, snapshot) = (snapshot.py(), read(snapshot)?);
        let room =
            py.detach(|| frontdesk::WaitingRoom::new(snapshot)).map_err(|error| as_exception(py, &error))?;
        Ok(Self { room: Shared::new(room) })
    }

    /// A room from a file of JSON.
    ///
    #[doc = include_str!("help/WaitingRoom.from_file.txt")]
    #[staticmethod]
    fn from_file(path: &Bound<'_, PyAny>) -> PyResult<Self> {
        Self::new(&read_file(path)?)
    }

    /// What happens if this is asked for now, as events. Nothing changes; `apply` them.
    ///
    #[doc = include_str!("help/WaitingRoom.decide.txt")]
    fn decide<'py>(
        &self,
        command: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, command, now): (_, QueueCommand, _) = (command.py(), read(command)?, instant(now, "now")?);
        let events = self.room.ask(py, |room| room.decide(&command, now));
        write(py, &events.map_err(|refusal| refused(py, &refusal))?)
    }

    /// Records an event. False if it changed nothing: it is not the next one.
    ///
    #[doc = include_str!("help/WaitingRoom.apply.txt")]
    fn apply(&self, event: &Bound<'_, PyAny>) -> PyResult<bool> {
        let (py, event): (_, QueueEvent) = (event.py(), read(event)?);
        Ok(self.room.change(py, |room| room.apply(&event)))
    }

    /// Changes the policy, the doctors, their duty or their appointments.
    ///
    #[doc = include_str!("help/WaitingRoom.change.txt")]
    fn change(&self, change: &Bound<'_, PyAny>) -> PyResult<()> {
        let (py, change): (_, QueueChange) = (change.py(), read(change)?);
        self.room.change(py, |room| room.change(change)).map_err(|refusal| refused(py, &refusal))
    }

    /// What a learner can learn from an event, asked before it is applied; or `None`.
    ///
    #[doc = include_str!("help/WaitingRoom.visit_of.txt")]
    fn visit_of<'py>(&self, event: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, event): (_, QueueEvent) = (event.py(), read(event)?);
        write(py, &self.room.ask(py, |room| room.visit_of(&event)))
    }

    /// How long everybody in the queue will wait, in the order of service.
    ///
    #[doc = include_str!("help/WaitingRoom.estimate.txt")]
    #[pyo3(signature = (learner, query, now))]
    fn estimate<'py>(
        &self,
        learner: &Bound<'py, Learner>,
        query: Option<&Bound<'py, PyAny>>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, query, now) = (now.py(), estimate_query(query)?, instant(now, "now")?);
        let learner = learner.get().clone_of(py);
        let waits = self.room.ask(py, |room| room.estimate(&learner, &query, now));
        write(py, &waits.map_err(|error| as_exception(py, &error))?)
    }

    /// How long somebody would wait who joined now.
    ///
    #[doc = include_str!("help/WaitingRoom.estimate_if_joined.txt")]
    fn estimate_if_joined<'py>(
        &self,
        learner: &Bound<'py, Learner>,
        joining: &Bound<'py, PyAny>,
        query: Option<&Bound<'py, PyAny>>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let joining: Joining = read_at(joining, "joining")?;
        let (py, query, now) = (now.py(), estimate_query(query)?, instant(now, "now")?);
        let learner = learner.get().clone_of(py);
        let wait = self.room.ask(py, |room| room.estimate_if_joined(&learner, &joining, &query, now));
        write(py, &wait.map_err(|error| as_exception(py, &error))?)
    }

    /// What lies ahead of the room at `now`, for as many questions as there are.
    ///
    #[doc = include_str!("help/WaitingRoom.forecast.txt")]
    fn forecast(&self, learner: &Bound<'_, Learner>, now: &Bound<'_, PyAny>) -> PyResult<Forecast> {
        let (py, now) = (now.py(), instant(now, "now")?);
        let learner = learner.get().clone_of(py);
        let forecast = self.room.ask(py, |room| room.forecast(&learner, now));
        forecast.map(|forecast| Forecast { forecast }).map_err(|error| as_exception(py, &error))
    }

    /// `estimate` as a table.
    ///
    #[doc = include_str!("help/WaitingRoom.waits_table.txt")]
    #[pyo3(signature = (learner, query, now))]
    fn waits_table(
        &self,
        learner: &Bound<'_, Learner>,
        query: Option<&Bound<'_, PyAny>>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<Table> {
        let (py, query, now) = (now.py(), estimate_query(query)?, instant(now, "now")?);
        let learner = learner.get().clone_of(py);
        let waits = self.room.ask(py, |room| room.estimate(&learner, &query, now));
        Ok(Table::of_waits(&waits.map_err(|error| as_exception(py, &error))?))
    }

    /// `promises` as a table of one row, with the range: those of several days go below one another.
    ///
    #[doc = include_str!("help/WaitingRoom.promises_table.txt")]
    fn promises_table(&self, from_: &Bound<'_, PyAny>, to: &Bound<'_, PyAny>) -> PyResult<Table> {
        let (py, from, to) = (to.py(), instant(from_, "from")?, instant(to, "to")?);
        let promises = self.room.ask(py, |room| room.promises(from, to));
        let promises = promises.map_err(|error| as_exception(py, &error))?;
        Ok(Table::of_promises(&promises, from, to))
    }

    /// `waiting` as a table: the order of service, with the position.
    ///
    #[doc = include_str!("help/WaitingRoom.waiting_table.txt")]
    fn waiting_table(&self, py: Python<'_>) -> Table {
        self.room.ask(py, |room| Table::of_entries(&room.waiting().collect::<Vec<_>>()))
    }

    /// The 1-based place in the order of service of an entry that waits, or `None`.
    ///
    #[doc = include_str!("help/WaitingRoom.position.txt")]
    fn position(&self, py: Python<'_>, uid: &str) -> Option<usize> {
        self.room.ask(py, |room| room.position(uid))
    }

    /// How many are seen before an entry; for who does not wait, the length of the queue.
    ///
    #[doc = include_str!("help/WaitingRoom.before_me.txt")]
    fn before_me(&self, py: Python<'_>, uid: &str) -> usize {
        self.room.ask(py, |room| room.before_me(uid))
    }

    /// Minutes by position times the average visit, or `None` for who does not wait.
    ///
    #[doc = include_str!("help/WaitingRoom.position_times_average.txt")]
    fn position_times_average(&self, uid: &str, now: &Bound<'_, PyAny>) -> PyResult<Option<i64>> {
        let (py, now) = (now.py(), instant(now, "now")?);
        Ok(self.room.ask(py, |room| room.position_times_average(uid, now)))
    }

    /// Seconds by the average visit times those who are seen before.
    ///
    #[doc = include_str!("help/WaitingRoom.average_times_before_me.txt")]
    fn average_times_before_me(&self, py: Python<'_>, uid: &str) -> i64 {
        self.room.ask(py, |room| room.average_times_before_me(uid))
    }

    /// The consultations that are under way and were probably over long ago, and why that is so.
    ///
    #[doc = include_str!("help/WaitingRoom.forgotten.txt")]
    fn forgotten<'py>(
        &self,
        learner: &Bound<'py, Learner>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, now) = (now.py(), instant(now, "now")?);
        let learner = learner.get().clone_of(py);
        let forgotten = self.room.ask(py, |room| room.forgotten(&learner, now));
        write(py, &forgotten.map_err(|error| as_exception(py, &error))?)
    }

    /// What became of the promises that were made in `[from_, to)`: of what patients were told first.
    ///
    #[doc = include_str!("help/WaitingRoom.promises.txt")]
    fn promises<'py>(
        &self,
        from_: &Bound<'py, PyAny>,
        to: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, from, to) = (to.py(), instant(from_, "from")?, instant(to, "to")?);
        let promises = self.room.ask(py, |room| room.promises(from, to));
        write(py, &promises.map_err(|error| as_exception(py, &error))?)
    }

    /// The entries that wait, in the order of service.
    ///
    #[doc = include_str!("help/WaitingRoom.waiting.txt")]
    fn waiting<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        write(py, &self.room.ask(py, |room| room.waiting().cloned().collect::<Vec<_>>()))
    }

    /// The entry with this uid, or `None`.
    ///
    #[doc = include_str!("help/WaitingRoom.entry.txt")]
    fn entry<'py>(&self, py: Python<'py>, uid: &str) -> PyResult<Bound<'py, PyAny>> {
        write(py, &self.room.ask(py, |room| room.entry(uid).cloned()))
    }

    /// The policy.
    #[getter]
    fn policy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        write(py, &self.room.ask(py, |room| room.policy().clone()))
    }

    /// The doctors, with whom they see and expect.
    #[getter]
    fn doctors<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        write(py, &self.room.ask(py, |room| room.doctors().to_vec()))
    }

    /// The room as plain data, in an order that does not depend on its history.
    ///
    #[doc = include_str!("help/WaitingRoom.snapshot.txt")]
    fn snapshot<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        write(py, &self.room.ask(py, frontdesk::WaitingRoom::snapshot))
    }

    /// The same as JSON text, byte for byte what every language writes.
    ///
    #[doc = include_str!("help/WaitingRoom.to_json.txt")]
    fn to_json(&self, py: Python<'_>) -> String {
        String::from_utf8(self.snapshot_json(py)).expect("JSON is text")
    }

    /// How many wait.
    fn __len__(&self, py: Python<'_>) -> usize {
        self.room.ask(py, frontdesk::WaitingRoom::length)
    }

    /// A room is there also if nobody waits in it.
    fn __bool__(&self) -> bool {
        true
    }

    fn __copy__(&self, py: Python<'_>) -> Self {
        Self { room: Shared::new(self.room.ask(py, frontdesk::WaitingRoom::clone)) }
    }

    fn __deepcopy__(&self, py: Python<'_>, _memo: &Bound<'_, PyDict>) -> Self {
        self.__copy__(py)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (Bound<'py, PyBytes>,)) {
        let py = slf.py();
        (slf.get_type().into_any(), (PyBytes::new(py, &slf.get().snapshot_json(py)),))
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        crate::html::shown(slf.as_any(), "room")
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        self.room.ask(py, |room| {
            let doctors = room.doctors().len();
            let s = if doctors == 1 { "" } else { "s" };
            format!("WaitingRoom({} waiting, {doctors} doctor{s})", room.length())
        })
    }
}

/// The forecast of a waiting room at one instant. It keeps what the room was when it was made.
#[pyclass(frozen, module = "frontdesk")]
pub(crate) struct Forecast {
    forecast: frontdesk::Forecast,
}

#[pymethods]
impl Forecast {
    /// How long everybody in the queue will wait, in the order of service.
    ///
    #[doc = include_str!("help/Forecast.waits.txt")]
    #[pyo3(signature = (query = None))]
    fn waits<'py>(&self, py: Python<'py>, query: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let query = estimate_query(query)?;
        let waits = py.detach(|| self.forecast.waits(&query));
        write(py, &waits.map_err(|error| as_exception(py, &error))?)
    }

    /// `waits` as a table.
    ///
    #[doc = include_str!("help/Forecast.waits_table.txt")]
    #[pyo3(signature = (query = None))]
    fn waits_table(&self, py: Python<'_>, query: Option<&Bound<'_, PyAny>>) -> PyResult<Table> {
        let query = estimate_query(query)?;
        let waits = py.detach(|| self.forecast.waits(&query));
        Ok(Table::of_waits(&waits.map_err(|error| as_exception(py, &error))?))
    }

    /// How many minutes everybody would wait if everything took as long as it does on average; `None` for who
    /// would not be seen. A preview: it says too much as a rule.
    ///
    #[doc = include_str!("help/Forecast.expected_waits.txt")]
    fn expected_waits(&self, py: Python<'_>) -> PyResult<Vec<Option<f64>>> {
        py.detach(|| self.forecast.expected_waits()).map_err(|error| as_exception(py, &error))
    }
}
