//! The plan: its inputs are the tables, its partitions share the batches of doctors.

use std::fmt;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::Schema;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties, collect_partitioned,
};
use frontdesk::{ClinicSnapshot, Instant, SlotBuffer, SlotQuery};
use frontdesk_arrow::{Book, Tables};
use futures::stream::{self, StreamExt, TryStreamExt};
use tokio::sync::OnceCell;

use crate::function::{Kind, Slots, external};

/// What partitions need to answer.
#[derive(Clone)]
pub(crate) struct SlotsExec {
    clinic: Arc<ClinicSnapshot>,
    doctors_per_batch: usize,
    asked: (Arc<SlotQuery>, Instant),
    kinds: Vec<Kind>,
    inputs: Vec<Arc<dyn ExecutionPlan>>,
    projection: Option<Vec<usize>>,
    properties: Arc<PlanProperties>,
    /// The tables, read by the partition that is the first to need them.
    book: Arc<OnceCell<Book>>,
}

impl SlotsExec {
    pub(crate) fn new(
        function: &Slots,
        asked: (Arc<SlotQuery>, Instant),
        inputs: Vec<(Kind, Arc<dyn ExecutionPlan>)>,
        projection: Option<Vec<usize>>,
        partitions: usize,
    ) -> Result<Self> {
        let schema = frontdesk_arrow::schema(!function.clinic.locations.is_empty());
        let schema = match &projection {
            Some(columns) => Arc::new(Schema::project(&schema, columns)?),
            None => schema,
        };
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(partitions.max(1)),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        let (kinds, inputs) = inputs.into_iter().unzip();
        Ok(Self {
            clinic: function.clinic.clone(),
            doctors_per_batch: function.doctors_per_batch,
            asked,
            kinds,
            inputs,
            projection,
            properties: Arc::new(properties),
            book: Arc::default(),
        })
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
        let book = Book::new((*self.clinic).clone(), &tables, self.doctors_per_batch).map_err(external)?;
        book.check(&self.asked.0).map_err(|error| external(error.under("query")))?;
        Ok(book)
    }

    /// The slots of every so manieth batch of doctors.
    fn slots(
        self: Arc<Self>,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> impl stream::Stream<Item = Result<RecordBatch>> {
        stream::once(async move {
            let book = self.book.clone();
            book.get_or_try_init(|| self.read(context)).await?;
            let partitions = self.properties.output_partitioning().partition_count();
            let mut buffer = SlotBuffer::new();
            let batches = (partition..).step_by(partitions).map_while(move |batch| {
                let book = book.get().expect("it was read above");
                (batch < book.batches()).then(|| self.batch(book, batch, &mut buffer))
            });
            Ok(stream::iter(batches))
        })
        .try_flatten()
    }

    fn batch(&self, book: &Book, batch: usize, buffer: &mut SlotBuffer) -> Result<RecordBatch> {
        let (query, now) = &self.asked;
        let slots = book.slots(batch, query, *now, buffer).map_err(external)?;
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
        let SlotQuery { appointment_type_uid, from, to, .. } = &*self.asked.0;
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
    fn with_new_children(
        self: Arc<Self>,
        inputs: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(Self { inputs, book: Arc::default(), ..(*self).clone() }))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let slots = Arc::new(self.clone()).slots(partition, context);
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), slots.boxed())))
    }
}
