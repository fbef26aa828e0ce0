//! Misreadings of locations and of the ways between them.

use frontdesk_tests::oracle::interval::{union, without};
use frontdesk_tests::oracle::window::{Terms, Window};
use frontdesk_tests::oracle::{Definitions, RIGHT};

fn elsewhere_aside(window: &Window) -> Terms {
    Terms { location: None, ..window.terms.clone() }
}

/// Misreadings, by the rule that they break.
pub(crate) fn misreadings() -> Vec<(&'static str, Definitions)> {
    let right = RIGHT;
    vec![
        (
            "windows of different locations are one",
            Definitions {
                one_window: |a, b| {
                    let alike = elsewhere_aside(a) == elsewhere_aside(b);
                    a.date == b.date && a.buffer == b.buffer && alike && a.span.meets(b.span)
                },
                ..right
            },
        ),
        (
            "a slot goes on at another location",
            Definitions {
                open_time: |windows, blocked, of| {
                    let alike = |window: &&Window| {
                        window.buffer == of.buffer && elsewhere_aside(window) == elsewhere_aside(of)
                    };
                    let open = windows.iter().filter(alike).flat_map(|window| window.open.iter().copied());
                    without(&union(open), blocked)
                },
                ..right
            },
        ),
        (
            "what is nowhere is at every location",
            Definitions {
                is_at: |there, asked| {
                    asked.is_none_or(|asked| there.is_none_or(|there| asked.contains(there)))
                },
                ..right
            },
        ),
        ("all locations are asked for", Definitions { is_at: |_, _| true, ..right }),
        (
            "to ask for no location is to ask for all",
            Definitions {
                is_at: |there, asked| (RIGHT.is_at)(there, asked.filter(|asked| !asked.is_empty())),
                ..right
            },
        ),
        ("ways take no time", Definitions { way: |_, _, _| 0, ..right }),
        (
            "a way is in one direction",
            Definitions {
                way: |snapshot, from, to| {
                    let mut ways = snapshot.travel_minutes.iter();
                    let way = ways.find(|way| way.from_location_uid == *from && way.to_location_uid == *to);
                    way.map_or(0, |way| way.minutes * 60)
                },
                ..right
            },
        ),
        (
            "a way takes as long as the way back",
            Definitions { way: |snapshot, from, to| (RIGHT.way)(snapshot, to, from), ..right },
        ),
        (
            "the longer of a way and the way back counts",
            Definitions {
                way: |snapshot, from, to| {
                    (RIGHT.way)(snapshot, from, to).max((RIGHT.way)(snapshot, to, from))
                },
                ..right
            },
        ),
        (
            "the way is added to the gap",
            Definitions { gap: |buffer, after, before, way| buffer.max(after).max(before) + way, ..right },
        ),
        ("who is elsewhere joins a session", Definitions { meets: |_, _| true, ..right }),
        (
            "who is nowhere in particular is elsewhere",
            Definitions { meets: |member, window| member == window, ..right },
        ),
    ]
}
