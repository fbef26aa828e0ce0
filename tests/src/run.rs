//! Runs a property on many cases, the same ones every time, and makes a small case of one that fails.
//!
//! `FRONTDESK_CASES` multiplies the number of cases, and `FRONTDESK_SEED` chooses others.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;
use std::time::{Duration, Instant};

use proptest::prelude::Rng;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde::Serialize;

use crate::generate::tape::Tape;
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

/// The kind of failure of a case that the engine does not take.
pub const REFUSED: &str = "refused";

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

/// A failure of this kind, unless the two lists are the same: with the first element in which they differ,
/// and the one before it.
pub fn same_list<T: PartialEq + std::fmt::Debug>(kind: &'static str, found: &[T], expected: &[T]) -> Verdict {
    if found == expected {
        return Ok(());
    }
    let first = found.iter().zip(expected).take_while(|(a, b)| a == b).count();
    let before = first.checked_sub(1).map(|index| &found[index]);
    let (found, expected) = ((found.len(), found.get(first)), (expected.len(), expected.get(first)));
    fail(
        kind,
        format!("from number {first} on, after {before:?}:\nfound    {found:?}\nexpected {expected:?}"),
    )
}

/// How many cases to try where `usual` are usual.
pub fn case_count(usual: usize) -> usize {
    let factor =
        std::env::var("FRONTDESK_CASES").ok().and_then(|text| text.parse::<f64>().ok()).unwrap_or(1.0);
    ((usual as f64 * factor) as usize).max(1)
}

/// The same, with another number for a run that is long: one with ten times as many cases or more.
pub fn case_count_of_long_run(usual: usize, long: usize) -> usize {
    if case_count(10) >= 100 { long } else { case_count(usual) }
}

/// A source of random numbers, the same ones every time. Every `stream` is another one.
fn random(name: &str, stream: u64) -> TestRng {
    let seed = std::env::var("FRONTDESK_SEED").ok().and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&stream.to_le_bytes());
    for (index, byte) in name.bytes().enumerate() {
        bytes[16 + index % 16] ^= byte.rotate_left((index / 16) as u32);
    }
    TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)
}

/// Cases in a fixed order. Every `stream` is another one.
pub fn stream(name: &str, stream: u64) -> impl Iterator<Item = Case> {
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, random(name, stream));
    let strategy = cases();
    std::iter::repeat_with(move || {
        strategy.new_tree(&mut runner).expect("the strategy rejects nothing").current()
    })
}

/// Tapes of `length` numbers in a fixed order. Every `stream` is another one.
pub fn tapes(name: &str, stream: u64, length: usize) -> impl Iterator<Item = Tape> {
    let mut random = random(name, stream);
    std::iter::repeat_with(move || {
        Tape::new(std::iter::repeat_with(|| random.next_u32()).take(length).collect())
    })
}

/// Checks `property` on `usual` cases times the factor, on several threads.
///
/// # Panics
/// If it does not hold of one: with the smallest such case that was found, as JSON.
pub fn check(name: &str, usual: usize, property: impl Fn(&Case) -> Verdict + Sync) {
    check_all(name, usual, |index| stream(name, index), smallest, property);
}

/// [`check`] of cases of any kind, which `smaller` makes smaller.
///
/// # Panics
/// As [`check`].
#[expect(clippy::panic, reason = "it is how a test fails")]
pub fn check_all<T: Serialize + Send, I: Iterator<Item = T>, P: Fn(&T) -> Verdict + Sync>(
    name: &str,
    usual: usize,
    cases: impl Fn(u64) -> I + Sync,
    smaller: impl Fn(&P, T, Failure) -> (T, Failure),
    property: P,
) {
    const STREAMS: usize = 4;
    let count = case_count(usual).div_ceil(STREAMS);
    let failing = |index: usize| {
        cases(index as u64)
            .take(count)
            .find_map(|case| judge(&property, &case).err().map(|failure| (case, failure)))
    };
    let found = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..STREAMS)
            .map(|index| {
                scope.spawn({
                    let failing = &failing;
                    move || failing(index)
                })
            })
            .collect();
        threads
            .into_iter()
            .find_map(|thread| thread.join().expect("a property that panics is a failure, not a panic"))
    });
    if let Some((case, failure)) = found {
        // Most smaller cases are refused for other reasons.
        let (case, failure) =
            if failure.kind == REFUSED { (case, failure) } else { smaller(&property, case, failure) };
        let case = serde_json::to_string(&case).expect("a case is plain data");
        panic!("{name}: {}\n{}\nof the case\n{case}\n", failure.kind, failure.detail);
    }
}

/// The verdict, where a panic is a failure too.
pub(crate) fn judge<T>(property: &(impl Fn(&T) -> Verdict + Sync), case: &T) -> Verdict {
    thread_local! {
        /// Of a panic that is caught here: what it says, and where it was.
        static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
    }
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |info| match CAUGHT.with_borrow(Option::is_some) {
            true => CAUGHT.set(Some(info.to_string())),
            false => usual(info),
        }));
    });
    CAUGHT.set(Some(String::new()));
    let verdict = catch_unwind(AssertUnwindSafe(|| property(case)));
    let caught = CAUGHT.take();
    verdict.unwrap_or_else(|_| fail("panic", caught.unwrap_or_default()))
}

/// Leaves out of `case` what the failure does not need.
pub fn smallest(
    property: &(impl Fn(&Case) -> Verdict + Sync),
    mut case: Case,
    mut failure: Failure,
) -> (Case, Failure) {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let (mut smaller, mut index) = (false, 0);
        let mut all = reductions(&case);
        while index < all.len() && Instant::now() < end {
            let reduced = all[index].of(&case);
            match reduced.map(|reduced| (judge(property, &reduced), reduced)) {
                Some((Err(still), reduced)) if still.kind == failure.kind => {
                    (case, failure) = (reduced, still);
                    smaller = true;
                    // What was next has moved up to this index, more or less.
                    all = reductions(&case);
                }
                _ => index += 1,
            }
        }
        if !smaller {
            return (case, failure);
        }
    }
}
