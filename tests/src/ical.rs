//! iCalendar as another reader sees it: lines of the right form, components by the crate `icalendar`, local
//! times by the `VTIMEZONE` in the text, recurrence spelt out. None of it is the engine's.

use chrono::NaiveDateTime;
use icalendar::parser::{Component, read_components, unfold};

use crate::oracle::interval::Interval;

/// The text's one calendar, or what is wrong with its form (RFC 5545 §3.1).
pub fn calendar(unfolded: &str) -> Result<Component<'_>, String> {
    let mut roots = read_components(unfolded)?;
    match (roots.pop(), roots.is_empty()) {
        (Some(root), true) if root.name == "VCALENDAR" => Ok(root),
        _ => Err("not one calendar".to_owned()),
    }
}

/// The text without folds, if its lines are at most 75 octets long and end in CRLF, and no other control
/// character is in it.
pub fn unfolded(text: &str) -> Result<String, String> {
    let lines = text.strip_suffix("\r\n").ok_or("the last line does not end")?.split("\r\n");
    for line in lines {
        if line.len() > 75 || line.is_empty() || line.chars().any(|c| c.is_control() && c != '\t') {
            return Err(format!("bad line of {} octets: {line:?}", line.len()));
        }
    }
    Ok(unfold(text))
}

/// The value of a property that is there once.
pub fn value<'a>(component: &'a Component<'_>, name: &str) -> Option<&'a str> {
    let mut found = component.properties.iter().filter(|property| property.name == name);
    found.next().map(|property| property.val.as_str()).filter(|_| found.next().is_none())
}

/// What the methods of RFC 5546 ask of a calendar (§3.2.1, §3.2.2, §3.2.5, §3.3.1), and that no property is
/// without a value.
pub fn as_its_method_asks(calendar: &Component<'_>) -> Result<(), String> {
    let method = value(calendar, "METHOD");
    for component in &calendar.components {
        let count = |name: &str| component.properties.iter().filter(|property| property.name == name).count();
        let status = value(component, "STATUS");
        let holds = match (component.name.as_str(), method) {
            (_, None) => count("ATTENDEE") == 0,
            ("VEVENT", Some("REQUEST")) => count("ATTENDEE") > 0 && status != Some("CANCELLED"),
            ("VEVENT", Some("CANCEL")) => status == Some("CANCELLED"),
            ("VEVENT" | "VFREEBUSY", Some("PUBLISH")) => {
                count("ATTENDEE") == 0 && status != Some("CANCELLED")
            }
            _ => false,
        };
        if !holds || method.is_some() && count("ORGANIZER") != 1 {
            return Err(format!("{method:?} does not allow {component:?}"));
        }
    }
    let mut open = vec![calendar];
    while let Some(component) = open.pop() {
        if let Some(empty) = component.properties.iter().find(|property| property.val.as_str().is_empty()) {
            return Err(format!("without a value: {empty:?}"));
        }
        open.extend(&component.components);
    }
    Ok(())
}

/// The components of this kind.
pub fn all<'a, 'b>(component: &'a Component<'b>, kind: &str) -> impl Iterator<Item = &'a Component<'b>> {
    component.components.iter().filter(move |inner| inner.name == kind)
}

/// Seconds that a clock shows, or Unix seconds, of a date and time.
fn seconds(text: &str) -> i64 {
    let time = NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), "%Y%m%dT%H%M%S");
    time.expect("a date and time").and_utc().timestamp()
}

/// Where a component says that it is.
pub fn place(component: &Component<'_>) -> Option<String> {
    value(component, "LOCATION").map(str::to_owned)
}

/// The times of the hours in a `VAVAILABILITY`, each with what its place is called, in no order.
pub fn hours(calendar: &Component<'_>) -> Vec<(Option<String>, Interval)> {
    let zone: Vec<(i64, i64, i64)> =
        all(calendar, "VTIMEZONE").flat_map(|zone| &zone.components).map(observance).collect();
    let mut hours = Vec::new();
    for available in all(calendar, "VAVAILABILITY").flat_map(|availability| all(availability, "AVAILABLE")) {
        let start = value(available, "DTSTART").expect("AVAILABLE has a DTSTART");
        let end = value(available, "DTEND").expect("AVAILABLE has a DTEND here");
        let is_local = !start.ends_with('Z');
        let instant = |local: i64| if is_local { local - offset(&zone, local) } else { local };
        let length = instant(seconds(end)) - instant(seconds(start));
        let (until, step) = match value(available, "RRULE") {
            None => (instant(seconds(start)), 1),
            Some(rule) => {
                let until = rule
                    .split(';')
                    .find_map(|part| part.strip_prefix("UNTIL="))
                    .expect("every recurrence here ends");
                (seconds(until), 7 * 86_400)
            }
        };
        let except: Vec<i64> =
            value(available, "EXDATE").map_or(Vec::new(), |list| list.split(',').map(seconds).collect());
        let mut local = seconds(start);
        while instant(local) <= until {
            if !except.contains(&local) {
                let interval = Interval { start: instant(local), end: instant(local) + length };
                hours.push((place(available), interval));
            }
            local += step;
        }
    }
    hours
}

/// The one onset of an observance by the clock, with the offsets before and after. Some readers take no
/// second one, so there must not be any.
fn observance(component: &Component<'_>) -> (i64, i64, i64) {
    assert!(value(component, "RDATE").is_none() && value(component, "RRULE").is_none(), "{component:?}");
    let offset = |name: &str| {
        let text = value(component, name).expect("an observance has its offsets");
        let (sign, digits) = text.split_at(1);
        let pair = |at: usize| digits.get(at..at + 2).map_or(0, |pair| pair.parse::<i64>().expect("digits"));
        (pair(0) * 3_600 + pair(2) * 60 + pair(4)) * if sign == "-" { -1 } else { 1 }
    };
    let onset = seconds(value(component, "DTSTART").expect("an observance has its onset"));
    (onset, offset("TZOFFSETFROM"), offset("TZOFFSETTO"))
}

/// The offset at a time of the clock: the first of two, and in a gap the one before it (RFC 5545 §3.3.5).
fn offset(zone: &[(i64, i64, i64)], local: i64) -> i64 {
    // In a gap the clock reads on by the old offset; in a fold the new one begins when the old reading has
    // passed.
    let begun = zone.iter().filter(|(onset, before, after)| *onset + (after - before).max(0) <= local);
    begun.max_by_key(|(onset, _, _)| *onset).expect("the text explains its times").2
}
