//! One direction: a file of the core uses only what is above it in this list. And the core touches no clock
//! and no system.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the core, each of which may use those before it and itself. A file belongs to the longest
/// name that its path starts with.
const LAYERS: &[&str] = &[
    "limits",
    "error::quoted",
    "error",
    "error::faults",
    "error::refusal",
    "wire",
    "wire::uid",
    "time::instant",
    "order",
    "time::zone",
    "time::language",
    "time::interval",
    "model::limit",
    "model::availability",
    "model::location",
    "model::grid",
    "model::appointment_type",
    "model::reason",
    "model::reason_code",
    "model::appointment",
    "prepared::policy",
    "model::doctor",
    "model::reminder",
    "model::check",
    "prepared::place",
    "prepared::agenda",
    "prepared::session",
    "prepared::locations",
    "prepared::terms",
    "prepared::closures",
    "prepared::recurrence",
    "prepared::windows",
    "prepared::weekly",
    "prepared::extras",
    "prepared::schedule",
    "prepared::calendar",
    "prepared::notice",
    "clinic",
    "slot",
    "report::open_time",
    "report::utilisation",
    "report::hours",
    "report::appointments",
    "report::outcomes",
    "booking",
    "wait::dispatch",
    "wait",
    "waiting_room",
    "evaluation",
    "icalendar",
    "builder",
    "planning",
    "schema",
];

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

pub(crate) fn files(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).expect("the core is beside the tests") {
        let path = entry.expect("a directory can be listed").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The path of each module used in `line` through `crate::`.
fn used(line: &str) -> Vec<&str> {
    let path = |rest: &'_ str| {
        rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(rest.len())
    };
    line.match_indices("crate::")
        .map(|(at, word)| &line[at + word.len()..])
        .map(|rest| rest[..path(rest)].trim_end_matches(':'))
        .collect()
}

/// The place in [`LAYERS`] of what is called `path`.
fn rank(path: &str) -> Option<usize> {
    let starts = |layer: &str| path == layer || path.starts_with(&format!("{layer}::"));
    (0..LAYERS.len()).filter(|at| starts(LAYERS[*at])).max_by_key(|at| LAYERS[*at].len())
}

#[test]
fn the_core_uses_only_what_is_above_and_touches_no_system() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../core/src");
    let (mut paths, mut wrong) = (Vec::new(), Vec::new());
    files(&core, &mut paths);
    assert!(paths.len() > LAYERS.len() / 2, "the core is where it was");
    for path in paths {
        let text = fs::read_to_string(&path).expect("sources are text");
        let name = path.strip_prefix(&core).expect("found below it").with_extension("");
        let module = name.to_str().expect("modules have names in ASCII").replace('/', "::");
        let module = module.trim_end_matches("::mod");
        let layer = if module == "lib" { Some(LAYERS.len()) } else { rank(module) };
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let place = format!("{module}:{}", number + 1);
            wrong.extend(
                FORBIDDEN
                    .iter()
                    .chain(INEXACT)
                    .filter(|word| code.contains(**word))
                    .map(|word| format!("{place} mentions {word}")),
            );
            for other in used(code) {
                match (layer, rank(other)) {
                    (Some(own), Some(used)) if used <= own => {}
                    _ => wrong.push(format!("{place} uses `{other}`")),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
