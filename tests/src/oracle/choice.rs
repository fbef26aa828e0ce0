//! §7: who is booked where nobody is asked for.

use frontdesk::{ClinicSnapshot, Doctor, DoctorChoiceStrategy, Instant, Uid};

use super::definitions::Definitions;
use super::desk::Desk;
use super::type_of;

/// Who is booked, and what is said of that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chosen<'a> {
    /// The doctor.
    pub doctor: &'a Doctor,
    /// What the strategy looked at.
    pub figure: Option<i64>,
    /// How many came into question.
    pub candidates: usize,
}

impl Definitions {
    /// Who of `bookable`, the doctors who can be booked, in the order of their uids; none of nobody.
    pub fn chosen<'a>(
        &self,
        snapshot: &'a ClinicSnapshot,
        bookable: &[&'a Doctor],
        type_uid: &Uid,
        start: Instant,
        now: Instant,
    ) -> Option<Chosen<'a>> {
        let kind = type_of(snapshot, type_uid);
        let desk =
            |doctor: &&'a Doctor| (*doctor, Desk::new(self, snapshot, doctor, kind, None, None, now.0));
        let desks: Vec<(&'a Doctor, Desk<'_>)> = bookable.iter().map(desk).collect();
        let has_session = |(_, desk): &&(&Doctor, Desk<'_>)| {
            let taken = desk.session_at(start.0).map_or(0, |session| session.taken);
            (self.session_comes_first)(taken, kind.capacity)
        };
        let with_session: Vec<_> = desks.iter().filter(has_session).collect();
        let desks = if with_session.is_empty() { desks.iter().collect() } else { with_session };
        let figure = |desk: &Desk<'_>| match kind.doctor_choice {
            DoctorChoiceStrategy::FewestAppointments => {
                let day = (self.day_of)(&desk.clock, start.0);
                Some(desk.sessions.iter().filter(|session| session.day == day).count() as i64)
            }
            DoctorChoiceStrategy::Priority => {
                desk.setting().filter(|setting| setting.active).and_then(|setting| setting.priority)
            }
            DoctorChoiceStrategy::RoundRobin => {
                let of_type = desk
                    .blocking
                    .iter()
                    .filter(|other| other.appointment_type_uid.as_ref() == Some(type_uid));
                of_type
                    .filter(|other| (self.is_turn)(other))
                    .filter_map(|other| (self.made_at)(other, now.0))
                    .max()
            }
        };
        let comes_before = |(figure, weight): (Option<i64>, i64),
                            (other, their_weight): (Option<i64>, i64)| {
            match kind.doctor_choice {
                // Those without a priority come last.
                DoctorChoiceStrategy::Priority => {
                    figure.is_some_and(|own| other.is_none_or(|other| own < other))
                }
                DoctorChoiceStrategy::FewestAppointments => {
                    (self.has_fewer)((figure.unwrap_or(0), weight), (other.unwrap_or(0), their_weight))
                }
                DoctorChoiceStrategy::RoundRobin => {
                    let ago = |at: Option<i64>| at.map(|at| now.0 - at);
                    (self.is_next)((ago(figure), weight), (ago(other), their_weight))
                }
            }
        };
        let mut best: Option<(Chosen<'a>, i64)> = None;
        for (doctor, desk) in &desks {
            let (figure, weight) = (figure(desk), (self.weight)(desk.setting()));
            let is_better =
                best.is_none_or(|(best, theirs)| comes_before((figure, weight), (best.figure, theirs)));
            if is_better {
                best = Some((Chosen { doctor, figure, candidates: desks.len() }, weight));
            }
        }
        best.map(|(best, _)| best)
    }
}
