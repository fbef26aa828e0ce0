//! The patient-facing flow: what can be booked, by whom and when; hold, confirm, release, cancel, rebook. The
//! documents speak of it and do not say where it is: every path here is ours.

mod appointments;
mod availability;
mod discovery;
mod launch;
mod secrets;
mod visitors;

pub(crate) use self::appointments::patient;
use crate::endpoint::Endpoint;

const TAG: &str = "Booking";

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = discovery::endpoints();
    endpoints.extend(appointments::endpoints());
    endpoints.extend(launch::endpoints());
    endpoints.extend(secrets::endpoints());
    endpoints.extend(availability::endpoints());
    endpoints.extend(visitors::endpoints());
    endpoints.into_iter().map(Endpoint::extension).collect()
}
