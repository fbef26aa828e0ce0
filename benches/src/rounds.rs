//! Times of several ways to do the same, measured so that they can be compared on a busy machine.
//!
//! The ways take turns within one process, so that whatever slows the machine slows them all, and each is
//! timed by the clock of its thread, which stands still while another process runs. By the clock on the wall,
//! work that is longer than a time slice would always be interrupted and short work hardly ever, which
//! flatters the short.

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;

/// A batch is long against the clock's own cost.
const BATCH: Duration = Duration::from_millis(4);
/// What one comparison takes, more or less.
const BUDGET: Duration = Duration::from_millis(1_500);
const ROUNDS_MIN: usize = 7;
const ROUNDS_MAX: usize = 101;

/// Calls `call` with the number of another input every time.
pub fn rotate(inputs: usize, mut call: impl FnMut(usize)) -> impl FnMut() {
    let mut next = 0;
    move || {
        call(next);
        next = if next + 1 < inputs { next + 1 } else { 0 };
    }
}

/// One way to do the work, for every input once.
pub struct Pass<'a> {
    inputs: usize,
    run: Box<dyn FnMut() + 'a>,
}

impl<'a> Pass<'a> {
    /// Calls `call` with the number of each input.
    pub fn new(inputs: usize, mut call: impl FnMut(usize) + 'a) -> Self {
        Self { inputs, run: Box::new(move || (0..inputs).for_each(&mut call)) }
    }

    fn time(&mut self, times: usize) -> Duration {
        let start = ThreadTime::now();
        for _ in 0..times {
            (self.run)();
        }
        start.elapsed()
    }
}

/// The time of one call, in nanoseconds, averaged over all inputs.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// Of the fastest round.
    pub min: f64,
    /// Of the round in the middle.
    pub median: f64,
}

/// Lets the ways take turns, and times each.
pub fn take_turns<const N: usize>(mut ways: [Pass<'_>; N]) -> [Times; N] {
    // The first pass warms up, the second tells how many make a batch.
    let batches = ways.each_mut().map(|way| {
        way.time(1);
        let once = way.time(1).max(Duration::from_nanos(100));
        (BATCH.div_duration_f64(once).ceil() as usize, once)
    });
    let round: Duration = batches.iter().map(|&(passes, once)| once * passes as u32).sum();
    let rounds = (BUDGET.div_duration_f64(round) as usize).clamp(ROUNDS_MIN, ROUNDS_MAX);
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(rounds));
    for _ in 0..rounds {
        for ((way, (passes, _)), times) in ways.iter_mut().zip(batches).zip(&mut times) {
            let calls = (passes * way.inputs) as f64;
            times.push(way.time(passes).as_nanos() as f64 / calls);
        }
    }
    times.map(|mut times| {
        times.sort_unstable_by(f64::total_cmp);
        Times { min: times[0], median: times[times.len() / 2] }
    })
}

/// How fast the processor runs just now, in cycles per nanosecond, by a chain of steps that take four cycles
/// each on about every processor: times in nanoseconds mean little without it.
pub fn gigahertz() -> f64 {
    const STEPS: u64 = 4_000_000;
    const CYCLES: f64 = 4.0;
    let factor = black_box(0x9E37_79B9_7F4A_7C15);
    let chain = || {
        let start = ThreadTime::now();
        // The exclusive or keeps the compiler from taking several multiplications together.
        black_box((0..STEPS).fold(1, |value: u64, step| value.wrapping_mul(factor) ^ step));
        start.elapsed().as_nanos() as f64
    };
    let nanos = (0..7).map(|_| chain()).min_by(f64::total_cmp).expect("seven chains");
    CYCLES * STEPS as f64 / nanos
}
