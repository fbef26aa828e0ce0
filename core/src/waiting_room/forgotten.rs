//! Consultations that nobody has ended, it seems.

use serde::{Deserialize, Serialize};

use super::WaitingRoom;
use super::doctor::Consultation;
use super::forecast::column_of;
use crate::error::{Path, Result};
use crate::time::instant::Instant;
use crate::wait::outlook::Outlook;
use crate::wait::{Learner, VisitDoubt, VisitKind};
use crate::wire::uid::Uid;

/// A consultation that has been open for so long that nobody believes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ForgottenConsultation {
    /// The doctor.
    pub doctor_uid: Uid,
    /// The queue entry, or the appointment.
    pub uid: Uid,
    /// When it began.
    pub started_at: Instant,
    /// Why it is not believed.
    pub doubt: VisitDoubt,
}

impl WaitingRoom {
    /// The consultations that are under way and were probably over long ago: those whose length would not be
    /// believed if they ended now. By doctor, in the room's order.
    ///
    /// # Errors
    /// `out_of_range` for `now`.
    ///
    /// ```
    /// use frontdesk::{Instant, Learner, VisitDoubt, WaitingRoom, from_json};
    ///
    /// let room = WaitingRoom::new(from_json(r#"{ "policy": { "visit_minutes_max": 90 },
    ///   "doctors": [ { "uid": "doc-456",
    ///     "current": { "kind": "appointment", "uid": "mtg-1", "registered_at": 1774256400,
    ///       "started_at": 1774256400 } } ] }"#)?)?;
    /// let forgotten = room.forgotten(&Learner::default(), Instant(1_774_263_600))?;
    /// assert_eq!(forgotten[0].doubt, VisitDoubt::TooLong);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn forgotten(&self, learner: &Learner, now: Instant) -> Result<Vec<ForgottenConsultation>> {
        now.checked(&Path::Root.field("now"))?;
        let reasons = learner.columns(&self.policy.visit_reasons);
        let outlook = self.outlook(learner, &reasons);
        let doctors = self.doctors.iter().enumerate();
        let under_way = doctors
            .flat_map(|(place, doctor)| doctor.consultations().map(move |current| (place, doctor, current)));
        let forgotten = under_way.filter_map(|(place, doctor, current)| {
            let column = column_of(&reasons, current.reason.as_ref());
            Some(ForgottenConsultation {
                doctor_uid: doctor.uid.clone(),
                uid: current.uid.clone(),
                started_at: current.started_at,
                doubt: self.doubt_of(&outlook, (place, column), current, now)?,
            })
        });
        Ok(forgotten.collect())
    }

    /// For how many seconds the doctor has seen the patient in the parts before this consultation.
    pub(super) fn seconds_before(&self, doctor: &str, current: &Consultation) -> i64 {
        let entry = self.entries.get(&current.uid).filter(|_| current.kind == VisitKind::WalkIn);
        entry.map_or(0, |entry| entry.seen_seconds(doctor))
    }

    /// Why it is not believed that a consultation is still under way, of the doctor at a place in the list.
    pub(super) fn doubt_of(
        &self,
        outlook: &Outlook,
        (place, column): (usize, usize),
        current: &Consultation,
        now: Instant,
    ) -> Option<VisitDoubt> {
        let doctor = &self.doctors[place].uid;
        let before = self.seconds_before(doctor, current);
        let elapsed = now.0 - current.started_at.0 + before;
        let unlikely = || outlook.is_unlikely(place, column, elapsed).then_some(VisitDoubt::Unlikely);
        self.doubt(Some(doctor), (current.started_at, now), before)
            .filter(|doubt| *doubt != VisitDoubt::TooShort)
            .or_else(unlikely)
    }
}
