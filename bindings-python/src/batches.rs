//! Doctors and appointments in as Arrow, slots out as Arrow. `frontdesk.tables` calls this.

use arrow_array::RecordBatch;
use frontdesk::limits::DOCTORS_MAX;
use frontdesk::{ClinicSnapshot, Error, ErrorCode, SlotQuery};
use frontdesk_arrow::{Book, THREADS_MAX, schema};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::arrow::{Stream, Wished, stream_of, taken};
use crate::clinic::{Clinic, given};
use crate::error::as_exception;
use crate::input::{instant, read};

/// Slots of many doctors, as batches of Arrow: `pyarrow.table(slots)`, `polars.DataFrame(slots)`, in DuckDB
/// `FROM slots`.
#[pyclass(frozen, module = "frontdesk")]
pub(crate) struct SlotBatches {
    batches: Vec<RecordBatch>,
    has_locations: bool,
}

#[pymethods]
impl SlotBatches {
    /// The slots of the doctors of such tables and a snapshot of the rest, doctor by doctor: what
    /// `frontdesk.tables.slots` calls. Dates in the query are days on the clock of `clinic`.
    #[staticmethod]
    fn _of_arrow(
        clinic: &Bound<'_, Clinic>,
        snapshot: &Bound<'_, PyAny>,
        tables: &Bound<'_, PyDict>,
        query: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
        threads: i64,
        doctors_per_batch: i64,
    ) -> PyResult<Self> {
        let threads = count(query.py(), threads, THREADS_MAX, "threads")?;
        let doctors_per_batch = count(query.py(), doctors_per_batch, DOCTORS_MAX, "doctors_per_batch")?;
        let (py, query, now): (_, SlotQuery, _) = (query.py(), given(clinic, query)?, instant(now, "now")?);
        let (snapshot, tables): (ClinicSnapshot, _) = (read(snapshot)?, taken(tables)?);
        let found = py.detach(|| {
            let book = Book::new(snapshot, &tables, doctors_per_batch)?;
            Ok((book.all_slots(&query, now, threads)?, book.has_locations()))
        });
        let (batches, has_locations) = found.map_err(|error: Error| as_exception(py, &error))?;
        Ok(Self { batches, has_locations })
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Wished<'py>) -> Stream<'py> {
        drop(requested_schema);
        stream_of(py, self.batches.clone(), schema(self.has_locations))
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!("SlotBatches({} slots in {} batches)", self.__len__(), self.batches.len())
    }
}

/// How many of something, 1 at least.
fn count(py: Python<'_>, value: i64, most: usize, name: &str) -> PyResult<usize> {
    let (min, max) = (1, most as i64);
    if (min..=max).contains(&value) {
        return Ok(value as usize);
    }
    let error = Error::new(ErrorCode::OutOfRange { value, min, max }, name.to_owned());
    Err(as_exception(py, &error))
}
