//! What would have to be otherwise in the register for a place to be lawful, record by record.

use chrono::{Datelike, NaiveDate};

use super::day::{Day, RoomDay};
use super::group::{Group, Groups};
use super::person_day::{Entry, PersonDay};
use super::scene::Scene;
use crate::calendar::Span;
use crate::register::{
    Booking, DistrictIdx, MeetingIdx, Register, RoomChoice, RoomIdx, Staff, StaffIdx, VenueIdx,
};

/// One record of a register that would have to be otherwise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The meeting may be on this date already.
    Open(NaiveDate),
    /// So many working days' notice are enough.
    ShortNotice(u32),
    /// It may be so many working days past its due date.
    LongLimit(u32),
    /// Office hours are so.
    OfficeHours(Span),
    /// A row of the register's `unavailable` does not apply.
    Come(usize),
    /// Another meeting is moved or taken out.
    Move(MeetingIdx),
    /// A room holds everybody.
    Enlarge(RoomIdx),
    /// A room has a feature.
    Equip(RoomIdx, String),
    /// A venue is not excluded for the household.
    Allow(VenueIdx),
    /// A venue opens for this stretch of a date.
    OpenVenue(VenueIdx, NaiveDate, Span),
    /// A venue is in use on a date.
    UseVenue(VenueIdx, NaiveDate),
    /// A row of the register's `closures` does not apply.
    Reopen(usize),
    /// A chair may chair the meeting's kind.
    Qualify(StaffIdx),
    /// A chair has a feature.
    Gain(StaffIdx, String),
    /// A chair has no conflict with the household.
    NoConflict(StaffIdx),
    /// Somebody is in post on a date.
    Employ(StaffIdx, NaiveDate),
    /// Somebody is at work for this stretch of a date.
    Work(StaffIdx, NaiveDate, Span),
    /// One of somebody's absences (its position) does not apply.
    Attend(StaffIdx, usize),
    /// Somebody takes so many meetings in a day.
    TakeMore(StaffIdx, u32),
    /// A minute taker covers a district.
    Cover(StaffIdx, DistrictIdx),
    /// Nobody needs a lunch break.
    NoLunch,
}

/// Returns what would have to change for the day and the start.
pub(super) fn start_changes(scene: &Scene<'_>, day: &Day<'_>, start: i32) -> Vec<Change> {
    let register = scene.register;
    let calendar = &register.calendar;
    let groups = day.start_groups(scene, start);
    let attendance = scene.attendance(start);
    let mut changes = Vec::new();
    if groups.has(Group::Opening) {
        changes.push(Change::Open(day.date));
    }
    if groups.has(Group::Notice) {
        changes.push(Change::ShortNotice(calendar.between(register.authority.today, day.date)));
    }
    if groups.has(Group::LateLimit) {
        changes.push(Change::LongLimit(calendar.between(scene.deadlines.limit_from(), day.date)));
    }
    if groups.has(Group::OfficeHours) {
        changes.push(Change::OfficeHours(scene.office_for(start)));
    }
    let away = day.away.iter().filter(|(_, span, _)| span.overlaps(attendance));
    changes.extend(away.map(|&(_, _, row)| Change::Come(row)));
    let engaged = day.engaged.iter().filter(|(_, span, _)| span.overlaps(attendance));
    changes.extend(engaged.map(|&(_, _, meeting)| Change::Move(meeting)));
    changes
}

