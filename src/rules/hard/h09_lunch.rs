//! H09: whoever works through the lunch window gets lunch.

use crate::rules::{Breach, Case, HardRule, Spell};

/// H09.
pub(super) struct Lunch;

impl HardRule for Lunch {
    fn code(&self) -> &'static str {
        "H09"
    }

    fn sentence(&self) -> &'static str {
        "a working spell over the whole lunch window that holds a meeting has a gap for lunch in it, the journey \
         made besides"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        let lunch = case.register.authority.lunch;
        for diary in case.diaries() {
            for spell in &diary.spells {
                if spell.span.covers(lunch.window) && !has_lunch(case, spell) {
                    let meetings = spell.meetings();
                    let message = format!(
                        "{} on {}: {} has no {} minutes for lunch between {}",
                        case.references(&meetings),
                        diary.date,
                        case.staff(diary.person).reference,
                        lunch.minutes,
                        lunch.window
                    );
                    breaches.push(Breach { code: self.code(), meetings, message });
                }
            }
        }
        breaches.sort_by(|a, b| a.meetings.cmp(&b.meetings));
        breaches
    }
}

fn has_lunch(case: &Case<'_>, spell: &Spell<'_>) -> bool {
    let lunch = case.register.authority.lunch;
    spell.gaps.iter().any(|gap| {
        let in_window = gap.span.until.min(lunch.window.until) - gap.span.from.max(lunch.window.from);
        let to_spare = gap.span.minutes() - gap.journey;
        lunch.minutes <= in_window && lunch.minutes <= to_spare
    })
}
