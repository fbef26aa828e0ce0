//! What is shipped elsewhere: the average visit times a number of patients.

use super::stream::{Line, Question};

/// Minutes of a visit while none is known.
const MINUTES: f64 = 12.0;

/// The average visit from the queue of one clinic.
#[derive(Debug, Default)]
pub struct Baseline {
    visits: f64,
    minutes: f64,
}

impl Baseline {
    /// Takes a line in.
    pub fn hear(&mut self, line: &Line) {
        match line {
            Line::Clinic { .. } => *self = Self::default(),
            Line::Visit(visit) if visit.kind == "walkin" && visit.outcome == "done" => {
                self.visits += 1.0;
                self.minutes += visit.started.map_or(0.0, |started| visit.ended - started);
            }
            Line::Visit(_) | Line::Query(_) => {}
        }
    }

    fn average(&self) -> f64 {
        if self.visits > 0.0 { self.minutes / self.visits } else { MINUTES }
    }

    /// `average × waiting`.
    pub fn naive(&self, question: &Question) -> f64 {
        self.average() * question.queue.len() as f64
    }

    /// `average × (waiting + 1) / doctors`, of those who are on duty or still have a patient.
    pub fn per_doctor(&self, question: &Question) -> f64 {
        let on_duty =
            |windows: &[(f64, f64)]| windows.iter().any(|&(on, off)| on <= question.t && question.t < off);
        let doctors = question
            .doctors
            .iter()
            .filter(|doctor| doctor.current.is_some() || on_duty(&doctor.windows))
            .count();
        self.average() * (question.queue.len() + 1) as f64 / doctors.max(1) as f64
    }
}
