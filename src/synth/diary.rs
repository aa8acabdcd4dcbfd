//! A diary in which bookings are pencilled so that a made register starts out lawful.
//!
//! It takes the first choice that fits and knows nothing of good or bad: it is no planner. It keeps the hard rules
//! of `rules.md`.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::register::{
    Booking, HouseholdIdx, Meeting, PlaceIdx, Register, RoomChoice, RoomIdx, SocialWorkerIdx, StaffIdx,
    Subject,
};
use crate::travel::Travel;

/// Whose time a booking takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Holder {
    Room(RoomIdx),
    Staff(StaffIdx),
    Household(HouseholdIdx),
    SocialWorker(SocialWorkerIdx),
}

/// A stretch taken, and where it takes place (`None` online).
type Entry = (Span, Option<PlaceIdx>);

/// Everybody's day, as pencilled so far.
#[derive(Debug, Clone)]
pub(super) struct Diary {
    travel: Travel,
    taken: BTreeMap<(Holder, NaiveDate), Vec<Entry>>,
}

impl Diary {
    /// Opens an empty diary for a register whose places are complete.
    pub(super) fn new(register: &Register) -> Diary {
        let travel = Travel::new(register).expect("the places made here are joined by roads");
        Diary { travel, taken: BTreeMap::new() }
    }

    /// Returns the minutes between two places.
    pub(super) fn minutes(&self, from: PlaceIdx, to: PlaceIdx) -> i32 {
        self.travel.minutes(from, to)
    }

    /// Pencils a booking in where it is lawful beside those already there, and says whether it was.
    pub(super) fn take(&mut self, register: &Register, booking: &Booking) -> bool {
        if !self.fits(register, booking) {
            return false;
        }
        let date = booking.date();
        for (holder, span) in holders(register, booking) {
            self.taken.entry((holder, date)).or_default().push((span, booking.place(register)));
        }
        true
    }

    fn entries(&self, holder: Holder, date: NaiveDate) -> &[Entry] {
        self.taken.get(&(holder, date)).map_or(&[], Vec::as_slice)
    }

    fn fits(&self, register: &Register, booking: &Booking) -> bool {
        let (meeting, date) = (register.meeting(booking.meeting), booking.date());
        let place = booking.place(register);
        day_fits(register, meeting, booking)
            && clock_fits(register, meeting, booking)
            && chair_fits(register, meeting, booking)
            && room_fits(register, meeting, booking)
            && taker_fits(register, meeting, booking)
            && !is_unavailable(register, booking)
            && holders(register, booking).into_iter().all(|(holder, span)| {
                let entries = self.entries(holder, date);
                !entries.iter().any(|&(other, _)| other.overlaps(span))
                    && match holder {
                        Holder::Staff(person) => {
                            let mut entries = entries.to_vec();
                            entries.push((span, place));
                            self.day_works(register, person, date, entries)
                        }
                        Holder::Room(_) | Holder::Household(_) | Holder::SocialWorker(_) => true,
                    }
            })
    }

    /// Whether a person can do all of `entries` on `date`: within their spells, with the journeys and a lunch.
    fn day_works(
        &self,
        register: &Register,
        person: StaffIdx,
        date: NaiveDate,
        mut entries: Vec<Entry>,
    ) -> bool {
        let staff = &register.staff[person.at()];
        if (staff.per_day as usize) < entries.len() {
            return false;
        }
        entries.sort();
        let spells = staff.spells_on(date);
        let inside = |&(span, _): &Entry| spells.iter().any(|spell| spell.covers(span));
        entries.iter().all(inside)
            && spells.iter().all(|&spell| {
                let held: Vec<Entry> =
                    entries.iter().copied().filter(|&(span, _)| spell.covers(span)).collect();
                held.is_empty() || self.spell_works(register, staff.base, spell, &held)
            })
    }

    fn spell_works(&self, register: &Register, base: PlaceIdx, spell: Span, held: &[Entry]) -> bool {
        let lunch = register.authority.lunch;
        let mut lunched = !spell.covers(lunch.window);
        let mut free_from = spell.from;
        let mut here = base;
        let home = (Span::new(spell.until, spell.until), Some(base));
        for &(span, place) in held.iter().chain([&home]) {
            let there = place.unwrap_or(here);
            let journey = self.travel.minutes(here, there);
            if span.from - free_from < journey {
                return false;
            }
            let in_window = span.from.min(lunch.window.until) - free_from.max(lunch.window.from);
            lunched |= lunch.minutes <= in_window && lunch.minutes <= span.from - free_from - journey;
            free_from = span.until;
            here = there;
        }
        lunched
    }
}

