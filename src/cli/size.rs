//! `convene size`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use chrono::{Datelike, Months, NaiveDate};
use clap::Args;
use indicatif::ProgressBar;

use super::interrupt::Interrupt;
use super::report_folder::Report;
use super::search::seconds_argument;
use super::{Answer, print_notes, print_text};
use crate::files::{self, Contents, OutputFolder};
use crate::report::staffing as report;
use crate::size::outcome::Verdict;
use crate::size::{Config, Forecast, Options, Sizing, Stage, Target, size};
use crate::staffing::Key;

/// Seconds that a sizing may take where nothing else is said.
const SECONDS: f64 = 300.0;

/// Size recruitment: adverts month by month and agency by quarter, at least cost, that keep the caseload at or below a cap with
/// a confidence
#[derive(Debug, Args)]
#[command(after_help = "Adverts are those of the plan alone: vacancies are not advertised by themselves.\n\
    Exit code: 0 the promise is kept, 1 it cannot be kept and the nearest one is answered, 2 the files have faults.\n\n\
    Example:\n  convene size scenarios/staffing/lancashire-october-2012.toml --caseload 70 --confidence 0.9 --from 2013-10")]
pub(super) struct Arguments {
    /// The service and its future: a parameter file
    baseline: PathBuf,
    /// An overlay on it, or several joined by `+`
    #[arg(long, value_name = "OVERLAY")]
    scenario: Option<String>,
    /// Most children per FTE, new chairs counted by the load that they carry [default: the top of the advised band]
    #[arg(long, value_name = "N", value_parser = caseload_argument)]
    caseload: Option<f64>,
    /// The chance with which each month keeps it
    #[arg(long, value_name = "P", default_value_t = 0.9, value_parser = confidence_argument)]
    confidence: f64,
    /// The first month in which it is promised, such as 2013-10
    #[arg(long, value_name = "MONTH", value_parser = month_argument)]
    from: NaiveDate,
    /// Months that are planned
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u16).range(1..=60))]
    months: u16,
    /// Most pounds that adverts, pay and agency may be expected to cost over these months
    #[arg(long, value_name = "POUNDS", value_parser = clap::value_parser!(i64).range(0..=1_000_000_000))]
    budget: Option<i64>,
    /// Most permanent posts that may be advertised in all
    #[arg(long, value_name = "N")]
    permanent: Option<u32>,
    /// Most temporary posts that may be advertised in all
    #[arg(long, value_name = "N")]
    temporary: Option<u32>,
    /// Scenarios that are planned on
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u16).range(20..=5000))]
    scenarios: u16,
    /// Fresh replications of the forecast that the plan is tested on
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(50..=100_000))]
    replications: u32,
    /// Decides every draw
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Leave out what is not done after this long, and say so; within it the answer is the same on any machine [default: 300]
    #[arg(long, value_name = "N", value_parser = seconds_argument)]
    seconds: Option<f64>,
    /// The folder to write: report.html, sizing.xlsx, tables, and the plan as an overlay for `simulate --scenario`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace an output folder that exists
    #[arg(long)]
    force: bool,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let began = Instant::now();
    if let Some(out) = &arguments.out {
        OutputFolder::check(out, Contents::Forecast, arguments.force)?;
    }
    let interrupt = Interrupt::listen()?;
    let overlays: Vec<&Path> =
        arguments.scenario.iter().flat_map(|joined| joined.split('+')).map(Path::new).collect();
    let read = files::read_overlay(&arguments.baseline, &overlays)?;
    print_notes(&read.notes);
    let baseline = read.baseline;
    let months = usize::from(arguments.months);
    let months_in = |date: NaiveDate| {
        (date.year() - baseline.start.year()) * 12 + date.month0() as i32 - baseline.start.month0() as i32
    };
    let from = match usize::try_from(months_in(arguments.from)) {
        Ok(from) if from < months => from,
        _ => bail!(
            "--from {} is not one of the {months} months planned, from {} on; --months plans more",
            arguments.from.format("%Y-%m"),
            baseline.start.format("%Y-%m")
        ),
    };
    let band = |key| baseline.amounts.get(key).middle();
    let cap = arguments.caseload.unwrap_or_else(|| band(Key::BandHighest));
    let options =
        Options { budget_pounds: arguments.budget, approved: [arguments.permanent, arguments.temporary] };
    let forecast = Forecast::new(&baseline, months, arguments.seed, &options)?;
    let config = Config {
        floor: band(Key::BandLowest),
        n_scenarios: usize::from(arguments.scenarios),
        n_replications: arguments.replications,
        ..Config::new(Target { cap, confidence: arguments.confidence, from })
    };
    let seconds = arguments.seconds.unwrap_or(SECONDS);
    // Ctrl-C ends it with what is done, as the end of its time would.
    let seconds_left = || if interrupt.is_heard() { 0.0 } else { seconds - began.elapsed().as_secs_f64() };
    let bar = if arguments.json { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    bar.enable_steady_tick(Duration::from_millis(200));
    let sizing = size(&forecast, &config, &seconds_left, &|stage| bar.set_message(doing(stage)));
    bar.finish_and_clear();
    if let Some(out) = &arguments.out {
        let about = format!("The plan of recruitment for {}, as `convene size` made it.", baseline.name);
        let (adverts, hired) = forecast.planned(&sizing.plan);
        let end =
            baseline.start.checked_add_months(Months::new(months as u32)).and_then(|end| end.pred_opt());
        let last = end.unwrap_or(baseline.start);
        let mut tables = report::sizing_files(&sizing);
        let overlay = files::plan_toml(
            &format!("Plan for {}", sizing.promise.from_date.format("%B %Y")),
            &about,
            (baseline.start, last),
            &adverts,
            &hired,
        )?;
        tables.push(("plan.toml".to_owned(), overlay));
        let report = Report {
            page: report::sizing_page(&baseline.name, &sizing),
            workbook: ("sizing.xlsx", report::sizing_workbook(&baseline.name, &sizing)?),
            tables,
        };
        report.write(out, arguments.force, &interrupt)?;
    }
    if arguments.json {
        print_text(&format!("{:#}\n", serde_json::to_value(&sizing)?))?;
    } else {
        print_text(&text(&baseline.name, &sizing))?;
    }
    let is_kept = sizing.nearest.is_none() && sizing.verdict != Verdict::Broken;
    Ok(if is_kept { Answer::Yes } else { Answer::No })
}

