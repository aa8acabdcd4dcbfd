//! A meeting to book, with everywhere it may lawfully go.

use std::sync::Arc;

use chrono::NaiveDate;

use super::shared::Shared;
use super::windows::Away;
use super::{Prices, Problem, hopeless, suitable};
use crate::calendar::Span;
use crate::register::{Deadlines, MeetingIdx, RoomChoice, StaffIdx, TAKER_MARGIN};

/// A meeting to book.
#[derive(Debug, Clone)]
pub struct Request {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// Children it counts for, at least 1.
    pub weight: i64,
    /// Its household.
    pub household: Option<u32>,
    /// Whether the household is at the meeting.
    pub family: bool,
    /// Whether it decides its household's chair.
    pub continuity: bool,
    /// The social worker who must be there.
    pub worker: Option<u32>,
    /// Length of the meeting proper.
    pub minutes: i32,
    /// Minutes for which chair and room are taken before it.
    pub before: i32,
    /// And after it.
    pub after: i32,
    /// Whether it needs a minute taker.
    pub needs_taker: bool,
    /// Lawful dates, in order.
    pub dates: Vec<NaiveDate>,
    /// The same as days of the problem, with what they cost.
    pub days: Vec<DayOption>,
    /// Positions on the problem's grid of starts that office hours allow: first, and one past the last.
    pub starts: (usize, usize),
    /// What a start costs, by position on the problem's grid of starts.
    pub start_cost: Vec<i64>,
    /// Chairs who may take it on some lawful day.
    pub chairs: Arc<[u32]>,
    /// What a chair costs on a day, `[position in days][position in chairs]`.
    pub chair_cost: Vec<Arc<[i64]>>,
    /// Places where it may be held, cheapest room first.
    pub sites: Vec<Site>,
    /// Why it has no lawful place at all, whatever else is booked.
    pub hopeless: Vec<String>,
}

/// A lawful day of a request.
#[derive(Debug, Clone)]
pub struct DayOption {
    /// The day, a position in the problem's dates.
    pub day: usize,
    /// S2: children × working days past the statutory date.
    pub late: i64,
    /// What the day alone costs.
    pub cost: i64,
    /// What the cheapest chair costs on it.
    pub chair_floor: i64,
    /// When family, social worker or attendees cannot come.
    pub away: Vec<Span>,
}

/// Rooms at one place in one district, which chairs and minute takers reach alike.
#[derive(Debug, Clone)]
pub struct Site {
    /// The place; `None` = online.
    pub place: Option<usize>,
    /// Its place among the problem's spots; one past the last = online.
    pub spot: usize,
    /// Its rooms, cheapest first.
    pub rooms: Vec<RoomOption>,
    /// What the cheapest costs.
    pub floor: i64,
    /// What each chair costs here, `[position in the request's chairs]`.
    pub chair_cost: Arc<[i64]>,
    /// Minute takers who cover it.
    pub takers: Arc<[u32]>,
    /// Whether it lies outside the household's district.
    pub out_of_district: bool,
}

/// A room that suits a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomOption {
    /// The room.
    pub room: RoomChoice,
    /// What the room alone costs.
    pub cost: i64,
}

impl Request {
    /// Compiles a meeting with its lawful `dates`.
    pub(super) fn new(
        problem: &Problem<'_>,
        prices: &Prices<'_>,
        away: &Away<'_>,
        shared: &mut Shared,
        index: MeetingIdx,
        deadlines: &Deadlines,
        dates: &[NaiveDate],
    ) -> Request {
        let register = problem.register;
        let meeting = register.meeting(index);
        let kind = register.kind(meeting);
        let mut request = Request {
            meeting: index,
            weight: register.child_weight(meeting),
            household: meeting.household.map(|household| household.0),
            family: kind.family && meeting.household.is_some(),
            continuity: kind.continuity && meeting.household.is_some(),
            worker: register.social_worker(meeting).map(|worker| worker.0),
            minutes: register.minutes(meeting),
            before: kind.before,
            after: kind.after,
            needs_taker: kind.minute_taker,
            dates: dates.to_vec(),
            days: Vec::with_capacity(dates.len()),
            starts: (0, 0),
            start_cost: problem.starts.iter().map(|&start| prices.start(meeting, start)).collect(),
            chairs: shared.people(suitable::chairs(register, meeting)),
            chair_cost: Vec::new(),
            sites: Vec::new(),
            hopeless: Vec::new(),
        };
        request.starts = request.starts_in_office_hours(problem);
        let stretches = away.from(register, index);
        for &date in dates {
            let chair_cost: Vec<i64> =
                request.chairs.iter().map(|&chair| prices.chair(meeting, StaffIdx(chair), date)).collect();
            let cost = prices.day(meeting, deadlines, date);
            let late = deadlines.statutory.map_or(0, |due| i64::from(register.calendar.between(due, date)));
            request.days.push(DayOption {
                day: problem.day_of(date),
                late: late * request.weight,
                cost,
                chair_floor: chair_cost.iter().copied().min().unwrap_or(0),
                away: stretches.iter().filter_map(|stretch| stretch.on(date)).collect(),
            });
            request.chair_cost.push(shared.costs(chair_cost));
        }
        request.sites = suitable::sites(register, prices, shared, meeting, &request);
        request.hopeless = hopeless::reasons(register, meeting, deadlines, &request);
        request
    }

    /// Returns the positions on the grid at which every occupation lies in office hours (H13): first, and one past
    /// the last.
    fn starts_in_office_hours(&self, problem: &Problem<'_>) -> (usize, usize) {
        let office = problem.register.authority.office_hours;
        let fits = |&start: &i32| {
            office.covers(self.chair_occupation(start))
                && (!self.needs_taker || office.covers(self.taker_occupation(start)))
        };
        let first = problem.starts.iter().position(fits).unwrap_or(0);
        (first, problem.starts.iter().rposition(fits).map_or(first, |last| last + 1))
    }

    /// Returns what a meeting that starts at `start` occupies of chair and room.
    pub fn chair_occupation(&self, start: i32) -> Span {
        Span::new(start - self.before, start + self.minutes + self.after)
    }

    /// Returns what it occupies of a minute taker.
    pub fn taker_occupation(&self, start: i32) -> Span {
        Span::new(start - TAKER_MARGIN, start + self.minutes + TAKER_MARGIN)
    }

    /// Returns the meeting proper.
    pub fn attendance(&self, start: i32) -> Span {
        Span::new(start, start + self.minutes)
    }

    /// Returns what each chair costs on a day (a position), `[position in chairs]`.
    pub fn chair_costs(&self, day: usize) -> &[i64] {
        &self.chair_cost[day]
    }

    /// Returns what a chair costs on a day, both given by position.
    pub fn chair_cost(&self, day: usize, chair: usize) -> i64 {
        self.chair_cost[day][chair]
    }
}
