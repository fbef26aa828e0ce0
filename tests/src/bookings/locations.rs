//! Sequences at clinics with several locations.

use frontdesk::{ClinicSnapshot, Location, Travel, Uid};

use crate::generate::tape::Tape;

const UIDS: [&str; 2] = ["north", "south"];

/// Lists two locations, with a way between them, and puts the doctors there. Some are at both at a time:
/// there a hold has to say where.
pub fn add_locations(tape: &mut Tape, clinic: &mut ClinicSnapshot) {
    let location = |uid: &&str| Location { uid: Uid::from(*uid), name: None };
    clinic.locations = UIDS.iter().map(location).collect();
    clinic.travel_minutes = vec![Travel {
        from_location_uid: Uid::from(UIDS[0]),
        to_location_uid: Uid::from(UIDS[1]),
        minutes: tape.pick(&[0, 5, 20, 60]),
    }];
    for doctor in &mut clinic.doctors {
        for rule in &mut doctor.availability_rules {
            rule.location_uid = somewhere(tape);
        }
        if let Some(rule) = doctor.availability_rules.first().filter(|_| tape.chance(50)) {
            let mut other = rule.clone();
            other.uid = Uid::from("rule-elsewhere");
            other.location_uid = somewhere(tape);
            doctor.availability_rules.push(other);
        }
    }
}

/// Where somebody wants to be booked.
pub fn location(tape: &mut Tape, clinic: &ClinicSnapshot) -> Option<Uid> {
    if clinic.locations.is_empty() { None } else { tape.maybe(40, |tape| Uid::from(tape.pick(&UIDS))) }
}

fn somewhere(tape: &mut Tape) -> Option<Uid> {
    tape.maybe(90, |tape| Uid::from(tape.pick(&UIDS)))
}
