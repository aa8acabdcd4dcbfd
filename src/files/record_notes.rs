//! What the record says that cannot all be so: told in notes, because each row by itself can be taken as it stands.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::findings::Findings;
use crate::register::{
    ChildIdx, Decision, MeetingIdx, MeetingResult, MeetingStatus, Outcome, Record, Register,
};

/// Most references named in a note.
const MOST_NAMED: usize = 5;

/// Notes where the rows that count contradict one another, the meetings or the calendar.
pub(super) fn note_contradictions(register: &Register, findings: &mut Findings) {
    let record = register.record.corrected();
    outcomes(register, &record, findings);
    decisions(register, &record, findings);
    spells(register, &record, findings);
}

fn outcomes(register: &Register, record: &Record, findings: &mut Findings) {
    let mut note = |message: &str, is_meant: &dyn Fn(&Outcome) -> bool| {
        let meant = record.outcomes.iter().filter(|outcome| is_meant(outcome));
        let references = meant.map(|outcome| register.meeting(outcome.meeting).reference.to_string());
        note_of("outcomes", message, references.collect(), findings);
    };
    let today = register.authority.today;
    note("another result than the status in meetings", &|outcome| {
        let status = register.meeting(outcome.meeting).status;
        match outcome.result {
            MeetingResult::Held => matches!(status, MeetingStatus::Adjourned | MeetingStatus::Cancelled),
            MeetingResult::Adjourned => matches!(status, MeetingStatus::Held | MeetingStatus::Cancelled),
            MeetingResult::Cancelled => matches!(status, MeetingStatus::Held | MeetingStatus::Adjourned),
        }
    });
    note("held on a day after today, so that nothing follows from it yet", &|outcome| {
        !outcome.has_happened(today)
    });
    note("a decision sheet, minutes or a quality form from before the meeting", &|outcome| {
        let sheet = outcome.sheet_sent.map(|sent| sent.date());
        let days = [sheet, outcome.minutes_signed, outcome.minutes_sent, outcome.form_done];
        let was_held = outcome.result == MeetingResult::Held && outcome.has_happened(today);
        was_held && days.into_iter().flatten().any(|day| day < outcome.on)
    });
    note("more questionnaires returned than given", &|outcome| {
        outcome.questionnaires_given < outcome.questionnaires_returned
            && outcome.questionnaires_given.is_some()
    });
    note("no reason, though it was adjourned or cancelled", &|outcome| {
        outcome.result != MeetingResult::Held && outcome.reason.is_none()
    });
    note("a reason, though it was held", &|outcome| {
        outcome.result == MeetingResult::Held && outcome.reason.is_some()
    });
    note("held before the day that the meeting counts from", &|outcome| {
        let from = register.meeting(outcome.meeting).from_date;
        outcome.result == MeetingResult::Held && from.is_some_and(|from| outcome.on < from)
    });
    note("minutes distributed before they were signed off", &|outcome| {
        outcome.minutes_sent.zip(outcome.minutes_signed).is_some_and(|(sent, signed)| sent < signed)
    });
}

fn decisions(register: &Register, record: &Record, findings: &mut Findings) {
    let results: HashMap<MeetingIdx, MeetingResult> =
        record.outcomes.iter().map(|outcome| (outcome.meeting, outcome.result)).collect();
    let held = |decision: &&Decision| match results.get(&decision.meeting) {
        Some(result) => *result == MeetingResult::Held,
        None => register.meeting(decision.meeting).status == MeetingStatus::Held,
    };
    let unheld = record.decisions.iter().filter(|decision| !held(decision));
    let mut references: Vec<String> =
        unheld.map(|decision| register.meeting(decision.meeting).reference.to_string()).collect();
    references.dedup();
    note_of(
        "decisions",
        "decisions that do not count, because nothing says that it was held",
        references,
        findings,
    );
    // A child may have moved since; where it never lived there the row is a slip, and the wrong child has a plan.
    let elsewhere = record.decisions.iter().filter(|decision| {
        let household = register.meeting(decision.meeting).household;
        household != Some(register.children[decision.child.at()].household)
    });
    let references = elsewhere.map(|decision| {
        let meeting = &register.meeting(decision.meeting).reference;
        format!("{meeting} for {}", register.children[decision.child.at()].reference)
    });
    let message = "a child of another household; wrong unless the child has moved since";
    note_of("decisions", message, references.collect(), findings);
}

/// Notes spells of one child that share a day. A spell's last day may be the first of the next.
fn spells(register: &Register, record: &Record, findings: &mut Findings) {
    type Spell = (ChildIdx, NaiveDate, Option<NaiveDate>);
    let mut note = |table: &str, mut spells: Vec<Spell>| {
        spells.sort();
        let mut open = Vec::new();
        let mut overlapping = Vec::new();
        for pair in spells.windows(2) {
            let [(child, _, ends), (next, starts, next_ends)] = [pair[0], pair[1]];
            if child != next || ends.is_some_and(|ends| ends <= starts) {
                continue;
            }
            let reference = register.children[child.at()].reference.to_string();
            let both = if ends.is_none() && next_ends.is_none() { &mut open } else { &mut overlapping };
            both.push(reference);
        }
        note_of(
            table,
            "two rows without an end; they are taken for one from the first start on",
            open,
            findings,
        );
        let message = "two rows that share days; they are taken for one from the first start on";
        note_of(table, message, overlapping, findings);
        let a_day = |&&(_, starts, ends): &&Spell| ends == Some(starts);
        let references = spells.iter().filter(a_day).map(|&(child, ..)| child);
        let references = references.map(|child| register.children[child.at()].reference.to_string());
        note_of(table, "a row that ends on the day on which it starts", references.collect(), findings);
    };
    note("plans", record.plans.iter().map(|plan| (plan.child, plan.starts, plan.ends)).collect());
    note("care", record.care.iter().map(|care| (care.child, care.starts, care.ends)).collect());
    let today = register.authority.today;
    let unborn = record.details.iter().filter(|details| details.born.is_some_and(|born| today < born));
    let references = unborn.map(|details| register.children[details.child.at()].reference.to_string());
    let message = "a day of birth that is still to come; the expected day belongs in the column expected";
    note_of("child_details", message, references.collect(), findings);
}

/// Notes that a table has something of each reference.
fn note_of(table: &str, message: &str, references: Vec<String>, findings: &mut Findings) {
    if references.is_empty() {
        return;
    }
    let named = references[..references.len().min(MOST_NAMED)].join(", ");
    let more = match references.len() {
        n if n <= MOST_NAMED => String::new(),
        n => format!(" and {} more", n - MOST_NAMED),
    };
    findings.note(format!("{table}: {message}: {named}{more}"));
}
