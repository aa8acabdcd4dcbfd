//! `convene backup` and `convene restore`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::store::{Place, Who, head_json, head_words, read_key};
use super::{Answer, print_text};
use crate::store::{Copied, Store, StoreFile};

/// Copy a store to a file while it is in use; the copy is read back and verified
#[derive(Debug, Args)]
#[command(
    after_help = "The copy of an encrypted store is encrypted with the same key, unless it is given another.\n\n\
    Examples:\n  convene backup --db lancashire.db --to lancashire-2012-04-02.db\n  \
    convene backup --db plain.db --to encrypted.db --to-key-file convene.key"
)]
pub(super) struct BackupArguments {
    #[command(flatten)]
    place: Place,
    /// The file to write; one that is there is left as it is
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// The file with the key that the copy is encrypted with; without it that of the store, if it has one
    #[arg(long, value_name = "FILE", conflicts_with = "to_plain")]
    to_key_file: Option<PathBuf>,
    /// Write the copy of an encrypted store unencrypted
    #[arg(long)]
    to_plain: bool,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Make a store from a copy, verified before and after
#[derive(Debug, Args)]
#[command(after_help = "A copy of a file can become a PostgreSQL store, and the other way round.\n\n\
    Example:\n  convene restore --from lancashire-2012-04-02.db --db lancashire-again.db")]
pub(super) struct RestoreArguments {
    /// A copy that `convene backup` wrote
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The file with the key that the copy is encrypted with; without it that of the new store, if the copy is encrypted at all
    #[arg(long, value_name = "FILE")]
    from_key_file: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    who: Who,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn backup(arguments: &BackupArguments) -> Result<Answer> {
    let key = match &arguments.to_key_file {
        Some(path) => Some(read_key(path)?),
        None if arguments.to_plain => None,
        None => arguments.place.key()?,
    };
    let store = Store::open(&arguments.place.location()?)?;
    let copied = store.backup(StoreFile { path: arguments.to.clone(), key })?;
    answer(&arguments.to.display().to_string(), &copied, arguments.json)
}

pub(super) fn restore(arguments: &RestoreArguments) -> Result<Answer> {
    let location = arguments.place.location()?;
    let key = match &arguments.from_key_file {
        Some(path) => Some(read_key(path)?),
        None => arguments.place.key()?.filter(|_| !StoreFile::is_plain(&arguments.from)),
    };
    let from = StoreFile { path: arguments.from.clone(), key };
    let (_, copied) = Store::restore(from, &location, &arguments.who.by())?;
    answer(&location.to_string(), &copied, arguments.json)
}

/// Says what was copied, and the head of the chain, which is worth keeping elsewhere.
fn answer(place: &str, copied: &Copied, json: bool) -> Result<Answer> {
    let Copied { head, n_rows } = copied;
    if json {
        let rows: serde_json::Map<String, serde_json::Value> =
            n_rows.iter().map(|&(table, n)| (table.to_owned(), n.into())).collect();
        print_text(&format!("{:#}\n", json!({ "store": place, "head": head_json(head), "rows": rows })))?;
    } else {
        let rows: Vec<String> = n_rows.iter().map(|(table, n)| format!("{n} in {table}")).collect();
        print_text(&format!("{place}: {}; last event {}\n", rows.join(", "), head_words(head)))?;
    }
    Ok(Answer::Yes)
}
