//! What cannot be so in what somebody records of a meeting.

use chrono::NaiveDate;

use super::asks::Asks;
use super::entry::{ChildEntry, Entry};
use crate::follow::{History, Spell, plan_spells};
use crate::register::{MeetingIdx, MeetingResult, PlanVerdict};

/// Most questionnaires of one meeting, as outcomes.csv has it.
pub(super) const MOST_QUESTIONNAIRES: u32 = 1_000;

/// Days.
const A_YEAR: i64 = 366;

/// Something that cannot be so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryFault {
    /// The field: a column of outcomes.csv, or `verdict.CHILD`, `category.CHILD`, `participation.CHILD`.
    pub field: String,
    /// What is wrong and what is wanted.
    pub message: String,
}

impl EntryFault {
    /// Returns a fault of a field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> EntryFault {
        EntryFault { field: field.into(), message: message.into() }
    }
}

impl Entry {
    /// Returns everything that cannot be so in an entry about a meeting, in the order of the fields.
    pub fn faults(&self, history: &History<'_>, meeting: MeetingIdx, asks: &Asks) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        self.result_and_day(history, &mut faults);
        self.day_in_its_time(history, meeting, &mut faults);
        self.chair(history, &mut faults);
        self.not_held(&mut faults);
        if self.result == Some(MeetingResult::Held) {
            self.afterwards(history, &mut faults);
            self.decisions(history, meeting, asks, &mut faults);
        }
        faults
    }

    fn result_and_day(&self, history: &History<'_>, faults: &mut Vec<EntryFault>) {
        if self.result.is_none() {
            faults
                .push(EntryFault::new("result", "say whether the meeting was held, adjourned or cancelled"));
        }
        match self.on {
            None => faults
                .push(EntryFault::new("on", "day is empty; wanted the day on which it was, or was to be")),
            Some(on) if self.result == Some(MeetingResult::Held) && history.today() < on => {
                faults.push(EntryFault::new(
                    "on",
                    format!("day is {on}, after today; what is still to come has not been held"),
                ));
            }
            Some(_) => {}
        }
    }

    /// A slip of the pen in a year is found before anything follows from it.
    fn day_in_its_time(&self, history: &History<'_>, meeting: MeetingIdx, faults: &mut Vec<EntryFault>) {
        let Some(on) = self.on else { return };
        let today = history.today();
        if let Some(from) = history.register.meeting(meeting).from_date.filter(|&from| on < from) {
            faults.push(EntryFault::new(
                "on",
                format!("day is {on}, before {from}, from which the meeting counts; wanted that day or a later one"),
            ));
        } else if !(-A_YEAR..=10 * A_YEAR).contains(&(today - on).num_days()) {
            faults.push(EntryFault::new(
                "on",
                format!("day is {on}; wanted one of the last ten years, or of the next"),
            ));
        }
        if let Some(shared) =
            self.report_shared.map(|shared| shared.date()).filter(|&day| A_YEAR < (on - day).num_days())
        {
            faults.push(EntryFault::new(
                "report_shared",
                format!("the report was shared on {shared}, more than a year before the meeting; wanted a later day"),
            ));
        }
        if let Some((sent, signed)) =
            self.minutes_sent.zip(self.minutes_signed).filter(|(sent, signed)| sent < signed)
        {
            faults.push(EntryFault::new(
                "minutes_sent",
                format!("the minutes were distributed on {sent}, before they were signed off on {signed}; wanted a later day"),
            ));
        }
    }

    fn chair(&self, history: &History<'_>, faults: &mut Vec<EntryFault>) {
        match self.chair {
            Some(chair) if !history.register.staff[chair.at()].role.chairs() => {
                let reference = &history.register.staff[chair.at()].reference;
                faults
                    .push(EntryFault::new("chair", format!("{reference} takes minutes; wanted who chaired")));
            }
            None if self.result == Some(MeetingResult::Held) => {
                faults.push(EntryFault::new("chair", "chair is empty; wanted who chaired"));
            }
            _ => {}
        }
    }

    /// A meeting that was not held has a reason and decides nothing; one that was has none.
    fn not_held(&self, faults: &mut Vec<EntryFault>) {
        let Some(result) = self.result else { return };
        match (result, self.reason) {
            (MeetingResult::Held, Some(_)) => faults.push(EntryFault::new(
                "reason",
                "a reason is given, and the meeting was held; take the reason out, or say that it was adjourned or cancelled",
            )),
            (MeetingResult::Held, None) | (_, Some(_)) => {}
            (_, None) => faults.push(EntryFault::new(
                "reason",
                "no reason is chosen; wanted one, because adjournments and cancellations are counted by reason",
            )),
        }
        if result != MeetingResult::Held && self.children.iter().any(|child| child.verdict.is_some()) {
            faults.push(EntryFault::new(
                "result",
                "decisions are given, and a meeting that was not completed decides nothing; take them out, or say that it was held",
            ));
        }
    }

