//! The table: of each way the time in the middle round, and how many times as long it takes as the engine in
//! the same round of the same process.

use std::fmt::Write;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use super::Measured;
use crate::setup::run;

/// The way with which the others of a process are compared.
const ENGINE: &str = "frontdesk";

/// One way in one place.
pub(super) struct Row {
    pub(super) place: String,
    pub(super) way: String,
    pub(super) micros: f64,
    /// How many times as long as the engine: in the middle round, the least and the greatest.
    pub(super) times: [f64; 3],
    differs: Option<(u64, u64)>,
}

impl Row {
    pub(super) fn is_engine(&self) -> bool {
        self.way.starts_with(ENGINE)
    }
}

/// All ways, the engine's first in each place, the others from the fastest on.
pub(super) fn rows(all: &[Measured]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for measured in all {
        let rounds = |way: &str| -> Result<Vec<f64>> {
            let rounds = measured.micros.get(way).with_context(|| format!("no `{way}`"))?;
            Ok(serde_json::from_value(rounds.clone())?)
        };
        let engine = rounds(ENGINE)?;
        let mut here = Vec::new();
        for way in measured.micros.keys() {
            let micros = rounds(way)?;
            let ratios = micros.iter().zip(&engine).map(|(way, engine)| way / engine).collect();
            let [times, least, greatest] = spread(ratios)?;
            here.push(Row {
                place: measured.r#where.clone(),
                way: way.clone(),
                micros: spread(micros)?[0],
                times: [times, least, greatest],
                differs: measured.differs.get(way).copied(),
            });
        }
        here.sort_by(|a, b| b.is_engine().cmp(&a.is_engine()).then(a.micros.total_cmp(&b.micros)));
        rows.extend(here);
    }
    Ok(rows)
}

/// The one in the middle, the least and the greatest.
fn spread(mut of: Vec<f64>) -> Result<[f64; 3]> {
    of.sort_by(f64::total_cmp);
    let (least, greatest) = (of.first().context("no round")?, of.last().context("no round")?);
    Ok([of[of.len() / 2], *least, *greatest])
}

/// What was asked, on which machine, of which commit.
pub(super) fn head(rounds: u32) -> Result<String> {
    let said = |what: &str, command: &mut Command| {
        Ok::<_, anyhow::Error>(String::from_utf8(run(what, command)?)?.trim().to_owned())
    };
    let commit = said("asking git", Command::new("git").args(["describe", "--always", "--dirty"]))?;
    let rustc = said("asking rustc", Command::new("rustc").arg("--version"))?;
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or(std::env::consts::ARCH, |(_, model)| model);
    Ok(format!(
        "Slots of one doctor in 90 days, 64 doctors in turn, about 200 appointments each. The middle of\n\
         {rounds} rounds, with the least and the greatest ratio. Commit {commit}, {model},\n{rustc}.\n"
    ))
}

pub(super) fn markdown(rows: &[Row]) -> String {
    let mut text = String::from("| Where | With | µs | Times as long as the engine |\n|---|---|---:|---:|\n");
    let mut place = "";
    for row in rows {
        let shown = if row.place == place { "" } else { &row.place };
        place = &row.place;
        let differs = row
            .differs
            .map_or(String::new(), |(right, all)| format!(", with other answers ({right} of {all} starts)"));
        let [middle, least, greatest] = row.times.map(number);
        let times =
            if row.way == ENGINE { "1".to_owned() } else { format!("{middle} ({least} to {greatest})") };
        // Writing to text cannot fail.
        let _ = writeln!(text, "| {shown} | {}{differs} | {} | {times} |", row.way, number(row.micros));
    }
    text
}

/// Three digits of it, in thousands.
pub(super) fn number(of: f64) -> String {
    if of < 9.995 {
        return format!("{of:.2}");
    }
    if of < 99.95 {
        return format!("{of:.1}");
    }
    let unit = 10_f64.powi(of.log10().floor() as i32 - 2);
    let digits = format!("{:.0}", (of / unit).round() * unit);
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::{Measured, markdown, number, rows};

    #[test]
    fn numbers_have_three_digits() {
        for (of, shown) in [
            (0.5, "0.50"),
            (1.234, "1.23"),
            (9.996, "10.0"),
            (12.34, "12.3"),
            (99.96, "100"),
            (123.4, "123"),
            (1_234.0, "1,230"),
            (12_345.0, "12,300"),
            (1_234_567.0, "1,230,000"),
        ] {
            assert_eq!(number(of), shown);
        }
    }

    #[test]
    fn ratios_are_of_one_round_and_one_process() {
        let measured: Measured = serde_json::from_str(
            r#"{ "where": "Here", "differs": { "b": [1, 2] },
                 "micros": { "b": [30, 40, 20], "a": [2, 4, 9], "frontdesk": [1, 2, 1] } }"#,
        )
        .expect("measured");
        let text = markdown(&rows(&[measured]).expect("rows"));
        let shown: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(
            shown,
            [
                "| Here | frontdesk | 1.00 | 1 |",
                "|  | a | 4.00 | 2.00 (2.00 to 9.00) |",
                "|  | b, with other answers (1 of 2 starts) | 30.0 | 20.0 (20.0 to 30.0) |",
            ]
        );
        let nobody: Measured =
            serde_json::from_str(r#"{ "where": "Here", "micros": { "a": [1] } }"#).expect("measured");
        assert!(rows(&[nobody]).is_err());
    }
}
