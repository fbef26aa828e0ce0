//! The edges of what planning takes: both sides of every limit, what is no number, queues without end, and
//! extremes.

use std::collections::BTreeSet;

use frontdesk::limits::{
    AHEAD_MAX, ARRIVALS_PER_MINUTE_MAX, DOCTORS_MAX, PLACES_MAX, PLANNING_MINUTES_MAX, PLANNING_MINUTES_MIN,
    QUANTILE_PROBABILITY_MAX, SERVICE_CV_MAX,
};
use frontdesk::planning::{
    ErlangA, ErlangB, ErlangC, ImpatientQueueAhead, LognormalService, Mgc, Mmck, QueueAhead, ServiceLevel,
    SteadyState,
};
use frontdesk::{Error, ErrorCode, ErrorKind, Number, from_json};
use serde_json::{Map, Value, json};

/// Reads a model from JSON, as any language hands it in, and asks it everything.
fn ask(model: &str, input: &Value) -> Result<Vec<Value>, Error> {
    let text = input.to_string();
    let parameter = |name: &str| input[name].as_f64().expect("a number");
    // What is a parameter of the call is not a field of the model.
    let fields = |parameters: &[&str]| {
        let mut fields = input.as_object().expect("an object").clone();
        fields.retain(|name, _| !parameters.contains(&name.as_str()));
        Value::Object(fields).to_string()
    };
    let wire = |state: SteadyState| json!(state);
    Ok(match model {
        "erlang_b" => vec![wire(from_json::<ErlangB>(&text)?.steady_state()?)],
        "erlang_c" => {
            let model: ErlangC = from_json(&fields(&["minutes", "probability"]))?;
            let state = model.steady_state()?;
            vec![
                wire(state),
                json!(model.wait_exceeds(parameter("minutes"))?),
                json!(model.wait_quantile(parameter("probability"))?),
            ]
        }
        "erlang_a" => vec![wire(from_json::<ErlangA>(&text)?.steady_state()?)],
        "mmck" => vec![wire(from_json::<Mmck>(&text)?.steady_state()?)],
        "mgc" => {
            let model: Mgc = from_json(&text)?;
            vec![wire(model.steady_state()?), json!(model.residual_minutes()?)]
        }
        "service_level" => vec![json!(from_json::<ServiceLevel>(&text)?.doctors()?)],
        "queue_ahead" => {
            let model: QueueAhead = from_json(&fields(&["minutes", "probability"]))?;
            let wait = model.wait()?;
            vec![
                json!(wait),
                json!(model.wait_exceeds(parameter("minutes"))?),
                json!(model.wait_quantile(parameter("probability"))?),
            ]
        }
        "impatient_queue_ahead" => vec![json!(from_json::<ImpatientQueueAhead>(&text)?.wait()?)],
        "lognormal" => {
            let model: LognormalService = from_json(&fields(&["elapsed_minutes"]))?;
            vec![json!(model.remaining_minutes(parameter("elapsed_minutes"))?)]
        }
        _ => unreachable!("{model}"),
    })
}

