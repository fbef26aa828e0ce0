//! `cargo xtask fuzz`: the server against its own OpenAPI document, with whatever Schemathesis can think of.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

use crate::setup::{self, root, run, stream};
use crate::test::cargo;

const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// How much to try.
#[derive(clap::Args)]
pub(crate) struct Fuzz {
    /// Requests for each operation, and each way of making them
    #[arg(long, default_value_t = 10)]
    examples: u32,
    /// Where chance begins
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Fuzz {
    pub(crate) fn run(&self) -> Result<()> {
        let python = setup::python(&[SCHEMATHESIS])?;
        run("building the server", &mut cargo(&["build", "--package", "frontdesk-server"]))?;
        let folder = root().join("target/fuzz");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        let server = Server::start(&folder)?;
        let document = format!("{}/v1/management/openapi.json", server.address);
        let mut schemathesis = Command::new(python.with_file_name(if cfg!(windows) {
            "schemathesis.exe"
        } else {
            "schemathesis"
        }));
        // It keeps what it has found where it runs.
        schemathesis
            .current_dir(&folder)
            .arg("--config-file")
            .arg(root().join("server-example/tests/schemathesis.toml"))
            .args(["run", &document]);
        schemathesis.args(["--max-examples", &self.examples.to_string(), "--seed", &self.seed.to_string()]);
        for (name, value) in
            [("X-API-Key", &*server.key), ("X-ApiToken", &server.key), ("X-AccountCode", "vclinic")]
        {
            schemathesis.args(["--header", &format!("{name}: {value}")]);
        }
        stream("the server against its OpenAPI document", &mut schemathesis)
    }
}

/// A demo server that ends with this value.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: String,
    pub(crate) key: String,
}

impl Server {
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        let mut command = Command::new(
            root().join("target/debug").join(format!("frontdesk-server{}", std::env::consts::EXE_SUFFIX)),
        );
        command
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--database"])
            .arg(folder.join("demo.db"));
        let log = std::fs::File::create(folder.join("server.log"))?;
        let mut process =
            command.stdout(Stdio::piped()).stderr(log).spawn().context("cannot start the server")?;
        let mut lines =
            BufReader::new(process.stdout.take().context("it was asked for")?).lines().map_while(Result::ok);
        let mut after = |words: &str| lines.find_map(|line| line.strip_prefix(words).map(str::to_owned));
        let (address, key) = (after("listening on "), after("demo key "));
        let server = Self { process, address: address.unwrap_or_default(), key: key.unwrap_or_default() };
        anyhow::ensure!(
            !server.key.is_empty(),
            "the server does not say where it listens: see {}",
            folder.join("server.log").display()
        );
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
