//! The only file that reads the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use frontdesk::Instant;

/// What time it is: the system's, or one that a test sets.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// Stands still until it is set.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at an instant.
    pub fn at(now: Instant) -> Self {
        Self::Set(Arc::new(AtomicI64::new(now.0)))
    }

    /// Sets a clock that stands still; the system's is not touched.
    pub fn set(&self, now: Instant) {
        if let Self::Set(at) = self {
            at.store(now.0, Ordering::Relaxed);
        }
    }

    /// Now, in whole seconds.
    pub fn now(&self) -> Instant {
        match self {
            // A clock before 1970 is taken for 1970; the engine refuses nothing that comes of it.
            Self::System => Instant(
                SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64),
            ),
            Self::Set(at) => Instant(at.load(Ordering::Relaxed)),
        }
    }

    /// For how long from now something is kept: a deadline on the monotonic clock.
    pub fn deadline(after: std::time::Duration) -> std::time::Instant {
        std::time::Instant::now() + after
    }

    /// Whether such a deadline is over.
    pub fn is_over(deadline: std::time::Instant) -> bool {
        std::time::Instant::now() >= deadline
    }
}
