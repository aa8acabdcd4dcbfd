//! The multipliers of the relaxation, and what the relaxation is worth with them.

use rayon::prelude::*;

use super::Effort;
use super::day::{Best, Walk};
use super::relaxation::{Ends, PersonDay, Relaxation, occupied};
use super::stops::Item;
use crate::certificate::{LARGEST, Level, UNIT};

/// A step for the price of a minute, beside one for that of a meeting of an hour or so.
const A_MINUTE: f64 = 0.02;

/// What each level counts for, in parts of [`UNIT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Weights {
    /// A child left unbooked (S1).
    pub(super) unbooked: i64,
    /// A child and working day past the statutory date (S2).
    pub(super) late: i64,
    /// A minute of cost (S3).
    pub(super) minute: i64,
}

/// Prices of what the relaxation leaves open; any are valid where `caseload` and `load` lie between 0 and their
/// rules' weights for a minute of cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Multipliers {
    /// `[request]`: what booking it is worth.
    pub(super) meetings: Vec<i64>,
    /// `[cell]`: what a minute taker there costs the chair's side and is worth to the minute taker's.
    pub(super) cells: Vec<i64>,
    /// `[person]`: a child on the caseload.
    pub(super) caseload: Vec<i64>,
    /// `[person × n_weeks + week]`: a minute of the week.
    pub(super) load: Vec<i64>,
    /// A child left unbooked, and a child-day late, above what the plans looked at may have.
    pub(super) unbooked: i64,
    pub(super) late: i64,
}

/// What the relaxation is worth, and the way in which each multiplier would raise it.
pub(super) struct Evaluation {
    /// A lower bound, in parts of [`UNIT`].
    pub(super) value: i64,
    /// Laid out as the multipliers.
    pub(super) slopes: Multipliers,
    /// What each of the relaxation's people's days is worth.
    pub(super) worth: Vec<i64>,
}

impl Multipliers {
    pub(super) fn zero(relaxation: &Relaxation<'_>) -> Multipliers {
        let problem = relaxation.problem;
        Multipliers {
            meetings: vec![0; problem.requests.len()],
            cells: vec![0; relaxation.cells.len()],
            caseload: vec![0; problem.people.len()],
            load: vec![0; problem.people.len() * problem.n_weeks],
            unbooked: 0,
            late: 0,
        }
    }

    /// Returns what each level counts for where `level` is bounded.
    pub(super) fn weights(&self, level: Level) -> Weights {
        match level {
            Level::S1 => Weights { unbooked: UNIT, late: 0, minute: 0 },
            Level::S2 => Weights { unbooked: self.unbooked, late: UNIT, minute: 0 },
            Level::S3 => Weights { unbooked: self.unbooked, late: self.late, minute: UNIT },
        }
    }

    /// Returns all multipliers, in a fixed order.
    pub(super) fn values(&self) -> impl Iterator<Item = i64> + '_ {
        let lists = self.meetings.iter().chain(&self.cells).chain(&self.caseload).chain(&self.load);
        lists.copied().chain([self.unbooked, self.late])
    }

    /// Goes a step of `length` along `direction`, as far as multipliers may go.
    pub(super) fn step(&mut self, relaxation: &Relaxation<'_>, level: Level, direction: &[f64], length: f64) {
        let prices = &relaxation.problem.weights;
        let minute = self.weights(level).minute;
        let any = (-LARGEST, LARGEST);
        let up = (0, LARGEST);
        let lists: [(&mut [i64], f64, (i64, i64)); 6] = [
            (&mut self.meetings, length, any),
            (&mut self.cells, length, up),
            (&mut self.caseload, length, (0, prices.caseload * minute)),
            (&mut self.load, length * A_MINUTE, (0, prices.load * minute)),
            (std::slice::from_mut(&mut self.unbooked), length, up),
            (std::slice::from_mut(&mut self.late), length, up),
        ];
        let mut ways = direction.iter();
        for (list, length, (least, most)) in lists {
            for (multiplier, way) in list.iter_mut().zip(ways.by_ref()) {
                let by = (length * way).round().clamp(-LARGEST as f64, LARGEST as f64) as i64;
                *multiplier = (*multiplier + by).clamp(least, most);
            }
        }
    }
}

