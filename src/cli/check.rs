//! `convene check`.

use std::path::PathBuf;

use anyhow::Result;
use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

use super::summary::{count, score_lines};
use super::{Answer, date_argument, print_notes, print_text};
use crate::check::{Verdict, check};
use crate::files;
use crate::register::{MeetingIdx, Register};

/// Say every fault of a register, or every hard rule (H01 to H13) that its bookings break, and their score
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 lawful, 1 a rule is broken, 2 the register or the bookings have faults.\n\n\
    Example:\n  convene check scenarios/lancashire-2012 --bookings lancashire-2012-plan/bookings.csv"
)]
pub(super) struct Arguments {
    /// A folder of CSV files with authority.toml, or one .xlsx workbook
    register: PathBuf,
    /// Judge these bookings instead of those that stand in the register
    #[arg(long, value_name = "FILE")]
    bookings: Option<PathBuf>,
    /// Take this for today, instead of the authority's planning date
    #[arg(long, value_name = "DATE", value_parser = date_argument)]
    today: Option<NaiveDate>,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let loaded = files::read_register(&arguments.register, arguments.today)?;
    let bookings = match &arguments.bookings {
        Some(path) => files::read_bookings(path, &loaded.register)?,
        None => loaded.register.bookings.clone(),
    };
    let verdict = check(&loaded.register, &loaded.travel, &bookings);
    if arguments.json {
        print_text(&format!("{:#}\n", as_json(&loaded.register, &verdict, &loaded.notes)))?;
    } else {
        print_notes(&loaded.notes);
        print_text(&as_text(&loaded.register, &verdict))?;
    }
    Ok(if verdict.breaches.is_empty() { Answer::Yes } else { Answer::No })
}

fn as_json(register: &Register, verdict: &Verdict, notes: &[String]) -> Value {
    let reference = |meeting: &MeetingIdx| register.meeting(*meeting).reference.to_string();
    json!({
        "lawful": verdict.breaches.is_empty(),
        "breaches": verdict.breaches.iter().map(|breach| json!({
            "code": breach.code,
            "meetings": breach.meetings.iter().map(reference).collect::<Vec<_>>(),
            "message": breach.message,
        })).collect::<Vec<_>>(),
        "score": verdict.score,
        "unbooked": verdict.unbooked.iter().map(reference).collect::<Vec<_>>(),
        "late": verdict.late.iter().map(|(meeting, days)| json!({
            "meeting": reference(meeting),
            "working_days": days,
        })).collect::<Vec<_>>(),
        "notes": notes,
    })
}

fn as_text(register: &Register, verdict: &Verdict) -> String {
    let mut text = String::new();
    for breach in &verdict.breaches {
        text.push_str(&format!("{} {}\n", breach.code, breach.message));
    }
    text.push_str(&match verdict.breaches.len() {
        0 => "Lawful: no hard rule is broken.\n".to_owned(),
        n => format!("\nNot lawful: {}.\n", count(n, "breach")),
    });
    text.push_str(&score_lines(register, &verdict.score));
    text
}
