//! What the referee looks at: bookings, sorted once by everything that a rule asks for.
//!
//! Which bookings a rule sees:
//! - history, a booking before today that stands confirmed or held in the register, is seen by no rule but H12;
//! - so is a booking that stands for a meeting that is held, adjourned or cancelled;
//! - any other booking of such a meeting, and a second one of the same meeting, is [`Case::refused`]: H01 says so
//!   and nothing else looks at it;
//! - what is left is [`Case::judged`] by the hard rules, and those from today on are [`Case::live`] and scored.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Breach, Diary};
use crate::register::{
    Booking, Deadlines, Kind, Meeting, MeetingIdx, NoDeadline, Register, Room, RoomIdx, Staff, StaffIdx,
};
use crate::travel::Travel;
use crate::words::moment;

/// Bookings put before the referee.
pub struct Case<'a> {
    /// The register that they are for.
    pub register: &'a Register,
    /// Its driving times.
    pub travel: &'a Travel,
    /// The bookings that stand: the register's, or those that take their place.
    pub stands: &'a [Booking],
    /// The bookings, as they were given.
    pub bookings: &'a [Booking],
    /// Positions in `bookings`, indexed by meeting.
    given: Vec<Vec<usize>>,
    /// Positions in the bookings that stand, indexed by meeting.
    standing: Vec<Vec<usize>>,
    /// In order of meeting.
    judged: Vec<&'a Booking>,
    refused: Vec<Refused<'a>>,
    /// Indexed by meeting; `None` where the meeting has no booking that is judged.
    deadlines: Vec<Option<Result<Deadlines, NoDeadline>>>,
    /// In order of person, then date.
    diaries: Vec<Diary<'a>>,
}

/// A booking that no rule can make sense of.
#[derive(Debug, Clone, Copy)]
pub struct Refused<'a> {
    /// The booking.
    pub booking: &'a Booking,
    /// Why.
    pub reason: Refusal,
}

/// Why a booking is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Its meeting has a booking already.
    Twice,
    /// Its meeting is held, adjourned or cancelled.
    NotLive,
}

impl<'a> Case<'a> {
    /// Returns the case for `bookings`, which need not be lawful.
    ///
    /// Time: O(n log n) with n bookings.
    pub fn new(register: &'a Register, travel: &'a Travel, bookings: &'a [Booking]) -> Case<'a> {
        Case::beside(register, &register.bookings, travel, bookings)
    }

    /// As [`Case::new`], for a register in which `stands` takes the place of the bookings that it has.
    pub fn beside(
        register: &'a Register,
        stands: &'a [Booking],
        travel: &'a Travel,
        bookings: &'a [Booking],
    ) -> Case<'a> {
        let mut case = Case {
            register,
            travel,
            stands,
            bookings,
            given: by_meeting(register, bookings),
            standing: by_meeting(register, stands),
            judged: Vec::new(),
            refused: Vec::new(),
            deadlines: vec![None; register.meetings.len()],
            diaries: Vec::new(),
        };
        for meeting in (0..register.meetings.len()).map(MeetingIdx::from) {
            let given: Vec<&Booking> = case.given(meeting).collect();
            if let Some((first, again)) = given.split_first() {
                case.sort_in(first);
                case.refused.extend(again.iter().map(|&booking| Refused { booking, reason: Refusal::Twice }));
            }
        }
        case.diaries = case.write_diaries();
        case
    }

    /// Puts the first booking of a meeting where it belongs.
    fn sort_in(&mut self, booking: &'a Booking) {
        let live = self.meeting(booking).status.is_live();
        let past = booking.date() < self.register.authority.today;
        match (live, self.stands(booking)) {
            (false, true) => {}
            (true, true) if past => {}
            (false, false) => self.refused.push(Refused { booking, reason: Refusal::NotLive }),
            (true, _) => {
                self.deadlines[booking.meeting.at()] = Some(self.register.deadlines(self.meeting(booking)));
                self.judged.push(booking);
            }
        }
    }

