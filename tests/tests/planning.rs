//! The closed forms of queueing theory: a table worked out with 60 digits, what the models have to do with each other, and the edges of their input.

use std::collections::BTreeSet;

use frontdesk::limits::{
    AHEAD_MAX, ARRIVALS_PER_MINUTE_MAX, DOCTORS_MAX, PLACES_MAX, PLANNING_MINUTES_MAX, PLANNING_MINUTES_MIN, QUANTILE_PROBABILITY_MAX,
    SERVICE_CV_MAX,
};
use frontdesk::planning::{
    ErlangA, ErlangB, ErlangC, ImpatientQueueAhead, LognormalService, Mgc, Mmck, QueueAhead, ServiceLevel, SteadyState,
};
use frontdesk::{Error, ErrorCode, ErrorKind, Number, from_json};
use serde_json::{Map, Value, json};

/// How far an answer may be from the table, as a share of it.
const TOLERANCE: f64 = 1e-12;

/// The distance from `expected`, as a share of it where it is not 0.
fn error(got: f64, expected: f64) -> f64 {
    if expected == 0.0 { got.abs() } else { ((got - expected) / expected).abs() }
}

fn near(got: f64, expected: f64, what: &str) {
    assert!(error(got, expected) <= TOLERANCE, "{what}: {got} is not {expected}");
}

/// A row of the table, and which of its fields have been asked for.
struct Row<'a> {
    fields: &'a Map<String, Value>,
    seen: BTreeSet<&'a str>,
    worst: f64,
}

impl<'a> Row<'a> {
    fn field(&mut self, name: &str) -> Option<&'a Value> {
        let (name, value) = self.fields.get_key_value(name)?;
        self.seen.insert(name);
        Some(value)
    }

    /// Integers stand as such, the others as text with 25 digits.
    fn number(&mut self, name: &str) -> f64 {
        let value = self.field(name).unwrap_or_else(|| unreachable!("{name} in {:?}", self.fields));
        value.as_str().map_or_else(|| value.as_f64(), |text| text.parse().ok()).expect("a number")
    }

    fn integer(&mut self, name: &str) -> i64 {
        self.field(name).and_then(Value::as_i64).expect("an integer")
    }

    fn check(&mut self, name: &str, got: f64) {
        let expected = self.number(name);
        near(got, expected, &format!("{name} of {:?}", self.fields));
        self.worst = self.worst.max(error(got, expected));
    }
}

