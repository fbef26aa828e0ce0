//! Misreadings of limits over all doctors, in longer periods, and of patients.

use frontdesk::Period;
use frontdesk_tests::oracle::{Definitions, RIGHT};

/// Misreadings, by the rule that they break.
pub(crate) fn misreadings() -> Vec<(&'static str, Definitions)> {
    let right = RIGHT;
    vec![
        ("a limit over all doctors is one of each", Definitions { counts_all_doctors: false, ..right }),
        ("a limit over all doctors counts by their clocks", Definitions { counts_by_clinic: false, ..right }),
        (
            "weeks start on Monday whatever is said",
            Definitions { period_of: |clock, per, _, at| (RIGHT.period_of)(clock, per, 0, at), ..right },
        ),
        (
            "weeks start on the day after the one that is said",
            Definitions {
                period_of: |clock, per, first, at| (RIGHT.period_of)(clock, per, (first + 1) % 7, at),
                ..right
            },
        ),
        (
            "a month is four weeks",
            Definitions {
                period_of: |clock, per, first, at| match per {
                    Period::Month => (RIGHT.period_of)(clock, Period::Day, first, at).div_euclid(28),
                    _ => (RIGHT.period_of)(clock, per, first, at),
                },
                ..right
            },
        ),
        (
            "a year is a month",
            Definitions {
                period_of: |clock, per, first, at| {
                    let per = if per == Period::Year { Period::Month } else { per };
                    (RIGHT.period_of)(clock, per, first, at)
                },
                ..right
            },
        ),
        ("a patient's limit of some types is one of all", Definitions { limits_type: |_, _| true, ..right }),
        ("a patient has no limits", Definitions { limits_type: |_, _| false, ..right }),
        ("what is over is still to come", Definitions { is_upcoming: |_, _| true, ..right }),
        ("what starts now is over", Definitions { is_upcoming: |start, now| start > now, ..right }),
    ]
}
