//! Reasons in words.

use std::borrow::Cow;
use std::fmt;

use super::query::{Explanation, LimitScope, LimitUnit, NotOffering, Reason};
use crate::clinic::Clinic;
use crate::error::{Path, Result};
use crate::model::limit::Period;
use crate::time::instant::Instant;
use crate::time::language::Language;
use crate::time::zone::Zone;

impl Reason {
    /// Why, in words, and what would be better, with times on the clock of `zone`.
    ///
    /// No sentence names an appointment. Those about other appointments tell when they end, which is not for
    /// patients: they are told by [`sentence_for_patient`](Self::sentence_for_patient).
    ///
    /// ```
    /// use frontdesk::{Instant, Language, Reason, Zone};
    ///
    /// let reason = Reason::OutsideHours { next_opening: Some(Instant(1_805_702_400)) };
    /// let berlin = Zone::named("Europe/Berlin")?;
    /// assert_eq!(
    ///     reason.sentence(Language::English, &berlin),
    ///     "outside hours; next opening Mon 2027-03-22 09:00",
    /// );
    /// assert_eq!(
    ///     reason.sentence(Language::German, &berlin),
    ///     "außerhalb der Sprechzeiten; nächste Öffnung Mo 22.03.2027 09:00",
    /// );
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn sentence(&self, language: Language, zone: &Zone) -> String {
        let time = |at: Instant| language.time(at, zone);
        let until = |at: &Instant| format!(" {} {}", language.pick("until", "bis"), time(*at));
        let more = match self {
            Self::TooSoon { earliest } => {
                format!("; {} {}", language.pick("can be booked from", "buchbar ab"), time(*earliest))
            }
            Self::BeyondHorizon { latest } => {
                format!("; {} {}", language.pick("can be booked up to", "buchbar bis"), time(*latest))
            }
            Self::NonexistentLocalTime { next } => {
                format!("; {} {}", language.pick("it goes on at", "weiter geht es"), time(*next))
            }
            Self::Closed { date } => {
                format!(" {} {}", language.pick("on", "am"), language.date(*date))
            }
            Self::OutsideHours { next_opening: Some(at) } => {
                format!("; {} {}", language.pick("next opening", "nächste Öffnung"), time(*at))
            }
            Self::OutsideHours { next_opening: None } => language
                .pick("; no opening within a year", "; keine Öffnung innerhalb eines Jahres")
                .to_owned(),
            Self::OffGrid { nearest: Some(at) } | Self::NotAdjacent { nearest: Some(at) } => {
                format!("; {} {}", language.pick("the nearest is", "der nächste ist"), time(*at))
            }
            Self::OffGrid { nearest: None } | Self::NotAdjacent { nearest: None } => {
                language.pick("; there is none in these hours", "; in dieser Zeit gibt es keinen").to_owned()
            }
            Self::Reserved { until: Some(at), .. } | Self::NotReleased { at } => {
                format!("; {} {}", language.pick("open for booking on", "zu buchen ab"), time(*at))
            }
            Self::Blocked { until: at, .. }
            | Self::SlotTaken { until: at, .. }
            | Self::Held { until: at, .. }
            | Self::PlacesFull { until: at, .. }
            | Self::PatientBusy { until: at, .. } => until(at),
            Self::LeavesGap { minutes, least } => match language {
                Language::English => format!("; {minutes} of at least {least} minutes"),
                Language::German => format!("; {minutes} von mindestens {least} Minuten"),
            },
            Self::LimitReached { used, .. } | Self::WindowFull { used, .. } => {
                format!("; {} {used}", language.pick("used:", "belegt:"))
            }
            Self::TypeInactive
            | Self::OtherLocation { .. }
            | Self::Reserved { until: None, .. }
            | Self::DoctorNotOffering { .. }
            | Self::GroupFull { .. }
            | Self::TooManyHolds { .. } => String::new(),
        };
        format!("{}{more}", self.brief(language))
    }

    /// The same for a patient, who is not told when others' appointments end, nor what else the doctor does.
    pub fn sentence_for_patient(&self, language: Language, zone: &Zone) -> String {
        match self {
            Self::Blocked { .. }
            | Self::SlotTaken { .. }
            | Self::Held { .. }
            | Self::PlacesFull { .. }
            | Self::LeavesGap { .. } => self.brief(language).into_owned(),
            _ => self.sentence(language, zone),
        }
    }

