//! What a service comes to that goes on as it is: the mix of open plans, and the Poisson limit.

use super::{Lab, Target, Verdict, mean};
use crate::simulate::measure::Measure;
use crate::staffing::baseline::{BaselineError, Team};
use crate::staffing::{Amount, Baseline, Key};

/// Shares of open plans by age in a steady state, fitted, and in England on 31 March 2013 (DfE), in per cent.
const FITTED: [f64; 5] = [28.8, 23.5, 27.9, 16.3, 3.5];
const ENGLAND: [f64; 5] = [28.7, 25.0, 26.9, 16.2, 3.2];

/// A service of settled protection chairs only, whose years are all alike and whom nobody leaves.
pub(super) fn calm(report_year: &Baseline, months: usize) -> Baseline {
    let mut calm = report_year.clone();
    calm.months = months;
    calm.starts_by_month.clear();
    calm.closures_by_month.clear();
    calm.season = [1.0; 12];
    calm.changes.clear();
    calm.merged_on = None;
    calm.opening.looked_after = Amount::Exact(0.0);
    calm.opening.both = Amount::Exact(0.0);
    let switched_off = [Key::RegimeSd, Key::CareEntries, Key::Leaving, Key::EarlyToCare];
    switched_off.into_iter().for_each(|key| calm.amounts.set(key, Amount::Exact(0.0)));
    calm.posts.retain(|post| post.team == Team::Protection);
    for post in &mut calm.posts {
        (post.leaves, post.starts, post.until) = (None, None, None);
        post.recruited = false;
    }
    calm
}

pub(super) fn mix(lab: &Lab, report_year: &Baseline) -> Result<Target, BaselineError> {
    // The opening is a steady state already; the year before the one that counts forgets how it was drawn.
    let mut service = calm(report_year, 24);
    service.opening.on_plans = Amount::Exact(580.0);
    let outcome = lab.run(&service, &[])?;
    let spread = &outcome.scenarios[0].spread;
    let bands =
        [Measure::OpenTo3, Measure::OpenTo6, Measure::OpenTo12, Measure::OpenTo24, Measure::OpenOver24];
    let sums = bands.map(|band| (12..24).map(|month| mean(spread, band, month)).sum::<f64>());
    let total: f64 = sums.iter().sum();
    let shares = sums.map(|sum| 100.0 * sum / total);
    let off = |published: &[f64; 5]| {
        shares.iter().zip(published).map(|(ours, theirs)| (ours - theirs).abs()).fold(0.0, f64::max)
    };
    Ok(Target {
        code: "V7",
        asked: "mix of open plans in a steady state within 2 points of the fit and of England 2013",
        ours: format!(
            "{}; furthest {:.1} and {:.1} points",
            shares.map(|share| format!("{share:.1}")).join("/"),
            off(&FITTED),
            off(&ENGLAND)
        ),
        published: "28.8/23.5/27.9/16.3/3.5; England 28.7/25.0/26.9/16.2/3.2".to_owned(),
        verdict: Verdict::of(off(&FITTED) <= 2.0 && off(&ENGLAND) <= 2.0),
    })
}

pub(super) fn poisson(lab: &Lab, report_year: &Baseline) -> Result<Target, BaselineError> {
    let mut service = calm(report_year, 60);
    service.opening.on_plans = Amount::Exact(0.0);
    for (key, value) in
        [(Key::ChildrenPerHousehold, 1.0), (Key::Adjourned, 0.0), (Key::HouseholdDispersion, 1.0)]
    {
        service.amounts.set(key, Amount::Exact(value));
    }
    // Chairs enough that nothing waits.
    let post = service.posts.first().cloned();
    service.posts.extend((0..20).filter_map(|_| post.clone()));
    let outcome = lab.run(&service, &[])?;
    let stock = outcome.scenarios[0].spread.month(Measure::OnPlans, 59);
    let (mean, variance) = (stock.mean().unwrap_or_default(), stock.variance().unwrap_or_default());
    let ratio = variance / mean;
    // Standard error of a variance of n numbers, as a share of it: √(2 / (n − 1)).
    let error = (2.0 / (stock.n() as f64 - 1.0)).sqrt();
    Ok(Target {
        code: "V15",
        asked: "without siblings and with all years alike the stock is Poisson: variance over mean is 1",
        ours: format!("{ratio:.2} ± {:.2} (mean {mean:.0})", 1.96 * error),
        published: "1 (M/G/∞)".to_owned(),
        verdict: Verdict::of((ratio - 1.0).abs() <= 3.0 * error),
    })
}
