//! `init`: from an empty database to a practice that can be booked, in one command and a few lines to paste.

use std::io::Write;
use std::net::SocketAddr;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use frontdesk::limits::{NAME_CHARS_MAX, UID_BYTES_MAX};
use frontdesk::{ClinicSnapshot, Doctor};

use super::database::Database;
use super::serve::LISTEN;
use super::settings::Said;
use crate::auth::{Wanted, new_key};
use crate::clock::Clock;
use crate::desk::{BookingPage, Shop};
use crate::import::Import;
use crate::store::{Address, Organisation, Store, StoreError, open};
use crate::text::is_blank;

/// What is made first.
#[derive(Args)]
pub(super) struct Init {
    #[command(flatten)]
    database: Database,
    /// The organisation's id
    #[arg(long, default_value = "org-1")]
    org: String,
    /// What the practice is called
    #[arg(long, default_value = "My practice")]
    name: String,
    /// IANA zone of the practice, such as Europe/Berlin: hours are on its clock. It stays
    #[arg(long, default_value = "UTC")]
    timezone: String,
    /// The first shop's id: every patient comes by a shop, be it the practice's own page
    #[arg(long, default_value = "shop-1")]
    shop: String,
    /// What the shop is called; as the practice, if nothing is said
    #[arg(long)]
    shop_name: Option<String>,
    /// The first doctor's id
    #[arg(long, default_value = "doc-1")]
    doctor: String,
    /// What the doctor is called
    #[arg(long, default_value = "First doctor")]
    doctor_name: String,
    /// Where `serve` will listen, for the lines that are printed
    #[arg(long, env = "FRONTDESK_LISTEN")]
    listen: Option<SocketAddr>,
}

impl Init {
    /// Makes it, and prints the key and how to go on.
    pub(super) async fn run(self, clock: &Clock) -> Result<()> {
        for (option, uid) in [("--org", &self.org), ("--shop", &self.shop), ("--doctor", &self.doctor)] {
            // They are typed, and stand in addresses and in the lines below.
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            let is_id = (1..=UID_BYTES_MAX).contains(&uid.len()) && uid.bytes().all(is_plain);
            ensure!(is_id, "{option}: an id has 1 to {UID_BYTES_MAX} letters, digits, `-`, `_` or `.`");
        }
        let shop_name = self.shop_name.as_ref().unwrap_or(&self.name);
        for (option, name) in
            [("--name", &self.name), ("--shop-name", shop_name), ("--doctor-name", &self.doctor_name)]
        {
            let is_name = name.chars().count() <= NAME_CHARS_MAX && !is_blank(name);
            ensure!(is_name, "{option}: a name has 1 to {NAME_CHARS_MAX} characters, one to see among them");
        }
        frontdesk::Zone::named(&self.timezone).context("--timezone")?;
        let file = self.database.file()?;
        let address = self.database.said(&file)?.value;
        let listen = Said::of(self.listen, file.listen, LISTEN).value;
        let store = open(&address).await?;
        let made = self.make(&*store, shop_name.clone(), clock).await;
        if let Err(error) = made.as_ref()
            && matches!(error.downcast_ref(), Some(StoreError::Duplicate))
        {
            return refuse(&address, &*store).await;
        }
        self.tell(&made?, &address, listen)
    }

