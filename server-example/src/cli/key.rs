//! `key`: API keys, made, listed and revoked on the command line.

use std::io::Write;

use anyhow::{Result, anyhow, bail, ensure};
use clap::Subcommand;
use frontdesk::Uid;

use super::database::{Database, organisation};
use crate::auth::permission::SETS;
use crate::auth::{Wanted, new_key};
use crate::clock::Clock;
use crate::desk::kind;
use crate::limits::API_KEYS_MAX;
use crate::store::{Store, open};

/// What is done to keys.
#[derive(Subcommand)]
pub(super) enum Key {
    /// Make a key, and print it: nobody can show it again
    Create {
        #[command(flatten)]
        database: Database,
        /// The organisation whose data it reaches; if nothing is said, the only one
        #[arg(long, env = "FRONTDESK_ORG")]
        org: Option<String>,
        /// The one shop that it reaches, if it is not to reach all
        #[arg(long)]
        shop: Option<String>,
        /// What it is called
        #[arg(long, default_value = "")]
        name: String,
        /// A set of permissions: administrator, desk, partner or widget (`key sets` lists them)
        #[arg(long)]
        set: Option<String>,
        /// What it may do, besides
        #[arg(long = "permission", num_args = 1.., required_unless_present = "set")]
        permissions: Vec<String>,
    },
    /// List the keys of an organisation
    List {
        #[command(flatten)]
        database: Database,
        /// The organisation; if nothing is said, the only one
        #[arg(long, env = "FRONTDESK_ORG")]
        org: Option<String>,
    },
    /// List the sets of permissions that keys are made of
    Sets,
    /// Revoke a key
    Revoke {
        #[command(flatten)]
        database: Database,
        /// The key's id, as `key list` has it
        key: String,
    },
}

impl Key {
    /// Does it.
    pub(super) async fn run(self, clock: &Clock) -> Result<()> {
        let mut out = std::io::stdout();
        match self {
            Self::Create { database, org, shop, name, set, permissions } => {
                let store = open(database.address()?).await?;
                let organisation = organisation(&*store, org).await?.uid;
                let wanted = Wanted { name, shop_uid: shop.map(Uid::from), set, permissions };
                let secret = make_key(&*store, clock, &organisation, wanted).await?;
                writeln!(out, "{secret}")?;
            }
            Self::List { database, org } => {
                let store = open(database.address()?).await?;
                let organisation = organisation(&*store, org).await?.uid;
                for key in store.keys(&organisation).await? {
                    let state = if key.revoked_at.is_some() { "revoked" } else { "active" };
                    let permissions = key.permissions.join(",");
                    writeln!(out, "{}\t{state}\t{permissions}\t{}", key.uid, key.name)?;
                }
            }
            Self::Sets => {
                for set in SETS {
                    writeln!(out, "{}\t{}\n\t{}", set.name, set.purpose, set.permissions.join(" "))?;
                }
            }
            Self::Revoke { database, key } => {
                let store = open(database.address()?).await?;
                if !store.revoke_key(&key, clock.now()).await? {
                    bail!("there is no key `{key}` that is not revoked already");
                }
            }
        }
        Ok(())
    }
}

/// A new key's secret.
pub(super) async fn make_key(
    store: &dyn Store,
    clock: &Clock,
    organisation: &Uid,
    wanted: Wanted,
) -> Result<String> {
    let permissions = wanted.permissions().map_err(|(_, why)| anyhow!(why))?;
    if let Some(shop) = &wanted.shop_uid {
        let owner = store.owner(kind::SHOP, shop).await?;
        ensure!(owner.as_ref() == Some(organisation), "`{organisation}` has no shop `{shop}`");
    }
    let live = store.keys(organisation).await?.iter().filter(|key| key.revoked_at.is_none()).count();
    ensure!(live < API_KEYS_MAX, "there are {API_KEYS_MAX} keys, and no more may be");
    let (secret, key) = new_key(organisation, wanted.shop_uid, &wanted.name, &permissions, clock.now())
        .map_err(anyhow::Error::msg)?;
    store.create_key(key).await?;
    Ok(secret)
}
