//! Smaller cases: with less in them, or simpler numbers. Works on the JSON form, so it knows of every field.

use serde_json::Value;

use crate::generate::Case;

/// A way to make a case smaller.
#[derive(Debug, Clone)]
pub(crate) struct Reduction {
    /// To the value in question.
    way: Vec<Step>,
    /// What to put there, or nothing.
    instead: Option<i64>,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Key(String),
    Index(usize),
}

impl Step {
    fn into<'a>(&self, value: &'a mut Value) -> &'a mut Value {
        match self {
            Self::Key(key) => &mut value[key.as_str()],
            Self::Index(index) => &mut value[*index],
        }
    }
}

/// All ways to make `case` a little smaller, those that leave out most first. Not all of the results are
/// valid.
pub(crate) fn reductions(case: &Case) -> Vec<Reduction> {
    let mut reductions = Vec::new();
    collect(&whole(case), &mut Vec::new(), &mut reductions);
    // Leave out first, and first what lies less deep: it holds more.
    reductions.sort_by_key(|reduction| (reduction.instead.is_some(), reduction.way.len()));
    reductions
}

fn whole(case: &Case) -> Value {
    serde_json::to_value(case).expect("a case is plain data")
}

fn collect(value: &Value, way: &mut Vec<Step>, reductions: &mut Vec<Reduction>) {
    let inner: Vec<(Step, &Value)> = match value {
        Value::Array(elements) => {
            elements.iter().enumerate().map(|(index, inner)| (Step::Index(index), inner)).collect()
        }
        Value::Object(fields) => fields.iter().map(|(key, inner)| (Step::Key(key.clone()), inner)).collect(),
        _ => Vec::new(),
    };
    for (step, inner) in inner {
        way.push(step);
        if !inner.is_null() {
            reductions.push(Reduction { way: way.clone(), instead: None });
        }
        let simpler = inner.as_i64().map(simpler).unwrap_or_default();
        reductions
            .extend(simpler.into_iter().map(|number| Reduction { way: way.clone(), instead: Some(number) }));
        collect(inner, way, reductions);
        way.pop();
    }
}

/// Simpler numbers. A moment stays near where it was: elsewhere, nothing is the same.
fn simpler(number: i64) -> Vec<i64> {
    let simpler = match number > 10_000_000 {
        true => [86_400, 3_600, 60].map(|unit| number - number.rem_euclid(unit)).to_vec(),
        false => vec![0, 1, number / 2, number - number.rem_euclid(15), number - number.rem_euclid(60)],
    };
    simpler.into_iter().filter(|simple| *simple < number && *simple >= 0).collect()
}

impl Reduction {
    /// `case`, made smaller; `None` if that is no case.
    pub(crate) fn of(&self, case: &Case) -> Option<Case> {
        let before = whole(case);
        let mut whole = before.clone();
        let (last, parents) = self.way.split_last()?;
        let parent = parents.iter().fold(&mut whole, |value, step| step.into(value));
        match (self.instead, last, parent) {
            (Some(number), last, parent) => *last.into(parent) = number.into(),
            (None, Step::Index(index), Value::Array(elements)) => drop(elements.remove(*index)),
            (None, Step::Key(key), Value::Object(fields)) => drop(fields.remove(key)),
            _ => return None,
        }
        let smaller = serde_json::from_value(whole).ok()?;
        // What is left out may come back as a default, and be no smaller. A null is nothing, though `1` is
        // shorter.
        let length = |value: &Value| value.to_string().replace("null", "").len();
        let shorter = length(&self::whole(&smaller)) < length(&before);
        (self.instead.is_some() || shorter).then_some(smaller)
    }
}
