//! Reads a stream of visits and questions, one JSON object per line, and writes for each question how long the asker will wait.
//!
//! `cargo run --release -p frontdesk-tests --bin wait-replay SCENARIO < stream > predictions`

use std::io::{self, BufRead, Write};

use frontdesk_tests::waits::replay::Replay;

fn main() -> io::Result<()> {
    let Some(scenario) = std::env::args().nth(1) else {
        eprintln!("which scenario? Its name goes into every line that is written: wait-replay SCENARIO < stream");
        std::process::exit(2);
    };
    let mut replay = Replay::new(&scenario);
    let mut output = io::BufWriter::new(io::stdout().lock());
    for (number, line) in io::stdin().lock().lines().enumerate() {
        match replay.line(&line?) {
            Ok(Some(prediction)) => writeln!(output, "{prediction}")?,
            Ok(None) => {}
            Err(what) => {
                output.flush()?;
                eprintln!("line {}: {what}", number + 1);
                std::process::exit(1);
            }
        }
    }
    output.flush()
}
