"""Slots in Spark: `python bindings-python/docs/spark.py`, where PySpark is installed and a JVM is there.

Every row of the frame is a doctor with the rules and appointments that are theirs, so Spark may cut the frame
as it likes, and `mapInArrow` hands the rows over as Arrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from scale import MONDAY, PRACTICE, QUERY, made_up

from frontdesk import tables

#: What comes out, as Spark and as Arrow write it.
COLUMNS = "doctor_uid string, start_date timestamp, end_date timestamp, seats_left bigint"
SCHEMA = pa.schema(
    {
        "doctor_uid": pa.string(),
        "start_date": pa.timestamp("us", "UTC"),
        "end_date": pa.timestamp("us", "UTC"),
        "seats_left": pa.int64(),
    }
)


def slots_of(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The function for `mapInArrow`."""
    for batch in batches:
        found = tables.slots(
            QUERY,
            MONDAY,
            rules=of_doctors(batch, "rules"),
            appointments=of_doctors(batch, "appointments"),
            **PRACTICE,
        )
        yield from pa.table(found).select(SCHEMA.names).cast(SCHEMA).to_batches()


def of_doctors(batch: pa.RecordBatch, name: str) -> pa.RecordBatch:
    """The lists of a column as rows, each with its doctor."""
    lists = batch.column(name)
    doctors = batch.column("doctor_uid").take(pc.list_parent_indices(lists))
    return pa.RecordBatch.from_struct_array(lists.flatten()).append_column("doctor_uid", doctors)


def main(doctors: int) -> None:
    from pyspark.sql import SparkSession
    from pyspark.sql.functions import collect_list, struct

    spark: Any = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    rules, appointments = (spark.createDataFrame(table.to_pandas()) for table in made_up(0, doctors))
    lists = [
        frame.groupBy("doctor_uid").agg(
            collect_list(struct(*(name for name in frame.columns if name != "doctor_uid"))).alias(name)
        )
        for name, frame in (("rules", rules), ("appointments", appointments))
    ]
    practice = lists[0].join(lists[1], "doctor_uid", "left")
    found = practice.mapInArrow(slots_of, COLUMNS).orderBy("doctor_uid", "start_date").toArrow()

    plain_rules, plain_appointments = made_up(0, doctors)
    expected = pa.table(
        tables.slots(QUERY, MONDAY, rules=plain_rules, appointments=plain_appointments, **PRACTICE)
    )
    order = [("doctor_uid", "ascending"), ("start_date", "ascending")]
    expected = expected.select(SCHEMA.names).cast(SCHEMA).sort_by(order)
    assert found.cast(SCHEMA).equals(expected) and len(found) > 0
    print(f"Spark {spark.version}: {len(found):,} slots of {doctors} doctors, as without it")
    spark.stop()


if __name__ == "__main__":
    main(300)
