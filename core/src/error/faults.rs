//! Everything that is wrong with an input, as it is found.

use crate::error::{Error, Rest, Result};
use crate::limits::FAULTS_MAX;

/// What a check has found so far.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// Each without a rest of its own, at most [`FAULTS_MAX`].
    found: Vec<Error>,
    /// How many there were.
    count: usize,
}

impl Faults {
    /// Runs a check, and answers all that it finds.
    pub(crate) fn of(check: impl FnOnce(&mut Self)) -> Result<()> {
        let mut faults = Self::default();
        check(&mut faults);
        faults.done()
    }

    /// An error, with everything else that a check finds: for what is checked as far as the first fault, and
    /// whole only once there is one.
    #[cold]
    pub(crate) fn with(first: Error, check: impl FnOnce(&mut Self)) -> Error {
        match Self::of(check) {
            Ok(()) => first,
            Err(all) if all.all().any(|found| found.code == first.code && found.path == first.path) => all,
            Err(all) => first.and(all),
        }
    }

    /// What came out of a step, unless it went wrong.
    pub(crate) fn note<T>(&mut self, step: Result<T>) -> Option<T> {
        match step {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(error);
                None
            }
        }
    }

    /// Whether a step went right.
    pub(crate) fn is_ok(&mut self, step: Result<()>) -> bool {
        self.note(step).is_some()
    }

    // Seldom called, and called at every check: out of the way of those that pass.
    #[cold]
    pub(crate) fn add(&mut self, mut error: Error) {
        let rest = error.rest.take();
        let (others, more) = rest.map_or_else(Default::default, |rest| (rest.errors, rest.more));
        self.count += 1 + others.len() + usize::from(more);
        let room = FAULTS_MAX - self.found.len();
        self.found.extend(std::iter::once(error).chain(others).take(room));
    }

    /// How many were found.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// Whether nothing that may still be found would be told.
    pub(crate) fn is_full(&self) -> bool {
        self.count > FAULTS_MAX
    }

    /// All of it as one error, if there is any.
    pub(crate) fn done(self) -> Result<()> {
        let more = self.is_full();
        let mut found = self.found.into_iter();
        let Some(mut first) = found.next() else { return Ok(()) };
        let errors: Vec<Error> = found.collect();
        first.rest = (!errors.is_empty()).then(|| Box::new(Rest { errors, more }));
        Err(first)
    }
}

/// What came out of two steps, or all that went wrong in either.
pub(crate) fn both<A, B>(one: Result<A>, other: Result<B>) -> Result<(A, B)> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
        (Err(first), Err(second)) => Err(first.and(second)),
    }
}
