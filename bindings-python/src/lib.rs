//! Frontdesk for Python: the private module `frontdesk._native`. It converts, calls and converts back; the
//! package beside it has the types.

mod arrow;
mod batches;
mod calendar;
mod clinic;
mod column;
mod datetimes;
mod error;
mod evaluation;
mod html;
mod input;
mod learner;
mod output;
mod planning;
mod shared;
mod slot_table;
mod table;
mod utilisation_table;
mod waiting_room;
mod zone;

/// The private module.
#[pyo3::pymodule(name = "_native", gil_used = false)]
mod module {
    #[pymodule_export]
    use crate::batches::SlotBatches;
    #[pymodule_export]
    use crate::calendar::Calendar;
    #[pymodule_export]
    use crate::clinic::Clinic;
    #[pymodule_export]
    use crate::clinic::prepared_query::PreparedQuery;
    #[pymodule_export]
    use crate::column::Column;
    #[pymodule_export]
    use crate::datetimes::{local_datetime, seconds};
    #[pymodule_export]
    use crate::evaluation::evaluate_waits;
    #[pymodule_export]
    use crate::learner::Learner;
    #[pymodule_export]
    use crate::planning::{
        erlang_a, erlang_b, erlang_c, erlang_c_wait_exceeds, erlang_c_wait_quantile, impatient_queue_ahead,
        lognormal_remaining_minutes, mgc, mgc_residual_minutes, mmck, queue_ahead, queue_ahead_wait_exceeds,
        queue_ahead_wait_quantile, service_level_doctors, walk_in_day_doctors, walk_in_day_waits,
    };
    #[pymodule_export]
    use crate::slot_table::SlotTable;
    #[pymodule_export]
    use crate::table::Table;
    #[pymodule_export]
    use crate::utilisation_table::UtilisationTable;
    #[pymodule_export]
    use crate::waiting_room::{Forecast, WaitingRoom};

    use pyo3::prelude::*;

    /// The tz database that is built in, such as `2026f`.
    ///
    #[doc = include_str!("help/tzdata_version.txt")]
    #[pyfunction]
    fn tzdata_version() -> &'static str {
        frontdesk::tzdata_version()
    }

    /// The names of all built-in time zones, in order.
    ///
    #[doc = include_str!("help/timezone_names.txt")]
    #[pyfunction]
    fn timezone_names() -> Vec<&'static str> {
        frontdesk::timezone_names().collect()
    }

    #[pymodule_init]
    fn version(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
