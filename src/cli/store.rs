//! What every command that looks at a store is told, and how it is reached.

use std::path::PathBuf;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use clap::Args;

use crate::store::{By, Head, Location};

/// Where the store is.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// The file of the store
    #[arg(long, value_name = "FILE", default_value = "convene.db")]
    db: PathBuf,
    /// The PostgreSQL database of a shared service, instead of a file
    #[arg(long, value_name = "URL", conflicts_with = "db", env = "CONVENE_POSTGRES", hide_env_values = true)]
    postgres: Option<String>,
    /// The authority's own schema in it
    #[arg(long, value_name = "NAME", default_value = "convene", requires = "postgres")]
    schema: String,
}

impl Place {
    pub(super) fn location(&self) -> Location {
        match &self.postgres {
            Some(url) => Location::Postgres { url: url.clone(), schema: self.schema.clone() },
            None => Location::file(&self.db),
        }
    }
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
