//! What every task needs: the root of the repository, commands with a line of progress, and a Python of our
//! own.

use std::borrow::BorrowMut;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail, ensure};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the repository")
}

/// What was done, and the seconds it took.
static STEPS: Mutex<Vec<(String, f64)>> = Mutex::new(Vec::new());

/// The name of a thread that works beside the main one: it prints whole lines only.
const ASIDE: &str = "aside";

/// Does two things side by side, `aside` in a thread of its own, and waits for both.
pub(crate) fn beside<T: Send>(
    aside: impl FnOnce() -> Result<T> + Send,
    own: impl FnOnce() -> Result<()>,
) -> Result<T> {
    std::thread::scope(|scope| {
        let aside = std::thread::Builder::new().name(ASIDE.to_owned()).spawn_scoped(scope, aside)?;
        let own = own();
        let aside = aside.join().map_err(|_| anyhow!("what was done aside panicked"))?;
        // Both at once can fail: then both are told.
        match (aside, own) {
            (Err(aside), Err(own)) => Err(anyhow!("{own:#}; {aside:#}")),
            (aside, own) => own.and(aside),
        }
    })
}

fn is_aside() -> bool {
    std::thread::current().name() == Some(ASIDE)
}

/// What one step after another took, from the longest on; short ones are left out.
pub(crate) fn steps() -> String {
    let mut steps = STEPS.lock().map(|steps| steps.clone()).unwrap_or_default();
    steps.retain(|(_, seconds)| *seconds >= 3.0);
    steps.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    steps.iter().map(|(what, seconds)| format!("{seconds:7.1} s  {what}\n")).collect()
}

fn took(what: &str, started: Instant) -> f64 {
    let seconds = started.elapsed().as_secs_f64();
    if let Ok(mut steps) = STEPS.lock() {
        steps.push((what.to_owned(), seconds));
    }
    seconds
}

/// Runs `command` at the root of the repository and returns what it printed. One line tells what is being
/// done and how long it took; all that the command printed is shown only if it fails.
pub(crate) fn run(what: &str, command: &mut Command) -> Result<Vec<u8>> {
    if !is_aside() {
        eprint!("{what} …");
        std::io::stderr().flush()?;
    }
    let started = Instant::now();
    let output = command.current_dir(root()).stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("cannot start `{}`", command.get_program().display()))?;
    let begun = if is_aside() { what } else { "" };
    if !output.status.success() {
        eprintln!("{begun} failed");
        std::io::stderr().write_all(&output.stdout)?;
        std::io::stderr().write_all(&output.stderr)?;
        bail!("{what}: {}", output.status);
    }
    eprintln!("{begun} {:.1} s", took(what, started));
    Ok(output.stdout)
}

/// Runs `command` with all that it prints on the screen, under a heading: at once, or in one piece at its end
/// where something else is done beside it.
pub(crate) fn stream(what: &str, mut command: impl BorrowMut<Command>) -> Result<()> {
    let started = Instant::now();
    let command = command.borrow_mut().current_dir(root()).stdin(Stdio::null());
    let status = if is_aside() {
        command.output().and_then(|output| {
            let mut screen = std::io::stderr().lock();
            writeln!(screen, "== {what}")?;
            screen.write_all(&output.stdout)?;
            screen.write_all(&output.stderr)?;
            Ok(output.status)
        })
    } else {
        eprintln!("== {what}");
        command.status()
    };
    let status = status.with_context(|| format!("cannot start `{}`", command.get_program().display()))?;
    took(what, started);
    if !status.success() {
        bail!("{what}: {status}");
    }
    Ok(())
}

/// The cargo that runs this.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Installs packages of Debian, for root only: nobody else expects a test to install anything.
pub(crate) fn apt(packages: &[&str]) -> Result<()> {
    let install = format!("apt-get install --no-install-recommends {}", packages.join(" "));
    let is_root =
        run("asking who runs this", Command::new("id").arg("-u")).is_ok_and(|user| user.trim_ascii() == b"0");
    ensure!(is_root && Path::new("/usr/bin/apt-get").exists(), "on Debian, run `{install}` as root");
    run("apt-get update", Command::new("apt-get").args(["update", "--quiet"]))?;
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(packages);
    run(&install, &mut apt).map(drop)
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

/// Installs what `package-lock.json` says, unless it is there.
pub(crate) fn npm_packages(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json")).context("package-lock.json")?;
    let stamp = folder.join("node_modules/.installed");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(folder);
    run("installing npm packages", &mut npm)?;
    Ok(fs::write(stamp, lock)?)
}

/// Refuses to begin without a program that nothing here can install.
pub(crate) fn need(program: &str, how: &str) -> Result<()> {
    match Command::new(program).arg("--version").output() {
        Ok(output) if output.status.success() => Ok(()),
        _ => bail!("`{program}` is missing. {how}"),
    }
}
