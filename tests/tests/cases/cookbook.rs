//! The recipes of the cookbook: each clinic answers what the page says.

use std::fs;
use std::path::Path;

use frontdesk_tests::scenario::clinic::ClinicWords;
use frontdesk_tests::scenario::{play, read};
use libtest_mimic::Trial;

use crate::trial;

/// The week of the page.
const WEEK: &str = "week of 2027-03-22";
/// Fewer mean that recipes are lost.
const RECIPES_MIN: usize = 20;

/// A test for each recipe, and one for all of them.
pub(crate) fn trials() -> Vec<Trial> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../core/docs/cookbook.md");
    let page = fs::read_to_string(path).expect("the page is beside the code");
    let recipes: Vec<&str> = page.split("\n## ").skip(1).collect();
    let count = recipes.len();
    let of = |recipe: &&str| {
        let (title, text) = recipe.split_once('\n').expect("a recipe is more than its title");
        let (title, text) = (title.to_owned(), text.to_owned());
        trial("cookbook", &title.clone(), move || cooked(&title, &text))
    };
    let mut trials: Vec<Trial> = recipes.iter().map(of).collect();
    trials.push(trial("cookbook", "all are there", move || {
        if count < RECIPES_MIN { Err(format!("only {count} recipes were found")) } else { Ok(()) }
    }));
    trials
}

/// Plays a recipe: a clinic in JSON, then steps.
fn cooked(title: &str, text: &str) -> Result<(), String> {
    let clinic = fenced(text, "json").ok_or("a recipe has a clinic")?;
    let steps = fenced(text, "text").ok_or("a recipe has steps")?;
    let table = format!("{WEEK}\n```json\n{clinic}```\n## {title}\n{steps}");
    let table = read::<ClinicWords>(&table, |_| None)?;
    let differences: Vec<String> =
        table.scenarios.iter().flat_map(|scenario| play(&table, scenario)).collect();
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n  ")) }
}

/// The first block of that language.
fn fenced<'a>(text: &'a str, language: &str) -> Option<&'a str> {
    let start = text.find(&format!("```{language}\n"))? + language.len() + 4;
    Some(&text[start..start + text[start..].find("```")?])
}
