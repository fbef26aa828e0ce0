//! API keys: made once, shown once, kept as a hash.

use frontdesk::limits::NAME_CHARS_MAX;
use frontdesk::{Instant, Quoted, Uid};
use sha2::{Digest, Sha256};

use super::permission::{self, PERMISSIONS, SETS};
use super::recent::Recent;
use crate::id;
use crate::limits::{KEY_CACHE, KEY_CACHE_MAX};
use crate::store::{KeyRow, NewKey, Store, StoreError};
use crate::text::{UNSEEN_NAME, is_name};

/// What a key is to be.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What it is called.
    pub name: String,
    /// The one shop that it reaches, or all.
    pub shop_uid: Option<Uid>,
    /// A set of permissions.
    pub set: Option<String>,
    /// Permissions besides.
    pub permissions: Vec<String>,
}

impl Wanted {
    /// What it may do, each once.
    ///
    /// # Errors
    /// The field that is not what it must be, and why.
    pub fn permissions(&self) -> Result<Vec<String>, (String, String)> {
        let wrong = |field: &str, why: String| Err((field.to_owned(), why));
        if self.name.chars().count() > NAME_CHARS_MAX {
            return wrong("name", format!("at most {NAME_CHARS_MAX} characters"));
        }
        if !is_name(&self.name) {
            return wrong("name", UNSEEN_NAME.to_owned());
        }
        let mut all: Vec<String> = Vec::new();
        if let Some(name) = &self.set {
            let Some(set) = permission::set(name) else {
                let known: Vec<&str> = SETS.iter().map(|set| set.name).collect();
                let why = format!("unknown set `{}`; there are {}", Quoted(name), known.join(", "));
                return wrong("permission_set", why);
            };
            if set.of_one_shop && self.shop_uid.is_none() {
                return wrong("shop_uid", format!("a key with the set `{name}` is of one shop: say which"));
            }
            all.extend(set.permissions.iter().map(|permission| (*permission).to_owned()));
        }
        for (index, permission) in self.permissions.iter().enumerate() {
            if !PERMISSIONS.contains(&permission.as_str()) {
                let why = format!(
                    "unknown permission `{}`; there are {}",
                    Quoted(permission),
                    PERMISSIONS.join(", ")
                );
                return wrong(&format!("permissions[{index}]"), why);
            }
            if !all.contains(permission) {
                all.push(permission.clone());
            }
        }
        match all.is_empty() {
            true => wrong("permissions", "a key needs permissions, or a set of them".to_owned()),
            false => Ok(all),
        }
    }
}

/// A new key, and its secret, which is in nobody's mind from now on but the caller's.
///
/// # Errors
/// A permission that there is not.
pub fn new_key(
    organisation: &Uid,
    shop: Option<Uid>,
    name: &str,
    permissions: &[String],
    now: Instant,
) -> Result<(String, NewKey), String> {
    if let Some(unknown) = permissions.iter().find(|permission| !PERMISSIONS.contains(&permission.as_str())) {
        return Err(format!("unknown permission `{unknown}`; there are {}", PERMISSIONS.join(", ")));
    }
    let secret = id::secret("fdk_");
    let row = KeyRow {
        uid: id::uid("key", now),
        organisation_uid: organisation.clone(),
        shop_uid: shop,
        name: name.to_owned(),
        permissions: permissions.to_vec(),
        created_at: now,
        revoked_at: None,
    };
    let key = NewKey { row, hash: hash(&secret) };
    Ok((secret, key))
}

/// What is kept of a secret. Looking a key up by its hash takes the same time whatever the caller guessed.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Keys that were verified a moment ago: a database is not asked twenty thousand times a second who somebody
/// is.
pub struct KeyCache {
    verified: Recent<[u8; 32], KeyRow>,
}

impl Default for KeyCache {
    fn default() -> Self {
        Self { verified: Recent::new(KEY_CACHE, KEY_CACHE_MAX) }
    }
}

impl KeyCache {
    /// Believes nothing any more without asking: a key was revoked.
    pub fn forget(&self) {
        self.verified.clear();
    }

    /// The key of a secret, if there is one and it is not revoked.
    ///
    /// # Errors
    /// If the database can't be asked.
    pub async fn verify(&self, secret: &str, store: &dyn Store) -> Result<Option<KeyRow>, StoreError> {
        self.verify_hash(hash(secret), store).await
    }

    /// The same for the hash of a secret that was shown before.
    ///
    /// # Errors
    /// If the database can't be asked.
    pub async fn verify_hash(&self, hash: [u8; 32], store: &dyn Store) -> Result<Option<KeyRow>, StoreError> {
        if let Some(key) = self.verified.get(&hash) {
            return Ok(Some(key));
        }
        let key = store.key_by_hash(&hash).await?.filter(|key| key.revoked_at.is_none());
        match &key {
            Some(key) => self.verified.put(hash, key.clone()),
            None => self.verified.remove(&hash),
        }
        Ok(key)
    }
}

/// Under which id a secret that callers show is kept: its hash.
pub fn secret_uid(secret: &str) -> Uid {
    hash(secret).iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}
