//! One person on one day: whether one more meeting fits, and what would have to give way where it does not.

use chrono::{Datelike, NaiveDate};

use super::antichain::Antichain;
use super::group::{Group, Groups};
use crate::calendar::Span;
use crate::register::{Lunch, MeetingIdx, PlaceIdx, Staff, StaffIdx};
use crate::travel::Travel;

/// What a meeting occupies of a person, and where they go for it (`None` = online: they stay where they were).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) span: Span,
    pub(super) meeting: MeetingIdx,
    pub(super) place: Option<PlaceIdx>,
}

/// The groups of one role; a chair and a minute taker have the same constraints under different names.
#[derive(Debug, Clone, Copy)]
pub(super) struct RoleGroups {
    pub(super) post: Group,
    pub(super) hours: Group,
    pub(super) absence: Group,
    pub(super) diary: Group,
    pub(super) limit: Group,
}

pub(super) const CHAIR: RoleGroups = RoleGroups {
    post: Group::ChairPost,
    hours: Group::ChairHours,
    absence: Group::ChairAbsence,
    diary: Group::ChairDiary,
    limit: Group::ChairLimit,
};

pub(super) const TAKER: RoleGroups = RoleGroups {
    post: Group::TakerPost,
    hours: Group::TakerHours,
    absence: Group::TakerAbsence,
    diary: Group::TakerDiary,
    limit: Group::TakerLimit,
};

/// A person's day as it stands without the meeting in question.
pub(super) struct PersonDay<'a> {
    pub(super) person: StaffIdx,
    pub(super) staff: &'a Staff,
    pub(super) date: NaiveDate,
    pub(super) groups: RoleGroups,
    travel: &'a Travel,
    lunch: Lunch,
    /// What is booked, in order of time.
    pub(super) entries: Vec<Entry>,
    in_post: bool,
    is_away: bool,
    spells: Vec<Span>,
    /// What is wrong with the day already; it is not the meeting's doing.
    before: Vec<Fault>,
}

/// Something that a day's bookings break: the rule, and whatever tells it from another.
type Fault = (u8, [i32; 4]);

