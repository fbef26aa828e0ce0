//! Tables as Arrow, by the PyCapsule interface.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Int32Array, RecordBatch, RecordBatchIterator, StringArray};
use arrow_schema::ArrowError;
use frontdesk::Uid;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// The zone of timestamps.
pub(crate) const UTC: &str = "UTC";

/// A stream of one batch. Of each column is said whether it has gaps.
pub(crate) fn stream<'py, 'n>(
    py: Python<'py>,
    columns: impl IntoIterator<Item = (&'n str, ArrayRef, bool)>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let batch = RecordBatch::try_from_iter_with_nullable(columns)
        .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    let schema = batch.schema();
    let batches = RecordBatchIterator::new([Ok::<_, ArrowError>(batch)], schema);
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
}

/// Locations by their numbers, as a dictionary of all; 0 is none.
pub(crate) fn locations(numbers: impl Iterator<Item = u16>, uids: &[Uid]) -> ArrayRef {
    let names = StringArray::from_iter_values(uids.iter().map(|uid| uid.as_str()));
    let keys: Int32Array =
        numbers.map(|number| i32::from(number).checked_sub(1).filter(|key| *key >= 0)).collect();
    Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(names)))
}

/// Doctors as a dictionary of those that are there.
pub(crate) fn doctors(ranks: impl Iterator<Item = u32> + Clone, uids: &[Uid]) -> ArrayRef {
    let mut keys: BTreeMap<u32, i32> = ranks.clone().map(|rank| (rank, 0)).collect();
    for (number, key) in (0..).zip(keys.values_mut()) {
        *key = number;
    }
    let names = StringArray::from_iter_values(keys.keys().map(|&rank| uids[rank as usize].as_str()));
    let mut last = (u32::MAX, 0);
    let keys = Int32Array::from_iter_values(ranks.map(|rank| {
        if rank != last.0 {
            last = (rank, keys[&rank]);
        }
        last.1
    }));
    Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(names)))
}
