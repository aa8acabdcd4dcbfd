//! Sizing on the forecast of record: scenarios of children and of today's staff are its own replications, and so is the
//! test of a plan.
//!
//! A sized service advertises what the plan says and nothing else: vacancies are not advertised by themselves, and what is
//! vacant on the first day is for the plan to fill. Children are those of a service with chairs enough, because
//! a service without keeps plans open for longer, which a plan is there to end.

use chrono::Days;
use rayon::prelude::*;

use super::futures::{Advert, Futures, Limits, Prices};
use super::outcome::month_date;
use super::plan::{Contract, Plan, QUARTER};
use super::simulator::{Achieved, AchievedMonth, Draws, Simulator, Stress, Trial};
use super::supply::{Stay, Terms, entity};
use super::thumb::quantile;
use crate::simulate::forecast::path;
use crate::simulate::measure::Count;
use crate::staffing::baseline::{self, Baseline, BaselineError, Change, Effect, Post, Shape, Team};
use crate::staffing::streams::{Stream, Streams};
use crate::staffing::{Amount, Course, Horizon, Key, Values, without_doubt};

/// Replications of the sets of scenarios, of choosing and of testing begin so far apart that none is two things.
const APART: u64 = 1_000_000;
const CHOOSING: u64 = 1_000 * APART;
const FRESH: u64 = 2_000 * APART;
/// Pounds for each FTE and month beyond one for so many children as the band begins with: small beside pay, so that it decides
/// only between plans that cost about the same.
const IDLE_POUNDS: f64 = 500.0;

/// What the planner may not go beyond, where it is not the baseline's parameters.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options {
    /// Expected cost of adverts, pay and agency over the months of the plan.
    pub budget_pounds: Option<i64>,
    /// Adverts approved in all, by contract.
    pub approved: [Option<u32>; 2],
}

/// The forecast of a baseline, to be sized.
#[derive(Debug, Clone)]
pub struct Forecast {
    baseline: Baseline,
    horizon: Horizon,
    seed: u64,
    values: Values,
    team: Team,
    limits: Limits,
}

impl Forecast {
    /// Returns the forecast of a baseline for so many months, with its panels and agency as limits.
    ///
    /// # Errors
    /// Where the baseline cannot be run for so long.
    pub fn new(
        baseline: &Baseline,
        months: usize,
        seed: u64,
        options: &Options,
    ) -> Result<Forecast, BaselineError> {
        let mut baseline = Baseline { months, ..baseline.clone() };
        baseline.amounts.set(Key::Readvertise, Amount::Exact(0.0));
        baseline.changes.retain(|change| change.key != Key::Readvertise);
        baseline.posts.iter_mut().for_each(|post| post.recruited = false);
        let horizon = baseline.horizon()?;
        let certain = without_doubt(&baseline);
        let values = *Course::new(&certain, &horizon, &Streams::new(seed, 0)).values(0);
        let limits = Limits {
            adverts_a_month: values.get(Key::AdvertsAMonth) as u32,
            approved: options.approved,
            agency_fte: values.get(Key::AgencyMost) as u32,
            budget_pounds: options.budget_pounds,
        };
        let team = if baseline.merged_on.is_some() { Team::LookedAfter } else { Team::Protection };
        Ok(Forecast { baseline, horizon, seed, values, team, limits })
    }

    /// Returns children and effective FTE in thousandths at the end of each month of so many replications of a service.
    fn levels(&self, service: &Baseline, first: u64, n: u64) -> Vec<Vec<(f64, f64)>> {
        let replications = (first..first + n).into_par_iter();
        replications
            .map(|replication| {
                let path = path(service, &self.horizon, self.seed, replication, false);
                let months = path.months.iter();
                let level = |counts: &crate::simulate::measure::Counts| {
                    let fte = counts.get(Count::EffectiveMilli) as f64 / 1000.0;
                    (counts.get(Count::ServiceChildren) as f64, fte)
                };
                months.map(level).collect()
            })
            .collect()
    }

