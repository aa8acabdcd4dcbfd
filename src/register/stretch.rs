//! A stretch of time, in minutes and in words.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::calendar::{Clock, Span, moment};
use crate::words::date;

/// A stretch of time: `from` included, `until` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The first moment.
    pub from: NaiveDateTime,
    /// The moment after the last.
    pub until: NaiveDateTime,
}

impl Stretch {
    /// Returns all time: its start and its end are those of a stretch that has none of its own.
    pub fn always() -> Stretch {
        let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("the first of January exists");
        Stretch { from: moment(day(1), 0), until: moment(day(9999), 0) }
    }

    /// Returns the part of `date` that it covers, or `None` where it covers none of it.
    pub fn on(&self, date: NaiveDate) -> Option<Span> {
        let midnight = moment(date, 0);
        let minutes = |m: NaiveDateTime| (m - midnight).num_minutes().clamp(0, 1440) as i32;
        let span = Span::new(minutes(self.from), minutes(self.until));
        (span.from < span.until).then_some(span)
    }

    /// Returns when it is, as what follows `closed` or `away`: `on 16 April 2012`, `from 10 to 30 April 2012` with the
    /// last day included, or with times where the days are not whole ones: `on 17 April 2012 from 13:00 to 15:00`,
    /// `from 13:00 on 17 April 2012 to the end of 18 April 2012`. An open end is left out: `from 16 April 2012 onwards`.
    pub fn in_words(&self) -> String {
        let (from, last) = (self.from.date(), last_day(self.until));
        let always = Stretch::always();
        match (self.from <= always.from, always.until <= self.until) {
            (true, true) => return "at all times".to_owned(),
            (true, false) if is_midnight(self.until) => return format!("up to the end of {}", date(last)),
            (true, false) => return format!("until {}", moment_words(self.until)),
            (false, true) if is_midnight(self.from) => return format!("from {} onwards", date(from)),
            (false, true) => return format!("from {} onwards", moment_words(self.from)),
            (false, false) => {}
        }
        match (is_midnight(self.from), is_midnight(self.until)) {
            (true, true) if from == last => format!("on {}", date(from)),
            (true, true) => format!("from {} to {}", start_of(from, last), date(last)),
            _ if from == self.until.date() => {
                format!("on {} from {} to {}", date(from), Clock::of(self.from), Clock::of(self.until))
            }
            (false, true) if from == last => {
                format!("on {} from {} to 24:00", date(from), Clock::of(self.from))
            }
            (true, false) => format!("from {} to {}", date(from), moment_words(self.until)),
            (false, true) => format!("from {} to the end of {}", moment_words(self.from), date(last)),
            (false, false) => format!("from {} to {}", moment_words(self.from), moment_words(self.until)),
        }
    }
}

fn is_midnight(moment: NaiveDateTime) -> bool {
    moment.time() == NaiveTime::MIN
}

/// Returns the last day of what ends at a moment: at midnight that is the day before.
fn last_day(until: NaiveDateTime) -> NaiveDate {
    let date = until.date();
    if is_midnight(until) { date.pred_opt().unwrap_or(date) } else { date }
}

fn moment_words(moment: NaiveDateTime) -> String {
    format!("{} on {}", Clock::of(moment), date(moment.date()))
}

/// Returns a first day without the month and the year that the last one, named after it, has too.
fn start_of(from: NaiveDate, last: NaiveDate) -> String {
    let form = if from.format("%Y-%m").to_string() == last.format("%Y-%m").to_string() {
        "%-d"
    } else if from.format("%Y").to_string() == last.format("%Y").to_string() {
        "%-d %B"
    } else {
        "%-d %B %Y"
    };
    from.format(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_moment;

    #[test]
    fn whole_days_are_dates_with_the_last_one_included() {
        let cases = [
            ("2012-04-16T00:00", "2012-04-17T00:00", "on 16 April 2012"),
            ("2012-04-10T00:00", "2012-05-01T00:00", "from 10 to 30 April 2012"),
            ("2012-04-30T00:00", "2012-05-05T00:00", "from 30 April to 4 May 2012"),
            ("2011-12-30T00:00", "2012-01-05T00:00", "from 30 December 2011 to 4 January 2012"),
            ("2012-04-17T13:00", "2012-04-17T15:00", "on 17 April 2012 from 13:00 to 15:00"),
            ("2012-04-17T13:00", "2012-04-18T00:00", "on 17 April 2012 from 13:00 to 24:00"),
            ("2012-04-17T00:00", "2012-04-17T15:00", "on 17 April 2012 from 00:00 to 15:00"),
            (
                "2012-04-17T13:00",
                "2012-04-19T00:00",
                "from 13:00 on 17 April 2012 to the end of 18 April 2012",
            ),
            ("2012-04-17T00:00", "2012-04-18T12:00", "from 17 April 2012 to 12:00 on 18 April 2012"),
            ("2012-04-17T13:00", "2012-04-18T12:00", "from 13:00 on 17 April 2012 to 12:00 on 18 April 2012"),
        ];
        for (from, until, expected) in cases {
            let moment = |text| parse_moment(text).expect("a moment");
            assert_eq!(Stretch { from: moment(from), until: moment(until) }.in_words(), expected);
        }
    }

    #[test]
    fn an_open_end_is_left_out() {
        let always = Stretch::always();
        let moment = |text| parse_moment(text).expect("a moment");
        let cases = [
            (always, "at all times"),
            (Stretch { from: moment("2012-04-16T00:00"), ..always }, "from 16 April 2012 onwards"),
            (Stretch { from: moment("2012-04-16T13:00"), ..always }, "from 13:00 on 16 April 2012 onwards"),
            (Stretch { until: moment("2012-04-17T00:00"), ..always }, "up to the end of 16 April 2012"),
            (Stretch { until: moment("2012-04-16T13:00"), ..always }, "until 13:00 on 16 April 2012"),
        ];
        for (when, expected) in cases {
            assert_eq!(when.in_words(), expected);
        }
    }
}
