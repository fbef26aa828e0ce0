//! Encryption of stored answers that have a secret in them: they are kept for repetitions of a request, and
//! only who shows the same credential again can read them. Of most of these secrets the database has but a
//! hash.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};

use crate::id;

/// What sealed answers begin with; no JSON does.
const PREFIX: &str = "sealed:";

/// What seals and opens the answers to one credential's `Idempotency-Key`.
#[derive(Debug, Clone)]
pub struct Seal {
    key: LessSafeKey,
}

impl Seal {
    /// A credential has so many random bits (an API key, a signed token) that nobody tries them all.
    pub fn new(credential: &str, idempotency_key: &str) -> Self {
        let secret = Salt::new(HKDF_SHA256, b"frontdesk answer").extract(credential.as_bytes());
        let info = [idempotency_key.as_bytes()];
        let key = secret.expand(&info, &CHACHA20_POLY1305).expect("a key is no longer than HKDF can make");
        Self { key: LessSafeKey::new(UnboundKey::from(key)) }
    }

    /// The text as it is kept.
    pub fn seal(&self, text: &str) -> String {
        let nonce: [u8; NONCE_LEN] = id::bytes();
        let mut bytes = text.as_bytes().to_vec();
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut bytes)
            .expect("an answer is short enough");
        format!("{PREFIX}{}", STANDARD.encode([&nonce[..], &bytes].concat()))
    }

    /// What was sealed; `None` if it was for another credential.
    pub fn open(&self, sealed: &str) -> Option<String> {
        let mut bytes = STANDARD.decode(sealed.strip_prefix(PREFIX)?).ok()?;
        let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let text = self.key.open_in_place(nonce, Aad::empty(), sealed).ok()?;
        String::from_utf8(text.to_vec()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_credential_opens_what_was_sealed() {
        let seal = Seal::new("fdk_one", "key");
        let sealed = seal.seal("{\"secret\":\"s\"}");
        assert!(!sealed.contains("secret") && sealed != seal.seal("{\"secret\":\"s\"}"));
        assert_eq!(Seal::new("fdk_one", "key").open(&sealed).as_deref(), Some("{\"secret\":\"s\"}"));
        for other in [Seal::new("fdk_two", "key"), Seal::new("fdk_one", "other")] {
            assert_eq!(other.open(&sealed), None);
        }
        for broken in ["", "{}", PREFIX, "sealed:AAAA", "sealed:?", &sealed[..sealed.len() - 8]] {
            assert_eq!(seal.open(broken), None, "{broken}");
        }
    }
}
