//! `convene export`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::interrupt::Interrupt;
use super::register_folder::write_register;
use super::store::{Place, Who};
use super::{Answer, print_notes, print_text};
use crate::desk;
use crate::files::{Contents, OutputFolder};
use crate::store::Store;

/// Write everything that a store holds as a register
#[derive(Debug, Args)]
#[command(
    after_help = "That it was exported, and by whom, is noted in the store. Temporary holds and cancelled bookings have no place in a register.\n\n\
    Example:\n  convene export --db lancashire.db --out register"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// The folder to write
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Replace a folder that exists
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    who: Who,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    OutputFolder::check(&arguments.out, Contents::Register, arguments.force)?;
    let interrupt = Interrupt::listen()?;
    let store = Store::open(&arguments.place.location()?)?;
    let loaded = desk::load(&store)?;
    // Noted before it is written: what leaves the store is on record even if writing it fails.
    store.note_seen(&arguments.who.by(), &["export"])?;
    write_register(&loaded.register, &arguments.out, arguments.force, &interrupt)?;
    let out = arguments.out.display().to_string();
    if arguments.json {
        print_text(&format!("{:#}\n", json!({ "out": out, "notes": loaded.notes })))?;
    } else {
        print_notes(&loaded.notes);
        print_text(&format!("{out}\n"))?;
    }
    Ok(Answer::Yes)
}
