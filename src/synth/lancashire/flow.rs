//! The flow of meetings: what is asked for, what stands booked, what has been.

use chrono::{Days, NaiveDate};

use super::dates::counted_from;
use crate::calendar::moment;
use crate::register::{
    Booking, BookingStatus, HalfDay, HouseholdIdx, Meeting, MeetingIdx, MeetingStatus, PlaceIdx, Register,
    Role, RoomChoice, StaffIdx, Subject, Unavailable,
};
use crate::synth::diary::Diary;
use crate::synth::draw::Draw;
use crate::synth::make::{Find, meeting};
use crate::synth::pencil::pencil;

/// Days from today, a Monday, on which bookings stand: two weeks.
const BOOKED_DAYS: usize = 12;

/// What a meeting is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subjects {
    /// A family.
    Household(HouseholdIdx),
    /// An adult or a foster carer: the area, and how many children are concerned.
    Area(PlaceIdx, u32),
}

/// Adds meetings to a register, each with its number.
pub(super) struct Flow {
    /// The register that grows.
    pub(super) register: Register,
    diary: Diary,
    requests: Draw,
    bookings: Draw,
    prefix: &'static str,
}

impl Flow {
    /// Begins with the meetings that the register has; `prefix` stands before each new one's number.
    pub(super) fn new(register: Register, seed: u64, prefix: &'static str) -> Flow {
        Flow {
            diary: Diary::new(&register),
            register,
            requests: Draw::new(seed, "requests"),
            bookings: Draw::new(seed, "bookings"),
            prefix,
        }
    }

    /// Adds a meeting to book that counts from `from`.
    pub(super) fn request(&mut self, kind: &str, about: Subjects, from: NaiveDate) -> MeetingIdx {
        let number = self.register.meetings.len();
        let name = format!("{}-{:04}", self.prefix, number + 1);
        let mut row = meeting(&name, self.register.kind_of(kind), Some(from));
        match about {
            Subjects::Household(household) => row.household = Some(household),
            Subjects::Area(place, children) => {
                row.home = Some(place);
                row.district = self.register.places[place.at()].district;
                row.children = children;
            }
        }
        self.fill(&mut row, kind);
        self.register.meetings.push(row);
        number.into()
    }

    /// Adds a meeting with a lawful booking in the next two weeks. It is left to book where no lawful one is found
    /// among those tried, which the tests count.
    pub(super) fn book(&mut self, kind: &str, about: Subjects, status: BookingStatus) -> MeetingIdx {
        let calendar = self.register.calendar.clone();
        let today = self.register.authority.today;
        let is_booked = |day: &NaiveDate| calendar.is_working(*day);
        let mut days: Vec<NaiveDate> = today.iter_days().take(BOOKED_DAYS).filter(is_booked).collect();
        self.bookings.shuffle(&mut days);
        let target = days[0] + Days::new(self.bookings.below(10) as u64);
        let meeting = self.request(kind, about, counted_from(&calendar, kind, target));
        for day in days {
            let target = day + Days::new(self.bookings.below(10) as u64);
            let from = counted_from(&calendar, kind, target).min(calendar.before(today, 1));
            self.register.meetings[meeting.at()].from_date = Some(from);
            let booking =
                pencil(&self.register, &mut self.diary, &mut self.bookings, meeting, &[day], status);
            if let Some(booking) = booking {
                self.register.meetings[meeting.at()].status = MeetingStatus::Booked;
                self.register.bookings.push(booking);
                break;
            }
        }
        meeting
    }

    /// Adds a meeting held `n` working days ago by the chair that its family had then, as history.
    pub(super) fn held(&mut self, kind: &str, about: Subjects, n: u32) -> MeetingIdx {
        let calendar = &self.register.calendar;
        let day = calendar.before(self.register.authority.today, n);
        let from = counted_from(calendar, kind, day);
        let meeting = self.request(kind, about, from);
        let row = &self.register.meetings[meeting.at()];
        let near = self.register.district(row);
        let own = row.household.and_then(|household| self.register.chair_on(household, day));
        let chair = own.or_else(|| {
            let mut staff = (0..self.register.staff.len()).map(StaffIdx::from);
            staff.find(|chair| {
                let chair = &self.register.staff[chair.at()];
                chair.may_chair(row.kind) && chair.in_post(day)
            })
        });
        let room = (0..self.register.rooms.len()).find(|&room| {
            let venue = &self.register.venues[self.register.rooms[room].venue.at()];
            venue.until.is_none() && venue.place.and_then(|p| self.register.places[p.at()].district) == near
        });
        let taker = (0..self.register.staff.len()).map(StaffIdx::from).find(|taker| {
            let staff = &self.register.staff[taker.at()];
            self.register.kind(row).minute_taker && staff.role == Role::MinuteTaker && staff.covers(near)
        });
        let start = if self.bookings.chance(50) { 600 } else { 810 };
        self.register.bookings.push(Booking {
            meeting,
            starts: moment(day, start),
            iro: chair,
            room: room.map(|room| RoomChoice::Room(room.into())),
            minute_taker: taker,
            status: BookingStatus::Held,
            extra: Vec::new(),
        });
        self.register.meetings[meeting.at()].status = MeetingStatus::Held;
        meeting
    }

    /// Adds when somebody cannot come, unless a booking that stands already counts on them then.
    pub(super) fn cannot_come(&mut self, row: Unavailable) {
        let clashes = self.register.bookings.iter().any(|booking| {
            let meeting = self.register.meeting(booking.meeting);
            let concerned = match row.subject {
                Subject::Meeting(other) => other == booking.meeting,
                Subject::Household(other) => Some(other) == meeting.household,
                Subject::SocialWorker(other) => Some(other) == self.register.social_worker(meeting),
            };
            let attendance = self.register.attendance(meeting, booking.start());
            concerned && row.when.on(booking.date()).is_some_and(|span| span.overlaps(attendance))
        });
        if !clashes {
            self.register.unavailable.push(row);
        }
    }

    /// Draws who comes and what they need.
    fn fill(&mut self, row: &mut Meeting, kind: &str) {
        let draw = &mut self.requests;
        let kind_row = self.register.kind(row);
        let (least, most) = match kind {
            "foster_review" => (3, 5),
            "strategy_meeting" => (6, 10),
            "cla_first_review" | "cla_second_review" | "cla_review" => (4, 9),
            "first_review_conference" | "review_conference" => (6, 12),
            _ => (7, 14),
        };
        row.attendees = Some(draw.between(least, most) as u32);
        let needs = [("step_free", 4), ("separate_waiting", 3), ("hearing_loop", 1)];
        let gender = draw.chance(3);
        let wishes = draw.below(6);
        for (need, percent) in needs {
            if draw.chance(percent) && kind_row.family {
                row.needs.push(need.to_owned());
            }
        }
        if gender && kind_row.family {
            row.iro_needs.push("gender:female".to_owned());
        }
        if kind_row.family {
            row.prefers = [Some(HalfDay::Am), Some(HalfDay::Pm)].get(wishes).copied().flatten();
        }
        // Large families, and parents who are seen apart, take half an hour more.
        let apart = row.needs.iter().any(|need| need == "separate_waiting");
        if apart || (kind_row.family && 4 <= self.register.children(row)) {
            row.minutes = Some(kind_row.minutes + 30);
        }
    }
}
