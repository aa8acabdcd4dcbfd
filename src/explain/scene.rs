//! A meeting and everything around it that an explanation looks at.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::Explainer;
use super::group::{Group, Groups};
use super::wish::Wish;
use crate::calendar::Span;
use crate::problem::Prices;
use crate::register::{
    Booking, Deadlines, DistrictIdx, HouseholdIdx, MeetingIdx, NoDeadline, PlaceIdx, Register, Role,
    RoomChoice, RoomIdx, SocialWorkerIdx, StaffIdx, TAKER_MARGIN,
};
use crate::travel::Travel;

/// Working days before a meeting's first lawful day, and after its last, at which an explanation looks too.
pub const MARGIN_DAYS: u32 = 20;

/// Years in which a register's dates lie, and days can be asked about.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// A meeting, with the days, starts, rooms and people that come into question, the cheapest first.
pub(super) struct Scene<'a> {
    pub(super) register: &'a Register,
    pub(super) travel: &'a Travel,
    pub(super) meeting: MeetingIdx,
    pub(super) deadlines: Deadlines,
    pub(super) first_with_notice: NaiveDate,
    /// The household, where it attends.
    pub(super) family: Option<HouseholdIdx>,
    pub(super) worker: Option<SocialWorkerIdx>,
    pub(super) needs_taker: bool,
    pub(super) dates: Vec<NaiveDate>,
    pub(super) starts: Vec<i32>,
    pub(super) sites: Vec<Site>,
    /// With what they break, whatever the day.
    pub(super) chairs: Vec<(StaffIdx, Groups)>,
    pub(super) takers: Vec<(StaffIdx, Groups)>,
    bookings: &'a [Booking],
    by_date: &'a BTreeMap<NaiveDate, Vec<usize>>,
    before: i32,
    minutes: i32,
    after: i32,
}

/// Rooms at one place in one district.
pub(super) struct Site {
    pub(super) place: Option<PlaceIdx>,
    pub(super) district: Option<DistrictIdx>,
    pub(super) rooms: Vec<RoomChoice>,
}

