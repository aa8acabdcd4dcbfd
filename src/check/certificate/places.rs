//! Where every meeting may be booked, by the rules that look at one booking alone (H01 to H05, H10, H11, H13), and
//! what that costs.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::register::{
    Booking, Deadlines, DistrictIdx, Meeting, MeetingIdx, MeetingStatus, PlaceIdx, Register, RoomChoice,
    RoomIdx, StaffIdx, Subject, TAKER_MARGIN,
};
use crate::rules::{Price, SOFT};
use crate::travel::Travel;

/// A meeting that a plan books.
pub(super) struct Wanted {
    pub(super) meeting: MeetingIdx,
    /// The children that it counts for.
    pub(super) children: i64,
    pub(super) minutes: i32,
    pub(super) before: i32,
    pub(super) after: i32,
    pub(super) needs_taker: bool,
    /// Who may chair it, on days when they are in post (H03).
    pub(super) may_chair: Vec<StaffIdx>,
    /// By date.
    places: BTreeMap<NaiveDate, Vec<Place>>,
}

/// Rooms at one place in one district, on one day.
pub(super) struct Place {
    /// `None` = online.
    pub(super) place: Option<PlaceIdx>,
    /// S2 on this day.
    pub(super) late: i64,
    /// Lawful starts, each with what day, start and cheapest room cost.
    pub(super) starts: Vec<(i32, i64)>,
    /// Chairs who may take it, each with what they cost here on this day.
    pub(super) chairs: Vec<ChairCost>,
    /// Minute takers who cover the district.
    pub(super) takers: Vec<StaffIdx>,
}

pub(super) struct ChairCost {
    pub(super) person: StaffIdx,
    pub(super) cost: i64,
}

/// A booking that stands, from today on.
pub(super) struct Stands<'a> {
    pub(super) booking: &'a Booking,
    /// S2.
    pub(super) late: i64,
    /// What it costs by itself.
    pub(super) cost: i64,
}

impl Wanted {
    /// Returns where it may be on a date.
    pub(super) fn on(&self, date: NaiveDate) -> &[Place] {
        self.places.get(&date).map_or(&[], Vec::as_slice)
    }

    /// Returns the dates on which it may be.
    pub(super) fn dates(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.places.keys().copied()
    }

    /// Returns what a start occupies of a chair, or of a minute taker.
    pub(super) fn occupation(&self, start: i32, is_chair: bool) -> Span {
        if is_chair {
            Span::new(start - self.before, start + self.minutes + self.after)
        } else {
            Span::new(start - TAKER_MARGIN, start + self.minutes + TAKER_MARGIN)
        }
    }
}

/// Returns the bookings that no plan changes: confirmed and held ones of live meetings from today on.
pub(super) fn standing<'a>(register: &'a Register, travel: &Travel) -> Vec<Stands<'a>> {
    let today = register.authority.today;
    let fixed = register.bookings.iter().filter(|booking| {
        booking.status.is_fixed()
            && today <= booking.date()
            && register.meeting(booking.meeting).status.is_live()
    });
    fixed.map(|booking| stands(register, travel, booking)).collect()
}

fn stands<'a>(register: &'a Register, travel: &Travel, booking: &'a Booking) -> Stands<'a> {
    let meeting = register.meeting(booking.meeting);
    let prices = PriceList { register, travel, meeting };
    let date = booking.date();
    let mut stands = Stands { booking, late: 0, cost: prices.start(booking.start()) };
    if let Ok(deadlines) = register.deadlines(meeting) {
        stands.late = days_late(register, meeting, &deadlines, date);
        stands.cost += prices.day(&deadlines, date);
    }
    stands.cost += booking.room.map_or(0, |room| prices.room(room));
    if let Some(chair) = booking.iro {
        stands.cost += prices.chair(chair, date);
        if booking.room.is_some() {
            stands.cost += prices.chair_district(chair, booking.district(register));
        }
    }
    stands
}

/// Returns the meetings that a plan books: those to book that have no booking that stands, and those whose booking is
/// only proposed.
pub(super) fn wanted(register: &Register, travel: &Travel) -> Vec<Wanted> {
    let bookings: BTreeMap<MeetingIdx, &Booking> =
        register.bookings.iter().map(|booking| (booking.meeting, booking)).collect();
    (0..register.meetings.len())
        .map(MeetingIdx::from)
        .filter(|meeting| match (register.meeting(*meeting).status, bookings.get(meeting)) {
            (MeetingStatus::ToBook, None) => true,
            (MeetingStatus::ToBook | MeetingStatus::Booked, Some(booking)) => !booking.status.is_fixed(),
            _ => false,
        })
        .map(|meeting| want(register, travel, meeting))
        .collect()
}

