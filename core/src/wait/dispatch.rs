//! Whom a free doctor sees next. The room asks this one function to allocate, and the forecast asks it for
//! every turn of every future it plays, so what is estimated is what will be done.

/// Which doctors may see a waiting patient. Doctors are places in the room's list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Preference {
    /// Whoever is free.
    Anyone,
    /// Whoever is free, but this one sees them before other patients.
    Soft(u32),
    /// This one only.
    Strict(u32),
    /// This one only, and whoever is free from an instant on.
    Until(u32, f64),
}

/// Which doctors serve which kinds of visits. A kind is a set of doctors; kind 0 is served by all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Skills {
    /// By kind, but for the first, and doctor.
    serves: Vec<Vec<bool>>,
}

impl Skills {
    /// The kind of visits that these doctors serve, one by one.
    pub(crate) fn kind(&mut self, serves: Vec<bool>) -> u32 {
        if serves.iter().all(|serves| *serves) && !serves.is_empty() {
            return 0;
        }
        let place = self.serves.iter().position(|other| *other == serves).unwrap_or_else(|| {
            self.serves.push(serves);
            self.serves.len() - 1
        });
        place as u32 + 1
    }

    /// How many kinds there are beside the first.
    pub(crate) fn count(&self) -> usize {
        self.serves.len()
    }

    /// Whether a doctor serves visits of a kind.
    #[inline]
    pub(crate) fn serves(&self, doctor: u32, kind: u32) -> bool {
        kind == 0 || self.serves_kind(doctor, kind)
    }

    #[cold]
    fn serves_kind(&self, doctor: u32, kind: u32) -> bool {
        self.serves[kind as usize - 1][doctor as usize]
    }
}

/// What `dispatch` must know of somebody who waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) preference: Preference,
    /// The kind of the visit: who serves it.
    pub(crate) kind: u32,
    pub(crate) urgent: bool,
    /// Whether a doctor has seen them before, and sent them elsewhere.
    pub(crate) was_seen: bool,
    /// From when on they are there to be seen; infinite if that is not known.
    pub(crate) ready_at: f64,
}

/// A doctor who can see one more. Times are in seconds from whatever origin the caller has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FreeDoctor<'s> {
    pub(crate) doctor: u32,
    pub(crate) skills: &'s Skills,
    pub(crate) at: f64,
    /// Whether a consultation may begin: `at` is inside of a window of duty.
    pub(crate) on_duty: bool,
    /// Until when the doctor pauses. Who asks to be given a patient does not pause.
    pub(crate) paused_until: f64,
    /// The start of the earliest appointment that has not begun; infinite if there is none.
    pub(crate) next_appointment: f64,
    /// Nobody is fetched from the queue this long before an appointment.
    pub(crate) guard: f64,
}

/// What a free doctor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn<K> {
    /// Begins the earliest appointment, which is due.
    Appointment,
    /// Fetches somebody who waits.
    Waiter(K),
    /// Waits for the next appointment, which is too near to begin anything else.
    Guarded,
    /// Nothing yet: pauses.
    Paused,
    /// Nothing: not on duty.
    OffDuty,
    /// Nothing: nobody whom this doctor may see is waiting.
    Nobody,
}

/// Whom a free doctor sees next. `waiting` comes in the order of service: urgent before others, of these who
/// was seen before, then by arrival.
///
/// An appointment that is due goes first, even at the end of a shift. Then, unless the next appointment is
/// within the guard time, the first who is there and may be seen by this doctor; among equally urgent ones,
/// all of whom were seen before or none, a patient with a soft preference for this doctor goes before the
/// rest.
#[inline]
pub(crate) fn dispatch<'w, K>(
    free: &FreeDoctor<'_>,
    waiting: impl IntoIterator<Item = (K, &'w Candidate)>,
) -> Turn<K> {
    if free.next_appointment <= free.at {
        return Turn::Appointment;
    }
    if !free.on_duty {
        return Turn::OffDuty;
    }
    if free.at + free.guard > free.next_appointment {
        return Turn::Guarded;
    }
    if free.at < free.paused_until {
        return Turn::Paused;
    }
    let mut first: Option<(K, &Candidate)> = None;
    for (key, candidate) in waiting {
        // Whoever is found goes before all who are less urgent or were not seen yet, their own patients too.
        if first.as_ref().is_some_and(|(_, first)| first.rank() != candidate.rank()) {
            break;
        }
        if !candidate.allows(free.doctor, free.at, free.skills) {
            continue;
        }
        if candidate.preference == Preference::Soft(free.doctor) {
            return Turn::Waiter(key);
        }
        if first.is_none() {
            first = Some((key, candidate));
        }
    }
    first.map_or(Turn::Nobody, |(key, _)| Turn::Waiter(key))
}

impl Candidate {
    /// What goes before the order of arrival, and before a wish.
    #[inline]
    fn rank(&self) -> (bool, bool) {
        (self.urgent, self.was_seen)
    }

    /// Whether this doctor may see the patient at `at`.
    #[inline]
    pub(crate) fn allows(&self, doctor: u32, at: f64, skills: &Skills) -> bool {
        self.ready_at <= at && self.preference.allows(doctor, at) && skills.serves(doctor, self.kind)
    }
}

impl Preference {
    /// Whether the patient would see this doctor at `at`.
    #[inline]
    pub(crate) fn allows(self, doctor: u32, at: f64) -> bool {
        match self {
            Self::Anyone | Self::Soft(_) => true,
            Self::Strict(only) => only == doctor,
            Self::Until(first, dropped) => first == doctor || at >= dropped,
        }
    }
}
