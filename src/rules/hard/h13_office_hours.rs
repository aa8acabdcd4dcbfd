//! H13: meetings, with what goes before and after, lie inside office hours.

use crate::rules::{Breach, Case, HardRule};

/// H13.
pub(super) struct OfficeHours;

impl HardRule for OfficeHours {
    fn code(&self) -> &'static str {
        "H13"
    }

    fn sentence(&self) -> &'static str {
        "what a meeting takes of chair, room and minute taker lies inside office hours"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        let office_hours = case.register.authority.office_hours;
        for booking in case.judged() {
            let (meeting, start) = (case.meeting(booking), booking.start());
            let chair = case.register.chair_occupation(meeting, start);
            let taker = case.register.taker_occupation(meeting, start);
            if !office_hours.covers(chair) {
                let what = format!("takes chair and room {chair}, office hours are {office_hours}");
                breaches.push(case.breach(self.code(), booking, &what));
            }
            if booking.minute_taker.is_some() && !office_hours.covers(taker) {
                let what = format!("takes the minute taker {taker}, office hours are {office_hours}");
                breaches.push(case.breach(self.code(), booking, &what));
            }
        }
        breaches
    }
}

#[cfg(test)]
mod tests {
    use crate::calendar::Span;
    use crate::rules::testing::{County, check_breaches};

    /// Everybody works and every venue is open from 07:00 to 19:00, so that only the office is closed.
    fn long_days(county: &mut County) {
        for person in &mut county.register.staff {
            person.hours = std::array::from_fn(|_| vec![Span::new(420, 1140)]);
        }
        for venue in &mut county.register.venues {
            (venue.opens, venue.closes) = (Some(420), Some(1140));
        }
    }

    #[test]
    fn occupations_lie_inside_office_hours() {
        // Office hours are 09:00 to 17:00. C-1 takes chair and room 15 minutes before and after its 75; S-1 takes
        // them for its 75 and 15 after, and its minute taker for 15 before and after.
        check_breaches(&[
            (
                "from 09:00",
                |c| {
                    long_days(c);
                    c.book("C-1 2012-04-18T09:15 ANN PRE-1 -");
                },
                "",
            ),
            (
                "from 08:45",
                |c| {
                    long_days(c);
                    c.book("C-1 2012-04-18T09:00 ANN PRE-1 -");
                },
                "H13 C-1",
            ),
            (
                "until 17:00",
                |c| {
                    long_days(c);
                    c.book("C-1 2012-04-18T15:30 ANN PRE-1 -");
                },
                "",
            ),
            (
                "until 17:15",
                |c| {
                    long_days(c);
                    c.book("C-1 2012-04-18T15:45 ANN PRE-1 -");
                },
                "H13 C-1",
            ),
            (
                "the minute taker from 09:00",
                |c| {
                    long_days(c);
                    c.book("S-1 2012-04-18T09:15 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "the minute taker from 08:45, the chair from 09:00",
                |c| {
                    long_days(c);
                    c.book("S-1 2012-04-18T09:00 ANN PRE-1 TOM");
                },
                "H13 S-1",
            ),
            (
                "people may set out before the office opens",
                |c| {
                    long_days(c);
                    c.book("C-1 2012-04-18T09:15 ANN BUR-1 -");
                },
                "",
            ),
        ]);
    }

    #[test]
    fn says_what_lies_outside() {
        let mut county = County::new();
        long_days(&mut county);
        county.book("S-1 2012-04-18T15:45 ANN PRE-1 TOM");
        assert_eq!(
            county.messages(),
            [
                "S-1 on Wed 18 April 2012 15:45: takes chair and room 15:45 to 17:15, office hours are 09:00 to 17:00",
                "S-1 on Wed 18 April 2012 15:45: takes the minute taker 15:30 to 17:15, office hours are 09:00 to 17:00",
            ]
        );
    }
}
