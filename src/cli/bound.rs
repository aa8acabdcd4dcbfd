//! `convene bound`.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use super::search::seconds_argument;
use super::source::Source;
use super::summary::{bound_lines, bounds_json, count};
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
    after_help = "Exit code: 0 done, 1 the bookings break a rule, 2 the register or the bookings have faults.\n\n\
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
    /// Look for a proof for this long; 0 = the first there is, however long it takes [default: 30]
    #[arg(long, value_name = "N", value_parser = seconds_argument, conflicts_with = "iterations")]
    seconds: Option<f64>,
    /// Look for a better proof for this many steps instead: the same proof on any machine
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=1_000_000_000))]
    iterations: Option<u64>,
    /// Write the proof to this file, for `convene check --certificate`
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let began = Instant::now();
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
    let spent = || began.elapsed().as_secs_f64() / seconds;
    let effort = match arguments.iterations {
        Some(steps) => Effort::Steps(steps),
        None if seconds == 0.0 => Effort::Steps(0),
        None => Effort::Until(&spent),
    };
    let proof = prove(&problem, score.as_ref().map(Score::levels), &effort);
    if let Some(path) = &arguments.certificate {
        files::write_whole(path, certificate::text(register, &proof.certificate).as_bytes(), true)?;
    }
    if arguments.source.json {
        print_text(&format!("{:#}\n", as_json(register, &proof, score.as_ref(), &loaded.notes)))?;
    } else {
        print_notes(&loaded.notes);
        print_text(&as_text(register, &proof, score.as_ref()))?;
    }
    Ok(Answer::Yes)
}

fn as_text(register: &Register, proof: &Proof, score: Option<&Score>) -> String {
    let claims = proof.certificate.claims.iter().map(|claim| (claim.level, claim.bound, claim.given));
    let mut text = bound_lines(claims, score);
    for force in &proof.forces {
        text.push_str(&format!("\n{}\n", force_words(register, force)));
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

fn as_json(register: &Register, proof: &Proof, score: Option<&Score>, notes: &[String]) -> Value {
    json!({
        "bounds": bounds_json(proof, score),
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
