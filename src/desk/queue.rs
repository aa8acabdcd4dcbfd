//! The queue: what must be booked, by deadline.

use chrono::NaiveDate;

use super::State;
use crate::calendar::WorkingCalendar;
use crate::register::{Deadlines, MeetingIdx, NoDeadline};

/// A meeting that waits for a booking.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// Its dates.
    pub deadlines: Result<Deadlines, NoDeadline>,
    /// Working days from today to the last day by which it is wanted, that day included and today not: 0 = today is the last,
    /// negative = so many have gone by. `None` where it has no dates.
    pub days_left: Option<i64>,
    /// How pressing it is.
    pub attention: Attention,
}

/// How pressing a meeting that waits is. The words on the page say the same as the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// Its date has gone by.
    Late,
    /// At most three working days are left, fewer than notice and post take.
    Urgent,
    /// At most ten working days are left.
    Soon,
    /// There is time.
    Later,
    /// It has no dates: the register must be mended first.
    Undated,
}

/// Working days within which a meeting is urgent.
const URGENT_DAYS: i64 = 3;
/// Working days within which a meeting is to be booked soon.
const SOON_DAYS: i64 = 10;

impl Attention {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Attention::Late => "Late",
            Attention::Urgent => "Urgent",
            Attention::Soon => "Soon",
            Attention::Later => "In time",
            Attention::Undated => "No dates",
        }
    }

    fn of(days_left: Option<i64>) -> Attention {
        match days_left {
            None => Attention::Undated,
            Some(days) if days < 0 => Attention::Late,
            Some(days) if days <= URGENT_DAYS => Attention::Urgent,
            Some(days) if days <= SOON_DAYS => Attention::Soon,
            Some(_) => Attention::Later,
        }
    }
}

impl State {
    /// Returns every meeting that is live and has no booking: those without dates first, then by the last day by which they are wanted.
    pub fn queue(&self) -> Vec<Waiting> {
        let register = &self.register;
        let mut waiting: Vec<Waiting> = (0..register.meetings.len())
            .map(MeetingIdx::from)
            .filter(|&meeting| register.meeting(meeting).status.is_live() && self.booking(meeting).is_none())
            .map(|meeting| {
                let deadlines = register.deadlines(register.meeting(meeting));
                let last = deadlines.as_ref().ok().map(Deadlines::limit_from);
                let days_left =
                    last.map(|last| working_days_left(&register.calendar, register.authority.today, last));
                Waiting { meeting, deadlines, days_left, attention: Attention::of(days_left) }
            })
            .collect();
        let last = |waiting: &Waiting| waiting.deadlines.as_ref().ok().map(Deadlines::limit_from);
        waiting.sort_by_key(|one| (last(one), one.meeting));
        waiting
    }
}

/// Returns the working days after `today` up to `last`, negative where `last` has gone by.
fn working_days_left(calendar: &WorkingCalendar, today: NaiveDate, last: NaiveDate) -> i64 {
    if today <= last {
        i64::from(calendar.between(today, last))
    } else {
        -i64::from(calendar.between(last, today)).max(1)
    }
}
