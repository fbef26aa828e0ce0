//! The page that says how well waits are foretold. The numbers are produced, the sentences are fixed.

use std::fmt::Write as _;

use super::score::Scores;
use super::survey::{Outcome, Survey, average, typical};

/// What the table is about.
const COMPARED: &str = "\
Clinics that exist only here live through their days: patients come, wait, leave, are seen. Whom a free \
doctor sees next is decided by a slow implementation \
of the waiting room's rule that shares no code with the engine. The engine sits at the desk. It learns of \
visits when they are over, and when somebody comes whom nobody can see at \
once, it is shown the room as it stands and says how long they will wait. What it says is held against the \
wait that follows; if they would have left before, \
the wait is the one they would have had.

* **oracle** knows every distribution of the clinic: how long each doctor takes for each reason, who comes, \
who stays away, when patience ends. It plays the rest of the day 256 times on the clinic's own \
floor. It does not know what chance has in store, and neither can anybody: as a rule, 1.00 is the best there \
is. The engine plays 256 futures, and up to 2048 while little was learned, as it does unless told \
otherwise.
* **(n+1)·avg/c** is the average visit times the waiting and the asker, divided by the doctors on duty. \
**naive** is the average visit times the waiting.
";

const COLUMNS: &str = "\
*MAE* is the mean absolute error of P50 (\"about so many minutes\"), in minutes; the next three columns are \
ratios to the same of others, so less is better. *Bias* is the mean of P50 less the wait: \
half of all waits are above P50, and those by more, so a little below 0 is right. Of all waits, nine of ten \
should be within P90, and eight of ten from P10 to P90. *Pinball* is the loss of P90, as a ratio to the \
oracle's: it grows \
with what is above, and with a P90 that is too careful.
";

/// What a real log says; it is not at hand where this page is written.
const REAL: &str = "\
Doctors who pause without a word, who come and go, and patients who overtake others are not in the scenarios \
below. They are in the log of the call centre of an Israeli bank, February 1999: 24 agents, 30,574 calls, 13 \
% of \
callers left. The log is not part of the project; its half of the days is learned first, and in the other \
half every caller who was not answered in the same second is foretold a wait, from what was known then. \
Nobody's hours are \
known: an agent is on duty for the rest of the day from the first call on. The log's priority 2 has a head \
start of 90 seconds. Mean wait 1.42 minutes, 7,055 answers, 128 futures.

| Foretold by | MAE | Bias | ≤ P90 | Pinball |
|---|---:|---:|---:|---:|
| the engine | 0.776 | -0.25 | 0.867 | 0.261 |
| the engine, told of arrivals and starts only | 0.797 | -0.26 | 0.859 | 0.262 |
| the engine, not told of the head start | 0.846 | -0.14 | 0.860 | 0.280 |
| (n+1)·avg/c, c = agents seen today | 0.917 | -0.61 | 0.361 | 0.704 |
| the wait of the first in line so far | 1.144 | -0.19 | 0.355 | 0.649 |
| the wait of the last one who was answered | 1.178 | -0.44 | 0.337 | 0.766 |

The log is that of the service engineering laboratory at the Technion, I. Guedj and A. Mandelbaum. `python \
-m frontdesk waits --evaluate visits.csv` prints these rows for any log with the columns `arrived` and \
`started`, and counts what was not taken as it stands.

That the first in turn is passed over was tried and left out. \
In three of ten turns with two or more in line somebody else was answered, mostly the next. \
A chance of that, learned from the calls before and played in every future, brings P90 from 0.866 to 0.876 \
of the waits and P10–P90 from 0.758 to 0.828, \
and makes both what is said and its bound worse: MAE 0.779 becomes 0.794, and pinball 0.2615 becomes 0.2660 \
(reasons of calls not told).
";

const LIMITS: &str = "\
* One real log is in here, and it is not that of a clinic. In the scenarios, arrivals are independent of \
what is announced, visits are independent of each other, and everybody keeps to the rule. \
That patients come late or in groups, and that doctors leave, happens in some of the last seven scenarios; \
the engine is not told.
* Those who ask on one day have mostly the same fate. Differences below 1 % in the error, or 1.5 points in \
coverage, are noise; on the first days of a clinic more than that.
* The oracle plays on the clinic's own floor, so what is wrong there is wrong in both. Where theory has an \
answer, the floor is held against it: Erlang C, Pollaczek and Khinchine, Erlang A, and the wait behind *n* \
others.
* In `s10_coldstart` the oracle knows from the first patient on how quick each doctor is, which nobody can; \
there the ratio is to be held against the newcomer's.
* The first twelve families have numbers like those of scenarios that were at hand when the engine was \
written, so they are no surprise to it; the other seven are beyond those. The bounds were drawn for the \
first twelve.
* All waits are of patients who are not urgent.
* That somebody whom a doctor sees will be sent elsewhere and come back is not foretold, and happens in none \
of the scenarios.
";

/// What nobody can do better on a first day.
const FIRST_DAY: &str = "\
In `s10_coldstart` nobody can know what the oracle knows. A **newcomer** knows the family: the mean \
minutes of each reason over all of its clinics (what is configured there is a sixth to a fifth less), by \
how much clinics, doctors, and doctors with a reason differ, and how visits scatter. Of this clinic it \
knows what the desk saw. By Bayes' rule it weighs what may be so, the visits under way by how likely \
they have not ended, and plays 256 futures on the clinic's own floor. But for chance, nobody can do \
better who sees what the desk sees. The engine doesn't know the family; what it expects beforehand was \
chosen by what is published of practices and tried on other seeds.
";