    /// Why, in a few words, without a time or anything else of other appointments.
    pub fn brief(&self, language: Language) -> Cow<'static, str> {
        let (english, german) = match self {
            Self::TypeInactive => ("this type is not active", "diese Terminart ist nicht aktiv"),
            Self::DoctorNotOffering { cause: NotOffering::DoctorInactive } => {
                ("the doctor is not active", "diese Ärztin oder dieser Arzt ist nicht aktiv")
            }
            Self::DoctorNotOffering { cause: NotOffering::NoActiveSetting } => (
                "the doctor does not offer this type",
                "diese Ärztin oder dieser Arzt bietet diese Terminart nicht an",
            ),
            Self::DoctorNotOffering { cause: NotOffering::SeveralPlaces } => (
                "the doctor has no group visits",
                "diese Ärztin oder dieser Arzt bietet keine Gruppentermine an",
            ),
            Self::TooSoon { .. } => ("too soon", "zu kurzfristig"),
            Self::BeyondHorizon { .. } => ("too far ahead", "zu weit im Voraus"),
            Self::NonexistentLocalTime { .. } => {
                ("the clock skips this time", "diese Uhrzeit entfällt durch die Zeitumstellung")
            }
            Self::Closed { .. } => ("closed", "geschlossen"),
            Self::Blocked { .. } => ("not available", "nicht verfügbar"),
            Self::Reserved { .. } => ("hours of other types", "Sprechzeiten anderer Terminarten"),
            Self::NotReleased { .. } => ("not released yet", "noch nicht freigegeben"),
            Self::OtherLocation { .. } => ("at another location", "an einem anderen Standort"),
            Self::WindowFull { limit: 1, .. } => (
                "no more than 1 appointment of such types in these hours",
                "in dieser Sprechzeit nicht mehr als 1 Termin solcher Arten",
            ),
            Self::WindowFull { limit, .. } => {
                let (english, german) = (
                    "no more than {n} appointments of such types in these hours",
                    "in dieser Sprechzeit nicht mehr als {n} Termine solcher Arten",
                );
                return counted(language.pick(english, german), i64::from(*limit));
            }
            Self::OutsideHours { .. } => ("outside hours", "außerhalb der Sprechzeiten"),
            Self::OffGrid { .. } => ("no start of the grid", "kein Beginn im Raster"),
            Self::NotAdjacent { .. } => {
                ("not beside another appointment", "nicht neben einem anderen Termin")
            }
            Self::LeavesGap { .. } => ("too short a gap would be left", "es bliebe eine zu kurze Lücke"),
            Self::SlotTaken { .. } => ("taken", "belegt"),
            Self::Held { .. } => ("reserved", "reserviert"),
            Self::PlacesFull { places, .. } => {
                let (english, german) = ("all {n} places are taken", "alle {n} Plätze sind belegt");
                return counted(language.pick(english, german), i64::from(*places));
            }
            Self::GroupFull { seats_left: 1, .. } => ("only 1 seat is left", "nur 1 Platz ist noch frei"),
            Self::GroupFull { seats_left, .. } if *seats_left > 1 => {
                let (english, german) = ("only {n} seats are left", "nur {n} Plätze sind noch frei");
                return counted(language.pick(english, german), i64::from(*seats_left));
            }
            Self::GroupFull { capacity: 1, .. } => ("the only seat is taken", "der einzige Platz ist belegt"),
            Self::GroupFull { capacity, .. } => {
                let (english, german) = ("all {n} seats are taken", "alle {n} Plätze sind belegt");
                return counted(language.pick(english, german), i64::from(*capacity));
            }
            Self::LimitReached { scope, per, unit, limit, .. } => {
                return reached(language, *scope, *per, *unit, *limit);
            }
            Self::PatientBusy { .. } => (
                "the patient has another appointment",
                "die Patientin oder der Patient hat einen anderen Termin",
            ),
            Self::TooManyHolds { limit: 1 } => {
                ("no more than 1 hold at a time", "nicht mehr als 1 Reservierung zugleich")
            }
            Self::TooManyHolds { limit } => {
                let (english, german) =
                    ("no more than {n} holds at a time", "nicht mehr als {n} Reservierungen zugleich");
                return counted(language.pick(english, german), i64::from(*limit));
            }
        };
        language.pick(english, german).into()
    }
}

