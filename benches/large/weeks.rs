//! A quarter planned whole against the same quarter planned week by week, in the same time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use chrono::{NaiveDate, Weekday};
use convene::check::check;
use convene::plan::make;
use convene::problem::{Problem, meetings_to_book};
use convene::register::{Booking, BookingStatus, MeetingIdx, MeetingStatus, Register};
use convene::solver::{Budget, Config, solve};
use convene::synth::{Preset, generate};
use convene::travel::Travel;

const SECONDS: f64 = 60.0;
const THREADS: usize = 2;

/// Prints the score of both plans for each seed.
pub(crate) fn measure(n_seeds: u64) {
    println!("| seed | planned | S1 | S2 | S3 |");
    println!("| --- | --- | --- | --- | --- |");
    for seed in 1..=n_seeds {
        let register = generate(Preset::Quarter, seed);
        let travel = Travel::new(&register).expect("all places are joined");
        let all = meetings_to_book(&register);
        let ways = [
            ("whole", planned(&register, &travel, &all, SECONDS, seed)),
            ("week by week", week_by_week(&register, &travel, seed)),
        ];
        for (way, bookings) in ways {
            let verdict = check(&register, &travel, &bookings);
            assert!(verdict.breaches.is_empty(), "lawful");
            let (s1, s2, s3) = verdict.score.levels();
            println!("| {seed} | {way} | {s1} | {s2} | {s3} |");
        }
    }
}

/// Returns the bookings after each week's meetings are planned in turn, those of the weeks before being settled. A week has
/// the meetings whose target lies in it, and its share of the time by their number.
fn week_by_week(register: &Register, travel: &Travel, seed: u64) -> Vec<Booking> {
    let all = meetings_to_book(register);
    let mut weeks: BTreeMap<NaiveDate, BTreeSet<MeetingIdx>> = BTreeMap::new();
    for &meeting in &all {
        let target = register.deadlines(register.meeting(meeting)).expect("it has dates").target;
        weeks.entry(target.week(Weekday::Mon).first_day()).or_default().insert(meeting);
    }
    let mut settled = register.clone();
    // Later weeks' meetings are not asked for yet; a proposed booking of one takes nobody's time before.
    settled.bookings.retain(|booking| !all.contains(&booking.meeting));
    for meeting in &all {
        settled.meetings[meeting.at()].status = MeetingStatus::Cancelled;
    }
    for meetings in weeks.values() {
        for meeting in meetings {
            settled.meetings[meeting.at()].status = MeetingStatus::ToBook;
        }
        let share = SECONDS * meetings.len() as f64 / all.len() as f64;
        let mut bookings = planned(&settled, travel, meetings, share, seed);
        for booking in bookings.iter_mut().filter(|booking| meetings.contains(&booking.meeting)) {
            booking.status = BookingStatus::Confirmed;
        }
        settled.bookings = bookings;
    }
    for booking in settled.bookings.iter_mut().filter(|booking| all.contains(&booking.meeting)) {
        booking.status = BookingStatus::Proposed;
    }
    settled.bookings
}

/// Returns the register's bookings and those of a plan for `meetings`, sought for so many seconds.
fn planned(
    register: &Register,
    travel: &Travel,
    meetings: &BTreeSet<MeetingIdx>,
    seconds: f64,
    seed: u64,
) -> Vec<Booking> {
    let begin = Instant::now();
    let problem = Problem::of(register, travel, meetings);
    let spent = || begin.elapsed().as_secs_f64() / seconds;
    let config = Config { seed, threads: THREADS };
    let solution = solve(&problem, &config, &Budget::Until(&spent), &AtomicBool::new(false), &|_| ());
    make(&problem, &solution).expect("lawful").bookings
}
