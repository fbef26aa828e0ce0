//! What a caller may not know: a patient hears of nobody else's appointments, and a key of one shop of none
//! of another shop's. What is named and out of reach is not there; what is in the way is told without its
//! name.

use std::collections::BTreeSet;

use frontdesk::Uid;
use serde::Serialize;
use serde_json::Value;

use super::Caller;
use crate::error::{ApiError, ApiResult};

impl Caller {
    /// Lets a key of one shop ask about a patient and an appointment of that shop only.
    ///
    /// # Errors
    /// If one of them is another shop's, or not there.
    pub async fn may_ask_about(&self, patient: Option<&Uid>, appointment: Option<&Uid>) -> ApiResult<()> {
        let Some(shop) = &self.shop else { return Ok(()) };
        if let Some(uid) = appointment {
            let row = self.store.appointment(self.organisation(), uid).await?;
            row.filter(|row| self.reaches(row.memo.shop_uid.as_ref())).ok_or_else(ApiError::not_found)?;
        }
        if let Some(uid) = patient
            && !self.store.has_patient(self.organisation(), shop, uid).await?
        {
            return Err(ApiError::not_found());
        }
        Ok(())
    }

    /// What was found, as this caller may know it.
    ///
    /// # Errors
    /// If the database does not say whose something is.
    pub async fn told(&self, found: &impl Serialize) -> ApiResult<Value> {
        let mut found = serde_json::to_value(found).map_err(|error| ApiError::internal(&error))?;
        self.hide(&mut found).await?;
        Ok(found)
    }

    /// A refusal, as this caller may know it.
    pub(super) async fn refused(&self, mut refused: ApiError) -> ApiError {
        let Some(refusal) = refused.refusal_mut() else { return refused };
        match self.hide(refusal).await {
            Ok(true) => refused.become_reticent(),
            Ok(false) => {}
            Err(unknown) => return unknown,
        }
        refused
    }

    /// Leaves out what this caller may not know, and says whether there was any.
    async fn hide(&self, value: &mut Value) -> ApiResult<bool> {
        if let Some(patient) = &self.patient {
            let of = |uid: &str| self.desk.read(|state| state.clinic.appointment(uid)?.patient_uid);
            return Ok(without(value, &|by| by.as_str().and_then(of).as_ref() != Some(&patient.uid)));
        }
        if let Some(shop) = &self.shop {
            let mut named = BTreeSet::new();
            names(value, &mut named);
            if !named.is_empty() {
                let uids: Vec<Uid> = named.into_iter().map(Uid::from).collect();
                let others = self.store.of_other_shops(self.organisation(), shop, &uids).await?;
                return Ok(without(value, &|by| others.iter().any(|other| *by == other.as_str())));
            }
        }
        Ok(false)
    }
}

/// Everything that a value says something is `by`.
fn names<'v>(value: &'v Value, named: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(fields) => {
            named.extend(fields.get("by").and_then(Value::as_str));
            fields.values().for_each(|value| names(value, named));
        }
        Value::Array(values) => values.iter().for_each(|value| names(value, named)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Leaves out what something is `by`, and how long that lasts, where it is hidden. Says whether it was
/// anywhere.
fn without(value: &mut Value, is_hidden: &impl Fn(&Value) -> bool) -> bool {
    let inner = |values: &mut dyn Iterator<Item = &mut Value>| {
        values.filter_map(|value| without(value, is_hidden).then_some(())).count() > 0
    };
    match value {
        Value::Object(fields) => {
            let is_here = fields.get("by").is_some_and(is_hidden);
            if is_here {
                fields.remove("by");
                fields.remove("until");
            }
            inner(&mut fields.values_mut()) || is_here
        }
        Value::Array(values) => inner(&mut values.iter_mut()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
