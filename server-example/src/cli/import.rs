//! `import`: a clinic from a file, with what is beside it, into an organisation.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail, ensure};
use frontdesk::limits::UID_BYTES_MAX;
use frontdesk::{Instant, Uid};

use crate::desk::{State, kind};
use crate::import::{Import, Overlap, admit, overlaps};
use crate::limits::{EMAIL_BYTES_MAX, IMPORT_BYTES_MAX, IMPORT_FAULTS_MAX};
use crate::store::{Loaded, OWNED, Organisation, RecordRow, Store, StoreError, Writes};
use crate::text::json_is_sound;

/// How often it is tried anew while a server writes.
const ATTEMPTS: usize = 20;

/// Reads a file.
pub(super) fn read(file: &Path) -> Result<Import> {
    let name = file.display();
    let size = std::fs::metadata(file).with_context(|| format!("can't read `{name}`"))?.len();
    ensure!(size <= IMPORT_BYTES_MAX, "`{name}` has {size} bytes; at most {IMPORT_BYTES_MAX} are read");
    let text = std::fs::read_to_string(file).with_context(|| format!("can't read `{name}`"))?;
    ensure!(json_is_sound(&text), "`{name}` has a NUL character in a text");
    Import::read(&text).with_context(|| format!("`{name}` is not what it must be"))
}

/// Brings it in: all of it or nothing. What is there under the same id is replaced; the rest stays.
pub(super) async fn bring_in(
    store: &dyn Store,
    import: &Import,
    uid: &str,
    name: Option<String>,
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
    let mut writes = import.writes(now)?;
    named("ids or emails are too long", &too_long(&writes))?;
    for _ in 0..ATTEMPTS {
        let loaded = store.load(&new.uid).await?;
        let known = loaded.as_ref().map(|loaded| loaded.version);
        let there = loaded.unwrap_or_else(|| Loaded {
            organisation: new.clone(),
            version: 0,
            records: Vec::new(),
            appointments: Vec::new(),
        });
        ensure!(
            new.timezone.is_none() || there.organisation.timezone == new.timezone,
            "the clinic's timezone is {}, and that of `{uid}` is {}",
            new.timezone.as_deref().unwrap_or_default(),
            there.organisation.timezone.as_deref().unwrap_or("not set"),
        );
        let state = State::new(with(there, &writes)).context("it does not go together with what is there")?;
        let overlaps = overlaps(&state.clinic);
        admit(&overlaps, &mut writes);
        let done = match known {
            None => store.create_organisation(new.clone(), writes.clone()).await.map(|()| true),
            Some(known) => add(store, &new, known, writes.clone()).await,
        };
        match done {
            Ok(true) => return Ok(report(import, uid, &overlaps)?),
            Ok(false) | Err(StoreError::Retry(_)) => {}
            // Somebody else may have made it a moment ago.
            Err(StoreError::Duplicate) if known.is_none() && store.load(&new.uid).await?.is_some() => {}
            Err(StoreError::Duplicate) => {
                named("belong to another organisation", &of_others(store, &writes, &new.uid).await?)?;
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

/// Refuses what is wrong, by name.
fn named(what: &str, wrong: &[String]) -> Result<()> {
    let shown = &wrong[..wrong.len().min(IMPORT_FAULTS_MAX)];
    let more = wrong.len() - shown.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    ensure!(wrong.is_empty(), "{what}: {}{more}", shown.join(", "));
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

fn report(import: &Import, uid: &str, overlaps: &[Overlap]) -> std::io::Result<()> {
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
    writeln!(
        std::io::stdout(),
        "{uid}: {types} appointment types, {doctors} doctors, {appointments} appointments, {shops} shops, {patients} patients"
    )
}
