//! Runs a property on many cases, the same ones every time, and makes a small case of one that fails.
//!
//! `FRONTDESK_CASES` multiplies the number of cases, and `FRONTDESK_SEED` chooses others.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::generate::{Case, cases};
use crate::shrink::reductions;

/// What is wrong. While a case is made smaller, it must stay wrong in the same way.
#[derive(Debug, Clone)]
pub struct Failure {
    /// In which way.
    pub kind: &'static str,
    /// For the reader.
    pub detail: String,
}

/// Whether a property holds of a case.
pub type Verdict = Result<(), Failure>;

/// The failure of this kind.
pub fn fail<T>(kind: &'static str, detail: impl Into<String>) -> Result<T, Failure> {
    Err(Failure { kind, detail: detail.into() })
}

/// A failure of this kind, unless the two are the same.
pub fn same<T: PartialEq + std::fmt::Debug>(kind: &'static str, found: &T, expected: &T) -> Verdict {
    if found == expected { Ok(()) } else { fail(kind, format!("found    {found:?}\nexpected {expected:?}")) }
}

/// How many cases to try where `usual` are usual.
pub fn case_count(usual: usize) -> usize {
    let factor = std::env::var("FRONTDESK_CASES").ok().and_then(|text| text.parse::<f64>().ok()).unwrap_or(1.0);
    ((usual as f64 * factor) as usize).max(1)
}

/// Cases in a fixed order. Every `stream` is another one.
pub fn stream(name: &str, stream: u64) -> impl Iterator<Item = Case> {
    let seed = std::env::var("FRONTDESK_SEED").ok().and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&stream.to_le_bytes());
    for (index, byte) in name.bytes().enumerate() {
        bytes[16 + index % 16] ^= byte.rotate_left((index / 16) as u32);
    }
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let strategy = cases();
    std::iter::repeat_with(move || strategy.new_tree(&mut runner).expect("the strategy rejects nothing").current())
}

/// Checks `property` on `usual` cases times the factor, on several threads.
///
/// # Panics
/// If it does not hold of one: with the smallest such case that was found, as JSON.
#[expect(clippy::panic, reason = "it is how a test fails")]
pub fn check(name: &str, usual: usize, property: impl Fn(&Case) -> Verdict + Sync) {
    const STREAMS: usize = 4;
    let count = case_count(usual).div_ceil(STREAMS);
    let failing = |index: usize| stream(name, index as u64).take(count).find_map(|case| judge(&property, &case).err().map(|failure| (case, failure)));
    let found = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..STREAMS).map(|index| scope.spawn(move || failing(index))).collect();
        threads.into_iter().find_map(|thread| thread.join().expect("a property that panics is a failure, not a panic"))
    });
    if let Some((case, failure)) = found {
        let (case, failure) = smallest(&property, case, failure);
        let case = serde_json::to_string(&case).expect("a case is plain data");
        panic!("{name}: {}\n{}\nof the case\n{case}\n", failure.kind, failure.detail);
    }
}

/// The verdict, where a panic is a failure too.
fn judge(property: &(impl Fn(&Case) -> Verdict + Sync), case: &Case) -> Verdict {
    catch_unwind(AssertUnwindSafe(|| property(case))).unwrap_or_else(|cause| {
        let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
        fail("panic", text.unwrap_or("a panic without a message"))
    })
}

/// Leaves out of `case` what the failure does not need.
fn smallest(property: &(impl Fn(&Case) -> Verdict + Sync), mut case: Case, mut failure: Failure) -> (Case, Failure) {
    let end = Instant::now() + Duration::from_secs(30);
    'again: loop {
        for smaller in reductions(&case) {
            if Instant::now() > end {
                return (case, failure);
            }
            match judge(property, &smaller) {
                Err(still) if still.kind == failure.kind => {
                    (case, failure) = (smaller, still);
                    continue 'again;
                }
                _ => {}
            }
        }
        return (case, failure);
    }
}
