//! One lane of the search: ruin, recreate, accept or take back.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;

use super::construct::scarcity;
use super::insertion::{Screen, best_place_near};
use super::ruin::ruin;
use super::scratch::Scratch;
use super::state::{Placement, State};
use crate::problem::{DayOption, Request};

/// One in this many days and chairs is passed over when a place is sought ("blinks").
const BLINK: u32 = 256;
/// Most unbooked requests that a step tries to place besides what it took out.
const MOST_UNBOOKED: usize = 8;

/// A search of its own: its bookings, its dice, and the best it has seen.
pub(super) struct Lane<'a> {
    pub(super) state: State<'a>,
    pub(super) best: Vec<Option<Placement>>,
    pub(super) best_score: (i64, i64, i64),
    rng: Pcg64,
    scratch: Scratch,
    /// How scarce each request's places are, `[request]`.
    scarcity: Vec<(u64, i64)>,
    ruined: Vec<usize>,
    before: Vec<(usize, Option<Placement>)>,
    /// Requests whose booking has changed since `best` was kept, some of them more than once.
    changed: Vec<usize>,
}

impl<'a> Lane<'a> {
    pub(super) fn new(state: State<'a>, rng: Pcg64) -> Lane<'a> {
        Lane {
            best: state.placements().to_vec(),
            best_score: state.score(),
            rng,
            scratch: Scratch::default(),
            scarcity: state.problem.requests.iter().map(scarcity).collect(),
            ruined: Vec::new(),
            before: Vec::new(),
            changed: Vec::new(),
            state,
        }
    }

    /// Goes on from another lane's plan.
    pub(super) fn adopt(&mut self, placements: &[Option<Placement>]) {
        self.state.become_plan(placements);
        self.best = placements.to_vec();
        self.best_score = self.state.score();
        self.changed.clear();
    }

    /// Takes a few bookings out, puts them back at their best places, and keeps the change where it is better or,
    /// by simulated annealing at `temperature` (minutes of cost), not much worse.
    pub(super) fn step(&mut self, temperature: f64) {
        let old = self.state.score();
        ruin(&self.state, &mut self.rng, &mut self.ruined);
        self.before.clear();
        for &request in &self.ruined {
            let placement = self.state.rebook(request, None);
            self.before.push((request, placement));
        }
        self.add_unbooked();
        self.recreate();
        let new = self.state.score();
        if !self.state.is_broken() && self.accepts(old, new, temperature) {
            if self.changed.len() <= self.best.len() {
                self.changed.extend(self.before.iter().map(|&(request, _)| request));
            }
            if new < self.best_score {
                self.best_score = new;
                self.keep_best();
            }
        } else {
            self.take_back();
        }
    }

    /// Writes what has changed since the last time into the best plan.
    fn keep_best(&mut self) {
        if self.best.len() < self.changed.len() {
            self.best.copy_from_slice(self.state.placements());
        } else {
            for &request in &self.changed {
                self.best[request] = self.state.placement(request);
            }
        }
        self.changed.clear();
    }

    /// Adds a few unbooked requests to those that the step places.
    fn add_unbooked(&mut self) {
        // What the step has taken out is counted as unbooked by now.
        let taken: i64 =
            self.before.iter().map(|&(request, _)| self.state.problem.requests[request].weight).sum();
        if self.state.score().0 == self.state.problem.hopeless_weight + taken {
            return;
        }
        let requests = &self.state.problem.requests;
        let offset = self.rng.random_range(0..requests.len() as u32) as usize;
        let candidates = (0..requests.len()).map(|i| (i + offset) % requests.len());
        let unbooked = candidates
            .filter(|&r| self.state.placement(r).is_none() && requests[r].hopeless.is_empty())
            .filter(|r| !self.ruined.contains(r))
            .take(MOST_UNBOOKED)
            .collect::<Vec<_>>();
        for request in unbooked {
            self.ruined.push(request);
            self.before.push((request, None));
        }
    }

    fn recreate(&mut self) {
        match self.rng.random_range(0..4u32) {
            0 => {
                let scarcity = &self.scarcity;
                self.ruined.sort_by_key(|&request| (scarcity[request], request));
            }
            1 => {
                // What was unbooked comes first.
                self.ruined.shuffle(&mut self.rng);
                let before = &self.before;
                let was_booked = |request: usize| before.iter().any(|&(r, p)| r == request && p.is_some());
                self.ruined.sort_by_key(|&request| was_booked(request));
            }
            2 => self.ruined.shuffle(&mut self.rng),
            // As they were named: the one for whom room was made comes first.
            _ => {}
        }
        for &request in &self.ruined {
            let mut blinks = Blinks { rng: &mut self.rng };
            let near = self.before.iter().find(|(other, _)| *other == request).and_then(|(_, place)| *place);
            self.state.measure();
            if let Some(offer) = best_place_near(&self.state, &mut self.scratch, request, &mut blinks, near) {
                self.state.rebook(request, Some(offer.placement));
            }
        }
    }

    fn accepts(&mut self, old: (i64, i64, i64), new: (i64, i64, i64), temperature: f64) -> bool {
        match (new.0, new.1).cmp(&(old.0, old.1)) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Greater => false,
            std::cmp::Ordering::Equal => {
                let luck = f64::from(self.rng.random_range(1..=1u32 << 24)) / f64::from(1u32 << 24);
                ((new.2 - old.2) as f64) < -temperature * libm::log(luck)
            }
        }
    }

    fn take_back(&mut self) {
        for &(request, _) in &self.before {
            self.state.rebook(request, None);
        }
        for &(request, placement) in &self.before {
            self.state.rebook(request, placement);
        }
    }
}

/// Passes over a day or a chair now and then, so that the same hole is not always filled alike.
struct Blinks<'r> {
    rng: &'r mut Pcg64,
}

impl Screen for Blinks<'_> {
    fn day(&mut self, _request: &Request, _day: &DayOption) -> bool {
        self.rng.random_range(0..BLINK) != 0
    }

    fn chair(&mut self, _request: &Request, _day: &DayOption, _chair: usize) -> bool {
        self.rng.random_range(0..BLINK) != 0
    }
}
