//! The chairs through the year: their posts, their weeks, their desks.

use chrono::NaiveDate;

use crate::register::{Register, StaffIdx};

use super::county::{self, filled, is_agency};
use super::held::Day;
use super::hours::{Chaired, Desk, Week};
use super::outcome::{ChairYear, Hours};
use super::world::World;
use super::year::Year;

/// A chair's year as it goes by.
#[derive(Debug, Clone, Default)]
struct Chair {
    desk: Desk,
    /// This week's meetings and journeys.
    chaired: Vec<Chaired>,
    journeys: i64,
    /// The year's.
    meetings: u32,
    travel: i64,
    children: Vec<u32>,
    forms: (u32, u32),
}

/// The chairs, `[staff]`; minute takers have a place that stays empty.
pub(super) struct Team {
    chairs: Vec<Chair>,
    /// The staff of each post.
    posts: Vec<StaffIdx>,
    /// Most meetings a day by the register, `[staff]`.
    per_day: Vec<u32>,
    /// Days of the week that is not settled yet.
    since: NaiveDate,
}

impl Team {
    pub(super) fn new(county: &Register, year: &Year) -> Team {
        Team {
            chairs: vec![Chair::default(); county.staff.len()],
            posts: county::chairs_of(county, year),
            per_day: county.staff.iter().map(|staff| staff.per_day).collect(),
            since: year.first,
        }
    }

    /// Lets everybody do today's part of their post.
    pub(super) fn set_shares(&self, world: &mut World<'_>, today: NaiveDate) {
        county::set_shares(&mut world.register, world.year, &self.posts, &self.per_day, today);
    }

    /// Gives everybody their whole post again, as the year has it.
    pub(super) fn set_whole(&self, register: &mut Register, year: &Year) {
        for (post, &chair) in year.posts.iter().zip(&self.posts) {
            let staff = &mut register.staff[chair.at()];
            (staff.fte, staff.per_day) = (post.fte, self.per_day[chair.at()]);
        }
    }

    /// Takes down what a day was.
    pub(super) fn count(&mut self, day: &Day) {
        for &(chair, chaired) in &day.chaired {
            self.chairs[chair.at()].chaired.push(chaired);
        }
        for &(chair, minutes) in &day.journeys {
            self.chairs[chair.at()].journeys += minutes;
        }
    }

    /// Settles the week that ends on `today` for each chair.
    pub(super) fn settle_week(&mut self, world: &mut World<'_>, today: NaiveDate) {
        for position in 0..self.chairs.len() {
            let staff = &world.register.staff[position];
            if !staff.role.chairs() {
                continue;
            }
            let present: i64 = self
                .since
                .iter_days()
                .take_while(|&day| day <= today)
                .filter(|&day| world.register.calendar.is_working(day))
                .flat_map(|day| staff.spells_on(day))
                .map(|spell| i64::from(spell.minutes()))
                .sum();
            let standard: i64 = staff.hours.iter().flatten().map(|span| i64::from(span.minutes())).sum();
            let time = &world.year.time;
            let part = |minutes: i64| if standard == 0 { 0 } else { minutes * present / standard };
            let share = (1.0 - time.overhead) * if is_agency(staff) { time.agency } else { 1.0 };
            let week = Week {
                friday: today,
                available: libm::round(part(staff.fte.of(time.week)) as f64 * share) as i64,
                worked: part(i64::from(staff.fte.millionths()) / 1000),
                post: i64::from(staff.fte.millionths()) / 1000,
                journeys: self.chairs[position].journeys,
                chaired: &self.chairs[position].chaired.clone(),
            };
            let chair = &mut self.chairs[position];
            let mut hours = chair.desk.settle(&week, time, &world.register.calendar);
            if !staff.in_post(today) {
                add(&mut hours, &chair.desk.clear());
            }
            chair.meetings += hours.meetings;
            chair.travel += chair.journeys;
            chair.forms.0 += hours.forms.asked;
            chair.forms.1 += hours.forms.in_time;
            chair.journeys = 0;
            chair.chaired.clear();
            add(&mut world.month.hours, &hours);
        }
        self.since = today + chrono::Days::new(1);
    }

    /// Takes down what stands at the end of a month.
    pub(super) fn close_month(&mut self, world: &mut World<'_>, today: NaiveDate) {
        let (fte, effective) = filled(&world.register, world.year, &self.posts, today);
        let open: u32 = world.families.iter().map(|family| family.n_open()).sum();
        let caseloads: Vec<u32> =
            (0..self.chairs.len()).map(|chair| world.caseload(StaffIdx::from(chair))).collect();
        for (chair, children) in self.chairs.iter_mut().zip(caseloads) {
            chair.children.push(children);
        }
        let waiting = world.waiting().len() as u32;
        let desks = self.chairs.iter().map(|chair| &chair.desk);
        let (forms, minutes, toil) = desks.fold((0, 0, 0), |sum, desk| {
            let (forms, minutes, toil) = desk.waiting();
            (sum.0 + forms, sum.1 + minutes, sum.2 + toil)
        });
        let month = &mut world.month;
        month.last = today;
        (month.fte, month.effective_fte) = (fte, effective);
        month.open_children = open;
        month.open_households = world.families.iter().filter(|family| 0 < family.n_open()).count() as u32;
        month.waiting = waiting;
        month.caseload = if effective == 0 { 0 } else { i64::from(open) * 1_000_000 / effective };
        (month.least_caseload, month.most_caseload) = (month.caseload, month.caseload);
        (month.hours.forms.waiting, month.hours.minutes.waiting, month.hours.toil_bank) =
            (forms, minutes, toil);
    }

    /// Returns the chairs' years.
    pub(super) fn told(&self, register: &Register) -> Vec<ChairYear> {
        let chairs = register.staff.iter().zip(&self.chairs).filter(|(staff, _)| staff.role.chairs());
        chairs
            .map(|(staff, chair)| ChairYear {
                reference: staff.reference.to_string(),
                meetings: chair.meetings,
                travel: chair.travel,
                children: chair.children.clone(),
                forms: chair.forms,
            })
            .collect()
    }
}

fn add(sum: &mut Hours, more: &Hours) {
    *sum = sum.and(more);
}
