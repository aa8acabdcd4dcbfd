//! Driving times between places.
//!
//! Along roads a journey is the shortest path (Dijkstra, *Numerische Mathematik* 1, 1959); where a register has no
//! roads it is estimated from the great-circle distance. Either way, parking is added once for every journey
//! between two different places, and from a place to itself is no journey.

use petgraph::algo::{dijkstra, kosaraju_scc};
use petgraph::graph::{DiGraph, NodeIndex};

use crate::register::{Place, PlaceIdx, Register, Road, TravelPolicy};

/// Mean radius of the Earth in kilometres (IUGG R1).
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Minutes between every two places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Travel {
    n_places: usize,
    /// `[from][to]`, row by row, length `n_places²`.
    minutes: Vec<i32>,
}

/// A place that cannot be reached by the register's roads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreachable {
    /// No road names the place.
    OffRoad(PlaceIdx),
    /// No path leads from the first place to the second.
    NoPath(PlaceIdx, PlaceIdx),
}

impl Travel {
    /// Returns the driving times of a register.
    ///
    /// Time: O(P · R log P) with P places and R roads, or O(P²) where journeys are estimated. Space: O(P²).
    ///
    /// # Errors
    /// Every place that no road names and, of the places that are on a road, one pair for each group of places
    /// that cannot be reached from, or cannot reach, the first.
    pub fn new(register: &Register) -> Result<Travel, Vec<Unreachable>> {
        Travel::between(&register.places, register.roads.as_deref(), &register.authority.travel)
    }

    /// As [`Travel::new`], from the parts of a register that matter.
    ///
    /// # Errors
    /// As for [`Travel::new`].
    pub fn between(
        places: &[Place],
        roads: Option<&[Road]>,
        policy: &TravelPolicy,
    ) -> Result<Travel, Vec<Unreachable>> {
        match roads {
            Some(roads) => along_roads(places.len(), roads, policy.parking_minutes),
            None => Ok(estimated(places, policy)),
        }
    }

    /// Returns the minutes from one place to another, parking included; 0 from a place to itself.
    pub fn minutes(&self, from: PlaceIdx, to: PlaceIdx) -> i32 {
        self.minutes[from.at() * self.n_places + to.at()]
    }
}

fn along_roads(n_places: usize, roads: &[Road], parking: i32) -> Result<Travel, Vec<Unreachable>> {
    let mut graph: DiGraph<(), i32> = DiGraph::with_capacity(n_places, roads.len() * 2);
    let nodes: Vec<NodeIndex> = (0..n_places).map(|_| graph.add_node(())).collect();
    let mut named = vec![false; n_places];
    for road in roads {
        let (from, to) = (road.from.at(), road.to.at());
        named[from] = true;
        named[to] = true;
        graph.add_edge(nodes[from], nodes[to], road.minutes);
        if !road.one_way {
            graph.add_edge(nodes[to], nodes[from], road.minutes);
        }
    }
    let mut faults: Vec<Unreachable> =
        (0..n_places).filter(|&p| !named[p]).map(|p| Unreachable::OffRoad(p.into())).collect();
    faults.extend(unjoined(&graph, &named));
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut minutes = vec![0; n_places * n_places];
    for from in 0..n_places {
        for (node, driving) in dijkstra(&graph, nodes[from], None, |edge| *edge.weight()) {
            let to = node.index();
            if to != from {
                minutes[from * n_places + to] = driving + parking;
            }
        }
    }
    Ok(Travel { n_places, minutes })
}

/// Returns one pair for each strongly connected group of places that is not joined both ways with the group of
/// the first named place.
fn unjoined(graph: &DiGraph<(), i32>, named: &[bool]) -> Vec<Unreachable> {
    let Some(first) = named.iter().position(|&n| n) else { return Vec::new() };
    let reached = dijkstra(graph, NodeIndex::new(first), None, |edge| *edge.weight());
    let mut pairs: Vec<Unreachable> = kosaraju_scc(graph)
        .into_iter()
        .filter_map(|group| group.into_iter().map(NodeIndex::index).min())
        .filter(|&place| named[place])
        .collect::<Vec<_>>()
        .into_iter()
        .filter_map(|place| {
            if place == first {
                None
            } else if reached.contains_key(&NodeIndex::new(place)) {
                Some(Unreachable::NoPath(place.into(), first.into()))
            } else {
                Some(Unreachable::NoPath(first.into(), place.into()))
            }
        })
        .collect();
    pairs.sort_by_key(|pair| match *pair {
        Unreachable::OffRoad(place) => (place, place),
        Unreachable::NoPath(from, to) => (from.max(to), to),
    });
    pairs
}

