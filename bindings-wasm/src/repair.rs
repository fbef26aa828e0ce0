//! The bytes of a value with something in it changed, such that reading them again finds what else is wrong.

use std::cell::RefCell;

use frontdesk::reread::{Repair, Step};
use frontdesk::{Error, ErrorCode, Fault};

use crate::value::{ANYTHING, FIELDS, Notes, REST, Token, Value};

/// Reads a value, and answers what is wrong with it.
pub(crate) type Reading<'r> = &'r mut dyn FnMut(&mut Value<'_>) -> Option<Fault>;

/// A value in which something is wrong, as it was and as it is changed.
pub(crate) struct Faulty<'b> {
    given: &'b [u8],
    changed: Vec<u8>,
    /// Of the last reading.
    notes: RefCell<Notes>,
}

impl<'b> Faulty<'b> {
    pub(crate) fn new(given: &'b [u8]) -> Self {
        Self { given, changed: given.to_vec(), notes: RefCell::default() }
    }

    /// Everything that is wrong with it, of which `read` found something.
    pub(crate) fn every_fault(mut self, read: Reading<'_>, is_lenient: bool) -> Option<Error> {
        let read = RefCell::new(read);
        let again = |faulty: &Self| {
            let mut value = Value::new(&faulty.changed);
            value.left_out = is_lenient.then(Vec::new);
            value.notes.are_kept = true;
            let fault = (read.borrow_mut())(&mut value);
            faulty.notes.replace(value.notes);
            fault
        };
        let first = again(&self)?;
        Some(frontdesk::reread::every_fault_by(first, &mut self, Self::repair, &again, &Self::place))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.changed
    }

    /// Takes the field away that a fault is about.
    pub(crate) fn remove(&mut self, fault: &Fault) {
        self.repair(&Repair { at: &fault.steps(), name: None, remove: true });
    }

    /// Changes the bytes. What comes after the fault is copied as it is.
    fn repair(&mut self, repair: &Repair<'_>) {
        let mut changed = Vec::with_capacity(self.changed.len() + 64);
        let lists = std::mem::take(&mut self.notes.get_mut().lists);
        // Bytes that are broken stay as they are: the same fault comes again, and ends the reading.
        if write(&mut Value::new(&self.changed), repair, &lists, &mut changed).is_ok() {
            self.changed = changed;
        }
    }

    /// Where a fault is in what was given, each step by its number. What an object lacks, and what is wrong
    /// only beside its other fields, comes behind all that is wrong in these.
    fn place(&self, error: &Error, steps: &[Step]) -> Vec<u32> {
        let is_beside = match error.code {
            ErrorCode::MissingField => true,
            ErrorCode::UnknownField { .. } => !self.notes.borrow().met_unknown,
            _ => false,
        };
        let (mut source, mut place) = (Value::new(self.given), Vec::new());
        for step in &steps[..steps.len() - usize::from(is_beside)] {
            let Ok(Some(number)) = number_of(step, &mut source) else { break };
            place.push(number);
        }
        place.push(u32::MAX);
        place
    }
}

/// The number of a step from the value that is next, which is gone.
fn number_of(step: &Step, source: &mut Value<'_>) -> Result<Option<u32>, Fault> {
    match (step, source.token()?) {
        (Step::Field(name), Token::Fields(count, _)) => {
            for number in 0..count {
                if source.name()? == name.as_bytes() {
                    return Ok(Some(number));
                }
                source.skip()?;
            }
            Ok(None)
        }
        (Step::Element(index), Token::List(..)) => {
            for _ in 0..*index {
                source.skip()?;
            }
            Ok(Some(*index as u32))
        }
        _ => Ok(None),
    }
}

