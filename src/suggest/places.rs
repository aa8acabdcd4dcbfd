//! The best places of one meeting that differ from each other.
//!
//! Two places differ where their day, their chair or their venue's place does (venues in one place, such as two in one
//! town, count as one). The first place is the best there is. Each next one is, of those that differ from all before
//! it, the best when [`ALIKE_MINUTES`] are added for each of day, chair and place that one before it has already: of
//! places that cost about the same, the more different comes first. Days past the statutory date (S2) decide before
//! all minutes.

use crate::problem::{DayOption, Request, Site};
use crate::solver::{AnyPlace, Key, Offer, OnDay, Placement, Scratch, Screen, State, best_place};

/// Minutes of cost that a place may cost more for being on another day, with another chair or elsewhere than those
/// offered before it: as much as the default of a family's preferred half of the day.
pub(super) const ALIKE_MINUTES: i64 = 15;

/// What makes places different.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Aspects {
    /// The day, a position in the problem's dates.
    pub(super) day: usize,
    /// The chair.
    pub(super) chair: u32,
    /// The place of the venue; `None` = online.
    pub(super) place: Option<usize>,
}

impl Aspects {
    pub(super) fn of(request: &Request, placement: Placement) -> Aspects {
        Aspects {
            day: request.days[placement.day as usize].day,
            chair: request.chairs[placement.chair as usize],
            place: request.sites[placement.site as usize].place,
        }
    }
}

/// The places chosen so far.
#[derive(Default)]
pub(super) struct Chosen(Vec<Aspects>);

impl Chosen {
    pub(super) fn add(&mut self, aspects: Aspects) {
        self.0.push(aspects);
    }

    pub(super) fn has(&self, aspects: Aspects) -> bool {
        self.0.contains(&aspects)
    }

    /// Returns a key with [`ALIKE_MINUTES`] added for each aspect that a chosen place has already.
    pub(super) fn weigh(&self, key: Key, aspects: Aspects) -> Key {
        let alike = [
            self.0.iter().any(|chosen| chosen.day == aspects.day),
            self.0.iter().any(|chosen| chosen.chair == aspects.chair),
            self.0.iter().any(|chosen| chosen.place == aspects.place),
        ];
        more(key, alike)
    }
}

fn more(key: Key, alike: [bool; 3]) -> Key {
    let n_alike = alike.into_iter().filter(|&is| is).count() as i64;
    Key { cost: key.cost + ALIKE_MINUTES * n_alike, ..key }
}

/// Returns the best `top` places of a request that is not booked, in the order of the rule above. `own` is where it was
/// booked until now.
///
/// Exact, but for one case: where taking the request out left somebody a journey from an online meeting that lacks
/// time, only the best place of each day, chair and place is tried, and `own`.
///
/// Cost: one [`best_place`] for each of its days that may hold one of them, and for each further place a few more.
pub(super) fn best_places(
    state: &mut State<'_>,
    scratch: &mut Scratch,
    position: usize,
    own: Option<Placement>,
    top: usize,
) -> Vec<Offer> {
    let request = &state.problem.requests[position];
    let mut days = days_with_floors(state, position);
    let mut found = Vec::with_capacity(top);
    let (mut chosen, mut barred) = (Chosen::default(), Vec::new());
    while found.len() < top {
        let Some(offer) = next(state, scratch, position, &mut days, &chosen, &barred) else { break };
        let aspects = Aspects::of(request, offer.placement);
        barred.push(aspects);
        let offer = if mends(state, position, offer.placement) {
            offer
        } else {
            match own.filter(|&own| Aspects::of(request, own) == aspects) {
                Some(own) => Offer { placement: own, key: key_of(state, position, own) },
                None => continue,
            }
        };
        chosen.add(aspects);
        found.push(offer);
    }
    found
}

