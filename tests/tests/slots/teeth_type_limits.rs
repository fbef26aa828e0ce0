//! Misreadings of limits of types in windows.

use frontdesk_tests::oracle::{Definitions, RIGHT};

/// Misreadings, by the rule that they break.
pub(crate) fn misreadings() -> Vec<(&'static str, Definitions)> {
    let right = RIGHT;
    vec![
        (
            "a limit of types counts each of them alone",
            Definitions { limited_together: |_, kind, other| other == Some(kind), ..right },
        ),
        ("a limit of types counts every type", Definitions { limited_together: |_, _, _| true, ..right }),
        (
            "what runs into a window is in it",
            Definitions { is_in_window: |window, other, _| window.span.overlaps(other), ..right },
        ),
        (
            "what starts where a window ends is in it",
            Definitions {
                is_in_window: |window, other, _| {
                    window.span.holds(other.start) || window.span.end == other.start
                },
                ..right
            },
        ),
        (
            "a limit of a window is one of its date",
            Definitions { is_in_window: |window, _, day| window.date == day, ..right },
        ),
        ("a limit of types counts seats", Definitions { counted_as: |taken| taken, ..right }),
        ("a limit of types binds who joins", Definitions { type_limits_bind_joiners: true, ..right }),
        (
            "windows of different limits are one",
            Definitions {
                one_window: |a, b| {
                    let mut b = b.clone();
                    b.terms.limits.clone_from(&a.terms.limits);
                    (RIGHT.one_window)(a, &b)
                },
                ..right
            },
        ),
    ]
}
