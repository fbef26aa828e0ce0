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

use crate::exec::{Asked, Kind, SlotsExec, external};

/// `slots(query, now)`: the query as JSON text, and the instant at which it is asked, in Unix seconds.
#[derive(Debug, Clone)]
pub struct Slots {
    clinic: Arc<ClinicSnapshot>,
    doctors_per_batch: usize,
    tables: Vec<(Kind, String)>,
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
        let asked = Asked {
            clinic: self.clinic.clone(),
            doctors_per_batch: self.doctors_per_batch,
            query: Arc::new(query),
            now: Instant(*now),
        };
        asked.check()?;
        Ok(Arc::new(SlotsOf { asked, tables: self.tables.clone() }))
    }
}

/// The slots of a query.
#[derive(Debug)]
struct SlotsOf {
    asked: Asked,
    tables: Vec<(Kind, String)>,
}

#[async_trait]
impl TableProvider for SlotsOf {
    fn schema(&self) -> SchemaRef {
        self.asked.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    /// Filters and limits are left to those who ask.
    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let mut inputs = Vec::with_capacity(self.tables.len());
        for (kind, name) in &self.tables {
            inputs.push((*kind, table(state, name).await?.scan(state, None, &[], None).await?));
        }
        let partitions = state.config().target_partitions();
        let exec = SlotsExec::new(self.asked.clone(), inputs, projection.cloned(), partitions)?;
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
