//! The command line.

mod doctor;
mod import;
mod init;
mod key;
mod serve;
mod setup;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};

use self::init::Init;
use self::key::Key;
use self::serve::Serve;
use self::setup::{Doctors, Patients, Shops};
use crate::clock::Clock;
use crate::desk::Entry;
use crate::store::{Address, JournalRow, Organisation, Store, Writes, open, open_as_it_is, restore};

/// The example server of Frontdesk.
#[derive(Parser)]
#[command(name = "frontdesk-server", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make an organisation with a shop, a doctor and a key, and say how to go on
    Init(Init),
    /// Serve the API
    Serve(Serve),
    /// Bring the database's tables up to date
    Migrate(Database),
    /// Organisations
    #[command(subcommand)]
    Org(Org),
    /// API keys
    #[command(subcommand)]
    Key(Key),
    /// Shops: list, show, create, set, deactivate
    #[command(subcommand)]
    Shops(Shops),
    /// Doctors: list, show, create, set, deactivate
    #[command(subcommand)]
    Doctors(Doctors),
    /// Patients: list, show, create, set, deactivate
    #[command(subcommand)]
    Patients(Patients),
    /// Bring a clinic in, with what is beside it, from a file
    Import(Import),
    /// Copy an SQLite database into a file that is not there yet
    Backup {
        #[command(flatten)]
        database: Database,
        /// The copy
        file: PathBuf,
    },
    /// Put a backup in the place of an SQLite database that no server has open
    Restore {
        #[command(flatten)]
        database: Database,
        /// The backup, which stays as it is
        file: PathBuf,
    },
    /// Say whether a server would be well here; those who see patients are `doctors`
    Doctor(Database),
}

#[derive(Args)]
struct Database {
    /// A file for SQLite, or `postgres://…`
    // There may be a password in the variable: `--help` does not show it.
    #[arg(long, env = "FRONTDESK_DATABASE", hide_env_values = true, default_value = "frontdesk.db")]
    database: Address,
}

#[derive(Args)]
struct Import {
    #[command(flatten)]
    database: Database,
    /// A clinic in JSON
    file: PathBuf,
    /// The organisation's id, such as `org-123`; it is made if it is not there
    #[arg(long)]
    org: String,
    /// What a new one is called
    #[arg(long)]
    name: Option<String>,
}

#[derive(Subcommand)]
enum Org {
    /// Make an organisation
    Create {
        #[command(flatten)]
        database: Database,
        /// Its id, such as `org-123`
        #[arg(long)]
        org: String,
        /// What it is called
        #[arg(long, default_value = "")]
        name: String,
        /// IANA zone of doctors that name none
        #[arg(long)]
        timezone: Option<String>,
    },
}

/// Does what the command line says.
///
/// # Errors
/// Why it can't.
pub async fn run(cli: Cli) -> Result<()> {
    let clock = Clock::System;
    match cli.command {
        Command::Init(init) => init.run(&clock).await,
        Command::Shops(shops) => shops.run(clock).await,
        Command::Doctors(doctors) => doctors.run(clock).await,
        Command::Patients(patients) => patients.run(clock).await,
        Command::Serve(serve) => serve.run(clock).await,
        Command::Migrate(database) => open(&database.database).await?.migrate().await.map_err(Into::into),
        Command::Import(Import { database, file, org, name }) => {
            let import = import::read(&file)?;
            let store = open(&database.database).await?;
            import::bring_in(&*store, &import, &org, name, clock.now()).await
        }
        Command::Backup { database, file } => Ok(open_as_it_is(&database.database)?.backup(&file).await?),
        Command::Restore { database, file } => Ok(restore(&database.database, &file)?),
        Command::Doctor(database) => doctor::run(&database.database).await,
        Command::Org(Org::Create { database, org, name, timezone }) => {
            if let Some(name) = &timezone {
                frontdesk::Zone::named(name)?;
            }
            let name = if name.is_empty() { org.clone() } else { name };
            let organisation = Organisation { uid: org.into(), name, timezone, created_at: clock.now() };
            let store = open(&database.database).await?;
            store
                .create_organisation(organisation, begins(&clock))
                .await
                .context("the organisation can't be made")
        }
        Command::Key(key) => key.run(&clock).await,
    }
}

/// What the journal of a new organisation begins with.
fn begins(clock: &Clock) -> Writes {
    let entry = Entry::Reload;
    let line = JournalRow {
        version: 0,
        at: clock.now(),
        actor: "server".to_owned(),
        kind: entry.kind().to_owned(),
        subject: entry.subject(),
        data: entry.data(),
    };
    Writes { journal: vec![line], ..Writes::default() }
}

/// The organisation of this id; if nothing is said, the only one there is.
async fn organisation(store: &dyn Store, uid: Option<String>) -> Result<Organisation> {
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
