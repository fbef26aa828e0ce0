//! The ranges of a record's numbers, said once: the check after reading and the schema both go by them.

use crate::error::Path;
use crate::error::faults::Faults;
use crate::model::check::range;

/// The ranges of the numbers of one type of record.
pub(crate) struct Ranges<T: 'static> {
    /// The name of the type, as in the schema.
    #[cfg_attr(not(feature = "schema"), expect(dead_code, reason = "only the schema asks for names"))]
    pub(crate) of: &'static str,
    pub(crate) fields: &'static [Ranged<T>],
}

/// A number of a record: its field, the least and the most that is allowed, and where it stands.
pub(crate) struct Ranged<T> {
    pub(crate) field: &'static str,
    pub(crate) min: i64,
    pub(crate) max: i64,
    pub(crate) get: fn(&T) -> Option<i64>,
}

impl<T> Ranges<T> {
    /// Notes each number that is out of its range. One that is missing is in it.
    pub(crate) fn check(&self, record: &T, path: &Path<'_>, faults: &mut Faults) {
        for Ranged { field, min, max, get } in self.fields {
            if let Some(value) = get(record) {
                faults.note(range(value, *min, *max, &path.field(field)));
            }
        }
    }

    /// Whether a field is in its range, or missing: what is outside of it is told as that, and as nothing
    /// else.
    pub(crate) fn has(&self, record: &T, field: &str) -> bool {
        let is_in =
            |own: &Ranged<T>| (own.get)(record).is_none_or(|value| (own.min..=own.max).contains(&value));
        self.fields.iter().filter(|own| own.field == field).all(is_in)
    }

    /// Tells record, field, least and most.
    #[cfg(feature = "schema")]
    pub(crate) fn tell(&self, tell: &mut dyn FnMut(&'static str, &'static str, i64, i64)) {
        self.fields.iter().for_each(|field| tell(self.of, field.field, field.min, field.max));
    }
}

/// `ranges!(Grid { step_minutes: 1..=STEP_MINUTES_MAX })`: the fields, which are integers or may be missing.
macro_rules! ranges {
    ($record:ident { $($field:ident: $range:expr),* $(,)? }) => {
        crate::model::check::ranges::Ranges {
            of: stringify!($record),
            fields: &[$(crate::model::check::ranges::Ranged {
                field: stringify!($field),
                min: *($range).start(),
                max: *($range).end(),
                get: |record: &$record| record.$field.into(),
            }),*],
        }
    };
}

pub(crate) use ranges;
