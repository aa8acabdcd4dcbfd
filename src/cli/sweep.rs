//! `convene sweep`.

use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use serde_json::json;

use super::interrupt::{Interrupt, Writing};
use super::summary::{count, grouped};
use super::{Answer, print_error, print_notes, print_text};
use crate::files::{self, Contents, OutputFolder, SweepFolder};
use crate::simulate::outcome::Outcome;
use crate::sweep::{self, Service};

/// Shards that are named where many are missing; machines get all.
const MOST_NAMED: usize = 10;

/// Run a forecast too large for one machine in shards, which any engine may hand out: plan, run-shard, missing, merge
#[derive(Debug, Args)]
#[command(
    after_help = "A shard may be run anywhere that sees DIR, in any order, twice or again after a loss; what is merged is, byte \
    for byte, what one process would have made. scenarios/sweeps has the adapters for Apache Spark and Slurm.\n\n\
    Example:\n  convene sweep plan scenarios/sweeps/example.toml --out sweep\n  convene sweep missing sweep | \
    xargs -n 1 -P 2 convene sweep run-shard sweep\n  convene sweep merge sweep --out results"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    Plan(PlanArguments),
    RunShard(RunShardArguments),
    Missing(MissingArguments),
    Merge(MergeArguments),
}

/// Cut a sweep into shards, and write the plan with a copy of every text
#[derive(Debug, Args)]
#[command(
    after_help = "Writes plan.json and inputs/. Planned again, the same sweep stays as it is. With --force another one takes its \
    place, and shards that both have are kept: raise `replications`, and only what is new is run.\n\n\
    Example:\n  convene sweep plan scenarios/sweeps/example.toml --out sweep"
)]
struct PlanArguments {
    /// A TOML file that names baselines, scenarios and replications
    sweep: PathBuf,
    /// The folder that workers will share
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Plan this sweep in place of another one
    #[arg(long)]
    force: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Run one shard, unless it is there already
#[derive(Debug, Args)]
#[command(
    after_help = "The file of a shard appears whole or not at all. RAYON_NUM_THREADS sets how many threads it takes.\n\n\
    Exit code: 0 it is there; 2 the folder is no sweep, or a text was changed after planning.\n\n\
    Examples:\n  convene sweep run-shard sweep 3\n  convene sweep run-shard sweep 9f86d081"
)]
struct RunShardArguments {
    /// The folder of the sweep
    sweep: PathBuf,
    /// The shard's number, or the first digits of its key, at least 8
    shard: String,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Say which shards are still missing: their numbers, one a line
#[derive(Debug, Args)]
#[command(
    after_help = "A file that was cut short, changed, or is another shard's counts as missing, and is replaced when its shard is run.\n\n\
    Exit code: 0 none is missing; 1 some are.\n\n\
    Example:\n  convene sweep missing sweep"
)]
struct MissingArguments {
    /// The folder of the sweep
    sweep: PathBuf,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Put the shards together into one outcome for each baseline
#[derive(Debug, Args)]
#[command(
    after_help = "Writes a folder for each baseline, with outcome.json.gz: how often every measure took every value, by month and \
    year, of each scenario and of its difference from the baseline.\n\n\
    Exit code: 0 written; 1 shards are missing, and nothing was written.\n\n\
    Examples:\n  convene sweep merge sweep --out results\n  convene sweep merge sweep --out results --single"
)]
struct MergeArguments {
    /// The folder of the sweep
    sweep: PathBuf,
    /// The folder to write
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Look at no shard and run every replication in this process: the same bytes, for who wants to see it
    #[arg(long)]
    single: bool,
    /// Replace an output folder that exists
    #[arg(long)]
    force: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    match &arguments.step {
        Step::Plan(arguments) => plan(arguments),
        Step::RunShard(arguments) => run_shard(arguments),
        Step::Missing(arguments) => missing(arguments),
        Step::Merge(arguments) => merge(arguments),
    }
}

impl Arguments {
    pub(super) fn json(&self) -> bool {
        match &self.step {
            Step::Plan(arguments) => arguments.json,
            Step::RunShard(arguments) => arguments.json,
            Step::Missing(arguments) => arguments.json,
            Step::Merge(arguments) => arguments.json,
        }
    }
}

