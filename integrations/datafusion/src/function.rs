//! The function: what it is called with, and the tables that it reads.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{ScalarValue, TableReference, plan_err};
use datafusion::datasource::TableType;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::ExecutionPlan;
use frontdesk::{ClinicSnapshot, Instant, SlotQuery};

use crate::exec::SlotsExec;

/// `slots(query, now)`: the query as JSON text, and the instant at which it is asked, in Unix seconds.
#[derive(Debug, Clone)]
pub struct Slots {
    pub(crate) clinic: Arc<ClinicSnapshot>,
    pub(crate) doctors_per_batch: usize,
    tables: Vec<(Kind, String)>,
}

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Doctors,
    Rules,
    Exceptions,
    Settings,
    Appointments,
}

impl Slots {
    /// A function on a clinic, which has what is in no table: time zone, types, closures.
    pub fn new(clinic: ClinicSnapshot) -> Self {
        let doctors_per_batch = frontdesk_arrow::DOCTORS_PER_BATCH;
        Self { clinic: Arc::new(clinic), doctors_per_batch, tables: Vec::new() }
    }

    /// The table of doctors. Those whom rules name are there without it.
    #[must_use]
    pub fn doctors(self, table: impl Into<String>) -> Self {
        self.with(Kind::Doctors, table)
    }

    /// The table of weekly hours, with `doctor_uid`.
    #[must_use]
    pub fn rules(self, table: impl Into<String>) -> Self {
        self.with(Kind::Rules, table)
    }

    /// The table of extra hours and time off, with `doctor_uid`.
    #[must_use]
    pub fn exceptions(self, table: impl Into<String>) -> Self {
        self.with(Kind::Exceptions, table)
    }

    /// The table of what is special to a doctor about a type, with `doctor_uid`.
    #[must_use]
    pub fn settings(self, table: impl Into<String>) -> Self {
        self.with(Kind::Settings, table)
    }

    /// The table of appointments.
    #[must_use]
    pub fn appointments(self, table: impl Into<String>) -> Self {
        self.with(Kind::Appointments, table)
    }

    /// So many doctors are answered at once.
    #[must_use]
    pub fn doctors_per_batch(mut self, doctors: usize) -> Self {
        self.doctors_per_batch = doctors;
        self
    }

    fn with(mut self, kind: Kind, table: impl Into<String>) -> Self {
        self.tables.retain(|(other, _)| *other != kind);
        self.tables.push((kind, table.into()));
        self
    }
}

impl TableFunctionImpl for Slots {
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Result<Arc<dyn TableProvider>> {
        let [Expr::Literal(query, _), Expr::Literal(now, _)] = args.exprs() else {
            return plan_err!("slots takes a query, as JSON text, and an instant, as Unix seconds");
        };
        let Some(Some(query)) = query.try_as_str() else {
            return plan_err!("the query of slots is JSON text, and not {query}");
        };
        let ScalarValue::Int64(Some(now)) = now else {
            return plan_err!("the instant of slots is in Unix seconds, and not {now}");
        };
        let query: SlotQuery = frontdesk::from_json(query).map_err(|error| external(error.under("query")))?;
        Ok(Arc::new(SlotsOf { function: self.clone(), query: Arc::new(query), now: Instant(*now) }))
    }
}

/// The error of the engine, as one of DataFusion.
pub(crate) fn external(error: frontdesk::Error) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

/// The slots of a query.
#[derive(Debug)]
struct SlotsOf {
    function: Slots,
    query: Arc<SlotQuery>,
    now: Instant,
}

#[async_trait]
impl TableProvider for SlotsOf {
    fn schema(&self) -> SchemaRef {
        frontdesk_arrow::schema(!self.function.clinic.locations.is_empty())
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let mut inputs = Vec::with_capacity(self.function.tables.len());
        for (kind, name) in &self.function.tables {
            inputs.push((*kind, table(state, name).await?.scan(state, None, &[], None).await?));
        }
        let exec = SlotsExec::new(
            &self.function,
            (self.query.clone(), self.now),
            inputs,
            projection.cloned(),
            state.config().target_partitions(),
        )?;
        Ok(Arc::new(exec))
    }
}

/// A table by its name, which may have that of a schema and of a catalog before it.
async fn table(state: &dyn Session, name: &str) -> Result<Arc<dyn TableProvider>> {
    let defaults = &state.config_options().catalog;
    let name = TableReference::from(name).resolve(&defaults.default_catalog, &defaults.default_schema);
    let catalog = state.catalog_list().catalog(&name.catalog);
    let schema = catalog.and_then(|catalog| catalog.schema(&name.schema));
    let found = match schema {
        Some(schema) => schema.table(&name.table).await?,
        None => None,
    };
    found.ok_or_else(|| DataFusionError::Plan(format!("there is no table {name}")))
}
