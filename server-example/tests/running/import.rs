//! A practice from a file: its schema, what is told of a file that is not right, and that nothing of it is
//! written.

use std::process::Command;

use frontdesk_server::limits::{EMAIL_BYTES_MAX, SHOPS_MAX};
use serde_json::{Value, json};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk-server");
const EXAMPLE: &str = include_str!("../../examples/practice.json");
const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/import.schema.json");

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn program(&self, arguments: &[&str]) -> (bool, String) {
        let database = self.0.path().join("own.db");
        let mut command = Command::new(PROGRAM);
        command.args(arguments).env("FRONTDESK_DATABASE", database).env("FRONTDESK_LOG", "error");
        let output = command.output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    }

    fn import(&self, file: &Value, more: &[&str]) -> (bool, String) {
        let path = self.0.path().join("file.json").display().to_string();
        std::fs::write(&path, file.to_string()).unwrap();
        self.program(&[&["import", path.as_str(), "--org", "org-own"], more].concat())
    }

    fn stands(&self) -> String {
        let (_, found) = self.program(&["doctor"]);
        found.lines().filter(|line| line.contains("org-own")).collect()
    }
}

/// `UPDATE_GOLDEN=1 cargo test --workspace --test running schema` writes it.
#[test]
fn the_schema_that_is_checked_in_is_current() {
    let (_, printed) = Folder::new().program(&["import", "--schema"]);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(SCHEMA, &printed).unwrap();
    }
    assert!(
        std::fs::read_to_string(SCHEMA).unwrap_or_default() == printed,
        "docs/import.schema.json is stale"
    );
}

/// Every field that a file may have is in the schema, and every field of the example is.
#[test]
fn the_schema_knows_the_example() {
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(SCHEMA).unwrap()).unwrap();
    let example: Value = serde_json::from_str(EXAMPLE).unwrap();
    for (field, value) in example.as_object().unwrap() {
        let known = &schema["properties"][field];
        assert!(known.is_object(), "{field}");
        let Some(entry) = value.as_array().and_then(|entries| entries.first()) else { continue };
        let of = known["items"]["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
        let properties = schema["$defs"][of]["properties"].as_object().unwrap();
        assert!(entry.as_object().unwrap().keys().all(|name| properties.contains_key(name)), "{of}: {entry}");
    }
}

