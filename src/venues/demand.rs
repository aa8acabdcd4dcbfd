//! Weeks of meetings, drawn from a register's own.
//!
//! A venue is for years, a register for the next weeks. So its meetings are taken for a sample of what comes: each drawn
//! week holds each meeting by chance, independently, about as many as a week of the register has, moved by whole weeks
//! to where it would have to be booked then. What stands booked already is a meeting like the others; its booking is
//! forgotten. Hours, absences, closures and holidays are those of the register's weeks, taken in turn.

use chrono::{Datelike, Days, NaiveDate, TimeDelta};

use crate::problem::meetings_to_book;
use crate::register::{BookingStatus, Deadlines, MeetingIdx, MeetingStatus, Register};
use crate::staffing::streams::{Stream, Streams};

/// The share of a register's meetings whose targets lie in the weeks that it is taken to have: what is due much later says
/// nothing of how many a week has.
const MOST: (usize, usize) = (9, 10);
/// Days from Monday to the first day on which a drawn meeting's target may lie: Wednesday, so that three days of the week
/// are left to book it without delay, and to the Tuesday after it.
const FIRST_TARGET: i64 = 2;

/// Weeks that venues are compared on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// The weeks, in order of drawing.
    pub weeks: Vec<Week>,
    /// Meetings that they are drawn from.
    pub n_meetings: usize,
    /// Weeks of the register that its meetings are taken to fill, and whose days are taken in turn.
    pub n_calendar_weeks: usize,
}

/// A week of meetings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// Its Monday: the week's holidays, hours, absences and closures are those of the register.
    pub monday: NaiveDate,
    /// The meetings that are to be booked in it, in order.
    pub meetings: Vec<Drawn>,
}

/// A meeting of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// Its dates, moved by whole weeks. Its opening date is never before the Monday.
    pub deadlines: Deadlines,
}

/// A register has no week to draw from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the register has no meeting that is to come, so that there is nothing to compare venues on")]
pub struct NoDemand;

/// Draws `n_weeks` weeks. Whether a meeting is in a week depends on seed, week and meeting alone.
///
/// # Errors
/// Where no meeting of the register is to come.
pub fn draw(register: &Register, seed: u64, n_weeks: u32) -> Result<Demand, NoDemand> {
    let pool = pool(register);
    let calendar = CalendarWeeks::of(register, &pool).ok_or(NoDemand)?;
    let weeks = (0..n_weeks)
        .map(|week| {
            let (monday, chance) = calendar.week(week as usize);
            let streams = Streams::new(seed, u64::from(week));
            let is_in = |meeting: MeetingIdx| {
                streams.of(Stream::WeekOfMeetings, u64::from(meeting.0)).happens(chance)
            };
            let meetings = pool
                .iter()
                .filter(|(meeting, _)| is_in(*meeting))
                .map(|&(meeting, deadlines)| Drawn { meeting, deadlines: moved(&deadlines, monday) })
                .collect();
            Week { monday, meetings }
        })
        .collect();
    Ok(Demand { weeks, n_meetings: pool.len(), n_calendar_weeks: calendar.weeks.len() })
}

/// Returns the meetings that are to come, with their dates: those to book, and those that stand booked from today on.
fn pool(register: &Register) -> Vec<(MeetingIdx, Deadlines)> {
    let today = register.authority.today;
    let mut meetings = meetings_to_book(register);
    let standing = register.bookings.iter().filter(|booking| {
        booking.status == BookingStatus::Confirmed
            && today <= booking.date()
            && register.meeting(booking.meeting).status.is_live()
    });
    meetings.extend(standing.map(|booking| booking.meeting));
    meetings
        .into_iter()
        .filter_map(|meeting| Some((meeting, register.deadlines(register.meeting(meeting)).ok()?)))
        .collect()
}

/// The weeks of the register, and how likely a meeting is to be in each.
struct CalendarWeeks {
    /// Mondays of weeks with a working day, with these days.
    weeks: Vec<(NaiveDate, u32)>,
    /// The chance for each working day.
    chance_a_day: f64,
}

