//! Meetings that together need more than there is: "17 meetings need one of 2 chairs on 3 days; there is time for 14".
//!
//! Each meeting needs one of some chairs (minute takers, rooms) on one of some days, and a person-day takes only so
//! many. A maximum flow from meetings to person-days serves as many meetings as that allows (Dinic, 1970); where one
//! is left over, the meetings that its alternating paths reach are a set that violates Hall's condition (*Journal of
//! the London Mathematical Society* 10, 1935): every person-day that any of them could use is full of them.
//!
//! What a person-day takes is counted too high, never too low: the meetings that the person may have in a day, and
//! the shortest of the meetings laid end to end in the time that standing bookings leave. Journeys, lunch, and
//! whether people can come are not looked at. So what is claimed holds; what is not claimed may be impossible too.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use petgraph::algo::dinics;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::explainer::Explainer;
use crate::calendar::Span;
use crate::problem::{Problem, Request};
use crate::register::{MeetingIdx, RoomChoice, TAKER_MARGIN};

/// What meetings need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// Somebody to chair.
    Chair,
    /// Somebody to take the minutes.
    MinuteTaker,
    /// A room.
    Room,
}

/// Meetings that together need more than there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deficit {
    /// What they need.
    pub resource: Resource,
    /// Whether they need it by their statutory dates; otherwise by the last dates on which they may be booked.
    pub in_time: bool,
    /// The meetings, in order.
    pub meetings: Vec<MeetingIdx>,
    /// Everybody (a position in the register's staff), or every room, that would do for any of them.
    pub suppliers: Vec<u32>,
    /// The days on which they could, in order.
    pub dates: Vec<NaiveDate>,
    /// How many of the meetings there is time for, at most.
    pub room_for: usize,
}

/// Meetings that could use the same suppliers on the same days for the same time.
type Class = (Vec<u32>, Vec<usize>, i32);

/// A supplier on a day, a position in the problem's dates.
type SupplierDay = (u32, usize);

/// Returns the groups of meetings that need more than there is, the smallest first: `at_all`, or to be `in_time`.
///
/// Meetings that are confirmed stand; all others are taken for movable. Meetings that have no lawful place by
/// themselves are left out: [`super::Obstacles`] say why.
///
/// Cost: a maximum flow for each resource and question, over (meetings of a kind × people × days) edges.
pub fn deficits(explainer: &Explainer<'_>, at_all: bool, in_time: bool) -> Vec<Deficit> {
    let mut found = Vec::new();
    if !at_all && !in_time {
        return found;
    }
    let problem = Problem::new(&explainer.standing, explainer.travel);
    for (is_asked, in_time) in [(at_all, false), (in_time, true)] {
        for resource in [Resource::Chair, Resource::MinuteTaker, Resource::Room] {
            if is_asked {
                found.extend(deficits_of(&problem, resource, in_time));
            }
        }
    }
    found
}

fn deficits_of(problem: &Problem<'_>, resource: Resource, in_time: bool) -> Vec<Deficit> {
    let mut classes: BTreeMap<Class, Vec<MeetingIdx>> = BTreeMap::new();
    for request in problem.requests.iter().filter(|request| request.hopeless.is_empty()) {
        if let Some(class) = class(problem, request, resource, in_time) {
            classes.entry(class).or_default().push(request.meeting);
        }
    }
    let classes: Vec<(Class, Vec<MeetingIdx>)> = classes.into_iter().collect();
    let supply = supply(problem, resource, &classes);

    let mut graph: DiGraph<(), usize> = DiGraph::new();
    let (source, sink) = (graph.add_node(()), graph.add_node(()));
    let demand: Vec<NodeIndex> = classes
        .iter()
        .map(|(_, meetings)| {
            let node = graph.add_node(());
            graph.add_edge(source, node, meetings.len());
            node
        })
        .collect();
    let mut node_of: BTreeMap<SupplierDay, NodeIndex> = BTreeMap::new();
    for (&supplier_day, supply) in &supply {
        let node = graph.add_node(());
        graph.add_edge(node, sink, supply.meetings);
        node_of.insert(supplier_day, node);
    }
    for (((suppliers, days, minutes), meetings), &node) in classes.iter().zip(&demand) {
        for supplier_day in suppliers.iter().flat_map(|&s| days.iter().map(move |&day| (s, day))) {
            if supply.get(&supplier_day).is_some_and(|supply| *minutes <= supply.longest) {
                // Never full, so that whatever a meeting could use is reached from it.
                graph.add_edge(node, node_of[&supplier_day], meetings.len() + 1);
            }
        }
    }
    let (_, flows) = dinics(&graph, source, sink);

    let left_over = demand.iter().filter(|&&node| {
        graph.edges_connecting(source, node).any(|edge| flows[edge.id().index()] < *edge.weight())
    });
    let mut found: Vec<Deficit> = Vec::new();
    for &node in left_over {
        let reached = reached(&graph, &flows, node, source, sink);
        let deficit = deficit(problem, resource, in_time, (&classes, &demand), (&supply, &node_of), &reached);
        if !found.contains(&deficit) {
            found.push(deficit);
        }
    }
    found.sort_by_key(|deficit| (deficit.meetings.len(), deficit.meetings.clone()));
    let mut told: Vec<Deficit> = Vec::new();
    for deficit in found {
        // A larger group that holds one already told says less.
        let is_new = |known: &Deficit| !known.meetings.iter().all(|m| deficit.meetings.contains(m));
        if told.iter().all(is_new) {
            told.push(deficit);
        }
    }
    join_hopeless(told)
}

