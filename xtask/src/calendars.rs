//! `cargo xtask calendars`: holds the engine's busy time against another reader's, on calendars of many
//! programs.

use std::process::Command;

use anyhow::Result;

use crate::setup::{self, cargo, need, root, run, stream};

/// What the other reader is made of.
const PYTHON: &[&str] = &["icalendar==7.3.2", "python-dateutil==4.0.0", "tzdata==2026.6"];

#[derive(clap::Args)]
pub(crate) struct Calendars {}

impl Calendars {
    pub(crate) fn run(&self) -> Result<()> {
        need("npm", "Debian: `apt-get install nodejs npm`; macOS: `brew install node`")?;
        let python = setup::python(PYTHON)?;
        let (scripts, folder) = (root().join("tests/real_calendars"), root().join("target/calendars"));
        // What was fetched is kept: it is pinned.
        if !folder.join("corpus").exists() {
            run("fetching calendars", Command::new(&python).arg(scripts.join("fetch.py")).arg(&folder))?;
        }
        let program = ["build", "--package", "frontdesk-tests", "--bin", "busy-time"];
        run("building the reader", &mut cargo(&program))?;
        let mut compare = Command::new(&python);
        compare.arg(scripts.join("compare.py")).arg(folder.join("corpus"));
        compare.arg(root().join("target/debug").join(format!("busy-time{}", std::env::consts::EXE_SUFFIX)));
        stream("real calendars against another reader", compare)
    }
}