    fn write_diaries(&self) -> Vec<Diary<'a>> {
        let mut days: BTreeMap<(StaffIdx, NaiveDate), Vec<&'a Booking>> = BTreeMap::new();
        for &booking in &self.judged {
            for person in [booking.iro, booking.minute_taker].into_iter().flatten() {
                let day = days.entry((person, booking.date())).or_default();
                if day.last().is_none_or(|last| last.meeting != booking.meeting) {
                    day.push(booking);
                }
            }
        }
        days.into_iter()
            .map(|((person, date), bookings)| {
                Diary::write(self.register, self.travel, person, date, &bookings)
            })
            .collect()
    }

    /// Returns the bookings that the hard rules judge, one a meeting, in order of meeting.
    pub fn judged(&self) -> impl Iterator<Item = &'a Booking> + '_ {
        self.judged.iter().copied()
    }

    /// Returns the bookings that are scored: those of [`Case::judged`] from today on, in order of meeting.
    pub fn live(&self) -> impl Iterator<Item = &'a Booking> + '_ {
        let today = self.register.authority.today;
        self.judged().filter(move |booking| today <= booking.date())
    }

    /// Returns the bookings that nothing but H01 looks at, in order of meeting.
    pub fn refused(&self) -> &[Refused<'a>] {
        &self.refused
    }

    /// Returns the days of all people with a booking that is judged, in order of person, then date.
    pub fn diaries(&self) -> &[Diary<'a>] {
        &self.diaries
    }

    /// Returns the days that are scored: those of [`Case::diaries`] from today on.
    pub fn live_diaries(&self) -> impl Iterator<Item = &Diary<'a>> + '_ {
        let today = self.register.authority.today;
        self.diaries.iter().filter(move |diary| today <= diary.date)
    }

    /// Returns every booking given for a meeting, history and refused ones too, in the order given.
    pub fn given(&self, meeting: MeetingIdx) -> impl Iterator<Item = &'a Booking> + '_ {
        self.given[meeting.at()].iter().map(|&at| &self.bookings[at])
    }

    /// Returns the bookings of a meeting that stand.
    pub fn standing(&self, meeting: MeetingIdx) -> impl Iterator<Item = &'a Booking> + '_ {
        self.standing[meeting.at()].iter().map(|&at| &self.stands[at])
    }

    /// Whether a booking stands in the register just so, confirmed or held.
    pub fn stands(&self, booking: &Booking) -> bool {
        self.standing(booking.meeting).any(|row| row.status.is_fixed() && same_booking(row, booking))
    }

    /// Returns the meeting of a booking.
    pub fn meeting(&self, booking: &Booking) -> &'a Meeting {
        self.register.meeting(booking.meeting)
    }

    /// Returns the kind of a booking's meeting.
    pub fn kind(&self, booking: &Booking) -> &'a Kind {
        self.register.kind(self.meeting(booking))
    }

    /// Returns a chair or minute taker.
    pub fn staff(&self, person: StaffIdx) -> &'a Staff {
        &self.register.staff[person.at()]
    }

    /// Returns a room.
    pub fn room(&self, room: RoomIdx) -> &'a Room {
        &self.register.rooms[room.at()]
    }

    /// Returns the dates of a booking's meeting.
    ///
    /// # Errors
    /// Where the register gives it none.
    pub fn deadlines(&self, booking: &Booking) -> Result<Deadlines, NoDeadline> {
        self.deadlines[booking.meeting.at()].unwrap_or_else(|| self.register.deadlines(self.meeting(booking)))
    }

    /// Returns how messages call a booking: `R-0412 on Mon 14 May 2012 10:00`.
    pub fn heading(&self, booking: &Booking) -> String {
        format!("{} on {}", self.meeting(booking).reference, moment(booking.starts))
    }

    /// Returns how messages call several meetings: `R-0412, R-0413`.
    pub fn references(&self, meetings: &[MeetingIdx]) -> String {
        let references: Vec<&str> =
            meetings.iter().map(|&meeting| self.register.meeting(meeting).reference.as_str()).collect();
        references.join(", ")
    }

    /// Returns the breach of a rule by one booking; `what` follows the booking's heading and a colon.
    pub fn breach(&self, code: &'static str, booking: &Booking, what: &str) -> Breach {
        Breach {
            code,
            meetings: vec![booking.meeting],
            message: format!("{}: {what}", self.heading(booking)),
        }
    }
}

/// Returns positions in `bookings`, indexed by meeting.
fn by_meeting(register: &Register, bookings: &[Booking]) -> Vec<Vec<usize>> {
    let mut positions = vec![Vec::new(); register.meetings.len()];
    for (at, booking) in bookings.iter().enumerate() {
        positions[booking.meeting.at()].push(at);
    }
    positions
}

/// Whether two bookings agree in every column. The order of a register's own columns does not matter, and an
/// empty cell is the same as none.
pub(super) fn same_booking(a: &Booking, b: &Booking) -> bool {
    fn own_columns(booking: &Booking) -> Vec<&(String, String)> {
        let mut columns: Vec<_> = booking.extra.iter().filter(|(_, cell)| !cell.is_empty()).collect();
        columns.sort();
        columns
    }
    a.meeting == b.meeting
        && a.starts == b.starts
        && a.iro == b.iro
        && a.room == b.room
        && a.minute_taker == b.minute_taker
        && a.status == b.status
        && own_columns(a) == own_columns(b)
}
