//! Tables as Arrow, by the PyCapsule interface.

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, SchemaRef};
use frontdesk_arrow::Tables;
pub(crate) use frontdesk_arrow::doctors;
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};
use pyo3_arrow::PyTable;

/// The zone of timestamps.
pub(crate) const UTC: &str = "UTC";

/// A stream of batches, as the PyCapsule interface has it.
pub(crate) type Stream<'py> = PyResult<Bound<'py, PyCapsule>>;

/// The types that a consumer of a stream would like. A producer need not have them, and ours does not.
pub(crate) type Wished<'py> = Option<Bound<'py, PyAny>>;

/// A stream of one batch. Of each column is said whether it has gaps.
pub(crate) fn stream<'py, 'n>(
    py: Python<'py>,
    columns: impl IntoIterator<Item = (&'n str, ArrayRef, bool)>,
) -> Stream<'py> {
    let batch = RecordBatch::try_from_iter_with_nullable(columns)
        .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    let schema = batch.schema();
    stream_of(py, vec![batch], schema)
}

/// A stream of batches.
pub(crate) fn stream_of(py: Python<'_>, batches: Vec<RecordBatch>, schema: SchemaRef) -> Stream<'_> {
    let batches = RecordBatchIterator::new(batches.into_iter().map(Ok::<_, ArrowError>), schema);
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
}

/// The batches of each table by its name.
pub(crate) fn taken(tables: &Bound<'_, PyDict>) -> PyResult<Tables> {
    let mut taken = Tables::default();
    for (name, table) in tables {
        let name: String = name.extract()?;
        let place = match name.as_str() {
            "doctors" => &mut taken.doctors,
            "rules" => &mut taken.rules,
            "exceptions" => &mut taken.exceptions,
            "settings" => &mut taken.settings,
            "appointments" => &mut taken.appointments,
            _ => return Err(PyTypeError::new_err(format!("no table `{name}`"))),
        };
        *place = table.extract::<PyTable>()?.into_inner().0;
    }
    Ok(taken)
}
