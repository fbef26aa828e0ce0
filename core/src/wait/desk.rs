//! A doctor in one future: until when they pause, and which duty and appointment comes next.

use super::lasts::Course;
use super::scene::DoctorAt;
use super::seats::Seats;
use crate::wait::dispatch::Turn;

/// A doctor in one future.
#[derive(Debug)]
pub(crate) struct Desk<'s> {
    at: &'s DoctorAt,
    /// The place in the room's list.
    doctor: usize,
    /// Until when they pause, and how many pauses they have had.
    pub(crate) paused_until: f64,
    pauses: usize,
    /// Whether they wait for somebody to come.
    pub(crate) is_idle: bool,
    /// When those whom they see leave, if they see several at a time.
    seats: Seats,
    /// The number of the stretch of duty that was not over when they were asked last, and the stretch;
    /// infinite if there is none.
    duty: usize,
    pub(crate) on: f64,
    pub(crate) off: f64,
    /// The number of the next appointment, and when it is to begin; infinite if there is none.
    appointment: usize,
    pub(crate) next_appointment: f64,
}

impl<'s> Desk<'s> {
    pub(crate) fn new(doctor: usize, at: &'s DoctorAt) -> Self {
        let mut desk = Self {
            at,
            doctor,
            paused_until: 0.0,
            pauses: 0,
            is_idle: false,
            seats: Seats::new(at.places, at.beside.len()),
            duty: 0,
            on: f64::INFINITY,
            off: f64::INFINITY,
            appointment: 0,
            next_appointment: f64::INFINITY,
        };
        desk.find_duty(0);
        desk.find_appointment(0);
        desk
    }

    /// Begins a future: whom the doctor sees now has so much of it left, and a pause comes then. Says when
    /// the doctor is to be asked first.
    pub(crate) fn begin(&mut self, course: &impl Course) -> f64 {
        self.is_idle = false;
        if self.duty > 0 {
            self.find_duty(0);
        }
        if self.appointment > 0 {
            self.find_appointment(0);
        }
        let remaining =
            if self.seats.are_several() { self.take_seats(course) } else { course.remaining(self.doctor) };
        self.pauses = 0;
        let free = match remaining {
            Some(free) => self.pause(free, free, course),
            None => self.pause_for(0.0, 0.0, course.rest(self.doctor)),
        };
        if self.seats.are_several() { free.min(self.seats.next_free()) } else { free }
    }

    /// Of a doctor with several places: who is there now takes one. When one is free, if none is.
    #[cold]
    fn take_seats(&mut self, course: &impl Course) -> Option<f64> {
        let beside = (0..self.at.beside.len()).filter_map(|index| course.beside(self.doctor, index));
        self.seats.fill(course.remaining(self.doctor).into_iter().chain(beside))
    }

    /// A doctor who is to be asked at `free` pauses from `from` on. Says when they are to be asked then.
    #[inline]
    pub(crate) fn pause(&mut self, free: f64, from: f64, course: &impl Course) -> f64 {
        let lasts = course.pause(self.doctor, self.pauses);
        self.pauses += 1;
        self.pause_for(free, from, lasts)
    }

    /// Where nothing can come of it, the doctor is not asked before the pause is over.
    #[inline]
    fn pause_for(&mut self, free: f64, from: f64, lasts: f64) -> f64 {
        let until = from + lasts;
        self.paused_until = until;
        if lasts > 0.0 && free == from && self.next_appointment > until {
            let (on, off) = self.duty_from(from);
            if on <= from && until < off {
                return until;
            }
        }
        free
    }

    /// Whether the doctor may see several patients at a time.
    #[inline(always)]
    pub(crate) fn are_several(&self) -> bool {
        self.seats.are_several()
    }

    /// Of a doctor with several places: who is done by `at` leaves, and with that a pause begins.
    #[cold]
    pub(crate) fn end_visits(&mut self, at: f64, course: &impl Course) {
        if self.seats.leave(at) {
            self.begin_pause(at, course);
        }
    }

    /// Of a doctor with several places: who was fetched takes one. If another is left, the doctor is asked
    /// again at once, or after a pause; at the latest when somebody leaves. Says when that is.
    #[cold]
    pub(crate) fn after_turn(
        &mut self,
        at: f64,
        turn: Turn<u32>,
        next: f64,
        next_duty: f64,
        course: &impl Course,
    ) -> f64 {
        let mut free = next;
        if matches!(turn, Turn::Appointment | Turn::Waiter(_)) && next > at {
            let full_until = self.seats.take(next);
            free = full_until.unwrap_or(at);
            if full_until.is_none() {
                self.begin_pause(at, course);
            }
        } else if turn == Turn::OffDuty && next_duty < f64::INFINITY {
            // Who comes on duty pauses, too, before the first is fetched.
            self.begin_pause(next_duty, course);
        }
        free.min(self.seats.next_free())
    }

    fn begin_pause(&mut self, from: f64, course: &impl Course) {
        self.paused_until = from + course.pause(self.doctor, self.pauses);
        self.pauses += 1;
    }

    /// The number of the appointment that begins now.
    pub(crate) fn begin_appointment(&mut self) -> usize {
        let begun = self.appointment;
        self.find_appointment(begun + 1);
        begun
    }

    fn find_appointment(&mut self, number: usize) {
        self.appointment = number;
        self.next_appointment = self.at.appointments.get(number).map_or(f64::INFINITY, |planned| planned.at);
    }

    /// Start and end of the stretch of duty that is not over at `at`; infinite if there is none.
    #[inline]
    pub(crate) fn duty_from(&mut self, at: f64) -> (f64, f64) {
        while self.off <= at && self.duty < self.at.duty.len() {
            self.find_duty(self.duty + 1);
        }
        (self.on, self.off)
    }

    fn find_duty(&mut self, number: usize) {
        self.duty = number;
        (self.on, self.off) = self.at.duty.get(number).copied().unwrap_or((f64::INFINITY, f64::INFINITY));
    }
}
