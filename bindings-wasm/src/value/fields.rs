//! The fields of an object, found by their names before the first of them is read. Serde then takes them as
//! if they were a list.

use frontdesk::Fault;
use serde::de::{self, DeserializeSeed, SeqAccess};

use super::{ABSENT, Token, Unknown, Value, broken, end_of, not, text_at};

impl<'b> Value<'b> {
    /// Finds the fields of the object that is next, which has these and no others.
    pub(super) fn open(&mut self, names: &'static [&'static str]) -> Result<(), Fault> {
        let begin = self.at;
        let (count, end) = match self.token()? {
            Token::Fields(count, end) => (count, end),
            Token::Anything => {
                // Anything is in each of them.
                self.places.0.push(self.at as u32);
                self.places.0.extend(names.iter().map(|_| begin as u32));
                return Ok(());
            }
            other => return Err(not("an object", other)),
        };
        let first = self.places.0.len() + 1;
        self.places.0.push(end as u32);
        self.places.0.resize(first + names.len(), ABSENT);
        // Most often they are in the order in which they are declared, with some left out.
        let (mut at, mut expected) = (self.at, 0);
        for _ in 0..count {
            let (name, value) = text_at(self.bytes, at).ok_or_else(broken)?;
            self.at = value;
            match place_of(name, names, expected) {
                Some(found) => {
                    expected = found + 1;
                    self.places.0[first + found] = value as u32;
                }
                None => self.leave_out(name, names)?,
            }
            at = end_of(self.bytes, value).ok_or_else(broken)?;
        }
        Ok(())
    }

    /// Notes a field that the type has not, if that is allowed.
    #[cold]
    fn leave_out(&mut self, name: &'b [u8], known: &'static [&'static str]) -> Result<(), Fault> {
        let at = self.at;
        let Some(left_out) = &mut self.left_out else {
            self.notes.met_unknown = true;
            return Err(de::Error::unknown_field(std::str::from_utf8(name).map_err(|_| broken())?, known));
        };
        match left_out.iter_mut().find(|other| other.name == name && std::ptr::eq(other.known, known)) {
            Some(again) => again.count += 1,
            None => left_out.push(Unknown { known, name, at, count: 1 }),
        }
        Ok(())
    }

    /// Goes on behind an object with so many fields, all of it read.
    pub(super) fn close(&mut self, count: usize) {
        let place = self.places.0.len() - count - 1;
        self.at = self.places.0[place] as usize;
        self.places.0.truncate(place);
    }

    /// Goes to a field of an object, if it is there.
    #[inline(always)]
    fn seek(&mut self, place: usize) -> bool {
        let at = self.places.0[place];
        if at != ABSENT {
            self.at = at as usize;
        }
        at != ABSENT
    }
}

/// Which of `names` this is: it is looked for from `expected` on first.
pub(super) fn place_of(name: &[u8], names: &[&str], expected: usize) -> Option<usize> {
    let mut place = expected;
    for _ in names {
        if place >= names.len() {
            place = 0;
        }
        if names[place].as_bytes() == name {
            return Some(place);
        }
        place += 1;
    }
    None
}

/// The fields of an object, in the order in which its type declares them. One that is not there is as if the
/// list had ended; the one behind it comes all the same.
pub(super) struct Fields<'v, 'b> {
    pub(super) value: &'v mut Value<'b>,
    pub(super) names: &'static [&'static str],
    /// How many have been asked for.
    pub(super) count: usize,
    /// Where the place of the first is.
    pub(super) first: usize,
}

impl Fields<'_, '_> {
    /// Goes to the next field of the type, if the object has it.
    fn seek(&mut self) -> bool {
        let place = self.first + self.count;
        self.count += 1;
        self.value.seek(place)
    }

    /// A fault in the field that was last asked for.
    #[cold]
    fn wrong(&self, fault: Fault) -> Fault {
        fault.in_field(self.names[self.count - 1])
    }
}

impl<'de> SeqAccess<'de> for Fields<'_, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if !self.seek() {
            return Ok(None);
        }
        match seed.deserialize(&mut *self.value) {
            Ok(value) => Ok(Some(value)),
            Err(fault) => Err(self.wrong(fault)),
        }
    }
}
