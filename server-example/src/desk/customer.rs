//! Customers: what a shop says of somebody under its own id, and which patient that is. The same shop and the
//! same id are one patient, whoever says so and however often.

use axum::http::StatusCode;
use frontdesk::limits::{NAME_CHARS_MAX, UID_BYTES_MAX};
use frontdesk::{Uid, from_json};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::desks::Desk;
use super::records::{Patient, PatientProfile, kind, profile_alias};
use super::state::State;
use super::work::Work;
use crate::error::{ApiError, ApiResult};
use crate::limits::{
    EMAIL_BYTES_MAX, PROFILE_FIELDS_KEPT_MAX, PROFILE_FIELDS_MAX, PROFILE_NAME_BYTES_MAX,
    PROFILE_VALUE_BYTES_MAX,
};
use crate::store::{Ask, RecordRow, Store};
use crate::text::is_blank;

/// What a shop says of its customer.
#[derive(Debug, Clone, Deserialize)]
pub struct ProfileField {
    /// What it is, such as `first_name`.
    pub field: String,
    /// Its value.
    pub value: Value,
    /// `shop`.
    pub source: String,
}

/// Somebody whom a shop knows.
#[derive(Debug, Clone)]
pub struct Customer {
    /// The shop.
    pub shop_uid: Uid,
    /// The shop's own id of the customer.
    pub shop_customer_id: String,
    /// What the shop says of the customer.
    pub fields: Vec<ProfileField>,
}

/// What is known of a customer, with what the shop has said now.
#[derive(Debug, Clone)]
pub struct KnownCustomer {
    /// The profile, as it was found, with what the shop says.
    pub profile: PatientProfile,
    /// Whether it was not known before.
    pub is_new: bool,
    /// Whether anything is to be written.
    pub is_changed: bool,
    said: Customer,
    erasures: u64,
}

impl Customer {
    /// The same with this email, whatever the fields say.
    pub fn with_email(mut self, email: String) -> Self {
        self.fields.retain(|said| said.field != "email");
        let (field, source) = ("email".to_owned(), "shop".to_owned());
        self.fields.push(ProfileField { field, value: email.into(), source });
        self
    }

    /// Whether all of it is what it must be.
    ///
    /// # Errors
    /// The path of what is wrong, with `fields` as the list's name, and why.
    pub fn check(&self, list: &str) -> Result<(), (String, String)> {
        let id = &self.shop_customer_id;
        if id.len() > UID_BYTES_MAX || is_blank(id) {
            let why = format!("must be 1 to {UID_BYTES_MAX} bytes, and have something to see");
            return Err(("shop_customer_id".to_owned(), why));
        }
        if self.fields.len() > PROFILE_FIELDS_MAX {
            return Err((list.to_owned(), format!("at most {PROFILE_FIELDS_MAX}")));
        }
        let wrong = self.fields.iter().enumerate().find_map(|(index, field)| {
            let (part, why) = wrong_in(field)?;
            Some((format!("{list}[{index}].{part}"), why))
        });
        wrong.map_or(Ok(()), Err)
    }

    /// What is known of the customer by now, and whether it is what the shop says: most who come have said
    /// all of it before. Asked outside of a transaction; what is to be kept is [put](KnownCustomer::put) in
    /// one.
    ///
    /// # Errors
    /// If the database can't be asked, or the profile would have too many fields.
    pub async fn find(&self, store: &dyn Store, desk: &Desk) -> ApiResult<KnownCustomer> {
        self.find_as(store, desk, None).await
    }

    /// The same, with the ids that profile and patient have if they are new.
    ///
    /// # Errors
    /// As above.
    pub(super) async fn find_as(
        &self,
        store: &dyn Store,
        desk: &Desk,
        uids: Option<(Uid, Uid)>,
    ) -> ApiResult<KnownCustomer> {
        let erasures = desk.read(State::erasures);
        let organisation = desk.organisation();
        let alias = profile_alias(&self.shop_uid, &self.shop_customer_id);
        let known = store.record_by_alias(organisation, kind::PATIENT_PROFILE, &alias).await?;
        let known: Option<PatientProfile> = known.as_ref().map(read).transpose()?;
        // Two first requests at a time make the same profile: its id follows from whose it is.
        let named = |prefix: &str| {
            let hash = Sha256::digest(format!("{organisation}:{alias}"));
            let hash: String = hash.iter().take(10).map(|byte| format!("{byte:02x}")).collect();
            Uid::from(format!("{prefix}-{hash}"))
        };
        let (uid, patient_uid) = uids.unwrap_or_else(|| (named("pp"), named("pat")));
        let before = known.clone().unwrap_or_else(|| PatientProfile {
            uid,
            patient_uid,
            shop_uid: self.shop_uid.clone(),
            shop_customer_id: self.shop_customer_id.clone(),
            fields: Map::new(),
        });
        let profile = self.says_of(before)?;
        let is_changed = known.as_ref() != Some(&profile);
        Ok(KnownCustomer { profile, is_new: known.is_none(), is_changed, said: self.clone(), erasures })
    }

