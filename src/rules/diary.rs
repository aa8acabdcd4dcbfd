//! A person's day: their working spells, what occupies them and the journeys between.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::register::{Booking, MeetingIdx, PlaceIdx, Register, StaffIdx};
use crate::travel::Travel;

/// The day of one chair or minute taker.
#[derive(Debug, Clone)]
pub struct Diary<'a> {
    /// Whose.
    pub person: StaffIdx,
    /// Which day.
    pub date: NaiveDate,
    /// What occupies them, in order of time; at least one.
    pub entries: Vec<Entry<'a>>,
    /// Their working spells that hold an entry, in order. A spell without one is spent at the base.
    pub spells: Vec<Spell<'a>>,
    /// Entries that lie inside no working spell.
    pub outside: Vec<Entry<'a>>,
}

/// What a booking occupies of a person.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// From when until when.
    pub span: Span,
    /// The booking.
    pub booking: &'a Booking,
}

/// A working spell with at least one entry.
#[derive(Debug, Clone)]
pub struct Spell<'a> {
    /// From when until when.
    pub span: Span,
    /// The entries inside it, in order of time.
    pub entries: Vec<Entry<'a>>,
    /// The gaps between its start, its entries and its end: one more than entries.
    pub gaps: Vec<Gap>,
}

/// The time between two commitments of a spell, and the journey that is made in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// From the end of one commitment to the start of the next; it ends before it starts where they overlap.
    pub span: Span,
    /// Minutes of driving.
    pub journey: i32,
    /// The meeting that the journey leads to; for the way back to the base, the last of the spell.
    pub meeting: MeetingIdx,
}

impl<'a> Diary<'a> {
    /// Returns the day of `person` with `bookings`, all of them theirs and of that date.
    pub fn write(
        register: &Register,
        travel: &Travel,
        person: StaffIdx,
        date: NaiveDate,
        bookings: &[&'a Booking],
    ) -> Diary<'a> {
        let mut entries = Vec::with_capacity(bookings.len());
        for &booking in bookings {
            let (meeting, start) = (register.meeting(booking.meeting), booking.start());
            if booking.iro == Some(person) {
                entries.push(Entry { span: register.chair_occupation(meeting, start), booking });
            }
            if booking.minute_taker == Some(person) {
                entries.push(Entry { span: register.taker_occupation(meeting, start), booking });
            }
        }
        entries.sort_by_key(|entry| (entry.span, entry.booking.meeting));

        let base = register.staff[person.at()].base;
        let spells = register.staff[person.at()].spells_on(date);
        let outside = entries
            .iter()
            .filter(|entry| !spells.iter().any(|spell| spell.covers(entry.span)))
            .copied()
            .collect();
        let spells = spells
            .into_iter()
            .filter_map(|span| {
                let inside: Vec<Entry> =
                    entries.iter().filter(|entry| span.covers(entry.span)).copied().collect();
                let gaps = gaps(register, travel, base, span, &inside);
                (!inside.is_empty()).then_some(Spell { span, entries: inside, gaps })
            })
            .collect();
        Diary { person, date, entries, spells, outside }
    }

    /// Returns the minutes driven, base to base in each spell that holds a meeting.
    pub fn travelled(&self) -> i64 {
        self.spells.iter().flat_map(|spell| &spell.gaps).map(|gap| i64::from(gap.journey)).sum()
    }

    /// Returns the meetings of the day, in order of meeting, each once.
    pub fn meetings(&self) -> Vec<MeetingIdx> {
        meetings(&self.entries)
    }
}

impl Spell<'_> {
    /// Returns the meetings of the spell, in order of meeting, each once.
    pub fn meetings(&self) -> Vec<MeetingIdx> {
        meetings(&self.entries)
    }
}

/// Returns the gaps of a spell. An online meeting is no journey: people stay where they were, and the journey to
/// the next place is made in the gap before the next meeting that has one.
fn gaps(
    register: &Register,
    travel: &Travel,
    base: PlaceIdx,
    spell: Span,
    entries: &[Entry<'_>],
) -> Vec<Gap> {
    let mut gaps = Vec::with_capacity(entries.len() + 1);
    let (mut here, mut free_from) = (base, spell.from);
    for entry in entries {
        let there = entry.booking.place(register).unwrap_or(here);
        gaps.push(Gap {
            span: Span::new(free_from, entry.span.from),
            journey: travel.minutes(here, there),
            meeting: entry.booking.meeting,
        });
        (here, free_from) = (there, entry.span.until);
    }
    gaps.extend(entries.last().map(|last| Gap {
        span: Span::new(free_from, spell.until),
        journey: travel.minutes(here, base),
        meeting: last.booking.meeting,
    }));
    gaps
}

fn meetings(entries: &[Entry<'_>]) -> Vec<MeetingIdx> {
    let mut meetings: Vec<MeetingIdx> = entries.iter().map(|entry| entry.booking.meeting).collect();
    meetings.sort();
    meetings.dedup();
    meetings
}
