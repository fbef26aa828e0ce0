//! Carries out a sequence: decides, records, and keeps what is needed to do it again.

use std::collections::BTreeMap;

use frontdesk::{
    Appointment, AppointmentStatus, Clinic, ClinicSnapshot, Command, Event, Instant, Refusal, Slot,
    SlotQuery, Uid,
};

use super::generate::MONDAY;
use super::ledger::Ledger;
use super::rules::Rules;
use super::{Ask, Sequence, Step, blocks};
use crate::engine::clinic;
use crate::run::{Failure, Verdict, same};
use crate::subject::{self, Told};

/// A clinic in the middle of a sequence.
#[derive(Debug)]
pub struct Desk {
    /// As it is.
    pub clinic: Clinic,
    /// How it came about.
    pub log: Vec<Told<Clinic>>,
    ledger: Ledger,
    /// Of each appointment that has not been moved, the hold that brought it about, and its event.
    firsts: BTreeMap<Uid, (Command, Event)>,
    commands: Vec<Command>,
}

/// What is answered to a command.
pub type Decision = Result<Vec<Event>, Refusal>;

impl Desk {
    /// At the start of a sequence.
    ///
    /// # Errors
    /// If the clinic is refused.
    pub fn open(snapshot: &ClinicSnapshot) -> Result<Self, Failure> {
        let clinic = clinic(snapshot)?;
        Ok(Self {
            clinic,
            log: Vec::new(),
            ledger: Ledger::default(),
            firsts: BTreeMap::new(),
            commands: Vec::new(),
        })
    }

    /// Carries out a step: `decide` answers a command, and `look` sees it and the answer before it is
    /// recorded.
    ///
    /// # Errors
    /// What `look` finds, and what should not have been admitted.
    pub fn step(
        &mut self,
        step: &Step,
        mut decide: impl FnMut(&Clinic, &Command, Instant) -> Decision,
        look: impl FnOnce(&Self, &ClinicSnapshot, &Command, &Decision) -> Verdict,
    ) -> Verdict {
        let now = step.now;
        self.ledger.tick(now);
        match &step.ask {
            Ask::Change(change) => {
                if self.clinic.change(change.as_ref().clone()).is_ok() {
                    self.log.push(Told::Change(change.clone()));
                }
            }
            Ask::RecordDue => {
                for event in self.clinic.due(now) {
                    self.record(&event)?;
                }
            }
            Ask::Command(_) | Ask::Offered(..) | Ask::Again(_) => {
                let Some(command) = self.command(&step.ask, now) else { return Ok(()) };
                let before = self.clinic.snapshot();
                let decision = decide(&self.clinic, &command, now);
                look(self, &before, &command, &decision)?;
                for event in decision.into_iter().flatten() {
                    // What one event frees, the next may take.
                    let before = self.clinic.snapshot();
                    self.admit(&before, &command, &event, now)?;
                }
                self.commands.push(command);
            }
        }
        self.ledger.audit(&self.clinic.snapshot(), now)
    }

    /// The command that is meant.
    fn command(&self, ask: &Ask, now: Instant) -> Option<Command> {
        match ask {
            Ask::Command(command) => Some(command.clone()),
            Ask::Again(number) => {
                (!self.commands.is_empty()).then(|| self.commands[number % self.commands.len()].clone())
            }
            Ask::Offered(command, number) => {
                let mut command = command.clone();
                let moved = self.clinic.appointment(super::uid_of(&command));
                let (type_uid, doctor_uid) = match &command {
                    Command::Hold { appointment_type_uid, doctor_uid, .. } => {
                        (Some(appointment_type_uid.clone()), doctor_uid.clone())
                    }
                    Command::Rebook { doctor_uid, appointment_type_uid, .. } => {
                        let doctor_uid =
                            doctor_uid.clone().or(moved.as_ref().map(|moved| moved.doctor_uid.clone()));
                        let until_now = moved.and_then(|moved| moved.appointment_type_uid);
                        (appointment_type_uid.clone().or(until_now), doctor_uid)
                    }
                    _ => (None, None),
                };
                if let (
                    Some(type_uid),
                    Command::Hold { start_date, duration_minutes, .. }
                    | Command::Rebook { start_date, duration_minutes, .. },
                ) = (type_uid, &mut command)
                {
                    let slots = self.offered(type_uid, doctor_uid, *duration_minutes, now);
                    if let Some(slot) = slots.get(number % slots.len().max(1)) {
                        *start_date = Some(slot.start_date);
                    }
                }
                Some(command)
            }
            Ask::Change(_) | Ask::RecordDue => None,
        }
    }