    /// What is done after a meeting is not done before it, nor after today.
    fn afterwards(&self, history: &History<'_>, faults: &mut Vec<EntryFault>) {
        let today = history.today();
        let days = [
            ("sheet_sent", "the decision sheet was sent", self.sheet_sent.map(|sent| sent.date())),
            ("minutes_signed", "the minutes were signed off", self.minutes_signed),
            ("minutes_sent", "the minutes were distributed", self.minutes_sent),
            ("form_done", "the quality form was completed", self.form_done),
        ];
        for (field, what, day) in days {
            let Some(day) = day else { continue };
            if self.on.is_some_and(|on| day < on) {
                faults.push(EntryFault::new(
                    field,
                    format!("{what} on {day}, before the meeting; wanted a later day"),
                ));
            } else if today < day {
                faults.push(after_today(field, what, day));
            }
        }
        if let Some(shared) = self.report_shared.map(|shared| shared.date())
            && today < shared
        {
            faults.push(after_today("report_shared", "the report was shared", shared));
        }
        let counts = [
            ("questionnaires_given", self.questionnaires_given),
            ("questionnaires_returned", self.questionnaires_returned),
        ];
        for (field, n) in counts {
            if let Some(n) = n.filter(|&n| MOST_QUESTIONNAIRES < n) {
                let wanted = format!("{n} questionnaires; wanted {MOST_QUESTIONNAIRES} at most");
                faults.push(EntryFault::new(field, wanted));
            }
        }
        if let Some(returned) = self.questionnaires_returned
            && self.questionnaires_given.unwrap_or(0) < returned
        {
            let given = self.questionnaires_given.unwrap_or(0);
            faults.push(EntryFault::new(
                "questionnaires_returned",
                format!("{returned} came back, and {given} were given; wanted no more than that"),
            ));
        }
    }

    fn decisions(
        &self,
        history: &History<'_>,
        meeting: MeetingIdx,
        asks: &Asks,
        faults: &mut Vec<EntryFault>,
    ) {
        if !asks.is_conference {
            return;
        }
        // What was decided at this meeting before is corrected, and is no plan from before it.
        let (spells, own) = (plan_spells(history), history.held_on(meeting));
        let has_plan_before = |spell: &Spell, on: Option<NaiveDate>| {
            Some(spell.starts) != own
                && on.is_some_and(|on| spell.starts < on && spell.ends.is_none_or(|ends| on <= ends))
        };
        let name = |child: &ChildEntry| history.register.children[child.child.at()].reference.to_string();
        for child in &self.children {
            let name = name(child);
            let was_decided = history.decisions(meeting).any(|decision| decision.child == child.child);
            match child.verdict {
                None if was_decided => faults.push(EntryFault::new(
                    format!("verdict.{name}"),
                    format!("a decision for {name} has been recorded; wanted the one that corrects it"),
                )),
                None if child.participation.is_some() => faults.push(EntryFault::new(
                    format!("verdict.{name}"),
                    format!("{name} took part, and no decision is chosen; wanted one"),
                )),
                Some(PlanVerdict::PlanStarts) if child.category.is_empty() => faults.push(EntryFault::new(
                    format!("category.{name}"),
                    format!("a plan of {name} starts without a category; wanted one"),
                )),
                Some(verdict @ (PlanVerdict::PlanStarts | PlanVerdict::NoPlan))
                    if spells[child.child.at()].iter().any(|spell| has_plan_before(spell, self.on)) =>
                {
                    let said = if verdict == PlanVerdict::PlanStarts { "a plan starts" } else { "no plan" };
                    faults.push(EntryFault::new(
                        format!("verdict.{name}"),
                        format!("{said} is chosen for {name}, who has a plan already; wanted that it continues or ends"),
                    ));
                }
                _ => {}
            }
        }
        let is_any = self.children.iter().any(|child| child.verdict.is_some());
        if let Some(first) = self.children.first().filter(|_| !is_any) {
            faults.push(EntryFault::new(
                format!("verdict.{}", name(first)),
                "no decision is chosen for any child; wanted one for each who was considered",
            ));
        }
    }
}

fn after_today(field: &str, what: &str, day: NaiveDate) -> EntryFault {
    EntryFault::new(field, format!("{what} on {day}, after today; wanted a day that has come"))
}