fn want(register: &Register, travel: &Travel, index: MeetingIdx) -> Wanted {
    let meeting = register.meeting(index);
    let kind = register.kind(meeting);
    let mut wanted = Wanted {
        meeting: index,
        children: register.child_weight(meeting),
        minutes: register.minutes(meeting),
        before: kind.before,
        after: kind.after,
        needs_taker: kind.minute_taker,
        may_chair: may_chair(register, meeting),
        places: BTreeMap::new(),
    };
    let Ok(deadlines) = register.deadlines(meeting) else { return wanted };
    let calendar = &register.calendar;
    let notice = calendar.after(register.authority.today, kind.notice_days);
    let first = deadlines.earliest.map_or(notice, |earliest| earliest.max(notice));
    let last = calendar.after(deadlines.limit_from(), register.authority.late_limit_days);
    let rooms = suitable_rooms(register, meeting);
    for date in first.iter_days().take_while(|&date| date <= last).filter(|&date| calendar.is_working(date)) {
        let places = places(register, travel, &wanted, &deadlines, &rooms, date);
        if !places.is_empty() {
            wanted.places.insert(date, places);
        }
    }
    wanted
}

fn may_chair(register: &Register, meeting: &Meeting) -> Vec<StaffIdx> {
    let conflicts = meeting.household.map_or(&[][..], |h| &register.households[h.at()].conflicts);
    (0..register.staff.len())
        .map(StaffIdx::from)
        .filter(|person| {
            let staff = &register.staff[person.at()];
            staff.may_chair(meeting.kind)
                && !conflicts.contains(person)
                && meeting.iro_needs.iter().all(|need| staff.features.contains(need))
        })
        .collect()
}

/// Returns the rooms that are large enough, have what is needed and are not excluded (H05), by place and district.
fn suitable_rooms(
    register: &Register,
    meeting: &Meeting,
) -> BTreeMap<(Option<PlaceIdx>, Option<u32>), Vec<RoomChoice>> {
    let mut rooms: BTreeMap<_, Vec<RoomChoice>> = BTreeMap::new();
    for (position, room) in register.rooms.iter().enumerate() {
        let venue = &register.venues[room.venue.at()];
        let has = |need: &String| room.features.contains(need) || venue.features.contains(need);
        let excluded = meeting
            .household
            .is_some_and(|h| register.households[h.at()].venues_excluded.contains(&room.venue));
        let holds = meeting.attendees.is_none_or(|attendees| attendees <= room.capacity);
        if holds && !excluded && meeting.needs.iter().all(has) {
            let district = venue.place.and_then(|place| register.places[place.at()].district);
            let site = (venue.place, district.map(|district| district.0));
            rooms.entry(site).or_default().push(RoomChoice::Room(RoomIdx::from(position)));
        }
    }
    if let (true, Some(home)) = (register.kind(meeting).at_home, register.home(meeting)) {
        let site = (Some(home), register.district(meeting).map(|district| district.0));
        rooms.entry(site).or_default().push(RoomChoice::Home);
    }
    rooms
}

fn places(
    register: &Register,
    travel: &Travel,
    wanted: &Wanted,
    deadlines: &Deadlines,
    rooms: &BTreeMap<(Option<PlaceIdx>, Option<u32>), Vec<RoomChoice>>,
    date: NaiveDate,
) -> Vec<Place> {
    let meeting = register.meeting(wanted.meeting);
    let prices = PriceList { register, travel, meeting };
    let people = || (0..register.staff.len()).map(StaffIdx::from);
    let chairs: Vec<ChairCost> = wanted
        .may_chair
        .iter()
        .filter(|person| register.staff[person.at()].in_post(date))
        .map(|&person| ChairCost { person, cost: prices.chair(person, date) })
        .collect();
    let starts = lawful_starts(register, wanted, date);
    let day = prices.day(deadlines, date);
    let late = days_late(register, meeting, deadlines, date);
    let mut places = Vec::new();
    for (&(place, district), rooms) in rooms {
        let district = district.map(DistrictIdx);
        let takers: Vec<StaffIdx> = people()
            .filter(|p| !register.staff[p.at()].role.chairs() && register.staff[p.at()].covers(district))
            .collect();
        let cheapest = |start: i32| {
            let occupation = wanted.occupation(start, true);
            let open = rooms.iter().filter(|&&room| is_open(register, room, date, occupation));
            open.map(|&room| prices.room(room)).min()
        };
        let starts: Vec<(i32, i64)> = starts
            .iter()
            .filter_map(|&start| Some((start, day + prices.start(start) + cheapest(start)?)))
            .collect();
        if starts.is_empty() || wanted.needs_taker && takers.is_empty() {
            continue;
        }
        let chairs = chairs.iter().map(|chair| ChairCost {
            person: chair.person,
            cost: chair.cost + prices.chair_district(chair.person, district),
        });
        places.push(Place { place, late, starts, chairs: chairs.collect(), takers });
    }
    places
}

