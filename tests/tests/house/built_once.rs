//! What is built once for two programs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The features with which a package builds each crate that it needs on this machine.
fn features(package: &str) -> BTreeMap<String, BTreeSet<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let tree = ["tree", "--locked", "--edges", "normal,build", "--prefix", "none", "--format", "{p}: {f}"];
    let output =
        Command::new(env!("CARGO")).args(tree).args(["--package", package]).current_dir(root).output();
    let output = output.expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut features = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let line = line.trim_end_matches(" (*)");
        let (name, with) = line.split_once(':').expect("the format has a colon");
        let of_name: &mut BTreeSet<String> = features.entry(name.to_owned()).or_default();
        of_name.insert(with.trim().to_owned());
    }
    features
}

/// `cargo xtask serve` builds xtask, and then the server. A crate that both need is built twice if they ask
/// for different features of it.
#[test]
fn xtask_and_the_server_build_what_they_share_once() {
    let of_server = features("frontdesk-server");
    let of_xtask = features("xtask");
    let shared: Vec<_> = of_xtask.iter().filter(|(name, _)| of_server.contains_key(*name)).collect();
    assert!(shared.len() > 50, "both use serde, clap and the engine: {shared:?}");
    for (name, with) in shared {
        // The server may need a crate twice: for itself, and for a macro.
        assert!(
            with.is_subset(&of_server[name]),
            "{name}: {with:?}, and in the server {:?}",
            of_server[name]
        );
    }
}
