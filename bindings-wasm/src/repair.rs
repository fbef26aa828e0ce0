//! The bytes of a value with something in it changed, such that reading them again finds what else is wrong.

use frontdesk::Fault;
use frontdesk::reread::{Repair, Step};

use crate::value::{ANYTHING, FIELDS, REST, Token, Value, push_name};

/// Changes the bytes of a value. What comes after the fault is copied as it is.
pub(crate) fn repair(bytes: &mut Vec<u8>, repair: &Repair<'_>) {
    let mut changed = Vec::with_capacity(bytes.len());
    let mut source = Value(bytes);
    // Bytes that are broken stay as they are: the same fault comes again, and ends the reading.
    if write(&mut source, repair, &mut changed).is_ok() {
        changed.extend(source.0);
        *bytes = changed;
    }
}

/// Writes the value that is next, changed, up to where it is changed.
fn write(source: &mut Value<'_>, repair: &Repair<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
    let Some((step, rest)) = repair.at.split_first() else {
        let Some(name) = repair.name else {
            out.push(ANYTHING);
            return skip(source);
        };
        return with_field(source, name, out);
    };
    let further = Repair { at: rest, ..repair.clone() };
    match (step, source.token()?) {
        (Step::Field(wrong), Token::Fields(count)) => {
            let goes = repair.remove && rest.is_empty();
            push(FIELDS, &[count - u32::from(goes)], out);
            for _ in 0..count {
                let name = source.text()?;
                match (name == wrong, goes) {
                    (true, true) => return skip(source),
                    (true, false) => {
                        push_name(name, out);
                        return write(source, &further, out);
                    }
                    (false, _) => {
                        push_name(name, out);
                        skim(source, out)?;
                    }
                }
            }
            Ok(())
        }
        (Step::Element(index), Token::List(first, count)) => {
            let index = *index as u32;
            for _ in first..index {
                skip(source)?;
            }
            let goes = rest.is_empty() && repair.name.is_none();
            let next = index + u32::from(goes);
            push(REST, &[next, (first + count).saturating_sub(next)], out);
            if goes { skip(source) } else { write(source, &further, out) }
        }
        _ => Ok(()),
    }
}

/// Writes an object with anything in a field, whether it had the field or not.
fn with_field(source: &mut Value<'_>, added: &str, out: &mut Vec<u8>) -> Result<(), Fault> {
    let Token::Fields(count) = source.token()? else { return Ok(()) };
    let (mut fields, mut kept) = (Vec::new(), 0);
    for _ in 0..count {
        let name = source.text()?;
        if name == added {
            skip(source)?;
        } else {
            kept += 1;
            push_name(name, &mut fields);
            skim(source, &mut fields)?;
        }
    }
    push(FIELDS, &[kept + 1], out);
    out.append(&mut fields);
    push_name(added, out);
    out.push(ANYTHING);
    Ok(())
}

/// Copies a value that is known to be right, with its lists of objects left empty.
fn skim(source: &mut Value<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
    let before = source.0;
    match source.token()? {
        Token::Fields(count) => {
            push(FIELDS, &[count], out);
            for _ in 0..count {
                push_name(source.text()?, out);
                skim(source, out)?;
            }
        }
        Token::List(_, count) => {
            let has_objects = source.0.first() == Some(&FIELDS);
            for _ in 0..count {
                skip(source)?;
            }
            if has_objects && count > 0 {
                push(REST, &[0, 0], out);
            } else {
                out.extend(&before[..before.len() - source.0.len()]);
            }
        }
        _ => out.extend(&before[..before.len() - source.0.len()]),
    }
    Ok(())
}

/// Reads over a value.
fn skip(source: &mut Value<'_>) -> Result<(), Fault> {
    let (count, has_names) = match source.token()? {
        Token::Fields(count) => (count, true),
        Token::List(_, count) => (count, false),
        _ => return Ok(()),
    };
    for _ in 0..count {
        if has_names {
            source.text()?;
        }
        skip(source)?;
    }
    Ok(())
}

fn push(tag: u8, numbers: &[u32], out: &mut Vec<u8>) {
    out.push(tag);
    for number in numbers {
        out.extend(number.to_le_bytes());
    }
}
