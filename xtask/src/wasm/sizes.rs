//! How large the npm package is, held against what is checked in, so that it can't grow unnoticed.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result, ensure};

use crate::setup::root;

/// What a page loads, by brotli, and why it came to be as much.
const FILE: &str = "bindings-wasm/sizes.txt";
/// So much more than that is refused.
const PERCENT_MAX: f64 = 3.0;

const HEAD: &str = "\
# What a page loads, in bytes by brotli: the code and the module of an entry, and the module of waiting rooms.
# `cargo xtask wasm` refuses 3 % more. `cargo xtask wasm --accept-sizes WHY` writes down what it is now, and \
why.
";

/// Refuses a package that has grown, or writes its sizes down with the reason.
pub(super) fn check(sizes: &[(String, u64)], accepted: Option<&str>) -> Result<()> {
    let path = root().join(FILE);
    if let Some(why) = accepted {
        let why = why.trim();
        ensure!(!why.is_empty() && !why.contains('\n'), "`--accept-sizes` takes a line that says why");
        let mut text = String::from(HEAD);
        sizes.iter().try_for_each(|(name, bytes)| writeln!(text, "{name} {bytes} {why}"))?;
        return fs::write(&path, text).context(FILE);
    }
    let text = fs::read_to_string(&path).context(FILE)?;
    let grown = grown(&text, sizes)?;
    ensure!(
        grown.is_empty(),
        "larger than {FILE} by over {PERCENT_MAX} %: {}; make it smaller, or say why with `--accept-sizes`",
        grown.join(", ")
    );
    Ok(())
}

/// What is larger than the text says, each with both sizes.
fn grown(text: &str, sizes: &[(String, u64)]) -> Result<Vec<String>> {
    let mut grown = Vec::new();
    for (name, bytes) in sizes {
        let line = text.lines().find_map(|line| line.strip_prefix(name.as_str())?.strip_prefix(' '));
        let before = line.and_then(|line| line.split(' ').next());
        let before: u64 = before.with_context(|| format!("{FILE} does not name {name}"))?.parse()?;
        if *bytes as f64 > before as f64 * (1.0 + PERCENT_MAX / 100.0) {
            grown.push(format!("{name} ({before} → {bytes})"));
        }
    }
    Ok(grown)
}

#[cfg(test)]
mod tests {
    use super::grown;

    #[test]
    fn three_percent_more_is_let_through_and_no_more() {
        let text = "# of all\nfrontdesk.wasm 100000 why\nrooms.wasm 1000 why not\n";
        let sizes = |full, rooms| [("frontdesk.wasm".into(), full), ("rooms.wasm".into(), rooms)];
        assert!(grown(text, &sizes(103_000, 900)).is_ok_and(|grown| grown.is_empty()));
        let grown_ones = grown(text, &sizes(103_001, 1_031)).unwrap_or_default();
        assert_eq!(grown_ones, ["frontdesk.wasm (100000 → 103001)", "rooms.wasm (1000 → 1031)"]);
        assert!(grown(text, &[("small.wasm".into(), 1)]).is_err(), "what is not named is no size");
    }
}