    /// Returns the adverts and the agency chairs of a plan.
    pub fn planned(&self, plan: &Plan) -> (Vec<baseline::Advert>, Vec<Post>) {
        let mut adverts = Vec::new();
        for (month, of_month) in plan.adverts.iter().enumerate() {
            for contract in Contract::ALL {
                let posts = of_month[contract.at()];
                if 0 < posts {
                    let contract = contract_of(contract);
                    let month = month_date(self.baseline.start, month);
                    adverts.push(baseline::Advert { month, team: self.team, contract, posts });
                }
            }
        }
        let mut hired = Vec::new();
        let most = plan.agency.iter().copied().max().unwrap_or(0);
        for nth in 0..most {
            self.add_agency(&mut hired, nth, |quarter| {
                plan.agency.get(quarter).is_some_and(|&fte| nth < fte)
            });
        }
        (adverts, hired)
    }

    /// Returns the service with a plan's adverts and agency.
    fn with(&self, plan: &Plan) -> Baseline {
        let mut service = self.baseline.clone();
        let (adverts, hired) = self.planned(plan);
        service.adverts.extend(adverts);
        service.hired.extend(hired);
        service
    }

    /// Adds the `nth` agency chair for each run of quarters in which it is hired.
    fn add_agency(&self, hired: &mut Vec<Post>, nth: u32, is_hired: impl Fn(usize) -> bool) {
        let n_quarters = self.horizon.n_months().div_ceil(QUARTER);
        let mut quarter = 0;
        while quarter < n_quarters {
            let from = quarter;
            while quarter < n_quarters && is_hired(quarter) {
                quarter += 1;
            }
            if from < quarter {
                hired.push(self.agency_post(nth, from, quarter));
            }
            quarter += 1;
        }
    }

    fn agency_post(&self, nth: u32, from: usize, until: usize) -> Post {
        let first = month_date(self.baseline.start, from * QUARTER);
        // Whoever is hired from the first day on is ordered on that day.
        let lead = if from == 0 { (7.0 * self.values.get(Key::AgencyLeadWeeks)) as u64 } else { 0 };
        let starts = first.checked_add_days(Days::new(lead)).unwrap_or(first);
        let end = month_date(self.baseline.start, until * QUARTER);
        Post {
            name: format!("Planned agency {} from {}", nth + 1, first.format("%Y-%m")),
            team: self.team,
            contract: baseline::Contract::Agency,
            fte: Amount::Exact(1.0),
            from: Some(starts),
            until: end.pred_opt(),
            starts: Some(starts),
            leaves: None,
            filled: true,
            recruited: false,
        }
    }

    /// Returns the service with chairs enough, whoever leaves: an agency chair for as many children as the band begins with.
    fn with_chairs_enough(&self) -> Baseline {
        let mut service = self.baseline.clone();
        let children = service.opening.on_plans.middle() + service.opening.looked_after.middle()
            - service.opening.both.middle();
        let authorities = self.values.get(Key::Authorities).round().max(1.0);
        let chairs = (authorities * children / self.values.get(Key::BandLowest).max(1.0)).ceil() as u32;
        (0..chairs).for_each(|nth| self.add_agency(&mut service.hired, nth, |_| true));
        service
    }

    fn stressed(&self, mut service: Baseline, stress: Stress) -> Baseline {
        let from = service.start;
        let times = |key, times| Change {
            key,
            from,
            until: None,
            effect: Effect::Times(Amount::Exact(times)),
            shape: Shape::Step,
        };
        match stress {
            Stress::None | Stress::NoAgency => {}
            Stress::Starts(more) => {
                service.changes.push(times(Key::Starts, more));
                service.starts_by_month.iter_mut().for_each(|starts| *starts = starts.scaled(more));
            }
            Stress::Success(less) => {
                service.changes.push(times(Key::SuccessPermanent, less));
                service.changes.push(times(Key::SuccessTemporary, less));
            }
            Stress::OneMoreLeaver => {
                let end = month_date(service.start, 1).pred_opt();
                let stays = service.posts.iter_mut().find(|post| {
                    post.filled
                        && post.contract == baseline::Contract::Permanent
                        && post.team != Team::Fostering
                        && post.leaves.is_none()
                });
                stays.into_iter().for_each(|post| post.leaves = end);
            }
        }
        service
    }

