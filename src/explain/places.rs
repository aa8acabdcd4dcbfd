//! What stands in a meeting's way: every place that it could have, by the groups of constraints that it breaks.
//!
//! A place is a day, start, room, chair and minute taker. What it breaks is the union of what the day, the start,
//! the room, the chair and the minute taker break, and for a fixed start and site the last three do not depend on
//! each other; so the minimal sets over all places are found from the minimal sets of each, without multiplying them
//! out. A set that holds one already known says nothing new, and most of the places are passed over for it.

use super::antichain::{Antichain, minimal_hitting_sets};
use super::change::{Change, person_changes, room_changes, start_changes};
use super::day::{Day, SiteDay};
use super::group::{Group, Groups};
use super::person_day::{Entry, PersonDay};
use super::scene::Scene;
use super::wish::Place;
use crate::calendar::Span;

/// Most sets of causes that are worked out.
const MOST_CAUSES: usize = 500;
/// Places compared before the best for a remedy is taken.
const COMPARED: usize = 200;

/// Every minimal way in which the places of a scene are broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    /// The minimal sets of groups that places break, the smallest first. The empty set alone: there is a lawful
    /// place. None: there is no place to speak of.
    pub(super) sets: Vec<Groups>,
    /// The minimal sets of groups that together leave no place.
    pub(super) causes: Vec<Groups>,
    /// Whether these are all the causes.
    pub(super) is_all: bool,
}

/// Returns what the places of a scene break.
///
/// Cost: at worst O(days × starts × (rooms + sites × (chairs + takers))) walks through a person's day; mostly a small
/// part of that, because a place that breaks more than one already found is not looked at further.
pub(super) fn broken(scene: &Scene<'_>, days: &[Day<'_>]) -> Broken {
    let mut known = Antichain::default();
    'days: for day in days {
        for &start in &scene.starts {
            let besides = day.start_groups(scene, start);
            if known.covers(besides) {
                continue;
            }
            for site in &day.sites {
                at_site(scene, day, site, start, besides, &mut known);
            }
            if known.covers(Groups::NONE) {
                break 'days;
            }
        }
    }
    let sets = known.into_sorted();
    let (causes, is_all) = if sets.is_empty() || sets[0].is_empty() {
        (Vec::new(), true)
    } else {
        minimal_hitting_sets(&sets, MOST_CAUSES)
    };
    Broken { sets, causes, is_all }
}

/// Adds what the places of one start at one site break.
fn at_site(
    scene: &Scene<'_>,
    day: &Day<'_>,
    site: &SiteDay,
    start: i32,
    besides: Groups,
    known: &mut Antichain,
) {
    let mut rooms = Antichain::default();
    for room in &site.rooms {
        let groups = besides.union(room.groups(scene, start));
        if !known.covers(groups) {
            rooms.add(groups);
        }
    }
    if rooms.sets().is_empty() {
        return;
    }
    let chairs = people(&day.chairs, &|_| Groups::NONE, entry(scene, site, start, true), &rooms, known);
    if chairs.sets().is_empty() {
        return;
    }
    let all = if scene.has_taker() {
        let district = |person: &PersonDay<'_>| taker_district(site, person);
        people(&day.takers, &district, entry(scene, site, start, false), &chairs, known)
    } else {
        chairs
    };
    for &set in all.sets() {
        known.add(set);
    }
}