/// Joins groups for which there is no time at all and which lack the same people or rooms on the same days: of each of
/// their meetings the same is true.
fn join_hopeless(told: Vec<Deficit>) -> Vec<Deficit> {
    let mut joined: Vec<Deficit> = Vec::new();
    for deficit in told {
        let is_alike = |other: &&mut Deficit| {
            let lacks = |one: &Deficit| (one.suppliers.clone(), one.dates.clone());
            other.room_for == 0 && deficit.room_for == 0 && lacks(other) == lacks(&deficit)
        };
        match joined.iter_mut().find(is_alike) {
            Some(other) => {
                other.meetings.extend(&deficit.meetings);
                other.meetings.sort_unstable();
                other.meetings.dedup();
            }
            None => joined.push(deficit),
        }
    }
    joined.sort_by_key(|deficit| (deficit.meetings.len(), deficit.meetings.clone()));
    joined
}

/// Returns what a request could use and when, or `None` where it does not need the resource, or could do without.
fn class(problem: &Problem<'_>, request: &Request, resource: Resource, in_time: bool) -> Option<Class> {
    let is_statutory = || {
        let meeting = problem.register.meeting(request.meeting);
        problem.register.deadlines(meeting).is_ok_and(|deadlines| deadlines.statutory.is_some())
    };
    if in_time && !is_statutory() {
        return None;
    }
    let days: Vec<usize> =
        request.days.iter().filter(|day| !in_time || day.late == 0).map(|day| day.day).collect();
    let with_chair = request.chair_occupation(0).minutes();
    let (mut suppliers, minutes) = match resource {
        Resource::Chair => (request.chairs.to_vec(), with_chair),
        Resource::MinuteTaker if request.needs_taker => {
            let takers = request.sites.iter().flat_map(|site| site.takers.iter().copied());
            (takers.collect(), request.minutes + 2 * TAKER_MARGIN)
        }
        Resource::MinuteTaker => return None,
        Resource::Room => {
            let rooms = request.sites.iter().flat_map(|site| &site.rooms);
            let rooms: Option<Vec<u32>> = rooms
                .map(|option| match option.room {
                    RoomChoice::Room(room) => Some(room.0),
                    RoomChoice::Home => None,
                })
                .collect();
            (rooms?, with_chair)
        }
    };
    suppliers.sort_unstable();
    suppliers.dedup();
    (!days.is_empty()).then_some((suppliers, days, minutes))
}

/// What a person or a room can take on a day.
struct Supply {
    /// Meetings, at most.
    meetings: usize,
    /// The longest stretch free, in minutes.
    longest: i32,
}

