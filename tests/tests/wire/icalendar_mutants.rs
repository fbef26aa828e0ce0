//! No text makes the reader panic, or work for long.

use frontdesk::icalendar::BusyTimeQuery;
use frontdesk::{ErrorCode, Instant, limits};
use frontdesk_tests::run::case_count_of_long_run;
use proptest::prelude::*;

use crate::calendars::{FROM, calendar, clinic, event, query};

/// Texts that begin as good ones and have pieces taken out, doubled, put in elsewhere or replaced.
#[test]
fn no_text_makes_the_reader_panic() {
    const PIECES: &[&str] = &[
        "BEGIN:VEVENT\r\n",
        "END:VEVENT\r\n",
        "END:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\n",
        "BEGIN:VFREEBUSY\r\n",
        "END:VFREEBUSY\r\n",
        "UID:a\r\n",
        "UID:b\r\n",
        "DTSTART:20260329T023000\r\n",
        "DTSTART;TZID=Pacific/Apia:20111230T120000\r\n",
        "DTSTART;VALUE=DATE:00000101\r\n",
        "DTEND:99991231T235960Z\r\n",
        "DURATION:P9999999W\r\n",
        "DURATION:PT9999999H9999999M9999999S\r\n",
        "FREEBUSY:00000101T000000Z/99991231\r\n",
        "RECURRENCE-ID:x\r\n",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260427T070000Z\r\n",
        "RRULE:FREQ=SECONDLY;INTERVAL=999999999\r\n",
        "RRULE:FREQ=YEARLY;BYWEEKNO=-53;BYSETPOS=-1\r\n",
        "RRULE:FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2;COUNT=9\r\n",
        "EXDATE;VALUE=DATE:20260428\r\n",
        "BEGIN:VTIMEZONE\r\nTZID:x\r\n",
        "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:-9999\r\n",
        "END:STANDARD\r\nEND:VTIMEZONE\r\n",
        "TZID=x",
        "BYDAY=",
        "FREQ=MINUTELY",
        "UNTIL=99991231",
        "SEQUENCE:-9223372036854775808\r\n",
        "DTSTAMP:20260101\r\n",
        "\r\n ",
        "\n\t",
        "\r",
        ":",
        ";",
        "=",
        "\"",
        "\\",
        "TZID",
        "é",
        "\u{2028}",
        "20260323T",
        "Z",
        "/",
        ",",
        "P",
        "\0",
    ];
    let good = event(&[
        "DTSTAMP:20260101T000000Z",
        "SEQUENCE:1",
        "DTSTART;TZID=Europe/Berlin:20260323T090000",
        "DURATION:P1DT2H",
        "RRULE:FREQ=MONTHLY;BYDAY=-1MO,2TU;BYHOUR=9,10;COUNT=30",
        "EXDATE;TZID=Europe/Berlin:20260427T090000",
        "RDATE;VALUE=PERIOD:20260501T090000Z/PT1H",
    ]) + &calendar(&[
        "BEGIN:VFREEBUSY",
        "FREEBUSY;FBTYPE=BUSY:20260323T090000Z/PT1H,20260324T090000Z/20260324T100000Z",
        "END:VFREEBUSY",
    ]);
    let edits = prop::collection::vec(
        (any::<prop::sample::Index>(), 0_usize..30, prop::option::of(prop::sample::select(PIECES))),
        0..8,
    );
    let config = ProptestConfig {
        cases: case_count_of_long_run(20_000, 1_000_000) as u32,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let mut runner = prop::test_runner::TestRunner::new_with_rng(
        config,
        prop::test_runner::TestRng::deterministic_rng(prop::test_runner::RngAlgorithm::ChaCha),
    );
    let clinic = clinic();
    let to = Instant(FROM.0 + limits::RANGE_DAYS_MAX * 86_400);
    let query = BusyTimeQuery { to, ..query() };
    let outcome = runner.run(&edits, |edits| {
        let mut text: Vec<char> = good.chars().collect();
        for (index, removed, piece) in edits {
            let at = index.index(text.len() + 1);
            let until = (at + removed * usize::from(piece.is_none())).min(text.len());
            text.splice(at..until, piece.unwrap_or_default().chars());
        }
        let text: String = text.into_iter().collect();
        match clinic.busy_time_from_icalendar(&text, &query) {
            Ok(answer) => {
                for interval in answer.blocked {
                    prop_assert!(
                        interval.start_date < interval.end_date
                            && interval.start_date.0 >= 0
                            && interval.end_date.0 < limits::INSTANT_MAX
                    );
                }
            }
            // The whole is refused only for what it is as a whole.
            Err(error) => prop_assert!(
                matches!(error.code, ErrorCode::InvalidIcalendar { .. } | ErrorCode::TooMany { .. }),
                "refused: {error}"
            ),
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}
