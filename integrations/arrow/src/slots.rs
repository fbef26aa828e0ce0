//! Slots as Arrow.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray, TimestampSecondArray, UInt32Array,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use frontdesk::{Clinic, Instant, Result, SlotBuffer, SlotQuery, Uid};

/// The zone of timestamps.
const UTC: &str = "UTC";

/// The columns of slots: the two times, the doctor, the seats that are left, and the location where there are
/// some.
pub fn schema(has_locations: bool) -> SchemaRef {
    let instant = DataType::Timestamp(TimeUnit::Second, Some(UTC.into()));
    let word = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let mut fields = vec![
        Field::new("start_date", instant.clone(), false),
        Field::new("end_date", instant, false),
        Field::new("doctor_uid", word.clone(), false),
        Field::new("seats_left", DataType::UInt32, false),
    ];
    if has_locations {
        fields.push(Field::new("location_uid", word, true));
    }
    Arc::new(Schema::new(fields))
}

/// The slots of a query as a batch, by the uids of the clinic's doctors and locations, in its order.
pub fn slots_as_batch(slots: &SlotBuffer, doctor_uids: &[Uid], location_uids: &[Uid]) -> RecordBatch {
    let rows = slots.slots();
    let starts = TimestampSecondArray::from_iter_values(rows.iter().map(|slot| slot.start_date));
    let ends = TimestampSecondArray::from_iter_values(
        rows.iter().map(|slot| slot.start_date + slots.duration_seconds_of(slot)),
    );
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(starts.with_timezone(UTC)),
        Arc::new(ends.with_timezone(UTC)),
        doctors(rows.iter().map(|slot| slot.doctor), doctor_uids),
        Arc::new(UInt32Array::from_iter_values(rows.iter().map(|slot| u32::from(slot.seats_left)))),
    ];
    if !location_uids.is_empty() {
        columns.push(locations(rows.iter().map(|slot| slot.location), location_uids));
    }
    RecordBatch::try_new(schema(!location_uids.is_empty()), columns).expect("the columns are of this schema")
}

/// The slots of the doctors of a clinic, doctor by doctor. `buffer` is used again.
///
/// # Errors
/// As [`Clinic::find_slots`]: what is wrong in the query, with its paths.
pub fn slots_of(
    clinic: &Clinic,
    query: &SlotQuery,
    now: Instant,
    buffer: &mut SlotBuffer,
) -> Result<RecordBatch> {
    clinic.find_slots_by_doctor_into(query, now, buffer)?;
    let doctor_uids: Vec<Uid> = clinic.doctor_uids().cloned().collect();
    let location_uids: Vec<Uid> = clinic.locations().iter().map(|place| place.uid.clone()).collect();
    Ok(slots_as_batch(buffer, &doctor_uids, &location_uids))
}

/// Locations by their numbers, as a dictionary of all; 0 is none.
fn locations(numbers: impl Iterator<Item = u16>, uids: &[Uid]) -> ArrayRef {
    let names = StringArray::from_iter_values(uids.iter().map(|uid| uid.as_str()));
    let keys: Int32Array =
        numbers.map(|number| i32::from(number).checked_sub(1).filter(|key| *key >= 0)).collect();
    Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(names)))
}

/// Doctors as a dictionary of those that are there.
pub fn doctors(ranks: impl Iterator<Item = u32> + Clone, uids: &[Uid]) -> ArrayRef {
    let mut keys: BTreeMap<u32, i32> = BTreeMap::new();
    let mut last = u32::MAX;
    for rank in ranks.clone() {
        if rank != last {
            keys.insert(rank, 0);
            last = rank;
        }
    }
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
