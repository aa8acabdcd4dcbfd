//! Sorting the record: from rows in the order in which they were recorded to events by day.

use chrono::NaiveDate;

use super::clock::Clock;
use super::{Attended, Event, Facts, Reviewed, Stage, is_in_time};
use crate::follow::{History, Reconvened, reconvened};
use crate::indicators::indicator::{UNKNOWN, YES};
use crate::indicators::reviews_snapshot::Passed;
use crate::indicators::{Category, Cut};
use crate::register::{
    Booking, ChildIdx, HouseholdIdx, Meeting, MeetingIdx, MeetingResult, Outcome, PlanVerdict, Register,
    StaffIdx,
};

impl<'a> Facts<'a> {
    /// Sorts meetings held and adjourned, and what follows from them for households and children.
    pub(super) fn take_events(&mut self, history: &History<'_>) {
        let register = self.register;
        let mut bookings = vec![None; register.meetings.len()];
        for booking in &register.bookings {
            bookings[booking.meeting.at()] = Some(booking);
        }
        let children = children_of(register);
        let mut outcomes = register.record.happened(register.authority.today);
        outcomes.sort_by_key(|outcome| (outcome.on, outcome.meeting));
        for outcome in outcomes.into_iter().filter(|outcome| outcome.result != MeetingResult::Cancelled) {
            let considered = children.of(register.meeting(outcome.meeting), outcome.meeting);
            let clock = Clock::of(history, outcome.meeting);
            let event = self.event(outcome, bookings[outcome.meeting.at()], considered, &clock);
            match outcome.result {
                MeetingResult::Adjourned => self.adjourn(history, event),
                _ => self.hold(event, considered),
            }
        }
    }

    /// Takes a meeting that was adjourned, in order of day.
    fn adjourn(&mut self, history: &History<'_>, mut event: Event<'a>) {
        if event.stage.is_conference() && event.household.is_some() {
            let by = reconvened(history, event.outcome.meeting, event.outcome.on);
            event.reconvened = by.and_then(|by| match by {
                Reconvened::Held(_, day) => Some(day),
                Reconvened::Stands(_) | Reconvened::Gone(_) => None,
            });
        }
        self.adjourned.push(event);
    }

    /// Takes a meeting that was held, in order of day.
    fn hold(&mut self, event: Event<'a>, considered: &[Considered]) {
        let on = event.outcome.on;
        if event.stage.is_conference() {
            if let Some(household) = event.household {
                self.chairs[household.at()].push((on, event.cut.chair));
            }
            for attended in &self.attended[event.children.0..event.children.1] {
                if attended.reviewed.is_review() {
                    self.reviews[attended.child.at()].push((on, attended.reviewed.is_in_time(on)));
                }
            }
            for row in considered {
                self.consider(row.child, row.verdict, on, event.stage);
            }
        }
        self.held.push(event);
    }

    fn event(
        &mut self,
        outcome: &'a Outcome,
        booking: Option<&Booking>,
        considered: &[Considered],
        clock: &Clock,
    ) -> Event<'a> {
        let register = self.register;
        let (meeting, on) = (register.meeting(outcome.meeting), outcome.on);
        let booking = booking.filter(|booking| booking.date() == on);
        let starts = booking.map(|booking| booking.starts);
        let first = self.attended.len();
        let district = register.district(meeting);
        let household = meeting.household;
        let chair = outcome
            .chair
            .or(booking.and_then(|booking| booking.iro))
            .or_else(|| household.and_then(|household| chair_since(register, household, on)));
        for row in considered {
            let category = match row.category {
                Category::NotRecorded => self.category_of(row.child, on),
                category => category,
            };
            let cut = Cut { district, chair, category };
            let reviewed = self.reviewed(row.child, row.verdict, on, clock);
            self.attended.push(Attended {
                child: row.child,
                participation: row.participation,
                reviewed,
                cut,
            });
        }
        let known = &self.attended[first..];
        let mut by_category = [0; Category::ALL.len()];
        for attended in known {
            by_category[attended.cut.category.at()] += 1;
        }
        let most = by_category.iter().copied().max().filter(|&most| 0 < most);
        let category = most.and_then(|most| by_category.iter().position(|&n| n == most));
        let (due, in_time) = of_all(known, on, clock);
        Event {
            outcome,
            stage: clock.stage,
            household,
            from: clock.from,
            due,
            reconvened: None,
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
            in_time,
        }
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

/// Returns by when a meeting was due, and whether it was held by then: a review by the dates of all the children whose plans it reviewed. Where
/// it reviewed none that are known its own row tells.
fn of_all(attended: &[Attended], on: NaiveDate, clock: &Clock) -> (Option<NaiveDate>, Option<bool>) {
    let reviewed = || attended.iter().map(|attended| attended.reviewed).filter(|of| of.is_review());
    if clock.stage != Stage::Review || reviewed().next().is_none() {
        return (clock.due, clock.due.map(|due| is_in_time(on, due)));
    }
    let due = reviewed().filter_map(|of| match of {
        Reviewed::By(due) => Some(due),
        Reviewed::No | Reviewed::NotKnown => None,
    });
    let row = reviewed().fold(YES, |row, of| row.min_passed(of.is_in_time(on)));
    (due.min(), (row != UNKNOWN).then_some(row == YES))
}

/// Returns the chair that a household has, where it is known to have had that one on a day already.
fn chair_since(register: &Register, household: HouseholdIdx, on: NaiveDate) -> Option<StaffIdx> {
    let household = &register.households[household.at()];
    household.iro.filter(|_| household.iro_since.is_some_and(|since| since <= on))
}

/// A child of a meeting: how it took part, and what was decided there.
#[derive(Debug, Clone, Copy)]
struct Considered {
    child: ChildIdx,
    participation: Option<u8>,
    category: Category,
    verdict: Option<PlanVerdict>,
}

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
        children.household[child.household.at()].push(Considered {
            child: at.into(),
            participation: None,
            category: Category::NotRecorded,
            verdict: None,
        });
    }
    for decision in &register.record.decisions {
        let row = Considered {
            child: decision.child,
            participation: decision.participation,
            category: Category::of(&decision.category),
            verdict: Some(decision.verdict),
        };
        let rows = &mut children.decided[decision.meeting.at()];
        match rows.iter_mut().find(|earlier| earlier.child == decision.child) {
            Some(earlier) => *earlier = row,
            None => rows.push(row),
        }
    }
    children
}
