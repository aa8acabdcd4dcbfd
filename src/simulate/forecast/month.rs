//! The close of a month: levels are counted, minutes become whole.

use super::chairs::Chair;
use super::service::Service;
use crate::indicators::limits::{DURATION_MONTHS, SNAPSHOT_MONTHS};
use crate::simulate::measure::Count;
use crate::staffing::Key;
use crate::staffing::baseline::{Contract, Team};
use crate::staffing::clock::MONTH_DAYS;

/// Days of so many mean months, rounded up, at which the bands of how long plans have been open begin: those of ended plans up to
/// two years.
const BAND_DAYS: [i32; 4] = [
    days_of(DURATION_MONTHS[0]),
    days_of(DURATION_MONTHS[1]),
    days_of(DURATION_MONTHS[2]),
    days_of(DURATION_MONTHS[3]),
];

/// Days of the mean months after which the snapshot of reviews in time looks at a plan.
const SNAPSHOT_DAYS: i32 = days_of(SNAPSHOT_MONTHS);

/// Returns the first whole day after so many mean months.
const fn days_of(months: u32) -> i32 {
    let days = MONTH_DAYS * months as f64;
    days as i32 + if (days as i32 as f64) < days { 1 } else { 0 }
}

/// Minutes of a month, added up in a fixed order and rounded once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hours {
    pub(super) needed: f64,
    pub(super) available: f64,
    pub(super) chairing: f64,
    pub(super) travel: f64,
    pub(super) given: f64,
    pub(super) cut: f64,
    pub(super) time_off: f64,
    pub(super) pounds: f64,
}

