//! `doctor`: whether a server would be well here. It changes nothing, and works beside a running one.

use std::io::Write;

use anyhow::{Result, bail};
use frontdesk::{Instant, Zone};

use crate::clock::Clock;
use crate::desk::State;
use crate::store::{Address, Finding, Store, Verdict, open_as_it_is};

/// 2024-01-01: whoever has an earlier date has a clock that was never set.
const CLOCK_MIN: Instant = Instant(1_704_067_200);

/// Looks at everything, and prints a line for each.
pub(super) async fn run(address: &Address) -> Result<()> {
    let now = Clock::System.now();
    let mut findings = vec![tz_data(now), clock(now)];
    let store = open_as_it_is(address)?;
    findings.extend(store.upkeep().checkup().await?);
    if findings.iter().all(|finding| finding.verdict < Verdict::Wrong) {
        for organisation in store.organisations().await? {
            findings.extend(loadable(&*store, &organisation.uid, now).await?);
        }
    }
    for Finding { verdict, text } in &findings {
        let word = match verdict {
            Verdict::Good => "ok",
            Verdict::Doubtful => "look",
            Verdict::Wrong => "WRONG",
        };
        writeln!(std::io::stdout(), "{word:<6}{text}")?;
    }
    match findings.iter().filter(|finding| finding.verdict == Verdict::Wrong).count() {
        0 => Ok(()),
        wrong => bail!("{wrong} of {} findings are wrong", findings.len()),
    }
}

/// Zones change every year, somewhere. The version begins with the year.
fn tz_data(now: Instant) -> Finding {
    let version = frontdesk::tzdata_version();
    let this_year: i32 = Zone::utc().local(now).format("%Y").to_string().parse().unwrap_or(i32::MAX);
    let years =
        version.get(..4).and_then(|year| year.parse::<i32>().ok()).map_or(i32::MAX, |year| this_year - year);
    let age = match years {
        ..=0 => "of this year".to_owned(),
        1 => "of last year".to_owned(),
        years => format!("{years} years old: a newer program has newer rules"),
    };
    Finding::new(years <= 1, Verdict::Doubtful, format!("tz data {version}, {age}"))
}

fn clock(now: Instant) -> Finding {
    Finding::new(
        now >= CLOCK_MIN,
        Verdict::Wrong,
        format!("the clock says {} UTC", Zone::utc().local(now).format("%Y-%m-%d %H:%M:%S")),
    )
}

/// Whether a desk can be opened on what is stored, and whether time has gone on since.
async fn loadable(store: &dyn Store, organisation: &frontdesk::Uid, now: Instant) -> Result<Vec<Finding>> {
    let Some(loaded) = store.load(organisation).await? else { return Ok(Vec::new()) };
    let (version, appointments) = (loaded.version, loaded.appointments.len());
    let last = store.journal(organisation, version - 1, 1).await?.last().map_or(now, |line| line.at);
    let mut findings = vec![match State::new(loaded) {
        Ok(state) => {
            let doctors = state.clinic.snapshot().doctors.len();
            Finding::new(
                true,
                Verdict::Good,
                format!("{organisation}: {doctors} doctors, {appointments} appointments, version {version}"),
            )
        }
        Err(error) => {
            Finding { verdict: Verdict::Wrong, text: format!("{organisation} can't be loaded: {error}") }
        }
    }];
    if last > now {
        let text = format!("{organisation} was written {} s ahead of the clock", last.0 - now.0);
        findings.push(Finding { verdict: Verdict::Doubtful, text });
    }
    Ok(findings)
}