fn plan(arguments: &PlanArguments) -> Result<Answer> {
    let read = files::read_sweep(&arguments.sweep)?;
    let folder = files::lay_out(&read, &arguments.out, arguments.force)?;
    let order = folder.plan().order();
    let n_shards = folder.plan().shards().len();
    let out = arguments.out.display().to_string();
    if arguments.json {
        let text = json!({
            "out": out,
            "name": order.name,
            "shards": n_shards,
            "baselines": order.forecasts.len(),
            "replications": order.replications,
            "seed": order.seed,
            "notes": read.notes,
        });
        print_text(&format!("{text:#}\n"))?;
        return Ok(Answer::Yes);
    }
    print_notes(&read.notes);
    let n_scenarios = order.forecasts.first().map_or(0, |forecast| forecast.scenarios.len());
    print_text(&format!(
        "{}: {} with {} each, {}, in {}\n\nPlan  {}\n",
        order.name,
        count(order.forecasts.len(), "baseline"),
        count(n_scenarios, "scenario"),
        count(order.replications as usize, "replication"),
        count(n_shards, "shard"),
        arguments.out.join("plan.json").display(),
    ))?;
    Ok(Answer::Yes)
}

fn run_shard(arguments: &RunShardArguments) -> Result<Answer> {
    let folder = SweepFolder::open(&arguments.sweep)?;
    let number = folder.plan().find(&arguments.shard)?;
    let shard = &folder.plan().shards()[number];
    let file = folder.shard_file(number).display().to_string();
    let (found, replaced) = match folder.shard(number)? {
        Ok(_) => (true, None),
        Err(unsound) => (false, unsound),
    };
    if let Some(unsound) = &replaced {
        print_error(&format!("note: {file} {unsound}; it is made again\n"));
    }
    if !found {
        let interrupt = Interrupt::listen()?;
        let service = folder.service(shard.forecast)?;
        let outcome = replications(&folder, &service, shard.first..shard.first + shard.count, &interrupt)?;
        interrupt.while_writing(|_| folder.put_shard(number, &outcome))?;
    }
    print_text(&if arguments.json {
        let text = json!({
            "shard": number,
            "key": shard.key,
            "baseline": folder.plan().forecast(shard).name,
            "first": shard.first,
            "replications": shard.count,
            "was_there": found,
            "file": file,
        });
        format!("{text:#}\n")
    } else if found {
        format!("shard {number} is there already: {file}\n")
    } else {
        format!("shard {number} is done: {file}\n")
    })?;
    Ok(Answer::Yes)
}

fn missing(arguments: &MissingArguments) -> Result<Answer> {
    let folder = SweepFolder::open(&arguments.sweep)?;
    let shards = folder.plan().shards();
    let mut missing = Vec::new();
    for number in 0..shards.len() {
        if let Err(unsound) = folder.shard(number)? {
            missing.push((number, unsound));
        }
    }
    if arguments.json {
        let list: Vec<_> = missing
            .iter()
            .map(|(number, unsound)| {
                json!({
                    "shard": number,
                    "key": shards[*number].key,
                    "unsound": unsound.as_ref().map(ToString::to_string),
                })
            })
            .collect();
        print_text(&format!("{:#}\n", json!({ "shards": shards.len(), "missing": list })))?;
    } else {
        for (number, unsound) in &missing {
            if let Some(unsound) = unsound {
                print_error(&format!("note: {} {unsound}\n", folder.shard_file(*number).display()));
            }
        }
        let lines: String = missing.iter().map(|(number, _)| format!("{number}\n")).collect();
        print_text(&lines)?;
    }
    Ok(if missing.is_empty() { Answer::Yes } else { Answer::No })
}

