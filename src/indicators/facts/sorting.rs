//! Sorting the record: from rows in the order in which they were recorded to events by day.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Attended, Event, Facts, Stage};
use crate::indicators::{Category, Cut};
use crate::register::{
    Booking, ChildIdx, HouseholdIdx, Meeting, MeetingIdx, MeetingResult, Outcome, Register,
};

impl<'a> Facts<'a> {
    /// Sorts meetings held and adjourned, and what follows from them for households and children.
    pub(super) fn take_events(&mut self) {
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
                let due = self.due_after(attended.child, on);
                self.conferences[attended.child.at()].push((on, due));
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

    /// Returns when the next review of a child is due after a conference: counted as a first review where a plan started there.
    fn due_after(&self, child: ChildIdx, on: NaiveDate) -> Option<NaiveDate> {
        let plans = self.plans_of(child);
        let is_initial = plans.iter().any(|spell| spell.starts == on);
        let rule = if is_initial { self.first_review } else { self.next_review };
        rule.counted_from(on, &self.register.calendar)
    }

    /// Returns the category of a child's plan on a day, or that which children.csv gives.
    fn category_of(&self, child: ChildIdx, date: NaiveDate) -> Category {
        let plans = self.plans_of(child);
        let spell = plans.iter().rev().find(|spell| spell.starts <= date);
        spell.map_or_else(
            || Category::of(&self.register.children[child.at()].category),
            |spell| spell.category(date),
        )
    }
}

/// Returns each child's times in care: the last row about one child and start counts, and children.csv adds what stands nowhere else.
pub(super) fn care(register: &Register) -> Vec<Vec<(NaiveDate, Option<NaiveDate>)>> {
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
