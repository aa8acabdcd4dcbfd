//! No plan breaks a hard rule: a thousand random registers, planned and judged by the referee, which shares no
//! code with the solver.

use std::sync::atomic::AtomicBool;

use convene::bound::{Effort, prove};
use convene::check::check;
use convene::plan::{Matter, make};
use convene::problem::Problem;
use convene::register::{BookingStatus, Register};
use convene::solver::{Budget, Config, solve};
use convene::synth::{self, Preset};
use convene::travel::Travel;
use rayon::prelude::*;

/// Registers in the long run; each is planned with a short search.
const REGISTERS: u64 = 1000;
const ITERATIONS: u64 = 60;
/// Steps of the proof after each.
const PROOF_STEPS: u64 = 4;

fn judge(seed: u64, register: &Register) -> Result<(), String> {
    let travel = Travel::new(register).map_err(|faults| format!("seed {seed}: {faults:?}"))?;
    let problem = Problem::new(register, &travel);
    let config = Config { seed, threads: 1 };
    let solution =
        solve(&problem, &config, &Budget::Iterations(ITERATIONS), &AtomicBool::new(false), &|_| ());
    let plan = make(&problem, &solution).map_err(|unlawful| format!("seed {seed}: {unlawful}"))?;

    let verdict = check(register, &travel, &plan.bookings);
    let proposed =
        |meeting| plan.bookings.iter().any(|b| b.meeting == meeting && b.status == BookingStatus::Proposed);
    for breach in &verdict.breaches {
        if breach.meetings.iter().any(|&meeting| proposed(meeting)) {
            return Err(format!("seed {seed}: {} {}", breach.code, breach.message));
        }
    }
    if verdict.score.levels() != solution.score {
        return Err(format!("seed {seed}: referee {:?}, solver {:?}", verdict.score, solution.score));
    }
    let levels = verdict.score.levels();
    let (s1, s2, s3) = prove(&problem, Some(levels), &Effort::Steps(PROOF_STEPS)).bounds();
    if levels.0 < s1 || levels.1 < s2 || levels.2 < s3 {
        return Err(format!(
            "seed {seed}: the plan's score is {levels:?}, below the bound {:?}",
            (s1, s2, s3)
        ));
    }
    let unexplained = |meeting| {
        !plan.unbooked.iter().any(|remark| {
            remark.meeting == meeting && remark.matter == Matter::Unbooked && remark.reason.len() > 20
        })
    };
    match verdict.unbooked.iter().find(|&&meeting| unexplained(meeting)) {
        Some(&meeting) => Err(format!("seed {seed}: {} has no reason", register.meeting(meeting).reference)),
        None => Ok(()),
    }
}

#[test]
fn hostile_registers_are_planned_lawfully_and_scored_as_the_referee_scores() {
    let faults: Vec<String> = (0..REGISTERS)
        .into_par_iter()
        .filter_map(|seed| judge(seed, &synth::generate(Preset::Hostile, seed)).err())
        .collect();
    assert!(
        faults.is_empty(),
        "{} of {REGISTERS}:\n{}",
        faults.len(),
        faults[..faults.len().min(10)].join("\n")
    );
}

#[test]
fn shipped_scenarios_are_planned_lawfully() {
    // A region's quarter is planned by the benches: in a test it would take minutes.
    Preset::ALL.into_par_iter().filter(|&preset| preset != Preset::RegionQuarter).for_each(|preset| {
        judge(1, &synth::generate(preset, 1)).unwrap_or_else(|fault| panic!("{}: {fault}", preset.name()));
    });
}
