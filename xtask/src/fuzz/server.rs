//! `cargo xtask fuzz server`: the server against its own OpenAPI document, with whatever Schemathesis can
//! think of.

use std::process::Command;

use anyhow::Result;

use crate::demo_server;
use crate::setup::{self, root, stream};

const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// Requests for each operation, unless something else is said.
const EXAMPLES: u32 = 10;
const SEED: u64 = 1;

/// How much to try.
#[derive(clap::Args)]
pub(crate) struct Server {
    /// Requests for each operation, and each way of making them
    #[arg(long, default_value_t = EXAMPLES)]
    examples: u32,
    /// Where chance begins
    #[arg(long, default_value_t = SEED)]
    seed: u64,
}

impl Default for Server {
    fn default() -> Self {
        Self { examples: EXAMPLES, seed: SEED }
    }
}

impl Server {
    pub(crate) fn run(&self) -> Result<()> {
        let python = setup::python(&[SCHEMATHESIS])?;
        demo_server::build()?;
        let folder = root().join("target/schemathesis");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        let server = demo_server::Server::start(&folder)?;
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
