//! The plan: its inputs are the tables, its partitions share the batches of doctors.

use std::fmt;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{Schema, SchemaRef};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, SchedulingType};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    ChildrenPropertiesMode, DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties,
    ReplaceChildrenOptions, collect_partitioned,
};
use frontdesk::{ClinicSnapshot, Instant, SlotBuffer, SlotQuery};
use frontdesk_arrow::{Book, Tables, slots_of};
use futures::stream::{self, Stream, StreamExt};
use tokio::sync::OnceCell;

/// What is asked, and of whom.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) clinic: Arc<ClinicSnapshot>,
    pub(crate) doctors_per_batch: usize,
    pub(crate) query: Arc<SlotQuery>,
    pub(crate) now: Instant,
}

impl Asked {
    /// The columns of what is answered.
    pub(crate) fn schema(&self) -> SchemaRef {
        frontdesk_arrow::schema(!self.clinic.locations.is_empty())
    }

    /// Whether it can be answered doctor by doctor, which no table has to be read for.
    pub(crate) fn check(&self) -> Result<()> {
        let book = self.book(&Tables::default())?;
        book.check(&self.query).map_err(|error| external(error.under("query")))
    }

    fn book(&self, tables: &Tables) -> Result<Book> {
        Book::new((*self.clinic).clone(), tables, self.doctors_per_batch).map_err(external)
    }
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

/// The error of the engine, as one of DataFusion.
pub(crate) fn external(error: frontdesk::Error) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

#[derive(Clone)]
pub(crate) struct SlotsExec {
    asked: Asked,
    kinds: Vec<Kind>,
    inputs: Vec<Arc<dyn ExecutionPlan>>,
    projection: Option<Vec<usize>>,
    properties: Arc<PlanProperties>,
    /// The tables, read by the partition that is the first to need them.
    book: Arc<OnceCell<Book>>,
}

impl SlotsExec {
    pub(crate) fn new(
        asked: Asked,
        inputs: Vec<(Kind, Arc<dyn ExecutionPlan>)>,
        projection: Option<Vec<usize>>,
        partitions: usize,
    ) -> Result<Self> {
        let schema = match &projection {
            Some(columns) => Arc::new(Schema::project(&asked.schema(), columns)?),
            None => asked.schema(),
        };
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(partitions.max(1)),
            EmissionType::Incremental,
            Boundedness::Bounded,
        )
        .with_scheduling_type(SchedulingType::Cooperative);
        let (kinds, inputs) = inputs.into_iter().unzip();
        let properties = Arc::new(properties);
        Ok(Self { asked, kinds, inputs, projection, properties, book: Arc::default() })
    }

    /// Reads all tables, whose partitions are read at the same time.
    async fn read(&self, context: Arc<TaskContext>) -> Result<Book> {
        let mut tables = Tables::default();
        for (kind, input) in self.kinds.iter().zip(&self.inputs) {
            let batches = collect_partitioned(input.clone(), context.clone()).await?.concat();
            *match kind {
                Kind::Doctors => &mut tables.doctors,
                Kind::Rules => &mut tables.rules,
                Kind::Exceptions => &mut tables.exceptions,
                Kind::Settings => &mut tables.settings,
                Kind::Appointments => &mut tables.appointments,
            } = batches;
        }
        self.asked.book(&tables)
    }

    /// The slots of every so manieth batch of doctors, from that of the partition's own number on.
    fn slots(
        self: Arc<Self>,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> impl Stream<Item = Result<RecordBatch>> {
        let partitions = self.properties.output_partitioning().partition_count();
        stream::try_unfold((partition, SlotBuffer::new()), move |(batch, mut buffer)| {
            let (exec, context) = (self.clone(), context.clone());
            async move {
                let book = exec.book.get_or_try_init(|| exec.read(context)).await?;
                if batch >= book.batches() {
                    return Ok(None);
                }
                // A batch takes some hundredths of a second. Between two, others have their turn, and who no
                // longer wants the rest can say so.
                tokio::task::yield_now().await;
                let slots = exec.batch(book, batch, &mut buffer)?;
                Ok(Some((slots, (batch + partitions, buffer))))
            }
        })
    }

    fn batch(&self, book: &Book, batch: usize, buffer: &mut SlotBuffer) -> Result<RecordBatch> {
        let Asked { query, now, .. } = &self.asked;
        let clinic = book.clinic(batch).map_err(external)?;
        let slots = slots_of(&clinic, query, *now, buffer).map_err(|error| external(error.under("query")))?;
        Ok(match &self.projection {
            Some(columns) => slots.project(columns)?,
            None => slots,
        })
    }
}

impl fmt::Debug for SlotsExec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_as(DisplayFormatType::Default, f)
    }
}

impl DisplayAs for SlotsExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SlotQuery { appointment_type_uid, from, to, .. } = &*self.asked.query;
        write!(f, "SlotsExec: type={appointment_type_uid}, from={from}, to={to}, tables={:?}", self.kinds)
    }
}

impl ExecutionPlan for SlotsExec {
    fn name(&self) -> &'static str {
        "SlotsExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        self.inputs.iter().collect()
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    /// The inputs are read whole, however they are partitioned.
    fn benefits_from_input_partitioning(&self) -> Vec<bool> {
        vec![false; self.inputs.len()]
    }

    /// With other inputs, nothing of them has been read.
    fn replace_children(
        self: Arc<Self>,
        inputs: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(Self { inputs, book: Arc::default(), ..(*self).clone() }))
    }

    /// An older name that the trait still asks for.
    fn with_new_children(
        self: Arc<Self>,
        inputs: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(inputs, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let slots = Arc::new(self.clone()).slots(partition, context);
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), slots.boxed())))
    }
}
