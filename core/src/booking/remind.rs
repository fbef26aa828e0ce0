//! When a reminder is due: so long before an appointment, or at a time on a date before it, by the doctor's
//! clock, and not in the clinic's quiet hours.

use crate::clinic::{Clinic, Member, Record};
use crate::model::appointment::AppointmentStatus;
use crate::model::reminder::{QuietHours, Reminder};
use crate::prepared::place::TypePlace;
use crate::time::zone::{MINUTE, Zone};

/// An active reminder, with one doctor.
#[derive(Clone, Copy)]
pub(super) struct Remind<'a> {
    pub(super) reminder: &'a Reminder,
    kind: TypePlace,
    member: &'a Member,
    quiet: Option<QuietHours>,
}

impl Clinic {
    /// Each active reminder with each doctor.
    pub(super) fn reminded(&self) -> impl Iterator<Item = Remind<'_>> {
        let active = self.reminders().filter(|reminder| reminder.active);
        let known =
            active.filter_map(|reminder| Some((reminder, self.kind_of(&reminder.appointment_type_uid)?.0)));
        let quiet = self.quiet_hours();
        known.flat_map(move |(reminder, kind)| {
            self.ranks().iter().map(move |&place| Remind {
                reminder,
                kind,
                member: self.member_at(place),
                quiet,
            })
        })
    }

    /// The doctor's appointments of which a reminder falls due after an instant, by that, with when it does.
    pub(super) fn reminding<'a>(
        &'a self,
        remind: Remind<'a>,
        after: i64,
    ) -> impl Iterator<Item = (i64, &'a Record)> {
        let agenda = &remind.member.calendar.agenda;
        let first = agenda.first_starting_after(remind.first_start(after) - 1);
        let of_type = agenda.from(first).filter(move |booking| booking.kind == Some(remind.kind));
        let records = of_type.filter_map(|booking| self.record_of(&booking));
        let confirmed = records.filter(|record| record.status == AppointmentStatus::Confirmed);
        let due = confirmed.map(move |record| (remind.due_at(record.start), record));
        due.filter(move |(at, record)| after.max(record.armed_at()) < *at && *at < record.start)
    }
}

impl Remind<'_> {
    /// When it is due for an appointment with that start. Later starts are not reminded of earlier.
    fn due_at(self, start: i64) -> i64 {
        let zone = &self.member.calendar.zone;
        let Reminder { minutes_before, days_before, local_time, .. } = *self.reminder;
        let due = match minutes_before {
            Some(minutes) => start - minutes * MINUTE,
            None => zone.boundary(zone.day_of(start) - days_before.unwrap_or(0), local_time.unwrap_or(0)),
        };
        self.quiet.and_then(|quiet| began(quiet, zone, due)).unwrap_or(due)
    }

    /// No appointment that starts earlier is reminded of after an instant. Quiet hours only bring forward.
    fn first_start(self, after: i64) -> i64 {
        let zone = &self.member.calendar.zone;
        match self.reminder.minutes_before {
            Some(minutes) => after + minutes * MINUTE + 1,
            None => zone.boundary(zone.day_of(after) + self.reminder.days_before.unwrap_or(0), 0),
        }
    }
}

/// When the quiet hours began in which an instant lies, if it lies in any.
fn began(QuietHours { start_time, end_time }: QuietHours, zone: &Zone, at: i64) -> Option<i64> {
    let day = zone.day_of(at);
    let over_midnight = i64::from(end_time <= start_time);
    [day - 1, day].into_iter().find_map(|day| {
        let (start, end) = (zone.boundary(day, start_time), zone.boundary(day + over_midnight, end_time));
        (start <= at && at < end).then_some(start)
    })
}
