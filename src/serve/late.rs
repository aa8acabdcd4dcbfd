//! Bookings past the date that the law sets. They may be made, because a late conference is better than none; nobody makes one untold.

use chrono::NaiveDate;

use crate::desk::State as Plan;
use crate::register::{Booking, BookingStatus, MeetingIdx, Register};
use crate::words;

/// How far a day is past the date that the law sets for a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Late {
    /// Working days after that date, the day itself among them; 1 at least.
    pub(crate) days: u32,
    /// The date that the law sets.
    pub(crate) due: NaiveDate,
}

impl Late {
    /// Returns how late it is: `1 working day past the date that the law sets, Mon 16 April 2012`.
    pub(crate) fn words(self) -> String {
        format!("{} past the date that the law sets, {}", self.days_words(), words::day(self.due))
    }

    /// Returns how late it is where there is little room: `1 working day late by law`.
    pub(crate) fn mark(self) -> String {
        format!("{} late by law", self.days_words())
    }

    fn days_words(self) -> String {
        words::count(self.days.into(), "working day")
    }
}

/// Returns how late a meeting would be on a day, counted as the referee counts S2; `None` where it is in time, or no law sets it a date.
pub(crate) fn late(register: &Register, meeting: MeetingIdx, day: NaiveDate) -> Option<Late> {
    let due = register.deadlines(register.meeting(meeting)).ok()?.statutory?;
    let days = register.calendar.between(due, day);
    (0 < days).then_some(Late { days, due })
}

/// Returns how late a booking is that stands. What took place, or does not take place any more, is not to be mended.
pub(crate) fn stands_late(register: &Register, booking: &Booking) -> Option<Late> {
    let is_live = register.meeting(booking.meeting).status.is_live() && booking.status != BookingStatus::Held;
    late(register, booking.meeting, booking.date()).filter(|_| is_live)
}

/// Returns the bookings that stand late and whose day is still to come, by day.
pub(crate) fn all(plan: &Plan) -> Vec<(&Booking, Late)> {
    let register = &plan.register;
    let to_come = register.bookings.iter().filter(|booking| register.authority.today <= booking.date());
    let mut all: Vec<(&Booking, Late)> =
        to_come.filter_map(|booking| Some((booking, stands_late(register, booking)?))).collect();
    all.sort_by_key(|(booking, _)| (booking.starts, booking.meeting));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;
    use crate::synth::{Preset, generate};

    #[test]
    fn lateness_is_counted_in_working_days_from_the_date_by_law() {
        let mut register = generate(Preset::Tiny, 1);
        // A Monday; the May bank holiday of 2012 is the 7th.
        register.meetings[0].due = parse_date("2012-04-30");
        let cases = [
            ("2012-04-27", None),
            ("2012-04-30", None),
            ("2012-05-01", Some("1 working day past the date that the law sets, Mon 30 April 2012")),
            ("2012-05-08", Some("5 working days past the date that the law sets, Mon 30 April 2012")),
        ];
        for (day, expected) in cases {
            let day = parse_date(day).expect("a day");
            let said = late(&register, MeetingIdx(0), day).map(Late::words);
            assert_eq!(said.as_deref(), expected, "{day}");
        }
    }
}