impl CalendarWeeks {
    /// Returns the weeks from today's, or the next where it has begun, to the one by which most targets are past; `None`
    /// where there is no meeting.
    fn of(register: &Register, pool: &[(MeetingIdx, Deadlines)]) -> Option<CalendarWeeks> {
        let today = register.authority.today;
        let first = if monday_of(today) == today { today } else { monday_of(today) + Days::new(7) };
        let mut targets: Vec<NaiveDate> = pool.iter().map(|(_, dates)| dates.target.max(first)).collect();
        targets.sort();
        let n_most = (pool.len() * MOST.0).div_ceil(MOST.1);
        let last = monday_of(*targets.get(n_most.checked_sub(1)?)?);
        let working = |monday: NaiveDate| {
            let days = monday.iter_days().take(7);
            days.filter(|&day| register.calendar.is_working(day)).count() as u32
        };
        let weeks: Vec<(NaiveDate, u32)> = first
            .iter_weeks()
            .take_while(|&monday| monday <= last)
            .map(|monday| (monday, working(monday)))
            .filter(|&(_, n_days)| 0 < n_days)
            .collect();
        let n_days: u32 = weeks.iter().map(|(_, n_days)| n_days).sum();
        let within = targets.iter().filter(|&&target| target < last + Days::new(7)).count();
        (0 < n_days).then(|| CalendarWeeks {
            weeks,
            chance_a_day: within as f64 / f64::from(n_days) / pool.len() as f64,
        })
    }

    /// Returns the Monday of a drawn week, and the chance of each meeting to be in it: a week of four working days has
    /// four fifths of the meetings.
    fn week(&self, week: usize) -> (NaiveDate, f64) {
        let (monday, n_days) = self.weeks[week % self.weeks.len()];
        (monday, self.chance_a_day * f64::from(n_days))
    }
}

/// Returns dates moved by whole weeks to a week: the target lies between its Wednesday and the Tuesday after it, or a week
/// before where the meeting may not be held by Friday otherwise.
fn moved(deadlines: &Deadlines, monday: NaiveDate) -> Deadlines {
    let target = deadlines.target;
    let first = monday + TimeDelta::days(FIRST_TARGET);
    let weeks_between = (first - target).num_days().div_euclid(7);
    // The first day not before `first` on the target's weekday.
    let mut by = TimeDelta::days(weeks_between * 7);
    if target + by < first {
        by += TimeDelta::days(7);
    }
    let friday = monday + Days::new(4);
    if deadlines.earliest.is_some_and(|earliest| friday < earliest + by) {
        by -= TimeDelta::days(7);
    }
    let opens = deadlines.earliest.map_or(monday, |earliest| (earliest + by).max(monday));
    Deadlines {
        statutory: deadlines.statutory.map(|date| date + by),
        target: target + by,
        earliest: Some(opens),
    }
}

impl Week {
    /// Returns its last day, a Sunday: no meeting of the week is booked after it.
    pub fn last(&self) -> NaiveDate {
        self.monday + Days::new(6)
    }

    /// Returns a register with this week's meetings to book and no booking. Every other meeting that was to come is
    /// cancelled, and today is as long before the Monday as the longest notice, so that the week's plan is made in time.
    /// Nothing in it changes its position.
    pub fn register_of(&self, register: &Register) -> Register {
        let mut week = register.clone();
        let notice = week.authority.kinds.iter().map(|kind| kind.notice_days).max().unwrap_or(0);
        week.authority.today = week.calendar.before(self.monday, notice);
        week.bookings.clear();
        for meeting in &mut week.meetings {
            if meeting.status.is_live() {
                meeting.status = MeetingStatus::Cancelled;
            }
        }
        for drawn in &self.meetings {
            let meeting = &mut week.meetings[drawn.meeting.at()];
            meeting.status = MeetingStatus::ToBook;
            meeting.due = drawn.deadlines.statutory;
            meeting.target = Some(drawn.deadlines.target);
            meeting.earliest = drawn.deadlines.earliest;
        }
        week
    }
}