    /// All of it in one transaction. The key's secret is what it answers.
    async fn make(&self, store: &dyn Store, shop_name: String, clock: &Clock) -> Result<String> {
        let now = clock.now();
        let doctor = Doctor {
            uid: self.doctor.as_str().into(),
            display_name: Some(self.doctor_name.clone()),
            ..Doctor::default()
        };
        let timezone = Some(self.timezone.clone());
        let clinic =
            ClinicSnapshot { timezone: timezone.clone(), doctors: vec![doctor], ..ClinicSnapshot::default() };
        let shop = Shop {
            uid: self.shop.as_str().into(),
            name: shop_name,
            identifier: None,
            active: true,
            booking_page: BookingPage::Off,
        };
        let import = Import { clinic, shops: vec![shop], ..Import::default() };
        let organisation = Organisation {
            uid: self.org.as_str().into(),
            name: self.name.clone(),
            timezone,
            created_at: now,
        };
        let set = Some("administrator".to_owned());
        let permissions =
            Wanted { set, ..Wanted::default() }.permissions().map_err(|(_, why)| anyhow::anyhow!(why))?;
        let (secret, key) = new_key(&organisation.uid, None, "administrator", &permissions, now)
            .map_err(anyhow::Error::msg)?;
        let mut writes = import.writes(now)?;
        writes.journal.iter_mut().for_each(|line| "command_line".clone_into(&mut line.actor));
        for line in &mut writes.audit {
            "command_line".clone_into(&mut line.actor);
            "init".clone_into(&mut line.operation);
            "created".clone_into(&mut line.action);
        }
        writes.keys.push(key);
        store.create_first_organisation(organisation, writes).await?;
        Ok(secret)
    }

    fn tell(&self, key: &str, address: &Address, host: SocketAddr) -> Result<()> {
        let Self { org, name, timezone, shop, doctor, .. } = self;
        let program = quoted(&std::env::args().next().unwrap_or_else(|| "frontdesk-server".to_owned()));
        let address = address.to_string();
        let (database, note) = match address.as_str() {
            "frontdesk.db" => (String::new(), ""),
            // Nobody is shown a password.
            hidden if hidden.contains("***") => {
                (String::new(), " with the same database in FRONTDESK_DATABASE")
            }
            shown => (format!(" --database {}", quoted(shown)), ""),
        };
        let listen = if host == LISTEN { String::new() } else { format!(" --listen {host}") };
        let json = r#"-H "X-API-Key: $KEY" -H "Content-Type: application/json""#;
        let types = r#"{"name":"Visit","meeting_type":"CONSULTATION","duration_minutes":30,"hold_ttl_seconds":900,"room_strategy":"per_appointment","rebooking_mode":"same_doctor_only"}"#;
        write!(
            std::io::stdout(),
            r#"made {org} ({name}, clock of {timezone}), the shop {shop} and the doctor {doctor} in {address}
key {key}
The key may do everything. It is shown this once: keep it.

1. Start the server, and leave it running{note}:

  {program} serve{database}{listen}

2. In another shell, ask for the doctor:

  export HOST=http://{host} KEY={key}
  curl -s "$HOST/v1/management/doctors" -H "X-API-Key: $KEY"

3. Something to book, and the doctor's hours: Monday to Friday, 9:00 to 17:00, clock of {timezone}:

  TYPE=$(curl -s "$HOST/v1/management/scheduling/appointment-types" {json} \
    -d '{types}' | sed 's/.*"uid":"\([^"]*\)".*/\1/')
  for DAY in 0 1 2 3 4; do
    curl -s "$HOST/v1/management/scheduling/doctors/{doctor}/availability-rules" {json} \
      -d "{{\"weekday\":$DAY,\"start_time\":540,\"end_time\":1020}}"
  done

4. What can be booked in the next week. Nobody needs a key for that:

  NOW=$(date +%s)
  curl -s "$HOST/v1/scheduling/slots?shop_uid={shop}&appointment_type_uid=$TYPE&from=$NOW&to=$((NOW + 604800))&limit=3"

Every endpoint, to try in a browser: http://{host}/v1/management/apidocs
"#
        )?;
        Ok(())
    }
}

/// Nothing is made beside what is there.
async fn refuse(address: &Address, store: &dyn Store) -> Result<()> {
    let all = store.organisations().await?;
    let there: Vec<String> =
        all.iter().take(3).map(|known| format!("`{}` ({})", known.uid, known.name)).collect();
    let org = all.first().map_or("UID", |known| known.uid.as_str());
    bail!(
        "`{}` is set up already: it has {}{}. Nothing was changed.\n\
         Another key:          frontdesk-server key create --org {org} --set administrator\n\
         Another organisation: frontdesk-server org create --org UID",
        address,
        there.join(", "),
        if all.len() > there.len() { " and others" } else { "" },
    )
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}
