//! A county small enough to hold in the head, for the tests of the rules.
//!
//! Today is Monday 2 April 2012; Easter falls on the 8th, so five working days' notice ends on Wednesday the 11th.
//! The tests' day is Wednesday the 18th. Everybody works 09:00 to 17:00 on weekdays.
//!
//! | driving, parking included | Burnley | Lancaster | the estate |
//! | --- | --- | --- | --- |
//! | Preston | 30 | 40 | 10 |
//! | Burnley | | 65 | 35 |
//! | Lancaster | | | 45 |

mod county;

use chrono::NaiveDate;

use super::{About, Case, HARD, SOFT};
use crate::calendar::{Span, parse_date, parse_moment};
use crate::register::{
    Absence, Booking, BookingStatus, Closure, Fte, Household, HouseholdIdx, Kind, KindIdx, Meeting,
    MeetingIdx, MeetingStatus, PlaceIdx, Reference, Register, Role, Room, RoomChoice, RoomIdx,
    SocialWorkerIdx, Staff, StaffIdx, Stretch, Subject, Unavailable, Venue, VenueIdx,
};
use crate::travel::Travel;

/// What happens before the referee is called.
pub(crate) type Story = fn(&mut County);

/// A register, and bookings for it.
pub(crate) struct County {
    /// The register.
    pub(crate) register: Register,
    /// The bookings that the referee is given.
    pub(crate) bookings: Vec<Booking>,
}

/// Asserts the breaches of each story, written as by [`County::breaches`], of all hard rules: a story breaks the
/// rule it is told for and no other.
pub(crate) fn check_breaches(cases: &[(&str, Story, &str)]) {
    for (title, story, expected) in cases {
        let mut county = County::new();
        story(&mut county);
        assert_eq!(county.breaches(), *expected, "{title}");
    }
}

/// Asserts what a soft rule charges in each story, written as by [`County::charges`].
pub(crate) fn check_charges(key: &str, cases: &[(&str, Story, &str)]) {
    for (title, story, expected) in cases {
        let mut county = County::new();
        story(&mut county);
        assert_eq!(county.charges(key), *expected, "{title}");
    }
}

/// Returns the date written so.
pub(crate) fn date(text: &str) -> NaiveDate {
    parse_date(text).expect("a date")
}

fn reference(text: &str) -> Reference {
    Reference::new(text).expect("a reference")
}

fn stretch(from: &str, until: &str) -> Stretch {
    Stretch { from: parse_moment(from).expect("a moment"), until: parse_moment(until).expect("a moment") }
}

impl County {
    /// Adds a person who works full time.
    pub(crate) fn hire(&mut self, name: &str, role: Role, base: u32) -> &mut Staff {
        let week: [Vec<Span>; 7] =
            std::array::from_fn(|day| if day < 5 { vec![Span::new(540, 1020)] } else { vec![] });
        self.register.staff.push(Staff {
            reference: reference(name),
            name: String::new(),
            role,
            base: PlaceIdx(base),
            fte: Fte::FULL,
            contract: None,
            from: None,
            until: None,
            chairs: Vec::new(),
            districts: Vec::new(),
            per_day: 3,
            features: Vec::new(),
            hours: week,
            absences: Vec::new(),
        });
        self.staff(name)
    }

    /// Adds a household.
    pub(crate) fn family(
        &mut self,
        name: &str,
        children: u32,
        (district, home): (&str, &str),
        iro: Option<&str>,
        worker: u32,
    ) {
        let district = position(&self.register.districts, |d| &d.reference, district);
        let home = position(&self.register.places, |p| &p.reference, home);
        let iro = iro.map(|iro| self.staff_idx(iro));
        self.register.households.push(Household {
            reference: reference(name),
            district: Some(district.into()),
            home: Some(home.into()),
            children,
            iro,
            iro_since: None,
            social_worker: Some(SocialWorkerIdx(worker)),
            venues_excluded: Vec::new(),
            conflicts: Vec::new(),
        });
    }

    /// Adds a meeting to book between 2 and 30 April, with its target on Friday the 20th.
    pub(crate) fn convene(&mut self, name: &str, kind: &str, household: Option<&str>) -> &mut Meeting {
        let kind = KindIdx::from(position(&self.register.authority.kinds, |k| &k.name, kind));
        let household = household.map(|h| self.household_idx(h));
        self.register.meetings.push(Meeting {
            reference: reference(name),
            kind,
            household,
            from_date: None,
            due: Some(date("2012-04-30")),
            target: Some(date("2012-04-20")),
            earliest: Some(date("2012-04-02")),
            attendees: None,
            needs: Vec::new(),
            iro_needs: Vec::new(),
            minutes: None,
            prefers: None,
            status: MeetingStatus::ToBook,
            home: None,
            district: None,
            children: 0,
        });
        self.meeting(name)
    }

    /// Puts a booking before the referee, written as a row of `bookings.csv` with spaces: meeting, start, chair,
    /// room, minute taker (`-` = none) and, unless it is `proposed`, status.
    pub(crate) fn book(&mut self, row: &str) {
        let booking = self.booking(row);
        self.bookings.push(booking);
    }

    /// As [`County::book`], and the booking stands in the register already.
    pub(crate) fn keep(&mut self, row: &str) {
        self.stand(row);
        self.book(row);
    }

    /// Puts a booking into the register only.
    pub(crate) fn stand(&mut self, row: &str) {
        let booking = self.booking(row);
        self.register.bookings.push(booking);
    }