fn merge(arguments: &MergeArguments) -> Result<Answer> {
    let interrupt = Interrupt::listen()?;
    let folder = SweepFolder::open(&arguments.sweep)?;
    OutputFolder::check(&arguments.out, Contents::Outcomes, arguments.force)?;
    let n_forecasts = folder.plan().order().forecasts.len();
    let mut output = OutputFolder::create(&arguments.out, Contents::Outcomes, arguments.force)?;
    let mut missing = Vec::new();
    for forecast in 0..n_forecasts {
        let outcome = match arguments.single {
            true => Some(single(&folder, forecast, &interrupt)?),
            false => merged(&folder, forecast, &interrupt, &mut missing)?,
        };
        // Once one is missing, the rest is only looked at.
        if let Some(outcome) = outcome.filter(|_| missing.is_empty()) {
            write(&mut output, &folder, forecast, &outcome)?;
        }
    }
    if !missing.is_empty() {
        return refuse(arguments, &missing);
    }
    interrupt.while_writing(|writing: &Writing<'_>| -> Result<()> {
        writing.go_on()?;
        Ok(output.finish()?)
    })?;
    let out = arguments.out.display().to_string();
    print_text(&if arguments.json {
        let names: Vec<_> = folder.plan().order().forecasts.iter().map(|forecast| &forecast.name).collect();
        format!("{:#}\n", json!({ "out": out, "baselines": names, "missing": [] }))
    } else {
        format!(
            "{} of {}\n\nOutcomes  {out}\n",
            count(n_forecasts, "baseline"),
            count(folder.plan().order().replications as usize, "replication")
        )
    })?;
    Ok(Answer::Yes)
}

/// Says which shards are missing, and writes nothing.
fn refuse(arguments: &MergeArguments, missing: &[usize]) -> Result<Answer> {
    if arguments.json {
        print_text(&format!("{:#}\n", json!({ "out": null, "missing": missing })))?;
        return Ok(Answer::No);
    }
    let named: Vec<String> = missing.iter().take(MOST_NAMED).map(usize::to_string).collect();
    let more = match missing.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {} more", grouped(more as i64)),
    };
    print_text(&format!(
        "{} missing, so that nothing was written: {}{more}\nRun them, for example with\n  convene sweep missing {dir} | \
         xargs -n 1 convene sweep run-shard {dir}\n",
        if missing.len() == 1 {
            "1 shard is".to_owned()
        } else {
            format!("{} are", count(missing.len(), "shard"))
        },
        named.join(", "),
        dir = arguments.sweep.display(),
    ))?;
    Ok(Answer::No)
}

/// Puts a forecast's shards together; `None` where some are missing, whose numbers are added to `missing`.
fn merged(
    folder: &SweepFolder,
    forecast: usize,
    interrupt: &Interrupt,
    missing: &mut Vec<usize>,
) -> Result<Option<Outcome>> {
    let mut whole: Option<Outcome> = None;
    let n_missing = missing.len();
    for number in folder.plan().shards_of(forecast) {
        if interrupt.is_heard() {
            bail!("ended by Ctrl-C; nothing was written");
        }
        match (folder.shard(number)?, &mut whole) {
            (Err(_), _) => missing.push(number),
            (Ok(shard), Some(whole)) => sweep::add(whole, &shard)
                .with_context(|| format!("failed to merge {}", folder.shard_file(number).display()))?,
            (Ok(shard), None) => whole = Some(shard),
        }
    }
    Ok(whole.filter(|_| missing.len() == n_missing))
}

/// Runs a whole forecast in this process.
fn single(folder: &SweepFolder, forecast: usize, interrupt: &Interrupt) -> Result<Outcome> {
    let service = folder.service(forecast)?;
    replications(folder, &service, 0..folder.plan().order().replications, interrupt)
}

fn replications(
    folder: &SweepFolder,
    service: &Service,
    range: Range<u64>,
    interrupt: &Interrupt,
) -> Result<Outcome> {
    let seed = folder.plan().order().seed;
    match service.run(seed, range, interrupt.stop())? {
        Some(outcome) => Ok(outcome),
        None => bail!("ended by Ctrl-C; nothing was written"),
    }
}

fn write(output: &mut OutputFolder, folder: &SweepFolder, forecast: usize, outcome: &Outcome) -> Result<()> {
    let name = Path::new(&folder.plan().order().forecasts[forecast].name).join("outcome.json.gz");
    let bytes = files::outcome_bytes(outcome).context("failed to pack an outcome")?;
    Ok(output.write(&name.to_string_lossy(), bytes)?)
}
