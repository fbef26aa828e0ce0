//! Zones that agree with the page: what the host knows, where it knows better or nothing is built in.

use std::cell::RefCell;
use std::collections::BTreeMap;

use frontdesk::Zone;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::border::{Answer, read, refusal, write};

#[wasm_bindgen(raw_module = "./zones.js")]
extern "C" {
    /// The zone of this name as `TimezoneData`, if the host's rules are to be used; decided in `js/zones.ts`,
    /// always alike for a name.
    #[wasm_bindgen(js_name = hostZone, catch)]
    fn host_zone(name: &str) -> Result<Option<Vec<u8>>, JsValue>;
}

thread_local! {
    /// Zones of the host, each read once.
    static HOST_ZONES: RefCell<BTreeMap<String, Zone>> = const { RefCell::new(BTreeMap::new()) };
}

/// The host's zone of this name, if it is to be used.
pub(crate) fn of_host(name: &str) -> Option<Zone> {
    if let Some(zone) = HOST_ZONES.with_borrow(|zones| zones.get(name).cloned()) {
        return Some(zone);
    }
    let zone = Zone::from_data(&read(&host_zone(name).ok()??).ok()?).ok()?;
    HOST_ZONES.with_borrow_mut(|zones| zones.insert(name.to_owned(), zone.clone()));
    Some(zone)
}

/// The tz database that is built in, such as `2026f`; empty in the small build.
#[wasm_bindgen(js_name = builtInVersion)]
pub fn built_in_version() -> String {
    frontdesk::tzdata_version().to_owned()
}

/// The names of the tz database that is built in.
#[wasm_bindgen(js_name = builtInNames)]
pub fn built_in_names() -> Answer {
    write(&frontdesk::timezone_names().collect::<Vec<_>>())
}

/// The rules that are built in for a zone, every change spelt out.
///
/// # Errors
/// `unknown_timezone`.
#[wasm_bindgen(js_name = builtInZone)]
pub fn built_in_zone(name: &str) -> Answer {
    write(&Zone::named(name).map_err(|error| refusal(&error))?.to_data())
}

/// The rules that the engine uses for a zone.
///
/// # Errors
/// `unknown_timezone`.
#[wasm_bindgen(js_name = zoneInUse)]
pub fn zone_in_use(name: &str) -> Answer {
    match of_host(name) {
        Some(zone) => write(&zone.to_data()),
        None => built_in_zone(name),
    }
}
