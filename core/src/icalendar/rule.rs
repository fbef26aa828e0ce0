//! Recurrence rules, as they are read (RFC 5545 §3.3.10).

use super::moment::{Moment, civil};
use crate::time::zone::weekday;

/// What a recurrence rule says. A list that is empty says nothing.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) frequency: Frequency,
    pub(super) interval: i64,
    pub(super) count: Option<i64>,
    pub(super) until: Option<Moment>,
    pub(super) seconds: Vec<i64>,
    pub(super) minutes: Vec<i64>,
    pub(super) hours: Vec<i64>,
    /// Weekdays, 0 for Monday; each with its number in the month or year, or 0 for all of them.
    pub(super) weekdays: Vec<(i64, usize)>,
    pub(super) month_days: Vec<i64>,
    pub(super) year_days: Vec<i64>,
    pub(super) weeks: Vec<i64>,
    pub(super) months: Vec<i64>,
    pub(super) positions: Vec<i64>,
    /// The first day of a week.
    pub(super) week_start: usize,
}

/// The length of a rule's periods, the longest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Frequency {
    Yearly,
    Monthly,
    Weekly,
    Daily,
    Hourly,
    Minutely,
    Secondly,
}

const FREQUENCIES: [(&str, Frequency); 7] = [
    ("YEARLY", Frequency::Yearly),
    ("MONTHLY", Frequency::Monthly),
    ("WEEKLY", Frequency::Weekly),
    ("DAILY", Frequency::Daily),
    ("HOURLY", Frequency::Hourly),
    ("MINUTELY", Frequency::Minutely),
    ("SECONDLY", Frequency::Secondly),
];
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Rule {
    /// Reads a rule. `None` if any part of it can't be understood: an instance too many or too few is worse
    /// than to say so.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let (mut frequency, mut seen) = (None, Vec::new());
        let mut rule = Self {
            frequency: Frequency::Daily,
            interval: 1,
            count: None,
            until: None,
            seconds: Vec::new(),
            minutes: Vec::new(),
            hours: Vec::new(),
            weekdays: Vec::new(),
            month_days: Vec::new(),
            year_days: Vec::new(),
            weeks: Vec::new(),
            months: Vec::new(),
            positions: Vec::new(),
            week_start: 0,
        };
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            let (name, value) = (name.trim(), value.trim());
            if seen.contains(&name) {
                return None;
            }
            seen.push(name);
            match name {
                "FREQ" => frequency = FREQUENCIES.iter().find(|(known, _)| *known == value).copied(),
                "INTERVAL" => rule.interval = number(value).filter(|interval| *interval > 0)?,
                "COUNT" => rule.count = Some(number(value).filter(|count| *count > 0)?),
                "UNTIL" => rule.until = Some(Moment::read(value)?),
                "BYSECOND" => rule.seconds = list(value, 0, 60)?,
                "BYMINUTE" => rule.minutes = list(value, 0, 59)?,
                "BYHOUR" => rule.hours = list(value, 0, 23)?,
                "BYDAY" => rule.weekdays = value.split(',').map(day).collect::<Option<_>>()?,
                "BYMONTHDAY" => rule.month_days = list(value, -31, 31)?,
                "BYYEARDAY" => rule.year_days = list(value, -366, 366)?,
                "BYWEEKNO" => rule.weeks = list(value, -53, 53)?,
                "BYMONTH" => rule.months = list(value, 1, 12)?,
                "BYSETPOS" => rule.positions = list(value, -366, 366)?,
                "WKST" => rule.week_start = WEEKDAYS.iter().position(|known| *known == value)?,
                // What these say is so anyway (RFC 7529).
                "RSCALE" if value == "GREGORIAN" => {}
                "SKIP" if value == "OMIT" => {}
                extension if extension.starts_with("X-") => {}
                _ => return None,
            }
        }
        rule.frequency = frequency?.1;
        // These count from one, from either end.
        let counted = [&rule.month_days, &rule.year_days, &rule.weeks, &rule.positions];
        if counted.iter().any(|list| list.contains(&0)) {
            return None;
        }
        // A leap second is the next minute's first, which is another minute (RFC 5545 §3.3.12).
        rule.seconds.retain(|second| *second < 60);
        Some(rule)
    }

    /// The rule with what it leaves to the start: the day of its period, the time of its day.
    pub(super) fn with_start(&self, start: i64) -> Self {
        let mut rule = self.clone();
        let (day, seconds) = (start.div_euclid(86_400), start.rem_euclid(86_400));
        let (_, month, month_day) = civil(day);
        let says_days = [&rule.month_days, &rule.year_days, &rule.weeks];
        if rule.weekdays.is_empty() && says_days.iter().all(|list| list.is_empty()) {
            match rule.frequency {
                Frequency::Yearly => {
                    if rule.months.is_empty() {
                        rule.months = vec![month];
                    }
                    rule.month_days = vec![month_day];
                }
                Frequency::Monthly => rule.month_days = vec![month_day],
                Frequency::Weekly => rule.weekdays = vec![(0, weekday(day))],
                _ => {}
            }
        }
        let times = [
            (Frequency::Hourly, &mut rule.hours, seconds / 3_600),
            (Frequency::Minutely, &mut rule.minutes, seconds / 60 % 60),
            (Frequency::Secondly, &mut rule.seconds, seconds % 60),
        ];
        for (frequency, list, of_start) in times {
            if list.is_empty() && rule.frequency < frequency {
                list.push(of_start);
            }
        }
        rule
    }
}

