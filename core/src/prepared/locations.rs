//! The locations of a clinic by number, and the time between them.

use std::collections::BTreeMap;

use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path};
use crate::limits::{LOCATIONS_MAX, TRAVEL_MAX, bounds};
use crate::model::check;
use crate::model::location::{Location, Travel};
use crate::time::zone::MINUTE;
use crate::wire::uid::Uid;

/// The place of a location among those of its clinic, counted from 1; 0 for none, and for one that is gone.
pub(crate) type LocationNumber = u16;

/// That of a window or an appointment that is at no location.
pub(crate) const NO_LOCATION: LocationNumber = 0;

/// What a clinic says of its locations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Locations {
    all: Vec<Location>,
    /// As it was given.
    travel: Vec<Travel>,
    by_uid: BTreeMap<Uid, LocationNumber>,
    /// From one to another, in seconds, both ways.
    seconds: BTreeMap<(LocationNumber, LocationNumber), i64>,
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
            let number = (index + 1) as LocationNumber;
            if locations.by_uid.insert(location.uid.clone(), number).is_some() {
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

    /// The number of a location that something names; one that is not there is a fault.
    pub(crate) fn named(&self, uid: &Uid, path: &Path<'_>, faults: &mut Faults) -> Option<LocationNumber> {
        let number = self.number(uid);
        if number.is_none() {
            faults.add(ErrorCode::NotFound { what: "location", uid: uid.to_string() }.at(path));
        }
        number
    }

    pub(crate) fn number(&self, uid: &str) -> Option<LocationNumber> {
        if self.by_uid.is_empty() { None } else { self.by_uid.get(uid).copied() }
    }

    pub(crate) fn uid(&self, number: LocationNumber) -> Option<&Uid> {
        self.all.get(usize::from(number).checked_sub(1)?).map(|location| &location.uid)
    }

    /// What a location is called; nothing for none, for one that is gone, and for one without a name.
    #[cfg(feature = "icalendar")]
    pub(crate) fn name(&self, number: LocationNumber) -> Option<&str> {
        self.all.get(usize::from(number).checked_sub(1)?)?.name.as_deref()
    }

    pub(crate) fn all(&self) -> &[Location] {
        &self.all
    }

    pub(crate) fn travel(&self) -> &[Travel] {
        &self.travel
    }

    /// How long it takes from one to another, in seconds; no time where nothing is said.
    pub(crate) fn between(&self, from: LocationNumber, to: LocationNumber) -> i64 {
        self.seconds.get(&(from, to)).copied().unwrap_or(0)
    }

    /// No way takes longer, in seconds.
    pub(crate) fn travel_most(&self) -> i64 {
        self.seconds.values().copied().max().unwrap_or(0)
    }
}