    fn booking(&self, row: &str) -> Booking {
        let cells: Vec<&str> = row.split(' ').collect();
        let given = |at: usize| cells.get(at).copied().filter(|&cell| cell != "-");
        Booking {
            meeting: self.meeting_idx(cells[0]),
            starts: parse_moment(cells[1]).expect("a moment"),
            iro: given(2).map(|person| self.staff_idx(person)),
            room: given(3).map(|room| match room {
                "home" => RoomChoice::Home,
                room => RoomChoice::Room(self.room_idx(room)),
            }),
            minute_taker: given(4).map(|person| self.staff_idx(person)),
            status: match given(5) {
                None => BookingStatus::Proposed,
                Some("confirmed") => BookingStatus::Confirmed,
                Some("held") => BookingStatus::Held,
                Some(other) => panic!("{other} is no status"),
            },
            extra: Vec::new(),
        }
    }

    /// Sends somebody away for a while.
    pub(crate) fn absent(&mut self, person: &str, from: &str, until: &str) {
        let when = stretch(from, until);
        self.staff(person).absences.push(Absence { when, reason: String::new() });
    }

    /// Closes a venue, or one of its rooms.
    pub(crate) fn close(&mut self, venue: &str, room: Option<&str>, from: &str, until: &str) {
        let room = room.map(|room| self.room_idx(room));
        let (venue, when) = (self.venue_idx(venue), stretch(from, until));
        self.register.closures.push(Closure { venue, room, when, reason: String::new() });
    }

    /// Keeps somebody from coming.
    pub(crate) fn busy(&mut self, subject: Subject, from: &str, until: &str) {
        let when = stretch(from, until);
        self.register.unavailable.push(Unavailable { subject, when, reason: String::new() });
    }

    /// Returns a person to change.
    pub(crate) fn staff(&mut self, name: &str) -> &mut Staff {
        let at = self.staff_idx(name).at();
        &mut self.register.staff[at]
    }

    /// Returns a household to change.
    pub(crate) fn household(&mut self, name: &str) -> &mut Household {
        let at = self.household_idx(name).at();
        &mut self.register.households[at]
    }

    /// Returns a meeting to change.
    pub(crate) fn meeting(&mut self, name: &str) -> &mut Meeting {
        let at = self.meeting_idx(name).at();
        &mut self.register.meetings[at]
    }

    /// Returns a venue to change.
    pub(crate) fn venue(&mut self, name: &str) -> &mut Venue {
        let at = self.venue_idx(name).at();
        &mut self.register.venues[at]
    }

    /// Returns a room to change.
    pub(crate) fn room(&mut self, name: &str) -> &mut Room {
        let at = self.room_idx(name).at();
        &mut self.register.rooms[at]
    }

    /// Returns a kind of meeting to change.
    pub(crate) fn kind(&mut self, name: &str) -> &mut Kind {
        let at = position(&self.register.authority.kinds, |kind| &kind.name, name);
        &mut self.register.authority.kinds[at]
    }

    /// Returns where somebody stands in the register.
    pub(crate) fn staff_idx(&self, name: &str) -> StaffIdx {
        position(&self.register.staff, |staff| &staff.reference, name).into()
    }

    /// Returns where a household stands in the register.
    pub(crate) fn household_idx(&self, name: &str) -> HouseholdIdx {
        position(&self.register.households, |household| &household.reference, name).into()
    }

    /// Returns where a meeting stands in the register.
    pub(crate) fn meeting_idx(&self, name: &str) -> MeetingIdx {
        position(&self.register.meetings, |meeting| &meeting.reference, name).into()
    }

    /// Returns where a venue stands in the register.
    pub(crate) fn venue_idx(&self, name: &str) -> VenueIdx {
        position(&self.register.venues, |venue| &venue.reference, name).into()
    }

    /// Returns where a room stands in the register.
    pub(crate) fn room_idx(&self, name: &str) -> RoomIdx {
        position(&self.register.rooms, |room| &room.reference, name).into()
    }

    /// Returns the driving times.
    pub(crate) fn travel(&self) -> Travel {
        Travel::new(&self.register).expect("all places are joined")
    }

    /// Returns every breach of a hard rule as `H06 R-1+R-2`, in order, joined by commas.
    pub(crate) fn breaches(&self) -> String {
        let travel = self.travel();
        let case = Case::new(&self.register, &travel, &self.bookings);
        let breaches = HARD.iter().flat_map(|rule| rule.breaches(&case));
        let written = breaches.map(|breach| {
            let meetings: Vec<&str> =
                breach.meetings.iter().map(|&m| self.register.meeting(m).reference.as_str()).collect();
            format!("{} {}", breach.code, meetings.join("+"))
        });
        written.collect::<Vec<_>>().join(", ")
    }

    /// Returns the messages of all breaches, in order.
    pub(crate) fn messages(&self) -> Vec<String> {
        let travel = self.travel();
        let case = Case::new(&self.register, &travel, &self.bookings);
        HARD.iter().flat_map(|rule| rule.breaches(&case)).map(|breach| breach.message).collect()
    }

    /// Returns what a soft rule charges as `R-1 3`, in order, joined by commas.
    pub(crate) fn charges(&self, key: &str) -> String {
        let travel = self.travel();
        let case = Case::new(&self.register, &travel, &self.bookings);
        let rule = SOFT.iter().find(|rule| rule.key() == key).expect("a rule in the list");
        let written = rule.charges(&case).into_iter().map(|charge| {
            let about = match charge.about {
                About::Meeting(meeting) => &self.register.meeting(meeting).reference,
                About::Staff(person) => &self.register.staff[person.at()].reference,
            };
            format!("{about} {}", charge.amount)
        });
        written.collect::<Vec<_>>().join(", ")
    }
}

fn position<T>(list: &[T], of: impl Fn(&T) -> &Reference, name: &str) -> usize {
    list.iter()
        .position(|item| of(item).as_str() == name)
        .unwrap_or_else(|| panic!("no {name} in the county"))
}
