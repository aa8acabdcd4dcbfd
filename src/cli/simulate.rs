//! `convene simulate`.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::interrupt::Interrupt;
use super::report_folder::Report;
use super::{Answer, print_notes, print_text, simulate_text};
use crate::files::{self, Contents, OutputFolder};

use crate::report::staffing as report;
use crate::simulate::measure::Measure;
use crate::simulate::outcome::{Outcome, Spread};
use crate::simulate::sensitivity::{Tornado, tornadoes};
use crate::simulate::{Run, as_json, run as simulate};
use crate::staffing::catalogue::PARAMETERS;
use crate::staffing::{Baseline, Key};

/// Forecast caseload, meetings, staff and timeliness month by month, and compare staffing scenarios
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    convene simulate scenarios/staffing/lancashire-2011-12.toml\n  \
    convene simulate scenarios/staffing/lancashire-2011-12.toml --scenario scenarios/staffing/agency-2.toml \\\n    \
    --scenario scenarios/staffing/merged-teams-2013.toml+scenarios/staffing/secondments.toml --out forecast\n  \
    convene simulate --parameters   # every parameter with its default, limits and source")]
pub(super) struct Arguments {
    /// The service and its future: a parameter file
    #[arg(required_unless_present = "parameters")]
    baseline: Option<PathBuf>,
    /// A scenario: an overlay, or several joined by `+`, on the baseline's own demand. May be given again
    #[arg(long = "scenario", value_name = "OVERLAY")]
    scenarios: Vec<String>,
    /// How many possible futures
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    replications: u64,
    /// The number of the first: `--first 99 --replications 1` runs the hundredth alone
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=1_000_000_000))]
    first: u64,
    /// Decides every draw: the same seed gives the same futures
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The folder to write: report.html, forecast.xlsx and tables
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Draw in the report which assumption moves the answer most, on so many futures for each end of each parameter;
    /// 20 or more tell
    #[arg(long, value_name = "N", default_value_t = 0, requires = "out", value_parser = clap::value_parser!(u64).range(..=10_000))]
    sensitivity: u64,
    /// Replace an output folder that exists
    #[arg(long)]
    force: bool,
    /// Print every parameter with its default, plausible range, limits, unit and source, as a file that can be read
    #[arg(long)]
    parameters: bool,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let Some(path) = arguments.baseline.as_deref().filter(|_| !arguments.parameters) else {
        print_text(&files::parameters_toml())?;
        return Ok(Answer::Yes);
    };
    if let Some(out) = &arguments.out {
        OutputFolder::check(out, Contents::Forecast, arguments.force)?;
    }
    let interrupt = Interrupt::listen()?;
    let read = read_scenarios(path, &arguments.scenarios)?;
    let run = Run {
        baseline: &read.baseline,
        scenarios: &read.scenarios,
        seed: arguments.seed,
        first: arguments.first,
        replications: arguments.replications,
    };
    let bar = progress_bar(arguments.replications, arguments.json);
    let outcome = simulate(&run, &|done| bar.set_position(done), interrupt.stop())?;
    bar.finish_and_clear();
    if outcome.replications == 0 {
        bail!("stopped before the first futures were finished; nothing was written");
    }
    if let Some(out) = &arguments.out {
        let tornadoes = sensitivities(run.baseline, arguments, &interrupt)?;
        write(out, arguments, &run, &outcome, &tornadoes, &interrupt)?;
    }
    print_text(&if arguments.json {
        format!("{:#}\n", as_json(&outcome))
    } else {
        simulate_text::text(&outcome, arguments.out.as_deref())
    })?;
    Ok(Answer::Yes)
}

/// A baseline and its scenarios, each a whole baseline of its own.
pub(super) struct Scenarios {
    pub(super) baseline: Baseline,
    pub(super) scenarios: Vec<Baseline>,
}

/// Reads a baseline and scenarios, each of one overlay or of several joined by `+`, and tells what is worth noting.
pub(super) fn read_scenarios(path: &Path, overlays: &[String]) -> Result<Scenarios> {
    let loaded = files::read_baseline(path)?;
    print_notes(&loaded.notes);
    if loaded.baseline.posts.is_empty() {
        print_notes(&["no post is given: nobody chairs, and every meeting waits".to_owned()]);
    }
    let mut scenarios = Vec::with_capacity(overlays.len());
    for joined in overlays {
        let paths: Vec<&Path> = joined.split('+').map(Path::new).collect();
        let scenario = files::read_overlay(path, &paths)?;
        let news: Vec<String> =
            scenario.notes.into_iter().filter(|note| !loaded.notes.contains(note)).collect();
        print_notes(&news);
        if scenario.baseline.months != loaded.baseline.months {
            bail!(
                "{joined} runs {} months and the baseline {}: they cannot be compared; give the baseline as many",
                scenario.baseline.months,
                loaded.baseline.months
            );
        }
        scenarios.push(scenario.baseline);
    }
    Ok(Scenarios { baseline: loaded.baseline, scenarios })
}

/// Returns a bar for so many futures, on a terminal only.
pub(super) fn progress_bar(replications: u64, is_quiet: bool) -> ProgressBar {
    if is_quiet {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} futures, {eta} left");
    ProgressBar::new(replications).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Measures whose tornado is drawn: what a director asks about first, over the whole run.
const TORNADOES: [(Measure, Option<usize>); 3] =
    [(Measure::Caseload, None), (Measure::OnPlans, None), (Measure::QualityShare, None)];

/// Runs each parameter at the ends of its plausible range, on as many futures as asked for.
fn sensitivities(baseline: &Baseline, arguments: &Arguments, interrupt: &Interrupt) -> Result<Vec<Tornado>> {
    if arguments.sensitivity == 0 {
        return Ok(Vec::new());
    }
    let bar = progress_bar(2 * PARAMETERS.len() as u64, arguments.json);
    let found = tornadoes(baseline, &TORNADOES, |moved| -> Result<Spread> {
        let run = Run {
            baseline: moved,
            scenarios: &[],
            seed: arguments.seed,
            first: 0,
            replications: arguments.sensitivity,
        };
        let mut outcome = simulate(&run, &|_| (), interrupt.stop())?;
        bar.inc(1);
        if interrupt.is_heard() {
            bail!("stopped; nothing was written");
        }
        Ok(outcome.scenarios.swap_remove(0).spread)
    });
    bar.finish_and_clear();
    found
}

fn write(
    out: &Path,
    arguments: &Arguments,
    run: &Run<'_>,
    outcome: &Outcome,
    tornadoes: &[Tornado],
    interrupt: &Interrupt,
) -> Result<()> {
    let band = [Key::BandLowest, Key::BandHighest].map(|key| run.baseline.amounts.get(key).middle());
    let asked = report::Asked { band, tornadoes };
    let report = Report {
        page: report::page(outcome, &asked),
        workbook: ("forecast.xlsx", report::workbook(outcome, &asked)?),
        tables: report::files(outcome),
    };
    report.write(out, arguments.force, interrupt)
}
