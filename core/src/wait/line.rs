//! Those who wait while a future is played, so that a doctor looks at three of them at most: the first whom
//! anybody may see who serves that kind of visit, the first who wants nobody else, and the first who would
//! like to see this doctor first. Whoever `dispatch` picks of all who wait is one of these.

use super::rows::{NONE, Rows};
use crate::wait::dispatch::{Candidate, Preference, Skills};

/// The row of those whom anybody may see whatever doctor that is.
const ANYBODY: usize = 0;

/// Those who wait. They are numbered in the order of service; those who come later go on counting.
#[derive(Debug)]
pub(crate) struct Line {
    /// How many are there from the start, how many of them are urgent, and how many are that or were seen
    /// before: nobody who comes later goes before those but who is urgent.
    waiting: u32,
    urgent: u32,
    ahead: u32,
    people: Vec<Candidate>,
    /// When those who were there from the start came, by the order of service.
    counts_from: Vec<f64>,
    /// Those who were there from the start and can be seen, as they are and as they were: whom anybody may
    /// see; by doctor who wants no other; by doctor who would like to see them first.
    rows: Rows,
    start: Rows,
    /// Those who came later, in the order of service: all, and by doctor who would like to see them first.
    later: Vec<Rank>,
    later_first: Vec<Vec<Rank>>,
    /// By doctor, the kinds of visits that not all serve and this one does.
    kinds: Vec<Vec<u32>>,
    /// Whether there are any.
    has_kinds: bool,
}

impl Line {
    pub(crate) fn new(
        people: Vec<Candidate>,
        counts_from: Vec<f64>,
        doctors: usize,
        skills: &Skills,
    ) -> Self {
        let urgent = people.iter().take_while(|person| person.urgent).count() as u32;
        let ahead = people.iter().take_while(|person| person.urgent || person.was_seen).count() as u32;
        let start = Rows::new(1 + 2 * doctors + skills.count(), people.len());
        let kinds =
            |doctor: u32| (1..=skills.count() as u32).filter(|&kind| skills.serves(doctor, kind)).collect();
        let mut line = Self {
            waiting: people.len() as u32,
            urgent,
            ahead,
            people,
            counts_from,
            rows: start.clone(),
            start,
            later: Vec::new(),
            later_first: vec![Vec::new(); doctors],
            kinds: (0..doctors as u32).map(kinds).collect(),
            has_kinds: skills.count() > 0,
        };
        for person in 0..line.waiting {
            line.put(person, 0.0);
        }
        line.start.clone_from(&line.rows);
        line
    }

    /// Everybody who was there from the start, and nobody else.
    pub(crate) fn fill(&mut self) {
        self.people.truncate(self.waiting as usize);
        self.rows.clone_from(&self.start);
        if !self.later.is_empty() {
            self.later.clear();
            self.later_first.iter_mut().for_each(Vec::clear);
        }
    }

    /// Puts somebody who was there from the start where doctors look at `at`.
    fn put(&mut self, person: u32, at: f64) {
        let candidate = self.people[person as usize];
        if candidate.ready_at > at {
            return;
        }
        match candidate.preference {
            Preference::Until(doctor, end) if end > at => self.rows.insert(own(doctor), person),
            Preference::Strict(doctor) => self.rows.insert(own(doctor), person),
            Preference::Soft(doctor) => {
                self.rows.insert(self.anybody(candidate.kind), person);
                self.rows.insert(first(doctor), person);
            }
            Preference::Anyone | Preference::Until(..) => {
                self.rows.insert(self.anybody(candidate.kind), person);
            }
        }
    }

    /// In this future, somebody who is elsewhere is back at `at`.
    pub(crate) fn comes_back(&mut self, person: u32, at: f64) {
        self.people[person as usize].ready_at = at;
    }

    /// Somebody who was there from the start is ready to be seen at `at`, or may be seen by more doctors than
    /// before; nobody if they have been seen.
    pub(crate) fn change(&mut self, person: u32, at: f64) -> Option<Candidate> {
        let candidate = self.people[person as usize];
        if candidate.ready_at > at {
            return None;
        }
        if candidate.ready_at < at
            && let Preference::Until(doctor, _) = candidate.preference
            && !self.rows.remove(own(doctor), person)
        {
            return None;
        }
        self.put(person, at);
        Some(candidate)
    }

    #[inline]
    pub(crate) fn remove(&mut self, person: u32) {
        if person >= self.waiting {
            return self.remove_later(person);
        }
        let Candidate { preference, kind, .. } = self.people[person as usize];
        let row = match preference {
            Preference::Anyone => self.anybody(kind),
            Preference::Strict(doctor) => own(doctor),
            // Somebody with a wish is also where that doctor looks.
            Preference::Soft(doctor) => {
                self.rows.remove(first(doctor), person);
                self.anybody(kind)
            }
            Preference::Until(doctor, _) => {
                self.rows.remove(own(doctor), person);
                self.anybody(kind)
            }
        };
        self.rows.remove(row, person);
    }

    #[cold]
    fn remove_later(&mut self, person: u32) {
        self.later.retain(|other| other.person != person);
        if let Preference::Soft(doctor) = self.people[person as usize].preference {
            self.later_first[doctor as usize].retain(|other| other.person != person);
        }
    }

