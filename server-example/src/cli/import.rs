//! `import`: a clinic from a file, with what is beside it, into an organisation.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail, ensure};
use frontdesk::Instant;

use crate::desk::State;
use crate::import::Import;
use crate::limits::IMPORT_BYTES_MAX;
use crate::store::{Loaded, Organisation, Store, StoreError, Writes};

/// How often it is tried anew while a server writes.
const ATTEMPTS: usize = 20;

/// Reads a file.
pub(super) fn read(file: &Path) -> Result<Import> {
    let name = file.display();
    let size = std::fs::metadata(file).with_context(|| format!("can't read `{name}`"))?.len();
    ensure!(size <= IMPORT_BYTES_MAX, "`{name}` has {size} bytes; at most {IMPORT_BYTES_MAX} are read");
    let text = std::fs::read_to_string(file).with_context(|| format!("can't read `{name}`"))?;
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
    let writes = import.writes(now)?;
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
        State::new(with(there, &writes)).context("it does not go together with what is there")?;
        let done = match known {
            None => store.create_organisation(new.clone(), writes.clone()).await.map(|()| true),
            Some(known) => add(store, &new, known, writes.clone()).await,
        };
        match done {
            Ok(true) => return Ok(report(import, uid)?),
            Ok(false) | Err(StoreError::Retry(_)) => {}
            // Somebody else may have made it a moment ago.
            Err(StoreError::Duplicate) if known.is_none() && store.load(&new.uid).await?.is_some() => {}
            Err(StoreError::Duplicate) => {
                bail!("a shop, account or secret of the file belongs to another organisation")
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

fn report(import: &Import, uid: &str) -> std::io::Result<()> {
    let clinic = &import.clinic;
    let (types, doctors, appointments) =
        (clinic.appointment_types.len(), clinic.doctors.len(), clinic.appointments.len());
    let (shops, patients) = (import.shops.len(), import.patients.len());
    writeln!(
        std::io::stdout(),
        "{uid}: {types} appointment types, {doctors} doctors, {appointments} appointments, {shops} shops, {patients} patients"
    )
}
