//! The scenarios: what may happen to an appointment and in a waiting room, in words.

use std::sync::Arc;

use frontdesk_tests::scenario::clinic::ClinicWords;
use frontdesk_tests::scenario::room::RoomWords;
use frontdesk_tests::scenario::{Table, Words, folder, play, tables};
use libtest_mimic::Trial;

use crate::trial;

/// Fewer steps mean that a file is lost, not that steps were dropped.
const STEPS_MIN: usize = 1_150;

/// A test for each scenario, and one for all of them.
pub(crate) fn trials() -> Vec<Trial> {
    let mut steps = 0;
    let mut trials = of(tables::<ClinicWords>(&folder()), &mut steps);
    trials.extend(of(tables::<RoomWords>(&folder().join("waiting_room")), &mut steps));
    trials.push(trial("scenarios", "all are there", move || {
        if steps < STEPS_MIN { Err(format!("only {steps} steps were found")) } else { Ok(()) }
    }));
    trials
}

fn of<W: Words + 'static>(tables: Vec<(String, Table<W>)>, steps: &mut usize) -> Vec<Trial>
where
    Table<W>: Send + Sync,
{
    let mut trials = Vec::new();
    for (name, table) in tables {
        let table = Arc::new(table);
        for at in 0..table.scenarios.len() {
            *steps += table.scenarios[at].steps.len();
            let (title, table) = (table.scenarios[at].title.clone(), Arc::clone(&table));
            trials.push(trial(&name, &title, move || {
                let differences = play(&table, &table.scenarios[at]);
                if differences.is_empty() { Ok(()) } else { Err(differences.join("\n  ")) }
            }));
        }
    }
    trials
}
