//! Ids and secrets: the only file that asks for randomness.

use frontdesk::{Instant, Uid};

/// Crockford's base 32 in small letters: no `i`, `l`, `o`, `u`, so that an id can be read aloud.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A new id such as `mtg-0hgk3v5x7e2m9q4r8t1w`: seven letters of time, so that those made together lie
/// together in an index, and 65 random bits.
pub fn uid(prefix: &str, now: Instant) -> Uid {
    let mut text = String::with_capacity(prefix.len() + 21);
    text.push_str(prefix);
    text.push('-');
    for place in (0..7).rev() {
        text.push(letter((now.0 >> (5 * place)) as u8));
    }
    random::<13>().iter().for_each(|byte| text.push(letter(*byte)));
    text.into()
}

/// A secret of 260 random bits, such as an API key.
pub fn secret(prefix: &str) -> String {
    let mut text = prefix.to_owned();
    random::<52>().iter().for_each(|byte| text.push(letter(*byte)));
    text
}

/// Random bytes, such as a signing secret.
pub fn bytes<const N: usize>() -> [u8; N] {
    random()
}

/// A random number below a bound, all about equally likely.
pub fn below(bound: u64) -> u64 {
    u64::from_le_bytes(random()) % bound.max(1)
}

/// So many random letters, such as a room's code.
pub fn letters(count: usize) -> String {
    let mut bytes = vec![0; count];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes.into_iter().map(letter).collect()
}

/// A random UUID (RFC 9562, version 4).
pub fn uuid() -> String {
    let mut bytes: [u8; 16] = random();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn letter(byte: u8) -> char {
    LETTERS[usize::from(byte & 31)].into()
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_second_in_which_they_were_made() {
        let ids: Vec<Uid> = [0, 31, 32, 1_795_000_000, 1_795_000_001, 7_258_118_399]
            .map(|now| uid("mtg", Instant(now)))
            .into();
        assert!(ids.is_sorted(), "{ids:?}");
        assert!(ids.iter().all(|id| id.len() == 24));
    }

    #[test]
    fn no_two_are_alike() {
        let ids: std::collections::BTreeSet<Uid> = (0..10_000).map(|_| uid("mtg", Instant(0))).collect();
        assert_eq!(ids.len(), 10_000);
        assert_ne!(secret("fdk_"), secret("fdk_"));
    }
}
