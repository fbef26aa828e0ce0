//! The slots of a [`Calendar`] on its own, for callers that have a doctor and bookings and no clinic.

use super::ask::{Ask, last_start};
use super::buffer::SlotBuffer;
use super::find::list;
use super::range::{Range, check_coverage};
use crate::error::faults::{Faults, both};
use crate::error::{ErrorCode, Path, Result};
use crate::limits::SLOTS_MAX;
use crate::model::appointment_type::AppointmentType;
use crate::model::check;
use crate::prepared::calendar::Calendar;
use crate::prepared::place::{Place, TypePlace};
use crate::prepared::policy::Policy;
use crate::time::instant::Instant;

impl Calendar {
    /// The slots of a type in this calendar, packed into `buffer`. `PackedSlot::doctor` is 0. What is special
    /// to the doctor about the type is a clinic's business: the doctor's settings are not looked at, so
    /// the notice is that of the type. Bookings have no type here, so a type's limits count none of them.
    ///
    /// # Errors
    /// What [`Clinic::new`](crate::clinic::Clinic::new) says of a type and
    /// [`Clinic::find_slots`](crate::clinic::Clinic::find_slots) of a range.
    pub fn find_slots_into(
        &self,
        appointment_type: &AppointmentType,
        from: Instant,
        to: Instant,
        now: Instant,
        buffer: &mut SlotBuffer,
    ) -> Result<()> {
        let SlotBuffer { rows, duration, own_durations, scratch } = buffer;
        rows.clear();
        own_durations.clear();
        let path = Path::Root.field("appointment_type");
        let kind = Faults::of(|faults| check::appointment_type(appointment_type, &path, faults));
        let times = both(Range::new(from, to), now.checked(&Path::Root.field("now")));
        let ((), (range, now)) = both(kind, times)?;
        let mut policy = Policy::new(appointment_type);
        // Here one doctor is all there are.
        policy.limits.append(&mut policy.clinic_limits);
        *duration = policy.duration;
        let is_group = policy.capacity > 1;
        if !policy.active || !self.active || (is_group && self.agenda.has_several_places()) {
            return Ok(());
        }
        let ask = Ask {
            policy: &policy,
            grid: policy.grid,
            // Nothing here has a type, so any is as good.
            kind: Some(TypePlace::at(0)),
            capacity: policy.capacity,
            seats: 1,
            duration: policy.duration,
            now,
            earliest: policy.earliest(self, policy.notice, now),
            latest: last_start(policy.duration, policy.latest(self, now)),
            from: range.from,
            to: range.to,
            excluded: None,
            gaps: policy.gaps,
            gaps_of_bookings: None,
            patient: &[],
            locations: None,
            week_starts_on: 0,
            of_clinic: None,
            patient_full: &[],
            located: None,
            times: None,
        };
        check_coverage(&self.zone, ask.bounds(), range.field)?;
        list(self, &ask, 0, None, rows, scratch);
        if rows.len() > SLOTS_MAX {
            rows.clear();
            return Err(ErrorCode::TooManySlots { limit: SLOTS_MAX as u64 }.at(&Path::Root));
        }
        Ok(())
    }
}
