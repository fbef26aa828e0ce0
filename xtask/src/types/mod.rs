//! `cargo xtask types`: the wire model as a JSON Schema, and as types of TypeScript and Python. The files are
//! checked in.

mod model;
mod prose;
mod python;
mod typescript;

use std::fs;

use anyhow::{Context, Result, bail};
use frontdesk::schema;

use crate::setup::root;

/// Where to print, or whether to.
#[derive(clap::Args)]
pub(crate) struct Types {
    /// Print nothing, and say which files are not what would be printed
    #[arg(long)]
    pub(crate) check: bool,
}

impl Types {
    pub(crate) fn run(&self) -> Result<()> {
        let document = schema::document();
        let types = model::read(&document)?;
        let (given, answered) = (model::given(&document, &types)?, model::answered(&document, &types)?);
        let files = [
            ("core/schema.json", format!("{}\n", serde_json::to_string_pretty(&document)?)),
            ("bindings-wasm/types.d.ts", typescript::print(&types, &given, &answered)),
            ("bindings-python/python/frontdesk/_types.py", python::print(&types, &given, &answered)),
        ];
        let mut stale = Vec::new();
        for (name, text) in files {
            let path = root().join(name);
            if fs::read_to_string(&path).is_ok_and(|old| old == text) {
                continue;
            }
            stale.push(name);
            if !self.check {
                fs::create_dir_all(path.parent().context("every file is in a folder")?)?;
                fs::write(&path, text).with_context(|| format!("cannot write {name}"))?;
                eprintln!("wrote {name}");
            }
        }
        if self.check && !stale.is_empty() {
            bail!("{} not what the wire model says: run `cargo xtask types`", stale.join(", "));
        }
        Ok(())
    }
}