/// Writes the value that is next, changed. Of `lists`, in their order, nothing more needs to be read.
fn write(
    source: &mut Value<'_>,
    repair: &Repair<'_>,
    lists: &[usize],
    out: &mut Vec<u8>,
) -> Result<(), Fault> {
    let Some((step, rest)) = repair.at.split_first() else {
        let Some(name) = repair.name else {
            out.push(ANYTHING);
            return source.skip().map(drop);
        };
        return with_field(source, name, lists, out);
    };
    let further = Repair { at: rest, ..repair.clone() };
    match (step, source.token()?) {
        (Step::Field(wrong), Token::Fields(count, _)) => {
            let goes = repair.remove && rest.is_empty();
            container(FIELDS, &[count - u32::from(goes)], out, |out| {
                for _ in 0..count {
                    let name = source.text()?;
                    if name != wrong {
                        push_name(name, out);
                        skim(source, lists, out)?;
                    } else if goes {
                        source.skip()?;
                    } else {
                        push_name(name, out);
                        write(source, &further, lists, out)?;
                    }
                }
                Ok(())
            })
        }
        (Step::Element(index), Token::List(first, count, end)) => {
            let index = *index as u32;
            for _ in first..index {
                source.skip()?;
            }
            let goes = rest.is_empty() && repair.name.is_none();
            let next = index + u32::from(goes);
            container(REST, &[next, (first + count).saturating_sub(next)], out, |out| {
                if goes {
                    source.skip()?;
                } else {
                    write(source, &further, lists, out)?;
                }
                out.extend(source.until(end)?);
                Ok(())
            })
        }
        _ => Ok(()),
    }
}

/// Writes an object with anything in a field, whether it had the field or not.
fn with_field(source: &mut Value<'_>, added: &str, lists: &[usize], out: &mut Vec<u8>) -> Result<(), Fault> {
    let Token::Fields(count, _) = source.token()? else { return Ok(()) };
    let (mut fields, mut kept) = (Vec::new(), 0);
    for _ in 0..count {
        let name = source.text()?;
        if name == added {
            source.skip()?;
        } else {
            kept += 1;
            push_name(name, &mut fields);
            skim(source, lists, &mut fields)?;
        }
    }
    container(FIELDS, &[kept + 1], out, |out| {
        out.append(&mut fields);
        push_name(added, out);
        out.push(ANYTHING);
        Ok(())
    })
}

/// Copies a value, with the lists of objects left empty that are known to be right.
fn skim(source: &mut Value<'_>, lists: &[usize], out: &mut Vec<u8>) -> Result<(), Fault> {
    let begin = source.at();
    let bytes = source.skip()?;
    let inside = lists.partition_point(|list| *list < begin);
    if lists.get(inside).is_none_or(|list| *list >= source.at()) {
        out.extend(bytes);
        return Ok(());
    }
    let mut inner = source.from(begin);
    match inner.token()? {
        Token::List(_, count, _) if lists[inside] == begin => {
            let has_objects = count > 0 && inner.is_at_object();
            if has_objects {
                container(REST, &[0, 0], out, |_| Ok(()))
            } else {
                out.extend(bytes);
                Ok(())
            }
        }
        Token::Fields(count, _) => container(FIELDS, &[count], out, |out| {
            for _ in 0..count {
                push_name(inner.text()?, out);
                skim(&mut inner, lists, out)?;
            }
            Ok(())
        }),
        _ => {
            out.extend(bytes);
            Ok(())
        }
    }
}

/// Writes an object or a list: its tag and numbers, how many bytes there are in it, and these.
fn container(
    tag: u8,
    numbers: &[u32],
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    out.push(tag);
    for number in numbers.iter().chain(&[0]) {
        out.extend(number.to_le_bytes());
    }
    let begin = out.len();
    write(out)?;
    let length = (out.len() - begin) as u32;
    out[begin - 4..begin].copy_from_slice(&length.to_le_bytes());
    Ok(())
}

/// Writes the name of a field.
fn push_name(name: &str, out: &mut Vec<u8>) {
    out.extend((name.len() as u32).to_le_bytes());
    out.extend(name.as_bytes());
}
