//! API keys: made once, shown once, kept as a hash.

use frontdesk::{Instant, Uid};
use sha2::{Digest, Sha256};

use super::permission::PERMISSIONS;
use super::recent::Recent;
use crate::id;
use crate::limits::{KEY_CACHE, KEY_CACHE_MAX};
use crate::store::{KeyRow, NewKey, Store, StoreError};

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