fn estimated(places: &[Place], policy: &TravelPolicy) -> Travel {
    let n_places = places.len();
    let mut minutes = vec![0; n_places * n_places];
    for (from, a) in places.iter().enumerate() {
        for (to, b) in places.iter().enumerate() {
            if from != to {
                let hours = haversine_km(a, b) * policy.detour / policy.speed_kmh;
                minutes[from * n_places + to] = libm::ceil(hours * 60.0) as i32 + policy.parking_minutes;
            }
        }
    }
    Travel { n_places, minutes }
}

/// Returns the great-circle distance in kilometres by the haversine formula (Sinnott, *Sky and Telescope* 68,
/// 1984). `libm` gives the same last bit on every machine, which the C library does not.
fn haversine_km(a: &Place, b: &Place) -> f64 {
    let (lat_a, lat_b) = (a.latitude.to_radians(), b.latitude.to_radians());
    let half_lat = libm::sin((lat_b - lat_a) / 2.0);
    let half_lon = libm::sin((b.longitude.to_radians() - a.longitude.to_radians()) / 2.0);
    let h = half_lat * half_lat + libm::cos(lat_a) * libm::cos(lat_b) * half_lon * half_lon;
    2.0 * EARTH_RADIUS_KM * libm::asin(libm::sqrt(h.min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Reference;

    fn places(at: &[(f64, f64)]) -> Vec<Place> {
        at.iter()
            .enumerate()
            .map(|(i, &(latitude, longitude))| Place {
                reference: Reference::new(&format!("P{i}")).expect("a reference"),
                name: String::new(),
                district: None,
                latitude,
                longitude,
            })
            .collect()
    }

    fn road(from: u32, to: u32, minutes: i32, one_way: bool) -> Road {
        Road { from: PlaceIdx(from), to: PlaceIdx(to), minutes, one_way }
    }

    fn drive(n: usize, roads: &[Road]) -> Result<Travel, Vec<Unreachable>> {
        Travel::between(&places(&vec![(54.0, -2.5); n]), Some(roads), &TravelPolicy::default())
    }

    #[test]
    fn a_journey_is_the_shortest_path_and_parks_once() {
        let roads = [road(0, 1, 20, false), road(1, 2, 15, false), road(0, 2, 50, false)];
        let travel = drive(3, &roads).expect("joined");
        let minutes = |a, b| travel.minutes(PlaceIdx(a), PlaceIdx(b));
        assert_eq!(minutes(0, 2), 20 + 15 + 5);
        assert_eq!(minutes(2, 0), 40);
        assert_eq!(minutes(1, 1), 0);
    }

    #[test]
    fn one_way_roads_are_driven_one_way() {
        let roads = [road(0, 1, 10, true), road(1, 0, 30, true)];
        let travel = drive(2, &roads).expect("joined both ways");
        assert_eq!(travel.minutes(PlaceIdx(0), PlaceIdx(1)), 15);
        assert_eq!(travel.minutes(PlaceIdx(1), PlaceIdx(0)), 35);
    }

    #[test]
    fn places_that_cannot_be_reached_are_all_named() {
        let faults = drive(5, &[road(0, 1, 10, false), road(2, 0, 10, true)]).expect_err("islands");
        assert_eq!(
            faults,
            [
                Unreachable::OffRoad(PlaceIdx(3)),
                Unreachable::OffRoad(PlaceIdx(4)),
                Unreachable::NoPath(PlaceIdx(0), PlaceIdx(2)),
            ]
        );
    }

    #[test]
    fn estimates_round_up_and_park_even_next_door() {
        // Burnley to Preston: 30.8 km as the crow flies; 30.8 × 1.3 / 45 × 60 = 53.4 minutes.
        let places = places(&[(53.7935, -2.2450), (53.7569, -2.7081), (53.7569, -2.7081)]);
        let travel = Travel::between(&places, None, &TravelPolicy::default()).expect("no roads, no faults");
        assert_eq!(travel.minutes(PlaceIdx(0), PlaceIdx(1)), 54 + 5);
        assert_eq!(travel.minutes(PlaceIdx(1), PlaceIdx(2)), 5, "two places at one point");
        assert_eq!(travel.minutes(PlaceIdx(1), PlaceIdx(1)), 0);
    }
}
