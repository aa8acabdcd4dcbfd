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

#[cfg(test)]
mod tests {
    use crate::calendar::Span;
    use crate::rules::testing::{County, check_breaches};

    /// Wednesday, from Monday.
    const WED: usize = 2;

    #[test]
    fn occupations_lie_inside_one_working_spell() {
        // R-1 at 10:00 takes its chair from 09:30 to 11:45 and its minute taker from 09:45 to 11:45.
        check_breaches(&[
            (
                "chair and minute taker arrive and leave just in time",
                |c| {
                    c.staff("ANN").hours[WED] = vec![Span::new(570, 705)];
                    c.staff("TOM").hours[WED] = vec![Span::new(585, 705)];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "the chair arrives late",
                |c| {
                    c.staff("ANN").hours[WED] = vec![Span::new(571, 705)];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H04 R-1",
            ),
            (
                "the minute taker leaves early",
                |c| {
                    c.staff("TOM").hours[WED] = vec![Span::new(585, 704)];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H04 R-1",
            ),
            (
                "both are off",
                |c| {
                    c.staff("ANN").hours[WED] = vec![];
                    c.staff("TOM").hours[WED] = vec![];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H04 R-1, H04 R-1",
            ),
            (
                "away before and after",
                |c| {
                    c.absent("ANN", "2012-04-16T00:00", "2012-04-18T09:30");
                    c.absent("ANN", "2012-04-18T11:45", "2012-04-20T00:00");
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "away for a quarter of an hour in the middle",
                |c| {
                    c.absent("ANN", "2012-04-18T10:30", "2012-04-18T10:45");
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H04 R-1",
            ),
        ]);
    }

    #[test]
    fn says_when_the_person_works() {
        let mut county = County::new();
        county.absent("ANN", "2012-04-18T10:30", "2012-04-18T10:45");
        county.staff("TOM").hours[WED] = vec![];
        county.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
        assert_eq!(
            county.messages(),
            [
                "R-1 on Wed 18 April 2012 10:00: needs ANN from 09:30 to 11:45, who works 09:00 to 10:30 and 10:45 to 17:00",
                "R-1 on Wed 18 April 2012 10:00: needs TOM from 09:45 to 11:45, who is not at work that day",
            ]
        );
    }
}
