//! `cargo xtask batches`: the engine in engines of queries that nothing else here needs: DataFusion, which is
//! three hundred crates, and Spark, which is a JVM.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::setup::{cargo, need, root, run, stream};
use crate::wheel;

const SPARK: &str = "pyspark==4.3.0";
/// What comes with the tables of Python, at the versions of the package's own tests.
const BESIDE: [&str; 3] = ["numpy", "pandas", "pyarrow"];

/// How many doctors to try it with.
#[derive(clap::Args)]
pub(crate) struct Batches {
    /// List the slots of so many doctors, on one core and on two
    #[arg(long, default_value_t = 2_000, value_name = "COUNT")]
    doctors: u32,
}

impl Default for Batches {
    fn default() -> Self {
        Self { doctors: 2_000 }
    }
}

impl Batches {
    pub(crate) fn run(&self) -> Result<()> {
        self.on(&wheel::build()?)
    }

    /// With a wheel that is there.
    pub(crate) fn on(&self, wheel: &Path) -> Result<()> {
        need("java", "Debian: `apt-get install openjdk-17-jre-headless`; macOS: `brew install openjdk`")?;
        self.datafusion()?;
        spark(wheel)
    }

    fn datafusion(&self) -> Result<()> {
        let in_project = |command: &str| {
            let mut cargo = cargo(&[command, "--locked"]);
            cargo.current_dir(root()).arg("--manifest-path").arg("integrations/datafusion/Cargo.toml");
            cargo.arg("--target-dir").arg("target/datafusion");
            cargo
        };
        let mut lints = in_project("clippy");
        stream("lints of the table function", lints.args(["--all-targets", "--", "-D", "warnings"]))?;
        stream("tests of the table function", in_project("test"))?;
        let doctors = self.doctors.to_string();
        let mut many = in_project("run");
        stream("slots of many doctors in DataFusion", many.args(["--example", "many", "--", &doctors]))
    }
}

/// Tries the function for `mapInArrow` in a Spark of this machine.
fn spark(wheel: &Path) -> Result<()> {
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