/// The page, from the surveys of several seeds; the first is shown in full.
pub fn page(surveys: &[Survey]) -> String {
    let main = &surveys[0];
    let mut page = String::new();
    let _ = write!(
        page,
        "# How well waits are foretold\n\n`cargo run --release -p frontdesk-tests --bin wait-report` wrote \
         this page and its picture: seed {}, up to {} questions in each \
         scenario.\n\n{COMPARED}\n{}\n{COLUMNS}\n",
        main.trial.seed,
        main.trial.questions,
        table(main),
    );
    let _ = write!(page, "{}\n![Foretold and real waits, by scenario](waits.svg)\n\n", bounds(main));
    let _ = write!(
        page,
        "## On a real log\n\n{REAL}\n## Other seeds\n\nEach seed makes other days, and where doctors differ \
         other doctors.\n\n{}\n## First days\n\n{FIRST_DAY}\n{}\n## Scenarios\n\n{}\n## Limits\n\n{LIMITS}",
        seeds(surveys),
        first_days(surveys),
        families(main)
    );
    page
}

fn row(
    name: &str,
    count: &str,
    mae: &str,
    of: impl Fn(fn(&Scores) -> f64) -> f64,
    bias: &str,
    mean: impl Fn(fn(&Scores) -> f64) -> f64,
) -> String {
    format!(
        "| {name} | {count} | {mae} | {:.3} | {:.3} | {:.3} | {bias} | {:.3} | {:.3} | {:.3} |\n",
        of(Scores::to_oracle),
        of(Scores::to_per_doctor),
        of(Scores::to_naive),
        mean(|scores| scores.engine.within_p90),
        mean(|scores| scores.engine.within_p10_p90),
        of(|scores| scores.engine.pinball / scores.oracle.pinball),
    )
}

fn table(survey: &Survey) -> String {
    let mut table = String::from(
        "| Scenario | Waits | MAE | ÷ oracle | ÷ (n+1)·avg/c | ÷ naive | Bias | ≤ P90 | P10–P90 | Pinball \
         |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for Outcome { family, scores, .. } in &survey.outcomes {
        let Scores { engine, .. } = scores;
        let one = |of: fn(&Scores) -> f64| of(scores);
        table += &row(
            &format!("`{}`", family.name),
            &engine.count.to_string(),
            &format!("{:.2}", engine.mae),
            one,
            &format!("{:+.2}", engine.bias),
            one,
        );
    }
    for (name, outcomes) in [("*the first twelve*", survey.first()), ("*all*", &survey.outcomes[..])] {
        table += &row(name, "", "", |of| typical(outcomes, of), "", |of| average(outcomes, of));
    }
    table + "\nThe last two lines are geometric means of ratios and means of shares.\n"
}

/// Which scenarios are out of bounds, and of what.
fn bounds(survey: &Survey) -> String {
    let mut bounds = String::from(
        "A scenario is within bounds if MAE is at most 1.05 × the oracle's (first day: 1.25), P90 holds .86 \
         to .94 of all waits, P10–P90 .74 to .87, and the pinball loss is at most 1.10 × the oracle's (first \
         day: 1.265). ",
    );
    let out: Vec<&Outcome> =
        survey.outcomes.iter().filter(|outcome| !outcome.failures().is_empty()).collect();
    if out.is_empty() {
        return bounds + "All are.\n";
    }
    bounds += "Out of bounds:\n\n";
    for outcome in out {
        let _ = writeln!(bounds, "* `{}`: {}", outcome.family.name, outcome.failures().join("; "));
    }
    bounds
}

/// A line per seed.
fn seeds(surveys: &[Survey]) -> String {
    let mut table = String::from(
        "| Seed | ÷ oracle, first twelve | ÷ oracle, all | ÷ (n+1)·avg/c, first twelve | ≤ P90 | P10–P90 | \
         First day ÷ oracle | Farthest from the oracle, but for the first day | Out of bounds \
         |\n|---:|---:|---:|---:|---:|---:|---:|---|---|\n",
    );
    for survey in surveys {
        let worst = survey.worst();
        let out: Vec<String> = survey
            .outcomes
            .iter()
            .filter(|outcome| !outcome.failures().is_empty())
            .map(|outcome| format!("`{}`", outcome.family.name))
            .collect();
        let _ = writeln!(
            table,
            "| {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | `{}` {:.3} | {} |",
            survey.trial.seed,
            typical(survey.first(), Scores::to_oracle),
            typical(&survey.outcomes, Scores::to_oracle),
            typical(survey.first(), Scores::to_per_doctor),
            average(survey.first(), |scores| scores.engine.within_p90),
            average(survey.first(), |scores| scores.engine.within_p10_p90),
            survey.first_day(),
            worst.family.name,
            worst.scores.to_oracle(),
            if out.is_empty() { "none".to_owned() } else { out.join(", ") },
        );
    }
    table + "\nShares are means over the first twelve.\n"
}

/// A line per seed: the engine and the newcomer, as ratios to the oracle.
fn first_days(surveys: &[Survey]) -> String {
    let mut table = String::from(
        "| Seed | MAE ÷ oracle | of the newcomer | Pinball ÷ oracle | of the newcomer | ≤ P90 | of the \
         newcomer |\n|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for survey in surveys {
        let Some((Scores { engine, oracle, .. }, newcomer)) = survey.newcomer() else { continue };
        let _ = writeln!(
            table,
            "| {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
            survey.trial.seed,
            engine.mae / oracle.mae,
            newcomer.mae / oracle.mae,
            engine.pinball / oracle.pinball,
            newcomer.pinball / oracle.pinball,
            engine.within_p90,
            newcomer.within_p90,
        );
    }
    table
}

fn families(survey: &Survey) -> String {
    survey
        .outcomes
        .iter()
        .map(|outcome| format!("* `{}`: {}\n", outcome.family.name, outcome.family.about))
        .collect()
}
