//! Multipliers to begin with: everybody's fair share of a day's driving.

use super::Effort;
use super::multipliers::{Multipliers, Weights};
use super::relaxation::{Ends, Relaxation};
use crate::certificate::Level;

/// Returns multipliers at which hardly a day is worth more than it costs: a minute taker is worth the share of a
/// day's driving there that falls on one meeting, a meeting what its cheapest window costs with that and the chair's
/// share, a child on a caseload its weight where the chair has too many whatever is planned. Returns `None` where
/// `effort` ran out before.
pub(super) fn multipliers(
    relaxation: &Relaxation<'_>,
    level: Level,
    effort: &Effort<'_>,
) -> Option<Multipliers> {
    let problem = relaxation.problem;
    let mut multipliers = Multipliers::zero(relaxation);
    let weights = multipliers.weights(level);
    price_caseloads(relaxation, weights, &mut multipliers);
    let n_places = problem.n_places;
    let mut shares = vec![[None::<i64>; 2]; problem.n_days() * n_places];
    let share = |person: usize, place: usize| {
        let facts = &problem.people[person];
        let travel = &problem.weights;
        let weight = if facts.is_chair { travel.travel_chair } else { travel.travel_minute_taker };
        let round = i64::from(problem.drive(facts.base, place) + problem.drive(place, facts.base));
        weights.minute * weight * round / facts.per_day.clamp(1, 3) as i64
    };
    for day in &relaxation.person_days {
        let person = day.person as usize;
        for group in &relaxation.groups[day.day as usize][0].places {
            let side = usize::from(problem.people[person].is_chair);
            let known = &mut shares[day.day as usize * n_places + group][side];
            // Beside a booking that stands there may be no driving at all.
            let share = if day.standing.is_empty() { share(person, *group) } else { 0 };
            *known = Some(known.map_or(share, |known| known.min(share)));
        }
    }
    for (cell, multiplier) in relaxation.cells.iter().zip(&mut multipliers.cells) {
        let Some(place) = cell.place else { continue };
        if problem.requests[cell.request as usize].needs_taker {
            *multiplier = shares[cell.day as usize * n_places + place][0].unwrap_or(0);
        }
    }
    let mut least: Vec<Option<i64>> = vec![None; problem.requests.len()];
    for day in relaxation.person_days.iter().filter(|day| problem.people[day.person as usize].is_chair) {
        if effort.has_run_out() {
            return None;
        }
        for window in &relaxation.windows[day.day as usize] {
            let request = &problem.requests[window.request as usize];
            let site = &request.sites[window.site as usize];
            let Some(at) = relaxation.chair_at(window.request, day.person) else { continue };
            let children = relaxation.decides[window.request as usize]
                .map_or(0, |household| problem.families[household as usize].children);
            let travel = match site.place {
                Some(place) if day.standing.is_empty() => share(day.person as usize, place),
                _ => 0,
            };
            let cost = window.cost + request.chair_cost(window.day as usize, at) + site.chair_cost[at];
            let worth = weights.minute * cost
                + weights.late * window.late
                + multipliers.cells[window.cell as usize]
                + multipliers.caseload[day.person as usize] * children
                + travel;
            let least = &mut least[window.request as usize];
            *least = Some(least.map_or(worth, |known| known.min(worth)));
        }
    }
    for (i, least) in least.into_iter().enumerate() {
        // What has no place at all stays unbooked, and is worth what that costs.
        let stays = weights.unbooked * problem.requests[i].weight;
        multipliers.meetings[i] = least.unwrap_or(stays);
    }
    Some(multipliers)
}

fn price_caseloads(relaxation: &Relaxation<'_>, weights: Weights, multipliers: &mut Multipliers) {
    let problem = relaxation.problem;
    let mut children = vec![0; problem.people.len()];
    for (family, ends) in problem.families.iter().zip(&relaxation.ends) {
        let chair = match ends {
            Ends::With(_, chair) => *chair,
            Ends::Among(chairs) if chairs.len() == 1 => chairs[0],
            Ends::Among(_) => family.chair_today,
        };
        if let Some(chair) = chair {
            children[chair as usize] += family.children;
        }
    }
    for (person, facts) in problem.people.iter().enumerate().filter(|(_, facts)| facts.is_chair) {
        if facts.caseload_limit < children[person] {
            multipliers.caseload[person] = weights.minute * problem.weights.caseload;
        }
    }
}
