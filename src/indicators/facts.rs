//! What a register's record tells, sorted once by everything that an indicator asks for.

mod clock;
mod reviewed;
mod sorting;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{Months, NaiveDate, NaiveDateTime};

use super::limits::is_in_time;
use super::spells::{Spell, spells_of};
use super::{Cut, Period, Policy};
use crate::calendar::Timescale;
use crate::follow::History;
use crate::register::{ChildIdx, HouseholdIdx, Outcome, Register, StaffIdx};

pub use reviewed::Reviewed;

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

    /// Returns what a kind of this name is for.
    pub fn of(kind: &str) -> Stage {
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
    /// The statutory date: for a reconvened conference that of the one adjourned, whose clock does not stop; for a review the earliest of its
    /// children's, which follow from what was held ([`Reviewed`]).
    pub due: Option<NaiveDate>,
    /// The day on which it was taken up again, of an adjourned conference that was.
    pub reconvened: Option<NaiveDate>,
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
    in_time: Option<bool>,
}

impl Event<'_> {
    /// Whether it was held by its statutory date, a review by that of every child whose plan it reviewed; `None` where it has none.
    pub fn is_in_time(&self) -> Option<bool> {
        self.in_time
    }
}

/// A child considered at a meeting.
#[derive(Debug, Clone, Copy)]
pub struct Attended {
    /// The child.
    pub child: ChildIdx,
    /// How the child took part, PN0 to PN7, where that is recorded.
    pub participation: Option<u8>,
    /// What it was as a review of the child's plan.
    pub reviewed: Reviewed,
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
    /// Reviews held of each child's plans, by day, each with whether it was in time.
    reviews: Vec<Vec<(NaiveDate, Option<bool>)>>,
    /// Conferences of any stage held about each child, by day, each with the day on which the next is due.
    conferences: Vec<Vec<(NaiveDate, Option<NaiveDate>)>>,
    /// Times in care, indexed by child: the first day, and that on which it ended.
    care: Vec<Vec<(NaiveDate, Option<NaiveDate>)>>,
    /// Days of birth, indexed by child.
    born: Vec<Option<NaiveDate>>,
    first_review: Timescale,
    next_review: Timescale,
    /// Plans that are current at the end of days that were asked about, positions in `spells`.
    snapshots: Mutex<HashMap<NaiveDate, Arc<[(usize, Cut)]>>>,
}

impl<'a> Facts<'a> {
    /// Sorts what a register tells. Runs in `O(n log n)` of its rows.
    pub fn new(register: &'a Register, policy: Policy) -> Facts<'a> {
        let history = History::new(register);
        let spells = spells_of(&history);
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
            care: sorting::care(register),
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
            snapshots: Mutex::default(),
            spells,
        };
        facts.take_events(&history);
        facts
    }

    /// Returns the meetings held in a period, by day.
    pub fn held(&self, period: Period) -> &[Event<'a>] {
        within(&self.held, period, |event| event.outcome.on)
    }

