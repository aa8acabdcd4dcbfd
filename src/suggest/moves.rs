//! Places that open up where one or two other bookings move.
//!
//! A place counts as opened where, with another booking away, the meeting is better placed on that booking's day than
//! anywhere without moving anything. The other booking then goes to its own best place beside it; with two moves, to a
//! place opened in the same way by a second one, or two bookings of one person's day make room together. What the whole
//! change adds, with what rules.md weighs for moving bookings that people know of, must still be less than without
//! moves.
//!
//! The search is bounded: so many bookings are tried, those on the days first on which the meeting could cost least.

use super::places::{Aspects, Chosen, best, best_on, least_costs};
use crate::plan::{booked, is_moved};
use crate::register::{Booking, BookingStatus, Register};
use crate::rules::MovedWeights;
use crate::solver::{Key, Placement, Scratch, State};

/// Most bookings tried at the first move, and at the second for each of the best first ones.
pub(super) const FIRST_TRIES: usize = 160;
const SECOND_TRIES: usize = 40;
/// Most pairs of bookings taken out together.
const PAIRS: usize = 160;
/// How many openings of the first move are followed by a second.
const FOLLOWED: usize = 12;

/// A place for the meeting, and where others go for it.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    /// Where the meeting goes.
    pub(super) placement: Placement,
    /// Which requests go where, in the order in which they make room.
    pub(super) moves: Vec<(usize, Placement)>,
    /// What the whole change adds to the score, moving weighed.
    weighed: Key,
}

/// A place that is there with one booking away.
struct Opening {
    away: usize,
    placement: Placement,
    key: Key,
}

/// Finds openings for one meeting.
pub(super) struct Openings<'s, 'a> {
    pub(super) state: &'s mut State<'a>,
    pub(super) scratch: &'s mut Scratch,
    /// Where each request is booked now, `[request]`.
    pub(super) now: &'s [Option<Booking>],
    /// Where the meeting stands, which no move opens up.
    pub(super) own: Option<Placement>,
    /// Whether bookings that stand confirmed may move.
    pub(super) move_confirmed: bool,
}

impl Openings<'_, '_> {
    /// Returns the best `top` places of a request that is not booked that one move (or two, where `two`) opens up,
    /// each cheaper than `without` moves and different from the others as by [`Chosen`].
    pub(super) fn find(&mut self, asked: usize, without: Option<Key>, two: bool, top: usize) -> Vec<Opened> {
        let than = without.unwrap_or(Key::MAX);
        let openings = self.openings(asked, than, &[asked], FIRST_TRIES);
        let mut opened = Vec::new();
        for (i, opening) in openings.iter().enumerate() {
            self.follow(asked, opening, than, two && i < FOLLOWED, &mut opened);
        }
        if two {
            for pair in self.pairs(asked, than) {
                self.follow_pair(asked, pair, than, &mut opened);
            }
        }
        self.choose(asked, opened, top)
    }

    /// Returns where a request, which is not booked, would be better placed than by `than` if one other booking were
    /// away, the best first.
    fn openings(&mut self, asked: usize, than: Key, but: &[usize], most: usize) -> Vec<Opening> {
        let mut tries = self.in_the_way(asked, than, but);
        tries.truncate(most);
        let mut openings = Vec::new();
        for (_, away) in tries {
            let day = self.day_of(away);
            let Some(own) = self.state.remove(away) else { continue };
            if let Some(day) = day
                && let Some(offer) = best_on(self.state, self.scratch, asked, day)
                && offer.key < than
            {
                openings.push(Opening { away, placement: offer.placement, key: offer.key });
            }
            self.state.insert(away, own);
        }
        openings.sort_by_key(|opening| (opening.key, opening.away));
        openings
    }

