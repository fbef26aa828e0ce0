//! The class as Python has it: each method reads what it is given, asks the engine, and writes what it
//! answers. They stand in one block, since pyo3 takes several only by a feature with which every class of
//! every crate stays in the wheel, used or not: three megabytes of it.

use std::borrow::Cow;

use frontdesk::icalendar::{BusyTimeQuery, EventDetails};
use frontdesk::{
    BookingOptions, Change, ClinicSnapshot, Command, Error, Event, InstantQuery, Reason, SlotQuery,
    TimezoneData, UtilisationQuery,
};
use frontdesk_arrow::Book;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};

use super::prepared_query::PreparedQuery;
use super::{Clinic, State, asked, given, zone_of};
use crate::arrow::taken;
use crate::error::{as_exception, refused};
use crate::html;
use crate::input::{instant, read, read_at, read_file};
use crate::output::write;
use crate::shared::Shared;
use crate::slot_table::SlotTable;
use crate::table::Table;
use crate::utilisation_table::UtilisationTable;

#[pymethods]
impl Clinic {
    #[new]
    fn new(py: Python<'_>, snapshot: &Bound<'_, PyAny>) -> PyResult<Self> {
        let snapshot: ClinicSnapshot = read(snapshot)?;
        py.detach(|| frontdesk::Clinic::new(snapshot)).map(Self::of).map_err(|error| as_exception(py, &error))
    }

    /// A clinic from a file of JSON.
    ///
    #[doc = include_str!("../help/Clinic.from_file.txt")]
    #[staticmethod]
    fn from_file(py: Python<'_>, path: &Bound<'_, PyAny>) -> PyResult<Self> {
        Self::new(py, &read_file(path)?)
    }

    /// A clinic out of tables: files, frames, Arrow, rows of a database.
    ///
    /// `frontdesk.tables.clinic` says what goes in.
    ///
    #[doc = include_str!("../help/Clinic.from_tables.txt")]
    #[staticmethod]
    #[pyo3(signature = (**tables))]
    fn from_tables<'py>(py: Python<'py>, tables: Option<&Bound<'py, PyDict>>) -> PyResult<Bound<'py, PyAny>> {
        py.import("frontdesk.tables")?.getattr("clinic")?.call((), tables)
    }

