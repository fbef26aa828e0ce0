//! The tables of `scenarios/`, read.

#![allow(clippy::panic, reason = "a test that cannot read its own tables has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use super::{Table, Words, read};

/// Where they are; the waiting rooms' are in a folder of theirs.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// A clinic that several tables begin with.
pub fn fixture(name: &str) -> Option<String> {
    fs::read_to_string(folder().join(format!("{name}.json"))).ok()
}

/// The tables of a folder, by the names of their files.
///
/// # Panics
/// If one can't be read.
pub fn tables<W: Words>(folder: &Path) -> Vec<(String, Table<W>)> {
    let entries = fs::read_dir(folder).expect("the tables are beside the tests");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let table = |path: &PathBuf| {
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(path).expect("a table is text");
        let table = read(&text, fixture).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, table)
    };
    paths.iter().map(table).collect()
}
