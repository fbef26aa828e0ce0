//! `cargo xtask release --dry-run`: all that a release consists of, packed into one folder with checksums,
//! and each part tried from an empty project, as those will who install it.

mod dependencies;
mod newcomers;
mod pack;
mod pages;
mod project;
mod trial;
mod wheels;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::setup::{cargo, need, root, run, steps};

/// What to pack.
#[derive(clap::Args)]
pub(crate) struct Release {
    /// Pack and try everything, and publish nothing
    #[arg(long)]
    dry_run: bool,
    /// Only the wheel of this machine, and not those of other processors and C libraries
    #[arg(long)]
    own_wheel: bool,
    /// Ask for advisories about dependencies as well: their list is fetched from its repository
    #[arg(long)]
    advisories: bool,
    /// Only this part; may be repeated. What other parts have packed before stays where it is
    #[arg(long, value_name = "PART")]
    only: Vec<Part>,
}

/// What a release consists of, and can be packed and tried alone.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Licences and sources of what is built in, the oldest Rust, the API beside the last tag's
    Dependencies,
    Crate,
    Npm,
    Server,
    Wheels,
}

impl Release {
    pub(crate) fn run(&self) -> Result<()> {
        ensure!(
            self.dry_run,
            "nothing is published from a machine: the workflow `release.yml` uploads what `cargo xtask \
             release --dry-run` has packed and tried"
        );
        need("node", "https://nodejs.org, version 20 or newer; Debian: `apt-get install nodejs npm`")?;
        need("python3", "Debian: `apt-get install python3 python3-venv`; macOS: `brew install python`")?;
        changes_are_told()?;
        if self.has(Part::Dependencies) {
            dependencies::know_our_rust()?;
            dependencies::check(self.advisories)?;
            compatible()?;
        }
        let folder = root().join("target/release-files");
        if folder.exists() && self.only.is_empty() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let krate = self.has(Part::Crate).then(|| pack::krate(&folder)).transpose()?;
        let package = self.has(Part::Npm).then(|| pack::npm(&folder)).transpose()?;
        let server = self.has(Part::Server).then(|| pack::server(&folder)).transpose()?;
        let wheel = self.has(Part::Wheels).then(|| wheels::own(&folder, self.own_wheel)).transpose()?;
        if wheel.is_some() && !self.own_wheel {
            wheels::others(&folder)?;
        }
        let sums = checksums(&folder)?;
        krate.as_deref().map_or(Ok(()), trial::krate)?;
        wheel.as_deref().map_or(Ok(()), trial::python)?;
        package.as_deref().map_or(Ok(()), trial::npm)?;
        server.as_deref().map_or(Ok(()), trial::server)?;
        project::clear()?;
        eprint!("\n{}", steps());
        println!("{sums}packed and tried in {}; nothing was published", shown(&folder).display());
        Ok(())
    }
}

impl Release {
    fn has(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }
}

/// A path as people see it: without the folder in which the repository lies.
fn shown(path: &Path) -> &Path {
    path.strip_prefix(root()).unwrap_or(path)
}

/// The changelog has the changes of this version, or says that they are of no version yet.
fn changes_are_told() -> Result<()> {
    let text = fs::read_to_string(root().join("CHANGELOG.md"))?;
    let version = env!("CARGO_PKG_VERSION");
    let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let newest = headings.first().copied().unwrap_or_default();
    ensure!(
        newest == "Unreleased" || newest.starts_with(version),
        "CHANGELOG.md begins with {newest:?}, and not with \"Unreleased\" or {version:?}"
    );
    Ok(())
}

/// Compares the crate's API with that of the last tag, by cargo-semver-checks. Before the first there is
/// nothing to compare with.
fn compatible() -> Result<()> {
    let tags = std::process::Command::new("git")
        .args(["tag", "--list", "v*", "--sort=-version:refname"])
        .current_dir(root())
        .output();
    let tags = tags.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let Some(tag) = tags.lines().next() else {
        eprintln!("no version has been tagged yet: there is no API to be compatible with");
        return Ok(());
    };
    let mut check = cargo(&["semver-checks", "--package", "frontdesk", "--baseline-rev", tag]);
    run(&format!("comparing the API with that of {tag}"), &mut check)
        .context("`cargo install cargo-semver-checks --locked` installs what compares")
        .map(drop)
}

/// Writes `SHA256SUMS` as `sha256sum --check` reads it, and answers it.
fn checksums(folder: &Path) -> Result<String> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    let mut sums = String::new();
    // Not of itself, where a part was packed before.
    for file in files.iter().filter(|file| file.is_file() && !file.ends_with("SHA256SUMS")) {
        let name = file.file_name().context("a file has a name")?.to_string_lossy();
        let digest = Sha256::digest(fs::read(file)?);
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        sums += &format!("{digest}  {name}\n");
    }
    fs::write(folder.join("SHA256SUMS"), &sums)?;
    Ok(sums)
}
