//! What is still to come of a day, at least.

use super::days::Stop;
use crate::register::PlaceIdx;
use crate::travel::Travel;

/// Stops to come that are looked at one by one; more are taken to be the cheapest and on the way.
const MOST_STOPS: usize = 6;

/// The least that the rest of a day comes to: journeys take their time, unless somebody may be online on the day, but a
/// meeting may be taken again and lunch be missed. Worked out backwards in time (Bellman, *Dynamic Programming*, 1957).
pub(super) struct Ahead {
    /// When stops begin, in order, each once.
    begins: Vec<i32>,
    /// Where somebody may be, in order.
    places: Vec<PlaceIdx>,
    /// Most stops to come that `rest` knows of.
    most: usize,
    /// The least that any stop costs, 0 or less.
    cheapest: i64,
    /// `[(stops to come × (begins + 1) + begin) × places + place]`: the least that the way home comes to with so many
    /// stops or fewer, for whoever is free at the place after the begin before.
    rest: Vec<i64>,
}

impl Ahead {
    /// Works out what lies ahead on a day that takes `room_for` of `stops`, in order of time, ends at `base` and whose
    /// other places are `held`; a minute of driving costs `minute`.
    ///
    /// Time: O(N · (B · P² + S)) for N stops to come, S stops in all, which begin at B times in P places.
    pub(super) fn new(
        travel: &Travel,
        stops: &[Stop],
        room_for: usize,
        base: PlaceIdx,
        held: impl Iterator<Item = Option<PlaceIdx>> + Clone,
        minute: i64,
    ) -> Ahead {
        let mut begins: Vec<i32> = stops.iter().map(|stop| stop.span.from).collect();
        begins.dedup();
        let mut places: Vec<PlaceIdx> =
            stops.iter().map(|stop| stop.place).chain(held.clone()).flatten().collect();
        places.push(base);
        places.sort_unstable();
        places.dedup();
        let online = stops.iter().map(|stop| stop.place).chain(held).any(|place| place.is_none());
        let most = room_for.min(MOST_STOPS);
        let cheapest = stops.iter().map(|stop| stop.cost).min().unwrap_or(0).min(0);
        let width = places.len();
        let cost = |from: PlaceIdx, to: PlaceIdx| minute * i64::from(travel.minutes(from, to));
        let home: Vec<i64> = places.iter().map(|&place| cost(place, base)).collect();
        let mut ahead =
            Ahead { rest: home.repeat((most + 1) * (begins.len() + 1)), begins, places, most, cheapest };
        for to_come in 1..=most {
            // The least for whoever is at a place by a begin, and stops there then or later.
            let mut there = vec![vec![i64::MAX; width]; ahead.begins.len() + 1];
            let mut later = stops;
            for at in (0..ahead.begins.len()).rev() {
                let first = later.partition_point(|stop| stop.span.from < ahead.begins[at]);
                there[at] = there[at + 1].clone();
                for stop in &later[first..] {
                    let then = ahead.position(stop.span.until);
                    let only = stop.place.map(|place| ahead.place(place));
                    for place in only.map_or(0..width, |only| only..only + 1) {
                        let whole = stop.cost + ahead.rest[ahead.row(to_come - 1, then) + place];
                        there[at][place] = whole.min(there[at][place]);
                    }
                }
                later = &later[..first];
                for from in 0..width {
                    let mut least = home[from].min(there[at][from]);
                    for (to, &place) in ahead.places.iter().enumerate() {
                        let journey = travel.minutes(ahead.places[from], place);
                        // Whoever is free by this begin may have been since the minute after the one before.
                        let needed = if online { 0 } else { journey };
                        let by = if at == 0 { 0 } else { ahead.position(ahead.begins[at - 1] + 1 + needed) };
                        if there[by][to] != i64::MAX {
                            least = least.min(there[by][to] + minute * i64::from(journey));
                        }
                    }
                    let row = ahead.row(to_come, at);
                    ahead.rest[row + from] = least;
                }
            }
        }
        ahead
    }

    /// Returns the least that the rest of a day comes to with at most `to_come` stops more, for whoever is at `place`
    /// and free from then on.
    pub(super) fn least(&self, to_come: usize, place: PlaceIdx, free: i32) -> i64 {
        let known = to_come.min(self.most);
        let more = (to_come - known) as i64 * self.cheapest;
        self.rest[self.row(known, self.position(free)) + self.place(place)] + more
    }

    fn row(&self, to_come: usize, begin: usize) -> usize {
        (to_come * (self.begins.len() + 1) + begin) * self.places.len()
    }

    /// Returns the position of the first begin at a time or later.
    fn position(&self, time: i32) -> usize {
        self.begins.partition_point(|&begin| begin < time)
    }

    /// Returns the position of a place, which is one that the day knows.
    fn place(&self, place: PlaceIdx) -> usize {
        self.places.partition_point(|&known| known < place)
    }
}
