//! What every command that looks at a store is told, and how it is reached.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, anyhow, bail};
use chrono::{DateTime, Utc};
use clap::Args;

use crate::store::{By, FileKey, Head, Location};

/// Where the store is.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// The file of the store [default: convene.db]
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
    /// The file with the key of the store's file, where that is encrypted: 32 random bytes, or 64 hexadecimal digits
    #[arg(long, value_name = "FILE", env = "CONVENE_DB_KEY_FILE")]
    db_key_file: Option<PathBuf>,
    /// The PostgreSQL database of a shared service, instead of a file
    #[arg(long, value_name = "URL", conflicts_with = "db", env = "CONVENE_POSTGRES", hide_env_values = true)]
    postgres: Option<String>,
    /// The authority's own schema in it
    #[arg(long, value_name = "NAME", default_value = "convene", requires = "postgres")]
    schema: String,
}

impl Place {
    /// Whether a store is named.
    pub(super) fn is_given(&self) -> bool {
        self.db.is_some() || self.postgres.is_some()
    }

    /// Returns where the store is.
    ///
    /// # Errors
    /// Where its key cannot be read, or is given for a database that has none.
    pub(super) fn location(&self) -> Result<Location> {
        let file = self.db.as_deref().unwrap_or(Path::new("convene.db"));
        match (&self.postgres, self.key()?) {
            (Some(url), None) => Ok(Location::Postgres { url: url.clone(), schema: self.schema.clone() }),
            (Some(_), Some(_)) => bail!(
                "a key is given for a PostgreSQL database, which Convene does not encrypt\n\
                 leave out --db-key-file (and CONVENE_DB_KEY_FILE), and keep the server's disk encrypted"
            ),
            (None, Some(key)) => Ok(Location::encrypted(file, key)),
            (None, None) => Ok(Location::file(file)),
        }
    }

    /// Returns the key of the store's file, where it has one.
    pub(super) fn key(&self) -> Result<Option<FileKey>> {
        self.db_key_file.as_deref().map(read_key).transpose()
    }
}

/// Reads the key of a store's file.
pub(super) fn read_key(path: &Path) -> Result<FileKey> {
    let bytes = std::fs::read(path).with_context(|| format!("failed to read {}", path.display()))?;
    FileKey::new(&bytes).map_err(|error| anyhow!("failed to use {}: {error}", path.display()))
}

/// Who does it, for the record.
#[derive(Debug, Args)]
pub(super) struct Who {
    /// Your reference, for the record of who did what
    #[arg(long, value_name = "REFERENCE", default_value = "administrator")]
    who: String,
    /// Why, for the record
    #[arg(long, value_name = "TEXT", default_value = "")]
    why: String,
}

impl Who {
    pub(super) fn by(&self) -> By<'_> {
        By { who: &self.who, at: now(), why: &self.why }
    }
}

/// Returns the time: the core is told it.
pub(super) fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

/// Returns the last event as `convene audit verify --known` takes it.
pub(super) fn head_words(head: &Head) -> String {
    format!("{}:{}", head.number, head.hash)
}

/// Returns the last event for machines.
pub(super) fn head_json(head: &Head) -> serde_json::Value {
    serde_json::json!({ "number": head.number, "hash": head.hash })
}
