//! The rows of a table by the doctor that they name.

use std::borrow::Cow;
use std::collections::HashMap;

use arrow_array::cast::AsArray;
use arrow_array::iterator::ArrayIter;
use arrow_array::{Array, ArrayAccessor, RecordBatch};
use arrow_schema::DataType;
use frontdesk::{Error, ErrorCode, Result, Uid};

use crate::cell::{Cells, Column, columns};

/// A table as its columns, batch by batch.
pub(crate) struct Table {
    name: &'static str,
    /// Each batch that has rows, with the number of its first.
    batches: Vec<(usize, Vec<Column>)>,
    rows: usize,
}

impl Table {
    pub(crate) fn new(name: &'static str, batches: &[RecordBatch]) -> Self {
        let (mut read, mut rows) = (Vec::with_capacity(batches.len()), 0);
        for batch in batches.iter().filter(|batch| batch.num_rows() > 0) {
            read.push((rows, columns(&batch.schema(), batch.columns())));
            rows += batch.num_rows();
        }
        Self { name, batches: read, rows }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    /// The columns of a row, and which row of these it is.
    pub(crate) fn at(&self, row: usize) -> (&[Column], usize) {
        let batch = self.batches.partition_point(|(first, _)| *first <= row) - 1;
        let (first, columns) = &self.batches[batch];
        (columns, row - first)
    }

    /// What is wrong in a field of a row.
    pub(crate) fn fault(&self, code: ErrorCode, row: usize, field: &str) -> Error {
        Error::new(code, format!("{}[{row}].{field}", self.name))
    }
}

/// The doctors by their uids, numbered in the order in which they come.
#[derive(Default)]
pub(crate) struct Numbers(HashMap<Uid, u32>);

impl Numbers {
    pub(crate) fn get(&self, uid: &str) -> Option<u32> {
        self.0.get(uid).copied()
    }

    /// The number of a doctor, who gets one if there is none.
    pub(crate) fn of(&mut self, uid: &str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(uid.into()).or_insert(next)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The uids by their numbers.
    pub(crate) fn uids(&self) -> Vec<Uid> {
        let mut uids = vec![Uid::default(); self.0.len()];
        for (uid, number) in &self.0 {
            uids[*number as usize] = uid.clone();
        }
        uids
    }
}

/// Rows with the doctors that they name.
pub(crate) struct Named {
    table: Table,
    doctors: Vec<u32>,
}

impl Named {
    /// Finds the doctor of every row by `find`, which has none for one that is not there.
    pub(crate) fn new(table: Table, mut find: impl FnMut(&str) -> Option<u32>) -> Result<Self> {
        let mut doctors = Vec::with_capacity(table.len());
        for (first, columns) in &table.batches {
            let rows = table.batches.iter().map(|(next, _)| *next).find(|next| next > first);
            let rows = rows.unwrap_or(table.rows) - first;
            let missing = |row: usize| table.fault(ErrorCode::MissingField, first + row, "doctor_uid");
            let Some(column) = columns.iter().find(|column| column.name == "doctor_uid") else {
                return Err(missing(0));
            };
            // Tables are often in order of doctors, and words have numbers: most rows need no look-up.
            let mut last: Option<(Uid, u32)> = None;
            let mut known: Vec<Option<u32>> = Vec::new();
            let repeats = repeats(&column.cells);
            for row in 0..rows {
                let word = match &column.cells {
                    Cells::Word(array, keys, _) if !array.is_null(row) => Some(keys[row]),
                    _ => None,
                };
                let seen = if repeats.get(row).is_some_and(|it| *it) {
                    doctors.last().copied()
                } else {
                    word.and_then(|word| known.get(word).copied().flatten())
                };
                if let Some(doctor) = seen {
                    doctors.push(doctor);
                    continue;
                }
                let uid = uid(&column.cells, row).ok_or_else(|| missing(row))?;
                let doctor = match &last {
                    Some((same, doctor)) if **same == *uid => *doctor,
                    _ => find(&uid).ok_or_else(|| {
                        let code = ErrorCode::NotFound { what: "doctor", uid: uid.to_string() };
                        table.fault(code, first + row, "doctor_uid")
                    })?,
                };
                if let Some(word) = word {
                    known.resize(known.len().max(word + 1), None);
                    known[word] = Some(doctor);
                } else if last.as_ref().is_none_or(|(_, number)| *number != doctor) {
                    last = Some((uid.as_ref().into(), doctor));
                }
                doctors.push(doctor);
            }
        }
        Ok(Self { table, doctors })
    }

    /// The same rows, batch by batch of so many doctors.
    pub(crate) fn grouped(self, doctors_per_batch: usize, batches: usize) -> Grouped {
        // A division of 32 bits takes a fraction of one of 64.
        let doctors_per_batch = u32::try_from(doctors_per_batch).unwrap_or(u32::MAX);
        let batch_of = |doctor: &u32| (*doctor / doctors_per_batch) as usize;
        let mut starts = vec![0_usize; batches + 1];
        for doctor in &self.doctors {
            starts[batch_of(doctor) + 1] += 1;
        }
        for batch in 0..batches {
            starts[batch + 1] += starts[batch];
        }
        let mut next = starts.clone();
        let mut rows = vec![(0_u32, 0_u32); self.doctors.len()];
        for (row, doctor) in (0_u32..).zip(&self.doctors) {
            let place = &mut next[batch_of(doctor)];
            rows[*place] = (row, *doctor);
            *place += 1;
        }
        Grouped { table: self.table, rows, starts }
    }
}

/// Rows batch by batch of doctors.
pub(crate) struct Grouped {
    pub(crate) table: Table,
    /// Each row, and its doctor.
    rows: Vec<(u32, u32)>,
    /// Where the rows of each batch begin.
    starts: Vec<usize>,
}

impl Grouped {
    /// The rows of a batch, in the order of the table, each with its doctor.
    pub(crate) fn rows(&self, batch: usize) -> impl ExactSizeIterator<Item = (usize, usize)> {
        let rows = &self.rows[self.starts[batch]..self.starts[batch + 1]];
        rows.iter().map(|(row, doctor)| (*row as usize, *doctor as usize))
    }
}

/// Of each text, whether it is that of the row before; nothing for what is no text.
fn repeats(cells: &Cells) -> Vec<bool> {
    fn of<'a>(texts: impl ArrayAccessor<Item = &'a str>) -> Vec<bool> {
        let mut before = None;
        let mut repeats =
            |text: Option<&'a str>| text.is_some() && std::mem::replace(&mut before, text) == text;
        ArrayIter::new(texts).map(|text| repeats(text.filter(|text| !text.is_empty()))).collect()
    }
    let Cells::Text(array, _) = cells else { return Vec::new() };
    match array.data_type() {
        DataType::Utf8 => of(array.as_string::<i32>()),
        DataType::LargeUtf8 => of(array.as_string::<i64>()),
        DataType::Utf8View => of(array.as_string_view()),
        _ => Vec::new(),
    }
}

/// The uid in a cell, which may be a number.
pub(crate) fn uid(cells: &Cells, row: usize) -> Option<Cow<'_, str>> {
    let number = || cells.whole(row).map(|number| Cow::Owned(number.to_string()));
    cells.text(row).map(Cow::Borrowed).or_else(number)
}
