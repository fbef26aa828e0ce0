//! `import`: a clinic from a file, with what is beside it, into an organisation.

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use frontdesk::limits::UID_BYTES_MAX;
use frontdesk::{Instant, Uid};

use super::database::{Database, organisation};
use crate::desk::{State, kind};
use crate::import::{Import, Overlap, admit, faults, overlaps};
use crate::limits::{EMAIL_BYTES_MAX, IMPORT_BYTES_MAX, IMPORT_FAULTS_MAX, SHOPS_MAX};
use crate::store::{Loaded, OWNED, Organisation, RecordRow, Store, StoreError, Writes, open};
use crate::text::json_is_sound;

/// How often it is tried anew while a server writes.
const ATTEMPTS: usize = 20;

/// What is to be brought in, and where.
#[derive(Args)]
pub(super) struct Command {
    #[command(flatten)]
    database: Database,
    /// A clinic in JSON
    #[arg(required_unless_present = "schema")]
    file: Option<PathBuf>,
    /// The organisation's id, such as `org-123`; it is made if it is not there. If nothing is said, the only
    /// one
    #[arg(long, env = "FRONTDESK_ORG")]
    org: Option<String>,
    /// What a new one is called
    #[arg(long)]
    name: Option<String>,
    /// Look at everything, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print what may be in a file, as a JSON Schema, and do nothing else
    #[arg(long)]
    schema: bool,
}

impl Command {
    /// Does it.
    pub(super) async fn run(self, now: Instant) -> Result<()> {
        let Some(file) = self.file.filter(|_| !self.schema) else {
            let schema = serde_json::to_string_pretty(&crate::import::schema())?;
            return Ok(writeln!(std::io::stdout(), "{schema}")?);
        };
        let import = read(&file)?;
        let store = open(self.database.address()?).await?;
        let uid = match self.org {
            Some(uid) => uid,
            None => organisation(&*store, None).await?.uid.to_string(),
        };
        bring_in(&*store, &import, &uid, self.name, self.dry_run, now).await
    }
}

/// Reads a file.
fn read(file: &Path) -> Result<Import> {
    let name = file.display();
    let size = std::fs::metadata(file).with_context(|| format!("can't read `{name}`"))?.len();
    ensure!(size <= IMPORT_BYTES_MAX, "`{name}` has {size} bytes; at most {IMPORT_BYTES_MAX} are read");
    let text = std::fs::read_to_string(file).with_context(|| format!("can't read `{name}`"))?;
    ensure!(json_is_sound(&text), "`{name}` has a NUL character in a text");
    let wrong = |all: Vec<String>| named(&format!("`{name}` is not what it must be"), "\n  ", &all);
    let import = match Import::read(&text) {
        Ok(import) => import,
        Err(error) => {
            wrong(error.all().map(ToString::to_string).collect())?;
            bail!("`{name}` is not what it must be: {error}");
        }
    };
    wrong(faults(&import).iter().map(ToString::to_string).collect())?;
    Ok(import)
}

