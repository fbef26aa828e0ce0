//! What an answer may lack: a caller is not told which appointment of others is in the way, nor until when.

use serde_json::Value;

/// Says of each reason that names an appointment that it need not.
pub(super) fn allow(document: &mut Value) {
    let reasons = document["components"]["schemas"]["Reason"]["oneOf"].as_array_mut();
    for reason in reasons.into_iter().flatten().filter(|reason| reason["properties"]["by"].is_object()) {
        if let Some(required) = reason["required"].as_array_mut() {
            required.retain(|field| field != "by" && field != "until");
        }
    }
}