fn monday_of(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().num_days_from_monday()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{County, date};

    fn dates(statutory: &str, target: &str, earliest: &str) -> Deadlines {
        let given = |text: &str| (text != "-").then(|| date(text));
        Deadlines { statutory: given(statutory), target: date(target), earliest: given(earliest) }
    }

    #[test]
    fn dates_move_by_whole_weeks_to_where_the_meeting_must_be_booked() {
        // The week of Monday 16 April 2012: targets from Wednesday the 18th to Tuesday the 24th.
        let monday = date("2012-04-16");
        let cases = [
            (
                "it is there",
                ["2012-04-30", "2012-04-20", "2012-04-02"],
                ["2012-04-30", "2012-04-20", "2012-04-16"],
            ),
            (
                "a Friday two months on",
                ["2012-06-29", "2012-06-22", "2012-06-20"],
                ["2012-04-27", "2012-04-20", "2012-04-18"],
            ),
            (
                "a Friday long past",
                ["2012-02-10", "2012-02-10", "-"],
                ["2012-04-20", "2012-04-20", "2012-04-16"],
            ),
            (
                "a Tuesday becomes the Tuesday after",
                ["-", "2012-05-08", "2012-04-30"],
                ["-", "2012-04-24", "2012-04-16"],
            ),
            (
                "a Monday that opens on the Monday itself is in the week",
                ["-", "2012-05-07", "2012-05-07"],
                ["-", "2012-04-16", "2012-04-16"],
            ),
        ];
        for (title, [statutory, target, earliest], expected) in cases {
            let moved = moved(&dates(statutory, target, earliest), monday);
            assert_eq!(moved, dates(expected[0], expected[1], expected[2]), "{title}");
        }
    }

    #[test]
    fn whether_a_meeting_is_in_a_week_depends_on_its_key_alone() {
        let mut county = County::new();
        let few = draw(&county.register, 7, 12).expect("meetings");
        assert_eq!(few, draw(&county.register, 7, 12).expect("meetings"));
        assert_ne!(few, draw(&county.register, 8, 12).expect("meetings"));
        assert_eq!(few.weeks[..3], draw(&county.register, 7, 3).expect("meetings").weeks[..]);
        // One meeting more leaves the fate of the others as it is: the chance is the same, a third of all.
        assert_eq!((few.n_meetings, few.n_calendar_weeks), (6, 3));
        county.convene("R-9", "review_conference", Some("H-2"));
        let more = draw(&county.register, 7, 12).expect("meetings");
        for (few, more) in few.weeks.iter().zip(&more.weeks) {
            let of_before = |drawn: &&Drawn| drawn.meeting != MeetingIdx(6);
            assert_eq!(few.meetings, more.meetings.iter().filter(of_before).copied().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_week_has_as_many_meetings_as_one_of_the_register_and_fewer_where_days_are_missing() {
        // Targets on Friday 20 April fill three weeks from 2 April, with 4, 4 and 5 working days: Good Friday is the 6th,
        // Easter Monday the 9th. A day has 6 / 13 meetings.
        let county = County::new();
        let demand = draw(&county.register, 1, 3_000).expect("meetings");
        let mondays: Vec<NaiveDate> = demand.weeks.iter().take(4).map(|week| week.monday).collect();
        assert_eq!(mondays, ["2012-04-02", "2012-04-09", "2012-04-16", "2012-04-02"].map(date));
        for (turn, n_days) in [4.0, 4.0, 5.0].into_iter().enumerate() {
            let weeks = demand.weeks.iter().skip(turn).step_by(3);
            let mean = weeks.map(|week| week.meetings.len()).sum::<usize>() as f64 / 1_000.0;
            let expected = n_days * 6.0 / 13.0;
            // Four standard errors of a binomial count of six.
            let chance: f64 = expected / 6.0;
            assert!((mean - expected).abs() < 4.0 * (6.0 * chance * (1.0 - chance) / 1e3).sqrt(), "{mean}");
        }
    }

    #[test]
    fn what_stands_is_a_meeting_like_the_others_and_what_is_over_is_none() {
        let mut county = County::new();
        county.stand("R-1 2012-04-18T10:00 ANN PRE-1 TOM confirmed");
        county.stand("R-2 2012-03-28T10:00 BOB BUR-1 UNA confirmed");
        county.meeting("R-1").status = MeetingStatus::Booked;
        county.meeting("R-2").status = MeetingStatus::Booked;
        county.meeting("R-3").status = MeetingStatus::Cancelled;
        let demand = draw(&county.register, 1, 50).expect("meetings");
        assert_eq!(demand.n_meetings, 4, "R-1, C-1, S-1 and F-1");
        let week = demand.weeks.iter().find(|week| 1 < week.meetings.len()).expect("a week of some");
        let register = week.register_of(&county.register);
        assert!(register.bookings.is_empty());
        assert_eq!(meetings_to_book(&register), week.meetings.iter().map(|drawn| drawn.meeting).collect());
        for drawn in &week.meetings {
            assert_eq!(register.deadlines(register.meeting(drawn.meeting)), Ok(drawn.deadlines));
        }
        for meeting in &mut county.register.meetings {
            meeting.status = MeetingStatus::Held;
        }
        assert_eq!(draw(&county.register, 1, 1), Err(NoDemand));
    }
}
