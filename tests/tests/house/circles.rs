//! No circles: what a file uses never uses that file in turn, in any crate of the repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::layering::files;

const MEMBERS: &[&str] = &[
    "core/src",
    "tests/src",
    "benches/src",
    "bindings-wasm/src",
    "bindings-python/src",
    "server-example/src",
    "integrations/arrow/src",
    "integrations/datafusion/src",
    "xtask/src",
];

/// The modules of a member: the code of each, without comments and without its own tests.
type Modules = BTreeMap<String, String>;

fn modules(source: &Path) -> Modules {
    let mut paths = Vec::new();
    files(source, &mut paths);
    let module = |path: &Path| {
        let name = path.strip_prefix(source).expect("found below it").with_extension("");
        let parts = name.iter().map(|part| part.to_string_lossy().into_owned());
        let parts: Vec<String> =
            parts.filter(|part| !matches!(part.as_str(), "mod" | "lib" | "main")).collect();
        parts.join("::")
    };
    let code = |path: &Path| {
        let text = fs::read_to_string(path).expect("sources are text");
        let own = text.split("#[cfg(test)]").next().unwrap_or_default();
        own.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
    };
    paths.iter().map(|path| (module(path), code(path))).collect()
}

/// The paths of a `use`, one for each name: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn spread(tree: &str) -> Vec<String> {
    let tree = tree.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((before, inside)) =
        tree.split_once('{').map(|(before, rest)| (before, rest.trim_end().trim_end_matches('}')))
    else {
        return vec![tree.split(" as ").next().unwrap_or_default().trim().to_owned()];
    };
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    // The last brace was cut off with the first; those of inner trees are as they were.
    let inside = balanced(inside);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inside[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[from..]);
    let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    parts.flat_map(|part| spread(&format!("{before}{part}"))).collect()
}

/// With as many closing braces as opening ones.
fn balanced(text: &str) -> String {
    let open = text.matches('{').count().saturating_sub(text.matches('}').count());
    format!("{text}{}", "}".repeat(open))
}

/// `path`, as it stands in `module`, from the root of the member; `None` if it is of another crate.
fn from_root(module: &str, path: &str) -> Option<String> {
    let join = |parent: &str, rest: &str| {
        if parent.is_empty() { rest.to_owned() } else { format!("{parent}::{rest}") }
    };
    if let Some(rest) = path.strip_prefix("crate::") {
        return Some(rest.to_owned());
    }
    if let Some(rest) = path.strip_prefix("self::") {
        return Some(join(module, rest));
    }
    let (mut parent, mut rest) = (module, path);
    while let Some(after) = rest.strip_prefix("super::") {
        parent = parent.rsplit_once("::").map_or("", |(parent, _)| parent);
        rest = after;
    }
    (rest != path).then(|| join(parent, rest))
}

/// What a module hands on from others: where each name of a `pub use` really is.
fn handed_on(modules: &Modules) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (module, code) in modules {
        for statement in code.split("pub").skip(1) {
            let after = statement.trim_start_matches(|c: char| c == '(' || c == ')' || c.is_alphabetic());
            let Some(tree) = after.trim_start().strip_prefix("use ").and_then(|rest| rest.split(';').next())
            else {
                continue;
            };
            for path in spread(tree) {
                let name = path.rsplit("::").next().unwrap_or_default();
                let place = if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") };
                let target = from_root(module, &path).unwrap_or_else(|| {
                    if module.is_empty() { path.clone() } else { format!("{module}::{path}") }
                });
                found.insert(place, target);
            }
        }
    }
    found
}

/// The file in which `path` is.
fn file_of(path: &str, modules: &Modules, handed_on: &BTreeMap<String, String>) -> Option<String> {
    let mut path = path.trim_end_matches(':').to_owned();
    for _ in 0..8 {
        let ends = path.match_indices("::").map(|(at, _)| at).chain([path.len()]);
        let next = ends.into_iter().find_map(|end| {
            let target = handed_on.get(&path[..end]).filter(|_| !modules.contains_key(&path[..end]))?;
            Some(format!("{target}{}", &path[end..]))
        });
        match next {
            Some(next) if next != path => path = next,
            _ => break,
        }
    }
    let mut known = path.as_str();
    while !modules.contains_key(known) {
        known = known.rsplit_once("::")?.0;
    }
    Some(known.to_owned())
}

/// What each file uses of the others.
fn uses(modules: &Modules) -> BTreeMap<&str, BTreeSet<String>> {
    let handed_on = handed_on(modules);
    let of = |module: &str, code: &str| {
        let mut paths = Vec::new();
        let mut rest = String::new();
        for (index, part) in code.split("use ").enumerate() {
            // Text before the first `use`, and what follows the end of each.
            let (tree, after) =
                if index == 0 { ("", part) } else { part.split_once(';').unwrap_or((part, "")) };
            let is_public = rest.trim_end().ends_with("pub") || rest.trim_end().ends_with(')');
            if !is_public && ["crate::", "super::", "self::"].iter().any(|start| tree.starts_with(start)) {
                paths.extend(spread(tree));
            }
            rest.push_str(after);
        }
        for start in ["crate::", "super::"] {
            let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
            paths.extend(rest.match_indices(start).map(|(at, _)| {
                let path = &rest[at..];
                path[..path.find(|c| !is_path(c)).unwrap_or(path.len())].to_owned()
            }));
        }
        let used = paths.iter().filter_map(|path| from_root(module, path));
        let used = used.filter_map(|path| file_of(&path, modules, &handed_on));
        used.filter(|other| other != module).collect::<BTreeSet<String>>()
    };
    modules.iter().map(|(module, code)| (module.as_str(), of(module, code))).collect()
}

/// A way from a file back to itself, if there is one.
fn circle<'a>(uses: &'a BTreeMap<&str, BTreeSet<String>>) -> Option<Vec<&'a str>> {
    fn walk<'a>(
        at: &'a str,
        uses: &'a BTreeMap<&str, BTreeSet<String>>,
        way: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
    ) -> Option<Vec<&'a str>> {
        if let Some(first) = way.iter().position(|module| *module == at) {
            return Some(way[first..].to_vec());
        }
        if !done.insert(at) {
            return None;
        }
        way.push(at);
        let found = uses.get(at).into_iter().flatten().find_map(|next| walk(next, uses, way, done));
        way.pop();
        found
    }
    let mut done = BTreeSet::new();
    uses.keys().find_map(|module| walk(module, uses, &mut Vec::new(), &mut done))
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for member in MEMBERS {
        let modules = modules(&root.join(member));
        assert!(modules.len() > 2, "{member} is where it was");
        let uses = uses(&modules);
        if let Some(circle) = circle(&uses) {
            found.push(format!("{member}: {} → {}", circle.join(" → "), circle[0]));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_circle_is_found_through_what_is_handed_on() {
    let modules: Modules = [
        ("", "pub mod a; mod b;"),
        ("a", "mod deep; pub use self::deep::{Deep, other as Other};"),
        ("a::deep", "use crate::b::{Thing, nested::{One, Two}}; pub struct Deep;"),
        ("b", "fn f() { let x = crate::a::Deep; }"),
    ]
    .map(|(module, code)| (module.to_owned(), code.to_owned()))
    .into();
    let uses = uses(&modules);
    assert_eq!(uses["b"], BTreeSet::from(["a::deep".to_owned()]));
    assert_eq!(circle(&uses), Some(vec!["a::deep", "b"]));
    assert_eq!(spread("a::{b, c::{d, e}}"), ["a::b", "a::c::d", "a::c::e"]);
}
