//! Licences, sources and advisories of all that is built in, by cargo-deny and `deny.toml`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::batches;
use crate::setup::{cargo, root, run, stream};

/// The version of cargo-deny, whose options move between versions. Where another is there, or none, it is
/// installed.
const CARGO_DENY: &str = "0.20.2";

/// Refuses dependencies that say of themselves that they need a newer Rust than ours is said to.
pub(super) fn know_our_rust() -> Result<()> {
    let metadata = ["metadata", "--format-version", "1", "--all-features", "--locked"];
    let told = run("what Rust dependencies need", &mut cargo(&metadata))?;
    let told: serde_json::Value = serde_json::from_slice(&told)?;
    let number =
        |version: &str| -> Vec<u64> { version.split('.').take(2).map_while(|it| it.parse().ok()).collect() };
    let own = number(env!("CARGO_PKG_RUST_VERSION"));
    for package in told["packages"].as_array().context("cargo tells of packages")? {
        let needs = package["rust_version"].as_str().map(number).unwrap_or_default();
        ensure!(needs <= own, "{} {} needs Rust {needs:?}", package["name"], package["version"]);
    }
    Ok(())
}

/// Refuses dependencies of other licences or sources than those that `deny.toml` allows.
pub(super) fn check(advisories: bool) -> Result<()> {
    let program = cargo_deny()?;
    for (whose, manifest) in [("", "Cargo.toml"), (" of the table function", batches::DATAFUSION)] {
        let mut check = Command::new(&program);
        check.args(["--manifest-path", manifest, "--workspace", "--config", "deny.toml"]);
        check.args(["check", "bans", "licenses", "sources"]);
        if advisories {
            check.arg("advisories");
        }
        stream(&format!("licences and sources of dependencies{whose}"), &mut check)?;
    }
    Ok(())
}

/// cargo-deny: the one that is there, if it is of our version, or one of our own.
fn cargo_deny() -> Result<PathBuf> {
    let is_there = |program: &PathBuf| {
        let version = Command::new(program).arg("--version").output();
        version.is_ok_and(|said| said.stdout.trim_ascii_end().ends_with(CARGO_DENY.as_bytes()))
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
