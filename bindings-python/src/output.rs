//! To Python: values of the wire model as dicts, lists and scalars.

use std::fmt;

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use serde::ser::{self, Serialize, Serializer};

/// A wire value as Python has it.
pub(crate) fn write<'py, T: Serialize + ?Sized>(py: Python<'py>, value: &T) -> PyResult<Bound<'py, PyAny>> {
    value.serialize(Writer(py)).map_err(|fault| fault.0)
}

/// What Python says is wrong.
#[derive(Debug)]
struct Fault(PyErr);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Fault {}

impl ser::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(pyo3::exceptions::PyRuntimeError::new_err(message.to_string()))
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Self(error)
    }
}

#[derive(Clone, Copy)]
struct Writer<'py>(Python<'py>);

type Written<'py> = Result<Bound<'py, PyAny>, Fault>;

/// A scalar that Python has as it is.
macro_rules! scalars {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Written<'py> {
            Ok(value.into_bound_py_any(self.0)?)
        })*
    };
}

impl<'py> Serializer for Writer<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Fault;
    type SerializeSeq = Elements<'py>;
    type SerializeTuple = Elements<'py>;
    type SerializeTupleStruct = Elements<'py>;
    type SerializeTupleVariant = ser::Impossible<Self::Ok, Fault>;
    type SerializeMap = Fields<'py>;
    type SerializeStruct = Fields<'py>;
    type SerializeStructVariant = ser::Impossible<Self::Ok, Fault>;

    scalars! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16,
        serialize_u32: u32, serialize_u64: u64, serialize_f32: f32, serialize_char: char,
        serialize_str: &str, serialize_bytes: &[u8]
    }

    /// As in JSON, what is no number is `None`.
    fn serialize_f64(self, value: f64) -> Written<'py> {
        if value.is_finite() { Ok(value.into_bound_py_any(self.0)?) } else { self.serialize_none() }
    }

    fn serialize_none(self) -> Written<'py> {
        Ok(self.0.None().into_bound(self.0))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written<'py> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written<'py> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written<'py> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written<'py> {
        Ok(PyString::intern(self.0, variant).into_any())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written<'py> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: &T,
    ) -> Written<'py> {
        Err(untagged(variant))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Elements<'py>, Fault> {
        Ok(Elements { py: self.0, elements: Vec::with_capacity(length.unwrap_or(0)) })
    }

    fn serialize_tuple(self, length: usize) -> Result<Elements<'py>, Fault> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Elements<'py>, Fault> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Fault> {
        Err(untagged(variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields<'py>, Fault> {
        Ok(Fields { dict: PyDict::new(self.0), key: None })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'py>, Fault> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Fault> {
        Err(untagged(variant))
    }
}

/// Every enum of the wire model with data has its tag among its fields.
fn untagged(variant: &str) -> Fault {
    ser::Error::custom(format!("`{variant}` has no wire form"))
}

struct Elements<'py> {
    py: Python<'py>,
    elements: Vec<Bound<'py, PyAny>>,
}

impl<'py> Elements<'py> {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.elements.push(value.serialize(Writer(self.py))?);
        Ok(())
    }

    fn list(self) -> Written<'py> {
        Ok(PyList::new(self.py, self.elements)?.into_any())
    }
}

impl<'py> ser::SerializeSeq for Elements<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.add(value)
    }

    fn end(self) -> Written<'py> {
        self.list()
    }
}

impl<'py> ser::SerializeTuple for Elements<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.add(value)
    }

    fn end(self) -> Written<'py> {
        self.list()
    }
}

impl<'py> ser::SerializeTupleStruct for Elements<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.add(value)
    }

    fn end(self) -> Written<'py> {
        self.list()
    }
}

struct Fields<'py> {
    dict: Bound<'py, PyDict>,
    key: Option<Bound<'py, PyAny>>,
}

impl<'py> ser::SerializeStruct for Fields<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Fault> {
        let py = self.dict.py();
        Ok(self.dict.set_item(PyString::intern(py, key), value.serialize(Writer(py))?)?)
    }

    fn end(self) -> Written<'py> {
        Ok(self.dict.into_any())
    }
}

/// What serde flattens.
impl<'py> ser::SerializeMap for Fields<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Fault;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        self.key = Some(key.serialize(Writer(self.dict.py()))?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        let key = self.key.take().ok_or_else(|| <Fault as ser::Error>::custom("a value without a key"))?;
        Ok(self.dict.set_item(key, value.serialize(Writer(self.dict.py()))?)?)
    }

    fn end(self) -> Written<'py> {
        Ok(self.dict.into_any())
    }
}
