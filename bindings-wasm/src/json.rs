//! Answers as JSON text, byte for byte as `serde_json` writes it.
//!
//! Its writer can fail at every byte, and is compiled with that for every field of every type. This one
//! can't: a text that gets too long is noted and given up, and what is compiled for a field is a call or two.

use std::fmt;

use serde::ser::{self, Impossible, Serialize, Serializer};

/// Longest answer as text, in bytes: half of what a string of V8 holds.
pub(crate) const ANSWER_BYTES_MAX: usize = 1 << 28;

/// A value as text, unless that is too long.
pub(crate) fn text<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    let mut json = Json::default();
    let Ok(()) = value.serialize(&mut json);
    (!json.is_too_long).then_some(json.text)
}

/// Text so far.
#[derive(Default)]
struct Json {
    text: String,
    is_too_long: bool,
}

impl Json {
    fn push(&mut self, text: &str) {
        if self.text.len() + text.len() > ANSWER_BYTES_MAX {
            self.is_too_long = true;
        } else {
            self.text.push_str(text);
        }
    }

    /// A comma, unless this is the first of a list or an object.
    fn separate(&mut self) {
        if !matches!(self.text.as_bytes().last(), Some(b'[' | b'{')) {
            self.push(",");
        }
    }

    /// The name of the next field.
    fn name(&mut self, name: &str) {
        self.separate();
        self.quoted(name);
        self.push(":");
    }

    fn quoted(&mut self, text: &str) {
        self.push("\"");
        let mut rest = text;
        while let Some(place) = rest.bytes().position(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
            let (plain, other) = rest.split_at(place);
            let (special, behind) = other.split_at(1);
            self.push(plain);
            self.escaped(special);
            rest = behind;
        }
        self.push(rest);
        self.push("\"");
    }

    fn escaped(&mut self, special: &str) {
        let byte = special.as_bytes()[0];
        let short = match byte {
            b'"' | b'\\' => special,
            b'\n' => "n",
            b'\r' => "r",
            b'\t' => "t",
            0x08 => "b",
            0x0c => "f",
            _ => {
                const DIGITS: &str = "0123456789abcdef";
                let low = usize::from(byte & 15);
                self.push(if byte < 16 { "\\u000" } else { "\\u001" });
                return self.push(&DIGITS[low..=low]);
            }
        };
        self.push("\\");
        self.push(short);
    }

    fn unsigned(&mut self, mut number: u64) {
        let mut digits = [b'0'; 20];
        let mut first = digits.len();
        loop {
            first -= 1;
            digits[first] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.push(str::from_utf8(&digits[first..]).unwrap_or_default());
    }
}

/// What can go wrong: nothing.
#[derive(Debug)]
enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl ser::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        unreachable!("plain data has a JSON form")
    }
}

/// The ways to write a number that is an integer.
macro_rules! integers {
    ($($signed:ident: $from:ty, $unsigned:ident: $of:ty;)*) => {
        $(
            fn $signed(self, value: $from) -> Result<(), Never> {
                if value < 0 {
                    self.push("-");
                }
                self.unsigned(i64::from(value).unsigned_abs());
                Ok(())
            }

            fn $unsigned(self, value: $of) -> Result<(), Never> {
                self.unsigned(u64::from(value));
                Ok(())
            }
        )*
    };
}

impl Serializer for &mut Json {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<(), Never>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), Never>;

    integers! {
        serialize_i8: i8, serialize_u8: u8;
        serialize_i16: i16, serialize_u16: u16;
        serialize_i32: i32, serialize_u32: u32;
        serialize_i64: i64, serialize_u64: u64;
    }

    fn serialize_bool(self, value: bool) -> Result<(), Never> {
        self.push(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Never> {
        self.serialize_f64(f64::from(value))
    }

    /// Its shortest digits are no small matter.
    fn serialize_f64(self, value: f64) -> Result<(), Never> {
        self.push(&serde_json::to_string(&value).unwrap_or_default());
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Never> {
        self.quoted(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Never> {
        self.quoted(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Never> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.push("null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Never> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, word: &'static str) -> Result<(), Never> {
        self.serialize_str(word)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        self.push("{");
        self.name(word);
        let Ok(()) = value.serialize(&mut *self);
        self.push("}");
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Never> {
        self.push("[");
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Never> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Never> {
        unreachable!("no variant of the wire model is written like that")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Never> {
        self.push("{");
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Never> {
        unreachable!("no variant of the wire model is written like that")
    }
}

/// The parts of a list.
macro_rules! list {
    ($($kind:ident::$part:ident;)*) => {
        $(impl ser::$kind for &mut Json {
            type Ok = ();
            type Error = Never;

            fn $part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
                self.separate();
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Never> {
                self.push("]");
                Ok(())
            }
        })*
    };
}

list! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
}

impl ser::SerializeStruct for &mut Json {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Never> {
        self.name(name);
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        self.push("}");
        Ok(())
    }
}

/// The names of the wire model are texts.
impl ser::SerializeMap for &mut Json {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Never> {
        self.separate();
        name.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.push(":");
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        self.push("}");
        Ok(())
    }
}
