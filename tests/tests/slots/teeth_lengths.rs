//! Misreadings of lengths.

use frontdesk_tests::oracle::{Definitions, RIGHT};

/// Misreadings, by the rule that they break.
pub(crate) fn misreadings() -> Vec<(&'static str, Definitions)> {
    let right = RIGHT;
    vec![
        (
            "what a doctor takes comes before what is asked for",
            Definitions {
                length: |asked, kind, setting| {
                    let own = setting.filter(|own| own.active).and_then(|own| own.duration_minutes);
                    own.or(asked).unwrap_or(kind.duration_minutes)
                },
                ..right
            },
        ),
        (
            "a length of an inactive setting counts",
            Definitions {
                length: |asked, kind, setting| {
                    let own = setting.and_then(|own| own.duration_minutes);
                    asked.or(own).unwrap_or(kind.duration_minutes)
                },
                ..right
            },
        ),
        (
            "a doctor's length is one of the type's",
            Definitions {
                length: |asked, kind, setting| {
                    let own = setting.filter(|own| own.active).and_then(|own| own.duration_minutes);
                    let own = own.filter(|own| kind.durations_minutes.contains(own));
                    asked.or(own).unwrap_or(kind.duration_minutes)
                },
                ..right
            },
        ),
        ("what is moved keeps no length", Definitions { kept_length: |_, _| None, ..right }),
        (
            "what is moved keeps a length that its type no longer has",
            Definitions {
                kept_length: |moved, kind| {
                    let durations_minutes = moved.duration_minutes.into_iter().collect();
                    let kind = frontdesk::AppointmentType { durations_minutes, ..kind.clone() };
                    (RIGHT.kept_length)(moved, &kind)
                },
                ..right
            },
        ),
        (
            "what is moved keeps the length that it has",
            Definitions {
                kept_length: |moved, kind| {
                    let minutes = (moved.end_date.0 - moved.start_date.0) / 60;
                    let moved = frontdesk::Appointment { duration_minutes: Some(minutes), ..moved.clone() };
                    (RIGHT.kept_length)(&moved, kind)
                },
                ..right
            },
        ),
        (
            "a hold that is replaced keeps its length",
            Definitions {
                kept_length: |moved, kind| {
                    let status = frontdesk::AppointmentStatus::Confirmed;
                    let moved = frontdesk::Appointment { status, ..moved.clone() };
                    (RIGHT.kept_length)(&moved, kind)
                },
                ..right
            },
        ),
        (
            "what becomes of another type keeps its length",
            Definitions {
                kept_length: |moved, kind| {
                    let appointment_type_uid = Some(kind.uid.clone());
                    let moved = frontdesk::Appointment { appointment_type_uid, ..moved.clone() };
                    (RIGHT.kept_length)(&moved, kind)
                },
                ..right
            },
        ),
        (
            "one who joins a session adds no minutes",
            Definitions {
                adds: |joined, length| if joined.is_some() { (0, 0) } else { (1, length) },
                ..right
            },
        ),
        (
            "one who joins a session adds all of its minutes",
            Definitions { adds: |joined, length| (i64::from(joined.is_none()), length), ..right },
        ),
    ]
}
