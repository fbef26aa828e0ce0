//! A column of a table, and what its cells are to serde.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, Time32MillisecondType,
    Time32SecondType, Time64MicrosecondType, Time64NanosecondType, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field, Schema, TimeUnit};

/// A column.
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) cells: Cells,
}

/// The cells of a column, as one of the kinds that the wire model has.
pub(crate) enum Cells {
    /// What no field is: the type, for the message.
    Foreign(ArrayRef, String),
    Missing,
    Truth(ArrayRef),
    Whole(ArrayRef, fn(&dyn Array, usize) -> i64),
    Real(ArrayRef, fn(&dyn Array, usize) -> f64),
    Text(ArrayRef, fn(&dyn Array, usize) -> &str),
    /// Texts by their numbers: the place of each row's, and the texts.
    Word(ArrayRef, Vec<usize>, Box<Cells>),
    /// A date, which is text on the wire.
    Date(ArrayRef),
    /// The fields of an object, and which of the rows are none.
    Object(ArrayRef, Vec<Column>),
    /// Lists: where each begins and ends, and what is in them.
    List(ArrayRef, Vec<usize>, Box<Cells>),
}

/// Whole numbers of a type.
macro_rules! whole {
    ($array:expr, $kind:ty, $of:expr) => {
        Cells::Whole($array.clone(), |array, row| {
            let of: fn(<$kind as arrow_array::ArrowPrimitiveType>::Native) -> i64 = $of;
            of(array.as_primitive::<$kind>().value(row))
        })
    };
}

/// The columns of a batch.
pub(crate) fn columns(schema: &Schema, arrays: &[ArrayRef]) -> Vec<Column> {
    schema.fields().iter().zip(arrays).map(|(field, array)| column(field, array)).collect()
}

fn column(field: &Field, array: &ArrayRef) -> Column {
    Column { name: field.name().clone(), cells: Cells::new(array, field.name()) }
}

impl Cells {
    /// The cells of a column of this name. Midnight is that at the end of the day where it is an end, and ids
    /// have no blanks around them.
    pub(crate) fn new(array: &ArrayRef, name: &str) -> Self {
        let is_end = name == "end_time";
        let is_id = name == "uid" || name.ends_with("_uid") || name.ends_with("_uids");
        use DataType as Kind;
        use TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
        match array.data_type() {
            Kind::Null => Self::Missing,
            Kind::Boolean => Self::Truth(array.clone()),
            Kind::Int8 => whole!(array, Int8Type, i64::from),
            Kind::Int16 => whole!(array, Int16Type, i64::from),
            Kind::Int32 => whole!(array, Int32Type, i64::from),
            Kind::Int64 => whole!(array, Int64Type, |value| value),
            Kind::UInt8 => whole!(array, UInt8Type, i64::from),
            Kind::UInt16 => whole!(array, UInt16Type, i64::from),
            Kind::UInt32 => whole!(array, UInt32Type, i64::from),
            // What does not fit is outside every range of the engine, and refused with its bounds.
            Kind::UInt64 => whole!(array, UInt64Type, |value| i64::try_from(value).unwrap_or(i64::MAX)),
            Kind::Float32 => {
                Self::Real(array.clone(), |array, row| array.as_primitive::<Float32Type>().value(row).into())
            }
            Kind::Float64 => {
                Self::Real(array.clone(), |array, row| array.as_primitive::<Float64Type>().value(row))
            }
            // A time without a zone is on some clock, and no instant.
            Kind::Timestamp(Second, Some(_)) => whole!(array, TimestampSecondType, |at| at),
            Kind::Timestamp(Millisecond, Some(_)) => {
                whole!(array, TimestampMillisecondType, |at| at.div_euclid(1_000))
            }
            Kind::Timestamp(Microsecond, Some(_)) => {
                whole!(array, TimestampMicrosecondType, |at| at.div_euclid(1_000_000))
            }
            Kind::Timestamp(Nanosecond, Some(_)) => {
                whole!(array, TimestampNanosecondType, |at| at.div_euclid(1_000_000_000))
            }
            // Times of day are minutes from midnight, a part of one counts as one.
            Kind::Time32(Second) if is_end => {
                whole!(array, Time32SecondType, |at| end(minutes(at.into(), 1)))
            }
            Kind::Time32(Second) => whole!(array, Time32SecondType, |at| minutes(at.into(), 1)),
            Kind::Time32(Millisecond) if is_end => {
                whole!(array, Time32MillisecondType, |at| end(minutes(at.into(), 1_000)))
            }
            Kind::Time32(Millisecond) => whole!(array, Time32MillisecondType, |at| minutes(at.into(), 1_000)),
            Kind::Time64(Microsecond) if is_end => {
                whole!(array, Time64MicrosecondType, |at| end(minutes(at, 1_000_000)))
            }
            Kind::Time64(Microsecond) => whole!(array, Time64MicrosecondType, |at| minutes(at, 1_000_000)),
            Kind::Time64(Nanosecond) if is_end => {
                whole!(array, Time64NanosecondType, |at| end(minutes(at, 1_000_000_000)))
            }
            Kind::Time64(Nanosecond) => whole!(array, Time64NanosecondType, |at| minutes(at, 1_000_000_000)),
            Kind::Date32 => Self::Date(array.clone()),
            Kind::Utf8 if is_id => {
                Self::Text(array.clone(), |array, row| array.as_string::<i32>().value(row).trim())
            }
            Kind::LargeUtf8 if is_id => {
                Self::Text(array.clone(), |array, row| array.as_string::<i64>().value(row).trim())
            }
            Kind::Utf8View if is_id => {
                Self::Text(array.clone(), |array, row| array.as_string_view().value(row).trim())
            }
            Kind::Utf8 => Self::Text(array.clone(), |array, row| array.as_string::<i32>().value(row)),
            Kind::LargeUtf8 => Self::Text(array.clone(), |array, row| array.as_string::<i64>().value(row)),
            Kind::Utf8View => Self::Text(array.clone(), |array, row| array.as_string_view().value(row)),
            Kind::Dictionary(..) => {
                let words = array.as_any_dictionary();
                // There are no numbers where there are no words.
                if words.values().is_empty() {
                    return Self::Missing;
                }
                let texts = Self::new(words.values(), name);
                Self::Word(array.clone(), words.normalized_keys(), Box::new(texts))
            }
            Kind::Struct(fields) => {
                let columns = fields.iter().zip(array.as_struct().columns());
                Self::Object(array.clone(), columns.map(|(field, array)| column(field, array)).collect())
            }
            Kind::List(_) => {
                let list = array.as_list::<i32>();
                let ends = list.offsets().iter().map(|&end| end as usize).collect();
                Self::List(array.clone(), ends, Box::new(Self::new(list.values(), name)))
            }
            Kind::LargeList(_) => {
                let list = array.as_list::<i64>();
                let ends = list.offsets().iter().map(|&end| end as usize).collect();
                Self::List(array.clone(), ends, Box::new(Self::new(list.values(), name)))
            }
            other => Self::Foreign(array.clone(), other.to_string()),
        }
    }

