//! The crate, the npm package and the server, each as one file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::pages;
use crate::setup::{cargo, root, run, stream};
use crate::wasm;

/// The crate as crates.io would have it. cargo builds it from that file alone.
pub(super) fn krate(folder: &Path) -> Result<PathBuf> {
    let packed =
        root().join("target/package").join(concat!("frontdesk-", env!("CARGO_PKG_VERSION"), ".crate"));
    // A change that is not committed yet is packed too: what is tried is what is there.
    run("packing the crate", &mut cargo(&["package", "--quiet", "--package", "frontdesk", "--allow-dirty"]))?;
    copied(&packed, folder)
}

/// The npm package as the registry would have it.
pub(super) fn npm(folder: &Path) -> Result<PathBuf> {
    wasm::build()?;
    let mut pack = Command::new("npm");
    pack.args(["pack", "--silent", "--pack-destination"]).arg(folder).arg("./bindings-wasm/pkg");
    let said = String::from_utf8(run("packing the npm package", &mut pack)?)?;
    Ok(folder.join(said.lines().last().context("npm says what it has packed")?))
}

/// The server for this machine, with its licences, in a folder within an archive.
pub(super) fn server(folder: &Path) -> Result<PathBuf> {
    let mut build = cargo(&["build", "--release", "--package", "frontdesk-server"]);
    stream("building the server", build.args(["--bin", "frontdesk-server"]))?;
    let (system, processor) = (std::env::consts::OS, std::env::consts::ARCH);
    let name = format!("frontdesk-server-{}-{system}-{processor}", env!("CARGO_PKG_VERSION"));
    let stage = root().join("target/release-stage").join(&name);
    if stage.exists() {
        fs::remove_dir_all(&stage)?;
    }
    fs::create_dir_all(&stage)?;
    let program = format!("frontdesk-server{}", std::env::consts::EXE_SUFFIX);
    copied(&root().join("target/release").join(program), &stage)?;
    for file in ["LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md"] {
        copied(&root().join(file), &stage)?;
    }
    server_pages(&stage)?;
    let archive = folder.join(format!("{name}.tar.gz"));
    let mut tar = Command::new("tar");
    tar.args(["--create", "--gzip", "--file"]).arg(&archive).arg("--directory");
    tar.arg(stage.parent().context("the stage is in a folder")?).arg(&name);
    run("packing the server", &mut tar)?;
    Ok(archive)
}

/// The server's pages, with what they show and what somebody sets it up by.
fn server_pages(stage: &Path) -> Result<()> {
    for path in ["README.md", "openapi.json", "docs", "deploy", "examples/practice.json"] {
        copied_whole(&root().join("server-example").join(path), &stage.join(path))?;
    }
    pages::settle(stage, "server-example")
}

/// Copies a file, or a folder with all that is in it.
fn copied_whole(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            copied_whole(&from.join(&name), &to.join(&name))?;
        }
        return Ok(());
    }
    fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
    fs::copy(from, to).with_context(|| format!("copying {}", super::shown(from).display())).map(drop)
}

/// Copies a file into a folder under its own name.
pub(super) fn copied(file: &Path, folder: &Path) -> Result<PathBuf> {
    let to = folder.join(file.file_name().context("a file has a name")?);
    fs::copy(file, &to).with_context(|| format!("copying {}", super::shown(file).display()))?;
    Ok(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_link_of_the_servers_pages_is_dead_where_they_are_unpacked() {
        let stage = std::env::temp_dir().join(format!("frontdesk-archive-{}", std::process::id()));
        server_pages(&stage).expect("all of it is there");
        pages::stand_together(&stage).expect("no link is dead");
        let page = fs::read_to_string(stage.join("docs/privacy.md")).expect("it is packed");
        assert!(page.contains("(`core/docs/semantics.md`)"), "what is not packed is named");
        fs::remove_dir_all(stage).expect("it was made");
    }
}