    /// Returns the terms of a contract in a month of one replication.
    fn terms(values: &Values, contract: Contract) -> Terms {
        let success = [Key::SuccessPermanent, Key::SuccessTemporary][contract.at()];
        let is_permanent = contract == Contract::Permanent;
        Terms {
            success: values.get(success),
            stage_weeks: [
                values.get(Key::AdvertWeeks) + values.get(Key::SelectionWeeks),
                values.get(Key::ChecksWeeks),
            ],
            leaving_a_year: if is_permanent { values.get(Key::Leaving) } else { 0.0 },
            notice_weeks: values.get(Key::NoticeWeeks),
            lasts_months: (!is_permanent).then(|| values.get(Key::TemporaryMonths)),
            ramp: [values.get(Key::RampFirst), values.get(Key::RampSecond)],
            ramp_months: values.get(Key::RampMonths),
        }
    }

    /// Returns what becomes of an advert in each scenario, with its terms and pay by year.
    fn stays(&self, advert: Advert, scenarios: &[(Streams, Course)]) -> Vec<(Option<Stay>, Terms, f64)> {
        let (first, _) = self.horizon.days_of(advert.month);
        let pay = [Key::PayPermanent, Key::PayTemporary][advert.contract.at()];
        let number = entity(advert.contract, advert.month, advert.nth);
        scenarios
            .iter()
            .map(|(streams, course)| {
                let values = course.values(advert.month);
                let terms = Forecast::terms(values, advert.contract);
                let stay = terms.draw(&mut streams.of(Stream::Sizing, number), f64::from(first));
                (stay, terms, values.get(pay))
            })
            .collect()
    }
}

impl Simulator for Forecast {
    fn futures(&self, set: u32, n_scenarios: usize) -> Futures {
        let n_months = self.horizon.n_months();
        let first = u64::from(set) * APART;
        let scenarios: Vec<(Streams, Course)> = (first..first + n_scenarios as u64)
            .map(|replication| {
                let streams = Streams::new(self.seed, replication);
                let course = Course::new(&self.baseline, &self.horizon, &streams);
                (streams, course)
            })
            .collect();
        let staff = self.levels(&self.baseline, first, n_scenarios as u64);
        let demand = self.levels(&self.with_chairs_enough(), first, n_scenarios as u64);
        let by_month = |paths: &[Vec<(f64, f64)>], of: fn(&(f64, f64)) -> f64| -> Vec<Vec<f64>> {
            (0..n_months).map(|month| paths.iter().map(|path| of(&path[month])).collect()).collect()
        };

        // Half of the adverts of a month at most are for temporary posts.
        let most = [self.limits.adverts_a_month, self.limits.adverts_a_month.div_ceil(2)];
        let months = (0..n_months)
            .map(|month| {
                let (first, next) = self.horizon.days_of(month);
                (f64::from(first), f64::from(next))
            })
            .collect::<Vec<_>>();
        let end = f64::from(self.horizon.n_days());
        let mut adverts = Vec::new();
        let mut effect: Vec<Vec<Vec<f64>>> = vec![Vec::new(); n_months];
        let mut advert_pounds = [vec![0; n_months], vec![0; n_months]];
        let fee = self.values.get(Key::CostAdvert);
        for contract in Contract::ALL {
            for month in 0..n_months {
                let mut pay = 0.0;
                for nth in 0..most[contract.at()] {
                    let advert = Advert { contract, month, nth };
                    let stays = self.stays(advert, &scenarios);
                    let carried = |at: usize| -> Vec<f64> {
                        let of = |(stay, terms, _): &(Option<Stay>, Terms, f64)| {
                            stay.map_or(0.0, |stay| terms.carried(&stay, months[at]))
                        };
                        stays.iter().map(of).collect()
                    };
                    let paid = |(stay, terms, yearly): &(Option<Stay>, Terms, f64)| {
                        stay.map_or(0.0, |stay| terms.days_paid(&stay, end)) * yearly / 365.25
                    };
                    pay += stays.iter().map(paid).sum::<f64>();
                    let carried: Vec<Vec<f64>> = (0..n_months).map(carried).collect();
                    // Whoever cannot start in time is not worth an advert of this plan.
                    if carried.iter().flatten().any(|&fte| 0.0 < fte) {
                        adverts.push(advert);
                        effect.iter_mut().zip(carried).for_each(|(effect, carried)| effect.push(carried));
                    }
                }
                let n = f64::from(most[contract.at()].max(1)) * n_scenarios.max(1) as f64;
                advert_pounds[contract.at()][month] = (fee + pay / n).round() as i64;
            }
        }
        let agency_a_month = self.values.get(Key::PayAgency) / 12.0;
        let agency_pounds = (0..n_months.div_ceil(QUARTER)).map(|quarter| {
            let months = (n_months - quarter * QUARTER).min(QUARTER);
            (agency_a_month * months as f64).round() as i64
        });
        let prices = Prices {
            advert_pounds,
            agency_pounds: agency_pounds.collect(),
            idle_pounds: IDLE_POUNDS,
            idle_children: self.values.get(Key::BandLowest).max(1.0),
        };
        Futures {
            start: self.baseline.start,
            lead: Contract::ALL
                .map(|contract| Forecast::terms(&self.values, contract).lead(fee.round() as i64)),
            children: by_month(&demand, |level| level.0),
            base_fte: by_month(&staff, |level| level.1),
            adverts,
            effect,
            agency_effect: vec![self.values.get(Key::AgencyEffect); n_months],
            hours: None,
            prices,
            limits: self.limits.clone(),
        }
    }

