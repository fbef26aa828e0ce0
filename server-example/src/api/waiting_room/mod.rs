//! The waiting room: join, see where one stands, leave; and, as extensions, what doctors do with those who
//! wait.

mod appointments;
mod doctors;
mod entry;
pub(crate) mod link;
mod live;
mod live_patient;
mod overview;
mod places;
mod policy;
mod promises;
mod register;
mod service;

use crate::endpoint::Endpoint;

const TAG: &str = "Waiting room";
const READ: &str = "waiting_room:read";
const WRITE: &str = "waiting_room:write";

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = register::endpoints();
    endpoints.extend(entry::endpoints());
    endpoints.extend(link::endpoints());
    endpoints.extend(live::endpoints());
    endpoints.extend(live_patient::endpoints());
    endpoints.extend(service::endpoints());
    endpoints.extend(appointments::endpoints());
    endpoints.extend(overview::endpoints());
    endpoints.extend(doctors::endpoints());
    endpoints.extend(places::endpoints());
    endpoints.extend(promises::endpoints());
    endpoints.extend(policy::endpoints());
    endpoints
}
