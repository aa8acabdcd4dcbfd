//! Tests that the solver's sums and its best places are what the referee says, by brute force.

use std::sync::atomic::AtomicBool;

use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::lane::Lane;
use super::{AnyPlace, Budget, Config, Key, Placement, Scratch, State, best_place, construct, solve};
use crate::check::check;
use crate::plan::make;
use crate::problem::Problem;
use crate::register::Register;
use crate::rules::testing::County;
use crate::synth::{self, Preset};
use crate::travel::Travel;

/// Returns the referee's levels of a state's bookings.
fn refereed(problem: &Problem<'_>, state: &State<'_>) -> (i64, i64, i64) {
    let solution = super::Solution {
        placements: state.placements().to_vec(),
        score: state.score(),
        iterations: 0,
        seen: Vec::new(),
    };
    make(problem, &solution).expect("the solver keeps the hard rules").score.levels()
}

fn every_step_counts_right(register: &Register, seed: u64, steps: usize) {
    let travel = Travel::new(register).expect("joined");
    let problem = Problem::new(register, &travel);
    if problem.requests.is_empty() {
        return;
    }
    let mut lane = Lane::new(construct(&problem), Pcg64::new(u128::from(seed), 0));
    for step in 0..steps {
        lane.step(200.0);
        let anew = State::with(&problem, lane.state.placements());
        assert_eq!(lane.state.score(), anew.score(), "seed {seed}, step {step}: kept and counted anew");
        if step % 8 == 0 {
            assert_eq!(
                lane.state.score(),
                refereed(&problem, &lane.state),
                "seed {seed}, step {step}: referee"
            );
        }
    }
}

#[test]
fn the_running_score_is_the_full_score_after_every_step() {
    for seed in 0..60 {
        every_step_counts_right(&synth::generate(Preset::Hostile, seed), seed, 24);
    }
    every_step_counts_right(&County::new().register, 1, 100);
}

/// Returns the best place of a request by trying every day, start, chair, room and minute taker there is, on the
/// grid and on the days of the problem, before the referee.
fn by_brute_force(problem: &Problem<'_>, state: &State<'_>, request: usize) -> Option<Key> {
    let options = &problem.requests[request];
    let without = refereed_with(problem, state, request, None)?;
    let mut best: Option<Key> = None;
    for day in 0..options.days.len() {
        for start in 0..problem.starts.len() {
            for chair in 0..options.chairs.len() {
                for (site, rooms) in options.sites.iter().enumerate() {
                    for room in 0..rooms.rooms.len() {
                        let takers: Vec<Option<u32>> = if options.needs_taker {
                            (0..problem.people.len() as u32)
                                .filter(|&p| !problem.people[p as usize].is_chair)
                                .map(Some)
                                .collect()
                        } else {
                            vec![None]
                        };
                        for taker in takers {
                            let placement = Placement {
                                day: day as u32,
                                start: start as u32,
                                chair: chair as u32,
                                site: site as u32,
                                room: room as u32,
                                taker,
                            };
                            if let Some(with) = refereed_with(problem, state, request, Some(placement)) {
                                let key = Key { late: with.1 - without.1, cost: with.2 - without.2 };
                                best = Some(best.map_or(key, |other| other.min(key)));
                            }
                        }
                    }
                }
            }
        }
    }
    best
}

/// Returns the referee's levels with one more placement, or `None` where it is not lawful.
fn refereed_with(
    problem: &Problem<'_>,
    state: &State<'_>,
    request: usize,
    placement: Option<Placement>,
) -> Option<(i64, i64, i64)> {
    let mut placements = state.placements().to_vec();
    placements[request] = placement;
    let bookings = crate::plan::bookings(problem, &placements);
    let verdict = check(problem.register, problem.travel, &bookings);
    let ours = |breach: &crate::rules::Breach| {
        breach.meetings.iter().any(|m| problem.fixed.iter().all(|fixed| fixed.meeting != *m))
    };
    (!verdict.breaches.iter().any(ours)).then(|| verdict.score.levels())
}

#[test]
fn the_best_place_is_the_one_that_brute_force_finds() {
    let compare = |seed: u64| -> Option<()> {
        let register = synth::generate(Preset::Hostile, seed);
        let travel = Travel::new(&register).expect("joined");
        let problem = Problem::new(&register, &travel);
        let config = Config { seed, threads: 1 };
        let solution = solve(&problem, &config, &Budget::Iterations(20), &AtomicBool::new(false), &|_| ());
        let mut state = State::with(&problem, &solution.placements);
        let small = |request: &crate::problem::Request| {
            let rooms: usize = request.sites.iter().map(|site| site.rooms.len()).sum();
            let people = request.chairs.len() * if request.needs_taker { problem.people.len() } else { 1 };
            request.hopeless.is_empty() && request.days.len() * problem.starts.len() * rooms * people < 6000
        };
        let request = problem.requests.iter().position(small)?;
        state.remove(request);
        let offer =
            best_place(&state, &mut Scratch::default(), request, &mut AnyPlace).map(|offer| offer.key);
        assert_eq!(offer, by_brute_force(&problem, &state, request), "seed {seed}, request {request}");
        Some(())
    };
    // Minutes of one core's work.
    let compared = (0..400).into_par_iter().filter_map(compare).count();
    assert!(10 <= compared, "only {compared} of the registers were small enough to compare");
}
