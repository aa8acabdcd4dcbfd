//! The multipliers of the relaxation, and what the relaxation is worth with them.

use rayon::prelude::*;

use super::Effort;
use super::day::{Best, Walk};
use super::relaxation::{Ends, PersonDay, Relaxation, occupied};
use super::stops::Item;
use super::windows::Window;
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
    /// The best of each of the relaxation's people's days.
    pub(super) bests: Vec<Best>,
}

impl Evaluation {
    /// Returns what each of the relaxation's people's days is worth.
    pub(super) fn worth(&self) -> Vec<i64> {
        self.bests.iter().map(|best| best.value).collect()
    }
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

    /// Returns multipliers of these values, which come in the order of [`Multipliers::values`]; a mean of multipliers that
    /// are valid is valid.
    pub(super) fn with_values(&self, values: &[f64]) -> Multipliers {
        let mut made = self.clone();
        let mut values = values.iter();
        let lists: [&mut [i64]; 6] = [
            &mut made.meetings,
            &mut made.cells,
            &mut made.caseload,
            &mut made.load,
            std::slice::from_mut(&mut made.unbooked),
            std::slice::from_mut(&mut made.late),
        ];
        for (multiplier, value) in lists.into_iter().flatten().zip(values.by_ref()) {
            *multiplier = value.round() as i64;
        }
        made
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
/// whatever the multipliers; `None` where `effort` ran out before all days were walked through. The days that were best
/// at other multipliers, `before` (or none), save most of the walks where these are near.
///
/// Time: one walk through each person's day; they run side by side.
pub(super) fn evaluate(
    relaxation: &Relaxation<'_>,
    multipliers: &Multipliers,
    level: Level,
    before: &[Best],
    effort: &Effort<'_>,
) -> Option<Evaluation> {
    let weights = multipliers.weights(level);
    let problem = relaxation.problem;
    let on_offer = on_offer(relaxation, multipliers, weights);
    let bests: Option<Vec<Best>> = relaxation
        .person_days
        .par_iter()
        .enumerate()
        .map_init(
            || (Walk::default(), Vec::new()),
            |(walk, items), (position, day)| {
                if effort.has_run_out() {
                    return None;
                }
                let is_chair = problem.people[day.person as usize].is_chair;
                let on_offer = &on_offer[day.day as usize][usize::from(is_chair)];
                offers(relaxation, multipliers, weights, day, on_offer, items);
                let minute = minute_price(relaxation, multipliers, weights, day);
                let known = before
                    .get(position)
                    .map_or(0, |before| worth_now(relaxation, day, items, before, minute));
                Some(walk.best(relaxation, day, items, minute, known))
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
    Some(Evaluation { value, slopes, bests })
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

/// Returns `[day][is_chair]` what the windows of each day are worth before it is known to whom, where that is anything:
/// nobody is paid for being taken, so what is worth nothing here is worth nothing to anybody.
fn on_offer(relaxation: &Relaxation<'_>, multipliers: &Multipliers, weights: Weights) -> Vec<[Vec<Item>; 2]> {
    let problem = relaxation.problem;
    let days = relaxation.blocks.par_iter().zip(&relaxation.windows);
    days.map(|(blocks, windows)| {
        let mut offers = [Vec::new(), Vec::new()];
        for block in blocks {
            let needs_taker = problem.requests[block.request as usize].needs_taker;
            let worth = multipliers.meetings[block.request as usize] - weights.late * block.late;
            for window in block.first..block.past {
                let Window { cell, cost, .. } = windows[window as usize];
                let taker = if needs_taker { multipliers.cells[cell as usize] } else { 0 };
                for (offers, value) in offers.iter_mut().zip([taker, worth - weights.minute * cost - taker]) {
                    if 0 < value {
                        offers.push(Item { value, request: block.request, window });
                    }
                }
            }
        }
        offers
    })
    .collect()
}

/// Lists what each window of a day is worth to a person, where it is worth anything.
fn offers(
    relaxation: &Relaxation<'_>,
    multipliers: &Multipliers,
    weights: Weights,
    day: &PersonDay,
    on_offer: &[Item],
    items: &mut Vec<Item>,
) {
    items.clear();
    let problem = relaxation.problem;
    let windows = &relaxation.windows[day.day as usize];
    let of_request = on_offer.chunk_by(|one, other| one.request == other.request);
    if !problem.people[day.person as usize].is_chair {
        for items_of in of_request {
            let sites = &problem.requests[items_of[0].request as usize].sites;
            let takes = |item: &&Item| {
                sites[windows[item.window as usize].site as usize].takers.binary_search(&day.person).is_ok()
            };
            items.extend(items_of.iter().filter(takes));
        }
        return;
    }
    let load = multipliers.load[day.person as usize * problem.n_weeks + problem.week_of[day.day as usize]];
    for items_of in of_request {
        let index = items_of[0].request;
        let Some(at) = relaxation.chair_at(index, day.person) else { continue };
        let request = &problem.requests[index as usize];
        let household = relaxation.decides[index as usize];
        let children = household.map_or(0, |household| problem.families[household as usize].children);
        let own = windows[items_of[0].window as usize].day as usize;
        let price = weights.minute * request.chair_cost(own, at)
            + multipliers.caseload[day.person as usize] * children
            + load * occupied(request, true);
        for item in items_of {
            let site = &request.sites[windows[item.window as usize].site as usize];
            let value = item.value - price - weights.minute * site.chair_cost[at];
            if 0 < value {
                items.push(Item { value, ..*item });
            }
        }
    }
}

/// Returns what a day is worth that takes the windows of `before` and drives as far, those left out that are worth
/// nothing now; 0 where one of those is online. To leave out a meeting that is not online leaves a day possible and
/// is no further to drive; after an online one the next journey needs no time.
fn worth_now(
    relaxation: &Relaxation<'_>,
    day: &PersonDay,
    items: &[Item],
    before: &Best,
    minute: i64,
) -> i64 {
    let find = |window: &u32| items.binary_search_by_key(window, |item| item.window);
    let is_online = |window: u32| {
        let window = relaxation.windows[day.day as usize][window as usize];
        relaxation.cells[window.cell as usize].place.is_none()
    };
    if before.windows.iter().any(|window| find(window).is_err() && is_online(*window)) {
        return 0;
    }
    let worth = |window: &u32| find(window).map_or(0, |at| items[at].value);
    before.windows.iter().map(worth).sum::<i64>() - minute * before.driven
}
