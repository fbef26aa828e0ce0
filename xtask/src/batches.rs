//! `cargo xtask batches`: slots in Spark, which nothing else here needs, and which needs a JVM.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::setup::{need, root, run, stream};
use crate::wheel;

const SPARK: &str = "pyspark==4.3.0";
/// What comes with the tables of Python, at the versions of the package's own tests.
const BESIDE: [&str; 3] = ["numpy", "pandas", "pyarrow"];

#[derive(clap::Args)]
pub(crate) struct Batches {}

impl Batches {
    pub(crate) fn run(&self) -> Result<()> {
        on(&wheel::build()?)
    }
}

/// Tries the function for `mapInArrow`, with a wheel that is there, in a Spark of this machine.
pub(crate) fn on(wheel: &Path) -> Result<()> {
    need("java", "Debian: `apt-get install openjdk-17-jre-headless`; macOS: `brew install openjdk`")?;
    let venv = root().join("target/python/spark");
    let python = if cfg!(windows) { venv.join("Scripts/python.exe") } else { venv.join("bin/python") };
    if !python.exists() {
        run("an environment for Spark", Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    let beside = BESIDE.map(wheel::pinned).into_iter().collect::<Result<Vec<String>>>()?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run("installing Spark", Command::new(&python).args(install).arg(SPARK).args(beside))?;
    let again = ["--force-reinstall", "--no-deps"];
    run("installing the wheel", Command::new(&python).args(install).args(again).arg(wheel))?;
    let mut script = Command::new(&python);
    script.arg("bindings-python/docs/spark.py").env("PYSPARK_PYTHON", &python);
    stream("slots in Spark", script)
}