/// A model, and a value of each field and parameter that it takes.
fn models() -> [(&'static str, Value); 9] {
    let arrivals = json!({ "arrivals_per_minute": 0.001, "service_minutes": 12.5, "doctors": 3 });
    let with = |more: Value| {
        let mut model = arrivals.as_object().expect("an object").clone();
        model.extend(more.as_object().expect("an object").clone());
        Value::Object(model)
    };
    [
        ("erlang_b", arrivals.clone()),
        ("erlang_c", with(json!({ "minutes": 5, "probability": 0.9 }))),
        ("erlang_a", with(json!({ "patience_minutes": 30 }))),
        ("mmck", with(json!({ "places": 10 }))),
        ("mgc", with(json!({ "service_cv": 0.8 }))),
        (
            "service_level",
            json!({ "arrivals_per_minute": 0.001, "service_minutes": 12.5, "within_minutes": 10,
                "probability": 0.9 }),
        ),
        (
            "queue_ahead",
            json!({ "ahead": 5, "service_minutes": 12, "doctors": 3, "minutes": 5, "probability": 0.9 }),
        ),
        (
            "impatient_queue_ahead",
            json!({ "ahead": 5, "service_minutes": 12, "doctors": 3, "patience_minutes": 30 }),
        ),
        ("lognormal", json!({ "service_minutes": 12, "service_cv": 0.8, "elapsed_minutes": 6 })),
    ]
}

/// The largest number below, and the smallest above.
fn beside(value: f64) -> (f64, f64) {
    (value.next_down(), value.next_up())
}

#[test]
fn a_number_out_of_range_is_refused_and_one_at_its_end_is_not() {
    let numbers: [(&str, f64, f64); 10] = [
        ("arrivals_per_minute", 0.0, ARRIVALS_PER_MINUTE_MAX),
        ("service_minutes", PLANNING_MINUTES_MIN, PLANNING_MINUTES_MAX),
        ("patience_minutes", PLANNING_MINUTES_MIN, PLANNING_MINUTES_MAX),
        ("within_minutes", 0.0, PLANNING_MINUTES_MAX),
        ("elapsed_minutes", 0.0, PLANNING_MINUTES_MAX),
        ("minutes", 0.0, PLANNING_MINUTES_MAX),
        ("service_cv", 0.0, SERVICE_CV_MAX),
        ("probability", 0.0, QUANTILE_PROBABILITY_MAX),
        ("doctors", 1.0, DOCTORS_MAX as f64),
        ("ahead", 0.0, AHEAD_MAX as f64),
    ];
    let mut fields = BTreeSet::new();
    for (model, base) in models() {
        for (field, min, max) in numbers.into_iter().chain([("places", 3.0, PLACES_MAX as f64)]) {
            if base.get(field).is_none() {
                continue;
            }
            fields.insert(field);
            let with = |value: Value| {
                let mut input = base.clone();
                input[field] = value;
                // More places than doctors there may be, so let there be room for the most of them.
                if field == "doctors" && model == "mmck" {
                    input["places"] = json!(PLACES_MAX);
                }
                ask(model, &input)
            };
            let integer = matches!(field, "doctors" | "ahead" | "places");
            for end in [min, max] {
                match with(if integer { json!(end as i64) } else { json!(end) }) {
                    Ok(_) => {}
                    // Of those ends one asks more of the doctors than they can do; it is no matter of range.
                    Err(error) => assert!(
                        matches!(error.code, ErrorCode::Unstable { .. }),
                        "{model} {field} {end}: {error}"
                    ),
                }
            }
            if integer {
                let (min, max) = (min as i64, max as i64);
                for value in [min - 1, max + 1, i64::MIN, i64::MAX] {
                    let error = with(json!(value)).expect_err("out of range");
                    assert_eq!(
                        (error.path.as_str(), error.code),
                        (field, ErrorCode::OutOfRange { value, min, max }),
                        "{model}"
                    );
                }
            } else {
                for value in [beside(min).0, beside(max).1, -1e300, 1e300] {
                    let error = with(json!(value)).expect_err("out of range");
                    let code = ErrorCode::NumberOutOfRange {
                        value: Number(value),
                        min: Number(min),
                        max: Number(max),
                    };
                    assert_eq!((error.path.as_str(), error.code), (field, code), "{model}");
                }
            }
        }
    }
    assert_eq!(fields.len(), numbers.len() + 1, "every field belongs to some model");
}

#[test]
fn what_is_no_number_is_refused() {
    for value in [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0] {
        let refused = |answer: Result<f64, Error>, path: &str| {
            let error = answer.expect_err("no number");
            assert!(matches!(error.code, ErrorCode::NumberOutOfRange { value: Number(given),
                    .. } if given.to_bits() == value.to_bits()));
            assert_eq!((error.path.as_str(), error.kind()), (path, ErrorKind::Invalid));
            assert_eq!(error.clone(), error, "an error equals itself, also with a NaN in it");
        };
        let c = ErlangC { arrivals_per_minute: 0.1, service_minutes: 12.0, doctors: 3 };
        let waits = |model: ErlangC| model.steady_state().map(|state| state.wait_minutes);
        refused(waits(ErlangC { arrivals_per_minute: value, ..c }), "arrivals_per_minute");
        refused(waits(ErlangC { service_minutes: value, ..c }), "service_minutes");
        refused(c.wait_exceeds(value), "minutes");
        refused(c.wait_quantile(value), "probability");
        let a =
            ErlangA { arrivals_per_minute: 0.1, service_minutes: 12.0, doctors: 3, patience_minutes: value };
        refused(a.steady_state().map(|state| state.waiting), "patience_minutes");
        refused(
            Mgc { arrivals_per_minute: 0.1, service_minutes: 12.0, service_cv: value, doctors: 3 }
                .residual_minutes(),
            "service_cv",
        );
        refused(
            LognormalService { service_minutes: 12.0, service_cv: 0.5 }.remaining_minutes(value),
            "elapsed_minutes",
        );
    }
}

#[test]
fn a_queue_without_end_is_refused() -> Result<(), Error> {
    let c = |arrivals_per_minute| ErlangC { arrivals_per_minute, service_minutes: 1.0, doctors: 3 };
    let unstable = |load| ErrorCode::Unstable { offered_load: Number(load), doctors: 3 };
    for load in [3.0, 3.0_f64.next_up(), 1_000_000.0] {
        let error = c(load).steady_state().expect_err("no steady state");
        assert_eq!((error.code, error.path.as_str()), (unstable(load), "doctors"));
        let mgc = Mgc { arrivals_per_minute: load, service_minutes: 1.0, service_cv: 0.5, doctors: 3 };
        assert_eq!(mgc.steady_state().map_err(|error| error.code), Err(unstable(load)));
    }
    let state = c(3.0_f64.next_down()).steady_state()?;
    assert!(state.wait_minutes > 1e15 && state.wait_minutes.is_finite());

    // The longest line that can be planned for.
    let level = |arrivals_per_minute, probability| {
        ServiceLevel { arrivals_per_minute, service_minutes: 1.0, within_minutes: 0.0, probability }.doctors()
    };
    assert_eq!(level(99_999.0, 0.0), Ok(100_000));
    assert!(matches!(
        level(100_000.0, 0.0).map_err(|error| error.code),
        Err(ErrorCode::Unstable { doctors: 100_000, .. })
    ));
    let error = level(99_999.0, QUANTILE_PROBABILITY_MAX).expect_err("too few");
    assert!(matches!(error.code, ErrorCode::TooMany { count: 100_001..102_000, limit: 100_000 }), "{error}");
    assert_eq!(error.path, "probability");
    Ok(())
}

#[test]
fn errors_have_one_form_on_the_wire() {
    let error = ask("erlang_b", &json!({ "arrivals_per_minute": -0.5, "service_minutes": 1, "doctors": 3 }))
        .expect_err("negative");
    let expected = json!({ "code": "out_of_range", "kind": "invalid", "path": "arrivals_per_minute",
        "value": -0.5, "min": 0.0, "max": 1e6,
        "message": "`arrivals_per_minute`: -0.5 is outside 0 to 1000000" });
    assert_eq!(json!(error), expected);
    let error = ErlangB { arrivals_per_minute: f64::NAN, service_minutes: 1.0, doctors: 3 }
        .steady_state()
        .expect_err("no number");
    assert_eq!(
        (&json!(error)["value"], json!(error)["message"].as_str()),
        (&Value::Null, Some("`arrivals_per_minute`: NaN is outside 0 to 1000000"))
    );

    let base = json!({ "arrivals_per_minute": 3.5, "service_minutes": 1, "doctors": 3, "minutes": 5,
        "probability": 0.9 });
    let error = ask("erlang_c", &base).expect_err("no steady state");
    let expected = json!({ "code": "unstable", "kind": "invalid", "path": "doctors", "offered_load": 3.5,
        "doctors": 3,
        "message": "`doctors`: work for 3.5 doctors comes in; 3 can't keep up, so there is no steady \
                    state" });
    assert_eq!(json!(error), expected);

    for (model, base) in models() {
        let mut input = base.clone();
        input["colour"] = json!("red");
        let error = ask(model, &input).expect_err("an unknown field");
        assert!(
            matches!(error.code, ErrorCode::UnknownField { .. }) && error.path == "colour",
            "{model}: {error}"
        );
        let mut input = base.clone();
        input["service_minutes"] = json!("12");
        let error = ask(model, &input).expect_err("text is no number");
        assert!(
            matches!(error.code, ErrorCode::WrongType { .. }) && error.path == "service_minutes",
            "{model}: {error}"
        );
        let mut input = base;
        input.as_object_mut().expect("an object").remove("service_minutes");
        let error = ask(model, &input).expect_err("a field is missing");
        assert_eq!(
            (error.code, error.path.as_str()),
            (ErrorCode::MissingField, "service_minutes"),
            "{model}"
        );
    }
}

/// Every number of an answer: finite, not negative, and a probability at most 1.
fn sound(name: &str, value: &Value, what: &dyn Fn() -> String) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| sound(name, value, what)),
        value => {
            // A number that JSON has no word for is null.
            let number = value.as_f64().unwrap_or_else(|| unreachable!("{name} is {value}: {}", what()));
            let share = name.ends_with("probability") || name == "utilisation";
            assert!(
                number >= 0.0 && !number.is_sign_negative() && (!share || number <= 1.0),
                "{name} is {number}: {}",
                what()
            );
        }
    }
}

