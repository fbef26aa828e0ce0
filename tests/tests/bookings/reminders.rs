//! Reminders are due when the oracle says, and an oracle that misreads the page says otherwise.

use frontdesk::{Instant, QuietHours};
use frontdesk_tests::engine::{answered, clinic};
use frontdesk_tests::generate::reminders::with_reminders;
use frontdesk_tests::oracle::clock::DAY;
use frontdesk_tests::oracle::definitions::{boundary, day_of};
use frontdesk_tests::oracle::reminders::{RIGHT, Reminding, began};
use frontdesk_tests::run::{check, same, same_list, stream};

#[test]
fn reminders_are_due_when_the_oracle_says() {
    check("reminders", 20_000, |case| {
        let (snapshot, after, until) = with_reminders(case);
        let engine = clinic(&snapshot)?;
        let due = |after, until| {
            let due = answered("reminders_due", engine.reminders_due(Instant(after), Instant(until)))?;
            let row = |due: &frontdesk::DueReminder| {
                (due.due_at.0, due.appointment_uid.to_string(), due.reminder_uid.to_string())
            };
            Ok(due.iter().map(row).collect::<Vec<_>>())
        };
        let expected = RIGHT.due(&snapshot, after, until);
        same_list("other reminders are due", &due(after, until)?, &expected)?;
        // A cut anywhere: each comes once.
        let cut = expected.get(expected.len() / 2).map_or(after + 1, |(at, ..)| *at);
        if after < cut && cut < until {
            let mut parts = due(after, cut)?;
            parts.extend(due(cut, until)?);
            same_list("the parts differ from the whole", &parts, &expected)?;
        }
        // Holds that run out are due, too.
        let next = RIGHT.due(&snapshot, after, i64::MAX).first().map(|(at, ..)| *at);
        let said = engine.next_due(Instant(after)).map(|at| at.0);
        same(
            "something is due before that",
            &next.is_some_and(|next| said.is_none_or(|at| at > next)),
            &false,
        )
    });
}

/// Each misreading answers otherwise in so many of the cases at least.
const DIFFERENCES: usize = 20;
const CASES: usize = 20_000;

#[test]
fn every_misreading_of_a_reminder_is_found_out() {
    let misreadings: &[(&str, Reminding)] = &[
        (
            "a date before is 24 hours before",
            Reminding {
                at: |clock, start, days, minute| boundary(clock, day_of(clock, start - days * DAY), minute),
                ..RIGHT
            },
        ),
        (
            "a time on a date is elapsed since midnight",
            Reminding {
                at: |clock, start, days, minute| {
                    boundary(clock, day_of(clock, start) - days, 0) + minute * 60
                },
                ..RIGHT
            },
        ),
        (
            "dates are those of UTC",
            Reminding {
                at: |clock, start, days, minute| boundary(clock, start.div_euclid(DAY) - days, minute),
                ..RIGHT
            },
        ),
        ("there are no quiet hours", Reminding { quiet: |_, _, due| due, ..RIGHT }),
        (
            "quiet hours put off until they end",
            Reminding {
                quiet: |clock, quiet, due| {
                    let began = began(clock, quiet, due);
                    began.map_or(due, |_| {
                        (1..3_000)
                            .map(|minutes| due - due.rem_euclid(60) + minutes * 60)
                            .find(|at| self::began(clock, quiet, *at).is_none())
                            .unwrap_or(due)
                    })
                },
                ..RIGHT
            },
        ),
        (
            "their last minute is quiet",
            Reminding {
                quiet: |clock, quiet, due| {
                    began(clock, quiet, due).or_else(|| began(clock, quiet, due - 1)).unwrap_or(due)
                },
                ..RIGHT
            },
        ),
        (
            "quiet hours end on the date on which they begin",
            Reminding {
                quiet: |clock, quiet, due| match quiet {
                    QuietHours { start_time, end_time } if end_time <= start_time => due,
                    quiet => (RIGHT.quiet)(clock, quiet, due),
                },
                ..RIGHT
            },
        ),
        (
            "who confirms when it is due is reminded",
            Reminding { is_sent: |due, since, start| due >= since && due < start, ..RIGHT },
        ),
        ("who is there is reminded", Reminding { is_sent: |due, since, _| due > since, ..RIGHT }),
    ];
    let mut times = vec![0; misreadings.len()];
    for case in stream("teeth of reminders", 0).take(CASES) {
        let (snapshot, after, until) = with_reminders(&case);
        let expected = RIGHT.due(&snapshot, after, until);
        for (times, (_, rules)) in times.iter_mut().zip(misreadings) {
            *times += usize::from(rules.due(&snapshot, after, until) != expected);
        }
        if times.iter().all(|times| *times >= DIFFERENCES) {
            return;
        }
    }
    let names: Vec<_> = misreadings.iter().map(|(name, _)| *name).zip(times).collect();
    assert!(names.iter().all(|(_, times)| *times >= DIFFERENCES), "too few told apart: {names:#?}");
}
