//! Those who wait, in the order of service, while a future is played: people leave it anywhere, and urgent ones are put in behind the urgent.

use crate::dispatch::{Candidate, Preference};

/// Nobody.
const END: u32 = u32::MAX;

/// A linked list over the people of a scene, who are numbered in the order of service; those who come later go on counting.
#[derive(Debug)]
pub(crate) struct Line {
    people: Vec<Candidate>,
    next: Vec<u32>,
    before: Vec<u32>,
    first: u32,
    last_urgent: u32,
}

impl Line {
    pub(crate) fn new(people: Vec<Candidate>) -> Self {
        Self { people, next: Vec::new(), before: Vec::new(), first: END, last_urgent: END }
    }

    /// The first `waiting` people in their order, and nobody else.
    pub(crate) fn fill(&mut self, waiting: usize) {
        let end = waiting as u32;
        self.people.truncate(waiting);
        self.next.clear();
        self.next.extend((1..=end).map(|next| if next == end { END } else { next }));
        self.before.clear();
        self.before.extend((0..end).map(|at| at.checked_sub(1).unwrap_or(END)));
        self.first = if end == 0 { END } else { 0 };
        let urgent = self.people.iter().take_while(|person| person.urgent).count() as u32;
        self.last_urgent = urgent.checked_sub(1).unwrap_or(END);
    }

    pub(crate) fn remove(&mut self, person: u32) {
        let (before, next) = (self.before[person as usize], self.next[person as usize]);
        self.tie(before, next);
        if self.last_urgent == person {
            self.last_urgent = before;
        }
    }

    /// An urgent patient who would see anybody, behind those who are urgent already.
    pub(crate) fn add_urgent(&mut self) {
        let person = self.people.len() as u32;
        let before = self.last_urgent;
        let next = if before == END { self.first } else { self.next[before as usize] };
        self.people.push(Candidate { preference: Preference::Anyone, urgent: true });
        self.next.push(END);
        self.before.push(END);
        self.tie(before, person);
        self.tie(person, next);
        self.last_urgent = person;
    }

    fn tie(&mut self, before: u32, next: u32) {
        match before {
            END => self.first = next,
            _ => self.next[before as usize] = next,
        }
        if next != END {
            self.before[next as usize] = before;
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &Candidate)> {
        let mut at = self.first;
        std::iter::from_fn(move || {
            let person = at;
            let candidate = self.people.get(person as usize)?;
            at = self.next[person as usize];
            Some((person, candidate))
        })
    }
}
