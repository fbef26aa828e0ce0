//! Reads a stream of visits and questions, one JSON object per line, and writes for each question how long
//! the asker will wait.
//!
//! `cargo run --release -p frontdesk-tests --bin wait-replay SCENARIO [FUTURES [SEED]] < stream >
//! predictions`

use std::io::{self, BufRead, Write};

use frontdesk::EstimateQuery;
use frontdesk_tests::waits::replay::Replay;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Result<Vec<i64>, _> = arguments.iter().skip(1).map(|argument| argument.parse()).collect();
    let (Some(scenario), Ok(numbers)) = (arguments.first(), numbers) else {
        eprintln!(
            "which scenario? Its name goes into every line that is written: wait-replay SCENARIO [FUTURES \
             [SEED]] < stream"
        );
        std::process::exit(2);
    };
    let query = EstimateQuery {
        futures: numbers.first().copied(),
        seed: numbers.get(1).copied(),
        ..EstimateQuery::default()
    };
    let mut replay = Replay::new(scenario).with_query(query);
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
