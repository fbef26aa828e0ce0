//! What time makes true: holds that run out, reminders that fall due.

use super::command::Event;
use crate::clinic::{Clinic, Member, Record};
use crate::error::faults::both;
use crate::error::{ErrorCode, Path, Result};
use crate::model::appointment::AppointmentStatus;
use crate::model::reminder::{DueReminder, Reminder};
use crate::order::sort_by;
use crate::prepared::agenda::FOR_GOOD;
use crate::time::instant::Instant;
use crate::time::zone::MINUTE;

impl Clinic {
    /// The holds that have run out by `now` and are not recorded as expired yet, by the instant at which they
    /// did, then by uid.
    ///
    /// Nothing waits for that record: a hold that has run out blocks nothing and can't be confirmed. It is
    /// for those who list or count appointments by their status.
    pub fn due(&self, now: Instant) -> Vec<Event> {
        let mut lapsed: Vec<&Record> =
            self.holds().filter(|record| record.hold_expires_at() <= now.0).collect();
        sort_by(&mut lapsed, |a, b| (a.hold_expires_at(), &a.uid).cmp(&(b.hold_expires_at(), &b.uid)));
        let expired = |record: &Record| Event::Expired {
            uid: record.uid.clone(),
            at: Instant(record.hold_expires_at()),
        };
        lapsed.into_iter().map(expired).collect()
    }

    /// The reminders that fall due in `(after, until]`, by that instant, then by appointment and reminder.
    ///
    /// A reminder is due `minutes_before` the start of a `confirmed` appointment of its type, unless the
    /// appointment was confirmed, or moved to that start, then or later. Ask for consecutive ranges, and
    /// each comes exactly once for each start.
    ///
    /// # Errors
    /// `out_of_range`; `empty_interval` if `until` is not after `after`.
    pub fn reminders_due(&self, after: Instant, until: Instant) -> Result<Vec<DueReminder>> {
        let root = Path::Root;
        both(after.checked(&root.field("after")), until.checked(&root.field("until")))?;
        if until <= after {
            return Err(ErrorCode::EmptyInterval { start: after.0, end: until.0 }.at(&root.field("until")));
        }
        let mut due = Vec::new();
        for (reminder, kind, member) in self.reminded() {
            for record in self
                .reminding(reminder, kind, member, after.0)
                .take_while(|record| due_at(record, reminder) <= until.0)
            {
                due.push(DueReminder {
                    due_at: Instant(due_at(record, reminder)),
                    appointment_uid: record.uid.clone(),
                    start_date: Instant(record.start),
                    reminder_uid: reminder.uid.clone(),
                    recipient_role: reminder.recipient_role,
                    send_email: reminder.send_email,
                    send_sms: reminder.send_sms,
                });
            }
        }
        sort_by(&mut due, |a, b| {
            (a.due_at, &a.appointment_uid, &a.reminder_uid).cmp(&(
                b.due_at,
                &b.appointment_uid,
                &b.reminder_uid,
            ))
        });
        Ok(due)
    }

    /// The first instant after `after` at which a hold runs out or a reminder falls due, as things stand. A
    /// command may bring an earlier one.
    pub fn next_due(&self, after: Instant) -> Option<Instant> {
        let expiry = self.holds().map(Record::hold_expires_at).filter(|at| *at > after.0).min();
        let reminders = self.reminded().filter_map(|(reminder, kind, member)| {
            Some(due_at(self.reminding(reminder, kind, member, after.0).next()?, reminder))
        });
        reminders.chain(expiry).min().map(Instant)
    }

    /// What stands as held.
    fn holds(&self) -> impl Iterator<Item = &Record> {
        let agendas = self
            .ranks()
            .iter()
            .map(|&place| &self.member_at(place).calendar.agenda)
            .filter(|agenda| !agenda.is_firm());
        let holds =
            agendas.flat_map(|agenda| agenda.from(0)).filter(|booking| booking.blocks_until != FOR_GOOD);
        holds.map(|booking| self.record_at(booking.appointment))
    }

    /// Each active reminder with each doctor.
    fn reminded(&self) -> impl Iterator<Item = (&Reminder, u32, &Member)> {
        let active = self.reminders().filter(|reminder| reminder.active);
        let known =
            active.filter_map(|reminder| Some((reminder, self.kind_of(&reminder.appointment_type_uid)?.0)));
        known.flat_map(move |(reminder, kind)| {
            self.ranks().iter().map(move |&place| (reminder, kind, self.member_at(place)))
        })
    }

    /// The doctor's appointments of which a reminder falls due after an instant, by that.
    fn reminding<'a>(
        &'a self,
        reminder: &'a Reminder,
        kind: u32,
        member: &'a Member,
        after: i64,
    ) -> impl Iterator<Item = &'a Record> {
        let agenda = &member.calendar.agenda;
        let first = agenda.first_starting_after(after + reminder.minutes_before * MINUTE);
        let of_type = agenda.from(first).filter(move |booking| booking.kind == kind);
        let records = of_type.map(|booking| self.record_at(booking.appointment));
        records.filter(move |record| {
            record.status == AppointmentStatus::Confirmed && due_at(record, reminder) > record.armed_at()
        })
    }
}

fn due_at(record: &Record, reminder: &Reminder) -> i64 {
    record.start - reminder.minutes_before * MINUTE
}
