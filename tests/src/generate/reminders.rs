//! Reminders and quiet hours for a case, as its dice say: times at which something is due, or a minute off.

use frontdesk::{AppointmentStatus, ClinicSnapshot, Instant, QuietHours, RecipientRole, Reminder, Uid};

use super::Case;
use super::tape::Tape;
use crate::oracle::clock::Clock;
use crate::oracle::definitions::day_of;

/// The clinic of the case with reminders, and a stretch of time in which some are due.
pub fn with_reminders(case: &Case) -> (ClinicSnapshot, i64, i64) {
    let tape = &mut Tape::stretched(&case.dice);
    let mut snapshot = case.snapshot.clone();
    let clock = Clock::of(&snapshot, snapshot.timezone.as_deref().unwrap_or("UTC"));
    let minute = |at: i64| clock.reading(at).rem_euclid(86_400) / 60;
    for appointment in &mut snapshot.appointments {
        if tape.chance(60) && appointment.status != AppointmentStatus::Held {
            appointment.status = AppointmentStatus::Confirmed;
        }
    }
    let starts: Vec<i64> = snapshot.appointments.iter().map(|other| other.start_date.0).collect();
    let start = tape.pick_or(&starts, case.now.0);
    let hours = tape.pick(&[1_080, 480, 0, 1_439, minute(start), (minute(start) + 1) % 1_440, 90, 150]);
    if tape.chance(65) {
        let length = tape.pick(&[720, 1, 60, 1_439]);
        let near = [1_260, hours, (hours + 1_439) % 1_440, (hours + 1_440 - length) % 1_440];
        let start_time = tape.pick(&near);
        snapshot.quiet_hours = Some(QuietHours { start_time, end_time: (start_time + length) % 1_440 })
            .filter(|quiet| quiet.start_time != quiet.end_time);
    }
    let types: Vec<Uid> = snapshot.appointment_types.iter().map(|kind| kind.uid.clone()).collect();
    for index in 0..3_usize {
        let by_date = tape.chance(60);
        snapshot.reminders.push(Reminder {
            uid: Uid::from(format!("rem-{index}")),
            appointment_type_uid: types[index % types.len().min(2)].clone(),
            recipient_role: RecipientRole::Patient,
            minutes_before: (!by_date).then(|| tape.pick(&[60, 1, 720, 1_440, 86_400])),
            days_before: by_date.then(|| tape.pick(&[1, 0, 2, 60])),
            local_time: by_date.then_some(hours),
            send_email: true,
            send_sms: false,
            active: !tape.chance(5),
        });
    }
    // Somebody who confirms or moves it on the evening before.
    let day = day_of(&clock, start);
    let evening = (0..3_000)
        .map(|minutes| start - minutes * 60)
        .find(|at| day_of(&clock, *at) < day && minute(*at) == hours);
    let since = evening.unwrap_or(start) + tape.pick(&[0, -1, 1, 60, -3_600]);
    for appointment in &mut snapshot.appointments {
        let at = Some(Instant(since.max(0)));
        match tape.below(4) {
            0 => appointment.confirmed_at = at,
            1 => appointment.rebooked_at = at,
            _ => {}
        }
    }
    let (after, until) = match tape.below(3) {
        0 => (evening.unwrap_or(start) - 1, evening.unwrap_or(start)),
        1 => (start - 3 * 86_400, start + 86_400),
        _ => (start - 70 * 86_400, start + 40 * 86_400),
    };
    (snapshot, after.max(0), until.max(after.max(0) + 1))
}
