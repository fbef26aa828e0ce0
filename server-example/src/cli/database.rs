//! Where a command works: the database, and the organisation in it.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::settings::{File, Said, small};
use crate::store::{Address, Organisation, Store};

/// The database.
#[derive(Args)]
pub(super) struct Database {
    /// A file for SQLite, or `postgres://…`; `frontdesk.db` if nothing is said
    // There may be a password in the variable: `--help` does not show it.
    #[arg(long, env = "FRONTDESK_DATABASE", hide_env_values = true)]
    database: Option<Address>,
    /// A file with that address in it, such as a secret that a service manager hands over
    #[arg(long, env = "FRONTDESK_DATABASE_FILE")]
    database_file: Option<PathBuf>,
    /// A file of settings in TOML; options and variables come before what it says
    #[arg(long, env = "FRONTDESK_CONFIG")]
    config: Option<PathBuf>,
}

impl Database {
    /// What the file of settings says.
    pub(super) fn file(&self) -> Result<File> {
        self.config.as_deref().map_or_else(|| Ok(File::default()), File::read)
    }

    /// Where the database is.
    pub(super) fn address(&self) -> Result<Address> {
        Ok(self.said(&self.file()?)?.value)
    }

    /// The same, and who has said it.
    pub(super) fn said(&self, file: &File) -> Result<Said<Address>> {
        let from = |path: &PathBuf| Ok::<_, anyhow::Error>(Address::from(small(path)?.trim()));
        let given = match (&self.database, &self.database_file) {
            (Some(address), _) => Some(address.clone()),
            (None, path) => path.as_ref().map(from).transpose()?,
        };
        let of_file = match (&file.database, &file.database_file) {
            (Some(address), _) => Some(Address::from(address)),
            // What comes before the file is not read for nothing.
            (None, path) => path.as_ref().filter(|_| given.is_none()).map(from).transpose()?,
        };
        Ok(Said::of(given, of_file, "frontdesk.db".into()))
    }
}

/// The organisation of this id; if nothing is said, the only one there is.
pub(super) async fn organisation(store: &dyn Store, uid: Option<String>) -> Result<Organisation> {
    let mut all = store.organisations().await?;
    match uid {
        Some(uid) => {
            let known = all.into_iter().find(|known| *known.uid == *uid);
            known.with_context(|| format!("there is no organisation `{uid}`"))
        }
        None if all.len() == 1 => Ok(all.remove(0)),
        None if all.is_empty() => bail!("there is no organisation: `frontdesk-server init` makes one"),
        None => {
            let uids: Vec<&str> = all.iter().map(|organisation| organisation.uid.as_str()).collect();
            bail!("there are {} organisations; say which by --org: {}", all.len(), uids.join(", "))
        }
    }
}