    /// Returns the bookings that may move on the days that may hold a better place than `than`, the most promising day
    /// first, with the least that the day can cost.
    fn in_the_way(&self, asked: usize, than: Key, but: &[usize]) -> Vec<(Key, usize)> {
        let state = &*self.state;
        let mut floors: Vec<Option<Key>> = vec![None; state.problem.n_days()];
        for (day, floor) in least_costs(state, asked) {
            floors[day] = Some(floor);
        }
        let mut tries: Vec<(Key, usize)> = Vec::new();
        for (other, placement) in state.placements().iter().enumerate() {
            let Some(placement) = *placement else { continue };
            let options = &state.problem.requests[other];
            let day = options.days[placement.day as usize].day;
            if let Some(floor) = floors[day].filter(|&floor| floor < than)
                && !but.contains(&other)
                && self.may_move(other)
                && shares(state, asked, other, placement)
            {
                tries.push((floor, other));
            }
        }
        tries.sort_unstable();
        tries
    }

    /// Returns pairs of bookings of one chair or one minute taker on one day that are in the way together.
    fn pairs(&self, asked: usize, than: Key) -> Vec<(usize, usize)> {
        let tries = self.in_the_way(asked, than, &[asked]);
        let who = |request: usize| {
            let placement = self.state.placement(request)?;
            let options = &self.state.problem.requests[request];
            Some((self.day_of(request)?, options.chairs[placement.chair as usize], placement.taker))
        };
        let mut pairs = Vec::new();
        for (i, &(_, one)) in tries.iter().enumerate() {
            for &(_, other) in &tries[i + 1..] {
                if PAIRS == pairs.len() {
                    return pairs;
                }
                let (Some(a), Some(b)) = (who(one), who(other)) else { continue };
                if a.0 == b.0 && (a.1 == b.1 || (a.2.is_some() && a.2 == b.2)) {
                    pairs.push((one, other));
                }
            }
        }
        pairs
    }

    /// Takes two bookings out, books the meeting on their day, and finds a place for each of the two.
    fn follow_pair(&mut self, asked: usize, pair: (usize, usize), than: Key, opened: &mut Vec<Opened>) {
        let before = self.state.score();
        let Some(day) = self.day_of(pair.0) else { return };
        let (Some(one), Some(other)) = (self.state.remove(pair.0), self.state.remove(pair.1)) else { return };
        if let Some(offer) = best_on(self.state, self.scratch, asked, day).filter(|offer| offer.key < than) {
            self.state.insert(asked, offer.placement);
            if let Some(first) = best(self.state, self.scratch, pair.0) {
                self.state.insert(pair.0, first.placement);
                if let Some(second) = best(self.state, self.scratch, pair.1) {
                    self.state.insert(pair.1, second.placement);
                    let went = [(pair.0, one, first.placement), (pair.1, other, second.placement)];
                    let moves = went.into_iter().filter(|(_, from, to)| from != to);
                    let moves = moves.map(|(request, _, to)| (request, to)).collect();
                    self.note(before, than, offer.placement, moves, opened);
                    self.state.remove(pair.1);
                }
                self.state.remove(pair.0);
            }
            self.state.remove(asked);
        }
        self.state.insert(pair.0, one);
        self.state.insert(pair.1, other);
    }

    /// Books the meeting at an opening and finds a place for the one that made room, if need be by a second move.
    fn follow(&mut self, asked: usize, opening: &Opening, than: Key, two: bool, opened: &mut Vec<Opened>) {
        let before = self.state.score();
        let away = opening.away;
        let Some(own) = self.state.remove(away) else { return };
        self.state.insert(asked, opening.placement);
        let direct = best(self.state, self.scratch, away);
        if let Some(offer) = direct.filter(|offer| offer.placement != own) {
            self.state.insert(away, offer.placement);
            self.note(before, than, opening.placement, vec![(away, offer.placement)], opened);
            self.state.remove(away);
        }
        if two {
            let least = direct.map_or(Key::MAX, |offer| offer.key);
            for second in self.openings(away, least, &[asked, away], SECOND_TRIES) {
                let Some(second_own) = self.state.remove(second.away) else { continue };
                self.state.insert(away, second.placement);
                if let Some(offer) = best(self.state, self.scratch, second.away)
                    && offer.placement != second_own
                    && second.placement != own
                {
                    self.state.insert(second.away, offer.placement);
                    let moves = vec![(away, second.placement), (second.away, offer.placement)];
                    self.note(before, than, opening.placement, moves, opened);
                    self.state.remove(second.away);
                }
                self.state.remove(away);
                self.state.insert(second.away, second_own);
            }
        }
        self.state.remove(asked);
        self.state.insert(away, own);
    }

