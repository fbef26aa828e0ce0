//! Writing JSON, and refusing JSON objects that have a name twice. Readers differ in which of the two they
//! take (RFC 8259 §4), so nobody here takes either.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The JSON text of a value of the wire model.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the wire model has no maps but those with text for keys")
}

/// The path of the first name that is there twice, as in `limits[0].per`. None as well in what is no JSON:
/// whoever reads it says so.
pub fn twice(text: &str) -> Option<String> {
    let found = RefCell::new(None);
    let _ = Look(&found).deserialize(&mut serde_json::Deserializer::from_str(text));
    found.into_inner()
}

/// Looks through a value, and leaves at the first name that is there twice.
struct Look<'a>(&'a RefCell<Option<String>>);

impl Look<'_> {
    /// What was found lies under this.
    fn under(&self, segment: &str) {
        if let Some(path) = self.0.borrow_mut().as_mut() {
            let dot = if path.starts_with('[') { "" } else { "." };
            *path = format!("{segment}{dot}{path}");
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
            match values.next_element_seed(Look(self.0)) {
                Ok(Some(())) => {}
                Ok(None) => break,
                Err(error) => {
                    self.under(&format!("[{index}]"));
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = fields.next_key::<String>()? {
            if names.contains(&name) {
                *self.0.borrow_mut() = Some(name);
                return Err(A::Error::custom("a name is there twice"));
            }
            if let Err(error) = fields.next_value_seed(Look(self.0)) {
                self.under(&name);
                return Err(error);
            }
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
            (r#"{"a":1,"a":2}"#, Some("a")),
            (r#"{"a":1,"\u0061":1}"#, Some("a")),
            (r#"{"a":{"b":[0,{"c":null,"c":null}]}}"#, Some("a.b[1].c")),
            (r#"[{},{"x":"","x":""}]"#, Some("[1].x")),
            (r#"[[1,{"x":1.5,"x":true}]]"#, Some("[0][1].x")),
            (r#"{"a":{"b":1},"c":{"b":1}}"#, None),
            (r#"{"a":1,"A":2}"#, None),
            ("{\"a\":1,\"a\"", Some("a")),
            ("{", None),
            ("", None),
            ("7", None),
        ] {
            assert_eq!(twice(text).as_deref(), path, "{text}");
        }
    }
}
