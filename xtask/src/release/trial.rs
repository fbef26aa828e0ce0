//! Each package is installed into an empty project, and README's example runs on it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::project::{empty, environment, npm_install};
use super::{newcomers, pages};
use crate::demo_server::Server;
use crate::setup::{cargo, root, run};

/// Programs of one crate, which is unpacked beside them: README's, the crate's example, a newcomer's.
pub(super) fn krate(packed: &Path) -> Result<()> {
    let project = empty("crate")?;
    run("unpacking the crate", Command::new("tar").arg("-xzf").arg(packed).arg("-C").arg(&project))?;
    let unpacked = concat!("frontdesk-", env!("CARGO_PKG_VERSION"));
    pages::stand_alone(&fs::read_to_string(project.join(unpacked).join("README.md"))?)?;
    fs::write(
        project.join("Cargo.toml"),
        format!(
            "[package]\nname = \"trial\"\nedition = \"2024\"\n\n[workspace]\nmembers = \
             [\".\"]\n\n[dependencies]\n\
             chrono = \"0.4\"\nfrontdesk = {{ path = \"{unpacked}\" }}\nserde_json = \"1\"\n"
        ),
    )?;
    let example: String = readme("rust")?
        .lines()
        .map(|line| format!("    {}\n", line.strip_prefix("# ").unwrap_or(line)))
        .collect();
    fs::create_dir_all(project.join("src/bin"))?;
    fs::write(
        project.join("src/main.rs"),
        format!("fn main() -> Result<(), frontdesk::Error> {{\n{example}}}\n"),
    )?;
    fs::copy(project.join(unpacked).join("examples/journal.rs"), project.join("src/bin/journal.rs"))?;
    for (what, name) in
        [("README's example with the crate", "trial"), ("the crate's example, a journal", "journal")]
    {
        let mut program = cargo(&["run", "--quiet", "--bin", name, "--manifest-path"]);
        program.arg(project.join("Cargo.toml")).env("CARGO_TARGET_DIR", root().join("target/trial"));
        run(what, &mut program)?;
    }
    newcomers::rust(&project, &project.join(unpacked))
}

/// A wheel in an environment with nothing else.
pub(super) fn python(wheel: &Path) -> Result<()> {
    let project = empty("python")?;
    let program = project.join("main.py");
    let python = environment(&project, wheel)?;
    fs::write(&program, readme("python")?)?;
    run("README's example with the wheel", Command::new(&python).arg(&program))?;
    let frontdesk = python.with_file_name("frontdesk");
    run("the command `frontdesk`", Command::new(&frontdesk).arg("demo").arg(&project))?;
    let mut slots = Command::new(&frontdesk);
    let said = String::from_utf8(run("its slots", slots.arg("slots").arg(project.join("clinic.json")))?)?;
    ensure!(said.trim_end().ends_with(" slots"), "`frontdesk slots` lists no slots:\n{said}");
    newcomers::python(wheel)
}

/// An npm package in a project with nothing else.
pub(super) fn npm(packed: &Path) -> Result<()> {
    let project = empty("npm")?;
    npm_install(&project, packed, &[])?;
    pages::stand_alone(&fs::read_to_string(project.join("node_modules/frontdesk/README.md"))?)?;
    let program = project.join("main.mjs");
    // What `console.assert` says is an error here.
    let strict = "console.assert = (is) => { if (!is) throw new Error(\"README's example\"); };";
    let example = readme("ts")?;
    ensure!(example.contains("\n\n"), "README's example begins with what it imports");
    fs::write(&program, example.replacen("\n\n", &format!("\n\n{strict}\n"), 1))?;
    run("README's example with the npm package", Command::new("node").arg(&program))?;
    newcomers::react(packed)
}

/// The server, from its archive: it serves a demo clinic, and says how it is.
pub(super) fn server(archive: &Path) -> Result<()> {
    let folder = empty("server")?;
    run("unpacking the server", Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(&folder))?;
    let unpacked = fs::read_dir(&folder)?.next().context("the archive has a folder")??.path();
    pages::stand_together(&unpacked)?;
    let program = unpacked.join(format!("frontdesk-server{}", std::env::consts::EXE_SUFFIX));
    let said = run("its version", Command::new(&program).arg("--version"))?;
    let said = String::from_utf8_lossy(&said).into_owned();
    ensure!(said.contains(env!("CARGO_PKG_VERSION")), "the server says of itself: {said}");
    let server = Server::start_program(&program, &folder)?;
    let mut ask = Command::new("curl");
    ask.args(["--fail", "--silent", "--show-error"]).arg(format!("{}/health", server.address));
    run("asking the server how it is", &mut ask).map(drop)
}

/// README's first block of code of a language.
fn readme(language: &str) -> Result<String> {
    pages::block(&fs::read_to_string(root().join("README.md"))?, language, 0)
}
