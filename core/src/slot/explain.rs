//! Why a start can't be booked: every reason, with the data that helps.

use chrono::Timelike;

use super::ask::Ask;
use super::hours::{blocked, hours};
use super::limit::{Addition, Exceeded};
use super::query::{ExplainQuery, Explanation, LimitScope, Reason, ReasonCode};
use super::question::Question;
use super::range::{Bounds, Range, check_coverage};
use super::{own_limits, places};
use crate::clinic::{Clinic, Member};
use crate::error::faults::both;
use crate::error::{ErrorCode, Path, Result};
use crate::model::appointment::AppointmentStatus;
use crate::order::{sort_by, sort_by_key};
use crate::prepared::agenda::Booking;
use crate::prepared::place::LocationPlace;
use crate::time::instant::Instant;
use crate::time::interval::Interval;
use crate::time::zone::day_number;
use crate::wire::uid::Uid;

impl Clinic {
    /// Why a start can't be booked, for every doctor asked for, by doctor. An explanation without reasons
    /// says that it can.
    ///
    /// # Errors
    /// `not_found` for a type, doctor or appointment that the clinic does not know; `missing_field` or
    /// `conflict` unless exactly one of `start_date` and `local_start` is given; `out_of_range`;
    /// `timezone_data_ends`.
    ///
    /// ```
    /// use frontdesk::{Clinic, ExplainQuery, Instant, Reason, from_json};
    ///
    /// let clinic = Clinic::new(from_json(r#"{
    ///     "appointment_types": [ { "uid": "apt-001", "duration_minutes": 30,
    ///       "booking_min_notice_minutes": 60 } ],
    ///     "doctors": [ { "uid": "doc-456", "availability_rules": [
    ///         { "uid": "rule-001", "weekday": 0, "start_time": 540, "end_time": 600 } ] } ]
    /// }"#)?)?;
    /// let nine = Instant(1_774_256_400); // Monday, 2026-03-23T09:00Z
    /// let query = ExplainQuery::new("apt-001", nine);
    /// let answer = clinic.explain(&query, Instant(nine.0 - 600))?;
    /// assert_eq!(answer[0].reasons, [Reason::TooSoon { earliest: Instant(nine.0 + 3000) }]);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn explain(&self, query: &ExplainQuery, now: Instant) -> Result<Vec<Explanation>> {
        let question = Question::new(self, &query.named(), now);
        let (question, ()) = both(question, check_start(query))?;
        let patient = query.patient_uid.as_ref();
        question
            .members(self)
            .map(|(_, member)| {
                let reasons = match self.start_asked_for(query, member)? {
                    Ok(start) => self.reasons(&question, patient, member, start)?,
                    Err(skipped) => vec![skipped],
                };
                Ok(Explanation { doctor_uid: member.doctor.uid.clone(), reasons })
            })
            .collect()
    }

    /// The instant that is meant, or the reason why there is none.
    fn start_asked_for(
        &self,
        query: &ExplainQuery,
        member: &Member,
    ) -> Result<std::result::Result<i64, Reason>> {
        let root = Path::Root;
        let Some(local) = query.local_start else {
            let start_date = root.field("start_date");
            let start = query.start_date.ok_or_else(|| ErrorCode::MissingField.at(&start_date))?;
            return start.checked(&start_date).map(Ok);
        };
        let zone = &member.calendar.zone;
        let seconds = i64::from(local.time().num_seconds_from_midnight());
        let start = zone.first_reading(day_number(local.date()), seconds);
        Instant(start).checked(&root.field("local_start"))?;
        if zone.local(Instant(start)) == local {
            Ok(Ok(start))
        } else {
            Ok(Err(Reason::NonexistentLocalTime { next: Instant(start) }))
        }
    }

    /// Every reason why `start` can't be booked with a doctor, for a patient if one is named; none if it can.
    /// `question` is asked for that patient.
    pub(super) fn reasons(
        &self,
        question: &Question<'_>,
        patient_uid: Option<&Uid>,
        member: &Member,
        start: i64,
    ) -> Result<Vec<Reason>> {
        check_coverage(
            &member.calendar.zone,
            Bounds { low: start, high: start + 1, skip: i64::MIN },
            "start_date",
        )?;
        // The pass itself decides; what follows finds the words.
        if self.offers(question, member, Range::only(start))? {
            return Ok(Vec::new());
        }
        let of_patient = self.patient_reasons(question, patient_uid, member, start);
        // Where only the patient is in the way, the doctor has nothing against it.
        let mut reasons = match of_patient.is_empty() {
            false if self.offers(&question.for_anybody(), member, Range::only(start))? => Vec::new(),
            _ => self.doctor_reasons(question, member, start),
        };
        reasons.extend(of_patient);
        sort_by_key(&mut reasons, rank);
        debug_assert!(!reasons.is_empty(), "what the pass refuses has a reason");
        Ok(reasons)
    }

    /// What is against `start` with a doctor, whoever the patient is.
    fn doctor_reasons(&self, question: &Question<'_>, member: &Member, start: i64) -> Vec<Reason> {
        let (ask, cause) = question.ask(member, start, start + 1);
        let mut reasons = Vec::new();
        if !ask.policy.active {
            reasons.push(Reason::TypeInactive);
        }
        reasons.extend(cause.map(|cause| Reason::DoctorNotOffering { cause }));
        if start < ask.earliest {
            reasons.push(Reason::TooSoon { earliest: Instant(ask.earliest) });
        }
        let latest = ask.latest;
        if start > latest {
            reasons.push(Reason::BeyondHorizon { latest: Instant(latest) });
        }
        let judged = hours(self, member, &ask, start, &mut reasons);
        blocked(member, &ask, start, judged.0, &mut reasons);
        let adds = self.bookings(member, &ask, start, judged, &mut reasons);
        if let Some(adds) = adds {
            let day = member.calendar.zone.day_of(start);
            let own: Vec<_> = own_limits::exceeded(&member.calendar, &ask, adds, day).collect();
            let of_type = own.iter().filter(|exceeded| exceeded.scope == LimitScope::AppointmentType);
            reasons.extend(of_type.map(Exceeded::reason));
            if let Some(of_clinic) = ask.of_clinic {
                reasons.extend(of_clinic.exceeded(start, adds).iter().map(Exceeded::reason));
            }
            let of_doctor = own.iter().filter(|exceeded| exceeded.scope == LimitScope::Doctor);
            reasons.extend(of_doctor.map(Exceeded::reason));
        }
        reasons
    }

    /// The bookings in the way, in a window with this buffer and location. Answers what the start would add
    /// to what limits count, unless its session is full.
    fn bookings(
        &self,
        member: &Member,
        ask: &Ask<'_>,
        start: i64,
        judged: (i64, Option<LocationPlace>),
        reasons: &mut Vec<Reason>,
    ) -> Option<Addition> {
        let agenda = &member.calendar.agenda;
        let end = start + ask.duration;
        let session = agenda
            .session_at(start, ask.kind, ask.now, ask.excluded)
            .filter(|_| ask.capacity > 1 && ask.joins_at(agenda, start, judged.1));
        // Of a doctor with several places, who offers no group visit, as many are told as the type has.
        let capacity = ask.policy.capacity;
        let taken = session.as_ref().map_or(0, |session| session.seats);
        let has_room = taken.saturating_add(ask.seats) <= capacity;
        let seats_left = capacity.saturating_sub(taken);
        reasons.extend((!has_room).then_some(Reason::GroupFull { capacity, seats_left }));
        if agenda.has_several_places() {
            let (slot, gap) = (Interval::new(start, end), ask.gap(judged.0));
            let until = places::free_again(agenda, ask, gap, judged.1, slot).map(Instant);
            let places = agenda.places() as u32;
            reasons.extend(until.map(|until| Reason::PlacesFull { places, until }));
            return Some(Addition::alone(ask.duration));
        }
        let most = ask.gap_most(judged.0);
        let clashes = agenda
            .from(agenda.first_running_at(start - most))
            .take_while(|booking| booking.start < end + most);
        let own_session =
            |booking: &Booking| session.is_some() && booking.kind == ask.kind && booking.start == start;
        let around =
            |booking: &Booking| ask.gap_to(booking, judged).around(Interval::new(booking.start, booking.end));
        let clashes = clashes.filter(|booking| {
            let around = around(booking);
            booking.blocks(ask.now, ask.excluded)
                && start < around.end
                && around.start < end
                && !own_session(booking)
        });
        let mut clashes: Vec<_> =
            clashes.filter_map(|booking| Some((booking, self.record_of(&booking)?))).collect();
        sort_by(&mut clashes, |(a, of_a), (b, of_b)| (a.start, &of_a.uid).cmp(&(b.start, &of_b.uid)));
        reasons.extend(clashes.into_iter().map(|(booking, record)| match record.status {
            AppointmentStatus::Held => {
                Reason::Held { by: record.uid.clone(), until: Instant(booking.blocks_until) }
            }
            _ => Reason::SlotTaken { by: record.uid.clone(), until: Instant(around(&booking).end) },
        }));
        match session {
            None => Some(Addition::alone(ask.duration)),
            Some(session) if has_room => Some(Addition::joining(session.length, ask.duration)),
            Some(_) => None,
        }
    }
}

/// Where a reason stands among others: in the order of the table of reasons. Appointments stand by their
/// start, held or not.
fn rank(reason: &Reason) -> Option<ReasonCode> {
    reason.code().map(|code| if code == ReasonCode::Held { ReasonCode::SlotTaken } else { code })
}

/// Whether it is said which start is meant: what can be told of it on any clock.
fn check_start(query: &ExplainQuery) -> Result<()> {
    let root = Path::Root;
    let (start_date, local_start) = (root.field("start_date"), root.field("local_start"));
    match (query.start_date, query.local_start) {
        (Some(start), None) => start.checked(&start_date).map(drop),
        (None, Some(local)) if local.nanosecond() != 0 => {
            Err(ErrorCode::WrongType { detail: "starts are whole seconds".to_owned() }.at(&local_start))
        }
        (None, Some(_)) => Ok(()),
        (None, None) => Err(ErrorCode::MissingField.at(&start_date)),
        (Some(_), Some(_)) => {
            let detail = "either `start_date` or `local_start`, not both".to_owned();
            Err(ErrorCode::Conflict { detail }.at(&local_start))
        }
    }
}
