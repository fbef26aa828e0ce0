//! Sequences: a clinic or a waiting room, and what is asked of it step by step, as a tape tells it.

use frontdesk::Instant;
use serde::Serialize;

use crate::generate::tape::Tape;
use crate::run::{Failure, Verdict, judge};

/// What there is at the start, and what is asked of it.
#[derive(Debug, Clone, Serialize)]
pub struct Sequence<S, A> {
    /// Where nothing has happened yet.
    pub start: S,
    /// In order. Their times may run back.
    pub steps: Vec<Step<A>>,
}

/// What is asked, and when.
#[derive(Debug, Clone, Serialize)]
pub struct Step<A> {
    /// When.
    pub now: Instant,
    /// What.
    pub ask: A,
}

impl<S, A> Sequence<S, A> {
    /// So many steps, the first about `now`. Before each, the clock goes on by what `tick` says of the step's
    /// number and of whether the clock may run back, and then `ask` sees the steps so far.
    pub(crate) fn tell(
        tape: &mut Tape,
        start: S,
        steps: usize,
        mut now: i64,
        tick: impl Fn(&mut Tape, usize, bool) -> i64,
        mut ask: impl FnMut(&mut Tape, &S, &[Step<A>], i64) -> A,
    ) -> Self {
        // Of half of the sequences, the clock never runs back.
        let runs_back = tape.chance(50);
        let mut told = Vec::new();
        for number in 0..steps {
            now += tick(tape, number, runs_back);
            let ask = ask(tape, &start, &told, now);
            told.push(Step { now: Instant(now), ask });
        }
        Self { start, steps: told }
    }
}

/// Leaves out steps that the failure does not need.
pub fn smaller<S: Clone, A: Clone, P: Fn(&Sequence<S, A>) -> Verdict + Sync>(
    property: &P,
    mut sequence: Sequence<S, A>,
    mut failure: Failure,
) -> (Sequence<S, A>, Failure) {
    let mut index = sequence.steps.len();
    while index > 0 {
        index -= 1;
        let mut shorter = sequence.clone();
        shorter.steps.remove(index);
        match judge(property, &shorter) {
            Err(still) if still.kind == failure.kind => {
                (sequence, failure) = (shorter, still);
                index = sequence.steps.len();
            }
            _ => {}
        }
    }
    (sequence, failure)
}
