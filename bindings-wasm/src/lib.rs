//! Frontdesk for JavaScript: JSON text in, JSON text out. The package with handles, types and typed arrays is to grow from here.

use frontdesk::{Clinic, Instant, from_json};
use wasm_bindgen::prelude::wasm_bindgen;

/// The tz database that is built in, such as `2026f`.
#[wasm_bindgen(js_name = tzdataVersion)]
pub fn tzdata_version() -> String {
    frontdesk::tzdata_version().to_owned()
}

/// The slots of a clinic, both as JSON; `now` in Unix seconds. Throws the error as JSON.
///
/// # Errors
/// As `Clinic::new` and `Clinic::find_slots`.
#[wasm_bindgen(js_name = findSlots)]
pub fn find_slots(clinic: &str, query: &str, now: f64) -> Result<String, String> {
    // As in JSON: what has no whole number of seconds is refused, and so are NaN and infinity, which have no JSON form.
    let slots = || Clinic::new(from_json(clinic)?)?.find_slots(&from_json(query)?, from_json::<Instant>(&now.to_string())?);
    slots().map_err(|error| to_json(&error)).map(|slots| to_json(&slots))
}

fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("plain data has a JSON form")
}
