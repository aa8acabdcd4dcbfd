//! What the referee looks at.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::register::{Booking, Meeting, MeetingIdx, Register, StaffIdx};
use crate::travel::Travel;

/// Bookings put before the referee.
pub struct Case<'a> {
    /// The register that they are for.
    pub register: &'a Register,
    /// Its driving times.
    pub travel: &'a Travel,
    /// The bookings.
    pub bookings: &'a [Booking],
}

/// One way in which bookings break a hard rule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Breach {
    /// The rule's code.
    pub code: &'static str,
    /// The meetings concerned: all that clash.
    pub meetings: Vec<MeetingIdx>,
    /// What is wrong, for the person who must mend it: which meeting, what stands, what the rule wants.
    pub message: String,
}

/// What a soft rule counts somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// What it is charged to.
    pub about: About,
    /// How much, before the weight.
    pub amount: i64,
}

/// What a charge is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// One meeting.
    Meeting(MeetingIdx),
    /// One person.
    Staff(StaffIdx),
}

impl<'a> Case<'a> {
    /// Returns the bookings that count: from today on, of meetings that are not held, adjourned or cancelled.
    /// What lies before today is history.
    pub fn live(&self) -> impl Iterator<Item = &'a Booking> + '_ {
        self.bookings.iter().filter(|booking| {
            self.register.authority.today <= booking.date()
                && self.register.meeting(booking.meeting).status.is_live()
        })
    }

    /// Returns the booking that stands in the register for a meeting, if any.
    pub fn standing(&self, meeting: MeetingIdx) -> Option<&'a Booking> {
        self.register.bookings.iter().find(|booking| booking.meeting == meeting)
    }

    /// Returns the meeting of a booking.
    pub fn meeting(&self, booking: &Booking) -> &'a Meeting {
        self.register.meeting(booking.meeting)
    }

    /// Returns the live bookings of a chair or minute taker on `date`, with what each occupies of them, in order
    /// of time.
    pub fn diary(&self, person: StaffIdx, date: NaiveDate) -> Vec<(Span, &'a Booking)> {
        let mut diary: Vec<(Span, &Booking)> = self
            .live()
            .filter(|booking| booking.date() == date)
            .filter_map(|booking| Some((self.occupation_of(person, booking)?, booking)))
            .collect();
        diary.sort_by_key(|&(span, booking)| (span, booking.meeting));
        diary
    }

    /// Returns what a booking occupies of a person, or `None` where it is not theirs.
    pub fn occupation_of(&self, person: StaffIdx, booking: &Booking) -> Option<Span> {
        let (meeting, start) = (self.meeting(booking), booking.start());
        if booking.iro == Some(person) {
            Some(self.register.chair_occupation(meeting, start))
        } else if booking.minute_taker == Some(person) {
            Some(self.register.taker_occupation(meeting, start))
        } else {
            None
        }
    }
}
