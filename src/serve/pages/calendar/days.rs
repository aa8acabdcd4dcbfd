//! Which days a page shows, and what is to be said of them.

use chrono::{Datelike, Days, NaiveDate};

use crate::calendar::{Holidays, bank_holidays};
use crate::register::Register;
use crate::serve::place::day_of;

/// Years that can be asked for: as many as a register has a use for, so that no step leaves the calendar.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2199;

/// Reads the day that is asked for, today where none is, with what is wrong with it.
pub(crate) fn asked(text: &str, today: NaiveDate) -> (NaiveDate, Option<String>) {
    if text.trim().is_empty() {
        return (today, None);
    }
    match day_of(text) {
        Ok(day) if YEARS.contains(&day.year()) => (day, None),
        Ok(day) => (today, Some(format!("date is in the year {}; wanted one near today", day.year()))),
        Err(fault) => (today, Some(fault)),
    }
}

/// Returns the Monday of a day's week.
pub(crate) fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// Returns the days of a week: Monday to Friday, and a day of the weekend on which something is booked.
pub(crate) fn week(monday: NaiveDate, is_booked: impl Fn(NaiveDate) -> bool) -> Vec<NaiveDate> {
    (0..7).map(|n| monday + Days::new(n)).filter(|&day| !is_weekend(day) || is_booked(day)).collect()
}

/// Returns so many days from a day on, itself included, without those of weekends on which nothing is booked.
pub(crate) fn from(first: NaiveDate, count: usize, is_booked: impl Fn(NaiveDate) -> bool) -> Vec<NaiveDate> {
    let all = (0..).map(|n| first + Days::new(n));
    all.filter(|&day| day == first || !is_weekend(day) || is_booked(day)).take(count).collect()
}

/// Returns the neighbouring days, without those of weekends on which nothing is booked.
pub(crate) fn beside(day: NaiveDate, is_booked: impl Fn(NaiveDate) -> bool) -> (NaiveDate, NaiveDate) {
    let is_shown = |day: &NaiveDate| !is_weekend(*day) || is_booked(*day);
    let before = (1..4).map(|n| day - Days::new(n)).find(is_shown);
    let after = (1..4).map(|n| day + Days::new(n)).find(is_shown);
    (before.unwrap_or(day), after.unwrap_or(day))
}

/// Returns why a day is not a working one, or `None` where it is.
pub(crate) fn why_closed(register: &Register, day: NaiveDate) -> Option<&'static str> {
    if register.calendar.is_working(day) {
        return None;
    }
    let keeps = register.authority.holidays == Holidays::EnglandAndWales;
    Some(match day {
        day if is_weekend(day) => "Weekend",
        day if keeps && bank_holidays().any(|holiday| holiday == day) => "Bank holiday",
        _ => "Offices closed",
    })
}

fn is_weekend(day: NaiveDate) -> bool {
    5 <= day.weekday().num_days_from_monday()
}

/// Returns `Mon 1 March`, for the columns of a table whose year is above it.
pub(crate) fn short(day: NaiveDate) -> String {
    day.format("%a %-d %B").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        crate::calendar::parse_date(text).expect("a date")
    }

    fn numbers(days: &[NaiveDate]) -> Vec<u32> {
        days.iter().map(|day| day.day()).collect()
    }

    #[test]
    fn a_week_has_the_days_of_its_weekend_on_which_something_is_booked() {
        // The clocks go forward on Sunday 28 March 2027, and back on Sunday 31 October.
        for (day, first) in
            [("2027-03-28", "2027-03-22"), ("2027-03-22", "2027-03-22"), ("2027-10-31", "2027-10-25")]
        {
            assert_eq!(monday(date(day)), date(first), "{day}");
        }
        assert_eq!(numbers(&week(date("2027-03-22"), |_| false)), [22, 23, 24, 25, 26]);
        assert_eq!(numbers(&week(date("2027-03-22"), |day| day.day() == 28)), [22, 23, 24, 25, 26, 28]);
        assert_eq!(numbers(&week(date("2027-10-25"), |_| true)), [25, 26, 27, 28, 29, 30, 31]);
    }

    #[test]
    fn days_go_on_after_a_weekend_and_begin_on_the_day_that_is_asked_for() {
        let friday = date("2027-03-26");
        assert_eq!(numbers(&from(friday, 3, |_| false)), [26, 29, 30]);
        assert_eq!(numbers(&from(friday, 3, |day| day.day() == 27)), [26, 27, 29]);
        assert_eq!(numbers(&from(date("2027-03-27"), 2, |_| false)), [27, 29]);
        assert_eq!(beside(friday, |_| false), (date("2027-03-25"), date("2027-03-29")));
        assert_eq!(
            beside(date("2027-03-29"), |day| day.day() == 28),
            (date("2027-03-28"), date("2027-03-30"))
        );
        assert_eq!(beside(date("2027-03-28"), |_| false), (friday, date("2027-03-29")));
    }

    #[test]
    fn a_day_that_is_none_is_today_and_is_said() {
        let today = date("2027-03-01");
        assert_eq!(asked(" ", today), (today, None));
        assert_eq!(asked("2027-03-28", today), (date("2027-03-28"), None));
        assert_eq!(asked("28/03/2027", today), (date("2027-03-28"), None));
        for text in ["soon", "2027-02-29", "0001-01-01", "31/12/262142", "31/12/9999"] {
            let (day, fault) = asked(text, today);
            assert!(day == today && fault.is_some(), "{text}");
        }
    }
}
