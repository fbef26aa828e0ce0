use serde_json::{Map, Value};
pub(super) fn add(_: &mut Map<String, Value>) {}
