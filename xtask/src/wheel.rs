//! `cargo xtask wheel`: the Python package as a source distribution, and the wheel that is built from it; and
//! the tests of what comes out.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::setup::{self, cargo, root, run, stream};

const REQUIREMENTS: &str = "bindings-python/requirements.txt";
/// Everybody who installs the package downloads so much. Half a million bytes of it came with tables of any
/// number of doctors: a reader of records out of Arrow, and the crates that read Arrow of others.
const WHEEL_BYTES_MAX: u64 = 3_600_000;

/// What to build.
#[derive(Args)]
pub(crate) struct Wheel {
    /// Hold the package against the natural Python as well
    #[arg(long)]
    bench: bool,
    /// Try the package in another Python as well, such as `python3.9`; may be repeated
    #[arg(long, value_name = "PROGRAM")]
    python: Vec<String>,
}

/// What of the tests every Python from 3.9 on can run, and what that needs, in whichever version it has.
const ANY_PYTHON: [&str; 5] =
    ["test_vectors.py", "test_types.py", "test_help.py", "test_package.py", "test_command_line.py"];
const ANY_PYTHON_NEEDS: [&str; 6] = ["cattrs", "fastapi", "httpx", "msgspec", "pydantic", "pytest"];

impl Wheel {
    pub(crate) fn run(&self) -> Result<()> {
        let wheel = build()?;
        println!(
            "{}: {} bytes",
            wheel.strip_prefix(root()).unwrap_or(&wheel).display(),
            fs::metadata(&wheel)?.len()
        );
        if self.bench {
            stream(
                "the package against the natural Python",
                Command::new(environment(&wheel)?).arg("benches/python/ratios.py"),
            )?;
        }
        self.python.iter().try_for_each(|program| test_in(program, &wheel))
    }
}

/// Builds the source distribution, and from it the wheel: so both are known to build.
pub(crate) fn build() -> Result<PathBuf> {
    let maturin = pinned("maturin")?;
    let python = setup::python(&[&maturin])?;
    let folder = root().join("target/wheels");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut sdist = Command::new(&python);
    sdist
        .args(["-m", "maturin", "sdist", "--manifest-path", "bindings-python/Cargo.toml", "--out"])
        .arg(&folder);
    run("building the source distribution", &mut sdist)?;
    let source = only(&folder, "gz")?;
    let cache = root().join("target/python");
    let last = cache.join("last.tar.gz");
    if fs::read(&last).ok() != Some(fs::read(&source)?) {
        forget(&cache)?;
    }
    if last.exists() {
        fs::remove_file(&last)?;
    }
    let mut wheel = Command::new(&python);
    wheel.args([
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
    ]);
    wheel.arg(&folder).arg(&source);
    // Where the last build left what has not changed since.
    run("building the wheel", wheel.env("CARGO_TARGET_DIR", &cache).env("PATH", path_with(&python)?))?;
    fs::copy(&source, &last)?;
    let wheel = only(&folder, "whl")?;
    let name = wheel.file_name().context("a file has a name")?.to_string_lossy();
    ensure!(name.contains("-cp39-abi3-"), "{name} is not for every Python from 3.9 on");
    let size = fs::metadata(&wheel)?.len();
    ensure!(size <= WHEEL_BYTES_MAX, "the wheel has {size} bytes, more than {WHEEL_BYTES_MAX}");
    Ok(wheel)
}

/// Where programs are looked for by their names, those beside a Python first: maturin and zig are found so.
pub(crate) fn path_with(python: &Path) -> Result<OsString> {
    let beside = python.parent().context("python is in a folder")?;
    let others = std::env::var_os("PATH").unwrap_or_default();
    Ok(std::env::join_paths([beside.to_owned()].into_iter().chain(std::env::split_paths(&others)))?)
}

/// Takes what was built of the package's own code out of what is kept between builds. Every file of a source
/// distribution has the same old date, so cargo would not see that it has changed.
fn forget(cache: &Path) -> Result<()> {
    let mut clean = cargo(&["clean", "--quiet", "--release"]);
    for package in ["frontdesk", "frontdesk-arrow", "frontdesk-python"] {
        clean.args(["--package", package]);
    }
    clean.arg("--target-dir").arg(cache);
    run("clearing away the last wheel", &mut clean).map(drop)
}

/// Installs the package where nothing else is, and runs its tests.
pub(crate) fn test(wheel: &Path) -> Result<()> {
    let python = environment(wheel)?;
    let interpreter = python.to_str().context("the path of the repository is text")?;
    let checks: [(&str, &[&str]); 4] = [
        (
            "tests of the Python package",
            &["-m", "pytest", "--config-file", "bindings-python/pyproject.toml", "bindings-python"],
        ),
        (
            "types of the Python package: mypy",
            &[
                "-m",
                "mypy",
                "--config-file",
                "bindings-python/pyproject.toml",
                "bindings-python/python/frontdesk",
                "bindings-python/tests/typed.py",
            ],
        ),
        (
            "types of the Python package: pyright",
            &["-m", "pyright", "--project", "bindings-python", "--pythonpath", interpreter],
        ),
        (
            "types of the Python package: stubtest",
            &[
                "-m",
                "mypy.stubtest",
                "--mypy-config-file",
                "bindings-python/pyproject.toml",
                "--allowlist",
                "bindings-python/stubtest.txt",
                "frontdesk",
            ],
        ),
    ];
    for (what, arguments) in checks {
        stream(what, Command::new(&python).args(arguments))?;
    }
    Ok(())
}

/// Installs the package for another Python, and runs the tests that need little.
fn test_in(program: &str, wheel: &Path) -> Result<()> {
    let venv = root().join("target/python/other");
    run(
        &format!("an environment of {program}"),
        Command::new(program).args(["-m", "venv", "--clear"]).arg(&venv),
    )?;
    let python = if cfg!(windows) { venv.join("Scripts/python.exe") } else { venv.join("bin/python") };
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run("installing the wheel", Command::new(&python).args(install).args(ANY_PYTHON_NEEDS).arg(wheel))?;
    let mut tests = Command::new(&python);
    tests.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "--config-file", "/dev/null"]);
    tests.args(ANY_PYTHON.map(|name| root().join("bindings-python/tests").join(name)));
    stream(&format!("the Python package in {program}"), &mut tests)
}

/// A new virtual environment with the wheel and what its tests need.
fn environment(wheel: &Path) -> Result<PathBuf> {
    let venv = root().join("target/python/venv");
    run("making a clean environment", Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    let python = if cfg!(windows) { venv.join("Scripts/python.exe") } else { venv.join("bin/python") };
    let mut install = Command::new(&python);
    install
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
            REQUIREMENTS,
        ])
        .arg(wheel);
    run("installing the wheel, and what its tests need", &mut install)?;
    Ok(python)
}

/// The line of the requirements about a package.
pub(crate) fn pinned(package: &str) -> Result<String> {
    let text = fs::read_to_string(root().join(REQUIREMENTS))?;
    let line = text.lines().find(|line| line.starts_with(&format!("{package}==")));
    line.map(str::to_owned).with_context(|| format!("{REQUIREMENTS} does not name {package}"))
}

/// The only file of a folder with this extension.
fn only(folder: &Path, extension: &str) -> Result<PathBuf> {
    let files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    let mut files = files.into_iter().filter(|path| path.extension().is_some_and(|found| found == extension));
    files.next().with_context(|| format!("{} has no .{extension}", folder.display()))
}
