//! Findings of the self-check of a database, which `frontdesk-server doctor` prints.

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How it is.
    pub verdict: Verdict,
    /// What was found, for whoever runs the server.
    pub text: String,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As it should be.
    Good,
    /// It works, and should be looked at.
    Doubtful,
    /// Nobody should serve on it.
    Wrong,
}

impl Finding {
    /// Good if it holds, and of this verdict otherwise.
    pub fn new(holds: bool, otherwise: Verdict, text: impl Into<String>) -> Self {
        Self { verdict: if holds { Verdict::Good } else { otherwise }, text: text.into() }
    }

    /// What is to be said of the schema's version.
    pub(super) fn of_schema(found: i64, known: usize) -> Self {
        let known = known as i64;
        match found {
            0 => Self {
                verdict: Verdict::Wrong,
                text: "the database has no tables of this program".to_owned(),
            },
            _ if found > known => Self {
                verdict: Verdict::Wrong,
                text: format!("schema {found} is newer than this program, which knows {known}"),
            },
            _ if found < known => Self {
                verdict: Verdict::Doubtful,
                text: format!("schema {found} is not {known}: `migrate` and `serve` bring it up to date"),
            },
            _ => Self { verdict: Verdict::Good, text: format!("schema {found}") },
        }
    }
}
