//! `convene replay`.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::interrupt::Interrupt;
use super::register_folder::write_register;
use super::report_folder::Report;
use super::{Answer, print_notes, print_text};
use crate::files::{Contents, OutputFolder, YearFile, read_year};
use crate::replay::{Config, FIGURES, PracticeName, ReplayOutcome, Spread, Unit, replay, replay_recorded};
use crate::report::staffing::{replay_files, replay_page, replay_workbook};

/// The file of every figure.
const TABLE: &str = "replay.csv";

/// Which practice a year is replayed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Practice {
    /// Today's: clerks ring round, request by request
    Manual,
    /// The planner's: everything that waits, every Monday
    Optimised,
    /// One and the other, on the same years
    Both,
}

/// Replay a year booking by booking, under today's practice or the planner's
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  convene replay scenarios/staffing/year-lancashire-2011-12.toml --practice both --replications 10 --out replay\n  \
    convene replay scenarios/staffing/year-lancashire-2011-12.toml --practice optimised --register replayed"
)]
pub(super) struct Arguments {
    /// The year: a TOML file that names a register and a staffing baseline
    year: PathBuf,
    /// How bookings are made
    #[arg(long, value_enum, default_value = "both")]
    practice: Practice,
    /// Decides every draw: both practices see the same years
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many years are drawn
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    replications: u64,
    /// The number of the first: any can be run alone
    #[arg(long, value_name = "N", default_value_t = 0)]
    first: u64,
    /// Threads; they change nothing but how long it takes [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    /// Write report.html, replay.xlsx and tables into this folder; replay.csv has every figure of every run, month by month
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write the register that the year ends with, and what was recorded of every meeting, into this folder: for `convene report`,
    /// `lists` and `census`. Wants one practice and one replication
    #[arg(long, value_name = "DIR")]
    register: Option<PathBuf>,
    /// Replace output folders that exist
    #[arg(long)]
    force: bool,
    /// Answer in JSON, with every run month by month
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    if let Some(out) = &arguments.out {
        OutputFolder::check(out, Contents::Forecast, arguments.force)?;
    }
    if let Some(out) = &arguments.register {
        if arguments.practice == Practice::Both || arguments.replications != 1 {
            bail!(
                "--register writes the record of one year under one practice: add --practice manual or --practice optimised, \
                 and leave --replications at 1 (--first chooses which year)"
            );
        }
        OutputFolder::check(out, Contents::Register, arguments.force)?;
    }
    let interrupt = Interrupt::listen()?;
    let YearFile { year, register, notes } = read_year(&arguments.year)?;
    print_notes(&notes);
    let threads = arguments
        .threads
        .map_or_else(|| std::thread::available_parallelism().map_or(1, |threads| threads.get()), usize::from);
    let practices = match arguments.practice {
        Practice::Manual => vec![PracticeName::Manual],
        Practice::Optimised => vec![PracticeName::Optimised],
        Practice::Both => PracticeName::ALL.to_vec(),
    };
    let config = Config {
        practices,
        seed: arguments.seed,
        first: arguments.first,
        replications: arguments.replications,
        threads,
    };
    let outcome = match (&arguments.register, config.practices.as_slice()) {
        (Some(out), &[practice]) => {
            let (outcome, recorded) = replay_recorded(&register, &year, practice, &config)?;
            write_register(&recorded, out, arguments.force, &interrupt)?;
            outcome
        }
        _ => replay(&register, &year, &config, &|_| {})?,
    };
    if let Some(out) = &arguments.out {
        let mut tables = replay_files(&outcome);
        tables.push((TABLE.to_owned(), table(&outcome)?));
        let report = Report {
            page: replay_page(&outcome),
            workbook: ("replay.xlsx", replay_workbook(&outcome)?),
            tables,
        };
        report.write(out, arguments.force, &interrupt)?;
    }
    print_text(&if arguments.json { as_json(&outcome)? } else { as_text(arguments, &config, &outcome) })?;
    Ok(Answer::Yes)
}

fn as_json(outcome: &ReplayOutcome) -> Result<String> {
    Ok(format!("{}\n", serde_json::to_string_pretty(outcome)?))
}

/// Returns every figure of every run by month, one a row; shares are in per cent.
fn table(outcome: &ReplayOutcome) -> Result<String> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["practice", "replication", "month", "figure", "unit", "value"])?;
    for run in &outcome.runs {
        for month in &run.months {
            for figure in FIGURES {
                let Some(value) = (figure.of)(month) else { continue };
                let scale = if figure.unit == Unit::Share { 100.0 } else { 1.0 };
                rows.write_record([
                    run.practice.word(),
                    &run.replication.to_string(),
                    &month.first.format("%Y-%m").to_string(),
                    figure.key,
                    figure.unit.words(),
                    &format!("{:.4}", value * scale),
                ])?;
            }
        }
    }
    Ok(String::from_utf8(rows.into_inner()?)?)
}

fn as_text(arguments: &Arguments, config: &Config, outcome: &ReplayOutcome) -> String {
    let n = config.replications;
    let mut text = format!(
        "{}, replayed {} from seed {}\n\n{:<62}",
        outcome.name,
        if n == 1 { "once".to_owned() } else { format!("{n} times") },
        outcome.seed,
        "The year"
    );
    for practice in &config.practices {
        text.push_str(&format!("{:>22}", practice.word()));
    }
    text.push('\n');
    for figure in FIGURES {
        text.push_str(&format!("{:<62}", figure.title));
        for &practice in &config.practices {
            let cell = outcome.spread(practice, figure, None).map(|spread| shown(&spread, figure.unit));
            text.push_str(&format!("{:>22}", cell.unwrap_or_else(|| "–".to_owned())));
        }
        text.push_str(&format!("  {}\n", figure.unit.words()));
    }
    if 1 < n {
        text.push_str("\nMeans of the replications, with half the width of their 95 % intervals.\n");
    }
    if let Some(register) = &arguments.register {
        text.push_str(&format!("\nRegister  {}\n", register.display()));
    }
    if let Some(out) = &arguments.out {
        text.push_str(&format!(
            "\nReport    {}\nWorkbook  {}\nTable     {}\n",
            out.join("report.html").display(),
            out.join("replay.xlsx").display(),
            out.join(TABLE).display()
        ));
    }
    text
}

fn shown(spread: &Spread, unit: Unit) -> String {
    let scale = if unit == Unit::Share { 100.0 } else { 1.0 };
    let mean = spread.mean * scale;
    match spread.n {
        1 => format!("{mean:.1}"),
        _ => format!("{mean:.1} ± {:.1}", spread.half_width * scale),
    }
}
