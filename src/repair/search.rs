//! From the calmest way back to the best plan, step by step.
//!
//! 1. What is broken goes back with as few people disturbed as possible: the same place, the same appointment with
//!    another room, minute taker or chair, and elsewhere only where nobody is free (min-cost assignment by exact
//!    insertion, ruined and recreated).
//! 2. One after another of these goes where it costs least, that which gains most first: each is a compromise.
//! 3. All that is broken goes where it costs least together, everything else standing.
//! 4. One, then two, then three other bookings may make room (ejection chains of that depth).
//! 5. Every booking that may move moves where that is worth its price.
//!
//! The plan after each of these is a candidate. The method is ruin and recreate with the exact insertion of the solver,
//! uphill never; every draw comes from the generator that is passed in.

use std::sync::atomic::{AtomicBool, Ordering};

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;

use super::bench::{Aim, Bench, Placed, Tier};

/// Deepest ejection chain.
const DEEPEST: usize = 3;
/// Most seats besides the first that one step takes out.
const MOST_TAKEN: u32 = 4;
/// Most bookings that are tried, one after another, to make room for a meeting that has no place.
const MOST_EJECTED: usize = 150;
/// Most meetings without a place for which room is made, one after another.
const MOST_IN_NEED: usize = 8;
/// Most compromises between the calmest plan and the best.
const MOST_COMPROMISES: usize = 12;
/// Plans that the last, free search is asked for on its way.
const FREE_STAGES: u64 = 3;
/// How far apart two bookings are for each thing that they do not share, in days of distance.
const OTHER_PERSON: i64 = 2;
/// Distances are blurred by up to this much, so that one seat has many neighbourhoods.
const BLUR: u32 = 4;

/// Where a seat is, if anywhere, and how much that disturbs.
pub(super) type Place = Option<(Placed, Tier)>;

/// Where every seat is.
pub(super) type Plan = Vec<Place>;

/// Where and with whom a seat is, or would be.
#[derive(Clone, Copy)]
struct Spot {
    day: i64,
    chair: Option<u32>,
    taker: Option<u32>,
}

/// Returns candidate plans, the calmest first, none twice. `steps` bounds the work: about half of them go to the free
/// search, the rest to what comes before it. Ends early where `stop` is set, with what it has found.
pub(super) fn candidates(bench: &mut Bench<'_>, steps: u64, rng: &mut Pcg64, stop: &AtomicBool) -> Vec<Plan> {
    let broken: Vec<usize> = (0..bench.seats.len()).filter(|&seat| bench.seats[seat].is_broken).collect();
    let mut search = Search { bench, broken, rng, stop, found: Vec::new() };
    let share = steps / 10;
    search.place(Aim::Calm);
    search.improve(Aim::Calm, Some(0), share);
    search.keep();
    search.compromise();
    search.lift();
    search.place(Aim::Best);
    search.improve(Aim::Best, Some(0), share);
    search.keep();
    for depth in 1..=DEEPEST {
        search.make_room(depth);
        search.improve(Aim::Best, Some(depth), share);
        search.keep();
    }
    for _ in 0..FREE_STAGES {
        search.improve(Aim::Best, None, steps / 2 / FREE_STAGES);
        search.keep();
    }
    search.found
}

struct Search<'b, 'p> {
    bench: &'b mut Bench<'p>,
    broken: Vec<usize>,
    rng: &'b mut Pcg64,
    stop: &'b AtomicBool,
    found: Vec<Plan>,
}

impl Search<'_, '_> {
    /// Keeps the present plan as a candidate.
    fn keep(&mut self) {
        let plan: Plan = (0..self.bench.seats.len()).map(|seat| self.bench.place(seat)).collect();
        if !self.found.contains(&plan) {
            self.found.push(plan);
        }
    }

    /// Takes every broken seat out.
    fn lift(&mut self) {
        for i in 0..self.broken.len() {
            self.bench.take(self.broken[i]);
        }
    }

