//! H02: the day is a working day that is neither too soon nor too late.

use crate::register::Booking;
use crate::rules::{Breach, Case, HardRule};

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
        faults.push(format!("is before today, {}", authority.today));
    } else if date < first && !case.stands(booking) {
        faults.push(format!(
            "gives less than {notice} working days' notice; {first} is the first day that does"
        ));
    }
    match case.deadlines(booking) {
        Err(reason) => faults.push(format!("has no dates: {reason}")),
        Ok(deadlines) => {
            if let Some(earliest) = deadlines.earliest.filter(|&earliest| date < earliest) {
                faults.push(format!("may not be before {earliest}"));
            }
            let (from, limit) = (deadlines.limit_from(), authority.late_limit_days);
            let days = calendar.between(from, date);
            if limit < days {
                let name = if deadlines.statutory.is_some() { "statutory date" } else { "target date" };
                faults.push(format!("is {days} working days after its {name} {from}; {limit} are the most"));
            }
        }
    }
    faults
}