/// Returns the starts on the grid (H01) in office hours (H13) at which everybody who should be there can be (H10).
fn lawful_starts(register: &Register, wanted: &Wanted, date: NaiveDate) -> Vec<i32> {
    let meeting = register.meeting(wanted.meeting);
    let office = register.authority.office_hours;
    let family = meeting.household.filter(|_| register.kind(meeting).family);
    let worker = register.social_worker(meeting);
    let away: Vec<Span> = register
        .unavailable
        .iter()
        .filter(|row| match row.subject {
            Subject::Meeting(of) => of == wanted.meeting,
            Subject::Household(of) => Some(of) == family,
            Subject::SocialWorker(of) => Some(of) == worker,
        })
        .filter_map(|row| row.when.on(date))
        .collect();
    (0..1440)
        .step_by(register.authority.grid_minutes as usize)
        .filter(|&start| {
            office.covers(wanted.occupation(start, true))
                && (!wanted.needs_taker || office.covers(wanted.occupation(start, false)))
                && !away.iter().any(|away| away.overlaps(Span::new(start, start + wanted.minutes)))
        })
        .collect()
}

/// Whether a room is open and not closed for the whole of an occupation.
fn is_open(register: &Register, room: RoomChoice, date: NaiveDate, occupation: Span) -> bool {
    let RoomChoice::Room(room) = room else { return true };
    let venue = register.rooms[room.at()].venue;
    let hours = register.venues[venue.at()].hours_on(date, register.authority.office_hours);
    let shut = register.closures.iter().any(|closure| {
        closure.venue == venue
            && closure.room.is_none_or(|only| only == room)
            && closure.when.on(date).is_some_and(|gone| gone.overlaps(occupation))
    });
    hours.is_some_and(|hours| hours.covers(occupation)) && !shut
}

fn days_late(register: &Register, meeting: &Meeting, deadlines: &Deadlines, date: NaiveDate) -> i64 {
    let days = deadlines.statutory.map_or(0, |due| i64::from(register.calendar.between(due, date)));
    days * register.child_weight(meeting)
}

/// The prices of one meeting's choices, weights applied.
struct PriceList<'a> {
    register: &'a Register,
    travel: &'a Travel,
    meeting: &'a Meeting,
}

impl PriceList<'_> {
    fn sum(&self, amount: impl Fn(Price) -> Option<i64>) -> i64 {
        SOFT.iter().filter_map(|rule| Some(amount(rule.price())? * rule.weight(self.register))).sum()
    }

    fn day(&self, deadlines: &Deadlines, date: NaiveDate) -> i64 {
        self.sum(|price| match price {
            Price::Day(amount) => Some(amount(self.register, self.meeting, deadlines, date)),
            _ => None,
        })
    }

    fn start(&self, start: i32) -> i64 {
        self.sum(|price| match price {
            Price::Start(amount) => Some(amount(self.register, self.meeting, start)),
            _ => None,
        })
    }

    fn room(&self, room: RoomChoice) -> i64 {
        self.sum(|price| match price {
            Price::Room(amount) => Some(amount(self.register, self.travel, self.meeting, room)),
            _ => None,
        })
    }

    fn chair(&self, chair: StaffIdx, date: NaiveDate) -> i64 {
        self.sum(|price| match price {
            Price::Chair(amount) => Some(amount(self.register, self.meeting, chair, date)),
            _ => None,
        })
    }

    fn chair_district(&self, chair: StaffIdx, district: Option<DistrictIdx>) -> i64 {
        self.sum(|price| match price {
            Price::ChairDistrict(amount) => Some(amount(self.register, self.meeting, chair, district)),
            _ => None,
        })
    }
}
