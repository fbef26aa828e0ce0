//! The languages in which refusals are told, and how each writes a time.

use chrono::{Datelike, NaiveDate, Timelike};

use crate::time::instant::Instant;
use crate::time::zone::Zone;

/// A language in which the engine says why something can't be done.
///
/// ```
/// use frontdesk::Language;
///
/// assert_eq!("de".parse(), Ok(Language::German));
/// assert_eq!("de-AT".parse(), Ok(Language::German));
/// assert_eq!("fr".parse::<Language>().unwrap_err().to_string(), "unknown value `fr`; expected en, de");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Language {
    /// English, with dates as `Mon 2027-03-22`.
    #[default]
    English,
    /// German, with dates as `Mo 22.03.2027`.
    German,
}

impl std::str::FromStr for Language {
    type Err = crate::error::ErrorCode;

    /// By the tag of BCP 47: `en`, `de`, and their regions.
    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("en") {
            Ok(Self::English)
        } else if language.eq_ignore_ascii_case("de") {
            Ok(Self::German)
        } else {
            Err(crate::error::ErrorCode::UnknownValue {
                value: tag.chars().take(crate::limits::QUOTED_CHARS_MAX).collect(),
                expected: "en, de".to_owned(),
            })
        }
    }
}

impl Language {
    /// The one of two texts that is in this language.
    pub(crate) fn pick<T>(self, english: T, german: T) -> T {
        match self {
            Self::English => english,
            Self::German => german,
        }
    }

    /// A date, with its weekday.
    pub(crate) fn date(self, date: NaiveDate) -> String {
        const ENGLISH: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        const GERMAN: [&str; 7] = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"];
        let weekday = date.weekday().num_days_from_monday() as usize;
        let (year, month, day) = (date.year(), date.month(), date.day());
        match self {
            Self::English => format!("{} {year:04}-{month:02}-{day:02}", ENGLISH[weekday]),
            Self::German => format!("{} {day:02}.{month:02}.{year:04}", GERMAN[weekday]),
        }
    }

    /// What a zone's clock shows at an instant.
    pub(crate) fn time(self, at: Instant, zone: &Zone) -> String {
        let local = zone.local(at);
        format!("{} {:02}:{:02}", self.date(local.date()), local.hour(), local.minute())
    }
}
