//! H08: nobody has too many meetings in a day.

use crate::rules::{Breach, Case, HardRule};

/// H08.
pub(super) struct PerDay;

impl HardRule for PerDay {
    fn code(&self) -> &'static str {
        "H08"
    }

    fn sentence(&self) -> &'static str {
        "no chair or minute taker has more meetings on a day than they may"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for diary in case.diaries() {
            let (person, meetings) = (case.staff(diary.person), diary.meetings());
            if (person.per_day as usize) < meetings.len() {
                let message = format!(
                    "{} has {} meetings on {} ({}), {} are the most",
                    person.reference,
                    meetings.len(),
                    diary.date,
                    case.references(&meetings),
                    person.per_day
                );
                breaches.push(Breach { code: self.code(), meetings, message });
            }
        }
        breaches.sort_by(|a, b| a.meetings.cmp(&b.meetings));
        breaches
    }
}
