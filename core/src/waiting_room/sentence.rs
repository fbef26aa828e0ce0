//! Refusals of commands about a waiting room in words.

use super::entry::QueueStatus;
use super::rule::{QueueRefusal, QueueRule};
use crate::error::quoted::Quoted;
use crate::time::language::Language;
use crate::time::zone::Zone;

impl QueueRefusal {
    /// Why the command changes nothing, with times on the clock of `zone`. Of what is wrong with the command
    /// itself, programs are told, in English.
    pub fn sentence(&self, language: Language, zone: &Zone) -> String {
        match self {
            Self::Input(error) => error.to_string(),
            Self::Rule(rule) => rule.sentence(language, zone),
        }
    }
}

impl QueueRule {
    /// Why the command changes nothing, with times on the clock of `zone`. No sentence names another patient.
    pub fn sentence(&self, language: Language, zone: &Zone) -> String {
        let time = |at| language.time(at, zone);
        let is = |status| word(status, language);
        match (language, self) {
            (Language::English, Self::AlreadyExists { status }) => {
                format!("another entry has this uid and is {}", is(*status))
            }
            (Language::German, Self::AlreadyExists { status }) => {
                format!("einen Eintrag mit dieser Kennung gibt es schon; er ist {}", is(*status))
            }
            (Language::English, Self::AlreadyRegistered { status, .. }) => {
                format!("the patient is here already, and is {}", is(*status))
            }
            (Language::German, Self::AlreadyRegistered { status, .. }) => {
                format!("die Patientin oder der Patient ist schon da und ist {}", is(*status))
            }
            (_, Self::Closed { close_msg: Some(message) }) => {
                format!("{}: {}", language.pick("closed", "geschlossen"), Quoted(message))
            }
            (_, Self::Closed { close_msg: None }) => language.pick("closed", "geschlossen").to_owned(),
            (_, Self::PastClosing { closes_at }) => {
                format!("{} {}", language.pick("closed since", "geschlossen seit"), time(*closes_at))
            }
            (Language::English, Self::QueueFull { capacity: 1 }) => {
                "1 is waiting, and no more may".to_owned()
            }
            (Language::English, Self::QueueFull { capacity }) => {
                format!("{capacity} are waiting, and no more may")
            }
            (Language::German, Self::QueueFull { capacity: 1 }) => {
                "es wartet schon jemand, und mehr ist nicht vorgesehen".to_owned()
            }
            (Language::German, Self::QueueFull { capacity }) => {
                format!("es warten schon {capacity}, und mehr sind nicht vorgesehen")
            }
            (Language::English, Self::WrongStatus { status, .. }) => {
                format!("not while the entry is {}", is(*status))
            }
            (Language::German, Self::WrongStatus { status, .. }) => {
                format!("nicht möglich, denn der Eintrag ist {}", is(*status))
            }
            (Language::English, Self::DoctorBusy { .. }) => "the doctor is busy".to_owned(),
            (Language::German, Self::DoctorBusy { .. }) => {
                "die Ärztin oder der Arzt ist im Gespräch".to_owned()
            }
            (Language::English, Self::OffDuty { next_duty: Some(at) }) => {
                format!("the doctor is off duty until {}", time(*at))
            }
            (Language::English, Self::OffDuty { next_duty: None }) => "the doctor is off duty".to_owned(),
            (Language::German, Self::OffDuty { next_duty: Some(at) }) => {
                format!("die Ärztin oder der Arzt ist nicht im Dienst bis {}", time(*at))
            }
            (Language::German, Self::OffDuty { next_duty: None }) => {
                "die Ärztin oder der Arzt ist nicht im Dienst".to_owned()
            }
            (Language::English, Self::DoctorAway { back_at: Some(at) }) => {
                format!("the doctor is away until about {}", time(*at))
            }
            (Language::German, Self::DoctorAway { back_at: Some(at) }) => {
                format!("die Ärztin oder der Arzt ist nicht da bis etwa {}", time(*at))
            }
            (_, Self::DoctorAway { back_at: None }) => {
                language.pick("the doctor is away", "die Ärztin oder der Arzt ist nicht da").to_owned()
            }
            (Language::English, Self::AppointmentDue { start_date, .. }) => {
                format!("an appointment has been due since {}", time(*start_date))
            }
            (Language::German, Self::AppointmentDue { start_date, .. }) => {
                format!("ein Termin ist fällig seit {}", time(*start_date))
            }
            (Language::English, Self::AppointmentSoon { start_date, .. }) => {
                format!("an appointment begins at {}, which is too near", time(*start_date))
            }
            (Language::German, Self::AppointmentSoon { start_date, .. }) => {
                format!("ein Termin beginnt {}, und bis dahin ist zu wenig Zeit", time(*start_date))
            }
            (_, Self::NobodyWaiting { for_others: 0 }) => {
                language.pick("nobody is waiting", "niemand wartet").to_owned()
            }
            (_, Self::NobodyWaiting { for_others }) => {
                let (english, german) =
                    ("nobody is waiting but for other doctors", "es warten nur welche auf andere");
                format!("{}: {for_others}", language.pick(english, german))
            }
            (Language::English, Self::OtherDoctorOnly { doctor_uid, until: None }) => {
                format!("the patient waits for the doctor `{}` only", Quoted(doctor_uid))
            }
            (Language::English, Self::OtherDoctorOnly { doctor_uid, until: Some(until) }) => {
                let doctor = Quoted(doctor_uid);
                format!("until {}, the patient waits for the doctor `{doctor}` only", time(*until))
            }
            (Language::German, Self::OtherDoctorOnly { doctor_uid, until: None }) => {
                format!("die Patientin oder der Patient wartet nur auf `{}`", Quoted(doctor_uid))
            }
            (Language::German, Self::OtherDoctorOnly { doctor_uid, until: Some(until) }) => {
                let doctor = Quoted(doctor_uid);
                format!("die Patientin oder der Patient wartet bis {} nur auf `{doctor}`", time(*until))
            }
            (Language::English, Self::NotElsewhere { back_at: Some(at) }) => {
                format!("the patient has been back since {}", time(*at))
            }
            (Language::German, Self::NotElsewhere { back_at: Some(at) }) => {
                format!("die Patientin oder der Patient ist schon zurück seit {}", time(*at))
            }
            (Language::English, Self::NotElsewhere { back_at: None }) => {
                "the patient was not sent elsewhere".to_owned()
            }
            (Language::German, Self::NotElsewhere { back_at: None }) => {
                "die Patientin oder der Patient wurde nicht zwischendurch weggeschickt".to_owned()
            }
            (Language::English, Self::TooSoon { earliest }) => {
                format!("the patient may come until {}", time(*earliest))
            }
            (Language::German, Self::TooSoon { earliest }) => {
                format!("die Patientin oder der Patient kann noch kommen bis {}", time(*earliest))
            }
            (Language::English, Self::ReasonNotServed { reason, .. }) => {
                format!("the doctor does not see patients for `{}`", Quoted(reason))
            }
            (Language::German, Self::ReasonNotServed { reason, .. }) => {
                format!("die Ärztin oder der Arzt behandelt nicht: `{}`", Quoted(reason))
            }
            (Language::English, Self::DoctorNeeded { entries: 0, reasons }) => {
                format!("visit reasons that name this doctor: {reasons}")
            }
            (Language::German, Self::DoctorNeeded { entries: 0, reasons }) => {
                format!("Besuchsgründe, die diese Ärztin oder diesen Arzt nennen: {reasons}")
            }
            (Language::English, Self::DoctorNeeded { entries: 1, .. }) => {
                "1 patient is to be seen by this doctor only".to_owned()
            }
            (Language::English, Self::DoctorNeeded { entries, .. }) => {
                format!("{entries} patients are to be seen by this doctor only")
            }
            (Language::German, Self::DoctorNeeded { entries: 1, .. }) => {
                "1 Person ist nur für diese Ärztin oder diesen Arzt vorgemerkt".to_owned()
            }
            (Language::German, Self::DoctorNeeded { entries, .. }) => {
                format!("{entries} Personen sind nur für diese Ärztin oder diesen Arzt vorgemerkt")
            }
        }
    }
}

fn word(status: QueueStatus, language: Language) -> &'static str {
    let (english, german) = match status {
        QueueStatus::Waiting => ("waiting", "wartend"),
        QueueStatus::Allocated => ("with a doctor", "im Gespräch"),
        QueueStatus::Completed => ("over", "beendet"),
        QueueStatus::Cancelled => ("called off", "abgesagt"),
    };
    language.pick(english, german)
}