/// Brings it in: all of it or nothing. What is there under the same id is replaced; the rest stays.
async fn bring_in(
    store: &dyn Store,
    import: &Import,
    uid: &str,
    name: Option<String>,
    dry_run: bool,
    now: Instant,
) -> Result<()> {
    let timezone = import.clinic.timezone.clone();
    ensure!(
        import.clinic.timezones.is_empty(),
        "`timezones` can't be imported: the server has its own tz data"
    );
    let new = Organisation {
        uid: uid.into(),
        name: name.unwrap_or_else(|| uid.to_owned()),
        timezone,
        created_at: now,
    };
    let mut writes = match import.writes(now) {
        Ok(writes) => writes,
        Err(error) => {
            let all: Vec<String> = error.all().map(ToString::to_string).collect();
            named("the clinic is not what it must be", "\n  ", &all)?;
            return Err(error.into());
        }
    };
    named("ids or emails are too long", " ", &too_long(&writes))?;
    for _ in 0..ATTEMPTS {
        let loaded = store.load(&new.uid).await?;
        let known = loaded.as_ref().map(|loaded| loaded.version);
        let there = loaded.unwrap_or_else(|| Loaded {
            organisation: new.clone(),
            version: 0,
            records: Vec::new(),
            appointments: Vec::new(),
            is_safe: true,
        });
        ensure!(
            new.timezone.is_none() || there.organisation.timezone == new.timezone,
            "the clinic's timezone is {}, and that of `{uid}` is {}",
            new.timezone.as_deref().unwrap_or_default(),
            there.organisation.timezone.as_deref().unwrap_or("not set"),
        );
        let state = State::new(with(there, &writes)).context("it does not go together with what is there")?;
        let wrong = strangers(store, import, &state, known.is_some()).await?;
        named("it does not go together with what is there", "\n  ", &wrong)?;
        let overlaps = overlaps(&state.clinic);
        admit(&overlaps, &mut writes);
        if dry_run {
            named("belong to another organisation", " ", &of_others(store, &writes, &new.uid).await?)?;
            return Ok(report(import, uid, &overlaps, "would have")?);
        }
        let done = match known {
            None => store.create_organisation(new.clone(), writes.clone()).await.map(|()| true),
            Some(known) => add(store, &new, known, writes.clone()).await,
        };
        match done {
            Ok(true) => return Ok(report(import, uid, &overlaps, "")?),
            Ok(false) | Err(StoreError::Retry(_)) => {}
            // Somebody else may have made it a moment ago.
            Err(StoreError::Duplicate) if known.is_none() && store.load(&new.uid).await?.is_some() => {}
            Err(StoreError::Duplicate) => {
                named("belong to another organisation", " ", &of_others(store, &writes, &new.uid).await?)?;
                bail!("something of the file belongs to another organisation");
            }
            Err(error) => return Err(error.into()),
        }
    }
    bail!("others write all the time: try again")
}

/// `false` if somebody wrote since the organisation was loaded.
async fn add(
    store: &dyn Store,
    organisation: &Organisation,
    known: i64,
    writes: Writes,
) -> Result<bool, StoreError> {
    let is_current = Arc::new(AtomicBool::new(true));
    let decide = {
        let is_current = is_current.clone();
        Box::new(move |since: crate::store::Since| {
            is_current.store(since.journal.is_empty(), Ordering::Relaxed);
            if since.journal.is_empty() { writes } else { Writes::default() }
        })
    };
    store.transact(&organisation.uid, known, Vec::new(), decide).await?;
    Ok(is_current.load(Ordering::Relaxed))
}

/// What there would be.
fn with(mut there: Loaded, writes: &Writes) -> Loaded {
    let replaced: std::collections::HashSet<_> =
        writes.records.iter().map(|row| (&row.kind, &row.uid)).collect();
    there.records.retain(|row| !replaced.contains(&(&row.kind, &row.uid)));
    there.records.extend(writes.records.iter().cloned());
    let uids: std::collections::HashSet<_> = writes.appointments.iter().map(|row| &row.uid).collect();
    let uid = |data: &String| {
        frontdesk::from_json::<frontdesk::Appointment>(data).map(|appointment| appointment.uid)
    };
    there.appointments.retain(|data| uid(data).is_ok_and(|uid| !uids.contains(&uid)));
    there.appointments.extend(writes.appointments.iter().map(|row| row.data.clone()));
    there
}

