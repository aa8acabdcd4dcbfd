//! H08: nobody has too many meetings in a day.

use crate::rules::{Breach, Case, HardRule};
use crate::words::day;

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
                    day(diary.date),
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

#[cfg(test)]
mod tests {
    use crate::rules::testing::{County, check_breaches};

    fn three_meetings(county: &mut County) {
        county.book("C-1 2012-04-18T09:15 ANN PRE-1 -");
        county.book("F-1 2012-04-18T11:00 ANN PRE-1 -");
        county.book("S-1 2012-04-18T14:00 ANN PRE-1 TOM");
    }

    #[test]
    fn a_day_holds_so_many_meetings() {
        check_breaches(&[
            ("three of three", three_meetings, ""),
            (
                "three of two: all of them are named",
                |c| {
                    c.staff("ANN").per_day = 2;
                    three_meetings(c);
                },
                "H08 C-1+S-1+F-1",
            ),
            (
                "two of two a day",
                |c| {
                    c.staff("ANN").per_day = 2;
                    c.book("C-1 2012-04-18T09:15 ANN PRE-1 -");
                    c.book("F-1 2012-04-18T11:00 ANN PRE-1 -");
                    c.book("S-1 2012-04-19T14:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "minute takers too",
                |c| {
                    c.staff("TOM").per_day = 0;
                    three_meetings(c);
                },
                "H08 S-1",
            ),
            (
                "meetings outside working hours count",
                |c| {
                    c.staff("ANN").per_day = 2;
                    c.absent("ANN", "2012-04-18T14:30", "2012-04-18T14:45");
                    three_meetings(c);
                },
                "H04 S-1, H08 C-1+S-1+F-1",
            ),
        ]);
    }

    #[test]
    fn says_how_many_are_too_many() {
        let mut county = County::new();
        county.staff("ANN").per_day = 2;
        three_meetings(&mut county);
        assert_eq!(
            county.messages(),
            ["ANN has 3 meetings on Wed 18 April 2012 (C-1, S-1, F-1), 2 are the most"]
        );
    }
}