impl<'a> PersonDay<'a> {
    /// Returns a day with `entries` in any order.
    pub(super) fn new(
        (person, staff): (StaffIdx, &'a Staff),
        date: NaiveDate,
        groups: RoleGroups,
        (travel, lunch): (&'a Travel, Lunch),
        mut entries: Vec<Entry>,
    ) -> PersonDay<'a> {
        entries.sort();
        let mut day = PersonDay {
            person,
            staff,
            date,
            groups,
            travel,
            lunch,
            entries,
            in_post: staff.in_post(date),
            is_away: staff.absences.iter().any(|absence| absence.when.on(date).is_some()),
            spells: staff.spells_on(date),
            before: Vec::new(),
        };
        let mut before = Vec::new();
        day.faults(&day.spells, &day.entries, Some(day.lunch.minutes), true, |fault| {
            before.push(fault);
            true
        });
        day.before = before;
        day
    }

    /// Adds to `found` every minimal set of the person's groups that would have to give way for `entry` to fit; the
    /// empty set where it fits. Sets that, with `besides`, are covered by `known` are left out.
    ///
    /// Cost: 2^g walks through the day with g groups that bear on it, mostly one or two.
    pub(super) fn relaxations(
        &self,
        entry: Entry,
        besides: Groups,
        known: &Antichain,
        found: &mut Antichain,
    ) {
        let bearing = self.bearing(entry);
        let n_sets = 1_u32 << bearing.len();
        for size in 0..=bearing.len() as u32 {
            for bits in (0..n_sets).filter(|bits| bits.count_ones() == size) {
                let chosen = (0..bearing.len()).filter(|i| bits & 1 << i != 0).map(|i| bearing[i]);
                let set = chosen.fold(Groups::NONE, Groups::with);
                let all = besides.union(set);
                if !known.covers(all) && !found.covers(all) && self.fits(entry, set) {
                    found.add(all);
                }
            }
        }
    }

    /// Returns the smallest set of `allowed` groups that would have to give way for `entry` to fit, or `None` where
    /// it does not fit even then.
    pub(super) fn least_relaxation(&self, entry: Entry, allowed: Groups) -> Option<Groups> {
        let bearing: Vec<Group> =
            self.bearing(entry).into_iter().filter(|&group| allowed.has(group)).collect();
        let sets = (0..1_u32 << bearing.len()).map(|bits| {
            let chosen = (0..bearing.len()).filter(|i| bits & 1 << i != 0).map(|i| bearing[i]);
            chosen.fold(Groups::NONE, Groups::with)
        });
        sets.filter(|&set| self.fits(entry, set)).min_by_key(|set| set.len())
    }

    /// Returns the groups that could be in the way at all.
    fn bearing(&self, entry: Entry) -> Vec<Group> {
        let groups = self.groups;
        let mut bearing = Vec::with_capacity(6);
        if !self.in_post {
            bearing.push(groups.post);
        }
        if self.is_away {
            bearing.push(groups.absence);
        }
        let needed = self.needed(entry);
        if !self.weekday_hours().iter().any(|hours| hours.covers(needed)) {
            bearing.push(groups.hours);
        }
        if !self.entries.is_empty() {
            bearing.push(groups.diary);
        }
        if (self.staff.per_day as usize) <= self.entries.len() {
            bearing.push(groups.limit);
        }
        bearing.push(Group::Lunch);
        bearing
    }

    /// Whether `entry` fits where the groups of `relaxed` do not count: it breaks nothing that was whole before.
    pub(super) fn fits(&self, entry: Entry, relaxed: Groups) -> bool {
        let others = if relaxed.has(self.groups.diary) { &[][..] } else { self.entries.as_slice() };
        self.fits_among(entry, relaxed, others)
    }

    /// As [`PersonDay::fits`] beside `others`, some of the day's entries in order of time.
    pub(super) fn fits_among(&self, entry: Entry, relaxed: Groups, others: &[Entry]) -> bool {
        let groups = self.groups;
        let is_plain =
            !relaxed.has(groups.post) && !relaxed.has(groups.hours) && !relaxed.has(groups.absence);
        let relaxed_spells;
        let spells = if is_plain {
            &self.spells
        } else {
            relaxed_spells = self.spells_without(entry, relaxed);
            &relaxed_spells
        };
        if !spells.iter().any(|spell| spell.covers(entry.span)) {
            return false;
        }
        let mut entries = Vec::with_capacity(others.len() + 1);
        entries.extend_from_slice(others);
        entries.insert(entries.partition_point(|other| *other < entry), entry);
        let lunch = (!relaxed.has(Group::Lunch)).then_some(self.lunch.minutes);
        let mut is_whole = true;
        self.faults(spells, &entries, lunch, !relaxed.has(groups.limit), |fault| {
            is_whole = self.before.contains(&fault);
            is_whole
        });
        is_whole
    }

    /// Returns the spells where hours, absences or post do not count.
    fn spells_without(&self, entry: Entry, relaxed: Groups) -> Vec<Span> {
        if !self.in_post && !relaxed.has(self.groups.post) {
            return Vec::new();
        }
        let mut spells = self.weekday_hours().to_vec();
        if relaxed.has(self.groups.hours) {
            spells.push(self.needed(entry));
            spells = Staff::join_hours(spells);
        }
        if !relaxed.has(self.groups.absence) {
            for away in self.staff.absences.iter().filter_map(|absence| absence.when.on(self.date)) {
                spells = spells.into_iter().flat_map(|spell| spell.without(away)).collect();
            }
        }
        spells
    }

    /// Returns the time for which the person would have to be at work for `entry` alone: with the journeys from and
    /// to the base.
    pub(super) fn needed(&self, entry: Entry) -> Span {
        let base = self.staff.base;
        let there = entry.place.unwrap_or(base);
        Span::new(
            entry.span.from - self.travel.minutes(base, there),
            entry.span.until + self.travel.minutes(there, base),
        )
    }

    fn weekday_hours(&self) -> &[Span] {
        &self.staff.hours[self.date.weekday().num_days_from_monday() as usize]
    }

    /// Tells `each` what is wrong with a day (H04, H06 to H09), until it answers false. `lunch` is the length of the
    /// break, where there must be one.
    fn faults(
        &self,
        spells: &[Span],
        entries: &[Entry],
        lunch: Option<i32>,
        is_limited: bool,
        mut each: impl FnMut(Fault) -> bool,
    ) {
        let number = |meeting: MeetingIdx| meeting.0 as i32;
        if is_limited
            && (self.staff.per_day as usize) < entries.len()
            && !each((8, [entries.len() as i32, 0, 0, 0]))
        {
            return;
        }
        for (at, one) in entries.iter().enumerate() {
            let clashing = entries[at + 1..].iter().take_while(|other| other.span.from < one.span.until);
            for other in clashing.filter(|other| other.span.from < other.span.until) {
                if !each((6, [number(one.meeting), number(other.meeting), 0, 0])) {
                    return;
                }
            }
            if !spells.iter().any(|spell| spell.covers(one.span))
                && !each((4, [number(one.meeting), 0, 0, 0]))
            {
                return;
            }
        }
        for &spell in spells {
            if !self.spell_faults(spell, entries, lunch, &mut each) {
                return;
            }
        }
    }

    /// Tells `each` what is wrong in a spell (H07, H09), until it answers false; whether it never did.
    fn spell_faults(
        &self,
        spell: Span,
        entries: &[Entry],
        lunch: Option<i32>,
        each: &mut impl FnMut(Fault) -> bool,
    ) -> bool {
        let base = self.staff.base;
        let window = self.lunch.window;
        let (mut here, mut free_from, mut last) = (base, spell.from, -1);
        let (mut has_lunch, mut first, mut n_inside) = (false, -1, 0);
        let mut gap = |from: i32, until: i32, journey: i32, last: i32, next: i32| {
            let in_window = until.min(window.until) - from.max(window.from);
            has_lunch |= lunch.is_none_or(|lunch| lunch <= in_window && lunch <= until - from - journey);
            journey <= until - from || each((7, [last, next, journey, until - from]))
        };
        for entry in entries.iter().filter(|entry| spell.covers(entry.span)) {
            let there = entry.place.unwrap_or(here);
            let next = entry.meeting.0 as i32;
            if !gap(free_from, entry.span.from, self.travel.minutes(here, there), last, next) {
                return false;
            }
            (here, free_from, last) = (there, entry.span.until, next);
            if n_inside == 0 {
                first = next;
            }
            n_inside += 1;
        }
        if n_inside == 0 {
            return true;
        }
        if !gap(free_from, spell.until, self.travel.minutes(here, base), last, -1) {
            return false;
        }
        !spell.covers(window) || has_lunch || each((9, [first, last, n_inside, 0]))
    }
}
