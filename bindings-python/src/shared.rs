//! A value of the engine that several threads may hold: many ask it, one changes it, and nobody keeps Python
//! waiting.

use std::sync::{PoisonError, RwLock};

use pyo3::prelude::*;

/// The lock is taken only while Python is let go: who waits for it holds up nobody who has it.
pub(crate) struct Shared<T>(RwLock<T>);

impl<T: Send + Sync> Shared<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(RwLock::new(value))
    }

    /// Asks the value.
    pub(crate) fn ask<R: Send>(&self, py: Python<'_>, question: impl FnOnce(&T) -> R + Send) -> R {
        py.detach(|| question(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Changes the value.
    pub(crate) fn change<R: Send>(&self, py: Python<'_>, change: impl FnOnce(&mut T) -> R + Send) -> R {
        py.detach(|| change(&mut self.0.write().unwrap_or_else(PoisonError::into_inner)))
    }
}
