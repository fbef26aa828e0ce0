//! wasm-bindgen as a library: of the crate's own version by `Cargo.lock`, and nothing to install.
//! `cargo xtask wasm` runs it, as `bindgen MODULE FOLDER NAME`: it makes JavaScript for a module, without
//! names and producers, in files of that name.

use anyhow::{Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, folder, name] = &arguments[..] else { bail!("bindgen MODULE FOLDER NAME") };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(name).typescript(true).bundler(true)?;
    bindgen.remove_name_section(true).remove_producers_section(true).generate(folder)
}
