//! Rules of thumb for how many chairs a month needs.

use chrono::NaiveDate;

use super::futures::{Futures, Target};
use super::outcome::{Thumb, month_date};
use super::plan::Plan;
use crate::staffing::draws::normal_quantile;

/// Children per FTE in the middle of the band.
const MIDDLE: f64 = 60.0;

/// Returns the rules of thumb of each month, beside what a plan is expected to have.
pub(super) fn rules(futures: &Futures, plan: &Plan, target: &Target, start: NaiveDate) -> Vec<Thumb> {
    let z = normal_quantile(target.confidence);
    (0..futures.n_months())
        .map(|month| {
            let children = quantile(&futures.children[month], 0.5);
            let fte = futures.fte(plan, month);
            Thumb {
                date: month_date(start, month),
                children,
                by_sixty: children / MIDDLE,
                by_root: (children + z * children.sqrt()) / target.cap,
                by_scenarios: quantile(&futures.children[month], target.confidence) / target.cap,
                planned: fte.iter().sum::<f64>() / fte.len() as f64,
            }
        })
        .collect()
}

/// Returns the least of `values` that at least the share `p` of them do not exceed; 0 where there are none.
pub(super) fn quantile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (p * sorted.len() as f64 - 1e-9).ceil().max(1.0) as usize;
    sorted.get(rank - 1).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::super::small::two_scenarios;
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_seen() {
        let values = [4.0, 1.0, 3.0, 2.0];
        for (p, value) in [(0.0, 1.0), (0.25, 1.0), (0.26, 2.0), (0.5, 2.0), (0.9, 4.0), (1.0, 4.0)] {
            assert_eq!(quantile(&values, p), value, "{p}");
        }
        assert_eq!(quantile(&[], 0.5), 0.0);
    }

    #[test]
    fn rules_of_thumb_by_hand() {
        // 150 children: 150/60 = 2.5; (150 + 1.2816 × 12.247)/70 = 2.367; 150/70 = 2.143; one of the staff is left.
        let start = NaiveDate::from_ymd_opt(2012, 10, 1).expect("a date");
        let futures = two_scenarios();
        let target = Target { cap: 70.0, confidence: 0.9, from: 3 };
        let thumb = rules(&futures, &Plan::nothing(4), &target, start)[3];
        assert_eq!(thumb.date, NaiveDate::from_ymd_opt(2013, 1, 1).expect("a date"));
        assert_eq!((thumb.children, thumb.by_sixty, thumb.planned), (150.0, 2.5, 1.0));
        assert!((thumb.by_root - 2.3671).abs() < 1e-4 && (thumb.by_scenarios - 2.1429).abs() < 1e-4);
    }
}
