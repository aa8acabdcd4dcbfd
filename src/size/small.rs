//! Small futures for tests: one written out, others drawn.

use chrono::NaiveDate;

use super::futures::{Advert, Futures, Lead, Limits, Prices};
use super::plan::{Contract, QUARTER};
use crate::staffing::streams::{Stream, Streams};

/// Two scenarios of four months: one of the staff is left, two permanent and one temporary advert a month, each of which
/// starts two months later; the second permanent advert of a month fails in the second scenario, and the first one is
/// slow there.
pub(super) fn two_scenarios() -> Futures {
    let n_months = 4;
    let mut adverts = Vec::new();
    for contract in Contract::ALL {
        for month in 0..n_months {
            for nth in 0..(2 - contract.at() as u32) {
                adverts.push(Advert { contract, month, nth });
            }
        }
    }
    let effect = (0..n_months)
        .map(|month| {
            let works = |advert: &Advert| {
                let started = advert.month + 2 <= month;
                let second = [0.6, 0.0][advert.nth as usize];
                if started { vec![1.0, second] } else { vec![0.0, 0.0] }
            };
            adverts.iter().map(works).collect()
        })
        .collect();
    let lead = Lead { success: 0.8, start_months: [2.0; 3], ramp_months: 0.0, fee_pounds: 4 };
    Futures {
        start: NaiveDate::from_ymd_opt(2012, 10, 1).expect("a date"),
        lead: [lead; 2],
        children: vec![vec![150.0, 150.0]; n_months],
        base_fte: vec![vec![1.0, 1.0]; n_months],
        adverts,
        effect,
        agency_effect: vec![0.9; n_months],
        hours: None,
        prices: Prices {
            advert_pounds: [vec![30, 25, 20, 15], vec![15, 15, 15, 15]],
            agency_pounds: vec![20, 7],
            idle_pounds: 0.0,
            idle_children: 50.0,
        },
        limits: Limits { adverts_a_month: 2, approved: [None; 2], agency_fte: 2, budget_pounds: None },
    }
}

/// Draws futures of so many scenarios and months with up to two permanent adverts and one temporary advert a month.
pub(super) fn drawn(seed: u64, n_scenarios: usize, n_months: usize) -> Futures {
    let mut futures = two_scenarios();
    let mut draws = Streams::new(seed, 0).of(Stream::Sizing, 0);
    futures.adverts = Contract::ALL
        .iter()
        .flat_map(|&contract| (0..n_months).map(move |month| (contract, month)))
        .flat_map(|(contract, month)| {
            (0..(2 - contract.at() as u32)).map(move |nth| Advert { contract, month, nth })
        })
        .collect();
    // By scenario: the level of demand, and for each advert the month it starts in, if at all.
    let levels: Vec<f64> = (0..n_scenarios).map(|_| 150.0 + 60.0 * draws.unit()).collect();
    let starts: Vec<Vec<Option<usize>>> = futures
        .adverts
        .iter()
        .map(|advert| {
            let success = [0.7, 0.5][advert.contract.at()];
            (0..n_scenarios)
                .map(|_| (draws.unit() < success).then(|| advert.month + 1 + draws.below(2) as usize))
                .collect()
        })
        .collect();
    futures.children = (0..n_months)
        .map(|month| levels.iter().map(|level| (level * (1.0 + 0.02 * month as f64)).round()).collect())
        .collect();
    futures.base_fte =
        (0..n_months).map(|_| (0..n_scenarios).map(|_| 1.0 + f64::from(draws.below(2))).collect()).collect();
    futures.effect = (0..n_months)
        .map(|month| {
            let effect = |start: &Option<usize>| match start {
                Some(start) if start < &month => 1.0,
                Some(start) if start == &month => 0.6,
                _ => 0.0,
            };
            starts.iter().map(|starts| starts.iter().map(effect).collect()).collect()
        })
        .collect();
    futures.agency_effect = vec![0.9; n_months];
    let pounds = |a_month: usize| (0..n_months).map(move |month| (4 + a_month * (n_months - month)) as i64);
    futures.prices.advert_pounds = [pounds(3).collect(), pounds(2).collect()];
    futures.prices.agency_pounds = vec![21; n_months.div_ceil(QUARTER)];
    futures
}
