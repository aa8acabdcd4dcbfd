//! `convene backup` and `convene restore`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::store::{Place, Who, head_json, head_words};
use super::{Answer, print_text};
use crate::store::{Copied, Store};

/// Copy a store to a file while it is in use; the copy is read back and verified
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  convene backup --db lancashire.db --to lancashire-2012-04-02.db")]
pub(super) struct BackupArguments {
    #[command(flatten)]
    place: Place,
    /// The file to write; one that is there is left as it is
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
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
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    who: Who,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn backup(arguments: &BackupArguments) -> Result<Answer> {
    let copied = Store::open(&arguments.place.location())?.backup(&arguments.to)?;
    answer(&arguments.to.display().to_string(), &copied, arguments.json)
}

pub(super) fn restore(arguments: &RestoreArguments) -> Result<Answer> {
    let location = arguments.place.location();
    let (_, copied) = Store::restore(&arguments.from, &location, &arguments.who.by())?;
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
