//! Licences, sources and advisories of all that is built in, by cargo-deny and `deny.toml`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::setup::{cargo, root, run, stream};

/// The version of cargo-deny that is installed where there is none.
const CARGO_DENY: &str = "0.20.2";

/// Refuses dependencies of other licences or sources than those that `deny.toml` allows.
pub(super) fn check(advisories: bool) -> Result<()> {
    let program = cargo_deny()?;
    let mut check = Command::new(program);
    check.args(["--workspace", "check", "bans", "licenses", "sources"]);
    if advisories {
        check.arg("advisories");
    }
    stream("licences and sources of dependencies", &mut check)
}

/// cargo-deny: the one that is there, or one of our own.
fn cargo_deny() -> Result<PathBuf> {
    let is_there = |program: &PathBuf| {
        Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
    };
    let folder = root().join("target/tools");
    let own = folder.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if let Some(found) = [PathBuf::from("cargo-deny"), own.clone()].into_iter().find(is_there) {
        return Ok(found);
    }
    let mut install = cargo(&["install", "cargo-deny", "--locked", "--version", CARGO_DENY, "--root"]);
    run("installing cargo-deny, which takes minutes", install.arg(&folder))?;
    Ok(own)
}
