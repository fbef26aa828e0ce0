//! Text as whoever calls hands it in: read as each of the wire types. What is read is written and read again,
//! and is the same.

#![no_main]

use frontdesk::{
    ClinicSnapshot, Command, Event, Learner, QueueCommand, SlotQuery, WaitingRoomSnapshot, from_json,
};
use frontdesk_fuzz::mutate;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // Half of them as JSON, half as any bytes.
    match seed % 2 {
        0 => mutate(data, size, max_size, seed),
        _ => libfuzzer_sys::fuzzer_mutate(data, size, max_size),
    }
});

macro_rules! reads_what_it_writes {
    ($text:expr, $($type:ty),*) => { $(
        match from_json::<$type>($text) {
            Ok(read) => {
                let written = serde_json::to_string(&read).expect("wire values are JSON");
                let again: $type = from_json(&written).expect("what is written can be read");
                assert_eq!(serde_json::to_string(&again).expect("wire values are JSON"), written);
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    )* };
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    reads_what_it_writes!(
        text,
        ClinicSnapshot,
        Command,
        Event,
        Learner,
        QueueCommand,
        SlotQuery,
        WaitingRoomSnapshot
    );
});
