//! `convene follow`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::interrupt::Interrupt;
use super::recorded::Recorded;
use super::summary::count;
use super::{Answer, print_notes, print_text};
use crate::desk::keep_own_columns;
use crate::files::{Contents, OutputFolder, register_files};
use crate::follow::{Followed, Practice, follow};
use crate::lists::{LISTS, Row, View, rows};

/// Make the next meetings from what is recorded of those that were held, adjourned or cancelled
#[derive(Debug, Args)]
#[command(
    after_help = "What became of meetings stands in outcomes.csv, what was decided in decisions.csv; plans.csv, care.csv and \
    child_details.csv have the rest. Following the same record again makes nothing new. Nothing is booked: `convene plan` does that. Of a store (--db) it says what would \
    follow, and changes nothing there: at the desk it follows with each outcome.\n\n\
    Exit code: 0 every child with a plan, or looked after, has a next date; 1 some have none, or something is asked; 2 the input has \
    faults.\n\n\
    Example:\n  convene follow register --out register-next"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) recorded: Recorded,
    /// Working days after a birth within which a plan from before it is reviewed
    #[arg(long, value_name = "N", default_value_t = Practice::default().review_after_birth, value_parser = clap::value_parser!(u32).range(1..=250))]
    review_after_birth: u32,
    /// Write the register as it is then, whole, to this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Say what would follow, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Replace an output folder that exists
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let out = arguments.out.as_deref().filter(|_| !arguments.dry_run);
    if let Some(out) = out {
        OutputFolder::check(out, Contents::Register, arguments.force)?;
    }
    let interrupt = Interrupt::listen()?;
    let loaded = arguments.recorded.read("follow")?;
    let own = Practice::of(&loaded.register.authority);
    let practice = Practice { review_after_birth: arguments.review_after_birth, ..own };
    let followed = follow(&loaded.register, &practice);
    let view = View::new(&followed.register, practice);
    let without = rows(&view, &(LISTS[0].of)(&view));
    if let Some(out) = out {
        write(&followed, arguments.recorded.register(), out, arguments.force, &interrupt)?;
    }
    if arguments.recorded.json {
        print_text(&format!("{:#}\n", as_json(&followed, &without, out, &loaded.notes)))?;
    } else {
        print_notes(&loaded.notes);
        print_text(&as_text(&followed, &without, out))?;
    }
    Ok(if followed.asked.is_empty() && without.is_empty() { Answer::Yes } else { Answer::No })
}

/// Writes the register. Columns of its own stay where it was read from a folder.
fn write(
    followed: &Followed,
    source: Option<&Path>,
    out: &Path,
    force: bool,
    interrupt: &Interrupt,
) -> Result<()> {
    interrupt.while_writing(|writing| -> Result<()> {
        let mut folder = OutputFolder::create(out, Contents::Register, force)?;
        for (name, text) in register_files(&followed.register) {
            writing.go_on()?;
            // Bookings keep theirs by themselves.
            let has_own = name.ends_with(".csv") && name != "bookings.csv";
            let folder_read = source.filter(|source| has_own && source.is_dir());
            let old = folder_read.and_then(|source| fs::read_to_string(source.join(&name)).ok());
            let kept = old.map(|old| keep_own_columns(old.trim_start_matches('\u{feff}'), &text));
            folder.write(&name, kept.unwrap_or(text))?;
        }
        writing.go_on()?;
        Ok(folder.finish()?)
    })
}

fn as_text(followed: &Followed, without: &[Row], out: Option<&Path>) -> String {
    let register = &followed.register;
    let mut text = match followed.changes.len() {
        0 => "Nothing new follows from what is recorded.\n".to_owned(),
        n => format!(
            "{} from what is recorded:\n",
            if n == 1 { "1 change follows".to_owned() } else { format!("{n} changes follow") }
        ),
    };
    followed.changes.iter().for_each(|change| text.push_str(&format!("  {}\n", change.sentence(register))));
    if !followed.asked.is_empty() {
        text.push_str(&format!("\n{} to be answered:\n", count(followed.asked.len(), "question")));
        followed.asked.iter().for_each(|asked| text.push_str(&format!("  {}\n", asked.sentence(register))));
    }
    if !without.is_empty() {
        text.push_str(&format!("\n{} without a next date:\n", crate::words::children(without.len() as i64)));
        for row in without {
            text.push_str(&format!("  child {} of household {}: {}\n", row.child, row.household, row.note));
        }
    }
    match out {
        Some(out) => text.push_str(&format!("\n{}\n", out.display())),
        None => text.push_str("\nNothing was written; --out writes the register.\n"),
    }
    text
}

fn as_json(followed: &Followed, without: &[Row], out: Option<&Path>, notes: &[String]) -> serde_json::Value {
    let register = &followed.register;
    let changes = followed.changes.iter().map(|change| {
        let meeting = change.meeting().map(|meeting| register.meeting(meeting));
        let dates = meeting.and_then(|meeting| register.deadlines(meeting).ok());
        json!({
            "what": change.word(),
            "meeting": meeting.map(|meeting| &meeting.reference),
            "kind": meeting.map(|meeting| &register.kind(meeting).name),
            "from_date": meeting.and_then(|meeting| meeting.from_date),
            "statutory": dates.and_then(|dates| dates.statutory),
            "target": dates.map(|dates| dates.target),
            "earliest": dates.and_then(|dates| dates.earliest),
            "says": change.sentence(register),
        })
    });
    json!({
        "changes": changes.collect::<Vec<_>>(),
        "questions": followed.asked.iter().map(|asked| asked.sentence(register)).collect::<Vec<_>>(),
        "without_next_date": without,
        "out": out.map(|out| out.display().to_string()),
        "notes": notes,
    })
}
