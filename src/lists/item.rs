//! What work lists are made of.

use serde::Serialize;

use crate::calendar::NaiveDate;
use crate::follow::{Care, History, Practice, Spell, care_spells, plan_spells};
use crate::register::{ChildIdx, HouseholdIdx, MeetingIdx, Reference, Register};

/// A work list.
#[derive(Debug, Clone, Copy)]
pub struct WorkList {
    /// Its name in commands and files: `minutes_overdue`.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What stands on it, in one sentence.
    pub about: &'static str,
    /// Makes it, in the order in which it is to be worked through.
    pub of: fn(&View<'_>) -> Vec<Item>,
}

/// What every list is made from.
#[derive(Debug)]
pub struct View<'a> {
    /// The record, until the register's today.
    pub history: History<'a>,
    /// Plans, indexed by child.
    pub spells: Vec<Vec<Spell>>,
    /// Times in care, indexed by child.
    pub cares: Vec<Vec<Care>>,
    /// Local limits.
    pub practice: Practice,
}

impl<'a> View<'a> {
    /// Returns the view of a register.
    pub fn new(register: &'a Register, practice: Practice) -> View<'a> {
        let history = History::new(register);
        let (spells, cares) = (plan_spells(&history), care_spells(&history));
        View { history, spells, cares, practice }
    }

    /// Returns the meetings that an outcome has as held, with the day, the oldest first.
    pub(super) fn held(&self) -> Vec<(NaiveDate, MeetingIdx)> {
        let outcomes = self.history.record.outcomes.iter();
        let mut held: Vec<(NaiveDate, MeetingIdx)> = outcomes
            .filter_map(|outcome| Some((self.history.held_on(outcome.meeting)?, outcome.meeting)))
            .collect();
        held.sort_unstable();
        held
    }

    /// Returns the plans that are open today, in the order of the children.
    pub(super) fn open_plans(&self) -> impl Iterator<Item = &Spell> {
        let today = self.history.today();
        self.spells.iter().filter_map(move |spells| spells.iter().rfind(|spell| spell.is_open(today)))
    }

    /// Returns the time in care of a child that is open today.
    pub(super) fn open_care(&self, child: ChildIdx) -> Option<&Care> {
        let today = self.history.today();
        self.cares[child.at()].iter().rfind(|care| care.is_open(today))
    }
}

/// Something on a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// The meeting, where it is about one.
    pub meeting: Option<MeetingIdx>,
    /// The household, where that is not the meeting's or the child's.
    pub household: Option<HouseholdIdx>,
    /// The child, where it is about one.
    pub child: Option<ChildIdx>,
    /// The escalation, where it is one.
    pub escalation: Option<Reference>,
    /// The day that it counts from.
    pub since: Option<NaiveDate>,
    /// The day by which it should be done.
    pub due: Option<NaiveDate>,
    /// What is to be said beside.
    pub note: String,
}

impl Item {
    /// Returns an item about a meeting.
    pub(super) fn of_meeting(meeting: MeetingIdx, since: NaiveDate) -> Item {
        Item { meeting: Some(meeting), since: Some(since), ..Item::default() }
    }

    /// Returns an item about a child.
    pub(super) fn of_child(child: ChildIdx, since: Option<NaiveDate>) -> Item {
        Item { child: Some(child), since, ..Item::default() }
    }
}

/// A row of a list in references, as pages and files show it; what is not known or does not apply is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Row {
    /// The meeting.
    pub meeting: String,
    /// The name of its kind.
    pub kind: String,
    /// The household.
    pub household: String,
    /// The child.
    pub child: String,
    /// The escalation.
    pub escalation: String,
    /// The household's district.
    pub district: String,
    /// Who chaired the meeting, or is to, or else the household's chair.
    pub chair: String,
    /// The day that it counts from.
    pub since: Option<NaiveDate>,
    /// The day by which it should be done.
    pub due: Option<NaiveDate>,
    /// Working days by which that day is past.
    pub working_days_late: u32,
    /// What is to be said beside.
    pub note: String,
}

/// Returns the items of a list as rows.
pub fn rows(view: &View<'_>, items: &[Item]) -> Vec<Row> {
    let register = view.history.register;
    let row = |item: &Item| {
        let meeting = item.meeting.map(|meeting| register.meeting(meeting));
        let of_child = item.child.map(|child| register.children[child.at()].household);
        let household = item.household.or(of_child).or(meeting.and_then(|meeting| meeting.household));
        let of_household = household.map(|household| &register.households[household.at()]);
        let district = meeting.and_then(|meeting| register.district(meeting));
        let district = district.or(of_household.and_then(|household| household.district));
        let outcome = item.meeting.and_then(|meeting| view.history.outcome(meeting)?.chair);
        let booked = item.meeting.and_then(|meeting| view.history.booking(meeting)?.iro);
        let chair = outcome.or(booked).or(of_household.and_then(|household| household.iro));
        Row {
            meeting: text(meeting.map(|meeting| &meeting.reference)),
            kind: text(meeting.map(|meeting| &register.kind(meeting).name)),
            household: text(of_household.map(|household| &household.reference)),
            child: text(item.child.map(|child| &register.children[child.at()].reference)),
            escalation: text(item.escalation.as_ref()),
            district: text(district.map(|district| &register.districts[district.at()].reference)),
            chair: text(chair.map(|chair| &register.staff[chair.at()].reference)),
            since: item.since,
            due: item.due,
            working_days_late: item.due.map_or(0, |due| register.calendar.between(due, view.history.today())),
            note: item.note.clone(),
        }
    };
    items.iter().map(row).collect()
}

fn text(reference: Option<&Reference>) -> String {
    reference.map_or_else(String::new, ToString::to_string)
}