    /// Places broken seats that are nowhere, each at its best, those with most to lose by waiting first.
    fn place(&mut self, aim: Aim) {
        let problem = self.bench.state.problem;
        let mut order = self.broken.clone();
        order.sort_by_key(|&seat| {
            let request = &problem.requests[seat];
            let in_time = request.days.iter().filter(|day| day.late == 0).count();
            (in_time * request.chairs.len(), -request.weight, seat)
        });
        for seat in order {
            let is_out = self.bench.place(seat).is_none();
            if is_out && let Some(found) = self.bench.best(seat, aim) {
                self.bench.put(seat, found.placed, found.tier);
                if self.bench.state.is_broken() {
                    self.bench.take(seat);
                }
            }
        }
    }

    /// Moves the broken seat that gains most by it to where it costs least, and again, while any gains. Each plan on the
    /// way is kept.
    fn compromise(&mut self) {
        let known = |seat: &usize| self.bench.before(*seat).is_some();
        let known: Vec<usize> = self.broken.iter().copied().filter(known).collect();
        for _ in 0..MOST_COMPROMISES {
            let before = self.bench.value(Aim::Best);
            let mut best = (before, None);
            for &seat in &known {
                let places = vec![self.bench.take(seat)];
                if let Some(found) = self.bench.best(seat, Aim::Best) {
                    self.bench.put(seat, found.placed, found.tier);
                    let value = self.bench.value(Aim::Best);
                    if !self.bench.state.is_broken() && value < best.0 {
                        best = (value, Some((seat, found)));
                    }
                }
                self.put_back(&[seat], &places);
            }
            let (_, Some((seat, found))) = best else { break };
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            self.bench.take(seat);
            self.bench.put(seat, found.placed, found.tier);
            self.keep();
        }
    }

    /// Takes a few seats out and puts them back, `steps` times, and keeps what is no worse and moves at most `depth`
    /// seats that need not move (`None` = any number).
    fn improve(&mut self, aim: Aim, depth: Option<usize>, steps: u64) {
        for _ in 0..steps {
            if self.stop.load(Ordering::Relaxed) || self.broken.is_empty() {
                break;
            }
            let taken = self.choose(depth);
            let before = self.bench.value(aim);
            let places: Plan = taken.iter().map(|&seat| self.bench.take(seat)).collect();
            for &seat in &taken {
                if let Some(found) = self.bench.best(seat, aim) {
                    self.bench.put(seat, found.placed, found.tier);
                }
            }
            let is_deeper = depth.is_some_and(|depth| depth < self.bench.n_neighbours());
            if self.bench.state.is_broken() || is_deeper || before < self.bench.value(aim) {
                self.put_back(&taken, &places);
            }
        }
    }

    fn put_back(&mut self, taken: &[usize], places: &[Place]) {
        for &seat in taken {
            self.bench.take(seat);
        }
        for (&seat, place) in taken.iter().zip(places) {
            if let Some((placed, tier)) = place {
                self.bench.put(seat, *placed, *tier);
            }
        }
    }

    /// Names the seats of a step, in the order in which they are put back.
    fn choose(&mut self, depth: Option<usize>) -> Vec<usize> {
        let n_seats = self.bench.seats.len();
        let any_seat = depth.is_none() && self.rng.random_range(0..2u32) == 0;
        let seed = if any_seat {
            self.rng.random_range(0..n_seats as u32) as usize
        } else {
            self.broken[self.rng.random_range(0..self.broken.len() as u32) as usize]
        };
        let n = self.rng.random_range(0..=MOST_TAKEN) as usize;
        let spot = self.wish(seed);
        let mut nearest: Vec<(i64, usize)> = Vec::with_capacity(n + 1);
        let among: &mut dyn Iterator<Item = usize> =
            if depth == Some(0) { &mut self.broken.iter().copied() } else { &mut (0..n_seats) };
        for seat in among.filter(|&seat| seat != seed) {
            let Some(other) = self.bench.place(seat).map(|(placed, _)| spot_of(self.bench, placed)) else {
                continue;
            };
            let key = (distance(spot, other) + i64::from(self.rng.random_range(0..BLUR)), seat);
            if nearest.len() < n || nearest.last().is_some_and(|last| key < *last) {
                let position = nearest.partition_point(|&other| other < key);
                nearest.insert(position, key);
                nearest.truncate(n);
            }
        }
        let mut taken: Vec<usize> = nearest.into_iter().map(|(_, seat)| seat).collect();
        taken.push(seed);
        taken.shuffle(self.rng);
        // What must be placed has the first choice in every other step.
        if self.rng.random_range(0..2u32) == 0 {
            taken.sort_by_key(|&seat| !self.bench.seats[seat].is_broken);
        }
        taken
    }

