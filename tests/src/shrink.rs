//! Smaller cases: with less in them, or simpler numbers. Works on the JSON form, so it knows of every field.

use serde_json::Value;

use crate::generate::Case;

/// A way to a value inside another.
type Way = Vec<Step>;

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Key(String),
    Index(usize),
}

/// All cases that are a little smaller than `case`, those that leave out most first. Not all of them are valid.
pub(crate) fn reductions(case: &Case) -> impl Iterator<Item = Case> + use<> {
    let whole = serde_json::to_value(case).expect("a case is plain data");
    let mut ways = Vec::new();
    collect(&whole, &mut Vec::new(), &mut ways);
    // What lies less deep holds more.
    ways.sort_by_key(Vec::len);
    ways.into_iter().flat_map(move |way| replacements(&whole, &way)).filter_map(|value| serde_json::from_value(value).ok())
}

fn collect(value: &Value, way: &mut Way, ways: &mut Vec<Way>) {
    let inner: Vec<(Step, &Value)> = match value {
        Value::Array(elements) => elements.iter().enumerate().map(|(index, inner)| (Step::Index(index), inner)).collect(),
        Value::Object(fields) => fields.iter().map(|(key, inner)| (Step::Key(key.clone()), inner)).collect(),
        _ => Vec::new(),
    };
    for (step, inner) in inner {
        way.push(step);
        ways.push(way.clone());
        collect(inner, way, ways);
        way.pop();
    }
}

/// `whole` without what lies at the end of `way`, or with something simpler there.
fn replacements(whole: &Value, way: &Way) -> Vec<Value> {
    let (last, parents) = way.split_last().expect("every way has a step");
    let with = |change: &dyn Fn(&mut Value)| {
        let mut copy = whole.clone();
        let parent = parents.iter().fold(&mut copy, |value, step| match step {
            Step::Key(key) => &mut value[key.as_str()],
            Step::Index(index) => &mut value[*index],
        });
        change(parent);
        copy
    };
    match last {
        Step::Index(index) => vec![with(&|parent| {
            if let Value::Array(elements) = parent {
                elements.remove(*index);
            }
        })],
        Step::Key(key) => {
            let value = parents.iter().fold(whole, |value, step| match step {
                Step::Key(key) => &value[key.as_str()],
                Step::Index(index) => &value[*index],
            });
            let mut smaller = vec![with(&|parent| {
                if let Value::Object(fields) = parent {
                    fields.remove(key);
                }
            })];
            if let Some(number) = value[key.as_str()].as_i64() {
                smaller.extend(simpler(number).into_iter().map(|number| with(&|parent| parent[key.as_str()] = number.into())));
            }
            smaller
        }
    }
}

/// Simpler numbers. A moment stays near where it was: elsewhere, nothing is the same.
fn simpler(number: i64) -> Vec<i64> {
    let moment = number > 10_000_000;
    let smaller = match moment {
        true => [86_400, 3_600, 60].map(|unit| number - number.rem_euclid(unit)).to_vec(),
        false => vec![0, 1, number / 2, number - number.rem_euclid(10), number - 1],
    };
    smaller.into_iter().filter(|simple| *simple < number && *simple >= 0).collect()
}
