//! The closed forms of queueing theory against a table that was worked out with 60 digits.

use std::collections::BTreeSet;

use frontdesk::Error;
use frontdesk::planning::{
    ErlangA, ErlangB, ErlangC, ImpatientQueueAhead, LognormalService, Mgc, Mmck, QueueAhead,
};
use serde_json::{Map, Value};

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
    let (arrivals_per_minute, service_minutes, doctors) =
        (row.number("lam"), 1.0 / row.number("mu"), row.integer("c"));
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
    let model = QueueAhead {
        ahead: row.integer("n_ahead_in_queue"),
        service_minutes: 1.0 / row.number("mu"),
        doctors: row.integer("c"),
    };
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
    let text = include_str!("../../waits/closed_forms.json");
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

// What the table does not reach, worked out in the same way with 40 digits or more: by quadrature of the
// density of the offered wait, by the formula as it stands, and by Newton's method on the incomplete gamma
// function.

type Impatient = ((f64, f64, i64, f64), [f64; 4]);

/// Arrivals, service, doctors and patience; who waits, who gives up, the mean offered wait, the time in which
/// nobody is there.
const IMPATIENT: &[Impatient] = &[
    (
        (0.9, 1.0, 1, 100000.0),
        [0.8999191604514502, 8.982172061100464e-05, 8.983067868820603, 0.10008083954854988],
    ),
    (
        (1.0, 1.0, 1, 100000.0),
        [0.9974853293717453, 0.002514670628254719, 251.96622543358606, 0.002514670628254719],
    ),
    (
        (1.02, 1.0, 1, 100000.0),
        [0.9999999999966848, 0.019607843140505204, 1980.7627307795628, 3.3152930062545604e-12],
    ),
    ((1.03, 1.0, 1, 100000.0), [1.0, 0.029126213592233035, 2956.3802249877763, 8.454682179885877e-23]),
    (
        (60.0, 1.0, 1, 0.01),
        [0.9908895308114788, 0.9834851744864753, 0.9959669204631221, 0.009110469188521254],
    ),
    ((10000.0, 1.0, 1, 0.01), [1.0, 0.9999, 1.0516605564385677, 3.9176269537213044e-48]),
    ((5000.0, 1.0, 1, 0.125), [1.0, 0.9998, 1.853280539129032, 1.7479602248105563e-275]),
    ((20.0, 1.0, 3, 2.5), [0.9999999999999875, 0.8500000000000006, 4.913163802955151, 5.694008677771431e-17]),
    ((40.0, 1.0, 3, 2.5), [1.0, 0.925, 6.646031754355011, 2.485014973976789e-37]),
    (
        (0.001, 1.0, 5, 10.0),
        [8.326636833009448e-18, 1.6329817639972515e-19, 1.6656475579202838e-18, 0.999000499833375],
    ),
    (
        (1.0, 0.015625, 1, 100000.0),
        [0.015624999961247527, 2.480158317833976e-09, 0.00024801587115098965, 0.9843750000387524],
    ),
    ((1000.0, 1.0, 1024, 4096.0), [0.34102386687512704, 3.4661044390963545e-06, 0.01419730802046306, 0.0]),
    ((99968.0, 1.0, 100000, 128.0), [0.8351142251805995, 0.00011612441758244115, 0.014865723178917654, 0.0]),
    ((100032.0, 1.0, 100000, 128.0), [0.976324813430488, 0.00037700237929600805, 0.04826890646711976, 0.0]),
];

/// Mean, coefficient of variation, elapsed; what is left.
const REMAINING: &[([f64; 3], f64)] = &[
    ([12.0, 0.125, 6.0], 6.000000113397043),
    ([12.0, 0.125, 13.0], 1.0161624780532612),
    ([12.0, 0.125, 14.0], 0.8640234052430754),
    ([12.0, 0.125, 24.0], 0.5121429734026033),
    ([12.0, 0.0625, 12.0], 0.6130002745265456),
    ([12.0, 0.0625, 18.0], 0.16646467485243926),
    ([12.0, 0.5, 15.5], 5.387160610816013),
    ([12.0, 0.5, 16.5], 5.386470312144175),
    ([12.0, 0.5, 600.0], 34.24139814858975),
    ([12.0, 3.0, 90000.0], 25100.72890577855),
    ([12.0, 1000.0, 0.015625], 25.421317232479325),
    ([12.0, 1000.0, 90000.0], 253494.8495308567),
    ([100.0, 0.015625, 99.0], 1.6872691012610421),
    ([100.0, 0.015625, 150.0], 0.09006852410657516),
    ([0.015625, 1.0, 90000.0], 4075.145868659249),
];

/// Patients ahead and probability; the quantile where somebody is done every minute.
const QUANTILES: &[(i64, f64, f64)] = &[
    (0, 1e-09, 1.0000000005000001e-09),
    (0, 0.25, 0.28768207245178096),
    (1, 1e-12, 1.4142142290401938e-06),
    (7, 1e-12, 0.12064458635339306),
    (7, 0.999999, 29.16219500715709),
    (20, 0.4375, 19.96164298518312),
    (20, 0.5625, 21.390081090398745),
    (1000, 1e-06, 857.7395464777528),
    (1000, 0.999999, 1158.653019939093),
    (100000, 0.0009765625, 99024.41627049413),
    (100000, 0.5, 100000.6666668642),
    (100000, 0.999999, 101511.37710445176),
];

#[test]
fn every_way_of_summing_is_met() -> Result<(), Error> {
    for &((arrivals_per_minute, service_minutes, doctors, patience_minutes), expected) in IMPATIENT {
        let model = ErlangA { arrivals_per_minute, service_minutes, doctors, patience_minutes };
        let state = model.steady_state()?;
        let got = [
            state.wait_probability,
            state.abandonment_probability,
            state.offered_wait_minutes,
            state.empty_probability,
        ];
        for (got, expected) in got.into_iter().zip(expected) {
            near(got, expected, &format!("{model:?}"));
        }
    }
    for &([service_minutes, service_cv, elapsed], expected) in REMAINING {
        let model = LognormalService { service_minutes, service_cv };
        near(model.remaining_minutes(elapsed)?, expected, &format!("{model:?} after {elapsed}"));
    }
    for &(ahead, probability, expected) in QUANTILES {
        let model = QueueAhead { ahead, service_minutes: 1.0, doctors: 1 };
        near(model.wait_quantile(probability)?, expected, &format!("{probability} of {model:?}"));
    }
    Ok(())
}
