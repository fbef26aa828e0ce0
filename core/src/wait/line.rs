//! Those who wait while a future is played, so that a doctor comes upon those alone whom they may see: one
//! line for everybody, and one for each doctor of those who want no other.

use crate::wait::dispatch::{Candidate, Preference};

/// Nobody.
const END: u32 = u32::MAX;

/// Those who wait. They are numbered in the order of service; those who come later go on counting.
#[derive(Debug)]
pub(crate) struct Line {
    /// How many are there from the start, and how many of them are urgent.
    waiting: u32,
    urgent: u32,
    people: Vec<Candidate>,
    /// When everybody came, by the order of service.
    counts_from: Vec<f64>,
    /// The line for everybody, as it is and as it was at the start.
    links: Links,
    start: Links,
    /// Who has left.
    is_gone: Vec<bool>,
    /// The line of each doctor, and how many have left it. They leave it in their order.
    own: Vec<Vec<u32>>,
    left: Vec<usize>,
    /// Whether somebody would like to see a doctor first, by doctor, as it is and as it was at the start.
    is_preferred: Vec<bool>,
    was_preferred: Vec<bool>,
}

/// A list linked both ways.
#[derive(Debug, Clone)]
struct Links {
    next: Vec<u32>,
    before: Vec<u32>,
    first: u32,
    last_urgent: u32,
    last: u32,
}

impl Line {
    pub(crate) fn new(people: Vec<Candidate>, counts_from: Vec<f64>, doctors: usize) -> Self {
        let (mut own, mut preferred) = (vec![Vec::new(); doctors], vec![false; doctors]);
        let waiting = people.len();
        let mut start = Links {
            next: vec![END; waiting],
            before: vec![END; waiting],
            first: END,
            last_urgent: END,
            last: END,
        };
        for (number, person) in people.iter().enumerate() {
            let number = number as u32;
            match person.preference {
                Preference::Strict(doctor) => {
                    own[doctor as usize].push(number);
                    continue;
                }
                Preference::Soft(doctor) => preferred[doctor as usize] = true,
                Preference::Anyone | Preference::Until(..) => {}
            }
            start.tie(start.last, number);
            start.last = number;
            if person.urgent {
                start.last_urgent = number;
            }
        }
        let urgent = people.iter().take_while(|person| person.urgent).count() as u32;
        let (waiting, links) = (waiting as u32, start.clone());
        let is_gone = vec![false; waiting as usize];
        Self {
            is_gone,
            waiting,
            urgent,
            people,
            counts_from,
            links,
            start,
            own,
            left: vec![0; doctors],
            is_preferred: preferred.clone(),
            was_preferred: preferred,
        }
    }

    /// Everybody who was there from the start, and nobody else.
    pub(crate) fn fill(&mut self) {
        self.people.truncate(self.waiting as usize);
        self.counts_from.truncate(self.waiting as usize);
        self.left.fill(0);
        self.is_gone.fill(false);
        self.links.next.clone_from(&self.start.next);
        self.links.before.clone_from(&self.start.before);
        (self.links.first, self.links.last_urgent, self.links.last) =
            (self.start.first, self.start.last_urgent, self.start.last);
        self.is_preferred.clone_from(&self.was_preferred);
    }

    /// Somebody who was there from the start, unless they have left.
    pub(crate) fn waiting(&self, person: u32) -> Option<Candidate> {
        (!self.is_gone[person as usize]).then(|| self.people[person as usize])
    }

    pub(crate) fn remove(&mut self, person: u32) {
        if let Some(is_gone) = self.is_gone.get_mut(person as usize) {
            *is_gone = true;
        }
        if let Preference::Strict(doctor) = self.people[person as usize].preference {
            self.left[doctor as usize] += 1;
            return;
        }
        let links = &mut self.links;
        let (before, next) = (links.before[person as usize], links.next[person as usize]);
        links.tie(before, next);
        if links.last_urgent == person {
            links.last_urgent = before;
        }
        if links.last == person {
            links.last = before;
        }
    }

    /// Somebody who comes later: behind those who are urgent already, or else behind all who are urgent or
    /// count as having come before.
    pub(crate) fn add(&mut self, later: Candidate, counts_from: f64) {
        let person = self.people.len() as u32;
        self.people.push(later);
        self.counts_from.push(counts_from);
        if let Preference::Soft(doctor) = later.preference {
            self.is_preferred[doctor as usize] = true;
        }
        let links = &mut self.links;
        links.next.push(END);
        links.before.push(END);
        let mut before = if later.urgent { links.last_urgent } else { links.last };
        while !later.urgent
            && before != links.last_urgent
            && before != END
            && self.counts_from[before as usize] > counts_from
        {
            before = links.before[before as usize];
        }
        let next = if before == END { links.first } else { links.next[before as usize] };
        links.tie(before, person);
        links.tie(person, next);
        if later.urgent {
            links.last_urgent = person;
        }
        if next == END {
            links.last = person;
        }
    }

    /// Whether somebody with a soft preference for the doctor is or was there.
    pub(crate) fn is_preferred(&self, doctor: usize) -> bool {
        self.is_preferred[doctor]
    }

    /// Those whom a doctor may ever see, in the order of service.
    pub(crate) fn of(&self, doctor: usize) -> impl Iterator<Item = (u32, &Candidate)> {
        let mut anybody = self.links.first;
        let mut own = self.own[doctor][self.left[doctor]..].iter();
        let mut mine = own.next().copied().unwrap_or(END);
        std::iter::from_fn(move || {
            let person = if self.rank(mine) < self.rank(anybody) {
                std::mem::replace(&mut mine, own.next().copied().unwrap_or(END))
            } else {
                let person = anybody;
                anybody = *self.links.next.get(person as usize)?;
                person
            };
            Some((person, &self.people[person as usize]))
        })
    }

    /// The place in the order of service. Who came later and is urgent stands between those who were urgent
    /// from the start and the others.
    fn rank(&self, person: u32) -> u64 {
        if person == END {
            return u64::MAX;
        }
        let place = match self.people[person as usize].urgent {
            _ if person < self.waiting => 2 * u64::from(person) + 1,
            true => 2 * u64::from(self.urgent),
            false => {
                let (urgent, here) = (self.urgent as usize, self.waiting as usize);
                let came = self.counts_from[person as usize];
                let first = urgent + self.counts_from[urgent..here].partition_point(|other| *other <= came);
                2 * first as u64
            }
        };
        place << 32 | u64::from(person)
    }
}

impl Links {
    fn tie(&mut self, before: u32, next: u32) {
        match before {
            END => self.first = next,
            _ => self.next[before as usize] = next,
        }
        if next != END {
            self.before[next as usize] = before;
        }
    }
}