#[test]
fn the_example_is_brought_in_once_and_again() {
    let folder = Folder::new();
    let example: Value = serde_json::from_str(EXAMPLE).unwrap();
    let (done, said) = folder.import(&example, &["--dry-run"]);
    assert!(
        done && said.starts_with("org-own: would have 2 appointment types, 2 doctors, 1 appointments"),
        "{said}"
    );
    assert_eq!(folder.stands(), "");
    for _ in 0..2 {
        let (done, said) = folder.import(&example, &[]);
        assert!(
            done && said == "org-own: 2 appointment types, 2 doctors, 1 appointments, 2 shops, 2 patients\n",
            "{said}"
        );
    }
    assert!(folder.stands().contains("2 doctors, 1 appointments"), "{}", folder.stands());
    let (_, shops) = folder.program(&["shops", "list"]);
    assert_eq!(shops, "own-page\tactive\tOur own page\npharmacy\tactive\tCorner pharmacy\n");
    let create = ["patients", "create", "--shop", "pharmacy", "--customer", "A-17"];
    assert!(folder.program(&create).1.contains("\"patient_uid\": \"pat-1\""));
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_nothing_is_written() {
    let folder = Folder::new();
    let example: Value = serde_json::from_str(EXAMPLE).unwrap();
    assert!(folder.import(&example, &[]).0);
    let before = folder.stands();
    let with = |pointer: &str, value: Value| {
        let mut file = example.clone();
        *file.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
        file
    };
    let email = |bytes: usize| json!("x".repeat(bytes));
    for (file, told) in [
        (with("/shops/1/name", json!(" ")), "shops[1].name: must have 1 to 255 characters"),
        (with("/shops/1/name", json!("x".repeat(256))), "shops[1].name: must have"),
        (with("/shops/1/uid", json!("x".repeat(256))), "shops[1].uid: must be 1 to 255 bytes"),
        (with("/shops/1/uid", json!("own-page")), "shops[1].uid: another one before has the same"),
        (with("/shops/1/identifier", json!("own-page")), "shops[1].identifier: shops[0] has the same"),
        (with("/patients/1/uid", json!("pat-1")), "patients[1].uid: another one"),
        (with("/patients/0/email", email(EMAIL_BYTES_MAX + 1)), "patients[0].email: 255 bytes; at most 254"),
        (with("/patients/0/date_of_birth", json!("10.4.1980")), "patients[0].date_of_birth: must be a date"),
        (with("/patients/1/display_name", json!("x".repeat(256))), "patients[1].display_name: at most 255"),
        (
            with("/patient_profiles/1/shop_uid", json!("none")),
            "patient_profiles[1].shop_uid: there is no shop `none`",
        ),
        (
            with("/patient_profiles/2/patient_uid", json!("none")),
            "patient_profiles[2].patient_uid: there is no patient",
        ),
        (
            with("/patient_profiles/2/shop_customer_id", json!("4711")),
            "patient_profiles[2]: patient_profiles[0] is the same",
        ),
        (
            with("/patient_profiles/0/uid", json!("pp-other")),
            "patient_profiles[0]: `pp-1` is the same customer",
        ),
        (
            with("/patient_profiles/0/shop_customer_id", json!("")),
            "patient_profiles[0].shop_customer_id: must be",
        ),
        (with("/doctors/1/timezone", json!("Mars")), "doctors[1].timezone"),
        (
            with("/doctors/0/availability_rules/1/weekday", json!(7)),
            "doctors[0].availability_rules[1].weekday",
        ),
        (
            with("/doctors/0/availability_rules/1/weekday", json!("Mon")),
            "doctors[0].availability_rules[1].weekday",
        ),
        (with("/appointments/0/doctor_uid", json!("none")), "appointments[0].doctor_uid"),
        (with("/appointment_types/0/duration_minutes", json!(0)), "appointment_types[0].duration_minutes"),
        (json!({ "doctor": [] }), "doctor"),
    ] {
        for more in [&[][..], &["--dry-run"]] {
            let (done, said) = folder.import(&file, more);
            assert!(!done && said.starts_with("error: ") && said.contains(told), "{told}: {said}");
        }
    }
    assert_eq!(folder.stands(), before);
    assert!(folder.import(&with("/patients/0/email", email(EMAIL_BYTES_MAX)), &[]).0);
    // All of it at once.
    let mut file = with("/shops/0/name", json!(""));
    file["patients"][1]["date_of_birth"] = json!("soon");
    let (_, said) = folder.import(&file, &[]);
    assert!(said.contains("shops[0].name") && said.contains("patients[1].date_of_birth"), "{said}");
}

#[test]
fn a_file_has_so_many_shops_at_most() {
    let shops = |count: usize| {
        let shops: Vec<Value> =
            (0..count).map(|at| json!({ "uid": format!("s-{at}"), "name": "S" })).collect();
        json!({ "shops": shops })
    };
    let folder = Folder::new();
    let (done, said) = folder.import(&shops(SHOPS_MAX + 1), &[]);
    assert!(!done && said.contains("shops: 10001 shops; at most 10000"), "{said}");
    assert!(folder.import(&shops(SHOPS_MAX), &[]).0);
    // Those that are there count as well.
    let (done, said) = folder.import(&json!({ "shops": [{ "uid": "one-more", "name": "S" }] }), &[]);
    assert!(!done && said.contains("10001 with those that are there"), "{said}");
}

#[test]
fn without_an_organisation_it_is_the_only_one() {
    let folder = Folder::new();
    folder.program(&["init", "--timezone", "Europe/Berlin"]);
    let path = folder.0.path().join("file.json").display().to_string();
    std::fs::write(&path, EXAMPLE).unwrap();
    let (done, said) = folder.program(&["import", &path]);
    assert!(done && said.starts_with("org-1: "), "{said}");
}