    /// The slots that can be booked, by start and doctor.
    ///
    /// With `datetimes=True`, `start_date` and `end_date` are times on the doctor's clock.
    ///
    #[doc = include_str!("../help/Clinic.find_slots.txt")]
    #[pyo3(signature = (query, now, *, datetimes = false))]
    fn find_slots<'py>(
        slf: &Bound<'py, Self>,
        query: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
        datetimes: bool,
    ) -> PyResult<Bound<'py, PyList>> {
        slf.get().slots(query.py(), &given(slf, query)?, instant(now, "now")?, false, datetimes)
    }

    /// The earliest slots of any of the doctors: `limit` of them, one if the query has none. Later ones are
    /// not computed.
    ///
    #[doc = include_str!("../help/Clinic.first_slots.txt")]
    #[pyo3(signature = (query, now, *, datetimes = false))]
    fn first_slots<'py>(
        slf: &Bound<'py, Self>,
        query: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
        datetimes: bool,
    ) -> PyResult<Bound<'py, PyList>> {
        slf.get().slots(query.py(), &given(slf, query)?, instant(now, "now")?, true, datetimes)
    }

    /// The slots as a table: numpy columns and Arrow. `by_doctor=True` gives them doctor by doctor, which is
    /// quicker for many.
    ///
    #[doc = include_str!("../help/Clinic.slot_table.txt")]
    #[pyo3(signature = (query, now, *, by_doctor = false))]
    fn slot_table(
        slf: &Bound<'_, Self>,
        query: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
        by_doctor: bool,
    ) -> PyResult<SlotTable> {
        let (query, now): (SlotQuery, _) = (given(slf, query)?, instant(now, "now")?);
        slf.get().table(slf.py(), &query, now, by_doctor)
    }

    /// A query that is read and checked once, to be asked again and again.
    ///
    #[doc = include_str!("../help/Clinic.prepare.txt")]
    fn prepare(slf: &Bound<'_, Self>, query: &Bound<'_, PyAny>) -> PyResult<PreparedQuery> {
        let query: SlotQuery = given(slf, query)?;
        slf.get().ask(slf.py(), |clinic| clinic.check_query(&query))?;
        Ok(PreparedQuery::new(slf.clone().unbind(), query))
    }

    /// A clinic of tables as Arrow has them, and a snapshot of the rest: what `from_tables` calls.
    #[staticmethod]
    fn _of_arrow(snapshot: &Bound<'_, PyAny>, tables: &Bound<'_, PyDict>) -> PyResult<Self> {
        let (py, snapshot, tables): (_, ClinicSnapshot, _) = (snapshot.py(), read(snapshot)?, taken(tables)?);
        let clinic = py.detach(|| Book::new(snapshot, &tables, usize::MAX)?.clinic(0));
        clinic.map(Self::of).map_err(|error| as_exception(py, &error))
    }

    /// The local days on which something can be booked, each with its first start.
    ///
    #[doc = include_str!("../help/Clinic.days_with_slots.txt")]
    fn days_with_slots<'py>(
        slf: &Bound<'py, Self>,
        query: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        write(slf.py(), &asked(slf, query, now, frontdesk::Clinic::days_with_slots)?)
    }

    /// Whether this start can be booked with this doctor: whether `find_slots`, asked for the same patient by
    /// the same, would list it.
    ///
    #[doc = include_str!("../help/Clinic.is_bookable.txt")]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    #[pyo3(signature = (appointment_type_uid, doctor_uid, start, now, *, patient_uid = None, by = "patient",
        duration_minutes = None, seats = None, location_uids = None))]
    fn is_bookable(
        &self,
        appointment_type_uid: &str,
        doctor_uid: &str,
        start: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
        patient_uid: Option<&str>,
        by: &str,
        duration_minutes: Option<i64>,
        seats: Option<i64>,
        location_uids: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<bool> {
        let (py, start, now) = (start.py(), instant(start, "start")?, instant(now, "now")?);
        let fields = PyDict::new(py);
        fields.set_item("patient_uid", patient_uid)?;
        fields.set_item("by", by)?;
        fields.set_item("duration_minutes", duration_minutes)?;
        fields.set_item("seats", seats)?;
        fields.set_item("location_uids", location_uids)?;
        let options: BookingOptions = read(&fields)?;
        self.ask(py, |clinic| clinic.is_bookable(appointment_type_uid, doctor_uid, start, &options, now))
    }

    /// Every reason why a start can't be booked, for each doctor asked for. Without reasons, it can.
    ///
    #[doc = include_str!("../help/Clinic.explain.txt")]
    fn explain<'py>(
        slf: &Bound<'py, Self>,
        query: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        write(slf.py(), &asked(slf, query, now, frontdesk::Clinic::explain)?)
    }

    /// Why days have no slots, or few: what stands against each local day and doctor, with the share of
    /// candidates that each kind of reason forbids.
    ///
    #[doc = include_str!("../help/Clinic.explain_days.txt")]
    fn explain_days<'py>(
        slf: &Bound<'py, Self>,
        query: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        write(slf.py(), &asked(slf, query, now, frontdesk::Clinic::explain_days)?)
    }

    /// The appointments that run in a range, by start, each with the status that it has at `now`.
    ///
    #[doc = include_str!("../help/Clinic.appointments.txt")]
    fn appointments<'py>(
        slf: &Bound<'py, Self>,
        query: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        write(slf.py(), &asked(slf, query, now, frontdesk::Clinic::appointments)?)
    }

    /// What became of the appointments that start in a range, by doctor and type: kept, missed, called off,
    /// unresolved.
    ///
    #[doc = include_str!("../help/Clinic.outcomes.txt")]
    fn outcomes<'py>(
        slf: &Bound<'py, Self>,
        query: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        write(slf.py(), &asked(slf, query, now, frontdesk::Clinic::outcomes)?)
    }

    /// `appointments` as a table.
    ///
    #[doc = include_str!("../help/Clinic.appointments_table.txt")]
    fn appointments_table(
        slf: &Bound<'_, Self>,
        query: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<Table> {
        Ok(Table::of_appointments(&asked(slf, query, now, frontdesk::Clinic::appointments)?))
    }

    /// `outcomes` as a table.
    ///
    #[doc = include_str!("../help/Clinic.outcomes_table.txt")]
    fn outcomes_table(
        slf: &Bound<'_, Self>,
        query: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<Table> {
        Ok(Table::of_outcomes(&asked(slf, query, now, frontdesk::Clinic::outcomes)?))
    }

    /// `open_hours` as a table.
    ///
    #[doc = include_str!("../help/Clinic.open_hours_table.txt")]
    fn open_hours_table(slf: &Bound<'_, Self>, query: &Bound<'_, PyAny>) -> PyResult<Table> {
        let (py, query): (_, UtilisationQuery) = (query.py(), given(slf, query)?);
        Ok(Table::of_hours(&slf.get().ask(py, |clinic| clinic.open_hours(&query))?))
    }

    /// `days_with_slots` as a table.
    ///
    #[doc = include_str!("../help/Clinic.days_table.txt")]
    fn days_table(
        slf: &Bound<'_, Self>,
        query: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<Table> {
        Ok(Table::of_days(&asked(slf, query, now, frontdesk::Clinic::days_with_slots)?))
    }

    /// `explain_days` as a table: a row for each day and doctor, with the reason that forbids most.
    ///
    #[doc = include_str!("../help/Clinic.explain_days_table.txt")]
    fn explain_days_table(
        slf: &Bound<'_, Self>,
        query: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<Table> {
        Ok(Table::of_explained_days(&asked(slf, query, now, frontdesk::Clinic::explain_days)?))
    }

    /// What is open, closed and blocked, and why, as intervals by doctor.
    ///
    #[doc = include_str!("../help/Clinic.open_hours.txt")]
    fn open_hours<'py>(slf: &Bound<'py, Self>, query: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, query): (_, UtilisationQuery) = (query.py(), given(slf, query)?);
        write(py, &slf.get().ask(py, |clinic| clinic.open_hours(&query))?)
    }

    /// A reason in words: in English (`en`) or German (`de`), with times on the clock of a zone, the clinic's
    /// if none is named.
    ///
    #[doc = include_str!("../help/Clinic.reason_sentence.txt")]
    #[pyo3(signature = (reason, language = "en", timezone = None))]
    fn reason_sentence(
        &self,
        reason: &Bound<'_, PyAny>,
        language: &str,
        timezone: Option<&str>,
    ) -> PyResult<String> {
        let (py, reason): (_, Reason) = (reason.py(), read(reason)?);
        self.ask(py, |clinic| clinic.reason_sentence(&reason, language, timezone))
    }

    /// What happens if this is asked for now, as events. Nothing changes; `apply` them.
    ///
    #[doc = include_str!("../help/Clinic.decide.txt")]
    fn decide<'py>(
        slf: &Bound<'py, Self>,
        command: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, command, now): (_, Command, _) = (command.py(), given(slf, command)?, instant(now, "now")?);
        let events = slf.get().state.ask(py, |state| state.clinic.decide(&command, now));
        write(py, &events.map_err(|refusal| refused(py, &refusal))?)
    }

    /// Records an event. False if it changed nothing: it is recorded already, or is of another clinic.
    ///
    #[doc = include_str!("../help/Clinic.apply.txt")]
    fn apply(slf: &Bound<'_, Self>, event: &Bound<'_, PyAny>) -> PyResult<bool> {
        let (py, event): (_, Event) = (event.py(), given(slf, event)?);
        Ok(slf.get().state.change(py, |state| state.clinic.apply(&event)))
    }

    /// Changes who can be booked and when: doctors, types, closures, appointments from elsewhere.
    ///
    #[doc = include_str!("../help/Clinic.change.txt")]
    fn change(slf: &Bound<'_, Self>, change: &Bound<'_, PyAny>) -> PyResult<()> {
        let (py, change): (_, Change) = (change.py(), given(slf, change)?);
        let changed = slf.get().state.change(py, |state| {
            state.doctor_uids.take();
            state.clinic.change(change)
        });
        changed.map_err(|error| as_exception(py, &error))
    }

    /// The events that time alone has made true at `now`: holds that have run out.
    ///
    #[doc = include_str!("../help/Clinic.due.txt")]
    fn due<'py>(&self, now: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, now) = (now.py(), instant(now, "now")?);
        write(py, &self.state.ask(py, |state| state.clinic.due(now)))
    }

    /// The first instant after `after` at which a hold runs out or a reminder falls due, or `None`.
    ///
    #[doc = include_str!("../help/Clinic.next_due.txt")]
    fn next_due(&self, after: &Bound<'_, PyAny>) -> PyResult<Option<i64>> {
        let (py, after) = (after.py(), instant(after, "after")?);
        Ok(self.state.ask(py, |state| state.clinic.next_due(after)).map(|at| at.0))
    }

    /// The reminders that fall due in `(after, until]`.
    ///
    #[doc = include_str!("../help/Clinic.reminders_due.txt")]
    fn reminders_due<'py>(
        &self,
        after: &Bound<'py, PyAny>,
        until: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, after, until) = (after.py(), instant(after, "after")?, instant(until, "until")?);
        write(py, &self.ask(py, |clinic| clinic.reminders_due(after, until))?)
    }

    /// Appointments to come that their doctor's hours do not cover.
    ///
    #[doc = include_str!("../help/Clinic.outside_hours.txt")]
    fn outside_hours<'py>(&self, now: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, now) = (now.py(), instant(now, "now")?);
        write(py, &self.ask(py, |clinic| clinic.outside_hours(now))?)
    }

    /// What a change, which is not made, would leave outside hours.
    ///
    #[doc = include_str!("../help/Clinic.would_leave_outside_hours.txt")]
    fn would_leave_outside_hours<'py>(
        slf: &Bound<'py, Self>,
        change: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, change, now): (_, Change, _) = (change.py(), given(slf, change)?, instant(now, "now")?);
        write(py, &slf.get().ask(py, |clinic| clinic.would_leave_outside_hours(change, now))?)
    }

    /// What is outside hours in another state of this clinic and not in this one.
    ///
    #[doc = include_str!("../help/Clinic.left_outside_hours.txt")]
    fn left_outside_hours<'py>(
        &self,
        after: &Bound<'py, Clinic>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, now) = (now.py(), instant(now, "now")?);
        // A copy, so that no two locks are held at once.
        let after = after.get().state.ask(py, |state| state.clinic.clone());
        write(py, &self.ask(py, |clinic| clinic.left_outside_hours(&after, now))?)
    }

    /// The appointments whose local start differs between the clinic's zone rules and `other`.
    ///
    #[doc = include_str!("../help/Clinic.local_time_changes.txt")]
    fn local_time_changes<'py>(&self, other: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, other): (_, Vec<TimezoneData>) = (other.py(), read(other)?);
        write(py, &self.ask(py, |clinic| clinic.local_time_changes(&other))?)
    }

    /// How much of each doctor's local days is open, booked, held and free, in minutes.
    ///
    #[doc = include_str!("../help/Clinic.utilisation.txt")]
    fn utilisation<'py>(
        slf: &Bound<'py, Self>,
        query: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        write(slf.py(), &asked(slf, query, now, frontdesk::Clinic::utilisation)?)
    }

    /// The same as a table: numpy columns and Arrow.
    ///
    #[doc = include_str!("../help/Clinic.utilisation_table.txt")]
    fn utilisation_table(
        slf: &Bound<'_, Self>,
        query: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<UtilisationTable> {
        let (py, query, now) = (query.py(), given(slf, query)?, instant(now, "now")?);
        let found = slf.get().state.ask(py, |state| {
            let mut rows = Vec::new();
            state.clinic.utilisation_into(&query, now, &mut rows)?;
            Ok(UtilisationTable::new(rows, state.doctor_uids()))
        });
        found.map_err(|error: Error| as_exception(py, &error))
    }

    /// The clinic as plain data, in an order that does not depend on its history.
    ///
    #[doc = include_str!("../help/Clinic.snapshot.txt")]
    fn snapshot<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        write(py, &self.state.ask(py, |state| state.clinic.snapshot()))
    }

    /// The same as JSON text, byte for byte what every language writes.
    ///
    #[doc = include_str!("../help/Clinic.to_json.txt")]
    fn to_json(&self, py: Python<'_>) -> String {
        String::from_utf8(self.snapshot_json(py)).expect("JSON is text")
    }

    /// The appointment with this uid, or `None`.
    ///
    #[doc = include_str!("../help/Clinic.appointment.txt")]
    fn appointment<'py>(&self, py: Python<'py>, uid: &str) -> PyResult<Bound<'py, PyAny>> {
        write(py, &self.state.ask(py, |state| state.clinic.appointment(uid)))
    }

    /// The zone of doctors that name none.
    #[getter]
    fn timezone(&self, py: Python<'_>) -> String {
        self.state.ask(py, |state| state.clinic.timezone_name().to_owned())
    }

    /// The zone of a doctor, or `None` if the clinic has no such doctor.
    ///
    #[doc = include_str!("../help/Clinic.timezone_of.txt")]
    fn timezone_of(&self, py: Python<'_>, doctor_uid: &str) -> Option<String> {
        self.state.ask(py, |state| state.clinic.timezone_of(doctor_uid).map(|zone| zone.name().to_owned()))
    }

    /// The uids of the doctors in order.
    #[getter]
    fn doctor_uids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let uids = self.state.ask(py, State::doctor_uids);
        PyList::new(py, uids.iter().map(|uid| uid.as_str()))
    }

    /// An instant as an aware `datetime` on the clock of a doctor, or of the clinic if none is named.
    ///
    #[doc = include_str!("../help/Clinic.local_datetime.txt")]
    #[pyo3(signature = (at, doctor_uid = None))]
    fn local_datetime<'py>(
        &self,
        at: &Bound<'py, PyAny>,
        doctor_uid: Option<&str>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, at) = (at.py(), instant(at, "at")?);
        let zone = self.ask(py, |clinic| zone_of(clinic, doctor_uid))?;
        crate::datetimes::on_clock(py, at, &zone)
    }

    /// When a doctor has hours in `[start, until)`, whatever is booked: pairs of Unix seconds, in order.
    ///
    #[doc = include_str!("../help/Clinic.open_time.txt")]
    fn open_time(
        &self,
        doctor_uid: &str,
        start: &Bound<'_, PyAny>,
        until: &Bound<'_, PyAny>,
    ) -> PyResult<Vec<(i64, i64)>> {
        let (py, start, until) = (start.py(), instant(start, "start")?, instant(until, "until")?);
        let open = self.ask(py, |clinic| clinic.open_time(doctor_uid, start, until))?;
        Ok(open.into_iter().map(|(start, end)| (start.0, end.0)).collect())
    }

    /// The instant at which a clock shows a local time: the clock of a doctor, of a zone, or of the clinic if
    /// neither is named. In Unix seconds.
    ///
    /// `local` is a naive `datetime`, or text such as `2026-12-01T09:00`. Where the clock shows it twice, the
    /// first is meant; where it skips it, the moment of the change.
    ///
    #[doc = include_str!("../help/Clinic.instant.txt")]
    #[pyo3(signature = (local, doctor_uid = None, *, timezone = None))]
    fn instant(
        &self,
        local: &Bound<'_, PyAny>,
        doctor_uid: Option<&str>,
        timezone: Option<&str>,
    ) -> PyResult<i64> {
        let py = local.py();
        let fields = PyDict::new(py);
        fields.set_item("local", local)?;
        fields.set_item("doctor_uid", doctor_uid)?;
        fields.set_item("timezone", timezone)?;
        let query: InstantQuery = read(&fields)?;
        Ok(self.ask(py, |clinic| clinic.instant(&query))?.0)
    }

    /// An appointment as an iCalendar `VEVENT`.
    ///
    #[doc = include_str!("../help/Clinic.appointment_as_icalendar.txt")]
    fn appointment_as_icalendar(
        &self,
        appointment_uid: &str,
        details: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<String> {
        let (py, details, now): (_, EventDetails, _) =
            (now.py(), read_at(details, "details")?, instant(now, "now")?);
        self.ask(py, |clinic| clinic.appointment_as_icalendar(appointment_uid, &details, now))
    }

    /// A doctor's appointments as iCalendar.
    ///
    #[doc = include_str!("../help/Clinic.appointments_as_icalendar.txt")]
    fn appointments_as_icalendar(
        slf: &Bound<'_, Self>,
        query: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<String> {
        asked(slf, query, now, frontdesk::Clinic::appointments_as_icalendar)
    }

    /// A doctor's hours as an iCalendar `VAVAILABILITY`.
    ///
    #[doc = include_str!("../help/Clinic.availability_as_icalendar.txt")]
    fn availability_as_icalendar(
        slf: &Bound<'_, Self>,
        query: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<String> {
        asked(slf, query, now, frontdesk::Clinic::availability_as_icalendar)
    }

    /// A doctor's busy time as an iCalendar `VFREEBUSY`.
    ///
    #[doc = include_str!("../help/Clinic.busy_time_as_icalendar.txt")]
    fn busy_time_as_icalendar(
        slf: &Bound<'_, Self>,
        query: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<String> {
        asked(slf, query, now, frontdesk::Clinic::busy_time_as_icalendar)
    }

    /// Busy time out of somebody else's calendar: blocked intervals, and what was not read.
    ///
    #[doc = include_str!("../help/Clinic.busy_time_from_icalendar.txt")]
    fn busy_time_from_icalendar<'py>(
        slf: &Bound<'py, Self>,
        text: &Bound<'py, PyAny>,
        query: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, query): (_, BusyTimeQuery) = (query.py(), given(slf, query)?);
        let text = calendar_bytes(text)?;
        write(py, &slf.get().ask(py, |clinic| clinic.busy_time_from_icalendar(&text, &query))?)
    }

    fn __copy__(&self, py: Python<'_>) -> Self {
        Self { state: Shared::new(self.state.ask(py, State::clone)) }
    }

    fn __deepcopy__(&self, py: Python<'_>, _memo: &Bound<'_, PyDict>) -> Self {
        self.__copy__(py)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (Bound<'py, PyBytes>,)) {
        let py = slf.py();
        (slf.get_type().into_any(), (PyBytes::new(py, &slf.get().snapshot_json(py)),))
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let head = slf.get().state.ask(slf.py(), |state| html::head(&state.clinic));
        html::shown_with((slf, write(slf.py(), &head)?).into_pyobject(slf.py())?, "clinic")
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        self.state.ask(py, |state| {
            let count =
                |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
            let doctors = count(state.doctor_uids().len(), "doctor");
            let appointments = count(state.clinic.appointment_count(), "appointment");
            format!("Clinic({doctors}, {appointments}, timezone='{}')", state.clinic.timezone_name())
        })
    }
}

/// A calendar as it came: it may be no text before it is unfolded.
fn calendar_bytes<'a>(calendar: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, [u8]>> {
    if let Ok(text) = calendar.cast::<PyString>() {
        Ok(match text.to_cow()? {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        })
    } else if let Ok(bytes) = calendar.cast::<PyBytes>() {
        Ok(Cow::Borrowed(bytes.as_bytes()))
    } else {
        Err(PyTypeError::new_err("a calendar is text or bytes"))
    }
}
