//! Enums whose tag is one of their fields, read so that whatever is wrong in them has a path.

use serde::de::Error;

/// Reads such an enum: its name, its tag and every field that any variant has; then each variant, with its
/// own.
///
/// What serde derives for it reads a copy once the tag is known, and a copy has no paths. So all fields are
/// read as those of one struct, and then the variant takes its own and refuses the others; null counts as
/// missing. A field may be missing where the enum has an `Option`, or where its default is named here,
/// for all variants or for one.
macro_rules! tagged {
    (
        $name:ident, $tag:ident
        { $($(#[$attribute:meta])* $field:ident: $type:ty $(= $default:expr)?),* $(,)? }
        $($variant:ident { $($own:ident $(= $otherwise:expr)?),* })*
    ) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                #[derive(serde::Deserialize)]
                #[serde(rename_all = "snake_case")]
                enum Tag { $($variant),* }

                #[derive(serde::Deserialize)]
                #[serde(deny_unknown_fields)]
                struct Fields {
                    $tag: Tag,
                    $(#[serde(default)] $(#[$attribute])* $field: Option<$type>,)*
                }

                #[allow(unused_mut, reason = "where there are no defaults")]
                let mut fields = Fields::deserialize(deserializer)?;
                let given = [$((stringify!($field), fields.$field.is_some())),*];
                $($(fields.$field.get_or_insert_with(|| $default);)?)*
                Ok(match fields.$tag {
                    $(Tag::$variant => {
                        $crate::wire::no_others(&given, &[stringify!($tag), $(stringify!($own)),*])?;
                        Self::$variant { $($own: $crate::wire::Given::take(
                            fields.$own$(.or(Some($otherwise)))?, stringify!($own)
                        )?),* }
                    })*
                })
            }
        }
    };
}
pub(crate) use tagged;

/// What a variant takes of a field that may have been given.
pub(crate) trait Given<T>: Sized {
    fn take<E: Error>(given: Option<T>, field: &'static str) -> Result<Self, E>;
}

/// It must be there.
impl<T> Given<T> for T {
    fn take<E: Error>(given: Option<T>, field: &'static str) -> Result<Self, E> {
        given.ok_or_else(|| E::missing_field(field))
    }
}

/// It may be missing.
impl<T> Given<T> for Option<T> {
    fn take<E: Error>(given: Option<T>, _: &'static str) -> Result<Self, E> {
        Ok(given)
    }
}

/// Refuses fields that are there but belong to other variants.
pub(crate) fn no_others<E: Error>(
    given: &[(&'static str, bool)],
    known: &'static [&'static str],
) -> Result<(), E> {
    match given.iter().find(|(field, is_given)| *is_given && !known.contains(field)) {
        // A field whose name is a word of Rust.
        Some((field, _)) => Err(E::unknown_field(field.trim_start_matches("r#"), known)),
        None => Ok(()),
    }
}