impl<'a> Scene<'a> {
    /// Returns the scene of a live meeting, its own booking left out: the places that `wish` asks for, not after
    /// `by` where that is given.
    ///
    /// # Errors
    /// Where the register gives the meeting no dates.
    pub(super) fn new(
        explainer: &'a Explainer<'_>,
        meeting: MeetingIdx,
        wish: &Wish,
        by: Option<NaiveDate>,
    ) -> Result<Scene<'a>, NoDeadline> {
        let register = explainer.register;
        let row = register.meeting(meeting);
        let kind = register.kind(row);
        let deadlines = register.deadlines(row)?;
        let mut scene = Scene {
            register,
            travel: explainer.travel,
            meeting,
            deadlines,
            first_with_notice: register.calendar.after(register.authority.today, kind.notice_days),
            family: row.household.filter(|_| kind.family),
            worker: register.social_worker(row),
            needs_taker: kind.minute_taker,
            dates: Vec::new(),
            starts: Vec::new(),
            sites: Vec::new(),
            chairs: Vec::new(),
            takers: Vec::new(),
            bookings: explainer.bookings,
            by_date: &explainer.by_date,
            before: kind.before,
            minutes: register.minutes(row),
            after: kind.after,
        };
        let prices = Prices::new(register, explainer.travel);
        scene.dates = scene.dates(&prices, wish, by);
        scene.starts = scene.starts(&prices, wish);
        scene.sites = scene.sites(&prices, wish);
        scene.chairs = scene.chairs(&prices, wish);
        scene.takers = scene.takers(wish);
        Ok(scene)
    }

    /// Returns the bookings of a day but the meeting's own.
    pub(super) fn others(&self, date: NaiveDate) -> Vec<&'a Booking> {
        let at = self.by_date.get(&date).map_or(&[][..], Vec::as_slice);
        at.iter().map(|&at| &self.bookings[at]).filter(|booking| booking.meeting != self.meeting).collect()
    }

    pub(super) fn chair_occupation(&self, start: i32) -> Span {
        Span::new(start - self.before, start + self.minutes + self.after)
    }

    pub(super) fn taker_occupation(&self, start: i32) -> Span {
        Span::new(start - TAKER_MARGIN, start + self.minutes + TAKER_MARGIN)
    }

    pub(super) fn attendance(&self, start: i32) -> Span {
        Span::new(start, start + self.minutes)
    }

    /// Returns everything that a start takes of anybody's day: what must lie in office hours (H13).
    pub(super) fn whole(&self, start: i32) -> Span {
        let chair = self.chair_occupation(start);
        if !self.needs_taker {
            return chair;
        }
        let taker = self.taker_occupation(start);
        Span::new(chair.from.min(taker.from), chair.until.max(taker.until))
    }

    /// Returns the least office hours that would allow a start.
    pub(super) fn office_for(&self, start: i32) -> Span {
        let (office, whole) = (self.register.authority.office_hours, self.whole(start));
        Span::new(office.from.min(whole.from), office.until.max(whole.until))
    }

    /// Returns the first and the last day that the meeting's window leaves (H02); it may be empty.
    pub(super) fn window(&self) -> (NaiveDate, NaiveDate) {
        let first = self.deadlines.earliest.map_or(self.first_with_notice, |e| e.max(self.first_with_notice));
        let limit = self.register.authority.late_limit_days;
        (first, self.register.calendar.after(self.deadlines.limit_from(), limit))
    }

    fn dates(&self, prices: &Prices<'_>, wish: &Wish, by: Option<NaiveDate>) -> Vec<NaiveDate> {
        let (calendar, today) = (&self.register.calendar, self.register.authority.today);
        if let Some(date) = wish.date {
            let is_counted = YEARS.contains(&date.year());
            return if is_counted && wish.allows_date(date) { vec![date] } else { Vec::new() };
        }
        let (first, last) = self.window();
        let from = calendar.before(first.min(last), MARGIN_DAYS).max(today);
        let until = by.unwrap_or_else(|| calendar.after(first.max(last), MARGIN_DAYS));
        let mut dates: Vec<NaiveDate> = from
            .iter_days()
            .take_while(|&date| date <= until)
            .filter(|&date| calendar.is_working(date) && wish.allows_date(date))
            .collect();
        let meeting = self.register.meeting(self.meeting);
        let late = |date| self.deadlines.statutory.map_or(0, |due| calendar.between(due, date));
        // Outside the window the nearest days come first.
        let outside = |date: NaiveDate| (first - date).num_days().max((date - last).num_days()).max(0);
        dates.sort_by_key(|&date| {
            (outside(date), late(date), prices.day(meeting, &self.deadlines, date), date)
        });
        dates
    }

    fn starts(&self, prices: &Prices<'_>, wish: &Wish) -> Vec<i32> {
        if let Some(start) = wish.start {
            return if (0..1440).contains(&start) { vec![start] } else { Vec::new() };
        }
        let authority = &self.register.authority;
        let office = authority.office_hours;
        // Only a meeting that the office day is too short for is looked at outside it.
        let margin = (self.whole(0).minutes() - office.minutes()).max(0);
        let day = Span::new((office.from - margin).max(0), (office.until + margin).min(1440));
        let meeting = self.register.meeting(self.meeting);
        let grid = (0..1440).step_by(authority.grid_minutes as usize);
        let mut starts: Vec<i32> = grid.filter(|&start| day.covers(self.whole(start))).collect();
        if starts.is_empty() {
            // None of the grid lies so that it fits: the nearest starts on either side are looked at.
            let wide = Span::new(day.from - authority.grid_minutes, day.until + authority.grid_minutes);
            let grid = (0..1440).step_by(authority.grid_minutes as usize);
            starts = grid.filter(|&start| wide.covers(self.whole(start))).collect();
        }
        starts.sort_by_key(|&start| (prices.start(meeting, start), start));
        starts
    }

    fn sites(&self, prices: &Prices<'_>, wish: &Wish) -> Vec<Site> {
        let register = self.register;
        let meeting = register.meeting(self.meeting);
        let mut rooms: Vec<RoomChoice> =
            (0..register.rooms.len()).map(|at| RoomChoice::Room(RoomIdx::from(at))).collect();
        let has_home = register.kind(meeting).at_home && register.home(meeting).is_some();
        if has_home || wish.room == Some(RoomChoice::Home) {
            rooms.push(RoomChoice::Home);
        }
        rooms.retain(|&room| wish.allows_room(register, room));
        rooms.sort_by_key(|&room| (prices.room(meeting, room), room));
        let mut sites: Vec<Site> = Vec::new();
        for room in rooms {
            let booking = Booking {
                room: Some(room),
                ..super::Place {
                    date: register.authority.today,
                    start: 0,
                    chair: StaffIdx(0),
                    room,
                    minute_taker: None,
                }
                .booking(self.meeting)
            };
            let (place, district) = (booking.place(register), booking.district(register));
            match sites.iter_mut().find(|site| site.place == place && site.district == district) {
                Some(site) => site.rooms.push(room),
                None => sites.push(Site { place, district, rooms: vec![room] }),
            }
        }
        sites
    }

    fn chairs(&self, prices: &Prices<'_>, wish: &Wish) -> Vec<(StaffIdx, Groups)> {
        let register = self.register;
        let meeting = register.meeting(self.meeting);
        let conflicts = meeting.household.map_or(&[][..], |h| &register.households[h.at()].conflicts);
        let date = self.dates.first().copied().unwrap_or(register.authority.today);
        let mut chairs: Vec<(StaffIdx, Groups)> = (0..register.staff.len())
            .map(StaffIdx::from)
            .filter(|&person| match wish.chair {
                Some(wanted) => person == wanted,
                None => register.staff[person.at()].role.chairs() && wish.minute_taker != Some(person),
            })
            .map(|person| {
                let staff = &register.staff[person.at()];
                let mut groups = Groups::NONE;
                if !staff.role.chairs() {
                    groups = groups.with(Group::ChairRole);
                } else if !staff.may_chair(meeting.kind) {
                    groups = groups.with(Group::ChairKind);
                }
                if meeting.iro_needs.iter().any(|need| !staff.features.contains(need)) {
                    groups = groups.with(Group::ChairNeeds);
                }
                if conflicts.contains(&person) {
                    groups = groups.with(Group::ChairConflict);
                }
                (person, groups)
            })
            .collect();
        chairs.sort_by_key(|&(chair, groups)| (groups.len(), prices.chair(meeting, chair, date), chair));
        chairs
    }

    /// Returns who may be asked to take the minutes. What depends on the district comes with the site.
    fn takers(&self, wish: &Wish) -> Vec<(StaffIdx, Groups)> {
        let is_taker = |person: StaffIdx| self.register.staff[person.at()].role == Role::MinuteTaker;
        let broken = |person: StaffIdx| {
            let mut groups = Groups::NONE;
            if !self.needs_taker {
                groups = groups.with(Group::NoTaker);
            }
            if !is_taker(person) {
                groups = groups.with(Group::TakerRole);
            }
            groups
        };
        if let Some(wanted) = wish.minute_taker {
            return vec![(wanted, broken(wanted))];
        }
        if !self.needs_taker {
            return Vec::new();
        }
        let everybody = (0..self.register.staff.len()).map(StaffIdx::from);
        let others = everybody.filter(|&person| is_taker(person) && wish.chair != Some(person));
        others.map(|person| (person, Groups::NONE)).collect()
    }

    /// Whether a place has a minute taker.
    pub(super) fn has_taker(&self) -> bool {
        self.needs_taker || !self.takers.is_empty()
    }
}
