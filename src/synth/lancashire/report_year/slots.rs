//! Who held what where: three times a day, nobody and no room twice at one of them.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

use crate::calendar::moment;
use crate::register::{
    Booking, BookingStatus, DistrictIdx, MeetingIdx, Register, Role, RoomChoice, RoomIdx, StaffIdx,
};
use crate::synth::draw::Draw;

/// When meetings begin, in minutes since midnight; each leaves room for those before and after it.
const STARTS: [i32; 3] = [570, 735, 900];

/// What is taken at the times of each day.
#[derive(Default)]
pub(super) struct Slots {
    staff: HashSet<(NaiveDate, usize, StaffIdx)>,
    rooms: HashSet<(NaiveDate, usize, RoomIdx)>,
}

impl Slots {
    /// Books a meeting on a day with the first of `chairs` who is in post and free, in a room of its district, and takes the place.
    /// `None` where nobody is free all day.
    pub(super) fn book(
        &mut self,
        register: &Register,
        draw: &mut Draw,
        (meeting, on): (MeetingIdx, NaiveDate),
        chairs: &[StaffIdx],
    ) -> Option<Booking> {
        let mut times = [0, 1, 2];
        draw.shuffle(&mut times);
        let (chair, time) =
            chairs.iter().filter(|chair| register.staff[chair.at()].in_post(on)).find_map(|&chair| {
                let time = times.iter().find(|&&time| !self.staff.contains(&(on, time, chair)))?;
                Some((chair, *time))
            })?;
        let district = register.district(register.meeting(meeting));
        let room = self.room(register, draw, (on, time), district);
        let taker = self.taker(register, draw, (on, time), district);
        self.staff.insert((on, time, chair));
        self.staff.extend(taker.map(|taker| (on, time, taker)));
        self.rooms.extend(room.map(|room| (on, time, room)));
        Some(Booking {
            meeting,
            starts: moment(on, STARTS[time]),
            iro: Some(chair),
            room: room.map(RoomChoice::Room),
            minute_taker: taker,
            status: BookingStatus::Held,
            extra: Vec::new(),
        })
    }

    /// Returns a free room of the district whose venue is open then, or one elsewhere.
    fn room(
        &self,
        register: &Register,
        draw: &mut Draw,
        (on, time): (NaiveDate, usize),
        district: Option<DistrictIdx>,
    ) -> Option<RoomIdx> {
        let mut rooms: Vec<RoomIdx> = (0..register.rooms.len()).map(RoomIdx::from).collect();
        rooms.retain(|&room| {
            let venue = &register.venues[register.rooms[room.at()].venue.at()];
            let start = STARTS[time];
            venue.until.is_none_or(|until| on <= until)
                && venue.weekdays.contains(&on.weekday())
                && venue.opens.is_none_or(|opens| opens <= start)
                && venue.closes.is_none_or(|closes| start + 120 <= closes)
                && !self.rooms.contains(&(on, time, room))
        });
        draw.shuffle(&mut rooms);
        rooms.sort_by_key(|room| {
            let venue = &register.venues[register.rooms[room.at()].venue.at()];
            venue.place.and_then(|place| register.places[place.at()].district) != district
        });
        rooms.first().copied()
    }

    /// Returns a free minute taker who covers the district.
    fn taker(
        &self,
        register: &Register,
        draw: &mut Draw,
        (on, time): (NaiveDate, usize),
        district: Option<DistrictIdx>,
    ) -> Option<StaffIdx> {
        let takers: Vec<StaffIdx> = (0..register.staff.len())
            .map(StaffIdx::from)
            .filter(|taker| {
                let staff = &register.staff[taker.at()];
                staff.role == Role::MinuteTaker
                    && staff.covers(district)
                    && !self.staff.contains(&(on, time, *taker))
            })
            .collect();
        (!takers.is_empty()).then(|| draw.pick(&takers))
    }
}
