//! The days that people have in the plans seen.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Span;
use crate::problem::Problem;
use crate::register::RoomChoice;
use crate::solver::diary::Entry;
use crate::solver::state::{Placement, State, fixed_price};

/// What a child-day late counts for, and what a child unbooked counts for at most, in minutes of cost: more than can be
/// saved otherwise, and small enough for floating point. The plan is scored in full in the end.
const LATE: i64 = 20_000;
const MOST_UNBOOKED: i64 = 20_000_000;

/// Where and when a meeting is held: the request, the day, the start and the site, by position.
pub(super) type Cell = (usize, u32, u32, u32);

/// A day of a chair or of a minute taker that some plan has.
#[derive(Debug, Clone)]
pub(super) struct PersonDay {
    pub(super) person: u32,
    pub(super) day: usize,
    /// What is held on it, in order of request; a chair's day knows the room and the chair.
    pub(super) meetings: Vec<(usize, Placement)>,
    /// What it costs, in minutes; S1 and S2 weighed in.
    pub(super) cost: i64,
    /// Minutes that it adds to a chair's week.
    pub(super) minutes: i64,
    /// Whether the first plan seen has it.
    pub(super) is_first: bool,
}

/// Everything that the programme chooses from.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub(super) chair_days: Vec<PersonDay>,
    pub(super) taker_days: Vec<PersonDay>,
    /// What leaving each request out costs, `[request]`.
    pub(super) left_out: Vec<i64>,
    /// Whether each request needs a minute taker, `[request]`.
    pub(super) needs_taker: Vec<bool>,
    /// Things that are in one place at a time, with when each chair's day takes them: `(when, position of the day)`.
    pub(super) taken: Vec<Vec<(Span, usize)>>,
    /// Chairs' weeks in minutes, and their caseloads in children.
    pub(super) limits: Vec<Limit>,
}

/// A limit that costs to go beyond.
#[derive(Debug, Clone)]
pub(super) struct Limit {
    /// What is left below it; negative where it is passed already.
    pub(super) free: i64,
    /// What each unit beyond it costs.
    pub(super) price: i64,
    /// What each chair's day takes of it: `(amount, position of the day)`.
    pub(super) uses: Vec<(i64, usize)>,
}

/// What each person holds on each day, in order of request.
type Held = BTreeMap<(u32, usize), Vec<(usize, Placement)>>;

type Key = (u32, usize, Vec<(usize, u32, u32, u32, u32)>);

impl Columns {
    /// Collects the days of the plans seen, each once.
    pub(super) fn of<'p>(
        problem: &Problem<'_>,
        seen: impl Iterator<Item = &'p Vec<Option<Placement>>>,
    ) -> Columns {
        let empty = State::new(problem);
        let mut known: [BTreeSet<Key>; 2] = [BTreeSet::new(), BTreeSet::new()];
        let mut days: [Vec<PersonDay>; 2] = [Vec::new(), Vec::new()];
        for (nth, plan) in seen.enumerate() {
            let mut held: [Held; 2] = Default::default();
            for (request, placement) in plan.iter().enumerate() {
                let Some(placement) = *placement else { continue };
                let options = &problem.requests[request];
                let day = options.days[placement.day as usize].day;
                let chair = options.chairs[placement.chair as usize];
                held[0].entry((chair, day)).or_default().push((request, placement));
                if let Some(taker) = placement.taker {
                    held[1].entry((taker, day)).or_default().push((request, placement));
                }
            }
            for role in 0..2 {
                for ((person, day), meetings) in std::mem::take(&mut held[role]) {
                    let room = |placement: &Placement| if role == 0 { placement.room } else { 0 };
                    let key = meetings.iter().map(|(r, p)| (*r, p.day, p.start, p.site, room(p))).collect();
                    if known[role].insert((person, day, key)) {
                        let is_first = nth == 0;
                        days[role].push(PersonDay::new(&empty, role == 0, person, day, meetings, is_first));
                    }
                }
            }
        }
        let [chair_days, taker_days] = days;
        // A child unbooked is worse than every meeting as late as it may be.
        let latest = problem.requests.iter().filter_map(|request| request.days.last()).map(|day| day.late);
        let unbooked = (latest.sum::<i64>() + 1).saturating_mul(LATE).min(MOST_UNBOOKED);
        Columns {
            taken: taken(problem, &chair_days),
            limits: [weeks(&empty, &chair_days), caseloads(&empty, &chair_days)].concat(),
            chair_days,
            taker_days,
            left_out: problem.requests.iter().map(|request| request.weight * unbooked).collect(),
            needs_taker: problem.requests.iter().map(|request| request.needs_taker).collect(),
        }
    }

    /// Returns the plan of the days chosen, or `None` where they do not fit one another.
    pub(super) fn plan(&self, problem: &Problem<'_>, chosen: &[usize]) -> Option<Vec<Option<Placement>>> {
        let mut plan = vec![None; problem.requests.len()];
        let n_chair_days = self.chair_days.len();
        for &i in chosen.iter().filter(|&&i| i < n_chair_days) {
            for &(request, placement) in &self.chair_days[i].meetings {
                let alone = plan[request].replace(Placement { taker: None, ..placement }).is_none();
                alone.then_some(())?;
            }
        }
        for &i in chosen.iter().filter(|&&i| n_chair_days <= i) {
            let day = &self.taker_days[i - n_chair_days];
            for &(request, placement) in &day.meetings {
                let booked = plan[request].as_mut()?;
                (cell(request, booked) == cell(request, &placement)).then_some(())?;
                booked.taker.is_none().then_some(())?;
                booked.taker = Some(day.person);
            }
        }
        let complete = |(request, placement): (usize, &Option<Placement>)| {
            placement.is_none_or(|p| p.taker.is_some() == self.needs_taker[request])
        };
        plan.iter().enumerate().all(complete).then_some(plan)
    }
}

