//! What a text and a shard are known by: SHA-256 (FIPS 180-4), in hexadecimal.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The SHA-256 of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(String);

impl Hash {
    /// Returns the hash of some bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash::from_digest(&Sha256::digest(bytes))
    }

    /// Returns its 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn from_digest(digest: &[u8]) -> Hash {
        Hash(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a shard is known by: the hash of all that decides its result.
pub type Key = Hash;

/// Puts a key together from named parts, so that no two different lists of parts are the same bytes.
pub(super) struct Keyed(Sha256);

impl Keyed {
    /// Begins a key of one kind.
    pub(super) fn new(kind: &str) -> Keyed {
        Keyed(Sha256::new()).text(kind)
    }

    /// Adds a text, its length first.
    pub(super) fn text(mut self, text: &str) -> Keyed {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
        self
    }

    /// Adds a number.
    pub(super) fn number(mut self, number: u64) -> Keyed {
        self.0.update(number.to_le_bytes());
        self
    }

    /// Returns the key.
    pub(super) fn finish(self) -> Key {
        Hash::from_digest(&self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_one_that_every_other_tool_works_out() {
        // FIPS 180-4's own example; `printf abc | sha256sum`.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Hash::of(b"abc").as_str(), abc);
    }

    #[test]
    fn parts_that_would_read_the_same_side_by_side_are_told_apart() {
        let key = |parts: &[&str]| parts.iter().fold(Keyed::new("k"), |key, part| key.text(part)).finish();
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_ne!(key(&["abc"]), key(&["abc", ""]));
        assert_eq!(key(&["a", "bc"]), key(&["a", "bc"]));
    }
}
