//! The command line. Commands are thin: they read, call the core, write and print.
//!
//! Exit codes: 0 done; 1 the answer is "no" (bookings break a rule, a meeting has no place, a repair leaves one out);
//! 2 the input is wrong; 130 a second Ctrl-C ended the program.

mod audit;
mod backup;
mod bound;
mod census;
mod check;
mod convert;
mod demo;
mod explain;
mod export;
mod follow;
mod import;
mod import_text;
mod init;
mod interrupt;
mod lists;
mod outbox;
mod plan;
mod post;
mod recorded;
mod register_folder;
mod repair;
mod repair_json;
mod repair_text;
mod replay;
mod report;
mod report_folder;
mod search;
mod serve;
mod simulate;
mod simulate_text;
mod size;
mod source;
mod store;
mod suggest;
mod summary;
mod sweep;
mod synth;
mod validate;
mod venues;

use std::io;
use std::process::ExitCode;

use anyhow::Result;
use chrono::NaiveDate;
use clap::{Parser, Subcommand};

use crate::calendar::parse_date;
use crate::files::Faults;

/// Books the meetings of a council's safeguarding service: date, chair, room and minute taker together.
#[derive(Debug, Parser)]
#[command(name = "convene", version, about, propagate_version = true, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Bound(bound::Arguments),
    Plan(plan::Arguments),
    Suggest(suggest::Arguments),
    Repair(repair::Arguments),
    Explain(explain::Arguments),
    Venues(venues::Arguments),
    Follow(follow::Arguments),
    Lists(lists::Arguments),
    Replay(replay::Arguments),
    Simulate(simulate::Arguments),
    Sweep(sweep::Arguments),
    Size(size::Arguments),
    Validate(validate::Arguments),
    Report(report::Arguments),
    Census(census::Arguments),
    Synth(synth::Arguments),
    Convert(convert::Arguments),
    Import(import::Arguments),
    Init(init::Arguments),
    Export(export::Arguments),
    Backup(backup::BackupArguments),
    Restore(backup::RestoreArguments),
    Audit(audit::Arguments),
    Serve(serve::Arguments),
    Outbox(outbox::Arguments),
    Account(serve::AccountArguments),
    Demo(demo::Arguments),
}

/// What a command answers.
enum Answer {
    /// Done, or yes.
    Yes,
    /// No.
    No,
}

/// Runs the command line of this process and returns its exit code.
pub(super) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.command.json();
    let result = match arguments.command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Bound(arguments) => bound::run(&arguments),
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Suggest(arguments) => suggest::run(&arguments),
        Command::Repair(arguments) => repair::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Venues(arguments) => venues::run(&arguments),
        Command::Follow(arguments) => follow::run(&arguments),
        Command::Lists(arguments) => lists::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Sweep(arguments) => sweep::run(&arguments),
        Command::Size(arguments) => size::run(&arguments),
        Command::Validate(arguments) => validate::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Census(arguments) => census::run(&arguments),
        Command::Synth(arguments) => synth::run(&arguments),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Backup(arguments) => backup::backup(&arguments),
        Command::Restore(arguments) => backup::restore(&arguments),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Outbox(arguments) => outbox::run(&arguments),
        Command::Account(arguments) => serve::account(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
    };
    match result {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        // Somebody closed the pipe, as `| head` does: nothing is wrong.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error, json);
            ExitCode::from(2)
        }
    }
}

impl Command {
    fn json(&self) -> bool {
        match self {
            Command::Check(arguments) => arguments.source.json,
            Command::Bound(arguments) => arguments.source.json,
            Command::Plan(arguments) => arguments.search.json,
            Command::Suggest(arguments) => arguments.source.json,
            Command::Repair(arguments) => arguments.source.json,
            Command::Explain(arguments) => arguments.source.json,
            Command::Venues(arguments) => arguments.source.json,
            Command::Follow(arguments) => arguments.recorded.json,
            Command::Lists(arguments) => arguments.recorded.json,
            Command::Replay(arguments) => arguments.json,
            Command::Simulate(arguments) => arguments.json,
            Command::Sweep(arguments) => arguments.json(),
            Command::Size(arguments) => arguments.json,
            Command::Validate(arguments) => arguments.json,
            Command::Report(arguments) => arguments.recorded.json,
            Command::Census(arguments) => arguments.recorded.json,
            Command::Synth(arguments) => arguments.json,
            Command::Convert(arguments) => arguments.json,
            Command::Import(arguments) => arguments.json,
            Command::Init(arguments) => arguments.json,
            Command::Export(arguments) => arguments.json,
            Command::Backup(arguments) => arguments.json,
            Command::Restore(arguments) => arguments.json,
            Command::Audit(arguments) => arguments.json(),
            Command::Serve(_) | Command::Account(_) => false,
            Command::Outbox(arguments) => arguments.json(),
            Command::Demo(arguments) => arguments.search.json,
        }
    }
}

/// Tells what is wrong with the input: faults on standard error, or as JSON on standard output.
fn complain(error: &anyhow::Error, json: bool) {
    let faults = error.downcast_ref::<Faults>().map(|faults| faults.0.as_slice()).unwrap_or_default();
    if json {
        let message =
            if faults.is_empty() { format!("{error}") } else { summary::count(faults.len(), "fault") };
        let text = serde_json::json!({ "error": message, "faults": faults });
        let _ = print_text(&format!("{text:#}\n"));
    } else if faults.is_empty() {
        print_error(&format!("error: {error}\n"));
    } else {
        let wrong = if faults.len() == 1 { "is" } else { "are" };
        print_error(&format!(
            "{error}

{} {wrong} to be mended; nothing was written.
",
            summary::count(faults.len(), "fault")
        ));
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// Writes text to standard error. Where nobody can read it, nothing is lost.
fn print_error(text: &str) {
    use io::Write;
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Tells what a reader noticed that is no fault.
fn print_notes(notes: &[String]) {
    for note in notes {
        print_error(&format!("note: {note}\n"));
    }
}

/// Writes text to standard output.
fn print_text(text: &str) -> Result<()> {
    use io::Write;
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

fn date_argument(text: &str) -> Result<NaiveDate, String> {
    parse_date(text).ok_or_else(|| "wanted a date such as 2012-04-02".to_owned())
}
