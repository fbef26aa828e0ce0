//! Frontdesk in DataFusion: slots as a table function.
//!
//! ```no_run
//! # async fn example() -> datafusion::error::Result<()> {
//! use std::sync::Arc;
//!
//! use datafusion::prelude::SessionContext;
//! use frontdesk_datafusion::Slots;
//!
//! let context = SessionContext::new(); // with the tables `rules` and `appointments`
//! let clinic = frontdesk::from_json(
//!     r#"{ "timezone": "Europe/Berlin",
//!         "appointment_types": [{ "uid": "visit", "duration_minutes": 30 }] }"#,
//! ).unwrap();
//! let function = Slots::new(clinic).rules("rules").appointments("appointments");
//! context.register_udtf("slots", Arc::new(function));
//!
//! let query = r#"{"appointment_type_uid": "visit", "from": 1774220400, "to": 1774306800}"#;
//! let first = "SELECT doctor_uid, min(start_date) FROM slots('QUERY', 1774220400) GROUP BY doctor_uid";
//! context.sql(&first.replace("QUERY", query)).await?.show().await
//! # }
//! ```
//!
//! The tables have a row for each doctor, rule, exception, setting and appointment, and columns that are
//! called as the fields of the wire model. Doctors are answered batch by batch: each partition of the plan
//! takes its share of the batches, so all cores work, and hands slots on as they are found.
//!
//! What is wrong is a [`frontdesk::Error`] inside of `DataFusionError::External`, with the path of the cell,
//! such as `appointments[17].start_date`; rows are counted in the order in which the table gives them.

mod exec;
mod function;

pub use function::Slots;
