//! A practice made up from a seed, as a clinic and as tables.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use frontdesk::{
    Appointment, AvailabilityException, AvailabilityRule, ClinicSnapshot, Doctor, SlotQuery, from_json,
};

/// 2026-03-23T00:00 in Berlin.
pub const MONDAY: i64 = 1_774_220_400;

pub fn query() -> SlotQuery {
    from_json(&format!(
        r#"{{ "appointment_type_uid": "visit", "from": {MONDAY}, "to": {} }}"#,
        MONDAY + 28 * 86_400
    ))
    .unwrap()
}

/// A table of columns of text and of numbers.
pub fn table(texts: &[(&str, &[&str])], numbers: &[(&str, &[i64])]) -> RecordBatch {
    let texts = texts
        .iter()
        .map(|(name, words)| (*name, Arc::new(StringArray::from_iter_values(words.iter())) as ArrayRef));
    let numbers = numbers.iter().map(|(name, numbers)| {
        (*name, Arc::new(Int64Array::from_iter_values(numbers.iter().copied())) as ArrayRef)
    });
    RecordBatch::try_from_iter(texts.chain(numbers)).unwrap()
}

pub struct Practice {
    doctors: Vec<Doctor>,
    appointments: Vec<Appointment>,
}

impl Practice {
    pub fn new(seed: u64, doctors: usize) -> Self {
        let mut state = seed;
        // Knuth's MMIX generator; its high bits are good enough here.
        let mut below = move |bound: i64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as i64 % bound
        };
        let mut practice = Self { doctors: Vec::new(), appointments: Vec::new() };
        for number in 0..doctors {
            let uid = format!("doc-{number:03}");
            let zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata"];
            let rules = (0..1 + below(7)).map(|rule| {
                let start = 420 + 30 * below(10);
                let text = format!(
                    r#"{{ "uid": "rule-{rule}", "weekday": {}, "start_time": {start}, "end_time": {},
                        "buffer_minutes": {} }}"#,
                    below(7),
                    start + 60 + 30 * below(10),
                    5 * below(4),
                );
                from_json::<AvailabilityRule>(&text).unwrap()
            });
            let rules: Vec<_> = rules.collect();
            let exceptions = (0..below(3)).map(|exception| {
                let start = MONDAY + 1_800 * below(28 * 48);
                let text = format!(
                    r#"{{ "uid": "exc-{exception}", "kind": "{}", "start_date": {start}, "end_date": {} }}"#,
                    ["blocked", "extra"][below(2) as usize],
                    start + 1_800 * (1 + below(16)),
                );
                from_json::<AvailabilityException>(&text).unwrap()
            });
            let exceptions: Vec<_> = exceptions.collect();
            let text = format!(r#"{{ "uid": "{uid}", "timezone": "{}" }}"#, zones[below(3) as usize]);
            let mut doctor: Doctor = from_json(&text).unwrap();
            (doctor.availability_rules, doctor.availability_exceptions) = (rules, exceptions);
            practice.doctors.push(doctor);
            for visit in 0..below(40) {
                let start = MONDAY + 900 * below(28 * 96);
                let text = format!(
                    r#"{{ "uid": "mtg-{number}-{visit}", "doctor_uid": "{uid}", "status": "{}",
                        "start_date": {start}, "end_date": {} }}"#,
                    ["confirmed", "cancelled", "completed"][below(3) as usize],
                    start + 900 * (1 + below(4)),
                );
                practice.appointments.push(from_json(&text).unwrap());
            }
        }
        // In no order of doctors.
        for place in (1..practice.appointments.len()).rev() {
            practice.appointments.swap(place, below(place as i64 + 1) as usize);
        }
        practice
    }

    /// What is in no table.
    pub fn base(&self) -> ClinicSnapshot {
        from_json(
            r#"{ "timezone": "Europe/Berlin",
                "appointment_types": [ { "uid": "visit", "duration_minutes": 30 } ],
                "closures": [ { "date": "2026-03-25" },
                    { "date": "2026-03-26", "doctor_uid": "doc-003" } ] }"#,
        )
        .unwrap()
    }

    pub fn snapshot(&self) -> ClinicSnapshot {
        let mut snapshot = self.base();
        (snapshot.doctors, snapshot.appointments) = (self.doctors.clone(), self.appointments.clone());
        snapshot
    }

    pub fn tables(&self) -> [(&'static str, RecordBatch); 4] {
        ["doctors", "rules", "exceptions", "appointments"].map(|name| (name, self.table(name)))
    }

    pub fn table(&self, name: &str) -> RecordBatch {
        let of_rules = || {
            self.doctors
                .iter()
                .flat_map(|doctor| doctor.availability_rules.iter().map(move |it| (doctor, it)))
        };
        let of_exceptions = || {
            self.doctors
                .iter()
                .flat_map(|doctor| doctor.availability_exceptions.iter().map(move |it| (doctor, it)))
        };
        let columns: Vec<(&str, ArrayRef)> = match name {
            "doctors" => vec![
                ("uid", text(self.doctors.iter().map(|doctor| doctor.uid.to_string()))),
                ("timezone", text(self.doctors.iter().map(|doctor| doctor.timezone.clone().unwrap()))),
            ],
            "rules" => vec![
                ("uid", text(of_rules().map(|(_, rule)| rule.uid.to_string()))),
                ("doctor_uid", text(of_rules().map(|(doctor, _)| doctor.uid.to_string()))),
                ("weekday", number(of_rules().map(|(_, rule)| rule.weekday))),
                ("start_time", number(of_rules().map(|(_, rule)| rule.start_time))),
                ("end_time", number(of_rules().map(|(_, rule)| rule.end_time))),
                ("buffer_minutes", number(of_rules().map(|(_, rule)| rule.buffer_minutes))),
            ],
            "exceptions" => vec![
                ("uid", text(of_exceptions().map(|(_, exception)| exception.uid.to_string()))),
                ("doctor_uid", text(of_exceptions().map(|(doctor, _)| doctor.uid.to_string()))),
                ("kind", text(of_exceptions().map(|(_, exception)| word(&exception.kind)))),
                ("start_date", number(of_exceptions().map(|(_, exception)| exception.start_date.0))),
                ("end_date", number(of_exceptions().map(|(_, exception)| exception.end_date.0))),
            ],
            _ => vec![
                ("uid", text(self.appointments.iter().map(|booked| booked.uid.to_string()))),
                ("doctor_uid", text(self.appointments.iter().map(|booked| booked.doctor_uid.to_string()))),
                ("status", text(self.appointments.iter().map(|booked| word(&booked.status)))),
                ("start_date", number(self.appointments.iter().map(|booked| booked.start_date.0))),
                ("end_date", number(self.appointments.iter().map(|booked| booked.end_date.0))),
            ],
        };
        RecordBatch::try_from_iter(columns).unwrap()
    }
}

fn text(words: impl Iterator<Item = String>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(words))
}

fn number(numbers: impl Iterator<Item = i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(numbers))
}

/// A word of the wire.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}
