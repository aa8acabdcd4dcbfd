//! When something is so, in words.

use chrono::NaiveTime;

use crate::calendar::{Clock, NaiveDate, NaiveDateTime};
use crate::register::Stretch;

/// Returns `on 16 April 2012`, `from 10 to 30 April 2012` with the last day included, or with times where the days are
/// not whole ones: `on 17 April 2012 from 13:00 to 15:00`, `from 13:00 on 17 April 2012 to the end of 18 April 2012`.
pub fn in_words(when: &Stretch) -> String {
    let (from, last) = (when.from.date(), last_day(when.until));
    match (is_midnight(when.from), is_midnight(when.until)) {
        (true, true) if from == last => format!("on {}", date(from)),
        (true, true) => format!("from {} to {}", start_of(from, last), date(last)),
        _ if from == when.until.date() => {
            format!("on {} from {} to {}", date(from), Clock::of(when.from), Clock::of(when.until))
        }
        (true, false) => format!("from {} to {}", date(from), moment(when.until)),
        (false, true) => format!("from {} to the end of {}", moment(when.from), date(last)),
        (false, false) => format!("from {} to {}", moment(when.from), moment(when.until)),
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

fn date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

fn moment(moment: NaiveDateTime) -> String {
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
            assert_eq!(in_words(&Stretch { from: moment(from), until: moment(until) }), expected);
        }
    }
}
