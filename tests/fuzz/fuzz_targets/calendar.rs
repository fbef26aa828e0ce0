//! Calendars that somebody else wrote. Whatever the text is, what blocks is in order and lies in the range.

#![no_main]

use std::sync::LazyLock;

use frontdesk::icalendar::BusyTimeQuery;
use frontdesk::{Clinic, Instant, from_json};
use libfuzzer_sys::fuzz_target;

static CLINIC: LazyLock<Clinic> = LazyLock::new(|| {
    let clinic = r#"{ "timezone": "Europe/Berlin", "doctors": [{ "uid": "doc-456" }] }"#;
    Clinic::new(from_json(clinic).expect("a clinic")).expect("a clinic")
});

fuzz_target!(|data: &[u8]| {
    let year = 366 * 86_400;
    let (from, to) = (Instant(1_767_225_600), Instant(1_767_225_600 + year));
    let query = BusyTimeQuery {
        doctor_uid: "doc-456".into(),
        from,
        to,
        uid_prefix: "own:".to_owned(),
        addresses: vec!["mailto:ada@practice.example".to_owned()],
    };
    let Ok(busy) = CLINIC.busy_time_from_icalendar(data, &query) else { return };
    assert!(busy.blocked.is_sorted_by_key(|blocked| blocked.start_date));
    for blocked in &busy.blocked {
        assert!(blocked.start_date < blocked.end_date, "{blocked:?}");
        assert!(blocked.start_date < to && blocked.end_date > from, "{blocked:?}");
    }
});
