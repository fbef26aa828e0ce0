//! What recurs every year: a POSIX TZ string such as `CET-1CEST,M3.5.0,M10.5.0/3` (RFC 9636 §3.3.1), and its
//! changes.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{DAY, MINUTE, TABLE_END, day_date, day_number};
use crate::limits::TRANSITION_SPACING_SECONDS_MIN;

/// The clock of a zone after its last transition. What is wrong with a rule is said in words, for
/// `invalid_timezone_data`.
pub(super) struct Rule {
    /// Offset of standard time, in seconds east of UTC. POSIX writes it west.
    standard: i64,
    daylight: Option<Daylight>,
}

struct Daylight {
    offset: i64,
    start: Moment,
    end: Moment,
}

/// A moment of the year, by the clock that runs before it.
struct Moment {
    day: Day,
    /// Seconds from midnight, −167 to 167 hours.
    time: i64,
}

enum Day {
    /// `Jn`: 1 to 365, and never 29 February.
    Julian(i64),
    /// `n`: 0 to 365, where 29 February counts.
    Ordinal(i64),
    /// `Mm.w.d`: week 5 is the last one of the month.
    Weekday { month: u32, week: u8, weekday: Weekday },
}

impl Rule {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader { text: text.as_bytes(), at: 0 };
        reader.name()?;
        let standard = -reader.time(24)?;
        let mut daylight = None;
        if reader.peek().is_some() {
            reader.name()?;
            let offset =
                if reader.peek() == Some(b',') { standard + 60 * MINUTE } else { -reader.time(24)? };
            if offset >= 25 * 60 * MINUTE {
                return Err(reader.expected("an offset under 25 hours"));
            }
            daylight = Some(Daylight { offset, start: reader.moment()?, end: reader.moment()? });
        }
        match reader.peek() {
            None => Ok(Self { standard, daylight }),
            Some(_) => Err(reader.expected("the end")),
        }
    }

    /// The offset at `at`, and the changes after it to the end of the table, `(first instant, offset)`.
    pub(super) fn from(&self, at: i64) -> Result<(i64, Vec<(i64, i64)>), String> {
        let Some(daylight) = &self.daylight else { return Ok((self.standard, Vec::new())) };
        let mut changes: Vec<(i64, i64)> = Vec::new();
        let mut order = None;
        // A time of −167 to 167 hours can move a change into the year before or after its own.
        for year in year_of(at) - 2..=year_of(TABLE_END) + 1 {
            let start = (daylight.start.local(year) - self.standard, daylight.offset);
            let end = (daylight.end.local(year) - daylight.offset, self.standard);
            let starts_first = start.0 < end.0;
            if *order.get_or_insert(starts_first) != starts_first {
                return Err(format!(
                    "the changes of {year} are in another order than those of the year before"
                ));
            }
            let (first, second) = if starts_first { (start, end) } else { (end, start) };
            // Changes that meet at the turn of the year are none: such a rule says "daylight saving all
            // year".
            let met = changes.pop_if(|last| last.0 == first.0).is_some();
            let since = changes.last().map_or(i64::MAX, |last| first.0 - last.0);
            if since.min(second.0 - first.0) < TRANSITION_SPACING_SECONDS_MIN {
                return Err(format!(
                    "the changes of {year} are less than {TRANSITION_SPACING_SECONDS_MIN} seconds apart"
                ));
            }
            if !met {
                changes.push(first);
            }
            changes.push(second);
        }
        let after = changes.split_off(changes.partition_point(|change| change.0 <= at));
        Ok((changes.last().map_or(self.standard, |last| last.1), after))
    }
}

impl Moment {
    /// This moment in `year`, in seconds since 1970 of the local clock.
    fn local(&self, year: i32) -> i64 {
        let new_year = || NaiveDate::from_ymd_opt(year, 1, 1).expect("a year of the engine's time");
        let day = match self.day {
            Day::Julian(n) => day_number(new_year()) + n - 1 + i64::from(n >= 60 && new_year().leap_year()),
            Day::Ordinal(n) => day_number(new_year()) + n,
            Day::Weekday { month, week, weekday } => {
                let nth = |week| NaiveDate::from_weekday_of_month_opt(year, month, weekday, week);
                day_number(nth(week).or_else(|| nth(4)).expect("every month has a fourth of each weekday"))
            }
        };
        day * DAY + self.time
    }
}

fn year_of(at: i64) -> i32 {
    day_date(at.div_euclid(DAY)).year()
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expected(&self, what: &str) -> String {
        format!("expected {what} at byte {} of the rule", self.at)
    }

    fn require(&mut self, byte: u8) -> Result<(), String> {
        if self.eat(byte) { Ok(()) } else { Err(self.expected(&format!("`{}`", char::from(byte)))) }
    }

    /// `CET`, or `<+01>` where the name is not of letters only. At least three characters; no use is made of
    /// it.
    fn name(&mut self) -> Result<(), String> {
        let quoted = self.eat(b'<');
        let start = self.at;
        while self.peek().is_some_and(|byte| {
            byte.is_ascii_alphabetic() || quoted && (byte.is_ascii_digit() || b"+-".contains(&byte))
        }) {
            self.at += 1;
        }
        if self.at - start < 3 {
            return Err(self.expected("a name of at least three characters"));
        }
        if quoted { self.require(b'>') } else { Ok(()) }
    }

    /// At most three digits.
    fn number(&mut self, min: i64, max: i64) -> Result<i64, String> {
        let (start, mut number) = (self.at, 0);
        while let Some(digit @ b'0'..=b'9') = self.peek().filter(|_| self.at - start < 3) {
            number = number * 10 + i64::from(digit - b'0');
            self.at += 1;
        }
        if self.at > start && (min..=max).contains(&number) {
            return Ok(number);
        }
        self.at = start;
        Err(self.expected(&format!("a number from {min} to {max}")))
    }

    /// `[+|-]h[:mm[:ss]]`, in seconds.
    fn time(&mut self, hours_max: i64) -> Result<i64, String> {
        let negative = self.eat(b'-');
        if !negative {
            self.eat(b'+');
        }
        let mut seconds = self.number(0, hours_max)? * 60 * MINUTE;
        if self.eat(b':') {
            seconds += self.number(0, 59)? * MINUTE;
            if self.eat(b':') {
                seconds += self.number(0, 59)?;
            }
        }
        Ok(if negative { -seconds } else { seconds })
    }

    /// `,date[/time]`; without a time, 02:00 is meant.
    fn moment(&mut self) -> Result<Moment, String> {
        self.require(b',')?;
        let day = if self.eat(b'J') {
            Day::Julian(self.number(1, 365)?)
        } else if self.eat(b'M') {
            let month = self.number(1, 12)? as u32;
            self.require(b'.')?;
            let week = self.number(1, 5)? as u8;
            self.require(b'.')?;
            // 0 is Sunday here; chrono counts from Monday.
            let weekday = Weekday::try_from((self.number(0, 6)? as u8 + 6) % 7).expect("0 to 6");
            Day::Weekday { month, week, weekday }
        } else {
            Day::Ordinal(self.number(0, 365)?)
        };
        let time = if self.eat(b'/') { self.time(167)? } else { 120 * MINUTE };
        Ok(Moment { day, time })
    }
}
