//! A plan with what the referee says of it, worked out once for everything that is reported.

use chrono::{Datelike, Days, NaiveDate};

use super::figures::{Figures, live};
use crate::check::{Verdict, check};
use crate::plan::Plan;
use crate::register::{Booking, MeetingIdx, PlaceIdx, Register, StaffIdx};
use crate::rules::{About, Case, Charge, SOFT};
use crate::travel::Travel;

/// Keys of the soft rules whose charges are reported one by one.
pub(super) mod soft {
    pub(in crate::report) const HANDOVER: &str = "handover";
    pub(in crate::report) const OUT_OF_DISTRICT: &str = "out_of_district";
    pub(in crate::report) const TRAVEL_CHAIR: &str = "travel_chair";
    pub(in crate::report) const TRAVEL_TAKER: &str = "travel_minute_taker";
    pub(in crate::report) const TRAVEL_FAMILY: &str = "travel_family";
}

/// What the page and the workbook look at.
pub(super) struct View<'a> {
    pub(super) register: &'a Register,
    pub(super) travel: &'a Travel,
    pub(super) plan: &'a Plan,
    pub(super) verdict: Verdict,
    /// The bookings that count, in order of start, then meeting.
    pub(super) live: Vec<&'a Booking>,
    /// The same, indexed by meeting.
    by_meeting: Vec<Option<&'a Booking>>,
    pub(super) figures: Figures,
}

impl<'a> View<'a> {
    pub(super) fn new(register: &'a Register, travel: &'a Travel, plan: &'a Plan) -> View<'a> {
        let verdict = check(register, travel, &plan.bookings);
        let live = live(&Case::new(register, travel, &plan.bookings));
        let mut by_meeting = vec![None; register.meetings.len()];
        for &booking in &live {
            by_meeting[booking.meeting.at()] = Some(booking);
        }
        let figures = Figures::default();
        let mut view = View { register, travel, plan, verdict, live, by_meeting, figures };
        view.figures = Figures::from_view(&view);
        view
    }

    /// Returns what the soft rule `key` charged, weight not applied.
    pub(super) fn charges(&self, key: &str) -> &[Charge] {
        let rule = SOFT.iter().position(|rule| rule.key() == key);
        rule.and_then(|rule| self.verdict.charges.get(rule)).map_or(&[], Vec::as_slice)
    }

    /// Returns what the soft rule `key` charged to each person, indexed by staff.
    pub(super) fn charges_by_person(&self, key: &str) -> Vec<i64> {
        let mut amounts = vec![0; self.register.staff.len()];
        for charge in self.charges(key) {
            if let About::Staff(person) = charge.about {
                amounts[person.at()] += charge.amount;
            }
        }
        amounts
    }

    /// Returns the booking of a meeting that counts.
    pub(super) fn booking(&self, meeting: MeetingIdx) -> Option<&'a Booking> {
        self.by_meeting[meeting.at()]
    }

    /// Whether the family comes to the meeting from its home, which is known, or has it there.
    pub(super) fn family_travels(&self, booking: &Booking) -> bool {
        let meeting = self.register.meeting(booking.meeting);
        self.register.kind(meeting).family
            && self.register.home(meeting).is_some()
            && booking.place(self.register).is_some()
    }

    /// Returns from where to where the family travels for a meeting; `None` where it need not leave its home area.
    pub(super) fn journey(&self, booking: &Booking) -> Option<(PlaceIdx, PlaceIdx)> {
        if !self.family_travels(booking) {
            return None;
        }
        let from = self.register.home(self.register.meeting(booking.meeting))?;
        booking.place(self.register).filter(|&to| from != to).map(|to| (from, to))
    }

    /// Whether a meeting is held outside the family's district.
    pub(super) fn is_outside(&self, booking: &Booking) -> bool {
        let own = self.register.district(self.register.meeting(booking.meeting));
        own.zip(booking.district(self.register)).is_some_and(|(own, its)| own != its)
    }

    /// Whether a booking is one of the late ones, and by how many working days.
    pub(super) fn late_days(&self, meeting: MeetingIdx) -> Option<u32> {
        let late = &self.verdict.late;
        late.binary_search_by_key(&meeting, |&(late, _)| late).ok().map(|at| late[at].1)
    }

    /// Returns the chairs, in the register's order.
    pub(super) fn chairs(&self) -> Vec<StaffIdx> {
        let chairs = self.register.staff.iter().enumerate().filter(|(_, person)| person.role.chairs());
        chairs.map(|(at, _)| StaffIdx::from(at)).collect()
    }

    /// Returns the first and the last day that the plan is about: from the planning date, or the first booking,
    /// to the last booking.
    pub(super) fn period(&self) -> (NaiveDate, NaiveDate) {
        let today = self.register.authority.today;
        (today, self.figures.last_day.unwrap_or(today))
    }

    /// Returns the Mondays of the weeks from the first booking to the last.
    pub(super) fn weeks(&self) -> Vec<NaiveDate> {
        let (Some(first), Some(last)) = (self.figures.first_day, self.figures.last_day) else {
            return Vec::new();
        };
        let mut weeks = Vec::new();
        let mut monday = monday_of(first);
        while monday <= last {
            weeks.push(monday);
            monday = monday + Days::new(7);
        }
        weeks
    }
}

/// Returns the Monday of the week of `date`.
pub(super) fn monday_of(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().num_days_from_monday()))
}
