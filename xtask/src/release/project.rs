//! Empty projects, away from the repository, with a package in them and nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::setup::run;

/// A new environment with a wheel and nothing else, and its Python.
pub(super) fn environment(project: &Path, wheel: &Path) -> Result<PathBuf> {
    let folder = project.join("venv");
    run("an empty environment", Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let python = folder.join(if cfg!(windows) { "Scripts" } else { "bin" }).join("python");
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run("installing the wheel", Command::new(&python).args(install).arg(wheel))?;
    Ok(python)
}

/// Installs an npm package, and others beside it, where nothing else is.
pub(super) fn npm_install(project: &Path, packed: &Path, others: &[String]) -> Result<()> {
    fs::write(project.join("package.json"), "{\"private\": true, \"type\": \"module\"}\n")?;
    let mut install = Command::new("npm");
    install.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]).arg(project);
    run("installing the npm package", install.arg(packed).args(others)).map(drop)
}

/// Takes away what was tried. After a failure it stays, to be looked at.
pub(super) fn clear() -> Result<()> {
    if folder().exists() { Ok(fs::remove_dir_all(folder())?) } else { Ok(()) }
}

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("frontdesk-trial-{}", std::process::id()))
}

/// A folder without anything, away from the repository: nothing in it is found by looking upwards.
pub(super) fn empty(name: &str) -> Result<PathBuf> {
    let folder = folder().join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