    fn run(&self, trial: &Trial<'_>) -> Achieved {
        let first = match trial.draws {
            Draws::Choosing => CHOOSING,
            Draws::Fresh => FRESH,
        };
        let mut plan = trial.plan.clone();
        if trial.stress == Stress::NoAgency {
            plan.agency.fill(0);
        }
        let service = self.stressed(self.with(&plan), trial.stress);
        let levels = self.levels(&service, first, u64::from(trial.n_replications));
        let months = (0..self.horizon.n_months()).map(|month| {
            let of_month: Vec<(f64, f64)> = levels.iter().map(|path| path[month]).collect();
            achieved(&of_month, trial)
        });
        Achieved { n_replications: trial.n_replications, months: months.collect() }
    }
}

/// Returns what came of a month: children and effective FTE by replication.
fn achieved(levels: &[(f64, f64)], trial: &Trial<'_>) -> AchievedMonth {
    let children: Vec<f64> = levels.iter().map(|level| level.0).collect();
    let fte: Vec<f64> = levels.iter().map(|level| level.1).collect();
    let load = |&(children, fte): &(f64, f64)| {
        if 0.0 < fte {
            children / fte
        } else if 0.0 < children {
            f64::INFINITY
        } else {
            0.0
        }
    };
    let loads: Vec<f64> = levels.iter().map(load).collect();
    let spread = |values: &[f64]| [0.1, 0.5, 0.9].map(|p| quantile(values, p));
    let count = |keeps: &dyn Fn(f64) -> bool| loads.iter().filter(|&&load| keeps(load)).count() as u32;
    let keeps = |load: f64| load <= trial.target.cap + 1e-9;
    AchievedMonth {
        n_kept: count(&keeps),
        n_in_band: count(&|load| keeps(load) && trial.floor <= load),
        caseload: spread(&loads),
        promised: quantile(&loads, trial.target.confidence),
        children: spread(&children),
        fte: spread(&fte),
    }
}

fn contract_of(contract: Contract) -> baseline::Contract {
    match contract {
        Contract::Permanent => baseline::Contract::Permanent,
        Contract::Temporary => baseline::Contract::Temporary,
    }
}

