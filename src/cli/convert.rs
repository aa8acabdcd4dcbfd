//! `convene convert`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::{Answer, print_notes, print_text};
use crate::files;

/// Turn a folder of CSV files into one .xlsx workbook, or a workbook into a folder, without loss
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  convene convert scenarios/tiny tiny.xlsx\n  convene convert tiny.xlsx tiny-again"
)]
pub(super) struct Arguments {
    /// A folder of CSV files with authority.toml, or one .xlsx workbook
    input: PathBuf,
    /// The workbook or the folder to write
    output: PathBuf,
    /// Replace an output that exists
    #[arg(long)]
    force: bool,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let notes = files::convert(&arguments.input, &arguments.output, arguments.force)?;
    let out = arguments.output.display().to_string();
    if arguments.json {
        print_text(&format!("{:#}\n", json!({ "out": out, "notes": notes })))?;
    } else {
        print_notes(&notes);
        print_text(&format!("{out}\n"))?;
    }
    Ok(Answer::Yes)
}
