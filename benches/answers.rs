//! How long answers take that somebody waits for: a suggestion among 10,000 bookings, a way back from a chair's week of
//! absence.
//!
//! `cargo bench --bench answers -- suggest` or `repair`. Each prints a table.

use std::collections::BTreeSet;
use std::env;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use convene::calendar::moment;
use convene::events::Event;
use convene::plan::make;
use convene::problem::Problem;
use convene::register::{BookingStatus, MeetingIdx, Register, StaffIdx, Stretch};
use convene::repair::{self, LivePlan};
use convene::solver::{Budget, Config, solve};
use convene::suggest::{self, Suggester};
use convene::synth::{Preset, busy_lancashire, generate};
use convene::travel::Travel;

/// Confirmed bookings that stand.
const BOOKINGS: usize = 10_000;
/// Steps of the search whose plan is repaired.
const STEPS: u64 = 20_000;

fn main() {
    let words: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.first().map(String::as_str) {
        Some("suggest") => suggestions(),
        Some("repair") => repairs(),
        _ => println!("answers: say which figure: suggest or repair"),
    }
}

/// Asks for every meeting of a month in turn and takes the first answer, then asks again for each, now all are booked.
fn suggestions() {
    let register = busy_lancashire(BOOKINGS);
    let travel = Travel::new(&register).expect("all places are joined");
    let problem = suggest::problem(&register, &travel, None, &BTreeSet::new());
    let meetings: Vec<MeetingIdx> = problem.requests.iter().map(|request| request.meeting).collect();
    let mut suggester = Suggester::new(&problem);
    println!("{} bookings stand, {} meetings are asked for", register.bookings.len(), meetings.len());
    heading();
    for (what, moves, takes) in [
        ("`--top 5`, each booked in turn", 0, true),
        ("`--top 5`, all booked", 0, false),
        ("`--top 5 --moves 1`, all booked", 1, false),
    ] {
        let options = suggest::Options { moves, ..suggest::Options::default() };
        let mut milliseconds = Vec::new();
        for &meeting in &meetings {
            let begin = Instant::now();
            let answers = suggester.suggest(meeting, &options).expect("it can be asked for");
            milliseconds.push(begin.elapsed().as_secs_f64() * 1e3);
            if let Some(first) = answers.first().filter(|_| takes) {
                suggester.take(first);
            }
        }
        row(what, milliseconds);
    }
}

/// Lets each chair in turn be away in the second week of a plan, and asks for the ways back.
fn repairs() {
    heading();
    for (what, status) in
        [("all proposed", BookingStatus::Proposed), ("all confirmed", BookingStatus::Confirmed)]
    {
        let mut milliseconds = Vec::new();
        for seed in 1..=5 {
            let register = planned(seed, status);
            let travel = Travel::new(&register).expect("all places are joined");
            let monday = register.calendar.after(register.authority.today, 5);
            let when = Stretch { from: moment(monday, 0), until: moment(monday + chrono::Days::new(5), 0) };
            let plan = LivePlan::new(register, travel);
            for chair in away(plan.register(), when) {
                let mut plan = plan.clone();
                let begin = Instant::now();
                plan.apply(&[Event::Absent { staff: chair, when }]).expect("they are in post");
                let repair = plan.repair(&repair::Options::default(), &AtomicBool::new(false));
                milliseconds.push(begin.elapsed().as_secs_f64() * 1e3);
                assert!(!repair.choices.is_empty(), "there is a way back");
            }
        }
        row(&format!("a chair's week of absence, bookings {what}"), milliseconds);
    }
}

/// Returns `lancashire-2013` with a plan in it whose bookings have this status.
fn planned(seed: u64, status: BookingStatus) -> Register {
    let mut register = generate(Preset::Lancashire2013, seed);
    let travel = Travel::new(&register).expect("all places are joined");
    let problem = Problem::new(&register, &travel);
    let config = Config { seed, threads: 2 };
    let solution = solve(&problem, &config, &Budget::Iterations(STEPS), &AtomicBool::new(false), &|_| ());
    let mut bookings = make(&problem, &solution).expect("lawful").bookings;
    for booking in bookings.iter_mut().filter(|booking| booking.status == BookingStatus::Proposed) {
        booking.status = status;
    }
    register.bookings = bookings;
    register
}

/// Returns the chairs who have a booking in a stretch.
fn away(register: &Register, when: Stretch) -> BTreeSet<StaffIdx> {
    let within = register.bookings.iter().filter(|row| when.from <= row.starts && row.starts < when.until);
    within.filter_map(|row| row.iro).collect()
}

fn heading() {
    println!("| asked | answers | median, ms | p99, ms | longest, ms |");
    println!("| --- | --- | --- | --- | --- |");
}

/// Prints percentiles by the nearest rank.
fn row(what: &str, mut milliseconds: Vec<f64>) {
    milliseconds.sort_by(f64::total_cmp);
    let n = milliseconds.len();
    let rank = |percent: usize| milliseconds[(n * percent).div_ceil(100) - 1];
    println!("| {what} | {n} | {:.1} | {:.1} | {:.1} |", rank(50), rank(99), rank(100));
}