    /// Returns the first day of the record: on which a meeting was first held or adjourned; `None` where nothing is recorded.
    pub fn first_recorded(&self) -> Option<NaiveDate> {
        let first = |events: &[Event<'_>]| events.first().map(|event| event.outcome.on);
        [first(&self.held), first(&self.adjourned)].into_iter().flatten().min()
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
        let begun = within(&self.by_start, period, |&at| spells[at].starts).iter().map(|&at| &spells[at]);
        begun.filter(|spell| spell.is_start_known)
    }

    /// Returns the plans that ended in a period, by day, each with the day.
    pub fn ended(&self, period: Period) -> impl Iterator<Item = (&Spell, NaiveDate)> {
        let spells = &self.spells;
        let order = within(&self.by_end, period, |&at| spells[at].ends.unwrap_or(NaiveDate::MAX));
        order.iter().filter_map(|&at| Some((&spells[at], spells[at].ends?)))
    }

    /// Returns the plans of a child, by start.
    pub fn plans_of(&self, child: ChildIdx) -> &[Spell] {
        &self.spells[self.of_child[child.at()]..self.of_child[child.at() + 1]]
    }

    /// Returns the plans that are current at the end of a day, by start.
    pub fn current(&self, date: NaiveDate) -> impl Iterator<Item = &Spell> {
        let begun = self.by_start.partition_point(|&at| self.spells[at].starts <= date);
        self.by_start[..begun].iter().map(|&at| &self.spells[at]).filter(move |spell| spell.is_current(date))
    }

    /// Gives every plan that is current at the end of a day, with where it falls then. Many indicators look at the same day: it is
    /// worked out once and kept.
    pub fn each_current(&self, date: NaiveDate, mut take: impl FnMut(&Spell, Cut)) {
        let kept = self.snapshots.lock().ok().and_then(|kept| kept.get(&date).cloned());
        let snapshot = kept.unwrap_or_else(|| {
            let begun = self.by_start.partition_point(|&at| self.spells[at].starts <= date);
            let current = self.by_start[..begun].iter().filter(|&&at| self.spells[at].is_current(date));
            let made: Arc<[(usize, Cut)]> =
                current.map(|&at| (at, self.cut(&self.spells[at], date))).collect();
            if let Ok(mut kept) = self.snapshots.lock() {
                kept.insert(date, Arc::clone(&made));
            }
            made
        });
        for &(at, cut) in snapshot.iter() {
            take(&self.spells[at], cut);
        }
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

    /// Returns who has a household on a day: who chaired its last conference until then of which that is known, or the chair that the register
    /// names.
    pub fn chair(&self, household: HouseholdIdx, date: NaiveDate) -> Option<StaffIdx> {
        let held = &self.chairs[household.at()];
        let until = held.partition_point(|(day, _)| *day <= date);
        let last = held[..until].iter().rev().find_map(|(_, chair)| *chair);
        last.or(self.register.households[household.at()].iro)
    }

    /// Returns who chaired the conference about a household before `date`, where one is recorded.
    pub fn chair_before(&self, household: HouseholdIdx, date: NaiveDate) -> Option<StaffIdx> {
        let held = &self.chairs[household.at()];
        let until = held.partition_point(|(day, _)| *day < date);
        held[..until].last().and_then(|(_, chair)| *chair)
    }

    /// Whether a child is looked after at the end of a day.
    pub fn is_looked_after(&self, child: ChildIdx, date: NaiveDate) -> bool {
        self.care[child.at()].iter().any(|&(from, until)| from <= date && until.is_none_or(|end| date < end))
    }

    /// Returns the reviews of a child's plans held in a period, by day: the day of each, and whether it was in time where that is known.
    pub fn reviews_of(&self, child: ChildIdx, period: Period) -> &[(NaiveDate, Option<bool>)] {
        within(&self.reviews[child.at()], period, |&(on, _)| on)
    }

    /// Returns when a review of a plan is due that was not held by the end of `date`: counted from its last conference until then. `None`
    /// where the record begins after the plan and knows of none.
    pub fn next_due(&self, spell: &Spell, date: NaiveDate) -> Option<NaiveDate> {
        let held = &self.conferences[spell.child.at()];
        let until = held.partition_point(|(day, _)| *day <= date);
        if let Some(&(_, due)) = held[..until].last().filter(|(day, _)| spell.starts <= *day) {
            return due;
        }
        self.is_recorded(spell)
            .then(|| self.first_review.counted_from(spell.starts, &self.register.calendar))?
    }

    /// Whether the record goes back to the start of a plan, so that a conference that it does not have was not held.
    fn is_recorded(&self, spell: &Spell) -> bool {
        self.held.first().is_some_and(|event| event.outcome.on <= spell.starts)
    }

    /// Whether a plan has lasted so many calendar months or more on `date`.
    pub fn has_lasted(spell: &Spell, months: u32, date: NaiveDate) -> bool {
        // A month has 28 to 31 days: most plans need no look at the calendar.
        let (days, n_months) = ((date - spell.starts).num_days(), i64::from(months));
        if days < 28 * n_months {
            return false;
        }
        31 * n_months <= days
            || spell.starts.checked_add_months(Months::new(months)).is_some_and(|day| day <= date)
    }

    /// Returns the completed years of a child's age on a day, where the day of birth is known.
    pub fn age(&self, child: ChildIdx, date: NaiveDate) -> Option<u32> {
        date.years_since(self.born[child.at()]?)
    }
}

/// Returns the part of a list, sorted by day, that lies in a period.
fn within<T>(list: &[T], period: Period, day: impl Fn(&T) -> NaiveDate) -> &[T] {
    let first = list.partition_point(|item| day(item) < period.first());
    let last = list.partition_point(|item| day(item) <= period.last());
    &list[first..last]
}