/// Returns what would have to change for a room.
pub(super) fn room_changes(scene: &Scene<'_>, day: &Day<'_>, room: &RoomDay, start: i32) -> Vec<Change> {
    let RoomChoice::Room(room_idx) = room.room else { return Vec::new() };
    let register = scene.register;
    let row = &register.rooms[room_idx.at()];
    let venue = &register.venues[row.venue.at()];
    let occupation = scene.chair_occupation(start);
    let mut changes = Vec::new();
    for group in room.groups(scene, start).iter() {
        match group {
            Group::RoomSize => changes.push(Change::Enlarge(room_idx)),
            Group::RoomFeatures => {
                let needs = &register.meeting(scene.meeting).needs;
                let lacking =
                    needs.iter().filter(|n| !row.features.contains(n) && !venue.features.contains(n));
                changes.extend(lacking.map(|need| Change::Equip(room_idx, need.clone())));
            }
            Group::VenueExcluded => changes.push(Change::Allow(row.venue)),
            Group::VenueHours => changes.push(Change::OpenVenue(row.venue, day.date, occupation)),
            Group::VenueDates => changes.push(Change::UseVenue(row.venue, day.date)),
            Group::Closure => {
                let closed = room.closed.iter().filter(|(span, _)| span.overlaps(occupation));
                changes.extend(closed.map(|&(_, closure)| Change::Reopen(closure)));
            }
            Group::RoomTaken => {
                let taken = room.taken.iter().filter(|(span, _)| span.overlaps(occupation));
                changes.extend(taken.map(|&(_, meeting)| Change::Move(meeting)));
            }
            _ => {}
        }
    }
    changes
}

/// Returns what would have to change for a chair or minute taker who breaks `groups`, all of which then do not count.
pub(super) fn person_changes(
    scene: &Scene<'_>,
    day: &PersonDay<'_>,
    entry: Entry,
    groups: Groups,
    district: Option<DistrictIdx>,
) -> Vec<Change> {
    let person = day.person;
    let mut changes = Vec::new();
    for group in groups.iter() {
        match group {
            Group::ChairKind => changes.push(Change::Qualify(person)),
            Group::ChairNeeds => {
                let needs = &scene.register.meeting(scene.meeting).iro_needs;
                let lacking = needs.iter().filter(|need| !day.staff.features.contains(need));
                changes.extend(lacking.map(|need| Change::Gain(person, need.clone())));
            }
            Group::ChairConflict => changes.push(Change::NoConflict(person)),
            Group::ChairPost | Group::TakerPost => changes.push(Change::Employ(person, day.date)),
            Group::ChairHours | Group::TakerHours => {
                changes.push(Change::Work(person, day.date, day.needed(entry)));
            }
            Group::ChairAbsence | Group::TakerAbsence => {
                let absences = day.staff.absences.iter().enumerate();
                let there = absences.filter(|(_, absence)| absence.when.on(day.date).is_some());
                changes.extend(there.map(|(at, _)| Change::Attend(person, at)));
            }
            Group::ChairLimit | Group::TakerLimit => {
                changes.push(Change::TakeMore(person, day.entries.len() as u32 + 1));
            }
            Group::ChairDiary | Group::TakerDiary => {
                changes.extend(in_the_way(day, entry, groups).into_iter().map(Change::Move));
            }
            Group::TakerDistrict => changes.extend(district.map(|d| Change::Cover(person, d))),
            Group::Lunch => changes.push(Change::NoLunch),
            _ => {}
        }
    }
    changes
}

/// Returns the fewest of a day's bookings without which the entry fits, the first of equals in order of time.
fn in_the_way(day: &PersonDay<'_>, entry: Entry, groups: Groups) -> Vec<MeetingIdx> {
    let entries = &day.entries;
    let looked_at = entries.len().min(10);
    let relaxed = groups.without(day.groups.diary);
    let split = |bits: u32| -> (Vec<Entry>, Vec<Entry>) {
        let (gone, kept): (Vec<_>, Vec<_>) =
            entries.iter().enumerate().partition(|(at, _)| *at < looked_at && bits & 1 << at != 0);
        let plain = |list: Vec<(usize, &Entry)>| list.into_iter().map(|(_, entry)| *entry).collect();
        (plain(gone), plain(kept))
    };
    let mut choices: Vec<u32> = (1..1_u32 << looked_at).collect();
    choices.sort_by_key(|bits| (bits.count_ones(), *bits));
    let fits = |bits: &u32| day.fits_among(entry, relaxed, &split(*bits).1);
    match choices.into_iter().find(fits) {
        Some(bits) => split(bits).0.into_iter().map(|entry| entry.meeting).collect(),
        None => entries.iter().map(|entry| entry.meeting).collect(),
    }
}

