//! That the patient of an appointment has come. The engine does not ask for it: who comes when called, and
//! who is late, is for people to see.

use frontdesk::{Appointment, AppointmentStatus, Event, Instant, Uid};
use serde_json::json;

use super::entry::Entry;
use super::records::{Arrival, kind};
use super::state::State;
use super::work::Work;
use crate::error::{ApiError, ApiResult};
use crate::limits::ARRIVAL_SECONDS_MAX;

impl State {
    /// When the patient of an appointment came, as long as the appointment is to take place.
    pub fn arrived_at(&self, appointment: &Appointment) -> Option<Instant> {
        let arrival = self.arrivals.get(&appointment.uid)?;
        let is_of_it = appointment.status == AppointmentStatus::Confirmed
            && appointment.start_date == arrival.start_date;
        is_of_it.then_some(arrival.at)
    }
}

impl Work<'_> {
    /// Notes that the patient of an appointment has come; nothing if that was noted before.
    ///
    /// # Errors
    /// 404 without the appointment; 409 if it is not confirmed, or of another day.
    pub fn arrive(&mut self, uid: &Uid) -> ApiResult<()> {
        let appointment = self.clinic().appointment(uid).ok_or_else(ApiError::not_found)?;
        let status = appointment.status_at(self.now);
        if status != AppointmentStatus::Confirmed {
            let refusal = json!({ "code": "wrong_status", "status": status });
            return Err(ApiError::refused("the appointment is not confirmed", &refusal));
        }
        let (from, to) =
            (appointment.start_date.0 - ARRIVAL_SECONDS_MAX, appointment.end_date.0 + ARRIVAL_SECONDS_MAX);
        if self.now.0 < from || to < self.now.0 {
            let refusal = json!({ "code": "another_day", "from": from, "to": to });
            return Err(ApiError::refused("the appointment is of another day", &refusal));
        }
        if self.state().arrived_at(&appointment).is_some() {
            return Ok(());
        }
        self.forget_old_arrivals()?;
        let arrival = Arrival { at: self.now, start_date: appointment.start_date };
        self.put(kind::ARRIVAL, uid, None, &arrival)
    }

    /// Takes back that the patient of an appointment has come; nothing if nobody had said so.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn take_back_arrival(&mut self, uid: &Uid) -> ApiResult<()> {
        if self.state().arrivals.contains_key(uid) { self.remove(kind::ARRIVAL, uid) } else { Ok(()) }
    }

    /// An arrival ends with its appointment, and when that is moved. Whatever it becomes is in the trail, so
    /// that is not.
    pub(super) fn end_arrival(&mut self, event: &Event) -> ApiResult<()> {
        match event {
            Event::Completed { uid, .. }
            | Event::NoShow { uid, .. }
            | Event::Cancelled { uid, .. }
            | Event::Rebooked { uid, .. } => self.drop_arrival(uid),
            Event::Held { .. }
            | Event::Confirmed { .. }
            | Event::Released { .. }
            | Event::Expired { .. }
            | Event::Extended { .. }
            | Event::ApprovalRequested { .. }
            | Event::Reopened { .. } => Ok(()),
        }
    }

    /// Those of appointments that nobody has ended are not kept for longer than they can be noted.
    fn forget_old_arrivals(&mut self) -> ApiResult<()> {
        let before = self.now.0 - 2 * ARRIVAL_SECONDS_MAX;
        let arrivals = self.state().arrivals.iter();
        let old: Vec<Uid> =
            arrivals.filter(|(_, arrival)| arrival.at.0 < before).map(|(uid, _)| uid.clone()).collect();
        old.iter().try_for_each(|uid| self.drop_arrival(uid))
    }

    /// Nobody's doing, and in no audit trail.
    fn drop_arrival(&mut self, uid: &Uid) -> ApiResult<()> {
        if !self.state().arrivals.contains_key(uid) {
            return Ok(());
        }
        self.keep(kind::ARRIVAL, uid, None);
        self.record_silently(Entry::Record { kind: kind::ARRIVAL.to_owned(), uid: uid.clone(), data: None })
    }
}
