//! What a register's record tells, sorted once by everything that an indicator asks for.

use std::collections::HashMap;

use chrono::{Months, NaiveDate, NaiveDateTime};

use super::spells::{Spell, spells};
use super::{Category, Cut, Period, Policy};
use crate::calendar::Timescale;
use crate::register::{
    Booking, ChildIdx, HouseholdIdx, Meeting, MeetingIdx, MeetingResult, Outcome, Register, StaffIdx,
};

/// What a conference is for, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It decides whether a plan is needed, and its clock runs from the strategy discussion.
    Initial,
    /// The same for a child who moves in with a plan: its clock runs from the written notice.
    TransferIn,
    /// It reviews a plan.
    Review,
    /// A strategy meeting.
    Strategy,
    /// A review of a child looked after, or of a foster carer.
    OtherReview,
    /// A kind of the authority's own.
    Other,
}

impl Stage {
    /// Whether it is a child protection conference.
    pub fn is_conference(self) -> bool {
        matches!(self, Stage::Initial | Stage::TransferIn | Stage::Review)
    }

    fn of(kind: &str) -> Stage {
        match kind {
            "initial_conference" | "pre_birth_conference" => Stage::Initial,
            "transfer_in_conference" => Stage::TransferIn,
            "first_review_conference" | "review_conference" | "reconvened_conference" => Stage::Review,
            "strategy_meeting" => Stage::Strategy,
            "cla_first_review" | "cla_second_review" | "cla_review" | "foster_review" => Stage::OtherReview,
            _ => Stage::Other,
        }
    }
}

/// A meeting that was held or adjourned, by the last row about it.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// What was recorded.
    pub outcome: &'a Outcome,
    /// What it is for; a reconvened conference is for what the adjourned one was for.
    pub stage: Stage,
    /// Its household.
    pub household: Option<HouseholdIdx>,
    /// The day that its clock runs from.
    pub from: Option<NaiveDate>,
    /// The statutory date: for a reconvened conference that of the one adjourned, whose clock does not stop.
    pub due: Option<NaiveDate>,
    /// When it began, where its booking says so.
    pub starts: Option<NaiveDateTime>,
    /// When it ended, by its length.
    pub finished: Option<NaiveDateTime>,
    /// How many children it considered.
    pub n_children: u64,
    /// Where it falls.
    pub cut: Cut,
    /// Positions in [`Facts::attended`] of its children.
    children: (usize, usize),
}

impl Event<'_> {
    /// Whether it was held by its statutory date; `None` where it has none.
    pub fn is_in_time(&self) -> Option<bool> {
        Some(self.outcome.on <= self.due?)
    }
}

/// A child considered at a meeting.
#[derive(Debug, Clone, Copy)]
pub struct Attended {
    /// The child.
    pub child: ChildIdx,
    /// How the child took part, PN0 to PN7, where that is recorded.
    pub participation: Option<u8>,
    /// Where it falls.
    pub cut: Cut,
}

/// The record of a register, sorted.
pub struct Facts<'a> {
    /// The register.
    pub register: &'a Register,
    /// Local limits.
    pub policy: Policy,
    /// Plans, by child and start.
    pub spells: Vec<Spell>,
    /// Meetings held, by day.
    held: Vec<Event<'a>>,
    /// Meetings adjourned, by day.
    adjourned: Vec<Event<'a>>,
    attended: Vec<Attended>,
    /// Positions in `spells`, by start.
    by_start: Vec<usize>,
    /// Positions in `spells` of plans that ended, by end.
    by_end: Vec<usize>,
    /// Where each child's plans begin in `spells`; one more than there are children.
    of_child: Vec<usize>,
    /// Conferences held about each household: day and chair, by day.
    chairs: Vec<Vec<(NaiveDate, Option<StaffIdx>)>>,
    /// Reviews held about each child, positions in `held`, by day.
    reviews: Vec<Vec<usize>>,
    /// Conferences of any stage held about each child, days in order.
    conferences: Vec<Vec<NaiveDate>>,
    /// Times in care, indexed by child: the first day, and that on which it ended.
    care: Vec<Vec<(NaiveDate, Option<NaiveDate>)>>,
    /// Days of birth, indexed by child.
    born: Vec<Option<NaiveDate>>,
    first_review: Timescale,
    next_review: Timescale,
}

