//! Frontdesk for Python: JSON text in, JSON text out. The typed package with handles and numpy is to grow from here.

use pyo3::prelude::*;

#[pymodule(name = "frontdesk")]
mod module {
    use ::frontdesk::{Clinic, Instant, from_json};
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;

    /// The tz database that is built in, such as `2026f`.
    #[pyfunction]
    fn tzdata_version() -> &'static str {
        ::frontdesk::tzdata_version()
    }

    /// The slots of a clinic, both as JSON; `now` in Unix seconds. Raises `ValueError` with the error as JSON.
    #[pyfunction]
    fn find_slots(py: Python<'_>, clinic: &str, query: &str, now: i64) -> PyResult<String> {
        let slots = py.detach(|| Clinic::new(from_json(clinic)?)?.find_slots(&from_json(query)?, Instant(now)));
        slots.map_err(|error| PyValueError::new_err(to_json(&error))).map(|slots| to_json(&slots))
    }

    fn to_json<T: serde::Serialize>(value: &T) -> String {
        serde_json::to_string(value).expect("plain data has a JSON form")
    }
}
