//! The key of an encrypted store's file (SQLCipher).
//!
//! It is 32 random bytes, given to SQLCipher as they are: a password would have to be stretched anew for each connection, and people
//! choose guessable ones. It is never shown, and stands in no statement that an error could show.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes of a key (AES-256).
const BYTES: usize = 32;
/// What a file of SQLite's begins with. An encrypted one begins with random bytes.
pub(super) const SQLITE: &[u8; 16] = b"SQLite format 3\0";

/// The secret that opens an encrypted store.
#[derive(Clone, PartialEq, Eq)]
pub struct FileKey([u8; BYTES]);

/// Why bytes are no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the key has {0} bytes; wanted 32 made at random, or 64 hexadecimal digits\nmake one with  head -c 32 /dev/urandom > FILE"
)]
pub struct FileKeyError(usize);

impl FileKey {
    /// Returns the key that the bytes of a file are: 32 as they are, or 64 hexadecimal digits, after which blanks and ends of line do
    /// not count.
    ///
    /// # Errors
    /// Where they are neither.
    pub fn new(bytes: &[u8]) -> Result<FileKey, FileKeyError> {
        if let Ok(key) = bytes.try_into() {
            return Ok(FileKey(key));
        }
        let digits = bytes.trim_ascii_end();
        let pair = |at: usize| {
            let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
            u8::try_from(digit(2 * at)? * 16 + digit(2 * at + 1)?).ok()
        };
        let key: Option<Vec<u8>> = (0..BYTES).map(pair).collect();
        match key.map(TryInto::try_into) {
            Some(Ok(key)) if digits.len() == 2 * BYTES => Ok(FileKey(key)),
            _ => Err(FileKeyError(bytes.len())),
        }
    }

    /// Returns the key as SQLCipher takes one that needs no stretching.
    #[cfg(feature = "encryption")]
    pub(super) fn as_pragma(&self) -> String {
        let digits: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("x'{digits}'")
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(…)")
    }
}

/// A file of SQLite's, and the key that it is encrypted with where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its key; `None` = it is not encrypted.
    pub key: Option<FileKey>,
}

impl StoreFile {
    /// Whether there is a file at `path` that is not encrypted.
    pub fn is_plain(path: &Path) -> bool {
        let mut head = [0; SQLITE.len()];
        File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == *SQLITE
    }

    /// Returns a file at another place with the same key.
    pub(super) fn at(&self, path: &Path) -> StoreFile {
        StoreFile { path: path.to_owned(), key: self.key.clone() }
    }
}

impl From<&Path> for StoreFile {
    fn from(path: &Path) -> StoreFile {
        StoreFile { path: path.to_owned(), key: None }
    }
}

impl From<&PathBuf> for StoreFile {
    fn from(path: &PathBuf) -> StoreFile {
        StoreFile::from(path.as_path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_32_bytes_or_64_digits_and_nothing_else() {
        let bytes: Vec<u8> = (0..32).collect();
        let digits: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        let key = FileKey::new(&bytes).expect("32 bytes");
        for same in [digits.clone(), digits.to_lowercase(), format!("{digits}\n"), format!("{digits} \r\n")] {
            assert_eq!(FileKey::new(same.as_bytes()), Ok(key.clone()), "{same:?}");
        }
        // Bytes that look like a line's end are bytes.
        assert!(FileKey::new(&[b'\n'; 32]).is_ok());
        for (wrong, n) in [
            (String::new(), 0),
            ("secret\n".to_owned(), 7),
            (digits[..62].to_owned(), 62),
            (format!("{digits}0"), 65),
        ] {
            assert_eq!(FileKey::new(wrong.as_bytes()), Err(FileKeyError(n)), "{wrong:?}");
        }
        assert!(FileKey::new("g".repeat(64).as_bytes()).is_err());
    }

    #[test]
    fn a_key_is_not_shown() {
        let key = FileKey::new(&[7; 32]).expect("32 bytes");
        let file = StoreFile { path: "desk.db".into(), key: Some(key) };
        assert!(!format!("{file:?}").contains('7'), "{file:?}");
    }
}