/// Returns what the relaxation is worth: a lower bound of `weights` times the levels of every plan that it is about,
/// whatever the multipliers; `None` where `effort` ran out before all days were walked through.
///
/// Time: one walk through each person's day; they run side by side.
pub(super) fn evaluate(
    relaxation: &Relaxation<'_>,
    multipliers: &Multipliers,
    level: Level,
    effort: &Effort<'_>,
) -> Option<Evaluation> {
    let weights = multipliers.weights(level);
    let problem = relaxation.problem;
    let bests: Option<Vec<Best>> = relaxation
        .person_days
        .par_iter()
        .map_init(
            || (Walk::default(), Vec::new()),
            |(walk, items), day| {
                if effort.has_run_out() {
                    return None;
                }
                offers(relaxation, multipliers, weights, day, items);
                let minute = minute_price(relaxation, multipliers, weights, day);
                Some(walk.best(relaxation, day, items, minute))
            },
        )
        .collect();
    let bests = bests?;
    let mut value = weights.minute * problem.fixed_cost + weights.late * problem.fixed_late;
    let mut slopes = Multipliers { late: problem.fixed_late, ..Multipliers::zero(relaxation) };
    slopes.meetings.fill(1);
    for (best, day) in bests.iter().zip(&relaxation.person_days) {
        value -= best.value;
        let is_chair = problem.people[day.person as usize].is_chair;
        let week = day.person as usize * problem.n_weeks + problem.week_of[day.day as usize];
        if is_chair {
            value += multipliers.load[week] * day.standing_minutes;
            slopes.load[week] += day.standing_minutes + best.driven;
        }
        for &window in &best.windows {
            let window = &relaxation.windows[day.day as usize][window as usize];
            let request = &problem.requests[window.request as usize];
            if !is_chair {
                slopes.cells[window.cell as usize] -= 1;
                continue;
            }
            slopes.meetings[window.request as usize] -= 1;
            slopes.load[week] += occupied(request, true);
            slopes.late += window.late;
            if request.needs_taker {
                slopes.cells[window.cell as usize] += 1;
            }
            if let Some(household) = relaxation.decides[window.request as usize] {
                slopes.caseload[day.person as usize] += problem.families[household as usize].children;
            }
        }
    }
    for (i, request) in problem.requests.iter().enumerate() {
        let staying = relaxation.decides[i].and_then(|household| {
            let Ends::With(_, chair) = relaxation.ends[household as usize] else { return None };
            Some((chair?, problem.families[household as usize].children))
        });
        let mut stay = weights.unbooked * request.weight;
        stay += staying.map_or(0, |(chair, children)| multipliers.caseload[chair as usize] * children);
        let worth = multipliers.meetings[i];
        if relaxation.may_stay[i] && stay < worth {
            value += stay;
            slopes.meetings[i] -= 1;
            slopes.unbooked += request.weight;
            if let Some((chair, children)) = staying {
                slopes.caseload[chair as usize] += children;
            }
        } else {
            value += worth;
        }
    }
    for (household, ends) in relaxation.ends.iter().enumerate() {
        let Ends::Among(chairs) = ends else { continue };
        let children = problem.families[household].children;
        let price = |chair: &Option<u32>| chair.map_or(0, |chair| multipliers.caseload[chair as usize]);
        if let Some(chair) = chairs.iter().min_by_key(|chair| price(chair)) {
            value += price(chair) * children;
            if let Some(chair) = chair {
                slopes.caseload[*chair as usize] += children;
            }
        }
    }
    for (person, facts) in problem.people.iter().enumerate().filter(|(_, facts)| facts.is_chair) {
        value -= multipliers.caseload[person] * facts.caseload_limit;
        slopes.caseload[person] -= facts.caseload_limit;
        for week in person * problem.n_weeks..(person + 1) * problem.n_weeks {
            value -= multipliers.load[week] * facts.load_limit;
            slopes.load[week] -= facts.load_limit;
        }
    }
    if let Some(most) = relaxation.given.s1 {
        value -= weights.unbooked * most;
        slopes.unbooked -= most;
    }
    if let Some(most) = relaxation.given.s2 {
        value -= weights.late * most;
        slopes.late -= most;
    }
    // Where a level is bounded its weight is fixed, and what comes before it only where it is given.
    if level == Level::S1 || relaxation.given.s1.is_none() {
        slopes.unbooked = 0;
    }
    if level != Level::S3 || relaxation.given.s2.is_none() {
        slopes.late = 0;
    }
    Some(Evaluation { value, slopes, worth: bests.iter().map(|best| best.value).collect() })
}

fn minute_price(
    relaxation: &Relaxation<'_>,
    multipliers: &Multipliers,
    weights: Weights,
    day: &PersonDay,
) -> i64 {
    let problem = relaxation.problem;
    if problem.people[day.person as usize].is_chair {
        let week = day.person as usize * problem.n_weeks + problem.week_of[day.day as usize];
        weights.minute * problem.weights.travel_chair + multipliers.load[week]
    } else {
        weights.minute * problem.weights.travel_minute_taker
    }
}

/// Lists what each window of a day is worth to a person, where it is worth anything.
fn offers(
    relaxation: &Relaxation<'_>,
    multipliers: &Multipliers,
    weights: Weights,
    day: &PersonDay,
    items: &mut Vec<Item>,
) {
    items.clear();
    let problem = relaxation.problem;
    let is_chair = problem.people[day.person as usize].is_chair;
    let load = if is_chair {
        multipliers.load[day.person as usize * problem.n_weeks + problem.week_of[day.day as usize]]
    } else {
        0
    };
    let windows = &relaxation.windows[day.day as usize];
    for block in &relaxation.blocks[day.day as usize] {
        let request = &problem.requests[block.request as usize];
        let range = block.first as usize..block.past as usize;
        if is_chair {
            let Some(at) = relaxation.chair_at(block.request, day.person) else { continue };
            let household = relaxation.decides[block.request as usize];
            let children = household.map_or(0, |household| problem.families[household as usize].children);
            let worth = multipliers.meetings[block.request as usize]
                - weights.minute * request.chair_cost(block.day as usize, at)
                - weights.late * block.late
                - multipliers.caseload[day.person as usize] * children
                - load * occupied(request, true);
            for position in range {
                let window = &windows[position];
                // The cheapest come first, and minute takers are not paid for being taken.
                if worth <= weights.minute * window.cost {
                    break;
                }
                let cost = window.cost + request.sites[window.site as usize].chair_cost[at];
                let bought = if request.needs_taker { multipliers.cells[window.cell as usize] } else { 0 };
                let value = worth - weights.minute * cost - bought;
                if 0 < value {
                    items.push(Item { value, request: block.request, window: position as u32 });
                }
            }
        } else if request.needs_taker {
            for position in range {
                let window = &windows[position];
                let value = multipliers.cells[window.cell as usize];
                let takers = &request.sites[window.site as usize].takers;
                if 0 < value && takers.binary_search(&day.person).is_ok() {
                    items.push(Item { value, request: block.request, window: position as u32 });
                }
            }
        }
    }
}
