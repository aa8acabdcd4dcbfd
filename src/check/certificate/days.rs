//! The least that one person's day can come to, whatever else is planned.
//!
//! The day is walked forward in time, stop by stop. A [`Label`] is one way in which the day may have come so far;
//! ways that cannot lead to anything cheaper than others, or than a whole day that is known, are forgotten.
//!
//! Meetings that pay nothing are left out of a day, which then has more time for everything but one: the journey after an online
//! meeting begins where the person was, and a meeting left out may have brought them nearer. So after an online
//! meeting a journey is paid for and needs no time.

use std::cell::Cell;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::ahead::Ahead;
use super::places::{Stands, Wanted};
use crate::calendar::Span;
use crate::register::{Lunch, MeetingIdx, PlaceIdx, Register, StaffIdx};
use crate::travel::Travel;

/// A day of a chair or minute taker.
pub(super) struct Day {
    pub(super) person: StaffIdx,
    pub(super) date: NaiveDate,
    pub(super) is_chair: bool,
    base: PlaceIdx,
    spells: Vec<Span>,
    /// What stands: when and where; in order of time.
    standing: Vec<(Span, Option<PlaceIdx>)>,
    /// More meetings that it takes (H08).
    room_for: usize,
}

/// A meeting that may be taken, and what that costs; less than 0, for nobody takes it otherwise.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop {
    pub(super) span: Span,
    /// `None` = online: people stay where they were.
    pub(super) place: Option<PlaceIdx>,
    pub(super) meeting: MeetingIdx,
    pub(super) cost: i64,
}

/// How a day may have come so far.
#[derive(Debug, Clone, Copy)]
struct Label {
    place: PlaceIdx,
    /// When the person is free again.
    free: i32,
    /// Whether lunch has been had, or need not be.
    fed: bool,
    /// Whether the next journey needs no time, because the last meeting was online.
    loose: bool,
    taken: Taken,
    cost: i64,
}

/// The meetings taken. The first three of a day are different; beyond that they are only counted.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    first: [Option<MeetingIdx>; 3],
    n: usize,
}

impl Taken {
    fn contains(&self, meeting: &MeetingIdx) -> bool {
        self.first.contains(&Some(*meeting))
    }

    fn push(&mut self, meeting: MeetingIdx) {
        if let Some(place) = self.first.get_mut(self.n) {
            *place = Some(meeting);
        }
        self.n += 1;
    }
}

/// The walk through one day.
struct Walk<'a> {
    travel: &'a Travel,
    lunch: &'a Lunch,
    minute: i64,
    room_for: usize,
    ahead: Ahead,
    /// When and where the person goes home from a spell that is the whole day, nothing standing in it.
    home: Option<(Span, PlaceIdx)>,
    /// What the day comes to at most: ways that cannot go below it are not walked on.
    known: Cell<i64>,
}

impl Day {
    /// Returns every day on which somebody works or has a booking.
    pub(super) fn all(register: &Register, standing: &[Stands<'_>], wanted: &[Wanted]) -> Vec<Day> {
        let mut dates: Vec<NaiveDate> = wanted.iter().flat_map(Wanted::dates).collect();
        dates.extend(standing.iter().map(|stands| stands.booking.date()));
        dates.sort_unstable();
        dates.dedup();
        let mut by_day: BTreeMap<(NaiveDate, StaffIdx), Vec<(Span, &Stands<'_>)>> = BTreeMap::new();
        for stands in standing {
            let (booking, meeting) = (stands.booking, register.meeting(stands.booking.meeting));
            let occupied = [
                (booking.iro, register.chair_occupation(meeting, booking.start())),
                (booking.minute_taker, register.taker_occupation(meeting, booking.start())),
            ];
            for (person, span) in occupied {
                if let Some(person) = person {
                    by_day.entry((booking.date(), person)).or_default().push((span, stands));
                }
            }
        }
        let mut days = Vec::new();
        for &date in &dates {
            for (position, staff) in register.staff.iter().enumerate() {
                let person = StaffIdx::from(position);
                let mut held = by_day.remove(&(date, person)).unwrap_or_default();
                held.sort_by_key(|(span, _)| *span);
                let mut meetings: Vec<MeetingIdx> =
                    held.iter().map(|(_, stands)| stands.booking.meeting).collect();
                meetings.sort_unstable();
                meetings.dedup();
                days.push(Day {
                    person,
                    date,
                    is_chair: staff.role.chairs(),
                    base: staff.base,
                    spells: staff.spells_on(date),
                    standing: held
                        .iter()
                        .map(|(span, stands)| (*span, stands.booking.place(register)))
                        .collect(),
                    room_for: (staff.per_day as usize).saturating_sub(meetings.len()),
                });
            }
        }
        days
    }

    /// Returns the minutes that what stands occupies.
    pub(super) fn standing_minutes(&self) -> i64 {
        self.standing.iter().map(|(span, _)| i64::from(span.minutes())).sum()
    }

    /// Returns the least that a lawful day comes to: the stops that it takes, and its journeys at `minute` each.
    pub(super) fn least(&self, travel: &Travel, lunch: &Lunch, mut stops: Vec<Stop>, minute: i64) -> i64 {
        let (true, Some(without)) =
            (self.all_inside(), self.walk(&self.walk_through(travel, lunch, minute, &[], i64::MAX), &[]))
        else {
            return self.least_of_broken_day(travel, &stops, minute);
        };
        self.drop_what_cannot_pay(travel, &mut stops, minute, without);
        stops.sort_unstable_by_key(|stop| (stop.span, stop.place, stop.cost, stop.meeting));
        let stops = cheapest_three(&stops);
        let walk = self.walk_through(travel, lunch, minute, &stops, without);
        let with = self.walk(&walk, &stops);
        with.map_or(walk.known.get(), |with| with.min(walk.known.get()))
    }

    /// Returns a walk through the day with some of `stops`, in order of time, where it comes to `known` at most.
    fn walk_through<'a>(
        &self,
        travel: &'a Travel,
        lunch: &'a Lunch,
        minute: i64,
        stops: &[Stop],
        known: i64,
    ) -> Walk<'a> {
        let held = self.standing.iter().map(|(_, place)| *place);
        let home = match self.spells.as_slice() {
            [spell] if self.standing.is_empty() => Some(Span::new(spell.until, spell.until)),
            _ => None,
        };
        Walk {
            travel,
            lunch,
            minute,
            room_for: self.room_for,
            ahead: Ahead::new(travel, stops, self.room_for, self.base, held, minute),
            home: home.filter(|_| !stops.is_empty()).map(|home| (home, self.base)),
            known: Cell::new(known),
        }
    }

