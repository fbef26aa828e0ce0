//! `cargo xtask batches`: the engine in engines of queries that nothing else here needs: DataFusion, which is
//! some 250 crates, and Spark, which is a JVM.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::setup::{cargo, need, root, run, stream};
use crate::wheel;

const SPARK: &str = "pyspark==4.3.0";
/// What comes with the tables of Python, at the versions of the package's own tests.
const BESIDE: [&str; 3] = ["numpy", "pandas", "pyarrow"];

/// The manifest of the table function, which is no member of the workspace.
pub(crate) const DATAFUSION: &str = "integrations/datafusion/Cargo.toml";

/// Which engine, and how many doctors to try it with.
#[derive(clap::Args)]
pub(crate) struct Batches {
    /// Only one of them
    engine: Option<Engine>,
    /// List the slots of so many doctors in DataFusion, in one thread and in two
    #[arg(long, default_value_t = DOCTORS, value_name = "COUNT")]
    doctors: u32,
}

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Engine {
    Datafusion,
    Spark,
}

const DOCTORS: u32 = 2_000;

impl Default for Batches {
    fn default() -> Self {
        Self { engine: None, doctors: DOCTORS }
    }
}

impl Batches {
    pub(crate) fn run(&self) -> Result<()> {
        match self.engine {
            Some(Engine::Datafusion) => self.datafusion(),
            Some(Engine::Spark) => spark(&wheel::build()?),
            None => self.on(&wheel::build()?),
        }
    }

    /// All, with a wheel that is there.
    pub(crate) fn on(&self, wheel: &Path) -> Result<()> {
        jvm()?;
        self.datafusion()?;
        spark(wheel)
    }

    /// Lints and tests of the table function, the example of its page among them, and slots of many doctors.
    fn datafusion(&self) -> Result<()> {
        let in_project = |command: &str| {
            let mut cargo = cargo(&[command, "--release", "--locked", "--manifest-path", DATAFUSION]);
            cargo.args(["--target-dir", "target/datafusion"]);
            cargo
        };
        let mut lints = in_project("clippy");
        stream("lints of the table function", lints.args(["--all-targets", "--", "-D", "warnings"]))?;
        stream("tests of the table function", in_project("test"))?;
        for held in ["memory", "parquet"] {
            let (doctors, what) = (self.doctors.to_string(), format!("slots of many doctors out of {held}"));
            stream(&what, in_project("run").args(["--example", "many", "--", &doctors, held]))?;
        }
        Ok(())
    }
}

fn jvm() -> Result<()> {
    need("java", "Debian: `apt-get install openjdk-17-jre-headless`; macOS: `brew install openjdk`")
}

/// Tries the function for `mapInArrow` in a Spark of this machine.
fn spark(wheel: &Path) -> Result<()> {
    jvm()?;
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
