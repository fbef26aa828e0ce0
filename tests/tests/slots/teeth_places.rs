//! Misreadings of doctors with several places.

use frontdesk_tests::oracle::{Definitions, RIGHT};

/// Misreadings, by the rule that they break.
pub(crate) fn misreadings() -> Vec<(&'static str, Definitions)> {
    let right = RIGHT;
    vec![
        ("one more than all places can be taken", Definitions { is_full: |taken, all| taken > all, ..right }),
        ("the last place stays free", Definitions { is_full: |taken, all| taken + 1 >= all, ..right }),
        (
            "places are counted when a slot starts only",
            Definitions { moments: |slot, _| vec![slot.start], ..right },
        ),
        (
            "places are free without the gap",
            Definitions {
                places_taken: |busy, at| busy.iter().filter(|busy| busy.span.holds(at)).count() as i64,
                ..right
            },
        ),
        (
            "a place is taken from the gap before on",
            Definitions {
                places_taken: |busy, at| {
                    let taken = busy
                        .iter()
                        .filter(|busy| busy.span.start - busy.ahead < at && at < busy.span.end + busy.behind);
                    taken.count() as i64
                },
                ..right
            },
        ),
        (
            "a slot needs its place without the gap after it",
            Definitions {
                moments: |slot, busy| {
                    let later = busy.iter().map(|busy| busy.span.start).filter(|at| slot.holds(*at));
                    later.chain([slot.start]).collect()
                },
                ..right
            },
        ),
        (
            "all that overlaps a slot takes a place of it",
            Definitions {
                moments: |slot, busy| {
                    let near = busy.iter().filter(|busy| (RIGHT.clashes)(slot, **busy));
                    near.map(|busy| busy.span.start).chain([slot.start]).collect()
                },
                ..right
            },
        ),
        (
            "two of a type that start together are one session",
            Definitions { places_part_sessions: false, ..right },
        ),
    ]
}
