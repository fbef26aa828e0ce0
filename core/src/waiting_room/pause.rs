//! What the room's past says of doctors who are free while somebody waits, and of its pace.

use super::WaitingRoom;
use super::doctor::QueueDoctor;
use super::entry::{QueueEntry, QueuePresence};
use crate::time::instant::Instant;
use crate::wait::dispatch::{Candidate, Preference};
use crate::wait::pause::{CLASSES, class_start};
use crate::wait::{Pause, VisitKind};

impl WaitingRoom {
    /// Takes an entry into account that is recorded.
    pub(super) fn note(&mut self, entry: &QueueEntry) {
        self.last_start = self.last_start.max(entry.starts().max());
        let waited = entry.waits().filter_map(|(from, to)| to.filter(|to| *to > from));
        self.last_waited = self.last_waited.max(waited.max());
    }

    /// Looks up anew what the entries say.
    pub(super) fn look_back(&mut self) {
        (self.last_start, self.last_waited) = (None, None);
        let entries = std::mem::take(&mut self.entries);
        entries.values().for_each(|entry| self.note(entry));
        self.entries = entries;
    }

    /// When somebody waited whom the doctor may see, in `[from, to)`: disjoint, in order.
    fn asked(&self, doctor: &str, from: i64, to: i64) -> Vec<(i64, i64)> {
        let place = self.doctor_places.get(doctor).map(|&place| place as u32);
        // Whom others may see too from some time on, nobody knows since when.
        let may_see = |entry: &&QueueEntry| {
            let Candidate { preference, kind, .. } = self.candidate(entry);
            let wants = match preference {
                Preference::Anyone | Preference::Soft(_) => true,
                Preference::Strict(only) | Preference::Until(only, _) => Some(only) == place,
            };
            wants && place.is_none_or(|place| self.skills.table().serves(place, kind))
        };
        let mut waits: Vec<(i64, i64)> = self
            .entries
            .values()
            // Of who is not there now, nobody knows since when, unless a doctor sent them.
            .filter(|entry| entry.presence == QueuePresence::Ready || entry.open_part().is_some())
            .filter(may_see)
            .flat_map(QueueEntry::waits)
            .map(|(since, until)| (since.0.max(from), until.map_or(to, |at| at.0.min(to))))
            .filter(|(from, to)| from < to)
            .collect();
        waits.sort_unstable();
        let mut joined: Vec<(i64, i64)> = Vec::new();
        for (from, to) in waits {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        joined
    }

    /// When the doctor was done with somebody last before taking this patient in; of one with several places,
    /// or turned to somebody, as far as the entries tell.
    fn last_turn(&self, doctor: &QueueDoctor, entry: &QueueEntry) -> Option<Instant> {
        if doctor.places() == 1 && doctor.beside.is_empty() {
            return doctor.last_ended_at;
        }
        let start = entry.allocated_at?;
        let seen = |other: &&QueueEntry| other.doctor_uid.as_ref() == Some(&doctor.uid);
        let turns =
            self.entries.values().filter(seen).filter(|other| other.uid != entry.uid).flat_map(|other| {
                let before = other.allocated_at.filter(|at| (*at, other.sequence) < (start, entry.sequence));
                [before, other.completed_at.or(other.cancelled_at).filter(|at| *at <= start)]
            });
        let begun = doctor
            .consultations()
            .filter(|current| current.kind == VisitKind::Appointment)
            .map(|current| current.started_at);
        let others = begun.chain(doctor.last_ended_at).filter(|at| *at <= start);
        turns.flatten().chain(others).max()
    }

    /// How the doctor paused before taking this patient in.
    pub(super) fn pauses_before(&self, entry: &QueueEntry) -> Vec<Pause> {
        let Some((start, doctor)) =
            entry.allocated_at.zip(entry.doctor_uid.as_ref().and_then(|uid| self.doctor(uid)))
        else {
            return Vec::new();
        };
        let start = start.0;
        let on_duty =
            |at: i64| doctor.duty.iter().find(|duty| duty.start_date.0 <= at && at < duty.end_date.0);
        let Some(last) = on_duty(start) else { return Vec::new() };
        let turned = self.last_turn(doctor, entry);
        // Of one who has never seen anybody here, only this stretch of duty tells.
        // Nor does the time tell in which a doctor was away and had said so.
        let ended = turned.max(doctor.back_at).map_or(last.start_date.0, |at| at.0.min(start));
        let asked = self.asked(&doctor.uid, ended, start);
        let mut pauses = Vec::new();
        let skipped = doctor.duty.partition_point(|duty| duty.end_date.0 <= ended);
        for duty in doctor.duty[skipped..].iter().take_while(|duty| duty.start_date.0 <= start) {
            let (since, until) = (duty.start_date.0.max(ended), duty.end_date.0.min(start));
            let mut seconds = vec![0; CLASSES];
            for (from, to) in &asked {
                let (from, to) = ((from - since).max(0), to.min(&until) - since);
                for (class, sum) in seconds.iter_mut().enumerate() {
                    *sum += (to.min(class_start(class + 1)) - from.max(class_start(class))).max(0);
                }
            }
            while seconds.last() == Some(&0) {
                seconds.pop();
            }
            let waited = |at: i64| asked.iter().any(|(from, to)| *from < at && at <= *to);
            let ends = if duty != last {
                false
            } else if since == start {
                // Who waited when the doctor was done is fetched at once.
                turned.is_some_and(|at| at.0 == start)
                    && entry.waits_from().0 <= start
                    && (entry.waits_from().0 < start || !asked.is_empty())
            } else {
                waited(start)
            };
            if ends || !seconds.is_empty() {
                pauses.push(Pause { seconds: ends.then_some(start - since), asked_seconds: seconds });
            }
        }
        pauses
    }

    /// How long after the start before the patient was taken in, or after the first of those who waited then
    /// had come.
    pub(super) fn gap_before(&self, entry: &QueueEntry) -> Option<i64> {
        let start = entry.allocated_at.filter(|at| *at > entry.waits_from())?;
        let own_parts = entry.parts.iter().map(|part| part.started_at).max();
        let (mut last, mut first) = (own_parts, entry.waits_from());
        for other in self.entries.values().filter(|other| other.uid != entry.uid) {
            let before = other.starts().filter(|at| (*at, other.sequence) < (start, entry.sequence));
            last = last.max(before.max());
            let waited = other.waits().filter(|(_, until)| until.is_none_or(|until| until >= start));
            first = waited.map(|(from, _)| from).fold(first, Instant::min);
        }
        Some(start.0 - last.map_or(first, |last| last.max(first)).0)
    }
}
