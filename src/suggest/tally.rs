//! What changes of the bookings do to the score, part by part, as the referee would count it.

use crate::check::{Score, ScorePart};
use crate::problem::Person;
use crate::register::{DistrictIdx, RoomChoice, StaffIdx};
use crate::rules::{Price, SOFT, SoftRule, Tracked};
use crate::solver::{Placement, State};

/// Adds up what insertions and removals do to each part of the score.
///
/// What a booking is charged by itself comes from the prices of [`SOFT`]; travel, load and caseload, which several
/// bookings decide together, from the state before and after. Cost: O(rules + people) a change.
pub(super) struct Tally {
    s1: i64,
    s2: i64,
    /// `[rule of SOFT]`, weights not applied.
    amounts: Vec<i64>,
}

/// What the rules that the solver keeps count for those whom one booking touches.
struct Sums {
    chair_minutes: i64,
    taker_minutes: i64,
    overload: i64,
    above_caseload: i64,
}

impl Tally {
    pub(super) fn new() -> Tally {
        Tally { s1: 0, s2: 0, amounts: vec![0; SOFT.len()] }
    }

    /// Books a request and adds what it costs.
    pub(super) fn insert(&mut self, state: &mut State<'_>, request: usize, placement: Placement) {
        self.change(state, request, placement, 1, |state| state.insert(request, placement));
    }

    /// Takes a request out, takes off what it costs, and returns where it was.
    pub(super) fn remove(&mut self, state: &mut State<'_>, request: usize) -> Option<Placement> {
        let placement = state.placement(request)?;
        self.change(state, request, placement, -1, |state| {
            state.remove(request);
        });
        Some(placement)
    }

    fn change(
        &mut self,
        state: &mut State<'_>,
        request: usize,
        placement: Placement,
        sign: i64,
        make: impl FnOnce(&mut State<'_>),
    ) {
        let before = Sums::around(state, request, placement);
        make(state);
        let after = Sums::around(state, request, placement);
        let options = &state.problem.requests[request];
        self.s1 -= sign * options.weight;
        self.s2 += sign * options.days[placement.day as usize].late;
        for (rule, amount) in SOFT.iter().zip(&mut self.amounts) {
            *amount += match rule.price() {
                Price::Tracked(tracked) => after.of(tracked) - before.of(tracked),
                price => sign * priced(state, price, request, placement),
            };
        }
    }

    /// Returns the difference of the score that the changes made come to.
    pub(super) fn difference(&self, state: &State<'_>) -> Score {
        let register = state.problem.register;
        let part = |(rule, &amount): (&&dyn SoftRule, &i64)| ScorePart {
            key: rule.key(),
            amount,
            minutes: amount * rule.weight(register),
        };
        let parts: Vec<ScorePart> = SOFT.iter().zip(&self.amounts).map(part).collect();
        Score { s1: self.s1, s2: self.s2, s3: parts.iter().map(|part| part.minutes).sum(), parts }
    }
}

impl Sums {
    fn of(&self, tracked: Tracked) -> i64 {
        match tracked {
            Tracked::ChairTravel => self.chair_minutes,
            Tracked::MinuteTakerTravel => self.taker_minutes,
            Tracked::Overload => self.overload,
            Tracked::AboveCaseload => self.above_caseload,
        }
    }

    fn around(state: &State<'_>, request: usize, placement: Placement) -> Sums {
        let problem = state.problem;
        let options = &problem.requests[request];
        let day = options.days[placement.day as usize].day;
        let chair = options.chairs[placement.chair as usize];
        let limit = problem.people[chair as usize].load_limit;
        let above = |(person, facts): (usize, &Person)| {
            (state.caseload_children(person as u32) - facts.caseload_limit).max(0)
        };
        Sums {
            chair_minutes: state.travel_minutes(chair, day),
            taker_minutes: placement.taker.map_or(0, |taker| state.travel_minutes(taker, day)),
            overload: (state.week_minutes(chair, day) - limit).max(0),
            above_caseload: problem.people.iter().enumerate().map(above).sum(),
        }
    }
}

/// Returns what a rule charges a booking by itself, weight not applied.
fn priced(state: &State<'_>, price: Price, request: usize, placement: Placement) -> i64 {
    let problem = state.problem;
    let (register, options) = (problem.register, &problem.requests[request]);
    let meeting = register.meeting(options.meeting);
    let date = options.dates[placement.day as usize];
    let chair = StaffIdx(options.chairs[placement.chair as usize]);
    let site = &options.sites[placement.site as usize];
    let room = site.rooms[placement.room as usize].room;
    match price {
        Price::Day(amount) => {
            register.deadlines(meeting).map_or(0, |deadlines| amount(register, meeting, &deadlines, date))
        }
        Price::Start(amount) => amount(register, meeting, problem.starts[placement.start as usize]),
        Price::Room(amount) => amount(register, problem.travel, meeting, room),
        Price::Chair(amount) => amount(register, meeting, chair, date),
        Price::ChairDistrict(amount) => amount(register, meeting, chair, district(state, request, placement)),
        Price::Tracked(_) => 0,
    }
}

/// Returns the district of a placement's venue, `None` online and where none is known.
fn district(state: &State<'_>, request: usize, placement: Placement) -> Option<DistrictIdx> {
    let register = state.problem.register;
    let options = &state.problem.requests[request];
    let site = &options.sites[placement.site as usize];
    match site.rooms[placement.room as usize].room {
        RoomChoice::Home => register.district(register.meeting(options.meeting)),
        RoomChoice::Room(_) => site.place.and_then(|place| register.places[place].district),
    }
}