/// Returns the best place without any condition, or `None` where there is none that leaves everybody's day whole.
pub(super) fn best(state: &mut State<'_>, scratch: &mut Scratch, position: usize) -> Option<Offer> {
    let offer = best_place(state, scratch, position, &mut AnyPlace)?;
    mends(state, position, offer.placement).then_some(offer)
}

/// Returns the best place on one day.
pub(super) fn best_on(
    state: &State<'_>,
    scratch: &mut Scratch,
    position: usize,
    day: usize,
) -> Option<Offer> {
    best_place(state, scratch, position, &mut OnDay(day))
}

/// Whether all days are whole with a request at a placement.
fn mends(state: &mut State<'_>, position: usize, placement: Placement) -> bool {
    if !state.is_broken() {
        // Insertions at places that were offered break nothing.
        return true;
    }
    state.insert(position, placement);
    let whole = !state.is_broken();
    state.remove(position);
    whole
}

/// Returns what booking a request at a placement adds.
pub(super) fn key_of(state: &mut State<'_>, position: usize, placement: Placement) -> Key {
    let (_, late, cost) = state.score();
    state.insert(position, placement);
    let (_, late_with, cost_with) = state.score();
    state.remove(position);
    Key { late: late_with - late, cost: cost_with - cost }
}

/// What is known of a day.
struct Day {
    day: usize,
    /// The least that it costs: exact once `first` is known.
    floor: Key,
    /// Its best place, or `None` where it has none; not known until somebody asks.
    first: Option<Option<Offer>>,
}

/// Returns a request's days with the least that each can cost, journeys and load aside and caseloads relieved.
fn days_with_floors(state: &State<'_>, position: usize) -> Vec<Day> {
    least_costs(state, position).map(|(day, floor)| Day { day, floor, first: None }).collect()
}

/// Returns the least that each day of a request can cost, journeys and load aside and caseloads relieved.
pub(super) fn least_costs(state: &State<'_>, position: usize) -> impl Iterator<Item = (usize, Key)> {
    let request = &state.problem.requests[position];
    let site = request.sites.iter().map(|site| site.floor).min().unwrap_or(0);
    let children = request.household.map_or(0, |h| state.problem.families[h as usize].children);
    let relief = if request.continuity { state.problem.weights.caseload * children } else { 0 };
    request.days.iter().enumerate().map(move |(at, day)| {
        let chairs = 0..request.chairs.len();
        let chair = chairs.map(|chair| request.chair_cost(at, chair)).min().unwrap_or(0);
        (day.day, Key { late: day.late, cost: day.cost + chair + site - relief })
    })
}

/// Returns the best place that is not `barred`, weighed by how it differs from those chosen. Days are looked into
/// in order of what they cost at least, and most are not.
fn next(
    state: &State<'_>,
    scratch: &mut Scratch,
    position: usize,
    days: &mut [Day],
    chosen: &Chosen,
    barred: &[Aspects],
) -> Option<Offer> {
    let request = &state.problem.requests[position];
    let mut best: Option<(Key, Offer)> = None;
    let mut chairs: Vec<u32> = chosen.0.iter().map(|aspects| aspects.chair).collect();
    let mut places: Vec<Option<usize>> = chosen.0.iter().map(|aspects| aspects.place).collect();
    chairs.sort_unstable();
    chairs.dedup();
    places.sort_unstable();
    places.dedup();
    days.sort_by_key(|day| (day.floor, day.day));
    for known in days {
        if best.is_some_and(|(key, _)| key <= known.floor) {
            break;
        }
        let day = known.day;
        let first = *known.first.get_or_insert_with(|| best_on(state, scratch, position, day));
        known.floor = first.map_or(Key::MAX, |offer| offer.key);
        let (floor, Some(first)) = (known.floor, first) else { continue };
        let day_again = chosen.0.iter().any(|aspects| aspects.day == day);
        let first_aspects = Aspects::of(request, first.placement);
        for (chair_again, place_again) in [(false, false), (false, true), (true, false), (true, true)] {
            let alike = [day_again, chair_again, place_again];
            let nothing = (chair_again && chairs.is_empty()) || (place_again && places.is_empty());
            if nothing || best.is_some_and(|(key, _)| key <= more(floor, alike)) {
                continue;
            }
            let is_here = chairs.contains(&first_aspects.chair) == chair_again
                && places.contains(&first_aspects.place) == place_again;
            let offer = if is_here && !barred.contains(&first_aspects) {
                Some(first)
            } else {
                let part = Part {
                    day,
                    chairs: Of { listed: &chairs, wanted: chair_again },
                    places: Of { listed: &places, wanted: place_again },
                };
                best_of_part(state, scratch, position, &part, barred)
            };
            if let Some(offer) = offer {
                let key = more(offer.key, alike);
                if best.is_none_or(|(least, _)| key < least) {
                    best = Some((key, offer));
                }
            }
        }
    }
    best.map(|(_, offer)| offer)
}

