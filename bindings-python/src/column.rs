//! Columns that numpy takes over without a copy.

use std::any::Any;
use std::ptr::from_ref;
use std::sync::Arc;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

/// One field of the rows of a table, as numpy's array interface describes it: where in memory, how many, how
/// far apart, of which type.
#[pyclass(frozen, module = "frontdesk")]
pub(crate) struct Column {
    /// INVARIANT: `address` is that of the field in the first of these rows, or there are no rows. Nobody
    /// can change them, and they live as long as the column does, which numpy keeps as the base of its
    /// array.
    _rows: Arc<dyn Any + Send + Sync>,
    address: usize,
    length: usize,
    stride: usize,
    type_code: &'static str,
}

impl Column {
    /// The column of a field that is chosen by reference.
    pub(crate) fn new<R: Any + Send + Sync, T>(
        rows: &Arc<R>,
        slice: impl Fn(&R) -> &[T],
        field: impl Fn(&T) -> usize,
        type_code: &'static str,
    ) -> Self {
        let slice = slice(rows);
        // Without rows nothing is read, but an address must not be null.
        let address = slice.first().map_or(align_of::<i64>(), field);
        Self { _rows: rows.clone(), address, length: slice.len(), stride: size_of::<T>(), type_code }
    }
}

/// Where a field is.
pub(crate) fn address<T>(field: &T) -> usize {
    from_ref(field).expose_provenance()
}

#[pymethods]
impl Column {
    /// The array interface of numpy, version 3. The `true` says that nobody may write there.
    #[getter]
    fn __array_interface__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let interface = PyDict::new(py);
        interface.set_item(intern!(py, "version"), 3)?;
        interface.set_item(intern!(py, "typestr"), self.type_code)?;
        interface.set_item(intern!(py, "shape"), (self.length,))?;
        interface.set_item(intern!(py, "strides"), (self.stride,))?;
        interface.set_item(intern!(py, "data"), (self.address, true))?;
        Ok(interface)
    }

    fn __len__(&self) -> usize {
        self.length
    }
}

impl Column {
    /// The column as an array of numpy, which is asked for only now.
    pub(crate) fn array(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        static AS_ARRAY: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        AS_ARRAY.import(py, "numpy", "asarray")?.call1((self,))
    }
}