    /// Drops stops with which no day comes to less than it does `without` any: not even if the way led there and back
    /// only, and all others of the day were the cheapest and on the way.
    fn drop_what_cannot_pay(&self, travel: &Travel, stops: &mut Vec<Stop>, minute: i64, without: i64) {
        let others = self.room_for.saturating_sub(1) as i64;
        let mut before = usize::MAX;
        while stops.len() < before {
            before = stops.len();
            let cheapest = stops.iter().map(|stop| stop.cost).min().unwrap_or(0).min(0);
            stops.retain(|stop| {
                let journeys = stop.place.map_or(0, |place| {
                    i64::from(travel.minutes(self.base, place)) + i64::from(travel.minutes(place, self.base))
                });
                stop.cost + minute * journeys + others * cheapest < without
            });
        }
    }

    fn all_inside(&self) -> bool {
        let inside =
            |(span, _): &(Span, Option<PlaceIdx>)| self.spells.iter().any(|spell| spell.covers(*span));
        self.standing.iter().all(inside)
    }

    /// Returns the least that the day comes to with some of `stops`, in order of time, or `None` where not even what
    /// stands fits.
    fn walk(&self, walk: &Walk<'_>, stops: &[Stop]) -> Option<i64> {
        let first =
            Label { place: self.base, free: 0, fed: true, loose: false, taken: Taken::default(), cost: 0 };
        let mut days = vec![first];
        for &spell in &self.spells {
            let held: Vec<_> = self.standing.iter().filter(|(span, _)| spell.covers(*span)).collect();
            let fed = !spell.covers(walk.lunch.window);
            let mut labels = Labels::default();
            for day in &days {
                labels.add(walk, Label { place: self.base, free: spell.from, fed, ..*day });
            }
            let mut after = Labels::default();
            if held.is_empty() {
                // A spell may be spent at the base.
                days.iter().for_each(|day| after.add(walk, *day));
            }
            let mut free = spell.from;
            let end = (Span::new(spell.until, spell.until), Some(self.base));
            for &&(span, place) in held.iter().chain([&&end]) {
                for stop in stops.iter().filter(|s| free <= s.span.from && s.span.until <= span.from) {
                    labels.take(walk, stop);
                }
                labels = labels.all_through(walk, span, place);
                free = span.until;
            }
            for label in labels.iter().filter(|label| label.fed) {
                after.add(walk, Label { free: 0, fed: true, ..*label });
            }
            days = after.iter().copied().collect();
        }
        days.iter().map(|day| day.cost).min()
    }

    /// Returns the least where bookings that stand break a rule by themselves: the rules say nothing of the time that
    /// is left then, so none is kept but H08. Journeys to more places are no shorter than those to what stands.
    fn least_of_broken_day(&self, travel: &Travel, stops: &[Stop], minute: i64) -> i64 {
        let mut driven = 0;
        for spell in &self.spells {
            let mut here = self.base;
            let held = self.standing.iter().filter(|(span, _)| spell.covers(*span));
            for place in held.filter_map(|(_, place)| *place).chain([self.base]) {
                driven += i64::from(travel.minutes(here, place));
                here = place;
            }
        }
        let mut least: BTreeMap<MeetingIdx, i64> = BTreeMap::new();
        for stop in stops {
            let cost = least.entry(stop.meeting).or_default();
            *cost = stop.cost.min(*cost);
        }
        let mut least: Vec<i64> = least.into_values().collect();
        least.sort_unstable();
        minute * driven + least.iter().take(self.room_for).sum::<i64>()
    }
}