/// Returns the best place of a part that is not barred. A [`Screen`] does not see chair and place together, so the
/// places at which somebody is barred are looked at one by one.
fn best_of_part(
    state: &State<'_>,
    scratch: &mut Scratch,
    position: usize,
    part: &Part<'_>,
    barred: &[Aspects],
) -> Option<Offer> {
    let mut barred_at: Vec<Option<usize>> = barred
        .iter()
        .filter(|b| b.day == part.day && part.chairs.has(b.chair) && part.places.has(b.place))
        .map(|b| b.place)
        .collect();
    barred_at.sort_unstable();
    barred_at.dedup();
    let mut elsewhere = Without { part, places: &barred_at, chairs: &[], only: None };
    let mut best = best_place(state, scratch, position, &mut elsewhere);
    for &place in &barred_at {
        let chairs: Vec<u32> =
            barred.iter().filter(|b| b.day == part.day && b.place == place).map(|b| b.chair).collect();
        let mut here = Without { part, places: &[], chairs: &chairs, only: Some(place) };
        let offer = best_place(state, scratch, position, &mut here);
        best = [best, offer].into_iter().flatten().min_by_key(|offer| offer.key);
    }
    best
}

/// Those that are listed, or those that are not.
#[derive(Clone, Copy)]
struct Of<'l, T> {
    listed: &'l [T],
    wanted: bool,
}

impl<T: Copy + PartialEq> Of<'_, T> {
    fn has(&self, item: T) -> bool {
        self.listed.contains(&item) == self.wanted
    }
}

/// The places of one day with some chairs at some places.
struct Part<'l> {
    day: usize,
    chairs: Of<'l, u32>,
    places: Of<'l, Option<usize>>,
}

impl Screen for Part<'_> {
    fn day(&mut self, _request: &Request, day: &DayOption) -> bool {
        day.day == self.day
    }

    fn chair(&mut self, request: &Request, _day: &DayOption, chair: usize) -> bool {
        self.chairs.has(request.chairs[chair])
    }

    fn site(&mut self, site: &Site) -> bool {
        self.places.has(site.place)
    }
}

/// A part without some places and some chairs, or at one place only.
struct Without<'p, 'l> {
    part: &'p Part<'l>,
    places: &'p [Option<usize>],
    chairs: &'p [u32],
    only: Option<Option<usize>>,
}

impl Screen for Without<'_, '_> {
    fn day(&mut self, _request: &Request, day: &DayOption) -> bool {
        day.day == self.part.day
    }

    fn chair(&mut self, request: &Request, _day: &DayOption, chair: usize) -> bool {
        let chair = request.chairs[chair];
        self.part.chairs.has(chair) && !self.chairs.contains(&chair)
    }

    fn site(&mut self, site: &Site) -> bool {
        let here = self.only.is_none_or(|only| only == site.place);
        here && self.part.places.has(site.place) && !self.places.contains(&site.place)
    }
}