#[cfg(test)]
mod tests {
    use super::super::futures::Target;
    use super::*;
    use crate::files::staffing_from_texts;

    const LANCASHIRE: &str = include_str!("../../scenarios/staffing/lancashire-october-2012.toml");

    fn forecast() -> Forecast {
        let read = staffing_from_texts(("lancashire-october-2012.toml", LANCASHIRE), &[]).expect("sound");
        Forecast::new(&read.baseline, 15, 1, &Options::default()).expect("it can be run")
    }

    fn plan() -> Plan {
        let mut plan = Plan::nothing(15);
        plan.adverts[..6].fill([3, 1]);
        plan.agency = vec![2, 2, 0, 4, 0];
        plan
    }

    #[test]
    fn scenarios_and_the_forecast_agree_on_what_a_plan_brings() {
        let forecast = forecast();
        let futures = forecast.futures(0, 120);
        let target = Target { cap: 70.0, confidence: 0.9, from: 12 };
        let (stress, draws) = (Stress::None, Draws::Fresh);
        let ran = |plan: &Plan| {
            forecast.run(&Trial { plan, stress, draws, n_replications: 120, target, floor: 50.0 })
        };
        for plan in [Plan::nothing(15), plan()] {
            let achieved = ran(&plan);
            for month in [0, 4, 8, 11, 14] {
                // Medians of whole posts: a post apart at most. Two of 120 draws each with a standard deviation of about
                // 1.3 FTE lie within 0.6 of one another in 99 of 100 cases; of about 40 children, within 18.
                let fte = quantile(&futures.fte(&plan, month), 0.5);
                let ran = achieved.months[month].fte[1];
                assert!((fte - ran).abs() < 1.05, "month {month}: {fte} FTE planned on, {ran} run");
            }
        }
        let children = quantile(&futures.children[14], 0.5);
        let ran = ran(&plan()).months[14].children[1];
        assert!((children - ran).abs() < 0.04 * ran, "{children} children planned on, {ran} run");
    }

    #[test]
    fn agency_is_hired_for_whole_quarters_without_a_break() {
        let forecast = forecast();
        let service = forecast.with(&plan());
        let planned = service.hired.iter();
        let spans: Vec<(String, String)> = planned
            .map(|post| {
                let date = |date: Option<chrono::NaiveDate>| date.expect("it is given").to_string();
                (date(post.from), date(post.until))
            })
            .collect();
        // The first two for two quarters, three weeks after they are ordered; then four for the fourth quarter.
        let first = ("2012-10-22".to_owned(), "2013-03-31".to_owned());
        let later = ("2013-07-01".to_owned(), "2013-09-30".to_owned());
        assert_eq!(spans.iter().filter(|span| **span == first).count(), 2);
        assert_eq!(spans.iter().filter(|span| **span == later).count(), 4);
        assert_eq!(spans.len(), 6);
    }

    #[test]
    fn a_plan_for_a_region_hires_what_it_says_however_many_authorities() {
        let mut read = staffing_from_texts(("lancashire-october-2012.toml", LANCASHIRE), &[]).expect("sound");
        read.baseline.amounts.set(Key::Authorities, Amount::Exact(3.0));
        let forecast = Forecast::new(&read.baseline, 9, 1, &Options::default()).expect("it can be run");
        let target = Target { cap: 70.0, confidence: 0.9, from: 6 };
        let (stress, draws) = (Stress::None, Draws::Fresh);
        let fte = |plan: &Plan| {
            let ran = forecast.run(&Trial { plan, stress, draws, n_replications: 40, target, floor: 50.0 });
            ran.months[5].fte
        };
        let mut hired = Plan::nothing(9);
        hired.agency = vec![0, 4, 0];
        // The same futures, four agency chairs more: 0.9 of an FTE each by the load that they carry.
        for (with, without) in fte(&hired).iter().zip(fte(&Plan::nothing(9))) {
            assert!((with - without - 3.6).abs() < 1e-6, "{with} and {without}");
        }
    }
}
