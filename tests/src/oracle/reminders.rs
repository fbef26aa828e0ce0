//! §7, reminders: when each is due, appointment by appointment.

use frontdesk::{Appointment, AppointmentStatus, ClinicSnapshot, QuietHours, Reminder};

use super::clock::{Clock, DAY};
use super::definitions::{boundary, day_of};

/// A reminder that is due: when, of which appointment, and which it is.
pub type Due = (i64, String, String);

/// What of the page can be read in more than one way.
#[derive(Clone, Copy)]
pub struct Reminding {
    /// At which instant a date's reminder is due, of the clock, the start, the dates before it and the
    /// minute.
    pub at: fn(&Clock, i64, i64, i64) -> i64,
    /// When it is due instead, of the clock and of when it is due without quiet hours.
    pub quiet: fn(&Clock, QuietHours, i64) -> i64,
    /// Whether it is sent, of when it is due, since when the appointment stands, and its start.
    pub is_sent: fn(i64, i64, i64) -> bool,
}

/// As the page has it.
pub const RIGHT: Reminding = Reminding {
    at: |clock, start, days, minute| boundary(clock, day_of(clock, start) - days, minute),
    quiet: |clock, quiet, due| began(clock, quiet, due).unwrap_or(due),
    is_sent: |due, since, start| due > since && due < start,
};

/// When the quiet hours began in which an instant lies. All of the days about it are looked at.
pub fn began(clock: &Clock, quiet: QuietHours, at: i64) -> Option<i64> {
    let own = day_of(clock, at);
    (own - 3..=own + 3).find_map(|day| {
        let ends_on = if quiet.end_time > quiet.start_time { day } else { day + 1 };
        let (start, end) = (boundary(clock, day, quiet.start_time), boundary(clock, ends_on, quiet.end_time));
        (start..end).contains(&at).then_some(start)
    })
}

impl Reminding {
    /// All that is due in `(after, until]`, in order.
    pub fn due(&self, snapshot: &ClinicSnapshot, after: i64, until: i64) -> Vec<Due> {
        let mut due = Vec::new();
        for appointment in &snapshot.appointments {
            for reminder in &snapshot.reminders {
                let at = self.of(snapshot, appointment, reminder);
                due.extend(
                    at.filter(|at| after < *at && *at <= until)
                        .map(|at| (at, appointment.uid.to_string(), reminder.uid.to_string())),
                );
            }
        }
        due.sort();
        due
    }

    /// When a reminder of an appointment is due, if ever.
    fn of(&self, snapshot: &ClinicSnapshot, appointment: &Appointment, reminder: &Reminder) -> Option<i64> {
        let is_reminded = reminder.active
            && appointment.status == AppointmentStatus::Confirmed
            && appointment.appointment_type_uid.as_ref() == Some(&reminder.appointment_type_uid);
        let doctor = snapshot.doctors.iter().find(|doctor| doctor.uid == appointment.doctor_uid)?;
        let zone = doctor.timezone.as_deref().or(snapshot.timezone.as_deref()).unwrap_or("UTC");
        let clock = Clock::of(snapshot, zone);
        let start = appointment.start_date.0;
        let due = match (reminder.minutes_before, reminder.days_before, reminder.local_time) {
            (Some(minutes), _, _) => start - minutes * 60,
            (None, Some(days), Some(minute)) => (self.at)(&clock, start, days, minute),
            _ => return None,
        };
        let due = snapshot.quiet_hours.map_or(due, |quiet| (self.quiet)(&clock, quiet, due));
        // Who does not say when it was confirmed has been confirmed for ever.
        let since = appointment.confirmed_at.max(appointment.rebooked_at).map_or(-DAY * 400_000, |at| at.0);
        (is_reminded && (self.is_sent)(due, since, start)).then_some(due)
    }
}
