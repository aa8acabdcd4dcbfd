//! Who arrives: households for an initial conference, children who become looked after, matters for strategy meetings.
//!
//! Each month's number comes from a stream of its own, and each arrival's day and nature from its own entity's, so that a
//! scenario that changes staff sees the same arrivals.

use super::service::{Event, Service};
use crate::simulate::measure::Count;
use crate::staffing::streams::{Draws, Stream, Streams};
use crate::staffing::{Baseline, Course, Horizon, Key};

/// Streams of [`Stream::Arrivals`], one a flow and month.
const INITIAL: u64 = 1 << 32;
const CARE: u64 = 2 << 32;
const SERIES: u64 = 3 << 32;

/// Expected arrivals of each month, with this replication's level of demand in them.
#[derive(Debug, Clone)]
pub(in crate::simulate) struct Arrivals {
    /// Initial conferences; indexed by month.
    pub(in crate::simulate) initial: Vec<f64>,
    /// Children who become looked after without a plan; indexed by month.
    pub(in crate::simulate) care: Vec<f64>,
    /// Series of strategy meetings; indexed by month.
    pub(super) series: Vec<f64>,
}

impl Arrivals {
    pub(in crate::simulate) fn new(
        baseline: &Baseline,
        horizon: &Horizon,
        course: &Course,
        streams: &Streams,
    ) -> Arrivals {
        let first = course.values(0);
        let authorities = first.get(Key::Authorities).round();
        let levels = Levels::new(course, baseline.starts_by_month.len(), horizon.n_months(), streams);
        // Children with a plan who become looked after come on top: so many a month, at the first day's stock.
        let on_plans = baseline.opening.on_plans.middle();
        let growth = CareGrowth::new(first.get(Key::CareDrift), first.get(Key::CareDriftSd), streams);
        let mut arrivals = Arrivals { initial: Vec::new(), care: Vec::new(), series: Vec::new() };
        for month in 0..horizon.n_months() {
            let values = course.values(month);
            let yearly = values.get(Key::Starts) / 12.0 * baseline.season[horizon.calendar_month(month)];
            let starts = course.starts_given(month).unwrap_or(yearly * levels.of(month));
            let size = values.get(Key::ChildrenPerHousehold);
            arrivals.initial.push(authorities * starts / values.get(Key::InitialToPlan) / size);
            let from_plans = on_plans
                * values.get(Key::ClosesEarly)
                * values.get(Key::EarlyToCare)
                * values.get(Key::ClosureLevel);
            let entries = values.get(Key::CareEntries) / 12.0 * growth.of(month) - from_plans;
            arrivals.care.push(authorities * entries.max(0.0));
            let length = values.get(Key::StrategySeries);
            arrivals.series.push(authorities * values.get(Key::StrategyMeetings) / 12.0 / length);
        }
        arrivals
    }
}

/// The level of demand for plans: a first-order autoregression of yearly surprises in its logarithm, of mean one
/// (staffing notes 2.3). It begins after the months whose starts are given.
struct Levels {
    months_given: usize,
    /// Indexed by year after the months given.
    years: Vec<f64>,
}

impl Levels {
    fn new(course: &Course, months_given: usize, n_months: usize, streams: &Streams) -> Levels {
        let n_years = n_months.saturating_sub(months_given).div_ceil(12);
        let authorities = course.values(0).get(Key::Authorities).round().max(1.0) as u64;
        let mut years = vec![0.0; n_years];
        let mut common = vec![0.0; n_years];
        let mut shared = streams.of(Stream::Regime, 0);
        common.iter_mut().for_each(|surprise| *surprise = shared.normal());
        for authority in 0..authorities {
            let mut own = streams.of(Stream::Regime, 1 + authority);
            let (mut log, mut variance) = (0.0, 0.0);
            for (year, level) in years.iter_mut().enumerate() {
                let values = course.values((months_given + 12 * year).min(n_months - 1));
                let (sd, rho) = (values.get(Key::RegimeSd), values.get(Key::RegimePersistence));
                let correlation = values.get(Key::RegionCorrelation);
                let surprise = if authorities == 1 {
                    common[year]
                } else {
                    correlation.sqrt() * common[year] + (1.0 - correlation).sqrt() * own.normal()
                };
                log = rho * log + sd * surprise;
                variance = rho * rho * variance + sd * sd;
                *level += libm::exp(log - variance / 2.0) / authorities as f64;
            }
        }
        Levels { months_given, years }
    }

    fn of(&self, month: usize) -> f64 {
        month.checked_sub(self.months_given).map_or(1.0, |after| self.years[after / 12])
    }
}

/// Growth of entries to care: a drift that is drawn once, compounded month by month.
struct CareGrowth {
    monthly: f64,
}

impl CareGrowth {
    fn new(drift: f64, sd: f64, streams: &Streams) -> CareGrowth {
        let yearly = (1.0 + drift + sd * streams.of(Stream::Regime, 1 << 20).normal()).max(0.05);
        CareGrowth { monthly: libm::log(yearly) / 12.0 }
    }

    fn of(&self, month: usize) -> f64 {
        libm::exp(self.monthly * month as f64)
    }
}

impl Service<'_> {
    /// Draws who arrives this month and puts each on their day.
    pub(super) fn arrive(&mut self) {
        let month = self.month as u64;
        let (first, next) = self.horizon.days_of(self.month);
        let n_days = (next - first).unsigned_abs();
        let dispersion = self.values.get(Key::HouseholdDispersion);
        let mut draws = self.streams.of(Stream::Arrivals, INITIAL + month);
        let n_initial = dispersed(&mut draws, self.arrivals.initial[self.month], dispersion);
        for at in 0..u64::from(n_initial) {
            self.household_arrives(month << 20 | at, first, n_days);
        }
        let mut draws = self.streams.of(Stream::Arrivals, CARE + month);
        for at in 0..u64::from(draws.poisson(self.arrivals.care[self.month])) {
            let key = month << 20 | at;
            let day = first + self.streams.of(Stream::LookedAfter, key).below(n_days) as i32;
            self.care_arrives(key, day);
        }
        let mut draws = self.streams.of(Stream::Arrivals, SERIES + month);
        for at in 0..u64::from(draws.poisson(self.arrivals.series[self.month])) {
            self.series_arrives(month << 20 | at, first, n_days);
        }
        self.counts.add(Count::Months, 1);
    }

    /// Puts an event on a day of this month; days that have passed are not taken again.
    pub(super) fn schedule_this_month(&mut self, day: i32, event: Event) {
        self.agenda.schedule(day.unsigned_abs(), event);
    }
}

/// Returns a count whose variance is `dispersion` times its mean, at least 1: Poisson, or Poisson of a gamma mean.
fn dispersed(draws: &mut Draws, mean: f64, dispersion: f64) -> u32 {
    if dispersion <= 1.0 || mean <= 0.0 {
        return draws.poisson(mean);
    }
    let shape = mean / (dispersion - 1.0);
    let level = draws.gamma(shape);
    draws.poisson(mean * level)
}
