//! Everything that is wrong with an input. serde stops at the first fault, so the input is read again without
//! it, from where it was on, until nothing more is found.
//!
//! What can be read pays nothing for it: only once something is wrong, whoever reads the input changes it as
//! a [`Repair`] says. Two kinds of values make that possible, which no input has by itself:
//!
//! - _anything_, which is of whatever type is asked for;
//! - a list that begins behind its first elements and still counts from the first.
//!
//! What was read before the fault is known to be right. Its lists of objects are emptied, so that all
//! readings together take about as long as two.

use super::fault::{Fault, Step};
use crate::error::faults::Faults;
use crate::error::{Error, ErrorCode};
use crate::limits::FAULTS_MAX;

/// How to change an input such that the next reading finds the next fault.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Repair<'a> {
    /// The way to a value, from the outside in. It is empty only where a name is added.
    pub at: &'a [Step],
    /// With a name, the value is an object that gets a field of this name, in which anything stands, instead
    /// of one of that name if it has one. Everything else in it is known to be right, if the reader goes by
    /// the order of the input.
    pub name: Option<&'a str>,
    /// Whether a field is to go altogether. If it is not, anything stands in it from now on. An element goes
    /// in any case: the list begins behind it.
    pub remove: bool,
}

/// What anything is where a text is asked for; a date, since some are.
pub const ANY_TEXT: &str = "2000-01-01";

/// What anything is where one of some words is asked for: the first. Of a tag none will do, since the other
/// fields go by it.
pub fn any_word(name: &str, words: &'static [&'static str]) -> &'static str {
    words.first().filter(|_| name != "Tag").copied().unwrap_or_default()
}

/// What is wrong with an input, all of it: `first`, which a reading has found, and what `read` finds once
/// `repair` has changed the input. For readers that find faults in the order of the input.
pub fn every_fault<I>(
    first: Fault,
    input: &mut I,
    repair: fn(&mut I, &Repair<'_>),
    read: &dyn Fn(&I) -> Option<Fault>,
) -> Error {
    every_fault_by(first, input, repair, read, &|_, _, _| Vec::new())
}

/// Where in an input a fault is, with the way to it: earlier places are less.
pub type Placing<'p, I> = &'p dyn Fn(&I, &Error, &[Step]) -> Vec<u32>;

/// [`every_fault`] for a reader that goes by another order than that of the input. `place` says where in the
/// input as it was first the fault is that was found last: faults are told in the order of what it answers,
/// those of one place in the order in which they were found.
pub fn every_fault_by<I>(
    first: Fault,
    input: &mut I,
    repair: fn(&mut I, &Repair<'_>),
    read: &dyn Fn(&I) -> Option<Fault>,
    place: Placing<'_, I>,
) -> Error {
    let mut found: Vec<(Vec<u32>, Error)> = Vec::new();
    let mut repaired: Vec<Vec<Step>> = Vec::new();
    let mut next = Some(first);
    while let Some(fault) = next {
        let mut at = fault.steps();
        let mut change = Repair { at: &[], name: None, remove: false };
        let missing;
        // Anything is not right for everything, such as the tag that tells what the other fields are. A
        // further fault where it stands is ours, and what holds it is given up.
        let ours = repaired.iter().filter(|repaired| at.starts_with(repaired)).map(Vec::len).min();
        if let Some(length) = ours {
            at.truncate(length - 1);
        } else {
            let error = Error::from(fault);
            let place = place(input, &error, &at);
            match error.code {
                ErrorCode::MissingField => {
                    repaired.push(at.clone());
                    missing = at.pop();
                    if let Some(Step::Field(name)) = &missing {
                        change.name = Some(name);
                    }
                }
                ErrorCode::UnknownField { .. } => change.remove = true,
                _ => {}
            }
            let behind = found.partition_point(|(other, _)| *other <= place);
            found.insert(behind, (place, error));
        }
        let is_full = found.len() > FAULTS_MAX;
        if at.is_empty() && change.name.is_none() || is_full || repaired.len() > 4 * FAULTS_MAX {
            break;
        }
        if change.name.is_none() {
            repaired.push(at.clone());
        }
        change.at = &at;
        repair(input, &change);
        next = read(input);
    }
    let mut faults = Faults::default();
    found.into_iter().for_each(|(_, error)| faults.add(error));
    match faults.done() {
        Err(error) => error,
        Ok(()) => unreachable!("the first fault is no repair's"),
    }
}
