//! `convene validate`.

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::{Answer, print_text};
use crate::files;
use crate::validate::{Target, Verdict, validate};

/// The baseline that the targets are of, part of the program.
const REPORT_YEAR: &str = include_str!("../../scenarios/staffing/lancashire-2011-12.toml");

/// Hold the staffing model against what is published: targets V1 to V15
#[derive(Debug, Args)]
#[command(
    after_help = "Answers 1 where a target is not met.\n\nExample:\n  convene validate --replications 500"
)]
pub(super) struct Arguments {
    /// How many possible futures each run takes
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u64).range(20..=100_000))]
    replications: u64,
    /// Decides every draw
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let report_year = files::staffing_from_texts(("lancashire-2011-12.toml", REPORT_YEAR), &[])?;
    let targets = validate(&report_year.baseline, arguments.replications, arguments.seed)?;
    print_text(&if arguments.json {
        format!("{:#}\n", json!({ "replications": arguments.replications, "targets": targets }))
    } else {
        text(&targets)
    })?;
    let all_met = targets.iter().all(|target| target.verdict != Verdict::NotMet);
    Ok(if all_met { Answer::Yes } else { Answer::No })
}

fn text(targets: &[Target]) -> String {
    let mut text = String::new();
    for target in targets {
        text.push_str(&format!(
            "{:<5} {:<13} {}\n      ours       {}\n      published  {}\n",
            target.code,
            target.verdict.word(),
            target.asked,
            target.ours,
            target.published
        ));
    }
    let count = |verdict| targets.iter().filter(|target| target.verdict == verdict).count();
    text.push_str(&format!(
        "\n{} met, {} not met, {} that no model can meet\n",
        count(Verdict::Met),
        count(Verdict::NotMet),
        count(Verdict::CannotBeMet)
    ));
    text
}
