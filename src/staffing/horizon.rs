//! The days and months of a run.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::baseline::MOST_MONTHS;
use crate::calendar::{BANK_HOLIDAY_YEARS, Holidays, WorkingCalendar};

/// Days before the first day of a run that still have a date: conferences of the opening stock were held on them.
const DAYS_BEFORE: i32 = 400;
/// Days after the last day that are still counted: what is asked for on the last day has a deadline.
const DAYS_AFTER: i32 = 400;

/// The days and months of a run. Day 0 is the first; earlier days are negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Horizon {
    start: NaiveDate,
    /// First day of each month, and the first day after the last.
    month_starts: Vec<i32>,
    /// Indexed by day: the month.
    month_of: Vec<u16>,
    /// Indexed by day + `DAYS_BEFORE`: working days up to and including that day.
    working_days_until: Vec<i32>,
    /// Indexed likewise: the last working day up to and including that day.
    last_working: Vec<i32>,
    /// The working days in order, as days.
    working: Vec<i32>,
    /// Weekday of day 0, Monday 0.
    first_weekday: i32,
}

impl Horizon {
    /// Returns the horizon of `months` months from `start`, the first of a month; `None` where that is not so, there is
    /// no month or too many, or bank holidays are wanted and not known.
    pub fn new(start: NaiveDate, months: usize, holidays: Holidays, extra: &[NaiveDate]) -> Option<Horizon> {
        if start.day() != 1 || months == 0 || MOST_MONTHS < months {
            return None;
        }
        let month_starts: Option<Vec<i32>> = (0..=months)
            .map(|month| {
                Some((start.checked_add_months(Months::new(month as u32))? - start).num_days() as i32)
            })
            .collect();
        let month_starts = month_starts?;
        let n_days = *month_starts.last()?;
        let last = start.checked_add_days(Days::new(n_days as u64))?;
        let known = |date: NaiveDate| holidays == Holidays::None || BANK_HOLIDAY_YEARS.contains(&date.year());
        if !known(start) || !known(last) {
            return None;
        }
        let mut month_of = Vec::with_capacity(n_days as usize);
        for (month, pair) in month_starts.windows(2).enumerate() {
            month_of.resize(pair[1] as usize, month as u16);
        }
        let calendar = WorkingCalendar::new(holidays, extra);
        let mut working_days_until = Vec::new();
        let mut working = Vec::new();
        let mut last_working = Vec::new();
        let first = start.checked_sub_days(Days::new(DAYS_BEFORE as u64))?;
        for (day, date) in (-DAYS_BEFORE..n_days + DAYS_AFTER).zip(first.iter_days()) {
            if calendar.is_working(date) {
                working.push(day);
            }
            working_days_until.push(working.len() as i32);
            last_working.push(working.last().copied().unwrap_or(day));
        }
        let first_weekday = start.weekday().days_since(Weekday::Mon) as i32;
        Some(Horizon {
            start,
            month_starts,
            month_of,
            working_days_until,
            last_working,
            working,
            first_weekday,
        })
    }

    /// Returns how many months there are.
    pub fn n_months(&self) -> usize {
        self.month_starts.len() - 1
    }

    /// Returns how many days there are.
    pub fn n_days(&self) -> i32 {
        self.month_starts[self.n_months()]
    }

    /// Returns the month of a day of the run.
    pub fn month_of(&self, day: i32) -> usize {
        usize::from(self.month_of[day as usize])
    }

    /// Returns the days of a month: the first, and the first of the next.
    pub fn days_of(&self, month: usize) -> (i32, i32) {
        (self.month_starts[month], self.month_starts[month + 1])
    }

    /// Returns the calendar month, January 0.
    pub fn calendar_month(&self, month: usize) -> usize {
        (self.start.month0() as usize + month) % 12
    }

    /// Returns the date of a day.
    pub fn date(&self, day: i32) -> NaiveDate {
        let days = Days::new(day.unsigned_abs().into());
        if day < 0 { self.start - days } else { self.start + days }
    }

