//! Rows as serde reads them: each is an object whose fields are the columns. So whatever the wire model has
//! can stand in a table, and what is wrong is said as anywhere else.

use frontdesk::Fault;
use serde::de::value::StrDeserializer;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::cell::{Cells, Column, date};

/// What a row has in a field of which its table says nothing.
#[derive(Clone)]
pub(crate) enum Other {
    Text(String),
    Number(i64),
}

/// Reads a row, without one of its columns, and with some fields that are not in the table.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(
    columns: &[Column],
    row: usize,
    without: &str,
    others: &[(&str, Other)],
) -> Result<T, Fault> {
    T::deserialize(Row { columns, row, without, others })
}

struct Row<'a> {
    columns: &'a [Column],
    row: usize,
    without: &'a str,
    others: &'a [(&'a str, Other)],
}

impl<'de> Deserializer<'de> for Row<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_map(Fields { row: self, next: 0, other: 0 })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The fields of a row: those of its columns that have something in them, then the others.
struct Fields<'a> {
    row: Row<'a>,
    next: usize,
    other: usize,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Row { columns, row, without, others } = self.row;
        while let Some(column) = columns.get(self.next) {
            self.next += 1;
            if column.name != without && !column.cells.is_missing(row) {
                return seed.deserialize(StrDeserializer::new(&column.name)).map(Some);
            }
        }
        self.next = columns.len() + 1;
        let Some((name, _)) = others.get(self.other) else { return Ok(None) };
        self.other += 1;
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        let Row { columns, row, others, .. } = self.row;
        match columns.get(self.next - 1) {
            Some(column) => seed
                .deserialize(Cell(&column.cells, row))
                .map_err(|fault: Fault| fault.in_field(&column.name)),
            None => match &others[self.other - 1].1 {
                Other::Text(text) => seed.deserialize(StrDeserializer::new(text)),
                Other::Number(number) => seed.deserialize(de::value::I64Deserializer::new(*number)),
            },
        }
    }
}

/// One cell.
#[derive(Clone, Copy)]
struct Cell<'a>(&'a Cells, usize);

impl<'de> Deserializer<'de> for Cell<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Self(cells, row) = self;
        match cells {
            _ if cells.is_missing(row) => visitor.visit_unit(),
            Cells::Missing => visitor.visit_unit(),
            Cells::Truth(array) => visitor.visit_bool(arrow_array::cast::as_boolean_array(array).value(row)),
            Cells::Whole(array, whole) => visitor.visit_i64(whole(array, row)),
            Cells::Real(array, real) => visitor.visit_f64(real(array, row)),
            Cells::Text(array, text) => visitor.visit_str(text(array, row)),
            Cells::Word(_, keys, words) => Cell(words, keys[row]).deserialize_any(visitor),
            Cells::Date(array) => match date(array, row) {
                Some(date) => visitor.visit_string(date),
                None => Err(de::Error::custom("a date that is out of range")),
            },
            Cells::Object(_, columns) => visitor.visit_map(Fields {
                row: Row { columns, row, without: "", others: &[] },
                next: 0,
                other: 0,
            }),
            Cells::List(_, ends, cells) => {
                visitor.visit_seq(Elements { cells, first: ends[row], next: ends[row], end: ends[row + 1] })
            }
            Cells::Foreign(_, kind) => Err(de::Error::custom(format_args!("invalid type: {kind}"))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.0.is_missing(self.1) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    /// Ids that are numbers in a table are text here.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match (self.0, self.0.whole(self.1)) {
            (Cells::Whole(..), Some(number)) => visitor.visit_string(number.to_string()),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_string(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0.text(self.1) {
            Some(word) => visitor.visit_enum(StrDeserializer::new(word)),
            None => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// The elements of a list.
struct Elements<'a> {
    cells: &'a Cells,
    first: usize,
    next: usize,
    end: usize,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if self.next >= self.end {
            return Ok(None);
        }
        let row = self.next;
        self.next += 1;
        let read = seed.deserialize(Cell(self.cells, row));
        read.map(Some).map_err(|fault| fault.in_element(row - self.first))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.end - self.next)
    }
}