/// At most nine digits, so that nothing overflows.
fn number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// Places in order, each once.
fn list(text: &str, min: i64, max: i64) -> Option<Vec<i64>> {
    let one = |text: &str| number(text.trim()).filter(|number| (min..=max).contains(number));
    let mut list = text.split(',').map(one).collect::<Option<Vec<_>>>()?;
    list.sort_unstable();
    list.dedup();
    Some(list)
}

/// `MO`, `1MO`, `-1SU`.
fn day(text: &str) -> Option<(i64, usize)> {
    let text = text.trim();
    let (ordinal, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let ordinal = match ordinal {
        "" => 0,
        text => number(text).filter(|number| (1..=53).contains(&number.abs()))?,
    };
    Some((ordinal, WEEKDAYS.iter().position(|known| *known == name)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_say_nothing_clear_are_none() {
        for text in [
            "",
            "FREQ=",
            "FREQ=FORTNIGHTLY",
            "COUNT=3",
            "FREQ=DAILY;COUNT=0",
            "FREQ=DAILY;COUNT=-1",
            "FREQ=DAILY;COUNT=1234567890",
            "FREQ=DAILY;COUNT=3;COUNT=4",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;UNTIL=soon",
            "FREQ=DAILY;BYHOUR=24",
            "FREQ=DAILY;BYMONTH=0",
            "FREQ=DAILY;BYMONTH=5L",
            "FREQ=DAILY;BYSETPOS=0",
            "FREQ=DAILY;BYMONTHDAY=1,,2",
            "FREQ=MONTHLY;BYDAY=0MO",
            "FREQ=MONTHLY;BYDAY=54MO",
            "FREQ=MONTHLY;BYDAY=é",
            "FREQ=WEEKLY;WKST=1",
            "FREQ=YEARLY;RSCALE=HEBREW",
            "FREQ=YEARLY;EVERY=2",
            "FREQ",
        ] {
            assert!(Rule::read(text).is_none(), "{text}");
        }
        for text in [
            "freq=weekly;byday=mo,tu",
            " FREQ=DAILY;; ",
            "FREQ=DAILY;COUNT=999999999;INTERVAL=+2",
            "FREQ=MONTHLY;BYDAY=+1MO,-1SU;BYSETPOS=-366,366",
            "FREQ=YEARLY;RSCALE=GREGORIAN;SKIP=OMIT;X-NAME=1",
            "FREQ=SECONDLY;BYSECOND=60",
        ] {
            assert!(Rule::read(text).is_some(), "{text}");
        }
    }
}