impl<'a> Facts<'a> {
    /// Sorts what a register tells. Runs in `O(n log n)` of its rows.
    pub fn new(register: &'a Register, policy: Policy) -> Facts<'a> {
        let spells = spells(register);
        let mut of_child = vec![0; register.children.len() + 1];
        for spell in &spells {
            of_child[spell.child.at() + 1] += 1;
        }
        for at in 1..of_child.len() {
            of_child[at] += of_child[at - 1];
        }
        let sorted = |key: fn(&Spell) -> Option<NaiveDate>| {
            let mut order: Vec<usize> = (0..spells.len()).filter(|&at| key(&spells[at]).is_some()).collect();
            order.sort_by_key(|&at| (key(&spells[at]), at));
            order
        };
        let (by_start, by_end) = (sorted(|spell| Some(spell.starts)), sorted(|spell| spell.ends));
        let statutory = |name: &str| {
            let kind = register.authority.kinds.iter().find(|kind| kind.name.as_str() == name);
            kind.map_or(Timescale::None, |kind| kind.statutory)
        };
        let mut born = vec![None; register.children.len()];
        for details in &register.record.details {
            born[details.child.at()] = details.born;
        }
        let mut facts = Facts {
            register,
            care: care(register),
            born,
            policy,
            by_start,
            by_end,
            of_child,
            held: Vec::new(),
            adjourned: Vec::new(),
            attended: Vec::new(),
            chairs: vec![Vec::new(); register.households.len()],
            reviews: vec![Vec::new(); register.children.len()],
            conferences: vec![Vec::new(); register.children.len()],
            first_review: statutory("first_review_conference"),
            next_review: statutory("review_conference"),
            spells,
        };
        facts.take_events();
        facts
    }

    /// Sorts meetings held and adjourned, and what follows from them for households and children.
    fn take_events(&mut self) {
        let register = self.register;
        let mut latest: Vec<Option<&'a Outcome>> = vec![None; register.meetings.len()];
        for outcome in &register.record.outcomes {
            latest[outcome.meeting.at()] = Some(outcome);
        }
        let mut bookings = vec![None; register.meetings.len()];
        for booking in &register.bookings {
            bookings[booking.meeting.at()] = Some(booking);
        }
        let children = children_of(register);
        let mut outcomes: Vec<&'a Outcome> = latest.into_iter().flatten().collect();
        outcomes.sort_by_key(|outcome| (outcome.on, outcome.meeting));
        let mut waiting: HashMap<(HouseholdIdx, NaiveDate), Clock> = HashMap::new();
        for outcome in outcomes.into_iter().filter(|outcome| outcome.result != MeetingResult::Cancelled) {
            let event = self.event(outcome, bookings[outcome.meeting.at()], &children, &waiting);
            match outcome.result {
                MeetingResult::Adjourned => {
                    if let Some(household) = event.household {
                        waiting.insert(
                            (household, outcome.on),
                            Clock { stage: event.stage, from: event.from, due: event.due },
                        );
                    }
                    self.adjourned.push(event);
                }
                _ => self.hold(event),
            }
        }
    }

    /// Takes a meeting that was held, in order of day.
    fn hold(&mut self, event: Event<'a>) {
        let (at, on) = (self.held.len(), event.outcome.on);
        if event.stage.is_conference() {
            if let Some(household) = event.household {
                self.chairs[household.at()].push((on, event.cut.chair));
            }
            for attended in &self.attended[event.children.0..event.children.1] {
                self.conferences[attended.child.at()].push(on);
                if event.stage == Stage::Review {
                    self.reviews[attended.child.at()].push(at);
                }
            }
        }
        self.held.push(event);
    }

    fn event(
        &mut self,
        outcome: &'a Outcome,
        booking: Option<&Booking>,
        children: &Children,
        waiting: &HashMap<(HouseholdIdx, NaiveDate), Clock>,
    ) -> Event<'a> {
        let register = self.register;
        let meeting = register.meeting(outcome.meeting);
        let kind = register.kind(meeting);
        let adjourned = (kind.name.as_str() == "reconvened_conference")
            .then(|| waiting.get(&(meeting.household?, meeting.from_date?)))
            .flatten();
        let Clock { stage, from, due } = adjourned.copied().unwrap_or_else(|| Clock {
            stage: Stage::of(kind.name.as_str()),
            from: meeting.from_date,
            due: register.deadlines(meeting).ok().and_then(|dates| dates.statutory),
        });
        let starts = booking.map(|booking| booking.starts).filter(|starts| starts.date() == outcome.on);
        let first = self.attended.len();
        let district = register.district(meeting);
        let chair = outcome
            .chair
            .or(booking.and_then(|booking| booking.iro))
            .or(meeting.household.and_then(|household| register.households[household.at()].iro));
        for &(child, participation, category) in children.of(meeting, outcome.meeting) {
            let category = if category == Category::NotRecorded {
                self.category_of(child, outcome.on)
            } else {
                category
            };
            let cut = Cut { district, chair, category };
            self.attended.push(Attended { child, participation, cut });
        }
        let known = &self.attended[first..];
        let mut by_category = [0; Category::ALL.len()];
        for attended in known {
            by_category[attended.cut.category.at()] += 1;
        }
        let most = by_category.iter().copied().max().filter(|&most| 0 < most);
        let category = most.and_then(|most| by_category.iter().position(|&n| n == most));
        Event {
            outcome,
            stage,
            household: meeting.household,
            from,
            due,
            starts,
            finished: starts
                .map(|starts| starts + chrono::TimeDelta::minutes(i64::from(register.minutes(meeting)))),
            n_children: if known.is_empty() {
                u64::from(register.children(meeting).max(1))
            } else {
                known.len() as u64
            },
            cut: Cut {
                district,
                chair,
                category: category.map_or(Category::NotRecorded, |at| Category::ALL[at]),
            },
            children: (first, self.attended.len()),
        }
    }

