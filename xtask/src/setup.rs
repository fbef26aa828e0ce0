//! What every task needs: the root of the repository, commands with a line of progress, and a Python of our
//! own.

use std::borrow::BorrowMut;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the repository")
}

/// Runs `command` at the root of the repository and returns what it printed. One line tells what is being
/// done and how long it took; all that the command printed is shown only if it fails.
pub(crate) fn run(what: &str, command: &mut Command) -> Result<Vec<u8>> {
    eprint!("{what} …");
    std::io::stderr().flush()?;
    let started = Instant::now();
    let output = command.current_dir(root()).stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("cannot start `{}`", command.get_program().display()))?;
    if !output.status.success() {
        eprintln!(" failed");
        std::io::stderr().write_all(&output.stdout)?;
        std::io::stderr().write_all(&output.stderr)?;
        bail!("{what}: {}", output.status);
    }
    eprintln!(" {:.1} s", started.elapsed().as_secs_f64());
    Ok(output.stdout)
}

/// Runs `command` with all that it prints on the screen, under a heading.
pub(crate) fn stream(what: &str, mut command: impl BorrowMut<Command>) -> Result<()> {
    eprintln!("== {what}");
    let command = command.borrow_mut().current_dir(root()).stdin(Stdio::null());
    let status =
        command.status().with_context(|| format!("cannot start `{}`", command.get_program().display()))?;
    if !status.success() {
        bail!("{what}: {status}");
    }
    Ok(())
}

/// The Python of the virtual environment `.venv`, which is made where it is missing, with these packages
/// (`tzdata==2026.6`).
pub(crate) fn python(packages: &[&str]) -> Result<PathBuf> {
    let venv = root().join(".venv");
    let python = if cfg!(windows) { venv.join("Scripts/python.exe") } else { venv.join("bin/python") };
    if !python.exists() {
        run("making .venv", Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(&format!("installing {}", packages.join(" ")), Command::new(&python).args(install).args(packages))?;
    Ok(python)
}

/// Refuses to begin without a program that nothing here can install.
pub(crate) fn need(program: &str, how: &str) -> Result<()> {
    match Command::new(program).arg("--version").output() {
        Ok(output) if output.status.success() => Ok(()),
        _ => bail!("`{program}` is missing. {how}"),
    }
}