    /// Somebody who comes later: behind those who are urgent already, or else behind all who are urgent or
    /// count as having come before.
    pub(crate) fn add(&mut self, later: Candidate, counts_from: f64) {
        let rank = Rank {
            place: if later.urgent { 3 * u64::from(self.urgent) } else { self.place_in_turn(counts_from) },
            came: counts_from,
            person: self.people.len() as u32,
        };
        self.people.push(later);
        rank.insert_into(&mut self.later);
        if let Preference::Soft(doctor) = later.preference {
            rank.insert_into(&mut self.later_first[doctor as usize]);
        }
    }

    /// Those of whom a doctor sees one next, in the order of service. Of those who were there from the start,
    /// the first `here` have come.
    #[inline]
    pub(crate) fn of(&self, doctor: usize, here: u32) -> impl Iterator<Item = (u32, &Candidate)> {
        let known = |row: usize| Head::known(self.rows.first(row));
        let mut heads = [known(ANYBODY), known(own(doctor as u32)), known(first(doctor as u32))];
        if here < self.waiting || self.has_kinds || !self.later.is_empty() {
            heads = self.look_further(doctor, here);
        }
        for (a, b) in [(0, 1), (1, 2), (0, 1)] {
            (heads[a], heads[b]) = (heads[a].min(heads[b]), heads[a].max(heads[b]));
        }
        std::iter::from_fn(move || {
            let [head, second, third] = heads;
            heads = [second, third, Head::NOBODY];
            (head != Head::NOBODY).then(|| (head.person(), &self.people[head.person() as usize]))
        })
    }

    /// The same three, where some are yet to come, not all serve all, or somebody has come later.
    #[cold]
    fn look_further(&self, doctor: usize, here: u32) -> [Head; 3] {
        let known = |row: usize| Head::of_these(self.rows.first(row), here);
        let or_later = |head: Head, later: &[Rank]| later.first().map_or(head, |rank| head.min(rank.head()));
        let anybody = if self.has_kinds {
            self.first_served(doctor, here)
        } else {
            or_later(known(ANYBODY), &self.later)
        };
        let wishes = or_later(known(first(doctor as u32)), &self.later_first[doctor]);
        [anybody, known(own(doctor as u32)), wishes]
    }

    /// The first whom anybody may see who serves that kind of visit and whom this doctor serves, of those who
    /// were there from the start and of those who came later.
    fn first_served(&self, doctor: usize, here: u32) -> Head {
        let kinds = &self.kinds[doctor];
        let served = std::iter::once(0).chain(kinds.iter().copied());
        let known = served.map(|kind| self.rows.first(self.anybody(kind))).min().unwrap_or(NONE);
        let serves = |later: &&Rank| {
            let kind = self.people[later.person as usize].kind;
            kind == 0 || kinds.contains(&kind)
        };
        let known = Head::of_these(known, here);
        self.later.iter().find(serves).map_or(known, |later| known.min(later.head()))
    }

    /// The row of those with a visit of this kind whom anybody may see who serves it.
    fn anybody(&self, kind: u32) -> usize {
        of_kind(kind, self.kinds.len())
    }

    /// The place of somebody who came later and is not urgent.
    fn place_in_turn(&self, came: f64) -> u64 {
        let ahead = self.ahead as usize;
        let before = self.counts_from[ahead..].partition_point(|other| *other <= came);
        3 * (ahead + before) as u64 + 1
    }
}

/// The row of a kind of visits.
fn of_kind(kind: u32, doctors: usize) -> usize {
    if kind == 0 { ANYBODY } else { 2 * doctors + kind as usize }
}

/// The rows of a doctor.
fn own(doctor: u32) -> usize {
    1 + 2 * doctor as usize
}

fn first(doctor: u32) -> usize {
    2 + 2 * doctor as usize
}

/// Somebody who may be the next: the place in the order of service, and in the lower half who it is.
///
/// Two who came later may have the same place. Then one of them would like to see this doctor first, and is
/// the one who is seen, whoever of the two is looked at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Head(u64);

impl Head {
    /// Behind everybody: no other place has all bits.
    const NOBODY: Self = Self::known(NONE);

    /// Places are below 2^32: they are three times as many as the people whom a room may have.
    #[inline]
    const fn new(place: u64, person: u32) -> Self {
        Self(place << 32 | person as u64)
    }

    /// Somebody who was there from the start, or nobody.
    #[inline]
    const fn known(person: u32) -> Self {
        Self::new(3 * person as u64 + 2, person)
    }

    /// The same, if it is one of the first `here`.
    fn of_these(person: u32, here: u32) -> Self {
        if person < here { Self::known(person) } else { Self::NOBODY }
    }

    #[inline]
    fn person(self) -> u32 {
        self.0 as u32
    }
}

/// The rank of somebody who came later. Those who were there from the start have the places 2, 5, 8, 11 and
/// so on. Who came later and is urgent stands between those who were urgent from the start and all others,
/// whenever those came and whatever head start they have.
#[derive(Debug, Clone, Copy)]
struct Rank {
    place: u64,
    came: f64,
    person: u32,
}

impl Rank {
    fn head(&self) -> Head {
        Head::new(self.place, self.person)
    }

    fn insert_into(self, list: &mut Vec<Self>) {
        let at = list.partition_point(|other| other.total_cmp(&self).is_lt());
        list.insert(at, self);
    }

    fn total_cmp(&self, other: &Self) -> std::cmp::Ordering {
        let by_place = self.place.cmp(&other.place).then(self.came.total_cmp(&other.came));
        by_place.then(self.person.cmp(&other.person))
    }
}
