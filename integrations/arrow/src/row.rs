//! Rows as a source of the wire model: each is an object whose fields are the columns. So whatever the wire
//! model has can stand in a table, and what is wrong is said as anywhere else.

use std::borrow::Cow;
use std::ops::Range;

use frontdesk::Fault;
use frontdesk::source::{Look, Source, read_from};
use serde::de::{self, DeserializeOwned};

use crate::cell::{Cells, Column, date};

/// What a row has in a field of which its table says nothing.
#[derive(Clone)]
pub(crate) enum Other {
    Text(String),
    Number(i64),
}

/// Reads a row, without one of its columns, and with some fields that are not in the table.
pub(crate) fn read<T: DeserializeOwned>(
    columns: &[Column],
    row: usize,
    without: &str,
    others: &[(&str, Other)],
) -> Result<T, Fault> {
    read_from(&Value::Row(Row { columns, row, without, others }))
}

/// What serde can ask for.
#[derive(Clone, Copy)]
enum Value<'a> {
    Row(Row<'a>),
    Cell(&'a Cells, usize),
    Other(&'a Other),
}

#[derive(Clone, Copy)]
struct Row<'a> {
    columns: &'a [Column],
    row: usize,
    without: &'a str,
    others: &'a [(&'a str, Other)],
}

impl<'a> Source for Value<'a> {
    type Elements = Elements<'a>;
    type Fields = Fields<'a>;
    type Name = &'a str;

    fn look(&self) -> Result<Look<'_, Elements<'a>, Fields<'a>>, Fault> {
        match *self {
            Self::Row(row) => Ok(Look::Object(Fields { row, next: 0 })),
            Self::Cell(cells, row) => look(cells, row),
            Self::Other(Other::Text(text)) => Ok(Look::Text(Cow::Borrowed(text))),
            Self::Other(Other::Number(number)) => Ok(Look::Signed(*number)),
        }
    }

    fn name<'n>(name: &'n &'a str) -> Result<Cow<'n, str>, Fault> {
        Ok(Cow::Borrowed(name))
    }

    /// Ids that are numbers in a table are text here.
    fn look_for_text(&self) -> Result<Look<'_, Elements<'a>, Fields<'a>>, Fault> {
        match *self {
            Self::Cell(cells @ Cells::Whole(..), row) => {
                let number = cells.whole(row).map(|number| Look::Text(Cow::Owned(number.to_string())));
                Ok(number.unwrap_or(Look::Null))
            }
            _ => self.look(),
        }
    }

    fn is_null(&self) -> bool {
        matches!(*self, Self::Cell(cells, row) if cells.is_missing(row))
    }
}

fn look(cells: &Cells, row: usize) -> Result<Look<'_, Elements<'_>, Fields<'_>>, Fault> {
    Ok(match cells {
        _ if cells.is_missing(row) => Look::Null,
        Cells::Missing => Look::Null,
        Cells::Truth(array) => Look::Bool(arrow_array::cast::as_boolean_array(array).value(row)),
        Cells::Whole(array, whole) => Look::Signed(whole(array, row)),
        Cells::Real(array, real) => Look::Float(real(array, row)),
        Cells::Text(array, text) => Look::Text(Cow::Borrowed(text(array, row))),
        Cells::Word(_, keys, words) => return look(words, keys[row]),
        Cells::Date(array) => match date(array, row) {
            Some(date) => Look::Text(Cow::Owned(date)),
            None => return Err(de::Error::custom("a date that is out of range")),
        },
        Cells::Object(_, columns) => {
            Look::Object(Fields { row: Row { columns, row, without: "", others: &[] }, next: 0 })
        }
        Cells::List(_, ends, cells) => Look::List(Elements { cells, rows: ends[row]..ends[row + 1] }),
        Cells::Foreign(_, kind) => Look::Foreign(kind.clone(), ""),
    })
}

/// The fields of a row: those of its columns that have something in them, then the others.
struct Fields<'a> {
    row: Row<'a>,
    next: usize,
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(&'a str, Value<'a>), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let Row { columns, row, without, others } = self.row;
        while let Some(column) = columns.get(self.next) {
            self.next += 1;
            if column.name != without && !column.cells.is_missing(row) {
                return Some(Ok((&column.name, Value::Cell(&column.cells, row))));
            }
        }
        let (name, other) = others.get(self.next - columns.len())?;
        self.next += 1;
        Some(Ok((name, Value::Other(other))))
    }
}

/// The elements of a list.
struct Elements<'a> {
    cells: &'a Cells,
    rows: Range<usize>,
}

impl<'a> Iterator for Elements<'a> {
    type Item = Result<Value<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next().map(|row| Ok(Value::Cell(self.cells, row)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

impl ExactSizeIterator for Elements<'_> {}
