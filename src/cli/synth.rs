//! `convene synth`.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;
use serde_json::json;

use super::interrupt::Interrupt;
use super::register_folder::write_register;
use super::{Answer, print_text};
use crate::files::{Contents, OutputFolder};
use crate::synth::{self, Preset};

/// Write a synthetic register in the published formats
#[derive(Debug, Args)]
#[command(after_help = presets_help())]
pub(super) struct Arguments {
    /// Which register
    #[arg(value_parser = preset_argument)]
    preset: Preset,
    /// Decides every draw: the same seed gives the same register
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The folder to write
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Replace an output folder that exists
    #[arg(long)]
    force: bool,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    OutputFolder::check(&arguments.out, Contents::Register, arguments.force)?;
    let interrupt = Interrupt::listen()?;
    let register = synth::generate(arguments.preset, arguments.seed);
    write_register(&register, &arguments.out, arguments.force, &interrupt)?;
    let out = arguments.out.display().to_string();
    print_text(&if arguments.json {
        format!("{:#}\n", json!({ "out": out, "meetings": register.meetings.len(), "seed": arguments.seed }))
    } else {
        format!("{}: {} meetings, {} staff\n", out, register.meetings.len(), register.staff.len())
    })?;
    Ok(Answer::Yes)
}

fn preset_argument(text: &str) -> Result<Preset, String> {
    Preset::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = Preset::ALL.iter().map(|preset| preset.name()).collect();
        anyhow!("wanted one of {}", names.join(", ")).to_string()
    })
}

fn presets_help() -> String {
    let presets: Vec<String> =
        Preset::ALL.iter().map(|preset| format!("  {:<24} {}", preset.name(), preset.about())).collect();
    format!("Presets:\n{}\n\nExample:\n  convene synth tiny --seed 7 --out my-register", presets.join("\n"))
}