    /// Returns the first of a month.
    pub fn month_start(&self, month: usize) -> NaiveDate {
        self.date(self.month_starts[month])
    }

    /// Returns the day of a date.
    pub fn day(&self, date: NaiveDate) -> i32 {
        (date - self.start).num_days() as i32
    }

    /// Returns the month of a date, which may lie before the first or after the last.
    pub fn month_of_date(&self, date: NaiveDate) -> i32 {
        (date.year() - self.start.year()) * 12 + date.month0() as i32 - self.start.month0() as i32
    }

    /// Whether a day is a working day. Days far outside the run are not.
    pub fn is_working(&self, day: i32) -> bool {
        let at = self.place(day);
        0 < at && self.working_days_until[at - 1] < self.working_days_until[at]
    }

    /// Returns the first working day on or after `day`.
    pub fn on_or_after(&self, day: i32) -> i32 {
        let before = self.working_days_until[self.place(day - 1)] as usize;
        self.working.get(before).copied().unwrap_or(day)
    }

    /// Returns the last working day on or before `day`.
    pub fn on_or_before(&self, day: i32) -> i32 {
        self.last_working[self.place(day)].min(day)
    }

    /// Returns the day `n` working days after `day`: day 1 is the first working day after it.
    pub fn after(&self, day: i32, n: i32) -> i32 {
        let until = self.working_days_until[self.place(day)];
        self.working.get((until + n - 1) as usize).copied().unwrap_or(day + n * 7 / 5)
    }

    /// Returns how many working days w have `from` < w ≤ `to`.
    pub fn between(&self, from: i32, to: i32) -> i32 {
        (self.working_days_until[self.place(to)] - self.working_days_until[self.place(from)]).max(0)
    }

    /// Returns the day of the week, Monday 0.
    pub fn weekday(&self, day: i32) -> i32 {
        (day + self.first_weekday).rem_euclid(7)
    }

    fn place(&self, day: i32) -> usize {
        (day + DAYS_BEFORE).clamp(0, self.working_days_until.len() as i32 - 1) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    #[test]
    fn working_days_are_those_of_the_calendar() {
        let start = parse_date("2011-04-01").expect("a date");
        let horizon = Horizon::new(start, 24, Holidays::EnglandAndWales, &[]).expect("a horizon");
        let calendar = WorkingCalendar::new(Holidays::EnglandAndWales, &[]);
        assert_eq!((horizon.n_days(), horizon.n_months()), (731, 24));
        assert_eq!(horizon.days_of(1), (30, 61));
        assert_eq!(horizon.month_of(30), 1);
        assert_eq!((horizon.calendar_month(0), horizon.calendar_month(9)), (3, 0));
        for day in (-100..720).step_by(7) {
            let date = horizon.date(day);
            assert_eq!(horizon.day(date), day);
            assert_eq!(horizon.is_working(day), calendar.is_working(date), "{date}");
            assert_eq!(horizon.date(horizon.after(day, 15)), calendar.after(date, 15), "{date}");
            assert_eq!(horizon.date(horizon.on_or_after(day)), calendar.on_or_after(date), "{date}");
            assert_eq!(horizon.date(horizon.on_or_before(day)), calendar.on_or_before(date), "{date}");
            let later = horizon.date(day + 40);
            assert_eq!(horizon.between(day, day + 40), calendar.between(date, later) as i32, "{date}");
            assert_eq!(horizon.weekday(day), date.weekday().num_days_from_monday() as i32);
        }
    }

    #[test]
    fn what_cannot_be_run_is_refused() {
        let date = |text| parse_date(text).expect("a date");
        for (start, months) in
            [("2011-04-02", 12), ("2011-04-01", 0), ("2011-04-01", 181), ("1990-01-01", 12)]
        {
            assert_eq!(
                Horizon::new(date(start), months, Holidays::EnglandAndWales, &[]),
                None,
                "{start} {months}"
            );
        }
    }
}
