//! How often the generated cases have each edge. A generator that forgets one fails here, not silently.

use std::time::Instant;

use frontdesk_tests::edges::{EDGES, EDGES_OF_LOCATIONS, Edge, Facts};
use frontdesk_tests::oracle::slots;
use frontdesk_tests::run::stream;

/// Each edge comes up in at least this many of 10 000 cases.
const LEAST: usize = 20;

#[test]
fn every_edge_comes_up() {
    let count = 10_000;
    let edges: Vec<&Edge> = EDGES.iter().chain(EDGES_OF_LOCATIONS).collect();
    let mut times = vec![0_usize; edges.len()];
    for case in stream("coverage", 0).take(count) {
        let facts = Facts::of(&case);
        for (times, (_, has)) in times.iter_mut().zip(&edges) {
            *times += usize::from(has(&facts));
        }
    }
    for (times, (name, _)) in times.iter().zip(&edges) {
        println!("{times:>6} {name}");
    }
    let rare: Vec<_> = times
        .iter()
        .zip(&edges)
        .filter(|(times, _)| **times * 10_000 < LEAST * count)
        .map(|(times, (name, _))| (times, name))
        .collect();
    assert!(rare.is_empty(), "of {count} cases, too few have: {rare:#?}");
}

/// What a case costs, for whoever makes the generator richer.
#[test]
fn the_oracle_is_fast_enough() {
    let count = 4_000;
    let start = Instant::now();
    let cases: Vec<_> = stream("speed", 0).take(count).collect();
    let generated = start.elapsed();
    let offered: usize = cases.iter().map(|case| slots(&case.snapshot, &case.query, case.now).len()).sum();
    let answered = start.elapsed() - generated;
    println!("{count} cases with {offered} slots: generated in {generated:?}, answered in {answered:?}");
    assert!(offered > count, "cases should offer something");
}
