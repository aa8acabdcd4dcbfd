//! A small simulator for tests: children by month with good and bad years, staff who leave, adverts drawn one by one. Its
//! figures are near those of Lancashire in October 2012: 1,829 children and 17.1 FTE.

use chrono::NaiveDate;

use super::futures::{Advert, Futures, Limits, Prices};
use super::plan::{Contract, Plan, QUARTER};
use super::simulator::{Achieved, AchievedMonth, Draws, Simulator, Stress, Trial};
use super::supply::{Stay, Terms, entity};
use super::thumb::quantile;
use crate::staffing::streams::{Stream, Streams};

const MONTH: f64 = 365.25 / 12.0;

pub(super) struct Toy {
    pub(super) n_months: usize,
    pub(super) limits: Limits,
    pub(super) seed: u64,
}

impl Toy {
    pub(super) fn new() -> Toy {
        let limits = Limits { adverts_a_month: 4, approved: [None; 2], agency_fte: 6, budget_pounds: None };
        Toy { n_months: 24, limits, seed: 1 }
    }

    fn terms(contract: Contract, stress: Stress) -> Terms {
        let times = if let Stress::Success(times) = stress { times } else { 1.0 };
        Terms {
            success: [0.55, 0.35][contract.at()] * times,
            stage_weeks: [6.0, 12.0],
            leaving_a_year: 0.13,
            notice_weeks: 0.0,
            lasts_months: (contract == Contract::Temporary).then_some(12.0),
            ramp: [0.6, 0.8],
            ramp_months: 3.0,
        }
    }

    /// Children at the end of each month.
    fn children(&self, streams: &Streams, stress: Stress) -> Vec<f64> {
        let mut draws = streams.of(Stream::Regime, 0);
        let times = if let Stress::Starts(times) = stress { times } else { 1.0 };
        let (mut on_plans, mut in_care) = (547.0, 1_282.0);
        let mut level = 0.0;
        let growth = 0.05 + 0.03 * draws.normal();
        (0..self.n_months)
            .map(|month| {
                if month % 12 == 0 {
                    level = 0.39 * level + 0.2 * draws.normal();
                }
                // A plan lasts 9.66 months.
                on_plans += times * 60.0 * libm::exp(level) - on_plans / 9.66 + 5.0 * draws.normal();
                in_care += in_care * growth / 12.0 + 4.0 * draws.normal();
                f64::round(on_plans + in_care)
            })
            .collect()
    }

    /// FTE of today's staff at the end of each month.
    fn base(&self, streams: &Streams, stress: Stress) -> Vec<f64> {
        let gone: Vec<f64> =
            (0..18).map(|chair| streams.of(Stream::Chair, chair).exponential() / 0.13 * 365.25).collect();
        let more = f64::from(u8::from(stress == Stress::OneMoreLeaver));
        (0..self.n_months)
            .map(|month| {
                let day = (month + 1) as f64 * MONTH;
                gone.iter().filter(|&&gone| day < gone).count() as f64 * 17.1 / 18.0 - more
            })
            .collect()
    }

    fn stay(&self, streams: &Streams, advert: Advert, stress: Stress) -> Option<Stay> {
        let number = entity(advert.contract, advert.month, advert.nth);
        let placed = advert.month as f64 * MONTH;
        Toy::terms(advert.contract, stress).draw(&mut streams.of(Stream::Sizing, number), placed)
    }
}

