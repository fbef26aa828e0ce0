//! The locations of a clinic, and their change.

use super::Clinic;
use crate::error::faults::Faults;
use crate::error::quoted::Quoted;
use crate::error::{ErrorCode, Path, Result};
use crate::model::check;
use crate::model::location::{Location, Travel};
use crate::prepared::locations::Locations;
use crate::wire::uid::Uid;

impl Clinic {
    /// Where patients are seen, in the order in which they were given.
    pub fn locations(&self) -> &[Location] {
        self.locations.all()
    }

    /// How long the ways between locations take, as it was given.
    pub fn travel_minutes(&self) -> &[Travel] {
        self.locations.travel()
    }

    /// The locations by place.
    pub(crate) fn locations_by_place(&self) -> &Locations {
        &self.locations
    }

    /// Takes what is said of locations in the place of what was.
    pub(super) fn set_locations(&mut self, all: Vec<Location>, travel: Vec<Travel>) -> Result<()> {
        let root = Path::Root;
        let list = root.field("locations");
        let mut faults = Faults::default();
        let locations = Locations::new(all, travel, [&list, &root.field("travel_minutes")], &mut faults);
        // Every doctor who works at one has windows that name places.
        let mut concerned: Vec<Uid> = Vec::new();
        for member in self.doctors.iter() {
            check::each_window(&member.doctor, &root, &mut |whom, _| {
                let Some(uid) = whom.location_uid else { return };
                if locations.place(uid).is_none() {
                    let (doctor, uid) = (Quoted(&member.doctor.uid), Quoted(uid));
                    let detail = format!("a window of the doctor `{doctor}` is at `{uid}`");
                    faults.add(ErrorCode::Conflict { detail }.at(&list));
                }
                if concerned.last() != Some(&member.uid) {
                    concerned.push(member.uid.clone());
                }
            });
        }
        faults.done()?;
        self.note_gaps([locations.travel_most()]);
        self.locations = locations;
        concerned.iter().for_each(|uid| self.refresh(uid));
        let locations = &self.locations;
        self.appointments.look_up_locations(|uid| locations.place(uid));
        Ok(())
    }
}