    /// A profile with what the shop says.
    fn says_of(&self, mut profile: PatientProfile) -> ApiResult<PatientProfile> {
        profile.fields.extend(self.fields.iter().map(|said| (said.field.clone(), said.value.clone())));
        if profile.fields.len() > PROFILE_FIELDS_KEPT_MAX {
            let why = format!("a profile has at most {PROFILE_FIELDS_KEPT_MAX} fields");
            return Err(ApiError::invalid("fields", why));
        }
        Ok(profile)
    }
}

impl KnownCustomer {
    /// What [`put`](Self::put) reads.
    pub fn reads(&self) -> Vec<Ask> {
        match self.is_changed {
            true => vec![
                Ask::Alias(kind::PATIENT_PROFILE, self.profile.alias()),
                Ask::Record(kind::PATIENT, self.profile.patient_uid.clone()),
            ],
            false => Vec::new(),
        }
    }

    /// Keeps what the shop says, beside what others have said of the same customer or patient meanwhile.
    ///
    /// # Errors
    /// If the customer is another patient's by now, or somebody's data were erased since it was found.
    pub fn put(&self, work: &mut Work<'_>) -> ApiResult<()> {
        if !self.is_changed {
            return Ok(());
        }
        let again = |why| Err(ApiError::later(StatusCode::SERVICE_UNAVAILABLE, why, 1));
        if work.state().erasures() != self.erasures {
            return again("A patient was erased: ask again");
        }
        let found = &self.profile;
        let known: Option<PatientProfile> = work.kept_by_alias(kind::PATIENT_PROFILE, &found.alias())?;
        let before = known.unwrap_or_else(|| PatientProfile { fields: Map::new(), ..found.clone() });
        if (&before.uid, &before.patient_uid) != (&found.uid, &found.patient_uid) {
            return again("The customer was made another patient's: ask again");
        }
        let profile = self.said.says_of(before)?;
        let patient = called(work.kept(kind::PATIENT, &profile.patient_uid)?.unwrap_or_default(), &profile);
        work.put(kind::PATIENT, &patient.uid, patient.email.clone(), &patient)?;
        work.put(kind::PATIENT_PROFILE, &profile.uid, Some(profile.alias()), &profile)
    }
}

/// What is wrong in a field, and why.
fn wrong_in(said: &ProfileField) -> Option<(&'static str, String)> {
    if said.source != "shop" {
        return Some(("source", "must be `shop`".to_owned()));
    }
    if !(1..=PROFILE_NAME_BYTES_MAX).contains(&said.field.len()) {
        return Some(("field", format!("must be 1 to {PROFILE_NAME_BYTES_MAX} bytes")));
    }
    let max = if said.field == "email" { EMAIL_BYTES_MAX } else { PROFILE_VALUE_BYTES_MAX };
    let bytes = said.value.as_str().map_or_else(|| said.value.to_string().len(), str::len);
    (bytes > max).then(|| ("value", format!("has {bytes} bytes; at most {max}")))
}

/// The patient, called what the profile says.
fn called(before: Patient, profile: &PatientProfile) -> Patient {
    let text = |field: &str| {
        profile.fields.get(field).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
    };
    let names: Vec<&str> = ["first_name", "last_name"].into_iter().filter_map(text).collect();
    Patient {
        uid: profile.patient_uid.clone(),
        display_name: if names.is_empty() {
            before.display_name
        } else {
            names.join(" ").chars().take(NAME_CHARS_MAX).collect()
        },
        email: text("email").map(str::to_owned).or(before.email),
        date_of_birth: text("date_of_birth").map(str::to_owned).or(before.date_of_birth),
    }
}

fn read<T: serde::de::DeserializeOwned>(row: &RecordRow) -> ApiResult<T> {
    from_json(row.data.as_deref().unwrap_or_default()).map_err(|error| ApiError::internal(&error))
}
