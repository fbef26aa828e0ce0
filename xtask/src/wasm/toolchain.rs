//! A Rust toolchain that builds for WebAssembly: one that has the target, one that rustup completes, or
//! Debian's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::setup::{apt, root, run};

/// What the browser runs.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// How cargo is called.
pub(crate) struct Toolchain {
    cargo: PathBuf,
    rustc: Option<PathBuf>,
    /// Whether the standard library's sources are there, to be built with the engine.
    builds_std: bool,
}

impl Toolchain {
    /// The same with the standard library that is there; nothing if this is it.
    pub(crate) fn without_sources(self) -> Option<Self> {
        self.builds_std.then_some(Self { builds_std: false, ..self })
    }

    /// Whether it builds the standard library along.
    pub(crate) fn builds_std(&self) -> bool {
        self.builds_std
    }

    /// `cargo build`, so far.
    pub(crate) fn build(&self) -> Command {
        let mut cargo = Command::new(&self.cargo);
        cargo.arg("build");
        if self.builds_std {
            // A panic is a trap either way. Without what would put it into words, and with a standard library
            // that is built for size, an eighth of the bytes is gone. The options are unstable
            // still, hence the variable.
            cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
            cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort");
            // It would take the place of the other.
            cargo.env_remove("CARGO_ENCODED_RUSTFLAGS");
        }
        if let Some(rustc) = &self.rustc {
            cargo.env("RUSTC", rustc);
            // What rustup has set would lead back to its own toolchain.
            cargo.env_remove("RUSTUP_TOOLCHAIN");
        }
        cargo.current_dir(root());
        cargo
    }
}

/// Tries the ways in turn, the quickest first. `FRONTDESK_WASM_TOOLCHAIN=debian` takes the last.
pub(crate) fn find() -> Result<Toolchain> {
    if std::env::var_os("FRONTDESK_WASM_TOOLCHAIN").is_none_or(|which| which != "debian") {
        let has_target = has(TARGET_LIBRARIES) || {
            let added = run(
                "adding the target wasm32-unknown-unknown",
                Command::new("rustup").args(["target", "add", TARGET]),
            );
            added.is_ok() && has(TARGET_LIBRARIES)
        };
        if has_target {
            let cargo = std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from);
            return Ok(Toolchain { cargo, rustc: None, builds_std: has_sources() });
        }
    }
    debian().context(
        "no toolchain for wasm32-unknown-unknown: `rustup target add wasm32-unknown-unknown` does not work \
         here",
    )
}

/// Where a sysroot has the libraries for the target, and the sources of the standard library.
const TARGET_LIBRARIES: &str = "lib/rustlib/wasm32-unknown-unknown/lib";
const SOURCES: &str = "lib/rustlib/src/rust/library/Cargo.lock";

/// Whether the sysroot of the usual toolchain has this.
fn has(path: &str) -> bool {
    sysroot().is_ok_and(|sysroot| sysroot.join(path).exists())
}

fn sysroot() -> Result<PathBuf> {
    let path = run(
        "asking for the sysroot",
        Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()),
    )?;
    Ok(String::from_utf8(path)?.trim().into())
}

/// Whether there are the sources of the standard library, if need be after asking rustup for them.
fn has_sources() -> bool {
    let there = has(SOURCES) || {
        let added = run(
            "adding the sources of the standard library",
            Command::new("rustup").args(["component", "add", "rust-src"]),
        );
        added.is_ok() && has(SOURCES)
    };
    if !there {
        eprintln!(
            "without the sources of the standard library, the package is a seventh larger: `rustup component \
             add rust-src`"
        );
    }
    there
}

/// The compiler that Debian keeps current for browsers, with a standard library built from the sources beside
/// it. Its own package for this target is older.
fn debian() -> Result<Toolchain> {
    const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
    const RUSTC: &str = "/usr/bin/rustc";
    const MANIFEST: &str = "/usr/lib/rustlib/src/rust/library/sysroot/Cargo.toml";
    if !Path::new(MANIFEST).exists() {
        apt(&PACKAGES)?;
    }
    let version = run("asking Debian's rustc", Command::new(RUSTC).arg("-vV"))?;
    let version = String::from_utf8(version)?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("no host")?.to_owned();

    let sysroot = root().join("target/wasm-sysroot");
    let stamp = sysroot.join("version");
    let rustc = sysroot.join("bin/rustc");
    if fs::read_to_string(&stamp).is_ok_and(|built| built == version) {
        return Ok(Toolchain { cargo: "/usr/bin/cargo".into(), rustc: Some(rustc), builds_std: false });
    }
    let _ = fs::remove_dir_all(&sysroot);
    let libraries = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    let of_host = sysroot.join("lib/rustlib").join(&host);
    for folder in [&libraries, &of_host.join("bin"), &sysroot.join("bin")] {
        fs::create_dir_all(folder)?;
    }
    let build = sysroot.join("build");
    let mut std = Command::new("/usr/bin/cargo");
    // As the standard library's own build does it; what is built with it afterwards needs none of this.
    std.env("RUSTC", RUSTC).env("RUSTC_BOOTSTRAP", "1").env("__CARGO_DEFAULT_LIB_METADATA", "stablestd");
    std.env("RUSTFLAGS", "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes").env_remove("RUSTUP_TOOLCHAIN");
    std.args([
        "build",
        "--locked",
        "--release",
        "--target",
        TARGET,
        "--manifest-path",
        MANIFEST,
        "--target-dir",
    ])
    .arg(&build);
    run("building the standard library for WebAssembly", &mut std)?;
    for entry in fs::read_dir(build.join(TARGET).join("release/deps"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libsysroot") {
            fs::copy(&path, libraries.join(name))?;
        }
    }
    link(&Path::new("/usr/lib/rustlib").join(&host).join("lib"), &of_host.join("lib"))?;
    link(&linker(&host)?, &of_host.join("bin/rust-lld"))?;
    fs::write(&rustc, format!("#!/bin/sh\nexec {RUSTC} --sysroot '{}' \"$@\"\n", sysroot.display()))?;
    fs::set_permissions(&rustc, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    fs::remove_dir_all(build)?;
    fs::write(stamp, version)?;
    Ok(Toolchain { cargo: "/usr/bin/cargo".into(), rustc: Some(rustc), builds_std: false })
}

/// The linker for WebAssembly: rustup's, else one of Debian's.
fn linker(host: &str) -> Result<PathBuf> {
    let rustup = sysroot()?.join("lib/rustlib").join(host).join("bin/rust-lld");
    let debian = (14..=30).rev().map(|version| PathBuf::from(format!("/usr/bin/lld-{version}")));
    match std::iter::once(rustup).chain(debian).find(|path| path.exists()) {
        Some(path) => Ok(path),
        None => bail!("no linker for WebAssembly; Debian: `apt-get install lld-19`"),
    }
}

#[cfg(unix)]
fn link(to: &Path, from: &Path) -> Result<()> {
    std::os::unix::fs::symlink(to, from).with_context(|| from.display().to_string())
}
