//! The engine beside what else answers the question in Rust, in one process: `cargo xtask bench` hands in the
//! practice and reads the times. Every answer is compared before it is measured.

mod ways;

use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;
use std::io::read_to_string;

use cpu_time::ThreadTime;
use serde::{Deserialize, Serialize};

use crate::ways::Ways;

/// The practice, as `benches/node/workload.mjs` prints it. Instants are Unix seconds, lengths minutes.
#[derive(Deserialize)]
struct Practice {
    zone: String,
    duration: i64,
    gap: i64,
    from: i64,
    to: i64,
    now: i64,
    rounds: usize,
    clinic: frontdesk::ClinicSnapshot,
    queries: Vec<frontdesk::SlotQuery>,
    bookings: Vec<Vec<(i64, i64)>>,
    starts: Vec<Vec<i64>>,
}

impl Practice {
    /// The appointments of each doctor, in order.
    fn sorted(&self) -> Vec<Vec<(i64, i64)>> {
        let mut all = self.bookings.clone();
        all.iter_mut().for_each(|booked| booked.sort_unstable());
        all
    }
}

/// What was measured: microseconds of a query, of each way in each round.
#[derive(Serialize)]
struct Measured {
    r#where: String,
    micros: BTreeMap<&'static str, Vec<f64>>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let practice: Practice = serde_json::from_str(&read_to_string(std::io::stdin())?)?;
    let doctors = practice.starts.len();
    let mut ways = Ways::new(&practice)?;
    for (doctor, expected) in practice.starts.iter().enumerate() {
        for (name, way) in ways.all() {
            let found = way(doctor);
            if found != *expected {
                return Err(format!("{name}, doctor {doctor}: {} of {}", found.len(), expected.len()).into());
            }
        }
    }
    let mut micros: BTreeMap<_, Vec<f64>> = BTreeMap::new();
    // The first round warms up.
    for round in 0..=practice.rounds {
        for (name, way) in ways.all() {
            let passes = if name.starts_with("frontdesk") { 50 } else { 1 };
            let began = ThreadTime::now();
            for doctor in (0..doctors).cycle().take(doctors * passes) {
                black_box(way(doctor));
            }
            let took = began.elapsed().as_secs_f64() * 1e6 / (doctors * passes) as f64;
            if round > 0 {
                micros.entry(name).or_default().push(took);
            }
        }
    }
    let measured = Measured { r#where: "Rust".to_owned(), micros };
    println!("{}", serde_json::to_string(&measured)?);
    Ok(())
}
