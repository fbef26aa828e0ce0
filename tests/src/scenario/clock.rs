//! Times as tables write them: `08:10`, `08:10:01`, `Tue 08:10`, `next Mon 09:00`, on the clinic's clock, in
//! and after one week.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use frontdesk::{Instant, Zone};

/// The clock of a clinic, and the week that a table is about.
#[derive(Debug, Clone)]
pub struct WeekClock {
    zone: Zone,
    monday: NaiveDate,
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl WeekClock {
    /// The clock of `zone` in the week of `monday`.
    pub fn new(zone: Zone, monday: NaiveDate) -> Self {
        Self { zone, monday }
    }

    /// Takes a time off the front of `words`. Without a weekday, it is of the Monday.
    pub fn take_time(&self, words: &mut &[String]) -> Option<Instant> {
        let mut rest = *words;
        let date = self.date(&mut rest).unwrap_or(self.monday);
        let (time, rest) = rest.split_first()?;
        let parts: Vec<u32> = time.split(':').map(str::parse).collect::<Result<_, _>>().ok()?;
        let [hour, minute, seconds] = match parts[..] {
            [hour, minute] => [hour, minute, 0],
            [hour, minute, second] => [hour, minute, second],
            _ => return None,
        };
        let at = self.zone.instant(date, u16::try_from(hour * 60 + minute).ok()?)?;
        *words = rest;
        Some(Instant(at.0 + i64::from(seconds)))
    }

    /// Takes a weekday off the front of `words`: the whole of that day.
    pub fn take_day(&self, words: &mut &[String]) -> Option<(Instant, Instant)> {
        let date = self.date(words)?;
        Some((self.zone.instant(date, 0)?, self.zone.instant(date, 1440)?))
    }

    fn date(&self, words: &mut &[String]) -> Option<NaiveDate> {
        let (next, rest) = match words.split_first()? {
            (word, rest) if word == "next" => (true, rest),
            _ => (false, *words),
        };
        let (day, rest) = rest.split_first()?;
        let weekday = WEEKDAYS.iter().position(|weekday| weekday == day)?;
        *words = rest;
        Some(self.monday + TimeDelta::days(weekday as i64 + if next { 7 } else { 0 }))
    }

    /// A time as a table writes it.
    pub fn write(&self, at: Instant) -> String {
        let local: NaiveDateTime = self.zone.local(at);
        let time = local.time();
        let shape = if time.signed_duration_since(NaiveTime::MIN).num_seconds() % 60 == 0 {
            "%H:%M"
        } else {
            "%H:%M:%S"
        };
        let days = (local.date() - self.monday).num_days();
        let day = match days {
            0 => String::new(),
            1..7 => format!("{} ", WEEKDAYS[days as usize]),
            7..14 => format!("next {} ", WEEKDAYS[days as usize - 7]),
            _ => format!("{} ", local.date()),
        };
        format!("{day}{}", time.format(shape))
    }
}
