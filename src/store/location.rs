//! Where a store is.

use std::fmt;
use std::path::Path;

use super::{FileKey, StoreError, StoreFile};

/// Where a store is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file of SQLite's.
    Sqlite(StoreFile),
    /// A schema of a PostgreSQL database: one for each authority.
    Postgres {
        /// How the database is reached: `postgresql://…` or `host=… dbname=…`. It may hold a password and is never
        /// shown.
        url: String,
        /// The schema: 1 to 40 of `a-z 0-9 _`, beginning with a letter.
        schema: String,
    },
}

impl Location {
    /// Returns the location of the SQLite file at `path`.
    pub fn file(path: impl AsRef<Path>) -> Location {
        Location::Sqlite(StoreFile::from(path.as_ref()))
    }

    /// Returns the location of the SQLite file at `path` that is encrypted with `key`.
    pub fn encrypted(path: impl AsRef<Path>, key: FileKey) -> Location {
        Location::Sqlite(StoreFile { path: path.as_ref().to_owned(), key: Some(key) })
    }

    /// Returns the location of the schema `convene` in the database at `url`.
    pub fn server(url: &str) -> Location {
        Location::Postgres { url: url.to_owned(), schema: "convene".to_owned() }
    }

    /// Checks the name of a schema, which stands in statements as it is.
    pub(super) fn check_schema(schema: &str) -> Result<(), StoreError> {
        let is_sound = matches!(schema.len(), 1..=40)
            && schema.as_bytes()[0].is_ascii_lowercase()
            && schema.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if is_sound {
            return Ok(());
        }
        Err(StoreError::Invalid {
            what: format!("schema {schema:?}"),
            reason: "is not a name; wanted 1 to 40 of a-z, 0-9 and _, beginning with a letter".to_owned(),
        })
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Sqlite(file) => write!(f, "{}", file.path.display()),
            Location::Postgres { schema, .. } => write!(f, "the PostgreSQL schema {schema}"),
        }
    }
}