impl Change {
    /// Makes the change in a register and its bookings, for `meeting`: what the explanation says would be otherwise.
    ///
    /// A register knows hours by the week, so [`Change::Work`] and [`Change::OpenVenue`] change every such weekday;
    /// policy ([`Change::ShortNotice`], [`Change::LongLimit`], [`Change::OfficeHours`], [`Change::NoLunch`]) changes
    /// for everybody.
    pub fn make(&self, register: &mut Register, bookings: &mut Vec<Booking>, meeting: MeetingIdx) {
        let row = register.meeting(meeting);
        let (kind, household) = (row.kind, row.household);
        match self {
            Change::Open(date) => register.meetings[meeting.at()].earliest = Some(*date),
            Change::ShortNotice(days) => {
                let notice = &mut register.authority.kinds[kind.at()].notice_days;
                *notice = (*notice).min(*days);
            }
            Change::LongLimit(days) => {
                register.authority.late_limit_days = register.authority.late_limit_days.max(*days);
            }
            Change::OfficeHours(span) => register.authority.office_hours = *span,
            // An empty stretch: positions of the other rows stay what they are.
            Change::Come(row) => {
                let when = &mut register.unavailable[*row].when;
                when.until = when.from;
            }
            Change::Move(other) => {
                bookings.retain(|booking| booking.meeting != *other);
                register.bookings.retain(|booking| booking.meeting != *other);
            }
            Change::Enlarge(room) => {
                let attendees = register.meeting(meeting).attendees.unwrap_or(0);
                let capacity = &mut register.rooms[room.at()].capacity;
                *capacity = (*capacity).max(attendees);
            }
            Change::Equip(room, feature) => register.rooms[room.at()].features.push(feature.clone()),
            Change::Allow(venue) => {
                if let Some(household) = household {
                    register.households[household.at()].venues_excluded.retain(|other| other != venue);
                }
            }
            Change::OpenVenue(venue, date, span) => {
                let office = register.authority.office_hours;
                let venue = &mut register.venues[venue.at()];
                venue.opens = Some(venue.opens.unwrap_or(office.from).min(span.from));
                venue.closes = Some(venue.closes.unwrap_or(office.until).max(span.until));
                if !venue.weekdays.contains(&date.weekday()) {
                    venue.weekdays.push(date.weekday());
                }
            }
            Change::UseVenue(venue, date) => {
                let venue = &mut register.venues[venue.at()];
                venue.from = venue.from.map(|from| from.min(*date));
                venue.until = venue.until.map(|until| until.max(*date));
            }
            Change::Reopen(closure) => {
                let when = &mut register.closures[*closure].when;
                when.until = when.from;
            }
            Change::Qualify(person) => register.staff[person.at()].chairs.push(kind),
            Change::Gain(person, feature) => register.staff[person.at()].features.push(feature.clone()),
            Change::NoConflict(person) => {
                if let Some(household) = household {
                    register.households[household.at()].conflicts.retain(|other| other != person);
                }
            }
            Change::Employ(person, date) => {
                let staff = &mut register.staff[person.at()];
                staff.from = staff.from.map(|from| from.min(*date));
                staff.until = staff.until.map(|until| until.max(*date));
            }
            Change::Work(person, date, span) => {
                let weekday = date.weekday().num_days_from_monday() as usize;
                let hours = &mut register.staff[person.at()].hours[weekday];
                hours.push(*span);
                *hours = Staff::join_hours(std::mem::take(hours));
            }
            Change::Attend(person, absence) => {
                let when = &mut register.staff[person.at()].absences[*absence].when;
                when.until = when.from;
            }
            Change::TakeMore(person, meetings) => register.staff[person.at()].per_day = *meetings,
            Change::Cover(person, district) => register.staff[person.at()].districts.push(*district),
            // A window that no working spell covers asks for no break.
            Change::NoLunch => register.authority.lunch.window = Span::new(-1, 1441),
        }
    }
}