type Compare = fn(&mut Row<'_>) -> Result<(), Error>;

fn erlang_bc(row: &mut Row<'_>) -> Result<(), Error> {
    let (arrivals_per_minute, service_minutes, doctors) = (row.number("lam"), 1.0 / row.number("mu"), row.integer("c"));
    let losing = ErlangB { arrivals_per_minute, service_minutes, doctors }.steady_state()?;
    row.check("offered_load", losing.offered_load);
    row.check("erlang_b", losing.blocking_probability);
    // Rows without a steady state stop here.
    let model = ErlangC { arrivals_per_minute, service_minutes, doctors };
    if losing.offered_load >= doctors as f64 || row.field("erlang_c").is_none() {
        return Ok(());
    }
    let state = model.steady_state()?;
    row.check("rho", state.utilisation);
    row.check("erlang_c", state.wait_probability);
    row.check("Wq", state.wait_minutes);
    row.check("Lq", state.waiting);
    row.check("W", state.stay_minutes);
    row.check("L", state.present);
    let tail = row.field("P_wait_gt").and_then(Value::as_object).expect("of every row that waits");
    let mut tail = Row { fields: tail, seen: BTreeSet::new(), worst: row.worst };
    for minutes in tail.fields.keys() {
        tail.check(minutes, model.wait_exceeds(minutes.parse().expect("minutes"))?);
    }
    row.worst = tail.worst;
    Ok(())
}

fn erlang_a(row: &mut Row<'_>) -> Result<(), Error> {
    let state = ErlangA {
        arrivals_per_minute: row.number("lam"),
        service_minutes: 1.0 / row.number("mu"),
        doctors: row.integer("c"),
        patience_minutes: 1.0 / row.number("theta"),
    }
    .steady_state()?;
    row.check("P_wait", state.wait_probability);
    row.check("P_abandon", state.abandonment_probability);
    row.check("Lq", state.waiting);
    row.check("E_wait_all", state.wait_minutes);
    row.check("E_offered_wait", state.offered_wait_minutes);
    // One row has 2.75e-393, which as `f64` is 0 in the table and here.
    row.check("P0", state.empty_probability);
    row.check("agents_busy", state.busy_doctors);
    Ok(())
}

fn mmck(row: &mut Row<'_>) -> Result<(), Error> {
    let state = Mmck {
        arrivals_per_minute: row.number("lam"),
        service_minutes: 1.0 / row.number("mu"),
        doctors: row.integer("c"),
        places: row.integer("K"),
    }
    .steady_state()?;
    row.check("P_block", state.blocking_probability);
    row.check("Lq", state.waiting);
    row.check("Wq_accepted", state.wait_minutes);
    row.check("P_wait_accepted", state.wait_probability);
    Ok(())
}

fn mg1(row: &mut Row<'_>) -> Result<(), Error> {
    let model = Mgc {
        arrivals_per_minute: row.number("lam"),
        service_minutes: row.number("mean_service"),
        service_cv: row.number("cv"),
        doctors: 1,
    };
    let state = model.steady_state()?;
    row.check("rho", state.utilisation);
    row.check("Wq", state.wait_minutes);
    row.check("Lq", state.waiting);
    row.check("W", state.stay_minutes);
    row.check("L", state.present);
    row.check("residual_mean", model.residual_minutes()?);
    Ok(())
}

fn mgc(row: &mut Row<'_>) -> Result<(), Error> {
    let state = Mgc {
        arrivals_per_minute: row.number("lam"),
        service_minutes: row.number("mean_service"),
        service_cv: row.number("cv"),
        doctors: row.integer("c"),
    }
    .steady_state()?;
    row.check("Wq_approx", state.wait_minutes);
    Ok(())
}

fn queue_ahead(row: &mut Row<'_>) -> Result<(), Error> {
    let model = QueueAhead { ahead: row.integer("n_ahead_in_queue"), service_minutes: 1.0 / row.number("mu"), doctors: row.integer("c") };
    let wait = model.wait()?;
    row.check("mean", wait.mean_minutes);
    row.check("sd", wait.sd_minutes);
    row.check("rel_rmse", wait.relative_rmse);
    row.check("p50", model.wait_quantile(0.5)?);
    row.check("p90", model.wait_quantile(0.9)?);
    Ok(())
}

fn impatient_queue_ahead(row: &mut Row<'_>) -> Result<(), Error> {
    let wait = ImpatientQueueAhead {
        ahead: row.integer("n_ahead_in_queue"),
        service_minutes: 1.0 / row.number("mu"),
        doctors: row.integer("c"),
        patience_minutes: 1.0 / row.number("theta"),
    }
    .wait()?;
    row.check("mean", wait.mean_minutes);
    row.check("sd", wait.sd_minutes);
    Ok(())
}

fn lognormal(row: &mut Row<'_>) -> Result<(), Error> {
    let model = LognormalService { service_minutes: row.number("mean"), service_cv: row.number("cv") };
    let elapsed_minutes = row.number("elapsed");
    row.check("E_remaining", model.remaining_minutes(elapsed_minutes)?);
    Ok(())
}

#[test]
fn every_field_of_the_table_is_met() {
    let text = include_str!("../waits/closed_forms.json");
    let table: Map<String, Value> = serde_json::from_str(text).expect("JSON");
    let kinds: [(&str, usize, Compare); 8] = [
        ("erlang_bc", 28, erlang_bc),
        ("erlang_a", 22, erlang_a),
        ("mmck", 6, mmck),
        ("mg1", 11, mg1),
        ("mgc_allen_cunneen", 5, mgc),
        ("ql_conditional", 9, queue_ahead),
        ("qlm_conditional", 6, impatient_queue_ahead),
        ("lognormal_residual", 8, lognormal),
    ];
    for (kind, count, compare) in kinds {
        let rows = table[kind].as_array().expect("rows");
        assert_eq!(rows.len(), count, "{kind}");
        let mut worst = 0_f64;
        for fields in rows.iter().filter_map(Value::as_object) {
            let mut row = Row { fields, seen: BTreeSet::from(["note"]), worst: 0.0 };
            compare(&mut row).unwrap_or_else(|error| unreachable!("{fields:?}: {error}"));
            let missed: Vec<_> = fields.keys().filter(|name| !row.seen.contains(name.as_str())).collect();
            assert!(missed.is_empty(), "{missed:?} of {fields:?}");
            worst = worst.max(row.worst);
        }
        println!("{kind}: {worst:.1e}");
    }
    let known: BTreeSet<&str> = kinds.iter().map(|(kind, ..)| *kind).chain(["precision", "units"]).collect();
    assert_eq!(table.keys().map(String::as_str).collect::<BTreeSet<_>>(), known);
}
