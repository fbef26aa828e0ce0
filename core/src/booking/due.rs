//! What follows from the time alone: holds that expire, reminders that fall due. The caller asks, with its
//! own `now`.

use super::event::Event;
use crate::clinic::{Clinic, Record};
use crate::error::faults::both;
use crate::error::{ErrorCode, Path, Result};
use crate::model::reminder::DueReminder;
use crate::order::sort_by;
use crate::prepared::agenda::FOR_GOOD;
use crate::time::instant::Instant;

impl Clinic {
    /// The holds that have run out by `now` and are not recorded as expired yet, by the instant at which they
    /// did, then by uid.
    ///
    /// Nothing waits for that record: a hold that has run out blocks nothing and can't be confirmed. It is
    /// for those who list or count appointments by their status.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, Command, at, hours, minutes};
    ///
    /// let mut clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    ///
    /// let hold: Command = Command::hold("mtg-1", "visit", monday + hours(9)).into();
    /// for event in clinic.decide(&hold, monday.into())? {
    ///     clinic.apply(&event);
    /// }
    /// // A hold lives for a quarter of an hour, unless its type says otherwise.
    /// let later = (monday + minutes(15)).into();
    /// assert_eq!(clinic.next_due(monday.into()), Some(later));
    /// for event in clinic.due(later) {
    ///     assert_eq!((event.name(), event.appointment_uid().as_str()), ("expired", "mtg-1"));
    ///     clinic.apply(&event);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    /// A reminder is due `minutes_before` the start of a `confirmed` appointment of its type, or
    /// `days_before` it at `local_time`, and never in the clinic's quiet hours; unless the appointment was
    /// confirmed, or moved to that start, then or later. Ask for consecutive ranges, and each comes exactly
    /// once for each start.
    ///
    /// # Errors
    /// `out_of_range`; `empty_interval` if `until` is not after `after`.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, Actor, Command, Reminder, at, hours, minutes};
    ///
    /// let mut clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    ///
    /// let reminder = Reminder::before("rem-1", "visit", hours(2)).email();
    /// clinic.change(frontdesk::Change::PutReminder { reminder })?;
    /// for command in [
    ///     Command::hold("mtg-1", "visit", monday + hours(9)).into(),
    ///     Command::confirm("mtg-1", Actor::Patient),
    /// ] {
    ///     for event in clinic.decide(&command, monday.into())? {
    ///         clinic.apply(&event);
    ///     }
    /// }
    /// let due = clinic.reminders_due(monday.into(), (monday + hours(8)).into())?;
    /// assert_eq!((due[0].due_at, due[0].appointment_uid.as_str()), ((monday + hours(7)).into(), "mtg-1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reminders_due(&self, after: Instant, until: Instant) -> Result<Vec<DueReminder>> {
        let root = Path::Root;
        both(after.checked(&root.field("after")), until.checked(&root.field("until")))?;
        if until <= after {
            return Err(ErrorCode::EmptyInterval { start: after.0, end: until.0 }.at(&root.field("until")));
        }
        let mut due = Vec::new();
        for remind in self.reminded() {
            let reminder = remind.reminder;
            for (due_at, record) in
                self.reminding(remind, after.0).take_while(|(due_at, _)| *due_at <= until.0)
            {
                due.push(DueReminder {
                    due_at: Instant(due_at),
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
        let reminders = self.reminded().filter_map(|remind| Some(self.reminding(remind, after.0).next()?.0));
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
        holds.filter_map(|booking| self.record_of(&booking))
    }
}
