//! Reads a clinic, queries and a `now` as JSON, and prints how many nanoseconds a query for packed slots
//! takes. `benches/node` asks, to hold the npm package against it.

use std::hint::black_box;
use std::io::read_to_string;
use std::time::Instant as Clock;

use frontdesk::{Clinic, Instant, SlotBuffer, SlotQuery, from_json};
use serde_json::Value;

const ROUNDS: usize = 200;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let input: Value = serde_json::from_str(&read_to_string(std::io::stdin())?)?;
    let clinic = Clinic::new(from_json(&input["clinic"].to_string())?)?;
    let queries: Vec<SlotQuery> = from_json(&input["queries"].to_string())?;
    let now = Instant(input["now"].as_i64().ok_or("no now")?);
    let mut buffer = SlotBuffer::new();
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let begin = Clock::now();
        for query in &queries {
            clinic.find_slots_into(black_box(query), now, &mut buffer)?;
            black_box(buffer.slots());
        }
        best = best.min(begin.elapsed().as_nanos() as f64 / queries.len() as f64);
    }
    println!("{best}");
    Ok(())
}