/// A text with its number.
fn counted(text: &str, count: i64) -> Cow<'static, str> {
    text.replace("{n}", &count.to_string()).into()
}

fn reached(
    language: Language,
    scope: LimitScope,
    per: Option<Period>,
    unit: LimitUnit,
    limit: u32,
) -> Cow<'static, str> {
    let one = limit == 1;
    let text = match language {
        Language::English => {
            let unit = match (unit, one) {
                (LimitUnit::Appointments, true) => "appointment",
                (LimitUnit::Appointments, false) => "appointments",
                (LimitUnit::Minutes, true) => "minute",
                (LimitUnit::Minutes, false) => "minutes",
            };
            let per = match per {
                Some(Period::Day) => " per day",
                Some(Period::Week) => " per week",
                Some(Period::Month) => " per month",
                Some(Period::Year) => " per year",
                None => " to come",
            };
            let scope = match scope {
                LimitScope::AppointmentType => "of this type",
                LimitScope::Doctor => "with this doctor",
                LimitScope::Clinic => "of this type in the clinic",
                LimitScope::Patient => "for one patient",
            };
            format!("no more than {limit} {unit}{per} {scope}")
        }
        Language::German => {
            let unit = match (unit, one) {
                (LimitUnit::Appointments, true) => "Termin",
                (LimitUnit::Appointments, false) => "Termine",
                (LimitUnit::Minutes, true) => "Minute",
                (LimitUnit::Minutes, false) => "Minuten",
            };
            let per = match per {
                Some(Period::Day) => " pro Tag",
                Some(Period::Week) => " pro Woche",
                Some(Period::Month) => " pro Monat",
                Some(Period::Year) => " pro Jahr",
                None => " im Voraus",
            };
            let scope = match scope {
                LimitScope::AppointmentType => "dieser Art",
                LimitScope::Doctor => "bei dieser Ärztin oder diesem Arzt",
                LimitScope::Clinic => "dieser Art in der Praxis",
                LimitScope::Patient => "für eine Person",
            };
            format!("nicht mehr als {limit} {unit}{per} {scope}")
        }
    };
    text.into()
}

impl Clinic {
    /// [`Reason::sentence`] with times on the clock of a zone by name, such as one that the snapshot carries;
    /// on the clinic's if none is named.
    ///
    /// # Errors
    /// `unknown_value` for a language other than `en` and `de`; `unknown_timezone`.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, ExplainQuery, at, hours, minutes};
    ///
    /// let clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    ///
    /// let noon = ExplainQuery::new("visit", monday + hours(12));
    /// let answer = clinic.explain(&noon, monday.into())?;
    /// let words = clinic.reason_sentence(&answer[0].reasons[0], "en", None)?;
    /// assert_eq!(words, "outside hours; next opening Mon 2026-03-30 09:00");
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn reason_sentence(&self, reason: &Reason, language: &str, timezone: Option<&str>) -> Result<String> {
        let root = Path::Root;
        let language = language.parse::<Language>().map_err(|code| code.at(&root.field("language")))?;
        let zone = self.zone(timezone.unwrap_or(self.timezone_name()), &root.field("timezone"))?;
        Ok(reason.sentence(language, &zone))
    }
}

/// In English, briefly.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.brief(Language::English))
    }
}

/// How much a sentence tells, and on whose clock.
#[derive(Clone, Copy)]
pub(crate) enum Told<'z> {
    Briefly,
    Whole(&'z Zone),
    ToPatient(&'z Zone),
}

/// The reasons of one doctor in full, and those of several briefly, each once.
pub(crate) fn sentence(explanations: &[Explanation], language: Language, told_as: Told<'_>) -> String {
    let mut told: Vec<Cow<'_, str>> = Vec::new();
    for reason in explanations.iter().flat_map(|explanation| &explanation.reasons) {
        let words = match told_as {
            Told::Whole(zone) if explanations.len() == 1 => reason.sentence(language, zone).into(),
            Told::ToPatient(zone) if explanations.len() == 1 => {
                reason.sentence_for_patient(language, zone).into()
            }
            _ => reason.brief(language),
        };
        if !told.contains(&words) {
            told.push(words);
        }
    }
    if told.is_empty() {
        told.push(language.pick("no doctor offers it", "niemand bietet das an").into());
    }
    told.join(language.pick("; also ", "; außerdem "))
}
