//! Zones as callers bring them: refused, or a clock whose instants and local times belong together.

#![no_main]

use frontdesk::{Instant, TimezoneData, Zone, from_json};
use frontdesk_fuzz::mutate;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(data) = from_json::<TimezoneData>(text) else { return };
    let Ok(zone) = Zone::from_data(&data) else { return };
    let changes: Vec<_> = zone.transitions().collect();
    assert!(changes.is_sorted_by(|a, b| a.0 < b.0), "changes are in order");
    // In the first days, what a clock shows twice it may have shown before the engine's time begins.
    let settled = changes.iter().filter(|(at, _)| at.0 > 4 * 86_400);
    for (at, offset) in settled.take(100) {
        assert_eq!(zone.offset_seconds(*at), *offset);
        for near in [at.0 - 1, at.0, at.0 + 86_400] {
            let local = zone.local(Instant(near));
            // A time that is shown twice is the first of the two; one that is shown is never skipped.
            assert!(zone.instant_of(local).is_some_and(|found| found.0 <= near), "{local}");
        }
    }
    let again = Zone::from_data(&zone.to_data()).expect("what a zone says of itself is a zone");
    assert_eq!(again.transitions().collect::<Vec<_>>(), changes);
});
