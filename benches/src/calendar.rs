//! A megabyte of somebody else's calendar, read for one year: ten years of single events, weekly series of
//! which instances are moved and left out, zones by all kinds of names, and text that has no say.

use std::fmt::Write;
use std::hint::black_box;

use frontdesk::icalendar::BusyTimeQuery;
use frontdesk::{Clinic, Instant, from_json};

/// How long the text is, at least.
pub const BYTES: usize = 1_000_000;
/// 2026, by UTC.
const FROM: Instant = Instant(1_767_225_600);
const TO: Instant = Instant(1_798_761_600);
const ZONES: [&str; 4] =
    ["Europe/Berlin", "W. Europe Standard Time", "/mozilla.org/20070129_1/Europe/Berlin", "Ours"];
const OURS: &str = "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\n\
    TZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\n\
    TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";

/// A calendar, who it is read for, and what is in it.
pub struct Calendar {
    clinic: Clinic,
    query: BusyTimeQuery,
    text: String,
    blocked: usize,
}

impl Calendar {
    /// Makes up the text, and counts what it blocks in the year that is asked for.
    #[expect(clippy::new_without_default, reason = "as the other workloads")]
    pub fn new() -> Self {
        let snapshot = r#"{ "timezone": "Europe/Berlin", "doctors": [ { "uid": "doc-456" } ] }"#;
        let clinic = Clinic::new(from_json(snapshot).expect("a snapshot")).expect("a clinic");
        let doctor_uid = "doc-456".into();
        let query = BusyTimeQuery { doctor_uid, from: FROM, to: TO, ..BusyTimeQuery::default() };
        let mut text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{OURS}");
        let mut blocked = 0;
        for index in 0.. {
            if text.len() >= BYTES {
                break;
            }
            // Days up to the 28th of months from 2018 to 2027.
            let (year, month, day) = (2018 + index % 10, index / 10 % 12 + 1, index / 120 % 28 + 1);
            let (zone, hour) = (ZONES[index % 4], 8 + index % 9);
            let start = format!("{year}{month:02}{day:02}T{hour:02}0000");
            // Of forty, one is a series that has ended in 2026, and one of its four instances is left out.
            let recurs = index % 40 == 8;
            let more = match recurs {
                true => format!("RRULE:FREQ=DAILY;COUNT=4\r\nEXDATE;TZID={zone}:{start}\r\n"),
                false => String::new(),
            };
            if year == 2026 {
                blocked += if recurs { 3 } else { 1 };
            }
            write!(
                text,
                "BEGIN:VEVENT\r\nUID:{index:08}@calendar.example\r\nDTSTAMP:20260101T000000Z\r\n\
                 DTSTART;TZID={zone}:{start}\r\nDURATION:PT45M\r\n{more}SUMMARY:Meeting about the next \
                 meeting\r\n\
                 DESCRIPTION:A long text that says what there is to say of it and goes on into the \r\n next \
                 line\\, as \
                 such texts do.\r\nATTENDEE;PARTSTAT=ACCEPTED;CN=Ada:mailto:ada@practice.example\r\nEND:VEVENT\r\n"
            )
            .expect("a string takes it");
        }
        text.push_str("END:VCALENDAR\r\n");
        Self { clinic, query, text, blocked }
    }

    /// Reads it once.
    pub fn read(&self) -> usize {
        let answer = self.clinic.busy_time_from_icalendar(black_box(&self.text), &self.query);
        let answer = answer.expect("it is a calendar");
        assert!(answer.not_read.is_empty());
        answer.blocked.len()
    }

    /// Asserts that what was counted is blocked.
    pub fn assert_answers(&self) {
        assert!((BYTES..BYTES + 1_000).contains(&self.text.len()));
        assert_eq!(self.read(), self.blocked);
    }
}
