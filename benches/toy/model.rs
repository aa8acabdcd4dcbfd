//! The toy model that simulators are compared on: child protection plans that start by chance, are reviewed at 91 days and every
//! 182 days after, and end at a review by chance; eight chairs, of whom the one with the fewest plans gets the next.
//!
//! It runs on what the forecast runs on, [`Agenda`] and [`Streams`], and on nothing else, so that its speed is theirs. The plans that
//! are open at a time form an M/G/∞ system, whose stock is known without simulating: [`expected_stock`].

use convene::simulate::agenda::Agenda;
use convene::staffing::streams::{Stream, Streams};

pub(crate) const YEARS: u32 = 5;
pub(crate) const DAYS_A_YEAR: u32 = 365;
pub(crate) const HORIZON: u32 = YEARS * DAYS_A_YEAR;
/// Poisson, from no plan at all on day 0.
pub(crate) const STARTS_A_YEAR: f64 = 700.0;
pub(crate) const FIRST_REVIEW_DAYS: u32 = 91;
pub(crate) const LATER_REVIEW_DAYS: u32 = 182;
/// The chance that a plan ends at a review.
pub(crate) const END: f64 = 0.45;
pub(crate) const N_CHAIRS: usize = 8;

/// What one replication came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) starts: u32,
    pub(crate) reviews: u32,
    /// Plans open after the last day, by chair.
    pub(crate) loads: [u32; N_CHAIRS],
    /// Plans open at the end of each day, added up over each year.
    pub(crate) stock_days: [u32; YEARS as usize],
}

impl Outcome {
    pub(crate) fn stock(&self) -> u32 {
        self.loads.iter().sum()
    }
}

/// A plan's start (no review yet) or its review of that number, from 1.
#[derive(Debug, Clone, Copy)]
struct Event {
    plan: u32,
    review: u8,
    chair: u8,
}

/// The model with its memory, which one replication after the other uses.
pub(crate) struct Toy {
    agenda: Agenda<Event>,
}

impl Toy {
    pub(crate) fn new() -> Toy {
        Toy { agenda: Agenda::new(HORIZON) }
    }

    /// Runs one replication, which depends on `seed` and its number alone.
    pub(crate) fn run(&mut self, seed: u64, replication: u64) -> Outcome {
        let streams = Streams::new(seed, replication);
        self.agenda.clear();
        let mut outcome =
            Outcome { starts: 0, reviews: 0, loads: [0; N_CHAIRS], stock_days: [0; YEARS as usize] };
        let mut open = 0;
        for year in 0..YEARS {
            outcome.starts += self.arrive(&streams, year, outcome.starts);
            for day in year * DAYS_A_YEAR..(year + 1) * DAYS_A_YEAR {
                while let Some(event) = self.agenda.take(day) {
                    self.happen(&streams, day, event, &mut outcome, &mut open);
                }
                outcome.stock_days[year as usize] += open;
            }
        }
        outcome
    }

    /// Puts a year's starts down, each on any day of it, and returns how many there are. Plans are numbered from `first` on.
    fn arrive(&mut self, streams: &Streams, year: u32, first: u32) -> u32 {
        let mut draws = streams.of(Stream::Arrivals, u64::from(year));
        let starts = draws.poisson(STARTS_A_YEAR);
        for plan in first..first + starts {
            let day = year * DAYS_A_YEAR + draws.below(DAYS_A_YEAR);
            self.agenda.schedule(day, Event { plan, review: 0, chair: 0 });
        }
        starts
    }

    fn happen(&mut self, streams: &Streams, day: u32, event: Event, outcome: &mut Outcome, open: &mut u32) {
        let Event { plan, review, chair } = event;
        if review == 0 {
            let chair = least_loaded(&outcome.loads);
            outcome.loads[chair] += 1;
            *open += 1;
            self.agenda.schedule(day + FIRST_REVIEW_DAYS, Event { plan, review: 1, chair: chair as u8 });
            return;
        }
        outcome.reviews += 1;
        // A plan has at most ten reviews before the horizon: 91 + 9 × 182 = 1,729.
        if streams.of(Stream::Review, u64::from(plan) << 8 | u64::from(review)).happens(END) {
            outcome.loads[usize::from(chair)] -= 1;
            *open -= 1;
        } else {
            self.agenda.schedule(day + LATER_REVIEW_DAYS, Event { plan, review: review + 1, chair });
        }
    }
}

/// Returns the chair with the fewest plans, the first of equals: the least of load and number in one word, which needs no branch.
fn least_loaded(loads: &[u32; N_CHAIRS]) -> usize {
    let keys = loads.iter().zip(0u64..).map(|(&load, chair)| u64::from(load) << 8 | chair);
    keys.min().map_or(0, |key| (key & 0xff) as usize)
}

/// Returns the mean number of plans open at the end of day `day` − 1, which is also its variance: the rate of starts times the
/// sum over ages of the chance that a plan is still open at that age (M/G/∞ from an empty start).
pub(crate) fn expected_stock(day: u32) -> f64 {
    let mut still_open = 1.0;
    let mut plan_days = 0.0;
    for age in 0..day {
        if FIRST_REVIEW_DAYS <= age && (age - FIRST_REVIEW_DAYS).is_multiple_of(LATER_REVIEW_DAYS) {
            still_open *= 1.0 - END;
        }
        plan_days += still_open;
    }
    STARTS_A_YEAR / f64::from(DAYS_A_YEAR) * plan_days
}
