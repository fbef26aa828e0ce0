//! Reads calendars for whoever compares: `busy-time ZONE FROM TO`, a file's path on each line of standard
//! input. A line of the answer has `file`, and `busy` (pairs of instants) with `not_read`, or `error`.

use std::io::{self, BufRead, Write};

use frontdesk::icalendar::BusyTimeQuery;
use frontdesk::{Clinic, ClinicSnapshot, Doctor, Instant};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [zone, from, to] = &arguments[..] else { return Err("busy-time ZONE FROM TO".into()) };
    let doctors = vec![Doctor { uid: "d".into(), ..Doctor::default() }];
    let clinic =
        Clinic::new(ClinicSnapshot { timezone: Some(zone.clone()), doctors, ..ClinicSnapshot::default() })?;
    let (from, to) = (Instant(from.parse()?), Instant(to.parse()?));
    let query = BusyTimeQuery { doctor_uid: "d".into(), from, to, ..BusyTimeQuery::default() };
    let mut out = io::stdout().lock();
    for file in io::stdin().lock().lines() {
        let file = file?;
        let line = match clinic.busy_time_from_icalendar(std::fs::read(&file)?, &query) {
            Ok(answer) => {
                let busy: Vec<(i64, i64)> =
                    answer.blocked.iter().map(|blocked| (blocked.start_date.0, blocked.end_date.0)).collect();
                json!({ "file": file, "busy": busy, "not_read": answer.not_read })
            }
            Err(error) => json!({ "file": file, "error": error.to_string() }),
        };
        writeln!(out, "{line}")?;
    }
    Ok(())
}
