//! A newcomer's first success in each language, out of nothing but what was packed: the text of the package's
//! own page is run as it stands, its lines are counted, the time is taken, and the strictest checker of the
//! language finds nothing in it.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::pages::block;
use super::project::{empty, environment, npm_install};
use crate::setup::{cargo, root, run};
use crate::{wasm, wheel};

/// From the first command to slots of one's own hours.
const PYTHON_SECONDS_MAX: f64 = 120.0;
const PYTHON_LINES_MAX: usize = 25;
/// A clinic of one type and five rules.
const RUST_LINES_MAX: usize = 20;
/// A booking widget in React.
const REACT_LINES_MAX: usize = 60;

/// Slots of a practice out of CSV, with the wheel's page as the only help.
pub(super) fn python(wheel: &Path) -> Result<()> {
    let project = empty("newcomer-python")?;
    let started = Instant::now();
    let python = environment(&project, wheel)?;
    let tell = "import importlib.metadata as it; print(it.metadata('frontdesk').get_payload())";
    let page = String::from_utf8(run("the wheel's page", Command::new(&python).args(["-c", tell]))?)?;
    let program = block_with(&page, "python", "hours.csv")?;
    fs::write(project.join("hours.csv"), block(&page, "csv", 0)?)?;
    fs::write(project.join("practice.py"), &program)?;
    let mut practice = Command::new("env");
    // `run` works at the root of the repository, where a newcomer is not.
    practice.arg("-C").arg(&project).arg(&python).arg("practice.py");
    let said = String::from_utf8(run("slots of a practice out of CSV", &mut practice)?)?;
    let seconds = started.elapsed().as_secs_f64();
    ensure!(said.lines().count() == 15 && said.starts_with("Mon 08:00 ada"), "these are the slots:\n{said}");
    told("Python", "slots of a practice out of CSV", &program, PYTHON_LINES_MAX, seconds)?;
    ensure!(seconds <= PYTHON_SECONDS_MAX, "{seconds:.0} s are more than {PYTHON_SECONDS_MAX}");

    let checkers = [wheel::pinned("mypy")?, wheel::pinned("pyright")?];
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(checkers);
    run("installing mypy and pyright", &mut install)?;
    let mut mypy = Command::new(&python);
    mypy.args(["-m", "mypy", "--strict", "--cache-dir"]).arg(project.join("mypy"));
    run("mypy --strict", mypy.arg(project.join("practice.py")))?;
    fs::write(project.join("pyrightconfig.json"), "{ \"typeCheckingMode\": \"strict\" }\n")?;
    let mut pyright = Command::new(&python);
    pyright.args(["-m", "pyright", "--pythonpath"]).arg(&python).arg("--project").arg(&project);
    run("pyright, strict", &mut pyright).map(drop)
}

/// A booking widget in a page that Vite builds, with the npm package's page as the only help.
pub(super) fn react(packed: &Path) -> Result<()> {
    let project = empty("newcomer-react")?;
    let started = Instant::now();
    let others = ["react", "react-dom", "@types/react", "@types/react-dom", "typescript", "vite"];
    let others: Vec<String> = others.into_iter().map(pinned).collect::<Result<_>>()?;
    npm_install(&project, packed, &others)?;
    let page = fs::read_to_string(project.join("node_modules/frontdesk/README.md"))?;
    let widget = block(&page, "tsx", 0)?;
    fs::create_dir_all(project.join("src"))?;
    fs::write(project.join("src/booking.tsx"), &widget)?;
    fs::write(project.join("src/main.tsx"), block(&page, "tsx", 1)?)?;
    fs::write(
        project.join("index.html"),
        "<!doctype html><div id=\"root\"></div><script type=\"module\" src=\"/src/main.tsx\"></script>\n",
    )?;
    fs::write(
        project.join("tsconfig.json"),
        r#"{ "compilerOptions": { "strict": true, "exactOptionalPropertyTypes": true, "skipLibCheck": false,
  "noUncheckedIndexedAccess": true, "noEmit": true, "target": "es2022", "module": "esnext",
  "moduleResolution": "bundler", "jsx": "react-jsx", "lib": ["es2022", "dom", "dom.iterable"], "types": [] },
  "include": ["src"] }"#,
    )?;
    let bin = project.join("node_modules/.bin");
    run("tsc, strict", Command::new(bin.join("tsc")).arg("--project").arg(&project))?;
    let mut vite = Command::new(bin.join("vite"));
    run("the page, by Vite", vite.args(["build", "--logLevel", "error"]).arg(&project))?;
    let shown = in_browser(&project.join("dist"))?;
    let seconds = started.elapsed().as_secs_f64();
    ensure!(shown.matches("aria-pressed").count() >= 28, "the page shows no month:\n{shown}");
    told("React", "a booking widget", &widget, REACT_LINES_MAX, seconds)
}

/// What a page shows in Chromium once it has worked.
fn in_browser(site: &Path) -> Result<String> {
    wasm::chromium()?;
    let mut chromium = Command::new("node");
    run("the page, in Chromium", chromium.arg(root().join("xtask/src/release/shown.mjs")).arg(site))
        .and_then(|said| Ok(String::from_utf8(said)?))
}

/// A clinic of one type and five rules, with the crate's page as the only help. `project` is one that has the
/// crate, unpacked in `crate_folder`.
pub(super) fn rust(project: &Path, crate_folder: &Path) -> Result<()> {
    let page = fs::read_to_string(crate_folder.join("README.md"))?;
    let program = block(&page, "rust", 0)?;
    let file = project.join("src/bin/practice.rs");
    fs::create_dir_all(file.parent().context("it is in a folder")?)?;
    fs::write(&file, &program)?;
    let started = Instant::now();
    let in_project = |command: &str| {
        let mut cargo = cargo(&[command, "--quiet", "--bin", "practice", "--manifest-path"]);
        cargo.arg(project.join("Cargo.toml")).env("CARGO_TARGET_DIR", root().join("target/trial"));
        cargo
    };
    run("a clinic of one type and five rules", &mut in_project("run"))?;
    told(
        "Rust",
        "a clinic of one type and five rules",
        &program,
        RUST_LINES_MAX,
        started.elapsed().as_secs_f64(),
    )?;
    let mut clippy = in_project("clippy");
    clippy.args(["--no-deps", "--", "-D", "warnings", "-D", "clippy::pedantic"]);
    run("clippy, pedantic", &mut clippy).map(drop)
}

/// Says how long it took and how long it is, and refuses what is longer than it should be.
fn told(who: &str, what: &str, program: &str, lines_max: usize, seconds: f64) -> Result<()> {
    let lines = program.lines().count();
    println!("{who}: {what} in {lines} lines, after {seconds:.1} s");
    ensure!(lines <= lines_max, "{what} takes {lines} lines, more than {lines_max}");
    Ok(())
}

/// A page's block of code that has these words in it.
fn block_with(page: &str, language: &str, words: &str) -> Result<String> {
    let found = (0..).map_while(|index| block(page, language, index).ok()).find(|code| code.contains(words));
    found.with_context(|| format!("the page has no {language} about {words}"))
}

/// An npm package in the version that the tests have.
fn pinned(name: &str) -> Result<String> {
    let package: serde_json::Value =
        serde_json::from_slice(&fs::read(root().join("bindings-wasm/package.json"))?)?;
    let version = package["devDependencies"][name].as_str();
    Ok(format!("{name}@{}", version.with_context(|| format!("the tests have no {name}"))?))
}
