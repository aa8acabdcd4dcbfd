//! Years of a county's record, for measuring speed.

use chrono::{Days, NaiveDate};

use super::report_year::register_2011_12;
use crate::register::{ChildIdx, HouseholdIdx, MeetingIdx, Reference, Register};
use crate::synth::make::reference;

const SEED: u64 = 1;
/// Weeks of a year, so that weekdays stay as they are.
const YEAR_DAYS: u64 = 52 * 7;
/// Years that the record goes back.
const YEARS: u64 = 5;

/// Makes a register with the record of five years and `n_meetings` meetings or a few more: the year of the annual report over and over
/// with new families, each time another year back. 20,000 meetings are a county of half as much again as Lancashire's. It is always the
/// same register.
pub fn recorded_years(n_meetings: usize) -> Register {
    let year = register_2011_12(SEED);
    let mut register = year.clone();
    let mut copy = 0;
    while register.meetings.len() < n_meetings {
        copy += 1;
        add(&mut register, &year, copy);
    }
    register
}

/// Adds a copy of the year with families of its own, so many years back.
fn add(register: &mut Register, year: &Register, copy: u64) {
    let back = Days::new(YEAR_DAYS * (copy % YEARS));
    let day = |day: NaiveDate| day - back;
    let (households, children, meetings) =
        (register.households.len() as u32, register.children.len() as u32, register.meetings.len() as u32);
    let child = |child: ChildIdx| ChildIdx(child.0 + children);
    let named = |row: &Reference| reference(&format!("{row}.{copy}"));
    for row in &year.households {
        let mut row = row.clone();
        row.reference = named(&row.reference);
        register.households.push(row);
    }
    for row in &year.children {
        let mut row = row.clone();
        row.reference = named(&row.reference);
        row.household = HouseholdIdx(row.household.0 + households);
        row.plan_start = row.plan_start.map(day);
        row.looked_after_since = row.looked_after_since.map(day);
        register.children.push(row);
    }
    for row in &year.meetings {
        let mut row = row.clone();
        row.reference = named(&row.reference);
        row.household = row.household.map(|household| HouseholdIdx(household.0 + households));
        row.from_date = row.from_date.map(day);
        register.meetings.push(row);
    }
    for row in &year.bookings {
        let mut row = row.clone();
        row.meeting = MeetingIdx(row.meeting.0 + meetings);
        row.starts = row.starts - back;
        register.bookings.push(row);
    }
    for row in &year.record.outcomes {
        let mut row = row.clone();
        row.meeting = MeetingIdx(row.meeting.0 + meetings);
        row.on = day(row.on);
        row.report_shared = row.report_shared.map(|moment| moment - back);
        row.sheet_sent = row.sheet_sent.map(|moment| moment - back);
        row.minutes_signed = row.minutes_signed.map(day);
        row.minutes_sent = row.minutes_sent.map(day);
        row.form_done = row.form_done.map(day);
        register.record.outcomes.push(row);
    }
    for row in &year.record.decisions {
        let mut row = row.clone();
        row.meeting = MeetingIdx(row.meeting.0 + meetings);
        row.child = child(row.child);
        register.record.decisions.push(row);
    }
    for row in &year.record.plans {
        let mut row = row.clone();
        row.child = child(row.child);
        (row.starts, row.ends) = (day(row.starts), row.ends.map(day));
        register.record.plans.push(row);
    }
    for row in &year.record.care {
        let mut row = row.clone();
        row.child = child(row.child);
        (row.starts, row.ends) = (day(row.starts), row.ends.map(day));
        register.record.care.push(row);
    }
    for row in &year.record.details {
        let mut row = row.clone();
        row.child = child(row.child);
        row.born = row.born.map(day);
        register.record.details.push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::{Facts, Period, Policy, Slice, Unit, count, indicator};

    #[test]
    fn every_copy_adds_a_year_of_its_own() {
        let register = recorded_years(6_000);
        assert!((6_000..9_000).contains(&register.meetings.len()));
        let facts = Facts::new(&register, Policy::default());
        let held = indicator("meetings_held").expect("it is listed");
        let in_year = |year| {
            let period = Period::year(year).expect("a year");
            count(&facts, held, period, Slice::ALL).of(0, Unit::Children)
        };
        // 854 children at initial conferences. A day or two of a copy fall into the year after: 364 days are no year.
        for year in [2011, 2010, 2009] {
            assert!((830..=880).contains(&in_year(year)), "{year}: {}", in_year(year));
        }
        assert_eq!(in_year(2008), 0);
    }
}
