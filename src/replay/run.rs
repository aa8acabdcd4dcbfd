//! The loop: day by day requests come, bookings are made, people fall ill, meetings take place.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use rayon::prelude::*;

use crate::calendar::moment;
use crate::check::check;
use crate::events::Event;
use crate::plan::Unlawful;
use crate::register::{Booking, BookingStatus, MeetingIdx, MeetingStatus, Register, StaffIdx, Stretch};
use crate::staffing::streams::{Stream, Streams};
use crate::travel::Travel;

use super::arrivals::Arrivals;
use super::county::{self, Kinds, Unfit};
use super::outcome::{Month, PracticeName, ReplayOutcome, Run};
use super::practice::{Office, Practice, practice};
use super::team::Team;
use super::world::World;
use super::year::Year;

/// Working days before the first on which its meetings began to be booked.
const BOOKED_AHEAD: u32 = 15;

/// What is replayed, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Practices, each on the same years.
    pub practices: Vec<PracticeName>,
    /// Decides every draw.
    pub seed: u64,
    /// The number of the first replication: any can be run alone.
    pub first: u64,
    /// How many years are drawn.
    pub replications: u64,
    /// Threads to use; they decide nothing but how long it takes.
    pub threads: usize,
}

/// Why a year cannot be replayed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The register lacks something.
    #[error("{0}")]
    Unfit(#[from] Unfit),
    /// A practice booked something unlawful.
    #[error("on {1} the {2} practice: {0}")]
    Unlawful(Unlawful, NaiveDate, &'static str),
}

/// Replays a year over a register's county under each practice, `replications` times. `watch` is told of every run that is
/// done, from any thread.
///
/// # Errors
/// Where the register lacks a kind of meeting that the year is made of, or has no way between two places.
pub fn replay(
    register: &Register,
    year: &Year,
    config: &Config,
    watch: &(dyn Fn(&Run) + Sync),
) -> Result<ReplayOutcome, Fault> {
    let travel = county_travel(register)?;
    Kinds::of(register)?;
    let tasks: Vec<(u64, PracticeName)> = (config.first..config.first.saturating_add(config.replications))
        .flat_map(|replication| config.practices.iter().map(move |&name| (replication, name)))
        .collect();
    let threads = if tasks.len() < 2 { config.threads } else { 1 };
    let one = |&(replication, name): &(u64, PracticeName)| {
        let (run, _) = one_year(register, &travel, year, name, (config.seed, replication), threads)?;
        watch(&run);
        Ok(run)
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(config.threads.max(1)).build();
    let runs: Result<Vec<Run>, Fault> = match pool {
        Ok(pool) if 1 < tasks.len() => pool.install(|| tasks.par_iter().with_max_len(1).map(one).collect()),
        Ok(_) | Err(_) => tasks.iter().map(one).collect(),
    };
    Ok(ReplayOutcome { name: year.name.clone(), seed: config.seed, runs: runs? })
}

/// Replays one year under one practice, the replication that `config` begins with, and returns with it the register that it ends with:
/// what was recorded of every meeting, for the indicators to count as they count a real year.
///
/// # Errors
/// As [`replay`] has them.
pub fn replay_recorded(
    register: &Register,
    year: &Year,
    practice: PracticeName,
    config: &Config,
) -> Result<(ReplayOutcome, Register), Fault> {
    let travel = county_travel(register)?;
    Kinds::of(register)?;
    let drawn = (config.seed, config.first);
    let (run, recorded) = one_year(register, &travel, year, practice, drawn, config.threads)?;
    Ok((ReplayOutcome { name: year.name.clone(), seed: config.seed, runs: vec![run] }, recorded))
}

fn county_travel(register: &Register) -> Result<Travel, Unfit> {
    Travel::new(register).map_err(|_| Unfit("the register's roads do not join all its places".to_owned()))
}

/// One year under one practice.
struct Loop<'a> {
    world: World<'a>,
    team: Team,
    travel: &'a Travel,
    name: PracticeName,
    practice: Box<dyn Practice>,
    threads: usize,
}

fn one_year(
    register: &Register,
    travel: &Travel,
    year: &Year,
    name: PracticeName,
    (seed, replication): (u64, u64),
    threads: usize,
) -> Result<(Run, Register), Fault> {
    let streams = Streams::new(seed, replication);
    let mut county = county::county(register, year);
    let kinds = Kinds::of(&county)?;
    let arrivals = Arrivals::draw(year, &county, &streams);
    county::people(&mut county, &arrivals, year.first);
    let team = Team::new(&county, year);
    let world = World::new(year, &arrivals, &streams, county, kinds);
    let practice = practice(name, &year.booking);
    let mut year_loop = Loop { world, team, travel, name, practice, threads };
    let opening = year.demand.opening;
    let months = year_loop.go()?;
    let chairs = year_loop.team.told(&year_loop.world.register);
    let World { mut register, record, .. } = year_loop.world;
    year_loop.team.set_whole(&mut register, year);
    let run = Run { practice: name, replication, opening, months, chairs, arrivals: arrivals.mark() };
    Ok((run, record.into_register(register, &arrivals, year.last)))
}

impl Loop<'_> {
    fn go(&mut self) -> Result<Vec<Month>, Fault> {
        let year = self.world.year;
        self.book_ahead()?;
        let mut months = Vec::new();
        let days: Vec<NaiveDate> = year.first.iter_days().take_while(|&day| day <= year.last).collect();
        self.world.month = Month::new(year.first, year.first);
        for (position, &today) in days.iter().enumerate() {
            if self.world.register.calendar.is_working(today) {
                self.day(today)?;
            }
            let next = days.get(position + 1).copied();
            if next.is_none_or(|next| next.iso_week() != today.iso_week()) {
                self.team.settle_week(&mut self.world, today);
            }
            if next.is_none_or(|next| next.month() != today.month()) {
                let fresh = Month::new(next.unwrap_or(today), today);
                self.team.close_month(&mut self.world, today);
                months.push(std::mem::replace(&mut self.world.month, fresh));
            }
        }
        Ok(months)
    }

    /// Books what the first weeks hold, as of a day before them.
    fn book_ahead(&mut self) -> Result<(), Fault> {
        let first = self.world.year.first;
        let calendar = &self.world.register.calendar;
        let early = calendar.before(first, BOOKED_AHEAD);
        let monday = early - Days::new(u64::from(early.weekday().num_days_from_monday()));
        let today = calendar.on_or_after(monday);
        let told = calendar.after(first, self.world.year.booking.confirmed_days);
        self.world.register.authority.today = today;
        self.team.set_shares(&mut self.world, first);
        let eve = self.world.register.calendar.before(first, 1);
        self.world.come_up(eve);
        self.book(today)?;
        self.confirm(told);
        Ok(())
    }

    fn day(&mut self, today: NaiveDate) -> Result<(), Fault> {
        let before = self.world.register.authority.today;
        self.world.register.authority.today = today;
        self.team.set_shares(&mut self.world, today);
        self.world.rebalance(before, today);
        self.world.come_up(today);
        self.fall_ill(today)?;
        self.book(today)?;
        let until = self.practice.confirms_until(&self.world.register);
        self.confirm(until);
        let day = self.world.hold(self.travel, today);
        self.team.count(&day);
        Ok(())
    }

    fn book(&mut self, today: NaiveDate) -> Result<(), Fault> {
        self.world.extend_lapsed();
        let waiting = self.world.waiting();
        let office = Office {
            register: &self.world.register,
            travel: self.travel,
            waiting: &waiting,
            seed: self
                .world
                .streams
                .of(Stream::Booking, u64::from(today.num_days_from_ce().unsigned_abs()))
                .bits(),
            threads: self.threads,
        };
        let bookings = self.practice.book(&office);
        let breaches = check(&self.world.register, self.travel, &bookings).breaches;
        self.judged(breaches, today)?;
        self.stand(bookings);
        Ok(())
    }

    /// Lets people fall ill, and has what breaks mended.
    fn fall_ill(&mut self, today: NaiveDate) -> Result<(), Fault> {
        let Some(ill) = self.world.arrivals.illness.get(&today) else { return Ok(()) };
        let register = &self.world.register;
        let events: Vec<Event> = ill
            .iter()
            .filter(|(staff, _)| register.staff[staff.at()].in_post(today))
            .map(|&(staff, back)| Event::Absent {
                staff,
                when: Stretch { from: moment(today, 0), until: moment(back, 0) },
            })
            .collect();
        self.world.happen(&events);
        let broken = self.broken(&events);
        if broken.is_empty() {
            return Ok(());
        }
        self.world.month.broken += broken.len() as u32;
        let days = |register: &Register| -> Vec<Option<NaiveDate>> {
            let day = |meeting: &MeetingIdx| {
                register.bookings.iter().find(|booking| booking.meeting == *meeting).map(Booking::date)
            };
            broken.iter().map(day).collect()
        };
        let before = days(&self.world.register);
        let waiting = self.world.waiting();
        let office = Office {
            register: &self.world.register,
            travel: self.travel,
            waiting: &waiting,
            seed: self
                .world
                .streams
                .of(Stream::Booking, 1 << 32 | u64::from(today.num_days_from_ce().unsigned_abs()))
                .bits(),
            threads: self.threads,
        };
        let bookings = self.practice.mend(&office, &broken);
        self.stand(bookings);
        let register = &self.world.register;
        let breaches = check(register, self.travel, &register.bookings).breaches;
        self.judged(breaches, today)?;
        let after = days(&self.world.register);
        let put_off = before.iter().zip(&after).filter(|(before, after)| before != after).count();
        self.world.month.put_off += put_off as u32;
        Ok(())
    }

    /// Returns meetings whose chair or minute taker is away when they are booked.
    fn broken(&self, events: &[Event]) -> Vec<MeetingIdx> {
        let register = &self.world.register;
        let away: Vec<(StaffIdx, Stretch)> = events
            .iter()
            .filter_map(|event| match event {
                Event::Absent { staff, when } => Some((*staff, *when)),
                _ => None,
            })
            .collect();
        let is_hit = |booking: &Booking| {
            away.iter().any(|(staff, when)| {
                (booking.iro == Some(*staff) || booking.minute_taker == Some(*staff))
                    && when.on(booking.date()).is_some()
            })
        };
        let mut hit: Vec<MeetingIdx> =
            register.bookings.iter().filter(|booking| is_hit(booking)).map(|b| b.meeting).collect();
        hit.sort_unstable();
        hit
    }

    /// Makes bookings those that stand.
    fn stand(&mut self, bookings: Vec<Booking>) {
        let booked: BTreeSet<MeetingIdx> = bookings.iter().map(|booking| booking.meeting).collect();
        let world = &mut self.world;
        for meeting in world.concerns.keys() {
            world.register.meetings[meeting.at()].status =
                if booked.contains(meeting) { MeetingStatus::Booked } else { MeetingStatus::ToBook };
        }
        world.register.bookings = bookings;
    }

    /// Confirms what is booked up to a day.
    fn confirm(&mut self, until: NaiveDate) {
        for booking in &mut self.world.register.bookings {
            if booking.date() <= until {
                booking.status = BookingStatus::Confirmed;
            }
        }
    }

    fn judged(&self, breaches: Vec<crate::rules::Breach>, today: NaiveDate) -> Result<(), Fault> {
        if breaches.is_empty() {
            Ok(())
        } else {
            Err(Fault::Unlawful(Unlawful(breaches), today, self.name.word()))
        }
    }
}
