//! Timeouts of connections: what every session of ours asks of the server and of the network, so that neither
//! a process of ours that hangs nor a server that is gone holds anybody up for long.

use std::error::Error as _;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::error::SqlState;

use crate::limits::{
    DATABASE_CONNECT_TIME_MAX, DATABASE_IDLE_IN_TRANSACTION_MAX, DATABASE_KEEPALIVE_IDLE,
    DATABASE_KEEPALIVE_INTERVAL, DATABASE_KEEPALIVES, DATABASE_LOCK_TIME_MAX, DATABASE_STATEMENT_TIME_MAX,
    DATABASE_UNACKNOWLEDGED_MAX,
};
use crate::store::{StoreError, StoreResult};

/// The address with our bounds. What the address itself sets by `options` holds before ours.
pub(super) fn bounded(mut config: Config) -> Config {
    let bounds = [
        ("lock_timeout", DATABASE_LOCK_TIME_MAX),
        ("statement_timeout", DATABASE_STATEMENT_TIME_MAX),
        ("idle_in_transaction_session_timeout", DATABASE_IDLE_IN_TRANSACTION_MAX),
    ];
    let mut options: Vec<String> =
        bounds.iter().map(|(name, time)| format!("-c {name}={}", time.as_millis())).collect();
    options.extend(config.get_options().map(str::to_owned));
    config.options(options.join(" "));
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(DATABASE_CONNECT_TIME_MAX);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(DATABASE_UNACKNOWLEDGED_MAX);
    }
    config.keepalives(true);
    config.keepalives_idle(DATABASE_KEEPALIVE_IDLE);
    config.keepalives_interval(DATABASE_KEEPALIVE_INTERVAL);
    config.keepalives_retries(DATABASE_KEEPALIVES);
    config
}

/// An answer within a time: a server that is stopped acknowledges what it is sent, and answers nothing.
pub(super) async fn within<T>(
    time: Duration,
    answer: impl Future<Output = StoreResult<T>>,
) -> StoreResult<T> {
    tokio::time::timeout(time, answer).await.unwrap_or_else(|_| {
        let seconds = time.as_secs();
        Err(StoreError::Unavailable(format!("the database did not answer in {seconds} s")))
    })
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let text = error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned());
        let Some(code) = error.code() else {
            let is_lost =
                error.is_closed() || error.source().is_some_and(|cause| cause.is::<std::io::Error>());
            // What was under way before a commit is undone by the server, and goes over another connection.
            return if is_lost { Self::Retry(text) } else { Self::Broken(text) };
        };
        match *code {
            SqlState::EXCLUSION_VIOLATION => Self::Overlap,
            SqlState::UNIQUE_VIOLATION => Self::Duplicate,
            SqlState::T_R_SERIALIZATION_FAILURE
            | SqlState::T_R_DEADLOCK_DETECTED
            | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
            | SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN => Self::Retry(text),
            SqlState::CANNOT_CONNECT_NOW
            | SqlState::LOCK_NOT_AVAILABLE
            | SqlState::QUERY_CANCELED
            | SqlState::TOO_MANY_CONNECTIONS
            | SqlState::DISK_FULL
            | SqlState::OUT_OF_MEMORY
            | SqlState::IO_ERROR
            | SqlState::READ_ONLY_SQL_TRANSACTION => Self::Unavailable(text),
            _ => Self::Broken(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::DATABASE_ANSWER_TIME_MAX;

    #[test]
    fn every_session_is_bounded_and_the_address_has_the_last_word() {
        let config: Config = "postgres://u@h/d?options=-c%20lock_timeout%3D9".parse().expect("an address");
        let config = bounded(config);
        let options = "-c lock_timeout=3000 -c statement_timeout=60000 -c \
                       idle_in_transaction_session_timeout=2000 -c lock_timeout=9";
        assert_eq!(config.get_options(), Some(options));
        assert_eq!(config.get_connect_timeout(), Some(&DATABASE_CONNECT_TIME_MAX));
        assert_eq!(config.get_tcp_user_timeout(), Some(&DATABASE_UNACKNOWLEDGED_MAX));
        assert_eq!(config.get_keepalives_idle(), DATABASE_KEEPALIVE_IDLE);
        // Each wait is longer than what ends it.
        assert!(DATABASE_IDLE_IN_TRANSACTION_MAX < DATABASE_LOCK_TIME_MAX);
        assert!(DATABASE_LOCK_TIME_MAX < DATABASE_ANSWER_TIME_MAX);
    }
}
