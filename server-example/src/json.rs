//! Writing JSON, and refusing JSON objects that have a name twice. Readers differ in which of the two they
//! take (RFC 8259 §4), so nobody here takes either.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt::{self, Write as _};

use frontdesk::limits::FAULTS_MAX;
use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// The JSON text of a value of the wire model.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the wire model has no maps but those with text for keys")
}

/// The paths of names that are there twice, as in `limits[0].per`, at most [`FAULTS_MAX`]. Of what is no
/// JSON, those before it ends to be: whoever reads it says so.
pub fn twice(text: &str) -> Vec<String> {
    let state = RefCell::default();
    let _ = Look(&state).deserialize(&mut serde_json::Deserializer::from_str(text));
    state.into_inner().found
}

/// Looks through a value.
#[derive(Clone, Copy)]
struct Look<'a>(&'a RefCell<State>);

#[derive(Default)]
struct State {
    /// The path of the value.
    path: String,
    found: Vec<String>,
}

impl Look<'_> {
    /// Does something a step further down.
    fn within<T>(self, step: fmt::Arguments<'_>, look: impl FnOnce(Self) -> T) -> T {
        let before = {
            let path = &mut self.0.borrow_mut().path;
            let before = path.len();
            // Writing to a string never fails.
            let _ = path.write_fmt(step);
            before
        };
        let looked = look(self);
        self.0.borrow_mut().path.truncate(before);
        looked
    }

    /// As a name after what is before it.
    fn dot(self) -> &'static str {
        if self.0.borrow().path.is_empty() { "" } else { "." }
    }

    fn note(self) {
        let State { path, found } = &mut *self.0.borrow_mut();
        if found.len() < FAULTS_MAX && !found.contains(path) {
            found.push(path.clone());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        for index in 0.. {
            let next = self.within(format_args!("[{index}]"), |look| values.next_element_seed(look))?;
            if next.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = fields.next_key::<String>()? {
            let dot = self.dot();
            self.within(format_args!("{dot}{name}"), |look| {
                if names.contains(&name) {
                    look.note();
                }
                fields.next_value_seed(look)
            })?;
            names.insert(name);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_there_twice_is_found_wherever_it_is() {
        for (text, path) in [
            (r#"{"a":1,"a":2}"#, &["a"][..]),
            (r#"{"a":1,"\u0061":1}"#, &["a"]),
            (r#"{"a":{"b":[0,{"c":null,"c":null}]}}"#, &["a.b[1].c"]),
            (r#"[{},{"x":"","x":""}]"#, &["[1].x"]),
            (r#"[[1,{"x":1.5,"x":true}]]"#, &["[0][1].x"]),
            (r#"{"a":{"b":1},"c":{"b":1}}"#, &[]),
            (r#"{"a":1,"A":2}"#, &[]),
            // All of them, each once.
            (
                r#"{"a":[{"x":1,"x":1,"x":1},{"y":1,"y":1}],"b":1,"a":1,"b":1}"#,
                &["a[0].x", "a[1].y", "a", "b"],
            ),
            (r#"{"a":1,"a":{"b":1,"b":2}}"#, &["a", "a.b"]),
            ("{\"a\":1,\"a\"", &["a"]),
            ("{", &[]),
            ("", &[]),
            ("7", &[]),
        ] {
            assert_eq!(twice(text), path, "{text}");
        }
        let many: String = (0..200).map(|n| format!(",\"{n}\":0,\"{n}\":0")).collect();
        assert_eq!(twice(&format!("{{{}}}", &many[1..])).len(), FAULTS_MAX);
    }
}
