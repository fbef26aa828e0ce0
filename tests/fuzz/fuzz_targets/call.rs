//! Calls of the engine as test vectors have them: snapshots, questions, commands, events, changes, forecasts.
//! Nothing may panic or take long, and what is refused has a code and is said in a sentence.

#![no_main]

use frontdesk_fuzz::mutate;
use frontdesk_tests::vectors::{Case, answer};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Ok(case) = serde_json::from_slice::<Case>(data) else { return };
    // Ten years of slots for every minute are five millions: as JSON of this test, they take gigabytes.
    let query = case.input.query.as_ref();
    let seconds = |name: &str| query.and_then(|query| query[name].as_i64()).unwrap_or_default();
    if query.is_some_and(|query| query["limit"].is_null())
        && seconds("to").saturating_sub(seconds("from")) > 60 * 86_400
    {
        return;
    }
    let answered = answer(&case);
    assert_eq!(answer(&case), answered, "asked twice");
    if let Err(refused) = answered {
        assert!(refused.get("code").is_some(), "{refused}");
    }
});
