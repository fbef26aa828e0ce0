//! §10: how doctors' days are used. Time is cut wherever anything begins or ends; in between, one second
//! tells of all.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk::{AppointmentStatus, ClinicSnapshot, Doctor, Instant, Utilisation, UtilisationQuery};

use super::bookings::{blocking, span};
use super::clock::{Clock, date};
use super::definitions::RIGHT;
use super::interval::{Interval, union, without};
use super::windows::{blocked, windows};

/// When a doctor is there within `[from, to)`, whatever is booked.
pub fn open_time(
    snapshot: &ClinicSnapshot,
    doctor: &Doctor,
    from: Instant,
    to: Instant,
) -> Vec<(Instant, Instant)> {
    let zone = doctor.timezone.as_deref().or(snapshot.timezone.as_deref()).unwrap_or("UTC");
    let clock = Clock::of(snapshot, zone);
    let days = (RIGHT.day_of)(&clock, from.0) - 2..=(RIGHT.day_of)(&clock, to.0) + 2;
    let windows = windows(&RIGHT, doctor, &clock, &snapshot.closures, days);
    let within = |piece: &Interval| Interval::new(piece.start.max(from.0), piece.end.min(to.0));
    let open = union(windows.iter().flat_map(|window| &window.open).filter_map(within));
    let away = away(snapshot, doctor, &clock, from, to);
    let there = if doctor.active { without(&open, &away) } else { Vec::new() };
    there.into_iter().map(|piece| (Instant(piece.start), Instant(piece.end))).collect()
}

/// When a doctor is away within `[from, to)`, and perhaps otherwise.
fn away(
    snapshot: &ClinicSnapshot,
    doctor: &Doctor,
    clock: &Clock,
    from: Instant,
    to: Instant,
) -> Vec<Interval> {
    blocked(&RIGHT, doctor, clock, &snapshot.closures, Interval { start: from.0, end: to.0 })
}

/// What `utilisation` has to answer.
pub fn utilisation(snapshot: &ClinicSnapshot, query: &UtilisationQuery, now: Instant) -> Vec<Utilisation> {
    let mut doctors: Vec<_> = snapshot.doctors.iter().collect();
    doctors.retain(|doctor| query.doctor_uids.as_ref().is_none_or(|uids| uids.contains(&doctor.uid)));
    doctors.sort_by(|a, b| a.uid.cmp(&b.uid));
    let mut rows = Vec::new();
    for doctor in doctors {
        let zone = doctor.timezone.as_deref().or(snapshot.timezone.as_deref()).unwrap_or("UTC");
        let clock = Clock::of(snapshot, zone);
        let days = (RIGHT.day_of)(&clock, query.from.0) - 2..=(RIGHT.day_of)(&clock, query.to.0) + 2;
        let windows = windows(&RIGHT, doctor, &clock, &snapshot.closures, days.clone());
        let open = windows.iter().flat_map(|window| window.open.clone()).collect::<Vec<_>>();
        let away = away(snapshot, doctor, &clock, query.from, query.to);
        let (held, booked): (Vec<_>, Vec<_>) = blocking(&RIGHT, snapshot, doctor, None, now.0)
            .into_iter()
            .partition(|appointment| appointment.status == AppointmentStatus::Held);
        let [held, booked] = [held, booked].map(|list| list.into_iter().map(span).collect::<Vec<_>>());

        let mut cuts: BTreeSet<i64> = days.map(|day| (RIGHT.boundary)(&clock, day, 0)).collect();
        cuts.extend([query.from.0, query.to.0]);
        for interval in [&open, &away, &held, &booked].into_iter().flatten() {
            cuts.extend([interval.start, interval.end]);
        }
        let cuts: Vec<i64> = cuts.range(query.from.0..=query.to.0).copied().collect();
        let mut seconds: BTreeMap<i64, [i64; 4]> = BTreeMap::new();
        for pair in cuts.windows(2) {
            let [at, length] = [pair[0], pair[1] - pair[0]];
            let is_in = |intervals: &[Interval]| intervals.iter().any(|interval| interval.holds(at));
            let is_open = doctor.active && is_in(&open) && !is_in(&away);
            let (is_booked, is_held) = (is_in(&booked), is_in(&held));
            let uses = [is_open, is_booked, is_held && !is_booked, is_open && !is_booked && !is_held];
            let day = seconds.entry((RIGHT.day_of)(&clock, at)).or_default();
            day.iter_mut().zip(uses).for_each(|(sum, is_so)| *sum += if is_so { length } else { 0 });
        }
        rows.extend(seconds.into_iter().map(|(day, seconds)| {
            let [open_minutes, booked_minutes, held_minutes, free_minutes] =
                seconds.map(|seconds| seconds as f64 / 60.0);
            Utilisation {
                doctor_uid: doctor.uid.clone(),
                date: date(day),
                open_minutes,
                booked_minutes,
                held_minutes,
                free_minutes,
            }
        }));
    }
    rows
}
