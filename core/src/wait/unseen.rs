//! Where a doctor is whose consultation nobody has closed.

use super::pause::PauseLaw;

/// How likely a doctor has gone whose consultation nobody has closed, if nobody has waited since.
const GONE: f64 = 1.0 / 3.0;

/// How long it is until a doctor fetches somebody whose consultation nobody has closed: it was over so many
/// seconds ago, and somebody has waited in vain for so many since.
///
/// The doctor is there, or has gone. Who is there fetches soon, so the longer somebody waits the less likely
/// that is; and who has gone comes back the later, the longer it has been.
pub(super) fn rest_unseen(over_for: f64, in_vain: f64, unit: f64) -> f64 {
    let law = PauseLaw::default();
    let gone = GONE / (GONE + (1.0 - GONE) * law.outlasts(in_vain));
    if unit < gone {
        return law.beyond(over_for, 1.0, unit / gone) - over_for;
    }
    if in_vain > 0.0 { law.beyond(in_vain, 1.0, (unit - gone) / (1.0 - gone)) - in_vain } else { 0.0 }
}