    /// Returns where a seat is, or was, or might be.
    fn wish(&mut self, seat: usize) -> Spot {
        let place = self.bench.place(seat).map(|(placed, _)| placed);
        if let Some(placed) = place.filter(|_| self.rng.random_range(0..2u32) == 0) {
            return spot_of(self.bench, placed);
        }
        let problem = self.bench.state.problem;
        let request = &problem.requests[seat];
        if let Some(before) = self.bench.before(seat)
            && let Ok(day) = problem.dates.binary_search(&before.date())
        {
            let (chair, taker) = (before.iro.map(|c| c.0), before.minute_taker.map(|t| t.0));
            return Spot { day: day as i64, chair, taker };
        }
        let mut draw = |n: usize| if n == 0 { 0 } else { self.rng.random_range(0..n as u32) as usize };
        let day = request.days.get(draw(request.days.len())).map_or(0, |day| day.day as i64);
        let chair = request.chairs.get(draw(request.chairs.len())).copied();
        Spot { day, chair, taker: None }
    }

    /// Tries, for each seat that has no place, every neighbour that may make room, and takes the best.
    fn make_room(&mut self, depth: usize) {
        let problem = self.bench.state.problem;
        let is_in_need =
            |seat: &usize| self.bench.place(*seat).is_none() && problem.requests[*seat].hopeless.is_empty();
        let in_need: Vec<usize> = self.broken.iter().copied().filter(is_in_need).take(MOST_IN_NEED).collect();
        for seat in in_need {
            if depth <= self.bench.n_neighbours() || self.stop.load(Ordering::Relaxed) {
                break;
            }
            let days: Vec<usize> = problem.requests[seat].days.iter().map(|day| day.day).collect();
            let on_its_days = |search: &Self, other: usize| {
                let place = search.bench.place(other).map(|(placed, _)| spot_of(search.bench, placed));
                place.is_some_and(|spot| days.binary_search(&(spot.day as usize)).is_ok())
            };
            let neighbours: Vec<usize> = (0..self.bench.seats.len())
                .filter(|&other| other != seat && on_its_days(self, other))
                .take(MOST_EJECTED)
                .collect();
            let before = self.bench.value(Aim::Best);
            let mut best = (before, None);
            for other in neighbours {
                let places = vec![None, self.bench.take(other)];
                let Some(found) = self.bench.best(seat, Aim::Best) else {
                    self.put_back(&[seat, other], &places);
                    continue;
                };
                self.bench.put(seat, found.placed, found.tier);
                if let Some(found) = self.bench.best(other, Aim::Best) {
                    self.bench.put(other, found.placed, found.tier);
                }
                let is_deeper = depth < self.bench.n_neighbours();
                let value = self.bench.value(Aim::Best);
                if !self.bench.state.is_broken() && !is_deeper && value < best.0 {
                    best = (value, Some((other, self.bench.place(seat), self.bench.place(other))));
                }
                self.put_back(&[seat, other], &places);
            }
            if let (_, Some((other, Some(of_seat), of_other))) = best {
                self.bench.take(other);
                self.bench.put(seat, of_seat.0, of_seat.1);
                if let Some((placed, tier)) = of_other {
                    self.bench.put(other, placed, tier);
                }
            }
        }
    }
}

fn spot_of(bench: &Bench<'_>, (request, placement): Placed) -> Spot {
    let request = &bench.state.problem.requests[request];
    Spot {
        day: request.days[placement.day as usize].day as i64,
        chair: Some(request.chairs[placement.chair as usize]),
        taker: placement.taker,
    }
}

fn distance(a: Spot, b: Spot) -> i64 {
    let apart = |one: Option<u32>, other: Option<u32>| if one == other { 0 } else { OTHER_PERSON };
    (a.day - b.day).abs() + apart(a.chair, b.chair) + apart(a.taker, b.taker)
}
