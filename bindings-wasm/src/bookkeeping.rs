//! What a clinic is asked beside its slots: commands, events, appointments and reports. A page that shows
//! what can be booked, and has a server book it, loads a module without them.

use frontdesk::{AppointmentsQuery, Command, Event, TimezoneData, UtilisationQuery};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::border::{Answer, answer, instant, read, read_as, write};
use crate::clinic::Clinic;

#[wasm_bindgen]
impl Clinic {
    /// The clinic as plain data.
    pub fn snapshot(&self) -> Answer {
        write(&self.clinic.snapshot())
    }

    /// An appointment, or null.
    pub fn appointment(&self, uid: &str) -> Answer {
        write(&self.clinic.appointment(uid))
    }

    /// Which appointments there are.
    pub fn appointments(&self, query: &[u8], now: f64) -> Answer {
        answer(self.clinic.appointments(&read::<AppointmentsQuery>(query)?, instant(now)))
    }

    /// What became of them.
    pub fn outcomes(&self, query: &[u8], now: f64) -> Answer {
        answer(self.clinic.outcomes(&read::<AppointmentsQuery>(query)?, instant(now)))
    }

    /// What is open, closed and blocked.
    #[wasm_bindgen(js_name = openHours)]
    pub fn open_hours(&self, query: &[u8]) -> Answer {
        answer(self.clinic.open_hours(&read::<UtilisationQuery>(query)?))
    }

    /// What would happen.
    pub fn decide(&self, command: &[u8], now: f64) -> Answer {
        answer(self.clinic.decide(&read::<Command>(command)?, instant(now)))
    }

    /// Records what happened.
    pub fn apply(&mut self, event: &[u8]) -> Answer<bool> {
        Ok(self.clinic.apply(&read_as::<Event>(event, self.left_out.as_mut())?))
    }

    /// The holds that have run out.
    pub fn due(&self, now: f64) -> Answer {
        write(&self.clinic.due(instant(now)))
    }

    /// Reminders due in `(after, until]`.
    #[wasm_bindgen(js_name = remindersDue)]
    pub fn reminders_due(&self, after: f64, until: f64) -> Answer {
        answer(self.clinic.reminders_due(instant(after), instant(until)))
    }

    /// Appointments that their doctor's open time does not cover.
    #[wasm_bindgen(js_name = outsideHours)]
    pub fn outside_hours(&self, now: f64) -> Answer {
        answer(self.clinic.outside_hours(instant(now)))
    }

    /// Those that a change would add.
    #[wasm_bindgen(js_name = wouldLeaveOutsideHours)]
    pub fn would_leave_outside_hours(&self, change: &[u8], now: f64) -> Answer {
        answer(self.clinic.would_leave_outside_hours(read(change)?, instant(now)))
    }

    /// Those that another state of the clinic has and this one has not.
    #[wasm_bindgen(js_name = leftOutsideHours)]
    pub fn left_outside_hours(&self, after: &Clinic, now: f64) -> Answer {
        answer(self.clinic.left_outside_hours(&after.clinic, instant(now)))
    }

    /// How each doctor's local days are used.
    pub fn utilisation(&self, query: &[u8], now: f64) -> Answer {
        answer(self.clinic.utilisation(&read::<UtilisationQuery>(query)?, instant(now)))
    }

    /// Appointments whose local start other rules would move.
    #[wasm_bindgen(js_name = localTimeChanges)]
    pub fn local_time_changes(&self, other: &[u8]) -> Answer {
        answer(self.clinic.local_time_changes(&read::<Vec<TimezoneData>>(other)?))
    }
}
