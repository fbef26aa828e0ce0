//! The patient-facing flow: what can be booked, by whom and when; hold, confirm, release, cancel, rebook. The
//! documents speak of it and do not say where it is: every path here is ours.

mod appointments;
mod availability;
mod booked;
mod discovery;
mod launch;
mod secrets;
mod visiting;
mod visitors;

pub(crate) use self::booked::{Booking, patient};
use frontdesk::Instant;
use schemars::JsonSchema;
use serde::Serialize;

use crate::endpoint::Endpoint;

const TAG: &str = "Booking";

/// Why what is asked for with a key that makes a repetition the same is refused: of what is answered, a hash
/// is kept.
const ONCE: &str = "What is answered here is shown once, so there can be no Idempotency-Key";

/// What goes where a booking token would, and until when it counts.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BookingSession")]
struct Session {
    booking_session: String,
    expires_at: Instant,
}

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = discovery::endpoints();
    endpoints.extend(appointments::endpoints());
    endpoints.extend(launch::endpoints());
    endpoints.extend(secrets::endpoints());
    endpoints.extend(availability::endpoints());
    endpoints.extend(visitors::endpoints());
    endpoints.into_iter().map(Endpoint::extension).collect()
}
