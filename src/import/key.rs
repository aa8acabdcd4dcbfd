//! Pseudonyms: references that only the holder of an authority's key can tell the people behind.
//!
//! A case system's number for a child is short enough to be tried through, so a plain hash of it would hide nothing. A
//! keyed hash (HMAC with SHA-256, RFC 2104) hides it from everybody who has not the key, and gives the same child the
//! same reference in every file and at every import.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::register::Reference;

/// Fewest bytes of a key: fewer could be tried through.
const LEAST_BYTES: usize = 16;

/// Letters of a pseudonym: 10 of 32 are 50 bits, so that of 100,000 children two have the same with a chance of 1 in
/// 200,000.
const LETTERS: usize = 10;

/// The alphabet of RFC 4648's base 32: no 0, 1 or 8, which people take for letters.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// An authority's secret, by which references are made of a case system's numbers. It is never shown.
#[derive(Clone)]
pub struct Key(Vec<u8>);

/// Why bytes are no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key has {0} bytes; wanted at least 16, made at random")]
pub struct KeyError(usize);

/// What a pseudonym is made of: two things with the same number in a case system are not the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Domain {
    Child,
    Worker,
    Meeting,
}

impl Key {
    /// Returns the key that `bytes` are. Blanks and ends of line at its end do not count, because editors add them.
    ///
    /// # Errors
    /// Where there are too few.
    pub fn new(bytes: &[u8]) -> Result<Key, KeyError> {
        let bytes = bytes.trim_ascii_end();
        if bytes.len() < LEAST_BYTES { Err(KeyError(bytes.len())) } else { Ok(Key(bytes.to_vec())) }
    }

    /// Returns the reference of the child that a case system has under `id`, such as `C-K7Q2WXNPLD`. Blanks around the
    /// number do not count.
    pub fn child(&self, id: &str) -> Reference {
        self.reference(Domain::Child, id.trim())
    }

    /// Returns the reference of a thing of `domain`.
    pub(super) fn reference(&self, domain: Domain, id: &str) -> Reference {
        let (letter, name) = match domain {
            Domain::Child => ('C', "child"),
            Domain::Worker => ('W', "worker"),
            Domain::Meeting => ('M', "meeting"),
        };
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key may have any length");
        mac.update(name.as_bytes());
        mac.update(&[0]);
        mac.update(id.as_bytes());
        let bytes = mac.finalize().into_bytes();
        Reference::new(&format!("{letter}-{}", base32(&bytes))).expect("a letter, a dash and base 32 are one")
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Whether a reference is one that an import gave to a worker.
pub(super) fn is_worker(reference: &Reference) -> bool {
    let letters = reference.as_str().strip_prefix("W-");
    letters.is_some_and(|letters| letters.len() == LETTERS && letters.bytes().all(|b| ALPHABET.contains(&b)))
}

/// Returns the first 50 bits of a hash in base 32, five a letter.
fn base32(bytes: &[u8]) -> String {
    let first = bytes.first_chunk().expect("a hash has eight bytes and more");
    let bits = u64::from_be_bytes(*first);
    let letter = |at: usize| char::from(ALPHABET[(bits >> (64 - 5 * (at + 1)) & 31) as usize]);
    (0..LETTERS).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_32_is_that_of_rfc_4648() {
        assert_eq!(base32(b"foobarbaz"), "MZXW6YTBOJ");
    }

    #[test]
    fn a_child_has_one_reference_a_key() {
        let key = Key::new(b"sixteen bytes ok").expect("a key");
        let other = Key::new(b"sixteen bytes no").expect("a key");
        assert_eq!(key.child("12345"), key.child(" 12345 "));
        assert_ne!(key.child("12345"), key.child("12346"));
        assert_ne!(key.child("12345"), other.child("12345"));
        assert_ne!(key.child("1").as_str()[2..], key.reference(Domain::Worker, "1").as_str()[2..]);
        assert!(is_worker(&key.reference(Domain::Worker, "1")) && !is_worker(&key.child("1")));
        assert_eq!(key.child("12345").as_str().len(), 12);
    }

    #[test]
    fn a_key_that_could_be_tried_through_is_none_and_no_key_is_shown() {
        assert_eq!(Key::new(b"short\n").err(), Some(KeyError(5)));
        let key = Key::new(b"sixteen bytes ok\n").expect("a key");
        assert_eq!(key.child("1"), Key::new(b"sixteen bytes ok").expect("a key").child("1"));
        assert_eq!(format!("{key:?}"), "Key(…)");
    }
}
