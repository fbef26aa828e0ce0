//! What an address says of encryption, in libpq's words: `sslmode`, `sslrootcert`, `sslcert`, `sslkey`.

use std::path::PathBuf;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::store::{StoreError, StoreResult};

/// Whether a connection is encrypted, and what the server has to prove. As in libpq's manual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// Whose signature a server's certificate needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Roots {
    /// Nobody's: any certificate will do.
    None,
    /// That of the operating system's authorities: `sslrootcert=system`.
    System,
    /// One of those in a file.
    File(PathBuf),
}

/// What an address says of encryption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Encryption {
    pub(super) mode: Mode,
    pub(super) roots: Roots,
    /// What this side proves: its certificates and its key.
    pub(super) own: Option<(PathBuf, PathBuf)>,
}

impl Mode {
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "disable" => Self::Disable,
            "allow" => Self::Allow,
            "prefer" => Self::Prefer,
            "require" => Self::Require,
            "verify-ca" => Self::VerifyCa,
            "verify-full" => Self::VerifyFull,
            _ => return None,
        })
    }

    /// The ways to try, in order.
    pub(super) fn attempts(self) -> &'static [SslMode] {
        match self {
            Self::Disable => &[SslMode::Disable],
            Self::Allow => &[SslMode::Disable, SslMode::Require],
            Self::Prefer => &[SslMode::Require, SslMode::Disable],
            Self::Require | Self::VerifyCa | Self::VerifyFull => &[SslMode::Require],
        }
    }
}

/// An address, and what it says of encryption. No error has a value of the address in it.
pub(super) fn read(address: &str) -> StoreResult<(Config, Encryption)> {
    let wrong = |what: &str| StoreError::Broken(format!("the address of the database: {what}"));
    // As the driver has it, what is before the first @ is user and password, whatever is in it.
    let host = address.find('@').map_or(0, |at| at + 1);
    let (rest, query) = match address[host..].find('?') {
        Some(at) => (&address[..host + at], &address[host + at + 1..]),
        None => (address, ""),
    };
    let (mut mode, mut roots, mut certificate, mut key) = (None, None, None, None);
    let mut others = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let slot = match name {
            "sslmode" => &mut mode,
            "sslrootcert" => &mut roots,
            "sslcert" => &mut certificate,
            "sslkey" => &mut key,
            _ => {
                others.push(pair);
                continue;
            }
        };
        *slot = Some(unescaped(value)).filter(|value| !value.is_empty());
    }
    let plain = if others.is_empty() { rest.to_owned() } else { format!("{rest}?{}", others.join("&")) };
    let mut config: Config = plain.parse().map_err(|error| super::error::said(&error))?;
    if config.get_hosts().is_empty() {
        // A certificate may be for an address as well as for a name.
        let addresses = config.get_hostaddrs().to_vec();
        for address in addresses {
            config.host(address.to_string());
        }
    }
    let roots = match roots.as_deref() {
        None => Roots::None,
        Some("system") => Roots::System,
        Some(file) => Roots::File(file.into()),
    };
    let known = "sslmode is none of disable, allow, prefer, require, verify-ca, verify-full";
    let mode = match mode.as_deref() {
        Some(word) => Mode::read(word).ok_or_else(|| wrong(known))?,
        None if roots == Roots::System => Mode::VerifyFull,
        None => Mode::Prefer,
    };
    if roots == Roots::System && mode != Mode::VerifyFull {
        return Err(wrong(
            "sslrootcert=system needs sslmode=verify-full: anybody can have a public certificate",
        ));
    }
    if roots == Roots::None && matches!(mode, Mode::VerifyCa | Mode::VerifyFull) {
        return Err(wrong(
            "sslmode=verify-ca and verify-full need sslrootcert: a file of certificates, or `system`",
        ));
    }
    let own = match (certificate, key) {
        (None, None) => None,
        (Some(certificate), Some(key)) => Some((certificate.into(), key.into())),
        _ => return Err(wrong("sslcert and sslkey need each other")),
    };
    let is_local = config.get_hosts().iter().all(|host| !matches!(host, Host::Tcp(_)));
    // What goes through a socket of this machine is not encrypted, whatever is said: libpq's rule.
    let mode = if is_local { Mode::Disable } else { mode };
    Ok((config, Encryption { mode, roots, own }))
}

/// Percent escapes undone. In the query of such an address a plus is a plus.
fn unescaped(value: &str) -> String {
    let form = format!("v={}", value.replace('+', "%2B"));
    let unescaped = form_urlencoded::parse(form.as_bytes()).next();
    unescaped.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Mode, Roots, read};

    #[test]
    fn an_address_says_what_libpq_takes_it_to_say() {
        let good: &[(&str, Mode, Roots)] = &[
            ("postgres://h/db", Mode::Prefer, Roots::None),
            ("postgres://h/db?sslmode=", Mode::Prefer, Roots::None),
            ("postgres://u:p?w@h/db?sslmode=disable", Mode::Disable, Roots::None),
            ("postgres://h/db?sslmode=allow&application_name=x", Mode::Allow, Roots::None),
            ("postgres://h/db?connect_timeout=3&sslmode=require", Mode::Require, Roots::None),
            ("postgres://h/db?sslmode=require&sslmode=disable", Mode::Disable, Roots::None),
            (
                "postgres://h/db?sslmode=verify-ca&sslrootcert=%2Fa+b%2Fca.pem",
                Mode::VerifyCa,
                Roots::File("/a+b/ca.pem".into()),
            ),
            (
                "postgres://h/db?sslmode=verify-full&sslrootcert=ca.pem",
                Mode::VerifyFull,
                Roots::File("ca.pem".into()),
            ),
            ("postgres://h/db?sslrootcert=system", Mode::VerifyFull, Roots::System),
            ("postgres://%2Fvar%2Frun/db?sslmode=require", Mode::Disable, Roots::None),
        ];
        for (address, mode, roots) in good {
            let (_, encryption) = read(address).expect(address);
            assert_eq!((encryption.mode, &encryption.roots), (*mode, roots), "{address}");
        }
        for (address, word) in [
            ("postgres://u:secret@h/db?sslmode=secret", "sslmode"),
            ("postgres://u:secret@h/db?sslmode=verify-ca", "sslrootcert"),
            ("postgres://u:secret@h/db?sslmode=verify-full", "sslrootcert"),
            ("postgres://u:secret@h/db?sslmode=require&sslrootcert=system", "verify-full"),
            ("postgres://u:secret@h/db?sslcert=a.pem", "sslkey"),
            ("postgres://u:secret@h/db?sslkey=a.pem", "sslcert"),
            ("postgres://u:secret@h:secret/db", "port"),
            ("postgres://u:secret@h/db?no_such=secret", "no_such"),
        ] {
            let said = read(address).map(drop).expect_err(address).to_string();
            assert!(said.contains(word) && !said.contains("secret"), "{address}: {said}");
        }
    }
}
