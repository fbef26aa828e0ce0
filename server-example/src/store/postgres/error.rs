//! What the driver says is wrong, in words.

use crate::store::StoreError;

/// The last of an error's causes, which has what happened, behind what it is the cause of. The driver keeps
/// to itself which words of an address it can't read, so there is no password in it.
pub(super) fn said(error: &(dyn std::error::Error + 'static)) -> StoreError {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let mut words: Vec<String> = causes.map(ToString::to_string).collect();
    // What an error says may have its cause in it.
    words.dedup_by(|inner, outer| outer.contains(inner.as_str()));
    StoreError::Broken(words.join(": "))
}
