//! Values of a newer version of the wire model: a page may be older than its server. What it does not know is
//! left out, and told.

use frontdesk::limits::FAULTS_MAX;
use frontdesk::reread::Step;
use frontdesk::{Error, Fault};
use serde::Serialize;

use crate::repair::{Faulty, Reading};
use crate::value::{Token, Unknown, Value};

/// Fields of one name that were left out.
#[derive(Serialize)]
pub(crate) struct LeftOut {
    /// Where the first was.
    path: String,
    /// How many there were in objects of its kind.
    count: u32,
}

/// Reads bytes by `read` as far as they are known. Answers all that is wrong with the rest.
pub(crate) fn read(
    bytes: &[u8],
    read: Reading<'_>,
    left_out: &mut Vec<LeftOut>,
) -> Result<(), Option<Error>> {
    let mut removed = Vec::new();
    let mut input = Faulty::new(bytes);
    // A field that its kind of command or event has not, though another one has: told one by one.
    let known = loop {
        let mut value = Value::new(input.bytes());
        value.left_out = Some(Vec::new());
        match read(&mut value) {
            None => break value.left_out.unwrap_or_default(),
            Some(fault) if fault.is_unknown_field() && removed.len() < FAULTS_MAX => {
                input.remove(&fault);
                removed.push(LeftOut { path: Error::from(fault).path, count: 1 });
            }
            Some(_) => return Err(Faulty::new(bytes).every_fault(read, true)),
        }
    };
    let told =
        known.iter().map(|unknown| LeftOut { path: path_of(input.bytes(), unknown), count: unknown.count });
    for new in told.chain(removed) {
        if let Some(again) = left_out.iter_mut().find(|other| other.path == new.path) {
            again.count = again.count.saturating_add(new.count);
        } else if left_out.len() < FAULTS_MAX {
            left_out.push(new);
        }
    }
    Ok(())
}

/// The path of a field that was left out.
fn path_of(bytes: &[u8], unknown: &Unknown<'_>) -> String {
    let mut steps = Vec::new();
    // The bytes have been read once.
    let _ = steps_to(unknown.at, &mut Value::new(bytes), &mut steps);
    let leaf: Fault = serde::de::Error::custom("");
    let fault = steps.into_iter().rev().fold(leaf, |fault, step| match step {
        Step::Field(name) => fault.in_field(&name),
        Step::Element(index) => fault.in_element(index),
    });
    Error::from(fault).path
}

/// The way from the value that is next to the one at a place.
fn steps_to(at: usize, source: &mut Value<'_>, steps: &mut Vec<Step>) -> Result<(), Fault> {
    loop {
        let (count, has_names) = match source.token()? {
            Token::Fields(count, _) => (count, true),
            Token::List(_, count, _) => (count, false),
            _ => return Ok(()),
        };
        for index in 0..count as usize {
            let step = if has_names { Step::Field(source.text()?.to_owned()) } else { Step::Element(index) };
            let begin = source.at();
            source.skip()?;
            if (begin..source.at()).contains(&at) {
                *source = source.from(begin);
                steps.push(step);
                break;
            }
        }
        if source.at() == at {
            return Ok(());
        }
    }
}
