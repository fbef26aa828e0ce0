//! No link of a page is dead: neither in the repository, nor where a page is shown without it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::width::files;

/// What a package registry shows of a package. There is no repository around it, so it has no relative link.
const ALONE: [&str; 3] = ["core/README.md", "bindings-python/README.md", "bindings-wasm/README.md"];

/// What `cargo xtask docs` makes, and follows the links to.
const MADE: [&str; 1] = ["docs/reference/http.md"];

/// A page without its code: a link in code is none.
fn prose(text: &str) -> String {
    let mut inside = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if !inside {
            prose += line;
            prose.push('\n');
        }
    }
    // Between two ticks, on one line or on two.
    let parts = prose.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 0 { part } else { "`" }).collect()
}

/// What the links and pictures of a page lead to.
fn targets(text: &str) -> Vec<String> {
    let prose = prose(text);
    let targets = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.map(|target| target.split_whitespace().collect::<String>()).collect()
}

/// Whether a link leads away, to another site.
fn leads_away(target: &str) -> bool {
    let scheme = target.split(':').next().unwrap_or_default();
    target.contains(':') && scheme.chars().all(|letter| letter.is_ascii_lowercase())
}

/// The names of a page's headings in links.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut found = BTreeSet::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        }
        let heading = line.trim_start_matches('#');
        if inside || heading.len() == line.len() || !heading.starts_with(' ') {
            continue;
        }
        let kept = |letter: char| match letter {
            ' ' | '-' => Some('-'),
            '_' => Some('_'),
            _ if letter.is_alphanumeric() => Some(letter),
            _ => None,
        };
        found.insert(heading.trim().to_lowercase().chars().filter_map(kept).collect());
    }
    found
}

fn pages(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(root, &mut found);
    found.retain(|path| path.extension().is_some_and(|end| end == "md"));
    found.push(root.join("llms.txt"));
    found
}

#[test]
fn no_link_of_a_page_is_dead() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (mut followed, mut dead) = (0, Vec::new());
    for page in pages(&root) {
        let text = fs::read_to_string(&page).expect("a page is text");
        for target in targets(&text).into_iter().filter(|target| !leads_away(target)) {
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let folder = page.parent().unwrap_or(&root);
            let to = if path.is_empty() { page.clone() } else { folder.join(path) };
            let is_made = MADE.iter().any(|made| to.ends_with(made));
            let has_anchor = || {
                let is_page = to.extension().is_some_and(|end| end == "md");
                !is_page || fs::read_to_string(&to).is_ok_and(|text| anchors(&text).contains(anchor))
            };
            followed += 1;
            if !is_made && !(to.exists() && (anchor.is_empty() || has_anchor())) {
                let page = page.strip_prefix(&root).unwrap_or(&page);
                dead.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(followed > 150, "{followed} links were found");
    assert!(dead.is_empty(), "dead links:\n{}", dead.join("\n"));
}

#[test]
fn what_a_registry_shows_has_no_link_into_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for page in ALONE {
        let text = fs::read_to_string(root.join(page)).expect("each package has a page");
        let own = anchors(&text);
        let is_dead = |target: &String| match target.strip_prefix('#') {
            Some(anchor) => !own.contains(anchor),
            None => !leads_away(target),
        };
        let dead: Vec<String> = targets(&text).into_iter().filter(is_dead).collect();
        assert!(dead.is_empty(), "{page} has links that are dead on a registry: {dead:?}");
    }
}

#[test]
fn a_link_is_one_outside_code_only() {
    let page = "# One [page](a.md#b-c)\n`[no](x)` ![it](i.svg) [two\nlines](b.md)\n```text\n[no](y)\n```\n";
    assert_eq!(targets(page), ["a.md#b-c", "i.svg", "b.md"]);
    assert!(leads_away("https://example.org") && leads_away("mailto:a@b") && !leads_away("a.md"));
    let page = "# P50, P90: `what` it is\n```sh\n# no heading\n```\n## Shops, doctors, patients\n";
    let names = ["p50-p90-what-it-is", "shops-doctors-patients"].map(str::to_owned);
    assert_eq!(anchors(page), BTreeSet::from(names));
}
