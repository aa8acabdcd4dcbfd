//! How many children no plan can book: a proof for the day when something is left over.
//!
//! The bound is the optimum of a relaxed plan, found by linear programming (good_lp and HiGHS): meetings may be
//! cut into parts, and of all the rules only these are kept: the lawful days, who may chair and take minutes, the
//! most meetings a person may have in a day, and the minutes of their spells. Whatever a lawful plan books the
//! relaxed one can book too, so what the relaxed one must leave out nobody can book.

use std::collections::BTreeMap;

use good_lp::solvers::{SolutionStatus, WithTimeLimit};
use good_lp::{Expression, Solution, SolverModel, Variable, constraint, highs, variable, variables};

use crate::problem::{Problem, Request};
use crate::register::{Staff, TAKER_MARGIN};

/// Largest relaxed plan to solve, in choices of a person and a day for a meeting; beyond it only meetings that
/// have no place at all are counted.
const MOST_CHOICES: usize = 40_000;
/// Seconds after which the linear programme is given up, and nothing claimed.
const SECONDS: f64 = 5.0;
/// How far a sum of floating-point parts may lie above the whole number that it stands for.
const ROUNDING: f64 = 1e-4;

/// Returns a number of children (S1) that every plan leaves unbooked, at least; 0 says nothing.
///
/// Cost: one linear programme of (meetings × days × people) columns. Call it only where a plan leaves something
/// unbooked.
pub fn unbookable_children(problem: &Problem<'_>) -> i64 {
    let hopeless: i64 = problem
        .requests
        .iter()
        .filter(|request| !request.hopeless.is_empty())
        .map(|request| request.weight)
        .sum();
    let bookable: Vec<&Request> =
        problem.requests.iter().filter(|request| request.hopeless.is_empty()).collect();
    let choices: usize = bookable
        .iter()
        .map(|request| request.days.len() * (request.chairs.len() + takers(request).len()))
        .sum();
    if MOST_CHOICES < choices {
        return hopeless;
    }
    hopeless + relaxed_optimum(problem, &bookable)
}

/// What a person can still do on a day.
#[derive(Default)]
struct Capacity {
    meetings: Vec<Variable>,
    minutes: Vec<(i32, Variable)>,
}

fn relaxed_optimum(problem: &Problem<'_>, bookable: &[&Request]) -> i64 {
    let mut columns = variables!();
    let mut rows = Vec::new();
    let mut unbooked = Expression::default();
    let mut days: BTreeMap<(u32, usize), Capacity> = BTreeMap::new();
    for request in bookable {
        let left_out = columns.add(variable().min(0).max(1));
        unbooked += left_out * request.weight as f64;
        let takers = takers(request);
        let mut booked = Expression::from(left_out);
        for day in &request.days {
            let mut share = |people: &[u32], minutes: i32| {
                let mut sum = Expression::default();
                for &person in people.iter().filter(|&&person| has_time(problem, person, day.day, minutes)) {
                    let part = columns.add(variable().min(0).max(1));
                    let capacity = days.entry((person, day.day)).or_default();
                    capacity.meetings.push(part);
                    capacity.minutes.push((minutes, part));
                    sum += part;
                }
                sum
            };
            let chaired = share(&request.chairs, request.before + request.minutes + request.after);
            if request.needs_taker {
                let minuted = share(&takers, request.minutes + 2 * TAKER_MARGIN);
                rows.push(constraint!(minuted - chaired.clone() >= 0));
            }
            booked += chaired;
        }
        rows.push(constraint!(booked >= 1));
    }
    for ((person, day), capacity) in days {
        let who = &problem.people[person as usize];
        let (meetings, minutes) = taken(problem, person, day);
        let free: i32 = who.spells[day].iter().map(|spell| spell.minutes()).sum();
        let count: Expression = capacity.meetings.iter().copied().sum();
        rows.push(constraint!(count <= who.per_day.saturating_sub(meetings) as f64));
        let used: Expression =
            capacity.minutes.iter().map(|&(minutes, part)| part * f64::from(minutes)).sum();
        rows.push(constraint!(used <= f64::from((free - minutes).max(0))));
    }
    let mut model = columns.minimise(unbooked.clone()).using(highs).set_threads(1).with_time_limit(SECONDS);
    for row in rows {
        model.add_constraint(row);
    }
    // Without an optimum there is no proof, and 0 claims nothing.
    match model.solve() {
        Ok(solution) if matches!(solution.status(), SolutionStatus::Optimal) => {
            libm::ceil(solution.eval(&unbooked) - ROUNDING).max(0.0) as i64
        }
        _ => 0,
    }
}

/// Returns everybody who could take minutes at one of a request's sites.
fn takers(request: &Request) -> Vec<u32> {
    let mut takers: Vec<u32> = request.sites.iter().flat_map(|site| site.takers.iter().copied()).collect();
    takers.sort_unstable();
    takers.dedup();
    takers
}

fn has_time(problem: &Problem<'_>, person: u32, day: usize, minutes: i32) -> bool {
    problem.people[person as usize].spells[day].iter().any(|spell| minutes <= spell.minutes())
}

/// Returns how many bookings that stand a person has on a day, and the minutes that they take of their spells.
fn taken(problem: &Problem<'_>, person: u32, day: usize) -> (usize, i32) {
    let mut count = 0;
    let mut inside = Vec::new();
    for fixed in problem.fixed.iter().filter(|fixed| fixed.day == day) {
        for (who, span) in [(fixed.chair, fixed.chair_span), (fixed.taker, fixed.taker_span)] {
            if who == Some(person) {
                count += 1;
                let spells = &problem.people[person as usize].spells[day];
                inside.extend(spells.iter().any(|spell| spell.covers(span)).then_some(span));
            }
        }
    }
    // Bookings that clash take their minutes once.
    (count, Staff::join_hours(inside).iter().map(|span| span.minutes()).sum())
}
