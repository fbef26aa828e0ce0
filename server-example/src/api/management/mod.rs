//! What else an organisation's own systems ask for: its doctors and patients, what was imported beside them,
//! and webhooks.

mod deliveries;
mod directory;
pub(crate) mod doctors;
mod patient_data;
pub(crate) mod patients;
pub(super) mod scope;
mod subscriptions;
mod wallet;

use crate::endpoint::Endpoint;

const TAG: &str = "Management";
const WEBHOOKS: &str = "Webhooks";
const WALLET: &str = "Wallet passes";

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = doctors::endpoints();
    endpoints.extend(patients::endpoints());
    endpoints.extend(patient_data::endpoints());
    endpoints.extend(directory::endpoints());
    endpoints.extend(wallet::endpoints());
    endpoints.extend(subscriptions::endpoints());
    endpoints.extend(deliveries::endpoints());
    endpoints
}