    /// Returns the category of a child's plan on a day, or that which children.csv gives.
    fn category_of(&self, child: ChildIdx, date: NaiveDate) -> Category {
        let plans = &self.spells[self.of_child[child.at()]..self.of_child[child.at() + 1]];
        let spell = plans.iter().rev().find(|spell| spell.starts <= date);
        spell.map_or_else(
            || Category::of(&self.register.children[child.at()].category),
            |spell| spell.category(date),
        )
    }

    /// Returns the meetings held in a period, by day.
    pub fn held(&self, period: Period) -> &[Event<'a>] {
        within(&self.held, period, |event| event.outcome.on)
    }

    /// Returns the child protection conferences held in a period, by day.
    pub fn conferences(&self, period: Period) -> impl Iterator<Item = &Event<'a>> {
        self.held(period).iter().filter(|event| event.stage.is_conference())
    }

    /// Returns the meetings adjourned in a period, by day.
    pub fn adjourned(&self, period: Period) -> &[Event<'a>] {
        within(&self.adjourned, period, |event| event.outcome.on)
    }

    /// Returns the children of a meeting, where they are known.
    pub fn children(&self, event: &Event<'_>) -> &[Attended] {
        &self.attended[event.children.0..event.children.1]
    }

    /// Returns the plans that started in a period, by day.
    pub fn started(&self, period: Period) -> impl Iterator<Item = &Spell> {
        let spells = &self.spells;
        within(&self.by_start, period, |&at| spells[at].starts).iter().map(|&at| &spells[at])
    }

    /// Returns the plans that ended in a period, by day, each with the day.
    pub fn ended(&self, period: Period) -> impl Iterator<Item = (&Spell, NaiveDate)> {
        let spells = &self.spells;
        let order = within(&self.by_end, period, |&at| spells[at].ends.unwrap_or(NaiveDate::MAX));
        order.iter().filter_map(|&at| Some((&spells[at], spells[at].ends?)))
    }

    /// Returns the plans that are current at the end of a day, by start.
    pub fn current(&self, date: NaiveDate) -> impl Iterator<Item = &Spell> {
        let begun = self.by_start.partition_point(|&at| self.spells[at].starts <= date);
        self.by_start[..begun].iter().map(|&at| &self.spells[at]).filter(move |spell| spell.is_current(date))
    }

    /// Returns where a plan falls on a day: its household's district, its chair then and its category then.
    pub fn cut(&self, spell: &Spell, date: NaiveDate) -> Cut {
        let household = self.register.children[spell.child.at()].household;
        Cut {
            district: self.register.households[household.at()].district,
            chair: self.chair(household, date),
            category: spell.category(date),
        }
    }

    /// Returns who has a household on a day: who chaired its last conference until then, or the chair that the register names.
    pub fn chair(&self, household: HouseholdIdx, date: NaiveDate) -> Option<StaffIdx> {
        let held = &self.chairs[household.at()];
        let until = held.partition_point(|(day, _)| *day <= date);
        let last = held[..until].last().and_then(|(_, chair)| *chair);
        last.or(self.register.households[household.at()].iro)
    }

    /// Returns who chaired the conference about a household before `date`, where one is recorded.
    pub fn chair_before(&self, household: HouseholdIdx, date: NaiveDate) -> Option<StaffIdx> {
        let held = &self.chairs[household.at()];
        let until = held.partition_point(|(day, _)| *day < date);
        held[..until].last().and_then(|(_, chair)| *chair)
    }

    /// Whether a conference about the household of `event` was held after it, until the end of `until`.
    pub fn is_held_after(&self, event: &Event<'_>, until: NaiveDate) -> bool {
        let Some(household) = event.household else { return false };
        let held = &self.chairs[household.at()];
        let next = held.partition_point(|(day, _)| *day <= event.outcome.on);
        held.get(next).is_some_and(|(day, _)| *day <= until)
    }

    /// Whether a child is looked after at the end of a day.
    pub fn is_looked_after(&self, child: ChildIdx, date: NaiveDate) -> bool {
        self.care[child.at()].iter().any(|&(from, until)| from <= date && until.is_none_or(|end| date < end))
    }

    /// Returns the reviews of a child's plans held in a period, by day.
    pub fn reviews_of(&self, child: ChildIdx, period: Period) -> impl Iterator<Item = &Event<'a>> {
        let held = &self.held;
        within(&self.reviews[child.at()], period, |&at| held[at].outcome.on).iter().map(|&at| &held[at])
    }

    /// Returns when a review of a plan is due that was not held by the end of `date`: counted from its last conference until then. `None`
    /// where the record begins after the plan and knows of none.
    pub fn next_due(&self, spell: &Spell, date: NaiveDate) -> Option<NaiveDate> {
        let held = &self.conferences[spell.child.at()];
        let until = held.partition_point(|day| *day <= date);
        let last = held[..until].last().copied().filter(|day| spell.starts <= *day);
        let recorded_since = self.held.first().map(|event| event.outcome.on);
        let last = last.or_else(|| {
            let is_recorded = recorded_since.is_some_and(|since| since <= spell.starts);
            is_recorded.then_some(spell.starts)
        })?;
        let rule = if last == spell.starts { self.first_review } else { self.next_review };
        rule.counted_from(last, &self.register.calendar)
    }

    /// Whether a plan has lasted so many calendar months or more on `date`.
    pub fn has_lasted(spell: &Spell, months: u32, date: NaiveDate) -> bool {
        spell.starts.checked_add_months(Months::new(months)).is_some_and(|day| day <= date)
    }

    /// Returns the completed years of a child's age on a day, where the day of birth is known.
    pub fn age(&self, child: ChildIdx, date: NaiveDate) -> Option<u32> {
        date.years_since(self.born[child.at()]?)
    }
}

