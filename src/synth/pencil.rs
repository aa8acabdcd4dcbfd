//! Bookings that stand already: each the first of some drawn choices that is lawful.

use chrono::NaiveDate;

use super::diary::Diary;
use super::draw::Draw;
use crate::register::{
    Booking, BookingStatus, MeetingIdx, PlaceIdx, Register, Role, RoomChoice, RoomIdx, StaffIdx,
};

/// Starts tried for each day, chair, room and minute taker.
const N_STARTS: usize = 10;
/// Rooms tried, nearest to the family first.
const N_ROOMS: usize = 6;
/// Chairs tried, the family's own first.
const N_CHAIRS: usize = 6;

/// Books a meeting on one of `days`, in their order, and pencils it into the diary. Returns `None` where none of the
/// choices tried is lawful.
pub(super) fn pencil(
    register: &Register,
    diary: &mut Diary,
    draw: &mut Draw,
    meeting: MeetingIdx,
    days: &[NaiveDate],
    status: BookingStatus,
) -> Option<Booking> {
    let rooms = rooms_for(register, diary, draw, meeting);
    let chairs = chairs_for(register, draw, meeting);
    let takers = takers_for(register, draw, meeting);
    let starts = starts_for(register, draw);
    for &day in days {
        for &chair in chairs.iter().filter(|chair| !register.staff[chair.at()].spells_on(day).is_empty()) {
            for &room in &rooms {
                for (&taker, &start) in takers.iter().flat_map(|t| starts.iter().map(move |s| (t, s))) {
                    let booking = Booking {
                        meeting,
                        starts: crate::calendar::moment(day, start),
                        iro: Some(chair),
                        room: Some(room),
                        minute_taker: taker,
                        status,
                        extra: Vec::new(),
                    };
                    if diary.take(register, &booking) {
                        return Some(booking);
                    }
                }
            }
        }
    }
    None
}

/// Returns rooms that hold everybody and have what is needed, nearest to the family's home first; those of their own district come before others.
fn rooms_for(register: &Register, diary: &Diary, draw: &mut Draw, meeting: MeetingIdx) -> Vec<RoomChoice> {
    let meeting = register.meeting(meeting);
    let (home, district) = (register.home(meeting), register.district(meeting));
    let mut rooms: Vec<RoomIdx> = (0..register.rooms.len()).map(RoomIdx::from).collect();
    rooms.retain(|room| {
        let room = &register.rooms[room.at()];
        let venue = &register.venues[room.venue.at()];
        meeting.attendees.is_none_or(|attendees| attendees <= room.capacity)
            && meeting.needs.iter().all(|need| room.features.contains(need) || venue.features.contains(need))
    });
    draw.shuffle(&mut rooms);
    let far = |place: Option<PlaceIdx>| match (home, place) {
        (Some(home), Some(place)) => diary.minutes(home, place),
        (None, _) | (_, None) => 0,
    };
    rooms.sort_by_key(|room| {
        let place = register.venues[register.rooms[room.at()].venue.at()].place;
        let elsewhere =
            district.is_some() && place.and_then(|p| register.places[p.at()].district) != district;
        (elsewhere, far(place))
    });
    let at_home = register.kind(meeting).at_home && draw.chance(40);
    let home_first = at_home.then_some(RoomChoice::Home);
    home_first.into_iter().chain(rooms.into_iter().take(N_ROOMS).map(RoomChoice::Room)).collect()
}

fn chairs_for(register: &Register, draw: &mut Draw, meeting: MeetingIdx) -> Vec<StaffIdx> {
    let meeting = register.meeting(meeting);
    let own = meeting.household.and_then(|household| register.households[household.at()].iro);
    let district = register.district(meeting);
    let mut chairs = staff_where(register, |role| role.chairs());
    chairs.retain(|chair| {
        let chair = &register.staff[chair.at()];
        chair.may_chair(meeting.kind) && meeting.iro_needs.iter().all(|need| chair.features.contains(need))
    });
    draw.shuffle(&mut chairs);
    chairs.sort_by_key(|chair| (Some(*chair) != own, !register.staff[chair.at()].covers(district)));
    chairs.truncate(N_CHAIRS);
    chairs
}

fn takers_for(register: &Register, draw: &mut Draw, meeting: MeetingIdx) -> Vec<Option<StaffIdx>> {
    if !register.kind(register.meeting(meeting)).minute_taker {
        return vec![None];
    }
    let mut takers = staff_where(register, |role| role == Role::MinuteTaker);
    draw.shuffle(&mut takers);
    takers.into_iter().map(Some).collect()
}

fn staff_where(register: &Register, wanted: impl Fn(Role) -> bool) -> Vec<StaffIdx> {
    (0..register.staff.len()).filter(|&s| wanted(register.staff[s].role)).map(StaffIdx::from).collect()
}

/// Returns some starts on the grid in a drawn order; where the grid allows, on the hour and the half-hour.
fn starts_for(register: &Register, draw: &mut Draw) -> Vec<i32> {
    let (grid, office) = (register.authority.grid_minutes, register.authority.office_hours);
    let step = if 30 % grid == 0 { 30 } else { grid };
    let mut starts: Vec<i32> = (office.from..office.until).filter(|start| start % step == 0).collect();
    draw.shuffle(&mut starts);
    starts.truncate(N_STARTS);
    starts
}
