//! The planner's practice: everything that waits is planned together each Monday, around what is confirmed.
//!
//! Bookings of the next weeks are confirmed to families on Monday; later ones stay proposed and may move next Monday.
//! Between Mondays only what cannot wait is booked, at its best place. What illness breaks is repaired at once.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::{Office, Practice};
use crate::plan::bookings;
use crate::problem::{Problem, meetings_to_book};
use crate::register::{Booking, MeetingIdx, Register};
use crate::repair::{BrokenBefore, Confirmed, LivePlan, Options};
use crate::replay::year::Rules;
use crate::solver::{Budget, Config, solve};

/// The planner.
pub(super) struct Optimised {
    iterations: u64,
    repair_steps: u64,
    confirmed_days: u32,
}

impl Optimised {
    pub(super) fn new(rules: &Rules) -> Optimised {
        Optimised {
            iterations: rules.iterations,
            repair_steps: rules.repair_steps,
            confirmed_days: rules.confirmed_days,
        }
    }

    fn plan(&self, office: &Office<'_>, meetings: &BTreeSet<MeetingIdx>, iterations: u64) -> Vec<Booking> {
        let problem = Problem::of(office.register, office.travel, meetings);
        let config = Config { seed: office.seed, threads: office.threads };
        let never = AtomicBool::new(false);
        let solution = solve(&problem, &config, &Budget::Iterations(iterations), &never, &|_| {});
        let mut planned = bookings(&problem, &solution.placements);
        // Proposed bookings that are not planned today stay.
        let kept = office
            .register
            .bookings
            .iter()
            .filter(|booking| !booking.status.is_fixed() && !meetings.contains(&booking.meeting));
        planned.extend(kept.cloned());
        planned.sort_by_key(|booking| (booking.starts, booking.meeting));
        planned
    }
}

impl Practice for Optimised {
    fn book(&mut self, office: &Office<'_>) -> Vec<Booking> {
        let register = office.register;
        if is_planning_day(register) {
            return self.plan(office, &meetings_to_book(register), self.iterations);
        }
        let next = next_planning_day(register);
        let urgent: BTreeSet<MeetingIdx> =
            office.waiting.iter().copied().filter(|&meeting| is_urgent(register, meeting, next)).collect();
        if urgent.is_empty() { register.bookings.clone() } else { self.plan(office, &urgent, 0) }
    }

    fn mend(&mut self, office: &Office<'_>, _broken: &[MeetingIdx]) -> Vec<Booking> {
        let plan = LivePlan::new(office.register.clone(), office.travel.clone());
        let options = Options {
            choices: 4,
            steps: self.repair_steps,
            seed: office.seed,
            confirmed: Confirmed::These(BTreeSet::new()),
            broken_before: BrokenBefore::Mend,
        };
        let repair = plan.repair(&options, &AtomicBool::new(false));
        let best = repair
            .choices
            .into_iter()
            .min_by_key(|choice| (choice.score.s1, choice.score.s2, choice.disturbance, choice.total()));
        best.map_or_else(|| office.register.bookings.clone(), |choice| choice.bookings)
    }

    fn confirms_until(&self, register: &Register) -> NaiveDate {
        if is_planning_day(register) {
            return register.calendar.after(register.authority.today, self.confirmed_days);
        }
        // What is booked in the week is urgent, and told at once.
        register.calendar.after(register.authority.today, self.confirmed_days.min(10))
    }
}

/// Whether the planner plans today: the first working day of a week.
fn is_planning_day(register: &Register) -> bool {
    let today = register.authority.today;
    let before = register.calendar.before(today, 1);
    before.iso_week() != today.iso_week()
}

fn next_planning_day(register: &Register) -> NaiveDate {
    let today = register.authority.today;
    let until_monday = 7 - u64::from(today.weekday().days_since(Weekday::Mon));
    register.calendar.on_or_after(today + Days::new(until_monday))
}

/// Whether a meeting could not be had by its target if it waited for the next planning day.
fn is_urgent(register: &Register, meeting: MeetingIdx, next: NaiveDate) -> bool {
    let row = register.meeting(meeting);
    let first = register.calendar.after(next, register.kind(row).notice_days);
    register.deadlines(row).is_ok_and(|dates| dates.target < first)
}
