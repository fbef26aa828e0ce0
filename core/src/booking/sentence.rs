//! Refusals of commands about appointments in words.

use super::refusal::{Refusal, Rule, not_bookable};
use crate::error::quoted::Quoted;
use crate::model::appointment::AppointmentStatus;
use crate::slot::Told;
use crate::time::language::Language;
use crate::time::zone::Zone;

impl Refusal {
    /// Why the command changes nothing, with times on the clock of `zone`. Of what is wrong with the command
    /// itself, programs are told, in English.
    pub fn sentence(&self, language: Language, zone: &Zone) -> String {
        match self {
            Self::Input(error) => error.to_string(),
            Self::Rule(rule) => rule.sentence(language, zone),
        }
    }

    /// The same for a patient, who is told nothing of others' appointments.
    pub fn sentence_for_patient(&self, language: Language, zone: &Zone) -> String {
        match self {
            Self::Rule(Rule::NotBookable { explanations }) => {
                not_bookable(explanations, language, Told::ToPatient(zone))
            }
            _ => self.sentence(language, zone),
        }
    }

    /// The same for a system that books for some of the patients: it is not told when anything else ends that
    /// is in the way.
    pub fn sentence_without_others(&self, language: Language, zone: &Zone) -> String {
        match self {
            Self::Rule(Rule::NotBookable { explanations }) => {
                not_bookable(explanations, language, Told::Briefly)
            }
            _ => self.sentence(language, zone),
        }
    }
}

impl Rule {
    /// Why the command changes nothing, with times on the clock of `zone`.
    pub fn sentence(&self, language: Language, zone: &Zone) -> String {
        let time = |at| language.time(at, zone);
        match (language, self) {
            (_, Self::NotBookable { explanations }) => {
                not_bookable(explanations, language, Told::Whole(zone))
            }
            (Language::English, Self::AlreadyExists { status }) => {
                format!("another appointment has this uid and is {}", word(*status, language))
            }
            (Language::German, Self::AlreadyExists { status }) => {
                format!("einen Termin mit dieser Kennung gibt es schon; er ist {}", word(*status, language))
            }
            (Language::English, Self::HoldExpired { expired_at }) => {
                format!("the hold ran out at {}", time(*expired_at))
            }
            (Language::German, Self::HoldExpired { expired_at }) => {
                format!("die Reservierung ist abgelaufen: {}", time(*expired_at))
            }
            (Language::English, Self::WrongStatus { status, .. }) => {
                format!("not while the appointment is {}", word(*status, language))
            }
            (Language::German, Self::WrongStatus { status, .. }) => {
                format!("nicht möglich, denn der Termin ist {}", word(*status, language))
            }
            (Language::English, Self::TooLateToCancel { latest }) => {
                format!("could be cancelled until {}", time(*latest))
            }
            (Language::German, Self::TooLateToCancel { latest }) => {
                format!("konnte abgesagt werden bis {}", time(*latest))
            }
            (Language::English, Self::TooLateToRebook { latest }) => {
                format!("could be rebooked until {}", time(*latest))
            }
            (Language::German, Self::TooLateToRebook { latest }) => {
                format!("konnte verschoben werden bis {}", time(*latest))
            }
            (Language::English, Self::RebookingNotAllowed) => "patients may not rebook this type".to_owned(),
            (Language::German, Self::RebookingNotAllowed) => {
                "diese Terminart können Patientinnen und Patienten nicht selbst verschieben".to_owned()
            }
            (Language::English, Self::OtherDoctorNotAllowed { doctor_uid }) => {
                format!("rebooking keeps the doctor `{}`", Quoted(doctor_uid))
            }
            (Language::German, Self::OtherDoctorNotAllowed { doctor_uid }) => {
                format!("beim Verschieben bleibt es bei `{}`", Quoted(doctor_uid))
            }
            (Language::English, Self::NotExtendable { hold_expires_at }) => {
                format!("the hold ends at {} and can't be extended", time(*hold_expires_at))
            }
            (Language::German, Self::NotExtendable { hold_expires_at }) => {
                format!("die Reservierung endet {} und ist nicht verlängerbar", time(*hold_expires_at))
            }
            (Language::English, Self::ApprovalRequested { hold_expires_at }) => {
                format!("it waits for approval until {}", time(*hold_expires_at))
            }
            (Language::German, Self::ApprovalRequested { hold_expires_at }) => {
                format!("der Termin wartet auf Bestätigung der Praxis bis {}", time(*hold_expires_at))
            }
            (Language::English, Self::ApprovalNotRequested) => "nobody has asked for approval".to_owned(),
            (Language::German, Self::ApprovalNotRequested) => {
                "für diesen Termin ist keine Bestätigung der Praxis angefragt".to_owned()
            }
            (Language::English, Self::NeverConfirmed) => {
                "it was never confirmed, so it can be held again only".to_owned()
            }
            (Language::German, Self::NeverConfirmed) => {
                "der Termin war nur reserviert; er kann neu reserviert werden".to_owned()
            }
            (Language::English, Self::NotBegun { start_date }) => {
                format!("the appointment begins at {}", time(*start_date))
            }
            (Language::German, Self::NotBegun { start_date }) => {
                format!("der Termin beginnt erst {}", time(*start_date))
            }
        }
    }
}

fn word(status: AppointmentStatus, language: Language) -> &'static str {
    let (english, german) = match status {
        AppointmentStatus::Held => ("held", "reserviert"),
        AppointmentStatus::Confirmed => ("confirmed", "bestätigt"),
        AppointmentStatus::Cancelled => ("cancelled", "abgesagt"),
        AppointmentStatus::Expired => ("expired", "verfallen"),
        AppointmentStatus::Completed => ("completed", "beendet"),
        AppointmentStatus::NoShow => ("no_show", "versäumt"),
    };
    language.pick(english, german)
}
