//! What visits taught.

use frontdesk::Visit;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::border::{Answer, answer, read, refusal, write};

/// A learner of lengths and habits.
#[wasm_bindgen]
pub struct Learner(pub(crate) frontdesk::Learner);

#[wasm_bindgen]
impl Learner {
    /// One with a saved state.
    ///
    /// # Errors
    /// What is wrong with the state.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands optional bytes over")]
    pub fn new(state: Option<Vec<u8>>) -> Answer<Learner> {
        state.map_or_else(|| Ok(Self(frontdesk::Learner::default())), |state| read(&state).map(Self))
    }

    /// Learns a visit; why its length is not believed, or null.
    ///
    /// # Errors
    /// As `Learner::learn` of the core.
    pub fn learn(&mut self, visit: &[u8], visit_reasons: &[u8]) -> Answer {
        answer(self.0.learn(&read::<Visit>(visit)?, &read::<Vec<_>>(visit_reasons)?))
    }

    /// Adds what another knows.
    ///
    /// # Errors
    /// As `Learner::merge` of the core.
    pub fn merge(&mut self, other: &Learner) -> Answer<()> {
        self.0.merge(&other.0).map_err(|error| refusal(&error))
    }

    /// The state to save.
    pub fn state(&self) -> Answer {
        write(&self.0)
    }
}