/// Returns what a stage is, for who waits.
fn doing(stage: Stage) -> &'static str {
    match stage {
        Stage::Scenarios => "drawing futures to plan on",
        Stage::Levels => "looking for the cheapest plan that keeps the promise",
        Stage::Testing => "testing the plan on fresh futures, and under stress",
        Stage::Frontier => "putting other plans beside it",
        Stage::Stability => "planning on other futures, to see how much the plan changes",
    }
}

/// Returns the page, the plan and its probabilities by month, the frontier, and the rule of thumb with its reasons.
fn text(name: &str, sizing: &Sizing) -> String {
    let mut text = format!("{name}\n\n");
    for line in &sizing.page {
        text.push_str(&format!("- {line}\n"));
    }
    text.push_str(
        "\nmonth      permanent  temporary  agency   FTE expected  needed   chance kept (95 %)    if nothing is done\n",
    );
    for month in &sizing.months {
        let fte = &month.fte;
        text.push_str(&format!(
            "{:<9} {:>10} {:>10} {:>7} {:>14.1} {:>7.1} {:>7.1} % ({:>5.1}-{:>5.1}){} {:>10.1} %\n",
            month.date.format("%b %Y"),
            month.adverts[0],
            month.adverts[1],
            month.agency,
            fte.base + fte.adverts.iter().sum::<f64>() + fte.agency,
            month.needed_fte,
            month.kept.share * 100.0,
            month.kept.low * 100.0,
            month.kept.high * 100.0,
            if month.promised { " *" } else { "  " },
            month.kept_by_nothing.share * 100.0
        ));
    }
    text.push_str("* promised\n\ncost against chance, by level\n");
    for point in &sizing.frontier {
        let level = point.level.map_or(point.name.to_owned(), |level| format!("level {level:.2}"));
        text.push_str(&format!(
            "{:<14} £{:>10}  worst month {:>5.1} %  mean {:>5.1} %  in band {:>5.1} %  adverts {} + {}, agency {} months{}\n",
            level,
            super::summary::grouped(point.pounds),
            point.worst * 100.0,
            point.mean * 100.0,
            point.in_band * 100.0,
            point.adverts[0],
            point.adverts[1],
            point.agency_months,
            if point.chosen { "  <- this plan" } else { "" }
        ));
    }
    text.push_str("\nthe rule of thumb, and why\n");
    sizing.greedy.words.iter().for_each(|line| text.push_str(&format!("- {line}\n")));
    text.push_str("\nrules of thumb for FTE\nmonth     children  /60  square root  scenarios  planned\n");
    for thumb in sizing.thumb.iter().skip(sizing.promise.from) {
        text.push_str(&format!(
            "{:<9} {:>8.0} {:>5.1} {:>11.1} {:>10.1} {:>8.1}\n",
            thumb.date.format("%b %Y"),
            thumb.children,
            thumb.by_sixty,
            thumb.by_root,
            thumb.by_scenarios,
            thumb.planned
        ));
    }
    text
}

fn caseload_argument(text: &str) -> Result<f64, String> {
    let cap: f64 = text.parse().map_err(|_| "wanted a number of children such as 70".to_owned())?;
    if (1.0..=1000.0).contains(&cap) { Ok(cap) } else { Err("wanted 1 to 1000 children".to_owned()) }
}

fn confidence_argument(text: &str) -> Result<f64, String> {
    let confidence: f64 = text.parse().map_err(|_| "wanted a chance such as 0.9".to_owned())?;
    if (0.5..=0.99).contains(&confidence) {
        Ok(confidence)
    } else {
        Err("wanted 0.5 to 0.99, such as 0.9 for nine in ten".to_owned())
    }
}

fn month_argument(text: &str) -> Result<NaiveDate, String> {
    let wanted = || "wanted a month such as 2013-10".to_owned();
    let (year, month) = text.split_once('-').ok_or_else(wanted)?;
    let (year, month) = (year.parse().map_err(|_| wanted())?, month.parse().map_err(|_| wanted())?);
    NaiveDate::from_ymd_opt(year, month, 1).ok_or_else(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read_or_refused_with_what_is_wanted() {
        assert_eq!(month_argument("2013-10"), Ok(NaiveDate::from_ymd_opt(2013, 10, 1).expect("a date")));
        for text in ["2013", "2013-13", "October", "2013-10-01"] {
            assert!(month_argument(text).is_err_and(|message| message.contains("2013-10")), "{text}");
        }
        assert_eq!(confidence_argument("0.9"), Ok(0.9));
        for text in ["90", "1", "0.2", "nine", "nan"] {
            assert!(confidence_argument(text).is_err(), "{text}");
        }
        assert!(caseload_argument("70").is_ok() && caseload_argument("0").is_err());
    }
}