/// Returns what each supplier that is asked for can take on each day, where that is anything.
fn supply(
    problem: &Problem<'_>,
    resource: Resource,
    classes: &[(Class, Vec<MeetingIdx>)],
) -> BTreeMap<SupplierDay, Supply> {
    let mut shortest: BTreeMap<SupplierDay, i32> = BTreeMap::new();
    for ((suppliers, days, minutes), _) in classes {
        for &supplier in suppliers {
            for &day in days {
                let least = shortest.entry((supplier, day)).or_insert(*minutes);
                *least = (*least).min(*minutes);
            }
        }
    }
    let mut supply = BTreeMap::new();
    for ((supplier, day), shortest) in shortest {
        let (free, most) = free_time(problem, resource, supplier, day);
        let laid_end_to_end: usize =
            free.iter().map(|span| (span.minutes() / shortest.max(1)).max(0) as usize).sum();
        let meetings = most.min(laid_end_to_end);
        let longest = free.iter().map(|span| span.minutes()).max().unwrap_or(0);
        if 0 < meetings {
            supply.insert((supplier, day), Supply { meetings, longest });
        }
    }
    supply
}

/// Returns when somebody or a room is free of standing bookings on a day, and how many more meetings they may have.
fn free_time(problem: &Problem<'_>, resource: Resource, supplier: u32, day: usize) -> (Vec<Span>, usize) {
    let on_day = problem.fixed.iter().filter(|fixed| fixed.day == day);
    let (open, taken, most) = match resource {
        Resource::Chair | Resource::MinuteTaker => {
            let person = &problem.people[supplier as usize];
            let mut taken = Vec::new();
            let mut n_meetings = 0;
            for fixed in on_day {
                let spans = [(fixed.chair, fixed.chair_span), (fixed.taker, fixed.taker_span)];
                let own = spans.into_iter().filter(|(who, _)| *who == Some(supplier));
                let before = taken.len();
                taken.extend(own.map(|(_, span)| span));
                n_meetings += usize::from(before < taken.len());
            }
            (person.spells[day].clone(), taken, person.per_day.saturating_sub(n_meetings))
        }
        Resource::Room => {
            let here = on_day.filter(|fixed| fixed.room.is_some_and(|room| room.0 == supplier));
            let open = problem.open[supplier as usize * problem.n_days() + day].clone();
            (open, here.map(|fixed| fixed.chair_span).collect(), usize::MAX)
        }
    };
    let free = taken
        .into_iter()
        .fold(open, |free, gone| free.into_iter().flat_map(|span| span.without(gone)).collect());
    (free, most)
}

/// Returns the nodes that a node's surplus could be moved to: forwards where there is capacity left, backwards along
/// flow.
fn reached(
    graph: &DiGraph<(), usize>,
    flows: &[usize],
    from: NodeIndex,
    source: NodeIndex,
    sink: NodeIndex,
) -> BTreeSet<NodeIndex> {
    let mut reached = BTreeSet::from([from]);
    let mut next = vec![from];
    while let Some(node) = next.pop() {
        let onwards = graph
            .edges(node)
            .filter(|edge| flows[edge.id().index()] < *edge.weight())
            .map(|edge| edge.target());
        let back = graph
            .edges_directed(node, petgraph::Direction::Incoming)
            .filter(|edge| 0 < flows[edge.id().index()])
            .map(|edge| edge.source());
        for other in onwards.chain(back) {
            if other != source && other != sink && reached.insert(other) {
                next.push(other);
            }
        }
    }
    reached
}

fn deficit(
    problem: &Problem<'_>,
    resource: Resource,
    in_time: bool,
    (classes, demand): (&[(Class, Vec<MeetingIdx>)], &[NodeIndex]),
    (supply, node_of): (&BTreeMap<SupplierDay, Supply>, &BTreeMap<SupplierDay, NodeIndex>),
    reached: &BTreeSet<NodeIndex>,
) -> Deficit {
    let here = classes.iter().zip(demand).filter(|(_, node)| reached.contains(node));
    let mut meetings: Vec<MeetingIdx> =
        here.flat_map(|((_, meetings), _)| meetings.iter().copied()).collect();
    meetings.sort_unstable();
    let used: Vec<SupplierDay> =
        node_of.iter().filter(|(_, node)| reached.contains(node)).map(|(&at, _)| at).collect();
    let suppliers: BTreeSet<u32> = used.iter().map(|&(supplier, _)| supplier).collect();
    let days: BTreeSet<usize> = used.iter().map(|&(_, day)| day).collect();
    Deficit {
        resource,
        in_time,
        meetings,
        suppliers: suppliers.into_iter().collect(),
        dates: days.into_iter().map(|day| problem.dates[day]).collect(),
        room_for: used.iter().map(|at| supply[at].meetings).sum(),
    }
}
