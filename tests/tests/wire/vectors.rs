//! Runs the test vectors of `vectors/`: cases as JSON that every language runs alike. `vectors/README.md`
//! says what a case is.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use frontdesk_tests::vectors::{WRITTEN_BY_THE_ENGINE, check, files, write_anew};

/// Fewer than this means that a file is lost, not that cases were dropped.
const CASES_MIN: usize = 690;

#[test]
fn every_vector_holds() {
    let mut names = BTreeSet::new();
    let mut wrong = String::new();
    for (file, vectors) in files() {
        assert!(!vectors.about.is_empty() && !vectors.cases.is_empty(), "{file} is empty");
        if file == WRITTEN_BY_THE_ENGINE && std::env::var_os("UPDATE_GOLDEN").is_some() {
            write_anew(&file, vectors);
            continue;
        }
        for case in vectors.cases {
            assert!(names.insert(case.name.clone()), "{file}: `{}` is there twice", case.name);
            if let Err(difference) = check(&case) {
                let _ = writeln!(wrong, "{file}: {}\n  {}\n{difference}", case.name, case.note);
            }
        }
    }
    assert!(wrong.is_empty(), "some vectors do not hold (- expected, + answered):\n{wrong}");
    assert!(names.len() >= CASES_MIN, "only {} vectors were found", names.len());
    println!("{} vectors hold", names.len());
}
