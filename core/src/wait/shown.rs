//! A wait as it is shown to people: rounded, with an upper bound beside it, and not up and down with every
//! look at it.

use serde::{Deserialize, Serialize};

use crate::error::faults::Faults;
use crate::error::{Path, Result};
use crate::limits::{LIVE_ENTRIES_MAX, bounds, bounds::Bound};
use crate::model::check;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// Below so many minutes, a wait is shown to the minute.
const EXACT_BELOW: f64 = 10.0;
/// Below so many minutes, to five minutes; above, to a quarter of an hour.
const FIVES_BELOW: f64 = 60.0;

/// A wait as it was shown to somebody: "about 20 minutes, at most 35".
///
/// Shown again, it falls as it may, and rises only if something explains that: more are before the patient
/// than were, or fewer doctors are there; or if it is more than the bound that was shown beside it allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ShownWait {
    /// The queue entry; null for somebody who has not joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<Uid>,
    /// When it was shown.
    pub at: Instant,
    /// "About so many minutes": P50, rounded to the minute below ten, to five minutes below an hour, to a
    /// quarter of an hour above.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub minutes: i64,
    /// "Rarely more than": P90, rounded up in the same way.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub at_most_minutes: i64,
    /// The place in the order of service at that time.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub position: i64,
    /// How many doctors were on duty or saw somebody.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub doctors: i64,
}

impl ShownWait {
    /// Until when the wait is promised to be over.
    pub fn until(&self) -> Instant {
        Instant(self.at.0.saturating_add(60 * self.at_most_minutes))
    }

    /// What is shown of somebody at this place, given the minutes of P50 and P90 and what was shown before.
    pub(crate) fn next(self, p50: f64, p90: f64, before: Option<&Self>) -> Self {
        let minutes = step(p50) * libm::round(p50 / step(p50));
        let at_most = (step(p90) * libm::ceil(p90 / step(p90))).max(minutes);
        let (mut minutes, mut at_most) = (minutes as i64, at_most as i64);
        if let Some(before) = before
            && self.position <= before.position
            && self.doctors >= before.doctors
        {
            let width = before.at_most_minutes - before.minutes;
            let steady = |was: i64, is: i64| if is > was && is - was <= width { was } else { is };
            minutes = steady(before.minutes, minutes);
            at_most = steady(before.at_most_minutes, at_most).max(minutes);
        }
        Self { minutes, at_most_minutes: at_most, ..self }
    }

    /// Whether these can have been shown.
    pub(crate) fn check_all(shown: &[Self], path: &Path<'_>) -> Result<()> {
        check::count(shown.len(), LIVE_ENTRIES_MAX, path)?;
        let mut faults = Faults::default();
        for (index, shown) in shown.iter().enumerate() {
            shown.check(&path.index(index), &mut faults);
        }
        faults.done()
    }

    /// Whether this can have been shown.
    pub(crate) fn check(&self, path: &Path<'_>, faults: &mut Faults) {
        check::optional_uid(self.uid.as_ref(), &path.field("uid"), faults);
        check::instant(Some(self.at), &path.field("at"), faults);
        let (minutes, at_most) = (path.field("minutes"), path.field("at_most_minutes"));
        let not_less = Bound { min: self.minutes.max(bounds::SHOWN.min), ..bounds::SHOWN };
        faults.note(check::within(self.minutes, bounds::SHOWN, &minutes));
        faults.note(check::within(self.at_most_minutes, not_less, &at_most));
        faults.note(check::within(self.position, bounds::SHOWN_POSITION, &path.field("position")));
        faults.note(check::within(self.doctors, bounds::SHOWN_DOCTORS, &path.field("doctors")));
    }
}

/// To what a wait of so many minutes is rounded.
fn step(minutes: f64) -> f64 {
    if minutes < EXACT_BELOW {
        1.0
    } else if minutes < FIVES_BELOW {
        5.0
    } else {
        15.0
    }
}
