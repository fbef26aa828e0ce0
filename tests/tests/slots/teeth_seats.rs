//! Misreadings of seats.

use frontdesk_tests::oracle::{Definitions, RIGHT};

/// Misreadings, by the rule that they break.
pub(crate) fn misreadings() -> Vec<(&'static str, Definitions)> {
    let right = RIGHT;
    vec![
        ("an appointment takes one seat", Definitions { seats_of: |_| 1, ..right }),
        (
            "a seat that is left is room for whatever is asked",
            Definitions { has_room: |taken, _, capacity| taken < capacity, ..right },
        ),
        (
            "what joins a session may fill it beyond its seats by one",
            Definitions { has_room: |taken, asked, capacity| taken + asked <= capacity + 1, ..right },
        ),
        (
            "seats that are asked for are not left",
            Definitions { seats_left: |capacity, taken, asked| capacity - taken - asked, ..right },
        ),
        ("what is moved asks for one seat", Definitions { kept_seats: |_, _| 1, ..right }),
        (
            "a hold that is replaced keeps its seats",
            Definitions { kept_seats: |moved, _| moved.seats, ..right },
        ),
        (
            "what becomes of another type asks for one seat",
            Definitions {
                kept_seats: |moved, kind| {
                    let stays = moved.appointment_type_uid.as_ref() == Some(&kind.uid);
                    if stays { (RIGHT.kept_seats)(moved, kind) } else { 1 }
                },
                ..right
            },
        ),
        (
            "what is moved keeps as many seats as its type has",
            Definitions {
                kept_seats: |moved, kind| (RIGHT.kept_seats)(moved, kind).min(kind.capacity),
                ..right
            },
        ),
        (
            "a session of one's own has room for whatever is kept",
            Definitions { new_has_room: |_, _| true, ..right },
        ),
        ("a limit counts seats", Definitions { counted_in_limits: |taken| taken, ..right }),
        (
            "a limit of a patient counts seats",
            Definitions { counted_of_patient: |appointment| appointment.seats, ..right },
        ),
        ("live holds count seats", Definitions { counted_as_hold: |hold| hold.seats, ..right }),
    ]
}