#[test]
fn extremes_have_an_answer_that_is_a_number() {
    let extremes = |field: &str| -> Vec<Value> {
        match field {
            "doctors" => vec![json!(1), json!(2), json!(1_000), json!(DOCTORS_MAX)],
            "ahead" => vec![json!(0), json!(1), json!(AHEAD_MAX)],
            "places" => vec![json!(1), json!(1_000), json!(PLACES_MAX)],
            "probability" => vec![json!(0), json!(5e-324), json!(0.5), json!(QUANTILE_PROBABILITY_MAX)],
            "service_cv" => {
                vec![json!(0), json!(5e-324), json!(1e-160), json!(1e-6), json!(1), json!(SERVICE_CV_MAX)]
            }
            "arrivals_per_minute" => {
                vec![
                    json!(0),
                    json!(-0.0),
                    json!(5e-324),
                    json!(1e-9),
                    json!(0.99),
                    json!(10),
                    json!(ARRIVALS_PER_MINUTE_MAX),
                ]
            }
            "service_minutes" | "patience_minutes" => {
                vec![json!(PLANNING_MINUTES_MIN), json!(1), json!(PLANNING_MINUTES_MAX)]
            }
            _ => vec![json!(0), json!(5e-324), json!(1), json!(PLANNING_MINUTES_MAX)],
        }
    };
    let mut asked = 0;
    for (model, base) in models() {
        let mut inputs = vec![Value::Object(Map::new())];
        for field in base.as_object().expect("an object").keys() {
            let more = |input: Value| {
                extremes(field).into_iter().map(move |value| {
                    let mut input = input.clone();
                    input[field] = value;
                    input
                })
            };
            inputs = inputs.into_iter().flat_map(more).collect();
        }
        for input in &inputs {
            match ask(model, input) {
                Ok(answers) => {
                    answers.iter().for_each(|answer| sound("", answer, &|| format!("{model} {input}")));
                }
                Err(error) => {
                    let expected =
                        matches!(error.code, ErrorCode::Unstable { .. } | ErrorCode::TooMany { .. })
                            || (error.path == "places"
                                && input["places"].as_i64() < input["doctors"].as_i64());
                    assert!(expected, "{model} {input}: {error}");
                }
            }
            asked += 1;
        }
    }
    assert!(asked > 1_000);
}
