//! `cargo xtask slots FILE`: the slots of a clinic, day by day in its local time, and why a start is not
//! among them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use frontdesk::{
    Clinic, ClinicSnapshot, DaysQuery, ExplainQuery, ExplainedDay, Explanation, Instant, Language, Reason,
    Slot, SlotQuery, Uid, Zone, from_json, tzdata_version,
};

/// Days of doctors that are explained where there are no slots: more would not be read.
const EXPLAINED: usize = 60;

/// What to list, and how.
#[derive(clap::Args)]
pub(crate) struct Slots {
    /// A clinic as JSON, such as core/examples/berlin.json
    file: PathBuf,
    /// Uid of the appointment type; the first active one of the file if not given
    #[arg(long = "type", value_name = "UID")]
    appointment_type: Option<Uid>,
    /// Only this doctor; may be repeated
    #[arg(long = "doctor", value_name = "UID")]
    doctors: Vec<Uid>,
    /// Where to start: 2027-03-22, 2027-03-22T09:00 (the clinic's clock), an RFC 3339 time or Unix seconds;
    /// now if not given
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// How many days
    #[arg(long, default_value_t = 7)]
    days: u16,
    /// When the question is asked, in the same forms; the system's clock if not given
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Only the first so many slots
    #[arg(long)]
    limit: Option<i64>,
    /// Why is this start not among them? On each doctor's clock, 2027-03-23T14:00, or in the other forms
    #[arg(long, value_name = "START")]
    explain: Option<String>,
    /// Print the engine's answer as JSON
    #[arg(long)]
    json: bool,
}

/// A clinic with what is needed to print its answers.
struct Printer {
    zone: Zone,
    names: BTreeMap<Uid, String>,
    /// Those of doctors who live by another clock than the clinic.
    zones: BTreeMap<Uid, Zone>,
}

impl Slots {
    pub(crate) fn run(&self) -> Result<()> {
        let text = std::fs::read_to_string(&self.file)
            .with_context(|| format!("cannot read {}", self.file.display()))?;
        let snapshot: ClinicSnapshot = from_json(&text).with_context(|| self.file.display().to_string())?;
        let first_active =
            || snapshot.appointment_types.iter().find(|kind| kind.active).map(|kind| kind.uid.clone());
        let kind = self.appointment_type.clone().or_else(first_active);
        let title = snapshot.appointment_types.iter().find(|entry| Some(&entry.uid) == kind.as_ref());
        let title = title.map(|entry| {
            format!(
                "{} ({}), {} minutes",
                entry.name.as_deref().unwrap_or("Appointments"),
                entry.uid,
                entry.duration_minutes
            )
        });
        let names = snapshot.doctors.iter().map(|doctor| {
            (doctor.uid.clone(), doctor.display_name.clone().unwrap_or_else(|| doctor.uid.to_string()))
        });
        let names = names.collect();
        let clinic = Clinic::new(snapshot).with_context(|| self.file.display().to_string())?;
        let zones = clinic.doctor_uids().filter_map(|uid| Some((uid.clone(), clinic.timezone_of(uid)?)));
        let zones = zones.filter(|(_, zone)| zone.name() != clinic.timezone_name()).collect();
        // What is wrong with the clinic comes first: it may be why there is nothing to list.
        let kind = kind.context("the clinic has no active appointment type")?;
        let printer = Printer { zone: clinic.timezone(), names, zones };

        let now = match &self.now {
            Some(text) => parse_time(text, &printer.zone)?,
            None => Instant(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() as i64),
        };
        let doctor_uids = (!self.doctors.is_empty()).then(|| self.doctors.clone());
        if let Some(start) = &self.explain {
            let mut query = match parse_local(start) {
                Some(local) => ExplainQuery::local(kind, local),
                None => ExplainQuery::new(kind, parse_time(start, &printer.zone)?),
            };
            query.doctor_uids = doctor_uids;
            let answer = clinic.explain(&query, now)?;
            return self.print(&answer, || printer.explanations(start, &answer));
        }
        let from = self.from.as_deref().map_or(Ok(now), |text| parse_time(text, &printer.zone))?;
        let last = printer.zone.date(from).checked_add_days(chrono::Days::new(u64::from(self.days)));
        let to = last
            .and_then(|date| printer.zone.instant(date, 0))
            .context("the range ends after the engine's time")?;
        let mut query = SlotQuery::new(kind, from..to);
        query.doctor_uids = doctor_uids;
        query.limit = self.limit;
        let answer = clinic.find_slots(&query, now)?;
        let asked = query.doctor_uids.as_deref().map_or(printer.names.len(), <[Uid]>::len).max(1);
        let doctors = query.doctor_uids.unwrap_or_else(|| printer.names.keys().cloned().collect());
        let explained = from..to.min(Instant(from.0 + (EXPLAINED / asked).max(1) as i64 * 86_400));
        let days = DaysQuery::new(query.appointment_type_uid, explained)
            .doctors(doctors.into_iter().take(EXPLAINED));
        let why = if answer.is_empty() { Some(clinic.explain_days(&days, now)?) } else { None };
        self.print(&answer, || {
            let mut page = String::new();
            let zone = printer.zone.name();
            writeln!(
                page,
                "{}, clock of {zone} (tz data {}), asked at {}",
                title.unwrap_or_default(),
                tzdata_version(),
                printer.time(now)
            )?;
            printer.slots(&mut page, &answer)?;
            if let Some(why) = &why {
                page.push_str(&printer.none(why)?);
            }
            Ok(page)
        })
    }

