//! How long `suggest` takes in a program that holds a plan in memory: every meeting of a register is asked for.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use convene::register::{BookingStatus, MeetingIdx, Register};
use convene::suggest::{Options, Suggester, problem};
use convene::synth;
use convene::travel::Travel;

const BOOKINGS: usize = 10_000;

/// Returns a county's two years of bookings, all of them proposed: anything may be asked for and may move.
fn proposed() -> Register {
    let mut register = synth::lancashire(BOOKINGS);
    for booking in &mut register.bookings {
        booking.status = BookingStatus::Proposed;
    }
    register
}

fn main() {
    let register = proposed();
    let travel = Travel::new(&register).expect("all places are joined");
    let begun = Instant::now();
    let problem = problem(&register, &travel, None, &BTreeSet::new());
    let mut suggester = Suggester::new(&problem);
    println!(
        "{} bookings of which {} may move, prepared in {:.1} s",
        register.bookings.len(),
        problem.requests.len(),
        begun.elapsed().as_secs_f64()
    );
    let asked: Vec<MeetingIdx> = problem.requests.iter().map(|request| request.meeting).collect();
    // With one move every tenth meeting is asked for: it is the same question at other places of the same two years.
    for (moves, step) in [(0, 1), (1, 10), (2, 100)] {
        let options = Options { moves, ..Options::default() };
        let (mut times, mut n_places, mut n_opened) = (Vec::new(), 0, 0);
        for &meeting in asked.iter().step_by(step) {
            let begun = Instant::now();
            let answers = suggester.suggest(meeting, &options).expect("it may be asked for");
            times.push(begun.elapsed());
            n_opened += answers.iter().filter(|answer| !answer.moves.is_empty()).count();
            n_places += answers.len();
        }
        times.sort_unstable();
        println!(
            "suggest --top {} --moves {moves}: {} meetings, p50 {}, p99 {}, most {}; {n_places} places, {n_opened} of \
             them opened by moves",
            options.top,
            times.len(),
            shown(&times, 50),
            shown(&times, 99),
            shown(&times, 100),
        );
    }
}

/// Returns a percentile of sorted times (nearest rank) in milliseconds.
fn shown(times: &[Duration], percent: usize) -> String {
    let rank = (times.len() * percent).div_ceil(100).max(1);
    times
        .get(rank - 1)
        .map_or_else(|| "none".to_owned(), |time| format!("{:.2} ms", time.as_secs_f64() * 1000.0))
}
