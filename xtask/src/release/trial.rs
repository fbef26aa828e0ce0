//! Each package is installed into an empty project, and README's example runs on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::demo_server::Server;
use crate::setup::{cargo, root, run};

/// A program of one crate, which is unpacked beside it.
pub(super) fn krate(packed: &Path) -> Result<()> {
    let project = empty("crate")?;
    run("unpacking the crate", Command::new("tar").arg("-xzf").arg(packed).arg("-C").arg(&project))?;
    let unpacked = concat!("frontdesk-", env!("CARGO_PKG_VERSION"));
    fs::write(
        project.join("Cargo.toml"),
        format!(
            "[package]\nname = \"trial\"\nedition = \"2024\"\n\n[workspace]\nmembers = \
             [\".\"]\n\n[dependencies]\n\
             chrono = \"0.4\"\nfrontdesk = {{ path = \"{unpacked}\" }}\n"
        ),
    )?;
    let example: String = block("rust", 0)?
        .lines()
        .map(|line| format!("    {}\n", line.strip_prefix("# ").unwrap_or(line)))
        .collect();
    fs::create_dir_all(project.join("src"))?;
    fs::write(
        project.join("src/main.rs"),
        format!("fn main() -> Result<(), frontdesk::Error> {{\n{example}}}\n"),
    )?;
    let mut program = cargo(&["run", "--quiet", "--manifest-path"]);
    program.arg(project.join("Cargo.toml")).env("CARGO_TARGET_DIR", root().join("target/trial"));
    run("README's example with the crate", &mut program).map(drop)
}

/// A wheel in an environment with nothing else.
pub(super) fn python(wheel: &Path) -> Result<()> {
    let project = empty("python")?;
    let (environment, program) = (project.join("venv"), project.join("main.py"));
    run("an empty environment", Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
    let bin = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run("installing the wheel", Command::new(bin.join("python")).args(install).arg(wheel))?;
    fs::write(&program, block("python", 0)?)?;
    run("README's example with the wheel", Command::new(bin.join("python")).arg(&program))?;
    run("the command `frontdesk`", Command::new(bin.join("frontdesk")).arg("demo").arg(&project))?;
    let mut slots = Command::new(bin.join("frontdesk"));
    let said = String::from_utf8(run("its slots", slots.arg("slots").arg(project.join("clinic.json")))?)?;
    ensure!(said.trim_end().ends_with(" slots"), "`frontdesk slots` lists no slots:\n{said}");
    Ok(())
}

/// An npm package in a project with nothing else.
pub(super) fn npm(packed: &Path) -> Result<()> {
    let project = empty("npm")?;
    fs::write(project.join("package.json"), "{\"private\": true, \"type\": \"module\"}\n")?;
    let mut install = Command::new("npm");
    install.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]).arg(&project).arg(packed);
    run("installing the npm package", &mut install)?;
    let program = project.join("main.mjs");
    // What `console.assert` says is an error here.
    let strict = "console.assert = (is) => { if (!is) throw new Error(\"README's example\"); };";
    let example = block("ts", 0)?;
    ensure!(example.contains("\n\n"), "README's example begins with what it imports");
    fs::write(&program, example.replacen("\n\n", &format!("\n\n{strict}\n"), 1))?;
    run("README's example with the npm package", Command::new("node").arg(&program)).map(drop)
}

/// The server, from its archive: it serves a demo clinic, and says how it is.
pub(super) fn server(archive: &Path) -> Result<()> {
    let folder = empty("server")?;
    run("unpacking the server", Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(&folder))?;
    let unpacked = fs::read_dir(&folder)?.next().context("the archive has a folder")??.path();
    let program = unpacked.join(format!("frontdesk-server{}", std::env::consts::EXE_SUFFIX));
    let said = run("its version", Command::new(&program).arg("--version"))?;
    let said = String::from_utf8_lossy(&said).into_owned();
    ensure!(said.contains(env!("CARGO_PKG_VERSION")), "the server says of itself: {said}");
    let server = Server::start_program(&program, &folder)?;
    let mut ask = Command::new("curl");
    ask.args(["--fail", "--silent", "--show-error"]).arg(format!("{}/health", server.address));
    run("asking the server how it is", &mut ask).map(drop)
}

/// Takes away what was tried. After a failure it stays, to be looked at.
pub(super) fn clear() -> Result<()> {
    Ok(fs::remove_dir_all(folder())?)
}

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("frontdesk-trial-{}", std::process::id()))
}

/// A folder without anything, away from the repository: nothing in it is found by looking upwards.
fn empty(name: &str) -> Result<PathBuf> {
    let folder = folder().join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// README's block of code of a language, counted from 0.
fn block(language: &str, index: usize) -> Result<String> {
    let text = fs::read_to_string(root().join("README.md"))?;
    let begin = format!("```{language}\n");
    let blocks = text.split(&begin).skip(1).filter_map(|rest| rest.split("\n```").next());
    blocks.map(|block| format!("{block}\n")).nth(index).with_context(|| format!("README has no {language}"))
}
