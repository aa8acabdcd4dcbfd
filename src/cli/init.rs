//! `convene init`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::store::{Place, Who, head_json};
use super::summary::count;
use super::{Answer, print_notes, print_text};
use crate::{desk, files};

/// Make a store that never double-books from a register and its bookings
#[derive(Debug, Args)]
#[command(
    after_help = "A store is one file, or a schema of a PostgreSQL database; something that is there already is left as it is.\n\n\
    Examples:\n  convene init --from scenarios/lancashire-2012 --db lancashire.db\n  \
    convene init --from scenarios/lancashire-2012 --postgres postgresql:///service --schema lancashire"
)]
pub(super) struct Arguments {
    /// A folder of CSV files with authority.toml, or one .xlsx workbook
    #[arg(long, value_name = "REGISTER")]
    from: PathBuf,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    who: Who,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let loaded = files::read_register(&arguments.from, None)?;
    let location = arguments.place.location()?;
    let store = desk::create(&location, &arguments.who.by(), &loaded.register)?;
    let (meetings, bookings) = (loaded.register.meetings.len(), loaded.register.bookings.len());
    let head = store.head()?;
    if arguments.json {
        let answer = json!({
            "store": location.to_string(), "meetings": meetings, "bookings": bookings,
            "head": head_json(&head), "notes": loaded.notes,
        });
        print_text(&format!("{answer:#}\n"))?;
    } else {
        print_notes(&loaded.notes);
        print_text(&format!("{location}: {}, {}\n", count(meetings, "meeting"), count(bookings, "booking")))?;
    }
    Ok(Answer::Yes)
}
