//! wasm-bindgen as a library: of the crate's own version by `Cargo.lock`, and nothing to install. It takes a
//! minute to build, so only the Cargo feature `bindgen` has it.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

/// Makes JavaScript for a module, without names and producers. `cargo xtask wasm` runs it.
#[derive(Args)]
pub(crate) struct Bindgen {
    module: PathBuf,
    folder: PathBuf,
    /// What its files are called.
    name: String,
}

impl Bindgen {
    pub(crate) fn run(&self) -> Result<()> {
        let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
        bindgen.input_path(&self.module).out_name(&self.name).typescript(true).bundler(true)?;
        bindgen.remove_name_section(true).remove_producers_section(true).generate(&self.folder)
    }
}
