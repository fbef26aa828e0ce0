//! Wheels: that of this machine, and those of other processors and C libraries, which zig links.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::pack::copied;
use crate::setup::{python, root, run};
use crate::wheel;

/// Rust's name of a target, and the oldest system on which its wheel is to run (PEP 600 and 656).
const TARGETS: [(&str, &str); 4] = [
    ("x86_64-unknown-linux-gnu", "manylinux2014"),
    ("aarch64-unknown-linux-gnu", "manylinux2014"),
    ("x86_64-unknown-linux-musl", "musllinux_1_2"),
    ("aarch64-unknown-linux-musl", "musllinux_1_2"),
];
/// The linker of them all.
const ZIG: &str = "ziglang==0.15.2";

/// The source distribution, and the wheel that is built from it here. On Linux those of [`others`] cover its
/// system, too, and older ones.
pub(super) fn own(folder: &Path, is_alone: bool) -> Result<PathBuf> {
    let wheel = wheel::build()?;
    let beside = wheel.parent().context("a wheel is in a folder")?;
    for entry in std::fs::read_dir(beside)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "gz") {
            copied(&path, folder)?;
        }
    }
    if is_alone || !cfg!(target_os = "linux") { copied(&wheel, folder) } else { Ok(wheel) }
}

/// One wheel for each target. Where the toolchain lacks a target's standard library, it is built along from
/// its sources.
pub(super) fn others(folder: &Path) -> Result<()> {
    let interpreter = python(&[&wheel::pinned("maturin")?, ZIG])?;
    for (target, system) in TARGETS {
        let mut build = Command::new(&interpreter);
        build.args(["-m", "maturin", "build", "--release", "--zig", "--target", target]);
        build.args(["--compatibility", system, "--manifest-path", "bindings-python/Cargo.toml", "--out"]);
        build.arg(folder).env("CARGO_TARGET_DIR", root().join("target/python"));
        build.env("PATH", wheel::path_with(&interpreter)?);
        if !has_standard_library(target)? {
            build.env("RUSTC_BOOTSTRAP", "1").env("CARGO_UNSTABLE_BUILD_STD", "std,panic_unwind");
        }
        run(&format!("the wheel for {target}"), &mut build)?;
        let word = if system.starts_with("manylinux") { "manylinux_2_17" } else { system };
        let processor = target.split('-').next().unwrap_or_default();
        let is_there = std::fs::read_dir(folder)?.flatten().any(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.contains("-cp39-abi3-") && name.contains(word) && name.contains(processor)
        });
        ensure!(is_there, "no wheel of {target} is for {system} and every Python from 3.9 on");
    }
    Ok(())
}

fn has_standard_library(target: &str) -> Result<bool> {
    let found = Command::new("rustc").args(["--print", "target-libdir", "--target", target]).output()?;
    let folder = PathBuf::from(String::from_utf8(found.stdout)?.trim());
    Ok(folder.read_dir().is_ok_and(|mut files| files.next().is_some()))
}