impl Walk<'_> {
    /// Returns what a label comes to at least.
    fn hopes_for(&self, label: &Label) -> i64 {
        let to_come = self.room_for.saturating_sub(label.taken.n);
        label.cost + self.ahead.least(to_come, label.place, label.free)
    }

    /// Takes note of what the day comes to if the person goes home now.
    fn note(&self, label: &Label) {
        if let Some((home, base)) = self.home
            && let Some(whole) = label.travelled(self, home, Some(base))
            && whole.fed
        {
            self.known.set(whole.cost.min(self.known.get()));
        }
    }
}

/// Labels by place, the cheapest of a place first.
#[derive(Default)]
struct Labels(BTreeMap<PlaceIdx, Vec<Label>>);

impl Labels {
    fn iter(&self) -> impl Iterator<Item = &Label> {
        self.0.values().flatten()
    }

    /// Adds a label, unless those that are as cheap, as early and as fed can do all that it can.
    fn add(&mut self, walk: &Walk<'_>, label: Label) {
        if walk.known.get() <= walk.hopes_for(&label) {
            return;
        }
        let at_place = self.0.entry(label.place).or_default();
        let can_replace = |other: &&Label| {
            other.cost <= label.cost
                && other.free <= label.free
                && other.fed >= label.fed
                && other.loose >= label.loose
                && other.taken.n == label.taken.n
        };
        let taken = label.taken.n;
        let to_come = walk.room_for.saturating_sub(taken).min(3_usize.saturating_sub(taken));
        if to_come == 0 && at_place.iter().any(|other| can_replace(&other)) {
            return;
        }
        let better: Vec<&Label> = at_place.iter().filter(can_replace).collect();
        if can_all_be_hindered(&better, &label, to_come) {
            at_place.push(label);
        }
    }

    /// Lets everybody who can take a stop.
    fn take(&mut self, walk: &Walk<'_>, stop: &Stop) {
        let mut made = Vec::new();
        for label in self.iter() {
            let repeated = label.taken.n < 3 && label.taken.contains(&stop.meeting);
            if label.taken.n < walk.room_for
                && !repeated
                && let Some(mut there) = label.travelled(walk, stop.span, stop.place)
            {
                there.taken.push(stop.meeting);
                there.cost += stop.cost;
                walk.note(&there);
                if walk.hopes_for(&there) < walk.known.get() {
                    made.push(there);
                }
            }
        }
        made.into_iter().for_each(|label| self.add(walk, label));
    }

    /// Lets everybody go on to a commitment, and leaves those who can.
    fn all_through(&self, walk: &Walk<'_>, span: Span, place: Option<PlaceIdx>) -> Labels {
        let mut labels = Labels::default();
        for label in self.iter().filter_map(|label| label.travelled(walk, span, place)) {
            labels.add(walk, label);
        }
        labels
    }
}

impl Label {
    /// Returns the label after a journey to `place` (`None`: none) and a commitment there, or `None` where there is
    /// no time for it (H07), which one after an online meeting needs none of. Lunch is had where the gap leaves time (H09).
    fn travelled(&self, walk: &Walk<'_>, span: Span, place: Option<PlaceIdx>) -> Option<Label> {
        let there = place.unwrap_or(self.place);
        let journey = walk.travel.minutes(self.place, there);
        let needed = if self.loose { 0 } else { journey };
        if span.from - self.free < needed {
            return None;
        }
        let window = walk.lunch.window;
        let in_window = span.from.min(window.until) - self.free.max(window.from);
        let to_spare = span.from - self.free - needed;
        let lunch = walk.lunch.minutes;
        Some(Label {
            place: there,
            free: span.until,
            fed: self.fed || lunch <= in_window && lunch <= to_spare,
            loose: place.is_none(),
            taken: self.taken,
            cost: self.cost + walk.minute * i64::from(journey),
        })
    }
}

/// Returns, of the stops at one place and time, those of the three cheapest meetings, as many as a day can want: a fourth
/// can give way to one of them, because only two other meetings may be taken already where none comes twice.
fn cheapest_three(stops: &[Stop]) -> Vec<Stop> {
    let mut kept: Vec<Stop> = Vec::new();
    for together in stops.chunk_by(|one, other| (one.span, one.place) == (other.span, other.place)) {
        let first = kept.len();
        for stop in together {
            let known = &kept[first..];
            if known.len() < 3 && known.iter().all(|other| other.meeting != stop.meeting) {
                kept.push(*stop);
            }
        }
    }
    kept
}

/// Whether `to_come` meetings that `label` has not taken can stand in the way of everyone of `better`, because each
/// has taken one of them already. If not, whatever `label` goes on to do, one of `better` can do as cheaply.
fn can_all_be_hindered(better: &[&Label], label: &Label, to_come: usize) -> bool {
    let Some(first) = better.first() else { return true };
    if to_come == 0 {
        return false;
    }
    first.taken.first.iter().flatten().filter(|meeting| !label.taken.contains(meeting)).any(|meeting| {
        let left: Vec<&Label> = better.iter().copied().filter(|b| !b.taken.contains(meeting)).collect();
        can_all_be_hindered(&left, label, to_come - 1)
    })
}
