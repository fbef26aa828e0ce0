//! `cargo xtask clients`: makes clients of the server's OpenAPI document with the generators that people use,
//! compiles them strictly, and books an appointment with each.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::demo_server::{self, Server};
use crate::setup::{self, need, root, run, stream};

const PYTHON: &[&str] = &["openapi-python-client==0.29.1", "mypy==2.4.1"];

/// What the check needs of the machine.
const NODE: &str = "Debian: `apt-get install nodejs npm`; macOS: `brew install node`";

#[derive(clap::Args)]
pub(crate) struct Clients {}

impl Clients {
    pub(crate) fn run(&self) -> Result<()> {
        need("npm", NODE)?;
        let folder = root().join("server-example/tests/clients");
        let generated = folder.join("generated");
        if generated.exists() {
            std::fs::remove_dir_all(&generated)?;
        }
        std::fs::create_dir_all(&generated)?;
        let python = setup::python(PYTHON)?;
        let install = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"];
        run("installing generators", Command::new("npm").args(install).arg(&folder))?;
        let document = root().join("server-example/openapi.json");
        let tool = |name: &str| Command::new(folder.join("node_modules/.bin").join(name));
        run(
            "Redocly, recommended",
            tool("redocly").arg("lint").arg(&document).arg("--config").arg(folder.join("redocly.yaml")),
        )?;
        run(
            "Spectral, oas",
            tool("spectral")
                .args(["lint", "--fail-severity=warn", "--ruleset"])
                .arg(folder.join("spectral.yaml"))
                .arg(&document),
        )?;
        run(
            "openapi-typescript",
            tool("openapi-typescript").arg(&document).arg("-o").arg(generated.join("types.d.ts")),
        )?;
        run(
            "@hey-api/openapi-ts",
            tool("openapi-ts").arg("-i").arg(&document).arg("-o").arg(generated.join("hey")),
        )?;
        run(
            "orval",
            tool("orval")
                .args(["--client", "fetch", "--input"])
                .arg(&document)
                .arg("--output")
                .arg(generated.join("orval/api.ts")),
        )?;
        run("tsc --strict", tool("tsc").arg("-p").arg(&folder))?;
        let bundle = generated.join("flow.mjs");
        run(
            "esbuild",
            tool("esbuild")
                .arg(folder.join("flow.ts"))
                .args(["--bundle", "--platform=node", "--format=esm", "--log-level=warning"])
                .arg(format!("--outfile={}", bundle.display())),
        )?;
        let python_client = python_client(&python, &document, &generated)?;
        // What is generated is not strict itself: it leaves generic types open. What uses it is.
        let checked = ["-m", "mypy", "--strict", "--follow-imports=silent", "--no-incremental"];
        run(
            "mypy --strict of what uses it",
            Command::new(&python).args(checked).arg(folder.join("flow.py")).env("MYPYPATH", &python_client),
        )?;
        self.book(&python, &folder, &bundle, &python_client)
    }

    fn book(&self, python: &Path, folder: &Path, bundle: &Path, python_client: &Path) -> Result<()> {
        demo_server::build()?;
        let data = root().join("target/clients");
        if data.exists() {
            std::fs::remove_dir_all(&data)?;
        }
        std::fs::create_dir_all(&data)?;
        let server = Server::start(&data)?;
        let with = |mut command: Command| {
            command.env("FRONTDESK_ADDRESS", &server.address).env("FRONTDESK_KEY", &server.key);
            command
        };
        let mut node = with(Command::new("node"));
        stream("clients in TypeScript", node.arg(bundle))?;
        let mut python = with(Command::new(python));
        stream("client in Python", python.arg(folder.join("flow.py")).env("PYTHONPATH", python_client))
    }
}

/// The client's package, and the folder in which it can be imported.
fn python_client(python: &Path, document: &Path, generated: &Path) -> Result<PathBuf> {
    let folder = generated.join("python");
    // It tidies what it wrote with a program that need not be there.
    let config = generated.join("python.yaml");
    std::fs::write(&config, "post_hooks: []\n")?;
    let program = python.with_file_name("openapi-python-client");
    let mut command = Command::new(program);
    command.args(["generate", "--fail-on-warning", "--path"]).arg(document);
    command.arg("--output-path").arg(&folder).arg("--config").arg(&config);
    run("openapi-python-client", &mut command)?;
    Ok(folder)
}
