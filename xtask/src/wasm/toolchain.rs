//! A Rust toolchain that builds for WebAssembly: one that has the target, one that rustup completes, or Debian's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{TARGET, apt};
use crate::setup::{root, run};

/// How cargo is called.
pub(crate) struct Toolchain {
    cargo: PathBuf,
    rustc: Option<PathBuf>,
}

impl Toolchain {
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = Command::new(&self.cargo);
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
    let usual = || Toolchain { cargo: std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from), rustc: None };
    if std::env::var_os("FRONTDESK_WASM_TOOLCHAIN").is_none_or(|which| which != "debian") {
        if has_target() {
            return Ok(usual());
        }
        let added = run("adding the target wasm32-unknown-unknown", Command::new("rustup").args(["target", "add", TARGET]));
        if added.is_ok() && has_target() {
            return Ok(usual());
        }
    }
    debian().context("no toolchain for wasm32-unknown-unknown: `rustup target add wasm32-unknown-unknown` does not work here")
}

fn has_target() -> bool {
    let libraries = Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).current_dir(root()).output();
    libraries.is_ok_and(|output| output.status.success() && Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

/// The compiler that Debian keeps current for browsers, with a standard library built from the sources beside it. Its own package for this target is older.
fn debian() -> Result<Toolchain> {
    const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
    const RUSTC: &str = "/usr/bin/rustc";
    const SOURCES: &str = "/usr/lib/rustlib/src/rust/library/sysroot/Cargo.toml";
    if !Path::new(SOURCES).exists() {
        apt(&PACKAGES)?;
    }
    let version = run("asking Debian's rustc", Command::new(RUSTC).arg("-vV"))?;
    let version = String::from_utf8(version)?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("no host")?.to_owned();

    let sysroot = root().join("target/wasm-sysroot");
    let stamp = sysroot.join("version");
    let rustc = sysroot.join("bin/rustc");
    if fs::read_to_string(&stamp).is_ok_and(|built| built == version) {
        return Ok(Toolchain { cargo: "/usr/bin/cargo".into(), rustc: Some(rustc) });
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
    std.args(["build", "--locked", "--release", "--target", TARGET, "--manifest-path", SOURCES, "--target-dir"]).arg(&build);
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
    Ok(Toolchain { cargo: "/usr/bin/cargo".into(), rustc: Some(rustc) })
}

/// The linker for WebAssembly: rustup's, else one of Debian's.
fn linker(host: &str) -> Result<PathBuf> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()).output()?;
    let rustup = PathBuf::from(String::from_utf8(sysroot.stdout)?.trim()).join("lib/rustlib").join(host).join("bin/rust-lld");
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
