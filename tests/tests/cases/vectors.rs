//! The vectors, which every language runs alike.

use std::collections::BTreeSet;

use frontdesk_tests::vectors::{WRITTEN_BY_THE_ENGINE, check, files, write_anew};
use libtest_mimic::Trial;

use crate::trial;

/// Fewer than this means that a file is lost, not that cases were dropped.
const CASES_MIN: usize = 670;

/// A test for each vector, and one for all of them.
pub(crate) fn trials() -> Vec<Trial> {
    let (mut trials, mut names, mut twice) = (Vec::new(), BTreeSet::new(), Vec::new());
    for (file, vectors) in files() {
        assert!(!vectors.about.is_empty() && !vectors.cases.is_empty(), "{file} is empty");
        if file == WRITTEN_BY_THE_ENGINE && std::env::var_os("UPDATE_GOLDEN").is_some() {
            write_anew(&file, vectors);
            continue;
        }
        let table = file.trim_end_matches(".json").to_owned();
        for case in vectors.cases {
            if !names.insert(case.name.clone()) {
                twice.push(format!("{file}: {}", case.name));
            }
            let name = case.name.clone();
            trials.push(trial(&table, &name, move || {
                check(&case)
                    .map_err(|difference| format!("{}\n  (- expected, + answered)\n{difference}", case.note))
            }));
        }
    }
    trials.push(trial("vectors", "all are there, and each has a name of its own", move || {
        match (names.len(), twice) {
            (found, _) if found < CASES_MIN => Err(format!("only {found} vectors were found")),
            (_, twice) if !twice.is_empty() => Err(format!("there twice: {}", twice.join(", "))),
            _ => Ok(()),
        }
    }));
    trials
}
