//! Asking the engine about a case, in the words of a property.

use frontdesk::{Clinic, ClinicSnapshot, Error, Explanation, Instant, Slot, SlotBuffer, SlotQuery, Uid};

use crate::asked;
use crate::generate::Case;
use crate::run::{Failure, REFUSED, fail};

/// What the engine answers, or the failure [`REFUSED`]: cases are valid.
pub fn answered<T>(what: &str, answer: Result<T, Error>) -> Result<T, Failure> {
    match answer {
        Ok(answer) => Ok(answer),
        Err(error) => fail(REFUSED, format!("{what}: {error}")),
    }
}

/// The clinic of a snapshot.
pub fn clinic(snapshot: &ClinicSnapshot) -> Result<Clinic, Failure> {
    answered("Clinic::new", Clinic::new(snapshot.clone()))
}

/// The clinic of a case, and its slots. Refuses before an oracle is asked, which does not check its input.
pub fn ask(case: &Case) -> Result<(Clinic, Vec<Slot>), Failure> {
    let clinic = clinic(&case.snapshot)?;
    let slots = find(&clinic, &case.query, case.now)?;
    Ok((clinic, slots))
}

/// What `find_slots` lists.
pub fn find(clinic: &Clinic, query: &SlotQuery, now: Instant) -> Result<Vec<Slot>, Failure> {
    answered("find_slots", clinic.find_slots(query, now))
}

/// The reasons that `explain` gives for `start`.
pub fn explain(
    clinic: &Clinic,
    query: &SlotQuery,
    start: i64,
    now: Instant,
) -> Result<Vec<Explanation>, Failure> {
    let query = asked::why(query, Instant(start));
    answered("explain", clinic.explain(&query, now))
}

/// A slot of a buffer, in full.
pub fn unpack(clinic: &Clinic, buffer: &SlotBuffer) -> Vec<Slot> {
    let uids: Vec<&Uid> = clinic.doctor_uids().collect();
    let snapshot = clinic.snapshot();
    let slot = |packed: &frontdesk::PackedSlot| Slot {
        start_date: Instant(packed.start_date),
        end_date: Instant(packed.start_date + buffer.duration_seconds_of(packed)),
        doctor_uid: uids[packed.doctor as usize].clone(),
        seats_left: u32::from(packed.seats_left),
        location_uid: packed
            .location
            .checked_sub(1)
            .map(|index| snapshot.locations[usize::from(index)].uid.clone()),
    };
    buffer.slots().iter().map(slot).collect()
}