    /// The slots of the two days to come. None of a type that is gone.
    fn offered(
        &self,
        appointment_type_uid: Uid,
        doctor_uid: Option<Uid>,
        duration_minutes: Option<i64>,
        now: Instant,
    ) -> Vec<Slot> {
        let to = Instant(MONDAY + 2 * 86_400).max(Instant(now.0 + 1));
        let doctor_uids = doctor_uid.map(|uid| vec![uid]);
        let query = SlotQuery {
            appointment_type_uid,
            from: now,
            to,
            doctor_uids,
            duration_minutes,
            ..SlotQuery::default()
        };
        self.clinic.find_slots(&query, now).unwrap_or_default()
    }

    fn admit(&mut self, before: &ClinicSnapshot, command: &Command, event: &Event, now: Instant) -> Verdict {
        let changed = self.record(event)?;
        let admitted = |clinic: &Clinic| clinic.appointment(event.appointment_uid());
        match event {
            Event::Held { appointment, .. } if changed => {
                self.firsts.insert(appointment.uid.clone(), (command.clone(), event.clone()));
                admitted(&self.clinic)
                    .map_or(Ok(()), |held: Appointment| self.ledger.admit(before, &held, now))
            }
            Event::Rebooked { uid, .. } | Event::Reopened { uid, .. } => {
                self.firsts.remove(uid);
                let was_blocking =
                    before.appointments.iter().any(|other| other.uid == *uid && blocks(other, now));
                if was_blocking && matches!(event, Event::Reopened { .. }) {
                    return Ok(());
                }
                admitted(&self.clinic)
                    .map_or(Ok(()), |moved: Appointment| self.ledger.admit(before, &moved, now))
            }
            _ => Ok(()),
        }
    }

    /// Records an event; once more changes nothing.
    fn record(&mut self, event: &Event) -> Result<bool, Failure> {
        let sequence = |clinic: &Clinic| {
            clinic.appointment(event.appointment_uid()).map(|appointment| appointment.sequence)
        };
        let before = sequence(&self.clinic);
        let status = self.clinic.appointment(event.appointment_uid()).map(|found| found.status);
        let changed = subject::record(&mut self.clinic, event)?;
        if changed {
            self.log.push(Told::Event(event.clone()));
            let expected = match event {
                Event::Held { .. } => Some(0),
                Event::Completed { .. } | Event::NoShow { .. } => before,
                Event::Extended { .. } | Event::ApprovalRequested { .. } => before,
                Event::Reopened { .. } if status != Some(AppointmentStatus::Cancelled) => before,
                _ => before.map(|sequence| sequence + 1),
            };
            same("another `sequence` after an event", &sequence(&self.clinic), &expected)?;
        }
        Ok(changed)
    }

    /// What is known for the rules of a command.
    pub fn rules<'a>(&'a self, clinic: &'a ClinicSnapshot, command: &Command, now: Instant) -> Rules<'a> {
        Rules { clinic, first: self.firsts.get(super::uid_of(command)).map(|(first, _)| first), now }
    }

    /// The event that brought an appointment about, if it has not been moved since.
    pub fn first_event(&self, uid: &Uid) -> Option<&Event> {
        self.firsts.get(uid).map(|(_, event)| event)
    }

    /// The commands so far.
    pub fn commands(&self) -> &[Command] {
        &self.commands
    }
}

/// Carries out a whole sequence, with nobody looking.
///
/// # Errors
/// What should not have been admitted.
pub fn carry_out(
    sequence: &Sequence,
    mut decide: impl FnMut(&Clinic, &Command, Instant) -> Decision,
) -> Verdict {
    let mut desk = Desk::open(&sequence.start)?;
    sequence.steps.iter().try_for_each(|step| desk.step(step, &mut decide, |_, _, _, _| Ok(())))
}
