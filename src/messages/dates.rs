//! Days and times written out, so that nobody takes a month for a day.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use super::language::Tongue;

const WELSH_DAYS: [&str; 7] =
    ["dydd Llun", "dydd Mawrth", "dydd Mercher", "dydd Iau", "dydd Gwener", "dydd Sadwrn", "dydd Sul"];

const WELSH_MONTHS: [&str; 12] = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
];

/// Returns `Tuesday 3 April 2012`, in Welsh `dydd Mawrth 3 Ebrill 2012`.
pub(super) fn day(date: NaiveDate, tongue: Tongue) -> String {
    match tongue {
        Tongue::English => date.format("%A %-d %B %Y").to_string(),
        Tongue::Welsh => {
            let weekday = WELSH_DAYS[date.weekday().num_days_from_monday() as usize];
            let month = WELSH_MONTHS[date.month0() as usize];
            format!("{weekday} {} {month} {}", date.day(), date.year())
        }
    }
}

/// Returns `Tuesday 3 April 2012 at 10:00`, in Welsh `dydd Mawrth 3 Ebrill 2012 am 10:00`.
pub(super) fn moment(moment: NaiveDateTime, tongue: Tongue) -> String {
    let at = match tongue {
        Tongue::English => "at",
        Tongue::Welsh => "am",
    };
    format!("{} {at} {}", day(moment.date(), tongue), clock(moment.time()))
}

/// Returns `09:30`.
pub(super) fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_written_out_in_both_languages() {
        let cases = [
            ("2012-04-03T10:00:00", "Tuesday 3 April 2012 at 10:00", "dydd Mawrth 3 Ebrill 2012 am 10:00"),
            ("2026-02-01T09:05:00", "Sunday 1 February 2026 at 09:05", "dydd Sul 1 Chwefror 2026 am 09:05"),
            (
                "2027-12-31T16:30:00",
                "Friday 31 December 2027 at 16:30",
                "dydd Gwener 31 Rhagfyr 2027 am 16:30",
            ),
            (
                "2024-02-29T13:00:00",
                "Thursday 29 February 2024 at 13:00",
                "dydd Iau 29 Chwefror 2024 am 13:00",
            ),
        ];
        for (given, english, welsh) in cases {
            let given: NaiveDateTime = given.parse().expect("a moment");
            assert_eq!(moment(given, Tongue::English), english);
            assert_eq!(moment(given, Tongue::Welsh), welsh);
        }
    }
}
