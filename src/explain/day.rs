//! One day of one meeting: what each start, room, chair and minute taker of that day breaks.

use chrono::{Datelike, NaiveDate};

use super::group::{Group, Groups};
use super::person_day::{CHAIR, Entry, PersonDay, TAKER};
use super::scene::Scene;
use crate::calendar::Span;
use crate::register::{Booking, MeetingIdx, PlaceIdx, RoomChoice, StaffIdx, Subject};

/// A day, with everything that stands on it but the meeting in question.
pub(super) struct Day<'a> {
    pub(super) date: NaiveDate,
    /// What the day by itself breaks.
    pub(super) groups: Groups,
    /// When family, social worker or attendees cannot come: a row of the register's `unavailable`.
    pub(super) away: Vec<(Group, Span, usize)>,
    /// When family or social worker are at another meeting.
    pub(super) engaged: Vec<(Group, Span, MeetingIdx)>,
    /// Every room that may be asked for, site by site.
    pub(super) sites: Vec<SiteDay>,
    /// Everybody who may be asked to chair, with what they break whatever the start.
    pub(super) chairs: Vec<(Groups, PersonDay<'a>)>,
    /// Everybody who may be asked to take the minutes.
    pub(super) takers: Vec<(Groups, PersonDay<'a>)>,
}

/// Rooms at one place in one district.
pub(super) struct SiteDay {
    pub(super) place: Option<PlaceIdx>,
    pub(super) district: Option<crate::register::DistrictIdx>,
    pub(super) rooms: Vec<RoomDay>,
}

/// A room on a day.
pub(super) struct RoomDay {
    pub(super) room: RoomChoice,
    /// What it breaks whatever the start.
    groups: Groups,
    /// When its venue opens; `None` for a home, which always does.
    open: Option<Opening>,
    /// Closures: a row of the register's `closures`.
    pub(super) closed: Vec<(Span, usize)>,
    /// Other meetings in it.
    pub(super) taken: Vec<(Span, MeetingIdx)>,
}

/// A venue's hours; `None` = those of the office.
#[derive(Clone, Copy)]
struct Opening {
    opens: Option<i32>,
    closes: Option<i32>,
}

impl<'a> Day<'a> {
    /// Returns a day of a scene.
    ///
    /// Cost: O(rooms × (bookings of the day + closures) + staff × bookings of the day).
    pub(super) fn new(scene: &Scene<'a>, date: NaiveDate) -> Day<'a> {
        let others = scene.others(date);
        let mut day = Day {
            date,
            groups: date_groups(scene, date),
            away: Vec::new(),
            engaged: Vec::new(),
            sites: Vec::new(),
            chairs: Vec::new(),
            takers: Vec::new(),
        };
        day.people(scene, &others);
        day.sites = scene
            .sites
            .iter()
            .map(|site| SiteDay {
                place: site.place,
                district: site.district,
                rooms: site.rooms.iter().map(|&room| RoomDay::new(scene, date, room, &others)).collect(),
            })
            .collect();
        let person = |person: StaffIdx, groups| {
            let staff = &scene.register.staff[person.at()];
            let policy = (scene.travel, scene.register.authority.lunch);
            let entries = entries(scene, person, &others);
            PersonDay::new((person, staff), date, groups, policy, entries)
        };
        day.chairs = scene.chairs.iter().map(|&(chair, groups)| (groups, person(chair, CHAIR))).collect();
        day.takers = scene.takers.iter().map(|&(taker, groups)| (groups, person(taker, TAKER))).collect();
        day
    }

    fn people(&mut self, scene: &Scene<'_>, others: &[&Booking]) {
        for (at, row) in scene.register.unavailable.iter().enumerate() {
            let group = match row.subject {
                Subject::Meeting(meeting) if meeting == scene.meeting => Group::AttendeesAway,
                Subject::Household(household) if scene.family == Some(household) => Group::FamilyAway,
                Subject::SocialWorker(worker) if scene.worker == Some(worker) => Group::WorkerAway,
                _ => continue,
            };
            self.away.extend(row.when.on(self.date).map(|span| (group, span, at)));
        }
        for booking in others {
            let meeting = scene.register.meeting(booking.meeting);
            let span = scene.register.attendance(meeting, booking.start());
            let family = meeting.household.filter(|_| scene.register.kind(meeting).family);
            if family.is_some() && family == scene.family {
                self.engaged.push((Group::FamilyElsewhere, span, booking.meeting));
            }
            let worker = scene.register.social_worker(meeting);
            if worker.is_some() && worker == scene.worker {
                self.engaged.push((Group::WorkerElsewhere, span, booking.meeting));
            }
        }
    }

    /// Returns what a start breaks, whoever chairs and wherever it is.
    pub(super) fn start_groups(&self, scene: &Scene<'_>, start: i32) -> Groups {
        let attendance = scene.attendance(start);
        let mut groups = self.groups;
        if !scene.register.authority.office_hours.covers(scene.whole(start)) {
            groups = groups.with(Group::OfficeHours);
        }
        if start % scene.register.authority.grid_minutes != 0 {
            groups = groups.with(Group::OffGrid);
        }
        for &(group, span, _) in &self.away {
            if span.overlaps(attendance) {
                groups = groups.with(group);
            }
        }
        for &(group, span, _) in &self.engaged {
            if span.overlaps(attendance) {
                groups = groups.with(group);
            }
        }
        groups
    }
}

/// Returns what a date breaks (H02).
fn date_groups(scene: &Scene<'_>, date: NaiveDate) -> Groups {
    let register = scene.register;
    let (authority, calendar) = (&register.authority, &register.calendar);
    let mut groups = Groups::NONE;
    if !calendar.is_working(date) {
        groups = groups.with(Group::NonWorking);
    }
    if date < authority.today {
        groups = groups.with(Group::Past);
    } else if date < scene.first_with_notice {
        groups = groups.with(Group::Notice);
    }
    if scene.deadlines.earliest.is_some_and(|earliest| date < earliest) {
        groups = groups.with(Group::Opening);
    }
    if authority.late_limit_days < calendar.between(scene.deadlines.limit_from(), date) {
        groups = groups.with(Group::LateLimit);
    }
    groups
}

/// Returns what occupies a person on a day.
fn entries(scene: &Scene<'_>, person: StaffIdx, others: &[&Booking]) -> Vec<Entry> {
    let register = scene.register;
    let mut entries = Vec::new();
    for booking in others {
        let meeting = register.meeting(booking.meeting);
        let mut add = |span: Span| {
            entries.push(Entry { span, meeting: booking.meeting, place: booking.place(register) });
        };
        if booking.iro == Some(person) {
            add(register.chair_occupation(meeting, booking.start()));
        } else if booking.minute_taker == Some(person) {
            add(register.taker_occupation(meeting, booking.start()));
        }
    }
    entries
}

impl RoomDay {
    fn new(scene: &Scene<'_>, date: NaiveDate, choice: RoomChoice, others: &[&Booking]) -> RoomDay {
        let RoomChoice::Room(room_idx) = choice else { return RoomDay::at_home(scene) };
        let register = scene.register;
        let room = &register.rooms[room_idx.at()];
        let venue = &register.venues[room.venue.at()];
        let row = register.meeting(scene.meeting);
        let mut groups = Groups::NONE;
        if row.attendees.is_some_and(|attendees| room.capacity < attendees) {
            groups = groups.with(Group::RoomSize);
        }
        if row.needs.iter().any(|need| !room.features.contains(need) && !venue.features.contains(need)) {
            groups = groups.with(Group::RoomFeatures);
        }
        let excluded = |household: crate::register::HouseholdIdx| {
            register.households[household.at()].venues_excluded.contains(&room.venue)
        };
        if row.household.is_some_and(excluded) {
            groups = groups.with(Group::VenueExcluded);
        }
        if venue.from.is_some_and(|from| date < from) || venue.until.is_some_and(|until| until < date) {
            groups = groups.with(Group::VenueDates);
        }
        if !venue.weekdays.contains(&date.weekday()) {
            groups = groups.with(Group::VenueHours);
        }
        let concerns = |closure: &crate::register::Closure| {
            closure.room.map_or(closure.venue == room.venue, |closed| closed == room_idx)
        };
        let closures = register.closures.iter().enumerate().filter(|(_, closure)| concerns(closure));
        let here = others.iter().filter(|booking| booking.room == Some(choice));
        RoomDay {
            room: choice,
            groups,
            open: Some(Opening { opens: venue.opens, closes: venue.closes }),
            closed: closures.filter_map(|(at, closure)| Some((closure.when.on(date)?, at))).collect(),
            taken: here
                .map(|booking| {
                    let meeting = register.meeting(booking.meeting);
                    (register.chair_occupation(meeting, booking.start()), booking.meeting)
                })
                .collect(),
        }
    }

    fn at_home(scene: &Scene<'_>) -> RoomDay {
        let row = scene.register.meeting(scene.meeting);
        let is_held_there = scene.register.kind(row).at_home && scene.register.home(row).is_some();
        let groups = if is_held_there { Groups::NONE } else { Groups::of(&[Group::NotAtHome]) };
        RoomDay { room: RoomChoice::Home, groups, open: None, closed: Vec::new(), taken: Vec::new() }
    }

    /// Returns what the room breaks for a start.
    pub(super) fn groups(&self, scene: &Scene<'_>, start: i32) -> Groups {
        let occupation = scene.chair_occupation(start);
        let mut groups = self.groups;
        if let Some(open) = self.open {
            let office = scene.office_for(start);
            let hours = Span::new(open.opens.unwrap_or(office.from), open.closes.unwrap_or(office.until));
            if !hours.covers(occupation) {
                groups = groups.with(Group::VenueHours);
            }
        }
        if self.closed.iter().any(|(span, _)| span.overlaps(occupation)) {
            groups = groups.with(Group::Closure);
        }
        if self.taken.iter().any(|(span, _)| span.overlaps(occupation)) {
            groups = groups.with(Group::RoomTaken);
        }
        groups
    }
}
