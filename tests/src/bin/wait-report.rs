//! Writes how well waits are foretold.

use frontdesk_tests::waits::family::FAMILIES;
use frontdesk_tests::waits::score::Scores;
use frontdesk_tests::waits::trial::Trial;

fn main() {
    let a: Vec<f64> = std::env::args().skip(1).map(|a| a.parse().unwrap_or(0.0)).collect();
    let trial = Trial { seed: a[0] as u64, share: a[1], questions: a[2] as usize, futures: a[3] as u64 };
    for family in &FAMILIES {
        let at = std::time::Instant::now();
        match trial.answers(family, |_| {}) {
            Ok(x) => {
                let s = Scores::of(&x);
                println!("{:24} n {:5} miss {} MAE {:6.2} bias {:+.2} /oracle {:.3} (o {:.2} bias {:+.2} {:.3} {:.3}) /c {:.3} ({:.2}) /naive {:.3} p90 {:.3} p80 {:.3} pin {:.3} brier {:.4}/{:.4} {:.1}s {}", family.name, s.engine.count, s.missing, s.engine.mae, s.engine.bias, s.to_oracle(), s.oracle.mae, s.oracle.bias, s.oracle.within_p90, s.oracle.within_p10_p90, s.engine.mae/s.per_doctor_mae, s.per_doctor_mae, s.engine.mae/s.naive_mae, s.engine.within_p90, s.engine.within_p10_p90, s.engine.pinball/s.oracle.pinball, s.engine.brier, s.oracle.brier, at.elapsed().as_secs_f64(), s.failures(family.name.starts_with("s10")).join("; "));
            }
            Err(e) => println!("{} {e}", family.name),
        }
    }
}
