//! Who may chair a meeting, and where it may be held.

use std::collections::BTreeMap;

use super::shared::Shared;
use super::{Prices, Request, RoomOption, Site};
use crate::register::{Meeting, Register, Room, RoomChoice, RoomIdx, StaffIdx};

/// Returns the staff who may chair a meeting on some day (H03, but for being in post).
pub(super) fn chairs(register: &Register, meeting: &Meeting) -> Vec<u32> {
    let conflicts = meeting.household.map_or(&[][..], |h| &register.households[h.at()].conflicts);
    (0..register.staff.len())
        .map(StaffIdx::from)
        .filter(|&person| {
            let staff = &register.staff[person.at()];
            staff.may_chair(meeting.kind)
                && meeting.iro_needs.iter().all(|need| staff.features.contains(need))
                && !conflicts.contains(&person)
        })
        .map(|person| person.0)
        .collect()
}

/// Whether a room holds everybody expected (H05).
pub(super) fn holds(room: &Room, meeting: &Meeting) -> bool {
    meeting.attendees.is_none_or(|attendees| attendees <= room.capacity)
}

/// Whether a room or its venue has every need (H05).
pub(super) fn has_needs(register: &Register, room: &Room, meeting: &Meeting) -> bool {
    let venue = &register.venues[room.venue.at()];
    meeting.needs.iter().all(|need| room.features.contains(need) || venue.features.contains(need))
}

/// Whether the household may go there (H05).
pub(super) fn allowed(register: &Register, room: &Room, meeting: &Meeting) -> bool {
    meeting.household.is_none_or(|h| !register.households[h.at()].venues_excluded.contains(&room.venue))
}

impl Register {
    /// Whether a room suits a meeting (H05, but for opening): it holds everybody, has what is needed and is open to the
    /// household.
    pub(crate) fn suits(&self, meeting: &Meeting, room: RoomIdx) -> bool {
        let room = &self.rooms[room.at()];
        holds(room, meeting) && has_needs(self, room, meeting) && allowed(self, room, meeting)
    }
}

/// Returns the rooms that suit a meeting (H05, but for opening), by site, the cheapest first.
pub(super) fn sites(
    register: &Register,
    prices: &Prices<'_>,
    shared: &mut Shared,
    meeting: &Meeting,
    request: &Request,
) -> Vec<Site> {
    let home_district = register.district(meeting);
    let mut by_site: BTreeMap<_, Vec<RoomOption>> = BTreeMap::new();
    for (position, room) in register.rooms.iter().enumerate() {
        if register.suits(meeting, RoomIdx::from(position)) {
            let place = register.venues[room.venue.at()].place;
            let district = place.and_then(|place| register.places[place.at()].district);
            let room = RoomChoice::Room(RoomIdx::from(position));
            let option = RoomOption { room, cost: prices.room(meeting, room) };
            by_site.entry((place, district)).or_default().push(option);
        }
    }
    if register.kind(meeting).at_home
        && let Some(home) = register.home(meeting)
    {
        let option = RoomOption { room: RoomChoice::Home, cost: prices.room(meeting, RoomChoice::Home) };
        by_site.entry((Some(home), home_district)).or_default().push(option);
    }
    let takers: Vec<usize> =
        (0..register.staff.len()).filter(|&p| !register.staff[p].role.chairs()).collect();
    let mut sites: Vec<Site> = by_site
        .into_iter()
        .map(|((place, district), mut rooms)| {
            rooms.sort_by_key(|option| (option.cost, option.room));
            let chair_cost = |&chair: &u32| prices.chair_district(meeting, StaffIdx(chair), district);
            let covers = |&taker: &usize| request.needs_taker && register.staff[taker].covers(district);
            Site {
                place: place.map(|place| place.at()),
                spot: 0,
                floor: rooms[0].cost,
                rooms,
                chair_cost: shared.costs(request.chairs.iter().map(chair_cost).collect()),
                takers: shared
                    .people(takers.iter().copied().filter(covers).map(|taker| taker as u32).collect()),
                out_of_district: district.zip(home_district).is_some_and(|(there, home)| there != home),
            }
        })
        .collect();
    sites.sort_by_key(|site| site.floor);
    sites
}