/// What names shops, patients or customers that are not what it takes them for. A file that lists no patients
/// knows them by their profiles.
async fn strangers(store: &dyn Store, import: &Import, state: &State, is_known: bool) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    if state.shops.len() > SHOPS_MAX {
        wrong.push(format!("shops: {} with those that are there; at most {SHOPS_MAX}", state.shops.len()));
    }
    let mut identifiers = HashMap::new();
    for shop in state.shops.values() {
        if let Some(other) = identifiers.insert(shop.identifier(), &shop.uid) {
            wrong.push(format!("shops: `{other}` and `{}` have the same identifier", shop.uid));
        }
    }
    let organisation = &state.organisation.uid;
    let own: HashSet<&Uid> = import.patients.iter().map(|patient| &patient.uid).collect();
    for (index, profile) in import.patient_profiles.iter().enumerate() {
        let at = format!("patient_profiles[{index}]");
        let is_there = own.is_empty()
            || own.contains(&profile.patient_uid)
            || is_known && store.record(organisation, kind::PATIENT, &profile.patient_uid).await?.is_some();
        if !is_there {
            wrong.push(format!("{at}.patient_uid: there is no patient `{}`", profile.patient_uid));
        }
        if !state.shops.contains_key(&profile.shop_uid) {
            wrong.push(format!("{at}.shop_uid: there is no shop `{}`", profile.shop_uid));
        }
        let same = match is_known {
            true => store.record_by_alias(organisation, kind::PATIENT_PROFILE, &profile.alias()).await?,
            false => None,
        };
        if let Some(other) = same.filter(|row| row.uid != profile.uid) {
            wrong.push(format!("{at}: `{}` is the same customer of the same shop already", other.uid));
        }
    }
    Ok(wrong)
}

/// Refuses what is wrong, by name.
fn named(what: &str, before: &str, wrong: &[String]) -> Result<()> {
    let shown = &wrong[..wrong.len().min(IMPORT_FAULTS_MAX)];
    let more = wrong.len() - shown.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let between = if before == " " { ", ".to_owned() } else { before.to_owned() };
    ensure!(wrong.is_empty(), "{what}:{before}{}{more}", shown.join(&between));
    Ok(())
}

/// Ids and second names that are longer than an index can have them.
fn too_long(writes: &Writes) -> Vec<String> {
    // A second name is an email, or the ids of a shop and of its customer; an id of the server's own is two.
    let is_long = |row: &&RecordRow| {
        let alias = row.alias.as_ref().map_or(0, String::len);
        let max = if row.kind == kind::PATIENT { EMAIL_BYTES_MAX } else { 3 * UID_BYTES_MAX };
        row.uid.len() > 2 * UID_BYTES_MAX + 1 || alias > max
    };
    writes.records.iter().filter(is_long).map(called).collect()
}

fn called(row: &RecordRow) -> String {
    let mut uid: String = row.uid.chars().take(100).collect();
    if uid.len() < row.uid.len() {
        uid.push('…');
    }
    format!("{} `{uid}`", row.kind)
}

/// What of these records another organisation has.
async fn of_others(store: &dyn Store, writes: &Writes, own: &Uid) -> Result<Vec<String>> {
    let mut theirs = Vec::new();
    for row in writes.records.iter().filter(|row| OWNED.contains(&row.kind.as_str())) {
        if store.owner(&row.kind, &row.uid).await?.is_some_and(|owner| owner != *own) {
            theirs.push(called(row));
        }
    }
    Ok(theirs)
}

fn report(import: &Import, uid: &str, overlaps: &[Overlap], would: &str) -> std::io::Result<()> {
    for Overlap { doctor_uid, uids } in overlaps.iter().take(IMPORT_FAULTS_MAX) {
        let shown: Vec<&str> = uids.iter().take(IMPORT_FAULTS_MAX).map(Uid::as_str).collect();
        let more = uids.len() - shown.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let shown = shown.join(", ");
        writeln!(std::io::stderr(), "`{doctor_uid}` has appointments at the same time: {shown}{more}")?;
    }
    if overlaps.len() > IMPORT_FAULTS_MAX {
        writeln!(std::io::stderr(), "and {} times more", overlaps.len() - IMPORT_FAULTS_MAX)?;
    }
    let clinic = &import.clinic;
    let (types, doctors, appointments) =
        (clinic.appointment_types.len(), clinic.doctors.len(), clinic.appointments.len());
    let (shops, patients) = (import.shops.len(), import.patients.len());
    let would = if would.is_empty() { String::new() } else { format!(" {would}") };
    writeln!(
        std::io::stdout(),
        "{uid}:{would} {types} appointment types, {doctors} doctors, {appointments} appointments, {shops} \
         shops, {patients} patients"
    )
}