    /// Keeps the change that the state now holds, where it is lawful and cheaper than `than`.
    fn note(
        &self,
        before: (i64, i64, i64),
        than: Key,
        placement: Placement,
        moves: Vec<(usize, Placement)>,
        opened: &mut Vec<Opened>,
    ) {
        let (_, late, cost) = self.state.score();
        let moving: i64 = moves.iter().map(|&(request, to)| self.moving_minutes(request, to)).sum();
        let weighed = Key { late: late - before.1, cost: cost - before.2 + moving };
        let opens = !moves.is_empty() && self.own != Some(placement);
        if opens && weighed < than && !self.state.is_broken() {
            opened.push(Opened { placement, moves, weighed });
        }
    }

    /// Chooses among all that was found: the cheapest, then what differs.
    fn choose(&self, asked: usize, mut opened: Vec<Opened>, top: usize) -> Vec<Opened> {
        let request = &self.state.problem.requests[asked];
        opened.sort_by_key(|opened| (opened.weighed, opened.moves.len()));
        let (mut chosen, mut taken) = (Chosen::default(), Vec::new());
        while taken.len() < top {
            let aspects = |opened: &Opened| Aspects::of(request, opened.placement);
            let next = opened
                .iter()
                .enumerate()
                .filter(|(_, opened)| !chosen.has(aspects(opened)))
                .min_by_key(|(i, opened)| (chosen.weigh(opened.weighed, aspects(opened)), *i));
            let Some((i, _)) = next else { break };
            let next = opened.remove(i);
            chosen.add(aspects(&next));
            taken.push(next);
        }
        taken.sort_by_key(|opened| opened.weighed);
        taken
    }

    fn day_of(&self, request: usize) -> Option<usize> {
        let placement = self.state.placement(request)?;
        Some(self.state.problem.requests[request].days[placement.day as usize].day)
    }

    fn may_move(&self, request: usize) -> bool {
        let confirmed = |booking: &Booking| booking.status == BookingStatus::Confirmed;
        self.move_confirmed || !self.now[request].as_ref().is_some_and(confirmed)
    }

    fn moving_minutes(&self, request: usize, to: Placement) -> i64 {
        let Some(from) = &self.now[request] else { return 0 };
        let problem = self.state.problem;
        let to = booked(problem, &problem.requests[request], &to, None);
        moving_minutes(problem.register, from, &to)
    }
}

/// Whether a booking keeps anything from a meeting: its chair, minute taker, room or people.
fn shares(state: &State<'_>, asked: usize, other: usize, placement: Placement) -> bool {
    let (wants, has) = (&state.problem.requests[asked], &state.problem.requests[other]);
    let room = has.sites[placement.site as usize].rooms[placement.room as usize].room;
    let same = |a: Option<u32>, b: Option<u32>| a.is_some() && a == b;
    wants.chairs.contains(&has.chairs[placement.chair as usize])
        || placement.taker.is_some_and(|taker| wants.sites.iter().any(|site| site.takers.contains(&taker)))
        || wants.sites.iter().any(|site| site.rooms.iter().any(|option| option.room == room))
        || same(wants.household, has.household)
        || same(wants.worker, has.worker)
}

/// Returns what rules.md weighs for moving a booking that people know of, in minutes of cost; 0 where people notice
/// nothing.
pub(super) fn moving_minutes(register: &Register, from: &Booking, to: &Booking) -> i64 {
    if is_moved(register, from, to) { MovedWeights::new(register).price(register, from) } else { 0 }
}