    fn print<T: serde::Serialize>(
        &self,
        answer: &[T],
        page: impl FnOnce() -> Result<String, std::fmt::Error>,
    ) -> Result<()> {
        if self.json {
            println!("{}", serde_json::to_string_pretty(answer)?);
        } else {
            print!("{}", page()?);
        }
        Ok(())
    }
}

impl Printer {
    fn time(&self, at: Instant) -> String {
        time(&self.zone, at)
    }

    fn slots(&self, page: &mut String, slots: &[Slot]) -> std::fmt::Result {
        const PER_LINE: usize = 12;
        let mut days: BTreeMap<NaiveDate, BTreeMap<&Uid, Vec<String>>> = BTreeMap::new();
        for slot in slots {
            let local = self.zone.local(slot.start_date);
            let seats =
                if slot.seats_left > 1 { format!(" ({} seats)", slot.seats_left) } else { String::new() };
            let start = format!("{}{seats}", local.format("%H:%M"));
            days.entry(local.date()).or_default().entry(&slot.doctor_uid).or_default().push(start);
        }
        let width = self.names.values().map(|name| name.chars().count()).max().unwrap_or(0);
        for (date, doctors) in days {
            writeln!(page, "\n{}", date.format("%A %Y-%m-%d"))?;
            for (uid, starts) in doctors {
                for (index, line) in starts.chunks(PER_LINE).enumerate() {
                    let name = if index == 0 { self.names.get(uid).map_or("", String::as_str) } else { "" };
                    writeln!(page, "  {name:width$}  {}", line.join(" "))?;
                }
            }
        }
        writeln!(page, "\n{} slots", slots.len())
    }

    /// Why there are no slots: once for days on end.
    fn none(&self, days: &[ExplainedDay]) -> Result<String, std::fmt::Error> {
        let mut page = String::new();
        for (uid, name) in &self.names {
            let zone = self.zones.get(uid).unwrap_or(&self.zone);
            let mut stretches: Vec<(NaiveDate, NaiveDate, Vec<String>)> = Vec::new();
            for day in days.iter().filter(|day| day.doctor_uid == *uid) {
                let lines = day_in_words(day, zone);
                match stretches.last_mut().filter(|(_, _, told)| *told == lines) {
                    Some((_, last, _)) => *last = day.date,
                    None => stretches.push((day.date, day.date, lines)),
                }
            }
            if !stretches.is_empty() {
                writeln!(page, "  {name} ({uid})")?;
            }
            for (first, last, lines) in stretches {
                let until = if last == first { String::new() } else { format!(" to {last}") };
                writeln!(page, "    {first}{until}")?;
                lines.iter().try_for_each(|line| writeln!(page, "      {line}"))?;
            }
        }
        Ok(page)
    }

    fn explanations(&self, start: &str, explanations: &[Explanation]) -> Result<String, std::fmt::Error> {
        let mut page = String::new();
        for Explanation { doctor_uid, reasons, .. } in explanations {
            let name = self.names.get(doctor_uid).map_or("", String::as_str);
            let zone = self.zones.get(doctor_uid);
            let clock = zone.map_or_else(String::new, |zone| format!(", clock of {}", zone.name()));
            match reasons.as_slice() {
                [] => writeln!(page, "{start} can be booked with {name} ({doctor_uid}{clock})")?,
                reasons => {
                    writeln!(page, "{start} can't be booked with {name} ({doctor_uid}{clock}):")?;
                    for reason in reasons {
                        writeln!(page, "  {}", describe(reason, zone.unwrap_or(&self.zone)))?;
                    }
                }
            }
        }
        Ok(page)
    }
}

/// What stands against a doctor's day.
fn day_in_words(day: &ExplainedDay, zone: &Zone) -> Vec<String> {
    let mut lines = Vec::new();
    if day.booked_out {
        lines.push("booked out".to_owned());
    }
    if day.no_gap_long_enough {
        lines.push("no gap is long enough".to_owned());
    }
    lines.extend(day.reasons.iter().map(|told| {
        let partly = if told.share < 1.0 {
            format!(" ({} of {} starts)", told.candidates, day.candidates)
        } else {
            String::new()
        };
        format!("{}{partly}", describe(&told.reason, zone))
    }));
    lines.extend(day.next_date.map(|date| format!("the next day with a slot is {date}")));
    lines
}

/// A reason in words, with its times on the doctor's clock. `--json` has its code.
fn describe(reason: &Reason, zone: &Zone) -> String {
    reason.sentence(Language::English, zone)
}

fn time(zone: &Zone, at: Instant) -> String {
    zone.local(at).format("%a %Y-%m-%d %H:%M").to_string()
}

/// A time on some clock: `2027-03-23T14:00`, with or without seconds.
fn parse_local(text: &str) -> Option<NaiveDateTime> {
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
}

/// A time in any of the forms that the command line takes.
fn parse_time(text: &str, zone: &Zone) -> Result<Instant> {
    if let Ok(seconds) = text.parse() {
        return Ok(Instant(seconds));
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Ok(time.into());
    }
    let local = parse_local(text).or_else(|| text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0));
    let local =
        local.with_context(|| format!("`{text}` is not a time; try 2027-03-22 or 2027-03-22T09:00"))?;
    let seconds = chrono::Timelike::num_seconds_from_midnight(&local.time());
    let minute = zone
        .instant(local.date(), (seconds / 60) as u16)
        .with_context(|| format!("`{text}` is outside 1970 to 2199"))?;
    Ok(Instant(minute.0 + i64::from(seconds % 60)))
}