impl PersonDay {
    fn new(
        empty: &State<'_>,
        is_chair: bool,
        person: u32,
        day: usize,
        meetings: Vec<(usize, Placement)>,
        is_first: bool,
    ) -> PersonDay {
        let problem = empty.problem;
        let mut diary = empty.diary(person, day).clone();
        let (mut cost, mut minutes) = (0, 0);
        for &(request, placement) in &meetings {
            let options = &problem.requests[request];
            let start = problem.starts[placement.start as usize];
            let place = options.sites[placement.site as usize].place;
            let span =
                if is_chair { options.chair_occupation(start) } else { options.taker_occupation(start) };
            diary.add(Entry { span, place, request: Some(request as u32) });
            if is_chair {
                let (late, price) = fixed_price(options, placement);
                cost += late * LATE + price;
                minutes += i64::from(span.minutes());
            }
        }
        let view = empty.view(person, day);
        let travel = view.travel(&diary.entries).unwrap_or_else(|| view.travel_of_broken_day(&diary.entries));
        let more = i64::from(travel - empty.diary(person, day).travel);
        let weights = &problem.weights;
        cost += more * if is_chair { weights.travel_chair } else { weights.travel_minute_taker };
        PersonDay { person, day, meetings, cost, minutes: minutes + more, is_first }
    }
}

/// Returns the cell of a booking.
pub(super) fn cell(request: usize, placement: &Placement) -> Cell {
    (request, placement.day, placement.start, placement.site)
}

/// Lists when each room, household and social worker is taken by each chair's day (H06).
fn taken(problem: &Problem<'_>, chair_days: &[PersonDay]) -> Vec<Vec<(Span, usize)>> {
    let mut taken: BTreeMap<(u8, usize, usize), Vec<(Span, usize)>> = BTreeMap::new();
    for (i, day) in chair_days.iter().enumerate() {
        for (request, placement) in &day.meetings {
            let options = &problem.requests[*request];
            let start = problem.starts[placement.start as usize];
            let mut take = |what, which, span| {
                taken.entry((what, which, day.day)).or_default().push((span, i));
            };
            let room = options.sites[placement.site as usize].rooms[placement.room as usize].room;
            if let RoomChoice::Room(room) = room {
                take(0, room.at(), options.chair_occupation(start));
            }
            if let Some(household) = options.household.filter(|_| options.family) {
                take(1, household as usize, options.attendance(start));
            }
            if let Some(worker) = options.worker {
                take(2, worker as usize, options.attendance(start));
            }
        }
    }
    taken.into_values().filter(|list| 1 < list.len()).collect()
}

fn weeks(empty: &State<'_>, chair_days: &[PersonDay]) -> Vec<Limit> {
    let problem = empty.problem;
    let mut weeks: BTreeMap<(u32, usize), Vec<(i64, usize)>> = BTreeMap::new();
    for (i, day) in chair_days.iter().enumerate() {
        weeks.entry((day.person, problem.week_of[day.day])).or_default().push((day.minutes, i));
    }
    let free = |person: u32, week: usize| {
        problem.people[person as usize].load_limit - empty.load[person as usize * problem.n_weeks + week]
    };
    let limit =
        |((person, week), uses)| Limit { free: free(person, week), price: problem.weights.load, uses };
    weeks.into_iter().map(limit).collect()
}

/// Lists what each chair's day adds to caseloads. A household whose chair several meetings decide is counted where
/// it stands; the plan is scored in full in the end.
fn caseloads(empty: &State<'_>, chair_days: &[PersonDay]) -> Vec<Limit> {
    let problem = empty.problem;
    let mut deciding: BTreeMap<u32, usize> = BTreeMap::new();
    for household in problem.requests.iter().filter(|r| r.continuity).filter_map(|r| r.household) {
        *deciding.entry(household).or_default() += 1;
    }
    let mut changes: BTreeMap<u32, Vec<(i64, usize)>> = BTreeMap::new();
    for (i, day) in chair_days.iter().enumerate() {
        for (request, _) in &day.meetings {
            let options = &problem.requests[*request];
            let Some(household) = options.household.filter(|_| options.continuity) else { continue };
            let family = &empty.families[household as usize];
            if deciding[&household] != 1 || !family.chaired.is_empty() || family.chair == Some(day.person) {
                continue;
            }
            let children = problem.families[household as usize].children;
            changes.entry(day.person).or_default().push((children, i));
            if let Some(before) = family.chair {
                changes.entry(before).or_default().push((-children, i));
            }
        }
    }
    let free = |chair: u32| problem.people[chair as usize].caseload_limit - empty.caseload[chair as usize];
    let limit = |(chair, uses)| Limit { free: free(chair), price: problem.weights.caseload, uses };
    changes.into_iter().map(limit).collect()
}