fn holders(register: &Register, booking: &Booking) -> Vec<(Holder, Span)> {
    let (meeting, start) = (register.meeting(booking.meeting), booking.start());
    let chair = register.chair_occupation(meeting, start);
    let attendance = register.attendance(meeting, start);
    let household = meeting.household.filter(|_| register.kind(meeting).family);
    let room = match booking.room {
        Some(RoomChoice::Room(room)) => Some((Holder::Room(room), chair)),
        Some(RoomChoice::Home) | None => None,
    };
    [
        room,
        booking.iro.map(|iro| (Holder::Staff(iro), chair)),
        booking.minute_taker.map(|taker| (Holder::Staff(taker), register.taker_occupation(meeting, start))),
        household.map(|household| (Holder::Household(household), attendance)),
        register.social_worker(meeting).map(|worker| (Holder::SocialWorker(worker), attendance)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn day_fits(register: &Register, meeting: &Meeting, booking: &Booking) -> bool {
    let (calendar, date) = (&register.calendar, booking.date());
    let notice = if booking.status.is_fixed() { 0 } else { register.kind(meeting).notice_days };
    calendar.is_working(date)
        && calendar.after(register.authority.today, notice) <= date
        && register.deadlines(meeting).is_ok_and(|dates| {
            dates.earliest.is_none_or(|earliest| earliest <= date)
                && calendar.between(dates.limit_from(), date) <= register.authority.late_limit_days
        })
}

fn clock_fits(register: &Register, meeting: &Meeting, booking: &Booking) -> bool {
    let start = booking.start();
    let office = register.authority.office_hours;
    start % register.authority.grid_minutes == 0
        && office.covers(register.chair_occupation(meeting, start))
        && (booking.minute_taker.is_none() || office.covers(register.taker_occupation(meeting, start)))
}

fn chair_fits(register: &Register, meeting: &Meeting, booking: &Booking) -> bool {
    let Some(iro) = booking.iro else { return false };
    let chair = &register.staff[iro.at()];
    let independent = meeting.household.is_none_or(|h| !register.households[h.at()].conflicts.contains(&iro));
    chair.may_chair(meeting.kind)
        && chair.in_post(booking.date())
        && meeting.iro_needs.iter().all(|need| chair.features.contains(need))
        && independent
}

fn room_fits(register: &Register, meeting: &Meeting, booking: &Booking) -> bool {
    let room_idx = match booking.room {
        None => return false,
        Some(RoomChoice::Home) => return register.kind(meeting).at_home && register.home(meeting).is_some(),
        Some(RoomChoice::Room(room)) => room,
    };
    let room = &register.rooms[room_idx.at()];
    let venue = &register.venues[room.venue.at()];
    let occupation = register.chair_occupation(meeting, booking.start());
    let excluded =
        meeting.household.is_some_and(|h| register.households[h.at()].venues_excluded.contains(&room.venue));
    let closed = register.closures.iter().any(|closure| {
        closure.venue == room.venue
            && closure.room.is_none_or(|closed| closed == room_idx)
            && closure.when.on(booking.date()).is_some_and(|span| span.overlaps(occupation))
    });
    meeting.attendees.is_none_or(|attendees| attendees <= room.capacity)
        && meeting.needs.iter().all(|need| room.features.contains(need) || venue.features.contains(need))
        && venue
            .hours_on(booking.date(), register.authority.office_hours)
            .is_some_and(|open| open.covers(occupation))
        && !excluded
        && !closed
}

fn taker_fits(register: &Register, meeting: &Meeting, booking: &Booking) -> bool {
    let needed = register.kind(meeting).minute_taker;
    match booking.minute_taker {
        None => !needed,
        Some(taker) => {
            let taker = &register.staff[taker.at()];
            needed
                && taker.role == crate::register::Role::MinuteTaker
                && taker.in_post(booking.date())
                && taker.covers(booking.district(register))
        }
    }
}

fn is_unavailable(register: &Register, booking: &Booking) -> bool {
    let meeting = register.meeting(booking.meeting);
    let attendance = register.attendance(meeting, booking.start());
    let family = meeting.household.filter(|_| register.kind(meeting).family);
    register.unavailable.iter().any(|row| {
        let concerned = match row.subject {
            Subject::Meeting(other) => other == booking.meeting,
            Subject::Household(other) => Some(other) == family,
            Subject::SocialWorker(other) => Some(other) == register.social_worker(meeting),
        };
        concerned && row.when.on(booking.date()).is_some_and(|span| span.overlaps(attendance))
    })
}
