//! A practice made up from a seed, as a clinic and as tables.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use frontdesk::{ClinicSnapshot, SlotQuery, from_json};
use frontdesk_datafusion::Slots;
use serde_json::{Map, Value, json};

/// 2026-03-23T00:00 in Berlin.
pub(crate) const MONDAY: i64 = 1_774_220_400;

pub(crate) fn query() -> SlotQuery {
    from_json(&format!(
        r#"{{ "appointment_type_uid": "visit", "from": {MONDAY}, "to": {} }}"#,
        MONDAY + 28 * 86_400
    ))
    .unwrap()
}

/// The tables of a practice, and which field of a doctor has the rows of those that are of doctors.
pub(crate) const TABLES: [(&str, &str); 5] = [
    ("doctors", ""),
    ("rules", "availability_rules"),
    ("exceptions", "availability_exceptions"),
    ("settings", "appointment_type_settings"),
    ("appointments", ""),
];

/// The function on tables of these names.
pub(crate) fn function(base: ClinicSnapshot) -> Slots {
    Slots::new(base)
        .doctors("doctors")
        .rules("rules")
        .exceptions("exceptions")
        .settings("settings")
        .appointments("appointments")
}

pub(crate) struct Practice {
    doctors: Vec<Value>,
    appointments: Vec<Value>,
}

impl Practice {
    pub(crate) fn new(seed: u64, doctors: usize) -> Self {
        let mut state = seed;
        // Knuth's MMIX generator; its high bits are good enough here.
        let mut below = move |bound: i64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as i64 % bound
        };
        let mut practice = Self { doctors: Vec::new(), appointments: Vec::new() };
        for number in 0..doctors {
            let uid = format!("doc-{number:03}");
            // Every now and then somebody without hours.
            let rules: Vec<Value> = (0..below(8))
                .map(|rule| {
                    let start = 420 + 30 * below(10);
                    let place = [json!(null), json!("north"), json!("south")][below(3) as usize].clone();
                    json!({
                        "uid": format!("rule-{rule}"), "weekday": below(7), "start_time": start,
                        "end_time": start + 60 + 30 * below(10), "buffer_minutes": 5 * below(4),
                        "location_uid": place,
                    })
                })
                .collect();
            let exceptions: Vec<Value> = (0..below(3))
                .map(|exception| {
                    let start = MONDAY + 1_800 * below(28 * 48);
                    json!({
                        "uid": format!("exc-{exception}"), "kind": (["blocked", "extra"][below(2) as usize]),
                        "start_date": start, "end_date": start + 1_800 * (1 + below(16)),
                    })
                })
                .collect();
            let settings: Vec<Value> = (0..below(2)).map(|_| {
                json!({ "appointment_type_uid": "visit", "booking_min_notice_minutes": 1_440 * below(5) })
            }).collect();
            let zone = ["Europe/Berlin", "America/New_York", "Asia/Kolkata"][below(3) as usize];
            practice.doctors.push(json!({
                "uid": uid, "timezone": zone, "availability_rules": rules,
                "availability_exceptions": exceptions, "appointment_type_settings": settings,
            }));
            for visit in 0..below(40) {
                let start = MONDAY + 900 * below(28 * 96);
                practice.appointments.push(json!({
                    "uid": format!("mtg-{number}-{visit}"), "doctor_uid": uid,
                    "status": (["confirmed", "cancelled", "completed"][below(3) as usize]),
                    "start_date": start, "end_date": start + 900 * (1 + below(4)),
                }));
            }
        }
        // In no order of doctors.
        for place in (1..practice.appointments.len()).rev() {
            practice.appointments.swap(place, below(place as i64 + 1) as usize);
        }
        practice
    }

    /// What is in no table.
    pub(crate) fn base(&self) -> ClinicSnapshot {
        from_json(
            r#"{ "timezone": "Europe/Berlin",
                "locations": [ { "uid": "north" }, { "uid": "south" } ],
                "appointment_types": [ { "uid": "visit", "duration_minutes": 30 } ],
                "closures": [ { "date": "2026-03-25" },
                    { "date": "2026-03-26", "doctor_uid": "doc-003" } ] }"#,
        )
        .unwrap()
    }

    pub(crate) fn snapshot(&self) -> ClinicSnapshot {
        let whole = json!({ "doctors": self.doctors, "appointments": self.appointments });
        let ClinicSnapshot { doctors, appointments, .. } = from_json(&whole.to_string()).unwrap();
        ClinicSnapshot { doctors, appointments, ..self.base() }
    }

    pub(crate) fn tables(&self) -> [(&'static str, RecordBatch); 5] {
        TABLES.map(|(name, list)| (name, self.table(name, list)))
    }

    fn table(&self, name: &str, list: &str) -> RecordBatch {
        let fields = |row: &Value| row.as_object().unwrap().clone();
        let rows: Vec<Map<String, Value>> = match name {
            "appointments" => self.appointments.iter().map(fields).collect(),
            "doctors" => {
                let of_doctor = |doctor: &Value| {
                    let scalar = |(_, value): &(String, Value)| !value.is_array();
                    fields(doctor).into_iter().filter(scalar).collect()
                };
                self.doctors.iter().map(of_doctor).collect()
            }
            _ => {
                let of_doctor = |doctor: &Value| {
                    let uid = doctor["uid"].clone();
                    let rows = doctor[list].as_array().unwrap().iter().map(fields);
                    rows.map(|row| [("doctor_uid".to_owned(), uid.clone())].into_iter().chain(row).collect())
                        .collect::<Vec<_>>()
                };
                self.doctors.iter().flat_map(of_doctor).collect()
            }
        };
        rows_as_table(&rows)
    }
}

/// Rows that all have the fields of the first; each field is text or a whole number, or null.
pub(crate) fn rows_as_table(rows: &[Map<String, Value>]) -> RecordBatch {
    let columns = rows[0].keys().map(|name| {
        let cells = || rows.iter().map(|row| &row[name]);
        let column: ArrayRef = if cells().any(Value::is_string) {
            Arc::new(StringArray::from_iter(cells().map(Value::as_str)))
        } else {
            Arc::new(Int64Array::from_iter(cells().map(Value::as_i64)))
        };
        (name, column, true)
    });
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

/// A table of columns, each as JSON: `{"weekday": [0, 1]}`.
pub(crate) fn table(columns: &Value) -> RecordBatch {
    let columns = columns.as_object().unwrap();
    let count = columns.values().next().unwrap().as_array().unwrap().len();
    let row = |row: usize| columns.iter().map(|(name, cells)| (name.clone(), cells[row].clone())).collect();
    rows_as_table(&(0..count).map(row).collect::<Vec<_>>())
}
