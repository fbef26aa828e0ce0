//! The zones that are built in, each made once.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use frontdesk::{Result, Zone};

/// A built-in zone. Making one takes longer than listing a doctor's slots, so those that were asked for are
/// kept; there are some hundred.
pub(crate) fn zone_named(name: &str) -> Result<Zone> {
    static ZONES: RwLock<Option<HashMap<String, Zone>>> = RwLock::new(None);
    if let Some(zone) =
        ZONES.read().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(|zones| zones.get(name))
    {
        return Ok(zone.clone());
    }
    let zone = Zone::named(name)?;
    ZONES
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .get_or_insert_default()
        .insert(name.to_owned(), zone.clone());
    Ok(zone)
}
