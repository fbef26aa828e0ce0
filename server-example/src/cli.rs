//! The command line.

mod database;
mod doctor;
mod health;
mod import;
mod init;
mod key;
mod serve;
mod settings;
mod setup;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use self::database::Database;
use self::health::Health;
use self::init::Init;
use self::key::Key;
use self::serve::Serve;
use self::setup::{Doctors, Patients, Shops};
use crate::clock::Clock;
use crate::desk::Entry;
use crate::store::{JournalRow, Organisation, Writes, open, open_as_it_is, restore};

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
    Import(import::Command),
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
    /// Ask a server that runs on this machine how it is
    Health(Health),
    /// Say whether a server would be well here; those who see patients are `doctors`
    Doctor(Database),
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
        Command::Migrate(database) => open(database.address()?).await?.migrate().await.map_err(Into::into),
        Command::Import(import) => import.run(clock.now()).await,
        Command::Backup { database, file } => {
            Ok(open_as_it_is(database.address()?)?.upkeep().backup(&file).await?)
        }
        Command::Restore { database, file } => Ok(restore(database.address()?, &file)?),
        Command::Health(health) => tokio::task::spawn_blocking(|| health.run()).await?,
        Command::Doctor(database) => doctor::run(&database.address()?).await,
        Command::Org(Org::Create { database, org, name, timezone }) => {
            if let Some(name) = &timezone {
                frontdesk::Zone::named(name)?;
            }
            let name = if name.is_empty() { org.clone() } else { name };
            let organisation = Organisation { uid: org.into(), name, timezone, created_at: clock.now() };
            let store = open(database.address()?).await?;
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
