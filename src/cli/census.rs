//! `convene census`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::interrupt::Interrupt;
use super::recorded::Recorded;
use super::report::year_argument;
use super::summary::count;
use super::{Answer, print_notes, print_text};
use crate::census::{Lea, Note, census};
use crate::files::write_whole;
use crate::indicators::Period;

/// Write the child protection part of the children in need census of a year, as XML
#[derive(Debug, Args)]
#[command(
    after_help = "Written are enquiries with their initial conferences, plans and reviews, by the schema of 2026, under the register's own \
    references: whoever sends the return puts the case system's numbers back. What a register does not have is given as not known: the sex as \
    U, the source of the referral as 10, an ethnicity that is not in child_details as NOBT. The referral is dated by the first day that the \
    register knows of. What could not be said is told.\n\n\
    Example:\n  convene census scenarios/lancashire-2011-12-year --year 2011-12 --lea 888 --out census.xml"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) recorded: Recorded,
    /// The year from April to March
    #[arg(long, value_name = "2011-12", value_parser = year_argument)]
    year: Period,
    /// The three digits by which the Department for Education knows the authority; without them the header does not say whose it is
    #[arg(long, value_name = "888", value_parser = lea_argument)]
    lea: Option<Lea>,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace a file that exists
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let interrupt = Interrupt::listen()?;
    let loaded = arguments.recorded.read("census")?;
    let census = census(&loaded.register, arguments.year)?;
    let text = census.xml(arguments.lea.as_ref());
    interrupt.while_writing(|writing| -> Result<()> {
        writing.go_on()?;
        Ok(write_whole(&arguments.out, text.as_bytes(), arguments.force)?)
    })?;
    let out = arguments.out.display().to_string();
    if arguments.recorded.json {
        let gap = |note: &Note| json!({ "gap": note.gap.word(), "words": note.gap.words(), "references": note.references });
        print_text(&format!(
            "{:#}\n",
            json!({
                "out": out,
                "year": arguments.year.words(),
                "children": census.children.len(),
                "enquiries": census.n_enquiries(),
                "plans": census.n_plans(),
                "reviews": census.n_reviews(),
                "gaps": census.notes.iter().map(gap).collect::<Vec<_>>(),
                "notes": loaded.notes,
            })
        ))?;
    } else {
        print_notes(&loaded.notes);
        print_notes(&census.notes.iter().map(Note::sentence).collect::<Vec<_>>());
        print_text(&format!(
            "{out}: {}, {}, {} and {} in {}\n",
            crate::words::children(census.children.len() as i64),
            enquiries(census.n_enquiries()),
            count(census.n_plans(), "plan"),
            count(census.n_reviews(), "review"),
            arguments.year.words()
        ))?;
    }
    Ok(Answer::Yes)
}

fn enquiries(n: usize) -> String {
    format!("{} {}", crate::words::thousands(n as i64), if n == 1 { "enquiry" } else { "enquiries" })
}

fn lea_argument(text: &str) -> Result<Lea, String> {
    Lea::parse(text).ok_or_else(|| "wanted three digits such as 888".to_owned())
}
