//! H04: people work when they are needed. A journey that does not fit into the spell is H07's.

use crate::rules::{Breach, Case, HardRule};

/// H04.
pub(super) struct Hours;

impl HardRule for Hours {
    fn code(&self) -> &'static str {
        "H04"
    }

    fn sentence(&self) -> &'static str {
        "chair and minute taker are at work for the whole of what the meeting takes of their day"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for diary in case.diaries() {
            for entry in &diary.outside {
                let person = case.staff(diary.person);
                let spells: Vec<String> =
                    person.spells_on(diary.date).iter().map(|spell| spell.to_string()).collect();
                let works = match spells.is_empty() {
                    true => "is not at work that day".to_owned(),
                    false => format!("works {}", spells.join(" and ")),
                };
                let what = format!("needs {} from {}, who {works}", person.reference, entry.span);
                breaches.push(case.breach(self.code(), entry.booking, &what));
            }
        }
        breaches.sort_by(|a, b| a.meetings.cmp(&b.meetings));
        breaches
    }
}
