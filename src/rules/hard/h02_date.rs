//! H02: the day is a working day that is neither too soon nor too late.

use crate::register::Booking;
use crate::rules::{Breach, Case, HardRule};
use crate::words;

/// H02.
pub(super) struct Date;

impl HardRule for Date {
    fn code(&self) -> &'static str {
        "H02"
    }

    fn sentence(&self) -> &'static str {
        "it is on a working day, not before its earliest date, with the notice its kind needs, and not too long \
         after its statutory date"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for booking in case.judged() {
            breaches.extend(faults(case, booking).iter().map(|what| case.breach(self.code(), booking, what)));
        }
        breaches
    }
}

fn faults(case: &Case<'_>, booking: &Booking) -> Vec<String> {
    let mut faults = Vec::new();
    let (authority, calendar) = (&case.register.authority, &case.register.calendar);
    let date = booking.date();
    if !calendar.is_working(date) {
        faults.push(format!("{} is no working day", date.format("%A %-d %B %Y")));
    }
    let notice = case.kind(booking).notice_days;
    let first = calendar.after(authority.today, notice);
    if date < authority.today {
        faults.push(format!("is before today, {}", words::date(authority.today)));
    } else if date < first && !case.stands(booking) {
        faults.push(format!(
            "gives less than {notice} working days' notice; {} is the first day that does",
            words::date(first)
        ));
    }
    match case.deadlines(booking) {
        Err(reason) => faults.push(format!("has no dates: {reason}")),
        Ok(deadlines) => {
            if let Some(earliest) = deadlines.earliest.filter(|&earliest| date < earliest) {
                faults.push(format!("may not be before {}", words::date(earliest)));
            }
            let (from, limit) = (deadlines.limit_from(), authority.late_limit_days);
            let days = calendar.between(from, date);
            if limit < days {
                let name = if deadlines.statutory.is_some() { "statutory date" } else { "target date" };
                faults.push(format!(
                    "is {days} working days after its {name} {}; {limit} are the most",
                    words::date(from)
                ));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{County, check_breaches, date};

    #[test]
    fn the_day_is_a_working_day() {
        check_breaches(&[
            ("the Friday", |c| c.book("R-1 2012-05-04T10:00 ANN PRE-1 TOM"), ""),
            ("the May bank holiday", |c| c.book("R-1 2012-05-07T10:00 ANN PRE-1 TOM"), "H02 R-1"),
            ("the Tuesday", |c| c.book("R-1 2012-05-08T10:00 ANN PRE-1 TOM"), ""),
        ]);
    }

    #[test]
    fn the_kinds_notice_is_given_unless_the_booking_stands() {
        // 3, 4, 5, 10 and 11 April are the five working days after today.
        check_breaches(&[
            ("five days", |c| c.book("R-1 2012-04-11T10:00 ANN PRE-1 TOM"), ""),
            ("four days", |c| c.book("R-1 2012-04-10T10:00 ANN PRE-1 TOM"), "H02 R-1"),
            ("four days and confirmed", |c| c.keep("R-1 2012-04-10T10:00 ANN PRE-1 TOM confirmed"), ""),
            ("four days and held", |c| c.keep("R-1 2012-04-10T10:00 ANN PRE-1 TOM held"), ""),
            ("four days and proposed", |c| c.keep("R-1 2012-04-10T10:00 ANN PRE-1 TOM"), "H02 R-1"),
            ("said to be confirmed", |c| c.book("R-1 2012-04-10T10:00 ANN PRE-1 TOM confirmed"), "H02 R-1"),
            (
                "confirmed, and in another room",
                |c| {
                    c.stand("R-1 2012-04-10T10:00 ANN PRE-1 TOM confirmed");
                    c.book("R-1 2012-04-10T10:00 ANN PRE-2 TOM confirmed");
                },
                "H02 R-1, H12 R-1",
            ),
            (
                "no notice is needed today",
                |c| {
                    c.kind("review_conference").notice_days = 0;
                    c.book("R-1 2012-04-02T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
        ]);
    }

    #[test]
    fn nothing_is_booked_before_today_or_before_it_opens() {
        check_breaches(&[
            (
                "an old booking that stands is history, whatever is wrong with it",
                |c| c.keep("R-1 2012-03-31T10:00 UNA PRE-1 - held"),
                "",
            ),
            (
                "a booking in the past that does not stand",
                |c| {
                    c.meeting("R-1").earliest = None;
                    c.book("R-1 2012-03-30T10:00 ANN PRE-1 TOM");
                },
                "H02 R-1",
            ),
            (
                "opens that day",
                |c| {
                    c.meeting("R-1").earliest = Some(date("2012-04-18"));
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "opens the day after, and confirmed is no excuse",
                |c| {
                    c.meeting("R-1").earliest = Some(date("2012-04-19"));
                    c.keep("R-1 2012-04-18T10:00 ANN PRE-1 TOM confirmed");
                },
                "H02 R-1",
            ),
        ]);
    }

    #[test]
    fn lateness_has_a_limit() {
        // From Monday 30 April: 1 to 4 May are 4 working days, 8 to 11 May 8, to the 18th 13, to the 25th 18,
        // the 28th 19, the 29th 20. From Friday 20 April, seven fewer: Monday 21 May is the 20th.
        check_breaches(&[
            ("20 days after the statutory date", |c| c.book("R-1 2012-05-29T10:00 ANN PRE-1 TOM"), ""),
            ("21 days after it", |c| c.book("R-1 2012-05-30T10:00 ANN PRE-1 TOM"), "H02 R-1"),
            (
                "20 days after the target, where no date is statutory",
                |c| {
                    c.meeting("S-1").due = None;
                    c.book("S-1 2012-05-21T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "21 days after the target",
                |c| {
                    c.meeting("S-1").due = None;
                    c.book("S-1 2012-05-22T10:00 ANN PRE-1 TOM");
                },
                "H02 S-1",
            ),
        ]);
    }

    #[test]
    fn says_which_day_would_do() {
        let mut county = County::new();
        county.book("R-1 2012-04-10T10:00 ANN PRE-1 TOM");
        county.book("R-2 2012-05-30T10:00 BOB BUR-1 UNA");
        assert_eq!(
            county.messages(),
            [
                "R-1 on Tue 10 April 2012 10:00: gives less than 5 working days' notice; 11 April 2012 is the first day \
                 that does",
                "R-2 on Wed 30 May 2012 10:00: is 21 working days after its statutory date 30 April 2012; 20 are the most",
            ]
        );
    }
}