impl Simulator for Toy {
    fn futures(&self, set: u32, n_scenarios: usize) -> Futures {
        let scenarios: Vec<Streams> = (0..n_scenarios)
            .map(|scenario| Streams::new(self.seed, u64::from(set) * 100_000 + scenario as u64))
            .collect();
        let adverts: Vec<Advert> = Contract::ALL
            .iter()
            .flat_map(|&contract| (0..self.n_months).map(move |month| (contract, month)))
            .flat_map(|(contract, month)| {
                (0..self.limits.adverts_a_month).map(move |nth| Advert { contract, month, nth })
            })
            .filter(|advert| advert.month < 20 && advert.nth < [4, 2][advert.contract.at()])
            .collect();
        let by_month = |of: &dyn Fn(&Streams) -> Vec<f64>| -> Vec<Vec<f64>> {
            let paths: Vec<Vec<f64>> = scenarios.iter().map(of).collect();
            (0..self.n_months).map(|month| paths.iter().map(|path| path[month]).collect()).collect()
        };
        let stays: Vec<Vec<Option<Stay>>> = adverts
            .iter()
            .map(|&advert| scenarios.iter().map(|s| self.stay(s, advert, Stress::None)).collect())
            .collect();
        let effect = (0..self.n_months)
            .map(|month| {
                let days = (month as f64 * MONTH, (month + 1) as f64 * MONTH);
                let effect = |(advert, stays): (&Advert, &Vec<Option<Stay>>)| {
                    let terms = Toy::terms(advert.contract, Stress::None);
                    stays.iter().map(|stay| stay.map_or(0.0, |stay| terms.carried(&stay, days))).collect()
                };
                adverts.iter().zip(&stays).map(effect).collect()
            })
            .collect();
        let end = self.n_months as f64 * MONTH;
        let pounds = |contract: Contract| {
            (0..self.n_months)
                .map(|month| {
                    let terms = Toy::terms(contract, Stress::None);
                    let of_month = adverts.iter().zip(&stays);
                    let of_month = of_month.filter(|(a, _)| (a.contract, a.month) == (contract, month));
                    let days: Vec<f64> = of_month
                        .flat_map(|(_, stays)| stays)
                        .map(|stay| stay.map_or(0.0, |stay| terms.days_paid(&stay, end)))
                        .collect();
                    4_000
                        + (days.iter().sum::<f64>() / days.len().max(1) as f64 * 48_000.0 / 365.25).round()
                            as i64
                })
                .collect()
        };
        Futures {
            start: NaiveDate::from_ymd_opt(2012, 10, 1).expect("a date"),
            lead: Contract::ALL.map(|contract| Toy::terms(contract, Stress::None).lead(4_000)),
            children: by_month(&|streams| self.children(streams, Stress::None)),
            base_fte: by_month(&|streams| self.base(streams, Stress::None)),
            adverts: adverts.clone(),
            effect,
            agency_effect: vec![0.9; self.n_months],
            hours: None,
            prices: Prices {
                advert_pounds: Contract::ALL.map(pounds),
                agency_pounds: vec![20_000; self.n_months.div_ceil(QUARTER)],
                idle_pounds: 500.0,
                idle_children: 50.0,
            },
            limits: self.limits.clone(),
        }
    }

    fn run(&self, trial: &Trial<'_>) -> Achieved {
        let first = match trial.draws {
            Draws::Choosing => 100_000_000,
            Draws::Fresh => 200_000_000,
        };
        let agency = if trial.stress == Stress::NoAgency { 0.0 } else { 0.9 };
        let n = trial.n_replications;
        let mut children = vec![Vec::new(); self.n_months];
        let mut fte = vec![Vec::new(); self.n_months];
        for replication in 0..n {
            let streams = Streams::new(self.seed, first + u64::from(replication));
            let base = self.base(&streams, trial.stress);
            let on_this_path = self.children(&streams, trial.stress);
            for month in 0..self.n_months {
                children[month].push(on_this_path[month]);
                fte[month].push(base[month] + agency * f64::from(trial.plan.agency_in(month)));
            }
            self.add_adverts(trial.plan, trial.stress, &streams, &mut fte);
        }
        let spread = |values: &[f64]| [0.1, 0.5, 0.9].map(|p| quantile(values, p));
        let months = (0..self.n_months)
            .map(|month| {
                let loads: Vec<f64> =
                    children[month].iter().zip(&fte[month]).map(|(children, fte)| children / fte).collect();
                let below = |cap: f64| loads.iter().filter(|&&load| load <= cap + 1e-9).count() as u32;
                let n_kept = below(trial.target.cap);
                AchievedMonth {
                    n_kept,
                    n_in_band: n_kept - below(trial.floor),
                    caseload: spread(&loads),
                    promised: quantile(&loads, trial.target.confidence),
                    children: spread(&children[month]),
                    fte: spread(&fte[month]),
                }
            })
            .collect();
        Achieved { n_replications: n, months }
    }
}

impl Toy {
    fn add_adverts(&self, plan: &Plan, stress: Stress, streams: &Streams, fte: &mut [Vec<f64>]) {
        for (month, adverts) in plan.adverts.iter().enumerate() {
            for contract in Contract::ALL {
                let terms = Toy::terms(contract, stress);
                for nth in 0..adverts[contract.at()] {
                    let Some(stay) = self.stay(streams, Advert { contract, month, nth }, stress) else {
                        continue;
                    };
                    for (month, fte) in fte.iter_mut().enumerate() {
                        if let Some(last) = fte.last_mut() {
                            let days = (month as f64 * MONTH, (month + 1) as f64 * MONTH);
                            *last += terms.carried(&stay, days);
                        }
                    }
                }
            }
        }
    }
}