impl Service<'_> {
    pub(super) fn add_cost(&mut self, pounds: f64) {
        self.hours.pounds += pounds;
    }

    /// Counts what stands at the end of the month. Returns children an FTE of each chair, in tenths, from the least.
    pub(super) fn count_levels(&mut self) -> Vec<i64> {
        self.count_children();
        let chairs = self.count_chairs();
        self.count_hours();
        self.count_band();
        chairs
    }

    fn count_children(&mut self) {
        let (mut on_plans, mut households, mut both, mut looked_after) = (0, 0, 0, 0);
        let (mut snapshot, mut in_time) = (0, 0);
        let year = self.year();
        let mut ages = [0; 5];
        for chair in &self.chairs {
            looked_after += chair.children.len() as i64;
            for &household in &chair.households {
                let household = &self.households[household as usize];
                let children = i64::from(household.children);
                on_plans += children;
                households += 1;
                both += i64::from(household.in_care);
                let days = self.day - household.plan_start;
                let band = BAND_DAYS.iter().filter(|&&until| until <= days).count();
                ages[band] += children;
                if SNAPSHOT_DAYS <= days {
                    snapshot += children;
                    // The day is the month's last: what is due by it and not held is overdue, as the indicator has it.
                    let is_late = household.year == (year, true) || household.statutory <= self.day;
                    in_time += if is_late { 0 } else { children };
                }
            }
        }
        let bands = [Count::OpenTo3, Count::OpenTo6, Count::OpenTo12, Count::OpenTo24, Count::OpenOver24];
        for (band, children) in bands.into_iter().zip(ages) {
            self.counts.set(band, children);
        }
        self.counts.set(Count::OnPlans, on_plans);
        self.counts.set(Count::Households, households);
        self.counts.set(Count::Both, both);
        self.counts.set(Count::LookedAfter, looked_after);
        self.counts.set(Count::Carers, self.carers.len() as i64);
        if !self.merged {
            self.counts.set(Count::ProtectionChildren, on_plans);
            self.counts.set(Count::CareChildren, looked_after);
        }
        self.counts.set(Count::ServiceChildren, on_plans + looked_after - both);
        self.counts.set(Count::ChairFamilies, households + looked_after);
        self.counts.set(Count::SnapshotChildren, snapshot);
        self.counts.set(Count::SnapshotInTime, in_time);
        self.counts.set(Count::YearChildren, self.year_reviewed.0);
        self.counts.set(Count::YearInTime, self.year_reviewed.1);
    }

    fn count_chairs(&mut self) -> Vec<i64> {
        let milli = |fte: f64| (fte * 1000.0).round() as i64;
        let mut loads: Vec<i64> = Vec::with_capacity(self.chairs.len());
        for place in 1..self.chairs.len() {
            let chair = &self.chairs[place];
            if !chair.in_post || chair.team == Team::Fostering {
                continue;
            }
            let by_contract = match chair.contract {
                Contract::Permanent => Count::PermanentMilli,
                Contract::Temporary => Count::TemporaryMilli,
                Contract::Agency => Count::AgencyMilli,
                Contract::Secondment => Count::SecondmentMilli,
            };
            let (fte, carries) = (milli(chair.fte), milli(self.seats[place].carries));
            self.counts.add(by_contract, fte);
            self.counts.add(Count::FteMilli, fte);
            self.counts.add(Count::EffectiveMilli, carries);
            if !self.merged {
                let (whole, by_load) = if chair.team == Team::Protection {
                    (Count::ProtectionMilli, Count::ProtectionEffectiveMilli)
                } else {
                    (Count::CareMilli, Count::CareEffectiveMilli)
                };
                self.counts.add(whole, fte);
                self.counts.add(by_load, carries);
            }
            if 0.0 < chair.fte {
                loads.push((f64::from(self.seats[place].children) / chair.fte * 10.0).round() as i64);
            }
        }
        loads.sort_unstable();
        let at = |percent: usize| {
            let rank = (loads.len() * percent).div_ceil(100).max(1) - 1;
            loads.get(rank).copied().unwrap_or_default()
        };
        let (least, middle, most) = (at(10), at(50), at(90));
        self.counts.set(Count::ChairLeast, least);
        self.counts.set(Count::ChairMiddle, middle);
        self.counts.set(Count::ChairMost, most);
        let vacant = self.recruitment.posts.iter().filter(|post| {
            post.from <= self.day
                && self.day <= post.until
                && !self.is_in_post(post.chair)
                && post.team != Team::Fostering
        });
        let vacant: f64 = vacant.map(|post| post.fte).sum();
        self.counts.set(Count::VacantMilli, milli(vacant));
        loads
    }

    fn count_hours(&mut self) {
        let owed: f64 = self.chairs.iter().filter(|chair| chair.in_post).map(|chair| chair.owed).sum();
        let waiting: i64 =
            self.chairs.iter().filter(|chair| chair.in_post).map(|chair| chair.waiting.n_records()).sum();
        self.counts.set(Count::RecordsWaiting, waiting);
        self.counts.set(Count::TimeOffOwedMinutes, owed.round() as i64);
        for (count, minutes) in [
            (Count::NeededMinutes, self.hours.needed),
            (Count::AvailableMinutes, self.hours.available),
            (Count::ChairingMinutes, self.hours.chairing),
            (Count::TravelMinutes, self.hours.travel),
            (Count::GivenMinutes, self.hours.given),
            (Count::CutMinutes, self.hours.cut),
            (Count::TimeOffMinutes, self.hours.time_off),
        ] {
            self.counts.set(count, minutes.round() as i64);
        }
        let pay: f64 =
            self.chairs.iter().filter(|chair| chair.in_post).map(|chair| self.monthly_pay(chair)).sum();
        self.counts.set(Count::Cost, (pay + self.hours.pounds).round() as i64);
    }

    fn monthly_pay(&self, chair: &Chair) -> f64 {
        let yearly = match chair.contract {
            Contract::Permanent => Key::PayPermanent,
            Contract::Temporary | Contract::Secondment => Key::PayTemporary,
            Contract::Agency => Key::PayAgency,
        };
        chair.fte * self.values.get(yearly) / 12.0
    }

    fn count_band(&mut self) {
        let children = self.counts.get(Count::ServiceChildren) as f64;
        let fte = self.counts.get(Count::EffectiveMilli) as f64 / 1000.0;
        let caseload = if 0.0 < fte { children / fte } else { f64::INFINITY };
        let side = if self.values.get(Key::BandHighest) < caseload {
            Count::AboveBand
        } else if caseload < self.values.get(Key::BandLowest) {
            Count::BelowBand
        } else {
            Count::InBand
        };
        self.counts.set(side, 1);
    }
}
