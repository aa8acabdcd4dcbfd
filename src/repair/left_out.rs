//! Why a meeting has no place, and when it would have one.

use std::collections::BTreeSet;

use super::LeftOut;
use crate::calendar::NaiveDate;
use crate::plan::Reasons;
use crate::problem::Problem;
use crate::register::{MeetingIdx, Register};
use crate::solver::{OnDay, Scratch, State, best_place};
use crate::travel::Travel;

/// How many working days past the last lawful one are looked at.
const BEYOND_DAYS: u32 = 60;

/// Returns why a meeting has no place beside the bookings of `register`, and the nearest day on which it would have
/// one if it might be later.
pub(super) fn explain(register: &Register, travel: &Travel, meeting: MeetingIdx) -> LeftOut {
    let only = BTreeSet::from([meeting]);
    let problem = Problem::of(register, travel, &only);
    let reason = Reasons::new(State::new(&problem)).unbooked(meeting);
    LeftOut { meeting, reason, nearest: nearest(register, travel, meeting, &only) }
}

fn nearest(
    register: &Register,
    travel: &Travel,
    meeting: MeetingIdx,
    only: &BTreeSet<MeetingIdx>,
) -> Option<NaiveDate> {
    let mut later = register.clone();
    later.authority.late_limit_days += BEYOND_DAYS;
    let dates = register.deadlines(register.meeting(meeting)).ok()?;
    let last = register.calendar.after(dates.limit_from(), register.authority.late_limit_days);
    // A window that has closed altogether opens again only with days from today on.
    later.authority.late_limit_days += register.calendar.between(last, register.authority.today);
    let problem = Problem::of(&later, travel, only);
    let state = State::new(&problem);
    let mut scratch = Scratch::default();
    let request = &problem.requests[0];
    let beyond = request.days.iter().zip(&request.dates).filter(|(_, date)| last < **date);
    let mut days = beyond.map(|(day, date)| (day.day, *date));
    days.find(|&(day, _)| best_place(&state, &mut scratch, 0, &mut OnDay(day)).is_some())
        .map(|(_, date)| date)
}