/// Returns each child's times in care: the last row about one child and start counts, and children.csv adds what stands nowhere else.
fn care(register: &Register) -> Vec<Vec<(NaiveDate, Option<NaiveDate>)>> {
    let mut care: Vec<Vec<(NaiveDate, Option<NaiveDate>)>> = vec![Vec::new(); register.children.len()];
    for row in &register.record.care {
        let of = &mut care[row.child.at()];
        match of.iter_mut().find(|(from, _)| *from == row.starts) {
            Some(earlier) => earlier.1 = row.ends,
            None => of.push((row.starts, row.ends)),
        }
    }
    for (child, of) in register.children.iter().zip(&mut care) {
        let since = child.looked_after_since.filter(|_| of.is_empty());
        of.extend(since.map(|from| (from, None)));
    }
    care
}

/// The clock of a conference that was adjourned, which runs on.
#[derive(Clone, Copy)]
struct Clock {
    stage: Stage,
    from: Option<NaiveDate>,
    due: Option<NaiveDate>,
}

/// A child of a meeting: how it took part, and the category decided there.
type Considered = (ChildIdx, Option<u8>, Category);

/// The children of meetings: those decided about, or else all of the household.
struct Children {
    /// Indexed by meeting.
    decided: Vec<Vec<Considered>>,
    /// Indexed by household.
    household: Vec<Vec<Considered>>,
}

impl Children {
    fn of(&self, meeting: &Meeting, idx: MeetingIdx) -> &[Considered] {
        let decided = &self.decided[idx.at()];
        match meeting.household {
            Some(household) if decided.is_empty() => &self.household[household.at()],
            _ => decided,
        }
    }
}

fn children_of(register: &Register) -> Children {
    let mut children = Children {
        decided: vec![Vec::new(); register.meetings.len()],
        household: vec![Vec::new(); register.households.len()],
    };
    for (at, child) in register.children.iter().enumerate() {
        children.household[child.household.at()].push((at.into(), None, Category::NotRecorded));
    }
    for decision in &register.record.decisions {
        let row = (decision.child, decision.participation, Category::of(&decision.category));
        let rows = &mut children.decided[decision.meeting.at()];
        match rows.iter_mut().find(|(child, ..)| *child == decision.child) {
            Some(earlier) => *earlier = row,
            None => rows.push(row),
        }
    }
    children
}

/// Returns the part of a list, sorted by day, that lies in a period.
fn within<T>(list: &[T], period: Period, day: impl Fn(&T) -> NaiveDate) -> &[T] {
    let first = list.partition_point(|item| day(item) < period.first());
    let last = list.partition_point(|item| day(item) <= period.last());
    &list[first..last]
}
