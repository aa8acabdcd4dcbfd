//! H07: there is time to get there, and back.

use crate::rules::{Breach, Case, Diary, Gap, HardRule, Spell};

/// H07.
pub(super) struct Journey;

impl HardRule for Journey {
    fn code(&self) -> &'static str {
        "H07"
    }

    fn sentence(&self) -> &'static str {
        "a working spell has time for the journeys from the base, between venues, and back to the base"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for diary in case.diaries() {
            for spell in &diary.spells {
                for (at, gap) in spell.gaps.iter().enumerate() {
                    if gap.span.minutes() < gap.journey {
                        breaches.push(breach(self.code(), case, diary, spell, at, gap));
                    }
                }
            }
        }
        breaches.sort_by(|a, b| a.meetings.cmp(&b.meetings));
        breaches
    }
}

fn breach(
    code: &'static str,
    case: &Case<'_>,
    diary: &Diary<'_>,
    spell: &Spell<'_>,
    at: usize,
    gap: &Gap,
) -> Breach {
    let person = &case.staff(diary.person).reference;
    let (booking, way) = match spell.entries.get(at) {
        Some(next) if at == 0 => (next.booking, "from the base".to_owned()),
        Some(next) => {
            let last = case.meeting(spell.entries[at - 1].booking);
            (next.booking, format!("from {}", last.reference))
        }
        None => (spell.entries[at - 1].booking, "back to the base".to_owned()),
    };
    let has = match gap.span.minutes() {
        minutes if minutes < 0 => "is still occupied when it is time to leave".to_owned(),
        minutes => format!("has {minutes} minutes"),
    };
    case.breach(code, booking, &format!("{person} needs {} minutes {way} and {has}", gap.journey))
}
