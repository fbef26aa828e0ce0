//! Where a database is. The address may have a password in it, so nothing prints it but with that hidden.

use std::fmt;
use std::str::FromStr;

use super::{StoreError, StoreResult};

/// The address of a database: a path or `sqlite:PATH`, or `postgres://…`.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

/// What stands for a password.
const HIDDEN: &str = "***";

impl Address {
    /// The address as it was given, password and all: for whoever connects.
    pub(super) fn secret(&self) -> &str {
        &self.0
    }

    /// The file of an SQLite database; `None` for the address of a PostgreSQL.
    ///
    /// # Errors
    /// If it is neither.
    pub(super) fn path(&self) -> StoreResult<Option<&str>> {
        if ["postgres://", "postgresql://"].iter().any(|scheme| self.0.starts_with(scheme)) {
            return Ok(None);
        }
        // A misspelt scheme would become a file whose name is the password.
        if self.0.contains("://") || self.0.contains("password=") {
            return Err(StoreError::Broken(format!(
                "`{self}` is neither a file nor an address that begins with postgres://"
            )));
        }
        Ok(Some(self.0.strip_prefix("sqlite:").unwrap_or(&self.0)))
    }
}

impl Address {
    /// Whether it is a file that is not there.
    ///
    /// # Errors
    /// If it is neither a file nor a PostgreSQL.
    pub fn is_missing_file(&self) -> StoreResult<bool> {
        Ok(self.path()?.is_some_and(|path| !std::path::Path::new(path).exists()))
    }
}

impl From<&str> for Address {
    fn from(address: &str) -> Self {
        Self(address.to_owned())
    }
}

impl From<&String> for Address {
    fn from(address: &String) -> Self {
        Self(address.clone())
    }
}

impl From<&Self> for Address {
    fn from(address: &Self) -> Self {
        address.clone()
    }
}

impl FromStr for Address {
    type Err = std::convert::Infallible;

    // A parser of the command line that refused an address would print it.
    fn from_str(address: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(address))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, rest) = match self.0.split_once("://") {
            Some((scheme, rest)) => (format!("{scheme}://"), rest),
            None => (String::new(), self.0.as_str()),
        };
        // A password may have any character in it, also those that it should not: hide too much, rather.
        let shown = match rest.rsplit_once('@') {
            // The name of a file may have one too.
            Some(_) if before.is_empty() => rest.to_owned(),
            Some((credentials, host)) => match credentials.split_once(':') {
                Some((user, _)) => format!("{user}:{HIDDEN}@{host}"),
                None => rest.to_owned(),
            },
            None => rest.to_owned(),
        };
        f.write_str(&before)?;
        let mut rest = shown.as_str();
        while let Some(at) = rest.find("password=").map(|at| at + "password=".len()) {
            write!(f, "{}{HIDDEN}", &rest[..at])?;
            rest = &rest[at..];
            rest = &rest[rest.find(['&', ' ']).unwrap_or(rest.len())..];
        }
        f.write_str(rest)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn no_password_is_shown() {
        for (address, shown) in [
            ("frontdesk.db", "frontdesk.db"),
            ("sqlite:a@b.db", "sqlite:a@b.db"),
            ("postgres://host/db", "postgres://host/db"),
            ("postgres://user@host/db", "postgres://user@host/db"),
            ("postgres://user:secret@host:5432/db", "postgres://user:***@host:5432/db"),
            ("postgresql://user:se:cr@et@host/db", "postgresql://user:***@host/db"),
            ("postgres://user:se/cr?et@host/db", "postgres://user:***@host/db"),
            ("Postgres://user:secret@host/db", "Postgres://user:***@host/db"),
            (
                "postgres://host/db?password=secret&sslmode=require",
                "postgres://host/db?password=***&sslmode=require",
            ),
            ("postgres://host/db?sslpassword=secret", "postgres://host/db?sslpassword=***"),
            ("host=localhost password=secret dbname=db", "host=localhost password=*** dbname=db"),
        ] {
            let address = Address::from(address);
            assert_eq!(address.to_string(), shown);
            assert!(!format!("{address:?}").contains("secret"));
            assert!(!format!("{:?}", address.path()).contains("secret"));
        }
    }

    #[test]
    fn what_is_neither_a_file_nor_postgresql_is_refused() {
        for address in ["Postgres://host/db", "mysql://host/db", "host=localhost password=secret"] {
            assert!(Address::from(address).path().is_err(), "{address}");
        }
    }
}