/// Returns the minimal sets that one of `people` adds to one of `besides`, those left out that `known` covers.
fn people(
    people: &[(Groups, PersonDay<'_>)],
    more: &dyn Fn(&PersonDay<'_>) -> Groups,
    entry: Entry,
    besides: &Antichain,
    known: &Antichain,
) -> Antichain {
    let mut found = Antichain::default();
    for (groups, person) in people {
        let own = groups.union(more(person));
        for &set in besides.sets() {
            let set = set.union(own);
            if !known.covers(set) && !found.covers(set) {
                person.relaxations(entry, set, known, &mut found);
            }
        }
    }
    found
}

fn taker_district(site: &SiteDay, person: &PersonDay<'_>) -> Groups {
    if person.staff.covers(site.district) { Groups::NONE } else { Groups::of(&[Group::TakerDistrict]) }
}

fn entry(scene: &Scene<'_>, site: &SiteDay, start: i32, is_chair: bool) -> Entry {
    let span: Span = if is_chair { scene.chair_occupation(start) } else { scene.taker_occupation(start) };
    Entry { span, meeting: scene.meeting, place: site.place }
}

/// Returns a place that breaks nothing but groups of `allowed`, with what would have to change for it: of the first
/// places in order of what day, start, room and chair cost by themselves, that with the fewest changes.
pub(super) fn best_place_allowing(
    scene: &Scene<'_>,
    days: &[Day<'_>],
    allowed: Groups,
) -> Option<(Place, Vec<Change>)> {
    let mut best: Option<(Place, Vec<Change>)> = None;
    let mut compared = 0;
    for day in days.iter().filter(|day| day.groups.is_within(allowed)) {
        for &start in &scene.starts {
            if !day.start_groups(scene, start).is_within(allowed) {
                continue;
            }
            for site in &day.sites {
                let Some((place, changes)) = place_at(scene, day, site, start, allowed) else { continue };
                if best.as_ref().is_none_or(|(_, fewest)| changes.len() < fewest.len()) {
                    best = Some((place, changes));
                }
                compared += 1;
                let is_least =
                    best.as_ref().is_some_and(|(_, changes)| changes.len() <= 1.min(allowed.len()));
                if is_least || COMPARED < compared {
                    return best;
                }
            }
        }
    }
    best
}

fn place_at(
    scene: &Scene<'_>,
    day: &Day<'_>,
    site: &SiteDay,
    start: i32,
    allowed: Groups,
) -> Option<(Place, Vec<Change>)> {
    let room = site
        .rooms
        .iter()
        .filter(|room| room.groups(scene, start).is_within(allowed))
        .map(|room| (room, room_changes(scene, day, room, start)))
        .min_by_key(|(_, changes)| changes.len())?;
    let (chair, for_chair) =
        person_at(&day.chairs, &|_| Groups::NONE, entry(scene, site, start, true), scene, site, allowed)?;
    let taker = if scene.has_taker() {
        let district = |person: &PersonDay<'_>| taker_district(site, person);
        Some(person_at(&day.takers, &district, entry(scene, site, start, false), scene, site, allowed)?)
    } else {
        None
    };
    let place = Place {
        date: day.date,
        start,
        chair: chair.person,
        room: room.0.room,
        minute_taker: taker.as_ref().map(|(taker, _)| taker.person),
    };
    let mut changes = start_changes(scene, day, start);
    changes.extend(room.1);
    changes.extend(for_chair);
    changes.extend(taker.into_iter().flat_map(|(_, changes)| changes));
    changes.sort();
    changes.dedup();
    Some((place, changes))
}

/// Returns who breaks nothing but groups of `allowed`, with the fewest changes.
fn person_at<'p, 'a>(
    people: &'p [(Groups, PersonDay<'a>)],
    more: &dyn Fn(&PersonDay<'_>) -> Groups,
    entry: Entry,
    scene: &Scene<'_>,
    site: &SiteDay,
    allowed: Groups,
) -> Option<(&'p PersonDay<'a>, Vec<Change>)> {
    let mut best: Option<(&'p PersonDay<'a>, Vec<Change>)> = None;
    for (groups, person) in people {
        let own = groups.union(more(person));
        if !own.is_within(allowed) {
            continue;
        }
        let Some(relaxed) = person.least_relaxation(entry, allowed) else { continue };
        let changes = person_changes(scene, person, entry, own.union(relaxed), site.district);
        if best.as_ref().is_none_or(|(_, fewest)| changes.len() < fewest.len()) {
            let is_free = changes.is_empty();
            best = Some((person, changes));
            if is_free {
                break;
            }
        }
    }
    best
}
