//! Grids that leave no holes.

use frontdesk::{ClinicSnapshot, Grid, GridMode, SlotQuery};

use super::tape::Tape;
use crate::oracle::RIGHT;
use crate::oracle::desk::Desk;

/// Lets the grid be `adjacent`, or keep holes that candidates leave from being left.
pub fn avoid_holes(tape: &mut Tape, clinic: &mut ClinicSnapshot, query: &mut SlotQuery, now: i64) {
    if !tape.chance(14) {
        return;
    }
    let mut grid = query.grid.or(clinic.appointment_types[0].grid).unwrap_or_default();
    if tape.chance(55) {
        grid = Grid { mode: GridMode::Adjacent, align_minutes: None, ..grid };
        if tape.chance(40) {
            touch(clinic);
        }
    }
    if grid.mode != GridMode::Adjacent || tape.chance(40) {
        let (doctor, kind) =
            (&clinic.doctors[tape.below(clinic.doctors.len())], &clinic.appointment_types[0]);
        let excluded = query.exclude_appointment_uid.as_ref();
        let desk = Desk::new(&RIGHT, clinic, doctor, kind, Some(grid), excluded, now);
        let desk = desk.lasting(query.duration_minutes, excluded).seating(query.seats, excluded);
        let holes = holes(&desk, query.from.0);
        let least = tape.pick_or(&holes, 30) + tape.pick(&[0, 0, 1, 1, 10]);
        grid.least_gap_minutes = Some(least.clamp(1, 1_440));
    }
    match tape.chance(70) {
        true => {
            clinic.appointment_types[0].grid = Some(grid);
            query.grid = None;
        }
        false => query.grid = Some(grid),
    }
}

/// Lets appointments touch.
fn touch(clinic: &mut ClinicSnapshot) {
    for kind in &mut clinic.appointment_types {
        (kind.buffer_before_minutes, kind.buffer_after_minutes) = (0, 0);
    }
    for doctor in &mut clinic.doctors {
        doctor.availability_rules.iter_mut().for_each(|rule| rule.buffer_minutes = 0);
        doctor.date_overrides.iter_mut().flat_map(|entry| &mut entry.windows).for_each(|window| {
            window.buffer_minutes = 0;
        });
        doctor.availability_exceptions.iter_mut().for_each(|exception| exception.buffer_minutes = 0);
        doctor.appointment_type_settings.iter_mut().for_each(|setting| {
            (setting.buffer_before_minutes, setting.buffer_after_minutes) = (None, None);
        });
    }
}

/// The holes, in minutes, that candidates soon after an instant would leave.
fn holes(desk: &Desk<'_>, from: i64) -> Vec<i64> {
    let windows = desk.windows(from, from + 86_400);
    let mut holes = Vec::new();
    for window in windows.iter().filter(|window| window.span.end > from).take(3) {
        let free = desk.free(&desk.open_time(&windows, window), window.spot());
        for start in desk.candidates(window).into_iter().take(30) {
            let end = start + desk.duration();
            let own = free.iter().find(|free| free.start <= start && end <= free.end);
            let seconds = own.map(|free| [start - free.start, free.end - end]);
            holes.extend(seconds.into_iter().flatten().filter(|hole| *hole > 0).map(|hole| hole / 60));
        }
    }
    holes
}
