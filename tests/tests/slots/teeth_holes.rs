//! Misreadings of grids that leave no holes.

use frontdesk_tests::oracle::definitions::Busy;
use frontdesk_tests::oracle::interval::Interval;
use frontdesk_tests::oracle::{Definitions, RIGHT};

/// Misreadings, by the rule that they break.
pub(crate) fn misreadings() -> Vec<(&'static str, Definitions)> {
    let right = RIGHT;
    vec![
        (
            "beside an appointment is after it only",
            Definitions {
                adjacent_starts: |free, length| {
                    (RIGHT.adjacent_starts)(free, length).into_iter().take(1).collect()
                },
                ..right
            },
        ),
        (
            "beside an appointment is before it only",
            Definitions {
                adjacent_starts: |free, length| {
                    (RIGHT.adjacent_starts)(free, length).into_iter().skip(1).collect()
                },
                ..right
            },
        ),
        (
            "an `adjacent` window looks at itself only",
            Definitions { is_booked_on: |window, _, other| other.overlaps(window), ..right },
        ),
        (
            "an `adjacent` window looks at its date only",
            Definitions { is_booked_on: |_, date, other| other.overlaps(date), ..right },
        ),
        (
            "what is booked on a day begins on it",
            Definitions {
                is_booked_on: |window, date, other| {
                    Interval { start: date.start, end: date.end.max(window.end) }.holds(other.start)
                },
                ..right
            },
        ),
        ("something is always booked", Definitions { is_booked_on: |_, _, _| true, ..right }),
        (
            "a hole as long as the least is too short",
            Definitions { is_short: |hole, least| 0 < hole && hole <= least, ..right },
        ),
        ("no hole is one", Definitions { is_short: |hole, least| hole < least, ..right }),
        ("holes before a slot do not matter", Definitions { holes: |_, after| vec![after], ..right }),
        ("holes after a slot do not matter", Definitions { holes: |before, _| vec![before], ..right }),
        (
            "a hole is what is left on both sides together",
            Definitions { holes: |before, after| vec![before + after], ..right },
        ),
        (
            "a free stretch reaches into the gap",
            Definitions {
                free: |open, busy| {
                    let bare = |busy: &Busy| Busy { behind: 0, ahead: 0, ..*busy };
                    (RIGHT.free)(open, &busy.iter().map(bare).collect::<Vec<_>>())
                },
                ..right
            },
        ),
        ("appointments end no free stretch", Definitions { free: |open, _| open.to_vec(), ..right }),
    ]
}
