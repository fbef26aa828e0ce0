//! What the engine does not look at: shops, patients and customers, each by its place in the file.

use std::collections::{HashMap, HashSet};

use frontdesk::limits::{NAME_CHARS_MAX, UID_BYTES_MAX};

use super::Import;
use crate::limits::{EMAIL_BYTES_MAX, PROFILE_FIELDS_KEPT_MAX, SHOPS_MAX};
use crate::text::{is_blank, is_date};

/// Something that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, such as `patients[3].email`.
    pub path: String,
    /// Why.
    pub why: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.why)
    }
}

/// All of it, in the file's order.
pub fn faults(import: &Import) -> Vec<Fault> {
    let mut found = Found::default();
    if import.shops.len() > SHOPS_MAX {
        found.add("shops".to_owned(), format!("{} shops; at most {SHOPS_MAX}", import.shops.len()));
    }
    let mut identifiers = HashMap::new();
    for (index, shop) in import.shops.iter().enumerate() {
        let at = format!("shops[{index}]");
        found.id(&at, "uid", &shop.uid);
        if is_blank(&shop.name) || shop.name.chars().count() > NAME_CHARS_MAX {
            let why = format!("must have 1 to {NAME_CHARS_MAX} characters, one to see among them");
            found.add(format!("{at}.name"), why);
        }
        if let Some(identifier) = &shop.identifier {
            found.text(&at, "identifier", identifier);
        }
        if let Some(first) = identifiers.insert(shop.identifier(), index) {
            found.add(format!("{at}.identifier"), format!("shops[{first}] has the same"));
        }
    }
    for (index, patient) in import.patients.iter().enumerate() {
        let at = format!("patients[{index}]");
        found.id(&at, "uid", &patient.uid);
        if patient.display_name.chars().count() > NAME_CHARS_MAX {
            found.add(format!("{at}.display_name"), format!("at most {NAME_CHARS_MAX} characters"));
        }
        if let Some(bytes) = patient.email.as_ref().map(String::len).filter(|bytes| *bytes > EMAIL_BYTES_MAX)
        {
            found.add(format!("{at}.email"), format!("{bytes} bytes; at most {EMAIL_BYTES_MAX}"));
        }
        if patient.date_of_birth.as_deref().is_some_and(|text| !is_date(text)) {
            found.add(format!("{at}.date_of_birth"), "must be a date such as 1960-04-10".to_owned());
        }
    }
    let mut customers = HashMap::new();
    for (index, profile) in import.patient_profiles.iter().enumerate() {
        let at = format!("patient_profiles[{index}]");
        found.id(&at, "uid", &profile.uid);
        found.text(&at, "patient_uid", &profile.patient_uid);
        found.text(&at, "shop_uid", &profile.shop_uid);
        found.text(&at, "shop_customer_id", &profile.shop_customer_id);
        if profile.fields.len() > PROFILE_FIELDS_KEPT_MAX {
            found.add(format!("{at}.fields"), format!("at most {PROFILE_FIELDS_KEPT_MAX}"));
        }
        if let Some(first) = customers.insert(profile.alias(), index) {
            found.add(at, format!("patient_profiles[{first}] is the same customer of the same shop"));
        }
    }
    found.faults
}

#[derive(Default)]
struct Found {
    faults: Vec<Fault>,
    ids: HashSet<(String, String)>,
}

impl Found {
    fn add(&mut self, path: String, why: String) {
        self.faults.push(Fault { path, why });
    }

    /// An id, or something that is found like one.
    fn text(&mut self, at: &str, field: &str, text: &str) {
        if is_blank(text) || text.len() > UID_BYTES_MAX {
            let why = format!("must be 1 to {UID_BYTES_MAX} bytes, and have something to see");
            self.add(format!("{at}.{field}"), why);
        }
    }

    /// The id of an entry, which is there once in its list.
    fn id(&mut self, at: &str, field: &str, uid: &str) {
        self.text(at, field, uid);
        let list = at.split('[').next().unwrap_or_default();
        if !self.ids.insert((list.to_owned(), uid.to_owned())) {
            self.add(format!("{at}.{field}"), "another one before has the same".to_owned());
        }
    }
}
