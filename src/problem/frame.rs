//! What no booking changes: days, people, families, opening hours and driving times.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::windows::{open_hours, window};
use super::{Family, Person};
use crate::calendar::Span;
use crate::register::Register;
use crate::travel::Travel;

/// The part of a problem that stays as it is while meetings are booked and moved. A desk keeps one and compiles each meeting that
/// is asked about into it; a copy costs nothing.
#[derive(Debug, Clone)]
pub struct Frame {
    pub(super) dates: Arc<[NaiveDate]>,
    pub(super) week_of: Arc<[usize]>,
    pub(super) n_weeks: usize,
    pub(super) people: Arc<[Person]>,
    pub(super) families: Arc<[Family]>,
    pub(super) open: Arc<[Vec<Span>]>,
    pub(super) minutes: Arc<[i32]>,
}

impl Frame {
    /// Returns the frame of some days.
    pub(super) fn new(register: &Register, travel: &Travel, dates: BTreeSet<NaiveDate>) -> Frame {
        let dates: Arc<[NaiveDate]> = dates.into_iter().collect();
        let mut weeks: Vec<i32> =
            dates.iter().map(|date| (date.num_days_from_ce() - 1).div_euclid(7)).collect();
        let week_of = {
            let all = weeks.clone();
            weeks.dedup();
            all.iter().map(|week| weeks.binary_search(week).expect("every day's week is listed")).collect()
        };
        let places = 0..register.places.len();
        Frame {
            week_of,
            n_weeks: weeks.len(),
            people: register.staff.iter().map(|staff| Person::new(staff, &dates)).collect(),
            families: register
                .households
                .iter()
                .enumerate()
                .map(|(i, household)| Family::new(register, i, household, &dates))
                .collect(),
            open: open_hours(register, &dates).into(),
            minutes: places
                .clone()
                .flat_map(|from| places.clone().map(move |to| (from, to)))
                .map(|(from, to)| travel.minutes(from.into(), to.into()))
                .collect(),
            dates,
        }
    }

    /// Returns the frame of every day on which one of the register's live meetings is booked or may lawfully be, from its planning
    /// date on, and of the working days between.
    pub fn of_live_meetings(register: &Register, travel: &Travel) -> Frame {
        let today = register.authority.today;
        let mut dates: BTreeSet<NaiveDate> =
            register.bookings.iter().map(|booking| booking.date()).filter(|&date| today <= date).collect();
        let live = register.meetings.iter().filter(|meeting| meeting.status.is_live());
        let last = live
            .filter_map(|meeting| Some(window(register, meeting, &register.deadlines(meeting).ok()?).1))
            .max();
        if let Some(last) = last {
            let days = today.iter_days().take_while(|&date| date <= last);
            dates.extend(days.filter(|&date| register.calendar.is_working(date)));
        }
        Frame::new(register, travel, dates)
    }

    pub(super) fn has(&self, date: NaiveDate) -> bool {
        self.dates.binary_search(&date).is_ok()
    }

    /// Whether it has the days of all of a register's bookings, from the planning date on.
    pub fn has_all(&self, register: &Register) -> bool {
        let today = register.authority.today;
        register.bookings.iter().map(|booking| booking.date()).all(|date| date < today || self.has(date))
    }
}
