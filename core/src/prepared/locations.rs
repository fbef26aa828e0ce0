//! The locations of a clinic by place, and the time between them.

use std::collections::BTreeMap;

use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path};
use crate::limits::{LOCATIONS_MAX, TRAVEL_MAX, bounds};
use crate::model::check;
use crate::model::location::{Location, Travel};
use crate::prepared::place::{LocationPlace, Place};
use crate::time::zone::MINUTE;
use crate::wire::uid::Uid;

/// What a clinic says of its locations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Locations {
    all: Vec<Location>,
    /// As it was given.
    travel: Vec<Travel>,
    by_uid: BTreeMap<Uid, LocationPlace>,
    /// From one to another, in seconds, both ways.
    seconds: BTreeMap<(LocationPlace, LocationPlace), i64>,
}

impl Locations {
    /// Checks and prepares what a clinic says, with the paths of its fields. What is wrong is left out.
    pub(crate) fn new(
        all: Vec<Location>,
        travel: Vec<Travel>,
        [all_at, travel_at]: [&Path<'_>; 2],
        faults: &mut Faults,
    ) -> Self {
        let mut locations = Self::default();
        faults.note(check::count(all.len(), LOCATIONS_MAX, all_at));
        for (index, location) in all.iter().enumerate().take(LOCATIONS_MAX) {
            let path = all_at.index(index);
            check::location(location, &path, faults);
            if locations.by_uid.insert(location.uid.clone(), LocationPlace::at(index)).is_some() {
                let value = location.uid.to_string();
                faults.add(ErrorCode::Duplicate { value }.at(&path.field("uid")));
            }
        }
        faults.note(check::count(travel.len(), TRAVEL_MAX, travel_at));
        let mut back = BTreeMap::new();
        for (index, way) in travel.iter().enumerate().take(TRAVEL_MAX) {
            let path = travel_at.index(index);
            let field = path.field("minutes");
            let is_right = faults.is_ok(check::within(way.minutes, bounds::TRAVEL, &field));
            let from = locations.named(&way.from_location_uid, &path.field("from_location_uid"), faults);
            let to_path = path.field("to_location_uid");
            let to = locations.named(&way.to_location_uid, &to_path, faults);
            let (Some(from), Some(to)) = (from, to) else { continue };
            if from == to {
                let detail = "it ends where it begins".to_owned();
                faults.add(ErrorCode::Conflict { detail }.at(&to_path));
            } else if is_right {
                if locations.seconds.insert((from, to), way.minutes * MINUTE).is_some() {
                    let value = way.to_location_uid.to_string();
                    faults.add(ErrorCode::Duplicate { value }.at(&to_path));
                }
                back.insert((to, from), way.minutes * MINUTE);
            }
        }
        // What is said of the way back is not overwritten.
        back.append(&mut locations.seconds);
        Self { all, travel, seconds: back, ..locations }
    }

    /// The place of a location that something names; one that is not there is a fault.
    pub(crate) fn named(&self, uid: &Uid, path: &Path<'_>, faults: &mut Faults) -> Option<LocationPlace> {
        let place = self.place(uid);
        if place.is_none() {
            faults.add(ErrorCode::NotFound { what: "location", uid: uid.to_string() }.at(path));
        }
        place
    }

    pub(crate) fn place(&self, uid: &str) -> Option<LocationPlace> {
        if self.by_uid.is_empty() { None } else { self.by_uid.get(uid).copied() }
    }

    pub(crate) fn uid(&self, place: LocationPlace) -> Option<&Uid> {
        self.all.get(place.index()).map(|location| &location.uid)
    }

    /// What a location is called; nothing for one that is gone, and for one without a name.
    #[cfg(feature = "icalendar")]
    pub(crate) fn name(&self, place: LocationPlace) -> Option<&str> {
        self.all.get(place.index())?.name.as_deref()
    }

    pub(crate) fn all(&self) -> &[Location] {
        &self.all
    }

    pub(crate) fn travel(&self) -> &[Travel] {
        &self.travel
    }

    /// How long it takes from one to another, in seconds; no time where nothing is said.
    pub(crate) fn between(&self, from: LocationPlace, to: LocationPlace) -> i64 {
        self.seconds.get(&(from, to)).copied().unwrap_or(0)
    }

    /// No way takes longer, in seconds.
    pub(crate) fn travel_most(&self) -> i64 {
        self.seconds.values().copied().max().unwrap_or(0)
    }
}