    /// Whether there is nothing in a cell.
    pub(crate) fn is_missing(&self, row: usize) -> bool {
        match self {
            Self::Missing => true,
            Self::Foreign(array, _)
            | Self::Truth(array)
            | Self::Whole(array, _)
            | Self::Date(array)
            | Self::Object(array, _)
            | Self::List(array, ..) => array.is_null(row),
            Self::Real(array, real) => array.is_null(row) || real(array, row).is_nan(),
            Self::Text(array, text) => array.is_null(row) || text(array, row).trim().is_empty(),
            Self::Word(array, keys, texts) => array.is_null(row) || texts.is_missing(keys[row]),
        }
    }

    /// The text of a cell, if it is text.
    pub(crate) fn text(&self, row: usize) -> Option<&str> {
        match self {
            _ if self.is_missing(row) => None,
            Self::Text(array, text) => Some(text(array, row)),
            Self::Word(_, keys, texts) => texts.text(keys[row]),
            _ => None,
        }
    }

    /// The number of a cell, if it is one without a fraction.
    pub(crate) fn whole(&self, row: usize) -> Option<i64> {
        match self {
            _ if self.is_missing(row) => None,
            Self::Whole(array, whole) => Some(whole(array, row)),
            Self::Real(array, real) => Some(real(array, row)).filter(|n| n.fract() == 0.0).map(|n| n as i64),
            Self::Word(_, keys, words) => words.whole(keys[row]),
            _ => None,
        }
    }
}

/// Minutes of a time of day, upwards.
fn minutes(at: i64, per_second: i64) -> i64 {
    at.saturating_add(60 * per_second - 1).div_euclid(60 * per_second)
}

/// An end, where midnight is that at the end of the day.
fn end(minutes: i64) -> i64 {
    if minutes == 0 { 1_440 } else { minutes }
}

/// A date as text.
pub(crate) fn date(array: &dyn Array, row: usize) -> Option<String> {
    let date = array.as_primitive::<Date32Type>().value_as_date(row)?;
    Some(date.format("%Y-%m-%d").to_string())
}
