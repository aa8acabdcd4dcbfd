//! `convene bound`.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use super::interrupt::Interrupt;
use super::search::seconds_argument;
use super::source::Source;
use super::summary::{bounds_json, count, proof_lines};
use super::{Answer, print_notes, print_text};
use crate::bound::{Effort, Force, Proof, prove};
use crate::certificate::{self, Level};
use crate::check::{Score, check};
use crate::files;
use crate::problem::Problem;
use crate::register::Register;

/// Seconds that `bound` looks for a better proof where nothing else is said.
const SECONDS: f64 = 30.0;

/// Prove what no lawful plan can go below, level by level, and how far from it given bookings are
#[derive(Debug, Args)]
#[command(
    after_help = "Ctrl-C ends the proof and keeps the best bounds so far; a second one ends the program (exit code 130).\n\
    Exit code: 0 done, 1 the bookings break a rule, 2 the register or the bookings have faults.\n\n\
    Example:\n  convene bound scenarios/lancashire-2012 --bookings plan/bookings.csv --certificate proof.txt\n  \
    convene check scenarios/lancashire-2012 --bookings plan/bookings.csv --certificate proof.txt"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) source: Source,
    /// Measure the bookings of this file, a plan, against the bound, in place of all that the register has; the bound of
    /// S2 and S3 is then of plans no worse at the levels before. Without it nothing is measured
    #[arg(long, value_name = "FILE")]
    bookings: Option<PathBuf>,
    /// Look for a proof for this long; 0 = the first bound of each level, however long it takes, unless the register is too
    /// large to hold in memory [default: 30]
    #[arg(long, value_name = "N", value_parser = seconds_argument, conflicts_with = "iterations")]
    seconds: Option<f64>,
    /// Look for a better proof for this many steps instead: the same proof on any machine
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=1_000_000_000))]
    iterations: Option<u64>,
    /// Write the proof to this file, for `convene check --certificate`
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
}

/// A proof, what it measures, and whether it was broken off.
struct Found {
    proof: Proof,
    score: Option<Score>,
    interrupted: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let began = Instant::now();
    let interrupt = Interrupt::listen()?;
    let loaded = arguments.source.read()?;
    let register = &loaded.register;
    let score = match &arguments.bookings {
        Some(path) => {
            let bookings = files::read_bookings(path, register)?;
            let verdict = check(register, &loaded.travel, &bookings);
            if !verdict.breaches.is_empty() {
                let broken = format!(
                    "The bookings are no plan: {}. `convene check` lists them.\n",
                    count(verdict.breaches.len(), "breach")
                );
                let text = json!({ "lawful": false, "breaches": verdict.breaches.len() });
                print_text(&if arguments.source.json { format!("{text:#}\n") } else { broken })?;
                return Ok(Answer::No);
            }
            Some(verdict.score)
        }
        None => None,
    };
    let problem = Problem::new(register, &loaded.travel);
    let seconds = arguments.seconds.unwrap_or(SECONDS);
    let spent = || if interrupt.is_heard() { 1.0 } else { began.elapsed().as_secs_f64() / seconds };
    let effort = match arguments.iterations {
        Some(steps) => Effort::StepsOrStop(steps, interrupt.stop()),
        None if seconds == 0.0 => Effort::StepsOrStop(0, interrupt.stop()),
        None => Effort::Until(&spent),
    };
    let proof = prove(&problem, score.as_ref().map(Score::levels), &effort);
    if let Some(path) = &arguments.certificate {
        let text = certificate::text(register, &proof.certificate);
        interrupt.while_writing(|_| files::write_whole(path, text.as_bytes(), true))?;
    }
    let found = Found { proof, score, interrupted: interrupt.is_heard() };
    if arguments.source.json {
        print_text(&format!("{:#}\n", as_json(register, &found, &loaded.notes)))?;
    } else {
        print_notes(&loaded.notes);
        print_text(&as_text(register, &found))?;
    }
    Ok(Answer::Yes)
}

fn as_text(register: &Register, found: &Found) -> String {
    let mut text = proof_lines(&found.proof, found.score.as_ref());
    for force in &found.proof.forces {
        text.push_str(&format!("\n{}\n", force_words(register, force)));
    }
    if found.interrupted {
        text.push_str("\nThe proof was ended by Ctrl-C; a whole one may find better bounds.\n");
    }
    text
}

/// Returns why a level cannot be 0, in two sentences.
fn force_words(register: &Register, force: &Force) -> String {
    let what = match force.level {
        Level::S1 => "stays unbooked",
        Level::S2 | Level::S3 => "is late",
    };
    let listed = |references: Vec<String>| {
        let more = references.len().saturating_sub(8);
        let mut text = references.into_iter().take(8).collect::<Vec<_>>().join(", ");
        if 0 < more {
            text.push_str(&format!(" and {more} more"));
        }
        text
    };
    let meetings: Vec<String> =
        force.meetings.iter().map(|&m| register.meeting(m).reference.to_string()).collect();
    let which = match meetings.as_slice() {
        [] => "a booking that stands".to_owned(),
        [one] => one.clone(),
        _ => format!("at least one of {}", listed(meetings)),
    };
    let mut text = format!("{}: whatever is planned, {which} {what}.", force.level.code());
    if !force.people.is_empty() {
        let people = force.people.iter().map(|(person, dates)| {
            format!("{} ({})", register.staff[person.at()].reference, count(dates.len(), "day"))
        });
        text.push_str(&format!(" Time is short with {}.", listed(people.collect())));
    }
    text
}

fn as_json(register: &Register, found: &Found, notes: &[String]) -> Value {
    let proof = &found.proof;
    json!({
        "bounds": bounds_json(proof, found.score.as_ref()),
        "interrupted": found.interrupted,
        "forces": proof.forces.iter().map(|force| json!({
            "level": force.level,
            "meetings": force.meetings.iter().map(|&m| &register.meeting(m).reference).collect::<Vec<_>>(),
            "people": force.people.iter().map(|(person, dates)| json!({
                "staff": register.staff[person.at()].reference,
                "dates": dates,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "steps": proof.steps,
        "notes": notes,
    })
}
