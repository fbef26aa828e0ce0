//! One direction: a file of the core uses only what is above it in this list. And the core touches no clock
//! and no system.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the core, each of which may use those before it and itself.
const LAYERS: &[&str] = &[
    "limits",
    "quoted",
    "error",
    "faults",
    "refusal",
    "wire",
    "uid",
    "time",
    "order",
    "zone",
    "language",
    "interval",
    "availability",
    "appointment_type",
    "appointment",
    "policy",
    "doctor",
    "reminder",
    "check",
    "agenda",
    "schedule",
    "calendar",
    "clinic",
    "slot",
    "open_time",
    "utilisation",
    "booking",
    "dispatch",
    "wait",
    "waiting_room",
    "icalendar",
    "planning",
    "schema",
];

/// Names that `lib.rs` exports at the root and that files use from there.
const ROOT_NAMES: &[(&str, &str)] =
    &[("Uid", "uid"), ("Instant", "time"), ("Zone", "zone"), ("Error", "error"), ("Result", "error")];

/// What comes from nowhere.
const FORBIDDEN: &[&str] = &[
    "SystemTime",
    "std::time",
    "Utc::now",
    "chrono::Local",
    "Local::",
    "thread_rng",
    "std::env",
    "println!",
    "std::fs",
];

/// Functions of the standard library whose last bit depends on the system. The crate `libm` has them with the
/// same bits everywhere.
const INEXACT: &[&str] = &[
    ".exp(",
    ".exp2(",
    ".exp_m1(",
    ".ln(",
    ".ln_1p(",
    ".log(",
    ".log2(",
    ".log10(",
    ".powf(",
    ".powi(",
    ".cbrt(",
    ".hypot(",
    ".sin(",
    ".cos(",
    ".tan(",
    ".asin(",
    ".acos(",
    ".atan(",
    ".atan2(",
    ".sinh(",
    ".cosh(",
    ".tanh(",
    ".asinh(",
    ".acosh(",
    ".atanh(",
    ".gamma(",
    ".ln_gamma(",
    "f64::exp",
    "f64::ln",
    "f64::log",
    "f64::pow",
];

fn files(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).expect("the core is beside the tests") {
        let path = entry.expect("a directory can be listed").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The name of each module used in `line` through `crate::`.
fn used(line: &str) -> Vec<String> {
    let after =
        |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    line.match_indices("crate::").map(|(at, word)| after(&line[at + word.len()..])).collect()
}

#[test]
fn the_core_uses_only_what_is_above_and_touches_no_system() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src");
    let (mut paths, mut wrong) = (Vec::new(), Vec::new());
    files(&core, &mut paths);
    assert!(paths.len() > LAYERS.len() / 2, "the core is where it was");
    for path in paths {
        let text = fs::read_to_string(&path).expect("sources are text");
        let name = path.strip_prefix(&core).expect("found below it").with_extension("");
        let layer = name.iter().next().and_then(|first| first.to_str()).expect("modules have names in ASCII");
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let place = format!("{}:{}", name.display(), number + 1);
            wrong.extend(
                FORBIDDEN
                    .iter()
                    .chain(INEXACT)
                    .filter(|word| code.contains(**word))
                    .map(|word| format!("{place} mentions {word}")),
            );
            for module in used(code).iter().filter(|_| layer != "lib") {
                let module = ROOT_NAMES
                    .iter()
                    .find(|(root, _)| root == module)
                    .map_or(module.as_str(), |(_, module)| module);
                let rank = |module: &str| LAYERS.iter().position(|layer| *layer == module);
                match (rank(layer), rank(module)) {
                    (Some(own), Some(other)) if other <= own => {}
                    _ => wrong.push(format!("{place}: `{layer}` uses `{module}`")),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
