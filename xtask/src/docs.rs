//! `cargo xtask docs`: the documentation site, of the pages in `docs/`, pages of the rest of the repository,
//! and the references of three languages. No link of it is dead.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::setup::{cargo, npm_packages, python, root, run, stream};
use crate::wasm;

/// What to do with it.
#[derive(Args)]
pub(crate) struct Docs {
    /// Show the site on this port, once it is built
    #[arg(long, value_name = "PORT", num_args = 0..=1, default_missing_value = "8000")]
    serve: Option<u16>,
}

impl Docs {
    pub(crate) fn run(&self) -> Result<()> {
        if !root().join("bindings-wasm/pkg/index.d.ts").exists() {
            wasm::build()?;
        }
        build()?;
        if let Some(port) = self.serve {
            let mut server = Command::new(python(&[])?);
            server.args(["-m", "http.server", "--bind", "127.0.0.1", "--directory", "target/docs/site"]);
            eprintln!("http://127.0.0.1:{port}");
            stream("the site", server.arg(port.to_string()))?;
        }
        Ok(())
    }
}

/// Builds the site, and follows every link.
pub(crate) fn build() -> Result<()> {
    let (docs, stage) = (root().join("docs"), root().join("target/docs"));
    let python = python(&["--requirement", "docs/requirements.txt"])?;
    let mut assemble = Command::new(&python);
    run("bringing the pages together", assemble.arg("docs/assemble.py").arg(stage.join("pages")))?;
    fs::copy(docs.join("mkdocs.yml"), stage.join("mkdocs.yml"))?;
    let programs = python.parent().context("python is in a folder")?;
    let mut site = Command::new(programs.join("zensical"));
    run(
        "the pages of the site",
        site.args(["build", "--clean", "--strict", "--config-file", "target/docs/mkdocs.yml"]),
    )?;

    let mut rustdoc = cargo(&["doc", "--quiet", "--package", "frontdesk", "--lib", "--no-deps"]);
    rustdoc.args(["--features", "chrono-tz,icalendar,jiff,schema", "--target-dir", "target/docs/cargo"]);
    run("the reference of Rust", &mut rustdoc)?;
    copy(&stage.join("cargo/doc"), &stage.join("site/reference/rust"))?;

    npm_packages(&docs)?;
    let mut typedoc = Command::new("node");
    typedoc.args(["docs/node_modules/typedoc/bin/typedoc", "--options", "docs/typedoc.json"]);
    run("the reference of TypeScript", &mut typedoc)?;

    // What the compilers of the references print has links of its own, which they have followed.
    let mut links = Command::new(programs.join("linkchecker"));
    links.args(["--no-status", "--no-warnings", "--no-follow-url=reference/(rust|typescript)/"]);
    run("following every link", links.arg("target/docs/site/index.html"))?;
    println!("target/docs/site/index.html");
    Ok(())
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else if fs::copy(&path, to.join(name)).is_err() {
            bail!("{} can't be copied", path.display());
        }
    }
    Ok(())
}
